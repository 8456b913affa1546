"""Random trees of requirements, and what the solver says about one assignment."""

import datetime as dt

from tateyoko.law.tree import (
    All,
    Any,
    AtLeast,
    Compare,
    Exemption,
    Fact,
    Not,
    Remark,
    Unless,
)
from tateyoko.prove.solver import z3

DAY = dt.date(2016, 3, 29)
SIGNS = ("<", "<=", ">", ">=", "==", "!=")


def random_remark(random):
    """One node in six is dated: before, from, or after DAY."""
    if random.random() > 1 / 6:
        return Remark()
    edge = DAY + dt.timedelta(days=random.choice([-400, 0, 1, 400]))
    return random.choice([Remark(since=edge), Remark(until=edge)])


def random_tree(random, facts, *, numbers=(), depth=4):
    """Build a tree over the given facts; every form of the vocabulary occurs."""
    form = random.choice(["all", "any", "at_least", "not", "unless", "leaf"])
    if depth == 0 or form == "leaf":
        if numbers and random.random() < 0.2:
            bound = random.choice([0.0, 1.0, 2.5, 20.0])
            return Compare(
                random.choice(numbers), random.choice(SIGNS), bound, random_remark(random)
            )
        return Fact(random.choice(facts), random_remark(random))

    def below():
        return random_tree(random, facts, numbers=numbers, depth=depth - 1)

    remark = random_remark(random)
    branches = tuple(below() for _ in range(random.randint(1, 4)))
    if form == "all":
        return All(branches, remark)
    if form == "any":
        return Any(branches, remark)
    if form == "at_least":
        return AtLeast(random.randint(1, len(branches)), branches, remark)
    if form == "not":
        return Not(below(), remark)
    exemptions = tuple(
        Exemption(below(), random_remark(random)) for _ in range(random.randint(1, 2))
    )
    return Unless(below(), exemptions, remark)


def tree_of_all(random, facts):
    """Build a tree in which every one of the facts occurs."""
    parts = list(facts)
    random.shuffle(parts)
    nodes = [Fact(part) for part in parts]
    while len(nodes) > 1:
        size = min(len(nodes), random.randint(2, 4))
        taken, nodes = tuple(nodes[:size]), nodes[size:]
        form = random.choice(["all", "any", "at_least", "unless", "not"])
        if form == "all":
            joined = All(taken, random_remark(random))
        elif form == "any":
            joined = Any(taken)
        elif form == "at_least":
            joined = AtLeast(random.randint(1, size), taken)
        elif form == "not":
            joined = All((Not(taken[0]), *taken[1:]))
        else:
            joined = Unless(taken[0], tuple(Exemption(node) for node in taken[1:]))
        nodes.append(joined)
    return nodes[0]


def solved_value(encoder, truth, assignment, numbers=None):
    """Ask the solver for the value of a formula under one assignment."""
    solver = z3.Solver()
    literals = [*encoder.well_formed(), *encoder.given(assignment, numbers)]
    holds = solver.check(*literals, truth.holds) == z3.sat
    possible = solver.check(*literals, truth.possible) == z3.sat
    assert possible or not holds
    return 1.0 if holds else 0.5 if possible else 0.0
