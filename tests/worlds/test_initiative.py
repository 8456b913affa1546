"""Waiting and work in patterns: what the switch of initiative spares, and what it costs."""

from collections.abc import Iterator

import numpy as np
import pytest

from tateyoko.compiler.hops import walk
from tateyoko.engine.batch import run_batch
from tateyoko.world.procedures import Step
from tests.worlds.patterns import column, japan, middle, pattern, share, times

DAY = 24 * 3_600_000  # [ms]
EVACUATION, VESSEL, ALLY = "evacuation-of-nationals", "unidentified-vessel", "alliance-support"
#: Patterns whose every wait for somebody is behind the switch.
SWITCHED = [EVACUATION, VESSEL, ALLY, "hostage-abroad"]
SWITCHED += ["cyber-incident", "large-disaster"]
#: Patterns in which waiting and work are told apart step by step.
APART = [EVACUATION, VESSEL, ALLY, "hostage-abroad", "cyber-incident"]


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


@pytest.mark.parametrize("scenario", APART)
def test_work_of_named_hands_ends_within_a_day(scenario: str) -> None:
    long = [
        step.path
        for procedure in japan().scenarios[scenario].procedures.values()
        for step in walk(procedure.steps)
        if (step.by or step.order) and step.takes is not None
        for one in (step.takes, *(dated for _, dated in step.takes.dated))
        if max(one.numbers) > DAY
    ]

    assert long == []


def line(scenario: str, *, at_once: float, **case: object) -> dict[str, float]:
    """Return the mean hours on the main line by phase, over runs in which it ends."""
    model = pattern(scenario)
    row = model.row(
        posture=str(case.get("posture", model.baseline)),
        truth="A",
        opponent=model.opponents[0] if model.opponents else "",
        values={"values.raise_at_once": at_once, "values.ambiguous": 1.0},
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
    columns = batch.measures[0]
    whole = columns[:, [hop.time_column for hop in model.hops]].sum(axis=1)
    there = columns[whole < 0.9 * model.horizon_ms]
    hours: dict[str, float] = {}
    for hop in model.hops:
        spent = there[:, hop.time_column].mean() / 3_600_000
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


# ---- unidentified vessel: each stage waits anew


QUIET = {"values.acts.A.roll": 0.0, "values.submerged.A.roll": 0.0}


def early(kind: str, rolls: dict[str, float] | None = None, posture: str = "2014-nsc") -> float:
    """Return the 30 % quantile of a time without authority [min]: many vessels leave before."""
    found = times(
        VESSEL, kind, posture=posture, standing_authority=0.0, rolls=QUIET | (rolls or {}), runs=150
    )
    return float(np.quantile(found, 0.3))


def test_an_order_at_sea_waits_at_each_stage_for_somebody() -> None:
    first = {"procedures.authority.who_tells_minister.raise.rate": 1e3}
    second = {"procedures.maritime_security.who_proposes.raise.rate": 1e3}

    assert early("request", first) < early("request")
    assert early("request", second) == early("request")
    assert early("order", second) < early("order")


def test_an_act_of_the_vessel_makes_somebody_propose_the_order() -> None:
    case = {"posture": "2014-nsc", "standing_authority": 0.0, "runs": 150}
    quiet, acting = (
        np.quantile(times(VESSEL, "order", rolls={"values.acts.A.roll": value}, **case), 0.3)
        for value in (0.0, 1.0)
    )

    assert acting < quiet


def test_the_secretariat_of_the_council_moves_the_ministers_sooner() -> None:
    assert early("order", posture="2014-nsc") < early("order", posture="pre-1998")


def test_asking_about_a_harmless_vessel_is_seen_as_a_cost() -> None:
    case = {"truth": "C", "standing_authority": 0.0, "ambiguous": 1.0, "runs": 200}
    waiting, at_once = (
        share(VESSEL, "minister_in_vain", raise_at_once=value, **case) for value in (0.0, 1.0)
    )

    assert 0 < waiting < at_once


# ---- support by the ally: asking, putting it to the minister, their yes


@pytest.mark.parametrize("stage", ["who_asks", "who_puts_it", "their_yes_staff"])
def test_request_and_answer_wait_at_each_stage_for_somebody(stage: str) -> None:
    def answered(**rolls: float) -> float:
        return float(np.median(column(ALLY, "detect_to_answer", rolls=rolls, runs=150)))

    assert answered(**{f"procedures.asking.{stage}.raise.rate": 1e3}) < answered()


def test_lives_make_the_other_side_say_yes_sooner() -> None:
    calm, urgent = (
        np.median(column(ALLY, "request_to_answer", rolls={"values.lives.A.roll": value}, runs=150))
        for value in (0.0, 1.0)
    )

    assert urgent < calm


def test_an_own_accident_is_told_sooner_since_the_agreement_says_to_whom() -> None:
    theirs = {"values.theirs.A.roll": 1.0, "values.lives.A.roll": 1.0}
    before, after = (
        middle(ALLY, "liaise", posture=posture, rolls=theirs, runs=150)
        for posture in ("pre-1998", "1998-2005")
    )

    assert after < before


def test_waiting_spares_requests_and_meetings_where_nothing_is_needed() -> None:
    for measure in ("asked_in_vain", "met_in_vain"):
        waiting, at_once = (
            share(ALLY, measure, truth="C", raise_at_once=value, runs=100) for value in (0.0, 1.0)
        )
        assert waiting < at_once, measure


def test_staffs_that_look_at_the_dangers_before_they_are_asked_save_time() -> None:
    sure = {"values.dangers_avoidable.A.roll": 1.0}
    rate = "procedures.danger_look.who_begins.raise.rate"
    plain, early = (
        np.mean(times(EVACUATION, "order", rolls=sure | more, runs=150))
        for more in ({}, {rate: 1e3})
    )

    assert early < plain


def test_armed_protection_needs_a_push_of_its_own() -> None:
    consent = {f"values.{n}.A.roll": 1.0 for n in ("host_consent_given", "order_kept")}
    never = {"procedures.protection.last_push.raise.rate": 1e-15}

    assert share(EVACUATION, "protected", rolls=consent) > 0.8
    assert share(EVACUATION, "protected", rolls=consent | never) == 0
