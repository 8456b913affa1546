"""Spans of time between which the law, or what a world does about it, reads differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tateyoko.law.catalogue import SituationVersion
from tateyoko.law.tree import All, Node, Remark, facts_of

if TYPE_CHECKING:
    from tateyoko.world.authority import Wording
    from tateyoko.world.model import World
    from tateyoko.world.procedures import Step

__all__ = ["Span", "all_of", "dated", "joined", "needed_spans", "same", "woven"]

#: From a day on, and before a day; None stands for an open end.
Span = tuple[dt.date | None, dt.date | None]
TRUE: Node = All(())


def needed_spans(world: World, powers: Sequence[str]) -> list[tuple[Span, dt.date]]:
    """Return the spans of time that a road must tell apart, each with a day of a posture in it.

    A span ends where a wording that matters or a form begins or ends. Only spans in which a
    posture of the world lies are needed; the first begins and the last ends openly.
    """
    edges: set[dt.date | None] = set()
    for form in world.forms.values():
        edges |= {form.since, form.until}
    for meeting in world.meetings.values():
        edges |= {meeting.since, meeting.until}
    open_ids, seen = list(powers), set(powers)
    while open_ids:
        rule = world.rules[open_ids.pop()]
        for one in (rule, *rule.wordings):
            edges |= {one.since, one.until}
        for wording in rule.wordings:
            for tree in _trees(wording):
                named = {id for id in facts_of(tree) if id in world.rules} - seen
                seen |= named
                open_ids += sorted(named)
    cuts = sorted(edge for edge in edges if edge is not None)
    spans: dict[Span, dt.date] = {}
    for day in sorted({posture.date for posture in world.postures.values()}):
        since = max((cut for cut in cuts if cut <= day), default=None)
        until = min((cut for cut in cuts if cut > day), default=None)
        spans.setdefault((since, until), day)
    found = list(spans.items())
    if found:
        found[0] = ((None, found[0][0][1]), found[0][1])
        found[-1] = ((found[-1][0][0], None), found[-1][1])
    return found


def _trees(wording: Wording) -> Iterator[Node]:
    if isinstance(wording, SituationVersion):
        yield wording.met
        if wording.recognised is not None:
            yield wording.recognised
        return
    yield wording.requires
    for one in wording.approvals:
        for tree in (one.when, one.telephone_when):
            if tree is not None:
                yield tree


def all_of(trees: Sequence[Node]) -> Node:
    """Return the conjunction of trees, those that are always true left out."""
    kept = tuple(tree for tree in trees if tree != TRUE)
    if not kept:
        return TRUE
    return kept[0] if len(kept) == 1 else All(kept)


def joined(dated: list[tuple[Span, Node]]) -> list[tuple[Span, Node]]:
    """Join neighbours that are alike; the first and the last stay open at their outer ends."""
    out: list[tuple[Span, Node]] = []
    for (since, until), tree in dated:
        if out and out[-1][1] == tree:
            out[-1] = ((out[-1][0][0], until), tree)
        else:
            out.append(((since, until), tree))
    return out


def dated(tree: Node, span: Span) -> Node:
    """Return a tree that is in force only in a span."""
    if span == (None, None):
        return tree
    return All((tree,), Remark(since=span[0], until=span[1]))


def same(one: Step, other: Step) -> bool:
    """Return whether two steps differ in nothing but their dates."""
    return one == replace(other, since=one.since, until=one.until)


def woven(out: list[Step], steps: list[Step]) -> list[Step]:
    """Add the steps of a later span; one that is alike, and so has the same id, lasts on.

    New ones stand behind those of earlier spans and before the next that lasts on.
    """
    out = list(out)
    for position, step in enumerate(steps):
        ids = [one.id for one in out]
        if step.id in ids:
            known = ids.index(step.id)
            out[known] = replace(out[known], until=step.until)
            continue
        later = (ids.index(one.id) for one in steps[position:] if one.id in ids)
        out.insert(next(later, len(out)), step)
    return out
