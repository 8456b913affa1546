"""Patterns of crises at sea and in the air: what structure makes of dates, rules and contexts."""

import numpy as np
import pytest

from tateyoko.compiler.kinds import after_column
from tateyoko.world.patterns import eras_of
from tests.worlds.patterns import column, japan, middle, pattern, share, times

MISSILE, AIR = "missile-warning", "air-incursion"
VESSEL, ACCIDENT = "unidentified-vessel", "accident-at-sea"
COMMON = {
    *("detect", "report", "handoff", "recognise", "inform_minister", "inform_pm", "cell"),
    *("assemble", "staff_meeting", "meeting", "request", "decide", "unit_order", "order"),
    *("execute", "public_warning", "correct", "liaise"),
}
EXPECTED = {
    MISSILE: COMMON | {"occur"},
    AIR: COMMON | {"breach"},  # and `occur` where a civil controller is the first observer
    VESSEL: COMMON | {"breach"},
    ACCIDENT: COMMON,
}
# One ground radar errs, nothing else does.
RADAR_ERRS = {"values.radar_errs.C.roll": 1.0, "values.slip.C.roll": 0.0}


@pytest.mark.parametrize("scenario", EXPECTED)
def test_a_pattern_produces_every_kind_it_can_plausibly_produce(scenario: str) -> None:
    model = pattern(scenario)

    came = {
        kind
        for kind in EXPECTED[scenario]
        for truth in model.truths
        if np.isfinite(times(scenario, kind, truth=truth)).any()
    }

    assert came == EXPECTED[scenario]


@pytest.mark.parametrize("scenario", EXPECTED)
@pytest.mark.parametrize(
    "context",
    [
        {"hops": 2.0, "standing_authority": 0.0},
        {"hops": 9.0, "ambiguous": 1.0, "off_hours": 1.0},
        {"hops": 7.0, "anticipated": 1.0, "standing_authority": 0.0, "ambiguous": 1.0},
    ],
)
def test_a_pattern_runs_in_every_era_and_context(scenario: str, context: dict[str, float]) -> None:
    for posture in eras_of(japan()).values():
        for truth in pattern(scenario).truths:
            # A harmless vessel may be gone before anybody has decided, a false track before a cell.
            kinds = ["report", "recognise", "inform_minister", "inform_pm"]
            kinds += ["cell", "decide"] if truth == "A" else []
            for kind in kinds:
                found = times(scenario, kind, posture=posture, truth=truth, runs=20, **context)
                assert np.isfinite(found).any(), (posture, truth, kind)


@pytest.mark.parametrize("scenario", EXPECTED)
@pytest.mark.parametrize(
    ("lead", "posture"), [("led_by_jcg", "pre-1998"), ("led_by_us", "2014-nsc"), ("", "2026-11")]
)
def test_a_pattern_runs_whoever_sees_it_first(scenario: str, lead: str, posture: str) -> None:
    leads = [id for id in pattern(scenario).net.param_ids if id.startswith("values.led_by_")]
    rolls = dict.fromkeys(leads, 0.0)
    if f"values.{lead}" in rolls:
        rolls[f"values.{lead}"] = 1.0

    found = times(scenario, "execute", posture=posture, runs=20, rolls=rolls)

    assert np.isfinite(found).mean() > 0.5


@pytest.mark.parametrize("scenario", EXPECTED)
def test_without_waiting_for_initiative_the_minister_hears_sooner(scenario: str) -> None:
    waiting = times(scenario, "inform_minister", posture="pre-1998")
    at_once = times(scenario, "inform_minister", posture="pre-1998", raise_at_once=1.0)

    assert np.median(at_once) < 0.95 * np.median(waiting)


@pytest.mark.parametrize("scenario", EXPECTED)
def test_off_hours_lengthen_the_way_to_the_prime_minister(scenario: str) -> None:
    case = {"posture": "1998-2005", "runs": 150}

    by_day, by_night = (
        middle(scenario, "inform_pm", off_hours=value, **case) for value in (0.0, 1.0)
    )

    assert by_night > 1.03 * by_day


