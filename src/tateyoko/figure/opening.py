"""How every figure of a comparison begins, and what one without data says."""

from tateyoko.figure.metrics import wrap
from tateyoko.figure.svg import Drawing
from tateyoko.figure.words import WORDS
from tateyoko.text import Lang

__all__ = ["open_figure", "say_nothing"]

_TITLE_SIZE = 17
_TEXT_SIZE = 12.0


def open_figure(
    name: str, desc: str, *, lang: Lang, width: float, prefix: str, heading: bool
) -> tuple[Drawing, float]:
    """Begin a drawing with its title.

    Parameters
    ----------
    name : str
        Key of the title in `words.WORDS`.
    desc : str
        Reading of the figure, for screen readers.
    width : float
        Width [px].
    prefix : str
        Begins every id in the picture.
    heading : bool
        Whether the picture carries its own title.

    Returns
    -------
    drawing : Drawing
    y : float
        Where the drawing goes on [px].
    """
    title = WORDS[name][lang]
    drawing = Drawing(width=width, lang=lang, prefix=prefix, title=title, desc=desc)
    y = 10.0
    if heading:
        lines = wrap(title, _TITLE_SIZE, width, bold=True)
        y = drawing.lines(0, y, lines, size=_TITLE_SIZE, bold=True)
    return drawing, y


def say_nothing(drawing: Drawing, y: float, lang: Lang, width: float) -> str:
    """End a figure that has no data with the words that say so, and return the SVG text."""
    y = drawing.lines(0, y, wrap(WORDS["nothing_to_show"][lang], _TEXT_SIZE, width))
    return drawing.render(y + 10)
