"""Rows times replications over threads: same bytes for any number of threads.

A run is decided by its row, its replication number, the seed and the script alone. Workers take
chunks of 20 to 50 ms, so that progress, Ctrl-C and an early stop act at once; results stand in the
order of rows and replications, whoever computed them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tateyoko.engine import kernel_layout as layout
from tateyoko.engine.carry import Carried, nothing_carried
from tateyoko.engine.kernel_pack import Memory, PackedNet, pack
from tateyoko.net import codes
from tateyoko.net.command import Command, Script, make_script
from tateyoko.net.compiled import Compiled
from tateyoko.net.describe import describe_fault
from tateyoko.net.naming import MASK_64, signed

if TYPE_CHECKING:
    from tateyoko.engine.trace import Trace

Progress = Callable[[int, int], object]

#: What a chunk should take [s].
CHUNK_SECONDS = 0.035
#: Jobs at once in the first try, and the most before the fault is reported.
POOL, POOL_LIMIT = 256, 1 << 17
#: Columns after the measures and carried values in the kernel's output.
_EVENTS, _END, _FAULT, _PLACE, _LOW, _HIGH = range(6)
_EXTRA = 6
TO_THE_END = 1 << 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultReport:
    """One replication that could not be finished.

    Attributes
    ----------
    row, replication : int
        Which.
    code : str
        One of `tateyoko.net.codes.FAULTS`.
    words : str
        What happened and where the author wrote it.
    """

    row: int
    replication: int
    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Results of D rows times R replications with M measures.

    Attributes
    ----------
    net : Compiled
        The net.
    first_replication : int
        Number of the first replication.
    measures : ndarray of float64, shape (D, R, M)
        In the order of ``net.measure_ids``; meaningless where `fault` is not 0.
    carried : ndarray of float64, shape (D, R, C)
        What the runs hand over, in the order of ``net.carry_cells``; NaN where `fault` is not 0.
    events, end_ms : ndarray of int64, shape (D, R)
        Events, and the time of the last one [ms].
    fault, fault_place : ndarray of int64, shape (D, R)
        Code (0 = none) and place; see `faults`.
    hashes : ndarray of uint64, shape (D, R), or None
        Hash of each trace, if asked for.
    seconds : float
        Wall time.
    own : ndarray of int64, shape (D,), or None
        Number of the replication of each row, counted from the first, if each has its own.
    """

    net: Compiled
    first_replication: int
    measures: NDArray[np.float64]
    carried: NDArray[np.float64]
    events: NDArray[np.int64]
    end_ms: NDArray[np.int64]
    fault: NDArray[np.int64]
    fault_place: NDArray[np.int64]
    hashes: NDArray[np.uint64] | None
    seconds: float
    own: NDArray[np.int64] | None = None

    def faults(self) -> list[FaultReport]:
        """List the replications that could not be finished, in order."""
        reports = []
        for row, column in np.argwhere(self.fault != 0).tolist():
            code = int(self.fault[row, column])
            place = int(self.fault_place[row, column])
            reports.append(
                FaultReport(
                    row=row,
                    replication=self.first_replication
                    + (column if self.own is None else int(self.own[row])),
                    code=codes.FAULTS[code],
                    words=describe_fault(self.net, code, place),
                )
            )
        return reports

    def measure(self, name: str) -> NDArray[np.float64]:
        """Return one measure, shape (D, R)."""
        column: NDArray[np.float64] = self.measures[:, :, self.net.measure_ix[name]]
        return column


@lru_cache(maxsize=16)
def packed_net(net: Compiled) -> PackedNet:
    """Return the arrays of a net; recent nets are kept."""
    return pack(net)


class _Stopped(Exception):
    """Another thread has failed, or the caller wants no more."""


@dataclass(slots=True)
class _Task:
    """What all workers share."""

    packed: PackedNet
    rows: NDArray[np.float64]
    first: int
    replications: int
    seed: int
    until: int
    script: Script
    carried: Carried
    out: NDArray[np.float64]
    pool: int
    pool_limit: int
    hashing: bool
    own: NDArray[np.int64] | None
    lock: threading.Lock
    stop: threading.Event
    next_run: int = 0
    done: int = 0

    @property
    def total(self) -> int:
        """Runs in all."""
        return len(self.rows) * self.replications

    def take(self, size: int) -> tuple[int, int]:
        """Take the next runs; (n, n) when there are none left."""
        with self.lock:
            start = self.next_run
            self.next_run = min(self.total, start + size)
            return start, self.next_run

    def finished(self, size: int) -> None:
        """Note that runs are done."""
        with self.lock:
            self.done += size


