"""One replication told as the story of an order: who did what, how long, and what it waited for.

A net's step carries the key of the author's step in its name: ``procedure.alarm.council.talk``
is what the step ``council`` of the procedure ``alarm`` became, and ``talk`` is a part of it. The
visits of one job to the parts of one step in a row are one line of the story.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tateyoko.follow.visits import Life, Visit
from tateyoko.follow.words import join_names, sentence, span
from tateyoko.net import Compiled
from tateyoko.text import Text
from tateyoko.world import World
from tateyoko.world.procedures import Procedure, Step

__all__ = ["Line", "tell"]

_PREFIX = "procedure."
#: Parts of a step that are not its main work, by the last word of their names.
_CALL, _TALK, _PAPER = "reach", "talk", "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step of an order.

    Attributes
    ----------
    at_ms, until_ms : int
        When the step was reached and left [ms since the scenario's start].
    path : str
        Where the step stands in the world, ``procedures.NAME.steps.KEY``.
    procedure, name : Text
        The procedure and the step, for people.
    kind, phase : str
        Which act it is, and what its time counts as (empty: by its kind).
    said : tuple of Text
        What happened, in sentences.
    marks : tuple of str
        Marks that were set.
    law : Text or None
        The rule and its article, where the step or its procedure rests on one.
    basis : str
        ``source: KEY`` or ``assumed: reason`` of its times, as the author wrote it.
    place : str
        File, line and column of the step.
    """

    at_ms: int
    until_ms: int
    path: str
    procedure: Text
    name: Text
    kind: str
    phase: str
    said: tuple[Text, ...]
    marks: tuple[str, ...]
    law: Text | None
    basis: str
    place: str


@dataclass(slots=True)
class _Part:
    """One visit, and which part of the author's step it was to."""

    suffix: str
    visit: Visit

    @property
    def waited(self) -> dict[str, int]:
        total: Counter[str] = Counter()
        for pause in self.visit.pauses:
            total[pause.why] += pause.until_ms - pause.since_ms
        return dict(total)

    @property
    def worked(self) -> int:
        if self.visit.started_ms is None:
            return 0
        idle = sum(
            pause.until_ms - pause.since_ms
            for pause in self.visit.pauses
            if pause.since_ms >= self.visit.started_ms
        )
        return self.visit.left_ms - self.visit.started_ms - idle


@dataclass(slots=True)
class _Stay:
    """The visits of one job to the parts of one step, in a row."""

    procedure: Procedure
    path: str
    step: Step
    parts: list[_Part] = field(default_factory=list)


def tell(
    lives: Sequence[Life], net: Compiled, world: World, procedures: Sequence[str]
) -> tuple[Line, ...]:
    """Tell what happened in some procedures, in order of time.

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
    """
    lines = []
    for life in lives:
        for stay in _stays(life, net, world):
            if stay.procedure.id in procedures:
                line = _line(stay, net, world)
                if line is not None:
                    lines.append(line)
    return tuple(sorted(lines, key=lambda line: (line.at_ms, line.until_ms)))


def _stays(life: Life, net: Compiled, world: World) -> Iterator[_Stay]:
    """Give the steps that a job went through, its visits to parts of one step together."""
    stay: _Stay | None = None
    for visit in life.visits:
        found = _find(net, visit.step, world)
        if found is None:
            continue
        procedure, path, step, suffix = found
        if stay is None or stay.path != path:
            if stay is not None:
                yield stay
            stay = _Stay(procedure, path, step)
        stay.parts.append(_Part(suffix, visit))
    if stay is not None:
        yield stay


def _find(net: Compiled, step_ix: int, world: World) -> tuple[Procedure, str, Step, str] | None:
    """Find the author's step that a step of the net belongs to."""
    step = net.steps[step_ix]
    type_id = net.types[step.type].id
    words = type_id.removeprefix(_PREFIX).split(".")
    procedure = world.procedures.get(words[0])
    if procedure is None:
        return None
    keys = [*words[1:], *step.id.removeprefix(f"{type_id}.").split(".")]
    found: Step | None = None
    among: Mapping[str, Step] = {**procedure.steps, **_inserted(procedure, world)}
    while keys and keys[0] in among:
        found = among[keys[0]]
        among = found.together
        keys = keys[1:]
    if found is None:
        return None
    # A branch of parallel steps is a job of its own, whose steps begin with the branch's key again.
    if keys and keys[0] == found.id:
        keys = keys[1:]
    return procedure, found.path, found, ".".join(keys)


