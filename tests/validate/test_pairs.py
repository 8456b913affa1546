"""Samples of intervals follow the rules by which records were made."""

import numpy as np
import pytest

from tateyoko.compiler.kinds import after_column, kind_column
from tateyoko.validate.pairs import pair_samples

HOUR = 3_600_000.0
HORIZON = int(30 * 24 * HOUR)


def times(**hours):
    """Return columns of times in ms from lists of hours; None for a step that never came."""
    return {
        kind_column(kind): np.array([-1.0 if h is None else h * HOUR for h in column])
        for kind, column in hours.items()
    }


def test_first_times_give_minutes_between_them():
    found = pair_samples(times(detect=[0, 1], order=[2, 1.5]), HORIZON)

    assert found["detect->order"].tolist() == [120.0, 30.0]


def test_second_end_before_the_first_is_left_out():
    found = pair_samples(times(detect=[0, 0], inform_pm=[3, 1], order=[2, 2]), HORIZON)

    assert found["inform_pm->order"].tolist() == [60.0]


def test_step_that_never_comes_is_left_out():
    found = pair_samples(times(detect=[0, 0], handoff=[None, 1], unit_order=[2, 2]), HORIZON)

    assert found["detect->handoff"].tolist() == [60.0]
    assert found["handoff->unit_order"].tolist() == [60.0]


def test_step_after_the_horizon_has_no_number_and_counts():
    found = pair_samples(times(detect=[0, 0], order=[31 * 24, 1]), HORIZON)

    assert found["detect->order"].tolist() == [np.inf, 60.0]


def test_pair_whose_first_step_is_late_is_left_out():
    found = pair_samples(times(detect=[0], request=[31 * 24], order=[32 * 24]), HORIZON)

    assert "request->order" not in found


def test_act_before_the_order_does_not_answer_it():
    columns = times(detect=[0, 0], execute=[1, 1], order=[2, 2])
    columns[after_column("order")] = np.array([3 * HOUR, -1.0])

    found = pair_samples(columns, HORIZON)

    assert found["detect->execute"].tolist() == [60.0, 60.0]
    assert found["order->execute"].tolist() == [60.0]


def test_step_before_the_start_is_ignored():
    found = pair_samples(times(detect=[2, 2], report=[1, 3], inform_minister=[4, 4]), HORIZON)

    assert found["detect->report"].tolist() == [60.0]
    assert found["report->inform_minister"].tolist() == [60.0]


def test_occurrence_comes_before_the_start():
    found = pair_samples(times(occur=[0], detect=[0.5]), HORIZON)

    assert found["occur->detect"].tolist() == [30.0]


def test_faulted_run_gives_nothing():
    columns = times(detect=[0, 0], order=[1, 2])
    columns = {key: np.where([False, True], np.nan, column) for key, column in columns.items()}

    assert pair_samples(columns, HORIZON)["detect->order"].tolist() == [60.0]


@pytest.mark.parametrize("pair", ["order->detect", "report->order", "detect->correct"])
def test_pairs_that_no_record_has_are_not_made(pair):
    first, second = pair.split("->")

    found = pair_samples(times(**{"detect": [0], first: [0], second: [1]}), HORIZON)

    assert pair not in found
