"""Widths, line breaks and places of labels."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tateyoko.figure.layout import Box, Scale, flow, spread
from tateyoko.figure.metrics import fit, text_width, wrap


def test_a_japanese_character_is_one_em_wide_and_a_digit_is_less():
    assert text_width("避難", 12) == 24
    assert text_width("1", 12) < 8


@pytest.mark.parametrize(
    "text",
    [
        "先島の住民避難は、間に合うか（2026年）。",
        "Evacuation of the islands",
        "JJOC連絡線の往復時間 round trip",
        "",
        "超長い一語" * 9,
    ],
)
@pytest.mark.parametrize("width", [60.0, 97.0, 400.0])
def test_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, 12, width)

    assert all(text_width(line, 12) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    text = "防衛大臣（代理）、内閣総理大臣（代理）、「認定」。"
    for width in range(48, 200, 7):
        lines = wrap(text, 12, float(width))
        assert not any(line[0] in "）、。」" for line in lines[1:]), (width, lines)
        assert not any(line[-1] in "（「" for line in lines), (width, lines)


def test_latin_words_stay_whole():
    assert wrap("maximum lift capacity", 12, 60) == ["maximum", "lift", "capacity"]


def test_a_cut_text_ends_with_an_ellipsis_and_fits():
    cut = fit("国家安全保障会議（九大臣）", 12, 80)

    assert cut.endswith("…")
    assert text_width(cut, 12) <= 80


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(5, 40)), min_size=1, max_size=12))
def test_spread_labels_never_overlap_and_keep_their_order(wishes):
    wanted, heights = [w for w, _ in wishes], [h for _, h in wishes]

    middles = spread(wanted, heights, 0.0, 600.0)

    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    edges = [(middles[at] - heights[at] / 2, middles[at] + heights[at] / 2) for at in order]
    for one, other in itertools.pairwise(edges):
        assert one[1] <= other[0] + 1e-6
    assert edges[0][0] >= -1e-6
    assert edges[-1][1] <= 600.0 + 1e-6


def test_labels_that_have_room_stay_where_they_want_to_be():
    assert spread([10, 100, 200], [20, 20, 20], 0, 300) == [10, 100, 200]


def test_a_scale_holds_values_inside_its_ends():
    scale = Scale(0.0, 10.0, 100.0, 200.0)

    assert scale(5.0) == 150.0
    assert scale(99.0) == 200.0
    assert Scale(1.0, 1.0, 0.0, 9.0)(1.0) == 0.0


def test_a_legend_flows_onto_the_next_row():
    places, rows = flow([50, 50, 50], 120, gap=10)

    assert places == [(0.0, 0), (60.0, 0), (0.0, 1)]
    assert rows == 2


def test_boxes_that_share_an_edge_do_not_overlap():
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 10, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(9, 9, 10, 10))
