"""A flattened power says on every day what the question to the catalogue says."""

import datetime as dt
import random

import pytest

from tateyoko.law import evaluate, facts_of
from tateyoko.law.catalogue import in_force
from tateyoko.law.flatten import Flattener
from tateyoko.law.unfold import Unfolder
from tests.law.cases import shipped_law

DAYS = tuple(dt.date(year, 6, 1) for year in (1999, 2005, 2010, 2015, 2017, 2026))


def test_only_facts_are_left():
    law = shipped_law()
    flattener = Flattener(law)
    for group in (law.rules, law.situations, law.actions):
        for power in group.values():
            assert set(facts_of(flattener.power(power))) <= set(law.facts), power.id
    for action in law.actions.values():
        assert set(facts_of(flattener.order(action))) <= set(law.facts), action.id


@pytest.mark.parametrize("day", DAYS)
def test_every_power_has_the_value_that_the_question_gives(day):
    law = shipped_law()
    flattener, dice = Flattener(law), random.Random(1)
    seen = set()
    for _ in range(20):
        values = {name: dice.choice((0.0, 0.5, 1.0, 1.0, 1.0)) for name in law.facts}
        unfolder = Unfolder(law, values, {}, day)
        for power in (*law.rules.values(), *law.situations.values()):
            found = evaluate(flattener.power(power), values, date=day)
            assert found == unfolder.named(power.id).value, power.id
            seen.add(found)
        for action in law.actions.values():
            (wording,) = in_force(action.versions, day) or (None,)
            wanted = 0.0 if wording is None else unfolder.node(wording.requires).value
            assert evaluate(flattener.power(action), values, date=day) == wanted, action.id
            in_effect = evaluate(flattener.order(action), values, date=day)
            assert in_effect == unfolder.named(action.id).value, action.id
    assert seen == {0.0, 0.5, 1.0}
