"""Numbers as they are printed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tateyoko.figure.numbers import (
    apart,
    duration,
    format_number,
    format_share,
    format_with_interval,
    inner_ticks,
    nice_ticks,
    quantity,
    tick_label,
)


@pytest.mark.parametrize(("value", "written"), [
    (0, "0"), (-0.0, "0"), (3, "3"), (3.02, "3.0"), (12_345, "12,000"), (99.6, "100"),
    (9.96, "10"), (0.5, "0.5"), (0.0345, "0.035"), (-1.25, "−1.3"), (1e-9, "1e-9"), (-2e-16, "0"),
    (math.nan, "–"), (math.inf, "∞"), (125_000, "130,000"),
])  # fmt: skip
def test_numbers_have_two_digits_at_most(value, written):
    assert format_number(value) == written


@given(st.floats(-1e9, 1e9).filter(lambda x: abs(x) > 1e-11))
def test_a_number_that_is_not_zero_is_never_printed_as_zero(value):
    assert format_number(value) not in ("0", "−0", "+0")


def test_differences_carry_their_sign_and_zero_does_not():
    assert [format_number(v, sign=True) for v in (4, -4, 0)] == ["+4", "−4", "0"]


def test_a_wide_interval_costs_the_second_digit():
    assert format_with_interval(12, 2, 25) == "10 [2, 25]"
    assert format_with_interval(12, 11, 13) == "12 [11, 13]"


def test_shares_are_whole_per_cent_and_only_certainty_is_a_hundred():
    assert [format_share(v) for v in (0, 0.001, 0.444, 0.999, 1)] == [
        "0%",
        "<1%",
        "44%",
        ">99%",
        "100%",
    ]


def test_units_are_words_in_both_languages():
    assert quantity(12_345, "persons", "ja") == "12,000人"
    assert quantity(12_345, "persons", "en") == "12,000 people"
    assert quantity(0.12, "share", "en", sign=True) == "+12 points"
    assert quantity(4, "patrols", "en") == "4 patrols"
    assert quantity(0.5, "per h", "en") == "0.5 per h"
    assert quantity(2, "per 2 h", "ja") == "2回／2時間"
    assert quantity(900, "items per d", "en") == "900 items per day"
    assert duration(378 * 60_000, "ja") == "6.3時間"


def test_ticks_are_exact_round_numbers_that_cover_the_range():
    assert nice_ticks(0, 37) == [0, 10, 20, 30, 40]
    assert inner_ticks(0, 37) == [0, 10, 20, 30]
    assert tick_label(125_000) == "125,000"
    assert tick_label(-0.25, sign=True) == "−0.25"
    assert nice_ticks(5, 5)[-1] >= 5


@pytest.mark.parametrize(
    ("value", "other", "unit", "expected"),
    [
        (50.0, 35.0, "min", "50 min"),
        (35.0001, 35.0, "min", "35.0001 min"),
        (0.98, 1.0, "factor", "0.98 times"),
        (0.651, 0.65, "prob", "65.1%"),
        (0.78, 0.65, "prob", "78%"),
        (-1.04, -1.0, "", "−1.04"),
    ],
)
def test_a_threshold_is_never_printed_as_the_central_value(value, other, unit, expected):
    assert apart(value, other, unit, "en") == expected