@pytest.mark.parametrize(
    ("scenario", "kind"),
    [(MISSILE, "inform_minister"), (MISSILE, "meeting"), (AIR, "execute"), (VESSEL, "execute")],
)
def test_what_was_expected_goes_faster(scenario: str, kind: str) -> None:
    case = {"standing_authority": 1.0, "ambiguous": 0.0}

    plain, expected = (middle(scenario, kind, anticipated=value, **case) for value in (0.0, 1.0))

    assert expected < 0.8 * plain


@pytest.mark.parametrize("scenario", EXPECTED)
def test_an_unclear_sign_is_accepted_later(scenario: str) -> None:
    clear, unclear = (middle(scenario, "recognise", ambiguous=value) for value in (0.0, 1.0))

    assert unclear > 1.3 * clear


@pytest.mark.parametrize("scenario", [VESSEL, ACCIDENT, AIR])
def test_those_already_there_carry_out_an_order_at_once(scenario: str) -> None:
    act, order = (times(scenario, kind) for kind in ("execute", "order"))
    answer = column(scenario, after_column("order")) / 60_000
    there = (act < order) & np.isfinite(order)

    assert there.mean() > 0.5
    assert np.median((answer - order)[there]) < 8


@pytest.mark.parametrize(("scenario", "standing"), [(VESSEL, 0.0), (VESSEL, 1.0), (ACCIDENT, 1.0)])
def test_the_order_follows_the_decision_unless_its_text_must_be_written(
    scenario: str, standing: float
) -> None:
    case = {"standing_authority": standing, "runs": 150}
    prompt, drafted = (
        _after(scenario, "decide", "order", rolls={"values.text_later.roll": value}, **case)
        for value in (0.0, 1.0)
    )

    assert np.median(prompt) < 30
    assert np.median(drafted) > np.median(prompt) + 5


def _after(scenario: str, first: str, second: str, **case: object) -> np.ndarray:
    """Return the minutes between two kinds in the runs in which they come in this order."""
    start, end = (times(scenario, kind, **case) for kind in (first, second))
    there = np.isfinite(end) & (end >= start)
    found: np.ndarray = end[there] - start[there]
    return found


@pytest.mark.parametrize("scenario", [MISSILE, AIR])
@pytest.mark.parametrize("posture", ["pre-1998", "1998-2005", "2026-11"])
def test_no_act_waits_longer_because_nobody_waits_for_initiative(
    scenario: str, posture: str
) -> None:
    kinds = ["inform_minister", "inform_pm", "cell", "assemble", "staff_meeting", "meeting"]
    kinds += ["decide", "order", "public_warning", "liaise", "handoff"]
    enters = {"values.enters.A.roll": 1.0} if scenario == AIR else {}
    for kind in kinds:
        waiting, at_once = (
            middle(scenario, kind, posture=posture, rolls=enters, raise_at_once=value)
            for value in (0.0, 1.0)
        )

        assert at_once <= 1.1 * waiting, kind


# ---- missile warning


def test_the_automatic_chain_does_not_wait_for_anybody_to_accept() -> None:
    slow = {"procedures.agreement.accept.takes.scale": 30.0}
    usual, late = (middle(MISSILE, "public_warning", rolls=rolls) for rolls in ({}, slow))
    before = {"posture": "2011", "truth": "B", "rolls": {"values.looks_coming.B.roll": 0.0}}
    plain = middle(MISSILE, "public_warning", **before)
    waits = middle(MISSILE, "public_warning", **{**before, "rolls": before["rolls"] | slow})

    assert late == pytest.approx(usual, abs=0.5)
    assert waits > plain + 5


# Neither a bare first word nor the regular conference says anything.
FINDINGS_ONLY = {
    "procedures.first_word.words.takes.scale": 1000.0,
    "values.said_at_press.roll": 0.0,
}


def test_findings_wait_for_a_meeting_but_a_first_word_does_not() -> None:
    case = {"posture": "1998-2005"}
    word, meeting = (times(MISSILE, k, **case) for k in ("public_warning", "staff_meeting"))
    findings = times(MISSILE, "public_warning", rolls=FINDINGS_ONLY, **case)

    assert (findings > meeting).all()
    assert (word < meeting).any()
    assert (word < findings).mean() > 0.3


def test_a_notified_launch_is_announced_sooner_in_every_era() -> None:
    for posture in ("pre-1998", "1998-2005", "2011"):
        plain, notified = (
            middle(MISSILE, "public_warning", posture=posture, truth="B", anticipated=value)
            for value in (0.0, 1.0)
        )

        assert notified < 0.8 * plain, posture


