"""A flow moves amounts through gates: exact times, shared lift, nobody lost."""

from pathlib import Path

import numpy as np
import pytest

from tateyoko.compiler import compile_model
from tateyoko.engine.batch import run_batch
from tateyoko.world.load import load_world

WORLD = """
world:
  id: islands
  title: {ja: 島々, en: The islands}
  about: {ja: 試験用の世界, en: A world for tests}
postures:
  now: {date: 2026-01-01, title: {ja: 現在, en: Now}, reforms: {}}
flows:
  leave:
    name: {ja: 避難, en: Evacuation}
    assumed: a number of a test
    people: {east: 80000 persons, west: 40000 persons}
    through: {east: EAST persons per d, west: 1000000 persons per d}
    gate: "at(T+1d)"
"""

SCENARIO = """
id: leave
title: {ja: 避難, en: Evacuation}
question: {ja: いつ終わるか, en: "When is it over?"}
horizon: 40 d
begins: 2026-01-01T00:00+09:00
postures: [now]
baseline: now
truths: {A: {name: {ja: 本当, en: real}}}
opponents: {nobody: {name: {ja: なし, en: nobody}}}
measures:
"""

OUTCOME = "unit: persons, kind: outcome, better: lower"


def run(tmp_path: Path, fields: str, *, east: str = "1000000", runs: int = 1) -> dict:
    """Run the flow with further fields and return its values at the horizon, one per run."""
    folder = tmp_path / "world"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "world.yaml").write_text(WORLD.replace("EAST", east) + fields, encoding="utf-8")
    scenario = SCENARIO
    for name in ("remaining", "moved", "left_early", "moving"):
        text = f'name: {{ja: 人, en: people}}, {OUTCOME}, expr: "flow.leave.{name}"'
        scenario += f"  {name}: {{{text}}}\n"
    for name, end in (("days", "complete"), ("first", "aboard")):
        text = "name: {ja: 日, en: days}, unit: d, kind: outcome, better: lower"
        marks = f"from: flow.leave.opened, to: flow.leave.{end}"
        scenario += f"  {name}: {{{text}, {marks}}}\n"
    (folder / "scenarios" / "leave.yaml").write_text(scenario, encoding="utf-8")
    model = compile_model(load_world(folder), "leave")
    row = model.row(posture="now", truth="A", opponent="nobody")
    batch = run_batch(
        model.net, row[None], (0, runs), 1, until=model.horizon_ms, script=model.script, threads=1
    )
    assert not batch.fault.any()
    return {m.id: batch.measures[0, :, m.column] * m.scale for m in model.measures}


@pytest.mark.parametrize(("rate", "days"), [(9200, 120_000 / 9200), (20_000, 6.0)])
def test_a_constant_lift_ends_at_people_over_rate(tmp_path: Path, rate: int, days: float):
    lift = f"    lift: {{normal: {rate} persons per d, maximum: {rate} persons per d}}\n"

    found = run(tmp_path, lift)

    # Each of 256 waves ends at a whole millisecond, so 256 ms is the most that rounding can add.
    assert found["days"][0] == pytest.approx(days, abs=256 / 86_400_000)
    assert found["remaining"][0] == pytest.approx(0.0, abs=1e-3)


def test_a_narrow_gate_gives_its_share_of_the_lift_to_nobody_twice(tmp_path: Path):
    lift = "    lift: {normal: 12000 persons per d, maximum: 12000 persons per d}\n"

    found = run(tmp_path, lift, east="4000")

    # East moves 4,000 a day alone: 80,000 people take 20 days whatever the common lift is.
    assert found["days"][0] == pytest.approx(20.0, abs=0.001)


def test_the_lift_rises_over_its_ramp(tmp_path: Path):
    lift = "    lift: {normal: 9200 persons per d, maximum: 20000 persons per d, ramp: 4 d}\n"

    found = run(tmp_path, lift)

    assert 6.0 < found["days"][0] < 120_000 / 9200


