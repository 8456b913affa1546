"""A recorded case becomes a bar whose parts add up to its last step."""

from tateyoko.figure.recorded import recorded_bar
from tateyoko.text import Text
from tateyoko.world.case import Case, Interval


def case(*steps: tuple[str, str, float]) -> Case:
    intervals = tuple(
        Interval(start=start, end=end, minutes=minutes, precision="minute", confidence="high")
        for start, end, minutes in steps
    )
    return Case(id="x", title=Text(ja="事案", en="a case"), date="1999-03-23", intervals=intervals)


def test_time_before_a_step_counts_to_that_step():
    bar = recorded_bar(
        case(("detect", "order", 1088), ("detect", "handoff", 258), ("detect", "recognise", 258))
    )

    assert bar is not None
    assert [(hop.id, hop.phase, hop.ms / 60_000) for hop in bar.hops] == [
        ("recognise", "recognise", 258.0),
        ("handoff", "hand_over", 0.0),
        ("order", "transmit", 830.0),
    ]
    assert bar.total_ms == 1088 * 60_000


def test_only_intervals_from_detection_are_used():
    assert recorded_bar(case(("request", "decide", 15))) is None
