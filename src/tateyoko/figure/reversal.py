"""Figure 3: what you must believe for the conclusion to change. One row per assumption.

A bar runs from the difference at the low end of the assumption's range to that at its high end: a
hollow mark at the low end, a filled one at the high end, each with the value believed there. A
sourced number is drawn solid, an assumed one hatched. A thin line goes on from the bar where the
difference does not move in one direction only. A diamond on the zero line marks an
assumption that alone changes the sign by more than chance, with the value at which it does.
"""

from collections.abc import Sequence

from tateyoko.figure.data import Assumption, Reversals
from tateyoko.figure.layout import Scale, flow, room_for, widest
from tateyoko.figure.metrics import line_height, text_width, wrap
from tateyoko.figure.numbers import format_number, nice_ticks, quantity, tick_label, unit_name
from tateyoko.figure.opening import open_figure, say_nothing
from tateyoko.figure.palette import (
    ADVERSE,
    ASSUMED,
    BACKGROUND,
    CONTROL,
    GRID,
    INK,
    MUTED,
    SOURCED,
)
from tateyoko.figure.readings import read_reversals
from tateyoko.figure.svg import Drawing
from tateyoko.figure.words import WORDS
from tateyoko.text import Lang

__all__ = ["MOST_ROWS", "draw_reversals"]

MOST_ROWS = 12
"""Rows drawn at most; the table below the figure has them all."""

_SIZE = 12.0
_SMALL = 11.0
_NARROW = 560.0
_COMPACT = 800.0
_BAR = 16.0


def draw_reversals(
    data: Reversals,
    *,
    lang: Lang,
    width: float = 920.0,
    prefix: str = "f3",
    heading: bool = True,
) -> str:
    """Draw how far each assumption alone moves the difference.

    Parameters
    ----------
    data : Reversals
        Rows in any order; the widest come first, flipping ones are never left out.
    lang : Lang
        Language of the words.
    width : float, optional
        Width [px]; under 560 the names stand above the bars.
    prefix : str, optional
        Begins every id in the picture.
    heading : bool, optional
        Whether the picture carries its own title.

    Returns
    -------
    svg : str
        SVG text; the same data give the same bytes.
    """
    drawing, y = open_figure(
        "figure3",
        read_reversals(data)[lang],
        lang=lang,
        width=width,
        prefix=prefix,
        heading=heading,
    )
    rows = _chosen(data.rows)
    if not rows:
        return say_nothing(drawing, y, lang, width)
    stop = "、" if lang == "ja" else ", "
    measure = f"{data.measure[lang]}{stop}{data.truth[lang]}"
    words = WORDS["effect_axis"].format(
        measure=measure, posture=data.posture[lang], baseline=data.baseline[lang]
    )[lang]
    unit = WORDS["points"][lang] if data.unit in ("share", "prob") else unit_name(data.unit, lang)
    words += (f"［{unit}］" if lang == "ja" else f" [{unit}]") if unit else ""
    y = drawing.lines(0, y, wrap(words, _SIZE, width), fill=MUTED) + 4
    y = _legend(drawing, y, lang) + 8
    narrow = width < _NARROW
    scale, ticks, names, flips = _columns(data, rows, lang, width, narrow)
    y = _sides(drawing, y, data, scale, lang) + 4
    top = y
    for row in rows:
        y = _row(drawing, y, row, scale, names, flips, lang, narrow)
    places = [scale(tick) for tick in ticks]
    labels = [tick_label(tick, unit=data.unit, sign=True) for tick in ticks]
    written = room_for(places, labels, _SMALL, first=ticks.index(0.0))
    for x, words, fits in zip(places, labels, written, strict=True):
        drawing.grid(x, top, x, y, stroke=GRID)
        if fits:
            drawing.text(x, y + 10, words, size=_SMALL, anchor="middle", fill=MUTED)
    if data.effect is not None and data.effect != 0:
        x = scale(data.effect)
        drawing.grid(x, top, x, y, stroke=MUTED, stroke_dasharray="2 3")
    x = scale(0.0)
    drawing.grid(x, top, x, y, stroke=INK, stroke_width=2)
    return drawing.render(y + 24)


