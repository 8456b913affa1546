"""One net for all postures: what is switched off, or means nothing, changes nothing."""

from __future__ import annotations

import random

import pytest

from tateyoko.engine.reference import Reference
from tateyoko.net import Net
from tests.reference.compare import kernel_outcome, outcome_of, reference
from tests.reference.random_nets import Example

MINUTE = 60_000
PATHS = ("old", "new")


def order_path(which: str, *, reordered: bool = False, extras: bool = False, place: str = ""):
    """An order passes a staff office, or a joint headquarters with a deputy.

    `which` is "old" or "new" for a net with one of them only, "both" for a net in which the
    parameter `joint` (0 or 1) chooses. Switches sit in routes, claims and capacities.
    """
    net = Net()
    both = which == "both"
    if both:
        net.param("joint", 0)
    net.param("rate", 1.0)
    net.state("load", 0.0)
    net.mark("received", place=place)
    writers = [lambda: net.seat("minister", pick="random", place=place)]
    writers.append(lambda: net.seat("fleet", 2, place=place))
    if which in ("old", "both"):
        writers.append(lambda: net.seat("staff_office", place=place))
    if which in ("new", "both"):
        writers.append(lambda: net.seat("joint_hq", "joint" if both else 1, place=place))
        writers.append(lambda: net.seat("deputy", "1 - joint" if both else 0, place=place))
    if extras:
        writers.append(lambda: net.seat("unused_post"))
        writers.append(lambda: net.param("unused_number", 5.0))
        writers.append(lambda: net.state("unused_value", 5.0))
        writers.append(lambda: net.curve("unused_curve", [0, 1], [0, 1]))
    writers.append(lambda: steps_of(net, which, extras=extras, place=place))
    writers.append(lambda: net.stream("orders", "order", ("exp", 20 * MINUTE), count=30))
    writers.append(lambda: net.stream("routine", "paper", ("exp", 7 * MINUTE), count=90))
    if reordered:
        random.Random(3).shuffle(writers)
    for write in writers:
        write()
    net.measure("first", "first(received)")
    net.measure("mean", "time_sum(order) / max(1, ended(order))")
    net.measure("load", "integral(load)")
    return net.compile()


def steps_of(net: Net, which: str, *, extras: bool, place: str) -> None:
    first = {"old": ["staff"], "new": ["joint"]}.get(
        which, [("joint", "if", "joint == 1"), ("staff", "weight", 1)]
    )
    steps = {
        "sign": {
            "claim": ["minister"],
            "level": "job.about",
            "work": ("tri", MINUTE, 5 * MINUTE, 30 * MINUTE),
            "finish": ["load = load + draw(size, uniform, 0, 1)"],
            "route": ["pause"] if extras else first,
        },
        "pass": {
            "claim": ["fleet"],
            "work": ("logn", f"log({6 * MINUTE})", 0.7),
            "finish": ["mark(received)"],
            "route": [("pass", "weight", 0.1), ("end", "weight", 0.9)],
        },
    }
    if extras:
        steps["pause"] = {"work": ("const", 0), "route": first}
    if which in ("old", "both"):
        steps["staff"] = {
            "claim": ["staff_office"],
            "work": ("exp", 15 * MINUTE),
            "route": ["pass"],
        }
    if which in ("new", "both"):
        claim = [["joint_hq", "deputy"]]
        steps["joint"] = {"claim": claim, "work": ("exp", 9 * MINUTE), "route": ["pass"]}
    net.job("order", "sign", steps, place=place)
    paper = {"claim": ["minister"], "level": "4", "work": ("exp", 6 * MINUTE)}
    net.job("paper", "read", {"read": paper})


def example(net, **row) -> Example:
    return Example(net, net.rows(row)[0], [], 1 << 50, 5)


def in_words(net, trace):
    """Trace rows with names instead of indices, which another net numbers otherwise."""
    from tateyoko.net import codes

    def name(kind, element):
        if kind in (codes.BORN, codes.ENDED):
            return net.type_ids[element]
        if kind == codes.CAPACITY:
            return net.seat_ids[element]
        if kind == codes.MARK:
            return net.mark_of_cell[element].id
        return net.step_ids[element]

    return [(ms, kind, name(kind, element), job, data) for ms, kind, element, job, data in trace]


def without_capacities(rows):
    """Rows without those at time 0 that say how large seats are."""
    from tateyoko.net import codes

    return [row for row in rows if row[1] != codes.CAPACITY]


@pytest.mark.parametrize("joint", [0, 1])
def test_superposed_net_gives_the_trace_of_the_posture_alone(joint):
    both, alone = order_path("both"), order_path(PATHS[joint])
    superposed, single = example(both, joint=joint), example(alone)

    mine, theirs = reference(superposed), reference(single)
    kernel = kernel_outcome(superposed)

    assert len(mine.trace) > 500
    words = without_capacities(in_words(both, mine.trace))
    assert words == without_capacities(in_words(alone, theirs.trace))
    assert mine.measures() == theirs.measures() == kernel.measures
    assert kernel.bits() == outcome_of(mine).bits()


def test_the_two_postures_differ_only_after_the_first_joint_step():
    old, new = order_path("old"), order_path("new")
    mine, theirs = (reference(example(net)) for net in (old, new))

    words = zip(
        without_capacities(in_words(old, mine.trace)),
        without_capacities(in_words(new, theirs.trace)),
        strict=False,
    )
    first = next(i for i, (a, b) in enumerate(words) if a != b)

    assert first > 0
    assert mine.measures() != theirs.measures()


@pytest.mark.parametrize(
    "change",
    [{"reordered": True}, {"place": "renamed.yaml:7"}, {"reordered": True, "place": "b.yaml:1"}],
)
def test_writing_the_same_otherwise_changes_exactly_nothing(change):
    net, other = order_path("both"), order_path("both", **change)

    assert reference(example(net)).trace == reference(example(other)).trace
    assert kernel_outcome(example(net)).bits() == kernel_outcome(example(other)).bits()
    assert net.structure_hash == other.structure_hash


def test_unused_elements_and_an_empty_step_change_no_measure_at_all():
    """An unused post, number and curve, and a step of 0 ms without a claim downstream."""
    net, other = order_path("both"), order_path("both", extras=True)
    for joint in (0, 1):
        mine = kernel_outcome(example(net, joint=joint))
        theirs = kernel_outcome(example(other, joint=joint))

        assert mine.measures == theirs.measures


def test_live_commands_give_the_state_of_known_ones():
    """COMMAND-1: a command added while the run is live, or known from the start."""
    from tateyoko.net import make_script

    net = order_path("both")
    commands = [(50 * MINUTE, "set", "load", 7.0), (90 * MINUTE, "start", "order", "k", 1)]
    known = Reference(net, script=make_script(net, commands)).run()

    live = Reference(net)
    for command in commands[::-1]:
        live.run(until=40 * MINUTE)
        live.add_command(command)
    live.run()

    assert live.state() == known.state()
    assert live.trace == known.trace
    with pytest.raises(ValueError, match="but the clock stands at"):
        live.add_command(commands[0])
