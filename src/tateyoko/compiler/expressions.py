"""Expressions of an author become expressions of the net.

Pattern. The loader hands over a typed tree; here each name becomes the cell that carries it:
`called_off` the state ``value.called_off``, `holds(f)` the three-valued state ``fact.f``,
`believed(q)` a comparison of a belief with its threshold, `at(D-8d)` a truth that a command sets at
that time (never the clock itself, since nothing would wake what waits for it), `flow.x.remaining`
whatever the flow module says. The two sorts of the net, number and truth, are kept apart: a number
where a truth is needed is true from 1 up, a truth where a number is needed is 1 or 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import quoted, ref, stop
from tateyoko.text import Text
from tateyoko.world import expression as tree
from tateyoko.world.expression import Expr, Node

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft

__all__ = ["Expressions"]

_ARITHMETIC = ("+", "-", "*", "/")
_ORDER = ("<", "<=", ">", ">=")


@dataclass(slots=True)
class Expressions:
    """Turns the author's expressions into text for the net.

    Attributes
    ----------
    draft : Draft
        Where marks, timers and states are declared.
    families : dict
        Other mechanisms' names: ``flow.remaining`` and the like -> function that gives the text.
        The function's second argument says whether the clock may be read.
    """

    draft: Draft
    families: dict[str, Callable[[str, bool], str]] = field(default_factory=dict)
    functions: dict[str, Callable[[str], str]] = field(default_factory=dict)

    def truth(self, expr: Expr, *, clock: bool = False) -> str:
        """Return the text of an expression as a truth."""
        return _Reader(self, expr, clock).truth(expr.node)

    def number(self, expr: Expr, *, clock: bool = False) -> str:
        """Return the text of an expression as a number."""
        return _Reader(self, expr, clock).number(expr.node)

    def value(self, target: str, expr: Expr, *, clock: bool = True) -> str:
        """Return the text of what a fact (a truth) or a value (a number) is set to."""
        if target in self.draft.world.facts:
            return self.truth(expr, clock=clock)
        return self.number(expr, clock=clock)

    def settings(self, sets: dict[str, Expr] | object) -> list[str]:
        """Return the statements of a `sets:` mapping."""
        assert isinstance(sets, dict)
        return [
            f"put({self.cell(target)!r}, {self.value(target, expr)})"
            for target, expr in sets.items()
        ]

    def cell(self, target: str) -> str:
        """Return the id of the state behind a fact or a value of the scenario."""
        if target in self.draft.world.facts:
            from tateyoko.compiler.law import fact

            return fact(self.draft, target)
        return f"value.{target}"


class _Reader:
    """Reads one expression."""

    def __init__(self, owner: Expressions, expr: Expr, clock: bool) -> None:
        self.owner = owner
        self.draft = owner.draft
        self.expr = expr
        self.clock = clock

    def truth(self, node: Node) -> str:
        text, is_truth = self.read(node)
        return text if is_truth else f"truth({text})"

    def number(self, node: Node) -> str:
        text, is_truth = self.read(node)
        return f"select({text}, 1, 0)" if is_truth else text

    def read(self, node: Node) -> tuple[str, bool]:
        """Return the text of a node and whether it is a truth."""
        if isinstance(node, tree.Literal_):
            if node.type == "truth":
                return {0.0: "false", 1.0: "true"}.get(node.value, "unknown"), True
            return _number(node.value), False
        if isinstance(node, tree.Name):
            return self.name(node)
        if isinstance(node, tree.Call):
            return self.call(node)
        if isinstance(node, tree.Unary):
            if node.operator == "not":
                return f"(not {self.truth(node.operand)})", True
            return f"(-{self.number(node.operand)})", False
        return self.binary(node)

    def binary(self, node: tree.Binary) -> tuple[str, bool]:
        operator = node.operator
        if operator in ("and", "or"):
            return f"({self.truth(node.left)} {operator} {self.truth(node.right)})", True
        left, left_is_truth = self.read(node.left)
        right, right_is_truth = self.read(node.right)
        if operator in ("==", "!=") and left_is_truth and right_is_truth:
            same = f"(({left} and {right}) or (not {left} and not {right}))"
            return (same if operator == "==" else f"(not {same})"), True
        left = f"select({left}, 1, 0)" if left_is_truth else left
        right = f"select({right}, 1, 0)" if right_is_truth else right
        return f"({left} {operator} {right})", operator not in _ARITHMETIC

    def name(self, node: tree.Name) -> tuple[str, bool]:
        if node.family == "value":
            if node.id in self.draft.world.facts:
                return ref(self.owner.cell(node.id)), True
            return ref(f"value.{node.id}"), False
        family = self.owner.families.get(node.family)
        if family is None:
            raise self.unknown(f"{node.family}.{node.id}")
        return family(node.id, self.clock), False

    def call(self, node: tree.Call) -> tuple[str, bool]:
        function, argument = node.function, node.argument
        if function in ("min", "max"):
            parts = ", ".join(self.number(part) for part in node.arguments)
            return f"{function}({parts})", False
        if function == "happened":
            return f"({self.mark('count', argument)} > 0)", True
        if function == "count":
            return self.mark("count", argument), False
        if function == "time":
            never = self.draft.scenario.horizon_ms
            first = self.mark("first", argument)
            return f"select({self.mark('count', argument)} > 0, {first}, {never})", False
        if function == "at":
            return self.draft.timer(int(float(argument))), True
        if function in ("is_truth", "is_opponent"):
            return ref(f"{function.removeprefix('is_')}.{argument}"), True
        if function in ("busy", "queue"):
            return f"{function}({quoted(self.draft.posts.seat(argument))})", False
        special = self.owner.functions.get(function)
        if special is None:
            raise self.unknown(function)
        return special(argument), function in ("believed", "recognised", "holds", "censored")

    def mark(self, what: str, name: str) -> str:
        return f"{what}({self.draft.mark(name)})"

    def unknown(self, name: str) -> Exception:
        return stop(
            self.expr.place,
            Text(
                ja=f"式「{self.expr.text}」の {name} はこのシナリオにはありません。",
                en=f"'{name}' in '{self.expr.text}' does not exist in this scenario",
            ),
        )


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(float(value))
