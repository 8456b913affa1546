"""Sign shares and badges."""

import math

import numpy as np
import pytest

from tateyoko.study.estimates import Interval
from tateyoko.study.sign import badge_of, is_better, opposed_share, sign_share


def test_sign_share_counts_sets_with_the_headlines_sign():
    assert sign_share(-2.0, np.array([-1.0, -3.0, 2.0, 0.0])) == 0.5


def test_a_set_without_a_value_does_not_share_the_sign():
    assert sign_share(1.0, np.array([1.0, math.nan])) == 0.5


def test_infinite_differences_have_a_sign():
    assert sign_share(-1.0, np.array([-math.inf, -1.0])) == 1.0


@pytest.mark.parametrize("value", [None, 0.0])
def test_without_a_sign_there_is_no_share(value):
    assert sign_share(value, np.array([1.0])) is None


@pytest.mark.parametrize(
    ("share", "badge"),
    [(1.0, "robust"), (0.9, "robust"), (0.89, "conditional"), (0.6, "conditional"),
     (0.59, "undecided"), (0.0, "undecided"), (None, "undecided")],
)  # fmt: skip
def test_badges_follow_the_sign_share(share, badge):
    assert badge_of(Interval(2.0, 1.0, 3.0), share, identical=False) == badge


def test_an_interval_around_zero_is_undecided_whatever_the_sets_say():
    assert badge_of(Interval(0.5, -1.0, 2.0), 1.0, identical=False) == "undecided"


def test_no_effect_is_kept_for_equal_runs():
    zero = Interval(0.0, 0.0, 0.0)

    assert badge_of(zero, None, identical=True) == "no_effect"
    assert badge_of(zero, None, identical=False) == "undecided"


@pytest.mark.parametrize(
    ("interval", "better", "expected"),
    [
        (Interval(-2.0, -3.0, -1.0), "lower", True),
        (Interval(-2.0, -3.0, -1.0), "higher", False),
        (Interval(-2.0, -3.0, 1.0), "lower", None),
        (Interval(-2.0, -3.0, -1.0), "neutral", None),
        (Interval(None, None, None), "lower", None),
    ],
)
def test_better_needs_a_direction_and_a_clear_sign(interval, better, expected):
    assert is_better(interval, better) is expected


@pytest.mark.parametrize(
    ("same", "opposite", "badge"),
    [(59, 0, "conditional"), (59, 6, "conditional"), (59, 20, "undecided"), (20, 0, "undecided")],
)
def test_a_rare_effect_is_not_excused_by_sets_in_which_it_did_not_occur(same, opposite, badge):
    sets = np.array([1.0] * same + [-1.0] * opposite + [0.0] * (100 - same - opposite))
    clear = Interval(0.2, 0.1, 0.3)

    share, opposed = sign_share(0.2, sets), opposed_share(0.2, sets)

    assert (share, opposed) == (same / 100, opposite / 100)
    assert badge_of(clear, share, identical=False, opposed=opposed) == badge
