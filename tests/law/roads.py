"""Walking the road of the law: every step done in order, with what others must establish given."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

from tateyoko import law
from tateyoko.errors import Place
from tateyoko.world import World, load_world
from tateyoko.world import expression as tree
from tateyoko.world.certainty import positive
from tateyoko.world.demands import wording_on
from tateyoko.world.procedures import Step
from tateyoko.world.road import Road, road_of
from tests.law.cases import WORLD

LATEST = dt.date(2026, 11, 21)


@cache
def japan() -> World:
    return load_world(WORLD)


def road(id: str, day: dt.date, *beside: str, world: World | None = None, **fields) -> Road:
    """Return the road of a power on one day, that of situations before it included."""
    step = Step(
        id="go",
        path="procedures.test.go",
        place=Place("test", 1, 1),
        authority=(*beside, id),
        **fields,
    )
    return road_of(world or japan(), step, spans=[((None, None), day)])


def wordings() -> list[tuple[str, dt.date]]:
    """Return every action of the catalogue with a day in each of its wordings."""
    return [
        (rule.id, one.since or LATEST)
        for rule in japan().rules.values()
        if rule.order
        for one in rule.wordings
    ]


def with_situation() -> list[tuple[str, dt.date, str]]:
    """Return every wording of an action that asks for a situation, with the first it names."""
    found = []
    for id, day in wordings():
        wording = wording_on(japan().rules[id], day)
        assert wording is not None
        for name in positive(wording.requires):
            rule = japan().rules.get(name)
            if rule is not None and rule.kind == "situation" and rule.wording(day) is not None:
                found.append((id, day, name))
                break
    return found


class Walk:
    """A road walked on paper.

    Attributes
    ----------
    facts : dict
        What holds, by fact; what is not there is unknown, and false for acts.
    """

    def __init__(self, id: str, day: dt.date, found: Road, **given: float) -> None:
        self.id, self.day, self.road = id, day, found
        self.world = replace(japan(), facts={**found.facts, **japan().facts})
        made = {name for step in found.steps for name in step.sets}
        self.facts: dict[str, float] = {}
        for name in self._barring() - made:
            self.facts[name] = 0.0
        for step in found.steps:
            if step.guard is not None and not step.whole:
                self.facts |= dict.fromkeys(_named(step.guard), 1.0)
        self.facts |= given
        self.done: list[str] = []

    def _barring(self) -> set[str]:
        """Return the facts of the exceptions."""
        requires = self.world.rules[self.id].requires
        return set(law.facts_of(requires)) - set(positive(requires))

    def go(self, *, without: str = "") -> Walk:
        """Do the steps in order; one act is left out, whoever else sits there for other things."""
        for step in self.road.steps:
            if step.skip_if is not None and self.value(step.skip_if.node) == 1.0:
                continue
            self.done.append(step.id.removeprefix("go."))
            for name, expr in step.sets.items():
                if name != without:
                    self.facts[name] = self.value(expr.node)
        return self

    def permitted(self) -> bool:
        """Return whether the guards of the road hold."""
        return all(self._holds(step) for step in self.road.steps if step.law and step.whole)

    def waits(self) -> bool:
        """Return whether the gate before the first step holds nobody back."""
        gates = [step for step in self.road.steps if step.law and not step.whole]
        return any(law.evaluate(one.guard, self.known(), date=self.day) < 1.0 for one in gates)

    def _holds(self, step: Step) -> bool:
        rule = self.world.rules[step.law or ""]
        trees = [rule.requires, *([step.guard] if step.guard is not None else [])]
        return all(law.evaluate(one, self.known(), date=self.day) == 1.0 for one in trees)

    def known(self) -> dict[str, float]:
        """Return the facts with every act that has not been done."""
        acts = {id: 0.0 for id, fact in self.world.facts.items() if fact.kind == "act"}
        return {**acts, **self.facts}

    def answer(self) -> law.Answer:
        """Return what the law itself says when it is asked."""
        from tests.law.cases import shipped_law

        catalogue = shipped_law()
        known = {name: held for name, held in self.facts.items() if name in catalogue.facts}
        acts = [name for name in known if catalogue.facts[name].kind == "act"]
        state = law.State(
            self.day,
            {name: held for name, held in known.items() if name not in acts},
            acts=tuple(law.Act(name) for name in acts if known[name] == 1.0),
        )
        return law.ask(catalogue, state)[self.id]

    def value(self, node: tree.Node) -> float:
        """Return the value of an expression of a step, unknown 0.5."""
        match node:
            case tree.Quantity(value=number):
                return number
            case tree.Call(function="holds", argument=name):
                default = 0.0 if self.world.facts[name].kind == "act" else 0.5
                return self.facts.get(name, default)
            case tree.Call(function="if", arguments=(condition, yes, no)):
                return self.value(yes if self.value(condition) == 1.0 else no)
            case tree.Call():
                return 0.0
            case tree.Unary(operand=operand):
                return 1.0 - self.value(operand)
            case tree.Binary(operator=sign, left=left, right=right):
                a, b = self.value(left), self.value(right)
                return {"and": min(a, b), "or": max(a, b), "+": a + b, ">=": float(a >= b)}[sign]
        raise AssertionError(node)


def _named(node: law.Node) -> tuple[str, ...]:
    """Return the facts that a gate waits for, situations that others recognise included."""
    barred = [
        name
        for one in law.walk(node)
        if isinstance(one, law.Not)
        for name in law.facts_of(one.branch)
    ]
    barred += [
        name
        for one in law.walk(node)
        if isinstance(one, law.Unless)
        for exemption in one.exemptions
        for name in law.facts_of(exemption.when)
    ]
    return tuple(name for name in law.facts_of(node) if name not in barred)


def approvals(id: str, day: dt.date) -> list[str]:
    """Return the acts that approve an action on a day, or by which somebody is heard before."""
    wording = wording_on(japan().rules[id], day)
    assert wording is not None
    return [one.act for one in (*wording.consult, *wording.approvals) if one.act]
