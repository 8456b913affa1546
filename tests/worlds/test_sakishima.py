"""What the scenario of the Sakishima islands claims: people, cover, rooms, the trap of law."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import tateyoko
from tateyoko.compiler import Model, compile_model
from tateyoko.engine.batch import run_batch
from tateyoko.world import World, load_world
from tateyoko.world.roads import with_roads

RUNS = 60
HELD = "audiences.islanders.rumours.abandoned.takes_hold"
REACH = "audiences.islanders.statements.denial.reach"
OFFER = "audiences.islanders.statements.offer.reach"
ROOMS = "flows.sakishima.reception.rooms"
ACCEPTED = "cover.carriers.guarantee.accepted"
UNINSURED = "cover.carriers.withdraws.uninsured"
#: Windows that are nearly always missed or met whatever the posture, and where it is said why.
SAID = "docs/explanation/scenarios.md"
EXTREME = {"W1": "| W1 | >99", "W6": "| W6 | 0"}


@cache
def japan() -> World:
    return load_world(next(iter(tateyoko.__path__)) + "/worlds/japan")


@cache
def model() -> Model:
    return compile_model(japan(), "sakishima", postures=["2026-11"], reforms={})


def found(truth: str = "A", **values: float) -> dict[str, np.ndarray]:
    """Return every measure over some runs against the determined opponent."""
    row = model().row(
        posture="2026-11",
        truth=truth,
        opponent="determined",
        values={name.replace("__", "."): value for name, value in values.items()},
    )
    net = model().net
    batch = run_batch(
        net, row[None], (0, RUNS), 1, until=model().horizon_ms, script=model().script, threads=1
    )
    assert not batch.fault.any()
    return {one.id: batch.measures[0, :, one.column] * one.scale for one in model().measures}


def mean(values: dict[str, float], measure: str, truth: str = "A") -> float:
    return float(found(truth, **values)[measure].mean())


def test_every_inject_has_an_act_and_a_consequence_or_says_why_not():
    injects = japan().scenarios["sakishima"].injects

    assert {f"t{n:02}" for n in range(1, 19)} <= set(injects)
    for inject in injects.values():
        answered = inject.expect is not None and inject.expect.otherwise is not None
        assert answered or inject.note or inject.mark, inject.id


def test_every_window_says_what_it_rests_on():
    windows = japan().scenarios["sakishima"].windows

    assert sorted(windows) == ["W1", "W1b", *(f"W{n}" for n in range(2, 8))]
    for window in windows.values():
        assert window.need, window.id
        assert window.done, window.id
        assert window.source or window.assumed, window.id


def test_people_by_island_add_up():
    one = found()

    parts = one["remaining_yaeyama"] + one["remaining_miyako"] + one["remaining_in_care"]
    assert parts == pytest.approx(one["remaining_at_attack"], abs=0.1)


def test_a_rumour_that_nobody_answers_keeps_people_at_home():
    loose = mean({HELD: 1.0, REACH: 0.0, OFFER: 0.0}, "followed")
    answered = mean({HELD: 1.0, REACH: 0.9, OFFER: 0.9}, "followed")
    never = mean({HELD: 0.0, REACH: 0.9, OFFER: 0.9}, "followed")

    assert loose < answered - 0.01
    assert answered <= never + 1e-9


def test_a_guarantee_that_nobody_accepts_leaves_more_people_behind():
    none = mean({ACCEPTED: 0.0, UNINSURED: 0.1}, "remaining_at_attack")
    all_of_them = mean({ACCEPTED: 1.0, UNINSURED: 0.1}, "remaining_at_attack")

    assert none > all_of_them + 1_000
    assert mean({ACCEPTED: 1.0}, "guarantee_cost", "C") > 0.0


def test_nobody_is_moved_for_whom_there_is_no_room():
    few = found(**{ROOMS: 20_000.0})

    wave = 120_000 / 128
    early = 0.25 * 120_000
    assert (few["remaining_at_attack"] >= 120_000 - 20_000 - early - 3 * wave).all()
    assert few["remaining_at_attack"].mean() > found()["remaining_at_attack"].mean()


def test_danger_to_survival_alone_opens_no_evacuation():
    late = found(**{"judgements.anticipated.raised_by.rate": 1e-12})

    assert late["only_survival"].mean() > 0.5
    assert not late["begun_in_time"].any()
    assert late["window.W5.missed"].all()


def test_gas_runs_down_only_where_ships_are_stopped():
    assert found("C")["gas_left"] == pytest.approx(np.full(RUNS, 20.0))
    assert (found("A")["gas_left"] < found("B")["gas_left"] + 1e-9).all()


def test_the_headquarters_sets_the_guideline_before_priority_is_asked_for():
    steps = with_roads(japan().merged("sakishima")).procedures["berth_talks"].steps.values()
    set_by = {act: step for step in steps for act in step.sets}

    assert set_by["guideline_set"].meeting == "crisis_headquarters"
    assert [step.law for step in steps if step.law][-1] == "facility_priority_request"
    assert list(set_by).index("guideline_set") < list(set_by).index("priority_requested")


def test_a_window_is_missed_in_some_runs_only_or_the_page_says_why():
    said = (Path(__file__).parents[2] / SAID).read_text(encoding="utf-8")
    one = found("A")

    for window in japan().scenarios["sakishima"].windows:
        if window in EXTREME:
            assert EXTREME[window] in said
            continue
        missed = one[f"window.{window}.missed"]
        assert 0.0 < missed.mean() < 1.0, window


def test_both_errors_are_counted():
    never = found("A", **{"judgements.anticipated.raised_by.rate": 1e-12})
    early = found("C", **{"judgements.anticipated.bias": 1.0})

    assert never["unrecognised"].mean() == pytest.approx(1.0 - never["attack_called_off"].mean())
    assert early["recognised_in_vain"].mean() > found("C")["recognised_in_vain"].mean()
    assert early["in_vain"].mean() > found("C")["in_vain"].mean()


def test_nationals_begin_to_pack_when_they_are_advised_not_when_a_charter_is_decided():
    soon = {"procedures.travel_advice.weigh.takes.scale": 0.25}
    late = {"procedures.travel_advice.weigh.takes.scale": 2.0}

    assert mean(soon, "nationals_left") < mean(late, "nationals_left") - 1_000
    assert mean(soon, "nationals_in_vain", "C") > mean(late, "nationals_in_vain", "C")


def test_carriers_do_not_wait_for_rooms_and_people_do():
    procedures = japan().scenarios["sakishima"].procedures

    assert [step.ask for step in procedures["carriers"].steps.values() if step.ask] == [
        "carrier_request"
    ]
    slow = {"channels.receiving_agreement.round_trip.formal.scale": 4.0}
    assert mean(slow, "remaining_at_attack") > mean({}, "remaining_at_attack")
