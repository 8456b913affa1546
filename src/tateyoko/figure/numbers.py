"""Numbers as figures, reports and tables print them: two significant digits at most.

A run of a model does not know a third digit, and a value whose interval is wider than the value
itself does not know the second. Rounding goes half up, the way readers do it, and never turns a
number that is not zero into zero.
"""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from tateyoko.text import Lang, Text

__all__ = [
    "DASH",
    "MINUS",
    "apart",
    "day_label",
    "duration",
    "duration_unit",
    "format_number",
    "format_share",
    "format_with_interval",
    "in_language",
    "inner_ticks",
    "nice_ticks",
    "quantity",
    "tick_label",
    "to_unit",
    "unit_name",
]

MINUS = "−"
DASH = "–"

_UNITS: dict[str, Text] = {
    "ms": Text(ja="ミリ秒", en="ms"),
    "s": Text(ja="秒", en="s"),
    "min": Text(ja="分", en="min"),
    "h": Text(ja="時間", en="h"),
    "d": Text(ja="日", en="days"),
    "w": Text(ja="週", en="weeks"),
    "month": Text(ja="か月", en="months"),
    "y": Text(ja="年", en="years"),
    "persons": Text(ja="人", en="people"),
    "person_days": Text(ja="人日", en="person-days"),
    "person d": Text(ja="人日", en="person-days"),
    "persons per d": Text(ja="人／日", en="people a day"),
    "officers": Text(ja="人", en="officers"),
    "ships": Text(ja="隻", en="ships"),
    "count": Text(ja="件", en=""),
    "cases": Text(ja="件", en="cases"),
    "matters": Text(ja="件", en="matters"),
    "times": Text(ja="回", en="times"),
    "jpy": Text(ja="円", en="yen"),
    "mn_yen": Text(ja="百万円", en="million yen"),
    "bn_yen": Text(ja="億円", en="billion yen"),
    "minister_h": Text(ja="閣僚・時間", en="minister-hours"),
    "prob": Text(ja="", en=""),
    "share": Text(ja="", en=""),
    "factor": Text(ja="倍", en="times"),
    "logodds": Text(ja="（対数オッズ）", en="log-odds"),
    "log_odds": Text(ja="（対数オッズ）", en="log-odds"),
    "": Text(ja="", en=""),
}
_SCIENTIFIC = Decimal("0.0001")
# What is left of a difference of equal sums in binary arithmetic; no measure is that small.
_NOISE = Decimal("1e-12")
# `persons per d`, `per 2 h`: how many, of what, in which time.
_RATE = re.compile(r"(?:(?P<what>\w+) )?per (?:(?P<count>\d+) )?(?P<time>\w+)")
# Units that one language counts in another power of ten: how many of them make one.
_POWERS_JA = {"bn_yen": 10.0}
_SHARES = {"prob", "share"}
_STEPS_MS = {"min": 60_000, "h": 3_600_000, "d": 86_400_000}


def unit_name(unit: str, lang: Lang) -> str:
    """Return the word of a unit; a unit that is not in the list is given as it is."""
    known = _UNITS.get(unit)
    if known is not None:
        return known[lang]
    rate = _RATE.fullmatch(unit)
    if rate is None:
        return unit.replace("_", " ")
    what, span = rate["what"], unit_name(rate["time"], lang)
    if lang == "ja":
        return f"{unit_name(what, lang) if what else '回'}／{rate['count'] or ''}{span}"
    if span.endswith("s") and rate["count"] is None:
        span = span[:-1]
    words = [unit_name(what, lang) if what else "", "per", rate["count"] or "", span]
    return " ".join(word for word in words if word)


def in_language(value: float, unit: str, lang: Lang) -> float:
    """Return an amount in the unit that a language counts in: a billion yen is ten 億円."""
    return value * _POWERS_JA.get(unit, 1.0) if lang == "ja" else value


def _significant(value: float, digits: int) -> Decimal:
    exact = Decimal(repr(float(value)))
    if exact == 0:
        return Decimal(0)
    step = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    if rounded.adjusted() > exact.adjusted():
        rounded = rounded.quantize(Decimal(1).scaleb(rounded.adjusted() - digits + 1))
    return rounded


def format_number(value: float, *, digits: int = 2, sign: bool = False) -> str:
    """Return a number with at most two significant digits and separators of thousands.

    Parameters
    ----------
    value : float
        The number; not-a-number is printed as a dash, infinities as ∞.
    digits : int, optional
        Significant digits.
    sign : bool, optional
        Print a plus sign, as differences have it; zero stands alone.
    """
    if math.isnan(value):
        return DASH
    before = MINUS if value < 0 else "+" if sign and value > 0 else ""
    if math.isinf(value):
        return f"{before}∞"
    rounded = _significant(abs(value), digits)
    if rounded < _NOISE:
        return "0"
    if rounded < _SCIENTIFIC:
        return f"{before}{rounded:.0e}"
    if Decimal(repr(abs(float(value)))) == rounded:
        # 3 was never 3.0; a zero that came from rounding stays, because it is a digit.
        rounded = rounded.normalize()
    if rounded == rounded.to_integral_value() and rounded.adjusted() + 1 >= _places(rounded):
        return f"{before}{int(rounded):,}"
    return f"{before}{rounded:f}"


def _places(rounded: Decimal) -> int:
    exponent = rounded.as_tuple().exponent
    assert isinstance(exponent, int)
    return rounded.adjusted() + 1 - min(exponent, 0)


