"""Nodes of a YAML file that remember where they stand, and the lines to show in reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tateyoko.errors import Place

__all__ = ["Entry", "Files", "ListNode", "MapNode", "Node", "ScalarNode", "describe", "width_of"]


@dataclass(slots=True)
class ScalarNode:
    """A single value as written.

    Attributes
    ----------
    text : str
        The value, quotes removed.
    plain : bool
        Written without quotes, so that it may be a number or a word like ``true``.
    place : Place
        Where it begins.
    width : int
        Number of characters on its first line, quotes included.
    """

    text: str
    plain: bool
    place: Place
    width: int

    @property
    def is_null(self) -> bool:
        """Whether nothing was written after the key."""
        return self.plain and self.text in ("", "null", "~", "Null", "NULL")

    def number(self) -> float | None:
        """Return it as a number, or None when it is none."""
        if not self.plain:
            return None
        text = self.text.replace("_", "")
        if not text or text[-1] not in "0123456789.":
            return None
        try:
            return float(text)
        except ValueError:
            return None


@dataclass(slots=True)
class Entry:
    """One line of a mapping: its key and its value."""

    key: ScalarNode
    value: "Node"


@dataclass(slots=True)
class MapNode:
    """A mapping, in written order; a key that stands twice keeps its first value here.

    Attributes
    ----------
    entries : dict of str to Entry
        By key.
    doubles : list of Entry
        Later entries whose key was there already.
    place : Place
        Where it begins.
    """

    entries: dict[str, Entry]
    doubles: list[Entry]
    place: Place

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value


@dataclass(slots=True)
class ListNode:
    """A list."""

    items: "list[Node]"
    place: Place


Node = ScalarNode | MapNode | ListNode


def width_of(node: Node) -> int:
    """Return how many characters to underline; one bracket for lists and mappings."""
    return max(node.width, 1) if isinstance(node, ScalarNode) else 1


def describe(node: Node) -> tuple[str, str]:
    """Return what kind of thing a node is, in Japanese and English."""
    if isinstance(node, MapNode):
        return "対応表", "a mapping"
    if isinstance(node, ListNode):
        return "リスト", "a list"
    if node.is_null:
        return "空", "nothing"
    shown = node.text if len(node.text) <= 40 else node.text[:37] + "…"
    return f"「{shown}」", f"'{shown}'"


class Files:
    """The texts of all files of a world, by the name that places use."""

    def __init__(self) -> None:
        self._lines: dict[str, Sequence[str]] = {}

    def add(self, file: str, text: str) -> None:
        """Remember a file's text."""
        self._lines[file] = text.splitlines()

    def line(self, place: Place) -> str:
        """Return the line of a place, or an empty string."""
        lines = self._lines.get(place.file, ())
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def names(self) -> Iterator[str]:
        """Yield the names of all files in the order they were read."""
        yield from self._lines
