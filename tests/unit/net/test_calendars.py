"""Calendars: exceptions become part of one long period."""

import pytest

from tateyoko.net.calendars import make_calendar
from tateyoko.net.errors import Mistake


def is_open(calendar, t):
    rest = t % calendar.period
    return any(a <= rest < b for a, b in zip(calendar.starts, calendar.ends, strict=True))


def test_touching_intervals_are_joined():
    calendar = make_calendar("c", 100, [(50, 60), (10, 30), (30, 50)])

    assert (calendar.starts, calendar.ends, calendar.total) == ((10,), (60,), 50)


def test_exceptions_close_and_open_the_times_they_name():
    calendar = make_calendar("c", 100, [(10, 50)], [(110, 130, False), (260, 270, True)])

    times = [t for t in range(0, 400, 5) if is_open(calendar, t)]

    plain = {t for t in range(0, 400, 5) if 10 <= t % 100 < 50}
    expected = (plain - set(range(110, 130, 5))) | set(range(260, 270, 5))
    assert times == sorted(expected)


def test_a_later_exception_wins():
    calendar = make_calendar("c", 100, [(0, 50)], [(100, 150, False), (110, 120, True)])

    assert [is_open(calendar, t) for t in (105, 115, 125)] == [False, True, False]


def test_the_long_period_reaches_the_horizon():
    calendar = make_calendar("c", 100, [(0, 50)], [(10, 20, False)], horizon_ms=1234)

    assert calendar.period == 1300
    assert is_open(calendar, 115)


def test_open_time_before_each_interval_adds_up():
    calendar = make_calendar("c", 100, [(0, 10), (20, 50)], [(5, 10, False)], horizon_ms=200)

    lengths = [b - a for a, b in zip(calendar.starts, calendar.ends, strict=True)]

    assert calendar.cumulated == tuple(sum(lengths[:i]) for i in range(len(lengths)))
    assert calendar.total == sum(lengths)


@pytest.mark.parametrize(
    ("period", "intervals", "exceptions"),
    [(0, [(0, 1)], []), (10, [], []), (10, [(5, 11)], []), (10, [(0, 5)], [(7, 7, True)])],
)
def test_what_a_calendar_cannot_be(period, intervals, exceptions):
    with pytest.raises(Mistake):
        make_calendar("c", period, intervals, exceptions)


def test_a_calendar_that_exceptions_close_for_ever_is_refused():
    with pytest.raises(Mistake, match="never open"):
        make_calendar("c", 100, [(0, 50)], [(0, 1000, False)], horizon_ms=1000)
