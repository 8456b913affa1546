"""Every action of the catalogue can be reached by its own road, and by no shorter one."""

import pytest

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
