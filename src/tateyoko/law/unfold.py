"""A tree with its values: rules and situations opened, every branch with its value and label.

The answer to a question, its reasons, what is missing and the ladder of conditions are all read
off the same unfolded tree, so that they cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tateyoko.errors import Place
from tateyoko.law.catalogue import Action, Catalogue, Power, Rule, Situation, Sourced, in_force
from tateyoko.law.codes import mistake
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN, evaluate
from tateyoko.law.state import StateError
from tateyoko.law.tree import (
    NOWHERE,
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
)
from tateyoko.text import Text

__all__ = [
    "LEAVES",
    "Branch",
    "Gap",
    "Unfolder",
    "gaps",
    "grounds",
    "last_day",
    "only",
    "value_when",
]

_S = TypeVar("_S", bound=Sourced)

LEAVES = ("observed", "judged", "act", "status", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One branch with its value.

    Attributes
    ----------
    kind : str
        A leaf (one of `LEAVES`), ``all``, ``any``, ``at_least``, ``not``, ``unless`` (first the
        rule, then its exceptions), ``exception``, ``rule``, ``situation`` (``met``, then
        ``recognised``), ``action`` (its order in force), ``ended`` (the rule, then what ends it),
        or ``absent`` (not in force).
    value : float
        0, 0.5 or 1; of an ``exception`` whether it applies.
    id : str
        Of a fact, rule or situation.
    label : Text or None
        For people.
    cite : str
        Article.
    k : int
        How many, of ``at_least``.
    source : Sourced or None
        The entry of the catalogue that it is, for doubts.
    children : tuple of Branch
        In written order.
    """

    kind: str
    value: float
    id: str = ""
    label: Text | None = None
    cite: str = ""
    k: int = 0
    source: Sourced | None = field(default=None, compare=False)
    children: "tuple[Branch, ...]" = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """A leaf that would have to be otherwise, or known.

    Attributes
    ----------
    id : str
        Of the fact, act or number.
    kind : str
        Kind of leaf.
    wanted : bool
        What it would have to be.
    value : float
        What it is.
    """

    id: str
    kind: str
    wanted: bool
    value: float


