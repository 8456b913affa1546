"""Running one example in both engines, and comparing them bit for bit."""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from tateyoko.engine import kernel
from tateyoko.engine.kernel_pack import Memory, pack
from tateyoko.engine.reference import Reference
from tateyoko.engine.state import load_state, state_of
from tateyoko.net import codes, make_script
from tests.reference.random_nets import Example

FIRST_POOL = 16
ROWS = 300_000


@dataclass
class Outcome:
    """What one engine made of an example."""

    trace: list[tuple[int, int, int, int, float]]
    state: dict[str, Any] | None
    measures: list[float]  # and the values handed over
    events: int
    now: int
    fault: tuple[int, int]
    pool: int = 0

    def bits(self) -> tuple[Any, ...]:
        """Everything, in a form whose equality is equality of all bits."""
        end = None if self.fault[0] else flat(self.state)
        measures = None if self.fault[0] else flat(self.measures)
        return flat(self.trace), end, measures, self.events, self.now, self.fault


def flat(item: Any) -> str:
    """Text that differs whenever a bit differs."""
    if isinstance(item, float):
        return struct.pack("<d", item).hex()
    if isinstance(item, dict):
        return "{" + ",".join(f"{key}:{flat(item[key])}" for key in sorted(item)) + "}"
    if isinstance(item, list | tuple):
        return "[" + ",".join(flat(part) for part in item) + "]"
    return str(int(item))


def reference(
    example: Example, *, stop: int = 1 << 60, rules: set[str] | None = None, of=Reference
):
    """Start a run of the reference and go on to `stop` events."""
    run = of(
        example.net,
        example.row,
        example.seed,
        0,
        script=example.script,
        until=example.until,
        carried=example.carried,
        rules=rules is not None,
    ).run(stop)
    if rules is not None:
        rules |= run.rules
    return run


def outcome_of(run: Reference) -> Outcome:
    """What the reference has made of an example."""
    measures = [*run.measures(), *run.handed_over()] if not run.fault[0] else []
    state = None if run.fault[0] else run.state()
    return Outcome(run.trace or [], state, measures, run.events, run.now, run.fault)


def kernel_outcome(
    example: Example,
    *,
    stop: int = kernel.TO_THE_END,
    state: dict[str, Any] | None = None,
    shuffle: int | None = None,
    pool: int = FIRST_POOL,
) -> Outcome:
    """Run the kernel from time 0 or from a state, with a larger pool after a pool fault.

    `shuffle` scrambles the slots in which a loaded state's jobs, and later ones, are put.
    """
    packed = example.packed = example.packed or pack(example.net)
    script = make_script(example.net, example.script)
    width = len(example.net.measures) + len(example.net.carry_cells)
    carry_cells = np.array([*example.carried], np.int64)
    carried = np.array([*example.carried.values()], np.float64).reshape(1, 1, -1)
    while True:
        if state is None:
            memory = Memory(packed, pool, ROWS)
        else:
            while pool < len(state["jobs"]) + FIRST_POOL:
                pool *= 2
            slots = list(range(pool))
            random.Random(shuffle).shuffle(slots)
            memory = load_state(packed, state, script, pool=pool, rows=ROWS, slots=slots)
        out = np.zeros((1, width + 6))
        rows = np.ascontiguousarray(np.asarray(example.row, np.float64).reshape(1, -1))
        kernel.run(
            memory.address,
            rows,
            0,
            1,
            0,
            1,
            example.seed,
            example.until,
            stop,
            state is not None,
            script.rows,
            script.values,
            carry_cells,
            carried,
            0,
            out,
        )
        fault = (int(out[0, width + 2]), int(out[0, width + 3]))
        if fault != (codes.F_POOL, 0):
            break
        pool *= 2
    events, now = int(out[0, width]), int(out[0, width + 1])
    end = None if fault[0] else state_of(memory)
    return Outcome(trace_rows(memory), end, out[0, :width].tolist(), events, now, fault, pool)


def trace_rows(memory: Memory) -> list[tuple[int, int, int, int, float]]:
    """Trace rows that the kernel has written."""
    from tateyoko.engine import kernel_layout as layout

    count = int(memory.reg[layout.R_ROWS])
    ints, data = memory.row_ints[:count].tolist(), memory.row_data[:count].tolist()
    return [(*row, number) for row, number in zip(ints, data, strict=True)]


def differences(mine: Outcome, theirs: Outcome) -> list[str]:
    """Names of what is not equal."""
    names = ("trace", "state", "measures", "events", "end", "fault")
    return [name for name, a, b in zip(names, mine.bits(), theirs.bits(), strict=True) if a != b]


def hand_over(example: Example, k: int, whole: Outcome) -> list[str]:
    """Hand the state over at event k in both directions; returns what went wrong."""
    part = reference(example, stop=k)
    middle = part.state()
    bad = []
    rest = kernel_outcome(example, state=middle, shuffle=k, pool=max(whole.pool, FIRST_POOL))
    if flat(rest.trace) != flat(whole.trace[len(part.trace) :]) or flat(rest.state) != flat(
        whole.state
    ):
        bad.append(f"reference, then kernel at {k}")
    stopped = kernel_outcome(example, stop=k, pool=max(whole.pool, FIRST_POOL))
    if flat(stopped.state) != flat(middle):
        bad.append(f"state at {k}")
        return bad
    back = Reference(example.net, script=example.script, until=example.until)
    back.load(stopped.state).run()
    if flat(back.state()) != flat(whole.state):
        bad.append(f"kernel, then reference at {k}")
    return bad
