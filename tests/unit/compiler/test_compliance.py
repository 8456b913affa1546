"""Who follows is a closed form of trust, rumour, clarity and earlier alarms; shadows take seats."""

from __future__ import annotations

import math

import pytest

from tests.unit.compiler.tiny import compiled, mark_times, measures

WORLD = """
marks: {{told: {{}}, scare: {{}}}}
flows:
  leave:
    name: {{ja: 避難, en: Leave}}
    assumed: a number of a test
    people: {{east: 80000 persons, west: 20000 persons}}
    through: {{east: 10000000 persons per d, west: 10000000 persons per d}}
    {lift}
    gate: "at(T+6h)"
audiences:
  town:
    name: {{ja: 町, en: Town}}
    assumed: a number of a test
    trust: 0.5 prob
    rumours: {{doom: {{name: {{ja: 噂, en: doom}}, when: "happened(scare)", seeds: 0.4 prob,
        spreads: 0 per h, fades: 0 per h}}}}
compliance:
  go:
    name: {{ja: 応じ方, en: Who goes}}
    assumed: a number of a test
    flow: leave
    audience: town
    follows: 0.8 prob
{more}
"""
SCENARIO = """
measures:
  moved: {{name: {{ja: 人, en: moved}}, unit: persons, kind: outcome, better: higher,
      expr: "flow.leave.moved"}}
  west: {{name: {{ja: 人, en: west}}, unit: persons, kind: outcome, better: lower,
      expr: "flow.leave.remaining.west"}}
  next: {{name: {{ja: 次, en: next}}, unit: share, kind: outcome, better: higher,
      expr: "compliance.go.next"}}
  shadow: {{name: {{ja: 影, en: shadow}}, unit: persons, kind: adverse, better: lower,
      expr: "compliance.go.shadow"}}
events: {{{events}}}
"""


def result(folder, more: str = "", events: str = "", lift: str = ""):
    text = WORLD.format(more=more, lift=lift)
    return measures(compiled(folder, text, SCENARIO.format(events=events)))


def share(shift: float) -> float:
    return 1 / (1 + math.exp(-(math.log(0.8 / 0.2) + shift)))


def test_without_any_influence_the_share_is_that_of_the_author(tmp_path):
    found = result(tmp_path)

    assert found["moved"][0] == pytest.approx(80_000, abs=0.1)
    assert found["west"][0] == pytest.approx(4_000, abs=0.1)


def test_a_rumour_takes_away_by_its_weight(tmp_path):
    found = result(tmp_path, "    rumour: 2 log_odds", "scare: {at: T+1h, mark: scare}")

    assert found["moved"][0] == pytest.approx(100_000 * share(-2 * 0.4), abs=0.1)


def test_a_rumour_after_everybody_has_gone_changes_nothing(tmp_path):
    found = result(tmp_path, "    rumour: 2 log_odds", "scare: {at: T+12h, mark: scare}")

    assert found["moved"][0] == pytest.approx(80_000, abs=0.1)


def test_message_and_clarity_multiply(tmp_path):
    found = result(tmp_path, "    clear: 0.9 prob\n    received: {at_once: 0.5 prob}")

    assert found["moved"][0] == pytest.approx(80_000 * 0.9 * 0.5, abs=0.1)


def test_who_has_not_heard_hears_later(tmp_path):
    more = "    received: {at_once: 0.5 prob, later: 0.1 per h}"
    ready = "ready: {each: 10 h, cohorts: 1}"

    found = result(tmp_path, more, lift=ready)

    assert found["moved"][0] == pytest.approx(80_000 * (1 - 0.5 * math.exp(-1.0)), abs=0.1)


def test_networks_that_are_down_keep_the_message_from_people(tmp_path):
    more = """
    received:
      at_once: 0.5 prob
      later: 0.1 per h
      cuts: {down: {when: "happened(told)", to: 0.4 prob}}
"""
    ready = "ready: {each: 10 h, cohorts: 1}"

    found = result(tmp_path, more, "a: {at: T+1h, mark: told}", ready)

    heard = 1 - (1 - 0.5 * 0.4) * math.exp(-0.1 * 0.4 * 10)
    assert found["moved"][0] == pytest.approx(80_000 * heard, abs=0.1)


def test_earlier_false_evacuations_take_away(tmp_path):
    more = '    earlier: {count: "count(told)", weight: 0.5 log_odds}'

    found = result(tmp_path, more, "a: {at: T+1h, mark: told}, b: {at: T+2h, mark: told}")

    assert found["moved"][0] == pytest.approx(100_000 * share(-1.0), abs=0.1)
    assert found["next"][0] == pytest.approx(share(-1.5))


def test_trust_that_is_lost_takes_away(tmp_path):
    lie = """
    statements: {lie: {on: told, reach: 1 prob, corrects: 0 per h, wrong: {chance: 1 prob,
        found_out: 1 h, costs: 0.4 prob}}}
compliance:"""
    text = WORLD.format(more="    trust: 3 log_odds", lift="").replace(
        "compliance:", lie.lstrip("\n"), 1
    )

    model = compiled(tmp_path, text, SCENARIO.format(events="a: {at: T+1h, mark: told}"))

    assert measures(model)["moved"][0] == pytest.approx(100_000 * share(-3 * 0.2), abs=0.1)


SHADOW = """
    shadow: {people: 100000 persons, share: 0.2 prob, when: "at(T+6h)", rate: 60000 persons per d}
"""
LIFT = "lift: {normal: 100000 persons per d, maximum: 100000 persons per d}"


def test_people_whom_nobody_told_take_seats_while_they_move(tmp_path):
    end = (
        "  done: {name: {ja: 時間, en: done}, unit: h, kind: outcome, better: lower,"
        " from: flow.leave.opened, to: flow.leave.complete}\n"
    )
    scenario = SCENARIO.format(events="").replace("events:", end + "events:")
    alone = measures(compiled(tmp_path / "a", WORLD.format(more="", lift=LIFT), scenario))
    model = compiled(tmp_path / "b", WORLD.format(more=SHADOW, lift=LIFT), scenario)
    crowded = measures(model)

    assert alone["done"][0] == pytest.approx(0.8 * 24, abs=0.01)
    # 20,000 people take 60,000 seats a day for 8 h: 20,000 seats are missing, a fifth of a day.
    assert crowded["shadow"][0] == pytest.approx(20_000)
    assert crowded["done"][0] == pytest.approx(0.8 * 24 + 0.2 * 24, abs=0.01)
    assert mark_times(model, "compliance.go.shadow") == [6 * 60]


def test_a_rumour_makes_the_shadow_larger(tmp_path):
    found = result(
        tmp_path, "    rumour: 2 log_odds" + SHADOW, "scare: {at: T+1h, mark: scare}", LIFT
    )

    odds = math.log(0.2 / 0.8) + 2 * 0.4
    assert found["shadow"][0] == pytest.approx(100_000 / (1 + math.exp(-odds)))
