# ruff: noqa: E501  (worlds in YAML)
"""A quorum gathers, talks, is let go; without one a paper goes round."""

import numpy as np
import pytest

from tateyoko.errors import WorldError
from tests.unit.compiler.tiny import compiled, mark_times, measures

MEETING = """
meetings:
  m:
    name: {{ja: 会議, en: Meeting}}
    chair: chief
    present: {{all: [chief, clerk]{also}}}
    {more}
    takes: 30 min
    assumed: x
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
      meet: {{meeting: m, mark: met}}
      after: {{by: [chief], takes: 1 min, mark: free, assumed: x}}
"""
HOG = """
  hog: {{name: {{ja: 占, en: Hog}}, starts: {{at_start: true}}, steps: {{w: {{by: [{post}], takes: {takes}, assumed: x}}}}}}
"""


def meeting(more="", also="", hog=None, takes="20 h"):
    text = MEETING.format(more=more, also=also)
    return text + (HOG.format(post=hog, takes=takes) if hog else "")


def test_a_meeting_lasts_from_the_last_arrival_on(tmp_path):
    model = compiled(tmp_path, meeting("gather: {each: 10-60 min, assumed: x}"))

    times = np.array(mark_times(model, "met", reps=400))
    arrival = (times - 30 - 10) / 50

    # The later of two uniform arrivals has mean 2/3 and sd 0.236; the error of the mean is 0.012.
    assert arrival.mean() == pytest.approx(2 / 3, abs=0.05)
    assert times.min() > 40
    assert times.max() < 90


def test_a_telephone_shortens_the_gathering_once_it_is_allowed(tmp_path):
    phone = """gather:
      each: 60 min
      telephone: {share: 1.0, gather: 5 min, from: 2010-01-01, assumed: x}
      assumed: x"""
    model = compiled(tmp_path, meeting(phone))

    assert mark_times(model, "met", posture="past") == [90.0]
    assert mark_times(model, "met", posture="now") == [35.0]


def test_seats_are_free_after_the_meeting(tmp_path):
    model = compiled(tmp_path, meeting("gather: {each: 10 min, assumed: x}"))

    assert mark_times(model, "free") == [41.0]


def test_a_meeting_waits_for_a_member_who_is_busy(tmp_path):
    model = compiled(tmp_path, meeting(hog="clerk", takes="2 h"))

    assert mark_times(model, "met") == [150.0]


def test_a_stand_in_sits_for_a_member_who_is_busy(tmp_path):
    model = compiled(tmp_path, meeting("stand_in: {clerk: second}", hog="clerk"))

    assert mark_times(model, "met") == [30.0]


def test_a_paper_circulates_when_the_quorum_does_not_come_in_time(tmp_path):
    waits = "waits: {at_most: 1 h, then: circulate_paper, takes: 45 min, assumed: x}"

    model = compiled(tmp_path, meeting(waits, hog="clerk"))

    assert mark_times(model, "met") == [105.0]
    assert mark_times(model, "m.no_quorum") == [60.0]


def test_a_matter_is_given_up_when_nothing_else_is_written(tmp_path):
    waits = "waits: {at_most: 1 h, then: give_up, assumed: x}"

    model = compiled(tmp_path, meeting(waits, hog="clerk"))

    assert mark_times(model, "met") == [-1.0]
    assert mark_times(model, "m.no_quorum") == [60.0]


def test_k_of_the_others_are_enough(tmp_path):
    also = ", and: {at_least: {value: 1, unit: persons, assumed: x}, of: [second, unit]}"

    model = compiled(tmp_path, meeting(also=also, hog="second"))

    assert mark_times(model, "met") == [30.0]


def test_a_quorum_larger_than_one_claim_is_a_world_error_at_its_place(tmp_path):
    names = [f"m{number}" for number in range(12)]
    posts = "".join(f"  {name}: {{name: {{ja: 員, en: M}}, level: hq}}\n" for name in names)
    text = f"posts:\n{posts}" + meeting().replace("[chief, clerk]", f"[chief, {', '.join(names)}]")

    with pytest.raises(WorldError, match=r"more\.yaml:\d+:\d+  CP201"):
        compiled(tmp_path, text)


def test_ministers_hours_count_gathering_and_talk(tmp_path):
    scenario = """
measures:
  hours: {name: {ja: 時間, en: Hours}, unit: h, kind: burden, expr: minister_hours}
"""
    model = compiled(tmp_path, meeting("gather: {each: 15 min, assumed: x}"), scenario)

    # The chief alone has a cabinet rank: 15 + 30 minutes, then one minute of work.
    assert measures(model)["hours"] == pytest.approx([46 / 60])


def test_a_reform_of_the_meetings_length_is_a_row(tmp_path):
    reform = {
        "R": "patches:\n  - {scale: meetings.m.takes, by: {value: 0.5, unit: factor, assumed: x}, along: log}\n"
    }
    model = compiled(tmp_path, meeting(), reforms=reform)

    assert mark_times(model, "met", reforms={"R": 1.0}) == [15.0]
    assert mark_times(model, "met", reforms={"R": 0.5})[0] == pytest.approx(30 * 0.5**0.5, abs=1e-3)


def test_a_meeting_can_be_noted_when_it_begins(tmp_path):
    text = meeting("gather: {each: 10 min, assumed: x}")
    text = text.replace("meeting: m, mark: met", "meeting: m, opens: begun, mark: met")
    model = compiled(tmp_path, text)

    assert mark_times(model, "begun") == [10.0]
    assert mark_times(model, "met") == [40.0]


def test_a_meeting_without_gathering_is_noted_once_its_members_are_free(tmp_path):
    text = meeting(hog="clerk", takes="2 h").replace("mark: met", "opens: begun")
    model = compiled(tmp_path, text)

    assert mark_times(model, "begun") == [120.0]


def test_only_a_meeting_can_be_noted_when_it_begins(tmp_path):
    text = meeting().replace("{by: [chief], takes", "{by: [chief], opens: begun, takes")

    with pytest.raises(WorldError, match="is no meeting"):
        compiled(tmp_path, text)
