"""What the reference reads of a net: plain objects, made once per net and shared by its runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tateyoko.engine.reference_code import Function, Translator
from tateyoko.net.codes import ATTRIBUTE, CELL, NONE
from tateyoko.net.compiled import ANY_INTEGRAL

if TYPE_CHECKING:
    from tateyoko.net import elements
    from tateyoko.net.compiled import Compiled


@dataclass(slots=True)
class Group:
    """One group of a claim: k of the seats."""

    k: int
    seats: list[int]
    prefer: Function | None
    index: Function | None


@dataclass(slots=True)
class Way:
    """One way of a route; a target of -1 ends the job."""

    target: int
    guard: Function | None
    weight: Function | None


@dataclass(slots=True)
class StepModel:
    """A step with its expressions as functions; ``None`` where the author wrote nothing."""

    ix: int
    local: int
    luck: int
    when: Function | None
    level: Function | None
    groups: list[Group]
    seats: list[int]  # every seat of the claim once; empty if a group has an index
    seat1: int  # the seat, if the claim is one of one seat, else -1
    firm: bool
    work: int  # kind of distribution, -1 without work
    parameters: tuple[int, int, int]  # cells
    factor: Function | None
    calendar: int
    pace: Function | None
    patience: Function | None
    whole_step: bool  # patience covers the work too
    late: int
    start: Function | None
    finish: Function | None
    ways: list[Way]
    keep: bool
    open: Function | None
    void: int
    missed: int
    block: bool


@dataclass(slots=True)
class SeatModel:
    """A seat; ``weight`` belongs to the pick rule."""

    capacity: Function | None
    pick: int  # 0 first, 1 random, 2 weighted
    weight: Function | None
    tray: int
    pre_empt: bool
    suspend: bool
    key: int
    pauses: bool


@dataclass(slots=True)
class StreamModel:
    """A stream of candidates."""

    type: int
    kind: int
    parameters: tuple[int, int, int]
    rate: Function | None
    ceiling: Function | None
    count: int  # cell
    key: int
    about: int


@dataclass(slots=True)
class WatcherModel:
    """A watcher over ``over`` elements; ``last`` is where its truths start."""

    when: Function
    over: int
    type: int
    key: int
    last: int


@dataclass(slots=True)
class TypeModel:
    """A job type: its first step, the first of its three statistics, of its bins or -1."""

    first: int
    statistics: int
    bins: int


class Model:
    """A compiled net as the reference reads it.

    Parameters
    ----------
    net : Compiled
        The net.
    rules : bool, optional
        Record which rules of docs/explanation/semantics.md expressions use. Default: no.
    """

    def __init__(self, net: Compiled, *, rules: bool = False) -> None:
        self.net = net
        self.records_rules = rules
        self._translator = Translator(net, rules=rules)
        self.seats = [self._seat(seat) for seat in net.seats]
        self.steps = [self._step(ix, step) for ix, step in enumerate(net.steps)]
        self.types = [TypeModel(kind.first, kind.stat, kind.bins) for kind in net.types]
        self.spawns = list(net.spawns)
        self.streams = [self._stream(stream) for stream in net.streams]
        self.watchers = [self._watcher(watch) for watch in net.watches]
        self.measures = [self.expression(ref) for ref in net.measures]
        self.derived = [(cell, self._function(address)) for cell, address in net.derived_code]
        self.calendars = list(net.calendars)
        self.queue0, self.busy0, self.capacity0 = net.queue0, net.busy0, net.capacity0
        self.dirty = [[d for d in ids if d < ANY_INTEGRAL] for ids in net.dependants]
        self.integrals_of = [
            [d - ANY_INTEGRAL for d in ids if d >= ANY_INTEGRAL] for ids in net.dependants
        ]
        self.is_quiet = [not ids for ids in net.dependants]  # nobody sees these cells change
        base = net.base
        self.pick0, self.guard0 = base["pick"], base["guard"]
        self.pace0, self.watch0 = base["pace"], base["watch"]

    def _function(self, address: int, *, program: bool = False) -> Function:
        return self._translator.function(address, program=program)

    def expression(self, ref: int) -> Function | None:
        """Return the function of a reference to an expression, None for none."""
        if ref == NONE:
            return None
        where = ref >> 2
        if ref & 3 == CELL:
            return lambda run, job, elem: run.cells[where]
        if ref & 3 == ATTRIBUTE:
            return lambda run, job, elem: job.attrs[where]  # type: ignore[union-attr]
        return self._function(where)

    def _program(self, ref: int) -> Function | None:
        return None if ref == NONE else self._function(ref >> 2, program=True)

    def _seat(self, seat: elements.Seat) -> SeatModel:
        return SeatModel(
            capacity=self.expression(seat.capacity),
            pick=seat.pick,
            weight=self.expression(seat.weight),
            tray=seat.tray,
            pre_empt=seat.pre_empt,
            suspend=seat.suspend,
            key=seat.key,
            pauses=seat.pre_empt or seat.suspend,
        )

    def _step(self, ix: int, step: elements.Step) -> StepModel:
        f = self.expression
        groups = [Group(g.k, list(g.seats), f(g.prefer), f(g.index)) for g in step.groups]
        is_indexed = any(group.index for group in groups)
        return StepModel(
            ix=ix,
            local=step.local,
            luck=step.luck,
            when=f(step.when),
            level=f(step.level),
            groups=groups,
            seats=[] if is_indexed else list(step.seats),
            seat1=step.seat1,
            firm=step.firm,
            work=step.work,
            parameters=step.p,
            factor=f(step.factor),
            calendar=step.cal,
            pace=f(step.pace),
            patience=f(step.patience),
            whole_step=step.scope == 1,
            late=step.late,
            start=self._program(step.start),
            finish=self._program(step.finish),
            ways=[Way(way.target, f(way.guard), f(way.weight)) for way in step.route],
            keep=step.keep,
            open=f(step.open),
            void=step.void,
            missed=step.missed,
            block=step.block,
        )

    def _stream(self, stream: elements.Stream) -> StreamModel:
        return StreamModel(
            type=stream.type,
            kind=stream.kind,
            parameters=stream.p,
            rate=self.expression(stream.rate),
            ceiling=self.expression(stream.ceiling),
            count=stream.count,
            key=stream.key,
            about=stream.about,
        )

    def _watcher(self, watch: elements.Watch) -> WatcherModel:
        when = self.expression(watch.when)
        assert when is not None
        return WatcherModel(
            when=when, over=watch.over, type=watch.type, key=watch.key, last=watch.last
        )
