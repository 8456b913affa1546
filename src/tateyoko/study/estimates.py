"""Estimates and their intervals; each function does one textbook thing to plain arrays.

All intervals are two-sided at 95 %. They speak of the dice alone: whoever calls these functions
with values from several assumption sets must not call the answer an interval.

Replications are independent; runs of one replication under several opponents share their dice and
are therefore resampled together (arguments ``labels`` and ``clusters``).

References
----------
.. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
   Journal of the American Statistical Association 22, 209-212 (1927).
.. [2] D. G. Bonett, R. M. Price, "Adjusted Wald confidence interval for a difference of binomial
   proportions based on paired data", Journal of Educational and Behavioral Statistics 37,
   479-488 (2012).
.. [3] B. Efron, "Better bootstrap confidence intervals", Journal of the American Statistical
   Association 82, 171-185 (1987).
.. [4] A. M. Law, "Simulation Modeling and Analysis", 5th ed., McGraw-Hill (2015), sections 4.5
   and 10.2 (t and paired-t intervals on replications).
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from tateyoko.study.design import keyed_words

__all__ = [
    "FEWEST_DIFFERING",
    "NOTHING",
    "RESAMPLES",
    "SKEW_LIMIT",
    "Interval",
    "interval_of_clustered_share",
    "interval_of_mean",
    "interval_of_mean_difference",
    "interval_of_median",
    "interval_of_median_difference",
    "interval_of_share",
    "interval_of_share_difference",
    "median",
    "point",
    "resampling_counts",
    "t_quantile",
    "too_few_differ",
    "variance_factor",
    "widened",
]

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Coverage of every interval."""
RESAMPLES = 400
"""Bootstrap resamples."""
SKEW_LIMIT = 2.0
"""Absolute skewness from which a mean gets a bootstrap interval instead of Student's t."""
FEWEST_DIFFERING = 10
"""Pairs that must differ before a difference can have a sign."""
_Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the two ends of its 95 % interval; None where it cannot be given."""

    value: float | None
    low: float | None
    high: float | None


NOTHING = Interval(None, None, None)
"""What cannot be given."""


def t_quantile(probability: float, freedom: int) -> float:
    """Return the quantile of Student's t distribution, to about twelve digits.

    Parameters
    ----------
    probability : float
        Between 0.5 and 1.
    freedom : int
        Degrees of freedom, at least 1.
    """
    return _t_quantile(probability, freedom)


def interval_of_mean(x: Floats) -> Interval:
    """Return the mean with Student's t interval, or a bootstrap interval when ``x`` is skew.

    Parameters
    ----------
    x : ndarray, shape (n,)
        One value per replication: independent.

    Notes
    -----
    If all values are equal the interval has no width. When the absolute skewness exceeds
    `SKEW_LIMIT` and n is at least 50, the bias-corrected accelerated bootstrap [3]_ is used.
    """
    n = len(x)
    if n == 0:
        return NOTHING
    mean = float(np.mean(x))
    if n == 1:
        return Interval(mean, None, None)
    centred = x - mean
    square = float(np.mean(centred**2))
    if square == 0.0 or float(np.ptp(x)) == 0.0:
        constant = float(x[0])
        return Interval(constant, constant, constant)
    skew = float(np.mean(centred**3)) / square**1.5
    if abs(skew) > SKEW_LIMIT and n >= 50:
        return _accelerated(x, mean, skew)
    half = t_quantile(0.5 + LEVEL / 2, n - 1) * math.sqrt(square / (n - 1))
    return Interval(mean, mean - half, mean + half)


def too_few_differ(differing: int, n: int) -> bool:
    """Return whether so few of ``n`` pairs differ that no sign may be read from them.

    That is fewer than `FEWEST_DIFFERING` and fewer than half: with a handful of runs that all
    differ there is nothing rare about a difference, and Student's t holds.
    """
    return differing < FEWEST_DIFFERING and 2 * differing < n


def widened(found: Interval, differing: int, n: int, largest: float) -> Interval:
    """Return the interval of a difference, made to contain 0 when too few pairs differ.

    Parameters
    ----------
    found : Interval
        What the method for the statistic gives.
    differing, n : int
        Pairs that differ, and all pairs.
    largest : float
        Largest absolute difference of a pair.

    Notes
    -----
    The mean difference is the share of pairs that differ times their mean. Of a handful neither
    sign nor size is known beyond what was seen: the interval reaches to the upper end of Wilson's
    interval for the share times the largest difference, on both sides of 0. If no pair differs
    there is no size to go by, and no interval.
    """
    if found.value is None or not too_few_differ(differing, n):
        return found
    if differing == 0:
        return Interval(found.value, None, None)
    share = interval_of_share(differing, n).high
    assert share is not None
    reach = share * largest
    low = None if found.low is None else min(found.low, -reach)
    high = None if found.high is None else max(found.high, reach)
    return Interval(found.value, low, high)


def interval_of_mean_difference(d: Floats) -> Interval:
    """Return the mean of paired differences with its interval, also when most of them are 0.

    Parameters
    ----------
    d : ndarray, shape (n,)
        One difference per replication: independent.

    Notes
    -----
    If at least half of the pairs differ this is `interval_of_mean`. Else the evidence is no larger
    than the k pairs that differ: the interval is stretched to Student's t with k - 1 degrees of
    freedom, or with very few pairs as `widened` says. The bootstrap alone cannot see what it has
    not drawn: resampling five pairs of one sign never gives the other.
    """
    n = len(d)
    differing = int(np.count_nonzero(d))
    found = interval_of_mean(d)
    if too_few_differ(differing, n):
        return widened(found, differing, n, float(np.abs(d).max(initial=0.0)))
    if 2 * differing >= n or found.low is None or found.high is None:
        return found
    mean = float(np.mean(d))
    half = t_quantile(0.5 + LEVEL / 2, differing - 1) * float(np.std(d, ddof=1)) / math.sqrt(n)
    return Interval(found.value, min(found.low, mean - half), max(found.high, mean + half))


def interval_of_share(hits: int, n: int) -> Interval:
    """Return the share ``hits / n`` with Wilson's score interval [1]_, right for rare events."""
    if n == 0:
        return NOTHING
    return _wilson(hits / n, float(n))


