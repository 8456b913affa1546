"""Samples of the intervals between kinds of step, by the rules that hold for records.

The rules: of several steps of a kind the first at or after the start counts, for both ends; if that
makes the second end earlier than the first, the pair is left out; ``order->execute`` and
``unit_order->execute`` take the first act at or after the order. A second step that comes only
after the horizon is a sample without a number: it was under way. One that never comes belongs to
another course of events, and the run is left out for that pair, as a record would be.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from tateyoko.compiler.kinds import ORDERS, after_column, kind_column
from tateyoko.world.crisis import PAIRS, pair_name

__all__ = ["Noise", "Times", "pair_minutes", "pair_samples"]

MINUTE_MS = 60_000.0

Times = Mapping[str, NDArray[np.float64]]
"""Column of a kind -> first time [ms] in every run; negative where it never came."""
Noise = Callable[[str], NDArray[np.float64]]
"""Pair -> what is added to log(1 + minutes) in every run."""


def pair_minutes(
    times: Times, horizon_ms: int, noise: Noise | None = None
) -> dict[str, NDArray[np.float64]]:
    """Return what every run says of each pair.

    Parameters
    ----------
    times : mapping of str to ndarray of float64, shape (D,)
        As `Times`; runs may go on after the horizon.
    horizon_ms : int
        What comes later had not happened yet [ms].
    noise : callable, optional
        Pair -> what is added to log(1 + minutes) in every run, shape (D,).

    Returns
    -------
    dict of str to ndarray of float64, shape (D,)
        Pair -> minutes; infinite where the second step was still under way at the horizon, NaN
        where the run has no such interval. Pairs that no run has are left out.
    """
    start = times.get(kind_column("detect"))
    found: dict[str, NDArray[np.float64]] = {}
    for pair in PAIRS:
        first, second = times.get(kind_column(pair[0])), _second(times, pair)
        if first is None or second is None:
            continue
        there = (first >= 0.0) & (second >= first) & (first <= horizon_ms)
        if start is not None and pair[0] != "occur":
            there &= first >= start
        if there.any():
            minutes = np.where(there, (second - first) / MINUTE_MS, np.nan)
            if noise is not None:
                moved = np.log1p(minutes) + noise(pair_name(pair))
                minutes = np.expm1(np.maximum(0.0, moved))
            found[pair_name(pair)] = np.where(there & (second > horizon_ms), np.inf, minutes)
    return found


def pair_samples(
    times: Times, horizon_ms: int, noise: Noise | None = None
) -> dict[str, NDArray[np.float64]]:
    """Return the sample of every pair: `pair_minutes` without the runs that have none."""
    return {
        pair: minutes[~np.isnan(minutes)]
        for pair, minutes in pair_minutes(times, horizon_ms, noise).items()
    }


def _second(times: Times, pair: tuple[str, str]) -> NDArray[np.float64] | None:
    order, end = pair
    if end == "execute" and order in ORDERS and after_column(order) in times:
        return times[after_column(order)]
    return times.get(kind_column(end))
