"""What holds for every figure, in both languages, wide and narrow, whatever the data."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tateyoko.figure import (
    draw_intervals,
    draw_reversals,
    draw_stopping_places,
    draw_two_errors,
    tidy,
)
from tateyoko.figure.data import Bar, HopTime, StoppingPlaces
from tateyoko.figure.metrics import SMALLEST
from tateyoko.text import Text
from tests.unit.figure import sample
from tests.unit.figure.boxes import outside_of, overlaps_of, size_of, texts_of

TEN = sample.ten_postures()
NO_TIME = tuple((i, n, p, 0.0) for i, n, p, _ in sample.HOPS)
COMPARISONS = {
    "four postures": sample.make(),
    "no difference": sample.make(effect=0),
    "one posture": sample.make(postures=sample.POSTURES[1:2], drivers=False),
    "ten postures with long titles": sample.make(postures=TEN, baseline="package-1"),
    "no series": sample.make(series=False),
    "no drivers": sample.make(drivers=False),
    "no time spent": sample.make(hops=NO_TIME),
    "no hops": sample.make(hops=()),
    "one truth": sample.make(truths=sample.TRUTHS[:1]),
    "large differences": sample.make(effect=12),
}
WIDTHS = (920.0, 660.0, 356.0)


def drawn(comparison, lang, width):
    pictures = {"1": draw_stopping_places(tidy.stopping_places(comparison), lang=lang, width=width)}
    series, spread = tidy.two_errors(comparison), tidy.intervals(comparison, closes=30_000.0)
    drivers = tidy.reversals(comparison)
    if series is not None:
        pictures["2"] = draw_two_errors(series, lang=lang, width=width)
    if spread is not None:
        pictures["2b"] = draw_intervals(spread, lang=lang, width=width)
    if drivers is not None:
        pictures["3"] = draw_reversals(drivers, lang=lang, width=width)
    return pictures


@pytest.fixture(params=list(COMPARISONS), name="comparison")
def _comparison(request):
    return COMPARISONS[request.param]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_two_labels_touch_and_none_leaves_the_frame(comparison, lang, width):
    for name, svg in drawn(comparison, lang, width).items():
        assert overlaps_of(svg) == [], name
        assert outside_of(svg) == [], name


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pictures_are_well_formed_and_named_for_screen_readers(comparison, lang, width):
    for svg in drawn(comparison, lang, width).values():
        root = ElementTree.fromstring(svg)
        space = "{http://www.w3.org/2000/svg}"
        title, desc = root.find(f"{space}title"), root.find(f"{space}desc")

        assert size_of(svg)[0] == width
        assert root.get("role") == "img"
        assert root.get("lang") == lang
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert title.text
        assert len(desc.text) > 20
        assert min(size for _, size, _ in texts_of(svg)) >= SMALLEST


def test_the_same_data_give_the_same_bytes(comparison):
    assert drawn(comparison, "ja", 920.0) == drawn(comparison, "ja", 920.0)


def test_pictures_ask_for_nothing_from_outside(comparison):
    for svg in drawn(comparison, "en", 920.0).values():
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
        assert "<script" not in svg
        assert "<image" not in svg


def test_japanese_pictures_hold_no_english_word_of_the_catalogue():
    for svg in drawn(COMPARISONS["four postures"], "ja", 920.0).values():
        assert not {"Longest", "better", "worse", "Above", "assumed"} & set(
            " ".join(words for words, _, _ in texts_of(svg)).split()
        )


def test_the_longest_hop_stands_on_its_bar():
    words = [w for w, _, _ in texts_of(drawn(COMPARISONS["four postures"], "en", 920.0)["1"])]

    assert "Longest: Raise the question to ministers, 4 days (42%)" in words


def test_every_used_phase_has_a_hatch_and_a_word_of_its_own():
    svg = drawn(COMPARISONS["four postures"], "en", 920.0)["1"]
    root = ElementTree.fromstring(svg)
    patterns = root.findall(".//{http://www.w3.org/2000/svg}pattern")

    # Two of the nine phases are plain fills, told apart by lightness.
    assert len(patterns) == 7
    assert "Democratic control (Diet etc.)" in [w for w, _, _ in texts_of(svg)]


def test_real_cases_stand_below_the_postures_when_given():
    hop = HopTime(
        id="x",
        name=Text(ja="発見から報告", en="sighting to report"),
        phase="recognise",
        ms=6.3 * sample.HOUR,
    )
    case = Bar(name=Text(ja="能登半島沖 1999", en="Off Noto 1999"), hops=(hop,))
    data = tidy.stopping_places(COMPARISONS["four postures"], cases=(case,))

    svg = draw_stopping_places(data, lang="ja")

    words = [w for w, _, _ in texts_of(svg)]
    assert words.index("実際の事案の記録") > words.index("全提言（モデル化した分）")
    assert words.index("能登半島沖 1999") > words.index("実際の事案の記録")
    assert overlaps_of(svg) == []


def test_a_figure_without_data_says_so():
    empty = StoppingPlaces(truth=Text(ja="A", en="A"), bars=())

    svg = draw_stopping_places(empty, lang="en")

    assert "This comparison holds no data for this figure." in [w for w, _, _ in texts_of(svg)]


def test_the_lower_half_is_mirrored():
    svg = draw_two_errors(tidy.two_errors(COMPARISONS["four postures"]), lang="en")
    labels = {w: box.y for w, _, box in texts_of(svg)}

    assert labels["100,000"] < labels["25,000"] < labels["D−10"]
    below = [box.y for w, _, box in texts_of(svg) if w == "50,000"]
    assert below[0] < labels["D−10"] < below[1]


def test_names_in_data_are_escaped():
    data = StoppingPlaces(
        truth=Text(ja="A", en="A"),
        bars=(
            Bar(
                name=Text(ja="<b>&", en="<b>&"),
                hops=(HopTime(id="x", name=Text(ja="<i>", en="<i>"), phase="law", ms=1.0),),
            ),
        ),
    )

    ElementTree.fromstring(draw_stopping_places(data, lang="en"))


def unfinished(comparison, measure):
    """The same comparison with the 90 % point of one measure beyond the horizon."""
    cells = tuple(
        replace(c, p90=None, censored_share=0.12) if c.measure == measure else c
        for c in comparison.cells
    )
    return replace(comparison, cells=cells)


def test_an_interval_that_does_not_end_has_an_open_end():
    comparison = unfinished(COMPARISONS["no series"], "answer")
    measures = tuple(replace(m, headline=m.id == "answer") for m in comparison.measures)

    data = tidy.intervals(replace(comparison, measures=measures))

    assert all(row.open_end and row.high == 45 * 24 for row in data.right)
    for lang in ("ja", "en"):
        for width in WIDTHS:
            svg = draw_intervals(data, lang=lang, width=width)
            assert overlaps_of(svg) == []
            assert outside_of(svg) == []
            words = " ".join(w for w, _, _ in texts_of(svg))
            assert ("期間の外" if lang == "ja" else "beyond the horizon") in words


def test_a_share_is_drawn_with_the_interval_of_its_value_and_an_axis_in_per_cent():
    comparison = COMPARISONS["no series"]
    measures = tuple(replace(m, headline=m.id == "diet_before") for m in comparison.measures)

    data = tidy.intervals(replace(comparison, measures=measures))

    assert not data.quantiles
    assert data.right[1].middle == pytest.approx(0.72)
    assert "80%" in [w for w, _, _ in texts_of(draw_intervals(data, lang="en"))]
