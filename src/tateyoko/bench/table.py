"""A benchmark as a table in words."""

from __future__ import annotations

from tateyoko.bench.run import MODELS, TOOLS, BenchResult

_NAMES = {
    "kernel": "kernel, 1 thread",
    "kernel_2_threads": "kernel, 2 threads",
    "reference": "reference",
    "simpy": "SimPy",
    "c": "hand-written C",
}
_TITLES = {"chain": "chain", "jackson": "Jackson 8", "mm1": "M/M/1"}


def format_table(result: BenchResult) -> str:
    """Return the benchmark as text: rates, ratios, waiting guards, start-up.

    Parameters
    ----------
    result : BenchResult
        From `tateyoko.bench.run_bench`.
    """
    lines = [_line("thousand model events/s", [_TITLES[m] for m in MODELS])]
    for tool in TOOLS:
        cells = [_thousands(result.events_per_s.get(m, {}).get(tool)) for m in MODELS]
        lines.append(_line(_NAMES[tool], cells))
    for ratio in ("kernel/simpy", "kernel/c", "kernel_2_threads/kernel", "reference/simpy"):
        cells = [_times(result.ratios.get(m, {}).get(ratio)) for m in MODELS]
        lines.append(_line(" / ".join(_NAMES[name] for name in ratio.split("/")), cells))
    if result.guards_per_s:
        guards = ", ".join(f"{n}: {_thousands(r)}" for n, r in result.guards_per_s.items())
        lines.append(f"chain with so many waiting guards [thousand events/s]: {guards}")
    if result.start_s:
        starts = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in result.start_s.items())
        lines.append(f"process start to first result: {starts}")
    return "\n".join(lines)


def _line(label: str, cells: list[str]) -> str:
    return f"{label:40}" + "".join(f"{cell:>12}" for cell in cells)


def _thousands(rate: float | None) -> str:
    return "-" if rate is None else f"{rate / 1000:,.0f}"


def _times(ratio: float | None) -> str:
    if ratio is None:
        return "-"
    return f"{ratio:.0f}x" if ratio >= 10 else f"{ratio:.2f}x"
