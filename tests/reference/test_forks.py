"""Forks: what is redrawn, what is kept, and that no forecast knows more than it may."""

from __future__ import annotations

import math
import statistics

import pytest

from tateyoko.engine import dice
from tateyoko.engine.fork import conditional_uniform, fork
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model
from tateyoko.net import Net
from tateyoko.net.distributions import EXP, LOGNORMAL, TRIANGULAR, UNIFORM, WEIBULL
from tests.reference.compare import flat, kernel_outcome, reference
from tests.reference.random_nets import LONG, random_example

MEDIAN, SPREAD = 3_600_000, 0.8


def five_steps():
    """Five lognormal steps in a row: a report on its way."""
    net = Net()
    net.param("scale", 1.0)
    steps = {
        f"s{i}": {
            "work": ("logn", f"log({MEDIAN} * scale)", SPREAD),
            "route": [f"s{i + 1}" if i < 4 else "end"],
        }
        for i in range(5)
    }
    net.job("report", "s0", steps)
    net.stream("reports", "report", ("const", 0), count=1)
    net.measure("end", "time_sum(report)")
    return Model(net.compile())


def state_after(model, events, *, ms_later=0, seed=7, rep=0):
    """Canonical state after so many events, and a little later."""
    run = Reference(model, seed=seed, rep=rep, trace=False).run(events)
    run.now += ms_later
    return run.state()


def finish_times(model, state, kind, number, **settings):
    """End of the run in each of many rollouts [ms]."""
    ends = []
    for rollout in range(number):
        forked = fork(model, state, kind, session=3, event=1, rollout=rollout, **settings)
        ends.append(Reference(model, trace=False).load(forked).run().now)
    return ends


def test_same_fork_continues_to_the_same_end():
    model = five_steps()
    whole = Reference(model, seed=7).run()
    state = state_after(model, 3)

    part = Reference(model).load(fork(model, state, "same")).run()

    assert part.state() == whole.state()
    assert whole.trace[-len(part.trace) :] == part.trace


def test_forecast_of_the_last_step_is_not_clairvoyant():
    """The spread of the remaining time is that of the conditional distribution, not 0.

    300 rollouts; the standard deviation of a lognormal's logarithm is met within 20 % with an
    error probability below 1e-5 (relative standard error of a normal's standard deviation 4 %).
    """
    model = five_steps()
    state = state_after(model, 5)  # the arrival and four ends of work: the fifth step has begun

    ends = finish_times(model, state, "white", 300)
    copies = finish_times(model, state, "same", 3)

    assert len(set(copies)) == 1
    logs = [math.log(end - state["now"]) for end in ends]
    assert statistics.stdev(logs) == pytest.approx(SPREAD, rel=0.2)
    assert statistics.mean(logs) == pytest.approx(math.log(MEDIAN), abs=0.25)


def test_forecast_is_conditioned_on_the_work_done():
    """After twice the median the rest is that of the truncated distribution (5 sigma)."""
    model = five_steps()
    state = state_after(model, 5)
    begun = state["now"]
    late = fork(model, state, "white", session=99, rollout=_rollout_that_lasts(model, state))
    run = Reference(model, trace=False).load(late)
    run.now = begun + 2 * MEDIAN
    state = run.state()

    rests = [end - state["now"] for end in finish_times(model, state, "white", 500)]

    expected, sd = _truncated_lognormal(math.log(MEDIAN), SPREAD, 2.0 * MEDIAN)
    assert min(rests) >= 0
    assert abs(statistics.mean(rests) - expected) < 5 * sd / math.sqrt(500)


def _rollout_that_lasts(model, state):
    for rollout in range(200):
        forked = fork(model, state, "white", session=99, rollout=rollout)
        if forked["jobs"][0]["left"] > 2.5 * MEDIAN:
            return rollout
    raise AssertionError("no rollout lasts long enough")


def _truncated_lognormal(mu, sigma, done):
    """Mean and standard deviation of X - done given X > done, by integration over the quantile."""
    number, total, squares = 200_000, 0.0, 0.0
    edge = 0.5 * (1.0 + math.erf((math.log(done) - mu) / sigma / math.sqrt(2.0)))
    for i in range(number):
        u = edge + (1.0 - edge) * (i + 0.5) / number
        x = math.exp(mu + sigma * statistics.NormalDist().inv_cdf(u)) - done
        total += x
        squares += x * x
    mean = total / number
    return mean, math.sqrt(squares / number - mean * mean)


