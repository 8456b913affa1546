"""Reading single values: texts, names, words, numbers, dates, moments, expressions, trees."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from tateyoko import law
from tateyoko.errors import Place, did_you_mean
from tateyoko.text import Text
from tateyoko.world import kinds
from tateyoko.world.context import Context, Use
from tateyoko.world.expression import ARITHMETIC, FUNCTIONS, TYPE_WORDS, Expr
from tateyoko.world.grammar import Mistake, parse_expression
from tateyoko.world.kinds import Declared, Kind
from tateyoko.world.moment import When, parse_moment
from tateyoko.world.organisation import DatedWords
from tateyoko.world.place import ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from tateyoko.world.parse import Reader

__all__ = [
    "read_choice",
    "read_clearance",
    "read_curve",
    "read_date",
    "read_expression",
    "read_flag",
    "read_mark_or_moment",
    "read_moment",
    "read_name",
    "read_number",
    "read_pattern",
    "read_ref",
    "read_said",
    "read_tree",
    "read_trigger",
    "read_words",
    "scalar_of",
]

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
# What an expression of some field must be: its name for people, and the types that will do.
_WANTED = {
    "truth": (TYPE_WORDS["truth"], ("truth", "value")),
    "number": (TYPE_WORDS["number"], ("number", "count", "value")),
}
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_TRIGGERS = {
    "mark": "marks",
    "judgement": "judgements",
    "inject": "injects",
    "event": "events",
    "procedure": "procedures",
}


def scalar_of(reader: "Reader", node: Node, item: Declared, wanted: Text) -> ScalarNode | None:
    """Return the node if it is a single value; else report it and return None."""
    if isinstance(node, ScalarNode) and not node.is_null:
        return node
    reader.wrong_shape(node, item, wanted)
    return None


def read_said(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> Text | None:
    """Read a text in both languages."""
    if isinstance(node, ScalarNode) and not node.is_null:
        return Text(ja=node.text, en=node.text)
    if not isinstance(node, MapNode):
        reader.wrong_shape(node, item, Text(ja="文", en="a text"))
        return None
    for key, entry in node.entries.items():
        if key not in ("ja", "en"):
            reader.report("TY102", entry.key, key=key, known="ja, en")
    texts = {}
    for lang in ("ja", "en"):
        text = node.get(lang)
        if isinstance(text, ScalarNode) and text.text.strip():
            texts[lang] = text.text
        else:
            reader.report("TY114", node, lang=lang)
    return Text(ja=texts.get("ja", ""), en=texts.get("en", ""))


def read_words(reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context) -> str:
    """Read a word or sentence; empty when it was wrong."""
    scalar = scalar_of(reader, node, item, Text(ja="文字列", en="a word or sentence"))
    return "" if scalar is None else scalar.text


def read_name(
    reader: "Reader", kind: kinds.Name, node: Node, item: Declared, context: Context
) -> str | None:
    """Read a new name and declare it."""
    scalar = scalar_of(reader, node, item, Text(ja="名", en="a name"))
    if scalar is None:
        return None
    if not ID.fullmatch(scalar.text):
        reader.report("TY115", scalar, found=scalar.text)
        return None
    reader.declare_name(kind.of, context.scope, scalar.text, scalar.place)
    return scalar.text


def read_ref(
    reader: "Reader", kind: kinds.Ref, node: Node, item: Declared, context: Context
) -> str | None:
    """Read a name that is declared elsewhere; it is looked up at the end."""
    scalar = scalar_of(reader, node, item, Text(ja="名", en="a name"))
    if scalar is None:
        return None
    if scalar.text not in kind.words:
        reader.use(kind.to, scalar, context)
    return scalar.text


def read_choice(
    reader: "Reader", kind: kinds.Choice, node: Node, item: Declared, context: Context
) -> str | None:
    """Read one of a few words."""
    scalar = scalar_of(reader, node, item, Text(ja="語", en="a word"))
    if scalar is None:
        return None
    if scalar.text in kind.words:
        return scalar.text
    reader.report(
        "TY105",
        scalar,
        found=scalar.text,
        key=item.key,
        known=", ".join(kind.words),
        hint=did_you_mean(scalar.text, kind.words),
    )
    return None


def read_flag(reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context) -> bool:
    """Read true or false."""
    if isinstance(node, ScalarNode) and node.text in _FLAGS:
        return _FLAGS[node.text]
    reader.wrong_shape(node, item, Text(ja="true か false", en="true or false"))
    return False


def read_number(
    reader: "Reader", kind: kinds.Number, node: Node, item: Declared, context: Context
) -> float | int:
    """Read a plain number."""
    number = node.number() if isinstance(node, ScalarNode) else None
    if number is None or (kind.whole and number != int(number)):
        wanted = (
            Text(ja="整数", en="a whole number") if kind.whole else Text(ja="数", en="a number")
        )
        reader.wrong_shape(node, item, wanted)
        return 0
    low = -float("inf") if kind.low is None else kind.low
    high = float("inf") if kind.high is None else kind.high
    if not low <= number <= high:
        reader.report(
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


def read_expression(
    reader: "Reader", kind: kinds.Expression, node: Node, item: Declared, context: Context
) -> Expr | None:
    """Read an expression, remember the names it asks about, and check its type."""
    scalar = scalar_of(reader, node, item, Text(ja="式", en="an expression"))
    if scalar is None:
        return None
    text = scalar.text
    shift = scalar.place.column + (0 if scalar.plain else 1)
    place = scalar.place

    def at(column: int) -> Place:
        return Place(place.file, place.line, shift + column)

    try:
        tree, used = parse_expression(text, reader.numbers.counted)
    except Mistake as mistake:
        values = dict(mistake.values)
        if mistake.code == "TY402":
            values["hint"] = did_you_mean(str(values["name"]), [*FUNCTIONS, *ARITHMETIC])
        reader.report(mistake.code, at(mistake.column), width=mistake.width, **values)
        return None
    for name in used:
        if name.family == "moments":
            if parse_moment(name.name, context.zero_ms) is None:
                reader.report("TY113", at(name.column), width=len(name.name), found=name.name)
            continue
        reader.uses.append(
            Use(
                (name.family,),
                name.name,
                at(name.column),
                len(name.name),
                context.scope,
                context.procedure,
            )
        )
    wanted = _WANTED.get(kind.of)
    if wanted is not None and tree.type not in wanted[1]:
        reader.report(
            "TY405",
            scalar,
            found_ja=TYPE_WORDS[tree.type].ja,
            found_en=TYPE_WORDS[tree.type].en,
            wanted_ja=wanted[0].ja,
            wanted_en=wanted[0].en,
            key=item.key,
        )
    return Expr(text, tree, place, f"{context.path}.{item.key}")


def read_tree(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> law.Node:
    """Read a tree of the law and remember the facts it asks for."""

    def complain(bad: law.Bad) -> None:
        reader.report(
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
            reader.uses.append(
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


def read_date(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> dt.date | None:
    """Read a calendar date."""
    scalar = scalar_of(reader, node, item, Text(ja="日付", en="a date"))
    if scalar is None:
        return None
    try:
        return dt.date.fromisoformat(scalar.text)
    except ValueError:
        reader.report("TY109", scalar, found=scalar.text)
        return None


def read_moment(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> When | None:
    """Read a moment of the scenario clock."""
    scalar = scalar_of(reader, node, item, Text(ja="時点", en="a moment"))
    if scalar is None:
        return None
    moment = parse_moment(scalar.text, context.zero_ms)
    if moment is None:
        reader.report("TY113", scalar, found=scalar.text)
        return None
    return When(ms=moment, text=scalar.text)


def read_mark_or_moment(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> str | None:
    """Read a moment, or else the name of a mark."""
    scalar = scalar_of(reader, node, item, Text(ja="標か時点", en="a mark or a moment"))
    if scalar is None:
        return None
    if parse_moment(scalar.text, context.zero_ms) is None:
        reader.use(("marks",), scalar, context)
    return scalar.text


def read_trigger(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> str | None:
    """Read what starts a procedure: a word and a name."""
    scalar = scalar_of(reader, node, item, Text(ja="契機", en="a trigger"))
    if scalar is None:
        return None
    word, _, name = scalar.text.partition(" ")
    family = _TRIGGERS.get(word)
    if family is None or not name.strip():
        example = ", ".join(f"{one} NAME" for one in _TRIGGERS)
        reader.report("TY110", scalar, found=scalar.text, key=item.key, example=example)
        return None
    place = scalar.place
    start = place.column + len(word) + (1 if scalar.plain else 2)
    at = Place(place.file, place.line, start)
    name = name.strip()
    reader.uses.append(Use((family,), name, at, len(name), context.scope, ""))
    return scalar.text


def read_pattern(
    reader: "Reader", kind: kinds.Pattern, node: Node, item: Declared, context: Context
) -> str:
    """Read a string of a fixed form."""
    text = read_words(reader, kind, node, item, context)
    if text and not re.fullmatch(kind.regex, text):
        reader.report("TY110", node, found=text, key=item.key, example=kind.example)
    return text


def read_clearance(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> DatedWords:
    """Read a level of secrecy, perhaps one for each date."""
    steps: list[tuple[dt.date, tuple[str, ...]]] = []
    if isinstance(node, MapNode):
        body = node.get("dated") or node
        for text, entry in body.entries.items() if isinstance(body, MapNode) else ():
            date = read_date(reader, kind, entry.key, item, context)
            level = read_ref(reader, kinds.Ref(("levels",)), entry.value, item, context)
            if date is not None and level is not None:
                steps.append((date, (level,)))
            assert text
    else:
        level = read_ref(reader, kinds.Ref(("levels",)), node, item, context)
        if level is not None:
            steps.append((dt.date.min, (level,)))
    return DatedWords(tuple(sorted(steps)))


def read_curve(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> tuple[tuple[float, float], ...]:
    """Read the points of a curve."""
    body = node.get("curve") if isinstance(node, MapNode) else node
    points: list[tuple[float, float]] = []
    for point in body.items if isinstance(body, ListNode) else ():
        pair = [
            one.number() if isinstance(one, ScalarNode) else None
            for one in (point.items if isinstance(point, ListNode) else ())
        ]
        if len(pair) != 2 or pair[0] is None or pair[1] is None:
            reader.wrong_shape(point, item, Text(ja="[x, y]", en="a point [x, y]"))
            return ()
        points.append((pair[0], pair[1]))
    if len(points) < 2 or sorted({x for x, _ in points}) != [x for x, _ in points]:
        wanted = Text(ja="x の昇順の点 [[x, y], …]", en="points [[x, y], …] with ascending x")
        reader.wrong_shape(node, item, wanted)
    return tuple(points)


def _plain(node: Node) -> law.Written:
    """Return a node as the law's reader takes it."""
    if isinstance(node, MapNode):
        mapping = {key: _plain(entry.value) for key, entry in node.entries.items()}
        return law.Written(mapping, node.place, 1)
    if isinstance(node, ListNode):
        return law.Written(tuple(_plain(item) for item in node.items), node.place, 1)
    number = node.number()
    return law.Written(node.text if number is None else number, node.place, node.width)
