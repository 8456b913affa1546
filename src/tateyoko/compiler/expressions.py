"""Expressions of an author become expressions of the net.

Pattern. The loader hands over a typed tree; here each name becomes the cell that carries it:
`called_off` the state ``value.called_off``, `holds(f)` the three-valued state ``fact.f``,
`belief(q)` the log-odds over the threshold, `at(D-8d)` a truth that a command sets at
that time (never the clock itself, since nothing would wake what waits for it), `flow.x.remaining`
whatever the flow module says. The two sorts of the net, number and truth, are kept apart: a number
where a truth is needed is true from 1 up, a truth where a number is needed is 1 or 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tateyoko.compiler.audiences import audience_value
from tateyoko.compiler.compliance import compliance_value
from tateyoko.compiler.cover import cover_value
from tateyoko.compiler.draft import Draft, quoted, ref, stop
from tateyoko.compiler.flows import flow_value
from tateyoko.compiler.judgement import about_question, over_threshold
from tateyoko.compiler.law import fact
from tateyoko.compiler.stocks import stock_value
from tateyoko.errors import WorldError
from tateyoko.text import Text
from tateyoko.world import expression as tree
from tateyoko.world.expression import Expr, Node
from tateyoko.world.moment import parse_moment

__all__ = ["Expressions"]

_ARITHMETIC = ("+", "-", "*", "/")
#: Section -> what reads a part of one of its blocks.
_AMOUNTS: Mapping[str, Callable[[Draft, str, str], str]] = {
    "flows": flow_value,
    "audiences": audience_value,
    "compliance": compliance_value,
    "stocks": stock_value,
    "cover": cover_value,
}
#: Parts that change with the clock alone, so that nothing would wake what waits for them.
_CLOCKED = {("stocks", "days"), ("cover", "cost"), ("compliance", "share")}


@dataclass(slots=True)
class Expressions:
    """Turns the author's expressions into text for the net.

    Attributes
    ----------
    draft : Draft
        Where marks, timers and states are declared.
    figures : dict
        Names that only some expressions know, such as ``minister_hours`` in measures.
    """

    draft: Draft
    figures: dict[str, Callable[[str], str]] = field(default_factory=dict)

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

    def settings(self, sets: Mapping[str, Expr]) -> list[str]:
        """Return the statements of a `sets:` mapping."""
        return [
            f"put({self.cell(target)!r}, {self.value(target, expr)})"
            for target, expr in sets.items()
        ]

    def cell(self, target: str) -> str:
        """Return the id of the state behind a fact or a value of the scenario."""
        if target in self.draft.world.facts:
            return fact(self.draft, target)
        return f"value.{target}"

    def built_in(self, name: str, expr: Expr) -> str:
        """Return the text of a figure that every run keeps."""
        if name not in self.figures:
            raise self.unknown(name, expr)
        return self.figures[name](name)

    def question(self, function: str, argument: str, expr: Expr) -> tuple[str, bool]:
        """Return the text of a question that only some expressions may ask."""
        if function not in self.figures:
            raise self.unknown(function, expr)
        return self.figures[function](argument), False

    def clocked(self, expr: Expr) -> WorldError:
        """Return the error for a condition on something that the clock alone changes."""
        return stop(
            expr.place,
            Text(
                ja=f"条件「{expr.text}」は、時間だけで変わる量を読んでいます。",
                en=f"the condition '{expr.text}' reads an amount that time alone changes",
            ),
            Text(
                ja="指標・時系列・sets では読めます。"
                "条件では標（備蓄の thresholds など）を問います。",
                en="Measures, series and sets may read it. A condition asks for a mark, such as a"
                " threshold of the stock.",
            ),
            code="CP303",
        )

    def unknown(self, name: str, expr: Expr) -> WorldError:
        """Return the error for a name that means nothing here."""
        return stop(
            expr.place,
            Text(
                ja=f"式「{expr.text}」の {name} はこのシナリオのここでは使えません。",
                en=f"'{name}' in '{expr.text}' means nothing here in this scenario",
            ),
            code="CP302",
        )


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
        if isinstance(node, tree.Quantity):
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
        if node.family == "values":
            if node.id in self.draft.world.facts:
                return ref(self.owner.cell(node.id)), True
            return ref(f"value.{node.id}"), False
        if node.family in _AMOUNTS:
            if not self.clock and (node.family, node.id.partition(".")[2]) in _CLOCKED:
                raise self.owner.clocked(self.expr)
            return _AMOUNTS[node.family](self.draft, *node.id.split(".", 1)), False
        return self.owner.built_in(node.id, self.expr), False

    def call(self, node: tree.Call) -> tuple[str, bool]:
        function, argument = node.function, node.argument
        if function in ("min", "max", "abs"):
            parts = ", ".join(self.number(part) for part in node.arguments)
            return f"{function}({parts})", False
        if function == "if":
            condition, yes, no = node.arguments
            return f"select({self.truth(condition)}, {self.number(yes)}, {self.number(no)})", False
        if function == "happened":
            return f"({self.mark('count', argument)} > 0)", True
        if function == "count":
            return self.mark("count", argument), False
        if function == "time":
            never = self.draft.scenario.horizon_ms
            first = self.mark("first", argument)
            return f"select({self.mark('count', argument)} > 0, {first}, {never})", False
        if function == "at":
            ms = parse_moment(argument, self.draft.scenario.zero_ms)
            assert ms is not None, "the loader accepts no moment that cannot be read"
            return self.draft.timer(ms), True
        if function in ("is_truth", "is_opponent"):
            return ref(f"{function.removeprefix('is_')}.{argument}"), True
        if function in ("busy", "queue"):
            return f"{function}({quoted(self.draft.posts.seat(argument))})", False
        if function in ("away", "vacant", "acting"):
            return self.draft.successions.answer(function, argument), True
        if function == "holds":
            return ref(self.owner.cell(argument)), True
        if function in ("belief", "believed", "recognised"):
            return self.judged(function, argument)
        return self.owner.question(function, argument, self.expr)

    def judged(self, function: str, question: str) -> tuple[str, bool]:
        found = about_question(self.draft, question)
        if not found:
            raise self.owner.unknown(question, self.expr)
        if function == "belief":
            return over_threshold(found[0]), False
        if function == "believed":
            return f"({over_threshold(found[0])} > 0)", True
        return ref(f"recognised.{found[0].id}"), True

    def mark(self, what: str, name: str) -> str:
        return f"{what}({self.draft.mark(name)})"


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(float(value))
