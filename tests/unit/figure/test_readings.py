"""The sentence below a figure says what the data say."""

from dataclasses import replace

from tateyoko.figure import tidy
from tateyoko.figure.data import Intervals, Spread
from tateyoko.figure.readings import (
    read_intervals,
    read_reversals,
    read_stopping_places,
    read_two_errors,
)
from tateyoko.text import Text
from tests.unit.figure import sample


def test_figure_1_names_the_longest_part_and_what_moves():
    reading = read_stopping_places(tidy.stopping_places(sample.make()))

    assert "“Raise the question to ministers”" in reading.en
    assert "4 days, 42% of the whole" in reading.en
    assert "The shortest is “All proposals (as modelled)” with 8.3 days" in reading.en
    assert "問いを閣僚に上げる" in reading.ja
    assert "8.3日" in reading.ja


def test_figure_1_without_difference_says_so():
    reading = read_stopping_places(tidy.stopping_places(sample.make(effect=0)))

    assert "the same after rounding" in reading.en
    assert "丸めると同じ" in reading.ja


def test_figure_1_says_when_the_baseline_is_the_shortest():
    reading = read_stopping_places(
        tidy.stopping_places(
            sample.make(effect=-1, postures=(sample.POSTURES[1], *sample.POSTURES[2:]))
        )
    )

    assert "Every posture compared takes longer" in reading.en


def test_figure_1_without_time_does_not_divide_by_zero():
    hops = tuple((i, n, p, 0.0) for i, n, p, _ in sample.HOPS)

    reading = read_stopping_places(tidy.stopping_places(sample.make(hops=hops)))

    assert "no posture spends any time" in reading.en


def test_figure_2_weighs_both_errors():
    reading = read_two_errors(tidy.two_errors(sample.make()))

    assert "51,000 people" in reading.en
    assert "13,000 people under “All proposals" in reading.en
    assert "rises to 43,000 people" in reading.en
    assert "(the bands overlap)" in reading.en
    assert "43,000人に増える" in reading.ja


def test_figure_2_without_difference_claims_none():
    reading = read_two_errors(tidy.two_errors(sample.make(effect=0)))

    assert "same after rounding" in reading.en
    assert "rises" not in reading.en
    assert "増える" not in reading.ja


def spread_of(*middles, censored=0.0):
    names = ("base", "other", "third")
    return tuple(
        Spread(
            name=Text(ja=n, en=n),
            low=m * 0.8,
            middle=m,
            high=m * 1.2,
            baseline=at == 0,
            censored_share=censored,
        )
        for at, (n, m) in enumerate(zip(names, middles, strict=False))
    )


def interval_data(right, left=(), closes=None):
    return Intervals(
        right_name=Text(ja="発見から命令", en="sighting to order"),
        right_unit="h",
        right_truth=Text(ja="A", en="A"),
        right=right,
        left_name=Text(ja="空振り", en="false orders"),
        left_unit="count",
        left_truth=Text(ja="C", en="C"),
        left=left,
        closes=closes,
    )


def test_intervals_say_who_misses_the_window_and_who_did_not_finish():
    reading = read_intervals(interval_data(spread_of(18, 9, censored=0.25), closes=12.0))

    assert "18 h" in reading.en
    assert "with 25% of runs unfinished" in reading.en
    assert "The central value comes after the window closes (12 h) for “base”." in reading.en
    assert "no measure of acting in vain" in reading.en


def test_intervals_that_all_make_it_or_all_miss_it():
    early = read_intervals(interval_data(spread_of(3, 4), closes=12.0))
    late = read_intervals(interval_data(spread_of(30, 40), closes=12.0))

    assert "every posture lies before" in early.en
    assert "no posture lies before" in late.en


def test_figure_3_names_what_moves_most_and_what_flips():
    reading = read_reversals(tidy.reversals(sample.make()))

    assert "differs from “2026-11 (today)” by −11,000 people" in reading.en
    assert "“prior belief in an attack” (assumed) moves it most" in reading.en
    assert "“prior belief in an attack” (at 31%)" in reading.en


def test_figure_3_without_flip_leaves_room_for_several_together():
    data = tidy.reversals(sample.make())
    data = replace(data, rows=tuple(replace(row, flip=None) for row in data.rows))

    assert "several together may" in read_reversals(data).en


def test_figure_3_at_zero_claims_nothing():
    reading = read_reversals(tidy.reversals(sample.make(effect=0)))

    assert "there is no difference between" in reading.en
    assert "None of the assumptions examined moves it alone." in reading.en


def test_figure_3_is_drawn_for_the_fullest_package_that_something_moves():
    comparison = sample.make()
    others = tuple(replace(d, posture="jfhq") for d in comparison.drivers)

    data = tidy.reversals(replace(comparison, drivers=(*others, *comparison.drivers)))

    assert data.posture.en == "All proposals (as modelled)"


def test_alarms_too_rare_for_the_median_show_in_the_mean():
    comparison = sample.make()
    none = tuple(0.0 for _ in range(46))
    bands = tuple(
        replace(b, p10=none, p50=none, p90=none) if b.series == "vain" else b
        for b in comparison.series
    )

    reading = read_two_errors(tidy.two_errors(replace(comparison, series=bands)))

    assert "It happens in some runs, though" in reading.en
    assert "140,000 person-days under “2026-11 (today)”" in reading.en


def test_people_who_come_home_again_are_read_at_the_peak():
    comparison = sample.make()
    hill = tuple(float(min(day, 45 - day)) for day in range(46))
    bands = tuple(
        replace(b, p10=hill, p50=hill, p90=hill) if b.series == "vain" else b
        for b in comparison.series
    )

    data = tidy.two_errors(replace(comparison, series=bands))

    assert data.peak_ms == 22 * sample.DAY
    assert "at its peak, D−8, is 22 people" in read_two_errors(data).en
    assert "最も多いD−8に" in read_two_errors(data).ja


def test_a_series_of_shares_is_no_picture_of_two_errors():
    comparison = sample.make()
    infos = tuple(replace(info, unit="share") for info in comparison.series_infos)

    assert tidy.two_errors(replace(comparison, series_infos=infos)) is None


def test_a_difference_that_turns_inside_the_range_spans_centre_and_zero():
    comparison = sample.make()
    bent = replace(
        comparison.drivers[0], at_low=-18_000.0, at_high=-12_000.0, difference=-5_700.0, flip=0.3
    )

    data = tidy.reversals(replace(comparison, drivers=(bent,)))
    row = data.rows[0]

    assert row.span == (-18_000.0, 0.0)
    assert row.reach == 18_000.0
    assert "(in between its sign changes)" in read_reversals(data).en


def test_figure_3_does_not_deny_a_bar_that_crosses_zero_within_chance():
    data = tidy.reversals(sample.make())
    first = replace(data.rows[0], effect_low=-5.0, effect_high=5.0, flip=None)

    reading = read_reversals(replace(data, rows=(first,)))

    assert "by more than chance" in reading.en
    assert "偶然の揺れを超えて" in reading.ja
