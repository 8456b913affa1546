"""Trees of requirements: the small closed vocabulary in which rules of law are written.

A tree is plain frozen data. Its back-ends (`evaluate`, `missing`, and the compiler's guards) read
the same nodes, so that no two of them can differ about what a rule says.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from tateyoko.errors import Place
from tateyoko.text import Text

__all__ = [
    "All",
    "Any",
    "AtLeast",
    "Compare",
    "Exemption",
    "Fact",
    "Node",
    "Not",
    "Remark",
    "Unless",
    "facts_of",
    "walk",
]

NOWHERE = Place("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What may be said about any node: article, label, dates in force.

    Attributes
    ----------
    cite : str
        Article, such as ``自衛隊法82条``.
    label : Text or None
        What the node means, for people.
    since, until : date or None
        In force from ``since`` on and before ``until``; None means unbounded.
    """

    cite: str = ""
    label: Text | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def is_in_force(self, date: dt.date | None) -> bool:
        """Return whether the node is in force on a date; always when no date is asked for."""
        if date is None:
            return True
        after = self.since is None or self.since <= date
        return after and (self.until is None or date < self.until)


_NO_REMARK = Remark()


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, observed or judged; its value comes from outside and may be unknown."""

    id: str
    remark: Remark = _NO_REMARK
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A number against a bound, for example ``persons at_least 100``.

    Attributes
    ----------
    number : str
        Name of the number.
    operator : str
        ``<``, ``<=``, ``>``, ``>=``, ``==`` or ``!=``.
    bound : float
        What it is compared with.
    """

    number: str
    operator: str
    bound: float
    remark: Remark = _NO_REMARK
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every branch must hold; true without branches."""

    branches: "tuple[Node, ...]"
    remark: Remark = _NO_REMARK
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Any:
    """At least one branch must hold; false without branches."""

    branches: "tuple[Node, ...]"
    remark: Remark = _NO_REMARK
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``k`` of the branches must hold."""

    k: int
    branches: "tuple[Node, ...]"
    remark: Remark = _NO_REMARK
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The branch must not hold."""

    branch: "Node"
    remark: Remark = _NO_REMARK
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Exemption:
    """An exception with its own article."""

    when: "Node"
    remark: Remark = _NO_REMARK
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Unless:
    """A rule with exceptions: it holds when its branch does and no exemption in force does."""

    branch: "Node"
    exemptions: tuple[Exemption, ...]
    remark: Remark = _NO_REMARK
    place: Place = field(default=NOWHERE, compare=False)


Node = Fact | Compare | All | Any | AtLeast | Not | Unless


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, exemptions included, in written order."""
    yield node
    match node:
        case All(branches=branches) | Any(branches=branches) | AtLeast(branches=branches):
            for branch in branches:
                yield from walk(branch)
        case Not(branch=branch):
            yield from walk(branch)
        case Unless(branch=branch, exemptions=exemptions):
            yield from walk(branch)
            for exemption in exemptions:
                yield from walk(exemption.when)
        case _:
            return


def facts_of(node: Node) -> tuple[str, ...]:
    """Return the facts that a tree asks for, each once, in written order."""
    return tuple(dict.fromkeys(item.id for item in walk(node) if isinstance(item, Fact)))
