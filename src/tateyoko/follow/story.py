"""One replication told as the story of an order: who did what, how long, and what it waited for.

A net's step carries the key of the author's step in its name: ``procedure.alarm.council.talk``
is what the step ``council`` of the procedure ``alarm`` became, and ``talk`` is a part of it. The
visits of one job to the parts of one step in a row are one line of the story.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tateyoko.follow.telling import Part, Stay, posts, say
from tateyoko.follow.visits import Life
from tateyoko.net import Compiled
from tateyoko.text import Text
from tateyoko.world import World
from tateyoko.world.procedures import Procedure, Step

__all__ = ["Line", "basis_of", "tell"]

_PREFIX = "procedure."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step of an order, or something that happened around it.

    Attributes
    ----------
    at_ms, until_ms : int
        When the step was reached and left [ms since the scenario's start].
    path : str
        Where it stands in the world, such as ``procedures.alarm.council``.
    procedure, name : Text
        The procedure and the step, for people.
    kind : str
        Which act it is; ``event``, ``sign``, ``inject``, ``opponent`` or ``end`` for the rest.
    said : tuple of Text
        What happened, in sentences.
    marks : tuple of str
        Marks that were set.
    law : Text or None
        The rule and its article, where the step or its procedure rests on one.
    basis : Text or None
        The source of its times, or the reason why they are assumed.
    place : str
        File, line and column.
    """

    at_ms: int
    until_ms: int
    path: str
    procedure: Text
    name: Text
    kind: str
    said: tuple[Text, ...]
    marks: tuple[str, ...] = ()
    law: Text | None = None
    basis: Text | None = None
    place: str = ""


def tell(
    lives: Sequence[Life],
    net: Compiled,
    world: World,
    procedures: Sequence[str],
    names: Mapping[str, Text],
    date: dt.date | None = None,
) -> Iterator[Line]:
    """Tell what happened in some procedures.

    Parameters
    ----------
    lives : sequence of Life
        All jobs of one replication.
    net : Compiled
        The net that was run.
    world : World
        The world of the scenario, its blocks merged.
    procedures : sequence of str
        Ids of the procedures to tell.
    names : mapping of str to Text
        Names of steps by path, where the model has them already.
    date : date, optional
        Day of the posture, for the wording of the law; the latest wording without it.
    """
    for life in lives:
        for stay in _stays(life, net, world):
            if stay.procedure.id in procedures:
                line = _line(stay, world, names, date)
                if line is not None:
                    yield line


def _stays(life: Life, net: Compiled, world: World) -> Iterator[Stay]:
    """Give the steps that a job went through, its visits to parts of one step together."""
    stay: Stay | None = None
    for visit in life.visits:
        found = _find(net, visit.step, world)
        if found is None:
            continue
        procedure, step, suffix = found
        if stay is None or stay.path != step.path:
            if stay is not None:
                yield stay
            stay = Stay(procedure, step.path, step)
        stay.parts.append(Part(suffix, visit))
    if stay is not None:
        yield stay


def _find(net: Compiled, step_ix: int, world: World) -> tuple[Procedure, Step, str] | None:
    """Find the author's step that a step of the net belongs to, and which part of it that is."""
    step = net.steps[step_ix]
    type_id = net.types[step.type].id
    if not type_id.startswith(_PREFIX):
        return None
    words = type_id.removeprefix(_PREFIX).split(".")
    procedure = world.procedures.get(words[0])
    if procedure is None:
        return None
    keys = [*words[1:], *step.id.removeprefix(f"{type_id}.").split(".")]
    found: Step | None = None
    among: Mapping[str, Step] = {**procedure.steps, **_inserted(procedure, world)}
    while keys:
        # A part of an authority step has the key of that step in its own: the longest key counts.
        length = next((n for n in range(len(keys), 0, -1) if ".".join(keys[:n]) in among), 0)
        if not length:
            break
        found = among[".".join(keys[:length])]
        among = found.together
        keys = keys[length:]
    if found is None:
        return None
    # A branch of parallel steps is a job of its own, whose steps begin with the branch's key again.
    if keys and keys[0] == found.id:
        keys = keys[1:]
    return procedure, found, ".".join(keys)


