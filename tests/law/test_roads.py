"""Every action of the catalogue can be reached by its own road, and by no shorter one."""

import datetime as dt

import pytest

from tateyoko import law
from tests.law.roads import Walk, approvals, japan, road, with_situation, wordings

WORDINGS = wordings()
# What makes an approval needed that the law asks for only then.
CONDITIONS = {"support_is_services": 1.0}


@pytest.mark.parametrize(("action", "day"), WORDINGS)
def test_the_road_leads_to_the_order_and_the_law_agrees(action, day):
    found = road(action, day)
    walk = Walk(action, day, found, **CONDITIONS)

    assert found.lacks == ()
    assert not walk.waits()
    assert not (approvals(action, day) and walk.permitted())
    walk.go()

    assert walk.permitted()
    answer = walk.answer()
    assert answer.status == "permitted"
    assert [one.act for one in (*answer.consult, *answer.approvals) if not one.done] == []
    assert answer.layers.ordered == 1.0


@pytest.mark.parametrize(("action", "day"), WORDINGS)
def test_without_any_one_approval_the_order_is_not_reached(action, day):
    found = road(action, day)
    given = Walk(action, day, found, **CONDITIONS).facts
    for act in approvals(action, day):
        walk = Walk(action, day, found, **CONDITIONS).go(without=act)

        # What another road has put on record, such as a recognition, cannot be left out.
        assert walk.permitted() == (given.get(act) == 1.0), act


@pytest.mark.parametrize(("action", "day", "situation"), with_situation())
def test_recognition_and_order_on_one_road(action, day, situation):
    found = road(action, day, situation)
    walk = Walk(action, day, found, **CONDITIONS).go()

    assert walk.permitted()
    assert walk.answer().layers.recognised == 1.0
    acts = dict.fromkeys(name for step in found.steps for name in step.sets)
    facts = japan().facts
    for act in [name for name in acts if facts[name].kind == "act" and _is_needed(name, facts)]:
        assert not Walk(action, day, found, **CONDITIONS).go(without=act).permitted(), act


def _is_needed(name, facts):
    """Orders come after the law, and a vote of the Diet may be replaced by urgency."""
    return not name.startswith("order_") and "diet" not in facts[name].by


@pytest.mark.parametrize(("action", "day"), WORDINGS)
def test_what_is_on_record_is_not_done_again(action, day):
    found = road(action, day)
    made = {name: 1.0 for step in found.steps for name in step.sets if step.law is None}
    before = Walk(action, day, found, **CONDITIONS).go()
    after = Walk(action, day, found, **{**CONDITIONS, **made, **before.facts}).go()

    left = set(after.done) - {step.id.removeprefix("go.") for step in found.steps if step.law}
    assert {key for key in left if not key.startswith("diet_")} == set()


def parts(action, day, *beside, **fields):
    """Return the parts of a road on a day by key, the gate and the law included."""
    return [step.id.removeprefix("go.") for step in road(action, day, *beside, **fields).steps]


DAYS = {
    year: dt.date(year, *rest)
    for year, rest in {
        1999: (3, 23),
        2005: (6, 1),
        2015: (6, 1),
        2016: (4, 1),
        2026: (11, 21),
    }.items()
}


def test_a_maritime_security_operation_of_1999_knows_no_telephone():
    assert parts("A82", DAYS[1999]) == [
        "waits",
        "minister_finds",
        "pm_approves",
        "cabinet_sits",
        "A82",
        "ministers_order",
    ]


@pytest.mark.parametrize("year", [2005, 2015, 2026])
def test_a_maritime_security_operation_may_be_decided_by_telephone_since_2001(year):
    found = parts("A82", DAYS[year])

    assert found[3:5] == ["cabinet_by_telephone", "cabinet_sits"]


def test_a_defence_operation_of_1999_rests_on_no_plan_and_hears_the_council_of_its_day():
    found = parts("A76_1", DAYS[1999])

    assert "security_council" in found
    assert not [key for key in found if key.startswith("response_plan")]
    assert found[-3:] == ["A76_1", "ministers_order", "diet_afterwards"]


