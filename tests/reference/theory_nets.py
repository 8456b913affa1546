"""Nets whose results are known exactly, and a way to run many replications of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tateyoko.engine.batch import run_batch
from tateyoko.net import Compiled, Net, codes

HOUR = 3_600_000
DAY = 24 * HOUR


def measured(
    net: Compiled, replications: int, *, until: int = codes.FOREVER, seed: int = 1, **row: float
) -> np.ndarray:
    """Measures of each replication, shape (R, M)."""
    batch = run_batch(net, net.rows(row), (0, replications), seed, until=until)
    assert not batch.faults()
    return batch.measures[0]


def queue(
    arrivals_per_h: float,
    services_per_h: float,
    servers: int = 1,
    customers: int = 100_000,
    *,
    quantile: float | None = None,
) -> Compiled:
    """M/M/c; measures: mean time and wait [h], share above 24 h, a quantile of the time [h]."""
    net = Net()
    net.param("arrivals", arrivals_per_h)
    net.param("services", services_per_h)
    net.param("servers", servers)
    net.state("waits", 0.0)
    net.state("long", 0.0)
    net.seat("server", "servers")
    serve = {
        "claim": ["server"],
        "start": ["waits = waits + waited"],
        "work": ("exp", f"{HOUR} / services"),
        "finish": [f"long = long + select(waited > 24 * {HOUR}, 1, 0)"],
    }
    net.job("customer", "serve", {"serve": serve})
    net.stream("arrivals.stream", "customer", ("exp", f"{HOUR} / arrivals"), count=customers)
    net.measure("time", f"time_sum(customer) / ended(customer) / {HOUR}")
    net.measure("wait", f"waits / ended(customer) / {HOUR}")
    net.measure("long", "long / ended(customer)")
    if quantile is not None:
        net.measure("quantile", f"sojourn(customer, {quantile}) / {HOUR}")
    return net.compile()


def priorities(first_per_h: float, second_per_h: float, *, levels: bool) -> Compiled:
    """Two classes at one server, mean service 1 h; measures: mean wait of each class [h]."""
    net = Net()
    net.seat("server")
    for level, (name, rate) in enumerate((("first", first_per_h), ("second", second_per_h))):
        net.state(f"waits_{name}", 0.0)
        step: dict[str, Any] = {
            "claim": ["server"],
            "start": [f"waits_{name} = waits_{name} + waited"],
            "work": ("exp", HOUR),
        }
        if levels:
            step["level"] = level
        net.job(name, "serve", {"serve": step})
        net.stream(name, name, ("exp", HOUR / rate), count=int(100_000 * rate))
        net.measure(name, f"waits_{name} / ended({name}) / {HOUR}")
    return net.compile()


def rework(p: float) -> Compiled:
    """One server with feedback; measure: mean total time [h]."""
    net = Net()
    net.param("p", p)
    net.seat("server")
    route = [("serve", "weight", "p"), ("end", "weight", "1 - p")]
    net.job(
        "file", "serve", {"serve": {"claim": ["server"], "work": ("exp", HOUR), "route": route}}
    )
    net.stream("files", "file", ("exp", HOUR / 0.6), count=100_000)
    net.measure("time", f"time_sum(file) / ended(file) / {HOUR}")
    return net.compile()


def delegation(escalated: float) -> Compiled:
    """Three desks, then a superior for a share of files; measures: total, superior's own [h]."""
    net = Net()
    net.param("escalated", escalated)
    net.state("above", 0.0)
    net.state("asked", 0.0)
    net.seat("desk", 3)
    net.seat("superior")
    steps = {
        "desk": {
            "claim": ["desk"],
            "work": ("exp", HOUR),
            "route": [("ask", "weight", "escalated"), ("end", "weight", "1 - escalated")],
        },
        "ask": {
            "claim": ["superior"],
            "work": ("exp", HOUR / 2),
            "finish": ["above = above + waited", "asked = asked + 1"],
        },
    }
    net.job("file", "desk", steps)
    net.stream("files", "file", ("exp", HOUR / 1.8), count=100_000)
    net.measure("time", f"time_sum(file) / ended(file) / {HOUR}")
    net.measure("above", f"above / max(1, asked) / {HOUR}")
    return net.compile()


def approvals(*, parallel: bool) -> Compiled:
    """Five approvals of 0.5 h on average, one after the other or all at once; measure: time [h]."""
    net = Net()
    work = ("exp", HOUR / 2)
    if parallel:
        steps = {
            "ask": {"start": ["spawn(approvals, approval, 5)"], "route": ["wait"]},
            "wait": {"when": "returned(approvals) == 5"},
        }
        net.job("file", "ask", steps, groups=("approvals",))
        net.job("approval", "read", {"read": {"work": work}}, parent="file")
    else:
        steps = {
            f"a{i}": {"work": work, "route": [f"a{i + 1}" if i < 4 else "end"]} for i in range(5)
        }
        net.job("file", "a0", steps)
    net.stream("files", "file", ("const", 0), count=1)
    net.measure("time", f"time_sum(file) / {HOUR}")
    return net.compile()


def jury(members: int, p: float) -> Compiled:
    """Members judge on their own and the majority decides; measure: whether it is right."""
    net = Net()
    net.state("right", 0.0)
    net.job("case", "ask", {"ask": {"start": [f"spawn(None, vote, {members})"]}})
    net.job("vote", "vote", {"vote": {"start": [f"right = right + draw(v, binomial, 1, {p})"]}})
    net.stream("cases", "case", ("const", 0), count=1)
    net.measure("majority", f"select(right > {members} / 2, 1, 0)")
    return net.compile()


def kill_chain(links: int) -> Compiled:
    """Links of 0.9 in a row; measure: whether all hold."""
    net = Net()
    net.mark("hit")
    steps: dict[str, Any] = {
        f"l{i}": {
            "work": ("const", 10),
            "route": [(f"l{i + 1}", "weight", 0.9), ("end", "weight", 0.1)],
        }
        for i in range(links)
    }
    steps[f"l{links}"] = {"start": ["mark(hit)"]}
    net.job("target", "l0", steps)
    net.stream("targets", "target", ("const", 0), count=1)
    net.measure("hit", "count(hit)")
    return net.compile()


def evacuation(per_day: float, cohorts: list[int]) -> Compiled:
    """Cohorts share a port's capacity; measure: when the last person has left [d]."""
    net = Net()
    net.param("per_day", per_day)
    net.state("present", 0.0)
    net.state("left_over", 0.0)
    for i, persons in enumerate(cohorts):
        step = {
            "start": ["present = present + 1"],
            "work": ("const", persons),
            "pace": f"per_day / {DAY} / max(1, present)",
            "finish": ["present = present - 1"],
        }
        net.job(f"cohort{i}", "leave", {"leave": step})
        net.stream(f"cohort{i}", f"cohort{i}", ("const", 0), count=1)
    times = ", ".join(f"time_max(cohort{i})" for i in range(len(cohorts)))
    last = f"max({times})" if len(cohorts) > 1 else times
    net.measure("days", f"{last} / {DAY}")
    net.measure("gone", " + ".join(f"ended(cohort{i}) * {n}" for i, n in enumerate(cohorts)))
    return net.compile()
