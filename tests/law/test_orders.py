"""A power that rests on another order rests on that order in force, not on its record."""

import datetime as dt
import random
from functools import cache

import pytest

from tateyoko.law import Act, Fact, State, ask, ask_about, changes, evaluate, facts_of, standing
from tateyoko.law.catalogue import (
    Action,
    ActionVersion,
    Catalogue,
    Deadline,
    Judge,
    Power,
    Term,
    in_force,
)
from tateyoko.law.evaluate import FALSE, TRUE
from tateyoko.law.explain import card_lines, proof_lines
from tateyoko.law.flatten import Flattener
from tateyoko.law.state import StateError
from tateyoko.text import Text
from tateyoko.world.certainty import positive
from tests.law.cases import shipped_law

ROUNDS = 40
DAY = dt.date(2024, 6, 1)
NAME = Text(ja="名", en="name")


@cache
def dependents():
    """Give (power, order that it rests on) for every wording, with the days around its changes."""
    law, found = shipped_law(), {}
    for power in (*law.actions.values(), *law.rules.values()):
        for version in power.versions:
            for leaf in facts_of(version.requires):
                if leaf in law.actions:
                    found.setdefault((power.id, leaf), set()).update(days_of(power))
                    found[power.id, leaf].update(days_of(law.actions[leaf]))
    return tuple((*pair, day) for pair, days in found.items() for day in sorted(days))


def days_of(entry):
    """Give both days around every change of an entry."""
    edges = {day for one in entry.versions for day in (one.since, one.until) if day is not None}
    return {day - dt.timedelta(days=back) for day in edges for back in (0, 1)}


def opened(power, day):
    """Give the requirements of a power on a day, what they name opened."""
    law = shipped_law()
    group = law.actions if power in law.actions else law.rules
    for version in in_force(group[power].versions, day):
        yield changes.pruned(Flattener(law).node(version.requires), day)


def behind(power, day):
    """Give the facts on which a power rests on a day."""
    return list(dict.fromkeys(name for tree in opened(power, day) for name in facts_of(tree)))


def fitting(power, day):
    """Give the facts that should hold for it."""
    return {name for tree in opened(power, day) for name in positive(tree)}


def drawn(power, order, day, dice):
    """Give states without contradiction: what fits both, but for a few facts, none included."""
    law = shipped_law()
    names = [*behind(power, day), *behind(order, day)]
    wanted = fitting(power, day) | fitting(order, day)
    for _ in range(ROUNDS):
        values = {name: float(name in wanted) for name in names}
        for name in dice.sample(names, min(len(names), dice.choice((0, 1, 1, 2, 3)))):
            values[name] = dice.choice((0.0, 0.5, 1.0))
        facts = {name: one for name, one in values.items() if law.facts[name].kind != "act"}
        acts = {name for name, one in values.items() if one == 1 and name not in facts}
        try:
            standing(law, state(facts, acts, day))
        except StateError:
            continue
        yield facts, acts


def state(facts, acts, day):
    return State(day, facts, acts=tuple(Act(name) for name in sorted(acts)))


def value(power, facts, acts, day):
    return ask_about(shipped_law(), state(facts, acts, day), power).tree


@pytest.mark.parametrize(("power", "order", "day"), dependents(), ids=str)
def test_an_unlawful_order_changes_nothing_for_what_rests_on_it(power, order, day):
    law, dice = shipped_law(), random.Random(f"{power} {order} {day}")
    record = law.actions[order].order
    for facts, acts in drawn(power, order, day, dice):
        failing = value(order, facts, acts | {record}, day)
        if failing is not None and failing.value != FALSE:
            continue

        with_record = ask_about(law, state(facts, acts | {record}, day), power)
        without = ask_about(law, state(facts, acts - {record}, day), power)

        assert with_record.status == without.status


@pytest.mark.parametrize(("power", "order", "day"), dependents(), ids=str)
def test_without_a_lawful_order_nothing_that_needs_one_is_permitted(power, order, day):
    law, dice = shipped_law(), random.Random(f"only {power} {order} {day}")
    others = [leaf for one, leaf, _ in dependents() if one == power and leaf != order]
    gone = {law.actions[other].order for other in others}
    record = law.actions[order].order
    for facts, acts in drawn(power, order, day, dice):
        acts = (acts - gone) | {record}
        lawful = value(order, facts, acts, day)
        if lawful is None or lawful.value == FALSE:
            assert ask_about(law, state(facts, acts, day), power).status == "not_permitted"


