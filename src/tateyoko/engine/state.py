"""Canonical states of the kernel: out of its memory, into it, and their hash.

A canonical state (STATE-1 in docs/explanation/semantics.md) is a plain dictionary that the
reference writes and reads as well. Jobs stand in order of their names; slots, free lists, lists and
the layout of the events are not part of it: they are rebuilt from order and sequence numbers.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from tateyoko.engine import kernel_layout as layout
from tateyoko.engine.kernel_pack import Memory, PackedNet
from tateyoko.net import codes
from tateyoko.net.codes import GUARDED, OPENED, QUEUED, WORKING
from tateyoko.net.command import Script
from tateyoko.net.compiled import Compiled

State = dict[str, Any]

_REGISTERS = {
    "now": layout.R_NOW,
    "seq": layout.R_SEQ,
    "events": layout.R_EVENTS,
    "settles": layout.R_SETTLES,
    "cursor": layout.R_CURSOR,
    "root": layout.R_KEY,
    "facts": layout.R_FACTS,
}
_INTEGERS = {
    "name": layout.J_NAME,
    "type": layout.J_TYPE,
    "step": layout.J_STEP,
    "phase": layout.J_PHASE,
    "level": layout.J_LEVEL,
    "visit": layout.J_VISIT,
    "serial": layout.J_SERIAL,
    "order": layout.J_ORDER,
    "asked": layout.J_ASKED,
    "born": layout.J_BORN,
    "since": layout.J_SINCE,
    "end_seq": layout.J_ENDSEQ,
    "deadline_seq": layout.J_DEADSEQ,
    "index": layout.J_INDEX,
}
_FLOATS = {
    "left": layout.J_LEFT,
    "pace": layout.J_PACE,
    "done": layout.J_DONE,
    "factor": layout.J_FACTOR,
    "u": layout.J_U,
}
_SEAT_DICE = slice(layout.Z_NAME, layout.Z_PICKS + 1)
_KEY_SHIFT, _SEQ_SHIFT = 61, 24
_SEQ_MASK = (1 << (_KEY_SHIFT - _SEQ_SHIFT)) - 1


def state_of(memory: Memory) -> State:
    """Return the canonical state of a replication that stands between two events.

    Parameters
    ----------
    memory : Memory
        Memory in which `kernel.run` has stopped.
    """
    net = memory.packed.net
    reg = memory.reg
    times = _times(memory)
    floats = memory.job.view(np.float64)
    high = int(reg[layout.R_HIGH])
    living = np.flatnonzero(memory.job[:high, layout.J_PHASE])
    jobs = [_job_state(memory, net, int(slot), floats, times) for slot in living]
    jobs.sort(key=lambda job: (job["name"], job["serial"]))
    state: State = {name: int(reg[column]) for name, column in _REGISTERS.items()}
    state["cells"] = memory.cells[: len(net.cells)].tolist()
    state["seats"] = [
        (tuple(row[_SEAT_DICE].tolist()), int(row[layout.Z_CHANGES]))
        for row in memory.seat[: len(net.seats)]
    ]
    state["streams"] = [
        (following, at, seq, since) if seq else (following, 0, 0, 0)
        for following, at, seq, since in memory.stream[: len(net.streams)].tolist()
    ]
    state["watches"] = list(
        zip(
            memory.wlast[: net.lasts].tolist(),
            memory.wcount[: net.lasts].tolist(),
            strict=True,
        )
    )
    state["integral_at"] = memory.integral[: len(net.integrals)].tolist()
    state["jobs"] = jobs
    return state


def _times(memory: Memory) -> dict[int, int]:
    """Return the time of each scheduled event by its sequence number."""
    reg = memory.reg
    near = memory.near[: int(reg[layout.R_NEAR])].tolist()
    far = memory.far[: int(reg[layout.R_FAR])].tolist()
    return {(key >> _SEQ_SHIFT) & _SEQ_MASK: time for time, key in near + far}


def _job_state(
    memory: Memory, net: Compiled, slot: int, floats: Any, times: dict[int, int]
) -> State:
    """Return one job; what has no meaning where it stands has its neutral value."""
    row = memory.job[slot]
    job: State = {name: int(row[column]) for name, column in _INTEGERS.items()}
    job.update({name: float(floats[slot, column]) for name, column in _FLOATS.items()})
    parent = int(row[layout.J_PARENT])
    step = net.steps[job["step"]]
    held = int(row[layout.J_NHELD])
    claims = memory.claim[slot]
    job["parent"] = int(memory.job[parent, layout.J_NAME]) if parent >= 0 else 0
    job["spawn"] = int(row[layout.J_SPAWN]) - memory.packed.spawn0 if parent >= 0 else -1
    job["resume"] = bool(row[layout.J_RESUME])
    if step.seat1 >= 0:
        job["held"] = [step.seat1] * held
    else:
        job["held"] = claims[layout.C_HELD : layout.C_HELD + held].tolist()
    kept = int(row[layout.J_NKEPT])
    job["kept"] = claims[layout.C_KEPT : layout.C_KEPT + kept].tolist()
    job["attrs"] = memory.attr[slot].tolist()
    visits = memory.visits[slot, : net.types[job["type"]].locals].tolist()
    job["visits"] = [(local, count) for local, count in enumerate(visits) if count]
    job["end_time"] = times[job["end_seq"]] if job["end_seq"] else 0
    job["deadline"] = times[job["deadline_seq"]] if job["deadline_seq"] else 0
    if job["phase"] != WORKING and not job["resume"]:
        job.update(left=0.0, pace=1.0, done=0.0, factor=1.0)
        if job["phase"] != OPENED:
            job.update(since=0, u=0.0)
    return job


def load_state(
    packed: PackedNet,
    state: Mapping[str, Any],
    script: Script,
    *,
    pool: int = 256,
    rows: int = 0,
    hashing: bool = False,
    slots: list[int] | None = None,
) -> Memory:
    """Return memory from which the kernel goes on.

    Parameters
    ----------
    packed : PackedNet
        The net.
    state : dict
        Canonical state of either engine.
    script : Script
        Commands, those already carried out included.
    pool : int
        Jobs that can live at once; doubled until the state fits.
    rows, hashing
        As for `Memory`.
    slots : list of int, optional
        Order in which slots are used, a permutation of ``range(pool)``; nothing may depend on it.
    """
    while pool < len(state["jobs"]) + 16 and slots is None:
        pool *= 2
    memory = Memory(packed, pool, rows, hashing)
    net, reg = packed.net, memory.reg
    order = list(range(pool)) if slots is None else slots
    for name, column in _REGISTERS.items():
        reg[column] = state[name]
    reg[layout.R_ROOT0] = reg[layout.R_ROOT1] = -1
    memory.cells[: len(net.cells)] = state["cells"]
    memory.lists[:] = -1
    _load_seats(memory, state)
    events: list[tuple[int, int]] = []
    for i, (following, at, seq, since) in enumerate(state["streams"]):
        memory.stream[i] = following, at, seq, since
        if seq:
            events.append((at, codes.E_ARRIVAL << _KEY_SHIFT | seq << _SEQ_SHIFT | i))
    if state["cursor"] < len(script.rows):
        time = int(script.rows[state["cursor"], 0])
        events.append((time, codes.E_COMMAND << _KEY_SHIFT))
    for i, (last, count) in enumerate(state["watches"]):
        memory.wlast[i], memory.wcount[i] = last, count
    memory.integral[: len(net.integrals)] = state["integral_at"]
    slot_of = _load_jobs(memory, state, order, events)
    reg[layout.R_HIGH] = len(state["jobs"])
    if slots is not None:
        rest = slots[len(state["jobs"]) :]
        memory.free[: len(rest)] = rest
        reg[layout.R_NFREE], reg[layout.R_HIGH] = len(rest), pool
    events.sort()
    memory.far[: len(events)] = events if events else np.zeros((0, 2), np.int64)
    reg[layout.R_FAR] = len(events)  # a sorted list is a heap
    _load_lists(memory, state, slot_of)
    return memory


def _load_seats(memory: Memory, state: Mapping[str, Any]) -> None:
    net = memory.packed.net
    rows = memory.packed.arrays[layout.N_SEAT].reshape(-1, layout.SEAT_COLS)
    for z, ((name, luck, visit, picks), changes) in enumerate(state["seats"]):
        seat, spec = memory.seat[z], rows[z]
        seat[layout.Z_LISTS :] = -1
        seat[_SEAT_DICE] = name, luck, visit, picks
        seat[layout.Z_CHANGES] = changes
        seat[layout.Z_CAP] = int(state["cells"][net.capacity0 + z])
        seat[layout.Z_FREE] = seat[layout.Z_CAP] - int(state["cells"][net.busy0 + z])
        seat[layout.Z_TRAY] = spec[layout.V_TRAY]
        seat[layout.Z_FLAGS] = spec[layout.V_FLAGS]
        seat[layout.Z_HOLDERS] = -1


def _load_jobs(
    memory: Memory,
    state: Mapping[str, Any],
    order: list[int],
    events: list[tuple[int, int]],
) -> dict[int, int]:
    """Put jobs into slots, parents before children; returns the slot of each name."""
    reg = memory.reg
    floats = memory.job.view(np.float64)
    slot_of: dict[int, int] = {}
    for number, job in enumerate(sorted(state["jobs"], key=lambda job: int(job["serial"]))):
        slot = slot_of[job["name"]] = order[number]
        row = memory.job[slot]
        parent = slot_of[job["parent"]] if job["spawn"] >= 0 else -1
        for name, column in _INTEGERS.items():
            row[column] = job[name]
        for name, column in _FLOATS.items():
            floats[slot, column] = job[name]
        row[layout.J_RESUME] = job["resume"]
        row[layout.J_PARENT] = parent
        row[layout.J_SPAWN] = job["spawn"] + memory.packed.spawn0 if parent >= 0 else -1
        row[layout.J_ROOT] = memory.job[parent, layout.J_ROOT] if parent >= 0 else slot
        row[layout.J_FIRST] = row[layout.J_LAST] = row[layout.J_SIBN] = -1
        last = memory.job[parent, layout.J_LAST] if parent >= 0 else reg[layout.R_ROOT1]
        row[layout.J_SIBP] = last
        if last >= 0:
            memory.job[last, layout.J_SIBN] = slot
        elif parent >= 0:
            memory.job[parent, layout.J_FIRST] = slot
        else:
            reg[layout.R_ROOT0] = slot
        if parent >= 0:
            memory.job[parent, layout.J_LAST] = slot
        else:
            reg[layout.R_ROOT1] = slot
        memory.attr[slot] = job["attrs"]
        claims = memory.claim[slot]
        row[layout.J_NHELD] = len(job["held"])
        claims[layout.C_HELD : layout.C_HELD + len(job["held"])] = job["held"]
        row[layout.J_NKEPT] = len(job["kept"])
        claims[layout.C_KEPT : layout.C_KEPT + len(job["kept"])] = job["kept"]
        for local, count in job["visits"]:
            memory.visits[slot, local] = count
        for kind, time, seq in (
            (codes.E_WORK, job["end_time"], job["end_seq"]),
            (codes.E_DEADLINE, job["deadline"], job["deadline_seq"]),
        ):
            if seq:
                events.append((time, kind << _KEY_SHIFT | seq << _SEQ_SHIFT | slot))
    return slot_of


def _load_lists(memory: Memory, state: Mapping[str, Any], slot_of: dict[int, int]) -> None:
    """Put jobs into the lists of steps and seats, in their order."""
    net = memory.packed.net
    for job in sorted(state["jobs"], key=lambda job: int(job["order"])):
        slot = slot_of[job["name"]]
        step = net.steps[job["step"]]
        is_paced = job["phase"] == WORKING and step.pace != codes.NONE
        if job["phase"] == GUARDED or is_paced:
            _append(memory, job["step"], 0 if job["phase"] == GUARDED else 2, slot)
        elif job["phase"] == QUEUED:
            _queue(memory, job, slot)
        if job["phase"] in (WORKING, OPENED) and step.seat1 >= 0 and job["held"]:
            _hold(memory, step.seat1, slot)


def _hold(memory: Memory, z: int, slot: int) -> None:
    """Note that a job may be paused at a seat; the order of this list means nothing."""
    seat = memory.seat[z]
    if seat[layout.Z_FLAGS] & layout.SEAT_PAUSES:
        node, after = slot * layout.LINKS + layout.HOLDER_LINK, int(seat[layout.Z_HOLDERS])
        memory.link[node] = -1, after
        if after >= 0:
            memory.link[after, 0] = node
        seat[layout.Z_HOLDERS] = node


def _append(memory: Memory, step: int, column: int, slot: int) -> None:
    row, ends = memory.job[slot], memory.lists[step]
    tail = int(ends[column + 1])
    row[layout.J_PREV], row[layout.J_NEXT] = tail, -1
    if tail < 0:
        ends[column] = slot
    else:
        memory.job[tail, layout.J_NEXT] = slot
    ends[column + 1] = slot


def waiting_seats(net: Compiled, job: Mapping[str, Any]) -> list[int]:
    """Return the seats on whose lists a queued job stands, in order."""
    step = net.steps[job["step"]]
    seats: list[int] = []
    for group in step.groups:
        of = [group.seats[job["index"]]] if group.index != codes.NONE else group.seats
        seats += [seat for seat in of if seat not in seats]
    return seats


def _queue(memory: Memory, job: Mapping[str, Any], slot: int) -> None:
    net = memory.packed.net
    seats = waiting_seats(net, job)
    level = job["level"]
    memory.job[slot, layout.J_NMINE] = len(seats)
    for entry, z in enumerate(seats):
        memory.claim[slot, layout.C_MINE + entry] = z
        seat = memory.seat[z]
        head = layout.Z_LISTS + 2 * level
        node = slot * layout.LINKS + entry
        tail = int(seat[head + 1])
        memory.link[node] = tail, -1
        if tail < 0:
            seat[head] = node
        else:
            memory.link[tail, 1] = node
        seat[head + 1] = node
        seat[layout.Z_MASK] |= 1 << level
        seat[layout.Z_QUEUE] += 1
        seat[layout.Z_FIRM] += net.steps[job["step"]].firm


def state_hash(net: Compiled, state: Mapping[str, Any]) -> str:
    """Return the hash of a canonical state: equal for equal states, on every machine.

    Parameters
    ----------
    net : Compiled
        The net; its structure is part of the hash.
    state : dict
        Canonical state of either engine.
    """
    digest = hashlib.blake2b(net.structure_hash.encode(), digest_size=16)
    _feed(digest, state)
    return digest.hexdigest()


def _feed(digest: Any, item: Any) -> None:
    """Hash a nested value, its kinds and lengths included; floats by their bits."""
    if isinstance(item, float):
        digest.update(b"f" + struct.pack("<d", item))
    elif isinstance(item, bool | int):
        digest.update(b"i" + struct.pack("<q", int(item)))
    elif isinstance(item, str):
        digest.update(b"s" + item.encode() + b"\0")
    elif isinstance(item, Mapping):
        digest.update(b"d" + struct.pack("<q", len(item)))
        for key in sorted(item):
            _feed(digest, key)
            _feed(digest, item[key])
    else:
        digest.update(b"l" + struct.pack("<q", len(item)))
        for part in item:
            _feed(digest, part)
