"""How many replications the parts of a comparison get."""

from tateyoko.study.sizes import DEFAULT_RUNS, DEFAULT_SETS, runs_for_knobs, sizes_for


def test_few_numbers_are_screened_with_a_twentieth_of_the_runs():
    assert sizes_for(DEFAULT_RUNS, DEFAULT_SETS, 100).screen_runs == DEFAULT_RUNS // 20


def test_many_numbers_share_the_budget_of_the_screening():
    few = sizes_for(DEFAULT_RUNS, DEFAULT_SETS, 200)
    many = sizes_for(DEFAULT_RUNS, DEFAULT_SETS, 500)

    assert many.screen_runs < few.screen_runs
    assert many.screen_runs * 500 <= 1500
    assert few.screen_runs * 200 <= 1500
    assert many.screen_runs >= 2


def test_the_budget_grows_with_the_runs_that_are_asked_for():
    assert sizes_for(4 * DEFAULT_RUNS, 8, 500).screen_runs == 4 * 1500 // 500


def test_the_number_of_assumptions_changes_nothing_else():
    few, many = sizes_for(160, 32, 10), sizes_for(160, 32, 5000)

    for part in ("runs", "sets", "set_runs", "reform_runs", "knob_runs", "curve_runs"):
        assert getattr(few, part) == getattr(many, part)


def test_many_knobs_get_fewer_replications_each_but_no_less_than_six_tenths():
    assert runs_for_knobs(10, 10) == runs_for_knobs(10, 48) == 10
    assert runs_for_knobs(10, 60) == 8
    assert runs_for_knobs(10, 1000) == 6
    assert runs_for_knobs(2, 1000) == 2
