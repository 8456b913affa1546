"""What theory knows exactly.

Unless a test says otherwise, it compares a mean over replications with its exact value and allows
five standard errors (error probability below 1e-4 per figure for 20 replications, 6e-7 for many)
and half a percent for the start from an empty system.
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from tateyoko.engine.reference import Reference
from tateyoko.net import Net, codes
from tests.reference.compare import reference
from tests.reference.random_nets import random_example
from tests.reference.theory_nets import (
    DAY,
    HOUR,
    approvals,
    delegation,
    evacuation,
    jury,
    kill_chain,
    measured,
    priorities,
    queue,
    rework,
)

SIGMAS, START = 5.0, 0.005


def close(values: np.ndarray, exact: float, *, start: float = START) -> bool:
    """Whether the mean of independent values agrees with an exact number."""
    error = values.std(ddof=1) / math.sqrt(len(values))
    return abs(values.mean() - exact) <= SIGMAS * error + start * abs(exact)


@pytest.mark.parametrize(("rho", "sojourn"), [(0.5, 2.0), (0.8, 5.0), (0.9, 10.0)])
def test_time_in_one_server_queue(rho, sojourn):
    assert close(measured(queue(rho, 1.0), 20)[:, 0], sojourn)


@pytest.mark.parametrize("rho", [0.5, 0.8])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_quantiles_of_time_in_one_server_queue(rho, share):
    """The time is exponential with mean 1 / (1 - rho).

    Each run's quantile lies in the bin of its exact one, so it may be off by an eighth; linear
    interpolation leaves a hundredth for this distribution, plus the start from an empty system.
    """
    net = queue(rho, 1.0, quantile=share)
    exact = -math.log(1 - share) / (1 - rho)

    values = measured(net, 20)[:, 3]

    assert close(values, exact, start=0.01 + START)
    assert abs(values.mean() - exact) < exact / 8


@pytest.mark.parametrize(("servers", "wait"), [(1, 4.0), (2, 1.7778), (3, 1.0787), (5, 0.5541)])
def test_wait_with_several_servers(servers, wait):
    """Erlang C at utilisation 0.8."""
    assert close(measured(queue(0.8 * servers, 1.0, servers), 20)[:, 1], wait)


def test_priorities_that_do_not_interrupt():
    """Cobham's formula: waits 1.143 and 5.714 h, 4.0 h first come, first served."""
    ranked = measured(priorities(0.3, 0.5, levels=True), 30)
    plain = measured(priorities(0.3, 0.5, levels=False), 30)

    assert close(ranked[:, 0], 0.8 / 0.7)
    assert close(ranked[:, 1], 0.8 / (0.7 * 0.2))
    assert close(plain[:, 0], 4.0)
    assert close(plain[:, 1], 4.0)


@pytest.mark.parametrize(("p", "time"), [(0.0, 2.5), (0.1, 10 / 3), (0.2, 5.0), (0.3, 10.0)])
def test_rework_lengthens_the_total_time(p, time):
    assert close(measured(rework(p), 20)[:, 0], time, start=0.01)


@pytest.mark.parametrize(
    ("share", "total", "above"),
    [
        (1.0, 6.30, 5.0),
        (0.8, 2.72, 1.786),
        (0.5, 1.75, 0.909),
        (0.2, 1.42, 0.610),
        (0.0, 1.30, None),
    ],
)
def test_delegation_relieves_the_superior(share, total, above):
    """Three desks and a superior (Burke, Jackson); the published totals have three digits."""
    got = measured(delegation(share), 20)

    assert close(got[:, 0], total, start=0.01)
    if above is not None:
        assert close(got[:, 1], above, start=0.01)


@pytest.mark.parametrize(("arrivals", "share"), [(0.2, math.exp(-1.2)), (0.1, math.exp(-3.6))])
def test_share_of_files_that_take_more_than_a_day(arrivals, share):
    assert close(measured(queue(arrivals, 0.25), 20)[:, 2], share, start=0.01)


