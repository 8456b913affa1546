"""What a post can see of a state, rebuilt so that nothing else shows (FORK-4, FORK-5).

The result is made of visible things only. Numbers that carry an order (births, list entries,
events) are replaced by ranks, so that they do not count what the post did not see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tateyoko.engine import dice
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model
from tateyoko.net.codes import OPENED, QUEUED, WORKING
from tateyoko.net.distributions import CONST
from tateyoko.net.elements import View
from tateyoko.net.naming import key64, signed

if TYPE_CHECKING:
    from tateyoko.net.compiled import Compiled

State = dict[str, Any]
Hidden = tuple[int, int | None, tuple[int, tuple[int, int, int]] | None]

#: Elements of restarted children start here, so that they share no name with visible ones.
RESTARTED = 1 << 30


@dataclass(frozen=True, slots=True)
class Missing:
    """Children of a job that live, though the post does not see them."""

    parent: int  # name
    spawn: int
    number: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A state as a post sees it.

    Attributes
    ----------
    state : dict
        Canonical state without anything unseen; roots are still to be set.
    hidden : dict
        Cell of each hidden fact -> key of its dice, cell of the post's log-odds, prior.
    streams : frozenset of int
        Streams that the post does not see.
    missing : tuple of Missing
        Unseen children that start again.
    """

    state: State
    hidden: dict[int, Hidden]
    streams: frozenset[int]
    missing: tuple[Missing, ...]

    def restart(self, run: Reference) -> None:
        """Bring capacities and watchers in line with the facts; start unseen children again."""
        for z, spec in enumerate(run.model.seats):
            if spec.capacity is not None:
                capacity = dice.whole(spec.capacity(run, None, 0.0))
                run.cells[run.capacity0 + z] = max(capacity, 0.0)
        for watcher in run.model.watchers:
            for i in range(watcher.over):
                run.watch_last[watcher.last + i] = watcher.when(run, None, float(i))
        for missing in self.missing:
            parent = run.job_named(missing.parent)
            assert parent is not None
            spawn = run.model.spawns[missing.spawn]
            for k in range(missing.number):
                key = parent.visit << 32 | (RESTARTED + k)
                run.birth(
                    spawn.type, dice.name_of(parent.name, spawn.tag, key), k, parent, missing.spawn
                )

    def settle(self, run: Reference) -> None:
        """Work off what follows from the facts as they now are."""
        model = run.model
        for d in range(model.watch0):
            run.make_dirty(d)
        run.settle()
        run.settles = 0


def seen_by_post(model: Model, state: State, view: View) -> Seen:
    """Rebuild a state from what a view shows.

    Visible are parameters and what is computed from them, the view's cells, jobs of the view's
    types whose ancestors are visible too (with their attributes, visits and the work done so far),
    and how many candidates a stream of visible jobs has had. All else takes its value at time 0; a
    seat's counts are those of the jobs that are left.

    Parameters
    ----------
    model : Model
        The net.
    state : dict
        Canonical state.
    view : View
        What the post knows.
    """
    net = model.net
    types = {net.type_ix[name] for name in view.jobs}
    jobs = _visible_jobs(state["jobs"], types)
    names = {job["name"] for job in jobs}
    by_name = {job["name"]: job for job in jobs}
    missing = tuple(_missing_children(model, jobs, by_name))
    visible = {net.cell_of[name] for name in (*view.values, *view.questions.values())}
    cells = _visible_cells(model, state, visible)
    _count_seats(net, cells, jobs)
    streams = frozenset(i for i, stream in enumerate(model.streams) if stream.type not in types)
    highest = _renumber(jobs)
    out: State = {
        "now": state["now"],
        "seq": highest + len(state["streams"]),
        "events": 0,
        "settles": 0,
        "cursor": 0,
        "root": 0,
        "facts": 0,
        "cells": cells,
        "seats": [((signed(seat.key), 0, 0, 0), 0) for seat in net.seats],
        "streams": [
            (0, 0, 0, 0) if i in streams else _seen_stream(model, i, entry, highest + 1 + i)
            for i, entry in enumerate(state["streams"])
        ],
        "watches": _watches(model, state, types),
        "integral_at": [state["now"]] * len(net.integrals),
        "jobs": sorted(jobs, key=lambda job: (job["name"], job["serial"])),
    }
    assert len(names) == len(jobs)
    return Seen(out, _hidden(net, view, visible), streams, missing)


def _visible_jobs(jobs: list[State], types: set[int]) -> list[State]:
    """Copy the jobs of visible types that have no unseen ancestors."""
    kept: dict[int, State] = {}
    for job in sorted(jobs, key=lambda job: int(job["serial"])):
        if job["type"] in types and (job["spawn"] < 0 or job["parent"] in kept):
            kept[job["name"]] = dict(job)
    return list(kept.values())


