"""Estimates: forms, units, ranges, cover by source or assumption."""

import pytest

from tateyoko.errors import WorldError
from tateyoko.text import Text
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import Estimated
from tateyoko.world.numbers import Cover, NumberReader
from tateyoko.world.place import Files
from tateyoko.world.read import read_text
from tateyoko.world.units import unit_factor

MIN, HOUR, DAY = 60_000.0, 3_600_000.0, 86_400_000.0
DOC = Text(ja="試験", en="test")


def read(text, dimension="time", shape="distribution", **bounds):
    """Read one estimate from YAML text; return it and the codes of what was wrong."""
    codes = []
    reader = NumberReader(lambda code, node, **values: codes.append(code), lambda node: None)
    reader.counted = ("crates",)
    problems = []
    node = read_text(f"x: {text}", "test.yaml", Files(), problems)
    if problems:
        raise WorldError(problems)
    kind = Estimated(dimension, shape, **bounds)
    entry = node.entries["x"].value
    made = reader.read(entry, kind, key="x", doc=DOC, path="p", cover=Cover(assumed="test"))
    return made, codes


@pytest.mark.parametrize(
    ("text", "shape", "numbers"),
    [
        ("5 min", "const", (5 * MIN,)),
        ("20-90 min", "uniform", (20 * MIN, 90 * MIN)),
        ("20-90-240 min", "tri", (20 * MIN, 90 * MIN, 240 * MIN)),
        ("0.3-1-3 h", "tri", (0.3 * HOUR, HOUR, 3 * HOUR)),
        ("{tri: [1, 2, 4], unit: d}", "tri", (DAY, 2 * DAY, 4 * DAY)),
        ("{tri: [30 min, 1 h, 1 d]}", "tri", (30 * MIN, HOUR, DAY)),
        ("{logn: {median: 8, p90: 30}, unit: min}", "logn", (8 * MIN, 30 * MIN)),
        ("{exp: 6, unit: h}", "exp", (6 * HOUR,)),
        ("{uniform: [2, 4], unit: h}", "uniform", (2 * HOUR, 4 * HOUR)),
        ("{value: 5-10-20 min}", "tri", (5 * MIN, 10 * MIN, 20 * MIN)),
        ("{const: 3, unit: s}", "const", (3000.0,)),
        ("0", "const", (0.0,)),
    ],
)
def test_distribution_is_read_in_milliseconds(text, shape, numbers):
    made, codes = read(text)

    assert codes == []
    assert made.shape == shape
    assert made.numbers == pytest.approx(numbers)


@pytest.mark.parametrize(
    ("text", "dimension", "value", "bounds"),
    [
        ("{value: 30, range: [10, 60], unit: officers}", "count", 30.0, (10.0, 60.0)),
        ("1-2-4", "count", 2.0, (1.0, 4.0)),
        ("7 crates", "count", 7.0, (3.5, 14.0)),
        ("30 %", "prob", 0.3, (0.15, 0.6)),
        ("0.8", "prob", 0.8, (0.4, 1.0)),
        ("1 per 6 h", "rate", 1 / (6 * HOUR), (0.5 / (6 * HOUR), 2 / (6 * HOUR))),
        ("0.17 per h", "rate", 0.17 / HOUR, (0.085 / HOUR, 0.34 / HOUR)),
        ("9200 persons per d", "rate", 9200 / DAY, (4600 / DAY, 18400 / DAY)),
        ("{value: 2, unit: bn_yen, range: [1, 3]}", "money", 2e9, (1e9, 3e9)),
        ("{value: 1.5, sweep: [0.9, 1.1]}", "factor", 1.5, (1.35, 1.65)),
    ],
)
def test_scalar_is_read_in_base_units_with_its_range(text, dimension, value, bounds):
    made, codes = read(text, dimension, "scalar")

    assert codes == []
    assert made.value == pytest.approx(value)
    assert (made.low, made.high) == pytest.approx(bounds)


