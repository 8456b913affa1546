"""What must be decided next, by whom, in order.

The easiest way to make the requirements hold is looked for: a fact that is known not to hold
cannot be decided away, so a way through what is open or undone is preferred to one through it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tateyoko.law.catalogue import Term
from tateyoko.law.evaluate import FALSE, TRUE
from tateyoko.law.unfold import LEAVES, Branch

__all__ = ["REFUSALS", "Step", "next_of"]

REFUSALS = ("blocked", "absent")
"""Kinds of step that close the way: a fact that is known to be otherwise, a rule not in force."""

# A fact known to be otherwise weighs more than any number of open ones.
_BLOCKED = 1000.0
_ABSENT = 1e6

Asked = tuple[str, str, str, str, bool | None]
"""Who, form, act, article, and whether it is done (None: no act records it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do.

    Attributes
    ----------
    kind : str
        ``establish`` (a fact that can be seen), ``judge``, ``act``, ``consult``, ``approve``,
        ``order``, ``diet``, or one of `REFUSALS`: ``blocked`` (a fact that is known to be
        otherwise), ``absent`` (a rule that is not in force, or that nobody can recognise).
    id : str
        The fact or act; may be empty.
    by : tuple of str
        Who; of a blocked step, whose judgement or act closed the way.
    wanted : bool
        What the fact would have to be.
    form : str
        Form of an approval or consultation, kind of the Diet's control.
    cite : str
        Article.
    """

    kind: str
    id: str = ""
    by: tuple[str, ...] = ()
    wanted: bool = True
    form: str = ""
    cite: str = ""


def next_of(
    tree: Branch,
    facts: Mapping[str, Term],
    *,
    approvals: Sequence[Asked],
    consult: Sequence[Asked],
    order: tuple[tuple[str, ...], str, str, bool],
    diet: tuple[str, str],
) -> tuple[Step, ...]:
    """Return the steps from a state to powers in force.

    First what the requirements still lack, in written order (requirements of a situation before
    its recognition), then consultations, approvals, the order, and what the Diet does afterwards.
    When the only way leads through a fact that is known to be otherwise, the steps end there.

    Parameters
    ----------
    tree : Branch
        The requirements, unfolded.
    facts : Mapping of str to Term
        Facts of the catalogue.
    approvals, consult : sequence of Asked
        What the order needs besides, in order.
    order : (tuple of str, str, str, bool)
        Who orders (nobody where nothing is ordered), the act of the order, its article, and
        whether it has been given.
    diet : (str, str)
        Kind of control and article.
    """
    _, leaves = _way(tree, TRUE)
    steps: dict[tuple[str, bool], Step] = {}
    for leaf, wanted in leaves:
        step = _step(leaf, wanted == TRUE, facts)
        steps.setdefault((leaf.id, step.wanted), step)
    out = list(steps.values())
    if any(step.kind in REFUSALS for step in out):
        return tuple(out)
    known = {step.id for step in out}
    for kind, asked in (("consult", consult), ("approve", approvals)):
        for by, form, act, cite, done in asked:
            if not done and (not act or act not in known):
                out.append(Step(kind=kind, id=act, by=(by,), form=form, cite=cite))
                known.add(act)
    by_whom, act, cite, given = order
    if by_whom and not given:
        out.append(Step(kind="order", id=act, by=by_whom, cite=cite))
    if diet[0] in ("after", "within_days", "report") or (
        diet[0] == "prior_or_after" and not _asked_before(tree, facts, known)
    ):
        out.append(Step(kind="diet", form=diet[0], cite=diet[1]))
    return tuple(out)


def _asked_before(tree: Branch, facts: Mapping[str, Term], planned: set[str]) -> bool:
    """Return whether the Diet has approved beforehand, or will as one of the steps."""
    if tree.kind == "act":
        fact = facts.get(tree.id)
        done = tree.value == TRUE or tree.id in planned
        return done and fact is not None and "diet" in fact.by
    return any(
        _asked_before(child, facts, planned) for child in tree.children if child.kind != "exception"
    )


def _step(leaf: Branch, wanted: bool, facts: Mapping[str, Term]) -> Step:
    fact = facts.get(leaf.id)
    known = leaf.value in (FALSE, TRUE)
    if leaf.kind == "act" and fact is not None:
        kind = "act" if wanted else "blocked"
        return Step(kind=kind, id=leaf.id, by=fact.by, wanted=wanted, cite=leaf.cite)
    if leaf.kind == "absent":
        return Step(kind="absent", id=leaf.id, cite=leaf.cite)
    by = () if fact is None else fact.judge or fact.reported_by
    if known:
        return Step(kind="blocked", id=leaf.id, by=by, wanted=wanted, cite=leaf.cite)
    kind = "judge" if leaf.kind == "judged" else "establish"
    return Step(kind=kind, id=leaf.id, by=by, wanted=wanted, cite=leaf.cite)


_Way = tuple[float, list[tuple[Branch, float]]]


def _way(branch: Branch, wanted: float) -> _Way:
    """Return the cost of giving a branch a value, and the leaves that would have to change."""
    if branch.value == wanted:
        return 0.0, []
    if branch.kind in LEAVES:
        return _cost(branch, wanted), [(branch, wanted)]
    if branch.kind == "absent":
        return _ABSENT, [(branch, wanted)]
    if branch.kind == "not":
        return _way(branch.children[0], TRUE - wanted)
    ways = [
        _way(child, TRUE - wanted if branch.kind in ("unless", "ended") and at else wanted)
        for at, child in enumerate(branch.children)
    ]
    if not ways:
        return _ABSENT, []
    return _joined(_cheapest(ways, _needed(branch, wanted, len(ways))))


def _needed(branch: Branch, wanted: float, count: int) -> int:
    """Return how many children must have the value that is wanted of them."""
    if branch.kind == "any":
        return 1 if wanted == TRUE else count
    if branch.kind == "at_least":
        return branch.k if wanted == TRUE else count - branch.k + 1
    return count if wanted == TRUE else 1


def _cheapest(ways: list[_Way], needed: int) -> list[_Way]:
    """Return the cheapest ways, as many as are needed, in written order."""
    order = sorted(range(len(ways)), key=lambda at: (ways[at][0], at))[:needed]
    return [ways[at] for at in sorted(order)]


def _joined(ways: list[_Way]) -> _Way:
    return sum(cost for cost, _ in ways), [leaf for _, leaves in ways for leaf in leaves]


def _cost(leaf: Branch, wanted: float) -> float:
    if leaf.kind == "act":
        # An act can be done; it cannot be undone.
        return 1.0 if wanted == TRUE else _BLOCKED
    return 1.0 if leaf.value not in (FALSE, TRUE) else _BLOCKED
