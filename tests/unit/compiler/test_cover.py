"""Premium, withdrawal and guarantee decide who sails, and what it costs the state."""

from __future__ import annotations

import pytest

from tests.unit.compiler.tiny import compiled, mark_times, measures

COVER = """
marks: {zone: {}, guaranteed: {}, boarding: {}}
cover:
  ships:
    name: {ja: 船舶保険, en: Hull cover}
    assumed: a number of a test
    premium: 0.001 prob
    period: 7 d
    value: 700 bn_yen
    bears: 0.01 prob
    steepness: 2 factor
    risks: {boarding: {when: "happened(boarding)", factor: 20 factor}}
    withdraws: {when: "happened(zone)", notice: 4 h, uninsured: 0.1 prob}
    guarantee: {on: guaranteed, accepted: 0.8 prob, pays_over: 0.005 prob}
"""
MEASURES = """
measures:
  sailing: {{name: {{ja: 出る割合, en: sailing}}, unit: share, kind: outcome, better: higher,
      expr: "cover.ships.sailing"}}
  premium: {{name: {{ja: 料率, en: premium}}, unit: share, kind: cost, better: lower,
      expr: "cover.ships.premium"}}
  cost: {{name: {{ja: 費用, en: cost}}, unit: bn_yen, kind: cost, better: lower,
      expr: "cover.ships.cost"}}
events: {{{events}}}
"""


def found(folder, events: str):
    return measures(compiled(folder, COVER, MEASURES.format(events=events)))


def pays(premium: float) -> float:
    return 1 / (1 + (premium / 0.01) ** 2)


def test_a_quiet_premium_keeps_almost_nobody_at_home(tmp_path):
    assert found(tmp_path, "")["sailing"][0] == pytest.approx(pays(0.001))


def test_who_cannot_bear_the_premium_stops(tmp_path):
    result = found(tmp_path, "boarding: {at: T+6h, mark: boarding}")

    assert result["premium"][0] == pytest.approx(0.02)
    assert result["sailing"][0] == pytest.approx(pays(0.02))
    assert result["cost"][0] == 0.0


def test_without_cover_only_those_sail_who_need_none(tmp_path):
    result = found(tmp_path, "zone: {at: T+6h, mark: zone}")

    assert result["sailing"][0] == pytest.approx(0.1)


def test_cover_ends_after_the_notice(tmp_path):
    model = compiled(tmp_path, COVER, MEASURES.format(events="zone: {at: T+6h, mark: zone}"))

    assert mark_times(model, "cover.ships.notice") == [6 * 60]
    assert mark_times(model, "cover.ships.withdrawn") == [10 * 60]


def test_a_guarantee_restores_a_part_and_costs_what_carriers_do_not_pay(tmp_path):
    events = (
        "zone: {at: T+6h, mark: zone}, boarding: {at: T+12h, mark: boarding},"
        " guaranteed: {at: T+24h, mark: guaranteed}"
    )

    result = found(tmp_path, events)

    insured = 0.8 * pays(0.005)
    assert result["sailing"][0] == pytest.approx(insured + 0.2 * 0.1)
    # One day of a week's premium of 2 % less 0.5 %, on 700 bn yen, for those who sail insured.
    assert result["cost"][0] == pytest.approx(700 * insured * 0.015 / 7)


def test_a_guarantee_without_danger_costs_nothing_but_helps_nobody(tmp_path):
    result = found(tmp_path, "guaranteed: {at: T+6h, mark: guaranteed}")

    assert result["cost"][0] == 0.0
    assert result["sailing"][0] == pytest.approx(pays(0.001))
