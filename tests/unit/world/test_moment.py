"""Moments of the scenario clock."""

import pytest

from tateyoko.world.moment import parse_moment, parse_zero

HOUR = 3_600_000
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D0", 30 * DAY),
        ("D-28d07:00", 2 * DAY + 7 * HOUR),
        ("D0d01:00", 30 * DAY + HOUR),
        ("D+1d", 31 * DAY),
        ("D-12h", 29 * DAY + 12 * HOUR),
        ("T+90min", 5_400_000),
        ("T+163 min", 163 * 60_000),
        ("T", 0),
    ],
)
def test_moment_is_counted_from_the_start(text, expected):
    assert parse_moment(text, 30 * DAY) == expected


@pytest.mark.parametrize(
    "text", ["D", "tomorrow", "D-1", "D-1 fortnight", "T+5d25:00", "D+1d07:60"]
)
def test_other_words_are_no_moment(text):
    assert parse_moment(text, 0) is None


def test_zero_is_read_in_any_unit_of_time():
    assert parse_zero("D0 at 30 d") == 30 * DAY
    assert parse_zero("D0 at 12 h") == 12 * HOUR
    assert parse_zero("D0 at noon") is None
