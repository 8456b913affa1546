"""Units by dimension, and the base unit of each.

Base units are milliseconds, items, yen, probability, items per millisecond, factor and log-odds.
A month is a twelfth and a year 365.25 days; both are for lead times, never for calendars.
"""

from collections.abc import Collection, Mapping

from tateyoko.text import Text

__all__ = ["COUNTED", "DIMENSIONS", "MONEY", "TIME", "dimension_of", "examples_of", "unit_factor"]

_HOUR = 3_600_000.0
_DAY = 24.0 * _HOUR

TIME: Mapping[str, float] = {
    "ms": 1.0,
    "s": 1_000.0,
    "min": 60_000.0,
    "h": _HOUR,
    "d": _DAY,
    "w": 7.0 * _DAY,
    "month": 365.25 * _DAY / 12.0,
    "y": 365.25 * _DAY,
    "months": 365.25 * _DAY / 12.0,
    "years": 365.25 * _DAY,
}
MONEY: Mapping[str, float] = {"jpy": 1.0, "mn_yen": 1e6, "bn_yen": 1e9, "tn_yen": 1e12}
_PROBABILITY: Mapping[str, float] = {"prob": 1.0, "share": 1.0, "%": 0.01}
_FACTOR: Mapping[str, float] = {"factor": 1.0, "x": 1.0, "ratio": 1.0}
_LOGODDS: Mapping[str, float] = {"log_odds": 1.0, "logodds": 1.0, "log-odds": 1.0}

# Things that a world counts; a world may add more with ``units:``.
COUNTED: tuple[str, ...] = (
    "acts",
    "aircraft",
    "berths",
    "boats",
    "cases",
    "cohorts",
    "count",
    "desks",
    "firms",
    "flights",
    "households",
    "hulls",
    "incidents",
    "islands",
    "items",
    "matters",
    "meetings",
    "members",
    "messages",
    "ministers",
    "officers",
    "operators",
    "orders",
    "people",
    "persons",
    "ports",
    "posts",
    "questions",
    "reports",
    "requests",
    "seats",
    "ships",
    "sites",
    "staff",
    "tasks",
    "teams",
    "threads",
    "trips",
    "units",
    "vehicles",
    "vessels",
    "windows",
)

DIMENSIONS: Mapping[str, Text] = {
    "time": Text(ja="時間", en="a time"),
    "count": Text(ja="数", en="a count"),
    "money": Text(ja="金額", en="an amount of money"),
    "prob": Text(ja="確率・割合", en="a probability or share"),
    "rate": Text(ja="頻度・速さ", en="a rate"),
    "factor": Text(ja="倍率", en="a factor"),
    "logodds": Text(ja="対数オッズ", en="log-odds"),
    "number": Text(ja="数", en="a number"),
    "any": Text(ja="数", en="a number"),
}


def unit_factor(
    unit: str, *, counted: Collection[str] = (), per_allowed: bool = True
) -> tuple[str, float] | None:
    """Return the dimension of a unit and its factor to the base unit, or None if unknown.

    Parameters
    ----------
    unit : str
        Such as ``min``, ``officers``, ``bn_yen``, ``persons per d``, ``per h``.
    counted : collection of str
        Further units that count things.
    per_allowed : bool
        Whether a rate may be meant.

    Examples
    --------
    >>> unit_factor("min")
    ('time', 60000.0)
    >>> unit_factor("persons per s")
    ('rate', 0.001)
    """
    simple = _simple(unit, counted)
    if simple is not None or not per_allowed:
        return simple
    numerator, separator, denominator = unit.replace("/", " per ").partition("per ")
    if not separator:
        return None
    above = _simple(numerator.strip(), counted) if numerator.strip() else ("count", 1.0)
    below = TIME.get(denominator.strip())
    if above is None or below is None or above[0] != "count":
        return None
    return "rate", above[1] / below


def _simple(unit: str, counted: Collection[str]) -> tuple[str, float] | None:
    for dimension, table in (
        ("time", TIME),
        ("money", MONEY),
        ("prob", _PROBABILITY),
        ("factor", _FACTOR),
        ("logodds", _LOGODDS),
    ):
        if unit in table:
            return dimension, table[unit]
    if unit in COUNTED or unit in counted:
        return "count", 1.0
    return None


def dimension_of(dimension: str) -> Text:
    """Return the words for a dimension."""
    return DIMENSIONS[dimension]


def examples_of(dimension: str) -> str:
    """Return the units of a dimension, for messages."""
    tables: dict[str, Collection[str]] = {
        "time": ("ms", "s", "min", "h", "d", "w", "month", "y"),
        "money": MONEY,
        "prob": ("prob", "share", "%"),
        "factor": ("factor", "x"),
        "logodds": ("log_odds",),
        "any": ("h", "persons", "prob", "factor"),
        "rate": ("per h", "per d", "persons per d", "ships per w"),
        "count": ("persons", "officers", "ships", "cases", "…"),
    }
    return " ".join(tables[dimension]) if dimension != "rate" else ", ".join(tables[dimension])
