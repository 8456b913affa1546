"""What the law of a day demands of somebody for a power, before the world says how it is done.

A wording is read as a list of demands: a judge finds that a requirement holds, a body does an act
that is a requirement, is consulted, approves; the Diet; the order. Facts that are observed, or
that the law lets others establish, are no demands: a gate waits for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from tateyoko.errors import Place
from tateyoko.law.catalogue import (
    ActionVersion,
    Approval,
    Consultation,
    DietControl,
    RuleVersion,
    SituationVersion,
)
from tateyoko.law.tree import (
    All,
    Any,
    AtLeast,
    Compare,
    Exemption,
    Fact,
    Node,
    Not,
    Remark,
    Unless,
    facts_of,
)
from tateyoko.world.certainty import WAITED, positive

if TYPE_CHECKING:
    from tateyoko.world.authority import Rule, Wording
    from tateyoko.world.model import World

__all__ = [
    "ACT",
    "AFTER",
    "APPROVE",
    "CONSULT",
    "DIET",
    "FALSE",
    "JUDGE",
    "ORDER",
    "TRUE",
    "Can",
    "Demand",
    "Reading",
    "read_power",
    "wording_on",
]

#: Stages of a road, in the order of the law.
JUDGE, ACT, CONSULT, APPROVE, DIET, ORDER, AFTER = range(7)
TRUE: Node = All(())
FALSE: Node = Any(())
_PLAIN_DIET = {"before": "prior", "after": "after", "either": "prior_or_after", "none": "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One thing that the law asks of somebody.

    Attributes
    ----------
    id : str
        The fact that it makes true; false for an exception.
    bodies : tuple of str
        Who may do it, as the law names them; the first is meant where a post is needed.
    form : str
        The law's word, or one of `tateyoko.world.forms.OWN_WORDS`.
    stage : int
        `JUDGE` to `AFTER`.
    wanted : bool
        False for an exception, which must be found not to hold.
    open_only : bool
        Whether it is a finding: done only while the fact is unknown.
    unless : tuple of Node
        Not done if one of these certainly holds: another alternative does.
    only_if : tuple of Node
        Done only if these certainly hold: the rest of its own alternative.
    branch : tuple of int
        Which alternatives these are; others of the same ``unless`` wait until it is clear whether
        they are needed.
    telephone : Node or None
        When the telephone may be used; None where it may not.
    power : str
        The power that asks.
    diet : DietControl or None
        What the Diet has to do afterwards.
    place : Place
        Where the law says so.
    """

    id: str
    bodies: tuple[str, ...]
    form: str
    stage: int
    wanted: bool = True
    open_only: bool = False
    unless: tuple[Node, ...] = ()
    only_if: tuple[Node, ...] = ()
    branch: tuple[int, ...] = ()
    telephone: Node | None = None
    power: str = ""
    diet: DietControl | None = None
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a power demands on a day.

    Attributes
    ----------
    demands : tuple of Demand
        In the order in which the law names them.
    tree : Node
        The requirements, of which only what is in force on the day.
    approvals : tuple of Node
        What besides must hold for the order: approvals, consultations, a vote of the Diet.
    """

    demands: tuple[Demand, ...]
    tree: Node
    approvals: tuple[Node, ...]


def wording_on(rule: Rule, date: dt.date) -> Wording | None:
    """Return the wording of a power on a day; one is made of a rule that the world writes."""
    if rule.wordings:
        return rule.wording(date)
    if (rule.since and date < rule.since) or (rule.until and date >= rule.until):
        return None
    return ActionVersion(
        label=rule.name,
        requires=rule.requires,
        by=(rule.orderer,) if rule.orderer and rule.kind == "action" else (),
        approvals=tuple(
            Approval(by=one.by, form=one.form, place=one.place) for one in rule.approvals
        ),
        diet=DietControl(kind=_PLAIN_DIET[rule.diet], place=rule.place),
        place=rule.place,
    )


def read_power(
    world: World,
    id: str,
    date: dt.date,
    *,
    beside: Sequence[str] = (),
    through: Sequence[str] = (),
    can: Can,
) -> Reading | None:
    """Return what a power demands on a day, or None when it does not exist on it.

    Parameters
    ----------
    world : World
        Merged for a scenario.
    id : str
        The rule, situation or action.
    date : date
        The day.
    beside : sequence of str
        Powers of the same road: their recognition is not waited for.
    through : sequence of str
        Facts that choose among alternatives.
    can : Can
        Whether the world has means for a demand, and whether they always bring it about.
    """
    rule = world.rules[id]
    wording = wording_on(rule, date)
    if wording is None:
        return None
    reader = _Reader(world, id, date, tuple(beside), frozenset(through), can)
    tree = reader.at(_requirements(wording))
    demands = list(reader.demands(tree))
    extra: list[Node] = []
    if not isinstance(wording, SituationVersion):
        for consultation in wording.consult:
            demands.append(reader.consulted(consultation))
            extra.append(_needed(consultation.when, demands[-1].id, reader))
        for approval in wording.approvals:
            demands.append(reader.approved(approval))
            extra.append(_needed(approval.when, demands[-1].id, reader))
    diet = wording.diet if not isinstance(wording, RuleVersion) else DietControl()
    votes = [fact for fact in dict.fromkeys(positive(tree)) if reader.is_vote(fact)]
    if diet.kind == "prior" and not votes and not isinstance(wording, SituationVersion):
        demands.append(reader.vote(f"{id}.diet_before", wording.place))
        extra.append(Fact(demands[-1].id))
    if isinstance(wording, ActionVersion) and wording.by:
        order = rule.order or f"{id}.order"
        demands.append(reader.demand(order, wording.by, "order", ORDER, place=wording.place))
    if diet.kind in ("after", "within_days", "prior_or_after", "report"):
        form = "diet_report" if diet.kind == "report" else "diet_after"
        made = reader.demand(f"{id}.{form}", ("diet",), form, AFTER, place=wording.place)
        demands.append(replace(made, unless=tuple(map(Fact, votes)), diet=diet))
    return Reading(_unique(demands), tree, tuple(one for one in extra if one != TRUE))


def _requirements(wording: Wording) -> Node:
    if not isinstance(wording, SituationVersion):
        return wording.requires
    if wording.recognised is None:
        return FALSE
    ends = tuple(Exemption(end.when) for end in wording.ends if end.when is not None)
    recognised = Unless(wording.recognised, ends) if ends else wording.recognised
    return All((wording.met, recognised))


def _needed(when: Node | None, act: str, reader: _Reader) -> Node:
    return Fact(act) if when is None else Any((Not(reader.at(when)), Fact(act)))


def _unique(demands: Sequence[Demand]) -> tuple[Demand, ...]:
    """Return demands without those that name an act again.

    A consultation or an approval says more than the tree that names the same act.
    """
    best: dict[str, Demand] = {}
    for one in demands:
        known = best.get(one.id)
        if known is None:
            best[one.id] = one
        elif known.form == "act":
            best[one.id] = replace(
                one, unless=known.unless, only_if=known.only_if, branch=known.branch
            )
    return tuple(best.values())


class Can(Protocol):
    """Answers whether a world has means; `tateyoko.world.road` does."""

    def do(self, demand: Demand) -> bool:
        """Return whether the world has means for a demand."""

    def surely(self, demand: Demand) -> bool:
        """Return whether these means always bring it about."""


class _Reader:
    """Reads the trees of one power on one day."""

    def __init__(
        self,
        world: World,
        power: str,
        date: dt.date,
        beside: tuple[str, ...],
        through: frozenset[str],
        can: Can,
    ) -> None:
        self.world, self.power, self.date = world, power, date
        self.beside, self.through, self.can = beside, through, can

    # ---- the tree of the day

    def at(self, node: Node) -> Node:
        """Return a tree with only what is in force, rules that it names opened.

        Situations and orders stay names when they come about on the same road; the trees of
        others take their place, so that the gate waits for them.
        """
        match node:
            case Fact(id=name):
                return self._named(name) if name not in self.world.facts else Fact(name)
            case Compare():
                return replace(node, remark=Remark())
            case All(branches=branches):
                return All(tuple(map(self.at, self._held(branches))))
            case Any(branches=branches):
                return Any(tuple(map(self.at, self._held(branches))))
            case AtLeast(k=k, branches=branches):
                return AtLeast(k, tuple(map(self.at, self._held(branches))))
            case Not(branch=inner):
                return Not(self.at(inner))
            case Unless(branch=inner, exemptions=exemptions):
                held = tuple(
                    Exemption(self.at(one.when))
                    for one in exemptions
                    if one.remark.is_in_force(self.date)
                )
                return Unless(self.at(inner), held) if held else self.at(inner)

    def _held(self, branches: tuple[Node, ...]) -> list[Node]:
        return [one for one in branches if one.remark.is_in_force(self.date)]

    def _named(self, name: str) -> Node:
        rule = self.world.rules[name]
        wording = wording_on(rule, self.date)
        if wording is None:
            return FALSE
        if rule.ordered is None and not isinstance(wording, SituationVersion):
            return self.at(wording.requires)
        return Fact(name) if name in self.beside else All((self.at(rule.leaf),), WAITED)

    # ---- demands

    def demands(self, node: Node, *, wanted: bool = True) -> Iterator[Demand]:
        """Yield what a tree asks of somebody."""
        match node:
            case Fact(id=name):
                yield from self._leaf(name, node, wanted)
            case Not(branch=inner):
                if inner.remark != WAITED:
                    yield from self.demands(inner, wanted=not wanted)
            case Unless(branch=inner, exemptions=exemptions):
                yield from self.demands(inner, wanted=wanted)
                for exemption in exemptions:
                    yield from self.demands(exemption.when, wanted=not wanted)
            case Any() if wanted:
                yield from self._alternatives(node)
            case All(branches=branches) | Any(branches=branches) | AtLeast(branches=branches):
                if node.remark != WAITED:
                    for one in branches:
                        yield from self.demands(one, wanted=wanted)
            case Compare():
                return

    def _leaf(self, name: str, node: Node, wanted: bool) -> Iterator[Demand]:
        fact = self.world.facts.get(name)
        if fact is None:
            return
        if fact.kind == "judged" and fact.judges:
            form = "judgement" if wanted else "exception"
            made = self.demand(name, fact.judges, form, JUDGE, place=fact.place)
            yield replace(made, wanted=wanted, open_only=True)
        elif fact.kind == "act" and wanted and self.is_vote(name):
            yield self.vote(name, fact.place)
        elif fact.kind == "act" and wanted:
            made = self.demand(name, fact.by, "act", ACT, place=fact.place)
            if self.can.do(made):
                yield made

    def _alternatives(self, node: Any) -> Iterator[Demand]:
        """Yield the demands of the alternatives that the road takes.

        Each is taken only while no other holds and while what it must wait for holds. One that
        the world's means always bring about is the last: the rest could only double it.
        """
        if node.remark == WAITED:
            return
        found = [(one, list(self.demands(one))) for one in node.branches]
        chosen = [
            (branch, made)
            for branch, made in found
            if made and (not self.through or self.through & set(facts_of(branch)))
        ]
        if not chosen:
            chosen = [(branch, made) for branch, made in found if made]
        chosen.sort(key=lambda pair: max(one.stage == DIET for one in pair[1]))
        for number, (branch, made) in enumerate(chosen):
            own = {one.id for one in made}
            rest = tuple(_waits(branch, own, self.beside))
            for one in made:
                yield replace(
                    one,
                    unless=(*one.unless, node),
                    only_if=(*one.only_if, *rest),
                    branch=(*one.branch, number),
                )
            if not rest and all(self.can.surely(one) for one in made):
                return

    def is_vote(self, name: str) -> bool:
        """Return whether a fact is an act of the Diet."""
        fact = self.world.facts.get(name)
        return fact is not None and fact.kind == "act" and "diet" in fact.by

    def vote(self, name: str, place: Place) -> Demand:
        """Return the demand of a vote before the order."""
        return self.demand(name, ("diet",), "diet_before", DIET, place=place)

    def consulted(self, one: Consultation) -> Demand:
        """Return the demand of a consultation."""
        act = one.act or f"{self.power}.{one.partner}.{one.form}"
        made = self.demand(act, (one.partner,), one.form, CONSULT, place=one.place)
        return replace(made, unless=_not_needed(one.when, self))

    def approved(self, one: Approval) -> Demand:
        """Return the demand of an approval."""
        act = one.act or f"{self.power}.{one.by}.{one.form}"
        made = self.demand(act, (one.by,), one.form, APPROVE, place=one.place)
        telephone = None
        if one.by_telephone:
            telephone = TRUE if one.telephone_when is None else self.at(one.telephone_when)
        return replace(made, unless=_not_needed(one.when, self), telephone=telephone)

    def demand(
        self, id: str, bodies: tuple[str, ...], form: str, stage: int, *, place: Place
    ) -> Demand:
        """Return a demand of this power."""
        return Demand(id=id, bodies=bodies, form=form, stage=stage, power=self.power, place=place)


def _not_needed(when: Node | None, reader: _Reader) -> tuple[Node, ...]:
    return () if when is None else (Not(reader.at(when)),)


def _waits(node: Node, own: set[str], beside: Sequence[str]) -> Iterator[Node]:
    """Yield what a branch needs besides what is demanded on the road."""
    if node.remark == WAITED:
        yield node
        return
    match node:
        case Fact(id=name):
            if name not in own and name not in beside:
                yield node
        case Compare():
            yield node
        case All(branches=branches):
            for one in branches:
                yield from _waits(one, own, beside)
        case Any(branches=branches):
            if not any(set(facts_of(one)) & own for one in branches):
                yield node
        case Unless(branch=inner):
            yield from _waits(inner, own, beside)
        case Not() | AtLeast():
            if not set(facts_of(node)) & own:
                yield node
