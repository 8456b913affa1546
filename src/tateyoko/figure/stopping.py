"""Figure 1: where time stands still. Stacked bars by posture, split by phase."""

from collections.abc import Sequence

from tateyoko.figure.data import Bar, StoppingPlaces
from tateyoko.figure.layout import Scale, flow, room_for
from tateyoko.figure.metrics import fit, line_height, text_width, wrap
from tateyoko.figure.numbers import (
    duration,
    duration_unit,
    format_number,
    format_share,
    inner_ticks,
    tick_label,
    unit_name,
)
from tateyoko.figure.opening import open_figure, say_nothing
from tateyoko.figure.palette import BACKGROUND, GRID, INK, MUTED, PHASES, phase_fill
from tateyoko.figure.readings import read_stopping_places
from tateyoko.figure.svg import Drawing
from tateyoko.figure.words import WORDS, phase_name
from tateyoko.text import Lang

__all__ = ["draw_stopping_places"]

_UNIT_MS = {"min": 60_000.0, "h": 3_600_000.0, "d": 86_400_000.0}
_SIZE = 12.0
_SMALL = 11.0
_BAR = 28.0
_NARROW = 560.0


def draw_stopping_places(
    data: StoppingPlaces,
    *,
    lang: Lang,
    width: float = 920.0,
    prefix: str = "f1",
    heading: bool = True,
) -> str:
    """Draw where the time of each posture goes.

    Parameters
    ----------
    data : StoppingPlaces
        Bars of postures and, optionally, of real cases.
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
        "figure1",
        read_stopping_places(data)[lang],
        lang=lang,
        width=width,
        prefix=prefix,
        heading=heading,
    )
    subtitle = WORDS["mean_times"].format(truth=data.truth[lang])[lang]
    y = drawing.lines(0, y, wrap(subtitle, _SIZE, width), fill=MUTED) + 8
    every = [*data.bars, *data.cases]
    if not every:
        return say_nothing(drawing, y, lang, width)
    y = _legend(drawing, y, every, lang) + 12
    longest = max(bar.total_ms for bar in every)
    unit = duration_unit(longest)
    narrow = width < _NARROW
    names = (
        0.0
        if narrow
        else min(
            190.0, max(text_width(_name(bar, lang), _SIZE, bold=bar.baseline) for bar in every) + 14
        )
    )
    total_room = (
        max(text_width(duration(bar.total_ms, lang, unit=unit), _SIZE, bold=True) for bar in every)
        + 12
    )
    ticks = inner_ticks(0.0, longest / _UNIT_MS[unit], 4 if narrow else 7) if longest else [0.0]
    last_label = text_width(tick_label(ticks[-1]), _SMALL) / 2
    left = max(names, text_width("0", _SMALL))
    axis = Scale(0.0, longest or _UNIT_MS[unit], left, width - max(total_room, last_label + 2))
    top = y
    y = _bars(drawing, y, data.bars, axis, unit, lang, narrow)
    if data.cases:
        y = drawing.lines(0, y + 4, [WORDS["recorded"][lang]], size=13, bold=True) + 6
        y = _bars(drawing, y, data.cases, axis, unit, lang, narrow)
    places = [axis(tick * _UNIT_MS[unit]) for tick in ticks]
    labels = [tick_label(tick) for tick in ticks]
    written = room_for(places, labels, _SMALL)
    for x, words, fits in zip(places, labels, written, strict=True):
        drawing.grid(x, top, x, y, stroke=INK if words == "0" else GRID)
        if fits:
            drawing.text(x, y + 10, words, size=_SMALL, anchor="middle", fill=MUTED)
    label = WORDS["axis_time"].format(unit=unit_name(unit, lang))[lang]
    drawing.text((axis.start + axis.end) / 2, y + 27, label, anchor="middle", fill=MUTED)
    return drawing.render(y + 42)


def _name(bar: Bar, lang: Lang) -> str:
    if not bar.baseline:
        return bar.name[lang]
    mark = WORDS["baseline"][lang]
    return f"{bar.name[lang]}（{mark}）" if lang == "ja" else f"{bar.name[lang]} ({mark})"


def _legend(drawing: Drawing, y: float, bars: Sequence[Bar], lang: Lang) -> float:
    used = {hop.phase for bar in bars for hop in bar.hops if hop.ms > 0}
    order = [phase for phase in PHASES if phase in used]
    order += sorted(used - set(order))
    names = [phase_name(phase)[lang] for phase in order]
    places, rows = flow([26 + text_width(name, _SIZE) for name in names], drawing.width, gap=16)
    for phase, name, (x, row) in zip(order, names, places, strict=True):
        at = y + (row + 0.5) * 20
        drawing.hatched(x + 0.5, at - 6.5, 20, 13, phase_fill(phase))
        drawing.text(x + 26, at, name)
    return y + rows * 20


def _bars(
    drawing: Drawing,
    y: float,
    bars: Sequence[Bar],
    axis: Scale,
    unit: str,
    lang: Lang,
    narrow: bool,
) -> float:
    for bar in bars:
        y = _bar(drawing, y, bar, axis, unit, lang, narrow)
    return y


def _bar(
    drawing: Drawing, y: float, bar: Bar, axis: Scale, unit: str, lang: Lang, narrow: bool
) -> float:
    room = drawing.width if narrow else axis.start - 12
    names = wrap(_name(bar, lang), _SIZE, room, bold=bar.baseline)
    tall = len(names) * line_height(_SIZE)
    if narrow:
        y = drawing.lines(0, y, names, bold=bar.baseline, halo=True) + 2
        top = y
    else:
        top = y + max(0.0, (tall - _BAR) / 2)
        drawing.lines(0, top + (_BAR - tall) / 2, names, bold=bar.baseline)
    ends: dict[str, tuple[float, float]] = {}
    reached = 0.0
    for hop in bar.hops:
        if hop.ms <= 0:
            continue
        start, end = axis(reached), axis(reached + hop.ms)
        reached += hop.ms
        ends[hop.id] = (start, end)
        drawing.hatched(start, top, end - start, _BAR, phase_fill(hop.phase))
        amount = format_number(hop.ms / _UNIT_MS[unit])
        wide = text_width(amount, _SMALL)
        if end - start > wide + 12:
            middle = (start + end) / 2
            drawing.rect(middle - wide / 2 - 3, top + 6, wide + 6, _BAR - 12, fill=BACKGROUND, rx=2)
            drawing.text(middle, top + _BAR / 2, amount, size=_SMALL, anchor="middle")
    total = duration(bar.total_ms, lang, unit=unit)
    drawing.text(axis(reached) + 8, top + _BAR / 2, total, bold=True, halo=True)
    bottom = top + _BAR
    longest = bar.longest
    if longest is None:
        note = fit(WORDS["no_time"][lang], _SMALL, drawing.width - axis.start)
        drawing.text(axis.start + 4, bottom + 9, note, size=_SMALL, fill=MUTED, halo=True)
        return bottom + 26
    start, end = ends[longest.id]
    drawing.rect(start, top, end - start, _BAR, fill="none", stroke=INK, stroke_width=2)
    drawing.path(
        [(start, bottom + 2), (start, bottom + 6), (end, bottom + 6), (end, bottom + 2)],
        fill="none",
        stroke=INK,
        stroke_width=1.5,
    )
    words = WORDS["longest"].format(
        name=longest.name[lang],
        time=duration(longest.ms, lang, unit=unit),
        share=format_share(longest.ms / bar.total_ms),
    )[lang]
    frame_left = axis.start + 2
    lines = wrap(words, _SMALL, drawing.width - frame_left - 4)
    wide = max(text_width(line, _SMALL) for line in lines)
    x = min(max(start, frame_left + 2), drawing.width - wide - 2)
    for at, line in enumerate(lines):
        drawing.text(x, bottom + 16 + at * line_height(_SMALL), line, size=_SMALL, halo=True)
    low = bottom + 16 + len(lines) * line_height(_SMALL)
    return max(low, top + (_BAR + tall) / 2 if not narrow else 0.0) + 6
