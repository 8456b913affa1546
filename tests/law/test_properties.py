"""What holds for every tree: exceptions never widen, unknown is monotone, boolean where known."""

import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from tateyoko.law import (
    Act,
    All,
    Any,
    AtLeast,
    Catalogue,
    Exemption,
    Fact,
    Not,
    State,
    Unless,
    ask,
    evaluate,
    facts_of,
    next_steps,
)
from tateyoko.law.catalogue import Action, ActionVersion, Judge, Term
from tateyoko.text import Text
from tests.law.strategies import NAMES, read_once, trees, values

DAY = dt.date(2024, 6, 1)
NAME = Text(ja="名", en="name")


def truth(node, facts):
    """Give the value of a tree in two-valued logic, in Python's own words."""
    if isinstance(node, Fact):
        return facts[node.id]
    if isinstance(node, All):
        return all(truth(branch, facts) for branch in node.branches)
    if isinstance(node, Any):
        return any(truth(branch, facts) for branch in node.branches)
    if isinstance(node, AtLeast):
        return sum(truth(branch, facts) for branch in node.branches) >= node.k
    if isinstance(node, Not):
        return not truth(node.branch, facts)
    assert isinstance(node, Unless)
    barred = any(truth(exemption.when, facts) for exemption in node.exemptions)
    return truth(node.branch, facts) and not barred


def law_of(tree, kind="observed"):
    """Give a catalogue with one action that requires the tree."""
    facts = {name: Term(id=name, label=NAME, kind=kind) for name in facts_of(tree)}
    version = ActionVersion(label=NAME, requires=tree, by=("pm",))
    return Catalogue(
        judges={"pm": Judge(id="pm", label=NAME)},
        facts=facts,
        actions={"act": Action(id="act", label=NAME, versions=(version,))},
    )


@settings(max_examples=30, deadline=None)
@given(trees())
def test_the_evaluator_equals_a_truth_table_over_all_facts(tree):
    names = facts_of(tree)

    for row in itertools.product((False, True), repeat=len(names)):
        facts = dict(zip(names, row, strict=True))
        known = {name: float(value) for name, value in facts.items()}
        assert evaluate(tree, known) == float(truth(tree, facts))


@settings(max_examples=60, deadline=None)
@given(trees(NAMES[:6]), values())
def test_a_known_value_holds_however_the_unknown_facts_turn_out(tree, facts):
    value = evaluate(tree, facts)
    names = facts_of(tree)
    choices = [(0.0, 1.0) if facts[name] == 0.5 else (facts[name],) for name in names]
    outcomes = {
        evaluate(tree, dict(zip(names, row, strict=True))) for row in itertools.product(*choices)
    }

    if value != 0.5:
        assert outcomes == {value}


@settings(deadline=None)
@given(trees(), values(), st.sampled_from(NAMES), st.sampled_from([0.0, 1.0]))
def test_learning_a_fact_never_overturns_what_was_known(tree, facts, name, learnt):
    before = evaluate(tree, {**facts, name: 0.5})
    after = evaluate(tree, {**facts, name: learnt})

    assert before in (0.5, after)


@settings(deadline=None)
@given(trees(), trees(), values())
def test_an_exception_never_widens_a_power(tree, exception, facts):
    narrowed = Unless(tree, (Exemption(exception),))

    assert evaluate(narrowed, facts) <= evaluate(tree, facts)


@settings(max_examples=60, deadline=None)
@given(trees(), values())
def test_an_answer_has_the_value_of_its_tree(tree, facts):
    used = {name: facts[name] for name in facts_of(tree)}
    status = {0.0: "not_permitted", 0.5: "undetermined", 1.0: "permitted"}

    answer = ask(law_of(tree), State(DAY, used))["act"]

    assert answer.status == status[evaluate(tree, facts)]
    assert answer.tree.value == answer.layers.met == evaluate(tree, facts)


@settings(max_examples=60, deadline=None)
@given(trees(), st.data())
def test_what_is_missing_is_enough(tree, data):
    tree, names = read_once(tree)
    facts = {name: data.draw(st.sampled_from([0.0, 0.5, 1.0])) for name in names}

    answer = ask(law_of(tree), State(DAY, facts))["act"]
    mended = {**facts, **{gap.id: float(gap.wanted) for gap in answer.missing}}

    assert (answer.status == "permitted") == (answer.missing == ())
    assert evaluate(tree, mended) == 1.0


@settings(max_examples=60, deadline=None)
@given(trees(), st.data())
def test_the_next_steps_lead_there_and_all_of_them_are_needed(tree, data):
    tree, names = read_once(tree)
    facts = {name: data.draw(st.sampled_from([0.5, 1.0])) for name in names}
    law = law_of(tree, kind="judged")

    steps = [step for step in next_steps(law, State(DAY, facts), "act") if step.id]
    mended = {**facts, **{step.id: float(step.wanted) for step in steps}}

    assert evaluate(tree, mended) == 1.0
    for step in steps:
        left = {**mended, step.id: facts[step.id]}
        assert evaluate(tree, left) < 1.0


@given(st.sets(st.sampled_from(NAMES)))
def test_acts_are_a_record_and_what_is_not_recorded_was_not_done(done):
    tree = All(tuple(Fact(name) for name in NAMES))
    law = law_of(tree, kind="act")

    answer = ask(law, State(DAY, acts=tuple(Act(name) for name in sorted(done))))["act"]

    assert {gap.id for gap in answer.missing} == set(NAMES) - done
    assert answer.status == ("permitted" if len(done) == len(NAMES) else "not_permitted")
