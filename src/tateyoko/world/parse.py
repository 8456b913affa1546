"""Nodes become blocks, as the declarations of the dataclasses say.

One method reads one kind of field. Every mistake is reported and reading goes on, so that an
author sees all of them at once; the blocks made on the way are thrown away if there was any.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tateyoko import law
from tateyoko.errors import Place, Problem, did_you_mean
from tateyoko.text import Text
from tateyoko.world import kinds
from tateyoko.world.catalogue import problem
from tateyoko.world.estimate import Estimate
from tateyoko.world.expression import ARITHMETIC, FUNCTIONS, TYPE_WORDS, Expr
from tateyoko.world.grammar import Mistake, parse_expression
from tateyoko.world.kinds import Block, Declared, Kind, declared_fields
from tateyoko.world.moment import When, parse_moment
from tateyoko.world.numbers import Cover, NumberReader
from tateyoko.world.organisation import DatedWords
from tateyoko.world.place import (
    Entry,
    Files,
    ListNode,
    MapNode,
    Node,
    ScalarNode,
    describe,
    width_of,
)
from tateyoko.world.scenario import Initial

__all__ = ["Context", "Reader", "Use"]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_NO_COVER = Cover()
_TRIGGERS = {
    "mark": "marks",
    "judgement": "judgements",
    "inject": "injects",
    "event": "events",
    "procedure": "procedures",
}


@dataclass(frozen=True, slots=True)
class Use:
    """A name that is used and must be declared somewhere.

    Attributes
    ----------
    families : tuple of str
        Families of names it may come from.
    name : str
        The name.
    place : Place
        Where it is used.
    width : int
        Characters to underline.
    scope : str
        Scenario it is used in; empty for the world's own files.
    procedure : str
        Procedure around it, for keys of steps.
    """

    families: tuple[str, ...]
    name: str
    place: Place
    width: int
    scope: str
    procedure: str


@dataclass(frozen=True, slots=True)
class Context:
    """Where the reader is.

    Attributes
    ----------
    path : str
        Address of the block around.
    scope : str
        Scenario; empty for the world.
    procedure : str
        Procedure around, for keys of steps.
    cover : Cover
        Source or assumption that covers short forms.
    zero_ms : int
        Where D0 lies on the scenario's clock [ms].
    """

    path: str
    scope: str = ""
    procedure: str = ""
    cover: Cover = _NO_COVER
    zero_ms: int = 0


@dataclass
class Reader:
    """Reads blocks and remembers names, uses, addresses and problems.

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
        self._readers: dict[type[Kind], Callable[..., Any]] = {
            kinds.Said: self._said,
            kinds.Words: self._words,
            kinds.Name: self._name,
            kinds.Ref: self._ref,
            kinds.Choice: self._choice,
            kinds.Flag: self._flag,
            kinds.Number: self._number,
            kinds.Estimated: self._estimated,
            kinds.Expression: self._expression,
            kinds.Tree: self._tree,
            kinds.Date: self._date,
            kinds.Moment: self._moment,
            kinds.MarkOrMoment: self._mark_or_moment,
            kinds.Trigger: self._trigger,
            kinds.Path: self._words,
            kinds.Pattern: self._pattern,
            kinds.Clearance: self._clearance,
            kinds.Curve: self._curve,
            kinds.Start: self._start,
            kinds.Parts: self._parts,
            kinds.ListOf: self._list,
            kinds.MapOf: self._map,
            kinds.Nested: self._nested,
            kinds.MapOfBlocks: self._blocks,
        }

    # -- reports ------------------------------------------------------------------------------

    def report(self, code: str, node: "Node | Entry | Place", **values: Any) -> None:
        """Report a mistake at a node."""
        place = node if isinstance(node, Place) else _place(node)
        width = values.pop("width", 0 if isinstance(node, Place) else _width(node))
        self.problems.append(problem(code, place, files=self.files, width=width, **values))

    def _wrong_shape(self, node: Node, item: Declared, wanted: Text) -> None:
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

    # -- blocks -------------------------------------------------------------------------------

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
            node = MapNode({short: Entry(_key(short, node), node)}, [], _place(node))
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
        context = _covered(node, context)
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
        self._wrong_shape(node, doc, Text(ja="対応表", en="a mapping"))

    def _missing(self, item: Declared, node: MapNode, place: Place) -> None:
        self.report("TY103", place, key=item.key, doc_ja=item.doc.ja, doc_en=item.doc.en, width=1)

    def _groups(self, node: MapNode, declared: tuple[Declared, ...]) -> None:
        groups: dict[str, list[Declared]] = {}
        for item in declared:
            if item.group:
                groups.setdefault(item.group, []).append(item)
        for name, members in groups.items():
            there = [item for item in members if item.key in node.entries]
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

    # -- values -------------------------------------------------------------------------------

    def value(self, kind: Kind, node: Node, item: Declared, context: Context) -> Any:
        """Read one value of a kind; None (or an empty one) when it was wrong."""
        return self._readers[type(kind)](kind, node, item, context)

    def _scalar(self, node: Node, item: Declared, wanted: Text) -> ScalarNode | None:
        if isinstance(node, ScalarNode) and not node.is_null:
            return node
        self._wrong_shape(node, item, wanted)
        return None

    def _said(self, kind: Kind, node: Node, item: Declared, context: Context) -> Text | None:
        if isinstance(node, ScalarNode) and not node.is_null:
            return Text(ja=node.text, en=node.text)
        if not isinstance(node, MapNode):
            self._wrong_shape(node, item, Text(ja="文", en="a text"))
            return None
        for key, entry in node.entries.items():
            if key not in ("ja", "en"):
                self.report("TY102", entry.key, key=key, known="ja, en")
        texts = {}
        for lang in ("ja", "en"):
            text = node.get(lang)
            if isinstance(text, ScalarNode) and text.text.strip():
                texts[lang] = text.text
            else:
                self.report("TY114", node, lang=lang)
        return Text(ja=texts.get("ja", ""), en=texts.get("en", ""))

    def _words(self, kind: Kind, node: Node, item: Declared, context: Context) -> str:
        scalar = self._scalar(node, item, Text(ja="文字列", en="a word or sentence"))
        return "" if scalar is None else scalar.text

    def _name(self, kind: kinds.Name, node: Node, item: Declared, context: Context) -> str | None:
        scalar = self._scalar(node, item, Text(ja="名", en="a name"))
        if scalar is None:
            return None
        if not _ID.fullmatch(scalar.text):
            self.report("TY115", scalar, found=scalar.text)
            return None
        self.declare_name(kind.of, context.scope, scalar.text, scalar.place)
        return scalar.text

    def _ref(self, kind: kinds.Ref, node: Node, item: Declared, context: Context) -> str | None:
        scalar = self._scalar(node, item, Text(ja="名", en="a name"))
        if scalar is None:
            return None
        if scalar.text not in kind.words:
            self.use(kind.to, scalar, context)
        return scalar.text

    def use(self, families: tuple[str, ...], node: ScalarNode, context: Context) -> None:
        """Remember that a name is used."""
        self.uses.append(
            Use(families, node.text, node.place, node.width, context.scope, context.procedure)
        )

    def _choice(
        self, kind: kinds.Choice, node: Node, item: Declared, context: Context
    ) -> str | None:
        scalar = self._scalar(node, item, Text(ja="語", en="a word"))
        if scalar is None:
            return None
        if scalar.text in kind.words:
            return scalar.text
        self.report(
            "TY105",
            scalar,
            found=scalar.text,
            key=item.key,
            known=", ".join(kind.words),
            hint=did_you_mean(scalar.text, kind.words),
        )
        return None

    def _flag(self, kind: Kind, node: Node, item: Declared, context: Context) -> bool:
        if isinstance(node, ScalarNode) and node.text in _FLAGS:
            return _FLAGS[node.text]
        self._wrong_shape(node, item, Text(ja="true か false", en="true or false"))
        return False

    def _number(
        self, kind: kinds.Number, node: Node, item: Declared, context: Context
    ) -> float | int:
        number = node.number() if isinstance(node, ScalarNode) else None
        if number is None or (kind.whole and number != int(number)):
            wanted = (
                Text(ja="整数", en="a whole number") if kind.whole else Text(ja="数", en="a number")
            )
            self._wrong_shape(node, item, wanted)
            return 0
        low = -float("inf") if kind.low is None else kind.low
        high = float("inf") if kind.high is None else kind.high
        if not low <= number <= high:
            self.report(
                "TY106",
                node,
                found=f"{number:g}",
                low=f"{low:g}",
                high=f"{high:g}",
                key=item.key,
                doc_ja=item.doc.ja,
                doc_en=item.doc.en,
            )
        return int(number) if kind.whole else number

    def _estimated(
        self, kind: kinds.Estimated, node: Node, item: Declared, context: Context
    ) -> Estimate | None:
        path = f"{context.path}.{item.key}" if context.path else item.key
        return self.estimate(kind, node, item, path, context)

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

    def _expression(
        self, kind: kinds.Expression, node: Node, item: Declared, context: Context
    ) -> Expr | None:
        scalar = self._scalar(node, item, Text(ja="式", en="an expression"))
        if scalar is None:
            return None
        text = scalar.text
        shift = scalar.place.column + (0 if scalar.plain else 1)
        place = scalar.place

        def at(column: int) -> Place:
            return Place(place.file, place.line, shift + column)

        try:
            tree, used = parse_expression(text, self.numbers.counted)
        except Mistake as mistake:
            values = dict(mistake.values)
            if mistake.code == "TY402":
                values["hint"] = did_you_mean(str(values["name"]), [*FUNCTIONS, *ARITHMETIC])
            self.report(mistake.code, at(mistake.column), width=mistake.width, **values)
            return None
        for name in used:
            if name.family == "moments":
                if parse_moment(name.name, context.zero_ms) is None:
                    self.report("TY113", at(name.column), width=len(name.name), found=name.name)
                continue
            self.uses.append(
                Use(
                    (name.family,),
                    name.name,
                    at(name.column),
                    len(name.name),
                    context.scope,
                    context.procedure,
                )
            )
        if kind.of == "truth" and tree.type not in ("truth", "value"):
            self.report(
                "TY405",
                scalar,
                found_ja=TYPE_WORDS[tree.type].ja,
                found_en=TYPE_WORDS[tree.type].en,
                wanted_ja="真偽",
                wanted_en="a truth",
                key=item.key,
            )
        return Expr(text, tree, place, f"{context.path}.{item.key}")

    def _tree(self, kind: Kind, node: Node, item: Declared, context: Context) -> law.Node:
        def complain(bad: law.Bad) -> None:
            self.report(
                "TY601",
                bad.at.place,
                width=bad.at.width,
                reason_ja=bad.what.ja,
                reason_en=bad.what.en,
                expected_ja=bad.expected.ja,
                expected_en=bad.expected.en,
            )

        tree = law.parse_tree(_plain(node), complain)
        for branch in law.walk(tree):
            if isinstance(branch, law.Fact):
                self.uses.append(
                    Use(
                        ("facts",),
                        branch.id,
                        branch.place,
                        len(branch.id),
                        context.scope,
                        "",
                    )
                )
        return tree

    def _date(self, kind: Kind, node: Node, item: Declared, context: Context) -> dt.date | None:
        scalar = self._scalar(node, item, Text(ja="日付", en="a date"))
        if scalar is None:
            return None
        try:
            return dt.date.fromisoformat(scalar.text)
        except ValueError:
            self.report("TY109", scalar, found=scalar.text)
            return None

    def _moment(self, kind: Kind, node: Node, item: Declared, context: Context) -> When | None:
        scalar = self._scalar(node, item, Text(ja="時点", en="a moment"))
        if scalar is None:
            return None
        moment = parse_moment(scalar.text, context.zero_ms)
        if moment is None:
            self.report("TY113", scalar, found=scalar.text)
            return None
        return When(ms=moment, text=scalar.text)

    def _mark_or_moment(
        self, kind: Kind, node: Node, item: Declared, context: Context
    ) -> str | None:
        scalar = self._scalar(node, item, Text(ja="標か時点", en="a mark or a moment"))
        if scalar is None:
            return None
        if parse_moment(scalar.text, context.zero_ms) is None:
            self.use(("marks",), scalar, context)
        return scalar.text

    def _trigger(self, kind: Kind, node: Node, item: Declared, context: Context) -> str | None:
        scalar = self._scalar(node, item, Text(ja="契機", en="a trigger"))
        if scalar is None:
            return None
        word, _, name = scalar.text.partition(" ")
        family = _TRIGGERS.get(word)
        if family is None or not name.strip():
            example = ", ".join(f"{one} NAME" for one in _TRIGGERS)
            self.report("TY110", scalar, found=scalar.text, key=item.key, example=example)
            return None
        place = scalar.place
        start = place.column + len(word) + (1 if scalar.plain else 2)
        at = Place(place.file, place.line, start)
        name = name.strip()
        self.uses.append(Use((family,), name, at, len(name), context.scope, ""))
        return scalar.text

    def _pattern(self, kind: kinds.Pattern, node: Node, item: Declared, context: Context) -> str:
        text = self._words(kind, node, item, context)
        if text and not re.fullmatch(kind.regex, text):
            self.report("TY110", node, found=text, key=item.key, example=kind.example)
        return text

    def _clearance(self, kind: Kind, node: Node, item: Declared, context: Context) -> DatedWords:
        steps: list[tuple[dt.date, tuple[str, ...]]] = []
        if isinstance(node, MapNode):
            body = node.get("dated") or node
            for text, entry in body.entries.items() if isinstance(body, MapNode) else ():
                date = self._date(kind, entry.key, item, context)
                level = self._ref(kinds.Ref(("levels",)), entry.value, item, context)
                if date is not None and level is not None:
                    steps.append((date, (level,)))
                assert text
        else:
            level = self._ref(kinds.Ref(("levels",)), node, item, context)
            if level is not None:
                steps.append((dt.date.min, (level,)))
        return DatedWords(tuple(sorted(steps)))

    def _curve(
        self, kind: Kind, node: Node, item: Declared, context: Context
    ) -> tuple[tuple[float, float], ...]:
        body = node.get("curve") if isinstance(node, MapNode) else node
        points: list[tuple[float, float]] = []
        for point in body.items if isinstance(body, ListNode) else ():
            pair = [
                one.number() if isinstance(one, ScalarNode) else None
                for one in (point.items if isinstance(point, ListNode) else ())
            ]
            if len(pair) != 2 or pair[0] is None or pair[1] is None:
                self._wrong_shape(point, item, Text(ja="[x, y]", en="a point [x, y]"))
                return ()
            points.append((pair[0], pair[1]))
        if len(points) < 2 or sorted({x for x, _ in points}) != [x for x, _ in points]:
            wanted = Text(ja="x の昇順の点 [[x, y], …]", en="points [[x, y], …] with ascending x")
            self._wrong_shape(node, item, wanted)
        return tuple(points)

    def _start(
        self, kind: Kind, node: Node, item: Declared, context: Context
    ) -> dict[str, Initial]:
        if not isinstance(node, MapNode) or "value" in node.entries or "roll" in node.entries:
            return {"": self._initial(node, item, context)}
        found: dict[str, Initial] = {}
        for truth, entry in node.entries.items():
            self.use(("truths",), entry.key, context)
            inner = Context(
                f"{context.path}.{truth}", context.scope, "", context.cover, context.zero_ms
            )
            found[truth] = self._initial(entry.value, item, inner)
        return found

    def _initial(self, node: Node, item: Declared, context: Context) -> Initial:
        number = node.number() if isinstance(node, ScalarNode) else None
        if number is not None:
            return Initial(number)
        rolled = node.get("roll") if isinstance(node, MapNode) else None
        kind = kinds.Estimated("prob") if rolled is not None else kinds.Estimated("any", low=None)
        path = f"{context.path}.roll" if rolled is not None else context.path
        made = self.estimate(kind, rolled or node, item, path, context)
        if made is None:
            return Initial(0.0)
        if rolled is not None:
            return Initial(made.value, roll=made)
        return Initial(made.value, estimate=made)

    def _parts(
        self, kind: kinds.Parts, node: Node, item: Declared, context: Context
    ) -> dict[str, Estimate | None]:
        items = node.get("items") if isinstance(node, MapNode) else None
        if not isinstance(items, MapNode):
            return {"": self._estimated(kind.of, node, item, context)}
        return {
            name: self.estimate(
                kind.of, entry.value, item, f"{context.path}.{item.key}.{name}", context
            )
            for name, entry in items.entries.items()
        }

    def _list(
        self, kind: kinds.ListOf, node: Node, item: Declared, context: Context
    ) -> tuple[Any, ...]:
        nodes = node.items if isinstance(node, ListNode) else [node]
        if len(nodes) < kind.at_least:
            self.report(
                "TY112",
                node,
                count=len(nodes),
                least=kind.at_least,
                key=item.key,
                doc_ja=item.doc.ja,
                doc_en=item.doc.en,
            )
        if isinstance(kind.of, kinds.Nested):
            nested = kind.of
            return tuple(
                self.block(
                    nested.block,
                    one,
                    block_id=str(number),
                    place=_place(one),
                    context=_below(context, f"{item.key}.{number}"),
                    short=nested.short,
                    item=item,
                )
                for number, one in enumerate(nodes, start=1)
            )
        return tuple(self.value(kind.of, one, item, context) for one in nodes)

    def _map(
        self, kind: kinds.MapOf, node: Node, item: Declared, context: Context
    ) -> dict[Any, Any]:
        if not isinstance(node, MapNode):
            self._wrong_shape(node, item, Text(ja="対応表", en="a mapping"))
            return {}
        for double in node.doubles:
            self._double(node, double, item.key)
        found: dict[Any, Any] = {}
        inner = _covered(node, context)
        for key, entry in node.entries.items():
            if isinstance(kind.of, kinds.Estimated):
                if key in ("source", "assumed", "note"):
                    continue
                path = f"{context.path}.{item.key}.{key}"
                value: Any = self.estimate(kind.of, entry.value, item, path, inner)
            else:
                value = self.value(kind.of, entry.value, item, inner)
            found[self.value(kind.keys, entry.key, item, inner)] = value
        return found

    def _double(self, node: MapNode, double: Entry, section: str) -> None:
        self.report(
            "TY111",
            double.key,
            id=double.key.text,
            section=section,
            related=[
                (
                    node.entries[double.key.text].key.place,
                    Text(ja="最初の定義", en="first here"),
                )
            ],
        )

    def _nested(
        self, kind: kinds.Nested, node: Node, item: Declared, context: Context
    ) -> Block | None:
        return self.block(
            kind.block,
            node,
            block_id=item.key,
            place=_place(node),
            context=_below(context, item.key),
            short=kind.short,
            item=item,
        )

    def _blocks(
        self, kind: kinds.MapOfBlocks, node: Node, item: Declared, context: Context
    ) -> dict[str, Any]:
        if not isinstance(node, MapNode):
            self._wrong_shape(node, item, Text(ja="対応表", en="a mapping"))
            return {}
        for double in node.doubles:
            self._double(node, double, item.key)
        prefix = context.path if kind.inline else _join(context.path, item.key)
        return {
            key: self.owned(kind, item, entry, context, prefix)
            for key, entry in node.entries.items()
        }

    def owned(
        self, kind: kinds.MapOfBlocks, item: Declared, entry: Entry, context: Context, prefix: str
    ) -> Block | None:
        """Read one block that has an id of its own, and remember its name and address."""
        from tateyoko.world.procedures import Step

        block_id = entry.key.text
        if not _ID.fullmatch(block_id):
            self.report("TY115", entry.key, found=block_id)
        cls = Step if isinstance(kind.block, str) else kind.block
        path = f"{prefix}.{block_id}"
        procedure = block_id if item.key == "procedures" else context.procedure
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


