"""Benchmarks: how fast both engines are beside SimPy and hand-written C, in one run."""

from tateyoko.bench.run import BenchResult, run_bench
from tateyoko.bench.table import format_table

__all__ = ["BenchResult", "format_table", "run_bench"]
