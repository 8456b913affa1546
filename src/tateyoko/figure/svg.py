"""A small writer of SVG text: deterministic, escaped, and nothing that a figure does not need.

Coordinates are written with at most one decimal, attributes in the order in which they are given,
so that the same data always gives the same bytes.
"""

from collections.abc import Sequence
from html import escape

from tateyoko.figure.metrics import FONT_STACK, LINE, SMALLEST
from tateyoko.figure.palette import BACKGROUND, INK, Fill
from tateyoko.text import Lang

__all__ = ["Drawing", "number"]


def number(value: float) -> str:
    """Write a coordinate [px] with at most one decimal, never as ``-0``."""
    rounded = round(value, 1)
    if rounded == int(rounded):
        return str(int(rounded))
    return f"{rounded:.1f}"


_HATCHES: dict[str, str] = {
    "dots": '<path d="M1 1H3V3H1ZM5 5H7V7H5Z" fill="{line}"/>',
    "rise": '<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="{line}" stroke-width="1.2"/>',
    "fall": '<path d="M-2 6L2 10M0 0L8 8M6 -2L10 2" stroke="{line}" stroke-width="1.2"/>',
    "level": '<path d="M0 2H8M0 6H8" stroke="{line}" stroke-width="1"/>',
    "upright": '<path d="M2 0V8M6 0V8" stroke="{line}" stroke-width="1"/>',
    "cross": '<path d="M0 0L8 8M8 0L0 8" stroke="{line}" stroke-width="1.2"/>',
    "dense": '<path d="M-1 1L1 -1M0 4L4 0M0 8L8 0M4 8L8 4M7 9L9 7" stroke="{line}"/>',
    "zigzag": '<path d="M0 2L2 0L4 2L6 0L8 2M0 6L2 4L4 6L6 4L8 6" fill="none" stroke="{line}"/>',
}


