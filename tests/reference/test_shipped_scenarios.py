"""The scenarios that we ship, in both engines: realistic nets find what random ones do not."""

from __future__ import annotations

from pathlib import Path

import pytest

import tateyoko.worlds
from tateyoko.compiler import compile_model
from tateyoko.engine.batch import run_trace
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model
from tateyoko.world.load import load_world

JAPAN = Path(next(iter(tateyoko.worlds.__path__))) / "japan"
SCENARIOS = sorted(path.stem for path in (JAPAN / "scenarios").glob("*.yaml"))
SEED = 3


@pytest.fixture(scope="module")
def japan():
    return load_world(JAPAN)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario_is_identical_in_both_engines(japan, scenario):
    model = compile_model(japan, scenario)
    net, shared = model.net, Model(model.net)
    opponent = (model.opponents or ("",))[0]
    for posture in list(model.postures)[:2]:
        row = model.row(posture=posture, truth=model.truths[0], opponent=opponent)
        for rep in range(2):
            run = Reference(shared, row.tolist(), SEED, rep, model.script, model.horizon_ms).run()
            trace = run_trace(net, row, rep, SEED, until=model.horizon_ms, script=model.script)

            names = ("time_ms", "kind", "element", "job", "data")
            kernel = list(zip(*(trace.rows[name].tolist() for name in names), strict=True))
            assert run.fault == (0, 0)
            assert len(kernel) > 100
            assert kernel == run.trace
