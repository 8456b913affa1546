"""A question is answered in four layers, and one that contradicts itself is refused."""

import datetime as dt

import pytest

from tateyoko.law import Act, Fact, State, StateError, ask, ask_about, standing
from tateyoko.law.catalogue import Action, ActionVersion, Approval, Catalogue, Judge, Term
from tateyoko.law.changes import find_changes
from tateyoko.law.explain import card_lines, proof_lines
from tateyoko.text import Text
from tests.law.cases import shipped_law

DAY = dt.date(2024, 6, 1)
NAME = Text(ja="名", en="name")
PLAN = ("nsc_done", "plan_drafted", "plan_adopted")


def shipped(action, facts=None, acts=(), day=DAY):
    done = tuple(one if isinstance(one, Act) else Act(one) for one in acts)
    return ask(shipped_law(), State(day, facts or {}, {}, done))[action]


def small(*versions):
    """Give a law with one fact, one order and one action of some versions."""
    return Catalogue(
        judges={"pm": Judge(id="pm", label=NAME)},
        facts={
            "need": Term(id="need", label=NAME, kind="judged", judge=("pm",)),
            "order": Term(id="order", label=NAME, kind="act", by=("pm",)),
        },
        actions={"X": Action(id="X", label=NAME, order="order", versions=versions)},
    )


def wording(**words):
    return ActionVersion(label=NAME, requires=Fact("need"), by=("pm",), **words)


def test_layers_come_one_after_the_other():
    facts = {"attack_occurred": 1.0, "need_to_defend": 1.0, "special_urgency": 1.0}
    plan = (*PLAN, "plan_states_bk")

    met = shipped("A76_1", facts).layers
    recognised = shipped("A76_1", facts, plan).layers
    in_force = shipped("A76_1", facts, (*plan, "order_a76_1")).layers

    assert (met.met, met.recognised, met.ordered, met.in_force) == (1, 0, 0, 0)
    assert (recognised.met, recognised.recognised, recognised.ordered) == (1, 1, 0)
    assert (in_force.ordered, in_force.in_force) == (1, 1)


def test_an_order_without_its_requirements_gives_no_power():
    layers = shipped("A76_1", {"need_to_defend": 0.0}, ("order_a76_1",)).layers

    assert (layers.ordered, layers.in_force) == (1, 0)


def test_rejection_by_the_diet_ends_the_power():
    facts = {"attack_occurred": 1.0, "need_to_defend": 1.0, "special_urgency": 1.0}
    acts = (*PLAN, "plan_states_bk", "order_a76_1", "diet_rejected")

    answer = shipped("A76_1", facts, acts)

    assert answer.status == "not_permitted"
    assert answer.layers.in_force == 0


def test_before_its_law_an_action_does_not_exist():
    answer = shipped("A76_2", day=dt.date(2015, 1, 1))

    assert answer.status == "not_permitted"
    assert answer.reason.en == "not in force on that day"


def test_an_open_judged_term_names_its_judge_and_what_is_weighed():
    facts = {"closely_related_state": 1.0, "allied_attack": 1.0, "no_other_means": 1.0}
    facts |= {"need_to_defend": 1.0, "special_urgency": 1.0}

    answer = shipped("A76_2", facts, (*PLAN, "plan_states_sk"))

    assert answer.status == "undetermined"
    assert answer.judges == (("clear_danger", ("cabinet",)),)
    assert answer.next[0].kind == "judge"
    assert answer.next[0].by == ("cabinet",)
    card = "\n".join(card_lines(shipped_law(), answer, DAY, "ja"))
    assert "判断者：内閣" in card
    assert "攻撃国の意思・能力" in card


def test_steps_go_from_judgement_through_approval_to_order_and_diet():
    facts = {"attack_occurred": 1.0, "need_to_defend": 1.0}

    steps = shipped("A76_1", {**facts, "special_urgency": 1.0}).next

    assert [step.kind for step in steps] == ["act"] * 4 + ["approve", "order", "diet"]
    # With prior approval as one of the steps, none is asked for afterwards.
    assert "diet" not in [step.kind for step in shipped("A76_1", facts).next]


def about(name, facts=None, acts=(), day=DAY):
    done = tuple(one if isinstance(one, Act) else Act(one) for one in acts)
    return ask_about(shipped_law(), State(day, facts or {}, {}, done), name)


