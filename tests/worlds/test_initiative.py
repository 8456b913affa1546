"""Waiting and work in patterns: what the switch of initiative spares, and what it costs."""

from collections.abc import Iterator

import numpy as np
import pytest

from tateyoko.compiler.hops import walk
from tateyoko.engine.batch import run_batch
from tateyoko.world.procedures import Step
from tests.worlds.patterns import japan, middle, pattern, share

EVACUATION = "evacuation-of-nationals"
#: Patterns whose every wait for somebody is behind the switch.
SWITCHED = [EVACUATION, "unidentified-vessel", "alliance-support", "hostage-abroad"]
SWITCHED += ["cyber-incident", "large-disaster"]
#: Patterns in which waiting and work are told apart step by step.
APART = [EVACUATION]


def waits(scenario: str) -> Iterator[Step]:
    """Yield the steps of a pattern that last until somebody moves."""
    for procedure in japan().scenarios[scenario].procedures.values():
        for step in walk(procedure.steps):
            if step.initiative is not None or step.phase == "initiative":
                yield step


@pytest.mark.parametrize("scenario", SWITCHED)
def test_the_switch_skips_every_wait_for_initiative(scenario: str) -> None:
    kept = [step.path for step in waits(scenario) if "raise_at_once" not in str(step.skip_if)]

    assert list(waits(scenario))
    assert kept == []


@pytest.mark.parametrize("scenario", APART)
def test_waiting_for_somebody_is_never_typed_in_as_a_duration(scenario: str) -> None:
    assert [step.path for step in waits(scenario) if step.initiative is None] == []


def line(scenario: str, *, at_once: float, **case: object) -> dict[str, float]:
    """Return the mean hours on the main line by phase, over runs that reach its end."""
    model = pattern(scenario)
    row = model.row(
        posture=str(case.get("posture", model.baseline)),
        truth="A",
        opponent=model.opponents[0] if model.opponents else "",
        values={"values.raise_at_once": at_once},
    )
    batch = run_batch(
        model.net,
        row[None, :],
        (0, 60),
        1,
        until=model.horizon_ms,
        script=model.script,
        threads=1,
    )
    there = batch.measure("hop.reached_end")[0] > 0
    hours: dict[str, float] = {}
    for hop in model.hops:
        spent = batch.measures[0][there][:, hop.time_column].mean() / 3_600_000
        hours[hop.phase] = hours.get(hop.phase, 0.0) + float(spent)
    return hours


@pytest.mark.parametrize("scenario", APART)
def test_with_the_switch_the_line_is_work_alone(scenario: str) -> None:
    waiting, at_once = (line(scenario, at_once=value) for value in (0.0, 1.0))

    assert waiting["initiative"] > 0
    assert at_once["initiative"] == 0


def test_papers_calls_and_meetings_of_an_evacuation_take_no_two_days() -> None:
    assert sum(line(EVACUATION, at_once=1.0).values()) < 48


# ---- a means comes up after the milder one has failed


def test_state_aircraft_are_raised_after_the_milder_means_have_failed() -> None:
    def asked(milder: float) -> float:
        rolls = {
            f"values.{name}.A.roll": milder for name in ("charter_flies", "partners_have_seats")
        }
        return middle(EVACUATION, "request", rolls=rolls | {"values.many.A.roll": 0.0}, runs=150)

    assert asked(1.0) > 1.2 * asked(0.0)


def test_the_plainer_the_sign_the_sooner_somebody_asks() -> None:
    slow, sudden = (
        middle(EVACUATION, "request", rolls={"values.sudden.A.roll": value}, runs=150)
        for value in (0.0, 1.0)
    )

    assert sudden < slow


def test_saying_that_it_is_safe_enough_comes_easier_under_the_wording_of_2022() -> None:
    sure = {
        f"values.{name}.A.roll": 1.0
        for name in ("safety_assured", "safe_to_carry_out", "dangers_avoidable")
    }

    def found(posture: str) -> float:
        case = {"posture": posture, "rolls": sure, "runs": 150}
        return middle(EVACUATION, "order", **case) - middle(EVACUATION, "request", **case)

    assert found("1998-2005") > 1.3 * found("2026-11")


def test_raising_at_once_sends_aircraft_in_vain() -> None:
    for measure in ("order_in_vain", "asked_in_vain", "units_in_vain"):
        waiting, at_once = (
            share(EVACUATION, measure, truth="C", raise_at_once=value) for value in (0.0, 1.0)
        )
        assert waiting < 0.2 < at_once, measure


def test_waiting_spares_ministers_time_where_nothing_was_needed() -> None:
    waiting, at_once = (
        np.mean(share(EVACUATION, "minister_time", truth="C", raise_at_once=value))
        for value in (0.0, 1.0)
    )

    assert waiting < 0.7 * at_once
