"""What a run of the reference consists of: jobs, seats, cells, dice, clock; how a change spreads.

`reference_visits` builds the life of a job on it, `reference` the order of events.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappush
from typing import TYPE_CHECKING, Any

from tateyoko.engine import dice
from tateyoko.engine.reference_dice import blocks_of
from tateyoko.engine.reference_model import Model
from tateyoko.net import codes
from tateyoko.net.codes import GUARDED, LEVELS, MOVING, WORKING
from tateyoko.net.command import Script, make_script
from tateyoko.net.naming import MASK_64, signed

if TYPE_CHECKING:
    from tateyoko.net.compiled import Compiled

TraceRow = tuple[int, int, int, int, float]
#: ms, kind, four arguments, and the number that ``set`` writes.
CommandRow = tuple[Any, ...]


class Job:
    """One piece of work; it is at one place at a time."""

    __slots__ = (
        "asked",  # when it entered its step
        "attrs",
        "born",
        "children",
        "deadline",
        "deadline_seq",  # 0 = no deadline
        "done",  # work done before `since`
        "end_seq",  # 0 = no end of work scheduled
        "end_time",
        "factor",  # what the work drawn was multiplied by
        "flagged",  # touched, and not yet tested again
        "held",  # seats of its claim
        "id",  # its name as int64, for traces
        "index",  # of an indexed claim
        "kept",  # seats kept from earlier steps
        "left",  # work left at `since`
        "level",
        "mine",  # seats on whose lists it waits
        "name",
        "order",  # place in the list where it waits or works
        "pace",
        "parent",
        "phase",
        "resume",  # paused: the next start goes on with the work left
        "root",
        "serial",  # number of its birth; 0 when it has gone
        "since",  # when `left` was last brought up to date
        "spawn",
        "step",
        "type",
        "u",  # uniform of the route
        "visit",
        "visits",  # by local number of the step
    )

    def __init__(
        self, name: int, type_ix: int, parent: Job | None, spawn: int, serial: int, born: int
    ) -> None:
        self.name = name
        self.id = signed(name)
        self.type = type_ix
        self.parent = parent
        self.root: Job = parent.root if parent is not None else self
        self.spawn = spawn
        self.serial = serial
        self.born = self.asked = self.since = born
        self.step = self.level = self.visit = self.order = self.index = 0
        self.phase = MOVING
        self.end_time = self.end_seq = self.deadline = self.deadline_seq = 0
        self.left = self.done = self.u = 0.0
        self.pace = self.factor = 1.0
        self.resume = self.flagged = False
        self.held: list[int] = []
        self.kept: list[int] = []
        self.mine: Sequence[int] = ()
        self.visits: dict[int, int] = {}
        self.attrs = [0.0] * codes.ATTRIBUTES
        self.children: list[Job] = []


class Seat:
    """What changes about a seat."""

    __slots__ = ("changes", "dice", "firm", "holders", "waiting")

    def __init__(self) -> None:
        self.waiting: list[list[Job]] = [[] for _ in range(LEVELS)]
        self.firm = 0  # firm jobs among them
        self.dice = (0, 0, 0, 0)  # name, luck, visit; number of picks made from them
        self.changes = 0  # of capacity
        self.holders: list[Job] = []  # of single-seat claims, kept only where jobs may be paused

    def jobs(self) -> list[Job]:
        """Jobs that wait, in order."""
        return [job for level in self.waiting for job in level]


def command_rows(net: Compiled, script: Script | Iterable[Any]) -> list[CommandRow]:
    """Return commands in the order in which they happen, as rows of numbers.

    Parameters
    ----------
    net : Compiled
        The net.
    script : Script or iterable
        From `tateyoko.net.make_script`, or commands as it takes them, or rows made before.
    """
    if not isinstance(script, Script):
        given = list(script)
        if not given or isinstance(given[0][1], int):
            return given
        script = make_script(net, given)
    rows, values = script.rows.tolist(), script.values.tolist()
    return [(*row, value) for row, value in zip(rows, values, strict=True)]


class RunState:
    """Everything that changes in a run, and the parts of a run that know nothing of steps."""

    def __init__(
        self,
        net: Compiled | Model,
        row: Sequence[float] | None = None,
        seed: int = 1,
        rep: int = 0,
        script: Script | Iterable[Any] = (),
        until: int = codes.FOREVER,
        *,
        carried: Mapping[int, float] | None = None,
        trace: bool = True,
        rules: bool = False,
    ) -> None:
        model = net if isinstance(net, Model) else Model(net, rules=rules)
        self.model, self.net = model, model.net
        self.steps, self.specs = model.steps, model.seats
        self.queue0, self.busy0, self.capacity0 = model.queue0, model.busy0, model.capacity0
        self.until = until
        self.script = command_rows(self.net, script)
        self.now = self.seq = self.events = self.settles = self.cursor = 0
        self.fault = (0, 0)
        self.trace: list[TraceRow] | None = [] if trace else None
        self.rules: set[str] = set()
        # A dictionary's get is the cheapest function that does nothing with a rule id.
        self.rule: Any = self.rules.add if model.records_rules else {}.get
        self.heap: list[tuple[int, int, int, Any]] = []
        self.cells = list(self.net.cells)
        if row is not None:
            count = self.net.nparams
            self.cells[:count] = [float(x) for x in row[:count]]
        self.seats = [Seat() for _ in model.seats]
        self.guarded: list[list[Job]] = [[] for _ in model.steps]
        self.working: list[list[Job]] = [[] for _ in model.steps]
        self.world: list[Job] = []  # jobs without a parent, in order of birth
        self.agenda: deque[tuple[int, Any, int, Any]] = deque()
        self.touched: deque[tuple[Job, int]] = deque()
        self.dirty: list[int] = []
        self.is_dirty: set[int] = set()
        streams = range(len(model.streams))
        self.stream_next, self.stream_at, self.stream_seq, self.stream_since = (
            [0 for _ in streams] for _ in range(4)
        )
        self.watch_last = [0.0] * self.net.lasts
        self.watch_count = [0] * self.net.lasts
        self.integral_at = [0] * len(self.net.integrals)
        self.has_begun = False
        self.carried = dict(carried or {})  # what another net has handed over, by cell
        self.given: dict[int, float] = {}  # cells that start otherwise than the net says
        self.has_decision = False
        root = dice.root_key(seed, rep)
        self.set_roots(root, root)

    def set_roots(self, root: int, facts: int) -> None:
        """Set the root of draws and the root of rolls (DICE-4)."""
        self.rule("DICE-4")
        self.root, self.facts = root & MASK_64, facts & MASK_64
        self.block = blocks_of(self.root)
        self.fact_block = blocks_of(self.facts)

    # ---- called by the functions of expressions and programs

    def write(self, cell: int, value: float) -> None:
        """Write a cell; a change makes dirty what reads it."""
        old = self.cells[cell]
        if old == value:
            self.rule("VALUE-2")
            return
        self.cells[cell] = value
        if self.model.is_quiet[cell]:
            return
        for k in self.model.integrals_of[cell]:
            self.rule("VALUE-4")
            accumulator = self.net.integrals[k][1]
            self.cells[accumulator] += old * float(self.now - self.integral_at[k])
            self.integral_at[k] = self.now
        for d in self.model.dirty[cell]:
            self.rule("VALUE-3")
            self.make_dirty(d)

    def touch(self, job: Job) -> None:
        """Have one job tested again, alone: a child ended or wrote to it."""
        if job.flagged:
            return
        if job.phase == GUARDED or (job.phase == WORKING and self.steps[job.step].pace):
            self.rule("JOB-6")
            job.flagged = True
            self.touched.append((job, job.serial))

    def mark(self, cell: int) -> None:
        """Note a named moment; its cells are first, last and count."""
        now = float(self.now)
        if self.cells[cell + 2] == 0.0:
            self.write(cell, now)
        self.write(cell + 1, now)
        self.write(cell + 2, self.cells[cell + 2] + 1.0)

    def draw(self, job: Job, kind: int, channel: int, a: float, b: float, c: float) -> float:
        """Draw for the job's visit, on the channel of the draw's written name."""
        luck = self.steps[job.step].luck
        return dice.sample(kind, a, b, c, self.block(job.name, luck, job.visit << 16 | channel)[0])

    def roll(self, name: int, key: int) -> float:
        """Roll of a job, a root or the world (name 0): the same whenever it is read."""
        return self.fact_block(name, key, 2)[0]

    # ---- calendars

    def open_time(self, calendar: int, t: int) -> int:
        """Open time in [0, t) [ms]."""
        c = self.model.calendars[calendar]
        periods, rest = divmod(t, c.period)
        opened = 0
        for start, end, before in zip(c.starts, c.ends, c.cumulated, strict=True):
            if start < rest:
                opened = before + min(rest, end) - start
        return periods * c.total + opened

    def next_open(self, calendar: int, t: int) -> int:
        """First open moment from t on [ms]."""
        c = self.model.calendars[calendar]
        periods, rest = divmod(t, c.period)
        for start, end in zip(c.starts, c.ends, strict=True):
            if rest < end:
                return periods * c.period + max(rest, start)
        return (periods + 1) * c.period + c.starts[0]

    def through(self, calendar: int, t: int, work: int) -> int:
        """When `work` ms of open time after t have passed [ms]."""
        if work <= 0:
            return t
        self.rule("CAL-1")
        c = self.model.calendars[calendar]
        periods, rest = divmod(self.open_time(calendar, t) + work, c.total)
        if rest == 0:
            periods, rest = periods - 1, c.total
        k = max(i for i in range(len(c.starts)) if c.cumulated[i] < rest)
        return periods * c.period + c.starts[k] + (rest - c.cumulated[k])

    # ---- small things

    def row(self, kind: int, element: int, name: int, data: float = 0.0) -> None:
        """Add a row to the trace."""
        if self.trace is not None:
            self.trace.append((self.now, kind, element, name, float(data)))

    def tick(self) -> int:
        """Next number of the one counter of births, list entries, starts and events."""
        self.seq += 1
        return self.seq

    def schedule_event(self, time: int, kind: int, what: Any) -> int:
        """Put an event on the heap; its number tells whether it is still valid."""
        self.seq += 1
        heappush(self.heap, (time, kind, self.seq, what))
        return self.seq

    def make_dirty(self, d: int) -> None:
        """Have a capacity, pick, guard, pace or watcher looked at while settling."""
        if d not in self.is_dirty:
            self.is_dirty.add(d)
            heappush(self.dirty, d)

    def room(self, z: int) -> int:
        """Free places of a seat; negative after a fall of capacity."""
        return int(self.cells[self.capacity0 + z]) - int(self.cells[self.busy0 + z])

    def jobs(self) -> list[Job]:
        """All living jobs."""
        stack, found = list(self.world), []
        while stack:
            job = stack.pop()
            found.append(job)
            stack += job.children
        return found

    def holds(self, guard: Any, job: Job) -> bool:
        """Whether a guard holds; None holds always."""
        if guard is None:
            return True
        self.rule("EXPR-2")
        return bool(guard(self, job, 0.0) == 1.0)
