"""The scenarios that we ship, in both engines: realistic nets find what random ones do not."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

import tateyoko.worlds
from tateyoko.compiler import compile_model
from tateyoko.engine.batch import run_trace
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model
from tateyoko.world.load import load_world
from tests.unit.compiler.tiny import row_words

JAPAN = Path(next(iter(tateyoko.worlds.__path__))) / "japan"
SCENARIOS = sorted(path.stem for path in (JAPAN / "scenarios").glob("*.yaml"))
SEED = 3
COLUMNS = ("time_ms", "kind", "element", "job", "data")


@lru_cache(maxsize=1)
def shipped():
    return load_world(JAPAN)


@lru_cache(maxsize=2)
def with_everything(scenario):
    return compile_model(shipped(), scenario)


def kernel_rows(model, rep, **row):
    """Return the trace of one replication as tuples."""
    trace = run_trace(
        model.net, model.row(**row), rep, SEED, until=model.horizon_ms, script=model.script
    )
    assert trace.fault == 0
    return list(zip(*(trace.rows[name].tolist() for name in COLUMNS), strict=True))


def postures_of_scenarios():
    return [(name, posture) for name in SCENARIOS for posture in shipped().scenarios[name].postures]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario_is_identical_in_both_engines(scenario):
    model = with_everything(scenario)
    shared = Model(model.net)
    opponent = (model.opponents or ("",))[0]
    for posture in list(model.postures)[:2]:
        row = {"posture": posture, "truth": model.truths[0], "opponent": opponent}
        numbers = model.row(**row).tolist()
        for rep in range(2):
            run = Reference(shared, numbers, SEED, rep, model.script, model.horizon_ms).run()

            kernel = kernel_rows(model, rep, **row)

            assert run.fault == (0, 0)
            assert len(kernel) > 100
            assert kernel == run.trace


def without_clocks(rows):
    """Leave out the clocks that only steps of other postures read; nothing else may differ."""
    return [row for row in rows if not (row[1] == "set" and row[2].startswith("at."))]


@pytest.mark.parametrize(("scenario", "posture"), postures_of_scenarios())
def test_posture_alone_runs_as_it_does_in_the_net_of_all_postures(scenario, posture):
    full = with_everything(scenario)
    alone = compile_model(shipped(), scenario, postures=[posture], reforms={})
    opponent = (full.opponents or ("",))[0]
    for truth in full.truths:
        row = {"posture": posture, "truth": truth, "opponent": opponent}
        for rep in range(3):
            expected = without_clocks(row_words(full, kernel_rows(full, rep, **row)))

            assert len(expected) > 100
            assert without_clocks(row_words(alone, kernel_rows(alone, rep, **row))) == expected
