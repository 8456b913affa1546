"""Where the reader is in a file, and the names that it has seen used."""

from dataclasses import dataclass

from tateyoko.errors import Place
from tateyoko.world.numbers import Cover
from tateyoko.world.place import Entry, MapNode, Node, ScalarNode, width_of

__all__ = ["Context", "Use", "below", "covered", "join", "made_key", "place_of", "width_at"]

_NO_COVER = Cover()


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


def place_of(node: "Node | Entry") -> Place:
    """Return where a node or the key of an entry begins."""
    return node.key.place if isinstance(node, Entry) else node.place


def width_at(node: "Node | Entry") -> int:
    """Return how many characters of it to underline."""
    return width_of(node.key) if isinstance(node, Entry) else width_of(node)


def made_key(text: str, node: Node) -> ScalarNode:
    """Return a key that the author did not write, at the place of a node."""
    return ScalarNode(text, True, node.place, width_of(node))


def join(path: str, key: str) -> str:
    """Return a path and a key as one address."""
    return f"{path}.{key}" if path else key


def below(context: Context, key: str) -> Context:
    """Return the context of a field inside."""
    return Context(
        join(context.path, key),
        context.scope,
        context.procedure,
        context.cover,
        context.zero_ms,
    )


def covered(node: MapNode, context: Context) -> Context:
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