class Drawing:
    """One SVG picture under construction.

    Parameters
    ----------
    width : float
        Width [px]; the height is given when the text is taken.
    lang : Lang
        Language of the picture.
    prefix : str
        Begins every id, so that several pictures can stand in one page.
    title : str
        Name of the picture for a screen reader.
    desc : str
        What it shows, for a screen reader.
    """

    def __init__(self, *, width: float, lang: Lang, prefix: str, title: str, desc: str) -> None:
        self.width = width
        self.lang = lang
        self._prefix = prefix
        self._title = title
        self._desc = desc
        self._hatches: dict[Fill, str] = {}
        self._behind: list[str] = []
        self._body: list[str] = []

    def add(self, name: str, **attributes: object) -> None:
        """Add an element without content; ``_`` in an attribute's name stands for ``-``."""
        self._body.append(f"<{name}{_attributes(attributes)}/>")

    def grid(self, x1: float, y1: float, x2: float, y2: float, **attributes: object) -> None:
        """Add a line that lies behind everything else, whenever it is added [px]."""
        ends: dict[str, object] = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        self._behind.append(f"<line{_attributes(ends | attributes)}/>")

    def open(self, **attributes: object) -> None:
        """Open a group."""
        self._body.append(f"<g{_attributes(attributes)}>")

    def close(self) -> None:
        """Close the last group."""
        self._body.append("</g>")

    def rect(self, x: float, y: float, width: float, height: float, **attributes: object) -> None:
        """Add a rectangle [px]."""
        self.add("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), **attributes)

    def line(self, x1: float, y1: float, x2: float, y2: float, **attributes: object) -> None:
        """Add a straight line [px]."""
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)

    def path(
        self, points: Sequence[tuple[float, float]], *, closed: bool = False, **attributes: object
    ) -> None:
        """Add a line through points [px]; no points, no line."""
        if not points:
            return
        steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self.add("path", d=f"M{steps}{'Z' if closed else ''}", **attributes)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12.0,
        anchor: str = "start",
        fill: str = INK,
        bold: bool = False,
        halo: bool = False,
        hidden: bool = False,
    ) -> None:
        """Add one line of text; ``y`` is the middle of the line [px].

        The baseline is computed rather than asked of the renderer, because renderers disagree on
        ``dominant-baseline`` for Japanese.

        Raises
        ------
        ValueError
            If the text would be smaller than the smallest allowed size.
        """
        if size < SMALLEST:
            message = f"text of {size} px is under the smallest allowed size, {SMALLEST} px"
            raise ValueError(message)
        attributes: dict[str, object] = {"x": x, "y": y + size * 0.36, "font_size": size}
        if anchor != "start":
            attributes["text_anchor"] = anchor
        if bold:
            attributes["font_weight"] = "bold"
        attributes["fill"] = fill
        if halo:
            attributes |= {"stroke": BACKGROUND, "stroke_width": 3, "paint_order": "stroke"}
            attributes["stroke_linejoin"] = "round"
        if hidden:
            attributes["aria_hidden"] = "true"
        self._body.append(f"<text{_attributes(attributes)}>{escape(text, quote=False)}</text>")

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = 12.0,
        anchor: str = "start",
        fill: str = INK,
        bold: bool = False,
        halo: bool = False,
    ) -> float:
        """Add lines of text from the top edge ``y`` down; return the lower edge [px]."""
        for at, line in enumerate(lines):
            self.text(
                x,
                y + (at + 0.5) * size * LINE,
                line,
                size=size,
                anchor=anchor,
                fill=fill,
                bold=bold,
                halo=halo,
            )
        return y + len(lines) * size * LINE

    def hatched(
        self, x: float, y: float, width: float, height: float, fill: Fill, **attributes: object
    ) -> None:
        """Add a rectangle with a fill and its hatch, outlined in the colour of the hatch."""
        outline: dict[str, object] = {"stroke": fill.line, "stroke_width": 1} | attributes
        self.rect(x, y, width, height, fill=self.paint(fill), **outline)

    def paint(self, fill: Fill) -> str:
        """Return the paint of a fill: a plain colour, or the reference of its pattern."""
        if fill.hatch == "none":
            return fill.colour
        if fill not in self._hatches:
            self._hatches[fill] = f"{self._prefix}-h{len(self._hatches)}"
        return f"url(#{self._hatches[fill]})"

    def mark(self, x: float, y: float, kind: str, colour: str, *, radius: float = 4.0) -> None:
        """Add a small mark of a kind: circle, square, triangle, down, diamond, cross or plus."""
        r = radius
        shapes: dict[str, list[tuple[float, float]]] = {
            "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
            "triangle": [(0, -r * 1.2), (r * 1.1, r * 0.8), (-r * 1.1, r * 0.8)],
            "down": [(0, r * 1.2), (r * 1.1, -r * 0.8), (-r * 1.1, -r * 0.8)],
            "diamond": [(0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)],
        }
        edge: dict[str, object] = {"stroke": BACKGROUND, "stroke_width": 1}
        if kind in shapes:
            self.path(
                [(x + dx, y + dy) for dx, dy in shapes[kind]], closed=True, fill=colour, **edge
            )
        elif kind == "cross":
            self.line(x - r, y - r, x + r, y + r, stroke=colour, stroke_width=2.5)
            self.line(x - r, y + r, x + r, y - r, stroke=colour, stroke_width=2.5)
        elif kind == "plus":
            self.line(x - r, y, x + r, y, stroke=colour, stroke_width=2.5)
            self.line(x, y - r, x, y + r, stroke=colour, stroke_width=2.5)
        else:
            self.add("circle", cx=x, cy=y, r=r, fill=colour, **edge)

    def render(self, height: float) -> str:
        """Return the whole picture as SVG text that ends with a line end.

        Parameters
        ----------
        height : float
            Height [px].
        """
        w, h = number(self.width), number(height)
        title, desc = f"{self._prefix}-t", f"{self._prefix}-d"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
            f'viewBox="0 0 {w} {h}" role="img" aria-labelledby="{title} {desc}" '
            f'lang="{self.lang}" xml:lang="{self.lang}" font-family="{FONT_STACK}">'
        )
        words = (
            f'<title id="{title}">{escape(self._title, quote=False)}</title>'
            f'<desc id="{desc}">{escape(self._desc, quote=False)}</desc>'
        )
        patterns = [
            f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{fill.colour}"/>'
            f"{_HATCHES[fill.hatch].format(line=fill.line)}</pattern>"
            for fill, name in self._hatches.items()
        ]
        defs = "".join(patterns)
        ground = f'<rect width="{w}" height="{h}" fill="{BACKGROUND}"/>'
        parts = [head, words, f"<defs>{defs}</defs>" if defs else "", ground]
        parts += [*self._behind, *self._body, "</svg>"]
        return "\n".join(part for part in parts if part) + "\n"


def _attributes(attributes: dict[str, object]) -> str:
    out: list[str] = []
    for name, value in attributes.items():
        if value is None:
            continue
        written = number(value) if isinstance(value, int | float) else escape(str(value))
        out.append(f' {name.rstrip("_").replace("_", "-")}="{written}"')
    return "".join(out)
