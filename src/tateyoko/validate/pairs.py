"""Samples of the intervals between kinds of step, by the rules that hold for records.

The rules: of several steps of a kind the first at or after the start counts, for both ends; if that
makes the second end earlier than the first, the pair is left out; ``order->execute`` and
``unit_order->execute`` take the first act at or after the order. A second step that comes only
after the horizon is a sample without a number: it was under way. One that never comes belongs to
another course of events, and the run is left out for that pair, as a record would be.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tateyoko.compiler.kinds import ORDERS, after_column, kind_column
from tateyoko.world.crisis import PAIRS, pair_name

__all__ = ["Times", "pair_samples"]

MINUTE_MS = 60_000.0

Times = Mapping[str, NDArray[np.float64]]
"""Column of a kind -> first time [ms] in every run; negative where it never came."""


def pair_samples(times: Times, horizon_ms: int) -> dict[str, NDArray[np.float64]]:
    """Return the samples of every pair that at least one run gives.

    Parameters
    ----------
    times : mapping of str to ndarray of float64, shape (D,)
        As `Times`; runs may go on after the horizon.
    horizon_ms : int
        What comes later had not happened yet [ms].

    Returns
    -------
    dict of str to ndarray of float64
        Pair -> minutes, in the order of the runs; infinite where the second step was still under
        way at the horizon.
    """
    start = times.get(kind_column("detect"))
    samples: dict[str, NDArray[np.float64]] = {}
    for pair in PAIRS:
        first, second = times.get(kind_column(pair[0])), _second(times, pair)
        if first is None or second is None:
            continue
        there = (first >= 0.0) & (second >= first) & (first <= horizon_ms)
        if start is not None and pair[0] != "occur":
            there &= first >= start
        if there.any():
            late = second[there] > horizon_ms
            minutes = (second[there] - first[there]) / MINUTE_MS
            samples[pair_name(pair)] = np.where(late, np.inf, minutes)
    return samples


def _second(times: Times, pair: tuple[str, str]) -> NDArray[np.float64] | None:
    order, end = pair
    if end == "execute" and order in ORDERS and after_column(order) in times:
        return times[after_column(order)]
    return times.get(kind_column(end))
