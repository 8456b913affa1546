"""The table of a comparison: order of rows, both languages, wide and narrow, piped and not."""

import io
from dataclasses import replace
from functools import lru_cache

import pytest
from rich.cells import cell_len
from rich.console import Console

from tateyoko.cli.table import columns_of, moment, notes_of, print_table, rows_of
from tateyoko.study.example import example_comparison
from tateyoko.study.results import Flip, WindowInfo
from tateyoko.text import Text


@lru_cache(maxsize=1)
def comparison():
    return example_comparison(runs=24, sets=4)


def printed(lang, *, width=None):
    stream = io.StringIO()
    terminal = width is not None
    console = Console(
        file=stream, width=width or 100, force_terminal=terminal, color_system=None, highlight=False
    )
    print_table(console, comparison(), lang, after=[("Next", "more")])
    return stream.getvalue()


def test_rows_come_by_kind_benefit_first_and_control_in_its_own_group():
    headings = [row.name for row in rows_of(comparison(), "en") if row.is_heading]

    assert headings == [
        "Outcome",
        "Adverse side ▲",
        "Burden ▲",
        "Democratic control",
        "Cost and lead time",
    ]


def test_adverse_and_burden_rows_are_marked():
    for row in rows_of(comparison(), "ja"):
        assert row.name.endswith("▲") == (row.kind in ("adverse", "burden"))


def test_the_baseline_is_shown_by_value_and_later_postures_by_difference():
    shown = columns_of(comparison())

    assert [posture.id for posture in shown.values] == ["today"]
    assert [posture.id for posture in shown.differences] == ["package", "placebo", "doubting"]


def test_earlier_postures_are_shown_by_value():
    old = replace(comparison().postures[1], date="2020-01-01")
    found = replace(comparison(), postures=(old, *comparison().postures))

    shown = columns_of(replace(found, postures=(old, comparison().postures[0])))

    assert [posture.id for posture in shown.values] == ["today"]
    assert [posture.id for posture in shown.differences] == ["package"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_piped_page_is_plain_and_ends_its_lines_without_spaces(lang):
    text = printed(lang)

    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(lang, width):
    lines = printed(lang, width=width).splitlines()

    assert max(cell_len(line) for line in lines[1:]) <= width


def test_a_narrow_terminal_shows_every_number_of_the_wide_table():
    wide, narrow = (printed("en", width=width) for width in (200, 70))

    for row in rows_of(comparison(), "en"):
        for cell in (*row.values, *(part for pair in row.pairs for part in pair)):
            assert cell in wide
            assert cell in narrow


def test_every_promised_line_is_there():
    text = printed("en")

    for word in (
        "Not a forecast",
        "Longest waits",
        "Without effect    R3",
        "Not yet modelled  R9",
        "Echo of inputs",
        "Reversed if",
        "placebo pairs all exactly 0",
        "outside all real cases",
        "Next",
    ):
        assert word in text


def test_a_broken_pairing_is_shouted():
    broken = replace(comparison(), pairing=replace(comparison().pairing, placebo_zero=False))
    stream = io.StringIO()

    print_table(Console(file=stream, width=100), broken, "en")

    assert "NOT 0: the pairing is broken" in stream.getvalue()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_conditions_are_told_in_words_with_the_central_value(lang):
    flip = Flip(
        measure="caught",
        posture="package",
        truth="A",
        parameter="check.minutes",
        threshold=35.0001,
        direction="above",
        distance=0.0,
        kind="vanishes",
    )
    notes = notes_of(replace(comparison(), flips=(flip,)), lang)
    at = next(
        i
        for i, (heading, _) in enumerate(notes)
        if heading in ("Reversed if", "結論が逆になる条件")
    )

    name = {"en": "checking a warning", "ja": "警報の確認"}[lang]
    assert name in notes[at][1]
    assert "35.0001" in notes[at][1]
    assert "check.minutes" not in notes[at][1]


def test_a_headline_without_a_condition_says_so():
    notes = notes_of(replace(comparison(), flips=()), "en")
    at = next(i for i, (heading, _) in enumerate(notes) if heading == "Reversed if")

    assert notes[at][1].startswith("boats caught, package (A): no single assumption undoes it")


def test_set_values_are_told_in_words():
    notes = dict(notes_of(comparison(), "en"))

    assert "“checking a warning”" in notes["Echo of inputs"]


def test_a_window_without_an_act_is_named():
    window = WindowInfo(
        id="W",
        name=Text(ja="窓", en="The window"),
        closes_ms=1,
        need=Text(ja="", en=""),
        basis="public",
    )

    notes = dict(notes_of(replace(comparison(), windows=(window,)), "en"))

    assert "The window: names no act" in notes["Windows"]


def test_a_moment_is_days_hours_and_minutes():
    assert moment(0) == "T+0d00:00"
    assert moment((26 * 60 + 5) * 60_000) == "T+1d02:05"


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "too few pairs differ (3)"), ("ja", "異なる対が少なすぎる（3）")]
)
def test_a_handful_of_pairs_that_differ_is_said_instead_of_a_verdict(lang, words):
    few = tuple(
        replace(d, differing=3, n=24, badge="undecided") if d.posture == "package" else d
        for d in comparison().differences
    )
    found = replace(comparison(), differences=few)
    first = next(row for row in rows_of(found, lang) if not row.is_heading)

    assert [pair[2] == words for pair in first.pairs] == [True, False, False]