def _chosen(rows: Sequence[Assumption]) -> list[Assumption]:
    ordered = sorted(rows, key=lambda row: (-row.reach, row.name.en))
    kept = ordered[:MOST_ROWS]
    missing = [row for row in ordered[MOST_ROWS:] if row.flip is not None]
    if missing:
        keep = max(MOST_ROWS - len(missing), 0)
        kept = [row for at, row in enumerate(ordered) if at < keep or row.flip is not None]
    return kept


def _columns(
    data: Reversals, rows: Sequence[Assumption], lang: Lang, width: float, narrow: bool
) -> tuple[Scale, list[float], float, float]:
    """Return the scale, its ticks, the width of the names and the left edge of the flips."""
    compact = width < _COMPACT
    most = 170.0 if compact else 240.0
    names = 0.0
    if not narrow:
        names = min(widest([_name(row, lang, compact) for row in rows], _SIZE) + 16, most)
    flip_words = [_flip_words(row, lang) for row in rows]
    flip_wide = 0.0 if narrow else min(widest(flip_words, _SMALL) + 14, most - 40)
    ends = [_end_words(row, lang, compact) for row in rows]
    side = max(widest([word for pair in ends for word in pair], _SMALL) + 14, 20.0)
    effects = [e for row in rows for e in row.span]
    if data.effect is not None:
        effects.append(data.effect)
    ticks = nice_ticks(
        min([*effects, 0.0]), max([*effects, 0.0]), 2 if narrow else 3 if compact else 5
    )
    start, end = names + side, width - flip_wide - side
    return Scale(ticks[0], ticks[-1], start, end), ticks, names, width - flip_wide + 8


def _end_words(row: Assumption, lang: Lang, compact: bool) -> tuple[str, str]:
    """Return the labels of both ends; in a small picture the unit stands with the name."""
    if compact and row.unit not in ("prob", "share"):
        return format_number(row.low), format_number(row.high)
    return quantity(row.low, row.unit, lang), quantity(row.high, row.unit, lang)


def _name(row: Assumption, lang: Lang, compact: bool) -> str:
    unit = unit_name(row.unit, lang)
    if not compact or not unit:
        return row.name[lang]
    return f"{row.name.ja}［{unit}］" if lang == "ja" else f"{row.name.en} [{unit}]"


def _flip_words(row: Assumption, lang: Lang) -> str:
    if row.reach == 0:
        return WORDS["no_effect"][lang]
    if row.flip is None:
        crosses = row.span[0] * row.span[1] < 0.0
        return WORDS["unclear" if crosses else "no_flip"][lang]
    return WORDS["flip"].format(value=quantity(row.flip, row.unit, lang))[lang]


def _legend(drawing: Drawing, y: float, lang: Lang) -> float:
    entries = ("sourced", "assumed", "range_low", "range_high", "flip_legend")
    widths = [28 + text_width(WORDS[entry][lang], _SIZE) for entry in entries]
    places, rows = flow(widths, drawing.width, gap=16)
    for entry, (x, row) in zip(entries, places, strict=True):
        at = y + (row + 0.5) * 20
        if entry == "sourced":
            drawing.hatched(x + 0.5, at - 6.5, 20, 13, SOURCED)
        elif entry == "assumed":
            drawing.hatched(x + 0.5, at - 6.5, 20, 13, ASSUMED)
        elif entry == "flip_legend":
            drawing.mark(x + 11, at, "diamond", CONTROL, radius=5)
        else:
            _end_mark(drawing, x + 11, at, filled=entry == "range_high")
        drawing.text(x + 26, at, WORDS[entry][lang])
    return y + rows * 20


