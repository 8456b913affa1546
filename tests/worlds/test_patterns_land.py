"""Patterns of crises on land and abroad: what structure makes of dates and contexts."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tateyoko.compiler.compile import compile_model
from tateyoko.compiler.kinds import after_column, kind_column
from tateyoko.compiler.model import Model
from tateyoko.engine.batch import run_batch
from tateyoko.world import World, load_world
from tateyoko.world.patterns import eras_of

FOLDER = Path(__file__).parents[2] / "src/tateyoko/worlds/japan"
MINUTE = 60_000
RUNS = 60
COMMON = {
    *("report", "handoff", "recognise", "inform_minister", "inform_pm", "cell"),
    *("staff_meeting", "meeting", "request", "decide", "unit_order", "order", "execute"),
    *("public_warning", "liaise", "assemble", "detect"),
}
EXPECTED = {
    "large-disaster": COMMON | {"correct"},
    "evacuation-of-nationals": COMMON | {"correct"},
    "hostage-abroad": COMMON | {"correct", "occur"},
    "cyber-incident": COMMON | {"correct", "occur"},
    "alliance-support": COMMON,
}


@cache
def japan() -> World:
    return load_world(FOLDER)


@cache
def pattern(scenario: str, posture: str | None = None) -> Model:
    return compile_model(japan(), scenario, postures=[posture] if posture else None)


def columns(
    scenario: str,
    *names: str,
    posture: str,
    truth: str = "A",
    runs: int = RUNS,
    **values: float,
) -> list[np.ndarray]:
    """Return columns of the results; names of values are written with ``__`` for the dot."""
    model = pattern(scenario)
    given = {key.replace("__", "."): value for key, value in values.items()}
    row = model.row(posture=posture, truth=truth, opponent=model.opponents[0], values=given)
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
    return [batch.measure(name)[0] for name in names]


def times(scenario: str, kind: str, **case: Any) -> np.ndarray:
    """Return the time from detection to a kind [min]; what never came is infinite."""
    found, seen = columns(scenario, kind_column(kind), kind_column("detect"), **case)
    minutes: np.ndarray = np.where(found < 0, np.inf, (found - seen) / MINUTE)
    return minutes


def share(scenario: str, measure: str, **case: Any) -> float:
    """Return the mean of a measure over the runs."""
    return float(columns(scenario, measure, **case)[0].mean())


def context(**values: float) -> dict[str, float]:
    return {f"values__{name}": value for name, value in values.items()}


@pytest.mark.parametrize("scenario", EXPECTED)
def test_a_pattern_produces_every_kind_it_can_plausibly_produce(scenario: str) -> None:
    model = pattern(scenario)

    produced = {id.removeprefix("kind.") for id in model.net.measure_ids if id.startswith("kind.")}
    came = {
        kind
        for kind in EXPECTED[scenario]
        for truth in model.truths
        if np.isfinite(times(scenario, kind, posture=model.baseline, truth=truth)).any()
    }

    assert produced >= EXPECTED[scenario]
    assert came == EXPECTED[scenario]


@pytest.mark.parametrize("scenario", EXPECTED)
@pytest.mark.parametrize(
    "values",
    [
        {"hops": 2.0, "standing_authority": 0.0},
        {"hops": 9.0, "ambiguous": 1.0, "off_hours": 1.0, "local_hour": 3.0},
        {"hops": 7.0, "anticipated": 1.0},
    ],
)
def test_a_pattern_runs_in_every_era_and_context(scenario: str, values: dict[str, float]) -> None:
    for posture in eras_of(japan()).values():
        for truth in pattern(scenario).truths:
            decided = times(
                scenario, "report", posture=posture, truth=truth, runs=8, **context(**values)
            )
            assert np.isfinite(decided).any()


@pytest.mark.parametrize("scenario", EXPECTED)
def test_proposals_at_once_never_make_the_first_word_to_the_minister_later(scenario: str) -> None:
    posture = pattern(scenario).baseline

    waiting = times(scenario, "inform_minister", posture=posture)
    at_once = times(scenario, "inform_minister", posture=posture, values__raise_at_once=1.0)

    assert np.median(at_once) <= np.median(waiting)


def test_standing_rule_opens_the_centre_sooner_than_a_decision() -> None:
    before = times("large-disaster", "cell", posture="1998-2005")
    after = times("large-disaster", "cell", posture="2026-11")

    assert np.median(after) < np.median(before)
    assert np.quantile(after, 0.9) < 30


@pytest.mark.parametrize(
    ("truth", "ambiguous", "grows"),
    [("A", 0.0, False), ("B", 0.0, False), ("B", 1.0, True)],
)
def test_desks_count_where_neither_instruments_nor_a_rule_pass_them_by(
    truth: str, ambiguous: float, grows: bool
) -> None:
    few, many = (
        np.median(
            times(
                "large-disaster",
                "inform_pm",
                posture="2026-11",
                truth=truth,
                **context(hops=hops, ambiguous=ambiguous),
            )
        )
        for hops in (4.0, 9.0)
    )

    assert (many > 1.15 * few) == grows


def test_without_standing_authority_the_first_act_waits_for_an_order() -> None:
    with_rule = times("large-disaster", "execute", posture="2026-11", truth="B")
    without = times(
        "large-disaster", "execute", posture="2026-11", truth="B", **context(standing_authority=0.0)
    )

    assert np.median(without) > 3 * np.median(with_rule)


def test_an_alarm_without_harm_calls_the_team_and_nobody_orders_relief() -> None:
    assert np.isfinite(times("large-disaster", "staff_meeting", posture="2026-11", truth="C")).all()
    assert share("large-disaster", "dispatched_in_vain", posture="2026-11", truth="C") == 0
    assert np.isinf(times("large-disaster", "order", posture="1998-2005", truth="C")).all()


def test_shaking_is_reported_by_people_before_it_is_by_instruments() -> None:
    measured = times("large-disaster", "report", posture="2026-11")
    seen = times("large-disaster", "report", posture="2026-11", truth="B")

    assert np.median(measured) < 5 < np.median(seen)


def test_nights_keep_officials_from_meeting_soon() -> None:
    day = times("large-disaster", "staff_meeting", posture="2026-11")
    night = times("large-disaster", "staff_meeting", posture="2026-11", **context(off_hours=1.0))

    assert np.median(night) > np.median(day) + 5


def consent(given: float) -> dict[str, float]:
    """Return the parameters that settle consent and order in the host state."""
    return {f"values__{name}__A__roll": given for name in ("host_consent_given", "order_kept")}


def safety(**found: float) -> dict[str, float]:
    """Return the parameters that settle the findings of safety; those not named are a no."""
    names = ("safety_assured", "safe_to_carry_out", "dangers_avoidable")
    return {f"values__{name}__A__roll": found.get(name, 0.0) for name in names}


@pytest.mark.parametrize(
    ("posture", "standard"),
    [
        ("1998-2005", "safety_assured"),
        ("2011", "safety_assured"),
        ("2014-nsc", "safe_to_carry_out"),
        ("2026-11", "dangers_avoidable"),
    ],
)
def test_only_the_standard_of_safety_in_force_blocks_the_transport(
    posture: str, standard: str
) -> None:
    def ordered(**found: float) -> float:
        when = times("evacuation-of-nationals", "order", posture=posture, **safety(**found))
        return float(np.isfinite(when).mean())

    others = {
        name: 1.0
        for name in ("safety_assured", "safe_to_carry_out", "dangers_avoidable")
        if name != standard
    }

    assert ordered(**{standard: 1.0}) > 0.9
    assert ordered(**others) == 0


def test_consent_of_the_host_state_blocks_protection_but_not_transport() -> None:
    scenario = "evacuation-of-nationals"
    carried = times(
        scenario, "order", posture="2026-11", **consent(0.0), **safety(dangers_avoidable=1.0)
    )

    assert share(scenario, "protected", posture="2026-11", **consent(0.0)) == 0
    assert share(scenario, "protected", posture="2026-11", **consent(1.0)) > 0.8
    assert np.isfinite(carried).mean() > 0.95


def test_no_protection_abroad_before_the_act_of_2016() -> None:
    assert share("evacuation-of-nationals", "protected", posture="1998-2005", **consent(1.0)) == 0


def test_nobody_asks_for_state_aircraft_while_civil_flights_run() -> None:
    asked = {
        truth: np.isfinite(
            times("evacuation-of-nationals", "request", posture="2014-nsc", truth=truth)
        ).mean()
        for truth in ("A", "B", "C")
    }

    assert asked["A"] > 0.95
    assert asked["C"] < asked["B"] < 0.7


def test_a_duty_to_report_shortens_the_way_to_the_police() -> None:
    before, after = (
        np.median(times("cyber-incident", "handoff", posture=posture))
        for posture in ("1998-2005", "2026-11")
    )

    assert after < 0.7 * before


def test_an_unclear_trace_lies_longer_at_the_desk() -> None:
    clear, unclear = (
        np.median(
            times("cyber-incident", "recognise", posture="2026-11", **context(ambiguous=value))
        )
        for value in (0.0, 1.0)
    )

    assert unclear > 2 * clear


def test_force_abroad_is_not_ordered_by_the_police_at_home() -> None:
    abroad = times("hostage-abroad", "unit_order", posture="2026-11", truth="A")
    home = times("hostage-abroad", "unit_order", posture="2026-11", truth="B")

    assert np.median(home) < 60 < np.median(abroad)


def test_a_standing_mechanism_opens_the_coordination_centre_sooner() -> None:
    ad_hoc, standing = (
        np.median(times("alliance-support", "cell", posture=posture))
        for posture in ("1998-2005", "2026-11")
    )

    assert standing < ad_hoc


def test_where_the_police_may_act_at_once_they_do() -> None:
    there = times(
        "hostage-abroad", "unit_order", posture="2026-11", **context(standing_authority=1.0)
    )

    assert np.median(there) < 60


def test_criteria_of_1995_send_units_without_a_request() -> None:
    before, after = (
        np.median(
            times(
                "large-disaster",
                "unit_order",
                posture=posture,
                **context(standing_authority=0.0, hops=3.0),
            )
        )
        for posture in ("pre-1998", "1998-2005")
    )

    assert after < 0.4 * before


ASKED = {
    "word_up": "worth_it_unless_rule",
    "centre_office": "propose_unless_named",
    "gathering_team": "call_unless_named",
    "minister_comes": "shall_he_unless_rule",
    "forces_nearby": "initiative_unless_rule",
}
NOBODY = {f"procedures__{name}__{step}__raise__rate": 1e-15 for name, step in ASKED.items()}


@pytest.mark.parametrize("kind", ["cell", "inform_pm", "staff_meeting", "assemble"])
def test_what_the_intensity_triggers_waits_for_nobody(kind: str) -> None:
    assert np.isfinite(times("large-disaster", kind, posture="2026-11", **NOBODY)).all()


def test_what_the_decision_of_2003_names_needs_no_proposal_unless_it_is_unclear() -> None:
    grave = {"values__severe__B__roll": 1.0, "values__watched__B__roll": 0.0}
    only = {k: v for k, v in NOBODY.items() if "centre_office" in k or "gathering_team" in k}
    case = {"posture": "2026-11", "truth": "B", **grave, **only}

    plain = columns("large-disaster", "detect_to_staff_meeting", **case)[0]
    unclear = columns("large-disaster", "detect_to_staff_meeting", values__ambiguous=1.0, **case)[0]

    horizon = pattern("large-disaster").horizon_ms
    assert (plain < horizon).all()
    assert (unclear >= horizon).all()


def test_rooms_texts_and_ministers_on_call_are_paid_for_where_nothing_happened() -> None:
    for measure in ("instructed_in_vain", "came_in_vain", "flown_in_vain"):
        assert share("large-disaster", measure, posture="2026-11", truth="C") > 0.9, measure
    wrong = {"values__text_wrong__C__roll": 1.0}
    right = {"values__text_wrong__C__roll": 0.0}
    put_right = [
        share("large-disaster", "text_put_right", posture="2026-11", truth="C", **rolls)
        for rolls in (wrong, right)
    ]
    assert put_right == [1, 0]


def test_officials_meet_sooner_once_a_team_has_a_rule_and_a_manager() -> None:
    before, after = (
        np.median(times("large-disaster", "staff_meeting", posture=posture))
        for posture in ("pre-1998", "1998-2005")
    )

    assert after < 0.5 * before


def test_a_nuclear_emergency_is_declared_only_since_the_act() -> None:
    plant = {"values__at_plant__A__roll": 1.0}
    declared = share("large-disaster", "notice_to_declaration", posture="1998-2005", **plant)
    never = share("large-disaster", "notice_to_declaration", posture="pre-1998", **plant)

    assert declared < 24 * 60 * MINUTE
    assert never > 20 * 24 * 60 * MINUTE


def test_rescue_by_standing_duty_does_not_wait_for_the_ally() -> None:
    near = {"values__lives__A__roll": 1.0, "values__forces_near__A__roll": 0.0}
    ordered, acted, talked, asked = columns(
        "alliance-support",
        kind_column("unit_order"),
        kind_column("execute"),
        kind_column("liaise"),
        "detect_to_request",
        posture="pre-1998",
        **near,
    )
    without = times(
        "alliance-support",
        "execute",
        posture="pre-1998",
        **near,
        **context(standing_authority=0.0),
    )

    assert np.median(ordered) < np.median(acted) < 60 * MINUTE
    assert (acted < talked).mean() > 0.7
    assert (acted < asked).mean() > 0.9
    assert np.median(without) > 3 * np.median(acted) / MINUTE


def test_nobody_is_rescued_where_nobody_is_in_distress() -> None:
    acts = times("alliance-support", "execute", posture="2026-11", truth="C")

    assert np.isinf(acts).all()


def test_forces_under_way_act_under_the_formal_order_at_once() -> None:
    def gap(lives: float) -> float:
        ordered, acted = columns(
            "alliance-support",
            kind_column("order"),
            after_column("order"),
            posture="2026-11",
            values__lives__A__roll=lives,
            values__forces_near__A__roll=0.0,
        )
        return float(np.median((acted - ordered) / MINUTE))

    assert gap(1.0) < 15 < gap(0.0)


def test_the_ally_reports_its_own_accident_directly_since_the_agreement() -> None:
    theirs = {"values__theirs__A__roll": 1.0, "values__raise_at_once": 0.0}
    before, after = (
        np.median(times("alliance-support", "liaise", posture=posture, **theirs))
        for posture in ("pre-1998", "1998-2005")
    )
    others = np.median(
        times("alliance-support", "liaise", posture="1998-2005", values__theirs__A__roll=0.0)
    )

    assert after < before
    assert after < others


def test_ministers_make_their_representation_the_same_day() -> None:
    asked = {
        theirs: np.median(
            times(
                "alliance-support",
                "request",
                posture="2026-11",
                values__theirs__A__roll=theirs,
                **context(standing_authority=0.0),
            )
        )
        for theirs in (0.0, 1.0)
    }

    assert asked[1.0] < 12 * 60
    assert asked[1.0] < 0.7 * asked[0.0]


def test_a_prepared_text_spares_the_instruction_the_meeting() -> None:
    def instructed(posture: str, truth: str) -> float:
        decided, told = columns(
            "large-disaster",
            kind_column("decide"),
            kind_column("inform_pm"),
            posture=posture,
            truth=truth,
        )
        return float(np.median((decided - told) / MINUTE))

    assert instructed("2026-11", "A") < 30
    assert instructed("1998-2005", "A") > 2 * instructed("2026-11", "A")
    assert instructed("2026-11", "B") > instructed("2026-11", "A")


def test_the_ministers_first_instruction_comes_before_the_order_of_dispatch() -> None:
    instructed, dispatched = columns(
        "large-disaster", kind_column("order"), "detect_to_order", posture="2026-11"
    )

    assert (instructed < dispatched).mean() > 0.7


@pytest.mark.parametrize("posture", ["1998-2005", "2026-11"])
def test_a_minister_in_the_room_orders_dispatch_soon_after_the_decision(posture: str) -> None:
    def dispatched(text_later: float) -> float:
        settled = {"values__severe__A__roll": 1.0, "values__text_later__roll": text_later}
        (found,) = columns("large-disaster", "detect_to_order", posture=posture, **settled)
        return float(np.median(found))

    assert dispatched(0.0) < dispatched(1.0)


DISASTER = "large-disaster"


@pytest.mark.parametrize("posture", ["pre-1998", "1998-2005", "2026-11"])
def test_the_first_official_word_is_the_bulletin_and_asks_nobody(posture: str) -> None:
    usual = times(DISASTER, "public_warning", posture=posture)
    late = times(
        DISASTER,
        "public_warning",
        posture=posture,
        procedures__statement__speak__takes__scale=50.0,
        procedures__word_up__both__minister__takes__scale=50.0,
    )
    told = times(DISASTER, "inform_minister", posture=posture)

    assert (usual == late).all()
    assert np.median(usual) < np.median(told)


def test_call_and_request_of_the_prefecture_run_beside_each_other() -> None:
    def case(**values: float) -> list[np.ndarray]:
        kinds = ("handoff", "request")
        return [times(DISASTER, kind, posture="pre-1998", **values) for kind in kinds]

    called, asked = case()
    later, still = case(procedures__prefecture_calls__call__takes__scale=50.0)

    assert (called <= asked).all()
    assert (later == np.minimum(later, still)).all()
    assert np.median(later) > np.median(called)
    assert (still == asked).all()


def test_only_the_largest_headquarters_needs_the_cabinet_since_the_act_of_1995() -> None:
    def gathered(posture: str, largest: float, scale: float) -> float:
        path = "cabinet_any" if posture == "pre-1998" else "cabinet_largest"
        slow = {f"procedures__headquarters__prepare__{path}__takes__scale": scale}
        alone = {"procedures__ministers_consult__come__takes__scale": 1000.0}
        settled = {"values__severe__A__roll": 1.0, "values__largest__A__roll": largest}
        found = times(DISASTER, "meeting", posture=posture, **slow, **alone, **settled)
        return float(np.median(found))

    assert gathered("pre-1998", 0.0, 10.0) > gathered("pre-1998", 0.0, 1.0) + 60
    assert gathered("1998-2005", 1.0, 10.0) > gathered("1998-2005", 1.0, 1.0) + 60
    assert gathered("1998-2005", 0.0, 10.0) == gathered("1998-2005", 0.0, 1.0)


def test_ministers_come_while_the_paper_for_the_cabinet_is_made() -> None:
    settled = {"values__severe__A__roll": 1.0, "values__largest__A__roll": 1.0}
    quick = {"procedures__headquarters__prepare__come__takes__scale": 0.1}
    both, paper = (
        np.median(times(DISASTER, "meeting", posture="pre-1998", **settled, **more))
        for more in ({}, quick)
    )

    assert both < paper + 20


def test_before_written_rules_a_prime_ministers_instruction_was_his_own_idea() -> None:
    for posture in ("pre-1998", "1998-2005"):
        waiting, at_once = (
            np.median(times(DISASTER, "decide", posture=posture, values__raise_at_once=value))
            for value in (0.0, 1.0)
        )

        assert at_once < 0.7 * waiting, posture


@pytest.mark.parametrize("posture", ["pre-1998", "1998-2005", "2026-11"])
@pytest.mark.parametrize("truth", ["A", "B"])
def test_no_act_waits_longer_because_nobody_waits_for_initiative(posture: str, truth: str) -> None:
    kinds = ["inform_minister", "inform_pm", "cell", "assemble", "staff_meeting", "meeting"]
    kinds += ["decide", "order", "request", "public_warning", "liaise", "handoff"]
    for kind in kinds:
        waiting, at_once = (
            np.median(
                times(DISASTER, kind, posture=posture, truth=truth, values__raise_at_once=value)
            )
            for value in (0.0, 1.0)
        )

        assert at_once <= 1.1 * waiting, kind


def test_by_night_nobody_sat_at_the_centre_before_1996() -> None:
    day, night = (
        np.median(
            times(
                DISASTER,
                "staff_meeting",
                posture="pre-1998",
                procedures__local_office__first_meeting__takes__scale=1000.0,
                procedures__ministry_meets__come__takes__scale=1000.0,
                **context(off_hours=value),
            )
        )
        for value in (0.0, 1.0)
    )

    assert night > day + 20


def test_units_speak_to_the_prefecture_before_it_asks() -> None:
    called, asked = columns(
        "large-disaster", kind_column("handoff"), kind_column("request"), posture="2026-11"
    )

    assert (called < asked).mean() > 0.9


def test_help_beside_the_camp_waits_for_no_request_but_needs_the_authority() -> None:
    near = {"values__camp_near__A__roll": 1.0}
    helped, asked = columns(
        "large-disaster", "beside_camp", "detect_to_request", posture="pre-1998", **near
    )
    never = columns(
        "large-disaster",
        "beside_camp",
        posture="pre-1998",
        **near,
        **context(standing_authority=0.0),
    )[0]

    assert (helped < asked).mean() > 0.7
    assert (never > helped).all()
    assert (never == never[0]).all()


def test_before_the_centre_watched_leaders_often_learnt_from_the_news() -> None:
    told, centre = columns(
        "large-disaster", kind_column("inform_pm"), kind_column("cell"), posture="pre-1998"
    )
    unclear = times(
        "large-disaster", "inform_pm", posture="pre-1998", truth="B", **context(ambiguous=1.0)
    )

    assert np.median(told / MINUTE) < 120 < np.median(unclear)
    assert np.isfinite(centre).all()


def test_an_operator_who_sees_damage_stops_his_own_system_without_asking() -> None:
    def stopped(truth: str = "B", **values: float) -> float:
        return float(
            np.median(
                times(
                    "cyber-incident", "execute", posture="2026-11", truth=truth, **context(**values)
                )
            )
        )

    recognised = np.median(times("cyber-incident", "recognise", posture="2026-11", truth="B"))

    assert stopped() < 180 < recognised
    assert stopped(hops=9.0) == stopped(hops=2.0)
    assert stopped(ambiguous=1.0) > 2 * stopped()
    assert stopped(standing_authority=0.0) > 5 * stopped()
    assert stopped(truth="A") > 5 * stopped()


def test_units_on_standby_act_at_once_and_others_start_from_home() -> None:
    def gaps(anticipated: float) -> np.ndarray:
        ordered, acted = columns(
            "evacuation-of-nationals",
            kind_column("order"),
            after_column("order"),
            posture="2026-11",
            **context(anticipated=anticipated),
        )
        both = (ordered >= 0) & (acted >= 0)
        return (acted[both] - ordered[both]) / MINUTE

    followed, surprised = gaps(1.0), gaps(0.0)

    assert np.mean(followed < 180) > 0.5
    assert np.mean(followed < 180) > np.mean(surprised < 180)
    assert (surprised > 180).any()


PLAIN = [
    ("hostage-abroad", "ministry_office", "shall_we_unless_handbook", "shown", "cell"),
    ("hostage-abroad", "leaders_told", "worth_it_unless_named", "shown", "inform_minister"),
    ("alliance-support", "agreed_notice", "who_tells_if_unclear", "theirs", "liaise"),
    ("alliance-support", "leaders_told", "worth_it_unless_named", "lives", "inform_minister"),
    ("evacuation-of-nationals", "embassy_headquarters", "shall_we_unless_handbook", "many", "cell"),
    ("cyber-incident", "tell_others", "shall_we_unless_agency", "agency", "handoff"),
    ("cyber-incident", "desk", "take_seriously_unless_plan", "agency", "recognise"),
]


@pytest.mark.parametrize(("scenario", "procedure", "step", "plain", "kind"), PLAIN)
def test_what_a_rule_names_needs_nobody_to_propose_it(
    scenario: str, procedure: str, step: str, plain: str, kind: str
) -> None:
    roll = f"values__{plain}__roll" if plain == "agency" else f"values__{plain}__A__roll"
    nobody = {f"procedures__{procedure}__{step}__raise__rate": 1e-15}
    unnamed = {roll: 0.0} if plain == "agency" else {roll: 1.0, "values__ambiguous": 1.0}

    def equal(case: dict[str, float]) -> bool:
        usual, waits = (
            times(scenario, kind, posture="2026-11", **case, **rates) for rates in ({}, nobody)
        )
        return bool((usual == waits).all())

    assert equal({roll: 1.0})
    assert not equal(unnamed)


def test_a_handbook_opens_headquarters_also_where_nothing_was_needed() -> None:
    assert share("evacuation-of-nationals", "room_in_vain", posture="2026-11", truth="C") == 1
