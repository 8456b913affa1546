"""Expressions and programs of a net as Python functions.

The builder writes expressions as bytecode for a stack machine. Interpreting it one operation at a
time is what the kernel does; here each piece of code is translated once into the text of a Python
function and compiled. The translation keeps the order of operations, so every number comes out of
the same sequence of IEEE operations, and an operation that can fail still fails at its own address
(FAULT-2).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from tateyoko.engine import dice, sojourn
from tateyoko.net.codes import F_DIVISION, F_INDEX, F_NAN, F_RANGE, NEVER, SOJOURN_BINS
from tateyoko.net.distributions import PARAMS
from tateyoko.net.opcodes import OPS

if TYPE_CHECKING:
    from tateyoko.engine.reference_run import Job
    from tateyoko.engine.reference_visits import Visits
    from tateyoko.net.compiled import Compiled

Function = Callable[["Visits", "Job | None", float], Any]

RULES_OF_OP = {
    **dict.fromkeys(("MIN", "MAX", "NOT", "ATLEAST"), "EXPR-1"),
    "SELECT": "EXPR-3",
    "CURVE": "EXPR-4",
    **dict.fromkeys(("ADD", "SUB", "MUL", "DIV", "NEG", "FLOOR", "CEIL", "EXP", "LOG"), "EXPR-5"),
    **dict.fromkeys(("NOW", "WAITED", "ELEM"), "EXPR-6"),
    **dict.fromkeys(("STORE", "STORET", "STORET2", "SATTR"), "PROG-1"),
    **dict.fromkeys(("SPAWN", "CANCELS", "CANCELG", "CANCELA"), "PROG-2"),
    "MARK": "PROG-3",
    "SPATTR": "PROG-4",
    "RELEASE": "PROG-5",
    "DRAW": "DICE-1",
    **dict.fromkeys(("ROLL", "RROLL", "WROLL"), "DICE-2"),
    "THROUGH": "CAL-1",
    "NEXT": "CAL-2",
    "SOJOURN": "VALUE-7",
}


class Fault(Exception):
    """A fault of the replication: ``args`` are its code and its place (FAULT-1)."""


#: Bounds of what is turned into whole numbers.
_MOST_BITS = float(1 << 53)
_MOST_SPAWNED = float(1 << 16)
_ELEMENTS = float(1 << 31)


class _Part(NamedTuple):
    """One entry of the symbolic stack."""

    text: str
    safe: bool  # cannot fail, so it need not be evaluated when its value is not wanted
    atom: bool  # cheap enough to be written twice
    number: bool  # never NaN


# ---- what the generated functions call
def _divide(x: float, y: float, place: int) -> float:
    if y == 0.0:
        raise Fault(F_DIVISION, place)
    return x / y


def _log(x: float, place: int) -> float:
    if not 0.0 < x < math.inf:
        raise Fault(F_NAN, place)
    return dice.log(x)


def _exp(x: float) -> float:
    return x if x != x else dice.exp(x)


def _checked(x: float, place: int) -> float:
    if x != x:
        raise Fault(F_NAN, place)
    return x


def _ceil(x: float) -> float:
    return -dice.whole(-x)


def _select(c: float, a: float, b: float) -> float:
    return a if c == 1.0 else b


def _whole_number(x: float, least: float, most: float, place: int) -> int:
    if not least <= x <= most:
        raise Fault(F_RANGE, place)
    return int(x)


def _has_bits(x: float, y: float, place: int) -> float:
    have = _whole_number(x, 0.0, _MOST_BITS, place)
    need = _whole_number(y, 0.0, _MOST_BITS, place)
    return float((have & need) == need)


def _spawned(number: float, first: float, place: int) -> tuple[int, int]:
    n = _whole_number(number, 0.0, _MOST_SPAWNED, place)
    if not abs(first) < _ELEMENTS:
        raise Fault(F_RANGE, place)
    return n, int(first)


def _moment(t: float, place: int) -> int:
    return _whole_number(t, 0.0, float(NEVER), place)


def _work(work: float, place: int) -> int:
    if not abs(work) <= NEVER:
        raise Fault(F_RANGE, place)
    return math.ceil(work)


def _through(run: Visits, calendar: int, t: float, work: float, place: int) -> float:
    return float(run.through(calendar, _moment(t, place), _work(work, place)))


def _element(about: float, place: int) -> float:
    return float(_whole_number(about, float(-NEVER), float(NEVER), place))


def _at_least(k: float, *truths: float) -> float:
    if sum(v == 1.0 for v in truths) >= k:
        return 1.0
    return 0.5 if sum(v >= 0.5 for v in truths) >= k else 0.0


def _index(table: tuple[int, int, int], i: float, j: float, place: int) -> int:
    base, d1, d2 = table
    if not (0.0 <= i < d1 and 0.0 <= j < d2):
        raise Fault(F_INDEX, place)
    return base + int(i) * d2 + int(j)


def _sojourn(run: Visits, first: int, share: float, place: int) -> float:
    if not 0.0 <= share <= 1.0:
        raise Fault(F_RANGE, place)
    return sojourn.quantile(run.cells[first : first + SOJOURN_BINS], share)


def _curve(points: tuple[list[float], list[float]], x: float) -> float:
    xs, ys = points
    if x <= xs[0]:
        return ys[0]
    for k in range(1, len(xs)):
        if x < xs[k]:
            share = (x - xs[k - 1]) / (xs[k] - xs[k - 1])
            return ys[k - 1] + (ys[k] - ys[k - 1]) * share
    return ys[-1]


_HELPERS: dict[str, Any] = {
    "divide": _divide,
    "log": _log,
    "checked": _checked,
    "whole": dice.whole,
    "ceil": _ceil,
    "exp": _exp,
    "select": _select,
    "has_bits": _has_bits,
    "spawned": _spawned,
    "moment": _moment,
    "through": _through,
    "element": _element,
    "at_least": _at_least,
    "index": _index,
    "curve": _curve,
    "sojourn": _sojourn,
}

_INFIX = {"ADD": "+", "SUB": "-", "MUL": "*"}
_COMPARE = {"LT": "<", "LE": "<=", "EQ": "=="}


class Translator:
    """Turns the code at an address of a net into a Python function.

    Parameters
    ----------
    net : Compiled
        The net.
    rules : bool
        Whether functions record the rules they use.
    """

    def __init__(self, net: Compiled, *, rules: bool) -> None:
        self._net = net
        self._rules = rules
        self._literals = {
            cell: net.cells[cell]
            for cell, name in enumerate(net.cell_names)
            if name.startswith("const ")
        }
        curves = [(list(curve.xs), list(curve.ys)) for curve in net.curves]
        self._names: dict[str, Any] = {**_HELPERS, "curves": curves}
        self._done: dict[int, Function] = {}

    def function(self, address: int, *, program: bool = False) -> Function:
        """Return the function of the code at an address; programs return delayed effects."""
        if address not in self._done:
            self._done[address] = self._translate(address, program=program)
        return self._done[address]

    def _translate(self, address: int, *, program: bool) -> Function:
        body = _Body(self._net, self._literals)
        result = body.run(address)
        lines = ["def f(run, job, elem):", " c = run.cells"]
        if self._rules and body.rules:
            lines.append(f" run.rules.update({sorted(body.rules)!r})")
        if program:
            lines.append(" effects = []")
        lines += [f" {line}" for line in body.lines]
        lines.append(" return effects" if program else f" return {result}")
        scope = dict(self._names)
        exec(compile("\n".join(lines), f"<code {address}>", "exec"), scope)
        function: Function = scope["f"]
        return function


class _Body:
    """The symbolic run of one piece of code."""

    def __init__(self, net: Compiled, literals: dict[int, float]) -> None:
        self.net, self.literals = net, literals
        self.lines: list[str] = []
        self.rules: set[str] = set()
        self.stack: list[_Part] = []
        self._temporaries = 0

    def run(self, address: int) -> str:
        """Translate up to the end of the code; returns the text of its value."""
        pc = address
        while True:
            op, arg = self.net.code[pc]
            name = OPS[op]
            if name in RULES_OF_OP:
                self.rules.add(RULES_OF_OP[name])
            if name == "STOP":
                if not self.stack:
                    return "1.0"
                top = self.stack[-1]
                return top.text if top.number else f"checked({top.text}, {pc})"
            self._operation(name, arg, pc)
            pc += 1

    def _push(
        self, text: str, *, safe: bool = True, atom: bool = False, number: bool = False
    ) -> None:
        self.stack.append(_Part(text, safe, atom, number))

    def _pop(self, n: int) -> list[_Part]:
        parts = self.stack[len(self.stack) - n :]
        del self.stack[len(self.stack) - n :]
        return parts

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"t{self._temporaries}"

    def _operation(self, name: str, arg: int, pc: int) -> None:
        if name == "LOAD":
            if arg in self.literals:
                self._push(repr(self.literals[arg]), atom=True, number=True)
            else:
                self._push(f"c[{arg}]", atom=True)
        elif name in _INFIX:
            x, y = self._pop(2)
            self._push(f"({x.text} {_INFIX[name]} {y.text})", safe=x.safe and y.safe)
        elif name in _COMPARE:
            x, y = self._pop(2)
            text = f"(1.0 if {x.text} {_COMPARE[name]} {y.text} else 0.0)"
            self._push(text, safe=x.safe and y.safe, number=True)
        elif name in ("MIN", "MAX"):
            self._extreme("<" if name == "MIN" else ">")
        elif name in _READS:
            self._push(_READS[name].format(arg), atom=name in ("ATTR", "ELEM"))
        elif name in _UNARY:
            (x,) = self._pop(1)
            self._push(
                _UNARY[name].format(x=x.text, arg=arg, pc=pc),
                safe=x.safe and name not in ("LOG", "NEXT", "SOJOURN"),
            )
        elif name in _MANY:
            self._many(name, arg, pc)
        else:
            self._statement(name, arg, pc)

    def _extreme(self, sign: str) -> None:
        """Take the smaller or larger: the first only if it truly is so."""
        x, y = self._pop(2)
        safe, number = x.safe and y.safe, x.number and y.number
        if x.atom and y.atom:
            text = f"({x.text} if {x.text} {sign} {y.text} else {y.text})"
        else:
            a, b = self._temporary(), self._temporary()
            text = f"({a} if ({a} := {x.text}) {sign} ({b} := {y.text}) else {b})"
        self._push(text, safe=safe, number=number)

    def _many(self, name: str, arg: int, pc: int) -> None:
        if name == "DIV":
            x, y = self._pop(2)
            self._push(f"divide({x.text}, {y.text}, {pc})", safe=False)
        elif name == "SELECT":
            c, a, b = self._pop(3)
            if a.safe and b.safe:
                text = f"({a.text} if {c.text} == 1.0 else {b.text})"
            else:
                text = f"select({c.text}, {a.text}, {b.text})"
            self._push(text, safe=a.safe and b.safe and c.safe, number=a.number and b.number)
        elif name == "BITS":
            x, y = self._pop(2)
            self._push(f"has_bits({x.text}, {y.text}, {pc})", safe=False, number=True)
        elif name == "ATLEAST":
            parts = self._pop(arg + 1)
            text = f"at_least({', '.join(p.text for p in parts)})"
            self._push(text, safe=all(p.safe for p in parts), number=True)
        elif name == "THROUGH":
            t, w = self._pop(2)
            self._push(f"through(run, {arg}, {t.text}, {w.text}, {pc})", safe=False)
        elif name in ("LOADT", "LOADT2"):
            self._push(f"c[{self._place(name, arg, pc)}]", safe=False)
        elif name == "DRAW":
            draw = self.net.draws[arg]
            texts = [p.text for p in self._pop(PARAMS[draw.kind])]
            texts += ["0.0"] * (3 - len(texts))
            text = f"run.draw(job, {draw.kind}, {draw.channel}, {', '.join(texts)})"
            self._push(text, safe=False)
        else:
            message = f"no translation of {name}"
            raise AssertionError(message)

    def _place(self, name: str, arg: int, pc: int) -> str:
        """Text of the cell number of a table element; bounds are tested (FAULT-2)."""
        two = name.endswith("2")
        indices = self._pop(2 if two else 1)
        i, j = indices[0].text, indices[1].text if two else "0.0"
        table = self.net.tables[arg]
        return f"index(({table.base}, {table.d1}, {table.d2}), {i}, {j}, {pc})"

    def _statement(self, name: str, arg: int, pc: int) -> None:
        """Operations that only programs contain; the stack is empty after each."""
        emit = self.lines.append
        if name == "STORE":
            emit(f"run.write({arg}, checked({self._pop(1)[0].text}, {pc}))")
        elif name in ("STORET", "STORET2"):
            # The value was pushed before the indices, and is evaluated before them.
            place = self._place(name, arg, pc)
            emit(f"v = {self._pop(1)[0].text}")
            emit(f"i = {place}")
            emit(f"run.write(i, checked(v, {pc}))")
        elif name == "SATTR":
            emit(f"job.attrs[{arg}] = checked({self._pop(1)[0].text}, {pc})")
        elif name == "SPATTR":
            emit(f"job.parent.attrs[{arg}] = checked({self._pop(1)[0].text}, {pc})")
            emit("run.touch(job.parent)")
        elif name == "MARK":
            emit(f"run.mark({arg})")
            emit(f"effects.append(('mark', {arg}))")
        elif name == "RELEASE":
            emit(f"effects.append(('release', {arg}))")
        elif name == "SPAWN":
            n, first = self._pop(2)
            emit(f"effects.append(('spawn', {arg}, *spawned({n.text}, {first.text}, {pc})))")
        elif name in ("CANCELS", "CANCELG"):
            what = "('cancel',)" if name == "CANCELS" else f"('cancel_group', {arg})"
            emit(f"if {self._pop(1)[0].text} == 1.0: effects.append({what})")
        elif name == "CANCELA":
            about = self._pop(1)[0].text
            emit(f"effects.append(('cancel_about', {arg}, element({about}, {pc})))")
        else:
            message = f"no translation of {name}"
            raise AssertionError(message)


_READS = {
    "ATTR": "job.attrs[{}]",
    "PATTR": "job.parent.attrs[{}]",
    "RATTR": "job.root.attrs[{}]",
    "NOW": "float(run.now)",
    "WAITED": "float(run.now - job.asked)",
    "ROLL": "run.roll(job.name, {})",
    "RROLL": "run.roll(job.root.name, {})",
    "WROLL": "run.roll(0, {})",
    "ELEM": "elem",
}
_UNARY = {
    "NEG": "(-{x})",
    "NOT": "(1.0 - {x})",
    "FLOOR": "whole({x})",
    "CEIL": "ceil({x})",
    "ABS": "abs({x})",
    "EXP": "exp({x})",
    "LOG": "log({x}, {pc})",
    "CURVE": "curve(curves[{arg}], {x})",
    "NEXT": "float(run.next_open({arg}, moment({x}, {pc})))",
    "SOJOURN": "sojourn(run, {arg}, {x}, {pc})",
}
_MANY = frozenset(("DIV", "SELECT", "BITS", "ATLEAST", "THROUGH", "LOADT", "LOADT2", "DRAW"))
