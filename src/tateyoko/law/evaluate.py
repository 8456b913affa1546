"""Three-valued evaluation of requirements: unknown is never false.

Kleene's logic as arithmetic: false 0, unknown 1/2, true 1; ``and`` is the minimum, ``or`` the
maximum, ``not`` is one minus. ``at_least k`` counts: it is true when k branches are true, false
when fewer than k are not false. The net evaluates rules in the same numbers.

References
----------
.. [1] S. C. Kleene, Introduction to Metamathematics, 1952, section 64 (strong tables).
"""

import datetime as dt
import operator
from collections.abc import Callable, Mapping

from tateyoko.law.tree import All, Any, AtLeast, Compare, Fact, Node, Not, Unless

__all__ = ["FALSE", "TRUE", "UNKNOWN", "evaluate", "missing"]

FALSE = 0.0
UNKNOWN = 0.5
TRUE = 1.0

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def evaluate(
    node: Node,
    facts: Mapping[str, float],
    *,
    numbers: Mapping[str, float] | None = None,
    date: dt.date | None = None,
) -> float:
    """Evaluate a tree.

    A branch that is not in force on ``date`` is left out of its list, as if it had not been
    written; a whole tree that is not in force is false.

    Parameters
    ----------
    node : Node
        The tree.
    facts : mapping of str to float
        0, 0.5 or 1 for each fact; a fact that is not there is unknown.
    numbers : mapping of str to float, optional
        Numbers for comparisons; one that is not there is unknown.
    date : date, optional
        Day on which the law is asked; without it every branch is in force.

    Returns
    -------
    float
        `FALSE`, `UNKNOWN` or `TRUE`.

    Examples
    --------
    >>> from tateyoko.law import All, Fact, Not
    >>> evaluate(All((Fact("danger"), Not(Fact("other_means")))), {"danger": 1.0})
    0.5
    """
    if not node.remark.is_in_force(date):
        return FALSE
    given = numbers or {}

    def value(branch: Node) -> float:
        return evaluate(branch, facts, numbers=given, date=date)

    match node:
        case Fact(id=fact_id):
            return facts.get(fact_id, UNKNOWN)
        case Compare(number=name, operator=sign, bound=bound):
            if name not in given:
                return UNKNOWN
            return TRUE if _COMPARE[sign](given[name], bound) else FALSE
        case All(branches=branches):
            return min((value(b) for b in _in_force(branches, date)), default=TRUE)
        case Any(branches=branches):
            return max((value(b) for b in _in_force(branches, date)), default=FALSE)
        case AtLeast(k=k, branches=branches):
            values = sorted((value(b) for b in _in_force(branches, date)), reverse=True)
            if k <= 0:
                return TRUE
            return values[k - 1] if k <= len(values) else FALSE
        case Not(branch=branch):
            return TRUE - value(branch)
        case Unless(branch=branch, exemptions=exemptions):
            barred = [
                evaluate(e.when, facts, numbers=given, date=date)
                for e in exemptions
                if e.remark.is_in_force(date)
            ]
            return min(value(branch), TRUE - max(barred, default=FALSE))


def missing(
    node: Node,
    facts: Mapping[str, float],
    *,
    numbers: Mapping[str, float] | None = None,
    date: dt.date | None = None,
) -> tuple[str, ...]:
    """Return the facts whose becoming known or changed could make the tree true.

    Only facts under a branch that is not yet true are named, and among them only those that are
    not already on the right side, in written order, each once.

    Examples
    --------
    >>> from tateyoko.law import All, Fact
    >>> missing(All((Fact("danger"), Fact("council"))), {"danger": 1.0})
    ('council',)
    """
    found: dict[str, None] = {}
    given = numbers or {}

    def look(branch: Node, wanted: float) -> None:
        if evaluate(branch, facts, numbers=given, date=date) == wanted:
            return
        match branch:
            case Fact(id=fact_id):
                found[fact_id] = None
            case Compare(number=name):
                found[name] = None
            case All(branches=branches) | Any(branches=branches) | AtLeast(branches=branches):
                for inner in _in_force(branches, date):
                    look(inner, wanted)
            case Not(branch=inner):
                look(inner, TRUE - wanted)
            case Unless(branch=inner, exemptions=exemptions):
                look(inner, wanted)
                for exemption in exemptions:
                    if exemption.remark.is_in_force(date):
                        look(exemption.when, TRUE - wanted)

    if node.remark.is_in_force(date):
        look(node, TRUE)
    return tuple(found)


def _in_force(branches: tuple[Node, ...], date: dt.date | None) -> list[Node]:
    return [branch for branch in branches if branch.remark.is_in_force(date)]