def test_the_regular_conference_comes_by_the_clock() -> None:
    only = {
        "procedures.first_word.words.takes.scale": 1000.0,
        "procedures.statement.words_old.takes.scale": 1000.0,
        "values.said_at_press.roll": 1.0,
    }
    before_it, by_night = (
        middle(MISSILE, "public_warning", posture="1998-2005", local_hour=hour, rolls=only)
        for hour in (10.0, 2.0)
    )

    assert before_it < 240 < by_night


def test_no_alert_is_sent_before_there_is_one() -> None:
    quick = {"procedures.alert.push.takes.scale": 0.2}
    slow = {"procedures.alert.push.takes.scale": 20.0}
    before, after = (
        [middle(MISSILE, "public_warning", posture=posture, rolls=rolls) for rolls in (quick, slow)]
        for posture in ("1998-2005", "2011")
    )

    assert before[0] == before[1]
    assert after[1] > after[0] + 5


def test_no_ground_radar_follows_a_rocket_before_the_defence_system() -> None:
    seeing = {"values.ship_there.roll": 0.0}
    blind = seeing | {"procedures.radar.horizon.travel.takes.scale": 50.0}
    before, after = (
        [middle(MISSILE, "recognise", posture=posture, rolls=rolls) for rolls in (seeing, blind)]
        for posture in ("1998-2005", "2011")
    )

    assert before[0] == before[1]
    assert after[1] > after[0] + 5


@pytest.mark.parametrize(
    ("slow", "kind"),
    [
        ("procedures.cell.kantei.takes.scale", "staff_meeting"),
        ("procedures.minister_told.call.relay.each.read.scale", "inform_pm"),
        ("procedures.pm_told.centre.relay.each.read.scale", "order"),
        ("procedures.ally_ministries.call.takes.scale", "request"),
        ("meetings.nsc_four.takes.scale", "meeting"),
    ],
)
def test_offices_do_not_wait_for_one_another(slow: str, kind: str) -> None:
    rolls = {slow: 20.0}

    assert middle(MISSILE, kind, rolls=rolls) == pytest.approx(middle(MISSILE, kind), abs=1.0)


def test_before_written_rules_an_instruction_is_somebodys_initiative() -> None:
    for kind in ("order", "decide", "cell"):
        waiting, at_once = (
            middle(MISSILE, kind, posture="1998-2005", raise_at_once=value) for value in (0.0, 1.0)
        )

        assert at_once < 0.7 * waiting, kind


def test_a_call_for_nothing_is_sometimes_called_off() -> None:
    assert 0.05 < share(MISSILE, "team_in_vain", truth="C", runs=200) < 0.8


def test_a_notified_launch_has_its_instruction_on_the_desk() -> None:
    plain, notified = (
        np.median(_after(MISSILE, "inform_pm", "decide", anticipated=value)) for value in (0.0, 1.0)
    )

    assert notified < 0.6 * plain


def test_the_room_of_a_notified_launch_stands_before_anybody_proposes_one() -> None:
    nobody = {"procedures.ministry_office.propose.raise.rate": 1e-15}
    told, room = (
        times(MISSILE, kind, posture="pre-1998", anticipated=1.0, rolls=nobody)
        for kind in ("inform_minister", "cell")
    )

    assert np.isfinite(room).all()
    assert np.median(room - told) < 15


def test_rooms_and_texts_are_paid_for_where_nothing_was_launched() -> None:
    for measure in ("office_in_vain", "instructed_in_vain", "came_in_vain"):
        assert share(MISSILE, measure, truth="C") > 0, measure


def test_two_sources_keep_one_false_track_from_becoming_an_alert() -> None:
    case = {"posture": "2011", "truth": "C", "rolls": RADAR_ERRS}

    assert share(MISSILE, "false_warning", two_source_rule=1.0, **case) == 0.0
    assert share(MISSILE, "false_warning", two_source_rule=0.0, **case) > 0.3


def test_before_the_rule_a_false_track_could_become_a_statement() -> None:
    case = {"posture": "1998-2005", "truth": "C", "rolls": RADAR_ERRS}

    assert share(MISSILE, "false_warning", **case) > 0.3