class Unfolder:
    """Unfolds trees of one catalogue for one state.

    Parameters
    ----------
    catalogue : Catalogue
        The law.
    values, numbers : Mapping of str to float
        Value of every fact, and the numbers that are known.
    date : date
        The day.
    days : Mapping of str to date, optional
        Days on which acts were done, where they are known.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        values: Mapping[str, float],
        numbers: Mapping[str, float],
        date: dt.date,
        days: Mapping[str, dt.date] | None = None,
    ) -> None:
        self.catalogue, self.date = catalogue, date
        self.days = days or {}
        self._values, self._numbers = values, numbers
        self._named: dict[str, Branch] = {}

    def node(self, node: Node) -> Branch:
        """Unfold a tree; one that is not in force on the day is ``absent`` and false."""
        remark, place = node.remark, node.place
        if not remark.is_in_force(self.date):
            return Branch(kind="absent", value=FALSE, label=remark.label, cite=remark.cite)
        match node:
            case Fact(id=name):
                return _remarked(self.named(name), remark)
            case Compare():
                return self._compare(node)
            case Not(branch=inner):
                child = self.node(inner)
                return _made("not", TRUE - child.value, remark, place, (child,))
            case Unless(branch=inner, exemptions=exemptions):
                return self._unless(inner, exemptions, remark, place)
            case All(branches=branches):
                children = self._children(branches)
                value = min((one.value for one in children), default=TRUE)
                return _made("all", value, remark, place, children)
            case Any(branches=branches):
                children = self._children(branches)
                value = max((one.value for one in children), default=FALSE)
                return _made("any", value, remark, place, children)
            case AtLeast(k=k, branches=branches):
                children = self._children(branches)
                value = _count(k, [one.value for one in children])
                return _made("at_least", value, remark, place, children, k)

    def named(self, name: str) -> Branch:
        """Return the branch of a fact, rule, situation, or of an action's order in force."""
        if name not in self._named:
            self._named[name] = self._open(name)
        return self._named[name]

    def _open(self, name: str) -> Branch:
        catalogue = self.catalogue
        fact = catalogue.facts.get(name)
        if fact is not None:
            return Branch(
                kind=fact.kind,
                value=self._values.get(name, UNKNOWN),
                id=name,
                label=fact.label,
                cite=fact.cite,
                source=fact,
                place=fact.place,
            )
        if name in catalogue.rules:
            return self._rule(catalogue.rules[name])
        if name in catalogue.actions:
            return self._action(catalogue.actions[name])
        return self._situation(catalogue.situations[name])

    def _rule(self, rule: Rule) -> Branch:
        version = only(rule.id, in_force(rule.versions, self.date), self.date)
        if version is None:
            return Branch(kind="absent", value=FALSE, id=rule.id, label=rule.label)
        child = self.node(version.requires)
        return Branch(
            kind="rule",
            value=child.value,
            id=rule.id,
            label=version.label,
            cite=version.cite,
            source=version,
            children=(child,),
            place=version.place,
        )

    def _situation(self, situation: Situation) -> Branch:
        version = only(situation.id, in_force(situation.versions, self.date), self.date)
        if version is None:
            return Branch(kind="absent", value=FALSE, id=situation.id, label=situation.label)
        met = self.node(version.met)
        if version.recognised is None:
            recognised = Branch(kind="absent", value=FALSE, label=_NOBODY)
        else:
            recognised = self.node(version.recognised)
        recognised = _unless_ended(recognised, self._ends(version.ends))
        return Branch(
            kind="situation",
            value=min(met.value, recognised.value),
            id=situation.id,
            label=version.label,
            cite=version.cite,
            source=version,
            children=(met, recognised),
            place=version.place,
        )

    def _action(self, action: Action) -> Branch:
        version = only(action.id, in_force(action.versions, self.date), self.date)
        if version is None:
            return Branch(kind="absent", value=FALSE, id=action.id, label=action.label)
        ends = self._ends(version.ends)
        expires = version.expires
        if expires is not None:
            last = last_day(expires.days, self.days.get(expires.start or action.order))
            if last is not None and last < self.date:
                ends.append(_over(action, expires.cite))
        given = _unless_ended(self.named(action.order), ends)
        requires = self.node(version.requires)
        return Branch(
            kind="action",
            value=min(requires.value, given.value),
            id=action.id,
            label=version.label,
            cite=version.cite,
            source=version,
            children=(requires, given),
            place=version.place,
        )

    def _ends(self, ends: tuple[Power, ...]) -> list[Branch]:
        return [
            Branch(
                kind="exception", value=one.value, label=end.label, cite=end.cite, children=(one,)
            )
            for end in ends
            if end.when is not None
            for one in (self.node(end.when),)
        ]

    def _compare(self, node: Compare) -> Branch:
        value = evaluate(node, {}, numbers=self._numbers)
        number = self.catalogue.numbers[node.number]
        bound = f"{_SIGNS[node.operator]} {node.bound:g} {number.unit}".strip()
        label = Text(ja=f"{number.label.ja} {bound}", en=f"{number.label.en} {bound}")
        return Branch(
            kind="number", value=value, id=node.number, label=label, cite=node.remark.cite
        )

    def _children(self, branches: tuple[Node, ...]) -> tuple[Branch, ...]:
        return tuple(
            self.node(branch) for branch in branches if branch.remark.is_in_force(self.date)
        )

    def _unless(
        self, inner: Node, exemptions: tuple[Exemption, ...], remark: Remark, place: Place
    ) -> Branch:
        rule = self.node(inner)
        barred = tuple(
            _made("exception", one.value, exemption.remark, exemption.place, (one,))
            for exemption in exemptions
            if exemption.remark.is_in_force(self.date)
            for one in (self.node(exemption.when),)
        )
        value = min(rule.value, TRUE - max((one.value for one in barred), default=FALSE))
        return _made("unless", value, remark, place, (rule, *barred))


_NOBODY = Text(ja="認定する者の定めがない", en="nobody is named to recognise it")
_OVER = Text(ja="期間の満了", en="its period is over")
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}


def last_day(count: float | None, start: dt.date | None) -> dt.date | None:
    """Return the last day of a period in days; the first day is not counted (Civil Code, 140)."""
    if count is None or start is None:
        return None
    return start + dt.timedelta(days=count)


