"""The harbour world uses every section: it loads clean, compiles and runs."""

import shutil

import numpy as np
import pytest

from tateyoko.compiler import compile_model
from tateyoko.engine.batch import run_batch
from tateyoko.errors import RunError
from tateyoko.study.compare import compare
from tateyoko.world import load_world
from tests.worlds import bad_worlds


@pytest.fixture(scope="module")
def harbour():
    return load_world(bad_worlds.GOOD)


def test_harbour_world_loads_without_findings(harbour):
    assert harbour.findings == ()
    assert list(harbour.scenarios) == ["storm", "wreck"]


def test_a_world_is_read_once_and_again_when_a_file_changes(tmp_path):
    folder = shutil.copytree(bad_worlds.GOOD, tmp_path / "harbour")
    first = load_world(folder)
    assert load_world(folder) is first

    page = folder / "world.yaml"
    page.write_text(page.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")

    assert load_world(folder) is not first


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


RUSH = """
procedures:
  rush:
    name: {ja: 殺到, en: Rush}
    starts: {every: {exp: 0.2, unit: s, assumed: far too many}, from: T, until: D+1d}
    steps:
      note: {by: mayor, takes: 5-10-20 min, assumed: one call}
"""


def test_a_queue_that_explodes_ends_with_its_place_and_the_runs_by_name(tmp_path):
    world = tmp_path / "harbour"
    shutil.copytree(bad_worlds.GOOD, world)
    (world / "rush.yaml").write_text(RUSH, encoding="utf-8")

    with pytest.raises(RunError) as caught:
        compare(compile_model(load_world(world), "storm"), runs=2, sets=0)

    lines = str(caught.value).splitlines()
    assert lines[0] == "No result: 100% of the replications faulted:"
    assert lines[1].startswith("  1998, A, sea, #0: more jobs at once than there is room for")
    assert lines[1].endswith("at step procedure.rush.note (rush.yaml:7:7)")
    assert lines[2].startswith("  1998, A, sea, #1: ")
    assert lines[6] == "  and 3 more"
    assert "let fewer begin" in lines[7]
