"""Trees of requirements become formulas in three values.

A fact is two booleans: `holds` (it is true) and `possible` (it is not false). True is both, false
is neither, unknown is `possible` alone; the fourth combination is excluded by a clause per fact.
Kleene's connectives then need no case table: ``and`` and ``or`` work on each boolean by itself,
``not`` swaps the two and negates them. Every rule below states what `tateyoko.law.evaluate` does
in numbers, branch by branch, dates included; tests compare the two on every assignment.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any as Formula

from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.law.tree import All, Any, AtLeast, Compare, Fact, Node, Not, Unless
from tateyoko.prove.solver import z3

__all__ = ["Encoder", "Truth"]


@dataclass(frozen=True, slots=True)
class Truth:
    """Truth of one node: two formulas.

    Attributes
    ----------
    holds, possible : z3.BoolRef
        The node is true; the node is not false. Where the facts are well formed, `holds` implies
        `possible`.
    """

    holds: Formula
    possible: Formula

    def equals(self, value: float) -> Formula:
        """Return the formula 'this has the value' for 0, 0.5 or 1."""
        if value == TRUE:
            return self.holds
        if value == FALSE:
            return z3.Not(self.possible)
        return z3.And(self.possible, z3.Not(self.holds))

    @property
    def known(self) -> Formula:
        """The formula 'this is true or false'."""
        return z3.Or(self.holds, z3.Not(self.possible))


class Encoder:
    """Translates trees on one date, and remembers the facts and numbers that it met.

    Parameters
    ----------
    define : callable, optional
        Gives the tree of a leaf that is a rule or a situation, and None for a fact. Definitions
        must not run in circles; `RecursionError` tells that they do.
    date : date, optional
        Day on which the law is asked; without it every branch is in force.

    Examples
    --------
    >>> from tateyoko.law import All, Fact, Not
    >>> encoder = Encoder()
    >>> truth = encoder.encode(All((Fact("danger"), Not(Fact("other_means")))))
    >>> encoder.facts
    ('danger', 'other_means')
    """

    def __init__(
        self,
        define: Callable[[str], Node | None] | None = None,
        *,
        date: dt.date | None = None,
    ) -> None:
        self._define = define
        self._date = date
        self._facts: dict[str, Truth] = {}
        self._numbers: dict[str, tuple[Formula, Formula]] = {}
        self._defined: dict[str, Truth] = {}

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts met so far, in the order of meeting."""
        return tuple(self._facts)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Numbers met so far, in the order of meeting."""
        return tuple(self._numbers)

    def fact(self, fact_id: str) -> Truth:
        """Return the two booleans of a fact."""
        if fact_id not in self._facts:
            self._facts[fact_id] = Truth(
                z3.Bool(f"holds {fact_id}"), z3.Bool(f"possible {fact_id}")
            )
        return self._facts[fact_id]

    def number(self, number_id: str) -> tuple[Formula, Formula]:
        """Return a number's value (real) and whether it is known (boolean)."""
        if number_id not in self._numbers:
            self._numbers[number_id] = (
                z3.Real(f"number {number_id}"),
                z3.Bool(f"known {number_id}"),
            )
        return self._numbers[number_id]

    def leaf(self, leaf_id: str) -> Truth:
        """Return the truth of a fact, a rule or a situation by its id."""
        if leaf_id in self._defined:
            return self._defined[leaf_id]
        tree = None if self._define is None else self._define(leaf_id)
        if tree is None:
            return self.fact(leaf_id)
        truth = self.encode(tree)
        self._defined[leaf_id] = truth
        return truth

    def encode(self, node: Node) -> Truth:
        """Return the truth of a tree."""
        if not node.remark.is_in_force(self._date):
            return Truth(z3.BoolVal(False), z3.BoolVal(False))
        match node:
            case Fact(id=fact_id):
                return self.leaf(fact_id)
            case Compare(number=name, operator=sign, bound=bound):
                return self._compare(name, sign, bound)
            case All(branches=branches):
                return _every(self._branches(branches))
            case Any(branches=branches):
                return _some(self._branches(branches))
            case AtLeast(k=k, branches=branches):
                return _at_least(k, self._branches(branches))
            case Not(branch=branch):
                return _negated(self.encode(branch))
            case Unless(branch=branch, exemptions=exemptions):
                barred = [
                    self.encode(exemption.when)
                    for exemption in exemptions
                    if exemption.remark.is_in_force(self._date)
                ]
                return _every([self.encode(branch), _negated(_some(barred))])

    def well_formed(self) -> list[Formula]:
        """Return the clauses that exclude 'true and yet false', one for each fact met so far."""
        return [z3.Implies(truth.holds, truth.possible) for truth in self._facts.values()]

    def two_valued(self, fact_ids: Iterable[str]) -> list[Formula]:
        """Return clauses that make these facts true or false, never unknown."""
        return [self.fact(fact_id).known for fact_id in fact_ids]

    def given(
        self, facts: Mapping[str, float], numbers: Mapping[str, float] | None = None
    ) -> list[Formula]:
        """Return the literals of an assignment; facts and numbers that are not in it are unknown.

        Only facts and numbers met so far are fixed: others have no part in any formula.
        """
        literals = [
            self._facts[fact_id].equals(facts.get(fact_id, UNKNOWN)) for fact_id in self._facts
        ]
        values = numbers or {}
        for name, (value, known) in self._numbers.items():
            if name in values:
                literals += [known, value == _exact(values[name])]
            else:
                literals.append(z3.Not(known))
        return literals

    def _branches(self, branches: tuple[Node, ...]) -> list[Truth]:
        return [self.encode(b) for b in branches if b.remark.is_in_force(self._date)]

    def _compare(self, name: str, sign: str, bound: float) -> Truth:
        value, known = self.number(name)
        limit = _exact(bound)
        compared = {
            "<": value < limit,
            "<=": value <= limit,
            ">": value > limit,
            ">=": value >= limit,
            "==": value == limit,
            "!=": value != limit,
        }[sign]
        return Truth(z3.And(known, compared), z3.Or(z3.Not(known), compared))


def _exact(value: float) -> Formula:
    """Return a float as the fraction that it is, so that the solver compares the same numbers."""
    fraction = Fraction(value)
    return z3.Q(fraction.numerator, fraction.denominator)


def _every(truths: list[Truth]) -> Truth:
    return Truth(z3.And([t.holds for t in truths]), z3.And([t.possible for t in truths]))


def _some(truths: list[Truth]) -> Truth:
    return Truth(z3.Or([t.holds for t in truths]), z3.Or([t.possible for t in truths]))


def _negated(truth: Truth) -> Truth:
    return Truth(z3.Not(truth.possible), z3.Not(truth.holds))


def _at_least(k: int, truths: list[Truth]) -> Truth:
    if k <= 0:
        return Truth(z3.BoolVal(True), z3.BoolVal(True))
    if k > len(truths):
        return Truth(z3.BoolVal(False), z3.BoolVal(False))
    return Truth(
        z3.AtLeast(*[t.holds for t in truths], k), z3.AtLeast(*[t.possible for t in truths], k)
    )
