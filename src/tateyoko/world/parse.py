"""Nodes become blocks, as the declarations of the dataclasses say.

Every mistake is reported and reading goes on, so that an author sees all of them at once; the
blocks made on the way are thrown away if there was any. `values` and `containers` have one
function for each kind of field.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tateyoko.errors import Place, Problem, did_you_mean
from tateyoko.text import Text
from tateyoko.world import containers, kinds, values
from tateyoko.world.catalogue import problem
from tateyoko.world.context import Context, Use, covered, made_key, place_of, width_at
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import Block, Declared, Kind, declared_fields
from tateyoko.world.numbers import NumberReader
from tateyoko.world.place import Entry, Files, MapNode, Node, ScalarNode, describe
from tateyoko.world.procedures import Step
from tateyoko.world.values import ID

__all__ = ["Reader"]

_READERS: dict[type[Kind], Callable[..., Any]] = {
    kinds.Said: values.read_said,
    kinds.Words: values.read_words,
    kinds.Name: values.read_name,
    kinds.Ref: values.read_ref,
    kinds.Choice: values.read_choice,
    kinds.Flag: values.read_flag,
    kinds.Number: values.read_number,
    kinds.Estimated: containers.read_estimated,
    kinds.Expression: values.read_expression,
    kinds.Tree: values.read_tree,
    kinds.Date: values.read_date,
    kinds.Moment: values.read_moment,
    kinds.MarkOrMoment: values.read_mark_or_moment,
    kinds.Trigger: values.read_trigger,
    kinds.Path: values.read_words,
    kinds.Pattern: values.read_pattern,
    kinds.Clearance: values.read_clearance,
    kinds.Curve: values.read_curve,
    kinds.Start: containers.read_start,
    kinds.Shares: containers.read_shares,
    kinds.Parts: containers.read_parts,
    kinds.ListOf: containers.read_list,
    kinds.MapOf: containers.read_map,
    kinds.Nested: containers.read_nested,
    kinds.MapOfBlocks: containers.read_blocks,
}


#: Sections whose blocks hold steps, and what stands before their ids where steps are looked up.
_HOLDERS = {"procedures": "", "forms": "forms."}


@dataclass
class Reader:
    """Reads blocks and remembers names, uses and problems.

    Attributes
    ----------
    files : Files
        For the lines in reports.
    problems : list of Problem
        What was wrong.
    names : dict
        ``names[family, scope][name]`` is where it was declared.
    uses : list of Use
        To be looked up at the end.
    """

    files: Files
    problems: list[Problem] = field(default_factory=list)
    findings: list[Problem] = field(default_factory=list)
    names: dict[tuple[str, str], dict[str, Place]] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numbers = NumberReader(self.report, self._use_source)
        self._scope = ""

    def report(self, code: str, node: "Node | Entry | Place", **values: Any) -> None:
        """Report a mistake at a node."""
        place = node if isinstance(node, Place) else place_of(node)
        width = values.pop("width", 0 if isinstance(node, Place) else width_at(node))
        self.problems.append(problem(code, place, files=self.files, width=width, **values))

    def note(self, code: str, place: Place, **values: Any) -> None:
        """Add a finding that stops nothing, once for each place."""
        found = problem(code, place, files=self.files, **values)
        if (code, place, found.what) not in {(o.code, o.place, o.what) for o in self.findings}:
            self.findings.append(found)

    def wrong_shape(self, node: Node, item: Declared, wanted: Text) -> None:
        """Report something of another form than the field has."""
        found = describe(node)
        self.report(
            "TY104",
            node,
            found_ja=found[0],
            found_en=found[1],
            wanted_ja=wanted.ja,
            wanted_en=wanted.en,
            key=item.key,
            doc_ja=item.doc.ja,
            doc_en=item.doc.en,
        )

    def _use_source(self, node: ScalarNode) -> None:
        self.uses.append(Use(("sources",), node.text, node.place, node.width, self._scope, ""))

    def declare_name(self, family: str, scope: str, name: str, place: Place) -> None:
        """Remember that a name is declared."""
        self.names.setdefault((family, scope), {}).setdefault(name, place)

    def block(
        self,
        cls: type[Block],
        node: Node,
        *,
        block_id: str,
        place: Place,
        context: Context,
        short: str = "",
        item: Declared | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Block | None:
        """Read one block.

        Parameters
        ----------
        cls : type of Block
            The dataclass.
        node : Node
            What is written.
        block_id : str
            Its key.
        place : Place
            Of its key.
        context : Context
            With the block's own path.
        short : str
            Field that a bare value stands for.
        item : Declared, optional
            The field that holds the block, for messages.
        extra : mapping, optional
            Attributes that are not read from the file.

        Returns
        -------
        Block or None
            None when it could not be read at all.
        """
        self._scope = context.scope
        declared = declared_fields(cls)
        if not isinstance(node, MapNode):
            if not short:
                self._need_mapping(node, item)
                return None
            node = MapNode({short: Entry(made_key(short, node), node)}, [], place_of(node))
        for double in node.doubles:
            first = node.entries[double.key.text].key
            self.report(
                "TY004",
                double.key,
                key=double.key.text,
                related=[(first.place, Text(ja="最初の定義", en="first here"))],
            )
        by_key = {one.key: one for one in declared}
        rest = next((one for one in declared if one.rest), None)
        spare: dict[str, Entry] = {}
        for key, entry in node.entries.items():
            if key in by_key:
                continue
            if rest is not None:
                spare[key] = entry
                continue
            known = ", ".join(by_key)
            self.report("TY102", entry.key, key=key, known=known, hint=did_you_mean(key, by_key))
        context = covered(node, context)
        values: dict[str, Any] = dict(extra or {})
        for one in declared:
            written = node.entries.get(one.key)
            if one.rest and spare:
                written = _gathered(written, spare, node)
            if written is None or _is_empty(written.value, one):
                if one.required:
                    self._missing(one, node, place)
                    values[one.attribute] = None
                continue
            values[one.attribute] = self.value(one.kind, written.value, one, context)
        self._groups(node, declared)
        values.update(id=block_id, path=context.path, place=place)
        made = cls(**values)
        self._remember(made, node, context)
        return made

    def _need_mapping(self, node: Node, item: Declared | None) -> None:
        doc = item or Declared("…", "", Kind(), Text(ja="定義", en="a block"), True, "", False)
        self.wrong_shape(node, doc, Text(ja="対応表", en="a mapping"))

    def _missing(self, item: Declared, node: MapNode, place: Place) -> None:
        self.report("TY103", place, key=item.key, doc_ja=item.doc.ja, doc_en=item.doc.en, width=1)

    def _groups(self, node: MapNode, declared: tuple[Declared, ...]) -> None:
        groups: dict[str, list[Declared]] = {}
        for item in declared:
            if item.group:
                groups.setdefault(item.group, []).append(item)
        for name, members in groups.items():
            there = [
                item
                for item in members
                if item.key in node.entries and not _is_empty(node.entries[item.key].value, item)
            ]
            if len(there) > 1:
                first, second = there[0], there[1]
                self.report(
                    "TY107",
                    node.entries[second.key].key,
                    key=second.key,
                    other=first.key,
                    related=[(node.entries[first.key].key.place, Text(ja="もう一方", en="other"))],
                )
            if not there and not name.endswith("?"):
                self.report("TY108", node, known=", ".join(item.key for item in members))

    def _remember(self, made: Block, node: MapNode, context: Context) -> None:
        """Remember dates that are out of order; elements are addressed by their owners."""
        since, until = getattr(made, "since", None), getattr(made, "until", None)
        if isinstance(since, dt.date) and isinstance(until, dt.date) and until <= since:
            self.report("TY508", node.entries["until"].value, since=since, until=until)

    def value(self, kind: Kind, node: Node, item: Declared, context: Context) -> Any:
        """Read one value of a kind; None (or an empty one) when it was wrong."""
        return _READERS[type(kind)](self, kind, node, item, context)

    def use(self, families: tuple[str, ...], node: ScalarNode, context: Context) -> None:
        """Remember that a name is used."""
        self.uses.append(
            Use(families, node.text, node.place, node.width, context.scope, context.procedure)
        )

    def estimate(
        self, kind: kinds.Estimated, node: Node, item: Declared, path: str, context: Context
    ) -> Estimate | None:
        """Read an estimate at an address and remember it."""
        self._scope = context.scope
        made = self.numbers.read(
            node, kind, key=item.key, doc=item.doc, path=path, cover=context.cover
        )
        if made is not None:
            self._provenance(made, kind)
        return made

    def _provenance(self, made: Estimate, kind: kinds.Estimated) -> None:
        each = [estimate for _, estimate in made.dated] or [made]
        for one in each:
            bare = kind.structural and one.text
            if one.source is None and one.assumed is None and not bare:
                code = "PV101"
            elif one.assumed is not None and one.is_scalar and one.low is None:
                # A certainty (a share of one or none) that is part of the definition may stand.
                code = "" if one.dimension == "prob" and one.numbers[0] in (0.0, 1.0) else "PV102"
            else:
                code = ""
            if code:
                self.findings.append(
                    problem(code, one.place, files=self.files, width=max(len(one.text), 1))
                )

    def owned(
        self, kind: kinds.MapOfBlocks, item: Declared, entry: Entry, context: Context, prefix: str
    ) -> Block | None:
        """Read one block that has an id of its own, and remember its name and address."""
        block_id = entry.key.text
        if not ID.fullmatch(block_id):
            self.report("TY115", entry.key, found=block_id)
        cls = Step if isinstance(kind.block, str) else kind.block
        path = f"{prefix}.{block_id}"
        procedure = context.procedure
        if item.key in _HOLDERS:
            procedure = _HOLDERS[item.key] + block_id
        inner = Context(path, context.scope, procedure, context.cover, context.zero_ms)
        family = "steps" if cls is Step else item.key
        if family == "steps":
            self._declare_step(block_id, entry, inner)
        else:
            self.declare_name(family, context.scope, block_id, entry.key.place)
        return self.block(
            cls,
            entry.value,
            block_id=block_id,
            place=entry.key.place,
            context=inner,
            short=kind.short,
            item=item,
        )

    def _declare_step(self, key: str, entry: Entry, context: Context) -> None:
        family = "steps:" + context.procedure
        known = self.names.get((family, context.scope), {})
        if key in known:
            first = [(known[key], Text(ja="最初の段", en="first here"))]
            self.report("TY510", entry.key, name=key, related=first)
            return
        self.declare_name(family, context.scope, key, entry.key.place)
        path = context.path.removeprefix("procedures.")
        self.declare_name("step_paths", context.scope, path, entry.key.place)
        self.declare_name("step_paths", context.scope, f"procedures.{path}", entry.key.place)


def _is_empty(node: Node, item: Declared) -> bool:
    """Whether nothing is written where nothing may be written."""
    return isinstance(node, ScalarNode) and node.is_null and not item.required


def _gathered(written: Entry | None, spare: dict[str, Entry], node: MapNode) -> Entry:
    """Return one entry that holds the keys that no field declares."""
    entries = dict(spare)
    if written is not None and isinstance(written.value, MapNode):
        entries = {**written.value.entries, **spare}
    body = MapNode(entries, [], node.place)
    return Entry(made_key("", body), body)