def interval_of_clustered_share(means: Floats, cluster: int) -> Interval:
    """Return Wilson's interval for a share whose runs come in clusters with common dice.

    Parameters
    ----------
    means : ndarray, shape (n,)
        Share of hits in each cluster.
    cluster : int
        Runs per cluster.

    Notes
    -----
    The n * cluster runs count as many independent ones as the variance between clusters allows,
    at least n and at most all; with no or only hits they count as n.
    """
    n = len(means)
    share = float(np.mean(means))
    spread = float(np.var(means, ddof=1)) / n if n > 1 else 0.0
    effective = float(n)
    if cluster > 1 and spread > 0.0:
        effective = min(max(share * (1 - share) / spread, float(n)), float(n * cluster))
    return _wilson(share, effective)


def interval_of_share_difference(with_: Floats, without: Floats) -> Interval:
    """Return the difference of two paired shares with the adjusted Wald interval of [2]_.

    Parameters
    ----------
    with_, without : ndarray of 0 and 1, shape (n,)
        Same replications in the same order.

    Notes
    -----
    The value is the plain difference; the interval keeps a width when no pair differs.
    """
    n = len(with_)
    if n == 0:
        return NOTHING
    gained = int(np.sum(with_ > without))
    lost = int(np.sum(with_ < without))
    up = (gained + 1) / (n + 2)
    down = (lost + 1) / (n + 2)
    half = _Z * math.sqrt((up + down - (up - down) ** 2) / (n + 2))
    value = (gained - lost) / n
    return Interval(value, max(-1.0, up - down - half), min(1.0, up - down + half))


def median(x: Floats) -> float | None:
    """Return the median; None if it is infinite (beyond the horizon) or ``x`` is empty."""
    if len(x) == 0:
        return None
    middle = point(x, 0.5)
    return middle if math.isfinite(middle) else None


