"""Any state of any day gets an answer that does not contradict itself, and steps that lead on."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tateyoko.cli.law_data import answer_data
from tateyoko.law import Act, State, StateError, ask, ask_about, facts_of, standing, unfold_rule
from tateyoko.law.explain import card_lines
from tateyoko.law.steps import REFUSALS
from tests.law.cases import shipped_law
from tests.law.mutants import entries_of

LAW = shipped_law()
STATUSES = {0.0: "not_permitted", 0.5: "undetermined", 1.0: "permitted"}
# Days of change with their eves, and a few far from any.
DAYS = sorted(
    {
        day + dt.timedelta(days=shift)
        for _, _, entry in entries_of(LAW)
        for version in entry.versions
        for day in (version.since, version.until)
        if day is not None
        for shift in (-1, 0)
    }
    | {dt.date(1850, 1, 1), dt.date(2024, 6, 1), dt.date(2026, 11, 22), dt.date(2100, 1, 1)}
)
CONTRADICTIONS = {"LW209", "LW217"}


def facts_behind(action):
    """Give every fact that any wording of an action, or what it rests on, asks for."""
    names, stack, found = {action}, [action], set()
    while stack:
        name = stack.pop()
        for _, entry_id, entry in entries_of(LAW):
            if entry_id != name:
                continue
            for version in entry.versions:
                trees = [
                    getattr(version, field, None) for field in ("requires", "met", "recognised")
                ]
                for tree in trees:
                    for leaf in () if tree is None else facts_of(tree):
                        if leaf in LAW.facts:
                            found.add(leaf)
                        elif leaf not in names:
                            names.add(leaf)
                            stack.append(leaf)
    return sorted(found)


BEHIND = {name: facts_behind(name) for name in LAW.actions}


@st.composite
def states(draw):
    """A day, and facts and acts that have to do with one action, with a few that do not."""
    about = draw(st.sampled_from(sorted(LAW.actions)))
    day = draw(st.sampled_from(DAYS))
    others = draw(st.lists(st.sampled_from(sorted(LAW.facts)), max_size=6))
    values, acts = {}, []
    mostly = draw(st.sampled_from([(1.0, 1.0, 0.5), (1.0, 0.5, 0.0), (0.5, 0.5, 0.0), (1.0,)]))
    for name in dict.fromkeys((*BEHIND[about], *others)):
        said = draw(st.sampled_from(mostly))
        if LAW.facts[name].kind != "act":
            values[name] = said
        elif said == 1.0:
            acts.append(draw(done(name, day)))
    numbers = draw(
        st.dictionaries(
            st.sampled_from(sorted(LAW.numbers)), st.sampled_from([0.0, 1.0, 3.0, 21.0, 800.0])
        )
    )
    return about, State(day, values, numbers, tuple(acts))


def done(name, day):
    who = st.sampled_from(("", *LAW.facts[name].by))
    days = st.sampled_from([None, day, day - dt.timedelta(days=30), day - dt.timedelta(days=800)])
    return st.builds(Act, st.just(name), who, days)


def answered(state):
    """Give the answers to a state; a state that contradicts itself is left aside."""
    try:
        return ask(LAW, state)
    except StateError as error:
        codes = {one.code for one in error.problems}
    if codes <= CONTRADICTIONS:
        assume(False)
    pytest.fail(f"a state that contradicts nothing is refused: {codes}")


def answered_after(state, steps):
    """Give the answers after steps were followed.

    Steps may complete the recognition of a situation that the facts denied before, such as an
    armed attack that a plan on record states: that state contradicted itself already.
    """
    try:
        return ask(LAW, followed(state, steps))
    except StateError as error:
        denied = {name for name, one in standing(LAW, state).items() if one.met == 0.0}
        completed = {
            name for name in LAW.situations for one in error.problems if name in one.what.en
        }
        if not completed & denied or {one.code for one in error.problems} != {"LW209"}:
            raise
        assume(False)


def followed(state, steps):
    """Give the state after everybody has done what the steps ask for."""
    facts, acts = dict(state.facts), {act.id: act for act in state.acts}
    for step in steps:
        if step.kind in ("judge", "establish"):
            facts[step.id] = float(step.wanted)
        elif step.id in LAW.facts and step.kind in ("act", "consult", "approve", "order"):
            facts.pop(step.id, None)
            acts.setdefault(step.id, Act(step.id))
    return replace(state, facts=facts, acts=tuple(acts.values()))


def examples(count):
    slow = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, suppress_health_check=slow)


def check_answer(answer, state):
    if answer.reason is not None:
        assert answer.status == "not_permitted"
        assert answer.next == ()
        return
    assert answer.status == STATUSES[answer.tree.value]
    assert (answer.status == "permitted") == (answer.missing == ())
    assert {name for name, _ in answer.judges} <= {gap.id for gap in answer.missing}
    assert all(who for _, who in answer.judges)
    layers = answer.layers
    assert layers.in_force <= min(layers.ordered, answer.tree.value)
    assert answer.tree.value <= layers.met or answer.tree.value <= layers.recognised
    if answer.expires is not None and answer.expires.last_day is not None:
        assert layers.in_force == 0.0 or state.date <= answer.expires.last_day


@examples(60)
@given(states())
def test_no_state_is_answered_with_a_contradiction(drawn):
    _, state = drawn

    for answer in answered(state).values():
        check_answer(answer, state)
    stands = standing(LAW, state)
    assert all(not (one.recognised == 1.0 and one.met == 0.0) for one in stands.values())
    for name in LAW.rules:
        assert unfold_rule(LAW, state, name).value in STATUSES


@examples(120)
@given(states())
def test_followed_steps_lead_to_a_permitted_order_or_to_whose_no_closes_it(drawn):
    name, state = drawn
    answer = answered(state)[name]
    if answer.reason is not None:
        return

    closed = [step for step in answer.next if step.kind in REFUSALS]
    if closed:
        assert answer.status == "not_permitted"
        for step in closed:
            fact = LAW.facts.get(step.id)
            assert step.by or fact is None or fact.kind not in ("judged", "act")
        return
    after = answered_after(state, answer.next)[name]

    assert after.status == "permitted"
    assert [step.kind for step in after.next if step.kind in ("act", "judge", "establish")] == []
    assert after.layers.ordered == 1.0
    assert all(one.done is not False for one in (*after.approvals, *after.consult))


@examples(40)
@given(states(), st.sampled_from(sorted({**LAW.rules, **LAW.situations})))
def test_rules_and_situations_say_what_is_next(drawn, name):
    _, state = drawn
    answered(state)
    answer = ask_about(LAW, state, name)
    check_answer(answer, state)
    if answer.reason is not None or any(step.kind in REFUSALS for step in answer.next):
        return
    after = followed(state, answer.next)
    numbers = {step.id for step in answer.next if step.id in LAW.numbers}

    if not numbers:
        assert ask_about(LAW, after, name).status == "permitted"


@examples(40)
@given(states(), st.data())
def test_a_refused_step_is_told_as_refused(drawn, data):
    name, state = drawn
    answer = answered(state)[name]
    asked = [step for step in answer.next if step.kind == "judge"]
    assume(asked)
    step = data.draw(st.sampled_from(asked))

    refused = replace(state, facts={**state.facts, step.id: float(not step.wanted)})
    after = answered(refused)[name]

    judged = {(one.id, one.wanted) for one in after.next if one.kind == "judge"}
    assert (step.id, step.wanted) not in judged
    check_answer(after, refused)


@examples(15)
@given(states(), st.sampled_from(["ja", "en"]))
def test_every_answer_can_be_told_in_words_and_as_data(drawn, lang):
    _, state = drawn

    for answer in answered(state).values():
        assert card_lines(LAW, answer, state.date, lang)
        assert json.loads(json.dumps(answer_data(LAW, answer)))["status"] == answer.status


@pytest.mark.slow
@examples(3000)
@given(states())
def test_many_states_are_answered_and_their_steps_lead_on(drawn):
    name, state = drawn
    answers = answered(state)
    for answer in answers.values():
        check_answer(answer, state)
    answer = answers[name]
    if answer.reason is None and not any(step.kind in REFUSALS for step in answer.next):
        assert answered_after(state, answer.next)[name].status == "permitted"
