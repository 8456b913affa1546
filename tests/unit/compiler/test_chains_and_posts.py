# ruff: noqa: E501  (worlds in YAML)
"""Work by a post, office hours, routine load, and chains of posts."""

import pytest

from tests.unit.compiler.tiny import HOUR, column, compiled, mark_times, run, words

STEP = """
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
      work: {{by: [{by}], takes: {takes}, mark: done, assumed: x}}
"""


def chain(each="read: 10 min", extra="", path="[chief, clerk, unit]"):
    return f"""
chains:
  c: {{path: {path}, each: {{{each}, assumed: x}}, {extra} assumed: x}}
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
      down: {{chain: c, mark: done}}
"""


def test_routine_load_stretches_crisis_work(tmp_path):
    busy = "posts:\n  b: {name: {ja: 忙, en: B}, level: hq, busy: {value: 0.75, unit: share, assumed: x}}\n"

    model = compiled(tmp_path, busy + STEP.format(by="b", takes="10 min"))

    assert mark_times(model, "done") == [40.0]


def test_a_post_with_office_hours_works_in_them_only(tmp_path):
    # The scenario begins on a Monday at 00:00 local time; the office opens at 09:00.
    office = "posts:\n  b: {name: {ja: 所, en: B}, level: hq, site: town, hours: office}\n"

    model = compiled(tmp_path, office + STEP.format(by="b", takes="10 h"))

    assert mark_times(model, "done") == [(24 + 9 + 2) * 60.0]


def test_a_post_called_outside_its_hours_needs_the_delay_first(tmp_path):
    called = """
posts:
  b: {name: {ja: 呼, en: B}, level: hq, site: town, hours: office, off_hours: {delay: 25 min, assumed: x}}
"""
    model = compiled(tmp_path, called + STEP.format(by="b", takes="10 min"))

    assert mark_times(model, "done") == [35.0]


def test_two_jobs_queue_for_a_post_with_one_hand(tmp_path):
    two = """
procedures:
  p: {name: {ja: 一, en: P}, starts: {at_start: true}, steps: {w: {by: [clerk], takes: 10 min, mark: one, assumed: x}}}
  q: {name: {ja: 二, en: Q}, starts: {at_start: true}, steps: {w: {by: [clerk], takes: 10 min, mark: two, assumed: x}}}
"""
    model = compiled(tmp_path, two)

    assert sorted([*mark_times(model, "one"), *mark_times(model, "two")]) == [10.0, 20.0]


def test_an_alternate_is_taken_when_the_first_post_is_busy(tmp_path):
    two = """
procedures:
  p: {name: {ja: 一, en: P}, starts: {at_start: true}, steps: {w: {by: [clerk, second], takes: 10 min, mark: one, assumed: x}}}
  q: {name: {ja: 二, en: Q}, starts: {at_start: true}, steps: {w: {by: [clerk, second], takes: 10 min, mark: two, assumed: x}}}
"""
    model = compiled(tmp_path, two)

    assert mark_times(model, "one") == mark_times(model, "two") == [10.0]


def test_a_chain_reads_hop_by_hop(tmp_path):
    model = compiled(tmp_path, chain())

    trace = words(model, run(model))
    starts = [row[2] for row in trace if row[1] == "start" and ".down." in row[2]]

    assert starts[:3] == [f"procedure.p.down.{post}" for post in ("chief", "clerk", "unit")]
    assert mark_times(model, "done") == [30.0]


def test_a_garbled_message_is_asked_back(tmp_path):
    model = compiled(tmp_path, chain("read: 10 min, garbled: 0.5"))

    times = mark_times(model, "done", reps=200)

    assert min(times) == 30.0
    # Each hop is read 1 / (1 - 0.5) = 2 times on average; sd of the mean is about 1.7 min.
    assert sum(times) / len(times) == pytest.approx(60.0, abs=7.0)


def test_a_chain_skips_a_post_that_does_not_exist_yet(tmp_path):
    late = "posts:\n  new: {name: {ja: 新, en: New}, level: hq, from: 2010-01-01}\n"

    model = compiled(tmp_path, late + chain(path="[chief, new, unit]"))

    assert mark_times(model, "done", posture="past") == [20.0]
    assert mark_times(model, "done", posture="now") == [30.0]


def test_a_stuck_message_skips_the_level(tmp_path):
    busy = """
procedures:
  hog: {name: {ja: 占, en: Hog}, starts: {at_start: true}, steps: {w: {by: [clerk], takes: 20 h, assumed: x}}}
"""
    text = chain(extra="stuck: {after: 15 min, then: skip_level, assumed: x},")
    model = compiled(tmp_path, text + busy.replace("procedures:\n", ""))

    # 10 min with the chief, 15 min in vain for the clerk, 10 min with the unit.
    assert mark_times(model, "done") == [35.0]


def test_a_share_patch_skips_a_hop_of_a_chain(tmp_path):
    reform = {"R": "patches:\n  - {share: chains.c.path.clerk, of: cases}\n"}
    model = compiled(tmp_path, chain(), reforms=reform)

    assert mark_times(model, "done", reforms={"R": 1.0}) == [20.0]
    assert mark_times(model, "done", reforms={"R": 0.0}) == [30.0]


AGREE = """
chains:
  c: {path: [clerk, chief], each: {read: 1 min, assumed: x}, agree: {at: chief, sources: 2, of: [clerk, second]}, assumed: x}
"""
SIGNS = """
signs:
  one: {at: T+1h, to: clerk, text: {ja: 一, en: One}, via: c, mark: seen}
  two: {at: T+5h, to: second, text: {ja: 二, en: Two}, via: c}
"""


def test_two_sources_must_agree_before_a_report_passes(tmp_path):
    model = compiled(tmp_path, AGREE, SIGNS)

    (time,) = mark_times(model, "seen")

    assert time == pytest.approx(5 * 60 + 2, abs=1.1)


def test_one_source_alone_never_passes_the_rule(tmp_path):
    alone = SIGNS[: SIGNS.index("  two")]

    model = compiled(tmp_path, AGREE, alone)

    assert mark_times(model, "seen") == [-1.0]


def test_seats_carry_the_place_where_the_author_wrote_them(tmp_path):
    model = compiled(tmp_path, chain())

    seat = model.net.seats[model.net.seat_ix["chief"]]

    assert seat.place.startswith("world.yaml:")
    assert seat.label == "Chief"
    assert all(step.place for step in model.net.steps)


def test_time_of_ministers_is_the_time_their_seats_are_taken(tmp_path):
    scenario = """
measures:
  hours: {name: {ja: 時間, en: Hours}, unit: h, kind: burden, expr: minister_hours}
"""
    model = compiled(tmp_path, chain(), scenario)

    assert column(model, "hours")[0] / HOUR == pytest.approx(10 / 60)
