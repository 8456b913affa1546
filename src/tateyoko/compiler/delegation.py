"""Acts that a holder may do himself, without asking upwards.

Pattern. A delegation lists steps that ask upwards, narrowest first. The first
``round(share * n)`` of them are pre-authorised, so a larger share always contains a smaller one.
Where the delegation needs practice, a case acts alone only if implementing rules exist for it
(`written`, one roll per case): an authority on paper that nobody has practised is not used. A case
that acts alone does not enter the step that asks; it leaves by a step of no time that marks
``acted_on_own``.

Both sides: each such act starts a job of its own for what follows. It may cause an ``incident``
at once. The minister learns of it after `report_within` (``minister_aware``; until then he does
not know), and may find that he would have decided otherwise (``contrary_act``); then the act is
recalled after `recall`, or cannot be (``recalled``, ``recall_failed``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Draft, Host, Way, conjunction, quoted

if TYPE_CHECKING:
    from tateyoko.world.channels import Delegation
    from tateyoko.world.estimate import Estimate

__all__ = ["MARKS", "Delegations"]

#: Marks that delegated acts set.
MARKS = (
    "acted_on_own",
    "incident",
    "minister_aware",
    "contrary_act",
    "recalled",
    "recall_failed",
)


class Delegations:
    """Says of each step whether a case may pass it by, and what follows when it does.

    Parameters
    ----------
    draft : Draft
        Receives marks, job types and the steps of acts.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._holders: Mapping[str, tuple[str, int]] = {
            path: (id, rank)
            for id, block in draft.world.delegations.items()
            for rank, path in enumerate(block.actions)
        }
        self._written: set[str] = set()

    def holder(self, path: str) -> str | None:
        """Return the delegation whose list holds the step at `path`, or None."""
        return self._holders[path][0] if path in self._holders else None

    def alone(self, path: str) -> str:
        """Return the truth that this case acts without asking at `path`; ``0`` if none may."""
        id, rank = self._holders[path]
        block, numbers = self._draft.world.delegations[id], self._draft.numbers
        share = numbers.scalar(block.share)
        on = self._draft.switches.on(block.path, block.since, block.until, block.place)
        parts = [on, f"floor({share} * {len(block.actions)} + 0.5) > {rank}"]
        if block.needs_practice and block.written is not None:
            written = numbers.scalar(block.written)
            parts.append(f"roll({f'{block.path}.written'!r}, root) < {written}")
        return conjunction(parts)

    def act(self, host: Host, name: str, path: str, route: Sequence[Way]) -> str:
        """Add the step by which a case acts alone, and return its name.

        Parameters
        ----------
        host : Host
            Job type of the case.
        name : str
            Name of the new step.
        path : str
            The step that is passed by.
        route : sequence of Way
            Where the case goes on.
        """
        id, _ = self._holders[path]
        block = self._draft.world.delegations[id]
        after = self._after(id, block)
        mark = self._draft.mark("acted_on_own", place=block.place, post=block.to)
        host.step(
            name,
            start=[f"mark({mark})", f"spawn(None, {quoted(after)}, 1)"],
            route=route,
            block=block.path,
            luck=f"{path}.alone",
            label=_label(block),
            place=block.place,
        )
        return name

    def _after(self, id: str, block: Delegation) -> str:
        """Write, once, the job type of what follows from an act, and return its id."""
        type = f"delegation.{id}"
        if id in self._written:
            return type
        self._written.add(id)
        draft, place = self._draft, block.place
        marks = {name: draft.mark(name, place=place, post=block.to) for name in MARKS}
        host = draft.host(type, block.path, place=place, label=_label(block))
        for name in ("incident", "contrary", "failed"):
            host.attribute(name)
        host.step(
            "act",
            start=[self._chance("incident", block.incident)],
            route=[("incident", "if", "job.incident == 1"), "report"],
        )
        host.step("incident", start=[f"mark({marks['incident']})"], route=["report"])
        host.step(
            "report",
            work=self._work(block.report_within),
            finish=[f"mark({marks['minister_aware']})", self._chance("contrary", block.contrary)],
            route=[("contrary", "if", "job.contrary == 1"), "end"],
        )
        host.step("contrary", start=[f"mark({marks['contrary_act']})"], route=["recall"])
        host.step(
            "recall",
            work=self._work(block.recall),
            finish=[self._chance("failed", block.recall_failure)],
            route=[("lost", "if", "job.failed == 1"), "back"],
        )
        host.step("back", start=[f"mark({marks['recalled']})"])
        host.step("lost", start=[f"mark({marks['recall_failed']})"])
        host.close("act")
        return type

    def _chance(self, name: str, estimate: Estimate | None) -> str:
        share = self._draft.numbers.scalar(estimate, 0.0)
        return f"job.{name} = draw({name!r}, bernoulli, {share})"

    def _work(self, estimate: Estimate | None) -> tuple[str, ...] | None:
        return self._draft.numbers.work(estimate) if estimate is not None else None


def _label(block: Delegation) -> str:
    return block.name.en if block.name is not None else block.id
