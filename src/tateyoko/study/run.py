"""Parameter rows through the engine: in chunks of about a second, with progress and faults by name.

The size of the chunks follows the clock, the results do not: every run is decided by its row, its
replication number and the seed alone. So the same bytes come out for one thread and for two, and
an interrupted comparison leaves nothing behind but its message.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from tateyoko.errors import RunError
from tateyoko.study.design import Plan
from tateyoko.study.model import Model
from tateyoko.study.results import Fault
from tateyoko.text import Text

__all__ = ["STAGES", "Interrupted", "Progress", "Runner", "Runs", "measure_columns"]

STAGES = {
    "central": Text(ja="中心の仮定", en="central assumptions"),
    "assumptions": Text(ja="仮定の組", en="assumption sets"),
    "reforms": Text(ja="提言を一つずつ", en="reforms one by one"),
    "drivers": Text(ja="仮定を一つずつ", en="assumptions one by one"),
    "placebo": Text(ja="偽薬検査", en="placebos"),
}
"""Stages of a comparison, in words."""

Progress = Callable[[str, int, int], None]
"""Called with the stage, runs done and runs planned in that stage."""

CHUNK_SECONDS = 1.0
FIRST_CHUNK = 64


class Interrupted(RunError):
    """The person pressed Ctrl-C; the message says what had been done."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Raw results.

    Attributes
    ----------
    values : ndarray of float64, shape (D, R, C)
    faulty : ndarray of bool, shape (D, R)
    columns : ndarray of int64, shape (C,)
        Which columns of the engine were kept.
    """

    values: NDArray[np.float64]
    faulty: NDArray[np.bool_]
    columns: NDArray[np.int64]


def measure_columns(model: Model) -> NDArray[np.int64]:
    """Return the columns that measures need; hops and series take many more."""
    wanted = {measure.column for measure in model.measures}
    wanted |= {m.censored_column for m in model.measures if m.censored_column is not None}
    return np.array(sorted(wanted), dtype=np.int64)


@dataclass(slots=True)
class Runner:
    """Runs plans of one comparison and keeps the count and the faults.

    Attributes
    ----------
    model : Model
    seed, threads : int
    progress : callable or None
    total : int
        Runs so far.
    faults : list of Fault
        Every faulted run so far, in the order of the plans.
    """

    model: Model
    seed: int
    threads: int
    progress: Progress | None = None
    total: int = 0
    faults: list[Fault] = field(default_factory=list)
    _per_second: float = 0.0

    def run(self, stage: str, plan: Plan, replications: int, *, everything: bool = False) -> Runs:
        """Run every row of a plan with replications 0 to R-1.

        Keeps the columns of measures only, to save memory, unless ``everything`` is asked for.

        Raises
        ------
        Interrupted
            On Ctrl-C, with the number of runs done.
        """
        from tateyoko.engine.batch import run_batch

        rows = len(plan.keys)
        columns = measure_columns(self.model)
        if everything:
            columns = np.arange(len(self.model.net.measure_ids), dtype=np.int64)
        values = np.empty((rows, replications, len(columns)), dtype=np.float64)
        faulty = np.zeros((rows, replications), dtype=np.bool_)
        done = 0
        self._tell(stage, 0, rows * replications)
        try:
            while done < rows:
                size = self._chunk(replications, rows - done)
                part = slice(done, done + size)
                began = perf_counter()
                batch = run_batch(
                    self.model.net,
                    plan.rows[part],
                    (0, replications),
                    self.seed,
                    until=self.model.horizon_ms,
                    script=self.model.script,
                    threads=self.threads,
                )
                self._clock(size * replications, perf_counter() - began)
                values[part] = batch.measures[:, :, columns]
                codes = batch.fault
                faulty[part] = codes != 0
                if faulty[part].any():
                    self._note(stage, plan, done, codes, batch.fault_place)
                done += size
                self.total += size * replications
                self._tell(stage, done * replications, rows * replications)
        except KeyboardInterrupt:
            raise _interrupted(
                stage, done * replications, rows * replications, self.total
            ) from None
        return Runs(values=values, faulty=faulty, columns=columns)

    def _chunk(self, replications: int, left: int) -> int:
        if not self._per_second:
            return min(left, max(1, FIRST_CHUNK // replications))
        return min(left, max(1, int(self._per_second * CHUNK_SECONDS / replications)))

    def _clock(self, runs: int, seconds: float) -> None:
        self._per_second = runs / max(seconds, 1e-6)

    def _tell(self, stage: str, done: int, planned: int) -> None:
        if self.progress is not None:
            self.progress(stage, done, planned)

    def _note(
        self,
        stage: str,
        plan: Plan,
        start: int,
        codes: NDArray[np.int64],
        places: NDArray[np.int64],
    ) -> None:
        from tateyoko.net import describe_fault
        from tateyoko.net.codes import FAULTS

        for row, replication in np.argwhere(codes != 0):
            key = plan.keys[start + int(row)]
            code, place = int(codes[row, replication]), int(places[row, replication])
            self.faults.append(
                Fault(
                    stage=stage,
                    posture=key.posture,
                    truth=key.truth,
                    opponent=key.opponent,
                    assumption_set=key.assumption_set,
                    replication=int(replication),
                    code=FAULTS[code],
                    place=describe_fault(self.model.net, code, place),
                )
            )


def _interrupted(stage: str, done: int, planned: int, total: int) -> Interrupted:
    name = STAGES[stage]
    return Interrupted(
        Text(
            ja=f"中断しました（{name.ja}：{done:,} / {planned:,} 回、全体で {total:,} 回）。"
            "何も書き出していません。",
            en=f"Interrupted ({name.en}: {done:,} of {planned:,} runs, {total:,} in all). "
            "Nothing was written.",
        )
    )
