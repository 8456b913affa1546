"""How predictions are scored against records, and the climatology that they must beat.

A record is one number of whole minutes, a prediction a sample of minutes. Everything is scored on
``log(1 + minutes)``, so that an hour more weighs alike beside one hour as ten beside ten:

- coverage: whether the record lies inside the central 50 and 80 % of the sample, ends included;
- CRPS, the continuous ranked probability score: mean distance of the sample to the record less half
  the mean distance within the sample. Lower is better; a sharp miss costs, and so does vagueness;
- the absolute error of the sample's median, of which the median over records is taken (MALE);
- PIT, the rank of the record in the sample: flat is calibrated, a U too narrow, a hump too wide.

The climatology knows which pair and which type of crisis, and nothing else: a lognormal whose mean
and variance for a pair in a type lean on those of the pair over all types, and these on those of
all intervals. For every case it is fitted on the other cases, or on a set of its own. Skill is one
less the ratio of the mean CRPS to that of the climatology on the same intervals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CAP_MINUTES",
    "LEAST_SAMPLES",
    "Record",
    "Score",
    "Summary",
    "climatology",
    "crps",
    "score",
    "skill_range",
    "summarise",
]

LEAST_SAMPLES = 200
"""A prediction with fewer samples is none."""
CAP_MINUTES = 30 * 24 * 60
"""What was still under way counts as this long, and nothing counts as longer [min]."""

#: Pseudo-observations with which a mean, and a variance, leans on the level above it.
_LEAN_MEAN, _LEAN_VARIANCE = 2.0, 4.0
_QUANTILES = np.array([NormalDist().inv_cdf((rank + 0.5) / 999) for rank in range(999)])
_TINY = 1e-9
_TENTHS = 10

Samples = NDArray[np.float64]
Predictions = Mapping[str, Mapping[str, Samples]]
"""Case -> pair -> sample [min]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One recorded interval that counts.

    Attributes
    ----------
    case : str
        Id of the case.
    type : str
        Type of crisis.
    pair : str
        Such as ``detect->order``.
    minutes : float
        Recorded time [min].
    """

    case: str
    type: str
    pair: str
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One record against its sample.

    Attributes
    ----------
    in_50, in_80 : bool
        Whether the record lies in the central part of the sample.
    crps, error : float
        On log(1 + minutes).
    pit : float
        Rank of the record, 0 to 1.
    ends : tuple of float, length 5
        10, 25, 50, 75 and 90 % quantiles of the sample [min].
    """

    in_50: bool
    in_80: bool
    crps: float
    error: float
    pit: float
    ends: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Scores of a group of records.

    Attributes
    ----------
    n, cases : int
        Records, and cases that they are from.
    cover_50, cover_80 : float
        Shares of records inside the central ranges.
    crps, crps_climatology, skill : float
        Mean scores, and one less their ratio.
    male : float
        Median absolute error of the medians, on log(1 + minutes).
    pit : tuple of int, length 10
        Records by tenth of rank.
    """

    n: int
    cases: int
    cover_50: float
    cover_80: float
    crps: float
    crps_climatology: float
    skill: float
    male: float
    pit: tuple[int, ...]


def logs_of(samples: Samples) -> Samples:
    """Return a sample as it is scored: capped, whole minutes, log(1 + minutes), sorted."""
    return np.sort(np.log1p(np.rint(np.minimum(samples, CAP_MINUTES))))


def crps(logs: Samples, record: float) -> float:
    """Return the CRPS of a sorted sample of logarithms against a record's logarithm."""
    count = len(logs)
    ranks = 2 * np.arange(1, count + 1) - count - 1
    half_spread = float((ranks * logs).sum()) / count**2
    return float(np.abs(logs - record).mean()) - half_spread


def score(samples: Samples, minutes: float) -> Score:
    """Score one record.

    Parameters
    ----------
    samples : ndarray of float64
        Minutes from 0 up; infinite for what was still under way.
    minutes : float
        The record [min].
    """
    logs, record = logs_of(samples), float(np.log1p(minutes))
    ends = np.quantile(logs, [0.10, 0.25, 0.50, 0.75, 0.90])
    low80, low50, middle, high50, high80 = ends.tolist()
    below = (logs < record - _TINY).sum()
    same = (np.abs(logs - record) <= _TINY).sum()
    q10, q25, q50, q75, q90 = np.expm1(ends).tolist()
    return Score(
        in_50=low50 - _TINY <= record <= high50 + _TINY,
        in_80=low80 - _TINY <= record <= high80 + _TINY,
        crps=crps(logs, record),
        error=abs(middle - record),
        pit=float(below + 0.5 * same) / len(logs),
        ends=(q10, q25, q50, q75, q90),
    )