def test_people_are_neither_made_nor_lost(tmp_path: Path):
    fields = (
        "    lift: {normal: 3000 persons per d, maximum: 3000 persons per d}\n"
        "    ready: {each: 1-2-4 d, cohorts: 5}\n"
        "    first_hop: {share: 0.2 prob, takes: 1-1.5-2 d}\n"
        '    voluntary: {share: 0.1 prob, from: "at(T+2h)", rate: 2000 persons per d}\n'
        "    stays: 0.05 prob\n"
        "    care: {people: 12000 persons, ready: 1-2-3 d, rate: 1000 persons per d}\n"
        "    weather: {stop_share: 0.2 prob, every: 1 d}\n"
        '    closes: "at(T+20d)"\n'
    )

    found = run(tmp_path, fields, runs=20)

    away = found["moved"] + found["left_early"]
    assert found["remaining"] + away == pytest.approx(np.full(20, 120_000.0), abs=0.01)
    # Nobody moves after the end, and 19 days at 3,000 and 1,000 a day are the most there can be.
    assert (found["moved"] <= 19 * 4000).all()
    assert (found["moved"] > 0).all()
    assert len(set(found["moved"])) > 1


def test_who_stays_is_left_and_the_rest_is_complete(tmp_path: Path):
    found = run(tmp_path, "    stays: 0.05 prob\n")

    assert found["remaining"][0] == pytest.approx(6000.0, abs=0.01)
    assert found["days"][0] < 1.0


def test_people_come_back_when_there_was_nothing(tmp_path: Path):
    fields = '    returns: {when: "at(T+5d)", rate: 10000 persons per d}\n'

    found = run(tmp_path, fields)

    assert found["moved"][0] == pytest.approx(0.0, abs=0.01)
    assert found["remaining"][0] == pytest.approx(120_000.0, abs=0.01)


def test_bad_weather_delays(tmp_path: Path):
    lift = "    lift: {normal: 9200 persons per d, maximum: 9200 persons per d}\n"
    calm = run(tmp_path / "calm", lift)
    rough = run(tmp_path / "rough", lift + "    weather: {stop_share: 0.5 prob, every: 1 d}\n")

    assert rough["days"][0] > calm["days"][0] + 1.0


RECEPTION = (
    "    lift: {normal: 120000 persons per d, maximum: 120000 persons per d}\n"
    '    reception: {from: "at(T+1d)", municipalities: 4, rooms: 60000 persons, each: 2 d}\n'
)


def test_nobody_is_moved_before_there_are_rooms_and_no_more_than_there_are(tmp_path: Path):
    found = run(tmp_path, RECEPTION)

    # Rooms open two days after the gate; the first wave leaves when they do.
    assert found["first"][0] == pytest.approx(2.0 + 1 / 256, abs=0.01)
    # One wave per place may have been under way when the last room was taken.
    assert 60_000 <= found["moved"][0] + 1e-6 <= 60_000 + 2 * 120_000 / 256 + 1


def test_buses_limit_what_arrives(tmp_path: Path):
    buses = RECEPTION.replace("rooms: 60000 persons, each: 2 d", "rooms: 120000 persons, each: 0 d")
    buses = buses.replace("each: 0 d}", "each: 0 d, buses: 10000 persons per d}")

    found = run(tmp_path, buses)

    assert found["days"][0] == pytest.approx(12.0, abs=0.001)


def test_a_gate_loses_what_others_take_while_they_do(tmp_path: Path):
    fields = (
        "    lift: {normal: 120000 persons per d, maximum: 120000 persons per d}\n"
        '    taken: {forces: {share: 0.5 prob, when: "at(T+5d) and not at(T+9d)"}}\n'
    )

    found = run(tmp_path, fields, east="8000")

    # 80,000 people at 8,000 a day are 10 days; half of the gate is lost for four of them.
    assert found["days"][0] == pytest.approx(12.0, abs=0.001)


def test_fewer_waves_end_at_the_same_time(tmp_path: Path):
    lift = "    lift: {normal: 9200 persons per d, maximum: 9200 persons per d}\n"

    found = run(tmp_path, lift + "    waves: 16\n")

    assert found["days"][0] == pytest.approx(120_000 / 9200, abs=256 / 86_400_000)
