"""Canonical states of a run (STATE-1): plain dictionaries that both engines write and read.

Jobs stand in order of their names. Lists, the heap and the agenda are not part of a state: the
first two are rebuilt from order and sequence numbers, and between two events the agenda is empty.
"""

from __future__ import annotations

from heapq import heappush
from typing import TYPE_CHECKING, Any

from tateyoko.engine.reference_run import Job
from tateyoko.net import codes
from tateyoko.net.codes import GUARDED, OPENED, QUEUED, WORKING
from tateyoko.net.naming import MASK_64, signed

if TYPE_CHECKING:
    from tateyoko.engine.reference import Reference

_PLAIN = (
    "type",
    "step",
    "phase",
    "level",
    "visit",
    "serial",
    "order",
    "asked",
    "born",
    "since",
    "left",
    "pace",
    "done",
    "factor",
    "u",
    "end_time",
    "end_seq",
    "deadline",
    "deadline_seq",
    "index",
    "spawn",
)


def state_of(run: Reference) -> dict[str, Any]:
    """Return the canonical state of a run that stands between two events."""
    run.rule("STATE-1")
    jobs = [_job_state(job) for job in run.jobs()]
    jobs.sort(key=lambda job: (job["name"], job["serial"]))
    return {
        "now": run.now,
        "seq": run.seq,
        "events": run.events,
        "settles": run.settles,
        "cursor": run.cursor,
        "root": signed(run.root),
        "facts": signed(run.facts),
        "cells": list(run.cells),
        "seats": [((signed(s.dice[0]), *s.dice[1:]), s.changes) for s in run.seats],
        "streams": [
            (following, at if seq else 0, seq, since if seq else 0)
            for following, at, seq, since in zip(
                run.stream_next, run.stream_at, run.stream_seq, run.stream_since, strict=True
            )
        ],
        "watches": list(zip(run.watch_last, run.watch_count, strict=True)),
        "integral_at": list(run.integral_at),
        "jobs": jobs,
    }


def _job_state(job: Job) -> dict[str, Any]:
    """Return one job; what has no meaning where it stands has its neutral value."""
    out: dict[str, Any] = {name: getattr(job, name) for name in _PLAIN}
    out.update(
        name=job.id,
        parent=job.parent.id if job.parent is not None else 0,
        resume=bool(job.resume),
        held=list(job.held),
        kept=list(job.kept),
        attrs=list(job.attrs),
        visits=sorted((local, n) for local, n in job.visits.items() if n),
    )
    if not job.end_seq:
        out["end_time"] = 0
    if not job.deadline_seq:
        out["deadline"] = 0
    if job.phase != WORKING and not job.resume:
        out.update(left=0.0, pace=1.0, done=0.0, factor=1.0)
        if job.phase != OPENED:
            out.update(since=0, u=0.0)
    return out


def load_into(run: Reference, state: dict[str, Any]) -> Reference:
    """Have a new run take over a canonical state."""
    run.rule("STATE-1")
    run.has_begun = True
    for name in ("now", "seq", "events", "settles", "cursor"):
        setattr(run, name, state[name])
    run.set_roots(state["root"], state["facts"])
    run.cells, run.integral_at = list(state["cells"]), list(state["integral_at"])
    for seat, (seat_dice, changes) in zip(run.seats, state["seats"], strict=True):
        name, luck, visit, picks = seat_dice
        seat.dice, seat.changes = (name & MASK_64, luck, visit, picks), changes
    run.watch_last = [last for last, _ in state["watches"]]
    run.watch_count = [count for _, count in state["watches"]]
    for i, (following, at, seq, since) in enumerate(state["streams"]):
        run.stream_next[i], run.stream_at[i] = following, at
        run.stream_seq[i], run.stream_since[i] = seq, since
        if seq:
            heappush(run.heap, (at, codes.E_ARRIVAL, seq, i))
    run.await_command()
    _load_jobs(run, state["jobs"])
    return run


def _load_jobs(run: Reference, jobs: list[dict[str, Any]]) -> None:
    by_name: dict[int, Job] = {}
    for item in sorted(jobs, key=lambda job: int(job["serial"])):
        parent = by_name[item["parent"]] if item["spawn"] >= 0 else None
        job = Job(
            item["name"] & MASK_64,
            item["type"],
            parent,
            item["spawn"],
            item["serial"],
            item["born"],
        )
        by_name[item["name"]] = job
        for name in _PLAIN:
            setattr(job, name, item[name])
        job.resume = item["resume"]
        job.held, job.kept = list(item["held"]), list(item["kept"])
        job.attrs, job.visits = list(item["attrs"]), dict(item["visits"])
        (parent.children if parent is not None else run.world).append(job)
        if job.end_seq:
            heappush(run.heap, (job.end_time, codes.E_WORK, job.end_seq, job))
        if job.deadline_seq:
            heappush(run.heap, (job.deadline, codes.E_DEADLINE, job.deadline_seq, job))
    for job in sorted(by_name.values(), key=lambda job: job.order):
        step = run.steps[job.step]
        if job.phase == GUARDED:
            run.guarded[job.step].append(job)
        elif job.phase == QUEUED:
            job.mine = step.seats or run.claimed_seats(job, step)
            for z in job.mine:
                run.seats[z].waiting[job.level].append(job)
                run.seats[z].firm += step.firm
        elif job.phase in (WORKING, OPENED):
            if job.phase == WORKING and step.pace is not None:
                run.working[job.step].append(job)
            if step.seat1 >= 0 and run.specs[step.seat1].pauses:
                run.seats[step.seat1].holders.append(job)
