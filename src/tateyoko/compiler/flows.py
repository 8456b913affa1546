"""Many people who move through a few gates.

Pattern. People are amounts, not jobs. Each place has **cohorts** that become ready one after the
other (those of outer places reach the gate by a first hop), and one **mover** that takes waves of
about 1/256 of all people. A wave is work of as many units as it has people, consumed at a pace: its
own gate's capacity, or its part of the common lift, whichever is less; bad weather, a closed
gate or the end of the flow are pace 0. So a change of lift, weather or permission re-times the wave
that is under way and nothing else, a constant pace ends at people / pace to the millisecond, and
`remaining`, `moved`, `left_early` and `moving` are ordinary values that guards, measures and series
can read, right to one wave.

The lift belongs to the places that have somebody waiting, in proportion to their people; it rises
from its normal to its greatest value in equal steps over the ramp after the gate opens. People who
leave of their own accord do so until the gate opens. People in care have their own rate.

Who follows the instruction is the swept share `stays`, or a block of `compliance` for this flow:
then each cohort decides when it is ready, see `tateyoko.compiler.compliance`.

Both sides: people who are moved although nothing happens are away until `returns` holds, and a
measure can integrate that; who stays stays, whatever the capacity.

Where people arrive, municipalities open rooms one after the other, and buses take them on: nobody
is moved for whom there is no room yet. Gates lose the share that others take while they do.

Marks: ``flow.ID.opened`` (the gate first opens), ``flow.ID.aboard`` (the first wave has left),
``flow.ID.full`` (people wait for rooms), ``flow.ID.complete`` (nobody who wants to leave is left).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.compliance import (
    add_shadow,
    compliance_of,
    share_that_goes,
    taken_seats,
)
from tateyoko.compiler.draft import Draft, Host, Way, conjunction, quoted, ref, stop
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.world.flows import Flow

__all__ = ["FLOW_NAMES", "add_flow", "flow_value"]

#: What an author's expression may read of a flow.
FLOW_NAMES = ("remaining", "moved", "left_early", "moving")
#: Waves of those who leave of their own accord, as a part of all waves.
_OWN_PART = 4
#: Steps in which the lift rises.
_RAMP_STEPS = 8
#: Less than this many people is nobody: what adding and subtracting shares leaves behind.
_NOBODY = "0.001"
#: Rates [people/ms] and shares that differ by less than this are the same.
_SAME = 1e-15
#: Name of the group of people in care.
_CARE = "care"


def flow_value(draft: Draft, flow_id: str, name: str) -> str:
    """Return the text that reads one value of a flow, of all its people or of one place.

    Raises
    ------
    WorldError
        If the flow has no such place, or people by place are asked of another value.
    """
    part, _, place = name.partition(".")
    id = f"flow.{flow_id}"
    if not place:
        return ref(f"{id}.{part}")
    flow = draft.world.flows[flow_id]
    groups = [one for one in flow.people if one in flow.through]
    groups += [_CARE] if flow.care is not None else []
    if part not in ("remaining", "moved") or place not in groups:
        raise stop(
            flow.place,
            Text(
                ja=f"flow.{flow_id}.{name} はありません。",
                en=f"there is no flow.{flow_id}.{name}",
            ),
            Text(
                ja=f"地域別に読めるのは remaining と moved で、地域は {'、'.join(groups)} です。",
                en=f"By place there are remaining and moved, of {', '.join(groups)}.",
            ),
            code="CP302",
        )
    moved = ref(f"{id}.moved.{place}")
    if part == "moved":
        return moved
    if place == _CARE:
        assert flow.care is not None
        return f"({draft.numbers.scalar(flow.care.people)} - {moved})"
    mine, total = ref(f"{id}.people.{place}"), ref(f"{id}.total")
    care = draft.numbers.scalar(flow.care.people) if flow.care is not None else "0"
    return f"({mine} - {moved} - {ref(f'{id}.left_early')} * {mine} / ({total} - {care}))"


def add_flow(draft: Draft, flow_id: str, flow: Flow) -> None:
    """Write a flow into the net.

    Parameters
    ----------
    draft : Draft
        Receives values, marks, watchers and job types.
    flow_id : str
        Id of the block.
    flow : Flow
        What the author wrote.
    """
    _Writer(draft, flow_id, flow).write()


class _Writer:
    """One flow on its way into the net."""

    def __init__(self, draft: Draft, flow_id: str, flow: Flow) -> None:
        self.draft, self.flow, self.id = draft, flow, f"flow.{flow_id}"
        self.path, self.place = flow.path, str(flow.place)
        self.places = [place for place in flow.people if place in flow.through]
        self.compliance = compliance_of(draft.world, flow_id)

    # ---- names and values

    def value(self, name: str) -> str:
        return ref(f"{self.id}.{name}")

    def put(self, name: str, text: str) -> str:
        return f"put({f'{self.id}.{name}'!r}, {text})"

    def state(self, name: str, initial: str | float = 0.0, *, truth: bool = False) -> None:
        self.draft.state(f"{self.id}.{name}", initial, truth=truth, place=self.place)

    def derived(self, name: str, text: str) -> None:
        self.draft.net.derived(f"{self.id}.{name}", text)

    def host(self, name: str) -> Host:
        return self.draft.host(
            f"{self.id}.{name}", f"{self.path}.{name}", place=self.place, label=self.flow.name.en
        )

    def write(self) -> None:
        self._declare()
        self._keep_rates()
        self._reception()
        self._open()
        for place in self.places:
            self._cohorts(place)
            self._mover(place, self._pace(place))
        if self.flow.care is not None:
            self._cohorts(_CARE)
            self._mover(_CARE, self.draft.numbers.scalar(self.flow.care.rate))
        self._complete()
        self._own_accord()
        self._weather()
        self._close()
        self._return()
        if self.compliance is not None:
            add_shadow(self.draft, self.compliance)

    def _declare(self) -> None:
        numbers, flow = self.draft.numbers, self.flow
        people = {place: numbers.scalar(flow.people[place]) for place in self.places}
        care = numbers.scalar(flow.care.people) if flow.care is not None else "0"
        self.derived("total", " + ".join(people.values()))
        total = self.value("total")
        for place, text in people.items():
            self.derived(f"people.{place}", f"{text} * (1 - {care} / {total})")
        self.derived("wave", f"{total} / {flow.waves}")
        self.state("remaining", total)
        for name in ("moved", "left_early", "moving", "pending"):
            self.state(name)
        self.state("opened", truth=True)
        self.state("closed", truth=True)
        self.state("back", truth=True)
        self.state("calm", 1.0, truth=True)
        self.state("level")
        for group in self._groups():
            self.state(f"leavers.{group}")
            if self.compliance is not None:
                self.state(f"early.{group}")
            self.state(f"ready.{group}")
            self.state(f"waiting.{group}")
            self.state(f"busy.{group}", truth=True)
            self.state(f"moved.{group}")

    def _groups(self) -> list[str]:
        return [*self.places, *([_CARE] if self.flow.care is not None else [])]

    def _cohort_types(self, group: str) -> list[str]:
        """Return the job types of a group's cohorts: near the gate, and beyond a first hop."""
        far = self.flow.first_hop is not None and group != _CARE
        return [f"near.{group}", f"far.{group}"] if far else [f"near.{group}"]

    # ---- the gate opens

    def _open(self) -> None:
        """Count who leaves, let the cohorts get ready, and raise the lift."""
        draft, flow = self.draft, self.flow
        stays = draft.numbers.scalar(flow.stays, 0.0)
        host = self.host("open")
        count = flow.ready.cohorts if flow.ready is not None else 1
        program = [f"mark({draft.mark(f'{self.id}.opened', place=self.place)})"]
        program.append(self.put("opened", "true"))
        for place in self.places:
            mine = self.value(f"people.{place}")
            gone = f"{self.value('left_early')} * {mine} / {self.value('total')}"
            program.append(self.put(f"leavers.{place}", f"max(0, {mine} * (1 - {stays}) - {gone})"))
            if self.compliance is not None:
                program[-1] = self.put(f"early.{place}", gone)
        if flow.care is not None:
            program.append(self.put(f"leavers.{_CARE}", draft.numbers.scalar(flow.care.people)))
        kinds = [kind for group in self._groups() for kind in self._cohort_types(group)]
        program.append(self.put("pending", str(count * len(kinds))))
        program += [f"spawn(None, {quoted(f'{self.id}.{kind}')}, {count})" for kind in kinds]
        ramp = flow.lift.ramp if flow.lift is not None else None
        if ramp is None:
            program.append(self.put("level", "1"))
            host.step("open", start=program)
        else:
            host.attribute("ramp")
            rise = [self.put("level", f"{self.value('level')} + {1 / _RAMP_STEPS!r}")]
            if self._lift_is_kept():
                rise.append(self.put("lift", self._plain_lift()))
            program.append(f"job.ramp = {draft.numbers.draw('ramp', ramp)}")
            host.step("open", start=program, route=["rise"])
            host.step(
                "rise",
                work=("const", "1"),
                factor=f"job.ramp / {_RAMP_STEPS}",
                finish=rise,
                route=[("rise", "if", f"{self.value('level')} < 1"), "end"],
            )
        host.close("open")
        gate = draft.expressions.truth(flow.gate) if flow.gate is not None else "1"
        when = conjunction([gate, f"not {self.value('opened')}", f"not {self.value('closed')}"])
        draft.watch(f"{self.id}.open", when, f"{self.id}.open", place=self.place)

    # ---- cohorts and movers

    def _cohorts(self, group: str) -> None:
        """Write the cohorts of one group, which add their people to those ready."""
        flow, numbers = self.flow, self.draft.numbers
        hop = flow.first_hop if group != _CARE else None
        far_share = numbers.scalar(hop.share) if hop is not None else "0"
        count = flow.ready.cohorts if flow.ready is not None else 1
        each = flow.ready.each if flow.ready is not None else None
        if group == _CARE and flow.care is not None:
            each = flow.care.ready
        for kind in self._cohort_types(group):
            far = kind.startswith("far.")
            share = far_share if far else f"(1 - {far_share})"
            decide = []
            if self.compliance is not None and group != _CARE:
                goes = share_that_goes(self.draft, self.compliance)
                mine, early = self.value(f"people.{group}"), self.value(f"early.{group}")
                decide = [f"job.n = max(0, {mine} * {goes} - {early}) * {share} / {count}"]
            arrive = [
                self.put(f"ready.{group}", f"{self.value(f'ready.{group}')} + job.n"),
                self.put(f"waiting.{group}", f"{self.value(f'waiting.{group}')} + job.n"),
                self.put("moving", f"{self.value('moving')} + job.n"),
                self.put("pending", f"{self.value('pending')} - 1"),
            ]
            host = self.host(kind)
            host.attribute("n")
            host.step(
                "ready",
                start=[f"job.n = {self.value(f'leavers.{group}')} * {share} / {count}"],
                work=numbers.work(each) if each is not None else None,
                finish=decide,
                route=["hop"] if far else ["gate"],
            )
            if far and hop is not None:
                host.step("hop", work=numbers.work(hop.takes), route=["gate"])
            host.step("gate", finish=arrive)
            host.close("ready")

    def _pace(self, place: str) -> str:
        """Return people per millisecond of one place's mover, as if nothing stood in the way."""
        flow, numbers = self.flow, self.draft.numbers
        own = numbers.scalar(flow.through[place])
        if flow.taken:
            own = f"{own} * {self.value('gates')}"
        if flow.lift is None:
            return own
        waiting = {
            other: f"select({self.value(f'waiting.{other}')} > {_NOBODY}, "
            f"{self.value(f'people.{other}')}, 0)"
            for other in self.places
        }
        part = f"{waiting[place]} / max(1, {' + '.join(waiting.values())})"
        return f"min({own}, {self._lift()} * {part})"

    def _plain_lift(self) -> str:
        """Return the lift of all places together, people per millisecond, worked out anew."""
        flow, numbers = self.flow, self.draft.numbers
        assert flow.lift is not None
        normal, most = numbers.scalar(flow.lift.normal), numbers.scalar(flow.lift.maximum)
        lift = f"({normal} + ({most} - {normal}) * {self.value('level')})"
        if flow.lift.factor is not None:
            lift = f"{lift} * max(0, {self.draft.expressions.number(flow.lift.factor)})"
        if self.compliance is not None and self.compliance.shadow is not None:
            lift = f"max(0, {lift} - {taken_seats(self.compliance)})"
        if flow.reception is not None and flow.reception.buses is not None:
            lift = f"min({lift}, {numbers.scalar(flow.reception.buses)})"
        return lift

    def _lift_is_kept(self) -> bool:
        """Whether the lift depends on so much that it is kept in a value of its own."""
        flow = self.flow
        crowded = self.compliance is not None and self.compliance.shadow is not None
        buses = flow.reception is not None and flow.reception.buses is not None
        return flow.lift is not None and (flow.lift.factor is not None or crowded or buses)

    def _lift(self) -> str:
        return self.value("lift") if self._lift_is_kept() else self._plain_lift()

    def _keep_rates(self) -> None:
        """Keep the lift, and what others leave of the gates, in values of their own.

        A pace is worked out anew with every wave; these change a few times in a run.
        """
        kept: dict[str, str] = {}
        if self._lift_is_kept():
            kept["lift"] = self._plain_lift()
        if self.flow.taken:
            kept["gates"] = " * ".join(
                f"select({self.draft.expressions.truth(taken.when)},"
                f" 1 - {self.draft.numbers.scalar(taken.share)}, 1)"
                for taken in self.flow.taken.values()
            )
        for name, text in kept.items():
            self.state(name)
            host = self.host(name)
            host.step("change", start=[self.put(name, text)])
            host.close("change")
            differs = f"abs({text} - {self.value(name)}) > {_SAME}"
            self.draft.watch(f"{self.id}.{name}", differs, f"{self.id}.{name}", place=self.place)

    def _going(self) -> str:
        """Return the truth that people may move now."""
        gate = "1"
        if self.flow.gate is not None:
            gate = self.draft.expressions.truth(self.flow.gate)
        stops = [f"not {self.value(name)}" for name in ("closed", "back")]
        return conjunction([gate, self.value("calm"), *stops])

    def _mover(self, group: str, pace: str) -> None:
        """Write the mover of one group: waves, one after the other, while anybody is ready."""
        draft, ready = self.draft, self.value(f"ready.{group}")
        aboard = draft.mark(f"{self.id}.aboard", place=self.place)
        host = self.host(f"move.{group}")
        host.attribute("n")
        first, room = "load", None
        onwards: list[Way] = [("load", "if", f"{ready} > {_NOBODY}"), "rest"]
        if self.flow.reception is not None:
            first, room = "room", f"{self.value('moved')} < {self.value('rooms')}"
            full = draft.mark(f"{self.id}.full", place=self.place)
            waits = f"not ({room}) and count({full}) == 0"
            busy = self.put(f"busy.{group}", "true")
            host.step("room", start=[busy], route=[("full", "if", waits), "load"])
            host.step("full", start=[f"mark({full})"], route=["load"])
            onwards.insert(0, ("full", "if", f"{ready} > {_NOBODY} and {waits}"))
        host.step(
            "load",
            when=room,
            start=[
                self.put(f"busy.{group}", "true"),
                f"job.n = min({self.value('wave')}, {ready})",
                self.put(f"ready.{group}", f"{ready} - job.n"),
            ],
            route=["move"],
        )
        host.step(
            "move",
            work=("const", "1"),
            factor="job.n",
            pace=f"select({self._going()}, {pace}, 0)",
            finish=[
                self.put("moved", f"{self.value('moved')} + job.n"),
                self.put(f"moved.{group}", f"{self.value(f'moved.{group}')} + job.n"),
                self.put("remaining", f"{self.value('remaining')} - job.n"),
                self.put("moving", f"{self.value('moving')} - job.n"),
                self.put(f"waiting.{group}", f"{self.value(f'waiting.{group}')} - job.n"),
            ],
            route=[("first", "if", f"count({aboard}) == 0"), *onwards],
        )
        host.step("first", start=[f"mark({aboard})"], route=onwards)
        host.step("rest", start=[self.put(f"busy.{group}", "false")])
        host.close(first)
        when = f"{ready} > {_NOBODY} and not {self.value(f'busy.{group}')}"
        draft.watch(f"{self.id}.move.{group}", when, f"{self.id}.move.{group}", place=self.place)

    def _reception(self) -> None:
        """Open rooms, one municipality after the other; mark when people wait for rooms."""
        reception, draft = self.flow.reception, self.draft
        if reception is None:
            return
        self.state("rooms")
        count = reception.municipalities
        begin = self.host("reception")
        room = f"{self.id}.municipality"
        begin.step("begin", start=[f"spawn(None, {quoted(room)}, {count})"])
        begin.close("begin")
        rooms = f"{self.value('rooms')} + {draft.numbers.scalar(reception.rooms)} / {count}"
        host = self.host("municipality")
        host.step(
            "opens", work=draft.numbers.work(reception.each), finish=[self.put("rooms", rooms)]
        )
        host.close("opens")
        since = draft.expressions.truth(reception.since)
        draft.watch(f"{self.id}.reception", since, f"{self.id}.reception", place=self.place)

    def _complete(self) -> None:
        """Mark the moment when nobody who wants to leave is left."""
        mark = self.draft.mark(f"{self.id}.complete", place=self.place)
        host = self.host("complete")
        host.step("mark", start=[f"mark({mark})"])
        host.close("mark")
        when = (
            f"{self.value('opened')} and {self.value('pending')} == 0 "
            f"and {self.value('moving')} <= {_NOBODY} * {len(self._groups())}"
        )
        self.draft.watch(f"{self.id}.complete", when, f"{self.id}.complete", place=self.place)

    # ---- before, around and after

    def _own_accord(self) -> None:
        """Let people leave before any instruction, at their own rate."""
        voluntary, numbers = self.flow.voluntary, self.draft.numbers
        if voluntary is None:
            return
        share = numbers.scalar(voluntary.share)
        rate = numbers.scalar(voluntary.rate)
        host = self.host("own")
        host.attribute("waves")
        waves = self.flow.waves // _OWN_PART
        self.derived("own_wave", f"{share} * {self.value('total')} / {waves}")
        wave = self.value("own_wave")
        stopped = f"({self.value('opened')} or {self.value('closed')})"
        host.step(
            "leave",
            work=("const", wave),
            pace=f"select({stopped}, 0, {rate})",
            finish=[
                self.put("left_early", f"{self.value('left_early')} + {wave}"),
                self.put("remaining", f"{self.value('remaining')} - {wave}"),
                "job.waves = job.waves + 1",
            ],
            route=[("leave", "if", f"job.waves < {waves}"), "end"],
        )
        host.close("leave")
        since = "1"
        if voluntary.since is not None:
            since = self.draft.expressions.truth(voluntary.since)
        when = conjunction([since, f"{share} > 0", f"not {self.value('opened')}"])
        # Once only: the job lives on, parked, when the gate opens.
        when = conjunction([when, f"{self.value('left_early')} == 0"])
        self.draft.watch(f"{self.id}.own", when, f"{self.id}.own", place=self.place)

    def _weather(self) -> None:
        """Draw anew, period by period, whether anything can move; same luck in all postures."""
        weather = self.flow.weather
        if weather is None:
            return
        share = self.draft.numbers.scalar(weather.stop_share)
        host = self.host("weather")
        host.step("turn", start=[self.put("calm", f"not draw('stop', bernoulli, {share})")])
        host.close("turn")
        self.draft.net.stream(
            f"{self.id}.weather",
            f"{self.id}.weather",
            self.draft.numbers.work(weather.every),
            luck=f"{self.path}.weather",
            place=self.place,
        )

    def _close(self) -> None:
        """Stop for good."""
        if self.flow.closes is None:
            return
        host = self.host("close")
        host.step("close", start=[self.put("closed", "true")])
        host.close("close")
        when = self.draft.expressions.truth(self.flow.closes)
        self.draft.watch(f"{self.id}.close", when, f"{self.id}.close", place=self.place)

    def _return(self) -> None:
        """Bring people back, wave by wave."""
        returns = self.flow.returns
        if returns is None:
            return
        host, moved = self.host("return"), self.value("moved")
        host.attribute("n")
        anybody = f"{moved} > {_NOBODY}"
        # Those who ride back come from all places alike.
        shared = [
            self.put(f"moved.{group}", f"{self.value(f'moved.{group}')} * (1 - job.n / {moved})")
            for group in self._groups()
        ]
        host.step("turn", start=[self.put("back", "true")], route=[("load", "if", anybody), "end"])
        host.step("load", start=[f"job.n = min({self.value('wave')}, {moved})"], route=["ride"])
        host.step(
            "ride",
            work=("const", "1"),
            factor="job.n",
            pace=self.draft.numbers.scalar(returns.rate),
            finish=[
                *shared,
                self.put("moved", f"{moved} - job.n"),
                self.put("remaining", f"{self.value('remaining')} + job.n"),
            ],
            route=[("load", "if", anybody), "end"],
        )
        host.close("turn")
        when = self.draft.expressions.truth(returns.when)
        self.draft.watch(f"{self.id}.return", when, f"{self.id}.return", place=self.place)