def _place(node: "Node | Entry") -> Place:
    return node.key.place if isinstance(node, Entry) else node.place


def _width(node: "Node | Entry") -> int:
    return width_of(node.key) if isinstance(node, Entry) else width_of(node)


def _key(text: str, node: Node) -> ScalarNode:
    return ScalarNode(text, True, node.place, width_of(node))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _below(context: Context, key: str) -> Context:
    return Context(
        _join(context.path, key),
        context.scope,
        context.procedure,
        context.cover,
        context.zero_ms,
    )


def _covered(node: MapNode, context: Context) -> Context:
    """Return the context whose short forms are covered by this mapping's source or assumption.

    A source covers its own mapping only: it says where these numbers are from. An assumption
    covers the mappings inside as well, until one of them says otherwise.
    """
    source, assumed = node.get("source"), node.get("assumed")
    if isinstance(assumed, ScalarNode) and not assumed.is_null:
        cover = Cover(assumed=assumed.text)
    elif isinstance(source, ScalarNode) and not source.is_null:
        cover = Cover(source=source.text)
    else:
        cover = Cover(assumed=context.cover.assumed)
    return Context(context.path, context.scope, context.procedure, cover, context.zero_ms)


def _is_empty(node: Node, item: Declared) -> bool:
    """Whether nothing is written where nothing may be written."""
    return isinstance(node, ScalarNode) and node.is_null and not item.required


def _gathered(written: Entry | None, spare: dict[str, Entry], node: MapNode) -> Entry:
    """Return one entry that holds the keys that no field declares."""
    entries = dict(spare)
    if written is not None and isinstance(written.value, MapNode):
        entries = {**written.value.entries, **spare}
    body = MapNode(entries, [], node.place)
    return Entry(_key("", body), body)


def _plain(node: Node) -> law.Written:
    """Return a node as the law's reader takes it."""
    if isinstance(node, MapNode):
        mapping = {key: _plain(entry.value) for key, entry in node.entries.items()}
        return law.Written(mapping, node.place, 1)
    if isinstance(node, ListNode):
        return law.Written(tuple(_plain(item) for item in node.items), node.place, 1)
    number = node.number()
    return law.Written(node.text if number is None else number, node.place, node.width)
