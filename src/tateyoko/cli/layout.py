"""Columns and lines by display width: a Japanese character takes two cells, a Latin one takes one.

Nothing is ever cut: a table that is too wide for the terminal is printed as a list instead.
"""

import re
from collections.abc import Sequence

__all__ = ["columns", "pad", "wrap"]

# A run of Latin text without spaces, one wide character, or spaces.
_TOKENS = re.compile(r"[ ]+|[\u2e80-\uffdf]|[^ \u2e80-\uffdf]+")
# Characters that must not begin a line in Japanese.
_CLOSING = "、。）］」』・：；！？ー"


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return text padded with spaces to a display width; ``right`` sets it flush right."""
    space = " " * max(width - _width(text), 0)
    return space + text if right else text + space


def wrap(text: str, width: int) -> list[str]:
    """Return lines of at most ``width`` cells.

    Latin text breaks at spaces (longer words are cut), Japanese between any two characters, but
    closing punctuation takes the character before it along to the next line.
    """
    lines: list[str] = []
    tokens: list[str] = []
    for token in _TOKENS.findall(text):
        if _width("".join(tokens)) + _width(token) <= width:
            tokens.append(token)
            continue
        along: list[str] = []
        if token in _CLOSING:
            while tokens and (not along or along[0] in _CLOSING):
                along.insert(0, tokens.pop())
        if "".join(tokens).strip():
            lines.append("".join(tokens).rstrip())
        tokens = along
        if token.isspace():
            continue
        while _width(token) > width:
            cut = _fit(token, width)
            lines.append(token[:cut])
            token = token[cut:]
        tokens.append(token)
    if "".join(tokens).strip() or not lines:
        lines.append("".join(tokens).rstrip())
    return lines


def _fit(text: str, width: int) -> int:
    total = 0
    for place, character in enumerate(text):
        total += _width(character)
        if total > width:
            return max(place, 1)
    return len(text)


def columns(
    rows: Sequence[Sequence[str]], *, left: Sequence[int], gap: int = 2
) -> tuple[list[str], int]:
    """Lay out rows of cells in columns.

    Parameters
    ----------
    rows : sequence of sequences of str
        A row with a single cell runs across the whole table.
    left : sequence of int
        Columns that are flush left; the others are flush right.
    gap : int
        Spaces between columns.

    Returns
    -------
    lines : list of str
        Without spaces at their ends.
    width : int
        Of the widest line.
    """
    full = [row for row in rows if len(row) > 1]
    count = max((len(row) for row in full), default=0)
    widths = [max(_width(row[c]) for row in full if c < len(row)) for c in range(count)]
    lines = []
    for row in rows:
        if len(row) == 1:
            lines.append(row[0].rstrip())
            continue
        cells = [pad(cell, widths[c], right=c not in left) for c, cell in enumerate(row)]
        lines.append((" " * gap).join(cells).rstrip())
    return lines, max((_width(line) for line in lines), default=0)
