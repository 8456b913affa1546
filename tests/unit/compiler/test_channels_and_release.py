# ruff: noqa: E501  (worlds in YAML)
"""Questions over channels, liaison officers that saturate, and release review."""

import math

import numpy as np
import pytest

from tests.unit.compiler.tiny import compiled, mark_times, run

CHANNEL = """
channels:
  line:
    between: [clerk, second]
    round_trip: {{formal: 8 h, liaison: 1 h, assumed: x}}
    {more}
    assumed: x
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
      ask: {{ask: line{item}, mark: one}}
  q:
    name: {{ja: 手続, en: Q}}
    starts: {{at_start: true}}
    steps:
      ask: {{ask: line, mark: two}}
"""
OFFICERS = (
    "liaison: {{staff: {n} officers, threads_each: 1 count, patience: {wait}, {more} assumed: x}}"
)


def channel(more="", item=""):
    return CHANNEL.format(more=more, item=item)


def officers(n=1, wait="10 min", more=""):
    return OFFICERS.format(n=n, wait=wait, more=more)


def hours(model, mark, **row):
    return [time / 60 for time in mark_times(model, mark, **row)]


def test_without_officers_a_question_goes_the_formal_way(tmp_path):
    model = compiled(tmp_path, channel())

    assert hours(model, "one") == hours(model, "two") == [8.0]


def test_officers_answer_sooner(tmp_path):
    model = compiled(tmp_path, channel(officers(n=2)))

    assert hours(model, "one") == hours(model, "two") == [1.0]


def test_officers_saturate_and_the_question_that_waited_in_vain_is_later_than_formal(tmp_path):
    model = compiled(tmp_path, channel(officers(n=1, wait="30 min")))

    assert sorted([*hours(model, "one"), *hours(model, "two")]) == [1.0, 8.5]


def test_a_patient_question_waits_for_the_officer(tmp_path):
    model = compiled(tmp_path, channel(officers(n=1, wait="3 h")))

    assert sorted([*hours(model, "one"), *hours(model, "two")]) == [1.0, 2.0]


def test_a_larger_share_sent_to_officers_contains_the_smaller(tmp_path):
    text = channel(
        officers(n=2, more="share_sent: {value: 0.5, range: [0, 1], unit: share, assumed: x},")
    )
    model = compiled(tmp_path, text)
    path = "channels.line.liaison.share_sent"

    def sent(share):
        times = mark_times(model, "one", reps=60, values={path: share})
        return {rep for rep, time in enumerate(times) if time == 60.0}

    assert sent(0.2) < sent(0.6) < sent(1.0)
    assert len(sent(1.0)) == 60


def test_an_item_above_the_officers_clearance_goes_formal(tmp_path):
    needs = officers(n=2) + "\n    needs: {clearance: secret, release: [US]}"
    text = channel(needs, item=", item: {level: top_secret, release: [US]}")

    model = compiled(tmp_path, text)

    assert hours(model, "one") == [8.0]
    assert hours(model, "two") == [1.0]


def test_a_wrong_window_costs_a_formal_round_trip(tmp_path):
    more = "wrong_window: {value: 0.5, unit: prob, assumed: x}\n    windows: {value: 3, range: [1, 4], unit: count, assumed: x}"
    model = compiled(tmp_path, channel(more))

    times = set(np.round([t / 60 for t in mark_times(model, "one", reps=40)], 6))
    single = {
        t / 60 for t in mark_times(model, "one", reps=40, values={"channels.line.windows": 1})
    }

    assert times == {8.0, 16.0}
    assert single == {8.0}


def test_a_formal_request_is_handed_over_in_shared_office_hours(tmp_path):
    # Town is in office from 09:00; the island's clock is five hours behind, so both from 14:00.
    sites = 'sites:\n  island: {name: {ja: 島, en: Island}, utc_offset: 4, office: "09:00-17:00"}\n'
    bound = "hours: {both_in_office: [town, island], urgent: office}"
    always = "hours: {both_in_office: [town, island], urgent: always}"

    model = compiled(tmp_path / "1", sites + channel(bound))
    urgent = compiled(tmp_path / "2", sites + channel(always))

    assert hours(model, "one") == [14.0 + 8.0]
    assert hours(urgent, "one") == [8.0]


def test_the_answering_post_adds_its_own_work(tmp_path):
    model = compiled(
        tmp_path, channel().replace("ask: line, mark: two", "ask: line, takes: 2 h, mark: two")
    )

    assert hours(model, "two") == [10.0]


RELEASE = """
posts:
  reader: {{name: {{ja: 読, en: Reader}}, level: hq, clearance: {clearance}, caveats: [{caveats}]}}
  other: {{name: {{ja: 他, en: Other}}, level: hq, clearance: top_secret, caveats: [US]}}
release:
  item:
    level: secret
    caveat: [US]
    to: [reader]
    {more}
    uncleared: {{review: 5 h{instead}, assumed: x}}
    assumed: x
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
      read: {{release: item, mark: read}}
"""


