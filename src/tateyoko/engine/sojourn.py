"""Times from birth to end in bins, and the quantiles that are read from them (VALUE-6, VALUE-7).

A time below 8 ms has a bin of its own; above, each doubling is cut into eight bins of equal width.
So a bin is 1 ms wide or at most an eighth of the times in it, wherever the times lie.
"""

from __future__ import annotations

from collections.abc import Sequence

from tateyoko.net.codes import SOJOURN_BINS

#: Bits after the leading one that tell the bins of a doubling apart.
_BITS = 3
_PER_DOUBLING = 1 << _BITS


def bin_of(ms: int) -> int:
    """Return the bin of a time [ms]; the last one takes what is longer than all bins."""
    if ms < _PER_DOUBLING:
        return ms
    shift = ms.bit_length() - 1 - _BITS
    return min(_PER_DOUBLING * shift + (ms >> shift), SOJOURN_BINS - 1)


def edge(k: int) -> float:
    """Return the shortest time [ms] of bin k, which is also the end of bin k - 1."""
    if k < _PER_DOUBLING:
        return float(k)
    return float((_PER_DOUBLING + k % _PER_DOUBLING) << (k // _PER_DOUBLING - 1))


def quantile(bins: Sequence[float], share: float) -> float:
    """Return the time [ms] below which a share of the times lie, linear within its bin.

    Parameters
    ----------
    bins : sequence of float, shape (SOJOURN_BINS,)
        How many times fell into each bin.
    share : float
        From 0 to 1.

    Returns
    -------
    ms : float
        A time in the bin, its end included, of the exact quantile of the sample (its smallest
        member with at least this share at or below it); 0 when nothing was counted.

    Examples
    --------
    >>> bins = [0.0] * SOJOURN_BINS
    >>> for ms in (3, 100, 104, 108):
    ...     bins[bin_of(ms)] += 1.0
    >>> quantile(bins, 0.25), quantile(bins, 0.5)
    (4.0, 104.0)
    """
    total = 0.0
    for count in bins:
        total += count
    rank, below = share * total, 0.0
    for k, count in enumerate(bins):
        if count > 0.0 and below + count >= rank:
            low = edge(k)
            return low + (edge(k + 1) - low) * ((rank - below) / count)
        below += count
    return 0.0
