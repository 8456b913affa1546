"""Figure 2 where a scenario has no series: how long it took, and the price of a wrong alarm.

A pair of bars per posture, back to back. To the right the interval that counts, with the moment at
which the window closes; to the left, mirrored, what was done in vain under the benign twin.
"""

from collections.abc import Sequence

from tateyoko.figure.data import Intervals, Spread
from tateyoko.figure.layout import Scale, room_for, widest
from tateyoko.figure.metrics import line_height, text_width, wrap
from tateyoko.figure.numbers import (
    format_number,
    format_share,
    inner_ticks,
    quantity,
    tick_label,
    unit_name,
)
from tateyoko.figure.opening import open_figure, say_nothing
from tateyoko.figure.palette import ADVERSE, GRID, INK, MUTED, LineStyle
from tateyoko.figure.readings import read_intervals
from tateyoko.figure.svg import Drawing
from tateyoko.figure.two_errors import posture_styles
from tateyoko.figure.words import WORDS
from tateyoko.text import Lang

__all__ = ["draw_intervals"]

_SIZE = 12.0
_SMALL = 11.0
_NARROW = 560.0
_ROW = 40.0


def draw_intervals(
    data: Intervals,
    *,
    lang: Lang,
    width: float = 920.0,
    prefix: str = "f2",
    heading: bool = True,
) -> str:
    """Draw the interval of each posture to the right, its wrong alarms to the left.

    Parameters
    ----------
    data : Intervals
        Distributions of both sides.
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
        "figure2",
        read_intervals(data)[lang],
        lang=lang,
        width=width,
        prefix=prefix,
        heading=heading,
    )
    if not data.right:
        return say_nothing(drawing, y, lang, width)
    if data.left and data.left_quantiles != data.quantiles:
        how = WORDS["spread_right" if data.quantiles else "spread_left"][lang]
    else:
        how = WORDS["spread" if data.quantiles else "spread_interval"][lang]
    if any(row.open_end for row in data.right):
        how = f"{how}{'。' if lang == 'ja' else '. '}{WORDS['open_end'][lang]}"
    y = drawing.lines(0, y, wrap(how, _SIZE, width), fill=MUTED)
    name = _with_unit(data.right_name[lang], data.right_unit, lang)
    words = WORDS["right_half"].format(name=name, truth=data.right_truth[lang])
    y = drawing.lines(0, y, wrap(words[lang], _SIZE, width, bold=True), bold=True)
    if data.left:
        name = _with_unit(data.left_name[lang], data.left_unit, lang)
        words = WORDS["left_half"].format(name=name, truth=data.left_truth[lang])
        y = drawing.lines(0, y, wrap(words[lang], _SIZE, width, bold=True), bold=True, fill=ADVERSE)
    else:
        y = drawing.lines(0, y, wrap(WORDS["no_wrong_side"][lang], _SIZE, width), fill=MUTED)
    narrow = width < _NARROW
    left_scale, right_scale, names_wide = _scales(data, lang, width, narrow)
    y += 26
    top = y
    styles = posture_styles([row.baseline for row in data.right])
    by_name = {row.name: row for row in data.left}
    for row, style in zip(data.right, styles, strict=True):
        room = width if narrow else names_wide - 12
        names = wrap(row.name[lang], _SIZE, room, bold=row.baseline)
        tall = len(names) * line_height(_SIZE)
        if narrow:
            y = drawing.lines(0, y, names, bold=row.baseline, fill=style.colour, halo=True)
            lines = len(_right_words(row, data.right_unit, lang))
            middle = y + max(12.0, lines * 7.5 + 2)
            y += max(30.0, lines * 15 + 12)
        else:
            lines = len(_right_words(row, data.right_unit, lang))
            step = max(_ROW, tall + 10, lines * 15 + 10)
            middle = y + step / 2
            drawing.lines(0, middle - tall / 2, names, bold=row.baseline, fill=style.colour)
            y += step
        _right(drawing, row, style, middle, right_scale, data.right_unit, lang)
        vain = by_name.get(row.name)
        if vain is not None:
            _bar(drawing, vain, style, middle, left_scale)
            words_at = _left_words(vain, data.left_unit, lang, narrow)
            drawing.text(
                min(left_scale(vain.low), left_scale(vain.high)) - 8,
                middle,
                words_at,
                anchor="end",
                fill=style.colour,
                halo=True,
            )
    _axis(drawing, right_scale, 3 if narrow else 5, data.right_unit, top, y, zero=True)
    if data.left:
        _axis(drawing, left_scale, 1 if narrow else 2, data.left_unit, top, y, zero=False)
    if data.closes is not None:
        x = right_scale(data.closes)
        drawing.line(x, top - 6, x, y, stroke=ADVERSE, stroke_width=2, stroke_dasharray="6 3")
        words_at = f"{WORDS['closes'][lang]} {quantity(data.closes, data.right_unit, lang)}"
        half = text_width(words_at, _SMALL, bold=True) / 2
        drawing.text(
            min(max(x, half), width - half),
            top - 14,
            words_at,
            size=_SMALL,
            bold=True,
            anchor="middle",
            fill=ADVERSE,
        )
    return drawing.render(y + 26)


def _right_words(row: Spread, unit: str, lang: Lang) -> list[str]:
    words = [quantity(row.middle, unit, lang)]
    if row.censored_share > 0:
        share = format_share(row.censored_share)
        words.append(WORDS["censored"].format(share=share)[lang])
    if row.begun_share < 1:
        share = format_share(1 - row.begun_share)
        words.append(WORDS["not_begun"].format(share=share)[lang])
    return words


def _with_unit(name: str, unit: str, lang: Lang) -> str:
    word = unit_name(unit, lang)
    if not word:
        return name
    return f"{name}［{word}］" if lang == "ja" else f"{name} [{word}]"


def _left_words(row: Spread, unit: str, lang: Lang, narrow: bool) -> str:
    """Return the value of the left side; in a narrow picture its unit stands in the heading."""
    if narrow and unit not in ("prob", "share"):
        return format_number(row.middle)
    return quantity(row.middle, unit, lang)


def _scales(data: Intervals, lang: Lang, width: float, narrow: bool) -> tuple[Scale, Scale, float]:
    """Return the scales to the left and right of the common zero line, and the names' width."""
    names = 0.0
    if not narrow:
        names = min(widest([row.name[lang] for row in data.right], _SIZE, bold=True) + 16, 200.0)
    after = (
        max(
            widest(_right_words(row, data.right_unit, lang), _SIZE, bold=True) for row in data.right
        )
        + 14
    )
    before = widest([_left_words(r, data.left_unit, lang, narrow) for r in data.left], _SIZE) + 18
    room = width - names - after
    centre = names + (before + (room - before) * 0.38 if data.left else 6.0)
    ends = names + before if data.left else centre - 1
    return (
        Scale(*_ends(data.left, None), centre, ends),
        Scale(*_ends(data.right, data.closes), centre, width - after),
        names,
    )


