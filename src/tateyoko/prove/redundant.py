"""Requirements that change no answer: the rest of their provision already implies them.

Each place in which a provision asks for something is replaced by 'always' and by 'never'. When the
solver finds no facts under which the provision then answers otherwise, the place is redundant: no
test could miss it, and a reader of the law is led to think that it matters.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tateyoko.law.catalogue import in_force
from tateyoko.law.tree import All, Any, AtLeast, Compare, Fact, Node, Not, Unless, walk
from tateyoko.prove.book import Book
from tateyoko.prove.encode import Encoder
from tateyoko.prove.minimal import is_satisfiable
from tateyoko.prove.solver import z3

__all__ = ["Redundant", "find_redundant", "find_redundant_in"]

_ALWAYS, _NEVER = All(()), Any(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Redundant:
    """A place that could be left out.

    Attributes
    ----------
    id : str
        Rule, situation or action.
    part : str
        ``requires``, ``met`` or ``recognised``.
    cite : str
        Its article.
    leaf : str
        The fact, rule, situation or number that is asked for in vain.
    always : bool
        Whether it may be taken as always true; else as never.
    """

    id: str
    part: str
    cite: str
    leaf: str
    always: bool


def find_redundant(book: Book) -> tuple[Redundant, ...]:
    """Return every place of the law of a day that changes no answer.

    Parameters
    ----------
    book : Book
        The law of a day.
    """
    found = []
    for name, part, cite, tree in _trees(book):
        for leaf, always in find_redundant_in(book, tree):
            found.append(Redundant(id=name, part=part, cite=cite, leaf=leaf, always=always))
    return tuple(found)


def find_redundant_in(book: Book, tree: Node) -> tuple[tuple[str, bool], ...]:
    """Return the leaves of one tree that could be left out, and whether as always true."""
    leaves = [node for node in walk(tree) if isinstance(node, Fact | Compare)]
    found = []
    for at, leaf in enumerate(leaves):
        for always, other in ((True, _ALWAYS), (False, _NEVER)):
            changed, _ = _replaced(tree, at, other)
            if _agree(book, tree, changed):
                found.append((leaf.id if isinstance(leaf, Fact) else leaf.number, always))
    return tuple(found)


def _trees(book: Book) -> Iterator[tuple[str, str, str, Node]]:
    catalogue, day = book.catalogue, book.date
    for action in catalogue.actions.values():
        for order in in_force(action.versions, day):
            yield action.id, "requires", order.cite, order.requires
    for rule in catalogue.rules.values():
        for text in in_force(rule.versions, day):
            yield rule.id, "requires", text.cite, text.requires
    for situation in catalogue.situations.values():
        for wording in in_force(situation.versions, day):
            yield situation.id, "met", wording.cite, wording.met
            if wording.recognised is not None:
                yield situation.id, "recognised", wording.cite, wording.recognised


def _agree(book: Book, tree: Node, other: Node) -> bool:
    """Return whether two trees have the same value whatever the facts, all of them known."""
    encoder = Encoder(book.define, date=book.date)
    first, second = encoder.encode(tree), encoder.encode(other)
    ground = [*encoder.well_formed(), *encoder.two_valued(encoder.facts)]
    ground += [encoder.number(name)[1] for name in encoder.numbers]
    return not is_satisfiable(ground, z3.Xor(first.holds, second.holds))


def _replaced(node: Node, at: int, other: Node) -> tuple[Node, int]:
    """Return a tree with its leaf number ``at`` replaced, and the number of leaves passed."""
    match node:
        case Fact() | Compare():
            return (other if at == 0 else node), 1
        case All(branches=branches) | Any(branches=branches) | AtLeast(branches=branches):
            changed, seen = [], 0
            for branch in branches:
                made, count = _replaced(branch, at - seen, other)
                changed.append(made)
                seen += count
            return replace(node, branches=tuple(changed)), seen
        case Not(branch=branch):
            made, count = _replaced(branch, at, other)
            return replace(node, branch=made), count
        case Unless(branch=branch, exemptions=exemptions):
            made, seen = _replaced(branch, at, other)
            barred = []
            for exemption in exemptions:
                when, count = _replaced(exemption.when, at - seen, other)
                barred.append(replace(exemption, when=when))
                seen += count
            return replace(node, branch=made, exemptions=tuple(barred)), seen
