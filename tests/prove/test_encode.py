"""The evaluator and the solver say the same of every tree, assignment and date."""

import datetime as dt
import itertools
import random
import subprocess
import sys

import pytest

from tateyoko.law import All, Any, AtLeast, Compare, Exemption, Fact, Not, Remark, Unless, evaluate
from tateyoko.prove import Encoder
from tateyoko.prove.solver import z3
from tests.prove.random_trees import DAY, random_tree, solved_value, tree_of_all

VALUES = (0.0, 0.5, 1.0)


def table_formula(encoder, facts, values, wanted):
    """Build 'the assignment is one for which `values` says `wanted`' as a shared decision tree."""
    formulas = {}

    def build(depth, cells):
        if len(set(cells)) == 1:
            return z3.BoolVal(cells[0] == wanted)
        key = (depth, cells)
        if key not in formulas:
            truth = encoder.fact(facts[depth])
            parts = len(cells) // base
            below = [build(depth + 1, cells[i * parts : (i + 1) * parts]) for i in range(base)]
            if base == 2:
                formulas[key] = z3.If(truth.holds, below[1], below[0])
            else:
                inner = z3.If(truth.possible, below[1], below[0])
                formulas[key] = z3.If(truth.holds, below[2], inner)
        return formulas[key]

    base = 2 if len(values) == 2 ** len(facts) else 3
    return build(0, tuple(values))


def agrees_everywhere(tree, facts, choices, date=None):
    """Prove that no assignment at all separates the evaluator's table from the formula."""
    encoder = Encoder(date=date)
    truth = encoder.encode(tree)
    table = [
        evaluate(tree, dict(zip(facts, row, strict=True)), date=date)
        for row in itertools.product(choices, repeat=len(facts))
    ]
    solver = z3.Solver()
    for fact_id in facts:
        encoder.fact(fact_id)
    solver.add(encoder.well_formed())
    if len(choices) == 2:
        solver.add(encoder.two_valued(facts))
    differs = [
        truth.equals(value) != table_formula(encoder, facts, table, value) for value in VALUES
    ]
    return solver.check(z3.Or(differs)) == z3.unsat


@pytest.mark.parametrize("seed", range(60))
def test_agrees_on_every_three_valued_assignment(seed):
    source = random.Random(seed)
    facts = [f"f{n}" for n in range(source.randint(1, 6))]
    tree = random_tree(source, facts)

    assert agrees_everywhere(tree, facts, VALUES, date=source.choice([None, DAY]))


@pytest.mark.parametrize("seed", range(12))
def test_agrees_on_every_two_valued_assignment_of_twelve_facts(seed):
    source = random.Random(1000 + seed)
    facts = [f"f{n}" for n in range(12)]
    tree = tree_of_all(source, facts)

    assert agrees_everywhere(tree, facts, (0.0, 1.0), date=DAY)


def test_the_proof_sees_a_single_wrong_cell():
    facts = ["a", "b"]
    tree = All((Fact("a"), Fact("b")))
    wrong = Any((Fact("a"), Fact("b")))
    encoder = Encoder()
    truth = encoder.encode(wrong)
    table = [
        evaluate(tree, dict(zip(facts, row, strict=True)))
        for row in itertools.product(VALUES, repeat=2)
    ]
    solver = z3.Solver()
    solver.add(encoder.well_formed())

    differs = truth.equals(1.0) != table_formula(encoder, facts, table, 1.0)

    assert solver.check(differs) == z3.sat


def compare_at_random(source, trees, assignments):
    """Compare the two on random assignments of large trees, numbers and dates included."""
    for _ in range(trees):
        facts = [f"f{n}" for n in range(source.randint(13, 40))]
        numbers = ("days", "persons")
        tree = All((tree_of_all(source, facts), random_tree(source, facts, numbers=numbers)))
        if source.random() < 0.5:
            tree = random_tree(source, facts, numbers=numbers, depth=5)
        date = source.choice([None, DAY, DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=400)])
        encoder = Encoder(date=date)
        truth = encoder.encode(tree)
        solver = z3.Solver()
        solver.add(encoder.well_formed())
        differs = {value: z3.Not(truth.equals(value)) for value in VALUES}
        for _ in range(assignments):
            assignment = {f: source.choice(VALUES) for f in facts if source.random() < 0.9}
            given = {
                n: source.choice([0.0, 1.0, 2.0, 2.5, 20.0, 21.0])
                for n in numbers
                if source.random() < 0.7
            }
            expected = evaluate(tree, assignment, numbers=given, date=date)
            # Where no model differs from the evaluator's value, the solver says the same.
            assert solver.check(*encoder.given(assignment, given), differs[expected]) == z3.unsat


def test_agrees_on_random_assignments_beyond_twelve_facts():
    compare_at_random(random.Random(7), trees=60, assignments=50)


@pytest.mark.slow
def test_agrees_on_a_hundred_thousand_random_assignments():
    compare_at_random(random.Random(8), trees=1000, assignments=100)


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize("value", [None, 0.1, 19.0, 20.0, 20.5])
def test_numbers_are_compared_exactly_and_may_be_unknown(sign, value):
    for bound in (0.1, 20.0):
        tree = Compare("days", sign, bound)
        encoder = Encoder()
        truth = encoder.encode(tree)
        given = {} if value is None else {"days": value}

        assert solved_value(encoder, truth, {}, given) == evaluate(tree, {}, numbers=given)


def test_a_leaf_that_is_a_rule_means_its_tree_and_its_dates():
    rule = All((Fact("attack"), Fact("danger")), Remark(since=DAY))
    tree = Any((Fact("met"), Fact("other")))
    before = Encoder({"met": rule}.get, date=DAY - dt.timedelta(days=1))
    after = Encoder({"met": rule}.get, date=DAY)
    facts = {"attack": 1.0, "danger": 1.0, "other": 0.0}

    assert solved_value(before, before.encode(tree), facts) == 0.0
    assert solved_value(after, after.encode(tree), facts) == 1.0
    assert solved_value(after, after.encode(tree), facts | {"danger": 0.5}) == 0.5
    assert set(after.facts) == {"attack", "danger", "other"}


def test_an_exception_never_widens_a_rule():
    source = random.Random(11)
    for _ in range(40):
        facts = [f"f{n}" for n in range(8)]
        plain = random_tree(source, facts)
        barred = Unless(plain, (Exemption(random_tree(source, facts)),))
        encoder = Encoder(date=DAY)
        wide, narrow = encoder.encode(plain), encoder.encode(barred)
        solver = z3.Solver()
        solver.add(encoder.well_formed())
        solver.add(
            z3.Or(
                z3.And(narrow.holds, z3.Not(wide.holds)),
                z3.And(narrow.possible, z3.Not(wide.possible)),
            )
        )

        assert solver.check() == z3.unsat


@pytest.mark.parametrize(("k", "expected"), [(0, 1.0), (1, 1.0), (2, 0.5), (3, 0.0), (4, 0.0)])
def test_counting_follows_the_evaluator_at_its_edges(k, expected):
    tree = AtLeast(k, (Fact("a"), Fact("b"), Not(Fact("a"))))
    encoder = Encoder()
    facts = {"a": 1.0}

    assert evaluate(tree, facts) == expected
    assert solved_value(encoder, encoder.encode(tree), facts) == expected


def test_without_the_solver_the_extra_is_named():
    program = "import sys; sys.modules['z3'] = None\nimport tateyoko.prove"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert "UsageError" in done.stderr
    assert "tateyoko[prove]" in done.stderr
