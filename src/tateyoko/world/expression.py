"""Expressions in quotes: a small typed language over the names of a world."""

from dataclasses import dataclass
from typing import Literal

from tateyoko.errors import Place

__all__ = ["Binary", "Call", "Expr", "Literal_", "Name", "Node", "Type", "Unary"]

Type = Literal["truth", "time", "count", "money", "prob", "number", "word"]


@dataclass(frozen=True, slots=True)
class Literal_:
    """A number in base units, ``true``, ``false`` or ``unknown`` (1, 0, 0.5)."""

    value: float
    type: Type


@dataclass(frozen=True, slots=True)
class Name:
    """A value of the scenario, or a flow's ``remaining``, ``moved`` or ``moving``.

    Attributes
    ----------
    family : str
        ``value``, ``flow``, ``truth`` (the hidden truth) or ``opponent``.
    id : str
        ``called_off``; for a flow ``sakishima.remaining``.
    """

    family: str
    id: str
    type: Type


@dataclass(frozen=True, slots=True)
class Call:
    """A question to the model.

    Attributes
    ----------
    function : str
        ``believed``, ``recognised``, ``happened``, ``holds``, ``count``, ``time``, ``at``,
        ``busy``, ``queue``, ``is_truth``, ``is_opponent``, ``min`` or ``max``.
    argument : str
        The name asked about: question, mark, fact, post, truth, opponent, or moment for ``at``.
    arguments : tuple of Node
        Of ``min`` and ``max`` only.
    """

    function: str
    argument: str
    type: Type
    arguments: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class Unary:
    """``not`` or ``-``."""

    operator: str
    operand: "Node"
    type: Type


@dataclass(frozen=True, slots=True)
class Binary:
    """``and or == != < <= > >= + - * /``."""

    operator: str
    left: "Node"
    right: "Node"
    type: Type


Node = Literal_ | Name | Call | Unary | Binary


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression with its text and place.

    Attributes
    ----------
    text : str
        As the author wrote it.
    node : Node
        The typed tree.
    place : Place
        Where it begins.
    path : str
        Address of the field it stands in.
    """

    text: str
    node: Node
    place: Place
    path: str
