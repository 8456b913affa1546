"""The closed set of kinds of field, and the one declaration from which everything else follows.

A block of the world language is a frozen dataclass. Each of its fields is declared once, with
`declare`: what kind of thing the author writes there, whether it must stand there, and what it
means in both languages. The reader (`parse`), the checks of names (`names`), the JSON Schema
(`schema`) and the reference page (`manual`) all read this declaration and nothing else.
"""

from collections.abc import Hashable, Iterator
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from typing import Any, Literal, cast

from tateyoko.errors import Place
from tateyoko.text import Text

__all__ = [
    "Block",
    "Choice",
    "Clearance",
    "Curve",
    "Date",
    "Declared",
    "Estimated",
    "Expression",
    "Flag",
    "Kind",
    "ListOf",
    "MapOf",
    "MapOfBlocks",
    "MarkOrMoment",
    "Moment",
    "Name",
    "Nested",
    "Number",
    "Parts",
    "Path",
    "Pattern",
    "Plain",
    "Ref",
    "Said",
    "Shape",
    "Shares",
    "Start",
    "Tree",
    "Trigger",
    "Words",
    "declare",
    "declared_fields",
]

Dimension = Literal["time", "count", "money", "prob", "rate", "factor", "logodds", "any"]
Shape = Literal["scalar", "distribution"]
Truth = Literal["truth", "time", "count", "number", "any"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What an author writes in a field; the subclasses are the closed set."""


@dataclass(frozen=True, slots=True)
class Said(Kind):
    """A text in both languages, ``{ja: …, en: …}``; a plain string serves both."""


@dataclass(frozen=True, slots=True)
class Words(Kind):
    """A string for people or for a machine, in one language, never a name that is looked up."""


@dataclass(frozen=True, slots=True)
class Name(Kind):
    """A new name that this place gives to something, such as a mark.

    Attributes
    ----------
    of : str
        The family of names it joins, such as ``marks``.
    """

    of: str


@dataclass(frozen=True, slots=True)
class Ref(Kind):
    """The name of something that is declared elsewhere.

    Attributes
    ----------
    to : tuple of str
        The sections or families of names it may come from: ``posts``, ``marks``, ``questions``,
        ``steps`` (keys of the same procedure) and so on.
    words : tuple of str
        Words that may stand instead of a name, such as ``end``.
    """

    to: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """``true`` or ``false`` (``yes`` and ``no`` as well)."""


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A plain number that is part of the structure and no estimate, such as a rank.

    Attributes
    ----------
    low, high : float or None
        Bounds, both included.
    whole : bool
        Whether it must be a whole number.
    """

    low: float | None = None
    high: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Estimated(Kind):
    """A number of the world with its unit and its source or assumption.

    Attributes
    ----------
    dimension : str
        What its unit measures.
    shape : str
        ``scalar`` (one value, perhaps with a range) or ``distribution``.
    low, high : float or None
        Bounds of every value, in base units, both included.
    structural : bool
        A bare number here is part of the structure and needs no source.
    """

    dimension: Dimension
    shape: Shape = "scalar"
    low: float | None = 0.0
    high: float | None = None
    structural: bool = False


@dataclass(frozen=True, slots=True)
class Expression(Kind):
    """An expression in quotes, see `tateyoko.world.expression`; ``of`` is the type it must have."""

    of: Truth = "truth"


@dataclass(frozen=True, slots=True)
class Tree(Kind):
    """A tree of the law: ``all``, ``any``, ``not``, ``at_least``, ``unless``, facts."""


@dataclass(frozen=True, slots=True)
class Date(Kind):
    """A calendar date such as ``2016-03-29``."""


@dataclass(frozen=True, slots=True)
class Moment(Kind):
    """A moment of a scenario: ``D-28d07:00``, ``D+1d``, ``T+90min``, ``D0``."""


@dataclass(frozen=True, slots=True)
class MarkOrMoment(Kind):
    """A mark or a moment."""


@dataclass(frozen=True, slots=True)
class Trigger(Kind):
    """What starts a procedure: ``mark NAME``, ``judgement ID``, ``inject ID`` and so on."""


@dataclass(frozen=True, slots=True)
class Path(Kind):
    """The address of a number or of a block, such as ``posts.js.hands``; ``*`` stands for any."""


@dataclass(frozen=True, slots=True)
class Plain(Kind):
    """A number or word whose dimension depends on the target of a patch."""


@dataclass(frozen=True, slots=True)
class Pattern(Kind):
    """A string of a fixed form.

    Attributes
    ----------
    regex : str
        The form, as a regular expression that must match the whole string.
    example : str
        One that matches, for messages and the reference page.
    """

    regex: str
    example: str


@dataclass(frozen=True, slots=True)
class Clearance(Kind):
    """A level of secrecy of the world, perhaps dated: ``secret`` or ``{2014-12-10: secret}``."""


@dataclass(frozen=True, slots=True)
class Start(Kind):
    """The initial value of a scenario value: a number, an estimate, or one for each truth."""


@dataclass(frozen=True, slots=True)
class Shares(Kind):
    """Shares of truths that make one: a certainty, estimates, and ``rest`` for one of them."""


@dataclass(frozen=True, slots=True)
class Parts(Kind):
    """One estimate, or several named ones as ``{items: {name: estimate}}``."""

    of: "Estimated"


@dataclass(frozen=True, slots=True)
class Curve(Kind):
    """A curve of straight pieces, ``{curve: [[x, y], …]}`` with ascending x; flat outside."""


@dataclass(frozen=True, slots=True)
class ListOf(Kind):
    """A list; one item may stand alone, without brackets."""

    of: Kind
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class MapOf(Kind):
    """A mapping from names to values of one kind.

    Attributes
    ----------
    keys : Kind
        What the names are: `Words`, a new `Name`, or a `Ref`.
    of : Kind
        What stands behind each.
    """

    keys: Kind
    of: Kind


@dataclass(frozen=True, slots=True)
class Nested(Kind):
    """A small mapping with fields of its own.

    Attributes
    ----------
    block : type of Block
        The dataclass that declares the fields.
    short : str
        The field that a bare value stands for; empty when there must be a mapping.
    """

    block: "type[Block]"
    short: str = ""


@dataclass(frozen=True, slots=True)
class MapOfBlocks(Kind):
    """A mapping from new ids to blocks; the written order is kept.

    Attributes
    ----------
    block : type of Block or str
        The dataclass; the string ``Step`` names the block that is being declared.
    short : str
        The field that a bare value stands for; empty when there must be a mapping.
    inline : bool
        Whether the field's own name is left out of the addresses of what it holds.
    """

    block: "type[Block] | str"
    short: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Something the author wrote as a mapping.

    Attributes
    ----------
    id : str
        Its key in the mapping around it; for a nested mapping, the field's name.
    path : str
        Its address, such as ``procedures.maritime_security.steps.approve``.
    place : Place
        File, line and column of its key.
    """

    id: str
    path: str
    place: Place


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared field.

    Attributes
    ----------
    key : str
        The word in the YAML file.
    attribute : str
        The attribute of the dataclass; it differs from ``key`` for words that Python reserves.
    kind : Kind
        What is written there.
    doc : Text
        What it means.
    required : bool
        Whether it must be there.
    group : str
        Exactly one field of a group may be there (at most one if ``group`` ends in ``?``).
    rest : bool
        Whether it also takes the keys of its block that no field declares.
    """

    key: str
    attribute: str
    kind: Kind
    doc: Text
    required: bool
    group: str
    rest: bool


def declare(
    kind: Kind,
    en: str,
    ja: str,
    *,
    default: Any = MISSING,
    key: str = "",
    group: str = "",
    rest: bool = False,
) -> Any:
    """Declare one field of a block.

    Parameters
    ----------
    kind : Kind
        What the author writes.
    en, ja : str
        What it means, one sentence without a full stop.
    default : object, optional
        Value of the attribute when the field is left out; without one the field is required.
        Lists and mappings are given as ``()`` and ``{}``.
    key : str, optional
        The word in the YAML file, when it is not the attribute's name.
    group : str, optional
        Exactly one field of the same group may be written (at most one when it ends in ``?``).
    rest : bool, default False
        Also takes the keys of the block that no field declares.

    Returns
    -------
    object
        A dataclass field.
    """
    metadata = {
        "kind": kind,
        "doc": Text(ja=ja, en=en),
        "key": key,
        "group": group,
        "rest": rest,
    }
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


def _is_required(item: "Field[Any]") -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def declared_fields(block: type[Block]) -> tuple[Declared, ...]:
    """Return the declared fields of a block, in the order of the dataclass."""
    return _declared(cast("Hashable", block))


@cache
def _declared(block: Any) -> tuple[Declared, ...]:
    return tuple(_declarations(block))


def _declarations(block: type[Block]) -> Iterator[Declared]:
    for item in fields(block):
        if "kind" in item.metadata:
            yield Declared(
                key=item.metadata["key"] or item.name,
                attribute=item.name,
                kind=item.metadata["kind"],
                doc=item.metadata["doc"],
                required=_is_required(item),
                group=item.metadata["group"],
                rest=item.metadata["rest"],
            )
