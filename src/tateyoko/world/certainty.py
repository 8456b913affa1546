"""What is certain on a road of the law, as expressions of a world.

The law is three-valued; whether a step is skipped must be certain. ``if C else`` takes its first
part only when C certainly holds, so these expressions turn unknown into no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from tateyoko.law.tree import (
    All,
    Any,
    AtLeast,
    Compare,
    Fact,
    Node,
    Not,
    Remark,
    Unless,
    facts_of,
    walk,
)
from tateyoko.world import expression as tree

if TYPE_CHECKING:
    from tateyoko.world.authority import Rule
    from tateyoko.world.demands import Demand

__all__ = [
    "WAITED",
    "Rules",
    "Tree",
    "assume",
    "barring",
    "done",
    "either",
    "finding",
    "lacking",
    "negated",
    "positive",
    "recognised",
    "setting",
]

Tree = tree.Node
_YES = tree.Quantity(1.0, "truth")
_NO = tree.Quantity(0.0, "truth")
_UNKNOWN = tree.Quantity(0.5, "truth")
#: On a tree that stands for a situation or an order which another road brings about.
WAITED = Remark(cite="recognised elsewhere")
_TRUE: Node = All(())
_FALSE: Node = Any(())


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a world on a day, for trees that name situations."""

    rules: Mapping[str, Rule]
    day: dt.date


def either(left: Tree | None, right: Tree | None) -> Tree | None:
    """Return ``left or right``; nothing stands for no."""
    if left is None or right is None:
        return left if right is None else right
    return tree.Binary("or", left, right, "truth")


def negated(node: Tree) -> Tree:
    """Return that something does not certainly hold."""
    return _choice(node, 0.0, 1.0)


def recognised(question: str) -> Tree:
    """Return that a judgement has said yes."""
    return tree.Call("recognised", question, "truth")


def lacking(nodes: Sequence[Node], rules: Rules) -> Tree:
    """Return that not all of some trees certainly hold."""
    return negated(_say(All(tuple(nodes)), rules))


def done(demands: Sequence[Demand], rules: Rules, anew: Iterable[str] = ()) -> Tree | None:
    """Return that nothing is left to do; None when that can never be.

    What the Diet does afterwards is on no record, and acts of `anew` count for nothing there.
    """
    parts: list[Tree] = []
    for one in demands:
        unrecorded = one.form in ("diet_after", "diet_report") or one.id in anew
        settled = None if unrecorded else _settled(one)
        found = either(settled, _barred(one, rules))
        if found is None:
            return None
        parts.append(found)
    return reduce(lambda a, b: tree.Binary("and", a, b, "truth"), parts)


def setting(demand: Demand, rules: Rules) -> Tree:
    """Return the value of a fact when its step has been done.

    A finding changes nothing that is known; an alternative that is not taken leaves its facts.
    """
    fact, barred = _holds(demand.id), _barred(demand, rules)
    if barred is None:
        if not demand.open_only:
            return _YES
        if demand.wanted:
            return _choice(tree.Unary("not", fact, "truth"), 0.0, 1.0)
        return _choice(fact, 1.0, 0.0)
    free: Tree = negated(barred)
    if demand.open_only:
        free = tree.Binary("and", negated(_known(demand.id)), free, "truth")
    if demand.wanted:
        return tree.Binary("or", fact, free, "truth")
    return tree.Binary("and", fact, negated(free), "truth")


def finding(demand: Demand, value: Tree, rules: Rules) -> Tree:
    """Return the value of a judged fact when its judge has found what the world says.

    What is known, and what belongs to an alternative that is not taken, stays as it is.
    """
    settled = either(_known(demand.id), _barred(demand, rules))
    assert settled is not None
    return tree.Call("if", "", "number", (settled, _holds(demand.id), value))


