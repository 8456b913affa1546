"""The three benchmark nets, and nets with waiting guards. One hour is 3,600,000 ms.

An *event* is one arrival or one end of work of the model, so that all tools share one denominator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tateyoko.net import Compiled, Net

HOUR_MS = 3_600_000
LEVELS = 6
FILES = 200

#: Open Jackson network of eight stations: routing, servers, arrivals per hour; every rho is 0.75.
JACKSON_WAYS: dict[int, dict[int, float]] = {
    0: {2: 0.6, 3: 0.4},
    1: {3: 0.5, 4: 0.5},
    2: {4: 0.2, 5: 0.7},
    3: {0: 0.1, 5: 0.3, 6: 0.6},
    4: {6: 0.5, 7: 0.5},
    5: {7: 0.5},
    6: {2: 0.1, 7: 0.4},
    7: {1: 0.1},
}
JACKSON_SERVERS = (1, 1, 1, 2, 1, 1, 2, 1)
JACKSON_ARRIVALS = {0: 0.5, 1: 0.3}
JACKSON_RHO = 0.75


@dataclass(frozen=True, slots=True)
class Model:
    """A compiled net and what its first measure should be, where theory knows it.

    Attributes
    ----------
    net : Compiled
        Measure 0 is the mean time in the system [h].
    theory : float or None
        Its exact value for an endless run.
    """

    net: Compiled
    theory: float | None


def mm1(customers: int) -> Model:
    """One server, utilisation 0.8; mean time in the system 5 service times."""
    net = Net()
    net.param("rate", 0.8)
    net.seat("server")
    net.job("customer", "serve", {"serve": {"claim": ["server"], "work": ("exp", HOUR_MS)}})
    net.stream("arrivals", "customer", ("exp", f"{HOUR_MS} / rate"), count=customers)
    net.measure("time", f"time_sum(customer) / max(1, ended(customer)) / {HOUR_MS}")
    return Model(net.compile(), 5.0)


def jackson_rates() -> tuple[list[float], float]:
    """Return service rates [1/h] that give each station its utilisation, and the mean time [h]."""
    ways = np.zeros((8, 8))
    for i, targets in JACKSON_WAYS.items():
        for j, share in targets.items():
            ways[i, j] = share
    arrivals = np.array([JACKSON_ARRIVALS.get(i, 0.0) for i in range(8)])
    flow = np.linalg.solve(np.eye(8) - ways.T, arrivals)
    rates = [float(flow[i]) / (JACKSON_SERVERS[i] * JACKSON_RHO) for i in range(8)]
    rho = JACKSON_RHO
    present = sum(
        rho / (1 - rho) if servers == 1 else 2 * rho + 2 * rho**3 / (1 - rho**2)
        for servers in JACKSON_SERVERS
    )
    return rates, present / float(arrivals.sum())


def jackson(customers: int) -> Model:
    """Eight stations with feedback, two of them with two servers."""
    rates, theory = jackson_rates()
    net = Net()
    steps: dict[str, dict[str, Any]] = {}
    for i in range(8):
        net.seat(f"s{i}", JACKSON_SERVERS[i])
        route = [(f"s{j}", "weight", share) for j, share in JACKSON_WAYS[i].items()]
        leaving = 1.0 - sum(JACKSON_WAYS[i].values())
        if leaving > 1e-9:
            route.append(("end", "weight", leaving))
        steps[f"s{i}"] = {"claim": [f"s{i}"], "work": ("exp", HOUR_MS / rates[i]), "route": route}
    total = sum(JACKSON_ARRIVALS.values())
    for i, rate in JACKSON_ARRIVALS.items():
        net.job(f"customer{i}", f"s{i}", steps)
        count = int(customers * rate / total)
        net.stream(f"arrivals{i}", f"customer{i}", ("exp", HOUR_MS / rate), count=count)
    net.measure(
        "time",
        f"(time_sum(customer0) + time_sum(customer1)) / "
        f"max(1, ended(customer0) + ended(customer1)) / {HOUR_MS}",
    )
    return Model(net.compile(), theory)


def chain(files: int = FILES, *, guards: int = 0) -> Model:
    """Six-level report chain up, legal review, decision, order chain down; 15 seats, 3 priorities.

    Parameters
    ----------
    files : int
        Number of files; a new one every 1.25 h on average.
    guards : int
        So many other jobs wait behind guards on values that nobody writes, each its own.
    """
    net = Net()
    net.state("auth", 0.0)
    net.param("rework", 0.1)
    net.param("comms", 4)
    for level in range(LEVELS):
        net.seat(f"clerk{level}")
        net.seat(f"officer{level}")
    net.seat("comms", "comms")
    net.seat("legal")
    net.seat("decider")
    net.job("file", "arrive", _chain_steps(), attrs=("prio",))
    net.stream("files", "file", ("exp", 1.25 * HOUR_MS), count=files)
    if guards:
        _add_guards(net, guards)
    net.measure("time", f"time_sum(file) / max(1, ended(file)) / {HOUR_MS}")
    return Model(net.compile(), None)


def _chain_steps() -> dict[str, dict[str, Any]]:
    prio = "select(job.prio < 0.2, 0, select(job.prio < 0.6, 1, 2))"
    steps: dict[str, dict[str, Any]] = {
        "arrive": {
            "start": ["job.prio = draw(prio, uniform, 0, 1)", f"job.prio = {prio}"],
            "route": ["log0"],
        }
    }

    def add(name: str, seat: str, work: tuple[Any, ...], route: list[Any]) -> None:
        steps[name] = {"claim": [seat], "level": "job.prio", "work": work, "route": route}

    def logn(mu: float, sd: float) -> tuple[Any, ...]:
        return ("logn", f"{mu} + log({HOUR_MS})", sd)

    def tri(low: float, mode: float, high: float) -> tuple[Any, ...]:
        return ("tri", low * HOUR_MS, mode * HOUR_MS, high * HOUR_MS)

    top = LEVELS - 1
    for i in range(LEVELS):
        above = f"up{i}" if i < top else "gate"
        add(f"log{i}", f"clerk{i}", ("exp", 0.2 * HOUR_MS), [f"assess{i}"])
        route = [(f"log{i}", "weight", "rework"), (above, "weight", "1 - rework")]
        add(f"assess{i}", f"officer{i}", logn(-1.0986, 0.6), route)
        add(f"up{i}", "comms", ("exp", 0.25 * HOUR_MS), [f"log{min(i + 1, top)}"])
        add(f"prep{i}", f"officer{i}", tri(0.1, 0.2, 0.5), [f"down{i}"])
        add(f"down{i}", "comms", ("exp", 0.25 * HOUR_MS), [f"impl{i}"])
        add(f"impl{i}", f"clerk{i}", ("exp", 0.2 * HOUR_MS), [f"prep{i - 1}" if i else "end"])
    steps["gate"] = {
        "route": [
            ("decide", "if", "job.prio == 0 and auth > 0"),
            ("legal", "weight", 0.5),
            ("decide", "weight", 0.5),
        ]
    }
    add("legal", "legal", tri(0.5, 1.0, 3.0), ["decide"])
    steps["legal"]["finish"] = ["auth = auth + 1"]
    add("decide", "decider", logn(-1.0986, 0.5), [f"prep{top}"])
    return steps


def _add_guards(net: Net, guards: int) -> None:
    for i in range(guards):
        net.state(f"closed{i}")
    sleeps = {f"s{i}": {"when": f"closed{i} == 1"} for i in range(guards)}
    first = {"a": {"route": [(f"s{i}", "if", f"job.about == {i}") for i in range(guards)]}}
    net.job("sleeper", "a", {**sleeps, **first})
    net.job("cradle", "a", {"a": {"start": [f"spawn(None, sleeper, {guards})"]}})
    net.stream("cradles", "cradle", ("const", 0), count=1)
