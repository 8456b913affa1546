"""Reading the fields of one entry of a catalogue of law, each mistake reported at its place."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tateyoko import law
from tateyoko.errors import Place, Problem, did_you_mean
from tateyoko.law.catalogue import Deadline
from tateyoko.law.codes import mistake
from tateyoko.text import Text
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

__all__ = ["Fields", "Reference", "Report", "is_id"]

_ID = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")
_WANTED = {
    "text": Text(ja="{ja: …, en: …} の文", en="a text {ja: …, en: …}"),
    "word": Text(ja="語", en="a word"),
    "mapping": Text(ja="対応表", en="a mapping"),
    "list": Text(ja="リスト", en="a list"),
    "number": Text(ja="数", en="a number"),
    "bool": Text(ja="true か false", en="true or false"),
}


def is_id(text: str) -> bool:
    """Return whether a text may be an id of the catalogue."""
    return bool(_ID.match(text))


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that stands somewhere and must be declared.

    Attributes
    ----------
    code : str
        Code of the mistake when it is not.
    name : str
        The name.
    place : Place
        Where it stands.
    """

    code: str
    name: str
    place: Place


class Report:
    """Where mistakes and references of a whole catalogue are gathered."""

    def __init__(self, files: Files, problems: list[Problem]) -> None:
        self.files = files
        self.problems = problems
        self.references: list[Reference] = []

    def __call__(
        self,
        code: str,
        place: Place,
        width: int = 1,
        *,
        related: Sequence[tuple[Place, Text]] = (),
        hint: Text | None = None,
        **values: object,
    ) -> None:
        """Report one mistake."""
        line = self.files.line(place)
        self.problems.append(
            mistake(code, place, line=line, width=width, related=related, hint=hint, values=values)
        )

    def refer(self, code: str, node: ScalarNode) -> str:
        """Remember that a name must be declared, and return it."""
        self.references.append(Reference(code, node.text, node.place))
        return node.text

    def shape(self, key: str, node: Node, wanted: str) -> None:
        """Report a node of another form than its field wants."""
        found, words = describe(node), _WANTED[wanted]
        self(
            "LW106",
            node.place,
            width_of(node),
            key=key,
            found_ja=found[0],
            found_en=found[1],
            wanted_ja=words.ja,
            wanted_en=words.en,
        )


