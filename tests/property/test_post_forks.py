"""A post's forecast depends on what the post can see, and on nothing else (FORK-4, FORK-5)."""

from __future__ import annotations

import copy
import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tateyoko.engine.fork import fork
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model
from tateyoko.net import Net

MINUTE = 60_000


def crisis():
    """Return a report chain that a post sees, with an opponent and facts that it does not."""
    net = Net()
    net.param("pace_of_opponent", 1.0)
    net.state("belief", 0.3)
    net.state("tension", 0.0)
    net.hidden("serious", 1.0, question="is it serious", truth=False)
    net.hidden("weather", 0.5, prior=("uniform", 0, 1))
    net.seat("duty_officer", pick="random", pre_empt=True)
    net.seat("fleet", capacity="select(weather > 0.8, 1, 2)")
    net.mark("reported", "ordered", "struck")
    net.job(
        "report",
        "read",
        {
            "read": {
                "claim": ["duty_officer"],
                "level": "1 + job.weight",
                "work": ("logn", f"log({10 * MINUTE})", 0.6),
                "factor": "1 + weather",
                "finish": ["belief = belief + job.weight / 10", "mark(reported)"],
                "route": [("ask", "weight", "belief + 1"), ("end", "weight", 1)],
            },
            "ask": {
                "start": ["spawn(answers, answer, 2)", "spawn(secrets, secret, 1)"],
                "when": "tension < 50",
                "route": ["order"],
            },
            "order": {
                "claim": [["duty_officer", "fleet"]],
                "when": "returned(answers) >= 1 or job.weight > 1",
                "patience": (45 * MINUTE, "wait", "end"),
                "work": ("tri", MINUTE, 5 * MINUTE, 30 * MINUTE),
                "pace": "1 / (1 + serious)",
                "finish": ["mark(ordered)"],
            },
        },
        attrs=("weight",),
        groups=("answers", "secrets"),
    )
    net.job(
        "answer",
        "think",
        {"think": {"claim": ["fleet"], "work": ("exp", 20 * MINUTE)}},
        parent="report",
    )
    net.job("secret", "think", {"think": {"work": ("exp", 90 * MINUTE)}}, parent="report")
    net.job(
        "opponent",
        "prepare",
        {
            "prepare": {
                "claim": ["fleet"],
                "level": "3",
                "work": ("weibull", 40 * MINUTE, 1.5),
                "factor": "pace_of_opponent",
                "finish": ["tension = tension + 1", "mark(struck)"],
                "route": [("prepare", "weight", "serious"), ("end", "weight", 1)],
            }
        },
    )
    net.stream("reports", "report", ("exp", 15 * MINUTE), count=12)
    net.stream("opponents", "opponent", ("exp", 25 * MINUTE), count=8)
    net.watch("alarm", "tension >= 2", "report")
    net.view(
        "minister",
        values=["belief", "count(reported)", "last(reported)"],
        jobs=["report", "answer"],
        questions={"is it serious": "belief"},
    )
    net.measure("orders", "count(ordered)")
    return Model(net.compile(check=False))


MODEL = crisis()
VIEW = MODEL.net.views[0]
VISIBLE_TYPES = {MODEL.net.type_ix[name] for name in VIEW.jobs}
VISIBLE_CELLS = {MODEL.net.cell_of[name] for name in VIEW.values}


def is_visible(job, names):
    return job["type"] in VISIBLE_TYPES and (job["spawn"] < 0 or job["parent"] in names)


