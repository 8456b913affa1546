"""Least models and smallest sets of changes: what makes the prover's answers repeat.

A solver may return any model and any core. Whatever is shown to people is therefore canonical: the
least model in a fixed order, cores from which nothing can be left out in a fixed order, and all
smallest sets of changes rather than the first that turns up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any as Formula

from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.prove.encode import Encoder
from tateyoko.prove.solver import z3

__all__ = ["Change", "Changes", "is_satisfiable", "least_true", "shrink", "smallest_changes"]

Changes = tuple[tuple[str, float], ...]
"""Facts that would have to become true (1) or false (0), ordered by name."""

# Sets of one size that are looked for at most; beyond it the answer says so.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that may change: from what, and to which values."""

    fact_id: str
    start: float
    targets: tuple[float, ...]


def is_satisfiable(clauses: Iterable[Formula], *assumptions: Formula) -> bool:
    """Return whether clauses and assumptions can hold together."""
    solver = z3.Solver()
    solver.add(*clauses)
    return _check(solver, *assumptions)


def least_true(
    solver: Formula, encoder: Encoder, fact_ids: Sequence[str]
) -> dict[str, float] | None:
    """Return the model of a solver with the fewest facts true, facts taken in the given order.

    No other model makes a proper subset of these facts true.

    Returns
    -------
    dict of str to float or None
        0 or 1 by fact; None when there is no model.
    """
    if not _check(solver):
        return None
    chosen: dict[str, float] = {}
    literals: list[Formula] = []
    for fact_id in fact_ids:
        truth = encoder.fact(fact_id)
        value = FALSE if _check(solver, *literals, truth.equals(FALSE)) else TRUE
        chosen[fact_id] = value
        literals.append(truth.equals(value))
    return chosen


def shrink(clauses: Sequence[Formula], literals: Mapping[str, Formula]) -> tuple[str, ...]:
    """Return names of literals that contradict the clauses and of which none can be left out.

    Parameters
    ----------
    clauses : sequence of formula
        Always kept.
    literals : mapping of str to formula
        Contradict the clauses together.

    Returns
    -------
    tuple of str
        In the order of ``literals``; later ones are left out first.
    """
    solver = z3.Solver()
    solver.add(*clauses)
    kept = dict(literals)
    for name in reversed(list(literals)):
        rest = [formula for other, formula in kept.items() if other != name]
        if not _check(solver, *rest):
            del kept[name]
    return tuple(kept)


def smallest_changes(
    encoder: Encoder,
    clauses: Sequence[Formula],
    target: Formula,
    changeable: Sequence[Change],
    *,
    limit: int = 5,
) -> tuple[Changes, ...]:
    """Return the smallest sets of changes that make a formula hold, smallest first.

    Every set is minimal: no part of it is enough. Within one size the sets are ordered by name,
    and a size is looked at as a whole before ``limit`` cuts the list.

    Parameters
    ----------
    encoder : Encoder
        Knows the facts.
    clauses : sequence of formula
        What is fixed.
    target : formula
        What shall hold.
    changeable : sequence of Change
        What may change; everything else must be fixed by ``clauses``.
    limit : int
        Most sets to return.
    """
    solver = z3.Solver()
    solver.add(*clauses, *encoder.well_formed(), target)
    moved: dict[str, Formula] = {}
    for change in changeable:
        truth = encoder.fact(change.fact_id)
        solver.add(z3.Or([truth.equals(value) for value in (change.start, *change.targets)]))
        moved[change.fact_id] = z3.Not(truth.equals(change.start))
    found: list[Changes] = []
    for size in range(len(changeable) + 1):
        bound = [z3.AtMost(*moved.values(), size)] if moved else []
        level = sorted(_level(solver, encoder, changeable, moved, bound))
        found += level
        if len(found) >= limit:
            break
        if not _check(solver):
            break
    return tuple(found[:limit])


def _level(
    solver: Formula,
    encoder: Encoder,
    changeable: Sequence[Change],
    moved: Mapping[str, Formula],
    bound: Sequence[Formula],
) -> Iterator[Changes]:
    for _ in range(_MOST):
        if not _check(solver, *bound):
            return
        model = solver.model()
        changes = []
        for change in changeable:
            if z3.is_true(model.eval(moved[change.fact_id], model_completion=True)):
                truth = encoder.fact(change.fact_id)
                holds = z3.is_true(model.eval(truth.holds, model_completion=True))
                possible = z3.is_true(model.eval(truth.possible, model_completion=True))
                value = TRUE if holds else UNKNOWN if possible else FALSE
                changes.append((change.fact_id, value))
        yield tuple(sorted(changes))
        # Neither this set again, nor one that contains it.
        solver.add(
            z3.Or([z3.Not(encoder.fact(fact_id).equals(value)) for fact_id, value in changes])
        )


def _check(solver: Formula, *assumptions: Formula) -> bool:
    answer = solver.check(*assumptions)
    # Booleans and comparisons of numbers with constants are decidable: 'unknown' is our mistake.
    assert answer != z3.unknown, solver.reason_unknown()
    return bool(answer == z3.sat)
