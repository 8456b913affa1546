"""The harbour world uses every section: it loads clean, compiles and runs."""

import numpy as np
import pytest

from tateyoko.compiler import compile_model
from tateyoko.engine.batch import run_batch
from tateyoko.world import load_world
from tests.worlds import bad_worlds


@pytest.fixture(scope="module")
def harbour():
    return load_world(bad_worlds.GOOD)


def test_harbour_world_loads_without_findings(harbour):
    assert harbour.findings == ()
    assert list(harbour.scenarios) == ["storm"]


def test_harbour_world_runs_and_the_desk_shortens_the_closing(harbour):
    model = compile_model(harbour, "storm")
    measure = next(one for one in model.measures if one.id == "warning_to_closed")
    rows = np.stack(
        [model.row(posture=one, truth="A", opponent="sea") for one in ("1998", "with_desk")]
    )

    batch = run_batch(
        model.net, rows, (0, 300), seed=1, until=model.horizon_ms, script=model.script
    )

    hours = batch.measures[:, :, measure.column] * measure.scale
    assert not batch.faults()
    # Council of 10-20-60 min against half of it: the median cannot get longer.
    assert 0.3 < np.median(hours[1]) < np.median(hours[0]) < 12.0
