"""What a scenario needs must exist on the dates of its postures.

A step that names a post of another time would wait for ever, and a meeting whose member did not
exist yet would never begin: both are mistakes, told with the step, the post and the posture. A
step whose meeting, channel or chain does not exist is left out, which is how one procedure serves
several times; so it is worth a finding only where no neighbour that is dated like it stands in for
it, because then something was done at no time and nobody would notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.parameters import Posed, Switch
from tateyoko.errors import Place, Problem
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.world.channels import Chain, Channel, Meeting
    from tateyoko.world.organisation import Post
    from tateyoko.world.procedures import Procedure, Step

    Dated = Meeting | Chain | Channel | Post | Procedure | Step

__all__ = ["missing_posts", "skipped_steps"]


def missing_posts(
    draft: Draft, postures: Sequence[str], procedures: Iterable[tuple[Procedure, Sequence[Step]]]
) -> list[Problem]:
    """Return a mistake for every step that somebody must do who does not exist.

    Parameters
    ----------
    draft : Draft
        With the postures that the net must serve, in the order of `postures`.
    postures : sequence of str
        Ids of the postures.
    procedures : iterable of (Procedure, sequence of Step)
        Those in reach, with their steps in order.
    """
    view, pairs = _View(draft), list(procedures)
    problems: dict[tuple[str, tuple[str, ...]], tuple[Place, list[str]]] = {}
    for posture, posed in zip(postures, draft.switches.posed, strict=True):
        for _, steps in view.under_way(pairs, posed):
            for step in _walk(steps, view, posed):
                for posts in _needed(draft, step):
                    if not any(view.on(draft.posts.post(post), posed) for post in posts):
                        key = (step.path, posts)
                        problems.setdefault(key, (step.place, []))[1].append(posture)
    return [_missing(draft, posts, place, found) for (_, posts), (place, found) in problems.items()]


def skipped_steps(
    draft: Draft, postures: Sequence[str], procedures: Iterable[tuple[Procedure, Sequence[Step]]]
) -> list[Problem]:
    """Return a finding for every step left out in a posture without one that stands in for it."""
    view, pairs = _View(draft), list(procedures)
    findings: dict[str, tuple[Step, str, list[str]]] = {}
    for posture, posed in zip(postures, draft.switches.posed, strict=True):
        for _, steps in view.under_way(pairs, posed):
            for run in _runs(draft, steps):
                if any(view.in_force(step, posed) for step in run):
                    continue
                for step in run:
                    block = _block(draft, step)
                    if block is not None and view.on(step, posed):
                        entry = findings.setdefault(step.path, (step, block.id, []))
                        entry[2].append(posture)
    return [_skipped(step, block, found) for step, block, found in findings.values()]


class _View:
    """Whether elements exist in a posture, structural patches included."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def on(self, block: Dated, posed: Posed) -> bool:
        """Return whether a block exists on the date, after all structural patches."""
        switches = self._draft.switches
        switch = Switch(
            id=block.path,
            since=block.since,
            until=block.until,
            removed_by=switches.removals.get(block.path, ()),
            inserted_by=switches.insertions.get(block.path, ()),
        )
        return switch.on(posed)

    def under_way(
        self, procedures: Sequence[tuple[Procedure, Sequence[Step]]], posed: Posed
    ) -> Iterator[tuple[Procedure, Sequence[Step]]]:
        """Yield the procedures that exist and that something of the same date can start."""
        here = [pair for pair in procedures if self.on(pair[0], posed)]
        scenario = self._draft.scenario
        begun = {event.starts for event in scenario.events.values()}
        begun |= {inject.starts for inject in scenario.injects.values()}
        for _, steps in here:
            begun |= {step.start for step in _walk(steps, self, posed)}
        for procedure, steps in here:
            if procedure.starts is not None or procedure.id in begun:
                yield procedure, steps

    def in_force(self, step: Step, posed: Posed) -> bool:
        """Return whether a step and what it works through exist."""
        block = _block(self._draft, step)
        return self.on(step, posed) and (block is None or self.on(block, posed))


