"""A folder becomes a world, or a report of everything that is wrong with it."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tateyoko.errors import Place, Problem, WorldError, did_you_mean
from tateyoko.text import Text
from tateyoko.world import checks
from tateyoko.world.addresses import addresses_of
from tateyoko.world.catalogue import problem
from tateyoko.world.conflicts import check_reforms
from tateyoko.world.context import Context
from tateyoko.world.enacted import enacted_facts, enacted_rules
from tateyoko.world.kinds import Block, MapOfBlocks, declared_fields
from tateyoko.world.literate import FOLDER, has_law, read_law
from tateyoko.world.model import MERGED, World
from tateyoko.world.moment import parse_zero
from tateyoko.world.names import block_marks, check_names
from tateyoko.world.organisation import WorldAbout
from tateyoko.world.parse import Reader
from tateyoko.world.place import Entry, Files, MapNode, Node, ScalarNode, describe
from tateyoko.world.read import FolderState, digest_of, read_file, state_of
from tateyoko.world.reform import Posture
from tateyoko.world.reforms import read_reforms
from tateyoko.world.scenario import Scenario

__all__ = ["load_world"]

SECTIONS = ("world", *MERGED, "marks", "postures")
_UNREAD = ("TY002", "TY003", "TY005", "TY007")
_FIRST = Text(ja="最初の定義", en="first here")
_IN_LAW = Text(ja="法の目録の定義", en="the catalogue of law has it")


def load_world(folder: Path | str) -> World:
    """Load a world from its folder.

    Parameters
    ----------
    folder : Path or str
        With YAML files, and the sub-folders ``scenarios`` and ``reforms``.

    Returns
    -------
    World
        Frozen; findings that stop nothing are in ``findings``.

    Raises
    ------
    WorldError
        With every independent mistake of all files, ordered by file and line.
    """
    chosen = Path(folder)
    return _load(chosen, state_of(chosen))


@lru_cache(maxsize=4)
def _load(folder: Path, _: FolderState) -> World:
    """Load a world; whoever asks again for the same files gets the same frozen world."""
    with _without_collection():
        loader = _Loader(folder)
        world = loader.world()
    if loader.reader.problems or world is None:
        raise WorldError(_unique(loader.reader.problems))
    return world


@contextmanager
def _without_collection() -> Iterator[None]:
    """Look for no cyclic garbage meanwhile.

    A load makes hundreds of thousands of objects that stay; to look through them over and over
    takes two fifths of its time and finds next to nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _unique(problems: list[Problem]) -> list[Problem]:
    """Return problems without repetitions of the same mistake at the same place."""
    seen: dict[tuple[str, Place, str], Problem] = {}
    for one in problems:
        seen.setdefault((one.code, one.place, one.what.en), one)
    return list(seen.values())


