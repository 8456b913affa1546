# ruff: noqa: E501  (worlds in YAML)
"""Truths, values, events, opponents, injects; durations, hops, series."""

import numpy as np
import pytest

from tests.unit.compiler.tiny import HOUR, MINUTE, column, compiled, mark_times, measures, run

ACT = """
procedures:
  p:
    name: {ja: 手続, en: P}
    starts: {on: mark go}
    steps:
      one: {by: [clerk], takes: 10-20-60 min, mark: first, assumed: x}
      two: {by: [second], takes: 10-20-60 min, mark: done, assumed: x}
"""
GO = "events:\n  start: {at: T+2h, mark: go}\n"


def test_an_event_happens_at_its_time_if_its_condition_holds_then(tmp_path):
    scenario = """
values: {x: 0}
events:
  a: {at: T+1h, mark: seen, sets: {x: "1"}}
  b: {at: T+2h, if: "truth == A and x == 1", mark: both}
  c: {at: T+2h, if: "x == 0", mark: never}
"""
    model = compiled(tmp_path, scenario=scenario)

    assert mark_times(model, "seen") == [60.0]
    assert mark_times(model, "both", truth="A") == [120.0]
    assert mark_times(model, "both", truth="B") == [-1.0]
    assert mark_times(model, "never") == [-1.0]


def test_a_value_begins_as_the_truth_says(tmp_path):
    scenario = """
values: {boats: {A: 12, B: 3}}
measures:
  boats: {name: {ja: 船, en: Boats}, expr: boats}
"""
    model = compiled(tmp_path, scenario=scenario)

    assert measures(model, truth="A")["boats"] == [12.0]
    assert measures(model, truth="B")["boats"] == [3.0]


def test_a_rolled_value_is_the_same_in_every_posture(tmp_path):
    scenario = """
values: {flees: {A: {roll: {value: 0.5, unit: prob, assumed: x}}, B: 0}}
measures:
  flees: {name: {ja: 逃, en: Flees}, expr: flees}
"""
    model = compiled(tmp_path, scenario=scenario)

    now = measures(model, reps=60)["flees"]

    assert np.array_equal(now, measures(model, reps=60, posture="past")["flees"])
    assert set(now) == {0.0, 1.0}
    assert not measures(model, reps=10, truth="B")["flees"].any()


OPPONENTS = """
opponents:
  quick:
    name: {ja: 早, en: Quick}
    reacts:
      - {on: seen, before: D-10h, chance: 1.0, advance: {event: blow, by: 5 h}, mark: reacted, assumed: x}
  calm:
    name: {ja: 静, en: Calm}
    reacts:
      - {on: seen, chance: 1.0, sets: {off: "1"}, assumed: x}
values: {off: 0}
events:
  public: {at: D-12h, mark: seen}
  blow: {at: D0, if: "off == 0", mark: hit}
"""


def test_an_opponent_moves_an_event_forward(tmp_path):
    model = compiled(tmp_path, scenario=OPPONENTS)

    assert mark_times(model, "hit", opponent="quick") == [19 * 60.0]
    assert mark_times(model, "hit", opponent="calm") == [-1.0]


def test_an_opponent_does_not_react_after_his_time(tmp_path):
    late = OPPONENTS.replace("public: {at: D-12h", "public: {at: D-9h")

    model = compiled(tmp_path, scenario=late)

    assert mark_times(model, "reacted", opponent="quick") == [-1.0]
    assert mark_times(model, "hit", opponent="quick") == [24 * 60.0]


INJECT = """
values: {{lost: 0}}
injects:
  t:
    at: T+1h
    to: [chief]
    text: {{ja: 要請, en: Request}}
    truths: [A]
    starts: answer
    expect: {{mark: answered, within: {within}, assumed: x, else: {{sets: {{lost: "1"}}, mark: too_late}}}}
measures:
  lost: {{name: {{ja: 失, en: Lost}}, expr: lost}}
procedures:
  answer:
    name: {{ja: 回答, en: Answer}}
    starts: {{on: inject t}}
    steps:
      w: {{by: [chief], takes: 3 h, mark: answered, assumed: x}}
"""


def test_an_inject_starts_its_procedure_once_and_only_in_its_truths(tmp_path):
    model = compiled(tmp_path, scenario=INJECT.format(within="5 h"))

    assert mark_times(model, "answered", truth="A") == [240.0]
    assert mark_times(model, "answered", truth="B") == [-1.0]
    assert run(model).cells[model.net.cell_of["count(answered)"]] == 1


