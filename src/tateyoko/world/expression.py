"""Expressions in quotes: a small typed language over the names of a world.

Python-like and closed: numbers with units, ``and or not``, comparisons, ``+ - * /``, ``min max
abs``, ``A if COND else B``, questions to the model such as ``happened(order)``, and names of
values. Every node has a type; arithmetic on a truth is an error, and so is a draw or the clock,
because a net evaluates its expressions an unknown number of times.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tateyoko.errors import Place
from tateyoko.text import Text

__all__ = [
    "BUILT_IN",
    "DRAWS",
    "FUNCTIONS",
    "PARTS",
    "TYPE_WORDS",
    "Binary",
    "Call",
    "Expr",
    "Name",
    "Node",
    "Quantity",
    "Type",
    "Unary",
    "names_in",
]

Type = Literal["truth", "time", "count", "money", "prob", "rate", "number", "value"]

TYPE_WORDS: dict[str, Text] = {
    "truth": Text(ja="真偽", en="a truth"),
    "time": Text(ja="時間", en="a time"),
    "count": Text(ja="数", en="a count"),
    "money": Text(ja="金額", en="an amount of money"),
    "prob": Text(ja="確率", en="a probability"),
    "rate": Text(ja="頻度", en="a rate"),
    "number": Text(ja="無次元の数", en="a plain number"),
    "value": Text(ja="状態値", en="a value"),
    "any": Text(ja="任意の値", en="any value"),
}

# Questions to the model: the family of names that the argument comes from, and the answer's type.
FUNCTIONS: dict[str, tuple[str, Type]] = {
    "believed": ("questions", "truth"),
    "belief": ("questions", "number"),
    "recognised": ("questions", "truth"),
    "happened": ("marks", "truth"),
    "holds": ("facts", "truth"),
    "count": ("marks", "count"),
    "time": ("marks", "time"),
    "censored": ("marks", "truth"),
    "at": ("moments", "truth"),
    "busy": ("posts", "count"),
    "queue": ("posts", "count"),
    "away": ("posts", "truth"),
    "vacant": ("posts", "truth"),
    "acting": ("posts", "truth"),
    "post_hours": ("posts", "time"),
    "vacant_time": ("posts", "time"),
    "mean_time": ("procedures", "time"),
}
ARITHMETIC = ("min", "max", "abs")

# Figures that every run keeps and that measures may read.
BUILT_IN: dict[str, Type] = {
    "minister_hours": "time",
    "delegated_acts": "count",
    "contrary_acts": "count",
    "incidents": "count",
}
FLOW_PARTS = ("remaining", "moved", "moving", "left_early", "returned")

# Blocks whose figures an expression may read as ``word.ID.part``: word, section, parts and types.
PARTS: dict[str, tuple[str, dict[str, Type]]] = {
    "flow": ("flows", dict.fromkeys(FLOW_PARTS, "count")),
    "audience": ("audiences", {"trust": "prob", "believing": "prob"}),
    "compliance": ("compliance", {"share": "prob", "next": "prob", "shadow": "count"}),
    "stock": ("stocks", {"days": "time", "unmet": "prob"}),
    "cover": ("cover", {"sailing": "prob", "premium": "prob", "cost": "money"}),
}

DRAWS = frozenset(
    {
        "bernoulli",
        "binomial",
        "chance",
        "choice",
        "draw",
        "exponential",
        "gauss",
        "lognormal",
        "normal",
        "poisson",
        "rand",
        "random",
        "roll",
        "sample",
        "triangular",
        "uniform",
        "weibull",
    }
)
CLOCKS = frozenset({"now", "clock", "today", "elapsed", "waited"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in base units; ``true``, ``unknown`` and ``false`` are 1, 0.5 and 0."""

    value: float
    type: Type


@dataclass(frozen=True, slots=True)
class Name:
    """Something that has a value.

    Attributes
    ----------
    family : str
        ``values`` (of the scenario), a section of `PARTS` such as ``flows`` (``id`` is then
        ``sakishima.remaining``) or ``built_in`` (see `BUILT_IN`).
    id : str
        Its name.
    type : str
        A scenario value has type ``value``: a number that may also stand as a truth (true when
        it is 1).
    """

    family: str
    id: str
    type: Type


@dataclass(frozen=True, slots=True)
class Call:
    """A question to the model, or ``min``, ``max``, ``abs``, ``if``.

    Attributes
    ----------
    function : str
        One of `FUNCTIONS`; ``is_truth`` or ``is_opponent`` (written ``truth == A``); ``min``,
        ``max``, ``abs``; ``if`` (arguments condition, then, else).
    argument : str
        The name asked about; the moment as written for ``at``; empty for arithmetic.
    type : str
        Type of the answer.
    arguments : tuple of Node
        Of arithmetic and ``if``.
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


Node = Quantity | Name | Call | Unary | Binary


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


def names_in(node: Node) -> Iterator[tuple[str, str]]:
    """Yield (family, name) of every name that an expression asks about, in written order."""
    match node:
        case Name(family=family, id=name):
            yield family, name
        case Call(function=function, argument=argument, arguments=arguments):
            if function == "is_truth":
                yield "truths", argument
            elif function == "is_opponent":
                yield "opponents", argument
            elif function in FUNCTIONS:
                yield FUNCTIONS[function][0], argument
            for inner in arguments:
                yield from names_in(inner)
        case Unary(operand=operand):
            yield from names_in(operand)
        case Binary(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case Quantity():
            return