class _Worker:
    """One thread's memory, and the kernel."""

    def __init__(self, task: _Task) -> None:
        from tateyoko.engine.kernel import run

        self.task = task
        self.kernel = run
        self.memory = Memory(task.packed, task.pool, 0, task.hashing)

    def abort(self) -> None:
        """Make the kernel return soon; called from another thread."""
        self.memory.reg[layout.R_ABORT] = 1

    def work(self) -> None:
        """Take chunks until nothing is left, or until somebody wants no more."""
        with suppress(_Stopped):
            self.take_chunks()

    def take_chunks(self) -> None:
        """Take chunks until nothing is left."""
        task = self.task
        size = 1
        while not task.stop.is_set():
            start, end = task.take(size)
            if start == end:
                return
            began = perf_counter()
            self.compute(start, end)
            per_run = (perf_counter() - began) / (end - start)
            left = max(1, (task.total - end) // 4)
            size = max(1, min(int(CHUNK_SECONDS / max(per_run, 1e-9)), left, 8 * size))
            task.finished(end - start)

    def compute(self, start: int, end: int) -> None:
        """Compute runs start to end - 1 of the list of rows x replications."""
        own, each = self.task.own, self.task.replications
        if own is not None:
            for row in range(start, end):
                self.call(row, row, row + 1, int(own[row]), int(own[row]) + 1)
            return
        row, column = divmod(start, each)
        if column:
            upper = min(end, (row + 1) * each)
            self.call(start, row, row + 1, column, column + upper - start)
            start = upper
        full = (end - start) // each
        if full:
            row = start // each
            self.call(start, row, row + full, 0, each)
            start += full * each
        if start < end:
            row = start // each
            self.call(start, row, row + 1, 0, end - start)

    def call(self, at: int, row0: int, row1: int, column0: int, column1: int) -> None:
        """Run a block of rows and replications; runs that were too large go again."""
        task = self.task
        count = (row1 - row0) * (column1 - column0)
        out = task.out[at : at + count]
        self.kernel_call(out, row0, row1, column0, column1)
        faults = out[:, out.shape[1] - _EXTRA + _FAULT]
        for i in np.flatnonzero(faults == codes.F_POOL).tolist():
            row = row0 + i // (column1 - column0)
            column = column0 + i % (column1 - column0)
            places = out[i : i + 1, out.shape[1] - _EXTRA + _PLACE]
            if places[0] != 0:
                continue  # more seats kept than a job can keep: room for jobs is no help
            again = True
            while again and faults[i] == codes.F_POOL:
                again = self.memory.pool < task.pool_limit
                if again:
                    self.memory = Memory(task.packed, 2 * self.memory.pool, 0, task.hashing)
                # At the limit once more, so that the memory is that of this run.
                self.kernel_call(out[i : i + 1], row, row + 1, column, column + 1)
            if faults[i] == codes.F_POOL:
                places[0] = _crowded(task.packed.net, self.memory)

    def kernel_call(
        self, out: NDArray[np.float64], row0: int, row1: int, column0: int, column1: int
    ) -> None:
        """Call the kernel, unless somebody wants no more."""
        task = self.task
        if task.stop.is_set():
            raise _Stopped
        self.kernel(
            self.memory.address,
            task.rows,
            row0,
            row1,
            task.first + column0,
            task.first + column1,
            task.seed,
            task.until,
            TO_THE_END,
            False,
            task.script.rows,
            task.script.values,
            task.carried.cells,
            task.carried.values,
            task.carried.first_replication,
            out,
        )


def _crowded(net: Compiled, memory: Memory) -> int:
    """Return the place of a run with too many jobs: where most of them are, the first if equal."""
    reg = memory.reg
    lives = np.ones(int(reg[layout.R_HIGH]), np.bool_)
    lives[memory.free[: int(reg[layout.R_NFREE])]] = False
    jobs = memory.job[: len(lives)][lives]
    if not len(jobs):
        return 0
    types, steps = jobs[:, layout.J_TYPE], jobs[:, layout.J_STEP]
    first = np.array([one.first for one in net.types], np.int64)
    owner = np.array([step.type for step in net.steps], np.int64)
    # Jobs that were born just now have not entered their first step.
    at = np.where(owner[steps] == types, steps, first[types])
    return codes.at_crowd(int(np.bincount(at).argmax()))


def run_batch(
    net: Compiled,
    rows: ArrayLike | None = None,
    replications: tuple[int, int] = (0, 1),
    seed: int = 1,
    *,
    until: int = codes.FOREVER,
    script: Script | Sequence[Command] = (),
    carried: Carried | None = None,
    own: Sequence[int] | None = None,
    threads: int = 1,
    pool: int = POOL,
    pool_limit: int = POOL_LIMIT,
    hashing: bool = False,
    progress: Progress | None = None,
) -> Batch:
    """Run every row with every replication.

    Parameters
    ----------
    net : Compiled
        The net.
    rows : array of float64, shape (D, P), optional
        Parameter rows, as ``net.rows`` gives them. Default: one row of defaults.
    replications : (int, int)
        First replication, and the one after the last.
    seed : int
        Seed of all dice.
    until : int
        Horizon [ms]. Default: until nothing is left to happen.
    script : Script or sequence of Command
        Commands, the same for all runs.
    carried : Carried, optional
        What runs of another net have handed over; see `tateyoko.engine.carry.hand_over`.
    own : sequence of int, length D, optional
        Number of the one replication that each row runs, counted from the first; then R is 1.
    threads : int
        Workers; the results do not depend on it.
    pool, pool_limit : int
        Jobs that may live at once: in the first try, and before a run is given up as faulted.
    hashing : bool
        Whether to hash every trace, so that the reference can verify any run.
    progress : callable, optional
        Called in the caller's thread with (runs done, runs in all). What it raises, like Ctrl-C,
        stops the workers and goes to the caller.

    Returns
    -------
    batch : Batch
        Results in the order of rows and replications.

    Raises
    ------
    ValueError
        If the rows do not fit the net, or the carried values the runs, or a stream without end has
        no horizon.

    Examples
    --------
    >>> from tateyoko.net import Net
    >>> net = Net()
    >>> net.param("gap", 1000.0)
    >>> net.job("file", "read", {"read": {"work": ("const", 500)}})
    >>> net.stream("post", "file", ("const", "gap"), count=3)
    >>> net.measure("files", "ended(file)")
    >>> run_batch(net.compile(), replications=(0, 2)).measures.tolist()
    [[[3.0], [3.0]]]
    """
    began = perf_counter()
    if until >= codes.FOREVER:
        _refuse_endless(net)
    matrix = _matrix(net, rows)
    first, last = replications
    count = max(0, last - first)
    if own is not None:
        if carried is not None or len(own) != len(matrix):
            message = f"{len(own)} numbers of replications for {len(matrix)} rows, nothing carried"
            raise ValueError(message)
        count = 1
    if carried is not None:
        carried.fits(net, len(matrix), (first, max(first, last)))
    measures = len(net.measures)
    columns = measures + len(net.carry_cells)
    task = _Task(
        packed=packed_net(net),
        rows=matrix,
        first=first,
        replications=count,
        seed=signed(seed & MASK_64),
        until=until,
        script=script if isinstance(script, Script) else make_script(net, script),
        carried=carried or nothing_carried(net),
        out=np.zeros((len(matrix) * count, columns + _EXTRA)),
        pool=pool,
        pool_limit=pool_limit,
        hashing=hashing,
        own=None if own is None else np.asarray(own, dtype=np.int64),
        lock=threading.Lock(),
        stop=threading.Event(),
    )
    if task.total:
        _run_threads(task, max(1, threads), progress)
    shape = (len(matrix), count)
    extra = task.out[:, columns:]

    def whole(column: int) -> NDArray[np.int64]:
        return np.ascontiguousarray(extra[:, column].astype(np.int64).reshape(shape))

    hashes = None
    if hashing:
        low, high = (extra[:, c].astype(np.uint64).reshape(shape) for c in (_LOW, _HIGH))
        hashes = low | (high << np.uint64(32))
    handed = task.out[:, measures:columns]
    handed[extra[:, _FAULT] != 0] = np.nan
    return Batch(
        net=net,
        first_replication=first,
        measures=np.ascontiguousarray(task.out[:, :measures].reshape(*shape, measures)),
        carried=np.ascontiguousarray(handed.reshape(*shape, columns - measures)),
        events=whole(_EVENTS),
        end_ms=whole(_END),
        fault=whole(_FAULT),
        fault_place=whole(_PLACE),
        hashes=hashes,
        seconds=perf_counter() - began,
        own=task.own,
    )


def _refuse_endless(net: Compiled) -> None:
    """Refuse to run a stream without end to the end."""
    for stream in net.streams:
        if stream.count in net.fixed and net.cells[stream.count] >= codes.UNBOUNDED:
            message = f"stream '{stream.id}' never ends: give a horizon (until) or a count"
            raise ValueError(message)


def _matrix(net: Compiled, rows: ArrayLike | None) -> NDArray[np.float64]:
    """Return rows as the kernel wants them: own, writable, contiguous."""
    if rows is None:
        return net.rows({})
    matrix = np.array(rows, dtype=np.float64, order="C", ndmin=2)
    if matrix.ndim != 2 or matrix.shape[1] != net.nparams:
        message = f"rows of shape {matrix.shape}; the net has {net.nparams} parameters"
        raise ValueError(message)
    return matrix


def _run_threads(task: _Task, threads: int, progress: Progress | None) -> None:
    """Run in threads; the caller's thread reports and listens for Ctrl-C.

    Even one worker has a thread of its own, because the kernel does not listen.
    """
    workers = [_Worker(task) for _ in range(min(threads, task.total))]
    with ThreadPoolExecutor(len(workers)) as pool:
        running = {pool.submit(worker.work) for worker in workers}
        try:
            while running:
                done, running = wait(running, timeout=0.05, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
                if progress is not None:
                    progress(task.done, task.total)
        except BaseException:
            task.stop.set()
            while any(not future.done() for future in running):
                for worker in workers:
                    worker.abort()
                wait(running, timeout=0.01)
            raise


def run_trace(
    net: Compiled,
    row: ArrayLike | None = None,
    replication: int = 0,
    seed: int = 1,
    *,
    until: int = codes.FOREVER,
    script: Script | Sequence[Command] = (),
    carried: Mapping[int, float] | None = None,
    limit: int = 1 << 22,
) -> Trace:
    """Run one replication again and return its trace.

    Parameters
    ----------
    net, seed, until, script
        As for `run_batch`.
    row : array of float64, shape (P,), optional
        Parameters. Default: those of the net.
    replication : int
        Which.
    carried : mapping of int to float, optional
        What this run was handed, by cell (`Carried.of_run`).
    limit : int
        Most rows that are kept; a longer trace ends with the fault ``trace``.
    """
    from tateyoko.engine.kernel import run
    from tateyoko.engine.trace import Trace

    matrix = _matrix(net, None if row is None else np.asarray(row, np.float64).reshape(1, -1))
    commands = script if isinstance(script, Script) else make_script(net, script)
    given = dict(carried or {})
    carry_cells = np.array([*given], np.int64)
    values = np.array([*given.values()], np.float64).reshape(1, 1, -1)
    columns = len(net.measures) + len(net.carry_cells)
    packed = packed_net(net)
    pool, room = POOL, 1 << 12
    while True:
        memory = Memory(packed, pool, room)
        out = np.zeros((1, columns + _EXTRA))
        key = signed(seed & MASK_64)
        run(
            memory.address,
            matrix,
            0,
            1,
            replication,
            replication + 1,
            key,
            until,
            TO_THE_END,
            False,
            commands.rows,
            commands.values,
            carry_cells,
            values,
            replication,
            out,
        )
        code = int(out[0, columns + _FAULT])
        if code == codes.F_POOL and pool < POOL_LIMIT:
            pool *= 2
        elif code == codes.F_TRACE and room < limit:
            room = min(limit, 4 * room)
        else:
            break
    count = int(memory.reg[layout.R_ROWS])
    return Trace.of(net, memory.row_ints[:count], memory.row_data[:count], code)
