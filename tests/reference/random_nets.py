"""Random nets that mix everything a net can hold, with a parameter row, commands and a horizon."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import Any

from tateyoko.net import Compiled, Net, codes
from tateyoko.net.command import Command

SEATS_AT_MOST = 5
LONG = 1500

GUARDS = [
    "alert > 1 or done > 4",
    "truth",
    "not truth",
    "busy(s0) < 2",
    "queue(s1) <= 1",
    "belief[1, 0] < 2",
    "at_least(2, truth, alert > 0, done > 2)",
    "alert <= 3",
    "switch == 0 or done >= 2",
    "belief[min(job.about, 2), 1] < 3",
    "count(seen) < 40",
    "roll(nerve, job) < 0.8",
    "unknown(truth) or holds(truth)",
]
PROGRAMS = [
    "alert = alert + 1",
    "alert = max(0, alert - 1)",
    "rate = draw(rate, uniform, 0.2, 2)",
    "truth = select(draw(t, bernoulli, 0.5), 1, 0.5)",
    "staff = 1 + floor(draw(staff, uniform, 0, 3))",
    "belief[min(job.about, 2), 1] = belief[min(job.about, 2), 1] + 1",
    "belief[1, 0] = draw(b, tri, 0, 1, 4)",
    "done = done + 1",
    "mark(seen)",
    "job.x = now / 1000 + roll(bias, root)",
    "load[2] = exp(log(1 + alert))",
    "release()",
    "release(s0)",
    "done = select(has_bits(5, 4), done + 0.5, 0)",
    "done = draw(hits, binomial, 4, 0.4)",
    "job.x = through(office, now, 500) - next(office, now)",
    "job.x = waited + curve(effort, alert) + floor(0 - 1.5) + ceil(rate) + abs(0 - 2)"
    " + roll(era, world)",
]
PICKS = ["first", "random", "random", "1 + load[1]", "load[min(job.about, 3)]"]
CAPACITIES = [
    "1",
    "2",
    "staff",
    "select(alert > 2, 0, 1)",
    "max(1, 3 - alert)",
    "floor(staff * 1.5)",
]
PACES = [
    "rate",
    "select(alert > 2, 0, 1)",
    "1 / (1 + busy(s0))",
    "rate * curve(effort, queue(s0))",
    "job.x - job.x + rate",
]


@dataclass
class Example:
    """A net ready to be run by both engines."""

    net: Compiled
    row: Any
    script: list[Command]
    until: int
    seed: int
    carried: dict[int, float] = field(default_factory=dict)
    packed: Any = None  # the net as the kernel reads it, once it has


def random_net(seed: int) -> tuple[Net, list[Command], int]:
    """Return a random net, its script and its horizon."""
    r = random.Random(seed)
    writer = _Writer(r)
    return writer.net, writer.script(), r.choice([codes.FOREVER, codes.FOREVER, 8000])


def random_example(seed: int) -> Example:
    """Return a random net with a row, and with people who choose and cancel."""
    from tateyoko.engine.reference import Reference

    source, script, until = random_net(seed)
    net = source.compile(check=False)
    r = random.Random(seed + 1)
    switch, gap = float(r.randint(0, 1)), r.choice([15.0, 200.0, 500.0])
    row = net.rows({"switch": switch, "gap": gap})[0]
    carried = random_values(net, seed)
    first = Reference(net, row, seed, 0, script=script, until=until, carried=carried).run(LONG)
    if first.events == LONG:
        until = first.now  # some nets breed without end
    for time, kind, element, name, _ in first.trace or ():
        later = time + r.randint(0, 3000)
        if kind == codes.OPEN and r.random() < 0.7:
            visit, way = r.randint(0, 1), r.randint(0, 1)
            script.append((later, "choose", name, net.step_ids[element], visit, way))
        elif kind == codes.BORN and r.random() < 0.03:
            script.append((later, "cancel", name))
    return Example(net, row, script, until, seed, carried)


def random_values(net: Compiled, seed: int) -> dict[int, float]:
    """Return what another net hands over: nothing, something, everything, rarely a gap."""
    r = random.Random(seed + 2)
    share = r.choice([0.0, 0.5, 1.0])
    values = {cell: r.choice([0.0, 1.0, 2.5]) for cell in net.carry_cells if r.random() < share}
    for cell in values:
        if cell in net.truths:
            values[cell] = r.choice([0.0, 0.5, 1.0])
    if values and r.random() < 0.05:
        values[next(iter(values))] = math.nan
    return values


class _Writer:
    """Writes one random net."""

    def __init__(self, r: random.Random) -> None:
        self.r = r
        self.net = Net()
        self.seats = [f"s{i}" for i in range(r.randint(2, SEATS_AT_MOST))]
        self.values()
        for seat in self.seats:
            self.net.seat(
                seat,
                capacity=r.choice(CAPACITIES),
                pick=r.choice(PICKS),
                tray=r.choice([codes.UNBOUNDED, codes.UNBOUNDED, 3, 1]),
                pre_empt=self.chance(0.3),
                falls=r.choice(["finish", "suspend"]),
            )
        self.jobs()
        self.starts()
        self.measures()

    def chance(self, p: float) -> bool:
        return self.r.random() < p

    def values(self) -> None:
        n, r = self.net, self.r
        n.param("scale", 1.0)
        n.param("gap", r.choice([20.0, 300.0, 700.0, 1500.0]))
        n.param("switch", float(r.randint(0, 1)))
        n.derived("half_gap", "gap / 2")
        n.carry("alert", 0.0)
        n.state("rate", 1.0)
        n.state("staff", r.choice([1.0, 2.0, 3.0, "1 + switch"]))
        n.carry("truth", 0.5, truth=True)
        n.state("done", 0.0)
        n.carry("belief", 0.0, shape=(3, 2))
        n.table("load", 4, [0.0, 1.0, 2.0, 3.0])
        n.curve("effort", [0, 1, 3, 10], [0.5, 1.0, 1.5, 2.0])
        n.mark("seen", "ordered", "over")
        period, opened = r.choice(
            [(5000, [(1000, 2500), (3000, 4200)]), (50, [(10, 25), (30, 42)])]
        )
        closed = [(1200, 1900, False), (2600, 2700, True)] if period == 5000 else []
        n.calendar("office", period, opened, closed if self.chance(0.3) else [])

    def work(self) -> Any:
        r = self.r
        return r.choice(
            [
                ("const", r.randint(0, 400)),
                ("exp", "half_gap"),
                ("uniform", 10, "gap"),
                ("tri", 10, 100, 900),
                ("logn", 5, 0.8),
                ("weibull", "300 * scale", 1.4),
                ("const", 200),
            ]
        )

    def claim(self) -> list[Any]:
        r, seats = self.r, self.seats
        if self.chance(0.3):
            return []
        if self.chance(0.5):
            return [r.choice(seats)]
        if self.chance(0.3):
            return [{"of": r.sample(seats, min(len(seats), 3)), "index": "min(job.about, 1)"}]
        some = r.sample(seats, len(seats))
        k = r.randint(1, max(1, len(some) - 1))
        group: dict[str, Any] = {"k": r.randint(1, k), "of": some[:k]}
        if self.chance(0.4) and k <= 4:
            group["prefer"] = r.choice(["queue(s0)", "load[elem]", "0 - elem"])
        out: list[Any] = [group]
        if len(some) > k and self.chance(0.6):
            out.append({"of": some[k:]})
        return out

    def steps(self, names: list[str], kind: str) -> dict[str, dict[str, Any]]:
        out: dict[str, dict[str, Any]] = {}
        for i, name in enumerate(names):
            later = [*names[i + 1 :], "end"]
            step = self.step(kind, later)
            waiting = f"{name}w"
            if kind == "root" and self.chance(0.5):
                step.setdefault("start", []).append(
                    self.r.choice(
                        [
                            "spawn(team, child, 2)",
                            "spawn(team, child, floor(1 + roll(size, job) * 3))",
                            "spawn_each(team, child, 0, 2, 7)",
                            "spawn(None, loner, 1)",
                            "spawn(watchers, child, 1, 5)",
                        ]
                    )
                )
                if self.chance(0.5):
                    out[waiting] = self.waiting_step(later)
            step["route"] = [waiting] if waiting in out else self.route(name, later)
            if self.chance(0.2):
                step["open"] = self.r.choice(["switch == 1", "roll(person, job) < 0.5"])
                limit, _, target = step.get("patience", ("2500", "step", self.r.choice(later)))
                step["patience"] = (limit, "step", target)
            out[name] = step
        return out

    def step(self, kind: str, later: list[str]) -> dict[str, Any]:
        r, step = self.r, {}
        if self.chance(0.4):
            step["when"] = r.choice(GUARDS + (["job.x < 3"] if kind == "root" else []))
        step["claim"] = self.claim()
        if self.chance(0.5):
            step["level"] = r.choice(
                ["job.about", "floor(roll(rank, job) * 4)", "2", "select(alert > 1, 0, 3)"]
            )
        if self.chance(0.8):
            step["work"] = self.work()
            if self.chance(0.2):
                step["factor"] = r.choice(
                    ["1 + job.about / 2", "rate + 0.1", "scale", "curve(effort, alert)"]
                )
            if self.chance(0.2):
                step["calendar"] = "office"
            elif self.chance(0.4):
                step["pace"] = r.choice(PACES + (["1 + alive(team)"] if kind == "root" else []))
        if self.chance(0.35):
            limit = r.choice(["gap", "100 + job.about * 50", "0", "1500"])
            step["patience"] = (limit, r.choice(["wait", "step"]), r.choice(later))
        if self.chance(0.5):
            step["start"] = r.sample(PROGRAMS, r.randint(1, 3))
        if self.chance(0.6):
            step["finish"] = r.sample(PROGRAMS, r.randint(1, 3))
        if kind == "child" and self.chance(0.4):
            line = r.choice(["parent.x = parent.x + 1", "parent.x = root.x + job.about"])
            step.setdefault("finish", []).append(line)
        if self.chance(0.12):
            other = "root" if kind != "root" else "loner"
            line = r.choice(["cancel(job, alert > 2)", f"cancel_about({other}, job.about)"])
            step.setdefault("finish", []).append(line)
        if self.chance(0.15):
            step["keep"] = True
        if self.chance(0.3):
            step["void"] = r.choice(later)
        if self.chance(0.5):
            step["missed"] = r.choice(later)
        step["firm"] = self.chance(0.3)
        return step

    def waiting_step(self, later: list[str]) -> dict[str, Any]:
        r = self.r
        return {
            "when": r.choice(
                ["returned(team) >= 1", "alive(team) == 0", "returned(team) >= 2 or job.x > 3"]
            ),
            "start": [r.choice(["cancel(team)", "cancel(team, alert > 0)", "mark(over)"])],
            "route": [r.choice(later)],
            "patience": ("3000", "wait", r.choice(later)),
        }

    def route(self, name: str, later: list[str]) -> list[Any]:
        r = self.r
        route: list[Any] = [r.choice(later)]
        if self.chance(0.5):
            guard = r.choice(["alert > 1", "job.x > 2", "busy(s1) > 0"])
            route = [(r.choice(later), "if", guard), *route]
        if self.chance(0.5):
            route.append((r.choice(later), "weight", r.choice(["0.5", "alert", "1 + rate"])))
        if self.chance(0.15):
            route.append((name, "weight", "0.2"))
        return route

    def jobs(self) -> None:
        n, r, names = self.net, self.r, ["a", "b", "c", "d", "e"]
        n.job(
            "root",
            "a",
            self.steps(names[: r.randint(2, 5)], "root"),
            attrs=("x",),
            groups=("team", "watchers"),
        )
        n.job("child", "a", self.steps(names[: r.randint(1, 3)], "child"), ("x",), parent="root")
        n.job("loner", "a", self.steps(names[: r.randint(1, 3)], "loner"), ("x",))

    def starts(self) -> None:
        n, r = self.net, self.r
        rate = r.choice([None, "rate"])
        ceiling = None if rate is None else 2.0
        count = r.choice([r.randint(5, 25), f"{r.randint(5, 20)} + switch"])
        n.stream("arrivals", "root", ("exp", "gap"), count=count, rate=rate, ceiling=ceiling)
        n.stream(
            "noise",
            "loner",
            r.choice([("exp", "gap * 2"), ("exp", "gap * 2"), ("const", "gap")]),
            count=r.randint(2, 10),
            about=r.choice([0, 1, 2]),
        )
        if self.chance(0.7):
            when = r.choice(["alert >= 2", "belief[elem, 1] > 1", "done > 3 and truth"])
            n.watch("w1", when, "loner", over=3)
        if self.chance(0.5):
            n.watch("w2", r.choice(["queue(s0) > 1", "busy(s1) > 0", "truth"]), "loner")

    def measures(self) -> None:
        n = self.net
        n.measure("mean", "time_sum(root) / max(1, ended(root))")
        n.measure("busy", "integral(busy(s0))")
        n.measure("alert", "integral(alert)")
        n.measure("seen", "last(seen) + count(over) + first(ordered)")
        n.measure("median", "sojourn(root, 0.5)")
        n.measure("tail", "sojourn(loner, 0.9) + sojourn('root', switch)")
        if self.chance(0.04):
            n.measure("bad", "1 / (alert - alert)")

    def script(self) -> list[Command]:
        r = self.r
        script: list[Command] = []
        for _ in range(r.randint(0, 6)):
            value, number = r.choice(["alert", "rate", "staff"]), r.choice([0, 1, 0.5, 2, 3])
            script.append((r.randint(0, 9000), "set", value, number))
        if self.chance(0.5):
            script.append((r.randint(0, 9000), "set", "truth", r.choice([0, 0.5, 1])))
        for i in range(r.randint(0, 3)):
            script.append((r.randint(0, 9000), "start", "loner", f"inject{i}", r.randint(0, 2)))
        return script
