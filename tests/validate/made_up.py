"""Predictions that come from no model: a lognormal for each pair, wide or narrow by turns."""

from statistics import NormalDist

import numpy as np

QUANTILES = np.array([NormalDist().inv_cdf((rank + 0.5) / 250) for rank in range(250)])


def made_up_samples(case: str, pair: str) -> list[float | None]:
    """Return 250 samples that depend on the letters of the names alone."""
    middle = 1.0 + (sum(map(ord, pair)) % 60) / 10
    spread = 0.2 + (sum(map(ord, case)) % 20) / 10
    minutes = np.expm1(np.maximum(middle + spread * QUANTILES, 0.0))
    return [None if value > 40_000 else round(float(value), 3) for value in minutes]


def is_left_out(case: str, pair: str) -> bool:
    """Return whether a pair of a case has no prediction."""
    return (len(case) + len(pair)) % 7 == 0