def point(x: Floats, share: float) -> float:
    """Return the smallest value that at least ``share`` of ``x`` does not exceed (``x`` not empty).

    Infinite values stand for times beyond the horizon; the point may be infinite.
    """
    ordered = np.sort(x)
    return float(ordered[max(math.ceil(share * len(x) - 1e-9) - 1, 0)])


def resampling_counts(clusters: int, seed: int) -> NDArray[np.int64]:
    """Return how often each cluster occurs in each bootstrap resample, shape (RESAMPLES, n).

    The counts depend on the seed and the number of clusters alone, so repeated calls, and both
    sides of a pair, resample alike.
    """
    return _resampling_counts(clusters, seed)


def interval_of_median(
    x: Floats,
    seed: int,
    *,
    labels: NDArray[np.int64] | None = None,
    clusters: int | None = None,
) -> Interval:
    """Return the median with a 95 % interval.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Times; infinite beyond the horizon.
    seed : int
        For the resampling, if clusters hold more than one value.
    labels : ndarray of int, shape (n,), optional
        Number of the replication, 0 to ``clusters`` - 1, whose dice each value shares.
    clusters : int, optional
        Number of replications. Default: every value is its own.

    Notes
    -----
    Independent values: order statistics with binomial ranks, free of any distribution. Clustered
    values: bootstrap of whole replications. An end beyond the horizon is None.
    """
    n = len(x)
    if n == 0:
        return NOTHING
    if labels is not None and clusters is not None and len(np.unique(labels)) < n:
        medians = _resampled_medians(x, labels, resampling_counts(clusters, seed))
        return Interval(median(x), *_ends(medians))
    ordered = np.sort(x)
    ranks = _binomial_ranks(n)
    if ranks is None:
        return Interval(median(x), None, None)
    low, high = float(ordered[ranks[0]]), float(ordered[ranks[1]])
    return Interval(
        median(x), low if math.isfinite(low) else None, high if math.isfinite(high) else None
    )


def interval_of_median_difference(
    with_: Floats,
    without: Floats,
    seed: int,
    *,
    labels: NDArray[np.int64] | None = None,
    clusters: int | None = None,
) -> Interval:
    """Return the difference of two medians, pairs kept together in the resampling.

    Parameters
    ----------
    with_, without : ndarray, shape (n,)
        Times of the same runs in the same order; infinite beyond the horizon.
    seed, labels, clusters
        As in `interval_of_median`.
    """
    first, second = median(with_), median(without)
    if first is None or second is None:
        return NOTHING
    if np.array_equal(with_, without):
        return Interval(0.0, 0.0, 0.0)
    if labels is None or clusters is None:
        labels, clusters = np.arange(len(with_)), len(with_)
    counts = resampling_counts(clusters, seed)
    a = _resampled_medians(with_, labels, counts)
    b = _resampled_medians(without, labels, counts)
    with np.errstate(invalid="ignore"):
        spread = a - b
    if not np.all(np.isfinite(spread)):
        return Interval(first - second, None, None)
    return Interval(first - second, *_ends(spread))


def variance_factor(with_: Floats, without: Floats) -> float | None:
    """Return by how much common luck cuts the variance of the mean difference.

    The variance with independent luck is that of both sides added up. A factor of 4 means that
    independent luck would need four times the runs. None: the paired variance is 0.
    """
    if len(with_) < 2:
        return None
    paired = float(np.var(with_ - without))
    if paired == 0.0:
        return None
    return float((np.var(with_) + np.var(without)) / paired)


def _wilson(share: float, n: float) -> Interval:
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
    low = 0.0 if share == 0.0 else max(0.0, middle - half)
    high = 1.0 if share == 1.0 else min(1.0, middle + half)
    return Interval(share, low, high)