def _inserted(procedure: Procedure, world: World) -> dict[str, Step]:
    """Give the steps that reforms insert into a procedure, by key."""
    return {
        patch.insert: replace(patch.step, id=patch.insert, path=patch.target)
        for reform in world.reforms.values()
        for patch in reform.patches
        if patch.insert is not None and patch.step is not None and patch.into == procedure.path
    }


def _line(stay: _Stay, net: Compiled, world: World) -> Line | None:
    """Make one line; a step that took no time, did no work and marked nothing has none."""
    step, first, last = stay.step, stay.parts[0].visit, stay.parts[-1].visit
    marks = tuple(moment.mark for part in stay.parts for moment in part.visit.marks)
    said = tuple(_say(stay, net, world))
    if not said and not marks and first.entered_ms == last.left_ms:
        return None
    rule_id = step.law or stay.procedure.rule
    rule = world.rules.get(rule_id) if rule_id else None
    law = None
    if rule is not None:
        cite = rule.cite or Text(ja=rule.id, en=rule.id)
        law = Text(ja=f"{rule.name.ja}（{cite.ja}）", en=f"{rule.name.en} ({cite.en})")
    return Line(
        at_ms=first.entered_ms,
        until_ms=last.left_ms,
        path=stay.path,
        procedure=stay.procedure.name,
        name=_name(step, world),
        kind=step.kind,
        phase=step.phase or stay.procedure.phase or "",
        said=said,
        marks=marks,
        law=law,
        basis=_basis(step, world),
        place=str(step.place),
    )


def _name(step: Step, world: World) -> Text:
    """Name a step: as its author did, or after what it does."""
    if step.name is not None:
        return step.name
    named: Text | None = None
    if step.chain:
        named = world.chains[step.chain].name
    elif step.meeting:
        named = world.meetings[step.meeting].name
    elif step.ask:
        named = world.channels[step.ask].name
    elif step.judge:
        named = world.judgements[step.judge].name
    elif step.law:
        named = world.rules[step.law].name
    if named is not None:
        return named
    plain = step.id.replace("_", " ")
    return Text(ja=plain, en=plain)


def _basis(step: Step, world: World) -> str:
    """Give where a step's times come from: its own word, or that of the block it uses."""
    blocks = [step, step.initiative, step.travel, step.decide]
    if step.chain:
        blocks += [world.chains[step.chain].each, world.chains[step.chain]]  # type: ignore[list-item]
    if step.meeting:
        meeting = world.meetings[step.meeting]
        blocks += [meeting.gather, meeting]  # type: ignore[list-item]
    for block in blocks:
        if block is not None and block.source:
            return f"source: {block.source}"
        if block is not None and block.assumed:
            return f"assumed: {block.assumed}"
    return ""


def _posts(ids: Sequence[str], world: World) -> Text:
    return join_names([world.posts[id].name for id in ids])


def _say(stay: _Stay, net: Compiled, world: World) -> Iterator[Text]:
    """Say what happened in one step."""
    step = stay.step
    if step.kind == "chain":
        yield from _say_chain(stay, world)
    elif step.kind == "meeting":
        yield from _say_meeting(stay, world)
    else:
        yield from _say_work(stay, net, world)
    outcome = stay.parts[-1].visit.outcome
    if outcome in ("unfinished", "late", "cancel"):
        yield sentence(outcome)


def _total(stay: _Stay) -> int:
    return stay.parts[-1].visit.left_ms - stay.parts[0].visit.entered_ms


