"""Figure 2: in time, or in vain. Two errors in one picture, the second one mirrored below.

With series, the upper half shows what remains undone by day, the lower half, upside down, what was
done for nothing under the benign twin. Each posture has a median line and a 10-90 % band; because
many bands on one spot hide each other, every posture also has its own bar at D0 (above) and at the
end (below) in a strip at the right, and its label is tied to that bar. With more than four
postures only the baseline's band is filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tateyoko.figure.data import Curve, Means, TwoErrors
from tateyoko.figure.layout import Scale, flow, room_for, spread, widest
from tateyoko.figure.metrics import fit, line_height, wrap
from tateyoko.figure.numbers import day_label, inner_ticks, quantity, tick_label
from tateyoko.figure.opening import open_figure, say_nothing
from tateyoko.figure.palette import GRID, INK, MUTED, LineStyle, line_style
from tateyoko.figure.readings import peak_words, read_two_errors
from tateyoko.figure.svg import Drawing
from tateyoko.figure.words import WORDS
from tateyoko.text import Lang

__all__ = ["draw_two_errors", "posture_styles"]

_SIZE = 12.0
_SMALL = 11.0
_DAY_MS = 86_400_000.0
_NARROW = 560.0
_STEP = 9.0
_NAME = 150.0
_FEW = 4


def posture_styles(baselines: Sequence[bool]) -> list[LineStyle]:
    """Return the style of each posture, in order, from which of them are the baseline."""
    styles: list[LineStyle] = []
    others = 0
    for is_baseline in baselines:
        styles.append(line_style(others, baseline=is_baseline))
        others += not is_baseline
    return styles


@dataclass(frozen=True, slots=True)
class _Half:
    """One half of the picture: where it lies and what it shows."""

    curves: Sequence[Curve]
    unit: str
    value: Scale
    time: Scale
    strip_x: float
    label_x: float
    at_ms: float | None
    caption: str
    top: float
    bottom: float


def draw_two_errors(
    data: TwoErrors,
    *,
    lang: Lang,
    width: float = 920.0,
    prefix: str = "f2",
    heading: bool = True,
) -> str:
    """Draw what comes too late above, and what was done in vain below.

    Parameters
    ----------
    data : TwoErrors
        Curves of both halves.
    lang : Lang
        Language of the words.
    width : float, optional
        Width [px]; under 560 the names stand in a legend above the picture.
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
        read_two_errors(data)[lang],
        lang=lang,
        width=width,
        prefix=prefix,
        heading=heading,
    )
    y = drawing.lines(0, y, wrap(WORDS[_how(data)][lang], _SIZE, width), fill=MUTED) + 4
    curves = data.upper or data.lower
    if not any(curve.times_ms for curve in curves):
        return say_nothing(drawing, y, lang, width)
    narrow = width < _NARROW
    styles = posture_styles([curve.baseline for curve in curves])
    if narrow:
        y = _legend(drawing, y, curves, styles, lang) + 6
    labels_wide = _labels_width(data, lang, narrow, width)
    strip_wide = len(curves) * _STEP + 14
    upper_ends, lower_ends = _value_ends(data.upper), _value_ends(data.lower)
    upper_ticks, lower_ticks = _ticks(data.upper, upper_ends, 5), _ticks(data.lower, lower_ends, 3)
    left = widest([tick_label(t) for t in [*upper_ticks, *lower_ticks]], _SMALL) + 10
    right = width - labels_wide - strip_wide - 22
    time = _time_scale([*data.upper, *data.lower], left, right)
    upper_tall = max(210.0 if narrow else 240.0, _labels_height(data.upper, lang, narrow) + 24)
    lower_tall = max(130.0 if narrow else 150.0, _labels_height(data.lower, lang, narrow) + 24)
    if data.upper:
        words = WORDS["upper_half"].format(
            name=data.upper_name[lang], truth=data.upper_truth[lang]
        )[lang]
        y = drawing.lines(0, y, wrap(words, _SIZE, width, bold=True), bold=True)
    y += 20
    strip = right + 26
    top, middle = y, y + (upper_tall if data.upper else 0.0)
    if data.upper:
        scale = Scale(*upper_ends, middle, top)
        _half(
            drawing,
            _Half(
                data.upper,
                data.upper_unit,
                scale,
                time,
                strip,
                strip + strip_wide,
                data.zero_ms,
                WORDS["at_zero" if data.zero_ms is not None else "at_end"][lang],
                top,
                middle,
            ),
            upper_ticks,
            styles,
            lang,
            narrow,
        )
    _time_axis(drawing, middle, time, data.zero_ms, lang)
    lower_top = middle + 26
    y = lower_top
    if data.lower:
        y = lower_top + lower_tall
        scale = Scale(*lower_ends, lower_top, y)
        _half(
            drawing,
            _Half(
                data.lower,
                data.lower_unit,
                scale,
                time,
                strip,
                strip + strip_wide,
                data.peak_ms,
                peak_words(data)[lang],
                lower_top,
                y,
            ),
            lower_ticks,
            styles,
            lang,
            narrow,
        )
    if data.zero_ms is not None:
        x = time(data.zero_ms)
        drawing.line(x, top - 6, x, middle, stroke=INK, stroke_width=1.5, stroke_dasharray="4 3")
        drawing.text(x, top - 12, "D0", bold=True, anchor="middle")
        drawing.line(x, lower_top, x, y, stroke=INK, stroke_width=1.5, stroke_dasharray="4 3")
    caption = WORDS["axis_days" if data.zero_ms is not None else "axis_days_start"][lang]
    y += 8
    if data.lower:
        words = WORDS["lower_half"].format(
            name=data.lower_name[lang], truth=data.lower_truth[lang]
        )[lang]
        y = drawing.lines(0, y, wrap(words, _SIZE, width, bold=True), bold=True)
        if data.means is not None:
            y = drawing.lines(0, y, wrap(_means(data.means, lang), _SIZE, width))
    y = drawing.lines(0, y, wrap(caption, _SMALL, width), size=_SMALL, fill=MUTED)
    return drawing.render(y + 8)