def _ends(rows: Sequence[Spread], closes: float | None) -> tuple[float, float]:
    highs = [max(row.high, row.middle) for row in rows]
    if closes is not None:
        highs.append(closes)
    low = min([min(row.low, row.middle) for row in rows] + [0.0])
    high = max([*highs, 0.0])
    return low, high if high > low else low + 1.0


def _bar(drawing: Drawing, row: Spread, style: LineStyle, y: float, scale: Scale) -> None:
    ends = sorted((scale(row.low), scale(row.high)))
    drawing.rect(
        ends[0],
        y - 7,
        max(ends[1] - ends[0], 1.0),
        14,
        fill=style.colour,
        fill_opacity=0.18,
        stroke=style.colour,
        stroke_dasharray=style.dash or None,
    )
    if row.open_end:
        tip = scale(row.high)
        drawing.path(
            [(tip - 6, y - 11), (tip + 3, y), (tip - 6, y + 11)],
            fill="none",
            stroke=style.colour,
            stroke_width=2,
        )
    drawing.mark(scale(row.middle), y, style.mark, style.colour, radius=5)


def _right(
    drawing: Drawing, row: Spread, style: LineStyle, y: float, scale: Scale, unit: str, lang: Lang
) -> None:
    _bar(drawing, row, style, y, scale)
    x = max(scale(row.high), scale(row.middle)) + 9
    words = _right_words(row, unit, lang)
    top = y - (len(words) - 1) * 7.5
    for at, text in enumerate(words):
        size = _SMALL if at else _SIZE
        drawing.text(x, top + at * 15, text, size=size, bold=not at, fill=style.colour, halo=True)


def _axis(
    drawing: Drawing, scale: Scale, count: int, unit: str, top: float, bottom: float, *, zero: bool
) -> None:
    ticks = inner_ticks(scale.low, scale.high, count)
    places = [scale(tick) for tick in ticks]
    labels = [tick_label(tick, unit=unit) for tick in ticks]
    written = room_for(places, labels, _SMALL)
    for tick, x, words, fits in zip(ticks, places, labels, written, strict=True):
        if tick == 0 and not zero:
            continue
        drawing.grid(x, top, x, bottom, stroke=INK if tick == 0 else GRID)
        if fits:
            drawing.text(x, bottom + 11, words, size=_SMALL, anchor="middle", fill=MUTED)