def climatology(
    records: Sequence[Record], training: Sequence[Record] | None = None
) -> list[Samples]:
    """Return what the climatology, fitted on other cases, says of each record.

    Parameters
    ----------
    records : sequence of Record
        What it is asked about.
    training : sequence of Record, optional
        What it may know; a case among them says nothing about itself. Default: the records.

    Returns
    -------
    list of ndarray of float64, shape (999,)
        Evenly spaced quantiles [min], in the order of the records.

    Raises
    ------
    ValueError
        If the training records are not of two cases at least.
    """
    known = records if training is None else training
    if len({record.case for record in known}) < 2:
        message = "a climatology needs records of at least two cases"
        raise ValueError(message)
    logs = np.log1p(np.array([record.minutes for record in known]))
    cases = np.array([record.case for record in known])
    pairs = np.array([record.pair for record in known])
    types = np.array([record.type for record in known])
    found = []
    for record in records:
        others = cases != record.case
        pair = others & (pairs == record.pair)
        both = pair & (types == record.type)
        mean, variance = _leaning(logs[pair], float(logs[others].mean()), float(logs[others].var()))
        mean, variance = _leaning(logs[both], mean, variance)
        deviation = (variance * (1.0 + 1.0 / (both.sum() + _LEAN_MEAN))) ** 0.5
        found.append(np.expm1(np.maximum(mean + deviation * _QUANTILES, 0.0)))
    return found


def _leaning(values: Samples, mean_above: float, variance_above: float) -> tuple[float, float]:
    """Return mean and variance of a group, leaning on the level above it."""
    count = len(values)
    mean = (float(values.sum()) + _LEAN_MEAN * mean_above) / (count + _LEAN_MEAN)
    spread = float(((values - mean) ** 2).sum()) + _LEAN_VARIANCE * variance_above
    return mean, spread / (count + _LEAN_VARIANCE)


def summarise(
    records: Sequence[Record], scores: Sequence[Score], reference: Sequence[Score]
) -> Summary:
    """Summarise the scores of some records; `reference` holds those of the climatology."""
    mean = float(np.mean([one.crps for one in scores]))
    base = float(np.mean([one.crps for one in reference]))
    tenths = np.histogram([one.pit for one in scores], bins=_TENTHS, range=(0.0, 1.0))[0]
    return Summary(
        n=len(scores),
        cases=len({record.case for record in records}),
        cover_50=float(np.mean([one.in_50 for one in scores])),
        cover_80=float(np.mean([one.in_80 for one in scores])),
        crps=mean,
        crps_climatology=base,
        skill=1.0 - mean / base,
        male=float(np.median([one.error for one in scores])),
        pit=tuple(int(count) for count in tenths),
    )


def skill_range(
    records: Sequence[Record],
    scores: Sequence[Score],
    reference: Sequence[Score],
    draws: int = 2000,
) -> tuple[float, float]:
    """Return the central 90 % of the skill when cases are drawn again with replacement.

    Intervals of one case depend on each other, so cases are drawn and not intervals.
    """
    cases = sorted({record.case for record in records})
    place = {case: index for index, case in enumerate(cases)}
    sums = np.zeros((len(cases), 2))
    for record, one, other in zip(records, scores, reference, strict=True):
        sums[place[record.case]] += one.crps, other.crps
    drawn = np.random.default_rng(1).integers(0, len(cases), (draws, len(cases)))
    totals = sums[drawn].sum(axis=1)
    low, high = np.quantile(1.0 - totals[:, 0] / totals[:, 1], [0.05, 0.95])
    return float(low), float(high)


def mean_of_cases(records: Iterable[Record], scores: Iterable[Score]) -> float:
    """Return the mean over cases of each case's mean CRPS."""
    by_case: dict[str, list[float]] = {}
    for record, one in zip(records, scores, strict=True):
        by_case.setdefault(record.case, []).append(one.crps)
    return float(np.mean([np.mean(values) for values in by_case.values()]))
