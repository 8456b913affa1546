"""The whole of a validation: cases in, predictions and scores out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tateyoko.errors import UsageError
from tateyoko.text import Text
from tateyoko.validate.predict import Draw, Prediction, predict, prior_draw
from tateyoko.validate.results import Validation, assemble
from tateyoko.validate.simulate import Simulator
from tateyoko.world.case import Case
from tateyoko.world.crisis import ERAS, TYPES
from tateyoko.world.model import World
from tateyoko.world.patterns import eras_of, patterns_of

__all__ = ["Outcome", "Progress", "run_validation", "shipped_cases"]

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


def run_validation(
    world: World,
    cases: Sequence[Case],
    *,
    runs: int,
    seed: int,
    threads: int,
    progress: Progress | None = None,
) -> Outcome:
    """Predict every case and score the predictions.

    Raises
    ------
    UsageError
        If the world can predict none of the cases.
    """
    simulator = Simulator(world, threads)
    notes: list[Text] = []
    able = _able(world, cases, notes)
    predictions: dict[str, Prediction] = {}
    draw: Draw = prior_draw(seed)
    for number, case in enumerate(able):
        if progress is not None:
            progress(case.name, number, len(able))
        predictions[case.name] = predict(
            simulator, case.type, case.context, draw, runs=runs, seed=seed
        )
    validation = assemble(
        cases,
        predictions,
        runs=runs,
        seed=seed,
        parameters="prior",
        notes=notes,
        hashes={"world": world.digest},
    )
    return Outcome(predictions=predictions, validation=validation)


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
