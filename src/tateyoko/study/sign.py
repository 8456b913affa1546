"""How often a difference keeps its sign over the assumption sets, and the badge that says it.

The sign that is looked for is that of the headline: the paired difference at the central
assumptions. A set whose difference is exactly 0 does not share the sign.

Badges: ``robust`` from 90 % of the sets, ``conditional`` from 60 %, ``undecided`` below. A
difference whose own 95 % interval includes 0 is ``undecided`` whatever the sets say: its sign is
not known to begin with. An effect that is rare is exactly 0 in sets that are run a few times, and
that says nothing about its sign: from 30 % of the sets with the sign, a difference is
``conditional`` when at most a tenth of the sets that differ at all speak against it.
``no_effect`` is kept for differences of exactly 0 in every single run.
"""

import numpy as np
from numpy.typing import NDArray

from tateyoko.study.estimates import Interval
from tateyoko.study.results import Badge

__all__ = ["CONDITIONAL", "RARE", "ROBUST", "badge_of", "is_better", "opposed_share", "sign_share"]

ROBUST = 0.9
CONDITIONAL = 0.6
RARE = 0.3
"""Share of sets from which an effect that none or hardly any contradicts is conditional."""


def sign_share(value: float | None, per_set: NDArray[np.float64]) -> float | None:
    """Return the share of sets whose difference has the sign of ``value``.

    Parameters
    ----------
    value : float or None
        The headline difference.
    per_set : ndarray, shape (K,)
        The difference in each assumption set; NaN where it cannot be given, which counts as a set
        without the sign.

    Returns
    -------
    share : float or None
        None when there is no sign to share or no set.
    """
    if value is None or value == 0.0 or len(per_set) == 0:
        return None
    same = per_set > 0.0 if value > 0.0 else per_set < 0.0
    return float(np.mean(same))


def opposed_share(value: float | None, per_set: NDArray[np.float64]) -> float:
    """Return the share of sets whose difference has the other sign than ``value``."""
    if value is None or len(per_set) == 0:
        return 0.0
    return sign_share(-value, per_set) or 0.0


def badge_of(
    interval: Interval, share: float | None, *, identical: bool, opposed: float = 1.0
) -> Badge:
    """Return the badge of a difference.

    Parameters
    ----------
    interval : Interval
        Headline difference with its 95 % interval.
    share : float or None
        From `sign_share`.
    identical : bool
        Whether every single run of both postures gave the same value.
    opposed : float, optional
        From `opposed_share`. Default: whatever has not the sign speaks against it.
    """
    if identical:
        return "no_effect"
    if share is None or not _excludes_zero(interval):
        return "undecided"
    if share < CONDITIONAL:
        rare = share >= RARE and opposed <= (1.0 - ROBUST) * (share + opposed)
        return "conditional" if rare else "undecided"
    return "robust" if share >= ROBUST else "conditional"


def is_better(interval: Interval, better: str) -> bool | None:
    """Return whether a difference is in the direction called better; None if nobody can tell."""
    if better not in ("lower", "higher") or not _excludes_zero(interval):
        return None
    assert interval.value is not None
    return (interval.value < 0.0) == (better == "lower")


def _excludes_zero(interval: Interval) -> bool:
    if interval.value is None or interval.low is None or interval.high is None:
        return False
    return interval.low > 0.0 or interval.high < 0.0