class _Loader:
    """One load: the reader and what the files hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = Files()
        self.reader = Reader(self.files)
        self.raw: list[tuple[str, bytes]] = []

    def world(self) -> World | None:
        """Read everything; None when there is no world at all."""
        reader = self.reader
        sections = self._sections()
        if sections is None:
            return None
        about = self._about(sections.get("world", {}))
        blocks: dict[str, Any] = {
            section: self._section(section, sections.get(section, {})) for section in MERGED
        }
        law_is_known = self._law(blocks)
        self._marks(sections.get("marks", {}))
        scenarios = self._scenarios()
        postures = self._section("postures", sections.get("postures", {}))
        reforms = read_reforms(
            reader, self._files_of("reforms"), addresses_of(blocks, scenarios.values())
        )
        for scope, holder in [("", SimpleNamespace(**blocks)), *scenarios.items()]:
            for mark in block_marks(holder):
                reader.declare_name("marks", scope, mark, Place(""))
        if law_is_known and not any(one.code in _UNREAD for one in reader.problems):
            # The names in a file that could not be read would all be reported as unknown.
            check_names(reader)
        if about is None:
            return None
        world = World(
            about=about,
            postures=postures,
            scenarios=scenarios,
            reforms=reforms,
            folder=str(self.folder),
            digest=digest_of(self.raw),
            **blocks,
        )
        scenes = checks.check_structure(world, reader)
        if not reader.problems:
            check_reforms(world, scenes, reader)
        findings = sorted(reader.findings, key=lambda one: (one.place, one.code))
        return replace(world, findings=tuple(findings))

    # -- files --------------------------------------------------------------------------------

    def _read(self, path: Path) -> Node | None:
        name = path.relative_to(self.folder).as_posix()
        node, raw = read_file(path, name, self.files, self.reader.problems)
        self.raw.append((name, raw))
        return node

    def _sections(self) -> dict[str, dict[str, Entry]] | None:
        """Merge the sections of all files of the folder; None when there are none."""
        paths = sorted(self.folder.glob("*.yaml")) if self.folder.is_dir() else []
        if not paths:
            self.reader.problems.append(
                problem("TY001", Place(str(self.folder)), folder=self.folder)
            )
            return None
        merged: dict[str, dict[str, Entry]] = {}
        for path in paths:
            node = self._read(path)
            if node is None:
                continue
            if not isinstance(node, MapNode):
                found = describe(node)
                self.reader.report("TY005", node, found_ja=found[0], found_en=found[1])
                continue
            for double in node.doubles:
                self._add(merged, double)
            for entry in node.entries.values():
                self._add(merged, entry)
        return merged

    def _add(self, merged: dict[str, dict[str, Entry]], entry: Entry) -> None:
        """Add one section of one file; ids that are there already are mistakes."""
        section = entry.key.text
        if section not in SECTIONS:
            hint = did_you_mean(section, SECTIONS)
            known = ", ".join(SECTIONS)
            self.reader.report("TY101", entry.key, key=section, known=known, hint=hint)
            return
        body = entry.value
        if isinstance(body, ScalarNode) and body.is_null:
            return
        if not isinstance(body, MapNode):
            found = describe(body)
            self.reader.report("TY005", body, found_ja=found[0], found_en=found[1])
            return
        known_ids = merged.setdefault(section, {})
        for one in [*body.entries.values(), *body.doubles]:
            first = known_ids.get(one.key.text)
            if first is None:
                known_ids[one.key.text] = one
                continue
            self.reader.report(
                "TY111",
                one.key,
                id=one.key.text,
                section=section,
                related=[(first.key.place, _FIRST)],
            )

    def _files_of(self, folder: str) -> list[tuple[Path, MapNode]]:
        """Read the files of a sub-folder."""
        found = []
        for path in sorted((self.folder / folder).glob("*.yaml")):
            node = self._read(path)
            if isinstance(node, MapNode):
                found.append((path, node))
            elif node is not None:
                words = describe(node)
                self.reader.report("TY005", node, found_ja=words[0], found_en=words[1])
        return found

    # -- sections -----------------------------------------------------------------------------

    def _about(self, entries: Mapping[str, Entry]) -> WorldAbout | None:
        reader = self.reader
        if not entries and any(one.code in _UNREAD for one in reader.problems):
            return None
        if not entries:
            name = next(iter(self.files.names()), str(self.folder))
            reader.problems.append(problem("TY001", Place(name), folder=self.folder))
            return None
        units = entries.get("units")
        if units is not None and not isinstance(units.value, ScalarNode | MapNode):
            listed = units.value.items
            reader.numbers.counted = tuple(
                item.text for item in listed if isinstance(item, ScalarNode)
            )
        first = next(iter(entries.values())).key.place
        node = MapNode(dict(entries), [], first)
        made = reader.block(
            WorldAbout, node, block_id="world", place=first, context=Context("world")
        )
        assert made is None or isinstance(made, WorldAbout)
        if made is not None:
            if made.sweep is not None and len(made.sweep.default) == 2:
                low, high = made.sweep.default
                reader.numbers.sweep = (low, high)
            for level in made.levels or ():
                reader.declare_name("levels", "", level, made.place)
            for letter in made.reliability or {}:
                reader.declare_name("reliability", "", letter, made.place)
        return made

    def _section(self, section: str, entries: Mapping[str, Entry]) -> dict[str, Any]:
        """Read the blocks of one section of the world."""
        item = _DECLARED.get(section, _POSTURES)
        kind = MapOfBlocks(Posture) if section == "postures" else item.kind
        assert isinstance(kind, MapOfBlocks)
        made = {
            key: self.reader.owned(kind, item, entry, Context(""), section)
            for key, entry in entries.items()
        }
        return {key: block for key, block in made.items() if block is not None}

    def _law(self, blocks: dict[str, Any]) -> bool:
        """Add the facts and rules of the catalogue of law; False when it cannot be read."""
        # Every law may ask something of the Diet, also where no post is called so.
        self.reader.declare_name("bodies", "", "diet", Place(""))
        if not has_law(self.folder):
            return True
        for path in sorted((self.folder / FOLDER).glob("*.md")):
            self.raw.append((path.relative_to(self.folder).as_posix(), path.read_bytes()))
        try:
            catalogue = read_law(self.folder)
        except WorldError as error:
            self.reader.problems += error.problems
            return False
        for judge in catalogue.judges.values():
            self.reader.declare_name("bodies", "", judge.id, judge.place)
        self._enact("facts", enacted_facts(catalogue), blocks)
        self._enact("rules", enacted_rules(catalogue), blocks)
        return True

    def _enact(self, section: str, enacted: Mapping[str, Block], blocks: dict[str, Any]) -> None:
        """Add blocks of the catalogue; one that the world writes itself too is a mistake."""
        for id, block in enacted.items():
            own = blocks[section].get(id)
            self.reader.declare_name(section, "", id, block.place)
            if own is None:
                continue
            related = [(block.place, _IN_LAW)]
            self.reader.report(
                "TY111", own.place, width=len(id), id=id, section=section, related=related
            )
        blocks[section] = {**enacted, **blocks[section]}

    def _marks(self, entries: Mapping[str, Entry]) -> None:
        for key, entry in entries.items():
            self.reader.declare_name("marks", "", key, entry.key.place)

    def _scenarios(self) -> dict[str, Scenario]:
        found: dict[str, Scenario] = {}
        for path, node in self._files_of("scenarios"):
            made = self._scenario(path, node)
            if made is not None:
                found[path.stem] = made
        return found

    def _scenario(self, path: Path, node: MapNode) -> Scenario | None:
        reader, stem = self.reader, path.stem
        _check_stem(reader, node, stem)
        zero_node = node.get("zero")
        zero_ms = parse_zero(zero_node.text) if isinstance(zero_node, ScalarNode) else 0
        if zero_ms is None and isinstance(zero_node, ScalarNode):
            reader.report(
                "TY110", zero_node, found=zero_node.text, key="zero", example="D0 at 30 d"
            )
        place = node.place
        reader.declare_name("scenarios", "", stem, place)
        made = reader.block(
            Scenario,
            node,
            block_id=stem,
            place=place,
            context=Context("", stem, zero_ms=zero_ms or 0),
            extra={"zero_ms": zero_ms or 0, "horizon_ms": 0},
        )
        assert made is None or isinstance(made, Scenario)
        if made is None or made.horizon is None:
            return made
        return replace(made, horizon_ms=round(made.horizon.value))


def _check_stem(reader: Reader, node: MapNode, stem: str) -> None:
    written = node.get("id")
    if isinstance(written, ScalarNode) and written.text != stem:
        reader.report("TY006", written, id=written.text, stem=stem)


_DECLARED = {item.key: item for item in declared_fields(Scenario)}
_POSTURES = _DECLARED["postures"]
