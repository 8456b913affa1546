"""What can be reached: which judgements and acts open a power, and which facts shut it.

Facts are of four kinds. What is *observed* (and status) belongs to a pattern: what a pattern does
not name is not the case. What is *judged* and what is an *act* is free: somebody may judge so or
otherwise, do it or not. An act that uses a power, such as an order, may be done only where that
power is open, unless it is given as done.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any as Formula

from tateyoko.law.catalogue import Catalogue
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.law.tree import Any
from tateyoko.prove.book import Book, StateLike, open_book
from tateyoko.prove.encode import Encoder
from tateyoko.prove.finding import Blocked, Way
from tateyoko.prove.minimal import Change, Changes, is_satisfiable, shrink, smallest_changes
from tateyoko.prove.solver import z3

__all__ = [
    "FREE",
    "explain_block",
    "in_pattern",
    "is_reachable",
    "lawful_orders",
    "minimal_judgements",
    "ways_to",
]

FREE = ("judged", "act")
"""Kinds of facts that somebody decides; the others are the case or not."""


def minimal_judgements(
    catalogue: Catalogue, state: StateLike, action_id: str, *, limit: int = 5
) -> tuple[Way, ...]:
    """Return the smallest sets of judgements and acts that would make an action lawful.

    What the state says stays; judged terms that it leaves open may be judged either way, acts that
    have not been done may be done, unless the state calls them false. An order that would still
    have to be given must itself be lawful. Observed facts are not touched: where no set is enough
    the answer is empty, and `explain_block` says which facts stand in the way.

    Parameters
    ----------
    catalogue : Catalogue
        The law.
    state : State
        Day, facts, numbers; acts that were done count as facts that are true.
    action_id : str
        Action, or a rule that names who may act.
    limit : int
        Most sets to return.

    Raises
    ------
    UsageError
        If there is no such action on that day.
    """
    book = open_book(catalogue, state.date)
    power = book.power(action_id)
    encoder = Encoder(book.define, date=book.date)
    truth = encoder.encode(power.version.requires)
    done = {act.id for act in getattr(state, "acts", ())}
    lawful = lawful_orders(book, encoder, done | set(state.facts))
    known = _known(book, state, done, encoder.facts)
    changeable, clauses = [], [*lawful, *_numbers(encoder, state.numbers)]
    for fact_id in encoder.facts:
        kind = book.term(fact_id).kind
        if kind == "judged" and known[fact_id] == UNKNOWN:
            changeable.append(Change(fact_id, UNKNOWN, (TRUE, FALSE)))
        elif kind == "act" and known[fact_id] < TRUE and state.facts.get(fact_id) != FALSE:
            changeable.append(Change(fact_id, known[fact_id], (TRUE,)))
        else:
            clauses.append(encoder.fact(fact_id).equals(known[fact_id]))
    sets = smallest_changes(encoder, clauses, truth.holds, changeable, limit=limit)
    return tuple(_way(book, changes) for changes in sets)


def ways_to(
    book: Book,
    power_id: str,
    observed: Mapping[str, float],
    *,
    given: Mapping[str, float] | None = None,
    limit: int = 5,
) -> tuple[Way, ...]:
    """Return the smallest sets of judgements and acts that open a power in a pattern of facts.

    Parameters
    ----------
    book : Book
        The law of a day.
    power_id : str
        Action or rule.
    observed : mapping of str to float
        What is the case; every other observed fact is not.
    given : mapping of str to float, optional
        Judgements and acts that are fixed.
    limit : int
        Most sets to return.
    """
    encoder = Encoder(book.define, date=book.date)
    truth = encoder.encode(book.power(power_id).version.requires)
    clauses, changeable = in_pattern(book, encoder, {**observed, **(given or {})})
    sets = smallest_changes(encoder, clauses, truth.holds, changeable, limit=limit)
    return tuple(_way(book, changes) for changes in sets)


def is_reachable(
    book: Book,
    power_id: str,
    observed: Mapping[str, float],
    *,
    given: Mapping[str, float] | None = None,
) -> bool:
    """Return whether some judgements and acts open a power in a pattern of facts."""
    return bool(ways_to(book, power_id, observed, given=given, limit=1))


def explain_block(
    book: Book,
    power_id: str,
    observed: Mapping[str, float],
    *,
    given: Mapping[str, float] | None = None,
) -> Blocked | None:
    """Return the facts of a pattern that put a power out of reach; None when it can be reached.

    Facts that the pattern does not name are listed with value 0: it is their absence that blocks.
    """
    power = book.power(power_id)
    encoder = Encoder(book.define, date=book.date)
    truth = encoder.encode(power.version.requires)
    fixed = {**observed, **(given or {})}
    lawful = lawful_orders(book, encoder, fixed)
    known = [f for f in encoder.facts if fixed.get(f) != UNKNOWN]
    free = [truth.holds, *lawful, *encoder.two_valued(known)]
    literals = {
        fact_id: encoder.fact(fact_id).equals(fixed.get(fact_id, FALSE))
        for fact_id in encoder.facts
        if fact_id in fixed or book.term(fact_id).kind not in FREE
    }
    clauses = [*free, *encoder.well_formed()]
    if is_satisfiable(clauses, *literals.values()):
        return None
    core = shrink(clauses, literals)
    because = tuple((fact_id, fixed.get(fact_id, FALSE)) for fact_id in core)
    return Blocked(power=power_id, cite=power.version.cite, by=power.by, because=because)


def in_pattern(
    book: Book, encoder: Encoder, fixed: Mapping[str, float]
) -> tuple[list[Formula], list[Change]]:
    """Return what a pattern fixes, and what may change in it: open judgements, acts not done."""
    clauses, changeable = lawful_orders(book, encoder, fixed), []
    for fact_id in encoder.facts:
        kind = book.term(fact_id).kind
        if fact_id in fixed or kind not in FREE:
            clauses.append(encoder.fact(fact_id).equals(fixed.get(fact_id, FALSE)))
        elif kind == "judged":
            changeable.append(Change(fact_id, UNKNOWN, (TRUE, FALSE)))
        else:
            changeable.append(Change(fact_id, FALSE, (TRUE,)))
    return clauses, changeable


def lawful_orders(book: Book, encoder: Encoder, fixed: Container[str]) -> list[Formula]:
    """Return clauses that let acts which use a power be done only where the power is open.

    Acts that are fixed are a record and are not asked for their lawfulness. Opening a power's
    tree may bring further facts, and further acts, into the encoder.
    """
    clauses: list[Formula] = []
    seen: set[str] = set()
    while pending := [f for f in encoder.facts if f in book.orders and f not in seen]:
        for act_id in pending:
            seen.add(act_id)
            if act_id in fixed:
                continue
            power = book.powers.get(book.orders[act_id])
            opened = Any(()) if power is None else power.version.requires
            needed = encoder.encode(opened).holds
            clauses.append(z3.Implies(encoder.fact(act_id).holds, needed))
    return clauses


def _way(book: Book, changes: Changes) -> Way:
    return Way(changes=changes, judges=book.judges_of(fact_id for fact_id, _ in changes))


def _known(
    book: Book, state: StateLike, done: Container[str], fact_ids: Iterable[str]
) -> dict[str, float]:
    """Return the value of every fact: acts are a record, what is not in it was not done."""
    values = {}
    for fact_id in fact_ids:
        absent = FALSE if book.term(fact_id).kind == "act" else UNKNOWN
        values[fact_id] = TRUE if fact_id in done else state.facts.get(fact_id, absent)
    return values


def _numbers(encoder: Encoder, given: Mapping[str, float]) -> list[Formula]:
    """Fix numbers as given; one that is not given is unknown."""
    bare = Encoder()
    for name in encoder.numbers:
        bare.number(name)
    return bare.given({}, given)
