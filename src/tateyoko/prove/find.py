"""Gaps, overlaps, rules that never apply, and what two dates answer differently.

A gap is a pattern of observed facts in which nobody may act, however the judgements fall and
whatever is decided; it cannot be mended by deciding faster. See `tateyoko.prove.reach` for what
belongs to a pattern and what is free.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any as Formula

from tateyoko.law.catalogue import Catalogue
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.law.tree import Any, Fact, Node
from tateyoko.prove.book import Book, Power, open_book
from tateyoko.prove.encode import Encoder
from tateyoko.prove.finding import Difference, Gap, NeverApplies, Overlap
from tateyoko.prove.minimal import (
    Change,
    Changes,
    is_satisfiable,
    least_true,
    shrink,
    smallest_changes,
)
from tateyoko.prove.reach import FREE, explain_block, in_pattern, lawful_orders
from tateyoko.prove.solver import z3

__all__ = [
    "find_differences",
    "find_gaps",
    "find_never_applies",
    "find_overlaps",
    "find_overlaps_in",
]


def find_gaps(
    book: Book,
    harm: Node,
    *,
    powers: Iterable[str] | None = None,
    given: Mapping[str, float] | None = None,
    limit: int = 20,
) -> tuple[Gap, ...]:
    """Return the minimal patterns of observed facts in which harm is under way and nobody may act.

    Candidates come from one solver, which knows the harm and the openings learnt so far. A second
    one looks for judgements and acts that open any power under the candidate: if there are, the
    observed facts that they needed are learnt as an opening and excluded; if not, the candidate
    is a gap [1]_.

    Parameters
    ----------
    book : Book
        The law of a day.
    harm : Node
        What is under way: a tree over observed facts.
    powers : iterable of str, optional
        Powers that would answer the harm. Default: all.
    given : mapping of str to float, optional
        Judgements and acts that are fixed, for example that it is no armed attack.
    limit : int
        Most gaps to return.

    References
    ----------
    .. [1] M. Janota et al., Solving QBF with counterexample guided refinement, 2012.
    """
    chosen = [book.power(power_id) for power_id in (book.powers if powers is None else powers)]
    fixed = dict(given or {})
    encoder = Encoder(book.define, date=book.date)
    under_way = encoder.encode(harm)
    lawful = z3.Or([encoder.encode(power.version.requires).holds for power in chosen])
    orders = lawful_orders(book, encoder, fixed)
    observed = [f for f in encoder.facts if _is_observed(book, f, fixed)]
    free = [f for f in encoder.facts if f not in observed and f not in fixed]
    known = [f for f in encoder.facts if fixed.get(f) != UNKNOWN]
    ground = [*encoder.well_formed(), *encoder.two_valued(known)]
    ground += [encoder.fact(f).equals(v) for f, v in fixed.items() if f in encoder.facts]
    candidates, openings = z3.Solver(), z3.Solver()
    candidates.add(*ground, under_way.holds)
    openings.add(*ground, *orders, lawful)
    gaps: list[Gap] = []
    while len(gaps) < limit:
        pattern = least_true(candidates, encoder, observed)
        if pattern is None:
            break
        literals = {f: encoder.fact(f).equals(v) for f, v in pattern.items()}
        if openings.check(*literals.values()) == z3.sat:
            model = openings.model()
            judged = [_as_in(model, encoder, fact_id) for fact_id in free]
            numbers = [_number_as_in(model, encoder, name) for name in encoder.numbers]
            core = shrink([*ground, *judged, *numbers, z3.Not(lawful)], literals)
            candidates.add(z3.Not(z3.And([literals[f] for f in core])))
            continue
        facts = tuple(f for f, value in pattern.items() if value == TRUE)
        gaps.append(_gap(book, chosen, facts, fixed))
        candidates.add(z3.Not(z3.And([encoder.fact(f).holds for f in facts])))
    return tuple(gaps)


def find_overlaps(book: Book, *, powers: Iterable[str] | None = None) -> tuple[Overlap, ...]:
    """Return pairs of powers of different people that the same conditions open.

    A pair is reported when a smallest pattern that opens the first needs nothing but acts to open
    the second as well: the facts and judgements are the same, and two people may act on them.
    Default: all actions.
    """
    ids = [p.id for p in book.powers.values() if p.is_action] if powers is None else list(powers)
    chosen = [book.power(power_id) for power_id in ids]
    best: dict[frozenset[str], Overlap] = {}
    for first in chosen:
        for opening in _openings(book, first):
            conditions = {f: v for f, v in opening if book.term(f).kind != "act"}
            for second in chosen:
                if second.id == first.id or set(first.by) & set(second.by):
                    continue
                if not set(conditions) & set(book.facts_behind(second.version.requires)):
                    continue
                found = _overlap(book, first, second, conditions)
                key = frozenset((first.id, second.id))
                if found and (key not in best or len(found.pattern) < len(best[key].pattern)):
                    best[key] = found
    return tuple(best.values())


def find_overlaps_in(
    book: Book,
    powers: Sequence[str],
    observed: Mapping[str, float],
    *,
    given: Mapping[str, float] | None = None,
) -> tuple[Overlap, ...]:
    """Return pairs of powers of different people that can be lawful at once in a pattern.

    Parameters
    ----------
    book : Book
        The law of a day.
    powers : sequence of str
        Powers that answer the same harm.
    observed, given : mapping of str to float
        As `ways_to`.
    """
    found = []
    for at, first_id in enumerate(powers):
        for second_id in powers[at + 1 :]:
            first, second = book.power(first_id), book.power(second_id)
            if set(first.by) & set(second.by):
                continue
            encoder = Encoder(book.define, date=book.date)
            both = z3.And([encoder.encode(p.version.requires).holds for p in (first, second)])
            clauses, changeable = in_pattern(book, encoder, {**observed, **(given or {})})
            for pattern in smallest_changes(encoder, clauses, both, changeable, limit=1):
                found.append(_overlap_of(book, first, second, pattern))
    return tuple(found)


def find_never_applies(book: Book) -> tuple[NeverApplies, ...]:
    """Return rules, situations and actions in force whose requirements can never hold."""
    catalogue, found = book.catalogue, []
    for action in book.powers.values():
        if action.is_action and not _can_hold(book, action.version.requires):
            found.append(NeverApplies(id=action.id, cite=action.version.cite, unrecognised=False))
    for rule in catalogue.rules.values():
        for text in rule.versions:
            if text.is_in_force(book.date) and not _can_hold(book, text.requires):
                found.append(NeverApplies(id=rule.id, cite=text.cite, unrecognised=False))
    for situation in catalogue.situations.values():
        for one in situation.versions:
            if one.is_in_force(book.date) and not _can_hold(book, Fact(situation.id)):
                nobody = one.recognised is None
                found.append(NeverApplies(id=situation.id, cite=one.cite, unrecognised=nobody))
    return tuple(found)


def find_differences(
    catalogue: Catalogue, first: dt.date, second: dt.date
) -> tuple[Difference, ...]:
    """Return what the law of two days answers differently, with a pattern that shows it.

    Parameters
    ----------
    catalogue : Catalogue
        The law.
    first, second : date
        The two days.
    """
    books = (open_book(catalogue, first), open_book(catalogue, second))
    found = []
    for item_id in (*catalogue.actions, *catalogue.rules, *catalogue.situations):
        difference = _difference(books, item_id)
        if difference is not None:
            found.append(difference)
    return tuple(found)


def _difference(books: tuple[Book, Book], item_id: str) -> Difference | None:
    encoders = [Encoder(book.define, date=book.date) for book in books]
    truths = [
        encoder.encode(_tree_of(book, item_id))
        for encoder, book in zip(encoders, books, strict=True)
    ]
    both = Encoder()
    for encoder in encoders:
        for fact_id in encoder.facts:
            both.fact(fact_id)
    for encoder in encoders:
        for name in encoder.numbers:
            both.number(name)
    for holds in ((False, True), (True, False)):
        target = z3.And(
            [t.holds if h else z3.Not(t.holds) for t, h in zip(truths, holds, strict=True)]
        )
        sets = smallest_changes(
            both, both.two_valued(both.facts), target, _from_nothing(both.facts), limit=1
        )
        if sets:
            cites = [_cite_of(book, item_id) for book in books]
            return Difference(id=item_id, cites=(cites[0], cites[1]), holds=holds, pattern=sets[0])
    return None


def _from_nothing(fact_ids: Iterable[str]) -> list[Change]:
    return [Change(fact_id, FALSE, (TRUE,)) for fact_id in fact_ids]


def _tree_of(book: Book, item_id: str) -> Node:
    if item_id in book.catalogue.actions:
        power = book.powers.get(item_id)
        return _nothing() if power is None else power.version.requires
    return book.definitions[item_id]


def _nothing() -> Node:
    return Any(())


def _cite_of(book: Book, item_id: str) -> str:
    if item_id in book.powers:
        return book.powers[item_id].version.cite
    cites = book.cites_behind(Fact(item_id)) if item_id in book.definitions else ()
    return cites[0] if cites else ""


def _can_hold(book: Book, tree: Node) -> bool:
    encoder = Encoder(book.define, date=book.date)
    truth = encoder.encode(tree)
    return is_satisfiable([*encoder.well_formed(), *encoder.two_valued(encoder.facts)], truth.holds)


def _openings(book: Book, power: Power) -> tuple[Changes, ...]:
    encoder = Encoder(book.define, date=book.date)
    truth = encoder.encode(power.version.requires)
    changeable = [
        Change(f, UNKNOWN, (TRUE, FALSE))
        if book.term(f).kind == "judged"
        else Change(f, FALSE, (TRUE,))
        for f in encoder.facts
    ]
    return smallest_changes(encoder, [], truth.holds, changeable, limit=8)


def _overlap(
    book: Book, first: Power, second: Power, conditions: Mapping[str, float]
) -> Overlap | None:
    """Return the overlap of two powers where these conditions and acts alone open both."""
    encoder = Encoder(book.define, date=book.date)
    both = z3.And([encoder.encode(p.version.requires).holds for p in (first, second)])
    clauses, changeable = lawful_orders(book, encoder, conditions), []
    for fact_id in encoder.facts:
        if book.term(fact_id).kind == "act":
            changeable.append(Change(fact_id, FALSE, (TRUE,)))
        else:
            absent = UNKNOWN if book.term(fact_id).kind == "judged" else FALSE
            clauses.append(encoder.fact(fact_id).equals(conditions.get(fact_id, absent)))
    for changes in smallest_changes(encoder, clauses, both, changeable, limit=1):
        return _overlap_of(book, first, second, tuple(sorted({*conditions.items(), *changes})))
    return None


def _overlap_of(book: Book, first: Power, second: Power, pattern: Changes) -> Overlap:
    return Overlap(
        powers=(first.id, second.id),
        cites=(first.version.cite, second.version.cite),
        by=(first.by, second.by),
        pattern=pattern,
        judges=book.judges_of(fact_id for fact_id, _ in pattern),
    )


def _gap(
    book: Book, powers: Sequence[Power], facts: tuple[str, ...], fixed: Mapping[str, float]
) -> Gap:
    observed = dict.fromkeys(facts, TRUE)
    reasons = [explain_block(book, power.id, observed, given=fixed) for power in powers]
    assert all(reason is not None for reason in reasons)
    return Gap(
        facts=facts,
        given=tuple(sorted(fixed.items())),
        blocked=tuple(reason for reason in reasons if reason is not None),
    )


def _is_observed(book: Book, fact_id: str, fixed: Mapping[str, float]) -> bool:
    return fact_id not in fixed and book.term(fact_id).kind not in FREE


def _as_in(model: Formula, encoder: Encoder, fact_id: str) -> Formula:
    truth = encoder.fact(fact_id)
    holds = z3.is_true(model.eval(truth.holds, model_completion=True))
    return truth.equals(TRUE if holds else FALSE)


def _number_as_in(model: Formula, encoder: Encoder, name: str) -> Formula:
    value, known = encoder.number(name)
    is_known = z3.is_true(model.eval(known, model_completion=True))
    return z3.And(value == model.eval(value, model_completion=True), known == is_known)
