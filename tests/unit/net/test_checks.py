"""Waits that can never end are found before anything runs."""

import pytest

from tateyoko.net import Net, NetError


def net_with(*jobs):
    net = Net()
    for id in ("pm", "deputy", "minister", "ship"):
        net.seat(id)
    for number, steps in enumerate(jobs):
        net.job(f"job{number}", "a", steps)
    return net


def codes_of(net):
    try:
        net.compile()
    except NetError as error:
        return [problem.code for problem in error.problems]
    return []


KEEP_PM = {"claim": ["pm"], "keep": True, "route": ["b"]}


def test_a_kept_seat_may_not_be_claimed_again():
    net = net_with({"a": KEEP_PM, "b": {"claim": ["pm"], "place": "x.yaml:4"}})

    with pytest.raises(NetError) as caught:
        net.compile()

    (problem,) = caught.value.problems
    assert (problem.code, problem.element, problem.place) == (
        "NT203",
        "step job0.b: claim",
        "x.yaml:4",
    )
    assert "pm" in problem.message


def test_a_kept_seat_that_was_released_may_be_claimed_again():
    assert codes_of(net_with({"a": {**KEEP_PM, "route": ["r"]}, "r": RELEASE, "b": B_PM})) == []


RELEASE = {"start": ["release(pm)"], "route": ["b"]}
B_PM = {"claim": ["pm"]}


def test_releasing_another_seat_does_not_help():
    release = {"start": ["release(ship)"], "route": ["b"]}

    assert codes_of(net_with({"a": {**KEEP_PM, "route": ["r"]}, "r": release, "b": B_PM})) == [
        "NT203"
    ]


def test_another_seat_of_the_group_is_enough():
    assert codes_of(net_with({"a": KEEP_PM, "b": {"claim": [["pm", "deputy"]]}})) == []
    assert codes_of(
        net_with({"a": KEEP_PM, "b": {"claim": [{"k": 2, "of": ["pm", "deputy"]}]}})
    ) == ["NT203"]


def test_a_way_round_the_step_that_keeps_does_not_hide_the_other():
    steps = {
        "a": {"route": [("k", "weight", 1), ("b", "weight", 1)]},
        "k": {"claim": ["pm"], "keep": True, "route": ["b"]},
        "b": {"claim": ["pm"]},
    }

    assert codes_of(net_with(steps)) == ["NT203"]


def test_two_jobs_that_keep_seats_in_opposite_order_are_a_mistake():
    first = {"a": KEEP_PM, "b": {"claim": ["minister"]}}
    second = {
        "a": {"claim": ["minister"], "keep": True, "route": ["b"]},
        "b": {"claim": ["pm"]},
    }
    net = net_with(first, second)

    with pytest.raises(NetError) as caught:
        net.compile()

    (problem,) = caught.value.problems
    assert problem.code == "NT204"
    assert "job0.b keeps pm and claims minister" in problem.message
    assert "job1.b keeps minister and claims pm" in problem.message


def test_one_order_of_keeping_is_fine():
    first = {"a": KEEP_PM, "b": {"claim": ["minister"], "keep": True, "route": ["c"]}}
    first["c"] = {"claim": ["ship"]}
    second = {
        "a": {"claim": ["minister"], "keep": True, "route": ["b"]},
        "b": {"claim": ["ship"]},
    }

    assert codes_of(net_with(first, second)) == []


def test_patience_breaks_the_ring():
    first = {"a": KEEP_PM, "b": {"claim": ["minister"], "patience": (1000, "wait", "end")}}
    second = {
        "a": {"claim": ["minister"], "keep": True, "route": ["b"]},
        "b": {"claim": ["pm"]},
    }

    assert codes_of(net_with(first, second)) == []


def test_the_checks_can_be_left_out():
    net_with({"a": KEEP_PM, "b": B_PM}).compile(check=False)
