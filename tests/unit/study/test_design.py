"""Assumption sets: stratified, keyed by name, independent of order."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from tateyoko.study.design import assumption_sets, at_share, plan_rows, share_of, swept
from tateyoko.study.example import example_model
from tateyoko.text import Text

NAME = Text(ja="数", en="number")


@dataclass(frozen=True)
class Number:
    id: str
    value: float = 1.0
    low: float | None = 0.0
    high: float | None = 2.0
    log: bool = False
    name: Text = NAME
    unit: str = ""
    assumed: str | None = "test"
    source: str | None = None
    place: str = ""


def test_set_zero_is_central():
    sets = assumption_sets([Number("a")], 5, seed=1)

    assert sets[0] == {}
    assert len(sets) == 6


def test_every_stratum_holds_exactly_one_value():
    sets = assumption_sets([Number("a", low=0.0, high=10.0)], 10, seed=3)

    strata = sorted(int(values["a"]) for values in sets[1:])

    assert strata == list(range(10))


def test_log_range_is_stratified_on_its_logarithm():
    parameter = Number("a", low=1.0, high=1000.0, log=True)

    sets = assumption_sets([parameter], 30, seed=3)

    shares = sorted(share_of(parameter, values["a"]) for values in sets[1:])
    assert [int(share * 30) for share in shares] == list(range(30))


def test_another_parameter_leaves_the_others_columns_alone():
    first = assumption_sets([Number("a"), Number("b")], 8, seed=1)
    second = assumption_sets([Number("new"), Number("b"), Number("a")], 8, seed=1)

    assert [values["a"] for values in first[1:]] == [values["a"] for values in second[1:]]
    assert [values["b"] for values in first[1:]] == [values["b"] for values in second[1:]]


def test_seed_changes_the_sets():
    assert assumption_sets([Number("a")], 8, seed=1) != assumption_sets([Number("a")], 8, seed=2)


def test_numbers_without_a_range_are_not_swept():
    fixed = Number("fixed", low=None, high=None)
    flat = Number("flat", low=1.0, high=1.0)

    assert swept([fixed, flat, Number("b"), Number("a")]) == (Number("a"), Number("b"))


def test_values_stay_inside_the_range_and_hit_its_ends():
    parameter = Number("a", low=3.0, high=48.0, log=True)

    assert at_share(parameter, 0.0) == 3.0
    assert at_share(parameter, 1.0) == 48.0
    assert at_share(parameter, 0.5) == pytest.approx(12.0)
    assert share_of(parameter, 12.0) == pytest.approx(0.5)


def test_columns_are_uniform_and_uncorrelated():
    # Kolmogorov-Smirnov would reject a Latin hypercube for being too even, so uniformity is exact
    # by the strata above; here: places inside the strata (100 of them, p > 1e-4) and the rank
    # correlation of two columns (|r| < 4 / sqrt(K), error probability below 1e-4).
    numbers = [Number("a", high=1.0), Number("b", high=1.0)]
    sets = assumption_sets(numbers, 400, seed=7)[1:]
    a = np.array([values["a"] for values in sets])
    b = np.array([values["b"] for values in sets])

    assert stats.kstest((a * 400) % 1.0, "uniform").pvalue > 1e-4
    assert abs(stats.spearmanr(a, b).statistic) < 4 / np.sqrt(400)


def test_plan_varies_sets_fastest_and_fixed_values_win():
    model = example_model()

    plan = plan_rows(
        model,
        postures=["today", "package"],
        truths=["A"],
        opponents=["early", "late"],
        sets=[(0, {}), (1, {"check.minutes": 20.0})],
        fixed={"check.minutes": 50.0},
    )

    assert [(k.posture, k.opponent, k.assumption_set) for k in plan.keys] == [
        (posture, opponent, number)
        for posture in ("today", "package")
        for opponent in ("early", "late")
        for number in (0, 1)
    ]
    column = model.net.param_ids.index("check.minutes")
    assert set(plan.rows[:, column]) == {50.0}
