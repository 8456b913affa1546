"""Small nets aimed at rules and faults that random nets seldom meet."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tateyoko.net import Net, codes
from tateyoko.net.command import Command
from tests.reference.random_nets import Example

Maker = Callable[[], tuple[Net, list[Command]]]
NETS: dict[str, Maker] = {}
#: What a net is handed by another, by name.
CARRIED: dict[str, dict[str, float]] = {}
#: Faults that a net is made for.
FAULTS: dict[str, str] = {}


def directed(maker: Maker) -> Maker:
    """List a net under the name of its function."""
    NETS[maker.__name__] = maker
    return maker


def directed_example(name: str) -> Example:
    """Return a directed net ready to be run."""
    source, script = NETS[name]()
    net = source.compile(check=False)
    carried = {net.cell_of[id]: value for id, value in CARRIED.get(name, {}).items()}
    return Example(net, net.rows({})[0], script, codes.FOREVER, 11, carried)


def one_job(step: dict[str, Any], *, attrs: tuple[str, ...] = (), count: int = 2) -> Net:
    net = Net()
    net.state("x", 0.0)
    net.table("t", 2)
    net.param("zero", 0.0)
    net.job("j", "a", {"a": step}, attrs=attrs)
    net.stream("s", "j", ("const", 5), count=count)
    net.measure("ended", "ended(j)")
    return net


def _faulty(name: str, code: str, step: dict[str, Any], *, count: int = 2) -> None:
    def make() -> tuple[Net, list[Command]]:
        return one_job(step, count=count), []

    NETS[name] = make
    FAULTS[name] = code


_faulty("division", "division", {"start": ["x = 1 / x"]})
_faulty("logarithm_of_zero", "nan", {"start": ["x = log(x)"]})
_faulty("table_index", "index", {"start": ["x = t[5 + x]"]})
_faulty("table_write", "index", {"finish": ["t[0 - 1 - x] = 1"]})
_faulty("negative_factor", "negative", {"work": ("const", 1), "factor": "x - 1"})
_faulty("negative_pace", "negative", {"work": ("const", 1), "pace": "x - 1"})
_faulty("negative_patience", "negative", {"patience": ("x - 1", "step", "end")})
_faulty("no_weight", "negative", {"route": [("a", "weight", "x"), ("end", "weight", "x")]})
_faulty("endless_settling", "settles", {"route": ["a"]})
_faulty("endless_visits", "visits", {"work": ("const", 1), "route": ["a"]}, count=1)
_faulty(
    "bits_of_a_fraction_below_zero", "range", {"start": ["x = select(has_bits(x - 1, 1), 1, 0)"]}
)
_faulty("too_many_spawned", "range", {"start": ["spawn(None, j, 70000 + x)"]})
_faulty("bad_binomial", "nan", {"start": ["x = draw(n, binomial, 5, 2 + x)"]})
_faulty("guard_divides", "division", {"when": "1 / x > 0"})
_faulty("infinite_minus_infinite", "nan", {"start": ["x = exp(1000) - exp(1000)"]})


@directed
def carried_from_a_run_with_a_fault() -> tuple[Net, list[Command]]:
    """CARRY-3: the second of two values is missing."""
    net = one_job({})
    net.carry("trust", 0.5)
    net.carry("ships", 1.0, shape=2)
    return net, []


CARRIED["carried_from_a_run_with_a_fault"] = {"trust": 0.25, "ships[1]": math.nan}
FAULTS["carried_from_a_run_with_a_fault"] = "carry"


@directed
def carried_values_are_there_from_the_start() -> tuple[Net, list[Command]]:
    """CARRY-1: capacities, watchers, integrals and the first events see what was handed over."""
    net = Net()
    net.param("ships", 1.0)
    net.carry("crews", "ships * 2")
    net.carry("alarm", 0.5, truth=True)
    net.carry("stock", [1.0, "ships"], shape=2)
    net.seat("crew", "crews")
    step = {"claim": ["crew"], "work": ("exp", 40), "finish": ["stock[1] = stock[1] - 0.5"]}
    net.job("sortie", "go", {"go": {**step, "when": "stock[1] > 0"}})
    net.watch("alarm", "alarm", "sortie")
    net.stream("sorties", "sortie", ("exp", 10), count=30)
    net.measure("stock", "integral(stock[1])")
    return net, [(60, "set", "crews", 1.0)]


CARRIED["carried_values_are_there_from_the_start"] = {"crews": 3.0, "alarm": 1.0, "stock[1]": 9.0}


@directed
def sojourns_in_every_bin() -> tuple[Net, list[Command]]:
    """VALUE-6, VALUE-7: from 0 ms to years, read at every share; nobody of the last type ends."""
    net = Net()
    net.param("share", 0.75)
    work = {"work": ("logn", 9, 7)}
    net.job("long", "a", {"a": work})
    net.job("short", "a", {"a": {"work": ("uniform", 0, 20)}})
    net.job("never", "a", {"a": {}})
    net.stream("longs", "long", ("const", 1), count=900)
    net.stream("shorts", "short", ("const", 1), count=200)
    for i in range(21):
        net.measure(f"long {i}", f"sojourn(long, {i / 20})")
    for i in range(21):
        net.measure(f"short {i}", f"sojourn(short, {i} / 20)")
    net.measure("never", "sojourn(never, share)")
    return net, []


@directed
def claim_index() -> tuple[Net, list[Command]]:
    net = one_job({"claim": [{"of": ["p", "q"], "index": "2 + x"}]})
    net.seat("p")
    net.seat("q")
    return net, []


FAULTS["claim_index"] = "index"


@directed
def negative_capacity() -> tuple[Net, list[Command]]:
    net = one_job({"claim": ["p"], "work": ("const", 3), "finish": ["x = x + 1"]})
    net.seat("p", "1 - x")
    return net, [(30, "set", "x", 3.0)]


FAULTS["negative_capacity"] = "negative"


@directed
def huge_capacity() -> tuple[Net, list[Command]]:
    net = one_job({"claim": ["p"], "work": ("const", 3)})
    net.seat("p", "1 + x")
    return net, [(30, "set", "x", 1e13)]


FAULTS["huge_capacity"] = "range"


@directed
def negative_pick_weight() -> tuple[Net, list[Command]]:
    net = one_job({"claim": ["p"], "work": ("const", 30)}, count=4)
    net.seat("p", pick="x - 1")
    return net, []


FAULTS["negative_pick_weight"] = "negative"


@directed
def negative_gap() -> tuple[Net, list[Command]]:
    net = one_job({})
    net.param("gap", -3.0)
    net.stream("bad", "j", ("const", "gap"), count=3)
    return net, []


FAULTS["negative_gap"] = "negative"


@directed
def thirteen_kept_seats() -> tuple[Net, list[Command]]:
    net = Net()
    names = [f"s{i:02d}" for i in range(13)]
    steps: dict[str, dict[str, Any]] = {}
    for i, name in enumerate(names):
        net.seat(name)
        route = [names[i + 1] if i < 12 else "end"]
        steps[name] = {"claim": [name], "work": ("const", 1), "keep": True, "route": route}
    net.job("j", names[0], steps)
    net.stream("s", "j", ("const", 5), count=1)
    return net, []


FAULTS["thirteen_kept_seats"] = "pool"


@directed
def smallest_work() -> tuple[Net, list[Command]]:
    """WORK-3: what is left after 3 ms at pace 0.1 is 5e-7 and counts as nothing."""
    net = Net()
    net.state("pace", 0.1)
    for name, work in (("j", 0.3000005), ("k", 0.8)):
        net.job(name, "a", {"a": {"work": ("const", work), "pace": "pace"}})
        net.stream(name, name, ("const", 10), count=1)
    return net, [(13, "set", "pace", 0.05)]


@directed
def guard_false_on_resume() -> tuple[Net, list[Command]]:
    """PICK-4: a paused job goes on though its guard fails; a queued one does not (PICK-3)."""
    net = Net()
    net.state("gate", 1.0)
    net.seat("p", pre_empt=True)
    step = {"when": "gate == 1", "claim": ["p"], "level": "job.about", "work": ("const", 100)}
    net.job("j", "a", {"a": {**step, "finish": ["gate = 1"]}})
    net.job("urgent", "a", {"a": {"claim": ["p"], "work": ("const", 20)}})
    net.stream("s", "j", ("const", 5), count=3, about=3)
    script: list[Command] = [(40, "set", "gate", 0.0), (50, "start", "urgent", "u", 0)]
    return net, script


@directed
def void_order() -> tuple[Net, list[Command]]:
    """PICK-3: an order whose basis has gone while it waited leaves by ``void``."""
    net = Net()
    net.state("basis", 1.0)
    net.seat("p")
    order = {"when": "basis == 1", "claim": ["p"], "work": ("const", 40), "void": "file"}
    net.job("order", "a", {"a": order, "file": {"work": ("const", 3)}})
    net.stream("orders", "order", ("const", 10), count=4)
    return net, [(25, "set", "basis", 0.5)]


@directed
def two_picks_from_one_release() -> tuple[Net, list[Command]]:
    """DICE-5: one visit frees two places, and two of five waiting jobs are drawn with its dice."""
    net = Net()
    net.seat("p", 2, pick="random")
    both = [["p"], ["p"]]
    net.job("pair", "a", {"a": {"claim": both, "work": ("const", 50)}})
    net.job("single", "a", {"a": {"claim": ["p"], "work": ("exp", 30)}})
    net.stream("pairs", "pair", ("const", 80), count=6)
    net.stream("singles", "single", ("const", 13), count=40)
    return net, []


@directed
def calendar_edges() -> tuple[Net, list[Command]]:
    """CAL-1, CAL-2: asked at the very opening and closing times, across periods."""
    net = Net()
    net.calendar("office", 20, [(5, 9), (12, 20)])
    lines = ["job.a = next(office, now)", "job.b = through(office, now, 4)"]
    lines += ["job.c = through(office, now, 12)", "job.d = through(office, now, 0)"]
    step = {"start": lines, "work": ("const", 4), "calendar": "office", "route": ["stay"]}
    net.state("never", 0.0)
    net.job("j", "s", {"s": step, "stay": {"when": "never > 0"}}, attrs=tuple("abcd"))
    net.stream("s", "j", ("const", 1), count=45)
    return net, []


@directed
def fractional_patience() -> tuple[Net, list[Command]]:
    """STEP-1: patience is rounded up to whole ms."""
    net = one_job({"when": "x > 0", "patience": ("2.5", "wait", "end")}, count=4)
    return net, [(13, "set", "x", 1.0), (14, "set", "x", 0.0)]


@directed
def one_of_two_kept_seats() -> tuple[Net, list[Command]]:
    """PROG-5: one kept seat is released, the other stays kept to the end."""
    net = Net()
    net.seat("p")
    net.seat("q")
    steps = {
        "a": {"claim": ["p"], "work": ("const", 3), "keep": True, "route": ["b"]},
        "b": {"claim": ["q"], "work": ("const", 3), "keep": True, "route": ["c"]},
        "c": {"work": ("const", 4), "finish": ["release(p)"], "route": ["d"]},
        "d": {"work": ("const", 9)},
    }
    net.job("j", "a", steps)
    net.stream("s", "j", ("const", 2), count=5)
    return net, []


@directed
def touched_twice() -> tuple[Net, list[Command]]:
    """JOB-6: a parent to which a child writes twice is tested once."""
    net = Net()
    waiting = {"start": ["spawn(team, child, 1)"], "route": ["b"]}
    steps = {"a": waiting, "b": {"when": "job.x > 100"}}
    net.job("root", "a", steps, attrs=("x",), groups=("team",))
    lines = ["parent.x = parent.x + 1", "parent.x = parent.x + 1"]
    net.job("child", "a", {"a": {"work": ("const", 5), "finish": lines}}, parent="root")
    net.stream("s", "root", ("const", 10), count=2)
    return net, []


@directed
def parked() -> tuple[Net, list[Command]]:
    """WORK-2: work without end in sight, by pace, by length and by calendar."""
    net = Net()
    net.state("pace", 0.0)
    net.calendar("rare", 10**9, [(0, 1)])
    net.job("idle", "a", {"a": {"work": ("const", 5), "pace": "pace"}})
    net.job("long", "a", {"a": {"work": ("const", 5e15)}})
    net.job("closed", "a", {"a": {"work": ("const", 5e6), "calendar": "rare"}})
    for name in ("idle", "long", "closed"):
        net.stream(name, name, ("const", 7), count=2)
    net.stream("never", "idle", ("const", 1e16), count=2)
    return net, [(100, "set", "pace", 1e-300), (200, "set", "pace", 2.5)]


@directed
def everything_in_one_millisecond() -> tuple[Net, list[Command]]:
    """TIME-2: end of work, arrival, command and deadline fall together."""
    net = Net()
    net.state("x", 0.0)
    net.job(
        "j",
        "a",
        {
            "a": {
                "work": ("const", 10),
                "patience": ("10", "step", "b"),
                "finish": ["x = x + 1"],
                "route": ["c"],
            },
            "b": {"finish": ["x = x * 10"]},
            "c": {"when": "x > 100", "patience": ("10", "wait", "b")},
        },
    )
    net.stream("s", "j", ("const", 10), count=3)
    net.measure("x", "x")
    return net, [(20, "set", "x", 7.0), (20, "start", "j", "k", 1), (30, "set", "x", 200.0)]


@directed
def families() -> tuple[Net, list[Command]]:
    """JOB-4 to JOB-7: parents that end, are cancelled, or cancel; grandchildren; dying parents."""
    net = Net()
    net.job(
        "root",
        "a",
        {
            "a": {"start": ["spawn(team, child, 3)"], "work": ("exp", 40), "route": ["b"]},
            "b": {
                "when": "returned(team) >= 1",
                "start": ["cancel(team)"],
                "work": ("const", 5),
                "finish": ["spawn(team, child, 2, 7)"],
            },
        },
        groups=("team",),
    )
    net.job(
        "child",
        "a",
        {
            "a": {"start": ["spawn(own, grandchild, 2)"], "work": ("exp", 60), "route": ["b"]},
            "b": {"finish": ["cancel(job, job.about == 1)", "cancel_about(root, 0)"]},
        },
        groups=("own",),
        parent="root",
    )
    net.job("grandchild", "a", {"a": {"work": ("exp", 50)}}, parent="child")
    net.stream("s", "root", ("exp", 100), count=6)
    net.measure("ended", "ended(grandchild) + ended(child) + ended(root)")
    return net, []


@directed
def draws_of_every_kind() -> tuple[Net, list[Command]]:
    """DICE-1: every distribution, with ordinary and with extreme parameters."""
    net = Net()
    lines = [
        "job.a = draw(a, const, 3)",
        "job.b = draw(b, exp, 1e300)",
        "job.c = draw(c, uniform, 5, 2)",
        "job.d = draw(d, tri, 4, 4, 4)",
        "job.e = draw(e, logn, 700, 30)",
        "job.f = draw(f, weibull, 2, 0.01)",
        "job.g = draw(g, bernoulli, 0.5)",
        "job.h = draw(h, binomial, 1000, 0.7)",
        "job.i = draw(i, binomial, 30, 0.02)",
        "job.k = draw(k, binomial, 7, 0.99)",
        "job.l = draw(l, tri, 1, 9, 3)",
    ]
    names = tuple("abcdefghikl")
    net.job("j", "s", {"s": {"start": lines, "work": ("const", 1)}}, attrs=names)
    net.stream("s", "j", ("const", 3), count=400)
    return net, []


@directed
def firm_jobs() -> tuple[Net, list[Command]]:
    """CLAIM-7, CLAIM-8: nobody passes a firm job, and its leaving lets others start."""
    net = Net()
    net.seat("p", 2)
    net.seat("q")
    claim = [["p"], ["q"]]
    firm = {"claim": claim, "firm": True, "patience": ("35", "wait", "end"), "work": ("const", 20)}
    net.job("firm", "a", {"a": firm})
    net.job("easy", "a", {"a": {"claim": ["p"], "work": ("const", 15)}})
    net.job("blocker", "a", {"a": {"claim": ["q"], "work": ("const", 90)}})
    net.stream("blockers", "blocker", ("const", 2), count=1)
    net.stream("firms", "firm", ("const", 9), count=3)
    net.stream("easies", "easy", ("const", 6), count=8)
    return net, []


@directed
def pre_emption_over_two_seats() -> tuple[Net, list[Command]]:
    """PICK-5, PICK-6: a claim of two seats pauses only when it can be met as a whole."""
    net = Net()
    net.state("up", 2.0)
    net.seat("p", "up", pre_empt=True, falls="suspend")
    net.seat("q", pre_empt=True)
    work = {"level": "4", "work": ("exp", 60)}
    net.job("low", "a", {"a": {"claim": ["p"], **work}})
    net.job("other", "a", {"a": {"claim": ["q"], **work, "keep": True, "route": ["b"]}})
    net.jobs["other"].fields["steps"]["b"] = {"work": ("const", 25)}
    net.job("high", "a", {"a": {"claim": [["p"], ["q"]], "level": "1", "work": ("const", 30)}})
    net.stream("lows", "low", ("const", 11), count=9)
    net.stream("others", "other", ("const", 23), count=4)
    net.stream("highs", "high", ("const", 37), count=4)
    return net, [(55, "set", "up", 0.0), (70, "set", "up", 1.0), (120, "set", "up", 3.0)]
