"""Figures: pure functions from tidy data to SVG text, the same bytes for the same data."""

from tateyoko.figure.intervals import draw_intervals
from tateyoko.figure.reversal import draw_reversals
from tateyoko.figure.stopping import draw_stopping_places
from tateyoko.figure.two_errors import draw_two_errors

__all__ = ["draw_intervals", "draw_reversals", "draw_stopping_places", "draw_two_errors"]
