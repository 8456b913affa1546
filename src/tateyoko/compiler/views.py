"""What each post can tell apart: forks made for it keep this and redraw the rest.

A post knows the posture (parameters are not hidden), its own seat and the seats beneath it, marks
that are its own or belong to nobody in particular, public values, and the belief on a question if
it raises, frames or judges it or reports on it come to it. It sees the procedures it takes part
in. It does not know the hidden truth, the type of opponent, hidden values, rolls, or what other
posts do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Draft
from tateyoko.compiler.procedures import job_type

if TYPE_CHECKING:
    from tateyoko.world.procedures import Procedure, Step

__all__ = ["write_views"]


def write_views(draft: Draft) -> None:
    """Write one view per post that has a seat."""
    shared = [f"fact.{id}" for id in draft.world.facts if f"fact.{id}" in draft.values]
    for value in draft.scenario.values.values():
        if not value.hidden:
            shared.append(f"value.{value.id}")
    shared += [id for id in draft.values if id.startswith(("at.", "flow.", "recognised."))]
    for post in sorted(draft.posts.used, key=lambda id: id.encode()):
        beneath = _beneath(draft, post)
        values = list(shared)
        for seat in beneath:
            values += [f"queue({seat})", f"busy({seat})", f"capacity({seat})"]
        for mark, owner in draft.marks.items():
            if owner in beneath or not owner or owner not in draft.world.posts:
                values += [f"first({mark})", f"last({mark})", f"count({mark})"]
        jobs = [
            job_type(procedure.id)
            for procedure in draft.world.procedures.values()
            if job_type(procedure.id) in draft.net.jobs
            and beneath & set(_posts_of(draft, procedure))
        ]
        questions = {
            draft.world.judgements[id].question: f"belief.{id}"
            for id in draft.judged
            if post in _judges(draft, id)
        }
        draft.net.view(post, values=values, jobs=jobs, questions=questions)


def _beneath(draft: Draft, post: str) -> set[str]:
    """Return a post and the posts below it that have seats."""
    found = {post}
    while True:
        more = {
            id
            for id in draft.posts.used
            if id not in found and draft.posts.post(id).parent in found
        }
        if not more:
            return found
        found |= more


def _posts_of(draft: Draft, procedure: Procedure) -> Iterable[str]:
    """Yield the posts that take part in a procedure."""
    for step in _walk(procedure.steps.values()):
        yield from step.by
        if step.order is not None:
            yield from step.order.by
        if step.decide is not None:
            yield from step.decide.by
        if step.request is not None:
            yield step.request.of
        if step.chain is not None:
            yield from draft.world.chains[step.chain].hops
        if step.meeting is not None:
            meeting = draft.world.meetings[step.meeting]
            yield from meeting.present.everyone
            if meeting.present.also is not None:
                yield from meeting.present.also.of


def _walk(steps: Iterable[Step]) -> Iterable[Step]:
    for step in steps:
        yield step
        yield from _walk(step.together.values())


def _judges(draft: Draft, judgement_id: str) -> set[str]:
    """Return who knows the belief of a judgement."""
    world = draft.world
    judgement = world.judgements[judgement_id]
    found = {judgement.by}
    if judgement.by in world.meetings:
        meeting = world.meetings[judgement.by]
        found |= set(meeting.present.everyone)
        if meeting.present.also is not None:
            found |= set(meeting.present.also.of)
    if judgement.raised_by is not None:
        found |= set(judgement.raised_by.who)
    if judgement.framing is not None:
        found.add(judgement.framing.by)
    for sign in draft.scenario.signs.values():
        if sign.about == judgement.question:
            found |= set(sign.to)
    return found
