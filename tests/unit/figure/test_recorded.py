"""A recorded case becomes a bar whose parts add up to its last step."""

import datetime as dt

from tateyoko.figure.recorded import recorded_bar
from tateyoko.world.case import Case
from tateyoko.world.cases import read_case

_START = dt.datetime(1999, 3, 23, 6, 42, tzinfo=dt.timezone(dt.timedelta(hours=9)))
_HEAD = """
id: x
title: {ja: 事案, en: a case}
type: grey_zone_sea
date: 1999-03-23
utc_offset: +09:00
context: {anticipated: true, signal: clear, standing_authority: true, local_hour: 6,
          off_hours: true, hops: 4, lead: JSDF, era: 1998_2005}
"""


def case(tmp_path, *intervals: tuple[str, str, int]) -> Case:
    steps, lines = [], []
    for number, (start, end, minutes) in enumerate(intervals):
        for side, at in (("a", 0), ("b", minutes)):
            time = (_START + dt.timedelta(minutes=at)).isoformat()
            steps.append(
                f"- {{id: {side}{number}, time: '{time}', precision: minute, actor: x, "
                f"event: detect, sources: [S1], confidence: high}}"
            )
        lines.append(
            f"- {{from: {start}, to: {end}, minutes: {minutes}, confidence: high, "
            f"precision: minute, day_precision: false, scorable: true, from_step: a{number}, "
            f"to_step: b{number}}}"
        )
    text = [_HEAD, "steps:", *steps, "standard_intervals:", *lines]
    (tmp_path / "x.yaml").write_text("\n".join(text), encoding="utf-8")
    return read_case(tmp_path / "x.yaml")


def test_time_before_a_step_counts_to_that_step(tmp_path):
    bar = recorded_bar(
        case(
            tmp_path,
            ("detect", "order", 1088),
            ("detect", "handoff", 258),
            ("detect", "recognise", 258),
        )
    )

    assert bar is not None
    assert [(hop.id, hop.phase, hop.ms / 60_000) for hop in bar.hops] == [
        ("recognise", "recognise", 258.0),
        ("handoff", "hand_over", 0.0),
        ("order", "transmit", 830.0),
    ]
    assert bar.total_ms == 1088 * 60_000


def test_only_intervals_from_detection_are_used(tmp_path):
    assert recorded_bar(case(tmp_path, ("request", "decide", 15))) is None