def format_share(value: float) -> str:
    """Return a share of one as whole per cent; only exact 0 and 1 become 0 and 100."""
    if math.isnan(value):
        return DASH
    percent = int(Decimal(repr(float(value * 100))).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if percent == 0 and value > 0:
        return "<1%"
    if percent == 100 and value < 1:
        return ">99%"
    return f"{percent}%".replace("-", MINUS)


def format_with_interval(
    value: float, low: float, high: float, *, unit: str = "", sign: bool = False
) -> str:
    """Return ``value [low, high]``, with one digit of the value when the interval is wide."""
    if unit in _SHARES and value == low == high:
        return _points(value) if sign else format_share(value)
    if unit in _SHARES and not sign:
        return f"{format_share(value)} [{format_share(low)}, {format_share(high)}]"
    if unit in _SHARES:
        parts = [_points(value), _points(low), _points(high)]
        return f"{parts[0]} [{parts[1]}, {parts[2]}]"
    if math.isnan(low) or math.isnan(high):
        return format_number(value, sign=sign)
    wide = high - low > abs(value)
    written = format_number(value, digits=1 if wide else 2, sign=sign)
    if value == low == high:
        return written
    return f"{written} [{format_number(low, sign=sign)}, {format_number(high, sign=sign)}]"


def _points(value: float) -> str:
    if math.isnan(value):
        return DASH
    return format_number(value * 100, sign=True)


def quantity(value: float, unit: str, lang: Lang, *, sign: bool = False, digits: int = 2) -> str:
    """Return a number with its unit; a share is printed as per cent, its change as points."""
    if unit in _SHARES:
        if sign:
            points = _points(value)
            return f"{points}ポイント" if lang == "ja" else f"{points} points"
        return format_share(value)
    written = format_number(in_language(value, unit, lang), digits=digits, sign=sign)
    word = unit_name(unit, lang)
    if not word or written == DASH:
        return written
    return f"{written}{word}" if lang == "ja" else f"{written} {word}"


def apart(value: float, other: float, unit: str, lang: Lang) -> str:
    """Return an amount with as many digits as tell it from another one, up to six.

    A threshold just beside the central value must not be printed as the central value.
    """
    share = unit in _SHARES
    digits = next(
        (n for n in range(2, 7) if _significant(abs(value), n) != _significant(abs(other), n)), 6
    )
    if not share:
        return quantity(value, unit, lang, digits=digits)
    if format_share(value) != format_share(other):
        return format_share(value)
    return f"{format_number(value * 100, digits=max(digits, 3))}%"


def to_unit(ms: float, unit: str) -> float | None:
    """Return a time span [ms] in a unit of time; None when the unit is none."""
    known = {"ms": 1.0, "s": 1000.0, **_STEPS_MS}.get(unit)
    return None if known is None else ms / known


def duration_unit(longest_ms: float) -> str:
    """Return the unit in which times up to ``longest_ms`` [ms] read best: min, h or d."""
    if longest_ms < 3 * _STEPS_MS["h"]:
        return "min"
    return "h" if longest_ms < 4 * _STEPS_MS["d"] else "d"


def duration(ms: float, lang: Lang, *, unit: str | None = None) -> str:
    """Return a time span [ms] in words.

    Parameters
    ----------
    ms : float
        The span [ms].
    lang : Lang
        Language.
    unit : str, optional
        ``min``, ``h`` or ``d``; default: the one that reads best for this span.
    """
    chosen = unit or duration_unit(abs(ms))
    return quantity(ms / _STEPS_MS[chosen], chosen, lang)


def tick_label(value: float, *, unit: str = "", sign: bool = False) -> str:
    """Return the label of an axis: the exact round number, not rounded to two digits.

    Parameters
    ----------
    value : float
        The tick.
    unit : str, optional
        Only shares matter: they are written as per cent, or as points when ``sign`` is set.
    sign : bool, optional
        Print a plus sign.
    """
    if unit in _SHARES:
        points = tick_label(round(value * 100, 9), sign=sign)
        return points if sign else f"{points}%"
    exact = Decimal(repr(round(abs(float(value)), 12))).normalize()
    before = MINUS if value < 0 else "+" if sign and value > 0 else ""
    return "0" if exact == 0 else f"{before}{exact:,f}"


def day_label(ms: float, zero_ms: float | None) -> str:
    """Return the day of a moment: ``D−8``, ``D0``, or the number of days since the start."""
    days = round((ms - (zero_ms or 0.0)) / _STEPS_MS["d"], 2)
    if zero_ms is None:
        return tick_label(days)
    if days == 0:
        return "D0"
    return f"D{'+' if days > 0 else MINUS}{tick_label(abs(days))}"


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return round numbers that cover a range.

    Parameters
    ----------
    low, high : float
        The range; when both are equal it is widened.
    count : int, optional
        About how many steps.

    Returns
    -------
    ticks : list of float
        Ascending; the first is at most ``low``, the last at least ``high``.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        base = low if math.isfinite(low) else 0.0
        low, high = min(base, 0.0), max(base, 0.0)
        if low == high:
            high = 1.0
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1.0, 2.0, 2.5, 5.0, 10.0) if power * m >= rough * 0.999999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(step * at, 12) for at in range(first, last + 1)]


def inner_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return the round numbers inside a range, for an axis that ends where the data end."""
    air = (high - low) * 1e-9
    inside = [tick for tick in nice_ticks(low, high, count) if low - air <= tick <= high + air]
    return inside or [low]
