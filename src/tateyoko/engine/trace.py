"""Traces in words: who, what, where, and where the author wrote it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tateyoko.engine import dice
from tateyoko.net import codes
from tateyoko.net.codes import TRACE_KINDS
from tateyoko.net.compiled import Compiled
from tateyoko.net.naming import MASK_64

#: Columns of a trace; `kind` indexes `tateyoko.net.codes.TRACE_KINDS`, `job` is its name.
ROW_TYPE = np.dtype(
    [
        ("time_ms", np.int64),
        ("kind", np.int64),
        ("element", np.int64),
        ("job", np.int64),
        ("data", np.float64),
    ]
)

_STEP_WORDS = {
    codes.WAIT: "waits until it may go on",
    codes.QUEUE: "queues",
    codes.START: "starts",
    codes.FINISH: "is done",
    codes.OPEN: "waits for a person to decide",
    codes.LATE: "runs out of patience",
    codes.MISSED: "is turned away: the tray is full",
    codes.VOID: "has lost its ground while queued",
    codes.CANCEL: "is cancelled",
    codes.PAUSE: "is paused",
    codes.RESUME: "goes on",
    codes.PACE: "changes pace",
    codes.CHOOSE: "is decided",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row in words.

    Attributes
    ----------
    time_ms : int
        When [ms].
    who : str
        The job: its type and its number by order of birth; empty for seats and watchers.
    what : str
        What happened.
    where : str
        Step, seat, mark, value or watcher.
    place : str
        Where the author wrote that element.
    """

    time_ms: int
    who: str
    what: str
    where: str
    place: str

    def __str__(self) -> str:
        """Return the row as one line of text."""
        subject = " ".join(part for part in (self.who, self.what) if part)
        written = f"  ({self.place})" if self.place else ""
        return f"{clock(self.time_ms)}  {subject}: {self.where}{written}"


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened in one replication.

    Attributes
    ----------
    net : Compiled
        The net.
    rows : ndarray of `ROW_TYPE`, shape (N,)
        In the order in which they happened.
    fault : int
        Code of the fault that ended the replication; 0 = none.
    """

    net: Compiled
    rows: NDArray[np.void]
    fault: int = 0

    @classmethod
    def of(
        cls, net: Compiled, numbers: NDArray[np.int64], data: NDArray[np.float64], fault: int
    ) -> Trace:
        """Make a trace of the kernel's arrays, shapes (N, 4) and (N,)."""
        rows = np.zeros(len(numbers), ROW_TYPE)
        for column, name in enumerate(("time_ms", "kind", "element", "job")):
            rows[name] = numbers[:, column]
        rows["data"] = data
        return cls(net, rows, fault)

    def __len__(self) -> int:
        return len(self.rows)

    def hash(self) -> int:
        """Return the 64-bit hash that a batch gives for the same run when asked for hashes."""
        total = 0
        for time, kind, element, job, data in self.rows.tolist():
            bits = struct.unpack("<Q", struct.pack("<d", data))[0]
            for number in (time, kind | element << 8, job, bits):
                total = dice.mix((total + dice.GOLDEN & MASK_64) ^ (number & MASK_64))
        return total

    def lines(self) -> Iterator[Line]:
        """Yield the rows in words."""
        who: dict[int, str] = {}
        born: dict[int, int] = {}
        for time, kind, element, job, data in self.rows.tolist():
            if kind == codes.BORN:
                born[element] = born.get(element, 0) + 1
                who[job] = f"{self._type_name(element)} {born[element]}"
            what, where, place = self._words(kind, element, data)
            yield Line(time_ms=time, who=who.get(job, ""), what=what, where=where, place=place)

    def _type_name(self, index: int) -> str:
        kind = self.net.types[index]
        return kind.label or kind.id

    def _words(self, kind: int, element: int, data: float) -> tuple[str, str, str]:
        """Return what, where and the author's place of one row."""
        net = self.net
        if kind in (codes.BORN, codes.ENDED):
            job_type = net.types[element]
            about = f" about {data:g}" if kind == codes.BORN and data else ""
            what = f"begins{about}" if kind == codes.BORN else "ends"
            return what, job_type.label or job_type.id, job_type.place
        if kind == codes.MARK:
            mark = net.mark_of_cell[element]
            return f"reaches mark no. {data:g}", mark.label or mark.id, mark.place
        if kind == codes.SET:
            name = net.cell_names[element]
            return f"command sets {data:g}", name, net.value_places.get(name, "")
        if kind == codes.CAPACITY:
            seat = net.seats[element]
            return f"capacity is {data:g}", seat.label or seat.id, seat.place
        if kind == codes.WATCH:
            watch = net.watches[element]
            return f"watcher fires about {data:g}", watch.id, watch.place
        if kind == codes.STALE:
            return "command comes too late", f"command {element}", ""
        step = net.steps[element]
        what = _STEP_WORDS[kind]
        if kind == codes.QUEUE:
            what = f"queues at level {data:g} for {self._seats(element)}"
        elif kind == codes.START and step.seats:
            what = f"starts with {self._seats(element)}"
        elif kind == codes.PACE:
            what = f"goes on at pace {data:g}"
        elif kind == codes.CHOOSE:
            target = step.route[int(data)].target
            choice = "end" if target == codes.END else net.steps[target].label
            what = f"is decided: {choice or net.steps[target].name}"
        return what, step.label or step.id, step.place

    def _seats(self, step_ix: int) -> str:
        """Return the seats that a step claims, in words."""
        net, parts = self.net, []
        for group in net.steps[step_ix].groups:
            names = [net.seats[seat].label or net.seats[seat].id for seat in group.seats]
            few = len(names) == group.k
            parts.append(" and ".join(names) if few else f"{group.k} of {', '.join(names)}")
        return "; ".join(parts)


def clock(time_ms: int) -> str:
    """Return a time since the start as days and a clock, such as ``2d 03:04:05.678``."""
    seconds, ms = divmod(time_ms, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    fraction = f".{ms:03d}" if ms else ""
    prefix = f"{days}d " if days else ""
    return f"{prefix}{hour:02d}:{minute:02d}:{second:02d}{fraction}"


def kind_name(kind: int) -> str:
    """Return the stable name of a kind of row."""
    return TRACE_KINDS[kind]