def test_every_pair_is_tried_with_an_order_that_is_unlawful_and_with_one_that_is_lawful():
    # The two tests above say nothing about pairs for which no such state is drawn.
    tried = {}
    for power, order, day in dependents():
        # Known pairs need no further day.
        if tried.get((power, order)) == {True, False}:
            continue
        dice = random.Random(f"{power} {order} {day}")
        record = shipped_law().actions[order].order
        for facts, acts in drawn(power, order, day, dice):
            tree = value(order, facts, acts | {record}, day)
            lawful = tree is not None and tree.value == TRUE
            tried.setdefault((power, order), set()).add(lawful)

    assert {pair for pair, seen in tried.items() if seen != {True, False}} == set()


@pytest.mark.parametrize("day", [dt.date(1990, 1, 1), dt.date(2010, 1, 1), dt.date(2024, 6, 1)])
def test_a_leaf_that_names_an_action_is_its_layer_in_force(day):
    law, dice = shipped_law(), random.Random(str(day))
    flattener = Flattener(law)
    seen = set()
    for action in law.actions.values():
        for facts, acts in drawn(action.id, action.id, day, dice):
            acts = acts | {action.order} if dice.random() < 0.8 else acts

            layers = ask_about(law, state(facts, acts, day), action.id).layers
            done = {
                name: float(name in acts) for name, one in law.facts.items() if one.kind == "act"
            }
            leaf = evaluate(flattener.order(action), {**done, **facts}, date=day)

            assert leaf == layers.in_force, action.id
            seen.add(leaf)
    assert seen == {0.0, 0.5, 1.0}


def test_an_unlawful_public_security_order_does_not_open_control_of_the_coast_guard():
    facts = {"indirect_aggression_or_emergency": 1.0, "special_need_control": 1.0}
    day = DAY

    lawful = ask_about(
        shipped_law(), state({**facts, "police_insufficient": 1.0}, {"order_a78"}, day), "A80"
    )
    unlawful = ask_about(
        shipped_law(), state({**facts, "police_insufficient": 0.0}, {"order_a78"}, day), "A80"
    )
    open_ = ask_about(shipped_law(), state(facts, {"order_a78"}, day), "A80")

    assert lawful.status == "permitted"
    assert unlawful.status == "not_permitted"
    assert "police_insufficient" in {gap.id for gap in unlawful.missing}
    assert open_.status == "undetermined"
    assert ("police_insufficient", ("pm",)) in open_.judges
    assert "命令による治安出動 (効力のある命令)" in told(unlawful, "ja")
    assert "public security operation by order (order in force)" in told(unlawful, "en")


def told(answer, lang):
    lines = card_lines(shipped_law(), answer, DAY, lang)
    return "\n".join([*lines, *proof_lines(shipped_law(), answer.tree, lang)])


def two_orders():
    """Give a law in which Y rests on X, which lasts three days and may be called off."""
    acts = {name: Term(id=name, label=NAME, kind="act") for name in ("order_x", "called_off")}
    first = ActionVersion(
        label=NAME,
        requires=Fact("need"),
        by=("pm",),
        ends=(Power(label=NAME, when=Fact("called_off")),),
        expires=Deadline(days=3),
    )
    second = ActionVersion(label=NAME, requires=Fact("X"), by=("pm",))
    return Catalogue(
        judges={"pm": Judge(id="pm", label=NAME)},
        facts={"need": Term(id="need", label=NAME), **acts},
        actions={
            "X": Action(id="X", label=NAME, order="order_x", versions=(first,)),
            "Y": Action(id="Y", label=NAME, versions=(second,)),
        },
    )


@pytest.mark.parametrize(
    ("day", "need", "acts", "status"),
    [
        (4, 1.0, ("order_x",), "permitted"),
        (5, 1.0, ("order_x",), "not_permitted"),
        (4, 0.5, ("order_x",), "undetermined"),
        (4, 0.0, ("order_x",), "not_permitted"),
        (4, 1.0, (), "not_permitted"),
        (4, 1.0, ("order_x", "called_off"), "not_permitted"),
    ],
)
def test_an_order_in_force_is_lawful_and_given_and_neither_ended_nor_over(day, need, acts, status):
    given = tuple(Act(name, at=dt.date(2024, 6, 1)) for name in acts)

    answer = ask(two_orders(), State(dt.date(2024, 6, day), {"need": need}, acts=given))["Y"]

    assert answer.status == status


def test_who_lacks_an_order_is_told_to_give_it_and_one_that_is_over_closes_the_way():
    lacking = ask(two_orders(), State(DAY, {"need": 1.0}))["Y"]
    over = State(dt.date(2024, 6, 9), {"need": 1.0}, acts=(Act("order_x", at=DAY),))

    assert [step.id for step in lacking.next if step.kind == "act"] == ["order_x"]
    assert [step.kind for step in ask(two_orders(), over)["Y"].next] == ["blocked"]
