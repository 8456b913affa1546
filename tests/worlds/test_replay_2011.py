"""The great earthquake with a nuclear accident: load, days and answers come out of parts."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tateyoko.compiler.compile import compile_model
from tateyoko.compiler.model import Model
from tateyoko.engine.batch import run_batch
from tateyoko.world import World, estimates, load_world

FOLDER = Path(__file__).parents[2] / "src/tateyoko/worlds/japan"
SCENARIO = "replay-2011"
RUNS = 60


@cache
def japan() -> World:
    return load_world(FOLDER)


@cache
def model() -> Model:
    return compile_model(japan(), SCENARIO)


def mean(measure: str, *, posture: str = "2011", truth: str = "A", **values: float) -> float:
    """Return the mean of a measure in its own unit; ``__`` in names of values stands for a dot."""
    info = next(each for each in model().measures if each.id == measure)
    given = {name.replace("__", "."): value for name, value in values.items()}
    row = model().row(posture=posture, truth=truth, opponent="nature", values=given)
    batch = run_batch(
        model().net,
        row[None, :],
        (0, RUNS),
        1,
        until=model().horizon_ms,
        script=model().script,
        threads=1,
    )
    assert (batch.fault == 0).all()
    return float(np.mean(batch.measures[0, :, info.column]) * info.scale)


def windows(number: float) -> dict[str, Any]:
    return {"values__windows": number, "posts__window_officers__hands": number}


def test_no_time_of_an_office_is_taken_from_the_record() -> None:
    numbers = [number for number in estimates(japan(), SCENARIO) if number.source is not None]
    taken = {number.source for number in numbers if str(number.place.file).endswith("2011.yaml")}

    assert taken <= {"wp2011_disaster", "jiji_jjoc", "embassy_acm_2016"}
    assert japan().scenarios[SCENARIO].case is None


def test_the_chief_is_held_most_of_a_working_day_only_when_all_comes_at_once() -> None:
    together, alone = mean("chief_load"), mean("chief_load", truth="C")

    assert alone < 0.6 * together
    assert mean("settled_below", truth="C") < 0.01 < mean("settled_below")


def test_splitting_the_role_relieves_the_chief_and_gives_the_minister_two_voices() -> None:
    assert mean("chief_load", posture="2011-split") < 0.7 * mean("chief_load")
    assert mean("operation_time", posture="2011-split") < 0.75 * mean("operation_time")
    assert mean("two_voices", posture="2011-split") > 5 > mean("two_voices")
    assert mean("minister_time", posture="2011-split") > 2 * mean("minister_time")


def test_splitting_the_role_loses_in_a_small_case() -> None:
    assert mean("operation_time", posture="2011-split", truth="C") > mean(
        "operation_time", truth="C"
    )


def test_neither_one_window_nor_five_are_best() -> None:
    found = {number: mean("ally_time", **windows(number)) for number in (1.0, 2.0, 3.0, 4.0, 5.0)}

    best = min(found, key=found.__getitem__)
    assert 1 < best < 5
    assert found[1.0] > found[best] < found[5.0]


def test_more_windows_are_more_often_the_wrong_one() -> None:
    wrong = [mean("wrong_windows", **windows(number)) for number in (1.0, 3.0, 5.0)]

    assert wrong[0] == 0 < wrong[1] < wrong[2]


def test_a_standing_core_halves_the_days_until_the_task_force_stands() -> None:
    assert mean("task_force_days", posture="2011-standing") < 0.6 * mean("task_force_days")


@pytest.mark.parametrize("posture", ["2011-house", "2011-authority", "2011-windows"])
def test_each_change_on_the_way_to_the_ally_shortens_the_answer(posture: str) -> None:
    assert mean("ally_time", posture=posture) < mean("ally_time")


def test_shorter_shared_nights_shorten_the_answer() -> None:
    assert mean("ally_time", values__time_zone=0.4) < mean("ally_time")


def test_a_larger_staff_helps_only_where_the_staff_is_the_narrow_place() -> None:
    thin = {"posts__js__hands": 2.0, "posts__js__busy": 0.4}

    assert mean("operation_time", posture="2011-staff", **thin) < mean("operation_time", **thin)
    assert mean("operation_time", posture="2011-staff") > mean("operation_time")
    assert mean("top_waiting", posture="2011-staff") > mean("top_waiting")


def test_a_watch_that_bridges_the_clock_answers_sooner_and_takes_the_chiefs_nights() -> None:
    assert mean("ally_time", posture="2011-clock") < mean("ally_time")
    assert mean("chief_load", posture="2011-clock") > mean("chief_load")
    assert mean("operation_time", posture="2011-clock") > mean("operation_time")


def test_what_the_prefectures_need_reaches_the_chief_through_the_area() -> None:
    up = {
        f"procedures__need__{step}__decide__options__up": 0.0 for step in ("up_alone", "up_joint")
    }

    assert mean("top_waiting", **up) < 0.8 * mean("top_waiting")


def test_each_prefecture_asks_through_its_own_governor() -> None:
    procedures = japan().scenarios[SCENARIO].procedures
    raised = {id: procedures[id].steps["need"].initiative for id in ("north", "middle", "south")}

    assert [each.by for each in raised.values() if each is not None] == [
        ("gov_iwate",),
        ("gov_miyagi",),
        ("gov_fukushima",),
    ]
