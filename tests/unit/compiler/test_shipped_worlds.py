"""The shipped scenarios: they compile, run without faults, and one net serves every posture."""

import shutil
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from tateyoko.compiler import Model, compile_model
from tateyoko.study import model as study
from tateyoko.world.load import load_world
from tests.unit.compiler.tiny import run

SCENARIOS = ["noto-1999", "sakishima"]
LATER = ["senkaku", "peninsula", "complex"]
EVERY = [*SCENARIOS, *(pytest.param(name, marks=pytest.mark.slow) for name in LATER)]


@cache
def japan():
    return load_world(Path(str(files("tateyoko"))) / "worlds" / "japan")


@cache
def superposed(scenario: str) -> Model:
    return compile_model(japan(), scenario)


def as_study_sees_it(model: Model) -> study.Model:
    """Typed so that the type checker compares the model with what a study needs."""
    return model


@pytest.mark.parametrize("scenario", [*SCENARIOS, *LATER])
def test_events_of_a_replication_stay_within_the_budget(scenario):
    model = superposed(scenario)

    events = [run(model, truth=truth, rep=rep).events for truth in model.truths for rep in (0, 1)]

    assert max(events) < 1_500


@pytest.mark.parametrize("scenario", [*SCENARIOS, *LATER])
def test_rows_at_the_centre_of_all_assumptions_are_the_postures_own(scenario):
    model = as_study_sees_it(superposed(scenario))
    centre = {p.id: p.value for p in model.parameters if p.low is not None}

    for posture in model.postures:
        where = {"posture": posture, "truth": "A", "opponent": model.opponents[0]}
        assert np.array_equal(model.row(**where, values=centre), model.row(**where))
    assert len(centre) > 50


@pytest.mark.parametrize("scenario", [*SCENARIOS, *LATER])
def test_every_element_carries_the_place_where_the_author_wrote_it(scenario):
    model = superposed(scenario)

    elements = [*model.net.steps, *model.net.seats, *model.net.types, *model.net.watches]
    assert [element.id for element in elements if ".yaml:" not in element.place] == []


@pytest.mark.parametrize("scenario", [*SCENARIOS, *LATER])
def test_hops_are_a_partition_of_the_main_line(scenario):
    model = superposed(scenario)

    for rep in range(3):
        reference = run(model, rep=rep)
        net, cells = model.net, reference.cells
        table = next(t for t in net.tables if t.id == "hop.time")
        spent = sum(cells[table.base : table.base + table.d1])
        assert spent == cells[net.cell_of["hop.since"]]


def measured(model):
    return [run(model, rep=rep).measures() for rep in (0, 1)]


@pytest.mark.parametrize("scenario", EVERY)
def test_placebos_in_the_world_change_no_measure(tmp_path, scenario):
    folder = tmp_path / "japan"
    shutil.copytree(japan().folder, folder)
    posts = (folder / "posts-cabinet.yaml").read_text(encoding="utf-8")
    (folder / "posts-cabinet.yaml").unlink()
    unused = "  nobody: {name: {ja: 無, en: Nobody}, level: unit, hands: 3}\n"
    (folder / "zz_renamed.yaml").write_text(posts.rstrip() + "\n" + unused, encoding="utf-8")
    path = folder / "scenarios" / f"{scenario}.yaml"
    step = {
        "noto-1999": "      minister_view:",
        "sakishima": "      say:",
        "senkaku": "      wish:",
        "peninsula": "      who_else:",
        "complex": "      which_window:",
    }[scenario]
    nothing = "      nothing: {travel: {takes: {const: 0, unit: min, assumed: placebo}}}\n"
    text = path.read_text(encoding="utf-8")
    assert text.count(step) == 1
    path.write_text(text.replace(step, nothing + step), encoding="utf-8")

    changed = measured(compile_model(load_world(folder), scenario))

    assert changed == measured(superposed(scenario))