def test_recognition_and_defence_operation_of_2005_and_2026_differ_in_the_council():
    then, now = (parts("A76_1", DAYS[year], "S_BK") for year in (2005, 2026))

    assert "council_before_2013" in then
    assert [key.replace("council_before_2013", "council_of_nine") for key in then] == now
    assert now[0] in ("minister_finds", "cabinet_sits")
    assert now.index("council_of_nine") < now.index("cabinet_sits") < now.index("diet_votes")
    assert now[-4:] == ["S_BK", "A76_1", "ministers_order", "diet_afterwards"]


def test_one_sitting_finds_adopts_and_approves():
    """The attack on an ally is observed; that it threatens survival is the Cabinet's to find."""
    steps = {step.id: step for step in road("A76_2", DAYS[2026], "S_SK").steps}

    assert set(steps["go.cabinet_sits"].sets) == {
        "closely_related_state",
        "clear_danger",
        "no_other_means",
        "plan_adopted",
        "plan_states_sk",
        "approval_cabinet_a76_2",
    }
    assert set(steps["go.minister_finds"].sets) == {"need_to_defend"}
    assert parts("A76_2", DAYS[2015], "S_SK") == ["S_SK", "A76_2"]


def test_a_public_security_order_goes_to_the_diet_within_twenty_days():
    (step,) = [step for step in road("A78", DAYS[2026]).steps if step.diet == "after"]

    assert step.control is not None
    assert step.control.days == 20
    assert step.control.referred == "referred_a78"
    assert step.control.rejected == "diet_rejected_78"
    (order,) = [step for step in road("A78", DAYS[2026]).steps if step.power]
    assert [law.facts_of(end) for end in order.power.ends] == [("diet_rejected_78",)]


def test_the_operation_that_a_governor_asks_for_waits_for_the_request():
    found = road("A81", DAYS[2026])
    asked = Walk("A81", DAYS[2026], found)
    silent = Walk("A81", DAYS[2026], found, governor_requests_security=0.0)

    assert not asked.waits()
    assert silent.waits()
    assert not silent.go().permitted()
    assert [step.id for step in found.steps if step.diet] == []


def test_an_unlawful_entry_into_the_airspace_is_the_ministers_to_find_and_to_answer():
    assert parts("A84", DAYS[2026]) == ["waits", "minister_finds", "A84", "ministers_order"]


def test_an_evacuation_waits_for_a_recognition_and_begins_in_2004():
    assert parts("cp_evacuation_instruction", DAYS[2026]) == [
        "waits",
        "headquarters_finds",
        "cp_evacuation_instruction",
    ]
    assert parts("cp_evacuation_instruction", DAYS[1999]) == ["cp_evacuation_instruction"]


def test_alternatives_of_one_requirement_are_not_found_in_one_sitting():
    steps = [step for step in road("A83", DAYS[2026]).steps if step.by == ("mod_minister",)]

    assert [list(step.sets) for step in steps] == [
        ["relief_unavoidable"],
        ["disaster_urgent_no_request"],
    ]


def test_an_alternative_can_be_chosen():
    steps = road("A83", DAYS[2026], through=("disaster_request",)).steps

    assert "disaster_urgent_no_request" not in {name for step in steps for name in step.sets}


@pytest.mark.parametrize("year", [1990, 2010, 2026])
def test_control_of_the_coast_guard_waits_for_a_lawful_order_and_asks_for_none(year):
    day = dt.date(year, 6, 1)
    found = road("A80", day)

    lawful = Walk("A80", day, found)
    on_record = Walk("A80", day, found, order_a76_1=0.0, police_insufficient=0.0)
    not_given = Walk("A80", day, found, order_a76_1=0.0, order_a78=0.0)

    assert not lawful.waits()
    assert lawful.go().permitted()
    assert on_record.waits()
    assert not_given.waits()
    assert not on_record.go().permitted()
    assert not {name for step in found.steps for name in step.sets} & {"order_a76_1", "order_a78"}