def test_the_rule_of_two_sources_has_its_price() -> None:
    with_rule, without = (
        middle(MISSILE, "recognise", posture="2011", two_source_rule=value) for value in (1.0, 0.0)
    )

    assert with_rule > without + 0.5


def test_the_satellites_word_alone_has_been_enough_since_2012() -> None:
    radar_blind = {
        "values.ship_there.roll": 0.0,
        "procedures.radar.horizon.travel.takes.scale": 50.0,
    }
    both, one = (
        middle(MISSILE, "recognise", posture=posture, rolls=radar_blind)
        for posture in ("2011", "2014-nsc")
    )

    assert both > 50 > 20 > one


def test_a_wrong_key_is_beyond_the_rule_and_is_withdrawn() -> None:
    case = {"truth": "C", "rolls": {"values.slip.C.roll": 1.0}}

    assert share(MISSILE, "false_warning", **case) == 1.0
    assert np.isfinite(times(MISSILE, "correct", **case)).all()


def test_j_alert_reaches_people_before_a_flight_of_ten_minutes_ends() -> None:
    assert share(MISSILE, "in_time") > 0.8
    assert share(MISSILE, "in_time", posture="1998-2005") < 0.1


def test_a_launch_that_does_not_come_is_seldom_a_call_to_take_shelter() -> None:
    assert share(MISSILE, "warned_in_vain", truth="B", runs=200) == pytest.approx(0.15, abs=0.09)


def test_a_desk_that_must_ask_sends_the_alert_later() -> None:
    by_rule, asking = (
        middle(MISSILE, "public_warning", standing_authority=value) for value in (1.0, 0.0)
    )

    assert asking > by_rule + 4


# ---- air


def test_the_standing_rule_spares_the_chain_upward() -> None:
    short, long = (middle(AIR, "unit_order", hops=hops) for hops in (4.0, 9.0))
    asked_short, asked_long = (
        middle(AIR, "unit_order", hops=hops, standing_authority=0.0) for hops in (4.0, 9.0)
    )

    assert long == short < asked_short / 2
    assert asked_long > asked_short + 20


def test_without_the_rule_the_scramble_follows_the_ministers_order() -> None:
    order = times(AIR, "order", standing_authority=0.0)
    unit_order = times(AIR, "unit_order", standing_authority=0.0)

    assert (order < unit_order).all()


def test_an_entry_reaches_the_minister_sooner_than_a_routine_track() -> None:
    plain = {"values.unusual.A.roll": 0.0}
    passing, entering = (
        middle(AIR, "inform_minister", rolls=plain | {"values.enters.A.roll": value})
        for value in (0.0, 1.0)
    )

    assert entering < 0.75 * passing


def test_the_room_for_an_entry_waits_for_nobody_since_the_decision_of_2003() -> None:
    nobody = {
        f"procedures.kantei_room.{step}.raise.rate": 1e-15
        for step in ("propose", "propose_unless_entry")
    }
    nobody |= {"procedures.ministry_office.propose.raise.rate": 1e-15}
    entered = nobody | {"values.enters.A.roll": 1.0, "values.unusual.A.roll": 0.0}

    assert not np.isfinite(times(AIR, "cell", posture="1998-2005", rolls=entered)).any()
    assert np.isfinite(times(AIR, "cell", rolls=entered)).mean() > 0.9


def test_fighters_fly_against_nothing_now_and_then() -> None:
    assert share(AIR, "in_vain", truth="C") > 0.5


def test_a_controller_notices_after_it_has_begun() -> None:
    occur, detect = (times(AIR, kind, led_by_civil=1.0) for kind in ("occur", "detect"))

    assert (occur == 0).all()
    assert np.median(detect) > 1
    assert (times(AIR, "detect") == 0).all()
    assert np.isinf(times(AIR, "occur")).all()


def test_the_direct_line_is_quicker_than_the_formal_way() -> None:
    case = {"led_by_civil": 1.0, "hops": 8.0}
    usual = middle(AIR, "handoff", **case)
    formal = middle(
        AIR,
        "handoff",
        rolls={"procedures.civil_to_military.tell.relay.each.read.scale": 1000.0},
        **case,
    )

    assert formal > usual + 15