def test_white_fork_keeps_rolls_and_redraws_draws():
    net = Net()
    net.job(
        "probe",
        "wait",
        {
            "wait": {"work": ("const", 10), "route": ["look"]},
            "look": {"start": ["job.roll = roll(nerve, job)", "job.draw = draw(x, uniform, 0, 1)"]}
            | {"when": "roll(nerve, job) < 2", "work": ("const", 10)},
        },
        attrs=("roll", "draw"),
    )
    net.stream("probes", "probe", ("const", 5), count=1)
    model = Model(net.compile())
    state = Reference(model, seed=4).run(1).state()

    def look(forked):
        return Reference(model).load(forked).run(2).state()["jobs"][0]["attrs"][1:3]

    kept, drawn = look(fork(model, state, "same"))
    white = [look(fork(model, state, "white", rollout=j)) for j in range(5)]

    assert {roll for roll, _ in white} == {kept}
    assert len({draw for _, draw in white} | {drawn}) == 6


def test_rollouts_are_paired_over_options():
    """The same rollout has the same luck whatever else happens."""
    model = five_steps()
    state = state_after(model, 2)
    ends = [finish_times(model, state, "white", 4) for _ in range(2)]

    assert ends[0] == ends[1]
    assert len(set(ends[0])) == 4


@pytest.mark.parametrize(
    ("kind", "a", "b", "c"),
    [
        (EXP, 5.0, 0.0, 0.0),
        (LOGNORMAL, 1.0, 0.7, 0.0),
        (WEIBULL, 4.0, 1.7, 0.0),
        (UNIFORM, 2.0, 9.0, 0.0),
        (TRIANGULAR, 1.0, 3.0, 8.0),
    ],
)
def test_conditional_uniform_splits_the_distribution(kind, a, b, c):
    """The conditional quantiles of what is longer than e are the quantiles beyond e."""

    def q(u):
        return dice.sample(kind, a, b, c, u)

    done = q(0.4)
    for u in (0.001, 0.3, 0.5, 0.9, 0.999):
        beyond = q(conditional_uniform(q, done, u))
        rises = q(0.75) > q(0.25)
        share = 0.4 + 0.6 * u if rises else 0.4 * u
        assert beyond >= done
        assert beyond == pytest.approx(q(share), rel=1e-9)


def test_exponential_forgets_even_in_the_far_tail():
    def q(u):
        return dice.sample(EXP, 2.0, 0.0, 0.0, u)

    rest = q(conditional_uniform(q, 1000.0, 0.25)) - 1000.0

    assert rest == pytest.approx(q(0.25), rel=1e-9)


def test_open_work_is_taken_over_by_the_policy_given_the_time_waited():
    net = Net()
    net.param("played", 1.0)
    net.mark("decided")
    net.job(
        "file",
        "decide",
        {
            "decide": {
                "open": "played == 1",
                "work": ("exp", 60_000),
                "patience": (10**9, "step", None),
                "finish": ["mark(decided)"],
                "route": [("again", "weight", 1), ("end", "weight", 1)],
            },
            "again": {"open": "played == 1", "work": ("const", 5), "patience": (99, "step", "end")},
        },
    )
    net.stream("files", "file", ("const", 0), count=1)
    model = Model(net.compile())
    run = Reference(model, trace=False).run(until_decision=True)
    assert [job.phase for job in run.open_jobs()] == [5]
    run.now = 50_000
    state = run.state()

    runs = [Reference(model).load(fork(model, state, "white", rollout=j)).run() for j in range(200)]

    assert not any(row[1] == 5 for run in runs for row in run.trace)  # nothing opened again
    waited = statistics.mean(run.trace[0][0] - 50_000 for run in runs)
    assert waited == pytest.approx(60_000, rel=0.36)  # memoryless; 5 sigma of 200 exponentials
    assert fork(model, state, "white", people=True)["jobs"][0]["phase"] == 5


@pytest.mark.parametrize("kind", ["same", "white"])
def test_both_engines_continue_a_fork_alike(kind):
    """Forks of random nets at half their length; the kernel's slots are shuffled."""
    forked_runs = 0
    for seed in range(25):
        example = random_example(seed)
        whole = reference(example)
        if whole.fault[0]:
            continue
        half = reference(example, stop=whole.events // 2).state()
        forked = fork(example.net, half, kind, session=1, rollout=seed, people=seed % 2 == 0)

        mine = Reference(example.net, script=example.script, until=example.until).load(forked)
        mine.run(LONG)
        theirs = kernel_outcome(example, state=forked, shuffle=seed, stop=LONG)

        assert theirs.trace == mine.trace
        assert mine.fault == theirs.fault
        if not mine.fault[0]:
            assert flat(theirs.state) == flat(mine.state())
        forked_runs += kind == "white" and mine.trace != whole.trace[-len(mine.trace) :]
    assert kind == "same" or forked_runs > 10