def test_a_rule_of_procedure_says_who_is_next_and_through_whom_it_goes():
    facts = {"attack_occurred": 1.0}
    plan = (*PLAN, "plan_states_bk")

    answer = about("cp_evacuation_instruction", facts, (*plan, "warning_issued"))

    assert answer.status == "undetermined"
    assert [(step.kind, step.id, step.by) for step in answer.next] == [
        ("judge", "evacuation_specially_needed", ("hq_chief",)),
        ("order", "cp_evacuation_instruction", ("hq_chief",)),
    ]
    assert answer.chain == ("mic_minister", "governor")


def test_the_mayor_waits_for_the_governor():
    steps = about("cp_mayor_guides").next

    assert [(step.kind, step.id, step.by) for step in steps] == [
        ("act", "governor_evacuation_given", ("governor",)),
        ("order", "cp_mayor_guides", ("mayor",)),
    ]


def test_a_deadline_counts_from_its_act():
    answer = about("plan_diet_due", acts=(Act("plan_adopted", "cabinet", dt.date(2024, 5, 30)),))

    assert answer.status == "permitted"
    assert answer.deadline.last_day == dt.date(2024, 5, 30)


def test_who_succeeds_is_a_question_too():
    answer = about("acting_pm", {"pm_vacant": 0.0})

    assert [(step.kind, step.id, step.by) for step in answer.next] == [
        ("judge", "pm_unable", ("cabinet",)),
        ("act", "successor_designated", ("pm",)),
    ]


def test_a_situation_asks_for_its_recognition():
    steps = about("S_BK", {"attack_occurred": 1.0}, ("nsc_done", "plan_drafted")).next

    assert [step.id for step in steps if step.kind == "act"] == ["plan_adopted", "plan_states_bk"]
    assert about("S_SK", day=dt.date(2015, 1, 1)).reason.en == "not in force on that day"


def test_a_fact_that_does_not_hold_blocks_the_way():
    steps = shipped("A76_1", {"attack_occurred": 0.0, "attack_imminent": 0.0}).next

    assert {step.id for step in steps if step.kind == "blocked"} == {"attack_occurred"}
    assert "order" not in [step.kind for step in steps]


def test_approvals_say_whether_they_have_been_given():
    before = shipped("A82").approvals
    after = shipped("A82", acts=("approval_pm_a82",)).approvals

    assert [one.done for one in before] == [False, False]
    assert [one.done for one in after] == [True, False]


def cabinet_at_sea(day, **facts):
    """The Cabinet's part in an order of article 82 on a day, None where it is not asked."""
    known = {"order_at_sea": 1.0, "special_need_at_sea": 1.0, **facts}
    approvals = ask(shipped_law(), State(day, known))["A82"].approvals
    return next((one for one in approvals if one.by == "cabinet"), None)


def test_the_cabinet_decided_once_for_all_on_submerged_submarines():
    before, since = dt.date(1996, 12, 23), dt.date(1996, 12, 24)

    assert cabinet_at_sea(before, submerged_foreign_submarine=1.0).needed == 1.0
    for day in (since, dt.date(2004, 11, 10), dt.date(2024, 6, 1)):
        assert cabinet_at_sea(day, submerged_foreign_submarine=1.0) is None
        assert cabinet_at_sea(day, submerged_foreign_submarine=0.0).needed == 1.0
        assert cabinet_at_sea(day).needed == 0.5


@pytest.mark.parametrize(
    ("day", "facts", "by_telephone"),
    [
        (dt.date(2001, 11, 1), ["suspicious_vessel"], 0.0),
        (dt.date(2001, 11, 2), ["suspicious_vessel"], 1.0),
        (dt.date(2015, 5, 14), ["suspicious_vessel"], 1.0),
        (dt.date(2015, 5, 13), ["foreign_warship_not_innocent"], 0.5),
        (dt.date(2015, 5, 14), ["foreign_warship_not_innocent"], 1.0),
    ],
)
def test_which_cases_at_sea_the_cabinet_may_decide_by_telephone(day, facts, by_telephone):
    known = dict.fromkeys((*facts, "cabinet_specially_urgent", "extraordinary_meeting_hard"), 1.0)

    assert cabinet_at_sea(day, **known).by_telephone == by_telephone


