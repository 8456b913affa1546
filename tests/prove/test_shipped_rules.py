"""Evaluator and solver agree on every wording of the shipped law, whatever its facts."""

import datetime as dt
import itertools
import random
from importlib import resources
from pathlib import Path

import pytest

from tateyoko.law import Compare, Fact, walk
from tateyoko.law.unfold import Unfolder
from tateyoko.prove import Encoder, open_book
from tateyoko.prove.solver import z3
from tateyoko.world.literate import read_law
from tests.prove.test_encode import VALUES, table_formula

JAPAN = read_law(Path(str(resources.files("tateyoko"))) / "worlds" / "japan")
MOST_FACTS = 12
# All three values of each fact up to here, true and false alone beyond.
MOST_THREE_VALUED = 6


def wordings():
    """Every wording in time, with a day on which it is in force."""
    for entry in (*JAPAN.actions.values(), *JAPAN.rules.values()):
        for at, version in enumerate(entry.versions):
            day = version.since or dt.date(2000, 1, 1)
            yield pytest.param(version.requires, day, id=f"{entry.id}-{at}")
    for situation in JAPAN.situations.values():
        for at, version in enumerate(situation.versions):
            day = version.since or dt.date(2000, 1, 1)
            yield pytest.param(Fact(situation.id), day, id=f"{situation.id}-{at}")


def numbers_behind(book, tree):
    found, nodes = set(), [tree]
    while nodes:
        for item in walk(nodes.pop()):
            if isinstance(item, Compare):
                found.add((item.number, item.bound))
            elif isinstance(item, Fact) and book.define(item.id) is not None:
                nodes.append(book.define(item.id))
    return found


def value_of(tree, values, numbers, day):
    return Unfolder(JAPAN, values, numbers, day).node(tree).value


def choices_of_numbers(bounds):
    """Each number unknown, below, at and above every bound it is compared with."""
    names = sorted({name for name, _ in bounds})
    tried = [
        [None, *sorted({b + d for n, b in bounds if n == name for d in (-1.0, 0.0, 1.0)})]
        for name in names
    ]
    for row in itertools.product(*tried):
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


@pytest.mark.parametrize(("tree", "day"), list(wordings()))
def test_every_assignment_of_a_wording_is_answered_alike(tree, day):
    book = open_book(JAPAN, day)
    facts = sorted(book.facts_behind(tree))
    if len(facts) > MOST_FACTS:
        compare_at_random(tree, day, facts, count=60)
        return
    choices = VALUES if len(facts) <= MOST_THREE_VALUED else (0.0, 1.0)
    rows = list(itertools.product(choices, repeat=len(facts)))
    for numbers in choices_of_numbers(numbers_behind(book, tree)):
        encoder = Encoder(book.define, date=day)
        truth = encoder.encode(tree)
        table = [value_of(tree, dict(zip(facts, row, strict=True)), numbers, day) for row in rows]
        solver = z3.Solver()
        fixed = encoder.given(dict.fromkeys(facts, 0.5), numbers)[len(encoder.facts) :]
        solver.add(*encoder.well_formed(), *fixed)
        if len(choices) == 2:
            solver.add(encoder.two_valued(facts))
        differs = [truth.equals(v) != table_formula(encoder, facts, table, v) for v in VALUES]

        assert solver.check(z3.Or(differs)) == z3.unsat


def compare_at_random(tree, day, facts, count, seed=0):
    source = random.Random(f"{seed} {day} {facts}")
    book = open_book(JAPAN, day)
    encoder = Encoder(book.define, date=day)
    truth = encoder.encode(tree)
    solver = z3.Solver()
    solver.add(encoder.well_formed())
    differs = {value: z3.Not(truth.equals(value)) for value in VALUES}
    bounds = sorted(numbers_behind(book, tree))
    for _ in range(count):
        # Few facts false, or the value would hardly ever be anything but false.
        weights = source.choice([(1, 1, 1), (1, 2, 7), (1, 0, 9)])
        values = {fact_id: source.choices(VALUES, weights)[0] for fact_id in facts}
        numbers = {
            n: b + source.choice([-1.0, 0.0, 1.0]) for n, b in bounds if source.random() < 0.7
        }
        expected = value_of(tree, values, numbers, day)
        assert solver.check(*encoder.given(values, numbers), differs[expected]) == z3.unsat


@pytest.mark.slow
def test_a_hundred_thousand_random_assignments_of_wordings_beyond_twelve_facts():
    large = []
    for one in wordings():
        tree, day = one.values
        facts = sorted(open_book(JAPAN, day).facts_behind(tree))
        if len(facts) > MOST_FACTS:
            large.append((tree, day, facts))
    assert large
    for tree, day, facts in large:
        compare_at_random(tree, day, facts, count=-(-100_000 // len(large)), seed=1)