def _walk(steps: Iterable[Step], view: _View, posed: Posed) -> Iterator[Step]:
    """Yield the steps that are in force, those side by side included."""
    for step in steps:
        if view.in_force(step, posed):
            yield step
            yield from _walk(step.together.values(), view, posed)


def _block(draft: Draft, step: Step) -> Meeting | Chain | Channel | None:
    """Return the meeting, chain or channel that a step works through."""
    world = draft.world
    if step.meeting is not None:
        return world.meetings[step.meeting]
    if step.chain is not None:
        return world.chains[step.chain]
    if step.ask is not None:
        return world.channels[step.ask]
    return None


def _needed(draft: Draft, step: Step) -> Iterator[tuple[str, ...]]:
    """Yield groups of posts of which one must exist for a step to be done."""
    if step.kind == "by" and step.by:
        yield tuple(step.by)
    if step.order is not None:
        yield tuple(step.order.by)
    if step.decide is not None:
        yield tuple(step.decide.by)
    if step.request is not None:
        yield (step.request.of,)
    if step.initiative is not None:
        yield tuple(step.initiative.by)
    if step.chain is not None:
        yield tuple(draft.world.chains[step.chain].hops)
    if step.ask is not None and step.takes is not None:
        yield (draft.world.channels[step.ask].between[1],)
    if step.meeting is not None:
        meeting = draft.world.meetings[step.meeting]
        members = [*([meeting.chair] if meeting.chair else []), *meeting.present.everyone]
        for member in dict.fromkeys(members):
            other = meeting.stand_in.get(member)
            yield (member, *([other] if other else []))


def _runs(draft: Draft, steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Yield neighbouring steps that are dated, by themselves or by what they work through.

    Steps side by side are not neighbours in time: each is a run of its own.
    """
    run: list[Step] = []
    for step in steps:
        block = _block(draft, step)
        dated = [one for one in (step, block) if one is not None and (one.since or one.until)]
        if dated:
            run.append(step)
            continue
        if run:
            yield run
            run = []
        if step.together:
            yield from _runs(draft, list(step.together.values()))
    if run:
        yield run


def _missing(draft: Draft, posts: tuple[str, ...], place: Place, postures: list[str]) -> Problem:
    block = draft.posts.post(posts[0])
    dates = {
        "ja": "、".join(_span(draft.posts.post(post), "ja") for post in posts),
        "en": ", ".join(_span(draft.posts.post(post), "en") for post in posts),
    }
    where = ", ".join(postures)
    return Problem(
        code="CP601",
        place=place,
        what=Text(
            ja=f"態勢 {where} には、この段を行う役職がありません：{dates['ja']}",
            en=f"in {where} nobody exists to do this step: {dates['en']}",
        ),
        expected=Text(
            ja="その時期の役職を by に加えるか、段に from・until を書きます。",
            en="Add the post of that time to the list, or date the step with from and until.",
        ),
        related=((block.place, Text(ja=f"{block.id} の定義", en=f"{block.id} is here")),),
    )


def _span(post: Post, lang: str) -> str:
    since, until = post.since, post.until
    if lang == "ja":
        begin = f"{since} から" if since else ""
        end = f"{until} まで" if until else ""
        return f"{post.id}（{begin}{end}）"
    words = [f"from {since}" if since else "", f"until {until}" if until else ""]
    return f"{post.id} ({' '.join(word for word in words if word)})"


def _skipped(step: Step, block: str, postures: list[str]) -> Problem:
    where = ", ".join(postures)
    return Problem(
        code="CP602",
        place=step.place,
        what=Text(
            ja=f"態勢 {where} には {block} がなく、この段は行われません。代わる段もありません。",
            en=f"in {where} there is no {block}, so this step is left out and none stands in",
        ),
        expected=Text(
            ja="その時期の段を隣に加えるか、この段に from・until を書いて意図を示します。",
            en="Add the step of that time beside it, or date this step to say that it is meant.",
        ),
    )
