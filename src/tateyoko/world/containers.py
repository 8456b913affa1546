"""Reading what holds other things: estimates, lists, mappings, nested blocks, initial values."""

from typing import TYPE_CHECKING, Any

from tateyoko.text import Text
from tateyoko.world import kinds
from tateyoko.world.context import Context, below, covered, join, place_of
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import Block, Declared, Kind
from tateyoko.world.place import Entry, ListNode, MapNode, Node, ScalarNode
from tateyoko.world.scenario import Initial

if TYPE_CHECKING:
    from tateyoko.world.parse import Reader

__all__ = [
    "read_blocks",
    "read_estimated",
    "read_initial",
    "read_list",
    "read_map",
    "read_nested",
    "read_parts",
    "read_shares",
    "read_start",
    "report_double",
]


def read_estimated(
    reader: "Reader", kind: kinds.Estimated, node: Node, item: Declared, context: Context
) -> Estimate | None:
    """Read an estimate at the address of its field."""
    path = f"{context.path}.{item.key}" if context.path else item.key
    return reader.estimate(kind, node, item, path, context)


def read_start(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> dict[str, Initial]:
    """Read the initial value of a scenario value, one or one for each truth."""
    if not isinstance(node, MapNode) or "value" in node.entries or "roll" in node.entries:
        return {"": read_initial(reader, node, item, context)}
    found: dict[str, Initial] = {}
    for truth, entry in node.entries.items():
        reader.use(("truths",), entry.key, context)
        inner = Context(
            f"{context.path}.{truth}", context.scope, "", context.cover, context.zero_ms
        )
        found[truth] = read_initial(reader, entry.value, item, inner)
    return found


def read_initial(reader: "Reader", node: Node, item: Declared, context: Context) -> Initial:
    """Read the initial value in one truth: a number, a roll or an estimate."""
    bare = node.get("value") if isinstance(node, MapNode) and len(node.entries) == 1 else node
    number = bare.number() if isinstance(bare, ScalarNode) else None
    if number is not None:
        return Initial(number)
    rolled = node.get("roll") if isinstance(node, MapNode) else None
    kind = kinds.Estimated("prob") if rolled is not None else kinds.Estimated("any", low=None)
    path = f"{context.path}.roll" if rolled is not None else context.path
    made = reader.estimate(kind, rolled or node, item, path, context)
    if made is None:
        return Initial(0.0)
    if rolled is not None:
        return Initial(made.value, roll=made)
    return Initial(made.value, estimate=made)


def read_shares(
    reader: "Reader", kind: Kind, node: Node, item: Declared, context: Context
) -> dict[str, Estimate | float | None]:
    """Read shares of truths: a plain 0 or 1, an estimate, or None for what is left."""
    if not isinstance(node, MapNode):
        reader.wrong_shape(node, item, Text(ja="対応表", en="a mapping"))
        return {}
    for double in node.doubles:
        report_double(reader, node, double, item.key)
    inner = covered(node, context)
    found: dict[str, Estimate | float | None] = {}
    for truth, entry in node.entries.items():
        if truth in ("source", "assumed", "note"):
            continue
        reader.use(("truths",), entry.key, context)
        value = entry.value
        number = value.number() if isinstance(value, ScalarNode) else None
        if isinstance(value, ScalarNode) and value.text == "rest":
            found[truth] = None
        elif number in (0.0, 1.0):
            found[truth] = number
        else:
            path = f"{context.path}.{item.key}.{truth}"
            made = reader.estimate(kinds.Estimated("prob"), value, item, path, inner)
            if made is None:
                return {}
            found[truth] = made
    rests = sum(share is None for share in found.values())
    total = sum(_centre(share) for share in found.values())
    if rests > 1 or (rests == 1 and total > 1.0) or (not rests and abs(total - 1.0) > 1e-9):
        reader.report("TY511", node, key=item.key, total=f"{total:g}", rests=rests)
    return found


def _centre(share: Estimate | float | None) -> float:
    return share.value if isinstance(share, Estimate) else share or 0.0


def read_parts(
    reader: "Reader", kind: kinds.Parts, node: Node, item: Declared, context: Context
) -> dict[str, Estimate | None]:
    """Read one estimate, or several named ones."""
    items = node.get("items") if isinstance(node, MapNode) else None
    if not isinstance(items, MapNode):
        return {"": read_estimated(reader, kind.of, node, item, context)}
    return {
        name: reader.estimate(
            kind.of, entry.value, item, f"{context.path}.{item.key}.{name}", context
        )
        for name, entry in items.entries.items()
    }


def read_list(
    reader: "Reader", kind: kinds.ListOf, node: Node, item: Declared, context: Context
) -> tuple[Any, ...]:
    """Read a list; one item may stand alone."""
    nodes = node.items if isinstance(node, ListNode) else [node]
    if len(nodes) < kind.at_least:
        reader.report(
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
        read = (
            reader.block(
                nested.block,
                one,
                block_id=str(number),
                place=place_of(one),
                context=below(context, f"{item.key}.{number}"),
                short=nested.short,
                item=item,
            )
            for number, one in enumerate(nodes, start=1)
        )
        return tuple(block for block in read if block is not None)
    return tuple(reader.value(kind.of, one, item, context) for one in nodes)


def read_map(
    reader: "Reader", kind: kinds.MapOf, node: Node, item: Declared, context: Context
) -> dict[Any, Any]:
    """Read a mapping from names to values of one kind."""
    if not isinstance(node, MapNode):
        reader.wrong_shape(node, item, Text(ja="対応表", en="a mapping"))
        return {}
    for double in node.doubles:
        report_double(reader, node, double, item.key)
    found: dict[Any, Any] = {}
    inner = covered(node, context)
    for key, entry in node.entries.items():
        if isinstance(kind.of, kinds.Estimated):
            if key in ("source", "assumed", "note"):
                continue
            path = f"{context.path}.{item.key}.{key}"
            value: Any = reader.estimate(kind.of, entry.value, item, path, inner)
        else:
            value = reader.value(kind.of, entry.value, item, inner)
        found[reader.value(kind.keys, entry.key, item, inner)] = value
    return found


def report_double(reader: "Reader", node: MapNode, double: Entry, section: str) -> None:
    """Report a key that stands twice, with both places."""
    reader.report(
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


def read_nested(
    reader: "Reader", kind: kinds.Nested, node: Node, item: Declared, context: Context
) -> Block | None:
    """Read a small mapping with fields of its own."""
    return reader.block(
        kind.block,
        node,
        block_id=item.key,
        place=place_of(node),
        context=below(context, item.key),
        short=kind.short,
        item=item,
    )


def read_blocks(
    reader: "Reader", kind: kinds.MapOfBlocks, node: Node, item: Declared, context: Context
) -> dict[str, Any]:
    """Read a mapping from new ids to blocks."""
    if not isinstance(node, MapNode):
        reader.wrong_shape(node, item, Text(ja="対応表", en="a mapping"))
        return {}
    for double in node.doubles:
        report_double(reader, node, double, item.key)
    prefix = context.path if kind.inline else join(context.path, item.key)
    read = {
        key: reader.owned(kind, item, entry, context, prefix) for key, entry in node.entries.items()
    }
    return {key: block for key, block in read.items() if block is not None}
