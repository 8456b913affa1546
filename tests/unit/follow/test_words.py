"""Spans, clocks and lists read as people say them, in both languages."""

import pytest

from tateyoko.follow.words import Clock, join_names, sentence, span
from tateyoko.text import Text

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("ms", "en", "ja"),
    [
        (12 * SECOND, "12 s", "12秒"),
        (9 * MINUTE + 29 * SECOND, "9 min", "9分"),
        (59 * MINUTE + 40 * SECOND, "1 h", "1時間"),
        (3 * HOUR + 2 * MINUTE, "3 h 2 min", "3時間2分"),
        (DAY, "1 d", "1日"),
        (2 * DAY + 5 * HOUR + 40 * MINUTE, "2 d 6 h", "2日6時間"),
    ],
)
def test_a_span_has_two_units_at_most(ms, en, ja):
    assert span(ms) == Text(ja=ja, en=en)


def test_a_scenario_without_d0_counts_hours_from_its_start():
    clock = Clock("1999-03-23T06:42+09:00", 0)

    assert clock.relative(6 * HOUR + 32 * MINUTE) == "T+6:32"
    assert clock.calendar(18 * HOUR) == "03-24 00:42"


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (2 * DAY + 7 * HOUR, "D-28 07:00"),
        (30 * DAY, "D0 00:00"),
        (30 * DAY + 23 * HOUR, "D0 23:00"),
        (31 * DAY + HOUR, "D+1 01:00"),
    ],
)
def test_a_scenario_with_d0_counts_days_to_it_and_gives_the_clock(ms, said):
    clock = Clock("2027-03-01T00:00+09:00", 30 * DAY)

    assert clock.relative(ms) == said


def test_names_are_joined_as_each_language_does():
    names = [Text(ja="甲", en="A"), Text(ja="乙", en="B"), Text(ja="丙", en="C")]

    assert join_names(names) == Text(ja="甲、乙、丙", en="A, B or C")
    assert join_names(names[:1]) == names[0]
    assert join_names([]) == Text(ja="", en="")


def test_a_sentence_puts_each_language_into_its_own():
    said = sentence("work", who=Text(ja="港長", en="harbour master"), time=span(5 * MINUTE))

    assert said.en == "harbour master: at work for 5 min."
    assert said.ja == "港長が処理する（5分）。"
