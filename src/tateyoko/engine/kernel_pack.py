"""From the compiled net to the kernel's arrays, and the memory of one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tateyoko.engine import kernel_layout as layout
from tateyoko.net import codes
from tateyoko.net.compiled import Compiled
from tateyoko.net.elements import Seat, Step
from tateyoko.net.naming import signed
from tateyoko.net.opcodes import OP

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_CALENDAR_OPS = (OP["NEXT"], OP["THROUGH"])
_TABLE_OPS = tuple(OP[name] for name in ("LOADT", "LOADT2", "STORET", "STORET2"))
#: Effects that one instruction can have at most (a mark: itself and three writes).
_EFFECTS_PER_OP = 4
JOBS_LIMIT = 1 << 24


@dataclass(frozen=True, slots=True)
class PackedNet:
    """The arrays of a net, in the order of the table, and sizes that the memory depends on."""

    net: Compiled
    arrays: tuple[NDArray[Any], ...]
    effects: int
    spawn0: int


def _seen_cells(net: Compiled) -> set[int]:
    """Return the cells that something reads during a run."""
    seen = {arg for op, arg in net.code if op == OP["LOAD"]}
    references: list[int] = [*net.measures]
    for step in net.steps:
        references += [step.when, step.level, step.factor, step.pace, step.patience, step.open]
        references += [way.guard for way in step.route] + [way.weight for way in step.route]
        for group in step.groups:
            references += [group.prefer, group.index]
    for seat in net.seats:
        references += [seat.capacity, seat.weight]
    for stream in net.streams:
        references += [stream.rate, stream.ceiling]
    references += [watch.when for watch in net.watches]
    seen |= {ref >> 2 for ref in references if ref >= 0 and ref & 3 == codes.CELL}
    seen |= {cell for cell, dependants in enumerate(net.dependants) if dependants}
    return seen


def _flags(step: Step) -> int:
    ways = [way for way in step.route if way.weight != codes.NONE]
    guarded = any(way.guard != codes.NONE for way in step.route)
    tests = (
        (step.patience != codes.NONE, layout.HAS_PATIENCE),
        (step.level != codes.NONE, layout.HAS_LEVEL),
        (step.when != codes.NONE, layout.HAS_WHEN),
        (bool(step.groups), layout.HAS_CLAIM),
        (step.seat1 >= 0, layout.ONE_SEAT),
        (step.firm, layout.IS_FIRM),
        (step.work >= 0, layout.HAS_WORK),
        (step.factor != codes.NONE, layout.HAS_FACTOR),
        (step.cal >= 0, layout.HAS_CAL),
        (step.pace != codes.NONE, layout.HAS_PACE),
        (step.scope == 1, layout.WHOLE_STEP),
        (step.start != codes.NONE, layout.HAS_START),
        (step.finish != codes.NONE, layout.HAS_FINISH),
        (step.keep, layout.KEEPS),
        (step.open != codes.NONE, layout.HAS_OPEN),
        (step.block, layout.HAS_BLOCK),
        (not guarded and len(ways) < 2, layout.ONE_WAY),
        (
            step.seat1 >= 0 and not step.firm and step.when == codes.NONE,
            layout.PLAIN_CLAIM,
        ),
    )
    return sum(flag for holds, flag in tests if holds)


def pack(net: Compiled) -> PackedNet:
    """Lay a net out for the kernel.

    Parameters
    ----------
    net : Compiled
        The net.
    """
    misc: list[int] = [0] * layout.HEAD
    numbers: list[float] = []
    calendar_at = []
    for calendar in net.calendars:
        calendar_at.append(len(misc))
        misc += [calendar.period, calendar.total, len(calendar.starts)]
        misc += [*calendar.starts, *calendar.ends, *calendar.cumulated]
    curve_at = []
    for curve in net.curves:
        curve_at.append(len(misc))
        misc += [len(curve.xs), len(numbers)]
        numbers += [*curve.xs, *curve.ys]
    elements: list[list[int]] = []

    def first_row(rows: Sequence[Sequence[int]]) -> int:
        start = len(elements)
        for row in rows:
            elements.append([*row, *[0] * (layout.ELEM_COLS - len(row))])
        return start

    first_row([(kind.first, kind.locals, kind.stat, kind.bins) for kind in net.types])
    stream0 = first_row(
        [
            (s.type, s.kind, *s.p, s.rate, s.ceiling, s.count, signed(s.key), s.about)
            for s in net.streams
        ]
    )
    watch0 = first_row([(w.when, w.over, w.type, signed(w.key), w.last) for w in net.watches])
    table0 = first_row([(t.base, t.d1, t.d2) for t in net.tables])
    draw0 = first_row([(d.kind, d.channel) for d in net.draws])
    spawn0 = first_row([(s.type, s.returned, s.alive, signed(s.tag)) for s in net.spawns])
    steps = [_step_row(step, misc, calendar_at) for step in net.steps]
    seen = _seen_cells(net)
    seats = []
    for z, seat in enumerate(net.seats):
        is_seen = not seen.isdisjoint({net.queue0 + z, net.busy0 + z, net.capacity0 + z})
        seats.append(
            [
                seat.capacity,
                seat.pick,
                seat.weight,
                seat.tray,
                int(seat.pre_empt),
                int(seat.suspend),
                signed(seat.key),
                _seat_flags(seat, is_seen=is_seen),
            ]
        )
    code = []
    for op, argument in net.code:
        if op in _CALENDAR_OPS:
            code.append((op, calendar_at[argument]))
        elif op == OP["CURVE"]:
            code.append((op, curve_at[argument]))
        elif op in _TABLE_OPS:
            code.append((op, table0 + argument))
        elif op == OP["DRAW"]:
            code.append((op, draw0 + argument))
        elif op == OP["SPAWN"]:
            code.append((op, spawn0 + argument))
        else:
            code.append((op, argument))
    derived_at = len(misc)
    for cell, address in net.derived_code:
        misc += [cell, address]
    measure_at = len(misc)
    misc += net.measures
    misc += [cell << 2 | codes.CELL for cell in net.carry_cells]
    integral_at = len(misc)
    for cell, accumulator in net.integrals:
        misc += [accumulator, cell]
    header = {
        layout.H_SEATS: len(net.seats),
        layout.H_STEPS: len(net.steps),
        layout.H_WATCHES: len(net.watches),
        layout.H_WATCH0: watch0,
        layout.H_STREAMS: len(net.streams),
        layout.H_STREAM0: stream0,
        layout.H_SPAWN0: spawn0,
        layout.H_QUEUE: net.queue0,
        layout.H_BUSY: net.busy0,
        layout.H_CAPACITY: net.capacity0,
        layout.H_DERIVED: derived_at,
        layout.H_NDERIVED: len(net.derived_code),
        layout.H_MEASURE: measure_at,
        layout.H_NMEASURE: len(net.measures) + len(net.carry_cells),
        layout.H_PARAMS: net.nparams,
        layout.H_CELLS: len(net.cells),
        layout.H_LASTS: net.lasts,
        layout.H_LOCALS: net.locals,
        layout.H_GUARD0: net.base["guard"],
        layout.H_PACE0: net.base["pace"],
        layout.H_WATCHD0: net.base["watch"],
        layout.H_DIRTY: net.ndirty,
        layout.H_INTEGRAL: integral_at,
        layout.H_NINTEGRAL: len(net.integrals),
    }
    for index, number in header.items():
        misc[index] = number
    count = len(net.cells)
    starts: list[int] = []
    dependants: list[int] = []
    for cell in range(count):
        starts.append(count + 1 + len(dependants))
        dependants += net.dependants[cell]
    starts.append(count + 1 + len(dependants))
    arrays = (
        _ints(steps, layout.STEP_COLS),
        _ints(seats, layout.SEAT_COLS),
        _ints(elements, layout.ELEM_COLS),
        np.array(misc, np.int64),
        np.array(starts + dependants, np.int64),
        np.array(code, np.int64).reshape(-1),
        np.array(numbers or [0.0], np.float64),
        np.array(net.cells or (0.0,), np.float64),
    )
    return PackedNet(net=net, arrays=arrays, effects=_most_effects(net), spawn0=spawn0)


def _seat_flags(seat: Seat, *, is_seen: bool) -> int:
    """Return the flags of a seat, as its row starts with them."""
    return (
        layout.SEAT_SEEN * is_seen
        + layout.SEAT_RULE * (seat.pick != 0)
        + layout.SEAT_PRE_EMPTS * seat.pre_empt
        + layout.SEAT_PAUSES * (seat.pre_empt or seat.suspend)
    )


def _ints(rows: list[list[int]], columns: int) -> Ints:
    """Return rows as one flat array, one row of zeros when there are none."""
    return np.array(rows or [[0] * columns], np.int64).reshape(-1)


def _most_effects(net: Compiled) -> int:
    """Return how many effects the longest program can have."""
    longest = max([fragment.end - fragment.start for fragment in net.fragments], default=0)
    return _EFFECTS_PER_OP * longest + 64


def _step_row(step: Step, misc: list[int], calendar_at: list[int]) -> list[int]:
    """Return the row of a step; claims and routes go to the list of everything else."""
    claim = -1
    if step.groups:
        claim = len(misc)
        misc.append(len(step.groups))
        for group in step.groups:
            misc += [group.k, group.prefer, group.index, len(group.seats), *group.seats]
    route = len(misc)
    for way in step.route:
        misc += [way.target, way.guard, way.weight]
    weighted = [way.target for way in step.route if way.weight != codes.NONE]
    row = [0] * layout.STEP_COLS
    values = {
        layout.K_FLAGS: _flags(step),
        layout.K_SEAT1: step.seat1,
        layout.K_LOCAL: step.local,
        layout.K_LUCK: step.luck,
        layout.K_LEVEL: step.level,
        layout.K_WORK: step.work,
        layout.K_P0: step.p[0],
        layout.K_P1: step.p[1],
        layout.K_P2: step.p[2],
        layout.K_TARGET: weighted[-1] if weighted else codes.END,
        layout.K_ROUTE: route,
        layout.K_WAYS: len(step.route),
        layout.K_WHEN: step.when,
        layout.K_CLAIM: claim,
        layout.K_FACTOR: step.factor,
        layout.K_CAL: calendar_at[step.cal] if step.cal >= 0 else -1,
        layout.K_PACE: step.pace,
        layout.K_PATIENCE: step.patience,
        layout.K_LATE: step.late,
        layout.K_START: step.start,
        layout.K_FINISH: step.finish,
        layout.K_OPEN: step.open,
        layout.K_VOID: step.void,
        layout.K_MISSED: step.missed,
    }
    for column, value in values.items():
        row[column] = value
    return row


@dataclass(slots=True)
class Memory:
    """The kernel's memory for one thread: one state, and the table of addresses.

    Parameters
    ----------
    packed : PackedNet
        The net.
    pool : int
        Jobs that can live at once.
    rows : int
        Trace rows that can be stored; 0 = none.
    hashing : bool
        Whether trace rows are hashed.
    """

    packed: PackedNet
    pool: int = 256
    rows: int = 0
    hashing: bool = False
    reg: Ints = field(init=False)
    cells: Floats = field(init=False)
    job: Ints = field(init=False)
    attr: Floats = field(init=False)
    visits: NDArray[np.int32] = field(init=False)
    claim: Ints = field(init=False)
    link: Ints = field(init=False)
    seat: Ints = field(init=False)
    lists: Ints = field(init=False)
    near: Ints = field(init=False)
    far: Ints = field(init=False)
    stream: Ints = field(init=False)
    wlast: Floats = field(init=False)
    wcount: Ints = field(init=False)
    integral: Ints = field(init=False)
    free: Ints = field(init=False)
    row_ints: Ints = field(init=False)
    row_data: Floats = field(init=False)
    table: Ints = field(init=False)
    _others: tuple[NDArray[Any], ...] = field(init=False)

    def __post_init__(self) -> None:
        net, pool = self.packed.net, self.pool
        if pool > JOBS_LIMIT:
            message = f"{pool} jobs at once; at most {JOBS_LIMIT}"
            raise ValueError(message)

        def ints(*shape: int) -> Ints:
            return np.zeros(shape, np.int64)

        def floats(*shape: int) -> Floats:
            return np.zeros(shape, np.float64)

        self.reg = ints(layout.REGS)
        self.cells = floats(max(1, len(net.cells)))
        self.job = ints(pool, layout.JOB_COLS)
        self.attr = floats(pool, layout.ATTR_COLS)
        self.visits = np.zeros((pool, max(1, net.locals)), np.int32)
        self.claim = ints(pool, layout.CLAIM_COLS)
        self.link = ints(pool * layout.LINKS, 2)
        self.seat = ints(max(1, len(net.seats)), layout.SEATROW_COLS)
        self.lists = ints(max(1, len(net.steps)), 4)
        self.near = ints(layout.NEAR, 2)
        self.far = ints(layout.event_room(pool, len(net.streams)), 2)
        self.stream = ints(max(1, len(net.streams)), layout.STREAM_COLS)
        self.wlast = floats(max(1, net.lasts))
        self.wcount = ints(max(1, net.lasts))
        self.integral = ints(max(1, len(net.integrals)))
        self.free = ints(pool)
        self.row_ints = ints(max(1, self.rows), 4)
        self.row_data = floats(max(1, self.rows))
        agenda = ints(layout.agenda_room(pool), 4)
        touched = ints(layout.touched_room(pool), 2)
        dirty = ints(net.ndirty + 1)
        is_dirty = np.zeros(net.ndirty + 1, np.uint8)
        effects = ints(self.packed.effects, 4)
        scratch = floats(max(self.packed.effects, len(net.integrals), 64))
        stack = floats(codes.STACK)
        chosen = ints(2 * codes.SEATS_PER_CLAIM)
        found = ints(2 * max(pool, 64))
        self._others = (agenda, touched, dirty, is_dirty, effects, scratch, stack, chosen, found)
        state = (
            self.reg,
            self.cells,
            self.job,
            self.attr,
            self.visits,
            self.claim,
            self.link,
            self.seat,
            self.lists,
            self.near,
            self.far,
            agenda,
            touched,
            dirty,
            is_dirty,
            effects,
            scratch,
            self.stream,
            self.wlast,
            self.wcount,
            self.integral,
            self.free,
            stack,
            chosen,
            found,
            self.row_ints,
            self.row_data,
        )
        arrays = (*self.packed.arrays, *state)
        assert len(arrays) == layout.TABLE_SIZE
        self.table = np.array([array.ctypes.data for array in arrays], np.int64)
        self.reg[layout.R_POOL] = pool
        self.reg[layout.R_ROWCAP] = self.rows
        tracing = layout.TRACE_ROWS if self.rows else 0
        if self.hashing:
            tracing |= layout.TRACE_HASH
        self.reg[layout.R_TRACING] = tracing

    @property
    def address(self) -> int:
        """Address of the table."""
        return int(self.table.ctypes.data)
