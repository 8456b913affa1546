"""Traces in words."""

from tateyoko.engine.batch import run_trace
from tateyoko.engine.trace import clock
from tateyoko.net import Net


def told():
    net = Net()
    net.state("alert", place="values.yaml:1")
    net.seat("minister", label="Defence Minister", place="posts.yaml:2")
    net.mark("ordered", label="the order")
    net.job(
        "incident",
        "judge",
        {
            "judge": {
                "claim": ["minister"],
                "work": ("const", 90_000),
                "finish": ["mark(ordered)", "alert = 1"],
                "label": "judges",
                "place": "procedures.yaml:7",
                "route": ["watch"],
            },
            "watch": {"when": "alert > 1"},
        },
        label="the incident",
    )
    script = [
        (1000, "start", "incident", "a"),
        (61_000, "start", "incident", "b", 2),
        (200_000, "set", "alert", 5),
        (300_000, "cancel", 77),
    ]
    return [str(line) for line in run_trace(net.compile(), script=script).lines()]


def test_a_trace_says_who_did_what_where_and_where_it_was_written():
    assert told() == [
        "00:00:00  capacity is 1: Defence Minister  (posts.yaml:2)",
        "00:00:01  the incident 1 begins: the incident",
        "00:00:01  the incident 1 starts with Defence Minister: judges  (procedures.yaml:7)",
        "00:01:01  the incident 2 begins about 2: the incident",
        "00:01:01  the incident 2 queues at level 0 for Defence Minister: judges"
        "  (procedures.yaml:7)",
        "00:01:31  the incident 1 is done: judges  (procedures.yaml:7)",
        "00:01:31  the incident 1 reaches mark no. 1: the order",
        "00:01:31  the incident 1 waits until it may go on: incident.watch",
        "00:01:31  the incident 2 starts with Defence Minister: judges  (procedures.yaml:7)",
        "00:03:01  the incident 2 is done: judges  (procedures.yaml:7)",
        "00:03:01  the incident 2 reaches mark no. 2: the order",
        "00:03:01  the incident 2 waits until it may go on: incident.watch",
        "00:03:20  command sets 5: alert  (values.yaml:1)",
        "00:03:20  the incident 1 starts: incident.watch",
        "00:03:20  the incident 1 is done: incident.watch",
        "00:03:20  the incident 2 starts: incident.watch",
        "00:03:20  the incident 2 is done: incident.watch",
        "00:03:20  the incident 1 ends: the incident",
        "00:03:20  the incident 2 ends: the incident",
        "00:05:00  command comes too late: command 3",
    ]


def test_times_are_days_and_a_clock():
    assert clock(0) == "00:00:00"
    assert clock(90_061_005) == "1d 01:01:01.005"
