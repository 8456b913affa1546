"""Procedures become job types: one step of the net, or a few, for each step of the author.

Pattern. A step keeps its key as the name of the net's step, so the trace reads like the
procedure; what needs more than one step of the net adds suffixes (``council``, ``council.talk``,
``council.paper``). Steps are compiled from the last to the first, so each knows the ways into
what follows. A step that is off in a posture, that a reform skips, whose meeting, chain or
channel does not exist, or whose `skip_if` holds on arrival is left out **by the route into it**:
it leaves no event and no row in the trace, and the superposed net runs like the net of that
posture alone.

Around the act of a step stand, only where needed: ``K.at`` (jumps land here), ``K.enter`` (clock
of the main line, start of the step's patience), ``K.until`` (waits for `when`). `ends_if` is a
watcher that marks and cancels whatever is under way, children included; seats become free at
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypedDict

from tateyoko.compiler.authority import watch_power
from tateyoko.compiler.chains import expand_chain
from tateyoko.compiler.channels import expand_channel
from tateyoko.compiler.diet import expand_diet
from tateyoko.compiler.draft import Draft, Host, Way, conjunction, guarded, quoted, ref, stop
from tateyoko.compiler.hops import phase_in
from tateyoko.compiler.judgement import about_question, expand_initiative, expand_judgement
from tateyoko.compiler.law import step_guard
from tateyoko.compiler.meetings import expand_meeting
from tateyoko.compiler.posts import work_step
from tateyoko.compiler.reforms import inserted_path
from tateyoko.compiler.relay import expand_relay
from tateyoko.compiler.release import expand_release
from tateyoko.compiler.requests import expand_request
from tateyoko.text import Text
from tateyoko.world.roads import road_steps

if TYPE_CHECKING:
    from tateyoko.world.channels import Chain, Channel, Meeting
    from tateyoko.world.judgements import Judgement
    from tateyoko.world.procedures import Procedure, Step

__all__ = ["job_type", "ordered_steps", "write_procedure"]


def job_type(id: str) -> str:
    """Return the id of a procedure's job type."""
    return f"procedure.{id}"


def ordered_steps(draft: Draft, procedure: Procedure) -> list[Step]:
    """Return the steps in order, with those that reforms insert at their places."""
    steps = list(procedure.steps.values())
    for patch in draft.insertions:
        if patch.into != procedure.path or patch.step is None or patch.insert is None:
            continue
        anchor = patch.after or patch.before
        keys = [step.id for step in steps]
        if anchor not in keys:
            raise stop(
                patch.place,
                Text(
                    ja=f"{procedure.path} に段 {anchor} がありません。",
                    en=f"{procedure.path} has no step {anchor}",
                ),
            )
        position = keys.index(anchor) + (1 if patch.after else 0)
        luck = patch.step.luck or patch.luck
        inserted = replace(patch.step, id=patch.insert, path=inserted_path(patch), luck=luck)
        steps[position:position] = road_steps(draft.world, inserted)
    return steps


def write_procedure(draft: Draft, procedure: Procedure) -> None:
    """Write a procedure's job type, what starts it and what ends it."""
    on = draft.switches.on(procedure.path, procedure.since, procedure.until, procedure.place)
    if on == "0":
        return
    id = job_type(procedure.id)
    host = draft.host(id, procedure.path, place=procedure.place, label=procedure.name.en)
    sequence = _Sequence(draft, host, procedure, ordered_steps(draft, procedure), ["end"])
    with draft.under(on):
        ways = sequence.write()
    begun = draft.state(f"begun.{procedure.id}", place=procedure.place)
    host.begin(ways, start=[f"put('begun.{procedure.id}', {begun} + 1)"])
    _starts(draft, procedure, on)
    for number, (expr, mark) in enumerate(procedure.ends_if.items(), 1):
        name = draft.mark(mark, place=expr.place)
        ending = draft.host(
            f"{id}.ends.{number}",
            f"{procedure.path}.ends_if.{number}",
            place=expr.place,
            label=f"{procedure.name.en} ends",
        )
        cut = draft.hops.cut_off(procedure.id)
        ending.step("end", start=[f"mark({name})", *cut, f"cancel_about({quoted(id)}, 0)"])
        ending.close("end")
        when = conjunction([f"{begun} > 0", draft.expressions.truth(expr)])
        draft.watch(f"{id}.ends.{number}", when, f"{id}.ends.{number}", place=expr.place)