def _say_chain(stay: _Stay, world: World) -> Iterator[Text]:
    chain = world.chains[stay.step.chain or ""]
    times: dict[str, int] = {}
    visits: Counter[str] = Counter()
    for part in stay.parts:
        post = part.suffix.split(".")[0]
        if post not in world.posts:
            continue
        times[post] = times.get(post, 0) + part.visit.left_ms - part.visit.entered_ms
        visits[post] += part.suffix == post
    hops = [
        sentence("hop", who=world.posts[post].name, time=span(time))
        if visits[post] < 2
        else sentence(
            "hop_again", who=world.posts[post].name, time=span(time), count=str(visits[post] - 1)
        )
        for post, time in times.items()
    ]
    if hops:
        listed = Text(ja="→".join(hop.ja for hop in hops), en=" → ".join(hop.en for hop in hops))
        what = chain.name or Text(ja=chain.id, en=chain.id)
        yield sentence("hops", what=what, hops=listed)
        if len(hops) > 1:
            yield sentence("took", time=span(_total(stay)))


def _say_meeting(stay: _Stay, world: World) -> Iterator[Text]:
    meeting = world.meetings[stay.step.meeting or ""]
    for part in stay.parts:
        queued = part.waited.get("seat", 0)
        if queued:
            yield sentence("quorum", time=span(queued))
        if part.suffix == _PAPER:
            yield sentence("paper", time=span(part.worked))
        elif part.suffix == _TALK or (not part.suffix and meeting.gather is None):
            yield sentence("talk", what=meeting.name, time=span(part.worked))
        elif not part.suffix and part.visit.started_ms is not None:
            yield sentence("gather", time=span(part.worked))


def _say_work(stay: _Stay, net: Compiled, world: World) -> Iterator[Text]:
    step, who = stay.step, _who(stay.step, world)
    worked = sum(part.worked for part in stay.parts if not part.suffix.endswith(_CALL))
    for part in stay.parts:
        if part.suffix.endswith(_CALL) and part.worked:
            yield sentence("call", who=who, time=span(part.worked))
        waited = part.waited
        if waited.get("seat"):
            yield sentence("busy", who=who, time=span(waited["seat"]))
        if waited.get("condition") and step.kind not in ("law", "judge", "all"):
            if step.when is not None:
                yield sentence("guard", time=span(waited["condition"]), what=str(step.when))
            else:
                yield sentence("guard_plain", time=span(waited["condition"]))
        for why in ("interrupted", "person"):
            if waited.get(why):
                yield sentence(why, time=span(waited[why]))
    yield from _say_act(stay, world, who, worked)


def _who(step: Step, world: World) -> Text:
    posts: Sequence[str] = step.by
    if step.decide is not None:
        posts = step.decide.by
    elif step.order is not None:
        posts = step.order.by
    elif step.initiative is not None:
        posts = step.initiative.by
    return _posts(posts, world)


def _say_act(stay: _Stay, world: World, who: Text, worked: int) -> Iterator[Text]:
    """Say the act itself."""
    step, time = stay.step, span(worked)
    kind = step.kind
    whole = span(_total(stay))
    if kind == "by":
        yield sentence("work", who=who, time=time) if worked else sentence("at_once", who=who)
    elif kind in ("decide", "order"):
        yield sentence(kind, who=who, time=time)
        options = step.decide.options if step.decide is not None else {}
        for part in stay.parts:
            if part.suffix in options:
                yield sentence("option", what=part.suffix.replace("_", " "))
    elif kind == "raise":
        yield sentence("raise", who=who, time=time)
    elif kind == "law":
        what = world.rules[step.law or ""].name
        waited = sum(part.waited.get("condition", 0) for part in stay.parts)
        if waited:
            yield sentence("law_wait", what=what, time=span(waited))
        else:
            yield sentence("law_met", what=what)
    elif kind == "ask":
        channel = world.channels[step.ask or ""]
        yield sentence("ask", what=channel.name or Text(ja=channel.id, en=channel.id), time=whole)
    elif kind == "judge":
        yield sentence("judge", what=world.judgements[step.judge or ""].name, time=whole)
    elif kind == "diet":
        yield sentence(f"diet_{step.diet}", time=whole)
    elif kind == "release":
        yield sentence("release", what=step.release or "", time=whole)
    elif kind in ("travel", "all"):
        yield sentence(kind, time=whole)
    elif kind == "start":
        yield sentence("start", what=world.procedures[step.start or ""].name)
    elif kind == "flow":
        yield sentence("flow", what=world.flows[step.flow or ""].name)
    elif _total(stay):
        yield sentence("wait", time=whole)
