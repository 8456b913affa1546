"""Results of many runs as arrays with named axes, and the estimates of one measure on them.

Axes: ``P`` postures, ``T`` truths, ``O`` opponents, ``K`` assumption sets, ``R`` replications,
``M`` measures. All runs of one replication number share their dice.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tateyoko.study import estimates
from tateyoko.study.estimates import NOTHING, Interval
from tateyoko.study.model import Measure, Model
from tateyoko.study.results import Statistic

__all__ = [
    "Sample",
    "choose_statistic",
    "difference_of",
    "estimate_of",
    "make_sample",
    "per_set",
]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SHARE_UNITS = ("share", "prob", "probability")
"""Units of measures that are 0 or 1 in every run."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Measures of many runs.

    Attributes
    ----------
    values : ndarray of float64, shape (P, T, O, K, R, M)
        In the units of the measures; a time that had not ended holds the horizon's value.
    ended : ndarray of bool, same shape
        False where a time had not ended at the horizon.
    good : ndarray of bool, shape (K, R)
        False where a run of any posture, truth or opponent faulted.
    """

    values: Floats
    ended: Bools
    good: Bools

    def runs(self, posture: int, truth: int, opponents: slice, set_ix: int, measure: int) -> Floats:
        """Return the good values, replications first: shape (R' * O,), clusters of O."""
        block = self.values[posture, truth, opponents, set_ix, :, measure]
        return np.ascontiguousarray(block[:, self.good[set_ix]].T).ravel()

    def times(
        self, posture: int, truth: int, opponents: slice, set_ix: int, measure: int
    ) -> Floats:
        """Return the same values with infinity where the time had not ended."""
        block = self.ended[posture, truth, opponents, set_ix, :, measure]
        ended = np.ascontiguousarray(block[:, self.good[set_ix]].T).ravel()
        return np.where(
            ended, self.runs(posture, truth, opponents, set_ix, measure), np.inf
        ).astype(np.float64)


def make_sample(
    model: Model, raw: Floats, faulty: Bools, shape: tuple[int, int, int, int]
) -> Sample:
    """Turn the engine's result into a sample.

    Parameters
    ----------
    raw : ndarray of float64, shape (D, R, C)
        Rows in the order of `design.plan_rows`, all columns of the engine.
    faulty : ndarray of bool, shape (D, R)
    shape : (P, T, O, K)
        With P * T * O * K = D.

    Notes
    -----
    A waiting time that is not a number never began; it is held as not ended, with the whole
    horizon as its value, since nothing at all happened.
    """
    replications = raw.shape[1]
    axes = (*shape, replications, len(model.measures))
    values = np.empty(axes, dtype=np.float64)
    ended = np.ones(axes, dtype=np.bool_)
    for number, measure in enumerate(model.measures):
        column = raw[:, :, measure.column].reshape(axes[:-1]) * measure.scale
        if measure.censored_column is not None:
            censored = raw[:, :, measure.censored_column].reshape(axes[:-1]) > 0.0
            never = np.isnan(column)
            column = np.where(never, model.horizon_ms * measure.scale, column)
            ended[..., number] = ~(censored | never)
        values[..., number] = column
    good = np.asarray(~faulty.reshape(axes[:-1]).any(axis=(0, 1, 2)), dtype=np.bool_)
    return Sample(values=values, ended=ended, good=good)


def choose_statistic(model: Model, sample: Sample, measure_ix: int) -> Statistic:
    """Return how a measure is averaged, the same way in all its cells.

    A waiting time gets its median; if the median of some cell lies beyond the horizon, all cells
    get the restricted mean (mean of min(time, horizon)), which exists everywhere. A measure in
    shares whose values are all 0 or 1 is a share. Everything else gets its mean.
    """
    measure = model.measures[measure_ix]
    truths = truths_of(model, measure)
    if measure.censored_column is not None:
        late = ~sample.ended[:, truths, :, 0][..., sample.good[0], measure_ix]
        if late.size and float(late.mean(axis=(2, 3)).max()) >= 0.5:
            return "restricted_mean"
        return "median"
    if measure.unit in SHARE_UNITS:
        values = sample.values[:, truths, :, 0][..., sample.good[0], measure_ix]
        if bool(np.all((values == 0.0) | (values == 1.0))):
            return "share"
    return "mean"


def truths_of(model: Model, measure: Measure) -> list[int]:
    """Return the indices of the truths a measure is reported for."""
    wanted = measure.truths or model.truths
    return [index for index, truth in enumerate(model.truths) if truth in wanted]


def estimate_of(
    sample: Sample,
    statistic: Statistic,
    posture: int,
    truth: int,
    opponents: slice,
    measure: int,
    seed: int,
) -> Interval:
    """Return the estimate of one cell at the central assumptions, with its 95 % interval."""
    x = sample.runs(posture, truth, opponents, 0, measure)
    cluster = len(range(*opponents.indices(sample.values.shape[2])))
    if len(x) == 0:
        return NOTHING
    if statistic == "median":
        times = sample.times(posture, truth, opponents, 0, measure)
        return estimates.interval_of_median(times, seed, cluster=cluster)
    if np.isnan(x).any():
        return NOTHING
    means = x.reshape(-1, cluster).mean(axis=1)
    if statistic == "share":
        return estimates.interval_of_clustered_share(means, cluster)
    return estimates.interval_of_mean(means)


def difference_of(
    sample: Sample,
    statistic: Statistic,
    pair: tuple[int, int],
    truth: int,
    opponents: slice,
    measure: int,
    seed: int,
) -> Interval:
    """Return posture minus baseline at the central assumptions, with its paired 95 % interval.

    ``pair`` is (posture, baseline).
    """
    cluster = len(range(*opponents.indices(sample.values.shape[2])))
    if statistic == "median":
        a, b = (sample.times(side, truth, opponents, 0, measure) for side in pair)
        return estimates.interval_of_median_difference(a, b, seed, cluster=cluster)
    a, b = (sample.runs(side, truth, opponents, 0, measure) for side in pair)
    if len(a) == 0 or np.isnan(a).any() or np.isnan(b).any():
        return NOTHING
    first = a.reshape(-1, cluster).mean(axis=1)
    second = b.reshape(-1, cluster).mean(axis=1)
    if statistic == "share" and (cluster == 1 or np.array_equal(first, second)):
        if np.array_equal(a, b) and identical_everywhere(sample, pair, truth, measure):
            return Interval(0.0, 0.0, 0.0)
        return estimates.interval_of_share_difference(first, second)
    return estimates.interval_of_mean(first - second)


def identical_everywhere(sample: Sample, pair: tuple[int, int], truth: int, measure: int) -> bool:
    """Return whether a pair of postures gives the same value in every run of a truth."""
    a = sample.values[pair[0], truth, ..., measure]
    b = sample.values[pair[1], truth, ..., measure]
    return bool(np.array_equal(a, b, equal_nan=True)) and bool(
        np.array_equal(
            sample.ended[pair[0], truth, ..., measure], sample.ended[pair[1], truth, ..., measure]
        )
    )


def per_set(
    sample: Sample,
    statistic: Statistic,
    posture: int,
    truth: int,
    opponents: slice,
    measure: int,
) -> Floats:
    """Return the estimate in every assumption set, shape (K,); sets with a fault are NaN.

    A median beyond the horizon is infinite.
    """
    block = sample.values[posture, truth, opponents, :, :, measure]
    if block.shape[1] == 0:
        return np.empty(0)
    if statistic == "median":
        ended = sample.ended[posture, truth, opponents, :, :, measure]
        times = np.where(ended, block, np.inf).swapaxes(0, 1)
        flat = np.sort(times.reshape(times.shape[0], -1), axis=1)
        rank = max(math.ceil(0.5 * flat.shape[1]) - 1, 0)
        result = flat[:, rank].astype(np.float64)
    else:
        result = block.mean(axis=(0, 2)).astype(np.float64)
    result[~sample.good.all(axis=1)] = np.nan
    return np.asarray(result, dtype=np.float64)


def band(values: Floats, low: float = 0.1, high: float = 0.9) -> tuple[float | None, float | None]:
    """Return two points of ``values``; None where a point is infinite or nothing is known."""
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return None, None
    ends = (estimates.point(known, low), estimates.point(known, high))
    return (
        ends[0] if math.isfinite(ends[0]) else None,
        ends[1] if math.isfinite(ends[1]) else None,
    )


def points(values: Floats, shares: Sequence[float]) -> tuple[float | None, ...]:
    """Return several points of ``values``, None where infinite or undefined."""
    if len(values) == 0 or np.isnan(values).any():
        return tuple(None for _ in shares)
    found = [estimates.point(values, share) for share in shares]
    return tuple(x if math.isfinite(x) else None for x in found)
