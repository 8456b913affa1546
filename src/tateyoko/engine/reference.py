"""The definition of what a net does: one event at a time, in readable Python.

Rule ids (``CLAIM-3``) are those of docs/explanation/semantics.md. ``self.rule("CLAIM-3")`` cites
the rule at the line that carries it out and, when a run records rules, notes that it was used. The
compiled kernel follows the same rules; tests compare both bit for bit. This module has the order
of things: settling and events. What a job does at a step is in `reference_visits`, what a run
consists of in `reference_run`, how expressions become functions in `reference_code`.

A job is at one place at a time: moving (on the agenda), waiting for its guard, queued for seats,
working, or open to a person. An event puts something on the agenda or makes something dirty;
settling works all of it off, and only then comes the next event.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import Any

from tateyoko.engine import dice
from tateyoko.engine.reference_code import Fault
from tateyoko.engine.reference_run import Job, command_rows
from tateyoko.engine.reference_state import load_into, state_of
from tateyoko.engine.reference_visits import (
    CANCEL,
    CANCEL_ABOUT,
    CLAIM,
    ENTER,
    Visits,
)
from tateyoko.net import codes
from tateyoko.net.codes import GUARDED, MOVING, OPENED, WORKING
from tateyoko.net.naming import MASK_64, signed


class Reference(Visits):
    """One replication of a net.

    Parameters
    ----------
    net : Compiled or Model
        The net; a `Model` saves reading the net again for the next run.
    row : sequence of float, shape (P,), optional
        Parameters. Default: those of the net.
    seed, rep : int
        Seed and replication, which make both roots of the dice.
    script : Script or sequence of commands
        Commands known in advance, as `tateyoko.net.make_script` takes or gives them.
    until : int
        Horizon [ms]. Default: until nothing is left.
    carried : mapping of int to float, optional
        Values that another net has handed over, by cell; see `tateyoko.engine.carry`.
    trace : bool
        Whether to keep trace rows ``(ms, kind, element, name, data)``.
    rules : bool
        Whether to record the rules used, in the attribute `rules`.

    Attributes
    ----------
    now : int
        The clock [ms].
    events : int
        Events so far.
    cells : list of float
        Everything expressions read.
    fault : tuple of int
        Code and place; (0, 0) while all is well.
    """

    # ---- settling

    def settle(self) -> None:
        """Work off all consequences of an event."""
        agenda, dirty = self.agenda, self.dirty
        pace0 = self.model.pace0
        while True:
            if agenda:
                self.do_agenda(*agenda.popleft())
            elif self.touched and (not dirty or dirty[0] >= pace0):
                self.rule("SETTLE-1")
                self.do_touched(*self.touched.popleft())
            elif dirty:
                self.do_dirty()
            else:
                return
            self.settles += 1
            if self.settles > codes.MAX_SETTLES:
                raise Fault(codes.F_SETTLES, self.place_of_endless_settling())

    def place_of_endless_settling(self) -> int:
        """Return the step to which the first job of the agenda is going, 0 if there is none."""
        if not self.agenda:
            return 0
        what, job, serial, target = self.agenda[0]
        if what not in (ENTER, CLAIM) or job.serial != serial:
            return 0
        return codes.at_step(target if what == ENTER and target >= 0 else job.step)

    def do_agenda(self, what: int, job: Any, serial: int, arg: Any) -> None:
        """First in, first out; items whose job has gone are dropped."""
        self.rule("SETTLE-2")
        if what == CANCEL_ABOUT:
            self.rule("JOB-7")
            for other in [j for j in self.world if j.type == serial and j.attrs[0] == arg]:
                self.cancel(other)
        elif job.serial != serial:
            return
        elif what == ENTER:
            if arg >= 0:
                self.enter(job, arg)
            else:
                self.end(job)
        elif what == CLAIM:
            self.claim(job)
        elif what == CANCEL:
            self.cancel(job)
        else:
            self.rule("JOB-7")
            spawns = self.model.spawns
            for child in [j for j in job.children if spawns[j.spawn].alive == arg]:
                self.cancel(child)

    def do_touched(self, job: Job, serial: int) -> None:
        """Test one touched job again."""
        if job.serial != serial:
            return
        job.flagged = False
        if job.phase == GUARDED:
            self.test(job)
        elif job.phase == WORKING and self.steps[job.step].pace is not None:
            self.change_pace(job)

    def do_dirty(self) -> None:
        """Look at the first dirty element."""
        self.rule("SETTLE-1")
        model = self.model
        d = heappop(self.dirty)
        self.is_dirty.remove(d)
        if d < model.pick0:
            self.change_capacity(d)
        elif d < model.guard0:
            self.pick(d - model.pick0)
        elif d < model.pace0:
            self.rule("SETTLE-3")
            for job in list(self.guarded[d - model.guard0]):
                self.test(job)
        elif d < model.watch0:
            self.rule("SETTLE-4")
            for job in list(self.working[d - model.pace0]):
                self.change_pace(job)
        else:
            self.watch(d - model.watch0)

    def test(self, job: Job) -> None:
        """Test a guard; if it holds, the claim comes when the agenda has come to it."""
        if self.holds(self.steps[job.step].when, job):
            self.guarded[job.step].remove(job)
            job.phase = MOVING
            self.agenda.append((CLAIM, job, job.serial, None))

    def change_pace(self, job: Job) -> None:
        """Evaluate the pace again and re-time the end of the work."""
        step = self.steps[job.step]
        assert step.pace is not None
        pace = step.pace(self, job, 0.0)
        if pace < 0.0:
            raise Fault(codes.F_NEGATIVE, codes.at_step(job.step))
        if pace == job.pace:
            return
        self.consume(job)
        job.pace = pace
        self.row(codes.PACE, job.step, job.id, pace)
        self.schedule_end(job, step)

    def change_capacity(self, z: int) -> None:
        """Evaluate the capacity again; pause, or let start."""
        seat, spec, cell = self.seats[z], self.specs[z], self.capacity0 + z
        new = 1.0 if spec.capacity is None else dice.whole(spec.capacity(self, None, 0.0))
        old = self.cells[cell]
        if new < 0.0:
            raise Fault(codes.F_NEGATIVE, codes.at_seat(z))
        if new > codes.UNBOUNDED:
            raise Fault(codes.F_RANGE, codes.at_seat(z))
        if new == old:
            return
        self.rule("SEAT-1")
        self.write(cell, new)
        self.row(codes.CAPACITY, z, 0, new)
        seat.changes += 1
        seat.dice = (spec.key, 0, seat.changes & 0xFFFF, 0)
        if spec.suspend:
            while self.room(z) < 0:
                victim = self.victim(z, -1)
                if victim is None:
                    break
                self.rule("SEAT-2")
                self.pause(victim, z)
        if new > old and self.cells[self.queue0 + z]:
            self.make_dirty(self.model.pick0 + z)

    def watch(self, w: int) -> None:
        """Test each element of a watcher; a change to true starts a job."""
        self.rule("SETTLE-5")
        watcher = self.model.watchers[w]
        for i in range(watcher.over):
            k = watcher.last + i
            value, before = watcher.when(self, None, float(i)), self.watch_last[k]
            self.watch_last[k] = value
            if value == 1.0 and before != 1.0:
                self.row(codes.WATCH, w, 0, i)
                name = dice.name_of(watcher.key, i, self.watch_count[k])
                self.birth(watcher.type, name, i)
                self.watch_count[k] += 1

    # ---- events

    def begin(self) -> None:
        """Everything at time 0."""
        self.rule("VALUE-1")
        self.has_begun = True
        model = self.model
        for cell, function in model.derived:
            self.rule("VALUE-5")
            self.cells[cell] = function(self, None, 0.0)
        for cell, value in self.carried.items():
            self.rule("CARRY-1")
            if value != value:
                self.rule("CARRY-3")
                raise Fault(codes.F_CARRY, codes.at_value(cell))
            self.cells[cell] = value
        for cell, value in self.given.items():
            self.cells[cell] = value
        for z in range(len(model.seats)):
            self.make_dirty(z)
        for w in range(len(model.watchers)):
            self.make_dirty(model.watch0 + w)
        for i, stream in enumerate(model.streams):
            if self.cells[stream.count] > 0:
                self.next_candidate(i)
        self.await_command()
        self.settle()

    def next_candidate(self, i: int) -> None:
        """Schedule the stream's next candidate."""
        self.rule("EVENT-1")
        stream, cells = self.model.streams[i], self.cells
        uniform, _ = self.block(dice.name_of(stream.key, 0, self.stream_next[i]), 0, 0)
        a, b, c = stream.parameters
        gap = dice.sample(stream.kind, cells[a], cells[b], cells[c], uniform)
        if not gap >= 0.0:
            raise Fault(codes.F_NEGATIVE, codes.at_stream(i))
        at = self.now + dice.whole(gap + 0.5)
        self.stream_at[i], self.stream_since[i] = 0, self.now
        if at < codes.NEVER:
            self.stream_at[i] = int(at)
            self.stream_seq[i] = self.schedule_event(int(at), codes.E_ARRIVAL, i)

    def arrival(self, i: int) -> None:
        """Let a candidate come: kept, or thinned out."""
        stream = self.model.streams[i]
        name = dice.name_of(stream.key, 0, self.stream_next[i])
        self.stream_next[i] += 1
        self.stream_seq[i] = 0
        if self.stream_next[i] < self.cells[stream.count]:
            self.next_candidate(i)
        else:
            self.rule("EVENT-3")
        if stream.rate is not None:
            self.rule("EVENT-2")
            ceiling = 1.0 if stream.ceiling is None else stream.ceiling(self, None, 0.0)
            if not self.block(name, 0, 0)[1] * ceiling < stream.rate(self, None, 0.0):
                return
        self.birth(stream.type, name, stream.about)

    def late(self, job: Job) -> None:
        """End the job's patience."""
        self.rule("STEP-9")
        self.row(codes.LATE, job.step, job.id)
        target = self.steps[job.step].late
        self.leave(job)
        self.go(job, target)

    def await_command(self) -> None:
        """Put the next command on the heap, without a sequence number."""
        if self.cursor < len(self.script):
            heappush(self.heap, (self.script[self.cursor][0], codes.E_COMMAND, 0, None))

    def add_command(self, command: Any) -> None:
        """Add a command to the table while the run is live; it must not lie in the past.

        Parameters
        ----------
        command : tuple
            As `tateyoko.net.make_script` takes it: ``(ms, "choose", job, step, visit, way)``.

        Raises
        ------
        ValueError
            If its time is not after the clock.
        """
        (command,) = command_rows(self.net, [command])
        if command[0] <= self.now and self.has_begun:
            message = f"command at {command[0]} ms, but the clock stands at {self.now} ms"
            raise ValueError(message)
        at = len(self.script)
        while at > self.cursor and self.script[at - 1][0] > command[0]:
            at -= 1
        self.script.insert(at, command)
        if at == self.cursor and self.has_begun:
            self.heap = [event for event in self.heap if event[1] != codes.E_COMMAND]
            heapify(self.heap)
            self.await_command()

    def command(self) -> None:
        """Carry out the next command of the table."""
        self.rule("COMMAND-1")
        _, kind, a, b, c, d, value = self.script[self.cursor]
        self.cursor += 1
        self.await_command()
        if kind == codes.C_START:
            self.rule("COMMAND-2")
            self.birth(a, dice.name_of(b & MASK_64, 0, 0), c)
            return
        if kind == codes.C_SET:
            self.rule("COMMAND-2")
            self.row(codes.SET, a, 0, value)
            self.write(a, value)
            return
        job = self.job_named(a)
        if kind == codes.C_CANCEL and job is not None:
            self.cancel(job)
        elif (
            kind == codes.C_CHOOSE
            and job is not None
            and job.phase == OPENED
            and (job.step, job.visit) == (b, c)
            and d < len(self.steps[b].ways)
        ):
            self.rule("COMMAND-3")
            self.row(codes.CHOOSE, b, job.id, d)
            self.finish(job, d)
        else:
            self.rule("COMMAND-4")
            self.row(codes.STALE, self.cursor - 1, signed(a & MASK_64))

    def job_named(self, name: int) -> Job | None:
        """Return the living job of a name, signed or unsigned."""
        name &= MASK_64
        return next((job for job in self.jobs() if job.name == name), None)

    def open_jobs(self) -> list[Job]:
        """Jobs that wait for a person's choice, in order of start."""
        return sorted((j for j in self.jobs() if j.phase == OPENED), key=lambda j: j.order)

    def run(
        self, stop: int = 1 << 60, *, until: int | None = None, until_decision: bool = False
    ) -> Reference:
        """Run to the end, or until something asked for.

        Parameters
        ----------
        stop : int
            Stop when this many events have happened in all.
        until : int, optional
            Stop before the first event later than this [ms]; the horizon stays what it is.
        until_decision : bool
            Stop after an event that opened work to a person.

        Returns
        -------
        run : Reference
            This run.
        """
        horizon = self.until if until is None else min(self.until, until)
        self.has_decision = False
        try:
            if not self.has_begun:
                self.begin()
            while self.heap and self.events < stop:
                if until_decision and self.has_decision:
                    break
                time, kind, seq, what = self.heap[0]
                if time > horizon:
                    self.rule("EVENT-4")
                    break
                heappop(self.heap)
                if (kind == codes.E_WORK and what.end_seq != seq) or (
                    kind == codes.E_DEADLINE and what.deadline_seq != seq
                ):
                    self.rule("TIME-3")
                    continue
                if time != self.now:
                    self.rule("TIME-1")
                    self.settles = 0
                else:
                    self.rule("TIME-2")
                self.now = time
                self.events += 1
                if kind == codes.E_WORK:
                    what.end_seq = 0
                    self.finish(what)
                elif kind == codes.E_ARRIVAL:
                    self.arrival(what)
                elif kind == codes.E_COMMAND:
                    self.command()
                else:
                    self.late(what)
                self.settle()
        except Fault as fault:
            self.rule("FAULT-1")
            code, place = fault.args
            if code == codes.F_SETTLES:
                self.rule("FAULT-4")
            else:
                self.rule("FAULT-2" if place > 0 else "FAULT-3")
            self.fault = (code, place)
        return self

    def measures(self) -> list[float]:
        """Values of the measures now, integrals run on to the horizon if there is one (VALUE-4)."""
        t = self.until if self.until < codes.FOREVER else self.now
        cells = self.cells
        self.cells = list(cells)
        for k, (cell, accumulator) in enumerate(self.net.integrals):
            self.cells[accumulator] += cells[cell] * float(t - self.integral_at[k])
        try:
            values = [0.0 if f is None else f(self, None, 0.0) for f in self.model.measures]
        except Fault as fault:
            code, place = fault.args
            if self.fault[0] == 0:
                self.fault = (code, place)
            values = [0.0] * len(self.model.measures)
        finally:
            self.cells = cells
        return values

    def handed_over(self) -> list[float]:
        """Values that the run hands to another net, in the order of ``net.carry_cells``."""
        self.rule("CARRY-2")
        return [self.cells[cell] for cell in self.net.carry_cells]

    def state(self) -> dict[str, Any]:
        """Canonical state (STATE-1); see `tateyoko.engine.reference_state`."""
        return state_of(self)

    def load(self, state: dict[str, Any]) -> Reference:
        """Take over a canonical state, of either engine."""
        return load_into(self, state)