def assume(node: Node, made: Mapping[str, bool], given: Iterable[str] = ()) -> Node:
    """Return a tree in which some facts are what a road makes them, made simpler.

    Parameters
    ----------
    node : Node
        A tree of a day.
    made : mapping of str to bool
        Facts, and what they become.
    given : iterable of str
        Situations that are recognised on the road.
    """
    known = {**dict.fromkeys(given, True), **made}

    def look(one: Node) -> Node:
        if one.remark == WAITED:
            return one
        match one:
            case Fact(id=name) if name in known:
                return _TRUE if known[name] else _FALSE
            case All(branches=branches):
                kept = tuple(b for b in map(look, branches) if b != _TRUE)
                if _FALSE in kept:
                    return _FALSE
                return kept[0] if len(kept) == 1 else All(kept)
            case Any(branches=branches):
                kept = tuple(b for b in map(look, branches) if b != _FALSE)
                if _TRUE in kept:
                    return _TRUE
                return kept[0] if len(kept) == 1 else Any(kept)
            case AtLeast(k=k, branches=branches):
                looked = [look(b) for b in branches]
                left = k - looked.count(_TRUE)
                kept = tuple(b for b in looked if b not in (_TRUE, _FALSE))
                return _TRUE if left <= 0 else AtLeast(left, kept)
            case Not(branch=inner):
                inside = look(inner)
                if inside in (_TRUE, _FALSE):
                    return _FALSE if inside == _TRUE else _TRUE
                return Not(inside)
            case Unless(branch=inner, exemptions=exemptions):
                barring = tuple(Not(look(e.when)) for e in exemptions)
                return look(All((inner, *barring)))
            case _:
                return one

    return look(node)


def positive(node: Node, *, wanted: bool = True) -> Iterator[str]:
    """Yield the facts that must hold, not those that must not; trees of other roads apart."""
    if node.remark == WAITED:
        return
    match node:
        case Fact(id=name):
            if wanted:
                yield name
        case All(branches=branches) | Any(branches=branches) | AtLeast(branches=branches):
            for one in branches:
                yield from positive(one, wanted=wanted)
        case Not(branch=inner):
            yield from positive(inner, wanted=not wanted)
        case Unless(branch=inner, exemptions=exemptions):
            yield from positive(inner, wanted=wanted)
            for exemption in exemptions:
                yield from positive(exemption.when, wanted=not wanted)
        case Compare():
            return


def barring(node: Node) -> Iterator[str]:
    """Yield the facts of the exceptions of a tree."""
    for one in walk(node):
        if isinstance(one, Unless):
            for exemption in one.exemptions:
                yield from facts_of(exemption.when)


def _settled(demand: Demand) -> Tree:
    return _known(demand.id) if demand.open_only else _holds(demand.id)


def _barred(demand: Demand, rules: Rules) -> Tree | None:
    """Return that the road does not take this alternative; None when there is no other."""
    out: Tree | None = None
    for node in demand.unless:
        out = either(out, _say(node, rules))
    if demand.only_if:
        out = either(out, lacking(demand.only_if, rules))
    return out


def _holds(fact: str) -> Tree:
    return tree.Call("holds", fact, "truth")


def _known(fact: str) -> Tree:
    held = _holds(fact)
    return tree.Binary("or", held, tree.Unary("not", held, "truth"), "truth")


def _choice(condition: Tree, yes: float, no: float) -> Tree:
    numbers = (tree.Quantity(yes, "number"), tree.Quantity(no, "number"))
    return tree.Call("if", "", "number", (condition, *numbers))


def _say(node: Node, rules: Rules) -> Tree:
    """Return a tree of the law as an expression."""
    if not node.remark.is_in_force(rules.day):
        return _NO
    match node:
        case Fact(id=name) if name in rules.rules:
            return _say(rules.rules[name].leaf, rules)
        case Fact(id=name):
            return _holds(name)
        case Compare():
            return _UNKNOWN
        case All(branches=branches) | Any(branches=branches):
            held = [_say(b, rules) for b in branches if b.remark.is_in_force(rules.day)]
            word, empty = ("and", _YES) if isinstance(node, All) else ("or", _NO)
            if not held:
                return empty
            return reduce(lambda a, b: tree.Binary(word, a, b, "truth"), held)
        case AtLeast(k=k, branches=branches):
            counted: list[Tree] = [_choice(_say(b, rules), 1.0, 0.0) for b in branches]
            total = reduce(lambda a, b: tree.Binary("+", a, b, "number"), counted)
            return tree.Binary(">=", total, tree.Quantity(float(k), "number"), "truth")
        case Not(branch=inner):
            return tree.Unary("not", _say(inner, rules), "truth")
        case Unless(branch=inner, exemptions=exemptions):
            out = _say(inner, rules)
            for one in exemptions:
                if one.remark.is_in_force(rules.day):
                    barred = tree.Unary("not", _say(one.when, rules), "truth")
                    out = tree.Binary("and", out, barred, "truth")
            return out
