"""Every colour and every hatch of figures and reports: the only place that chooses them.

Colour never stands alone. A phase has a fill *and* a hatch, a posture has a colour *and* a dash
*and* a mark at the end of its line, an assumption has a hatch where a source has none. Fills are
light enough for dark text; the colours that text is set in have a contrast of at least 4.5 : 1 on
white (WCAG 2 AA), which the tests compute. The hues keep apart under the common kinds of colour
blindness (after the set of Okabe and Ito, darkened where text is set in them).
"""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "ADVERSE",
    "ASSUMED",
    "BACKGROUND",
    "CONTROL",
    "GRID",
    "INK",
    "MUTED",
    "PHASES",
    "SOURCED",
    "Fill",
    "LineStyle",
    "contrast",
    "line_style",
    "phase_fill",
]

INK = "#1b2430"
MUTED = "#4d5a68"
GRID = "#d5dbe1"
BACKGROUND = "#ffffff"
ADVERSE = "#a3260b"
CONTROL = "#6b2d7b"


@dataclass(frozen=True, slots=True)
class Fill:
    """A fill with its hatch.

    Attributes
    ----------
    colour : str
        Ground colour.
    hatch : str
        Name of the hatch: ``none``, ``dots``, ``rise``, ``fall``, ``level``, ``upright``,
        ``cross``, ``dense`` or ``zigzag``.
    line : str
        Colour of the hatch.
    """

    colour: str
    hatch: str
    line: str


# The order of the phases is the order of a legend; a bar keeps the order of the crisis.
PHASES: dict[str, Fill] = {
    "initiative": Fill("#fbe3a6", "dots", "#8a6100"),
    "recognise": Fill("#bfe0f5", "none", "#0b5fa5"),
    "hand_over": Fill("#f6c9a8", "rise", "#a14a0c"),
    "law": Fill("#e3e6ea", "upright", "#5a6673"),
    "approve": Fill("#7fb2d9", "fall", "#0b4a80"),
    "release": Fill("#f3b9c4", "dense", "#97203c"),
    "transmit": Fill("#b5dfca", "level", "#00704f"),
    "execute": Fill("#5fae91", "none", "#00513a"),
    "outside": Fill("#f7f7f7", "zigzag", "#7a8592"),
    "democratic_control": Fill("#dcc3e6", "cross", "#6b2d7b"),
}
OTHER_PHASE = Fill("#f2f2f2", "zigzag", "#5a6673")

SOURCED = Fill("#5b8fbf", "none", "#0b4a80")
ASSUMED = Fill("#fdf3dc", "rise", "#8a6100")


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How one posture is drawn: colour, dash (empty: solid), line width [px], end mark."""

    colour: str
    dash: str
    width: float
    mark: str


_COLOURS = (
    "#0b5fa5",
    "#b8400a",
    "#00704f",
    "#8a3a86",
    "#7a5200",
    "#006c7a",
    "#a8123e",
    "#5b6100",
    "#4b5b6b",
)
_DASHES = ("7 3", "2 3", "10 3 2 3", "4 2", "12 4", "1 2", "8 2 2 2 2 2", "3 5", "14 3 4 3")
_MARKS = ("square", "triangle", "diamond", "down", "cross", "plus")


def line_style(index: int, *, baseline: bool = False) -> LineStyle:
    """Return the style of the posture at one place of the order.

    Parameters
    ----------
    index : int
        Place among the postures that are not the baseline, from 0; more than nine come round
        again with another mark.
    baseline : bool, optional
        The baseline has a style of its own: dark, solid, with a round mark.
    """
    if baseline:
        return LineStyle(INK, "", 2.5, "circle")
    turn, place = divmod(index, len(_COLOURS))
    return LineStyle(_COLOURS[place], _DASHES[place], 2.0, _MARKS[(place + turn) % len(_MARKS)])


def phase_fill(phase: str) -> Fill:
    """Return the fill of a phase; a phase that this module does not know gets a grey zigzag."""
    return PHASES.get(phase, OTHER_PHASE)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear: Sequence[float] = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours ``#rrggbb``, from 1 to 21 (WCAG 2 definition)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
