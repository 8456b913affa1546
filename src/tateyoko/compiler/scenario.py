"""What happens: truths, opponents, values, events, injects.

Pattern. The hidden truth and the type of opponent are parameters (``truth.A``, ``opponent.x``),
so one net serves all of them. A value of the scenario is a state that begins as the truth says.
Commands start a job for every event and inject at its time; the job checks its condition then. An
event that an opponent may move is a job that waits until it is due: a command makes it due at its
first time, and each advance starts a timer that may do so earlier. An opponent reads public acts
only, that is marks: one watcher per reaction, one roll of the world for whether he reacts at all,
so that the same run meets the same opponent in every posture.

An inject that expects an act waits for its mark; when the time is over without it, what follows
is set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Draft, Host, Way, conjunction, quoted, ref
from tateyoko.compiler.procedures import job_type
from tateyoko.compiler.signs import by_truth

if TYPE_CHECKING:
    from tateyoko.world.scenario import Event, Inject, Opponent, Reaction, Value

__all__ = [
    "declare_hidden",
    "declare_spread",
    "declare_value",
    "write_event",
    "write_inject",
    "write_opponent",
]


def declare_hidden(draft: Draft) -> None:
    """Declare truths and opponents, each a parameter that is 1 for one of them."""
    scenario = draft.scenario
    for family, blocks in (("truth", scenario.truths), ("opponent", scenario.opponents)):
        for position, block in enumerate(blocks.values()):
            draft.net.param(
                f"{family}.{block.id}", float(position == 0), truth=True, place=str(block.place)
            )


def declare_spread(draft: Draft) -> None:
    """Declare a factor on all times of each phase whose spread from case to case is known.

    It is 1 unless a row says otherwise: only what simulates many cases of a type draws it.
    """
    for phase, sigma in draft.scenario.case_spread.items():
        if sigma is not None:
            draft.spreads[phase] = draft.numbers.given(
                f"spread.{phase}", 1.0, "factor", sigma.place
            )


def declare_value(draft: Draft, value: Value) -> None:
    """Declare a value of the scenario with its start in each truth.

    A value that a case sets is a number of the row, so one net serves every case.

    A start that is a roll is drawn by a job of no time at the start of the run; the roll belongs to
    the world, so it is the same in every posture.
    """
    scenario, numbers = draft.scenario, draft.numbers
    starts = dict(value.initial)
    default = "0"
    texts: dict[str, str] = {}
    rolled: dict[str, str] = {}
    for truth, initial in starts.items():
        text = _number(initial.value)
        if initial.estimate is not None:
            text = numbers.scalar(initial.estimate)
        if initial.roll is not None:
            rolled[truth] = numbers.scalar(initial.roll)
            text = "0"
        if truth:
            texts[truth] = text
        else:
            default = text
    if value.context is not None:
        default = numbers.given(value.path, starts[""].value, "any", value.place)
    for truth, block in scenario.truths.items():
        if value.id in block.values:
            texts[truth] = _number(block.values[value.id])
    draft.state(
        f"value.{value.id}",
        by_truth(draft, texts, default),
        place=value.place,
        hidden=value.hidden,
        question=value.question or "",
    )
    if not rolled:
        return
    chance = by_truth(draft, {t: p for t, p in rolled.items() if t}, rolled.get("", "0"))
    host = draft.host(f"value.{value.id}", value.path, place=value.place)
    cell = f"value.{value.id}"
    roll = f"roll({value.path!r}, world) < {chance}"
    kept = " or ".join(ref(f"truth.{t}") for t in rolled if t) or "true"
    host.step("roll", start=[f"put({cell!r}, select({kept}, select({roll}, 1, 0), {ref(cell)}))"])
    host.close("roll")
    draft.script.append((0, "start", f"value.{value.id}", value.path, 0))


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


# ---- events


def _movable(draft: Draft, event: Event) -> bool:
    return any(
        reaction.advance is not None and reaction.advance.event == event.id
        for opponent in draft.scenario.opponents.values()
        for reaction in opponent.reacts
    )


def write_event(draft: Draft, event: Event) -> None:
    """Write an event and what makes it due."""
    id = f"event.{event.id}"
    label = event.name.en if event.name is not None else event.id
    host = draft.host(id, event.path, place=event.place, label=label)
    start = [f"mark({draft.event_mark(event.id)})", *draft.expressions.settings(event.sets)]
    start += _begin_procedure(draft, event.starts)
    host.step("happens", start=start, label=label)
    ways: list[Way] = ["happens"]
    if event.condition is not None:
        ways = [("happens", "if", draft.expressions.truth(event.condition)), "end"]
    host.step("check", route=ways)
    spread = draft.numbers.work(event.spread) if event.spread is not None else None
    if not _movable(draft, event):
        host.step("come", work=spread, route=["check"], label=label)
        host.close("come")
        draft.script.append((max(0, event.at.ms), "start", id, id, 0))
        return
    due = draft.state(f"{id}.due", truth=True, place=event.place)
    draft.state(f"{id}.time", float(event.at.ms), place=event.place)
    host.step("come", when=due, route=["spread"], label=label)
    host.step("spread", work=spread, route=["check"])
    host.close("come")
    draft.script.append((0, "start", id, id, 0))
    draft.script.append((max(0, event.at.ms), "set", f"{id}.due", 1.0))


def _begin_procedure(draft: Draft, procedure: str | None, inject: str = "") -> list[str]:
    """Return the statement that begins a procedure, unless the procedure itself waits for this."""
    if procedure is None:
        return []
    block = draft.world.procedures[procedure]
    starts = block.starts
    if inject and starts is not None and (starts.on_kind, starts.on_id) == ("inject", inject):
        return []
    on = draft.switches.on(block.path, block.since, block.until, block.place)
    if on == "0":
        return []
    number = "1" if on == "1" else f"select({on}, 1, 0)"
    return [f"spawn(None, {quoted(job_type(procedure))}, {number})"]


# ---- injects


def write_inject(draft: Draft, inject: Inject) -> None:
    """Write an inject: told at its time, it may start a procedure and may expect an act."""
    id = f"inject.{inject.id}"
    host = draft.host(id, inject.path, place=inject.place, label=inject.text.en)
    told = draft.mark(id, place=inject.place, post=inject.to[0])
    start = [f"mark({told})"]
    if inject.mark is not None:
        start.append(f"mark({draft.mark(inject.mark, place=inject.place, post=inject.to[0])})")
    start += draft.expressions.settings(inject.sets)
    start += _begin_procedure(draft, inject.starts, inject.id)
    after: list[Way] = _expected(host, inject)
    host.step("told", start=start, route=after, label=inject.text.en)
    spread = draft.numbers.work(inject.spread) if inject.spread is not None else None
    host.step("come", work=spread, route=["told"])
    parts = []
    if inject.truths:
        parts.append(" or ".join(ref(f"truth.{truth}") for truth in inject.truths))
    if inject.condition is not None:
        parts.append(draft.expressions.truth(inject.condition))
    condition = conjunction(parts)
    ways: list[Way] = ["come"] if condition == "1" else [("come", "if", condition), "end"]
    host.begin(ways)
    draft.script.append((max(0, inject.at.ms), "start", id, id, 0))


def _expected(host: Host, inject: Inject) -> list[Way]:
    """Write the wait for the act that an inject calls for."""
    expect = inject.expect
    if expect is None:
        return ["end"]
    draft = host.draft
    mark = draft.mark(expect.mark)
    start = [f"mark({draft.mark(f'missed.{inject.id}', place=expect.place)})"]
    if expect.otherwise is not None:
        if expect.otherwise.mark is not None:
            start.append(f"mark({draft.mark(expect.otherwise.mark, place=expect.place)})")
        start += draft.expressions.settings(expect.otherwise.sets)
    host.step("missed", start=start, label=f"not answered in time: {inject.text.en}")
    limit = host.attribute("limit")
    host.step(
        "ask", start=[f"{limit} = {draft.numbers.draw('within', expect.within)}"], route=["wait"]
    )
    host.step(
        "wait",
        when=f"count({mark}) > 0",
        patience=(limit, "step", "missed"),
        label=f"an answer is expected: {expect.mark}",
    )
    return ["ask"]


# ---- opponents


def write_opponent(draft: Draft, opponent: Opponent) -> None:
    """Write what a type of opponent does when he sees public acts."""
    for number, reaction in enumerate(opponent.reacts, 1):
        _react(draft, opponent, number, reaction)


def _react(draft: Draft, opponent: Opponent, number: int, reaction: Reaction) -> None:
    id = f"opponent.{opponent.id}.{number}"
    label = f"{opponent.name.en} reacts to {reaction.on}"
    host = draft.host(id, reaction.path, place=reaction.place, label=label)
    start = draft.expressions.settings(reaction.sets)
    if reaction.mark is not None:
        start.append(f"mark({draft.mark(reaction.mark, place=reaction.place)})")
    route: list[Way] = ["end"]
    advance = reaction.advance
    if advance is not None:
        event = f"event.{advance.event}"
        time = ref(f"{event}.time")
        by = draft.numbers.draw("by", advance.by)
        start += [f"put({f'{event}.time'!r}, max(now, {time} - {by}))"]
        left = host.attribute("left")
        start.append(f"{left} = {time} - now")
        route = ["timer"]
        host.step(
            "timer",
            work=("const", "1"),
            factor=left,
            finish=[f"put({f'{event}.due'!r}, true)"],
            label=f"{advance.event} comes earlier",
        )
    host.step("act", start=start, route=route, label=label)
    chance = draft.numbers.scalar(reaction.chance)
    host.begin([("act", "if", f"roll({reaction.path!r}, world) < {chance}"), "end"])
    parts = [ref(f"opponent.{opponent.id}"), f"count({draft.mark(reaction.on)}) > 0"]
    if reaction.before is not None:
        parts.append(f"not {draft.timer(reaction.before.ms)}")
    if reaction.after is not None:
        parts.append(draft.timer(reaction.after.ms))
    draft.watch(id, conjunction(parts), id, place=reaction.place)
