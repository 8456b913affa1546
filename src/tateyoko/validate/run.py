"""The whole of a validation: cases in, predictions and scores out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tateyoko.errors import UsageError
from tateyoko.text import Text
from tateyoko.validate.calibrate import model_hash
from tateyoko.validate.instance import instance_of
from tateyoko.validate.posterior import (
    Calibration,
    fingerprint,
    posterior_draw,
    read_calibration,
)
from tateyoko.validate.predict import Draw, Prediction, predict, prior_draw
from tateyoko.validate.results import Validation, assemble
from tateyoko.validate.simulate import Simulator
from tateyoko.world.case import Case
from tateyoko.world.crisis import ERAS, TYPES
from tateyoko.world.model import World
from tateyoko.world.patterns import eras_of, patterns_of

__all__ = [
    "LEAVE_ONE_OUT",
    "POSTERIOR",
    "PRIOR",
    "Outcome",
    "Progress",
    "held_cases",
    "run_validation",
    "shipped_calibration",
    "shipped_cases",
]

PRIOR, LEAVE_ONE_OUT, POSTERIOR = "prior", "leave_one_out", "posterior"
"""Where parameter sets come from: ranges alone, other cases only, all calibration cases."""

Progress = Callable[[str, int, int], object]
"""Called with the case that is next, cases done and cases in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Predictions with their samples, and what they score."""

    predictions: Mapping[str, Prediction]
    validation: Validation


def shipped_cases(world: World) -> Path:
    """Return the folder of the cases that come with a world."""
    return Path(world.folder) / "cases"


def held_cases(world: World) -> Path | None:
    """Return the folder of the cases that nothing of a world has seen, if it has one."""
    folder = Path(world.folder) / "cases-held"
    return folder if folder.is_dir() else None


def shipped_calibration(world: World) -> Calibration | None:
    """Return the calibration that comes with a world, if there is one."""
    return read_calibration(Path(world.folder) / "calibration" / "posterior.json")


def run_validation(
    world: World,
    cases: Sequence[Case],
    *,
    runs: int,
    seed: int,
    threads: int,
    calibration: Calibration | None = None,
    leave_out: bool = False,
    training: Sequence[Case] | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Predict every case and score the predictions.

    Parameters
    ----------
    calibration : Calibration, optional
        What was learnt about the ranges of the world; without it they are used as they are.
    leave_out : bool
        Whether every case is predicted from the calibration cases of other content alone. Needed
        when the cases are those of the calibration; otherwise such cases are flagged.
    training : sequence of Case, optional
        Cases that the climatology may know, when they are others than those that are scored.

    Raises
    ------
    UsageError
        If the world can predict none of the cases.
    """
    simulator = Simulator(world, threads)
    notes: list[Text] = []
    able = _able(world, cases, notes)
    predictions: dict[str, Prediction] = {}
    for number, case in enumerate(able):
        if progress is not None:
            progress(case.name, number, len(able))
        draw = _draw(case, calibration, seed, leave_out)
        predictions[case.name] = predict(
            simulator, case.type, case.context, draw, runs=runs, seed=seed
        )
    parameters = PRIOR
    known: frozenset[str] = frozenset()
    hashes = {"world": world.digest}
    if calibration is not None:
        parameters = LEAVE_ONE_OUT if leave_out else POSTERIOR
        if not leave_out:
            known = frozenset(case.name for case in able if calibration.knows(case))
        hashes["calibration_cases"] = str(calibration.provenance.get("cases", ""))
        _note_age(simulator, calibration, able, notes)
    validation = assemble(
        cases,
        predictions,
        runs=runs,
        seed=seed,
        parameters=parameters,
        known=known,
        training=training,
        notes=notes,
        hashes=hashes,
    )
    return Outcome(predictions=predictions, validation=validation)


def _draw(case: Case, calibration: Calibration | None, seed: int, leave_out: bool) -> Draw:
    if calibration is None:
        return prior_draw(seed)
    return posterior_draw(calibration.posterior(fingerprint(case) if leave_out else ""), seed)


def _note_age(
    simulator: Simulator, calibration: Calibration, cases: Sequence[Case], notes: list[Text]
) -> None:
    """Say if patterns have changed since the calibration."""
    before = {loss.fingerprint: loss.model for loss in calibration.losses}
    changed = []
    for case in cases:
        mine = fingerprint(case)
        if mine in before:
            instance = instance_of(simulator.world, case.type, case.context)
            if model_hash(simulator.model(instance), instance) != before[mine]:
                changed.append(case.name)
    if changed:
        notes.append(
            Text(
                ja=f"較正の後に想定が変わった事例が {len(changed)} 件あります。"
                "較正を作り直してください。",
                en=f"The patterns of {len(changed)} cases have changed since the calibration; "
                "make it anew.",
            )
        )


def _able(world: World, cases: Sequence[Case], notes: list[Text]) -> list[Case]:
    """Return the cases that the world has a pattern and a posture for; note the others."""
    patterns, eras = patterns_of(world), eras_of(world)
    able = [case for case in cases if case.type in patterns and case.context.era in eras]
    for type in TYPES:
        lost = [case.name for case in cases if case.type == type and type not in patterns]
        if lost:
            notes.append(_lost(lost, TYPES[type], "型の想定", "scenario stands for the type"))
    for era in ERAS:
        lost = [case.name for case in cases if case.context.era == era and era not in eras]
        if lost:
            notes.append(
                _lost(lost, Text(ja=era, en=era), "時代の態勢", "posture stands for the era")
            )
    if not able:
        raise UsageError(
            Text(
                ja="この世界で模擬できる事例がありません。" + " ".join(note.ja for note in notes),
                en="This world can simulate none of the cases. "
                + " ".join(note.en for note in notes),
            )
        )
    return able


def _lost(cases: Sequence[str], what: Text, ja: str, en: str) -> Text:
    names = ", ".join(cases)
    return Text(
        ja=f"「{what.ja}」の{ja}がないため、予測なし：{names}。",
        en=f"No {en} '{what.en}', so these are not predicted: {names}.",
    )
