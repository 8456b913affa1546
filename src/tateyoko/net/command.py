"""Commands from outside: injects, reform dates, people and the white cell in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tateyoko.net import codes
from tateyoko.net.compiled import Compiled
from tateyoko.net.errors import Code, Mistake, NetError, needs_parent, unknown
from tateyoko.net.naming import key64, signed

#: ``(ms, "start", job type, key, about)``, ``(ms, "set", value, number)``,
#: ``(ms, "choose", job name, step, visit, option)`` or ``(ms, "cancel", job name)``.
Command = tuple[int | str | float, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """Commands in the order in which they happen.

    Attributes
    ----------
    rows : ndarray of int64, shape (C, 6)
        ms, kind and up to four arguments.
    values : ndarray of float64, shape (C,)
        The number that ``set`` writes, else 0.
    """

    rows: NDArray[np.int64]
    values: NDArray[np.float64]


def make_script(net: Compiled, commands: Sequence[Command] = ()) -> Script:
    """Turn commands into arrays, ordered by time and then as written.

    Parameters
    ----------
    net : Compiled
        The net that they are for.
    commands : sequence of Command
        Job names are 64-bit numbers, signed or not.

    Raises
    ------
    NetError
        For an unknown id, or a value that does not change.
    """
    rows: list[tuple[int, ...]] = []
    values: list[float] = []
    problems = []
    for command in sorted(commands, key=lambda command: int(command[0])):
        try:
            row, value = _row(net, command)
        except Mistake as mistake:
            problems.append(mistake.at(f"command {command[1]} at {command[0]} ms", ""))
        else:
            rows.append(row)
            values.append(value)
    if problems:
        raise NetError(problems)
    return Script(rows=np.array(rows, np.int64).reshape(-1, 6), values=np.array(values, np.float64))


def _index(known: dict[str, int], kind: str, id: object) -> int:
    if str(id) not in known:
        raise unknown(str(id), kind, known)
    return known[str(id)]


def _row(net: Compiled, command: Command) -> tuple[tuple[int, ...], float]:
    ms, kind, *rest = command
    time = int(ms)
    if kind == "start":
        job_type = _index(net.type_ix, "job type", rest[0])
        if net.types[job_type].parent >= 0:
            raise needs_parent(str(rest[0]))
        about = int(rest[2]) if len(rest) > 2 else 0
        return (time, codes.C_START, job_type, signed(key64(str(rest[1]))), about, 0), 0.0
    if kind == "set":
        cell = _index(dict(net.cell_of), "value", rest[0])
        if cell in net.fixed or cell >= net.queue0:
            raise Mistake(
                Code.NOT_WRITABLE, f"'{rest[0]}' is not a state", "Only states can be set."
            )
        return (time, codes.C_SET, cell, 0, 0, 0), float(rest[1])
    if kind == "choose":
        name, step, visit, option = rest
        step_ix = _index(net.step_ix, "step", step)
        return (time, codes.C_CHOOSE, signed(int(name)), step_ix, int(visit), int(option)), 0.0
    if kind == "cancel":
        return (time, codes.C_CANCEL, signed(int(rest[0])), 0, 0, 0), 0.0
    raise unknown(str(kind), "command", ("start", "set", "choose", "cancel"))
