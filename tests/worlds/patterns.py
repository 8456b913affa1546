"""Runs of the shipped patterns of crises: times of kinds and shares by posture and context."""

from functools import cache
from pathlib import Path

import numpy as np

from tateyoko.compiler.compile import compile_model
from tateyoko.compiler.kinds import kind_column
from tateyoko.compiler.model import Model
from tateyoko.engine.batch import run_batch
from tateyoko.world import World, load_world

FOLDER = Path(__file__).parents[2] / "src/tateyoko/worlds/japan"
MINUTE = 60_000


@cache
def japan() -> World:
    """Load the shipped world once."""
    return load_world(FOLDER)


@cache
def pattern(scenario: str) -> Model:
    """Compile a pattern over all its postures once."""
    return compile_model(japan(), scenario)


def column(
    scenario: str,
    name: str,
    *,
    posture: str = "2026-11",
    truth: str = "A",
    runs: int = 60,
    rolls: dict[str, float] | None = None,
    **context: float,
) -> np.ndarray:
    """Return one column of the results; `rolls` sets numbers by path, the rest the context."""
    model = pattern(scenario)
    values = {f"values.{name}": value for name, value in context.items()} | (rolls or {})
    opponent = model.opponents[0] if model.opponents else ""
    row = model.row(posture=posture, truth=truth, opponent=opponent, values=values)
    batch = run_batch(
        model.net,
        row[None, :],
        (0, runs),
        1,
        until=model.horizon_ms,
        script=model.script,
        threads=1,
    )
    assert (batch.fault == 0).all()
    found: np.ndarray = batch.measure(name)[0]
    return found


def times(scenario: str, kind: str, **case: object) -> np.ndarray:
    """Return the first time of a kind in each run [min]; what never came is infinite."""
    found = column(scenario, kind_column(kind), **case)  # type: ignore[arg-type]
    minutes: np.ndarray = np.where(found < 0, np.inf, found / MINUTE)
    return minutes


def middle(scenario: str, kind: str, **case: object) -> float:
    """Return the median time of a kind [min]."""
    return float(np.median(times(scenario, kind, **case)))


def share(scenario: str, measure: str, **case: object) -> float:
    """Return the mean of a measure over the runs."""
    return float(column(scenario, measure, **case).mean())  # type: ignore[arg-type]
