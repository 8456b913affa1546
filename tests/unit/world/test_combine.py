"""How patches on one number combine: set, scale, add, bounds, rounding; never by order."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tateyoko.errors import Place
from tateyoko.world.patches import Combination, Switch, Term, combine
from tateyoko.world.reform import Patch

PLACE = Place("reforms/X.yaml", 1, 1)


def patch(**fields):
    return Patch(id="1", path="reforms.X.1", place=PLACE, **fields)


def term(reform, value, log=False):
    return Term(reform, patch(set="p"), f"reforms.{reform}.1.to", value, log)


def test_set_goes_the_share_of_the_way_to_its_value():
    combination = Combination("p", sets=(term("A", 30.0),))

    assert combine(combination, 12.0, {"A": 0.5}) == 21.0
    assert combine(combination, 12.0, {"A": 1.0}) == 30.0


def test_scale_along_log_is_a_power_and_linear_is_a_share():
    along_log = Combination("p", scales=(term("A", 0.25, log=True),))
    linear = Combination("p", scales=(term("A", 0.25),))

    assert combine(along_log, 8.0, {"A": 0.5}) == 4.0
    assert combine(linear, 8.0, {"A": 0.5}) == 8.0 * (1 - 0.5 * 0.75)


def test_set_comes_before_scale_and_scale_before_add():
    combination = Combination(
        "p",
        sets=(term("A", 10.0),),
        scales=(term("B", 2.0, log=True),),
        adds=(term("C", 3.0),),
    )

    assert combine(combination, 5.0, {"A": 1.0, "B": 1.0, "C": 1.0}) == 23.0


def test_bounds_come_last_and_counts_are_rounded_once():
    bounded = Combination("p", adds=(term("A", -9.0),), low=0.0)
    rounded = Combination("p", adds=(term("A", -1.0),), low=0.0, rounds=True)

    assert combine(bounded, 5.0, {"A": 1.0}) == 0.0
    assert combine(rounded, 6.0, {"A": 0.4}) == 6.0
    assert combine(rounded, 6.0, {"A": 0.6}) == 5.0


def test_two_reforms_that_set_the_same_value_do_not_overshoot_it():
    combination = Combination("p", sets=(term("A", 30.0), term("B", 30.0)))

    assert combine(combination, 10.0, {"A": 1.0, "B": 1.0}) == pytest.approx(30.0)
    assert combine(combination, 10.0, {"A": 0.5}) == 20.0


NUMBERS = st.floats(0.01, 100.0)
STRENGTHS = st.floats(0.0, 1.0)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_strength_nought_changes_nothing_to_the_bit(baseline, to, by, more):
    combination = Combination(
        "p",
        sets=(term("A", to),),
        scales=(term("B", by, log=True),),
        adds=(term("C", more),),
        low=1.0,
        rounds=True,
    )

    assert combine(combination, baseline, {"A": 0.0, "B": 0.0}) == baseline
    assert combine(combination, baseline, {}) == baseline


@given(NUMBERS, st.lists(st.tuples(NUMBERS, STRENGTHS), min_size=3, max_size=3))
def test_order_of_reforms_does_not_matter(baseline, factors):
    levels = {name: strength for name, (_, strength) in zip("ABC", factors, strict=True)}
    terms = [term(name, by, log=True) for name, (by, _) in zip("ABC", factors, strict=True)]

    found = {
        round(combine(Combination("p", scales=order), baseline, levels), 9)
        for order in itertools.permutations(terms)
    }

    assert max(found) - min(found) <= 1e-6 * max(found)


@given(NUMBERS, NUMBERS, STRENGTHS, STRENGTHS)
def test_set_never_leaves_the_way_between_baseline_and_goal(baseline, to, one, other):
    combination = Combination("p", sets=(term("A", to), term("B", to)))

    value = combine(combination, baseline, {"A": one, "B": other})

    low, high = sorted((baseline, to))
    assert low - 1e-9 * high <= value <= high + 1e-9 * high


def test_switch_turns_at_its_strength_and_a_share_is_graded():
    removal = Switch("reform.A.1", "A", patch(remove="p", from_strength=0.5), ("p",))
    share = Switch("reform.A.2", "A", patch(share="p"), ("p",))
    anything = Switch("reform.A.3", "A", patch(remove="p", from_strength=0.0), ("p",))

    assert [removal.value(s) for s in (0.0, 0.49, 0.5, 1.0)] == [0.0, 0.0, 1.0, 1.0]
    assert [share.value(s) for s in (0.0, 0.3, 1.0)] == [0.0, 0.3, 1.0]
    assert [anything.value(s) for s in (0.0, 0.01)] == [0.0, 1.0]