def _starts(draft: Draft, procedure: Procedure, on: str) -> None:
    """Write what makes a procedure begin."""
    starts = procedure.starts
    id = job_type(procedure.id)
    if starts is None:
        return
    place = starts.place
    if starts.at_start:
        draft.watch(f"{id}.starts", on, id, place=place)
    elif starts.every is not None:
        _stream(draft, procedure, on)
    elif starts.when is not None:
        when = conjunction([on, draft.expressions.truth(starts.when)])
        draft.watch(f"{id}.starts", when, id, place=place)
    else:
        kind, name = starts.on_kind, starts.on_id
        if kind == "mark":
            when = f"count({draft.mark(name)}) > 0"
        elif kind == "inject":
            when = f"count({draft.mark(f'inject.{name}')}) > 0"
        elif kind == "event":
            when = f"count({draft.event_mark(name)}) > 0"
        elif kind == "judgement":
            when = ref(f"recognised.{about_question(draft, name)[0].id}")
        else:
            when = f"ended({quoted(job_type(name))}) > 0"
        draft.watch(f"{id}.starts", conjunction([on, when]), id, place=place)


def _stream(draft: Draft, procedure: Procedure, on: str) -> None:
    """Write a procedure that begins again and again, each time on its own."""
    starts = procedure.starts
    assert starts is not None
    assert starts.every is not None
    opens = draft.timer(starts.since.ms) if starts.since is not None else "1"
    closes = f"not {draft.timer(starts.until.ms)}" if starts.until is not None else "1"
    open_now = conjunction([on, opens, closes])
    rate = None if open_now == "1" else f"select({open_now}, 1, 0)"
    draft.net.stream(
        f"{job_type(procedure.id)}.every",
        job_type(procedure.id),
        draft.numbers.work(starts.every),
        rate=rate,
        ceiling=None if rate is None else 1,
        luck=f"{procedure.path}.every",
        place=str(starts.place),
    )


class _After(TypedDict):
    """What every act is given: where to go, what to do at the end, whose dice to use."""

    route: list[Way]
    finish: list[str]
    luck: str