class Fields:
    """The fields of one entry; what nobody took is unknown.

    Parameters
    ----------
    node : MapNode
        The entry.
    owner : str
        Its name in reports.
    place : Place
        Where its name stands.
    report : Report
        Where mistakes go.
    base : Fields, optional
        The entry around a version; its fields hold where the version says nothing.

    Attributes
    ----------
    taken : set of str
        Fields that were asked for: those that an entry of this kind may have.
    """

    def __init__(
        self, node: MapNode, owner: str, place: Place, report: Report, base: "Fields | None" = None
    ) -> None:
        self.node, self.owner, self.place = node, owner, place
        self._report, self._base = report, base
        self.taken: set[str] = set()
        for double in node.doubles:
            first = node.entries[double.key.text].key.place
            related = [(first, Text(ja="最初の場所", en="first here"))]
            key = double.key
            report("LW120", key.place, key.width, related=related, key=key.text)

    def take(self, key: str) -> Node | None:
        """Return the node of a field, or None when it is not there or empty."""
        self.taken.add(key)
        node = self.node.get(key)
        if node is None and self._base is not None:
            return self._base.take(key)
        return None if isinstance(node, ScalarNode) and node.is_null else node

    def has(self, key: str) -> bool:
        """Return whether a field is written."""
        return key in self.node.entries

    def need(self, key: str) -> Node | None:
        """Return the node of a field that must be there."""
        node = self.take(key)
        if node is None:
            self._report("LW105", self.place, len(self.owner), key=key, id=self.owner)
        return node

    def finish(self, also: Iterable[str] = ()) -> None:
        """Report every field that was not taken."""
        known = self.taken | set(also)
        for key, entry in self.node.entries.items():
            if key not in known:
                listed = ", ".join(sorted(known))
                hint = did_you_mean(key, known)
                self._report(
                    "LW104", entry.key.place, entry.key.width, hint=hint, key=key, known=listed
                )

    # -- values -------------------------------------------------------------------------------

    def text(self, key: str, *, needed: bool = False) -> Text | None:
        """Return a text in both languages."""
        node = self.need(key) if needed else self.take(key)
        return None if node is None else self._text(key, node)

    def label(self) -> Text:
        """Return the label, which every entry has."""
        return self.text("label", needed=True) or Text(ja=self.owner, en=self.owner)

    def _text(self, key: str, node: Node) -> Text | None:
        if not isinstance(node, MapNode):
            self._report.shape(key, node, "text")
            return None
        texts: dict[str, str] = {}
        for lang in ("ja", "en"):
            said = node.get(lang)
            if isinstance(said, ScalarNode) and said.text.strip():
                texts[lang] = " ".join(said.text.split())
            else:
                self._report("LW108", node.place, lang=lang)
        for other in set(node.entries) - {"ja", "en"}:
            key_node = node.entries[other].key
            self._report("LW104", key_node.place, key_node.width, key=other, known="ja, en")
        return Text(ja=texts["ja"], en=texts["en"]) if len(texts) == 2 else None

    def word(self, key: str, *, needed: bool = False, one_of: Sequence[str] = ()) -> str:
        """Return a word, one of some if they are given; empty when it is not there."""
        node = self.need(key) if needed else self.take(key)
        if node is None:
            return ""
        if not isinstance(node, ScalarNode):
            self._report.shape(key, node, "word")
            return ""
        text = " ".join(node.text.split())
        if one_of and text not in one_of:
            hint = did_you_mean(text, one_of)
            known = ", ".join(one_of)
            self._report(
                "LW107", node.place, node.width, hint=hint, found=text, key=key, known=known
            )
            return ""
        return text

    def scalars(self, key: str, *, needed: bool = False) -> list[ScalarNode]:
        """Return a word or a list of words as nodes."""
        node = self.need(key) if needed else self.take(key)
        if node is None:
            return []
        items = node.items if isinstance(node, ListNode) else [node]
        found = []
        for item in items:
            if isinstance(item, ScalarNode):
                found.append(item)
            else:
                self._report.shape(key, item, "word")
        return found

    def names(self, key: str, code: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return names that must be declared; ``code`` is the mistake when they are not."""
        return tuple(self._report.refer(code, one) for one in self.scalars(key, needed=needed))

    def name(self, key: str, code: str, *, needed: bool = False) -> str:
        """Return one name that must be declared."""
        node = self.need(key) if needed else self.take(key)
        if node is None:
            return ""
        if isinstance(node, ScalarNode):
            return self._report.refer(code, node)
        self._report.shape(key, node, "word")
        return ""

    def date(self, key: str) -> dt.date | None:
        """Return a day."""
        node = self.take(key)
        if node is None:
            return None
        if isinstance(node, ScalarNode):
            try:
                return dt.date.fromisoformat(node.text)
            except ValueError:
                self._report("LW109", node.place, node.width, found=node.text)
                return None
        self._report("LW109", node.place, found=describe(node)[1])
        return None

    def number(self, key: str, *, needed: bool = False) -> float | None:
        """Return a number."""
        node = self.need(key) if needed else self.take(key)
        if node is None:
            return None
        value = node.number() if isinstance(node, ScalarNode) else None
        if value is None:
            self._report.shape(key, node, "number")
        return value

    def truth(self, key: str) -> bool:
        """Return a yes or no; no when it is not there."""
        node = self.take(key)
        if node is None:
            return False
        if isinstance(node, ScalarNode) and node.text in ("true", "false"):
            return node.text == "true"
        self._report.shape(key, node, "bool")
        return False

    def tree(self, key: str, *, needed: bool = False) -> law.Node | None:
        """Return a tree of requirements; its leaves must be declared."""
        node = self.need(key) if needed else self.take(key)
        return None if node is None else self.read_tree(node)

    def read_tree(self, node: Node) -> law.Node:
        """Read a tree of requirements from a node."""
        tree = law.parse_tree(_written(node), self._bad)
        for leaf in law.walk(tree):
            if isinstance(leaf, law.Fact):
                self._report.references.append(Reference("LW121", leaf.id, leaf.place))
            elif isinstance(leaf, law.Compare):
                self._report.references.append(Reference("LW126", leaf.number, leaf.place))
        return tree

    def _bad(self, bad: law.Bad) -> None:
        self._report(
            "LW112",
            bad.at.place,
            max(bad.at.width, 1),
            what_ja=bad.what.ja,
            what_en=bad.what.en,
            expected_ja=bad.expected.ja,
            expected_en=bad.expected.en,
        )

    def parts(self, key: str, *, short: str = "") -> list["Fields"]:
        """Return the mappings of a list, each to be read and finished.

        Parameters
        ----------
        key : str
            Name of the field.
        short : str, optional
            Field that a bare word stands for.
        """
        node = self.take(key)
        if node is None:
            return []
        found = []
        for item in node.items if isinstance(node, ListNode) else [node]:
            made = self._part(key, item, short)
            if made is not None:
                found.append(made)
        return found

    def part(self, key: str, *, short: str = "") -> "Fields | None":
        """Return the mapping of a field, to be read and finished."""
        node = self.take(key)
        return None if node is None else self._part(key, node, short)

    def _part(self, key: str, item: Node, short: str) -> "Fields | None":
        if isinstance(item, ScalarNode) and short:
            entry = Entry(ScalarNode(short, True, item.place, 0), item)
            item = MapNode({short: entry}, [], item.place)
        if isinstance(item, MapNode):
            return Fields(item, f"{self.owner}.{key}", item.place, self._report)
        self._report.shape(key, item, "mapping")
        return None

    def deadline(self, key: str) -> Deadline | None:
        """Return a number of days from an act."""
        part = self.part(key, short="days")
        if part is None:
            return None
        made = Deadline(
            days=part.number("days"),
            start=part.name("from", "LW121"),
            fact=part.name("fact", "LW121"),
            cite=part.word("cite"),
            text=part.text("text"),
            place=part.place,
        )
        part.finish()
        return made

    def each(
        self, key: str, make: Callable[["Fields"], Any], *, short: str = ""
    ) -> tuple[Any, ...]:
        """Return what ``make`` makes of each mapping of a list."""
        made = []
        for part in self.parts(key, short=short):
            made.append(make(part))
            part.finish()
        return tuple(made)


def _written(node: Node) -> law.Written:
    """Return a node as the law's reader of trees takes it."""
    if isinstance(node, MapNode):
        mapping = {key: _written(entry.value) for key, entry in node.entries.items()}
        return law.Written(mapping, node.place, 1)
    if isinstance(node, ListNode):
        return law.Written(tuple(_written(item) for item in node.items), node.place, 1)
    number = node.number()
    return law.Written(node.text if number is None else number, node.place, node.width)
