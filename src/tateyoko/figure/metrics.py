"""Widths of text, estimated without a font, and the line breaks that follow from them.

A figure is written where no font need be installed, so widths come from a table of advance widths
in units of the font size, rounded up: an estimate may leave a little air, never cut a label. The
browser tests compare the estimate with what a real font takes.
"""

import unicodedata

__all__ = ["FONT_STACK", "LINE", "SMALLEST", "fit", "line_height", "text_width", "wrap"]

FONT_STACK = (
    "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Hiragino Kaku Gothic ProN',"
    "'BIZ UDPGothic','Yu Gothic UI',Meiryo,'IPAexGothic',Arial,Helvetica,sans-serif"
)
"""Gothic faces with Japanese; the Latin widths below hold for all of them."""

SMALLEST = 11.0
"""No text of a figure is smaller [px]."""

LINE = 1.35
"""Line height, in units of the font size."""

_GROUPS = (
    (0.25, "'|"),
    (0.31, " !,./:;I[]\\ijl"),
    (0.36, '()-`r"*ft{}'),
    (0.53, "csJkvxyzs"),
    (0.60, "abdeghnopqu0123456789?L$#_"),
    (0.64, "FTZE+<=>~^"),
    (0.70, "ABKPSVXY&"),
    (0.77, "CDHNRU"),
    (0.82, "GOQw"),
    (0.92, "mM%W@"),
)
_WIDTHS = {char: width for width, chars in _GROUPS for char in chars}
_LATIN_OTHER = 0.66
_BOLD = 1.07

_NOT_FIRST = set(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〉》〕’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％℃,.:;!?)]}%"
)
_NOT_LAST = set("（［｛「『【〈《〔‘“([{")


def _char_width(char: str) -> float:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char):
        return 0.0
    # Ambiguous characters (arrows, dashes, circled numbers) are wide in a Japanese font.
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else _LATIN_OTHER


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width that a text takes at most [px].

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size [px].
    bold : bool, optional
        Bold faces are wider in Latin.
    """
    total = 0.0
    for char in text:
        width = _char_width(char)
        total += width * _BOLD if bold and width < 1.0 else width
    return total * size


def line_height(size: float) -> float:
    """Return the height of one line [px]."""
    return size * LINE


def _pieces(text: str) -> list[str]:
    """Split a line into the smallest pieces that may stand on lines of their own."""
    pieces: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        if not pieces:
            pieces.append(char)
            continue
        last = pieces[-1][-1]
        last_wide = unicodedata.east_asian_width(last) in "WF"
        if char in _NOT_FIRST or last in _NOT_LAST or char == " ":
            together = True
        elif last == " ":
            together = False
        else:
            together = not (wide or last_wide)
        if together:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _hard_split(piece: str, size: float, width: float, bold: bool) -> list[str]:
    out = [""]
    for char in piece:
        if out[-1] and text_width(out[-1] + char, size, bold=bold) > width:
            out.append("")
        out[-1] += char
    return out


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a width.

    Latin words stay whole where they can, Japanese breaks between characters, and no line begins
    with a closing mark or ends with an opening one. A single word wider than the line is cut.

    Parameters
    ----------
    text : str
        The text, without line ends.
    size : float
        Font size [px].
    width : float
        Width of the lines [px].
    bold : bool, optional
        Whether it is set in bold.

    Returns
    -------
    lines : list of str
        At least one line; lines carry no space at their ends.
    """
    lines = [""]
    for piece in _pieces(text):
        if text_width((lines[-1] + piece).rstrip(), size, bold=bold) <= width:
            lines[-1] += piece
        elif text_width(piece.rstrip(), size, bold=bold) <= width:
            lines.append(piece)
        else:
            parts = _hard_split(piece, size, width, bold)
            lines += parts if lines[-1] else parts[:0]
            if not lines[0]:
                lines = parts
    return [line.strip() for line in lines if line.strip()] or [""]


def fit(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis when it is wider than ``width`` [px]."""
    if text_width(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and text_width(kept.rstrip() + "…", size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""