def test_two_situations_may_stand_together():
    facts = {"attack_occurred": 1.0, "closely_related_state": 1.0, "allied_attack": 1.0}
    facts |= {"clear_danger": 1.0, "no_other_means": 1.0}
    acts = tuple(Act(one) for one in (*PLAN, "plan_states_bk", "plan_states_sk"))

    found = standing(shipped_law(), State(DAY, facts, {}, acts))

    assert found["S_BK"].recognised == found["S_SK"].recognised == 1.0


def test_doubts_are_handed_on():
    version = wording(
        doubt=Text(ja="疑", en="doubt"),
        verified="not_confirmed",
        confidence="low",
        as_of="2015",
        approvals=(Approval(by="pm", basis="inferred"),),
    )

    kinds = {one.kind for one in ask(small(version), State(DAY))["X"].doubts}

    assert kinds == {"stated", "not_confirmed", "low_confidence", "old_text", "inferred"}


def test_the_doubts_of_a_fact_reach_the_answer():
    law = small(wording())
    fact = Term(id="need", label=NAME, kind="judged", judge=("pm",), verified="not_confirmed")
    law = Catalogue(judges=law.judges, facts={**law.facts, "need": fact}, actions=law.actions)

    (doubt,) = ask(law, State(DAY))["X"].doubts

    assert (doubt.about, doubt.kind) == ("need", "not_confirmed")


def test_days_are_counted_without_the_first_one():
    facts = {"indirect_aggression_or_emergency": 1.0, "police_insufficient": 1.0}
    order = Act("order_a78", "pm", dt.datetime(2024, 6, 1, 9, 0))

    assert shipped("A78", facts, (order,)).diet.due == dt.date(2024, 6, 21)


def test_expiry_ends_what_is_in_force():
    from tateyoko.law.catalogue import Deadline

    law = small(wording(expires=Deadline(days=3.0)))
    order = Act("order", "pm", dt.date(2024, 6, 1))

    def in_force(day):
        return ask(law, State(day, {"need": 1.0}, {}, (order,)))["X"].layers.in_force

    assert in_force(dt.date(2024, 6, 4)) == 1.0
    assert in_force(dt.date(2024, 6, 5)) == 0.0


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State(DAY, {"nead": 1.0}), "LW202"),
        (State(DAY, acts=(Act("ordr"),)), "LW203"),
        (State(DAY, acts=(Act("need"),)), "LW216"),
        (State(DAY, numbers={"days": 1.0}), "LW204"),
        (State(DAY, {"need": 0.7}), "LW205"),
        (State(DAY, {"order": 0.0}, acts=(Act("order"),)), "LW207"),
        (State(DAY, acts=(Act("order", "judge"),)), "LW213"),
        (State(DAY, acts=(Act("order", "pm", dt.date(2024, 6, 2)),)), "LW210"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(state, code):
    with pytest.raises(StateError) as raised:
        ask(small(wording()), state)

    assert [one.code for one in raised.value.problems] == [code]
    assert raised.value.exit_code == 2


def test_an_act_by_the_wrong_post_is_refused():
    with pytest.raises(StateError, match="LW208"):
        shipped("A82", acts=(Act("order_a82", "governor"),))


def test_recognition_without_its_requirements_is_refused():
    facts = {"attack_occurred": 0.0, "attack_imminent": 0.0}

    with pytest.raises(StateError, match="LW209"):
        shipped("A76_1", facts, (*PLAN, "plan_states_bk"))


def test_two_wordings_in_force_are_a_conflict_and_no_answer():
    with pytest.raises(StateError, match="LW211"):
        ask(small(wording(cite="1"), wording(cite="2")), State(DAY))


def test_a_difference_of_days_names_what_began():
    changes = {
        one.id: one for one in find_changes(shipped_law(), dt.date(2015, 1, 1), dt.date(2017, 1, 1))
    }

    assert changes["A76_2"].kind == "begins"
    assert changes["S_SK"].kind == "begins"
    assert find_changes(shipped_law(), DAY, DAY) == ()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_action_has_a_card_and_reasons_in_both_languages(lang):
    answers = ask(shipped_law(), State(dt.date(2027, 1, 1)))

    for answer in answers.values():
        card = card_lines(shipped_law(), answer, DAY, lang)
        assert card[0].startswith(answer.id)
        if answer.tree is not None:
            reasons = proof_lines(shipped_law(), answer.tree, lang)
            assert all(line.lstrip()[0] in "○×?" for line in reasons)
