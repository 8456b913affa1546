"""Compiling the kernel before it is needed, and finding out whether that has been done."""

from __future__ import annotations

from time import perf_counter

from tateyoko.net.builder import Net


def is_warm() -> bool:
    """Return whether the kernel of these sources lies compiled in the cache."""
    from tateyoko.engine.kernel_cache import cache_directory, fingerprint

    return any((cache_directory() / fingerprint()).glob("*.nbc"))


def warm_up() -> float:
    """Compile the kernel, or load it from the cache, by running a net of one job.

    Returns
    -------
    seconds : float
        What it took.
    """
    from tateyoko.engine.batch import run_batch

    began = perf_counter()
    net = Net()
    net.job("file", "read", {"read": {"work": ("exp", 1000.0)}})
    net.stream("post", "file", ("const", 0), count=1)
    net.measure("files", "ended(file)")
    batch = run_batch(net.compile())
    assert batch.measures[0, 0, 0] == 1.0
    return perf_counter() - began
