"""The ladder of conditions of one rule: every condition a rung, with its value, judge, article.

A rung says its value three ways: by a word, by the shape of its mark, and by its outline.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tateyoko.figure.metrics import line_height, text_width, wrap
from tateyoko.figure.palette import ADVERSE, BACKGROUND, GRID, INK, MUTED
from tateyoko.figure.svg import Drawing
from tateyoko.law.unfold import LEAVES, Branch
from tateyoko.law.words import KINDS, WORDS
from tateyoko.text import Lang, Text

__all__ = ["draw_ladder"]

WIDTH = 960.0
_MARGIN = 24.0
_STEP = 26.0
_SIZE = 13.0
_SMALL = 11.0
_GAP = 8.0
_TRUE = "#00704f"
_OPEN = "#8a6100"


@dataclass(frozen=True, slots=True)
class _Style:
    """How a value is drawn: word, mark, colour, dash."""

    word: Text
    mark: str
    colour: str
    dash: str | None


_STYLES = {
    1.0: _Style(Text(ja="満たす", en="holds"), "circle", _TRUE, None),
    0.5: _Style(Text(ja="未定", en="open"), "diamond", _OPEN, "5 3"),
    0.0: _Style(Text(ja="満たさない", en="does not hold"), "cross", ADVERSE, "1 3"),
}
# An exception that applies stands in the way, so its words are its own.
_EXCEPTION = {
    1.0: Text(ja="該当する（妨げ）", en="applies: in the way"),
    0.5: Text(ja="該当するか未定", en="open"),
    0.0: Text(ja="該当しない", en="does not apply"),
}
_DESC = Text(
    ja="条件のはしご。各段が条件の一つで、字下げが包含、印と語が値を示す。",
    en="A ladder of conditions: each rung is one condition, its indent shows what it belongs to, "
    "its mark and word show its value.",
)


@dataclass(frozen=True, slots=True)
class _Rung:
    depth: int
    branch: Branch
    lines: list[str]
    role: str


def draw_ladder(
    branch: Branch,
    title: Text,
    lang: Lang,
    *,
    judges: Callable[[str], str] | None = None,
    values: bool = True,
) -> str:
    """Draw the conditions of a rule as a ladder.

    Parameters
    ----------
    branch : Branch
        The rule, unfolded.
    title : Text
        Its name and article.
    lang : Lang
        Language.
    judges : callable, optional
        Who judges or does a fact, by its id; empty when nobody is named.
    values : bool, default True
        Whether the values are drawn; without, the picture shows what the rule asks for.

    Returns
    -------
    str
        SVG.
    """
    rungs = list(_rungs(branch, lang, judges or (lambda name: ""), 0, ""))
    drawing = Drawing(width=WIDTH, lang=lang, prefix="ladder", title=title[lang], desc=_DESC[lang])
    heading = wrap(title[lang], 16.0, WIDTH - 2 * _MARGIN, bold=True)
    y = drawing.lines(_MARGIN, _MARGIN, heading, size=16.0, bold=True) + _GAP
    tops: list[float] = []
    for rung in rungs:
        height = len(rung.lines) * line_height(_SIZE) + 10.0
        tops.append(y)
        _draw_rung(drawing, rung, y, height, lang, values=values)
        y += height + _GAP
    _draw_rails(drawing, rungs, tops)
    if values:
        y = _draw_legend(drawing, y, lang)
    note = wrap(WORDS["model"][lang], _SMALL, WIDTH - 2 * _MARGIN)
    y = drawing.lines(_MARGIN, y, note, size=_SMALL, fill=MUTED)
    return drawing.render(y + _MARGIN)


def _rungs(
    branch: Branch, lang: Lang, judges: Callable[[str], str], depth: int, role: str
) -> Iterator[_Rung]:
    left = _MARGIN + depth * _STEP
    said = _said(branch, lang, judges)
    width = WIDTH - _MARGIN - left - 150.0
    yield _Rung(depth, branch, wrap(f"{role}{said}", _SIZE, width), role)
    roles = ["", ""]
    if branch.kind == "situation":
        roles = [f"{WORDS['met'][lang]}: ", f"{WORDS['recognised'][lang]}: "]
    for at, child in enumerate(branch.children):
        word = roles[at] if branch.kind == "situation" else ""
        yield from _rungs(child, lang, judges, depth + 1, word)


def _said(branch: Branch, lang: Lang, judges: Callable[[str], str]) -> str:
    parts = []
    if branch.label is not None:
        parts.append(branch.label[lang])
    if branch.kind not in LEAVES or branch.kind == "judged":
        kind = KINDS[branch.kind][lang].format(k=branch.k)
        parts = [f"{parts[0]} ({kind})"] if parts else [kind]
    who = judges(branch.id) if branch.kind in ("judged", "act") else ""
    if who:
        parts.append(f"– {who}")
    if branch.cite:
        parts.append(f"[{branch.cite}]")
    return " ".join(parts)


def _draw_rung(
    drawing: Drawing, rung: _Rung, y: float, height: float, lang: Lang, *, values: bool
) -> None:
    left = _MARGIN + rung.depth * _STEP
    style = _STYLES[rung.branch.value]
    word = _EXCEPTION[rung.branch.value] if rung.branch.kind == "exception" else style.word
    bold = rung.branch.kind in ("rule", "situation", "action")
    drawing.rect(
        left,
        y,
        WIDTH - _MARGIN - left,
        height,
        fill=BACKGROUND,
        stroke=style.colour if values else MUTED,
        stroke_width=1.5,
        stroke_dasharray=style.dash if values else None,
        rx=4,
    )
    indent = 12.0
    if values:
        # A rung of an exception has its own words but the same shapes for true and false.
        drawing.mark(left + 14.0, y + height / 2, style.mark, style.colour, radius=5.0)
        indent = 28.0
        drawing.text(
            WIDTH - _MARGIN - 10.0,
            y + height / 2,
            word[lang],
            size=_SIZE,
            anchor="end",
            fill=style.colour,
            bold=True,
        )
    drawing.lines(left + indent, y + 5.0, rung.lines, size=_SIZE, fill=INK, bold=bold)


def _draw_rails(drawing: Drawing, rungs: list[_Rung], tops: list[float]) -> None:
    """Draw the line from each rung down to the last one that belongs to it."""
    for at, rung in enumerate(rungs):
        inside = [
            below
            for below in range(at + 1, len(rungs))
            if all(rungs[k].depth > rung.depth for k in range(at + 1, below + 1))
        ]
        children = [below for below in inside if rungs[below].depth == rung.depth + 1]
        if not children:
            continue
        x = _MARGIN + rung.depth * _STEP + 12.0
        last = tops[children[-1]] + 12.0
        drawing.grid(x, tops[at], x, last, stroke=GRID, stroke_width=2)
        for child in children:
            y = tops[child] + 12.0
            drawing.grid(x, y, x + _STEP, y, stroke=GRID, stroke_width=2)


def _draw_legend(drawing: Drawing, y: float, lang: Lang) -> float:
    x = _MARGIN + 8.0
    for style in _STYLES.values():
        drawing.mark(x, y + 9.0, style.mark, style.colour, radius=5.0)
        drawing.text(x + 12.0, y + 9.0, style.word[lang], size=_SMALL, fill=MUTED)
        x += 12.0 + text_width(style.word[lang], _SMALL) + 24.0
    return y + 24.0
