"""The life of a job: birth, the visit to a step, claims, picks and pauses, work, route, end.

Rule ids are those of docs/explanation/semantics.md; see `tateyoko.engine.reference`.
"""

from __future__ import annotations

import math
from typing import Any

from tateyoko.engine import dice
from tateyoko.engine.reference_code import Fault
from tateyoko.engine.reference_model import StepModel
from tateyoko.engine.reference_run import Job, RunState
from tateyoko.engine.sojourn import bin_of
from tateyoko.net import codes
from tateyoko.net.codes import (
    GUARDED,
    LEVELS,
    MOVING,
    NEVER,
    OPENED,
    QUEUED,
    SEATS_PER_CLAIM,
    WORKING,
    at_seat,
    at_step,
)

GONE = 0
ENTER, CLAIM, CANCEL, CANCEL_GROUP, CANCEL_ABOUT = range(5)
_SMALLEST_WORK = 1e-6
_FIRST_OF_FURTHER_PICKS, _LAST_PICK_CHANNEL = 3, 60


class Visits(RunState):
    """A run in which jobs live."""

    def run_program(self, program: Any, job: Job) -> None:
        """Run a program, then what it left for its end."""
        for what, *args in program(self, job, job.attrs[0]):
            self.rule("PROG-2")
            if what == "mark":
                self.row(codes.MARK, args[0], job.id, self.cells[args[0] + 2])
            elif what == "spawn":
                self.spawn(job, *args)
            elif what == "cancel":
                self.agenda.append((CANCEL, job, job.serial, None))
            elif what == "cancel_group":
                self.agenda.append((CANCEL_GROUP, job, job.serial, args[0]))
            elif what == "cancel_about":
                self.agenda.append((CANCEL_ABOUT, None, args[0], args[1]))
            else:
                for z in [z for z in job.kept if args[0] < 0 or z == args[0]]:
                    job.kept.remove(z)
                    self.release(z, job)

    # ---- the life of a job

    def birth(
        self, type_ix: int, name: int, about: float, parent: Job | None = None, spawn: int = -1
    ) -> None:
        """Make a job and put its entry into the first step on the agenda."""
        self.rule("JOB-1")
        self.rule("JOB-2")
        job = Job(name, type_ix, parent, spawn, self.tick(), self.now)
        job.attrs[0] = float(about)
        (parent.children if parent is not None else self.world).append(job)
        self.row(codes.BORN, type_ix, job.id, about)
        self.agenda.append((ENTER, job, job.serial, self.model.types[type_ix].first))

    def spawn(self, job: Job, spawn_ix: int, number: int, first: int) -> None:
        """Make children, or jobs without a parent, about first, first + 1, ..."""
        self.rule("JOB-3")
        spawn = self.model.spawns[spawn_ix]
        for element in range(first, first + number):
            name = dice.name_of(job.name, spawn.tag, job.visit << 32 | element)
            if spawn.alive >= 0:
                job.attrs[spawn.alive] += 1.0
                self.birth(spawn.type, name, element, job, spawn_ix)
            else:
                self.birth(spawn.type, name, element)

    def end(self, job: Job) -> None:
        """End a job that has come to its end."""
        self.rule("JOB-4")
        self.row(codes.ENDED, job.type, job.id)
        kind = self.model.types[job.type]
        statistics = kind.statistics
        lived = float(self.now - job.born)
        self.write(statistics, self.cells[statistics] + 1.0)
        self.write(statistics + 1, self.cells[statistics + 1] + lived)
        self.write(statistics + 2, max(self.cells[statistics + 2], lived))
        if kind.bins >= 0:
            self.rule("VALUE-6")
            self.cells[kind.bins + bin_of(self.now - job.born)] += 1.0
        self.bury(job)
        if job.parent is not None:
            job.parent.attrs[self.model.spawns[job.spawn].returned] += 1.0
            self.touch(job.parent)

    def cancel(self, job: Job) -> None:
        """End a job and its descendants, parents first."""
        self.rule("JOB-5")
        self.row(codes.CANCEL, job.step, job.id)
        self.leave(job)
        self.bury(job)
        if job.parent is not None and job.parent.phase != GONE:
            self.touch(job.parent)

    def bury(self, job: Job) -> None:
        """Do what end and cancel have in common."""
        for z in job.kept:
            self.release(z, job)
        job.kept = []
        job.phase, job.serial, job.end_seq, job.deadline_seq = GONE, 0, 0, 0
        for child in list(job.children):
            self.cancel(child)
        parent = job.parent
        (parent.children if parent is not None else self.world).remove(job)
        if parent is not None and parent.phase != GONE:
            parent.attrs[self.model.spawns[job.spawn].alive] -= 1.0

    def leave(self, job: Job) -> None:
        """Take the job out of the list it is in and free the seats of its claim."""
        step = self.steps[job.step]
        if job.phase == GUARDED:
            self.guarded[job.step].remove(job)
        elif job.phase == QUEUED:
            self.unqueue(job)
        elif job.phase in (WORKING, OPENED):
            if step.pace is not None and job.phase == WORKING:
                self.working[job.step].remove(job)
            self.give_back(job, step)
        job.phase, job.end_seq, job.deadline_seq = MOVING, 0, 0

    def go(self, job: Job, target: int) -> None:
        """Send the job to a step, or to its end."""
        job.phase, job.end_seq, job.deadline_seq = MOVING, 0, 0
        self.agenda.append((ENTER, job, job.serial, target))

    # ---- a visit to a step

    def enter(self, job: Job, target: int) -> None:
        """Enter a step: visit number, patience, level, guard."""
        step = self.steps[target]
        job.step = target
        visit = job.visit = job.visits.get(step.local, 0)
        if visit >= codes.MAX_VISITS:
            raise Fault(codes.F_VISITS, at_step(target))
        job.visits[step.local] = visit + 1
        job.asked, job.resume = self.now, False
        if step.patience is not None:
            self.rule("STEP-1")
            patience = step.patience(self, job, 0.0)
            if patience < 0.0:
                raise Fault(codes.F_NEGATIVE, at_step(target))
            job.deadline = self.now + math.ceil(min(patience, float(NEVER)))
            job.deadline_seq = self.schedule_event(job.deadline, codes.E_DEADLINE, job)
        if step.level is None:
            job.level = 0
        else:
            self.rule("STEP-2")
            job.level = int(min(max(step.level(self, job, 0.0), 0.0), LEVELS - 1.0))
        if step.when is None or self.holds(step.when, job):
            self.claim(job)
        else:
            self.wait(job)

    def wait(self, job: Job) -> None:
        """Wait for the guard, outside every queue."""
        self.rule("STEP-3")
        job.phase, job.order = GUARDED, self.tick()
        self.guarded[job.step].append(job)
        self.row(codes.WAIT, job.step, job.id)

    def claim(self, job: Job) -> None:
        """Claim the step's seats: start, be missed, or queue."""
        step = self.steps[job.step]
        if not step.groups:
            self.rule("CLAIM-1")
            self.start(job, step)
            return
        cells, queue0 = self.cells, self.queue0
        mine = job.mine = step.seats or self.claimed_seats(job, step, evaluate=True)
        if not any([cells[queue0 + z] for z in mine]):
            chosen = self.choose(job, step)
            if chosen is not None:
                self.rule("CLAIM-3")
                self.take(job, step, chosen)
                self.start(job, step)
                return
        if any([cells[queue0 + z] >= self.specs[z].tray for z in mine]):
            self.rule("CLAIM-4")
            self.row(codes.MISSED, job.step, job.id)
            self.go(job, step.missed)
            return
        self.rule("CLAIM-5")
        job.phase, job.order = QUEUED, self.tick()
        self.row(codes.QUEUE, job.step, job.id, job.level)
        for z in mine:
            self.seats[z].waiting[job.level].append(job)
            self.seats[z].firm += step.firm
            self.write(queue0 + z, cells[queue0 + z] + 1.0)
            if self.specs[z].pre_empt or self.room(z) > 0:
                self.make_dirty(self.model.pick0 + z)

    def claimed_seats(self, job: Job, step: StepModel, *, evaluate: bool = False) -> list[int]:
        """Seats that a claim with an index may take, each once."""
        mine: list[int] = []
        for group in step.groups:
            seats = group.seats
            if group.index is not None:
                self.rule("CLAIM-2")
                if evaluate:
                    index = group.index(self, job, 0.0)
                    if not 0.0 <= index < len(seats):
                        raise Fault(codes.F_INDEX, at_step(job.step))
                    job.index = int(index)
                seats = [seats[job.index]]
            mine += [z for z in seats if z not in mine]
        return mine

    def choose(self, job: Job, step: StepModel, *, pausing: bool = False) -> list[int] | None:
        """Seats that would meet the whole claim now, or None.

        With `pausing`, a job that may be paused counts as room on a pre-emptible seat (PICK-5).
        """
        chosen: list[int] = []
        if step.seat1 >= 0:
            z = step.seat1
            if self.room(z) + (pausing and self.can_pause(z, job.level)) <= 0:
                return None
            chosen = [z]
        else:
            self.rule("CLAIM-6")
            for group in step.groups:
                seats = [group.seats[job.index]] if group.index is not None else group.seats
                if group.prefer is not None:
                    costs = [group.prefer(self, job, float(i)) for i in range(len(seats))]
                    seats = [seats[i] for i in sorted(range(len(seats)), key=costs.__getitem__)]
                got = 0
                for z in seats:
                    room = self.room(z) + (pausing and self.can_pause(z, job.level))
                    if room - chosen.count(z) > 0:
                        chosen.append(z)
                        got += 1
                        if got == group.k:
                            break
                if got < group.k:
                    return None
        if job.phase == QUEUED:
            for z in chosen:
                if self.seats[z].firm and self.is_behind_firm(job, z):
                    self.rule("CLAIM-7")
                    return None
        return chosen

    def is_behind_firm(self, job: Job, z: int) -> bool:
        """Whether a firm job stands ahead on the seat's list."""
        for other in self.seats[z].jobs():
            if other is job:
                return False
            if self.steps[other.step].firm:
                return True
        return False

    def take(self, job: Job, step: StepModel, chosen: list[int]) -> None:
        """Occupy seats."""
        job.held = chosen
        for z in chosen:
            self.write(self.busy0 + z, self.cells[self.busy0 + z] + 1.0)
        if step.seat1 >= 0 and self.specs[step.seat1].pauses:
            self.seats[step.seat1].holders.append(job)

    def give_back(self, job: Job, step: StepModel) -> None:
        """Free the seats of the claim."""
        self.forget_holder(job, step)
        for z in job.held:
            self.release(z, job)
        job.held = []

    def forget_holder(self, job: Job, step: StepModel) -> None:
        """Note that the job can no longer be paused."""
        if step.seat1 >= 0 and self.specs[step.seat1].pauses:
            self.seats[step.seat1].holders.remove(job)

    def release(self, z: int, job: Job) -> None:
        """Free one seat; its next pick uses the dice of this visit."""
        self.rule("SEAT-3")
        self.write(self.busy0 + z, self.cells[self.busy0 + z] - 1.0)
        self.seats[z].dice = (job.name, self.steps[job.step].luck, job.visit, 0)
        if self.cells[self.queue0 + z] and self.room(z) > 0:
            self.make_dirty(self.model.pick0 + z)

    def unqueue(self, job: Job) -> None:
        """Take the job off all its lists."""
        firm = self.steps[job.step].firm
        cells, queue0 = self.cells, self.queue0
        for z in job.mine:
            seat = self.seats[z]
            seat.waiting[job.level].remove(job)
            self.write(queue0 + z, cells[queue0 + z] - 1.0)
            if firm:
                seat.firm -= 1
                if cells[queue0 + z] and self.room(z) > 0:
                    self.rule("CLAIM-8")
                    self.make_dirty(self.model.pick0 + z)

    def start(self, job: Job, step: StepModel) -> None:
        """Start, or resume, the work."""
        job.phase, job.order, job.since = WORKING, self.tick(), self.now
        if job.resume:
            self.rule("PICK-4")
            job.resume = False
            self.row(codes.RESUME, job.step, job.id, job.left)
        else:
            self.rule("STEP-4")
            if not step.whole_step:
                job.deadline_seq = 0
            self.row(codes.START, job.step, job.id)
            uniform = job.u = 0.0
            if step.block:
                self.rule("DICE-3")
                uniform, job.u = self.block(job.name, step.luck, job.visit << 16)
            if step.start is not None:
                self.run_program(step.start, job)
            if step.open is not None and step.open(self, job, 0.0) == 1.0:
                self.rule("STEP-6")
                job.phase = OPENED
                self.has_decision = True
                self.row(codes.OPEN, job.step, job.id)
                return
            if step.work < 0:
                self.rule("STEP-5")
                self.finish(job)
                return
            cells, (a, b, c) = self.cells, step.parameters
            job.left = dice.sample(step.work, cells[a], cells[b], cells[c], uniform)
            job.factor = 1.0
            if step.factor is not None:
                job.factor = step.factor(self, job, 0.0)
                job.left = job.left * job.factor
            if job.left != job.left:
                raise Fault(codes.F_NAN, at_step(job.step))
            if job.left < 0.0:
                raise Fault(codes.F_NEGATIVE, at_step(job.step))
            job.done = 0.0
        job.pace = 1.0
        if step.pace is not None:
            self.working[job.step].append(job)
            job.pace = step.pace(self, job, 0.0)
            if job.pace < 0.0:
                raise Fault(codes.F_NEGATIVE, at_step(job.step))
        self.schedule_end(job, step)

    def schedule_end(self, job: Job, step: StepModel) -> None:
        """Schedule the end of the work at the present pace."""
        job.end_seq = 0
        if not (job.pace > 0.0 and job.left < job.pace * NEVER):
            self.rule("WORK-2")
            return
        if step.calendar >= 0:
            calendar = self.model.calendars[step.calendar]
            if job.left * (calendar.period / calendar.total) >= NEVER:
                self.rule("WORK-2")
                return
        self.rule("WORK-1")
        work = math.ceil(job.left / job.pace)
        if step.calendar >= 0:
            job.end_time = self.through(step.calendar, self.now, work)
        else:
            job.end_time = self.now + work
        job.end_seq = self.schedule_event(job.end_time, codes.E_WORK, job)

    def consume(self, job: Job) -> None:
        """Bring the work left, and done, up to date."""
        self.rule("WORK-3")
        amount = self.work_since(job)
        job.left = job.left - amount
        job.done = job.done + amount
        if job.left < _SMALLEST_WORK:
            job.left = 0.0
        job.since = self.now

    def work_since(self, job: Job) -> float:
        """Work done since the last change of pace."""
        calendar = self.steps[job.step].calendar
        if calendar >= 0:
            return float(self.open_time(calendar, self.now) - self.open_time(calendar, job.since))
        return float(self.now - job.since) * job.pace

    def finish(self, job: Job, way: int = -1) -> None:
        """Finish the visit and leave, by a chosen way or by the route."""
        self.rule("STEP-7")
        step = self.steps[job.step]
        self.row(codes.FINISH, job.step, job.id)
        if step.pace is not None and job.phase == WORKING and step.work >= 0:
            self.working[job.step].remove(job)
        if step.finish is not None:
            self.run_program(step.finish, job)
        if step.keep:
            self.forget_holder(job, step)
            if len(job.kept) + len(job.held) > SEATS_PER_CLAIM:
                raise Fault(codes.F_POOL, at_step(job.step))
            job.kept += job.held
            job.held = []
        elif job.held:
            self.give_back(job, step)
        self.go(job, step.ways[way].target if way >= 0 else self.route(job, step))

    def route(self, job: Job, step: StepModel) -> int:
        """Where the job goes next."""
        ways = step.ways
        if len(ways) == 1 and ways[0].guard is None:
            return ways[0].target
        self.rule("STEP-8")
        weighted = []
        for way in ways:
            if way.guard is not None and self.holds(way.guard, job):
                return way.target
            if way.weight is not None:
                weighted.append(way)
        if len(weighted) < 2:
            return weighted[0].target if weighted else codes.END
        weights = [way.weight(self, job, 0.0) for way in weighted if way.weight is not None]
        total = self.total_weight(weights, at_step(job.step))
        if not total > 0.0:
            raise Fault(codes.F_NEGATIVE, at_step(job.step))
        return weighted[_by_weight(weights, job.u * total)].target

    def total_weight(self, weights: list[float], place: int) -> float:
        """Sum in written order; no weight may be negative."""
        total = 0.0
        for weight in weights:
            if weight < 0.0:
                raise Fault(codes.F_NEGATIVE, place)
            total += weight
        return total

    # ---- picks and pauses

    def pick(self, z: int) -> None:
        """Start one job that waits for the seat and may start."""
        seat, spec = self.seats[z], self.specs[z]
        if self.room(z) <= 0 and not spec.pre_empt:
            return
        found: list[Job] = []
        for waiting in seat.waiting:
            if not waiting:
                continue
            for job in list(waiting):
                step = self.steps[job.step]
                if self.choose(job, step) is None and self.choose(job, step, pausing=True) is None:
                    continue
                if not job.resume and step.when is not None and not self.holds(step.when, job):
                    self.rule("PICK-3")
                    self.unqueue(job)
                    if step.void == codes.WAIT_AGAIN:
                        job.phase = MOVING
                        self.wait(job)
                    else:
                        self.row(codes.VOID, job.step, job.id)
                        self.go(job, step.void)
                    continue
                found.append(job)
                if spec.pick == 0:
                    break
            if found:
                break
        if not found:
            return
        self.rule("PICK-1")
        job = found[0] if len(found) == 1 else self.drawn_job(z, found)
        step = self.steps[job.step]
        chosen = self.choose(job, step)
        if chosen is None:
            self.rule("PICK-5")
            chosen = self.choose(job, step, pausing=True)
            assert chosen is not None
            for i, y in enumerate(chosen):
                if self.room(y) - chosen[:i].count(y) <= 0:
                    victim = self.victim(y, job.level)
                    assert victim is not None
                    self.pause(victim, y)
        self.unqueue(job)
        self.take(job, step, chosen)
        if self.cells[self.queue0 + z] and (spec.pre_empt or self.room(z) > 0):
            self.make_dirty(self.model.pick0 + z)
        self.start(job, step)

    def drawn_job(self, z: int, found: list[Job]) -> Job:
        """One of several jobs, by the seat's pick rule and dice."""
        self.rule("PICK-2")
        self.rule("DICE-5")
        spec, seat = self.specs[z], self.seats[z]
        name, luck, visit, picks = seat.dice
        seat.dice = (name, luck, visit, picks + 1)
        if spec.weight is None:
            weights = [1.0] * len(found)
        else:
            weights = [spec.weight(self, job, float(z)) for job in found]
        total = self.total_weight(weights, at_seat(z))
        channel = 1 if picks == 0 else _FIRST_OF_FURTHER_PICKS + min(picks, _LAST_PICK_CHANNEL)
        return found[_by_weight(weights, self.block(name, luck, visit << 16 | channel)[0] * total)]

    def can_pause(self, z: int, level: int) -> bool:
        """Whether somebody of a worse level may be paused for this level."""
        return self.specs[z].pre_empt and self.victim(z, level) is not None

    def victim(self, z: int, level: int) -> Job | None:
        """Who is paused first: worst level, then latest start."""
        best: Job | None = None
        for job in self.seats[z].holders:
            if job.phase != WORKING or job.level <= level:
                continue
            if best is None or (job.level, job.order) > (best.level, best.order):
                best = job
        return best

    def pause(self, job: Job, z: int) -> None:
        """Stop the work, give up the seat, wait at the head of the level."""
        self.rule("PICK-6")
        step = self.steps[job.step]
        self.consume(job)
        job.end_seq = 0
        if step.pace is not None:
            self.working[job.step].remove(job)
        self.forget_holder(job, step)
        job.held, job.mine = [], [z]
        job.phase, job.resume, job.order = QUEUED, True, -self.tick()
        self.write(self.busy0 + z, self.cells[self.busy0 + z] - 1.0)
        self.write(self.queue0 + z, self.cells[self.queue0 + z] + 1.0)
        self.seats[z].waiting[job.level].insert(0, job)
        self.seats[z].firm += step.firm
        self.row(codes.PAUSE, job.step, job.id, job.left)


def _by_weight(weights: list[float], x: float) -> int:
    """Index where the running sum passes x."""
    running = 0.0
    for i, weight in enumerate(weights):
        running += weight
        if x < running:
            return i
    return len(weights) - 1