def release(clearance="secret", caveats="US", more="", instead=""):
    return RELEASE.format(clearance=clearance, caveats=caveats, more=more, instead=instead)


def test_a_cleared_reader_reads_at_once(tmp_path):
    assert hours(compiled(tmp_path, release()), "read") == [0.0]


@pytest.mark.parametrize("missing", [{"clearance": "sensitive"}, {"caveats": "GB"}], ids=str)
def test_a_reader_without_level_or_nation_waits_for_review(tmp_path, missing):
    assert hours(compiled(tmp_path, release(**missing)), "read") == [5.0]


def test_a_cleared_alternate_reads_instead(tmp_path):
    text = release(clearance="open", more="alternate: other", instead=", or: alternate")

    assert hours(compiled(tmp_path, text), "read") == [0.0]


def test_clearing_a_post_by_reform_is_a_row(tmp_path):
    reform = {
        "R": "patches:\n  - {set: posts.reader.clearance, to: secret}\n  - {set: posts.reader.caveats, to: [JP, US]}\n"
    }
    model = compiled(tmp_path, release(clearance="open", caveats="GB"), reforms=reform)

    assert hours(model, "read") == [5.0]
    assert hours(model, "read", reforms={"R": 1.0}) == [0.0]


def test_over_marked_items_go_to_review_though_everybody_is_cleared(tmp_path):
    model = compiled(tmp_path, release(more="overmarked: {value: 0.4, unit: share, assumed: x}"))

    waited = np.mean([time > 0 for time in mark_times(model, "read", reps=200)])

    # Standard error 0.035.
    assert waited == pytest.approx(0.4, abs=0.14)


def test_a_dark_seat_waits_in_every_posture_alike(tmp_path):
    model = compiled(tmp_path, release(more="dark: {value: 0.5, unit: prob, assumed: x}"))

    now = mark_times(model, "read", reps=30)

    assert now == mark_times(model, "read", reps=30, posture="past")
    assert set(now) == {0.0, 300.0}


def test_a_sanitised_report_weighs_less(tmp_path):
    instead = ", or: sanitise, detail_lost: {value: 0.25, unit: share, assumed: x}"
    scenario = """
judgements:
  j: {name: {ja: か, en: Is it}, question: q, true_in: [A], by: chief, prior: {value: 0.5, unit: prob, assumed: x}, assumed: x}
signs:
  s: {at: T+1h, to: clerk, text: {ja: 徴候, en: Sign}, reliability: C, about: q, item: item, mark: known}
"""
    whole = compiled(tmp_path / "1", release(), scenario)
    less = compiled(tmp_path / "2", release(clearance="open", instead=instead), scenario)

    assert hours(whole, "known") == [1.0]
    assert hours(less, "known") == [6.0]
    weights = [run(m).cells[m.net.cell_of["belief.j"]] for m in (whole, less)]
    assert weights == pytest.approx([math.log(2), 0.75 * math.log(2)])


def test_a_question_that_is_never_answered_waits_for_its_own_patience(tmp_path):
    world = """
    channels:
      line: {between: [chief, unit], round_trip: {formal: 30 min, assumed: x}, answered: {value: 0, unit: prob, range: [0, 1], assumed: x}, assumed: x}
    procedures:
      p:
        name: {ja: 手続, en: P}
        starts: {at_start: true}
        steps:
          ask: {ask: line, mark: heard, patience: {of: 2 h, then: next, assumed: x}}
          go_on: {by: [chief], takes: 1 min, mark: went_on, assumed: x}
    """
    model = compiled(tmp_path, world)

    assert mark_times(model, "channel.line.unanswered") == [30.0]
    assert mark_times(model, "heard") == [-1.0]
    assert mark_times(model, "went_on") == [121.0]


def test_a_channel_that_is_answered_more_often_answers_the_same_questions(tmp_path):
    world = """
    channels:
      line: {between: [chief, unit], round_trip: {formal: 30 min, assumed: x}, answered: {value: 0.5, unit: prob, range: [0, 1], assumed: x}, assumed: x}
    procedures:
      p: {name: {ja: 手続, en: P}, starts: {at_start: true}, steps: {ask: {ask: line, mark: heard}}}
    """
    model = compiled(tmp_path, world)
    answered = {
        share: [
            time > 0
            for time in mark_times(model, "heard", 40, values={"channels.line.answered": share})
        ]
        for share in (0.3, 0.7)
    }

    assert sum(answered[0.3]) < sum(answered[0.7]) < 40
    assert all(more for less, more in zip(answered[0.3], answered[0.7], strict=True) if less)