def scrambled(state, draw):
    """Another state that the minister cannot tell from this one."""
    other = copy.deepcopy(state)
    numbers = st.floats(-1e6, 1e6)
    net = MODEL.net
    for cell in range(net.nparams, len(other["cells"])):
        if cell not in VISIBLE_CELLS and cell not in net.fixed and draw(st.booleans()):
            other["cells"][cell] = draw(numbers)
    stretch, shift = draw(st.integers(1, 5)), draw(st.integers(0, 100))
    names: set[int] = set()
    kept = []
    for job in sorted(other["jobs"], key=lambda job: job["serial"]):
        visible = is_visible(job, names)
        if visible:
            names.add(job["name"])
        elif draw(st.booleans()) and not any(j["parent"] == job["name"] for j in other["jobs"]):
            continue  # an unseen job may as well not exist
        else:
            job["attrs"][0] = draw(numbers)
        job["serial"] = job["serial"] * stretch + shift
        sign = 1 if job["order"] >= 0 else -1
        job["order"] = job["order"] * stretch + sign * shift
        if job["deadline_seq"]:
            job["deadline_seq"] = job["deadline_seq"] * stretch + shift
        if visible and job["phase"] == 4:
            job["left"] = draw(st.floats(0, 1e9))
            job["u"] = draw(st.floats(0.0, 1.0))
            job["factor"] = draw(st.floats(0.5, 3.0))
            if job["end_seq"]:
                job["end_time"] = other["now"] + draw(st.integers(0, 10**9))
                job["end_seq"] = 10**7 + draw(st.integers(0, 1000)) * 1000 + len(kept)
        kept.append(job)
    other["jobs"] = sorted(kept, key=lambda job: (job["name"], job["serial"]))
    other["seats"] = [
        ((draw(st.integers(-(2**62), 2**62)), 5, 6, 7), draw(st.integers(0, 9)))
        for _ in other["seats"]
    ]
    for i, stream in enumerate(MODEL.streams):
        following, at, seq, since = other["streams"][i]
        if stream.type in VISIBLE_TYPES:
            if seq:
                at, seq = other["now"] + draw(st.integers(0, 10**8)), seq * stretch + shift
            other["streams"][i] = (following, at, seq, since)
        else:
            other["streams"][i] = (draw(st.integers(0, 8)), 0, 0, 0)
    other["watches"] = [(draw(numbers), count) for _, count in other["watches"]]
    for name in ("root", "facts"):
        other[name] = draw(st.integers(-(2**63), 2**63 - 1))
    other["seq"] = other["seq"] * stretch + shift + draw(st.integers(0, 10**6))
    other["events"] += draw(st.integers(0, 100))
    return other


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), seed=st.integers(0, 10**6), events=st.integers(0, 60))
def test_states_that_look_alike_give_the_same_forecast(data, seed, events):
    state = Reference(MODEL, seed=seed, trace=False).run(events).state()
    other = scrambled(state, data.draw)

    for rollout in range(2):
        mine, theirs = (
            fork(MODEL, x, "post", view=VIEW, session=5, event=1, rollout=rollout)
            for x in (state, other)
        )
        assert repr(mine) == repr(theirs)
        mine, theirs = (Reference(MODEL).load(x).run(200) for x in (mine, theirs))
        assert repr(mine.trace) == repr(theirs.trace)
        assert repr(mine.state()) == repr(theirs.state())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), events=st.integers(1, 60))
def test_what_the_post_sees_is_kept(seed, events):
    state = Reference(MODEL, seed=seed, trace=False).run(events).state()

    forked = fork(MODEL, state, "post", view=VIEW, rollout=1)

    assert forked["now"] == state["now"]
    for cell in VISIBLE_CELLS - {MODEL.net.cell_of["belief"]}:
        assert forked["cells"][cell] == state["cells"][cell]
    busy = forked["cells"][MODEL.busy0 : MODEL.busy0 + 2]
    held = [sum(z in job["held"] for job in forked["jobs"]) for z in range(2)]
    assert busy == held


def test_hidden_facts_are_drawn_from_the_belief_whatever_the_truth_is():
    """Share of rollouts in which the fact holds; 1,000 rollouts, error probability below 1e-6."""
    state = Reference(MODEL, seed=3, trace=False).run(10).state()
    serious = MODEL.net.cell_of["serious"]
    belief = state["cells"][MODEL.net.cell_of["belief"]]
    share = 1.0 / (1.0 + math.exp(-belief))

    drawn = [
        fork(MODEL, state, "post", view=VIEW, rollout=j)["cells"][serious] for j in range(1000)
    ]

    assert set(drawn) == {0.0, 1.0}
    assert abs(sum(drawn) / 1000 - share) < 5 * math.sqrt(share * (1 - share) / 1000)


def test_facts_without_a_question_come_from_their_prior():
    state = Reference(MODEL, seed=3, trace=False).run(10).state()
    weather = MODEL.net.cell_of["weather"]

    drawn = [fork(MODEL, state, "post", view=VIEW, rollout=j)["cells"][weather] for j in range(400)]

    assert len(set(drawn)) == 400
    assert abs(sum(drawn) / 400 - 0.5) < 5 * math.sqrt(1 / 12 / 400)


def test_what_the_post_does_not_see_is_another_history():
    """Opponents are at work in the forecast too, but not those of the truth."""
    state = Reference(MODEL, seed=3, trace=False).run(12).state()
    opponent = MODEL.net.type_ix["opponent"]

    def works_of(jobs):
        return [job["left"] for job in jobs if job["type"] == opponent and job["left"] > 0]

    truth = works_of(state["jobs"])
    forks = [fork(MODEL, state, "post", view=VIEW, rollout=j) for j in range(30)]

    works = [works_of(forked["jobs"]) for forked in forks]
    assert truth
    assert any(works)
    assert len({repr(work) for work in works}) > 15
    assert not any(set(work) & set(truth) for work in works)


def test_commands_that_the_post_expects_happen_in_its_forecast():
    state = Reference(MODEL, seed=3, trace=False).run(12).state()
    later = state["now"] + 10 * MINUTE
    expected = [(5, "start", "opponent", "known", 7), (later, "set", "tension", 9.0)]

    forked = fork(MODEL, state, "post", view=VIEW, rollout=1, expected=expected)
    run = Reference(MODEL, script=expected).load(forked).run(until=later)

    assert forked["cursor"] == 1
    assert run.cells[MODEL.net.cell_of["tension"]] >= 9.0
