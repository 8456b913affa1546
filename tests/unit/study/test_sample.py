"""Arrays of runs: censored times, times that never began, pairs that do not apply."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from tateyoko.study.run import Runs
from tateyoko.study.sample import (
    choose_statistic,
    difference_of,
    estimate_of,
    identical_everywhere,
    make_sample,
    per_set,
    per_set_difference,
    points,
)

ALL = slice(None)


def model(*, censored=True, unit="h"):
    measure = SimpleNamespace(
        id="wait",
        unit=unit,
        truths=(),
        column=0,
        censored_column=1 if censored else None,
        scale=0.5,
    )
    return SimpleNamespace(measures=[measure], truths=("A",))


def sample_of(values, state=None, *, censored=True, unit="h", sets=1):
    """Values of shape (P, O, R) or (P, O, K, R) of one truth and one measure."""
    block = np.asarray(values, dtype=float)
    postures, opponents, runs = block.shape[0], block.shape[1], block.shape[-1]
    states = np.zeros_like(block) if state is None else np.asarray(state, dtype=float)
    raw = np.stack([block.reshape(-1, runs), states.reshape(-1, runs)], axis=-1)
    faulty = np.zeros(raw.shape[:2], dtype=bool)
    shape = (postures, 1, opponents, sets)
    return make_sample(model(censored=censored, unit=unit), runs_of(raw, faulty), shape)


def runs_of(raw, faulty):
    return Runs(values=raw, faulty=faulty, columns=np.array([0, 1]))


def test_values_are_scaled_to_the_measures_unit():
    sample = sample_of([[[2.0, 4.0]]])

    assert sample.runs(0, 0, ALL, 0).tolist() == [[1.0], [2.0]]


def test_a_time_that_never_began_is_left_out_and_one_that_did_not_end_is_not():
    sample = sample_of([[[2.0, 4.0, 6.0, 100.0]]], [[[0, 0, 1, 2]]])

    times = sample.runs(0, 0, ALL, 0, times=True).ravel()

    assert times[:3].tolist() == [1.0, 2.0, math.inf]
    assert math.isnan(times[3])
    assert points(times, (0.5, 0.9)) == (2.0, None)


def test_pairs_that_began_on_one_side_only_are_left_out_of_a_difference():
    values = [[[2.0, 4.0, 6.0, 8.0]], [[4.0, 8.0, 12.0, 16.0]]]
    sample = sample_of(values, [[[0, 0, 0, 2]], [[0, 0, 2, 0]]])

    found, count, differing = difference_of(sample, "restricted_mean", (0, 1), 0, ALL, 0, seed=1)

    assert (count, differing) == (2, 2)
    assert found.value == pytest.approx((1.0 - 2.0 + 2.0 - 4.0) / 2)


def test_opponents_of_one_replication_are_one_observation():
    rng = np.random.default_rng(1)
    luck = rng.normal(10.0, 1.0, 50)
    both = sample_of([[luck, luck]])
    one = sample_of([[luck]])

    assert estimate_of(both, "mean", 0, 0, ALL, 0, 1) == estimate_of(one, "mean", 0, 0, ALL, 0, 1)


def test_nothing_is_estimated_from_a_single_run():
    sample = sample_of([[[2.0, 4.0]]], [[[0, 2]]])

    assert estimate_of(sample, "median", 0, 0, ALL, 0, 1).value is None


def test_a_median_beyond_the_horizon_makes_all_cells_restricted_means():
    late = sample_of([[[1.0, 2.0, 3.0]], [[1.0, 9.0, 9.0]]], [[[0, 0, 0]], [[0, 1, 1]]])
    in_time = sample_of([[[1.0, 2.0, 3.0]], [[1.0, 9.0, 9.0]]], [[[0, 0, 0]], [[0, 0, 1]]])

    assert choose_statistic(model(), late, 0) == "restricted_mean"
    assert choose_statistic(model(), in_time, 0) == "median"


def test_a_share_is_zero_or_one_in_every_run():
    shares = sample_of([[[0.0, 2.0]]], censored=False, unit="share")
    mixed = sample_of([[[0.0, 1.0]]], censored=False, unit="share")

    assert choose_statistic(model(censored=False, unit="share"), shares, 0) == "share"
    assert choose_statistic(model(censored=False, unit="share"), mixed, 0) == "mean"


def test_sets_are_estimated_one_by_one():
    values = [[[[2.0, 4.0, 6.0], [8.0, 8.0, 8.0]]], [[[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]]]
    state = [[[[0, 0, 0], [1, 1, 0]]], [[[0, 0, 2], [0, 0, 0]]]]
    sample = sample_of(values, state, sets=2)

    assert per_set(sample, "median", 0, 0, ALL, 0).tolist() == [2.0, math.inf]
    assert per_set_difference(sample, "median", (0, 1), 0, ALL, 0).tolist() == [0.0, math.inf]
    assert per_set(sample, "restricted_mean", 0, 0, ALL, 0).tolist() == [2.0, 4.0]


def test_a_set_with_a_fault_has_no_estimate():
    raw = np.ones((2, 3, 2))
    raw[..., 1] = 0.0
    faulty = np.zeros((2, 3), dtype=bool)
    faulty[1, 2] = True
    sample = make_sample(model(), runs_of(raw, faulty), (1, 1, 1, 2))

    found = per_set(sample, "median", 0, 0, ALL, 0)

    assert found[0] == 0.5
    assert math.isnan(found[1])


def test_identical_needs_equal_values_and_equal_ends():
    same = sample_of([[[1.0, 2.0]], [[1.0, 2.0]]], [[[0, 2]], [[0, 2]]])
    other_end = sample_of([[[1.0, 2.0]], [[1.0, 2.0]]], [[[0, 0]], [[0, 1]]])

    assert identical_everywhere(same, (0, 1), 0, 0)
    assert not identical_everywhere(other_end, (0, 1), 0, 0)


def test_a_share_that_applies_in_some_runs_only_is_a_share_of_those():
    sample = sample_of([[[2.0, 0.0, 0.0, 0.0]]], [[[0, 0, 2, 2]]], unit="share")
    window = model(unit="share")

    assert choose_statistic(window, sample, 0) == "share"
    assert estimate_of(sample, "share", 0, 0, ALL, 0, seed=1).value == pytest.approx(0.5)
