"""Moments of the scenario clock: ``D0``, ``D-28d07:00``, ``D+1d``, ``T+90min``."""

import re
from dataclasses import dataclass

from tateyoko.world.units import TIME

__all__ = ["When", "parse_moment", "parse_zero"]

_HOUR_MS = 3_600_000
_MINUTE_MS = 60_000
_NUMBER = r"\d+(?:\.\d+)?"
_MOMENT = re.compile(
    rf"(?P<anchor>D0|D|T)(?:(?P<sign>[+-])(?P<amount>{_NUMBER})\s*(?P<unit>[a-z]+))?"
    r"(?:d?(?P<hour>\d\d):(?P<minute>\d\d))?"
)
_ZERO = re.compile(rf"D0 at (?P<amount>{_NUMBER})\s*(?P<unit>[a-z]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment of the scenario clock.

    Attributes
    ----------
    ms : int
        Milliseconds since the scenario's start.
    text : str
        As the author wrote it.
    """

    ms: int
    text: str


def parse_zero(text: str) -> int | None:
    """Return where D0 lies, in ms, from ``D0 at 30 d``; None when it cannot be read."""
    match = _ZERO.fullmatch(text.strip())
    if match is None or match["unit"] not in TIME:
        return None
    return round(float(match["amount"]) * TIME[match["unit"]])


def parse_moment(text: str, zero_ms: int) -> int | None:
    """Return a moment in ms since the scenario's start, or None when it cannot be read.

    ``D-28d07:00`` is seven o'clock on the day 28 days before D0; D0 itself is midnight of its
    day when the scenario counts whole days.

    Parameters
    ----------
    text : str
        The moment.
    zero_ms : int
        Where D0 lies [ms].

    Examples
    --------
    >>> parse_moment("T+90min", 0)
    5400000
    >>> parse_moment("D-1d07:00", 2 * 86_400_000)
    111600000
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None or (match["anchor"] == "D" and match["sign"] is None):
        return None
    moment = 0 if match["anchor"] == "T" else zero_ms
    if match["sign"] is not None:
        unit = match["unit"]
        if unit not in TIME:
            return None
        amount = round(float(match["amount"]) * TIME[unit])
        moment += amount if match["sign"] == "+" else -amount
    if match["hour"] is not None:
        if int(match["hour"]) > 23 or int(match["minute"]) > 59:
            return None
        moment += int(match["hour"]) * _HOUR_MS + int(match["minute"]) * _MINUTE_MS
    return moment