@pytest.mark.parametrize(("within", "lost"), [("3 h", 0.0), ("2 h", 1.0)])
def test_an_expected_act_in_the_very_last_moment_is_in_time(tmp_path, within, lost):
    model = compiled(tmp_path, scenario=INJECT.format(within=within))

    assert measures(model)["lost"] == [lost]


def test_a_duration_that_has_not_ended_is_counted_to_the_horizon_and_flagged(tmp_path):
    scenario = (
        GO
        + """
measures:
  d: {name: {ja: 時間, en: D}, unit: h, from: go, to: done}
  n: {name: {ja: 時間, en: N}, unit: h, from: go, to: never}
  m: {name: {ja: 時間, en: M}, unit: h, from: never, to: done}
  b: {name: {ja: 時間, en: B}, unit: h, from: done, to: go}
marks: {}
"""
    )
    scenario = scenario.replace("marks: {}\n", "").replace(
        "events:\n", 'events:\n  no: {at: T+1h, if: "truth == B", mark: never}\n'
    )
    model = compiled(tmp_path, ACT, scenario)
    found = measures(model)

    assert 20 / 60 <= found["d"][0] <= 2
    assert found["n"] == [46.0]
    assert found["m"] == [48.0]
    assert found["b"] == [0.0]
    flags = {m.id: column(model, f"{m.id}.censored")[0] for m in model.measures}
    assert flags == {"d": 0, "n": 1, "m": 2, "b": 0}


def test_hops_add_up_to_the_main_line_to_the_millisecond(tmp_path):
    scenario = (
        GO
        + """
measures:
  whole: {name: {ja: 全, en: Whole}, unit: ms, from: go, to: done}
main_line: [p]
"""
    )
    model = compiled(tmp_path, ACT, scenario)

    for rep in range(20):
        values = run(model, rep=rep).measures()
        whole = next(m for m in model.measures if m.id == "whole")
        assert sum(values[hop.time_column] for hop in model.hops) == values[whole.column]
        assert [values[hop.count_column] for hop in model.hops[:2]] == [1, 1]
        assert values[model.hops[2].time_column] == 0
        assert values[model.reached_end_column] == 1
    assert [hop.id for hop in model.hops] == ["p.one", "p.two", "between"]


def test_time_between_steps_of_the_main_line_is_nobodys_wait(tmp_path):
    scenario = (
        GO.replace("events:\n", "events:\n  later: {at: T+30h, mark: fled}\n")
        + """
procedures:
  q:
    name: {ja: 追跡, en: Q}
    starts: {on: mark fled}
    steps:
      chase: {by: [unit], takes: 10 min, mark: caught, assumed: x}
measures:
  whole: {name: {ja: 全, en: Whole}, unit: ms, from: go, to: caught}
main_line: [p, q]
"""
    )
    model = compiled(tmp_path, ACT, scenario)
    values = run(model).measures()
    spent = {hop.id: values[hop.time_column] for hop in model.hops}
    whole = next(m for m in model.measures if m.id == "whole")

    assert [hop.phase for hop in model.hops if hop.id == "between"] == ["outside"]
    assert spent["q.chase"] == 10 * MINUTE
    assert spent["p.two"] <= 2 * HOUR
    assert sum(spent.values()) == values[whole.column]
    assert spent["between"] > 20 * HOUR


def test_the_clock_of_the_main_line_stops_at_a_mark_that_ends_it(tmp_path):
    scenario = """
events:
  start: {at: T+2h, mark: go}
  end: {at: T+2h, spread: 5 min, mark: over}
main_line: [p]
line_ends: [over]
"""
    model = compiled(tmp_path, ACT, scenario)
    values = run(model).measures()

    assert sum(values[hop.time_column] for hop in model.hops) == 5 * MINUTE
    assert values[model.reached_end_column] == 0