def test_who_is_asked_for_leave_has_been_told() -> None:
    told, order = (
        times(AIR, kind, standing_authority=0.0) for kind in ("inform_minister", "order")
    )

    assert (told < order).all()


def test_controllers_and_police_act_before_any_fighter_is_in_the_air() -> None:
    fighters = {"led_by_civil": 1.0, "rolls": {"procedures.scramble.order.takes.scale": 50.0}}
    controllers, order = (times(AIR, kind, **fighters) for kind in ("execute", "unit_order"))
    police = times(AIR, "execute", led_by_police=1.0)
    asking = times(AIR, "execute", led_by_police=1.0, standing_authority=0.0)

    assert (controllers < order).mean() > 0.9
    assert np.median(police) < 0.5 * np.median(asking)


def test_no_council_and_no_room_for_a_track_that_passes() -> None:
    passes = {"values.enters.A.roll": 0.0, "values.unusual.A.roll": 0.0}
    enters = {"values.enters.A.roll": 1.0}

    for kind in ("meeting", "cell"):
        none, some = (
            np.isfinite(times(AIR, kind, rolls=rolls)).mean() for rolls in (passes, enters)
        )
        assert none < 0.3 < 0.9 < some, kind


@pytest.mark.parametrize(
    ("slow", "kind"),
    [
        ("procedures.up.desks.relay.each.read.scale", "inform_pm"),
        ("procedures.scramble.fly.travel.takes.scale", "inform_minister"),
        ("procedures.statement.words.takes.scale", "decide"),
        ("procedures.kantei_room.room.takes.scale", "staff_meeting"),
        ("meetings.nsc_four.takes.scale", "meeting"),
    ],
)
def test_what_follows_a_scramble_does_not_wait_for_one_another(slow: str, kind: str) -> None:
    enters = {"values.enters.A.roll": 1.0}
    usual, slowed = (middle(AIR, kind, rolls=enters | more) for more in ({}, {slow: 10.0}))

    assert slowed == pytest.approx(usual, rel=0.25)


def test_most_is_published_when_it_is_over_but_nothing_forbids_it_before() -> None:
    stays = {
        "values.enters.A.roll": 1.0,
        "procedures.other_side.stays.travel.takes.scale": 50.0,
        "procedures.other_side.leaves.travel.takes.scale": 50.0,
        "values.said_at_press.roll": 0.0,
    }
    told = times(AIR, "public_warning", rolls=stays)
    usual = times(AIR, "public_warning", rolls=stays | dict.fromkeys(list(stays)[1:3], 1.0))

    assert np.isfinite(told).all()
    assert np.median(usual) < np.median(told)


# ---- unidentified vessel


@pytest.mark.parametrize(
    ("kind", "less"), [("handoff", 0.5), ("inform_minister", 0.75), ("order", 0.8)]
)
def test_without_initiative_the_long_delays_vanish(kind: str, less: float) -> None:
    case = {"posture": "2014-nsc", "standing_authority": 0.0, "ambiguous": 1.0, "runs": 150}
    case |= {"rolls": {"values.acts.A.roll": 0.0}}
    waiting, at_once = (times(VESSEL, kind, raise_at_once=value, **case) for value in (0.0, 1.0))

    assert np.quantile(at_once, 0.4) < less * np.quantile(waiting, 0.4)


def test_what_only_one_service_knows_stays_with_it() -> None:
    case = {"ambiguous": 1.0}
    seen, heard = (
        np.quantile(times(VESSEL, "handoff", rolls={"values.by_analysis.A.roll": v}, **case), 0.8)
        for v in (0.0, 1.0)
    )
    told = np.quantile(
        times(VESSEL, "recognise", rolls={"values.by_analysis.A.roll": 1.0}, **case), 0.5
    )
    at_once = np.quantile(
        times(
            VESSEL, "recognise", rolls={"values.by_analysis.A.roll": 1.0}, raise_at_once=1.0, **case
        ),
        0.5,
    )

    assert heard > 1.5 * seen
    assert told > 2 * at_once