def _missing_children(model: Model, jobs: list[State], by_name: dict[int, State]) -> list[Missing]:
    """Living children that a job counts and the post does not see."""
    seen: dict[tuple[int, int], int] = {}
    for job in jobs:
        if job["spawn"] >= 0:
            key = (job["parent"], model.spawns[job["spawn"]].alive)
            seen[key] = seen.get(key, 0) + 1
    first: dict[tuple[int, int], int] = {}
    for ix, spawn in enumerate(model.spawns):
        if spawn.alive >= 0:
            parent_type = model.net.types[spawn.type].parent
            first.setdefault((parent_type, spawn.alive), ix)
    out = []
    for name in sorted(by_name):
        job = by_name[name]
        for (parent_type, alive), ix in sorted(first.items()):
            if parent_type == job["type"]:
                number = int(job["attrs"][alive]) - seen.get((name, alive), 0)
                if number > 0:
                    out.append(Missing(name, ix, number))
    return out


def _visible_cells(model: Model, state: State, visible: set[int]) -> list[float]:
    """Cells at time 0 for the parameters of the state, and the visible ones as they are."""
    net = model.net
    start = Reference(model, state["cells"][: net.nparams], trace=False)
    for cell, function in model.derived:
        start.cells[cell] = function(start, None, 0.0)
    cells = list(start.cells)
    for cell in visible:
        cells[cell] = state["cells"][cell]
    return cells


def _count_seats(net: Compiled, cells: list[float], jobs: list[State]) -> None:
    """Have the counts of seats agree with the jobs that are left."""
    for z in range(len(net.seats)):
        cells[net.queue0 + z] = cells[net.busy0 + z] = cells[net.capacity0 + z] = 0.0
    for job in jobs:
        for z in (*job["held"], *job["kept"]):
            cells[net.busy0 + z] += 1.0
        if job["phase"] == QUEUED:
            groups = net.steps[job["step"]].groups
            mine = {
                z
                for group in groups
                for z in (group.seats if group.index < 0 else (group.seats[job["index"]],))
            }
            for z in mine:
                cells[net.queue0 + z] += 1.0


def _renumber(jobs: list[State]) -> int:
    """Replace births, list entries and event numbers by ranks; forget what was drawn."""
    number = 0
    for job in sorted(jobs, key=lambda job: int(job["serial"])):
        number += 1
        job["serial"] = number
    ordered = sorted(jobs, key=lambda job: int(job["order"]))
    ahead = [job for job in ordered if job["order"] < 0]  # paused: at the head of their lists
    for rank, job in enumerate(ahead):
        job["order"] = rank - number - len(ahead)
    behind = ordered[len(ahead) :]
    number += len(ahead)
    for job in behind:
        number += 1
        job["order"] = number
    for job in sorted(jobs, key=lambda job: int(job["deadline_seq"])):
        if job["deadline_seq"]:
            number += 1
            job["deadline_seq"] = number
    for job in jobs:
        job.update(end_time=0, end_seq=0)
        job["u"] = 0.0
        if job["phase"] in (WORKING, OPENED) or job["resume"]:
            job["left"] = 0.0 if job["phase"] == OPENED else float("inf")
    return number


def _seen_stream(
    model: Model, i: int, entry: tuple[int, int, int, int], number: int
) -> tuple[int, int, int, int]:
    """Stream of visible jobs: how many candidates, and when the next one was scheduled."""
    following, at, seq, since = entry
    if not seq:
        return following, 0, 0, 0
    return following, at if model.streams[i].kind == CONST else since, number, since


def _watches(model: Model, state: State, types: set[int]) -> list[tuple[float, int]]:
    """Keep the counts of watchers whose jobs the post sees; others begin again."""
    out = []
    for watcher in model.watchers:
        for i in range(watcher.over):
            _, count = state["watches"][watcher.last + i]
            out.append((0.0, count if watcher.type in types else 0))
    return out


def _hidden(net: Compiled, view: View, visible: set[int]) -> dict[int, Hidden]:
    """Hidden facts that the view does not show, with what they are drawn from."""
    out: dict[int, Hidden] = {}
    for hidden in net.hidden:
        if hidden.cell in visible:
            continue
        belief = view.questions.get(hidden.question) if hidden.question else None
        cell = None if belief is None else net.cell_of[belief]
        out[hidden.cell] = (key64(f"hidden {hidden.id}"), cell, hidden.prior)
    return out