def test_five_approvals_one_by_one_and_at_once():
    serial = measured(approvals(parallel=False), 20_000)[:, 0]
    parallel = measured(approvals(parallel=True), 20_000)[:, 0]

    assert close(serial, 2.5, start=0.0)
    assert close(parallel, 0.5 * sum(1 / i for i in range(1, 6)), start=0.0)
    for values, exact in ((serial, 3.997), (parallel, -0.5 * math.log(1 - 0.9**0.2))):
        share = (values > exact).mean()
        assert abs(share - 0.1) < SIGMAS * math.sqrt(0.09 / len(values)) + 0.0005


@pytest.mark.parametrize(("p", "span"), [(0.1, 20), (0.2, 10), (0.3, 20 / 3)])
def test_span_of_control(p, span):
    """A superior who spends h = 0.5 on the share p of cases is fully used by 1 / (h p) of them."""
    net = Net()
    net.seat("superior")
    route = [("ask", "weight", p), ("end", "weight", 1 - p)]
    ask = {"claim": ["superior"], "work": ("const", 0.5 * HOUR)}
    net.job("case", "do", {"do": {"route": route}, "ask": ask})
    net.stream("cases", "case", ("exp", HOUR / (span / 2)))
    net.measure("used", f"integral(busy(superior)) / {2000 * HOUR}")

    assert close(measured(net.compile(), 20, until=2000 * HOUR)[:, 0], 0.5, start=0.002)


@pytest.mark.parametrize(("members", "right"), [(1, 0.7), (3, 0.784), (5, 0.8369), (9, 0.9012)])
def test_majority_is_wiser_than_its_members(members, right):
    """Condorcet; 20,000 juries."""
    assert close(measured(jury(members, 0.7), 20_000)[:, 0], right, start=0.0001)


@pytest.mark.parametrize(("links", "share"), [(5, 0.9**5), (6, 0.9**6)])
def test_kill_chain_is_the_product_of_its_links(links, share):
    assert close(measured(kill_chain(links), 20_000)[:, 0], share, start=0.0)


def test_critical_path_is_met_exactly():
    """Parallel branches of constant works, and a join: the end of the longest path, to the ms."""
    net = Net()
    branches = {"b0": (700, 1300), "b1": (50, 2500), "b2": (1999, 2)}
    steps = {
        "begin": {
            "start": [f"spawn({b}, {b}, 1)" for b in branches],
            "work": ("const", 400),
            "route": ["join"],
        },
        "join": {
            "when": " and ".join(f"returned({b}) == 1" for b in branches),
            "work": ("const", 321),
        },
    }
    net.job("project", "begin", steps, groups=tuple(branches))
    for name, (first, second) in branches.items():
        parts = {
            "x": {"work": ("const", first), "route": ["y"]},
            "y": {"work": ("const", second)},
        }
        net.job(name, "x", parts, parent="project")
    net.stream("projects", "project", ("const", 0), count=1)
    net.measure("end", "time_sum(project)")

    assert measured(net.compile(), 1)[0, 0] == 2550 + 321


@pytest.mark.parametrize(("per_day", "days"), [(9200, 120_000 / 9200), (20_000, 6.0)])
def test_evacuation_takes_persons_over_capacity(per_day, days):
    """120,000 persons: 13.04 and 6.0 days, exact to the ms, in one cohort or in several."""
    alone = measured(evacuation(per_day, [120_000]), 1)[0]
    shared = measured(evacuation(per_day, [55_845, 56_680, 7_475]), 1)[0]

    assert alone[0] * DAY == math.ceil(round(days * DAY, 6))
    assert abs(shared[0] * DAY - days * DAY) <= 3
    assert alone[1] == shared[1] == 120_000


