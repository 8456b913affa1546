"""What a post can see of a state, put into another history of all else (FORK-4, FORK-5).

The result is made of visible things and of a run that shares nothing with the real one. Numbers
that carry an order (births, list entries, events) are replaced by ranks, so that they do not count
what the post did not see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tateyoko.engine import dice
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model
from tateyoko.net.codes import OPENED, QUEUED, WORKING
from tateyoko.net.distributions import CONST
from tateyoko.net.elements import View
from tateyoko.net.naming import key64

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
        Canonical state: what is seen, within the other history.
    streams : frozenset of int
        Streams whose jobs the post sees; their next candidates are still to be drawn.
    watchers : frozenset of int
        Watchers whose jobs the post does not see.
    missing : tuple of Missing
        Unseen children that start again.
    """

    state: State
    streams: frozenset[int]
    watchers: frozenset[int]
    missing: tuple[Missing, ...]

    def restart(self, run: Reference) -> None:
        """Bring capacities and watchers in line with the facts; start unseen children again."""
        for z, spec in enumerate(run.model.seats):
            if spec.capacity is not None:
                capacity = dice.whole(spec.capacity(run, None, 0.0))
                run.cells[run.capacity0 + z] = max(capacity, 0.0)
        for w, watcher in enumerate(run.model.watchers):
            for i in range(watcher.over if w not in self.watchers else 0):
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
        for d in (*range(model.watch0), *(model.watch0 + w for w in sorted(self.watchers))):
            run.make_dirty(d)
        run.settle()
        run.settles = 0


def seen_by_post(
    model: Model, state: State, view: View, history: State, hidden: Mapping[int, float]
) -> Seen:
    """Put what a view shows of a state into another history.

    Visible are parameters and what is computed from them, the view's cells, jobs of the view's
    types whose ancestors are visible too (with their attributes, visits and the work done so far),
    and how many candidates a stream of visible jobs has had. All else is that of the other history;
    a seat's counts are those of the jobs that result.

    Parameters
    ----------
    model : Model
        The net.
    state : dict
        Canonical state, with the work done brought up to date.
    view : View
        What the post knows.
    history : dict
        Canonical state, at the same time, of a run that shares nothing with the real one but the
        parameters.
    hidden : dict
        Hidden facts as they have been drawn, by cell.
    """
    net = model.net
    types = {net.type_ix[name] for name in view.jobs}
    jobs = _visible_jobs(state["jobs"], types)
    by_name = {job["name"]: job for job in jobs}
    missing = tuple(_missing_children(model, jobs, by_name))
    highest = _renumber(jobs)
    shown = {job["name"] for job in _visible_jobs(history["jobs"], types)}
    jobs += _unseen_jobs(history["jobs"], shown, highest)
    visible = {net.cell_of[name] for name in (*view.values, *view.questions.values())}
    cells = list(history["cells"])
    for cell in visible:
        cells[cell] = state["cells"][cell]
    for cell, value in hidden.items():
        cells[cell] = value
    _count_seats(net, cells, jobs)
    streams = frozenset(i for i, stream in enumerate(model.streams) if stream.type in types)
    out: State = {
        **history,
        "now": state["now"],
        "seq": history["seq"] + highest + len(state["streams"]),
        "events": 0,
        "settles": 0,
        "cells": cells,
        "streams": [
            _seen_stream(model, i, entry, history["seq"] + highest + 1 + i)
            if i in streams
            else _shifted_stream(history["streams"][i], highest)
            for i, entry in enumerate(state["streams"])
        ],
        "watches": _watches(model, state, history, types),
        "jobs": sorted(jobs, key=lambda job: (job["name"], job["serial"])),
    }
    watchers = frozenset(w for w, x in enumerate(model.watchers) if x.type not in types)
    return Seen(out, streams, watchers, missing)


def _unseen_jobs(jobs: list[State], shown: set[int], highest: int) -> list[State]:
    """Copy the jobs of the other history that stand outside the view, numbered after the rest."""
    out: dict[int, State] = {}
    under = set(shown)
    for job in sorted(jobs, key=lambda job: int(job["serial"])):
        if job["name"] in shown or (job["spawn"] >= 0 and job["parent"] in under):
            under.add(job["name"])
            continue
        copy = dict(job)
        copy["serial"] += highest
        copy["order"] += highest if job["order"] >= 0 else -highest
        for number in ("end_seq", "deadline_seq"):
            copy[number] += highest if job[number] else 0
        out[job["name"]] = copy
    return list(out.values())


def _shifted_stream(entry: tuple[int, int, int, int], highest: int) -> tuple[int, int, int, int]:
    following, at, seq, since = entry
    return following, at, seq + highest if seq else 0, since


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


def _count_seats(net: Compiled, cells: list[float], jobs: list[State]) -> None:
    """Have the counts of seats agree with the jobs that are left."""
    for z in range(len(net.seats)):
        cells[net.queue0 + z] = cells[net.busy0 + z] = 0.0
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


def _watches(
    model: Model, state: State, history: State, types: set[int]
) -> list[tuple[float, int]]:
    """Keep the counts of watchers whose jobs the post sees; others are those of the history."""
    out: list[tuple[float, int]] = []
    for watcher in model.watchers:
        for k in range(watcher.last, watcher.last + watcher.over):
            if watcher.type in types:
                out.append((0.0, state["watches"][k][1]))
            else:
                out.append(history["watches"][k])
    return out


def hidden_facts(net: Compiled, view: View) -> dict[int, Hidden]:
    """Return hidden facts that a view does not show: key of the dice, log-odds' cell, prior."""
    visible = {net.cell_of[name] for name in view.values}
    out: dict[int, Hidden] = {}
    for hidden in net.hidden:
        if hidden.cell in visible:
            continue
        belief = view.questions.get(hidden.question) if hidden.question else None
        cell = None if belief is None else net.cell_of[belief]
        out[hidden.cell] = (key64(f"hidden {hidden.id}"), cell, hidden.prior)
    return out
