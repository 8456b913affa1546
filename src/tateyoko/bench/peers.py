"""The three benchmark models in SimPy, as one would write them there."""

from __future__ import annotations

import random
from collections.abc import Generator
from itertools import accumulate
from typing import Any

from tateyoko.bench.models import (
    FILES,
    JACKSON_ARRIVALS,
    JACKSON_SERVERS,
    JACKSON_WAYS,
    LEVELS,
    jackson_rates,
)

Process = Generator[Any, Any, None]
Outcome = tuple[int, float]

_COMMS, _LEGAL, _DECIDER = 12, 13, 14
_CHAIN_CAPACITY = [1] * 12 + [4, 1, 1]


def has_simpy() -> bool:
    """Whether SimPy is installed (extra ``bench``)."""
    try:
        import simpy  # noqa: F401
    except ImportError:
        return False
    return True


def simpy_mm1(customers: int, seed: int) -> Outcome:
    """Run M/M/1; returns events and mean time in the system [h]."""
    import simpy

    dice = random.Random(seed)
    env = simpy.Environment()
    server = simpy.Resource(env, 1)
    total = [0.0]

    def customer(born: float) -> Process:
        with server.request() as request:
            yield request
            yield env.timeout(dice.expovariate(1.0))
        total[0] += env.now - born

    def source() -> Process:
        for _ in range(customers):
            yield env.timeout(dice.expovariate(0.8))
            env.process(customer(env.now))

    env.process(source())
    env.run()
    return 2 * customers, total[0] / customers


def simpy_jackson(customers: int, seed: int) -> Outcome:
    """Run the Jackson network; returns events and mean time in the system [h]."""
    import simpy

    dice = random.Random(seed)
    rates, _ = jackson_rates()
    env = simpy.Environment()
    stations = [simpy.Resource(env, servers) for servers in JACKSON_SERVERS]
    ways = [
        list(zip(accumulate(targets.values()), targets, strict=True))
        for _, targets in sorted(JACKSON_WAYS.items())
    ]
    total, events = [0.0], [0]

    def customer(station: int) -> Process:
        born = env.now
        while station >= 0:
            with stations[station].request() as request:
                yield request
                yield env.timeout(dice.expovariate(rates[station]))
            events[0] += 1
            u = dice.random()
            station = next((j for share, j in ways[station] if u < share), -1)
        total[0] += env.now - born

    def source(station: int, rate: float, count: int) -> Process:
        for _ in range(count):
            yield env.timeout(dice.expovariate(rate))
            env.process(customer(station))

    arrived = 0
    for station, rate in JACKSON_ARRIVALS.items():
        count = int(customers * rate / sum(JACKSON_ARRIVALS.values()))
        arrived += count
        env.process(source(station, rate, count))
    env.run()
    return events[0] + arrived, total[0] / arrived


def simpy_chain(replications: int, seed: int) -> Outcome:
    """Run replications of the command chain; returns events and mean time of a file [h]."""
    dice = random.Random(seed)
    events, total = 0, 0.0
    for _ in range(replications):
        happened, mean = _one_chain(dice)
        events += happened
        total += mean
    return events, total / replications


def _one_chain(dice: random.Random) -> Outcome:
    import simpy

    env = simpy.Environment()
    seats = [simpy.PriorityResource(env, capacity) for capacity in _CHAIN_CAPACITY]
    auth, total, events = [0], [0.0], [0]
    durations = {
        "log": lambda: dice.expovariate(5.0),
        "assess": lambda: dice.lognormvariate(-1.0986, 0.6),
        "up": lambda: dice.expovariate(4.0),
        "prep": lambda: dice.triangular(0.1, 0.5, 0.2),
        "down": lambda: dice.expovariate(4.0),
        "impl": lambda: dice.expovariate(5.0),
        "legal": lambda: dice.triangular(0.5, 3.0, 1.0),
        "decide": lambda: dice.lognormvariate(-1.0986, 0.5),
    }

    def seat_of(what: str, level: int) -> int:
        if what in ("log", "impl"):
            return level
        if what in ("assess", "prep"):
            return LEVELS + level
        return {"up": _COMMS, "down": _COMMS, "legal": _LEGAL, "decide": _DECIDER}[what]

    def following(what: str, level: int, prio: int) -> tuple[str, int] | None:
        if what == "assess":
            if dice.random() < 0.1:
                return "log", level
            if level < LEVELS - 1:
                return "up", level
            needs_review = not (prio == 0 and auth[0] > 0) and dice.random() < 0.5
            return ("legal" if needs_review else "decide"), level
        if what == "legal":
            auth[0] += 1
        if what == "impl":
            return ("prep", level - 1) if level else None
        if what == "up":
            return "log", level + 1
        successor = {"log": "assess", "legal": "decide", "decide": "prep", "prep": "down"}
        return successor.get(what, "impl"), level

    def file(prio: int) -> Process:
        born = env.now
        where: tuple[str, int] | None = ("log", 0)
        while where is not None:
            what, level = where
            with seats[seat_of(what, level)].request(priority=prio) as request:
                yield request
                yield env.timeout(durations[what]())
            events[0] += 1
            where = following(what, level, prio)
        total[0] += env.now - born

    def source() -> Process:
        for _ in range(FILES):
            yield env.timeout(dice.expovariate(0.8))
            u = dice.random()
            env.process(file(0 if u < 0.2 else 1 if u < 0.6 else 2))

    env.process(source())
    env.run()
    return events[0] + FILES, total[0] / FILES
