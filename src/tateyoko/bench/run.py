"""The benchmark: our engines, SimPy and hand-written C on the same models, in one run.

Repetitions are interleaved: each goes once through all tools, so that a change of the machine's
load meets all of them. A rate is the best of the repetitions; a ratio is the median of the ratios
within repetitions.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from tateyoko.bench import models, native, peers
from tateyoko.bench.start import start_seconds
from tateyoko.engine.batch import run_batch
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model as ReferenceModel

MODELS = ("chain", "jackson", "mm1")
TOOLS = ("kernel", "kernel_2_threads", "reference", "simpy", "c")
GUARDS = (0, 10, 100, 1000)
POOL = 4096

#: Kernel: replications, and customers or files in each; others: customers or replications.
_KERNEL = {"chain": (400, models.FILES), "jackson": (4, 60_000), "mm1": (4, 300_000)}
_REFERENCE = {"chain": models.FILES, "jackson": 4_000, "mm1": 15_000}
_SIMPY = {"chain": 4, "jackson": 4_000, "mm1": 20_000}
_C = {"chain": 600, "jackson": 300_000, "mm1": 2_000_000}
_GUARDED_FILES = 20_000

Rate = Callable[[], float]
Progress = Callable[[str], None]


@dataclass(slots=True)
class BenchResult:
    """What a benchmark measured.

    Attributes
    ----------
    events_per_s : dict
        Model -> tool -> model events per second; a tool that is not installed is missing.
    ratios : dict
        Model -> ``kernel/simpy``, ``kernel/c``, ``kernel_2_threads/kernel``, ``reference/simpy``.
    guards_per_s : dict
        Number of waiting guards -> events per second of the chain.
    start_s : dict
        ``cold`` and ``warm``: process start to first result [s].
    means : dict
        Model -> mean time in the system of one replication [h]; M/M/1 5, Jackson 31.07 in theory.
    repetitions : int
        How often each tool ran.
    """

    events_per_s: dict[str, dict[str, float]] = field(default_factory=dict)
    ratios: dict[str, dict[str, float]] = field(default_factory=dict)
    guards_per_s: dict[int, float] = field(default_factory=dict)
    start_s: dict[str, float] = field(default_factory=dict)
    means: dict[str, float] = field(default_factory=dict)
    repetitions: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON has it."""
        return {
            "events_per_s": self.events_per_s,
            "start_s": self.start_s,
            "ratios": self.ratios,
            "guards_per_s": {str(n): rate for n, rate in self.guards_per_s.items()},
            "means_h": self.means,
            "repetitions": self.repetitions,
        }


def run_bench(
    *,
    repetitions: int = 3,
    start: bool = True,
    cold: bool = True,
    scale: float = 1.0,
    progress: Progress | None = None,
) -> BenchResult:
    """Measure all tools on all models.

    Parameters
    ----------
    repetitions : int
        How often; interleaved.
    start : bool
        Whether to measure start-up too.
    cold : bool
        Whether that includes compiling the kernel in a fresh cache.
    scale : float
        Length of the runs, as a share of the usual one; short runs say little about speed.
    progress : callable, optional
        Called with a line of text before each part.

    Returns
    -------
    result : BenchResult
        Best rates and median ratios.
    """
    say = progress if progress is not None else _silent
    result = BenchResult(repetitions=repetitions)
    with tempfile.TemporaryDirectory() as directory:
        program = native.build(Path(directory))
        runs = {name: _rates(name, program, result, scale) for name in MODELS}
        guards = {n: _guard_rate(n, scale) for n in GUARDS}
        found: dict[tuple[str, str], list[float]] = {}
        for repetition in range(repetitions):
            say(f"repetition {repetition + 1} of {repetitions}")
            for name, tools in runs.items():
                for tool, rate in tools.items():
                    found.setdefault((name, tool), []).append(rate())
            for n, rate in guards.items():
                best = max(result.guards_per_s.get(n, 0.0), rate())
                result.guards_per_s[n] = best
    for (name, tool), rates in found.items():
        result.events_per_s.setdefault(name, {})[tool] = max(rates)
    result.ratios = {name: _ratios(name, found) for name in MODELS}
    if start:
        say("start-up")
        result.start_s = start_seconds(cold=cold)
    return result


def _silent(line: str) -> None:
    """Say nothing."""


def _ratios(name: str, found: dict[tuple[str, str], list[float]]) -> dict[str, float]:
    pairs = (
        ("kernel", "simpy"),
        ("kernel", "c"),
        ("kernel_2_threads", "kernel"),
        ("reference", "simpy"),
    )
    out = {}
    for mine, theirs in pairs:
        a, b = found.get((name, mine)), found.get((name, theirs))
        if a and b:
            ratios = [x / y for x, y in zip(a, b, strict=True)]
            out[f"{mine}/{theirs}"] = statistics.median(ratios)
    return out


def _model(name: str, size: int) -> models.Model:
    if name == "mm1":
        return models.mm1(size)
    return models.jackson(size) if name == "jackson" else models.chain(size)


def _rates(name: str, program: Path | None, result: BenchResult, scale: float) -> dict[str, Rate]:
    """One function per tool that measures its rate once."""
    replications, size = _KERNEL[name]
    if name == "chain":
        replications = _scaled(replications, scale)
    else:
        size = _scaled(size, scale)
    net = _model(name, size).net
    result.means[name] = float(run_batch(net, None, (0, 1), pool=POOL).measures[0, 0, 0])
    rates: dict[str, Rate] = {
        "kernel": lambda: _kernel_rate(net, replications, 1),
        "kernel_2_threads": lambda: _kernel_rate(net, 2 * replications, 2),
    }
    slow = ReferenceModel(_model(name, _scaled(_REFERENCE[name], scale)).net)
    rates["reference"] = lambda: _reference_rate(slow)
    if peers.has_simpy():
        rates["simpy"] = lambda: _simpy_rate(name, _scaled(_SIMPY[name], scale))
    if program is not None:
        rates["c"] = lambda: _c_rate(program, name, _scaled(_C[name], scale))
    return rates


def _scaled(size: int, scale: float) -> int:
    return max(1, round(size * scale))


def _kernel_rate(net: Any, replications: int, threads: int) -> float:
    began = perf_counter()
    batch = run_batch(net, None, (0, replications), pool=POOL, threads=threads)
    seconds = perf_counter() - began
    assert not batch.faults()
    return float(batch.events.sum()) / seconds


def _reference_rate(model: ReferenceModel) -> float:
    began = perf_counter()
    run = Reference(model, trace=False).run()
    return run.events / (perf_counter() - began)


def _simpy_rate(name: str, size: int) -> float:
    peer = {"mm1": peers.simpy_mm1, "jackson": peers.simpy_jackson, "chain": peers.simpy_chain}
    began = perf_counter()
    events, _ = peer[name](size, 1)
    return events / (perf_counter() - began)


def _c_rate(program: Path, name: str, size: int) -> float:
    events, seconds, _ = native.run_program(program, name, size, 1)
    return events / seconds


def _guard_rate(guards: int, scale: float) -> Rate:
    net = models.chain(_scaled(_GUARDED_FILES, scale), guards=guards).net
    return lambda: _kernel_rate(net, 1, 1)