@dataclass(slots=True)
class _Sequence:
    """Steps that follow each other in one job type."""

    draft: Draft
    host: Host
    procedure: Procedure
    steps: Sequence[Step]
    final: list[Way]
    entries: dict[str, list[Way]] = field(default_factory=dict)
    conditions: dict[str, str] = field(default_factory=dict)
    switches: dict[str, str] = field(default_factory=dict)

    def write(self) -> list[Way]:
        """Write all steps and return the ways into the first."""
        jumped = set(self._jumps())
        for position in reversed(range(len(self.steps))):
            step = self.steps[position]
            condition = self._condition(step)
            self.conditions[step.id] = condition
            if condition != "0":
                with self.draft.under(self.switches[step.id]):
                    self.entries[step.id] = self._write(step, self._ways_from(position + 1))
            if step.id in jumped:
                self.host.step(f"{step.id}.at", route=self._ways_from(position), place=step.place)
        return self._ways_from(0)

    def _jumps(self) -> list[str]:
        words = []
        for step in self.steps:
            if step.repeat is not None:
                words.append(step.repeat.to)
            if step.patience is not None:
                words.append(step.patience.then)
            if step.decide is not None and step.decide.refused is not None:
                words.append(step.decide.refused)
            if step.request is not None and step.request.refused is not None:
                words.append(step.request.refused)
            if step.decide is not None and "wait" in step.decide.options:
                words.append(step.id)
        return [self._landing(word) or word for word in words]

    def _landing(self, word: str) -> str | None:
        """Return the step that a word means: the first of a road that stands for a step."""
        for step in self.steps:
            if word == step.id or step.id.startswith(f"{word}."):
                return step.id
        return None

    def _ways_from(self, position: int) -> list[Way]:
        """Return the ways into the first step from `position` on that exists in this case."""
        ways: list[Way] = []
        for step in self.steps[position:]:
            condition = self.conditions[step.id]
            if condition == "0":
                continue
            ways += guarded(self.entries[step.id], condition)
            if condition == "1":
                return ways
        return [*ways, *self.final]

    def _condition(self, step: Step) -> str:
        """Return the condition under which a step is entered at all."""
        draft, world = self.draft, self.draft.world
        blocks: list[Step | Meeting | Chain | Channel] = [step]
        if step.meeting is not None:
            blocks.append(world.meetings[step.meeting])
        elif step.chain is not None:
            blocks.append(world.chains[step.chain])
        elif step.ask is not None:
            blocks.append(world.channels[step.ask])
        switches = draft.switches
        on = [switches.on(each.path, each.since, each.until, each.place) for each in blocks]
        if step.road:
            on.append(switches.on(step.road, place=step.place))
        self.switches[step.id] = conjunction(on)
        parts = [*on, *(switches.kept(each.path, each.place) for each in blocks)]
        if step.road:
            parts.append(switches.kept(step.road, step.place))
        if step.skip_if is not None:
            parts.append(f"not holds({draft.expressions.truth(step.skip_if)})")
        return conjunction(parts)

    def _target(self, step: Step, word: str, onward: list[Way]) -> list[Way]:
        """Return the ways behind a word: a step's key, a mark, ``end`` or ``next``."""
        if word == "end":
            return ["end"]
        if word == "next":
            return onward
        landing = self._landing(word)
        if landing is not None:
            return [f"{landing}.at"]
        name = f"{step.id}.{word}"
        if name not in self.host.steps:
            mark = self.draft.mark(word, place=step.place)
            start = [f"mark({mark})", *self.draft.hops.cut_off(self.procedure.id)]
            self.host.step(name, start=start, place=step.place)
        return [name]

    def _write(self, step: Step, onward: list[Way]) -> list[Way]:
        """Write one step with everything around its act and return the ways in."""
        with self.draft.in_phase(phase_in(self.draft.world, self.procedure, step)):
            return self._write_in_phase(step, onward)

    def _write_in_phase(self, step: Step, onward: list[Way]) -> list[Way]:
        draft, host, key = self.draft, self.host, step.id
        before = set(host.steps)
        if step.opens is not None and step.meeting is None:
            raise stop(
                step.place,
                Text(
                    ja=f"手順 {key} には opens がありますが、会議ではありません。",
                    en=f"step {key} has `opens` but is no meeting",
                ),
                Text(
                    ja="終了時の標なら mark を使ってください。",
                    en="Use `mark` for the moment when a step ends.",
                ),
            )
        finish: list[str] = []
        if step.mark is not None:
            basis = self.procedure.rule or ""
            mark = draft.mark(step.mark, place=step.place, post=_actor(step), basis=basis)
            finish.append(f"mark({mark})")
        finish += [f"mark({draft.mark(one, place=step.place)})" for one in step.also_marks]
        finish += draft.expressions.settings(step.sets)
        if step.power is not None:
            finish += watch_power(draft, step, step.power)
        finish += draft.hops.leave(step.path)
        route = onward
        if step.repeat is not None:
            back = host.attribute("back", truth=True)
            chance = draft.numbers.scalar(step.repeat.weight)
            finish.append(f"{back} = draw('back', bernoulli, {chance})")
            route = [*guarded(self._target(step, step.repeat.to, onward), back), *onward]
        ways = self._act(step, route, finish)
        if draft.delegations.holder(step.path) is not None:
            alone = draft.delegations.alone(step.path)
            if alone != "0":
                act = draft.delegations.act(host, f"{key}.alone", step.path, list(onward))
                ways = [(act, "if", alone), *ways]
        if step.when is not None and step.kind != "wait":
            host.step(
                f"{key}.until",
                when=draft.expressions.truth(step.when),
                route=ways,
                place=step.when.place,
                label=f"waits until {step.when.text}",
            )
            ways = [f"{key}.until"]
        start = list(draft.hops.enter(step.path))
        if step.patience is not None:
            start += self._patience(step, before, onward)
        if start:
            host.step(f"{key}.enter", start=start, route=ways, place=step.place)
            ways = [f"{key}.enter"]
        return ways

    def _patience(self, step: Step, before: set[str], onward: list[Way]) -> list[str]:
        """Bound everything the step became by one deadline; return what must run on entry."""
        draft, host = self.draft, self.host
        patience = step.patience
        assert patience is not None
        mine = [name for name in host.steps if name not in before]
        due = host.attribute("due")
        late = f"{step.id}.late"
        host.step(
            late,
            start=["release()"],
            route=self._target(step, patience.then, onward),
            place=patience.place,
            label="patience is over",
        )
        for name in mine:
            fields = host.steps[name]
            waits = any(field in fields for field in ("work", "when", "claim"))
            if waits and "patience" not in fields:
                fields["patience"] = (f"max(0, {due} - now)", "step", late)
        return [f"{due} = now + {draft.numbers.draw('patience', patience.of)}"]

    # ---- acts

    def _act(self, step: Step, route: list[Way], finish: list[str]) -> list[Way]:
        """Write what the step does and return the ways in."""
        host, key, world = self.host, step.id, self.draft.world
        luck = step.luck or f"{host.path}.{key}"
        label = step.name.en if step.name is not None else ""
        common: _After = {"route": route, "finish": finish, "luck": luck}
        if step.kind in ("by", "order"):
            by = step.by or self._orderers(step)
            return work_step(
                host,
                key,
                by=by,
                takes=step.takes,
                block=step.path,
                place=step.place,
                label=label,
                **common,
            )
        if step.meeting is not None:
            return expand_meeting(
                host,
                key,
                world.meetings[step.meeting],
                opening=self._opening(step),
                label=label,
                **common,
            )
        if step.decide is not None:
            return self._decide(step, route, finish, luck, label)
        if step.chain is not None:
            return expand_chain(host, key, world.chains[step.chain], **common)
        if step.relay is not None:
            return expand_relay(host, key, step.relay, label=label, block=step.path, **common)
        if step.ask is not None:
            return expand_channel(
                host,
                key,
                world.channels[step.ask],
                item=step.item,
                takes=step.takes,
                label=label,
                **common,
            )
        if step.request is not None:
            refused = step.request.refused or "end"
            hops = self.draft.hops
            return expand_request(
                host,
                key,
                step.request,
                refused=self._target(step, refused, route),
                on_refused=hops.cut_off(self.procedure.id)
                if refused == "end"
                else hops.leave(step.path),
                block=step.path,
                place=step.place,
                label=label,
                **common,
            )
        if step.initiative is not None:
            raised = step.initiative
            return expand_initiative(
                host,
                key,
                who=raised.by,
                rate=raised.rate,
                faster=raised.faster_with,
                judgement=self._judgement(),
                place=raised.place,
                label=label,
                block=step.path,
                **common,
            )
        if step.judge is not None:
            judgement = world.judgements[step.judge]
            return expand_judgement(host, key, judgement, hop=step.path, **common)
        if step.release is not None:
            item = world.release[step.release]
            return expand_release(host, key, item, withheld=route, **common)
        if step.diet is not None:
            return expand_diet(host, key, step, **common)
        if step.together:
            return self._together(step, route, finish)
        return self._plain(step, route, finish, luck, label)

    def _opening(self, step: Step) -> list[str]:
        """Return what is noted when the talk of a meeting begins, before its end."""
        return [f"mark({self.draft.mark(step.opens, place=step.place)})"] if step.opens else []

    def _plain(
        self, step: Step, route: list[Way], finish: list[str], luck: str, label: str
    ) -> list[Way]:
        """Write a step that claims nobody: a wait, a guard of the law, travel, a start."""
        draft, world = self.draft, self.draft.world
        fields: dict[str, object] = {}
        if step.law is not None:
            fields["when"] = step_guard(draft, step)
        elif step.travel is not None:
            fields["work"] = draft.numbers.work(step.travel.takes)
        elif step.start is not None:
            other = world.procedures[step.start]
            on = draft.switches.on(other.path, other.since, other.until, other.place)
            if on != "0":
                number = "1" if on == "1" else f"select({on}, 1, 0)"
                fields["start"] = [f"spawn(None, {quoted(job_type(other.id))}, {number})"]
        elif step.when is not None:
            fields["when"] = draft.expressions.truth(step.when)
        if step.kind == "wait" and step.takes is not None:
            fields["work"] = draft.numbers.work(step.takes)
        self.host.step(
            step.id,
            finish=finish,
            route=route,
            luck=luck,
            label=label,
            block=step.path,
            place=step.place,
            **fields,
        )
        return [step.id]

    def _orderers(self, step: Step) -> tuple[str, ...]:
        assert step.order is not None
        return step.order.by

    def _decide(
        self, step: Step, route: list[Way], finish: list[str], luck: str, label: str
    ) -> list[Way]:
        """Write a decision: the first option goes on, ``wait`` asks again, others go to `else`."""
        draft, host, decide, key = self.draft, self.host, step.decide, step.id
        assert decide is not None
        options: list[Way] = []
        for position, (word, weight) in enumerate(decide.options.items()):
            name = f"{key}.{word}"
            options.append((name, "weight", draft.numbers.scalar(weight)))
            marks = [f"mark({draft.mark(decide.marks[word])})"] if word in decide.marks else []
            onward = route
            fields: dict[str, object] = {"start": [*marks, *finish]}
            if position:
                gone = decide.refused in (None, "end") and word != "wait"
                cut = draft.hops.cut_off(self.procedure.id) if gone else ()
                fields = {"start": [*marks, *cut]}
                onward = self._target(step, decide.refused or "end", route)
                if word == "wait":
                    onward = [f"{key}.at"]
                    again = decide.again
                    work = draft.numbers.work(again) if again is not None else ("const", "21600000")
                    fields["work"] = work
            host.step(
                name,
                route=onward,
                luck=f"{luck}.{word}",
                label=f"{label or key}: {word}",
                block=step.path,
                place=decide.place,
                **fields,
            )
        return work_step(
            host,
            key,
            by=decide.by,
            takes=step.takes or decide.takes,
            route=options,
            block=step.path,
            place=decide.place,
            luck=luck,
            label=label,
            open_to_person=True,
        )

    def _together(self, step: Step, route: list[Way], finish: list[str]) -> list[Way]:
        """Write parallel branches: a child each, joined when all that exist have returned."""
        draft, host, key = self.draft, self.host, step.id
        group = host.group(key)
        spawns = []
        for child in step.together.values():
            branch = draft.host(
                f"{host.id}.{key}.{child.id}",
                child.path,
                place=child.place,
                label=child.name.en if child.name is not None else child.id,
                parent=host.id,
            )
            inner = _Sequence(draft, branch, self.procedure, [child], ["end"])
            ways = inner.write()
            condition = inner.conditions[child.id]
            if condition == "0":
                continue
            switch = draft.switches.on(child.path, child.since, child.until, child.place)
            branch.begin(ways)
            number = "1" if switch == "1" else f"select({switch}, 1, 0)"
            spawns.append(f"spawn({group}, {quoted(branch.id)}, {number})")
        host.step(
            key,
            start=spawns,
            route=[f"{key}.join"],
            block=step.path,
            place=step.place,
            label=step.name.en if step.name is not None else "",
        )
        host.step(
            f"{key}.join",
            when=f"alive({group}) == 0",
            finish=finish,
            route=route,
            block=step.path,
            place=step.place,
            label="all branches are done",
        )
        return [key]

    def _judgement(self) -> Judgement | None:
        """Return the judgement whose belief drives initiative in this procedure."""
        draft, world = self.draft, self.draft.world
        for step in self.steps:
            if step.judge is not None:
                return world.judgements[step.judge]
        starts = self.procedure.starts
        if starts is not None and starts.on_kind == "judgement":
            return about_question(draft, starts.on_id)[0]
        rule = self.procedure.rule
        found = [world.judgements[id] for id in draft.judged]
        by_rule = [judgement for judgement in found if rule and judgement.rule == rule]
        if by_rule or len(found) == 1:
            return (by_rule or found)[0]
        return None


def _actor(step: Step) -> str:
    """Return the post that a mark of this step is credited to."""
    if step.by:
        return step.by[0]
    if step.order is not None:
        return step.order.by[0]
    return step.decide.by[0] if step.decide is not None else ""
