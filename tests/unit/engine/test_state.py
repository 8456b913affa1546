"""Canonical states: out of the kernel's memory and into it again."""

import numpy as np
import pytest

from tateyoko.engine.batch import packed_net
from tateyoko.engine.kernel import run
from tateyoko.engine.kernel_pack import Memory
from tateyoko.engine.reference import Reference
from tateyoko.engine.state import load_state, state_hash, state_of
from tateyoko.net import Net, codes, make_script

TO_THE_END = 1 << 60


@pytest.fixture(scope="module")
def net():
    net = Net()
    net.param("gap", 300.0)
    net.state("alert")
    net.seat("clerk", 2, pre_empt=True)
    net.seat("chief", "1 + select(alert > 3, 1, 0)", pick="random", falls="suspend")
    steps = {
        "read": {
            "claim": ["clerk"],
            "level": "floor(roll(rank, job) * 3)",
            "work": ("exp", 500),
            "finish": ["alert = select(alert > 5, 0, alert + 1)", "spawn(team, helper, 2)"],
            "patience": ("900", "wait", "wait"),
            "route": ["meet"],
        },
        "meet": {
            "claim": ["chief", ["clerk", "chief"]],
            "work": ("exp", 200),
            "pace": "1 + alert / 4",
            "keep": True,
            "route": ["wait"],
        },
        "wait": {"when": "alive(team) == 0", "start": ["release()"]},
    }
    net.job("file", "read", steps, groups=("team",))
    net.job("helper", "help", {"help": {"claim": ["chief"], "work": ("exp", 90)}}, parent="file")
    net.stream("post", "file", ("exp", "gap"), count=15)
    net.watch("alarm", "alert > elem", "helper2", over=3)
    net.job("helper2", "help", {"help": {"work": ("uniform", 10, 900)}})
    net.measure("alert", "integral(alert)")
    return net.compile(check=False)


def go(net, memory, *, stop=TO_THE_END, resume=False, seed=9):
    rows = net.rows({})
    out = np.zeros((1, len(net.measures) + 6))
    script = make_script(net)
    nothing = (np.zeros(0, np.int64), np.zeros((1, 1, 0)), 0)
    arrays = (script.rows, script.values, *nothing, out)
    run(memory.address, rows, 0, 1, 0, 1, seed, codes.FOREVER, stop, resume, *arrays)
    return out[0]


def test_going_on_from_any_event_ends_in_the_same_state(net):
    packed, script = packed_net(net), make_script(net)
    whole = Memory(packed, 256)
    out = go(net, whole)
    events, end = int(out[1]), state_hash(net, state_of(whole))
    rng = np.random.default_rng(1)

    assert out[3] == 0.0
    for stop in range(0, events, max(1, events // 40)):
        first = Memory(packed, 256)
        go(net, first, stop=stop)
        slots = rng.permutation(256).tolist()
        second = load_state(packed, state_of(first), script, slots=slots)
        assert state_of(second) == state_of(first)
        go(net, second, resume=True, seed=12345)
        assert state_hash(net, state_of(second)) == end


def test_both_engines_are_in_the_same_state_after_every_event(net):
    packed = packed_net(net)
    reference = Reference(net, None, 9, 0)
    for stop in range(120):
        memory = Memory(packed, 64)
        go(net, memory, stop=stop)
        assert state_hash(net, state_of(memory)) == state_hash(net, reference.run(stop).state())


def test_a_state_larger_than_the_pool_gets_a_larger_pool(net):
    packed = packed_net(net)
    memory = Memory(packed, 256)
    go(net, memory, stop=60)

    loaded = load_state(packed, state_of(memory), make_script(net), pool=1)

    assert loaded.pool >= len(state_of(memory)["jobs"])
    assert state_of(loaded) == state_of(memory)


def test_the_hash_tells_states_apart(net):
    packed = packed_net(net)
    memory = Memory(packed, 256)
    go(net, memory, stop=50)
    state = state_of(memory)
    before = state_hash(net, state)

    state["jobs"][0]["left"] += 1e-9

    assert state_hash(net, state) != before