def _means(means: Means, lang: Lang) -> str:
    """Write the means by posture in one sentence."""
    stop, colon = ("、", "：") if lang == "ja" else ("; ", ": ")
    head = WORDS["means"].format(name=means.name[lang])[lang]
    values = [f"{name[lang]} {quantity(v, means.unit, lang)}" for name, v in means.values]
    return f"{head}{colon}{stop.join(values)}"


def _how(data: TwoErrors) -> str:
    return "band" if len(data.upper or data.lower) <= _FEW else "band_of_baseline"


def _value_ends(curves: Sequence[Curve]) -> tuple[float, float]:
    low = min((min(curve.p10, default=0.0) for curve in curves), default=0.0)
    high = max((max(curve.p90, default=0.0) for curve in curves), default=0.0)
    low, high = min(low, 0.0), max(high, 0.0)
    return low, high if high > low else low + 1.0


def _ticks(curves: Sequence[Curve], ends: tuple[float, float], count: int) -> list[float]:
    """Return the ticks of a half; one that is zero throughout has no other tick."""
    if all(value == 0 for curve in curves for value in (*curve.p10, *curve.p90)):
        return [0.0]
    return inner_ticks(*ends, count)


def _time_scale(curves: Sequence[Curve], left: float, right: float) -> Scale:
    first = min(curve.times_ms[0] for curve in curves if curve.times_ms)
    last = max(curve.times_ms[-1] for curve in curves if curve.times_ms)
    return Scale(float(first), float(last), left, right)


def _name_lines(curve: Curve, lang: Lang, many: int) -> list[str]:
    """Return the name in lines; the more postures, the fewer lines each may have."""
    lines = wrap(curve.name[lang], _SIZE, _NAME, bold=curve.baseline)
    most = 3 if many <= _FEW else 2 if many <= 2 * _FEW else 1
    if len(lines) <= most:
        return lines
    rest = curve.name[lang][sum(len(line) for line in lines[: most - 1]) :].lstrip()
    return [*lines[: most - 1], fit(rest, _SIZE, _NAME, bold=curve.baseline)]


def _labels_width(data: TwoErrors, lang: Lang, narrow: bool, width: float) -> float:
    every = [(curve, data.upper_unit, data.zero_ms) for curve in data.upper]
    every += [(curve, data.lower_unit, data.peak_ms) for curve in data.lower]
    values = [
        quantity(_value(curve, at), unit, lang) for curve, unit, at in every if curve.times_ms
    ]
    wide = widest(values, _SMALL if narrow else _SIZE, bold=True)
    if not narrow:
        for curve, _, _ in every:
            lines = _name_lines(curve, lang, len(data.upper or data.lower))
            wide = max(wide, widest(lines, _SIZE, bold=curve.baseline))
    return min(wide + 16, width * 0.4)


def _labels_height(curves: Sequence[Curve], lang: Lang, narrow: bool) -> float:
    return sum(_label_height(curve, lang, narrow, len(curves)) for curve in curves)


def _label_height(curve: Curve, lang: Lang, narrow: bool, many: int) -> float:
    lines = 1 if narrow else 1 + len(_name_lines(curve, lang, many))
    return lines * line_height(_SIZE) + (2 if narrow else 5)


def _index(curve: Curve, at_ms: float | None) -> int:
    if at_ms is None:
        return len(curve.times_ms) - 1
    return max(sum(1 for time in curve.times_ms if time <= at_ms) - 1, 0)


def _value(curve: Curve, at_ms: float | None) -> float:
    return curve.p50[_index(curve, at_ms)]


