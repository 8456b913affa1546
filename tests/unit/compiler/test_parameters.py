# ruff: noqa: E501  (worlds in YAML)
"""Numbers become columns; postures, truths and samples become rows."""

import numpy as np
import pytest

from tateyoko.errors import UsageError
from tests.unit.compiler.tiny import compiled, mark_times

DATED = """
procedures:
  p:
    name: {ja: 手続, en: P}
    starts: {at_start: true}
    steps:
      work:
        travel:
          takes: {dated: {1990-01-01: {tri: [60, 60, 61], unit: min, assumed: x}, 2010-01-01: {tri: [10, 10, 11], unit: min, assumed: x}}}
        mark: done
      more:
        travel: {takes: {const: 5, unit: min, assumed: x}}
      count:
        ask: line
        mark: asked
channels:
  line:
    between: [clerk, second]
    round_trip: {formal: 5 min, liaison: 1 min, assumed: x}
    liaison:
      staff: {dated: {1990-01-01: {value: 4, range: [2, 8], unit: officers, assumed: x}, 2010-01-01: {value: 10, range: [5, 40], unit: officers, assumed: x}}}
      threads_each: {value: 1, unit: count, assumed: x}
    assumed: x
"""
STAFF = "channels.line.liaison.staff"


def test_a_dated_number_follows_the_date_of_the_posture(tmp_path):
    model = compiled(tmp_path, DATED)

    assert 60 <= mark_times(model, "done", posture="past")[0] <= 61
    assert 10 <= mark_times(model, "done", posture="now")[0] <= 11


def test_the_factor_on_a_distribution_scales_all_its_times(tmp_path):
    model = compiled(tmp_path, DATED)
    (plain,) = mark_times(model, "done")

    (double,) = mark_times(model, "done", values={"procedures.p.work.travel.takes.scale": 2.0})

    assert double == pytest.approx(2 * plain, abs=1e-3)


def test_the_centre_of_every_parameter_leaves_each_row_bit_for_bit_as_it_is(tmp_path):
    model = compiled(tmp_path, DATED)
    centre = {p.id: p.value for p in model.parameters if p.low is not None}

    for posture in ("past", "now"):
        where = {"posture": posture, "truth": "A", "opponent": ""}
        assert np.array_equal(model.row(**where, values=centre), model.row(**where))
    assert STAFF in centre


@pytest.mark.parametrize(
    ("given", "then"),
    [(5.0, 2.0), (40.0, 8.0), (10.0, 4.0)],
    ids=["low end", "high end", "centre"],
)
def test_a_sampled_value_keeps_its_place_in_the_range_of_another_date(tmp_path, given, then):
    model = compiled(tmp_path, DATED)
    index = model.net.cell_of[STAFF]

    now = model.row(posture="now", truth="A", opponent="", values={STAFF: given})
    past = model.row(posture="past", truth="A", opponent="", values={STAFF: given})

    assert now[index] == pytest.approx(given)
    assert past[index] == pytest.approx(then)


def test_parameters_carry_unit_range_reason_and_place(tmp_path):
    model = compiled(tmp_path, DATED)

    staff = next(p for p in model.parameters if p.id == STAFF)

    assert (staff.value, staff.low, staff.high, staff.log) == (10, 5, 40, True)
    assert (staff.unit, staff.assumed) == ("officers", "x")
    assert "more.yaml" in str(staff.place)


@pytest.mark.parametrize(
    "wrong",
    [
        {"posture": "never"},
        {"truth": "Z"},
        {"opponent": "nobody"},
        {"values": {"channels.line.liaison.staf": 3.0}},
        {"reforms": {"P99": 1.0}},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_unknown_name_is_a_usage_error(tmp_path, wrong):
    model = compiled(tmp_path, DATED)

    with pytest.raises(UsageError):
        model.row(**{"posture": "now", "truth": "A", "opponent": "", **wrong})


def test_a_misspelt_number_is_answered_with_the_right_one(tmp_path):
    model = compiled(tmp_path, DATED)

    with pytest.raises(UsageError, match=r"Did you mean channels\.line\.liaison\.staff"):
        model.row(posture="now", truth="A", opponent="", values={"channels.line.liaison.staf": 3.0})


def test_numbers_have_words_in_both_languages(tmp_path):
    model = compiled(tmp_path, DATED)
    names = {parameter.id: parameter.name for parameter in model.parameters}

    assert names[STAFF].en == "line › liaison officers › number"
    assert names[STAFF].ja == "line › 連絡官 › 人数"
    assert (
        names["procedures.p.work.travel.takes.scale"].en
        == "P › work › travel › time › factor on it"
    )
    assert names["procedures.p.work.travel.takes.scale"].ja == "手続 › work › 移動 › 所要時間の倍率"