def _inserted(procedure: Procedure, world: World) -> dict[str, Step]:
    """Give the steps that reforms insert into a procedure, by key."""
    return {
        patch.insert: replace(patch.step, id=patch.insert, path=patch.target)
        for reform in world.reforms.values()
        for patch in reform.patches
        if patch.insert is not None and patch.step is not None and patch.into == procedure.path
    }


def _line(stay: Stay, world: World, names: Mapping[str, Text], date: dt.date | None) -> Line | None:
    """Make one line; a step that took no time, did no work and marked nothing has none."""
    step = stay.step
    marks = tuple(moment.mark for part in stay.parts for moment in part.visit.marks)
    said = tuple(say(stay, world))
    if not said and not marks and stay.at_ms == stay.until_ms:
        return None
    rule = world.rules.get(step.law or stay.procedure.rule or "")
    law = None
    if rule is not None:
        name, cite = rule.said_on(date)
        cite = cite or Text(ja=rule.id, en=rule.id)
        law = Text(ja=f"{name.ja}（{cite.ja}）", en=f"{name.en} ({cite.en})")
    return Line(
        at_ms=stay.at_ms,
        until_ms=stay.until_ms,
        path=stay.path,
        procedure=stay.procedure.name,
        name=names.get(stay.path) or _name(step, world),
        kind=step.kind,
        said=said,
        marks=marks,
        law=law,
        basis=_basis(step, world),
        place=str(step.place),
    )


def _name(step: Step, world: World) -> Text:
    """Name a step that is not on the main line: as its author did, or after what it does."""
    named = step.name
    if named is None and step.chain:
        named = world.chains[step.chain].name
    elif named is None and step.meeting:
        named = world.meetings[step.meeting].name
    elif named is None and step.ask:
        named = world.channels[step.ask].name
    elif named is None and step.request is not None:
        named = world.posts[step.request.of].name
    elif named is None and step.judge:
        named = world.judgements[step.judge].name
    elif named is None and step.law:
        named = world.rules[step.law].name
    if named is not None:
        return named
    plain = step.id.replace("_", " ")
    if step.by:
        who = posts(step.by[:1], world)
        return Text(ja=f"{who.ja}（{plain}）", en=f"{who.en} ({plain})")
    return Text(ja=plain, en=plain)


def _basis(step: Step, world: World) -> Text | None:
    """Give where a step's times come from: its own word, or that of the block it uses."""
    blocks: list[object] = [step.takes, step, step.initiative, step.travel, step.decide]
    if step.chain:
        chain = world.chains[step.chain]
        blocks += [chain.each, chain]
    if step.relay is not None:
        blocks += [step.relay.each, step.relay]
    if step.meeting:
        meeting = world.meetings[step.meeting]
        blocks += [meeting.gather, meeting]
    if step.request is not None:
        post = world.posts[step.request.of]
        blocks += [post.answers, post]
    if step.ask:
        channel = world.channels[step.ask]
        blocks += [channel.round_trip, channel]
    if step.judge:
        judgement = world.judgements[step.judge]
        blocks += [judgement.raised_by, judgement]
    for block in blocks:
        basis = basis_of(getattr(block, "source", None), getattr(block, "assumed", None), world)
        if basis is not None:
            return basis
    return None


def basis_of(source: str | None, assumed: str | None, world: World) -> Text | None:
    """Say where a number comes from: the title of its source, or why it is assumed."""
    if source:
        title = world.sources[source].title
        return Text(ja=f"出典　{title.ja}", en=f"source: {title.en}")
    if assumed:
        return Text(ja=f"仮定　{assumed}", en=f"assumed: {assumed}")
    return None
