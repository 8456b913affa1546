"""What a validation found: every record beside its prediction, and the scores."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tateyoko.text import Text
from tateyoko.validate.predict import Prediction
from tateyoko.validate.scores import (
    Record,
    Score,
    Summary,
    climatology,
    mean_of_cases,
    score,
    skill_range,
    summarise,
)
from tateyoko.world.case import Case

__all__ = [
    "ALL",
    "CaseResult",
    "LongestHop",
    "Scored",
    "Validation",
    "assemble",
    "predictions_json",
]

ALL = "all"
"""Key of the row over all groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One record, its score if it was predicted, and that of the climatology."""

    record: Record
    score: Score | None
    reference: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestHop:
    """The largest gap between consecutive recorded kinds, and the one predicted to be largest.

    Attributes
    ----------
    recorded, predicted : (str, str)
        Kinds between which the gap lies.
    recorded_minutes, predicted_minutes : float
        Length; the predicted one is that of the recorded hop, between medians [min].
    """

    recorded: tuple[str, str]
    predicted: tuple[str, str]
    recorded_minutes: float
    predicted_minutes: float

    @property
    def is_right(self) -> bool:
        """Whether both are the same hop."""
        return self.recorded == self.predicted


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case.

    Attributes
    ----------
    id, title, type, date : str, Text, str, str
    prediction : Prediction
    intervals : tuple of Scored
        Those that are scored, in the order of the file.
    longest : LongestHop or None
        None where fewer than two hops are recorded and predicted.
    known : bool
        Whether a calibration case has the same content.
    """

    id: str
    title: Text
    type: str
    date: str
    prediction: Prediction
    intervals: tuple[Scored, ...]
    longest: LongestHop | None
    known: bool = False

    @property
    def worst(self) -> float:
        """How badly it is missed: mean CRPS above that of the climatology."""
        both = [(one.score, one.reference) for one in self.intervals if one.score is not None]
        if not both:
            return -math.inf
        return float(np.mean([mine.crps - base.crps for mine, base in both]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """All cases and the scores.

    Attributes
    ----------
    cases : tuple of CaseResult
        Those that were predicted, in the order of their files.
    not_predicted : tuple of str
        Cases of a type without pattern, or of an era without posture.
    by_type, by_pair : mapping of str to Summary
        `ALL` first; empty when nothing could be scored.
    at_home : Summary or None
        Over the cases that the institutions of the world itself met; None where these are all.
    skill_90 : (float, float) or None
        Central 90 % of the skill over resampled cases.
    skill_with_gaps : float or None
        Skill with the climatology standing in for what is not predicted.
    mean_of_cases : (float, float) or None
        Mean over cases of the mean CRPS, of the model and of the climatology.
    runs, seed : int
    parameters : str
        ``prior``, ``leave_one_out`` or ``posterior``.
    notes : tuple of Text
        What a reader must know, such as a calibration of another version of the world.
    hashes : mapping of str to str
        Of world, cases and calibration.
    """

    cases: tuple[CaseResult, ...]
    not_predicted: tuple[str, ...]
    by_type: Mapping[str, Summary]
    by_pair: Mapping[str, Summary]
    at_home: Summary | None
    skill_90: tuple[float, float] | None
    skill_with_gaps: float | None
    mean_of_cases: tuple[float, float] | None
    runs: int
    seed: int
    parameters: str
    notes: tuple[Text, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> Summary | None:
        """The row over all types."""
        return self.by_type.get(ALL)

    def to_json(self) -> dict[str, Any]:
        """Return everything but the samples as plain data."""
        return {
            "runs": self.runs,
            "seed": self.seed,
            "parameters": self.parameters,
            "hashes": dict(self.hashes),
            "not_predicted": list(self.not_predicted),
            "notes": [{"ja": note.ja, "en": note.en} for note in self.notes],
            "by_type": {key: _summary_json(row) for key, row in self.by_type.items()},
            "by_pair": {key: _summary_json(row) for key, row in self.by_pair.items()},
            "at_home": None if self.at_home is None else _summary_json(self.at_home),
            "skill_range_90": None if self.skill_90 is None else list(self.skill_90),
            "skill_with_gaps_filled": self.skill_with_gaps,
            "crps_mean_of_cases": None if self.mean_of_cases is None else self.mean_of_cases[0],
            "crps_climatology_mean_of_cases": None
            if self.mean_of_cases is None
            else self.mean_of_cases[1],
            "cases": [_case_json(case) for case in self.cases],
        }


def _summary_json(row: Summary) -> dict[str, Any]:
    return {
        "n": row.n,
        "cases": row.cases,
        "c50": row.cover_50,
        "c80": row.cover_80,
        "crps": row.crps,
        "crps_climatology": row.crps_climatology,
        "skill": row.skill,
        "male": row.male,
        "pit": list(row.pit),
    }


def _case_json(case: CaseResult) -> dict[str, Any]:
    longest = case.longest
    return {
        "id": case.id,
        "title": {"ja": case.title.ja, "en": case.title.en},
        "type": case.type,
        "date": case.date,
        "pattern": case.prediction.instance.pattern,
        "posture": case.prediction.instance.posture,
        "runs": case.prediction.runs,
        "faulted_runs": len(case.prediction.faults),
        "too_few": dict(case.prediction.too_few),
        "same_as_calibration_case": case.known,
        "longest_hop": None
        if longest is None
        else {
            "recorded": list(longest.recorded),
            "predicted": list(longest.predicted),
            "recorded_minutes": longest.recorded_minutes,
            "predicted_minutes": longest.predicted_minutes,
        },
        "intervals": [_interval_json(one) for one in case.intervals],
    }


def _interval_json(one: Scored) -> dict[str, Any]:
    found: dict[str, Any] = {"pair": one.record.pair, "minutes": one.record.minutes}
    found["crps_climatology"] = one.reference.crps
    if one.score is not None:
        found["quantiles"] = list(one.score.ends)
        found["in_50"], found["in_80"] = one.score.in_50, one.score.in_80
        found["crps"], found["pit"] = one.score.crps, one.score.pit
    return found


def predictions_json(
    predictions: Mapping[str, Prediction],
) -> dict[str, dict[str, list[float | None]]]:
    """Return samples in the contract of predictions: minutes, null for what was under way."""
    return {
        case: {
            pair: [None if math.isinf(value) else round(value, 3) for value in samples.tolist()]
            for pair, samples in prediction.samples.items()
        }
        for case, prediction in predictions.items()
    }


def records_of(cases: Iterable[Case]) -> list[Record]:
    """Return the records of some cases that count, in the order of the files."""
    return [
        Record(case=case.name, type=case.type, pair=one.pair, minutes=one.recorded)
        for case in cases
        for one in case.scorable()
    ]


def assemble(
    cases: Sequence[Case],
    predictions: Mapping[str, Prediction],
    *,
    runs: int,
    seed: int,
    parameters: str,
    known: frozenset[str] = frozenset(),
    training: Sequence[Case] | None = None,
    notes: Sequence[Text] = (),
    hashes: Mapping[str, str] | None = None,
) -> Validation:
    """Score predictions against the records of the cases.

    Parameters
    ----------
    cases : sequence of Case
    predictions : mapping
        Case -> prediction, for every case whose type and era the world knows.
    known : frozenset of str
        Cases with the content of a calibration case.
    training : sequence of Case, optional
        Cases on which the climatology is fitted; the cases themselves if left out.
    """
    records = records_of(cases)
    climate = records if training is None else records_of(training)
    enough = len({one.case for one in climate}) > 1
    scored = _scored(records, predictions, climate) if enough else []
    by_case: dict[str, list[Scored]] = {case.name: [] for case in cases}
    for one in scored:
        by_case[one.record.case].append(one)
    kept = [one for one in scored if one.score is not None]
    filled = None
    if scored:
        mine = sum((one.score or one.reference).crps for one in scored)
        filled = 1.0 - mine / sum(one.reference.crps for one in scored)
    parts = _parts(kept)
    abroad = {case.name for case in cases if case.country}
    home = [one for one in kept if one.record.case not in abroad]
    return Validation(
        cases=tuple(
            CaseResult(
                id=case.name,
                title=case.title,
                type=case.type,
                date=case.date,
                prediction=predictions[case.name],
                intervals=tuple(by_case[case.name]),
                longest=longest_hop(case, predictions[case.name].samples),
                known=case.name in known,
            )
            for case in cases
            if case.name in predictions
        ),
        not_predicted=tuple(case.name for case in cases if case.name not in predictions),
        by_type=_table(kept, [one.record.type for one in kept]),
        by_pair=_table(kept, [one.record.pair for one in kept]),
        at_home=summarise(*_parts(home)) if 0 < len(home) < len(kept) else None,
        skill_90=skill_range(*parts) if kept else None,
        skill_with_gaps=filled,
        mean_of_cases=(mean_of_cases(parts[0], parts[1]), mean_of_cases(parts[0], parts[2]))
        if kept
        else None,
        runs=runs,
        seed=seed,
        parameters=parameters,
        notes=tuple(notes),
        hashes=dict(hashes or {}),
    )


def _scored(
    records: Sequence[Record],
    predictions: Mapping[str, Prediction],
    climate: Sequence[Record],
) -> list[Scored]:
    found = []
    for record, base in zip(records, climatology(records, climate), strict=True):
        found_for = predictions.get(record.case)
        samples = None if found_for is None else found_for.samples.get(record.pair)
        found.append(
            Scored(
                record=record,
                score=None if samples is None else score(samples, record.minutes),
                reference=score(base, record.minutes),
            )
        )
    return found


def _parts(kept: Sequence[Scored]) -> tuple[list[Record], list[Score], list[Score]]:
    return (
        [one.record for one in kept],
        [one.score for one in kept if one.score is not None],
        [one.reference for one in kept],
    )


def _table(kept: Sequence[Scored], keys: Sequence[str]) -> dict[str, Summary]:
    if not kept:
        return {}
    groups: dict[str, list[Scored]] = {ALL: list(kept)}
    for key, one in zip(keys, kept, strict=True):
        groups.setdefault(key, []).append(one)
    return {key: summarise(*_parts(members)) for key, members in groups.items()}


def longest_hop(case: Case, samples: Mapping[str, NDArray[np.float64]]) -> LongestHop | None:
    """Return the longest recorded hop and the one predicted to be longest.

    The kinds recorded from detection on are put in the order of their times. A hop is the gap to
    the next; its prediction is the gap between the medians of the same two kinds.
    """
    start, found = "detect", []
    for one in case.scorable():
        if one.start == start and one.pair in samples:
            found.append((one.recorded, one.end, float(np.median(samples[one.pair]))))
    found.sort()
    if len(found) < 2:
        return None
    recorded: dict[tuple[str, str], float] = {}
    predicted: dict[tuple[str, str], float] = {}
    before, kind, middle = 0.0, start, 0.0
    for minutes, end, median in found:
        recorded[kind, end] = minutes - before
        predicted[kind, end] = median - middle
        before, kind, middle = minutes, end, median
    first = max(recorded, key=lambda hop: recorded[hop])
    return LongestHop(
        recorded=first,
        predicted=max(predicted, key=lambda hop: predicted[hop]),
        recorded_minutes=recorded[first],
        predicted_minutes=predicted[first],
    )
