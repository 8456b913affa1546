"""Results of many runs as arrays with named axes, and the estimates of one measure on them.

Axes: ``P`` postures, ``T`` truths, ``O`` opponents, ``K`` assumption sets, ``R`` replications,
``M`` measures. All runs of one replication number share their dice.

A value that is not a number means that the measure does not apply in that run: the event from
which a time is counted never happened. Such runs are left out of that measure, in pairs for a
difference, and their share is reported. A time that began and had not ended at the horizon is
never left out.
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
from tateyoko.study.run import Runs

__all__ = [
    "Sample",
    "band",
    "choose_statistic",
    "cluster_means",
    "difference_of",
    "estimate_of",
    "identical_everywhere",
    "make_sample",
    "mean_differences",
    "per_set",
    "per_set_difference",
    "points",
    "truths_of",
]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SHARE_UNITS = ("share", "prob", "probability")
"""Units of measures that are 0 or 1 in every run."""
NEVER_BEGUN = 2.0
"""Value of the censored column when the time never began; 1: it had not ended at the horizon."""
FEWEST = 2
"""Replications below which nothing is estimated."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Measures of many runs.

    Attributes
    ----------
    values : ndarray of float64, shape (P, T, O, K, R, M)
        In the units of the measures; a time that had not ended holds the time up to the horizon,
        a measure that does not apply is not a number.
    ended : ndarray of bool, same shape
        False where a time had not ended at the horizon.
    good : ndarray of bool, shape (K, R)
        False where a run of any posture, truth or opponent faulted.
    """

    values: Floats
    ended: Bools
    good: Bools

    def runs(
        self, posture: int, truth: int, opponents: slice, measure: int, *, times: bool = False
    ) -> Floats:
        """Return the good values of set 0, shape (R', O); ``times``: infinite if not ended."""
        where = (posture, truth, opponents, 0, slice(None), measure)
        block = self.values[where]
        if times:
            block = np.where(self.ended[where] | np.isnan(block), block, np.inf)
        return np.ascontiguousarray(block[:, self.good[0]].T)


def make_sample(model: Model, runs: Runs, shape: tuple[int, int, int, int]) -> Sample:
    """Turn the engine's result into a sample.

    Parameters
    ----------
    runs : Runs
        Rows in the order of `design.plan_rows`, at least the columns of the measures.
    shape : (P, T, O, K)
        With P * T * O * K = D.
    """
    raw, faulty = runs.values, runs.faulty
    place = {int(column): index for index, column in enumerate(runs.columns)}
    axes = (*shape, raw.shape[1], len(model.measures))
    values = np.empty(axes, dtype=np.float64)
    ended = np.ones(axes, dtype=np.bool_)
    for number, measure in enumerate(model.measures):
        column = raw[:, :, place[measure.column]].reshape(axes[:-1]) * measure.scale
        if measure.censored_column is not None:
            state = raw[:, :, place[measure.censored_column]].reshape(axes[:-1])
            column = np.where(state == NEVER_BEGUN, np.nan, column)
            ended[..., number] = state != 1.0
        values[..., number] = column
    good = np.asarray(~faulty.reshape(axes[:-1]).any(axis=(0, 1, 2)), dtype=np.bool_)
    return Sample(values=values, ended=ended, good=good)


def choose_statistic(model: Model, sample: Sample, measure_ix: int) -> Statistic:
    """Return how a measure is averaged, the same way in all its cells.

    A waiting time gets its median; if the median of some cell lies beyond the horizon, all cells
    get the restricted mean (mean of min(time, horizon)), which exists everywhere. A measure in
    shares whose values are all 0 or 1 is a share; where it has a censored column too, that column
    says in which runs it applies, as for a window that never opened. Everything else gets its mean.
    """
    measure = model.measures[measure_ix]
    truths = truths_of(model, measure)
    if measure.censored_column is not None and measure.unit not in SHARE_UNITS:
        for truth in truths:
            for posture in range(sample.values.shape[0]):
                times = sample.runs(posture, truth, slice(None), measure_ix, times=True)
                known = times[~np.isnan(times)]
                if len(known) and estimates.median(known) is None:
                    return "restricted_mean"
        return "median"
    if measure.unit in SHARE_UNITS:
        values = sample.values[:, truths, :, 0][..., sample.good[0], measure_ix]
        if bool(np.all((values == 0.0) | (values == 1.0) | np.isnan(values))):
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
    x = sample.runs(posture, truth, opponents, measure, times=statistic == "median")
    known = ~np.isnan(x)
    if known.any(axis=1).sum() < FEWEST:
        return NOTHING
    if statistic == "median":
        labels = np.nonzero(known)[0]
        return estimates.interval_of_median(x[known], seed, labels=labels, clusters=len(x))
    means = cluster_means(x)
    if statistic == "share":
        return estimates.interval_of_clustered_share(means, x.shape[1])
    return estimates.interval_of_mean(means)


def difference_of(
    sample: Sample,
    statistic: Statistic,
    pair: tuple[int, int],
    truth: int,
    opponents: slice,
    measure: int,
    seed: int,
) -> tuple[Interval, int, int]:
    """Return posture minus baseline, its replications, and how many of them differ at all.

    ``pair`` is (posture, baseline). The interval is the paired one at 95 %; it contains 0 when too
    few replications differ, and has no ends when none does. Pairs in which the measure applies to
    one side only are left out, so the value need not be the difference of the two cells.
    """
    times = statistic == "median"
    a, b = (sample.runs(side, truth, opponents, measure, times=times) for side in pair)
    known = ~(np.isnan(a) | np.isnan(b))
    count = int(known.any(axis=1).sum())
    differing = int((known & (a != b)).any(axis=1).sum())
    if count < FEWEST:
        return NOTHING, count, differing
    if statistic == "median":
        labels = np.nonzero(known)[0]
        found = estimates.interval_of_median_difference(
            a[known], b[known], seed, labels=labels, clusters=len(a)
        )
        return estimates.widened(found, differing, count, 0.0), count, differing
    if statistic == "share" and a.shape[1] == 1:
        first, second = (cluster_means(np.where(known, x, np.nan)) for x in (a, b))
        found = estimates.interval_of_share_difference(first, second)
        return estimates.widened(found, differing, count, 1.0), count, differing
    differences = cluster_means(np.where(known, a - b, np.nan))
    return estimates.interval_of_mean_difference(differences), count, differing


def mean_differences(
    sample: Sample, pair: tuple[int, int], truth: int, opponents: slice, measure: int
) -> tuple[Floats, Floats]:
    """Return both sides' means over opponents in the pairs that apply, shape (R'',) each."""
    a, b = (sample.runs(side, truth, opponents, measure) for side in pair)
    known = ~(np.isnan(a) | np.isnan(b))
    return cluster_means(np.where(known, a, np.nan)), cluster_means(np.where(known, b, np.nan))


def cluster_means(x: Floats) -> Floats:
    """Return the means of the rows of (R, O) over their numbers, rows without any left out."""
    known = ~np.isnan(x)
    counts = known.sum(axis=1)
    sums = np.where(known, x, 0.0).sum(axis=1)
    some = counts > 0
    return np.asarray(sums[some] / counts[some], dtype=np.float64)


def identical_everywhere(sample: Sample, pair: tuple[int, int], truth: int, measure: int) -> bool:
    """Return whether a pair of postures gives the same value in every run of a truth."""
    a, b = (sample.values[side, truth, ..., measure] for side in pair)
    first, second = (sample.ended[side, truth, ..., measure] for side in pair)
    return np.array_equal(a, b, equal_nan=True) and np.array_equal(first, second)


def per_set(
    sample: Sample, statistic: Statistic, posture: int, truth: int, opponents: slice, measure: int
) -> Floats:
    """Return the estimate in every assumption set, shape (K,).

    Not a number where a run of the set faulted or the measure never applies; a median beyond the
    horizon is infinite.
    """
    block = _set_block(sample, statistic, posture, truth, opponents, measure)
    return _blank(sample, _middle(statistic, block))


def per_set_difference(
    sample: Sample,
    statistic: Statistic,
    pair: tuple[int, int],
    truth: int,
    opponents: slice,
    measure: int,
) -> Floats:
    """Return posture minus baseline in every assumption set, on the pairs that apply, shape (K,).

    ``pair`` is (posture, baseline). Not a number where there is no answer.
    """
    a, b = (_set_block(sample, statistic, side, truth, opponents, measure) for side in pair)
    known = ~(np.isnan(a) | np.isnan(b))
    first = _middle(statistic, np.where(known, a, np.nan))
    second = _middle(statistic, np.where(known, b, np.nan))
    with np.errstate(invalid="ignore"):
        return _blank(sample, first - second)


def _set_block(
    sample: Sample, statistic: Statistic, posture: int, truth: int, opponents: slice, measure: int
) -> Floats:
    """Return the runs of every set, shape (K, O * R)."""
    where = (posture, truth, opponents, slice(None), slice(None), measure)
    block = sample.values[where]
    if statistic == "median":
        block = np.where(sample.ended[where] | np.isnan(block), block, np.inf)
    opponent_count, sets, runs = block.shape
    flat = block.transpose(1, 0, 2).reshape(sets, opponent_count * runs)
    return np.ascontiguousarray(flat, dtype=np.float64)


def _middle(statistic: Statistic, block: Floats) -> Floats:
    """Return the median or mean of each row over its numbers; not a number without any."""
    known = ~np.isnan(block)
    counts = known.sum(axis=1)
    if block.shape[0] == 0:
        return np.empty(0)
    if statistic == "median":
        ordered = np.sort(block, axis=1)  # not-a-number comes last
        ranks = np.maximum((counts + 1) // 2 - 1, 0)
        out = ordered[np.arange(len(ordered)), ranks]
    else:
        sums = np.where(known, block, 0.0).sum(axis=1)
        out = sums / np.maximum(counts, 1)
    return np.asarray(np.where(counts > 0, out, np.nan), dtype=np.float64)


def _blank(sample: Sample, values: Floats) -> Floats:
    return np.asarray(np.where(sample.good.all(axis=1), values, np.nan), dtype=np.float64)


def band(values: Floats, low: float = 0.1, high: float = 0.9) -> tuple[float | None, float | None]:
    """Return two points of ``values``; None where a point is infinite or nothing is known."""
    found = points(values, (low, high))
    return found[0], found[1]


def points(values: Floats, shares: Sequence[float]) -> tuple[float | None, ...]:
    """Return several points of those values that are numbers, None where infinite or unknown."""
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return tuple(None for _ in shares)
    found = [estimates.point(known, share) for share in shares]
    return tuple(x if math.isfinite(x) else None for x in found)
