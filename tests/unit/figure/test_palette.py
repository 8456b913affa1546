"""Colours can be read, and nothing is told apart by colour alone."""

import pytest

from tateyoko.figure import palette
from tateyoko.figure.palette import contrast, line_style, phase_fill


def test_contrast_is_that_of_the_web_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_text_colours_have_contrast_aa_on_white():
    colours = [palette.INK, palette.MUTED, palette.ADVERSE, palette.CONTROL]
    colours += [line_style(at).colour for at in range(12)]

    assert min(contrast(colour, palette.BACKGROUND) for colour in colours) >= 4.5


def test_outlines_of_fills_have_contrast_of_graphics():
    fills = [*palette.PHASES.values(), palette.SOURCED, palette.ASSUMED, phase_fill("unheard of")]

    assert min(contrast(fill.line, palette.BACKGROUND) for fill in fills) >= 3.0


def test_no_two_phases_share_hatch_and_lightness():
    fills = list(palette.PHASES.values())
    for at, one in enumerate(fills):
        for other in fills[at + 1 :]:
            assert one.hatch != other.hatch or contrast(one.colour, other.colour) > 1.5


def test_postures_differ_in_colour_dash_and_mark():
    styles = [line_style(0, baseline=True), *(line_style(at) for at in range(15))]

    assert len({(s.colour, s.dash, s.mark) for s in styles}) == 16
    assert len({s.dash for s in styles[:10]}) == 10
