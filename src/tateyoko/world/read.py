"""YAML files become nodes with places.

The composer of ruamel.yaml gives nodes with marks; with its C parser that is ten times faster
than a round-trip load. Values stay text: what is a number, a date or a word is decided by the
field it stands in, so that YAML's own guesses (``on`` is true, ``09:00`` is 540) never interfere.
"""

import hashlib
from pathlib import Path
from typing import Any

import ruamel.yaml
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.resolver import VersionedResolver

from tateyoko.errors import Place, Problem
from tateyoko.world.catalogue import problem
from tateyoko.world.place import Entry, Files, ListNode, MapNode, Node, ScalarNode
from tateyoko.world.yaml_words import in_japanese

__all__ = ["FolderState", "digest_of", "read_file", "read_text", "state_of"]

#: Name, time of change and size of every file.
FolderState = tuple[tuple[str, int, int], ...]

# Deeper than any world needs; an alias that contains itself would go on for ever.
_DEEPEST = 40


class _TooDeepError(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__()


class _NoGuesses(VersionedResolver):
    """Leaves scalars as they are written: guessing their types takes a third of the reading."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """Return the tag of text, lists or mappings, whatever a scalar looks like."""
        if kind is ruamel.yaml.nodes.ScalarNode:
            return self.DEFAULT_SCALAR_TAG
        if kind is ruamel.yaml.nodes.SequenceNode:
            return self.DEFAULT_SEQUENCE_TAG
        return self.DEFAULT_MAPPING_TAG


def read_file(
    path: Path, name: str, files: Files, problems: list[Problem]
) -> tuple[Node | None, bytes]:
    """Read one YAML file.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        Its name in places, relative to the world's folder.
    files : Files
        Gets the text, for reports.
    problems : list of Problem
        Gets what is wrong with the file as a whole.

    Returns
    -------
    node : Node or None
        None when the file is empty or could not be read.
    raw : bytes
        Its content, for the digest.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(problem("TY002", Place(name), reason=error.strerror or str(error)))
        return None, b""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(problem("TY002", Place(name, line, 1), reason="UTF-8"))
        return None, raw
    return read_text(text, name, files, problems), raw


def read_text(text: str, name: str, files: Files, problems: list[Problem]) -> Node | None:
    """Read one YAML text; see `read_file`."""
    files.add(name, text)
    try:
        # A fresh reader for each file: ruamel's keeps the state of a broken one.
        reader = ruamel.yaml.YAML(typ="safe", pure=False)
        reader.Resolver = _NoGuesses
        composed = reader.compose(text)
    except MarkedYAMLError as error:
        problems.append(_syntax_problem(error, name, files))
        return None
    except YAMLError as error:
        said = str(error).splitlines()[0]
        problems.append(
            problem("TY003", Place(name), reason_en=said, reason_ja=in_japanese([said]))
        )
        return None
    if composed is None:
        return None
    try:
        return _convert(composed, name, 0)
    except _TooDeepError as error:
        problems.append(problem("TY007", error.place, files=files))
        return None


def _syntax_problem(error: MarkedYAMLError, name: str, files: Files) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(name) if mark is None else Place(name, mark.line + 1, mark.column + 1)
    said = [str(part) for part in (error.problem, error.context) if part]
    return problem(
        "TY003",
        place,
        files=files,
        width=1,
        reason_en=" ".join(said),
        reason_ja=in_japanese(said),
    )


def _convert(composed: "ruamel.yaml.nodes.Node", name: str, depth: int) -> Node:
    mark = composed.start_mark
    place = Place(name, mark.line + 1, mark.column + 1)
    if depth > _DEEPEST:
        raise _TooDeepError(place)
    if isinstance(composed, ruamel.yaml.nodes.ScalarNode):
        end = composed.end_mark
        same = end.line == mark.line
        width = end.column - mark.column if same else len(composed.value)
        return ScalarNode(composed.value, not composed.style, place, width)
    if isinstance(composed, ruamel.yaml.nodes.SequenceNode):
        return ListNode([_convert(item, name, depth + 1) for item in composed.value], place)
    entries: dict[str, Entry] = {}
    doubles: list[Entry] = []
    for key_node, value_node in composed.value:
        key = _convert(key_node, name, depth + 1)
        value = _convert(value_node, name, depth + 1)
        if not isinstance(key, ScalarNode):
            # A list or mapping as a key never matches a field: it is reported as unknown.
            key = ScalarNode("[…]", True, key.place, 1)
        entry = Entry(key, value)
        if key.text in entries:
            doubles.append(entry)
        else:
            entries[key.text] = entry
    return MapNode(entries, doubles, place)


def state_of(folder: Path) -> FolderState:
    """Return name, time of change and size of every file below a folder."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*.*")) if path.is_file())
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)


def digest_of(parts: "list[tuple[str, bytes]]") -> str:
    """Return the SHA-256 of named file contents, independent of the order they were read in."""
    total = hashlib.sha256()
    for name, raw in sorted(parts):
        total.update(name.encode())
        total.update(b"\0")
        total.update(hashlib.sha256(raw).digest())
    return total.hexdigest()
