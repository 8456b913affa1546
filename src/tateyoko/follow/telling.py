"""What happened in one step, in sentences: by kind of act, with its waits apart from its work."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tateyoko.follow.visits import Visit
from tateyoko.follow.words import join_names, sentence, span
from tateyoko.text import Text
from tateyoko.world import World
from tateyoko.world.aloud import say_expression
from tateyoko.world.channels import Meeting
from tateyoko.world.procedures import Procedure, Step

__all__ = ["Part", "Stay", "say"]

#: Parts of a step that take no time: entry, jumps, the look at the clock.
_INSTANT = ("enter", "at", "call", "until")
#: Outcomes of a visit that end the story of its step.
_ENDINGS = ("unfinished", "late", "cancel")


@dataclass(slots=True)
class Part:
    """One visit, and which part of the author's step it was to.

    ``suffix`` is what the net's step adds to the key of the author's: empty for the act itself.
    """

    suffix: str
    visit: Visit

    @property
    def last(self) -> str:
        """The last word of the suffix: ``talk`` of ``meeting.talk``."""
        return self.suffix.rpartition(".")[2]

    def waited(self, why: str) -> int:
        """Time [ms] that the visit stood still for one reason."""
        return sum(p.until_ms - p.since_ms for p in self.visit.pauses if p.why == why)

    @property
    def worked(self) -> int:
        """Time [ms] at work, interruptions left out."""
        started = self.visit.started_ms
        if started is None:
            return 0
        idle = sum(p.until_ms - p.since_ms for p in self.visit.pauses if p.since_ms >= started)
        return self.visit.left_ms - started - idle


@dataclass(slots=True)
class Stay:
    """The visits of one job to the parts of one step, in a row."""

    procedure: Procedure
    path: str
    step: Step
    parts: list[Part] = field(default_factory=list)

    @property
    def at_ms(self) -> int:
        """When the step was reached [ms]."""
        return self.parts[0].visit.entered_ms

    @property
    def until_ms(self) -> int:
        """When the step was left [ms]."""
        return self.parts[-1].visit.left_ms

    @property
    def whole(self) -> Text:
        """The whole time in the step, in words."""
        return span(self.until_ms - self.at_ms)


def say(stay: Stay, world: World) -> Iterator[Text]:
    """Say what happened in one step."""
    kind = stay.step.kind
    if kind == "chain":
        yield from _say_chain(stay, world)
    elif kind == "meeting":
        meeting = world.meetings[stay.step.meeting or ""]
        for part in stay.parts:
            yield from _say_meeting(part, meeting, part.suffix)
    elif kind == "judge":
        yield from _say_judgement(stay, world)
    elif kind == "ask":
        yield from _say_question(stay, world)
    else:
        yield from _say_work(stay, world)
    outcome = stay.parts[-1].visit.outcome
    if outcome in _ENDINGS:
        yield sentence(outcome)


def posts(ids: Sequence[str], world: World) -> Text:
    """Give the names of posts, joined by 'or'."""
    return join_names([world.posts[id].name for id in ids])


# ---- chains, meetings


def _say_chain(stay: Stay, world: World) -> Iterator[Text]:
    times: Counter[str] = Counter()
    readings: Counter[str] = Counter()
    for part in stay.parts:
        post = part.suffix.split(".")[0]
        if post in world.posts:
            times[post] += part.visit.left_ms - part.visit.entered_ms
            readings[post] += part.suffix == post
    hops = []
    for post, time in times.items():
        again = readings[post] - 1
        key = "hop_again" if again > 0 else "hop"
        hops.append(
            sentence(key, who=world.posts[post].name, time=span(time), count=str(max(again, 0)))
        )
    if not hops:
        return
    listed = Text(ja=" → ".join(hop.ja for hop in hops), en=" → ".join(hop.en for hop in hops))
    yield sentence("hops", hops=listed)
    if len(hops) > 1:
        yield sentence("took", time=stay.whole)


def _say_meeting(part: Part, meeting: Meeting, suffix: str) -> Iterator[Text]:
    """Say one part of a meeting; `suffix` is empty for the gathering."""
    if queued := part.waited("seat"):
        yield sentence("quorum", time=span(queued))
    if suffix == "paper":
        yield sentence("paper", time=span(part.worked))
    elif suffix == "talk" or (not suffix and meeting.gather is None):
        yield sentence("talk", what=meeting.name, time=span(part.worked))
    elif not suffix and part.visit.started_ms is not None:
        yield sentence("gather", what=meeting.name, time=span(part.worked))


# ---- judgements, questions


def _say_judgement(stay: Stay, world: World) -> Iterator[Text]:
    """Say who raised a question, who framed it, who met, and what the answer was."""
    judgement = world.judgements[stay.step.judge or ""]
    meeting = world.meetings.get(judgement.by)
    for part in stay.parts:
        first, _, rest = part.suffix.partition(".")
        if rest in _INSTANT:
            continue
        if first == "raise" and judgement.raised_by is not None:
            who = posts(judgement.raised_by.who, world)
            yield sentence("raise", who=who, time=span(part.worked))
        elif first == "framing" and judgement.framing is not None:
            who = posts([judgement.framing.by], world)
            yield from _say_waits(part, who)
            if part.last != "reach":
                yield sentence("framing", who=who, time=span(part.worked))
        elif first == "meeting" and meeting is not None:
            yield from _say_meeting(part, meeting, rest)
        elif first == "rounds" and part.worked:
            yield sentence("rounds", time=span(part.worked))
        elif first in ("yes", "no"):
            yield sentence(f"answer_{first}", what=judgement.name)
        elif first == "rest" and (rested := part.waited("condition")):
            yield sentence("rest", time=span(rested))


def _say_question(stay: Stay, world: World) -> Iterator[Text]:
    """Say by which way a question went over a channel, and how long the answer took."""
    channel = world.channels[stay.step.ask or ""]
    for part in stay.parts:
        time = span(part.visit.left_ms - part.visit.entered_ms)
        if part.last in ("wrong", "formal", "liaison") and part.visit.started_ms is not None:
            yield sentence(f"ask_{part.last}", time=time)
        elif part.last == "answer":
            who = world.posts[channel.between[1]].name
            yield from _say_waits(part, who)
            yield sentence("ask_answer", who=who, time=span(part.worked))
    yield sentence("took", time=stay.whole)


# ---- everything else


def _who(step: Step, world: World) -> Text:
    ids: Sequence[str] = step.by
    if step.decide is not None:
        ids = step.decide.by
    elif step.order is not None:
        ids = step.order.by
    elif step.initiative is not None:
        ids = step.initiative.by
    elif step.request is not None:
        ids = (step.request.of,)
    return posts(ids, world)


def _say_waits(part: Part, who: Text) -> Iterator[Text]:
    """Say what a visit waited for besides its own condition."""
    if part.last == "reach" and part.worked:
        yield sentence("call", who=who, time=span(part.worked))
    if queued := part.waited("seat"):
        yield sentence("busy", who=who, time=span(queued))
    for why in ("interrupted", "person"):
        if stood := part.waited(why):
            yield sentence(why, time=span(stood))


def _say_work(stay: Stay, world: World) -> Iterator[Text]:
    step, who = stay.step, _who(stay.step, world)
    for part in stay.parts:
        yield from _say_waits(part, who)
        waited = part.waited("condition")
        if waited and step.kind not in ("law", "all"):
            if step.when is not None:
                yield sentence("guard", time=span(waited), what=say_expression(world, step.when))
            else:
                yield sentence("guard_plain", time=span(waited))
    yield from _say_act(stay, world, who)


def _say_act(stay: Stay, world: World, who: Text) -> Iterator[Text]:
    """Say the act itself."""
    step, kind = stay.step, stay.step.kind
    worked = sum(part.worked for part in stay.parts if part.last != "reach")
    waited = sum(part.waited("condition") for part in stay.parts)
    begun = any(part.visit.started_ms is not None for part in stay.parts)
    if kind == "law":
        what = world.rules[step.law or ""].name
        yield sentence("law_wait" if waited else "law_met", what=what, time=span(waited))
    elif not begun:
        return
    elif kind == "by":
        yield sentence("work" if worked else "at_once", who=who, time=span(worked))
    elif kind in ("decide", "order", "raise"):
        yield sentence(kind, who=who, time=span(worked))
        options = step.decide.options if step.decide is not None else {}
        for part in stay.parts:
            if part.suffix in options:
                yield sentence("option", what=part.suffix.replace("_", " "))
    elif kind == "diet":
        yield sentence(f"diet_{step.diet}", time=stay.whole)
    elif kind == "request":
        yield sentence(kind, who=who, time=span(worked))
        if any(part.suffix == "refused" for part in stay.parts):
            yield sentence("option", what="refused")
    elif kind == "relay":
        links = sum(not part.suffix for part in stay.parts)
        yield sentence(kind, time=stay.whole, count=str(links))
    elif kind in ("release", "travel", "all"):
        yield sentence(kind, time=stay.whole)
    elif kind == "start":
        yield sentence("start", what=world.procedures[step.start or ""].name)
    elif kind == "flow":
        yield sentence("flow", what=world.flows[step.flow or ""].name)
    elif worked:
        yield sentence("wait", time=span(worked))
