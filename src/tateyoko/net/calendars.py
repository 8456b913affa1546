"""Calendars: a repeating period with exceptions becomes one long period."""

from __future__ import annotations

from collections.abc import Sequence

from tateyoko.net.elements import Calendar
from tateyoko.net.errors import Code, Mistake

Interval = tuple[int, int]
#: (from, to, is_open): what holds between two moments [ms] instead of the repeating pattern.
Override = tuple[int, int, bool]


def _joined(intervals: Sequence[Interval]) -> list[Interval]:
    """Merge touching intervals."""
    out: list[Interval] = []
    for start, end in sorted(intervals):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif end > start:
            out.append((start, end))
    return out


def _with_exception(intervals: list[Interval], exception: Override) -> list[Interval]:
    """Cut one stretch of time out of the open intervals, or add it."""
    begin, finish, is_open = exception
    out: list[Interval] = []
    for start, end in intervals:
        if start < begin:
            out.append((start, min(end, begin)))
        if end > finish:
            out.append((max(start, finish), end))
    if is_open:
        out.append((begin, finish))
    return _joined(out)


def make_calendar(
    id: str,
    period_ms: int,
    intervals: Sequence[Interval],
    exceptions: Sequence[Override] = (),
    *,
    horizon_ms: int = 0,
    place: str = "",
) -> Calendar:
    """Compile a calendar.

    Parameters
    ----------
    id : str
        Its id.
    period_ms : int
        Length of the repeating pattern [ms], for example a week.
    intervals : sequence of (start, end)
        Open times within the period [ms].
    exceptions : sequence of (start, end, is_open)
        Times since the scenario's start [ms] at which the pattern does not hold. Later entries
        win over earlier ones.
    horizon_ms : int
        With exceptions, the pattern and its exceptions repeat after this time, rounded up to
        whole periods. Default: four hundred periods after the last exception.
    place : str
        Where the author wrote it.

    Raises
    ------
    Mistake
        If an interval lies outside the period or nothing is ever open.
    """
    if period_ms <= 0:
        raise Mistake(
            Code.BAD_SHAPE, f"a period of {period_ms} ms", "Give a positive number of ms."
        )
    for start, end in intervals:
        if not 0 <= start < end <= period_ms:
            raise Mistake(
                Code.BAD_SHAPE, f"interval ({start}, {end}) outside the period of {period_ms}"
            )
    merged = _joined(intervals)
    if exceptions:
        for start, end, _ in exceptions:
            if not 0 <= start < end:
                raise Mistake(
                    Code.BAD_SHAPE, f"exception ({start}, {end}) is empty or before t = 0"
                )
        last = max(end for _, end, _ in exceptions)
        horizon = max(horizon_ms, last) if horizon_ms else last + 400 * period_ms
        periods = -(-horizon // period_ms)
        merged = _joined(
            [
                (n * period_ms + start, n * period_ms + end)
                for n in range(periods)
                for start, end in merged
            ]
        )
        for exception in exceptions:
            merged = _with_exception(merged, exception)
        period_ms = periods * period_ms
    if not merged:
        raise Mistake(Code.BAD_SHAPE, "never open", "Give at least one open interval.")
    cumulated: list[int] = []
    total = 0
    for start, end in merged:
        cumulated.append(total)
        total += end - start
    return Calendar(
        id=id,
        period=period_ms,
        total=total,
        starts=tuple(start for start, _ in merged),
        ends=tuple(end for _, end in merged),
        cumulated=tuple(cumulated),
        place=place,
    )