def _over(action: Action, cite: str) -> Branch:
    """Return that the period of an order is over, a state that nobody can turn back."""
    state = Branch(kind="status", value=TRUE, id=action.order, label=_OVER, cite=cite)
    return Branch(kind="exception", value=TRUE, label=_OVER, cite=cite, children=(state,))


def _unless_ended(branch: Branch, ends: list[Branch]) -> Branch:
    if not ends:
        return branch
    value = min(branch.value, TRUE - max(end.value for end in ends))
    return Branch(kind="ended", value=value, children=(branch, *ends))


def only(name: str, versions: tuple[_S, ...], date: dt.date) -> _S | None:
    """Return the one version in force, or None.

    Raises
    ------
    StateError
        If two are in force: the law contradicts itself and no answer can be given.
    """
    if len(versions) > 1:
        other = Text(ja="もう一方", en="the other one")
        related = [(one.place, other) for one in versions[1:]]
        problem = mistake(
            "LW211", versions[0].place, related=related, values={"name": name, "date": date}
        )
        raise StateError([problem])
    return versions[0] if versions else None


def _count(k: int, values: list[float]) -> float:
    if k <= 0:
        return TRUE
    ordered = sorted(values, reverse=True)
    return ordered[k - 1] if k <= len(ordered) else FALSE


def _made(
    kind: str,
    value: float,
    remark: Remark,
    place: Place,
    children: tuple[Branch, ...],
    k: int = 0,
) -> Branch:
    return Branch(
        kind=kind,
        value=value,
        label=remark.label,
        cite=remark.cite,
        k=k,
        children=children,
        place=place,
    )


def _remarked(branch: Branch, remark: Remark) -> Branch:
    """Return a branch with the article and label of the place that names it."""
    if not remark.cite and remark.label is None:
        return branch
    return replace(branch, label=remark.label or branch.label, cite=remark.cite or branch.cite)


def value_when(branch: Branch, situation: Callable[[Branch], float]) -> float:
    """Return the value of a branch with another value for every situation in it."""
    if branch.kind == "situation":
        return situation(branch)
    values = [value_when(child, situation) for child in branch.children]
    if not values:
        return branch.value
    match branch.kind:
        case "all" | "action":
            return min(values)
        case "any":
            return max(values)
        case "at_least":
            return _count(branch.k, values)
        case "not":
            return TRUE - values[0]
        case "unless" | "ended":
            return min(values[0], TRUE - max(values[1:], default=FALSE))
        case _:
            return values[0]


def gaps(branch: Branch) -> tuple[Gap, ...]:
    """Return the leaves whose becoming known, done or otherwise could make the branch true.

    Only leaves under branches that do not have the value that is wanted of them, in written
    order, each once.
    """
    found: dict[tuple[str, bool], Gap] = {}

    def look(one: Branch, wanted: float) -> None:
        if one.value == wanted:
            return
        if one.kind in LEAVES:
            gap = Gap(one.id, one.kind, wanted == TRUE, one.value)
            found.setdefault((one.id, gap.wanted), gap)
            return
        for child, inner in _wishes(one, wanted):
            look(child, inner)

    look(branch, TRUE)
    return tuple(found.values())


def _wishes(branch: Branch, wanted: float) -> Iterator[tuple[Branch, float]]:
    """Yield the children of a branch with the value that each should have."""
    for at, child in enumerate(branch.children):
        turned = branch.kind == "not" or (branch.kind in ("unless", "ended") and at > 0)
        yield child, TRUE - wanted if turned else wanted


def grounds(branch: Branch) -> Iterator[Branch]:
    """Yield the branches on which a value rests, each branch after the one that holds it.

    A true ``any`` rests on its true branches, a false ``all`` on its false ones, everything else
    on all of its branches.
    """
    yield branch
    for child in _resting(branch):
        yield from grounds(child)


def _resting(branch: Branch) -> tuple[Branch, ...]:
    children = branch.children
    if branch.kind == "any" and branch.value == TRUE:
        return tuple(child for child in children if child.value == TRUE)
    if branch.kind in ("all", "situation", "action") and branch.value == FALSE:
        return tuple(child for child in children if child.value == FALSE)
    if branch.kind in ("unless", "ended") and branch.value == FALSE:
        first = children[:1] if children[0].value == FALSE else ()
        return first + tuple(child for child in children[1:] if child.value == TRUE)
    return children
