"""Tables as data: what a template needs to print one, with headers that a screen reader can use."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Entry", "Group", "Line", "Row", "Table", "entry", "plain"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line inside a cell, with the CSS class that sets it apart (empty: none)."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell: lines from top to bottom; ``number`` aligns it to the right."""

    lines: tuple[Line, ...]
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its header and its cells.

    ``span`` is the number of rows that the header stands for; 0 where an earlier row's header
    stands for this one too.
    """

    header: Entry
    cells: tuple[Entry, ...]
    span: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a common title (empty: none), with the kind that colours them."""

    rows: tuple[Row, ...]
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, column titles (the first one over the row headers), groups of rows."""

    caption: str
    columns: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def empty(self) -> bool:
        """Whether it has no row."""
        return not any(group.rows for group in self.groups)


def entry(*texts: str | Line, number: bool = False) -> Entry:
    """Return a cell of lines; plain texts have no style, empty ones are left out."""
    lines = [Line(text) if isinstance(text, str) else text for text in texts]
    return Entry(tuple(line for line in lines if line.text), number)


def plain(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table of plain texts; the first of each row is its header."""
    made = tuple(Row(entry(row[0]), tuple(entry(text) for text in row[1:])) for row in rows)
    return Table(caption, tuple(columns), (Group(made),))