def _accelerated(x: Floats, mean: float, skew: float) -> Interval:
    n = len(x)
    counts = resampling_counts(n, n)
    means = np.sort(counts @ x / n)
    below = float(np.mean(means < mean))
    below = min(max(below, 0.5 / len(means)), 1 - 0.5 / len(means))
    normal = NormalDist()
    bias = normal.inv_cdf(below)
    acceleration = skew / (6 * math.sqrt(n))
    ends = []
    for z in (-_Z, _Z):
        shifted = bias + (bias + z) / (1 - acceleration * (bias + z))
        ends.append(float(np.quantile(means, normal.cdf(shifted))))
    return Interval(mean, ends[0], ends[1])


def _ends(values: Floats) -> tuple[float | None, float | None]:
    ordered = np.sort(values)
    cut = math.floor((1 - LEVEL) / 2 * len(ordered))
    low, high = float(ordered[cut]), float(ordered[len(ordered) - 1 - cut])
    return (low if math.isfinite(low) else None, high if math.isfinite(high) else None)


def _resampled_medians(x: Floats, labels: NDArray[np.int64], counts: NDArray[np.int64]) -> Floats:
    # The median of a resample is found by walking the sorted values and adding up how often the
    # cluster of each was drawn: no resample is ever written out.
    order = np.argsort(x, kind="stable")
    walked = np.cumsum(counts[:, labels[order]], axis=1)
    half = np.maximum((walked[:, -1] + 1) // 2, 1)
    first = np.argmax(walked >= half[:, None], axis=1)
    return np.asarray(x[order][first], dtype=np.float64)


@lru_cache(maxsize=8)
def _resampling_counts(clusters: int, seed: int) -> NDArray[np.int64]:
    words = keyed_words(RESAMPLES * clusters, "bootstrap", seed, clusters)
    drawn = ((words >> np.uint64(32)) * np.uint64(clusters)) >> np.uint64(32)
    places = drawn.astype(np.int64).reshape(RESAMPLES, clusters)
    offsets = np.arange(RESAMPLES, dtype=np.int64)[:, None] * clusters
    counts = np.bincount((places + offsets).ravel(), minlength=RESAMPLES * clusters)
    result = counts.reshape(RESAMPLES, clusters)
    result.setflags(write=False)
    return result


@lru_cache(maxsize=256)
def _binomial_ranks(n: int) -> tuple[int, int] | None:
    # Zero-based ranks (r, n-1-r) with r the largest that leaves at most 2.5 % on either side.
    tail, total, rank = (1 - LEVEL) / 2, 0.0, -1
    log_half = n * math.log(0.5)
    for k in range(n):
        choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        total += math.exp(choose + log_half)
        if total > tail:
            break
        rank = k
    return None if rank < 0 else (rank, n - 1 - rank)


@lru_cache(maxsize=256)
def _t_quantile(probability: float, freedom: int) -> float:
    low, high = 0.0, 1e7
    for _ in range(200):
        middle = (low + high) / 2
        if _t_cdf(middle, freedom) < probability:
            low = middle
        else:
            high = middle
        if high - low <= 1e-13 * high:
            break
    return (low + high) / 2


def _t_cdf(t: float, freedom: int) -> float:
    # P(T <= t) = 1 - I_x(f/2, 1/2)/2 with x = f/(f + t^2), I the regularised incomplete beta.
    x = freedom / (freedom + t * t)
    return 1 - 0.5 * _beta(x, freedom / 2, 0.5)


def _beta(x: float, a: float, b: float) -> float:
    # Regularised incomplete beta by the continued fraction, evaluated with Lentz's method.
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _beta(1.0 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    tiny = 1e-300
    fraction, c, d = 1.0, 1.0, 0.0
    for step in range(1000):
        half = step // 2
        if step == 0:
            numerator = 1.0
        elif step % 2 == 0:
            numerator = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        else:
            numerator = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        d = 1.0 + numerator * d
        d = 1.0 / (d if abs(d) > tiny else tiny)
        c = 1.0 + numerator / c
        c = c if abs(c) > tiny else tiny
        factor = c * d
        fraction *= factor
        if step and abs(1.0 - factor) < 1e-15:
            break
    return front * (fraction - 1.0) / a