def test_nobody_says_it_is_beyond_the_coast_guard_while_its_ships_still_act() -> None:
    case = {"posture": "2014-nsc", "standing_authority": 0.0, "truth": "B", "runs": 150}
    case |= {"rolls": {"values.acts.B.roll": 0.0}}
    acting = times(VESSEL, "request", **case)
    idle = times(
        VESSEL,
        "request",
        **{
            **case,
            "rolls": case["rolls"]  # type: ignore[dict-item]
            | {
                f"procedures.{road}.tell.relay.each.read.scale": 1000.0
                for road in ("hand_over", "told_by_rule")
            },
        },
    )

    assert np.quantile(acting, 0.3) > 1.3 * np.quantile(idle, 0.3)


@pytest.mark.parametrize("posture", ["pre-1998", "1998-2005", "2026-11"])
def test_with_authority_more_is_asked_for_only_when_the_own_means_have_failed(
    posture: str,
) -> None:
    def runs(kind: str, outruns: float) -> np.ndarray:
        rolls = {f"values.{name}.A.roll": outruns for name in ("outruns", "outruns_old")}
        rolls |= {"values.acts.A.roll": 1.0, "values.submerged.A.roll": 0.0}
        return column(VESSEL, kind, posture=posture, rolls=rolls)

    horizon = pattern(VESSEL).horizon_ms
    fails, stops = (runs("detect_to_sea_request", value) for value in (1.0, 0.0))

    assert (fails < horizon).mean() > 0.6
    assert (stops >= horizon).all()
    assert (runs("detect_to_execute", 1.0) == runs("detect_to_execute", 0.0)).all()


def test_the_manual_tells_the_other_service_what_is_plain_without_a_proposal() -> None:
    rates = [f"procedures.hand_over.{n}.raise.rate" for n in ("by_manual", "by_manual_jcg")]
    nobody = dict.fromkeys(rates, 1e-15) | {"values.submerged.A.roll": 0.0}

    assert np.isfinite(times(VESSEL, "handoff", rolls=nobody)).all()
    unclear = nobody | {"values.by_analysis.A.roll": 1.0}
    assert not np.isfinite(times(VESSEL, "handoff", ambiguous=1.0, rolls=unclear)).all()


def test_the_coast_guard_sends_ships_without_the_forces_authority() -> None:
    sent, order = (
        times(VESSEL, kind, standing_authority=0.0, posture="2014-nsc")
        for kind in ("unit_order", "order")
    )

    assert (sent < order).mean() > 0.8


def test_a_submerged_submarine_is_the_forces_business_whoever_reports_it() -> None:
    case = {"led_by_jsdf": 0.0, "rolls": {"values.submerged.A.roll": 1.0}}

    acts = times(VESSEL, "execute", **case)

    assert np.isfinite(acts).all()
    assert (acts > times(VESSEL, "handoff", **case)).all()


def test_an_operation_goes_by_the_road_of_the_law() -> None:
    model = pattern(VESSEL)

    found = {id for id in model.net.param_ids if id.startswith("on.procedures.maritime_security.")}

    assert any(id.endswith("council_2013") for id in found)
    assert any(id.endswith("cabinet_on_vessels") for id in found)


@pytest.mark.parametrize("scenario", [MISSILE, AIR, ACCIDENT])
def test_a_request_elsewhere_starts_no_operation_at_sea(scenario: str) -> None:
    # Nobody asks for one there, so it is no part of the scenario at all.
    found = [id for id in pattern(scenario).net.param_ids if ".maritime_security." in id]

    assert found == []
    assert np.isfinite(times(scenario, "request", raise_at_once=1.0)).any()


def test_delegation_works_on_paper_and_practised_together_only() -> None:
    case = {"posture": "1998-2005", "standing_authority": 0.0, "runs": 100}
    none = times(VESSEL, "order", **case)
    paper = times(VESSEL, "order", delegated_on_paper=1.0, **case)
    drill = times(VESSEL, "order", delegated_practised=1.0, **case)
    both = times(VESSEL, "order", delegated_on_paper=1.0, delegated_practised=1.0, **case)

    assert (paper == none).all()
    assert (drill == none).all()
    assert np.median(both) < 0.4 * np.median(none)


def test_delegation_lets_orders_take_effect_before_the_minister_knows() -> None:
    case = {"posture": "1998-2005", "standing_authority": 0.0, "ambiguous": 1.0}

    asked = share(VESSEL, "unasked", **case)
    delegated = share(VESSEL, "unasked", delegated_on_paper=1.0, delegated_practised=1.0, **case)

    assert delegated > asked + 0.3


