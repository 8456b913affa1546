"""Recorded intervals of one crisis beside what was predicted for them.

One row for each interval: a thin bar for the central 80 % of the prediction, a thick one for the
central 50 %, a tick for the median, and the record as a mark: a disc inside the 80 % range, a
diamond outside it. Time runs on a logarithmic scale, so that minutes and days fit on one line.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tateyoko.figure.metrics import line_height, text_width, wrap
from tateyoko.figure.palette import ADVERSE, GRID, INK, MUTED, SOURCED
from tateyoko.figure.svg import Drawing
from tateyoko.text import Lang, Text

__all__ = ["RecordRow", "draw_records", "span_words"]

_SIZE, _SMALL = 12.0, 11.0
_NAMES, _NUMBERS, _ROW = 250.0, 96.0, 24.0
_DAY = 1440.0
_END = 30.0 * _DAY
_TICKS = (
    (1.0, Text(ja="1分", en="1 min")),
    (10.0, Text(ja="10分", en="10 min")),
    (60.0, Text(ja="1時間", en="1 h")),
    (360.0, Text(ja="6時間", en="6 h")),
    (_DAY, Text(ja="1日", en="1 d")),
    (7 * _DAY, Text(ja="7日", en="7 d")),
    (_END, Text(ja="30日", en="30 d")),
)
_NO_PREDICTION = Text(ja="予測なし", en="not predicted")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One recorded interval.

    Attributes
    ----------
    name : Text
        The interval in words.
    recorded : float
        Recorded time [min].
    ends : tuple of float, length 5, or None
        10, 25, 50, 75 and 90 % quantiles of the prediction [min]; None if there is none.
    """

    name: Text
    recorded: float
    ends: tuple[float, float, float, float, float] | None

    @property
    def is_outside(self) -> bool:
        """Whether the record lies outside the predicted 80 % range."""
        if self.ends is None:
            return False
        return not round(self.ends[0]) <= self.recorded <= round(self.ends[4])


def span_words(minutes: float, lang: Lang) -> str:
    """Say a time with two significant digits: minutes, hours or days."""
    if minutes < 120:
        value, unit = minutes, Text(ja="分", en=" min")
    elif minutes < 2 * _DAY:
        value, unit = minutes / 60, Text(ja="時間", en=" h")
    else:
        value, unit = minutes / _DAY, Text(ja="日", en=" d")
    shown = f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"
    return f"{shown}{unit[lang]}"


def draw_records(
    rows: Sequence[RecordRow], lang: Lang, width: float, *, prefix: str, title: str
) -> str:
    """Return the picture of one crisis as SVG text.

    Parameters
    ----------
    rows : sequence of RecordRow
        At least one.
    width : float
        Width [px]; under 560 the names stand above their bars.
    prefix : str
        Begins every id in the picture.
    title : str
        Name of the crisis, for a screen reader.
    """
    desc = "; ".join(_said(row, lang) for row in rows)
    drawing = Drawing(width=width, lang=lang, prefix=prefix, title=title, desc=desc)
    narrow = width < 560
    left = 8.0 if narrow else _NAMES
    right = width - (8.0 if narrow else _NUMBERS)
    place = _Scale(left, right)
    y, top = 8.0, 8.0
    for row in rows:
        outside = row.is_outside
        names = wrap(row.name[lang], _SIZE, width if narrow else _NAMES - 14)
        words = span_words(row.recorded, lang)
        if narrow:
            y = drawing.lines(0, y, wrap(f"{row.name[lang]}：{words}", _SIZE, width))
            middle = y + 9
            y += 22
        else:
            tall = max(_ROW, len(names) * line_height(_SIZE) + 6)
            middle = y + tall / 2
            drawing.lines(0, middle - len(names) * line_height(_SIZE) / 2, names)
            drawing.text(
                width, middle, words, anchor="end", fill=ADVERSE if outside else INK, bold=outside
            )
            y += tall
        _row(drawing, row, middle, place, lang)
    _axis(drawing, place, top, y, lang)
    return drawing.render(y + 24)


@dataclass(frozen=True, slots=True)
class _Scale:
    left: float
    right: float

    def at(self, minutes: float) -> float:
        """Return where a time lies [px]."""
        share = math.log1p(min(max(minutes, 0.0), _END)) / math.log1p(_END)
        return self.left + share * (self.right - self.left)


def _said(row: RecordRow, lang: Lang) -> str:
    recorded = span_words(row.recorded, lang)
    if row.ends is None:
        return f"{row.name[lang]}: {recorded}, {_NO_PREDICTION[lang]}"
    low, high = span_words(row.ends[0], lang), span_words(row.ends[4], lang)
    return f"{row.name[lang]}: {recorded} ({low} – {high})"


def _row(drawing: Drawing, row: RecordRow, y: float, place: _Scale, lang: Lang) -> None:
    x = place.at(row.recorded)
    if row.ends is None:
        drawing.mark(x, y, "plus", MUTED)
        anchor = "end" if x > (place.left + place.right) / 2 else "start"
        drawing.text(
            x + (-10 if anchor == "end" else 10),
            y,
            _NO_PREDICTION[lang],
            size=_SMALL,
            fill=MUTED,
            anchor=anchor,
        )
        return
    low80, low50, middle, high50, high80 = (place.at(end) for end in row.ends)
    drawing.rect(low80, y - 2, high80 - low80, 4, fill=SOURCED.colour, opacity=0.55)
    drawing.rect(low50, y - 6, high50 - low50, 12, fill=SOURCED.colour)
    drawing.line(middle, y - 8, middle, y + 8, stroke=INK, stroke_width=2)
    if row.is_outside:
        drawing.mark(x, y, "diamond", ADVERSE, radius=5)
    else:
        drawing.mark(x, y, "circle", INK, radius=4.5)


def _axis(drawing: Drawing, place: _Scale, top: float, bottom: float, lang: Lang) -> None:
    last = -math.inf
    for minutes, words in _TICKS:
        x = place.at(minutes)
        drawing.grid(x, top, x, bottom, stroke=GRID, stroke_width=1)
        half = text_width(words[lang], _SMALL) / 2
        at = min(max(x, half), drawing.width - half)
        if at - half > last + 6:
            drawing.text(at, bottom + 12, words[lang], size=_SMALL, anchor="middle", fill=MUTED)
            last = at + half