def test_sourced_number_is_swept_only_over_a_range_of_its_own():
    bare, _ = read("{value: 3, unit: officers, source: log}", "count", "scalar")
    ranged, _ = read("{value: 3, range: [2, 5], unit: officers, source: log}", "count", "scalar")
    spread, _ = read("{tri: [1, 2, 3], unit: h, source: log}")

    assert (bare.low, bare.source) == (None, "log")
    assert (ranged.low, ranged.high) == (2.0, 5.0)
    assert spread.sweep is None


def test_assumed_distribution_is_swept_by_one_factor():
    made, _ = read("20-90-240 min")

    first, *parts = made.parameters()

    assert (first.path, first.value, first.low, first.high, first.log) == (
        "p.scale",
        1.0,
        0.5,
        2.0,
        True,
    )
    assert [one.path for one in parts] == ["p.a", "p.b", "p.c"]
    assert all(one.low is None for one in parts)


@pytest.mark.parametrize(
    ("bounds", "log"), [("[10, 60]", True), ("[10, 39]", False), ("[0, 60]", False)]
)
def test_wide_positive_range_is_swept_on_a_logarithmic_scale(bounds, log):
    made, _ = read(f"{{value: 20, range: {bounds}, unit: officers}}", "count", "scalar")

    (only,) = made.parameters()

    assert only.log is log


def test_dated_estimate_is_the_latest_not_after_the_day():
    import datetime as dt

    made, codes = read("{dated: {2013-12-04: 10 min, 1998-01-01: 5 min}, unit: min}")

    assert codes == []
    assert made.on(dt.date(1999, 3, 23)).value == 5 * MIN
    assert made.on(dt.date(2013, 12, 4)).value == 10 * MIN
    assert made.on(dt.date(1990, 1, 1)).value == 5 * MIN


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("soon", "TY301"),
        ("2 hours", "TY302"),
        ("10 ships", "TY303"),
        ("3 per h", "TY303"),
        ("-10 min", "TY304"),
        ("90-20-240 min", "TY306"),
        ("{tri: [20, 240, 90], unit: min}", "TY306"),
        ("{tri: [20, 90], unit: min}", "TY301"),
        ("10", "TY308"),
        ("{tri: [1, 2, 3], exp: 2, unit: h}", "TY309"),
        ("{unit: h}", "TY309"),
        ("{logn: {median: 30, p90: 8}, unit: min}", "TY311"),
        ("{logn: 30, unit: min}", "TY301"),
        ("{tri: [1, 2, 3], unit: h, sorce: x}", "TY102"),
        ("{tri: [1, 2, 3], unit: h, sweep: [2, 1]}", "TY307"),
        ("{dated: {soon: 5 min}}", "TY109"),
        ("[1, 2]", "TY104"),
        ("{value: 5, range: [6, 7], unit: min}", "TY307"),
        ("{tri: [1, 2, 3], unit: h, source: a, assumed: b}", "TY313"),
    ],
)
def test_wrong_estimate_has_its_code(text, code):
    made, codes = read(text)

    assert (made, codes) == (None, [code])


@pytest.mark.parametrize("text", ["1.2", "{value: 0.5, range: [0.2, 1.4]}", "120 %"])
def test_probability_over_one_is_wrong(text):
    assert read(text, "prob", "scalar")[1] == ["TY305"]


def test_two_numbers_are_no_single_value():
    assert read("0.2-0.4", "prob", "scalar")[1] == ["TY310"]


def test_unit_may_be_a_rate_of_anything_that_is_counted():
    assert unit_factor("crates per d", counted=("crates",)) == ("rate", 1 / DAY)
    assert unit_factor("crates per d") is None
    assert unit_factor("parsecs") is None


def test_estimate_of_a_uniform_has_its_centre_as_value():
    made, _ = read("20-90 min")

    assert isinstance(made, Estimate)
    assert made.value == 55 * MIN
