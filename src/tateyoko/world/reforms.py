"""Reading reform files: a patch is read in the light of what it changes."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tateyoko.errors import did_you_mean
from tateyoko.text import Text
from tateyoko.world import kinds
from tateyoko.world.addresses import Address, match, walk
from tateyoko.world.context import Context
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import Declared, declared_fields
from tateyoko.world.numbers import Cover
from tateyoko.world.parse import Reader
from tateyoko.world.place import Entry, ListNode, MapNode, Node, ScalarNode
from tateyoko.world.procedures import Procedure, Step
from tateyoko.world.reform import Patch, Reform

__all__ = ["read_reforms"]

_LATER = ("to", "by", "was", "step")
_NEEDED = {
    "set": ("to",),
    "scale": ("by",),
    "add": ("by",),
    "insert": ("into", "step"),
}
_FIELDS = {item.key: item for item in declared_fields(Patch)}


def read_reforms(
    reader: Reader, files: list[tuple[Path, MapNode]], addresses: Mapping[str, Address]
) -> dict[str, Reform]:
    """Read all reform files.

    Insertions are read first, so that other patches may change what they insert.

    Parameters
    ----------
    reader : Reader
        Gets names, uses and problems.
    files : list of (Path, MapNode)
        The files.
    addresses : mapping of str to Address
        What the world and its scenarios hold.

    Returns
    -------
    dict of str to Reform
        By id, in the order of their file names.
    """
    known = dict(addresses)
    reforms: dict[str, Reform] = {}
    written: list[tuple[str, int, MapNode]] = []
    for path, node in files:
        reform = _reform(reader, path.stem, node)
        if reform is None:
            continue
        reforms[path.stem] = reform
        patches = node.get("patches")
        items = patches.items if isinstance(patches, ListNode) else []
        if isinstance(patches, MapNode):
            items = [patches]
        for number, one in enumerate(items, start=1):
            if isinstance(one, MapNode):
                written.append((path.stem, number, one))
            else:
                reader.block(
                    Patch,
                    one,
                    block_id=str(number),
                    place=one.place,
                    context=Context(f"reforms.{path.stem}.{number}"),
                )
    made: dict[str, list[Patch]] = {key: [] for key in reforms}
    for inserting in (True, False):
        for reform_id, number, one in written:
            if ("insert" in one.entries) == inserting:
                patch = _PatchReader(reader, known, reform_id, number, one).read()
                if patch is not None:
                    made[reform_id].append(patch)
    return {
        key: replace(reform, patches=tuple(sorted(made[key], key=lambda p: p.number)))
        for key, reform in reforms.items()
    }


def _reform(reader: Reader, stem: str, node: MapNode) -> Reform | None:
    written = node.get("id")
    if isinstance(written, ScalarNode) and written.text != stem:
        reader.report("TY006", written, id=written.text, stem=stem)
    entries = {key: entry for key, entry in node.entries.items() if key != "patches"}
    for double in node.doubles:
        if double.key.text == "patches":
            first = node.entries["patches"].key.place
            related = [(first, Text(ja="最初の定義", en="first here"))]
            reader.report("TY004", double.key, key="patches", related=related)
    reader.declare_name("reforms", "", stem, node.place)
    made = reader.block(
        Reform,
        MapNode(entries, [one for one in node.doubles if one.key.text in entries], node.place),
        block_id=stem,
        place=node.place,
        context=Context(f"reforms.{stem}"),
    )
    assert made is None or isinstance(made, Reform)
    return made


class _PatchReader:
    """Reads one patch."""

    def __init__(
        self,
        reader: Reader,
        addresses: dict[str, Address],
        reform_id: str,
        number: int,
        node: MapNode,
    ) -> None:
        self.reader = reader
        self.addresses = addresses
        self.reform_id = reform_id
        self.number = number
        self.node = node
        self.context = Context(f"reforms.{reform_id}.{number}", cover=_cover(node))

    def read(self) -> Patch | None:
        """Read the patch; None when it cannot be used (and has been reported)."""
        rest = {k: e for k, e in self.node.entries.items() if k not in _LATER}
        before = len(self.reader.problems)
        patch = self.reader.block(
            Patch,
            MapNode(
                rest, [one for one in self.node.doubles if one.key.text in rest], self.node.place
            ),
            block_id=str(self.number),
            place=self.node.place,
            context=self.context,
            extra={"number": self.number},
        )
        if len(self.reader.problems) > before or not isinstance(patch, Patch):
            return None
        missing = [key for key in _NEEDED.get(patch.kind, ()) if key not in self.node.entries]
        for key in missing:
            self.reader.report("TY708", self.node, key=key, kind=patch.kind)
        if missing:
            return None
        if patch.kind == "insert":
            return self._insert(patch)
        return self._change(patch)

    def _entry(self, key: str) -> Entry:
        return self.node.entries[key]

    # -- insert -------------------------------------------------------------------------------

    def _insert(self, patch: Patch) -> Patch | None:
        into = self.addresses.get(_plain_path(patch.into or ""))
        if into is None or not isinstance(into.value, Procedure):
            self._unknown(patch.into or "", self._entry("into").value)
            return None
        if (patch.after is None) == (patch.before is None):
            self.reader.report("TY707", self.node)
            return None
        procedure = into.value
        neighbour = "after" if patch.after is not None else "before"
        scope = self._scope_of(procedure)
        inner = Context(f"{procedure.path}.{patch.insert}", scope, procedure.id, self.context.cover)
        neighbour_node = self._entry(neighbour).value
        assert isinstance(neighbour_node, ScalarNode)
        self.reader.use(("steps",), neighbour_node, inner)
        item = _FIELDS["step"]
        owner = Declared("steps", "steps", kinds.MapOfBlocks(Step), item.doc, True, "", False)
        key = self._entry("insert").value
        assert isinstance(key, ScalarNode)
        entry = Entry(key, self._entry("step").value)
        step = self.reader.owned(
            kinds.MapOfBlocks(Step),
            owner,
            entry,
            Context(procedure.path, scope, procedure.id, self.context.cover),
            procedure.path,
        )
        if not isinstance(step, Step):
            return None
        self.addresses[step.path] = Address(step.path, "element", step, None, step.place)
        self.addresses.update((address.path, address) for address in walk(step))
        return replace(patch, step=step, matches=(step.path,))

    def _scope_of(self, procedure: Procedure) -> str:
        """Return the scenario whose file declares a procedure; empty for the world."""
        for (family, scope), names in self.reader.names.items():
            if family == "procedures" and names.get(procedure.id) == procedure.place:
                return scope
        return ""

    # -- changes ------------------------------------------------------------------------------

    def _change(self, patch: Patch) -> Patch | None:
        target = self._entry(patch.kind).value
        matches = match(_plain_path(patch.target), self.addresses)
        if not matches:
            self._unknown(patch.target, target)
            return None
        found = [self.addresses[path] for path in matches]
        if not all(self._fits(patch, address, target) for address in found):
            return None
        patch = replace(patch, matches=matches)
        if patch.kind == "set":
            return self._set(patch, found[0])
        if patch.kind in ("scale", "add"):
            return self._number(patch, found[0])
        return patch

    def _unknown(self, path: str, node: Node) -> None:
        where_ja, where_en = "", ""
        parts = path.split(".")
        while parts and not where_en:
            parts.pop()
            stem = ".".join(parts)
            below = [one for one in self.addresses if stem and one.startswith(stem + ".")]
            if below:
                listed = ", ".join(one for one in below[:6])
                where_ja = f"{stem} にあるのは {listed}{' …' if len(below) > 6 else ''}。"
                where_en = f"In {stem} there are {listed}{' …' if len(below) > 6 else ''}."
        self.reader.report(
            "TY225",
            node,
            name=path,
            where_ja=where_ja,
            where_en=where_en,
            hint=did_you_mean(path, self.addresses),
        )

    def _fits(self, patch: Patch, address: Address, node: Node) -> bool:
        """Whether this kind of patch can change this kind of thing."""
        allowed: dict[str, tuple[str, ...]] = {
            "set": ("number", "words"),
            "scale": ("number",),
            "add": ("number",),
            "remove": ("element", "hop"),
            "share": ("element", "hop"),
        }
        fits = address.what in allowed[patch.kind]
        if patch.kind == "add" and fits and not address.value.is_scalar:
            fits = False
        if patch.kind == "share" and address.what == "element":
            fits = isinstance(address.value, Step)
        if not fits:
            words = _NAMES[address.what]
            if address.what == "number" and not address.value.is_scalar:
                words = Text(ja="分布", en="a distribution")
            self.reader.report(
                "TY704",
                node,
                kind=patch.kind,
                path=address.path,
                found_ja=words.ja,
                found_en=words.en,
                related=[(address.place, Text(ja="対象", en="the target"))],
            )
        return fits

    def _set(self, patch: Patch, address: Address) -> Patch | None:
        node = self._entry("to").value
        if address.what == "words":
            return replace(patch, to=self._words(node, address))
        kind = address.kind
        assert isinstance(kind, kinds.Estimated)
        target: Estimate = address.value
        to = self._estimate(kind, node, "to")
        if to is None:
            return None
        if to.shape != target.shape:
            self.reader.report(
                "TY705",
                node,
                path=address.path,
                wanted_ja=target.shape,
                wanted_en=target.shape,
                found_ja=to.shape,
                found_en=to.shape,
                related=[(address.place, Text(ja="対象", en="the target"))],
            )
            return None
        return replace(patch, to=to, was=self._was(target))

    def _words(self, node: Node, address: Address) -> str | tuple[str, ...]:
        kind = address.kind
        many = isinstance(kind, kinds.ListOf)
        of = kind.of if isinstance(kind, kinds.ListOf) else kind
        if isinstance(of, kinds.Clearance):
            of = kinds.Ref(("levels",))
        assert of is not None
        item = _FIELDS["to"]
        nodes = node.items if isinstance(node, ListNode) else [node]
        values = tuple(str(self.reader.value(of, one, item, self.context) or "") for one in nodes)
        return values if many else values[0]

    def _number(self, patch: Patch, address: Address) -> Patch | None:
        node = self._entry("by").value
        kind = address.kind
        assert isinstance(kind, kinds.Estimated)
        target: Estimate = address.value
        if patch.kind == "scale":
            by = self._estimate(kinds.Estimated("factor"), node, "by")
            if by is not None and patch.along == "log" and by.value <= 0.0:
                self.reader.report("TY709", node, found=f"{by.value:g}")
                return None
        else:
            dimension = kind.dimension
            by = self._estimate(kinds.Estimated(dimension, low=None), node, "by")
        if by is None:
            return None
        return replace(patch, by=by, was=self._was(target))

    def _was(self, target: Estimate) -> Estimate | None:
        """Read what the author believes the baseline to be."""
        if "was" not in self.node.entries:
            return None
        kind = kinds.Estimated(target.dimension, low=None)  # type: ignore[arg-type]
        return self._estimate(kind, self._entry("was").value, "was", silent=True)

    def _estimate(
        self, kind: kinds.Estimated, node: Node, key: str, *, silent: bool = False
    ) -> Estimate | None:
        item = _FIELDS[key]
        path = f"{self.context.path}.{key}"
        if silent:
            return self.reader.numbers.read(
                node, kind, key=key, doc=item.doc, path=path, cover=Cover()
            )
        return self.reader.estimate(kind, node, item, path, self.context)


def _plain_path(path: str) -> str:
    """Return a path without ``steps`` and ``all``, which may be written and mean nothing."""
    parts = path.split(".")
    if parts[0] != "procedures":
        return path
    return ".".join(part for part in parts if part not in ("steps", "all"))


_NAMES: Mapping[str, Text] = {
    "number": Text(ja="数値", en="a number"),
    "words": Text(ja="語", en="a word"),
    "element": Text(ja="要素", en="an element"),
    "hop": Text(ja="経路の一段", en="one hop of a chain"),
}


def _cover(node: MapNode) -> Cover:
    values: dict[str, Any] = {}
    for key in ("source", "assumed"):
        written = node.get(key)
        if isinstance(written, ScalarNode) and not written.is_null:
            values[key] = written.text
    if "assumed" in values:
        values.pop("source", None)
    return Cover(**values)