def test_a_judge_step_is_split_into_its_parts_on_the_main_line(tmp_path):
    scenario = """
judgements:
  j:
    name: {ja: か, en: Is it}
    question: q
    true_in: [A]
    by: chief
    prior: {value: 0.9, unit: prob, assumed: x}
    raised_by: {who: [clerk], rate: 1 per 2 h, assumed: x}
    framing: {by: second, takes: 1 h, assumed: x}
    assumed: x
procedures:
  p:
    name: {ja: 手続, en: P}
    starts: {at_start: true}
    steps:
      judge: {judge: j, mark: known}
      act: {by: [unit], takes: 10 min, mark: done, assumed: x}
main_line: [p]
"""
    model = compiled(tmp_path, scenario=scenario)
    values = run(model).measures()
    times = {hop.id: values[hop.time_column] for hop in model.hops}
    phases = {hop.id: hop.phase for hop in model.hops}

    assert times["p.judge.framing"] == HOUR
    assert times["p.act"] == 10 * MINUTE
    assert times["p.judge.raise"] > 0
    assert phases["p.judge.raise"] == "initiative"
    assert phases["p.judge.meeting"] == "approve"
    assert sum(times.values()) == mark_times(model, "done")[0] * MINUTE


def test_a_series_keeps_one_value_per_interval(tmp_path):
    scenario = (
        GO
        + """
series:
  s: {name: {ja: 系列, en: Series}, every: 6 h, expr: "happened(go)", unit: share}
"""
    )
    model = compiled(tmp_path, ACT, scenario)
    (series,) = model.series
    values = run(model).measures()

    assert series.times_ms == tuple(range(0, 48 * HOUR + 1, 6 * HOUR))
    assert [values[k] for k in series.columns] == [0.0] + [1.0] * 8


def test_a_measure_may_be_read_at_a_mark_or_a_moment(tmp_path):
    scenario = """
values: {x: 0}
events:
  a: {at: T+1h, mark: seen, sets: {x: "x + 1"}}
  b: {at: T+2h, sets: {x: "x + 1"}}
  c: {at: T+3h, sets: {x: "x + 1"}}
measures:
  at_mark: {name: {ja: 印, en: Mark}, expr: x, at: seen}
  at_time: {name: {ja: 時, en: Time}, expr: x, at: T+150min}
  at_end: {name: {ja: 終, en: End}, expr: x}
"""
    found = measures(compiled(tmp_path, scenario=scenario))

    assert (found["at_mark"][0], found["at_time"][0], found["at_end"][0]) == (1, 2, 3)


def test_an_integral_counts_value_times_time_in_its_unit(tmp_path):
    scenario = """
values: {people: 0}
events:
  a: {at: T+12h, sets: {people: "1000"}}
  b: {at: T+36h, sets: {people: "0"}}
measures:
  days: {name: {ja: 人日, en: Person-days}, unit: person d, integral: people}
"""
    assert measures(compiled(tmp_path, scenario=scenario))["days"] == pytest.approx([1000.0])


def test_each_post_sees_itself_and_not_the_hidden(tmp_path):
    scenario = (
        GO
        + """
values: {secret_plan: {initial: 1, hidden: true}, open_count: 0}
"""
    )
    model = compiled(tmp_path, ACT, scenario)
    view = model.view("clerk")

    assert "queue(clerk)" in view.values
    assert "value.open_count" in view.values
    assert "value.secret_plan" not in view.values
    assert not [name for name in view.values if name.startswith(("truth.", "opponent."))]
    assert "procedure.p" in view.jobs


def test_a_procedure_may_start_on_an_event_and_on_belief(tmp_path):
    scenario = """
judgements:
  j: {name: {ja: か, en: Is it}, question: q, true_in: [A], by: chief, prior: {value: 0.4, unit: prob, assumed: x}, assumed: x}
signs:
  s: {at: T+3h, to: clerk, text: {ja: 徴候, en: Sign}, reliability: C, about: q}
events:
  e: {at: T+1h}
procedures:
  p: {name: {ja: 一, en: P}, starts: {on: event e}, steps: {w: {travel: 1 h, mark: one, assumed: x}}}
  q: {name: {ja: 二, en: Q}, starts: {when: "believed(q)"}, steps: {w: {travel: 1 h, mark: two, assumed: x}}}
  r: {name: {ja: 三, en: R}, starts: {when: "belief(q) > 5"}, steps: {w: {travel: 1 h, mark: three, assumed: x}}}
"""
    model = compiled(tmp_path, scenario=scenario)

    assert mark_times(model, "one") == [120.0]
    assert mark_times(model, "two") == [240.0]
    assert mark_times(model, "three") == [-1.0]