def _legend(
    drawing: Drawing, y: float, curves: Sequence[Curve], styles: Sequence[LineStyle], lang: Lang
) -> float:
    room = drawing.width - 34
    names = [wrap(curve.name[lang], _SIZE, room, bold=curve.baseline) for curve in curves]
    widths = [
        34 + widest(lines, _SIZE, bold=curve.baseline)
        for lines, curve in zip(names, curves, strict=True)
    ]
    places, rows = flow(widths, drawing.width, gap=14)
    tops: list[float] = []
    for row in range(rows):
        tops.append(y)
        y += (
            line_height(_SIZE)
            * max(len(lines) for lines, (_, at) in zip(names, places, strict=True) if at == row)
            + 3
        )
    for curve, style, lines, (x, row) in zip(curves, styles, names, places, strict=True):
        at = tops[row] + line_height(_SIZE) / 2
        drawing.line(
            x,
            at,
            x + 26,
            at,
            stroke=style.colour,
            stroke_width=style.width,
            stroke_dasharray=style.dash or None,
        )
        drawing.mark(x + 13, at, style.mark, style.colour)
        drawing.lines(x + 32, tops[row], lines, fill=style.colour, bold=curve.baseline)
    return y


def _half(
    drawing: Drawing,
    half: _Half,
    ticks: Sequence[float],
    styles: Sequence[LineStyle],
    lang: Lang,
    narrow: bool,
) -> None:
    for tick in ticks:
        at = half.value(tick)
        drawing.grid(half.time.start, at, half.time.end, at, stroke=INK if tick == 0 else GRID)
        drawing.text(
            half.time.start - 6, at, tick_label(tick), size=_SMALL, anchor="end", fill=MUTED
        )
    drawn = [
        (curve, style) for curve, style in zip(half.curves, styles, strict=False) if curve.times_ms
    ]
    for curve, style in drawn:
        if curve.baseline or len(half.curves) <= _FEW:
            _band(drawing, half, curve, style)
    for curve, style in drawn:
        points = [
            (half.time(t), half.value(v)) for t, v in zip(curve.times_ms, curve.p50, strict=True)
        ]
        drawing.path(
            points,
            fill="none",
            stroke=style.colour,
            stroke_width=style.width,
            stroke_dasharray=style.dash or None,
            stroke_linejoin="round",
        )
    where = fit(half.caption, _SMALL, drawing.width - half.strip_x + 4)
    drawing.text(half.strip_x - 4, half.top - 10, where, size=_SMALL, fill=MUTED)
    wanted = [half.value(_value(curve, half.at_ms)) for curve, _ in drawn]
    heights = [_label_height(curve, lang, narrow, len(half.curves)) for curve, _ in drawn]
    middles = spread(wanted, heights, half.top - 2, half.bottom + 8)
    for at, ((curve, style), want, middle, tall) in enumerate(
        zip(drawn, wanted, middles, heights, strict=True)
    ):
        x = half.strip_x + at * _STEP
        ix = _index(curve, half.at_ms)
        drawing.line(
            x,
            half.value(curve.p10[ix]),
            x,
            half.value(curve.p90[ix]),
            stroke=style.colour,
            stroke_width=3,
            stroke_opacity=0.75,
        )
        drawing.path(
            [(x, want), (half.label_x - 10, want), (half.label_x - 2, middle)],
            fill="none",
            stroke=style.colour,
            stroke_width=0.8,
            stroke_opacity=0.8,
        )
        drawing.mark(x, want, style.mark, style.colour)
        words = quantity(curve.p50[ix], half.unit, lang)
        if narrow:
            drawing.text(half.label_x + 2, middle, words, size=_SMALL, fill=style.colour, bold=True)
            continue
        lines = _name_lines(curve, lang, len(half.curves))
        low = drawing.lines(
            half.label_x + 2, middle - tall / 2 + 2, lines, fill=style.colour, bold=curve.baseline
        )
        drawing.text(
            half.label_x + 2, low + line_height(_SIZE) / 2, words, fill=style.colour, bold=True
        )


def _band(drawing: Drawing, half: _Half, curve: Curve, style: LineStyle) -> None:
    there = [(half.time(t), half.value(v)) for t, v in zip(curve.times_ms, curve.p90, strict=True)]
    back = [(half.time(t), half.value(v)) for t, v in zip(curve.times_ms, curve.p10, strict=True)]
    drawing.path([*there, *reversed(back)], closed=True, fill=style.colour, fill_opacity=0.07)
    for edge in (there, back):
        drawing.path(
            edge,
            fill="none",
            stroke=style.colour,
            stroke_width=0.8,
            stroke_opacity=0.55,
            stroke_dasharray=style.dash or None,
        )


def _time_axis(drawing: Drawing, y: float, time: Scale, zero_ms: float | None, lang: Lang) -> None:
    """Write the days between the two halves."""
    start = zero_ms or 0.0
    low, high = (time.low - start) / _DAY_MS, (time.high - start) / _DAY_MS
    count = max(int((time.end - time.start) / 60), 2)
    ticks = inner_ticks(low, high, count)
    places = [time(start + tick * _DAY_MS) for tick in ticks]
    labels = [day_label(start + tick * _DAY_MS, zero_ms) for tick in ticks]
    first = ticks.index(0.0) if 0.0 in ticks else 0
    written = room_for(places, labels, _SMALL, first=first)
    for x, words, fits in zip(places, labels, written, strict=True):
        drawing.line(x, y, x, y + 4, stroke=INK)
        drawing.line(x, y + 22, x, y + 26, stroke=INK)
        if fits:
            drawing.text(x, y + 13, words, size=_SMALL, anchor="middle", fill=MUTED)
