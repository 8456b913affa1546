"""The three figures of a comparison: as pictures in three widths, with reading and provenance."""

from collections.abc import Sequence
from dataclasses import dataclass

from tateyoko.figure import (
    draw_intervals,
    draw_reversals,
    draw_stopping_places,
    draw_two_errors,
)
from tateyoko.figure.data import Bar, Intervals, Reversals, StoppingPlaces, TwoErrors
from tateyoko.figure.readings import (
    read_intervals,
    read_reversals,
    read_stopping_places,
    read_two_errors,
)
from tateyoko.figure.tidy import intervals, reversals, stopping_places, two_errors
from tateyoko.figure.words import WORDS
from tateyoko.study.results import Comparison, ParameterInfo
from tateyoko.text import Lang, Text

__all__ = ["WIDTHS", "Figure", "figures"]

WIDTHS = {"wide": 920.0, "middle": 660.0, "narrow": 356.0}
"""Widths [px] that a page chooses from: a screen, a sheet of A4 or a tablet, a telephone."""

_Data = StoppingPlaces | TwoErrors | Intervals | Reversals


_DRIVERS_FIRST = 6
"""Drivers that stand before the flows, so that both are among the numbers shown."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can be drawn, and what is said about it.

    Attributes
    ----------
    name : str
        ``figure1``, ``figure2`` or ``figure3``.
    title, reading : Text
        Caption, and the sentence computed from the data.
    data : object or None
        What is drawn; None when the comparison holds no data for it.
    numbers : sequence of ParameterInfo
        The uncertain numbers that it rests on, most important first.
    """

    name: str
    title: Text
    reading: Text
    data: _Data | None
    numbers: Sequence[ParameterInfo]

    def draw(self, lang: Lang, width: float, *, prefix: str, heading: bool) -> str:
        """Return the picture as SVG text; empty when there is no data."""
        match self.data:
            case StoppingPlaces():
                return draw_stopping_places(
                    self.data, lang=lang, width=width, prefix=prefix, heading=heading
                )
            case TwoErrors():
                return draw_two_errors(
                    self.data, lang=lang, width=width, prefix=prefix, heading=heading
                )
            case Intervals():
                return draw_intervals(
                    self.data, lang=lang, width=width, prefix=prefix, heading=heading
                )
            case Reversals():
                return draw_reversals(
                    self.data, lang=lang, width=width, prefix=prefix, heading=heading
                )
            case None:
                return ""


def figures(
    comparison: Comparison, *, cases: Sequence[Bar] = (), closes: float | None = None
) -> tuple[Figure, Figure, Figure]:
    """Return the three figures of a comparison.

    Parameters
    ----------
    comparison : Comparison
        The results.
    cases : sequence of Bar, optional
        Real cases to stand below the postures in figure 1.
    closes : float, optional
        When the window closes, in the unit of the headline interval, for a scenario without
        series.
    """
    nothing = WORDS["nothing_to_show"]
    stops = stopping_places(comparison, cases)
    errors: TwoErrors | Intervals | None = two_errors(comparison)
    if errors is None:
        errors = intervals(comparison, closes=closes)
    flips = reversals(comparison)
    if isinstance(errors, TwoErrors):
        reading = read_two_errors(errors)
    else:
        reading = nothing if errors is None else read_intervals(errors)
    return (
        Figure("figure1", WORDS["figure1"], read_stopping_places(stops),
               stops if stops.bars else None, _of_hops(comparison)),
        Figure("figure2", WORDS["figure2"], reading, errors, _of_outcome(comparison)),
        Figure("figure3", WORDS["figure3"], read_reversals(flips) if flips else nothing, flips,
               _of_drivers(comparison)),
    )  # fmt: skip


def _of_drivers(comparison: Comparison, measure: str = "") -> list[ParameterInfo]:
    """Return the numbers that were moved one by one, the most telling first.

    Of one measure only, when it is given.
    """
    drivers = [d for d in comparison.drivers if measure in ("", d.measure)]
    reach: dict[str, float] = {}
    scale: dict[tuple[str, str, str], float] = {}
    for d in drivers:
        key = (d.measure, d.posture, d.truth)
        scale[key] = max(scale.get(key, 0.0), abs(d.at_high - d.at_low))
    for d in drivers:
        most = scale[d.measure, d.posture, d.truth]
        share = abs(d.at_high - d.at_low) / most if most else 0.0
        reach[d.parameter] = max(reach.get(d.parameter, 0.0), share)
    known = {p.id: p for p in comparison.parameters}
    order = sorted(reach, key=lambda ident: (-reach[ident], ident))
    return [known[ident] for ident in order if ident in known]


def _of_hops(comparison: Comparison) -> list[ParameterInfo]:
    """Return the numbers of the procedures, chains, meetings and judgements of the main line."""
    procedures = {hop.procedure for hop in comparison.hop_infos}
    own = tuple(f"procedures.{name}." for name in sorted(procedures))
    kin = ("judgements.", "meetings.", "chains.", "release.", "channels.")
    chosen = [p for p in comparison.parameters if p.id.startswith(own)]
    chosen += [p for p in comparison.parameters if p.id.startswith(kin)]
    return chosen or list(comparison.parameters)


def _of_outcome(comparison: Comparison) -> list[ParameterInfo]:
    """Return the numbers that make the headline: half its drivers, then the flows it counts."""
    moved = _of_drivers(comparison, comparison.headline.id)
    flows = [p for p in comparison.parameters if p.id.startswith("flows.")]
    chosen = {p.id: p for p in (*moved[:_DRIVERS_FIRST], *flows, *moved)}
    return list(chosen.values()) or list(comparison.parameters)
