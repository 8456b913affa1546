"""Literate law: Markdown for people, with fenced blocks ``yaml law`` that hold the data.

Everything outside such blocks is prose. A block is read with blank lines in place of what stands
before it, so that every node keeps its true line and column in the Markdown file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tateyoko.errors import Place, Problem, WorldError
from tateyoko.law.catalogue import Catalogue
from tateyoko.law.codes import mistake
from tateyoko.world.catalogue import problem
from tateyoko.world.place import Files, MapNode, describe
from tateyoko.world.read import FolderState, read_text, state_of
from tateyoko.world.statutes import build_catalogue

__all__ = ["Block", "find_blocks", "has_law", "read_law"]

FOLDER = "law"
_FENCE = re.compile(r"^(?P<indent> {0,3})(?P<fence>`{3,}|~{3,})(?P<info>.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of data.

    Attributes
    ----------
    line : int
        Line of its first line of data, from 1.
    text : str
        The data.
    """

    line: int
    text: str


def has_law(folder: Path | str) -> bool:
    """Return whether a world has a folder of law."""
    return any((Path(folder) / FOLDER).glob("*.md"))


def read_law(folder: Path | str) -> Catalogue:
    """Read the catalogue of law of a world.

    Parameters
    ----------
    folder : Path or str
        The world's folder; the files are ``law/*.md`` in it, in the order of their names.

    Returns
    -------
    Catalogue
        Frozen, with every name resolved.

    Raises
    ------
    WorldError
        With every independent mistake of all files, ordered by file and line.
    """
    root = Path(folder)
    return _read_law(root, state_of(root / FOLDER))


@lru_cache(maxsize=4)
def _read_law(root: Path, _: FolderState) -> Catalogue:
    """Read a law; whoever asks again for the same files gets the same frozen catalogue."""
    files, problems = Files(), list[Problem]()
    roots: list[MapNode] = []
    paths = sorted((root / FOLDER).glob("*.md"))
    if not paths:
        raise WorldError([problem("TY001", Place(str(root / FOLDER)), folder=root / FOLDER)])
    for path in paths:
        roots += _read(path, path.relative_to(root).as_posix(), files, problems)
    catalogue = build_catalogue(roots, files, problems)
    if problems:
        seen: dict[tuple[str, Place, str], Problem] = {}
        for one in problems:
            seen.setdefault((one.code, one.place, one.what.en), one)
        raise WorldError(list(seen.values()))
    return catalogue


def _read(path: Path, name: str, files: Files, problems: list[Problem]) -> list[MapNode]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        problems.append(problem("TY002", Place(name), reason=reason))
        return []
    roots = []
    for block in find_blocks(text, name, problems):
        # The reader remembers the text of what it reads; the whole file replaces it below.
        node = read_text("\n" * (block.line - 1) + block.text, name, files, problems)
        if node is None:
            continue
        if isinstance(node, MapNode):
            roots.append(node)
            continue
        found = describe(node)
        problems.append(
            problem("TY005", node.place, files=files, found_ja=found[0], found_en=found[1])
        )
    files.add(name, text)
    return roots


def find_blocks(text: str, name: str, problems: list[Problem]) -> Iterator[Block]:
    """Yield the blocks of data of a Markdown text.

    Parameters
    ----------
    text : str
        The file.
    name : str
        Its name in places.
    problems : list of Problem
        Gets blocks that do not end, and marks that look like ``yaml law`` and are not.
    """
    lines = text.splitlines()
    opened: re.Match[str] | None = None
    start, wanted = 0, False
    for at, line in enumerate(lines):
        found = _FENCE.match(line)
        if opened is None:
            if found is None:
                continue
            opened, start = found, at
            words = found["info"].split()
            wanted = words[:2] == ["yaml", "law"]
            if not wanted and _looks_like_law(words):
                place = Place(name, at + 1, found.start("info") + 1)
                shown = found["info"].strip()
                problems.append(
                    mistake("LW102", place, line=line, width=len(shown), values={"found": shown})
                )
        elif found is not None and _closes(found, opened):
            if wanted:
                yield Block(start + 2, "\n".join(lines[start + 1 : at]) + "\n")
            opened = None
    if opened is not None:
        place = Place(name, start + 1, 1)
        problems.append(
            mistake("LW101", place, line=lines[start], width=3, values={"fence": opened["fence"]})
        )


def _closes(found: re.Match[str], opened: re.Match[str]) -> bool:
    same = found["fence"][0] == opened["fence"][0]
    return same and len(found["fence"]) >= len(opened["fence"]) and not found["info"].strip()


def _looks_like_law(words: list[str]) -> bool:
    lowered = [word.lower().strip("{}.,") for word in words]
    return "law" in lowered or any(word in ("yamllaw", "yaml-law", "yaml_law") for word in lowered)
