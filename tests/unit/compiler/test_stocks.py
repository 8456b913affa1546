"""A stock is a straight line between changes: exact days, thresholds, release, rationing, panic."""

from __future__ import annotations

from pathlib import Path

import pytest

from tateyoko.errors import WorldError
from tests.unit.compiler.tiny import compiled, mark_times, measures

HOUR = 60  # minutes

STOCK = """
marks: {{cut: {{}}, restored: {{}}, released: {{}}, rationed: {{}}, scare: {{}}}}
stocks:
  gas:
    name: {{ja: ガス, en: Gas}}
    assumed: a number of a test
    {size}
    thresholds: {{low: 0.5 d}}
    cuts:
      blockade: {{when: "happened(cut) and not happened(restored)", to: 0.25 factor}}
{more}
"""
MEASURES = """
measures:
  days: {{name: {{ja: 日, en: days}}, unit: d, kind: outcome, better: higher,
      expr: "stock.gas.days"}}
  without: {{name: {{ja: 不足, en: without}}, unit: d, kind: adverse, better: lower,
      integral: "stock.gas.unmet"}}
events: {{{events}}}
"""


def model(
    folder: Path,
    *,
    size: str = "days: 1 d",
    more: str = "",
    events: str = "cut: {at: T+6h, mark: cut}",
):
    return compiled(folder, STOCK.format(size=size, more=more), MEASURES.format(events=events))


def test_a_stock_that_is_refilled_stays_as_it_is(tmp_path):
    found = measures(model(tmp_path, events=""))

    assert found["days"][0] == pytest.approx(1.0)
    assert found["without"][0] == 0.0


def test_it_falls_by_use_less_inflow_and_marks_its_thresholds(tmp_path):
    compiled_model = model(tmp_path)

    # Use 1, inflow 0.25 from hour 6: half a day is gone 16 h later, the rest 16 h after that.
    assert mark_times(compiled_model, "stock.gas.low") == [22 * HOUR]
    assert mark_times(compiled_model, "stock.gas.empty") == [38 * HOUR]
    found = measures(compiled_model)
    assert found["days"][0] == pytest.approx(0.0, abs=1e-9)
    assert found["without"][0] == pytest.approx(10 / 24 * 0.75)


def test_a_count_with_its_use_falls_alike(tmp_path):
    counted = model(tmp_path, size="holds: 240 items\n    use: 240 items per d")

    assert mark_times(counted, "stock.gas.low") == [22 * HOUR]
    assert mark_times(counted, "stock.gas.empty") == [38 * HOUR]


def test_days_left_at_the_end_are_read_between_two_events(tmp_path):
    found = measures(model(tmp_path, size="days: 5 d"))

    assert found["days"][0] == pytest.approx(5 - 42 / 24 * 0.75)


def test_a_release_begins_after_its_lag_and_lasts_its_time(tmp_path):
    more = """
    reserve: 2 d
    releases: {state: {on: released, share: 0.25 prob, lag: 2 h, over: 1 d}}
"""
    events = "cut: {at: T+6h, mark: cut}, released: {at: T+10h, mark: released}"

    found = measures(model(tmp_path, size="days: 5 d", more=more, events=events))

    # 42 h lose 0.75 of a day each day; from hour 12 on, 24 h bring half a day back.
    assert found["days"][0] == pytest.approx(5 - 42 / 24 * 0.75 + 0.5)


def test_what_comes_into_a_full_store_is_lost(tmp_path):
    events = "cut: {at: T+6h, mark: cut}, restored: {at: T+10h, mark: restored}"
    more = "    inflow: 2 factor"

    found = measures(model(tmp_path, more=more, events=events))

    # Twice the use came in all along, half of it during the cut: the store is full again.
    assert found["days"][0] == pytest.approx(1.0)


def test_rationing_stretches_what_is_left(tmp_path):
    more = "    savings: {lights: {on: rationed, share: 0.4 prob}}"
    events = "cut: {at: T+6h, mark: cut}, rationed: {at: T+14h, mark: rationed}"

    found = measures(model(tmp_path, size="days: 5 d", more=more, events=events))

    assert found["days"][0] == pytest.approx(5 - 8 / 24 * 0.75 - 34 / 24 * 0.35)


def test_panic_raises_use_by_the_share_that_believes(tmp_path):
    more = """
    panic: {audience: town, adds: 0.5 factor}
audiences:
  town:
    name: {ja: 町, en: Town}
    assumed: a number of a test
    trust: 0.5 prob
    rumours: {shops: {name: {ja: 品切れ, en: empty shops}, when: "happened(scare)", seeds: 0.8 prob,
        spreads: 0 per h, fades: 0 per h}}
"""
    events = "scare: {at: T+6h, mark: scare}"

    found = measures(model(tmp_path, size="days: 5 d", more=more, events=events))

    assert found["days"][0] == pytest.approx(5 - 42 / 24 * 0.5 * 0.8)


def test_a_stock_that_is_empty_recovers_when_goods_come_again(tmp_path):
    events = "cut: {at: T+6h, mark: cut}, restored: {at: T+44h, mark: restored}"
    more = "    inflow: 1.5 factor"

    found = measures(model(tmp_path, more=more, events=events))

    # Inflow during the cut is 0.375: empty after 24 / 0.625 h = 38.4 h, at hour 44.4 or never.
    assert found["without"][0] == 0.0
    assert found["days"][0] == pytest.approx(1 - 38 / 24 * 0.625 + 4 / 24 * 0.5)


def test_a_condition_cannot_ask_for_days_left(tmp_path):
    with pytest.raises(WorldError) as caught:
        compiled(
            tmp_path,
            STOCK.format(size="days: 5 d", more=""),
            MEASURES.format(events='cut: {at: T+6h, if: "stock.gas.days < 3 d", mark: cut}'),
        )

    assert [one.code for one in caught.value.problems] == ["CP303"]