def lanchester(steps_per_unit: int) -> Reference:
    """Square law by the midpoint rule, one step a job's visit: 100 against 80 at 0.01."""
    net = Net()
    net.state("a", 100.0)
    net.state("b", 80.0)
    net.state("t", 0.0)
    dt = 1 / steps_per_unit
    lines = [
        f"job.ma = a - 0.01 * b * {dt / 2}",
        f"job.mb = b - 0.01 * a * {dt / 2}",
        f"a = a - 0.01 * job.mb * {dt}",
        f"b = b - 0.01 * job.ma * {dt}",
        f"t = t + {dt}",
    ]
    again = [("fight", "if", "b > 0"), "end"]
    step = {"work": ("const", 1), "finish": lines, "route": again}
    net.job("battle", "fight", {"fight": step}, attrs=("ma", "mb"))
    net.stream("battles", "battle", ("const", 0), count=1)
    net.measure("a", "a")
    net.measure("t", "t")
    return Reference(net.compile(), trace=False).run()


def test_lanchester_square_law():
    """100 against 80: 60 are left, after artanh(0.8) / 0.01 = 109.86 (steps of 0.05)."""
    left, time = lanchester(20).measures()

    assert left == pytest.approx(60.0, rel=1e-3)
    assert time == pytest.approx(math.atanh(0.8) / 0.01, rel=1e-3)


def test_hughes_salvo():
    """3 against 2 ships, strike 3, defence 2, staying power 2: losses 0 and 2 (2.5, clipped)."""
    net = Net()
    net.state("a", 3.0)
    net.state("b", 2.0)
    lines = [
        "job.la = min(a, max(0, (b * 3 - a * 2) / 2))",
        "job.lb = min(b, max(0, (a * 3 - b * 2) / 2))",
        "a = a - job.la",
        "b = b - job.lb",
    ]
    net.job("salvo", "fire", {"fire": {"start": lines}}, attrs=("la", "lb"))
    net.stream("salvos", "salvo", ("const", 0), count=1)
    net.measure("a", "a")
    net.measure("b", "b")

    assert measured(net.compile(), 1)[0].tolist() == [3.0, 0.0]


def test_no_job_is_lost_or_made_of_nothing():
    """Born = ended + cancelled + living, in whatever net; no row before the one that caused it."""
    for seed in range(100):
        run = reference(random_example(seed))
        rows = Counter(row[1] for row in run.trace)
        times = [row[0] for row in run.trace]

        assert rows[codes.BORN] == rows[codes.ENDED] + rows[codes.CANCEL] + len(run.jobs())
        assert times == sorted(times)
        busy = run.cells[run.busy0 : run.busy0 + len(run.seats)]
        held = Counter(z for job in run.jobs() for z in (*job.held, *job.kept))
        assert busy == [held[z] for z in range(len(run.seats))]


def test_one_more_server_never_makes_it_slower():
    """Paired replications of a first-come-first-served queue."""
    net = queue(1.7, 1.0, 2, 20_000)
    two, three = (measured(net, 30, servers=servers)[:, 0] for servers in (2, 3))

    assert (three <= two).all()
    assert three.mean() < 0.7 * two.mean()


def test_shorter_work_never_makes_it_slower():
    net = queue(0.8, 1.0, 1, 20_000)
    slow, fast = (measured(net, 30, services=rate)[:, 0] for rate in (1.0, 1.25))

    assert (fast <= slow).all()


@pytest.mark.slow
@pytest.mark.parametrize(("rho", "sojourn"), [(0.5, 2.0), (0.8, 5.0), (0.9, 10.0), (0.95, 20.0)])
def test_long_queue_agrees_to_half_a_percent(rho, sojourn):
    """100 million customers in all per utilisation; five standard errors, and 0.5 %."""
    values = measured(queue(rho, 1.0, customers=2_000_000), 50)[:, 0]

    assert close(values, sojourn, start=0.001)
    assert values.mean() == pytest.approx(sojourn, rel=0.005)


@pytest.mark.slow
@pytest.mark.parametrize(("p", "time"), [(0.1, 10 / 3), (0.2, 5.0), (0.3, 10.0)])
def test_long_rework_agrees(p, time):
    assert close(measured(rework(p), 400)[:, 0], time, start=0.003)