def _sides(drawing: Drawing, y: float, data: Reversals, scale: Scale, lang: Lang) -> float:
    """Say which side of zero is the better one, on lines of their own when they would touch."""
    if data.better == "neutral":
        left, right = WORDS["less_left"][lang], WORDS["more_right"][lang]
        colours = (MUTED, MUTED)
    elif data.better == "lower":
        left, right = WORDS["better_left"][lang], WORDS["worse_right"][lang]
        colours = (INK, ADVERSE)
    else:
        left, right = WORDS["worse_left"][lang], WORDS["better_right"][lang]
        colours = (ADVERSE, INK)
    zero = WORDS["zero"][lang]
    half = text_width(zero, _SMALL, bold=True) / 2
    at = min(max(scale(0.0), half), drawing.width - half)
    line = line_height(_SMALL)
    drawing.text(at, y + line / 2, zero, size=_SMALL, bold=True, anchor="middle")
    room_left = at - half - 8 - text_width(left, _SMALL) >= 0
    room_right = at + half + 8 + text_width(right, _SMALL) <= drawing.width
    if room_left:
        drawing.text(at - half - 8, y + line / 2, left, size=_SMALL, anchor="end", fill=colours[0])
    if room_right:
        drawing.text(at + half + 8, y + line / 2, right, size=_SMALL, fill=colours[1])
    return y + line


def _end_mark(drawing: Drawing, x: float, y: float, *, filled: bool) -> None:
    drawing.add(
        "circle",
        cx=x,
        cy=y,
        r=4.5,
        fill=INK if filled else BACKGROUND,
        stroke=INK,
        stroke_width=1.5,
    )


def _row(
    drawing: Drawing,
    y: float,
    row: Assumption,
    scale: Scale,
    names: float,
    flips: float,
    lang: Lang,
    narrow: bool,
) -> float:
    line = line_height(_SIZE)
    compact = drawing.width < _COMPACT
    lines = wrap(_name(row, lang, compact), _SIZE, drawing.width if narrow else names - 12)
    flip = _flip_words(row, lang)
    flip_lines = wrap(flip, _SMALL, drawing.width if narrow else drawing.width - flips)
    if narrow:
        y = drawing.lines(0, y + 4, lines, halo=True)
        middle, bottom = y + 12, y + 26
        if row.flip is not None:
            bottom = drawing.lines(0, bottom, flip_lines, size=_SMALL, fill=CONTROL, halo=True)
    else:
        tall = max(len(lines) * line, len(flip_lines) * line_height(_SMALL), _BAR + 8) + 6
        middle = y + tall / 2
        bottom = y + tall
        drawing.lines(0, middle - len(lines) * line / 2, lines)
        drawing.lines(
            flips,
            middle - len(flip_lines) * line_height(_SMALL) / 2,
            flip_lines,
            size=_SMALL,
            fill=CONTROL if row.flip is not None else MUTED,
            bold=False,
        )
    low, high = scale(row.effect_low), scale(row.effect_high)
    left, right = min(low, high), max(low, high)
    ends = [scale(end) for end in row.span]
    drawing.line(min(*ends, left), middle, max(*ends, right), middle, stroke=INK)
    drawing.hatched(
        left, middle - _BAR / 2, max(right - left, 1.0), _BAR, ASSUMED if row.assumed else SOURCED
    )
    words_low, words_high = _end_words(row, lang, compact)
    _end_mark(drawing, low, middle, filled=False)
    _end_mark(drawing, high, middle, filled=True)
    first, last = (words_low, words_high) if low <= high else (words_high, words_low)
    for x, words, anchor in ((left - 8, first, "end"), (right + 8, last, "start")):
        # A plate keeps the thin line and the grid from striking the label through.
        wide = text_width(words, _SMALL)
        start = x - wide if anchor == "end" else x
        drawing.rect(start - 1, middle - _BAR / 2, wide + 2, _BAR, fill=BACKGROUND)
        drawing.text(x, middle, words, size=_SMALL, anchor=anchor)
    if row.flip is not None:
        drawing.mark(scale(0.0), middle, "diamond", CONTROL, radius=6)
    return bottom