def test_the_joint_manual_shortens_the_notice_to_the_coast_guard() -> None:
    before, after = (middle(VESSEL, "handoff", posture=p) for p in ("pre-1998", "1998-2005"))

    assert after < 0.6 * before


def test_the_act_on_the_spot_needs_no_minister_under_a_standing_rule() -> None:
    act, order = (times(VESSEL, kind, led_by_jcg=1.0) for kind in ("execute", "order"))

    assert np.median(act) < 0.7 * np.median(order)


def test_names_are_not_read_by_night() -> None:
    by_eye = {"values.by_analysis.A.roll": 0.0}
    day, night = (
        middle(VESSEL, "recognise", ambiguous=1.0, local_hour=hour, rolls=by_eye)
        for hour in (11.0, 2.0)
    )

    assert night > day + 40


def test_no_cabinet_sits_for_a_submerged_submarine_after_1996() -> None:
    case = {
        "standing_authority": 0.0,
        "posture": "1998-2005",
        "rolls": {"values.submerged.A.roll": 1.0},
    }
    sitting = {**case, "rolls": {"values.submerged.A.roll": 0.0}}

    assert middle(VESSEL, "order", **case) < middle(VESSEL, "order", **sitting) - 60


# ---- accident at sea


def test_the_directive_of_2008_shortens_the_way_to_the_minister_for_the_forces_only() -> None:
    forces = [middle(ACCIDENT, "inform_minister", posture=p, led_by_jsdf=1.0) for p in _AROUND]
    others = [middle(ACCIDENT, "inform_minister", posture=p, led_by_jsdf=0.0) for p in _AROUND]

    assert forces[1] < 0.8 * forces[0]
    assert forces[1] / forces[0] < others[1] / others[0]


_AROUND = ("1998-2005", "2011")


def test_an_owner_with_a_plan_opens_its_room_without_a_proposal() -> None:
    nobody = {"procedures.cell_operator.shall_we.raise.rate": 1e-15, "values.great.A.roll": 0.0}
    bound, free = (
        times(ACCIDENT, "cell", rolls=nobody | {"values.ism_owner.roll": share_})
        for share_ in (1.0, 0.0)
    )
    before = times(ACCIDENT, "cell", posture="pre-1998", rolls=nobody)

    assert np.isfinite(bound).all()
    assert not np.isfinite(free).any()
    assert not np.isfinite(before).any()
    assert share(ACCIDENT, "office_in_vain", truth="C") > 0


def test_the_forces_own_accident_goes_up_although_nobody_finds_it_worth_a_call() -> None:
    nobody = {
        f"procedures.{name}.raise.rate": 1e-15 for name in ("minister_told.at_once", "pm_told.duty")
    }
    nobody["values.great.A.roll"] = 0.0

    for kind in ("inform_minister", "inform_pm"):
        assert np.isfinite(times(ACCIDENT, kind, led_by_jsdf=1.0, rolls=nobody)).all()
        assert not np.isfinite(times(ACCIDENT, kind, led_by_jsdf=0.0, rolls=nobody)).any()


def test_rescue_begins_before_the_minister_hears() -> None:
    rescue, minister = (
        middle(ACCIDENT, kind, posture="1998-2005") for kind in ("execute", "inform_minister")
    )

    assert rescue < 0.8 * minister


def test_a_false_alert_sends_ships_now_and_then_and_is_called_off() -> None:
    in_vain = share(ACCIDENT, "rescue_in_vain", truth="C", ambiguous=1.0)

    assert 0.1 < in_vain < 0.9
    assert share(ACCIDENT, "rescue_in_vain", truth="C", ambiguous=0.0) > in_vain


def test_longer_chains_tell_the_minister_later() -> None:
    few, many = (
        middle(ACCIDENT, "inform_pm", hops=hops, led_by_jsdf=0.0, posture="pre-1998")
        for hops in (3.0, 9.0)
    )

    assert many > few + 5


def test_minutes_of_a_measure_and_of_the_kinds_agree() -> None:
    measure = column(ACCIDENT, "accident_to_report")
    kind = times(ACCIDENT, "report")

    assert np.allclose(measure / 60_000, kind)
