"""The expression language: Python's syntax, a closed vocabulary, compiled to stack code.

An *expression* is pure and has a sort, number or truth; a *program* is a list of straight-line
statements that may also write, draw, spawn, cancel, release and mark. Truth is 0 (false), 0.5
(unknown) or 1 (true) with ``and`` = min, ``or`` = max, ``not`` = 1 - x; arithmetic on a truth is
a mistake, so an unknown never leaks into a number. The module is long because each form of the
language is one small method.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tateyoko.net import codes, naming
from tateyoko.net.assembly import Assembly, Sort
from tateyoko.net.errors import Code, Mistake, unknown
from tateyoko.net.opcodes import OP, OPS, PURE

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "ADD",
    ast.Sub: "SUB",
    ast.Mult: "MUL",
    ast.Div: "DIV",
}
_ONE_NUMBER = {"floor": "FLOOR", "ceil": "CEIL", "abs": "ABS", "exp": "EXP", "log": "LOG"}
_FOLDED = {"min": "MIN", "max": "MAX"}
_CELL_FUNCTIONS = (
    "queue",
    "busy",
    "capacity",
    "first",
    "last",
    "count",
    "ended",
    "time_sum",
    "time_max",
)
_TESTS = {"holds": 1.0, "fails": 0.0, "unknown": 0.5}
_TRUTH_NAMES = {"true": 1.0, "false": 0.0, "unknown": 0.5}
_ROLLS = {"job": "ROLL", "root": "RROLL", "world": "WROLL"}
OWNERS = ("job", "parent", "root")
_FUNCTIONS = (
    *_ONE_NUMBER,
    *_FOLDED,
    *_CELL_FUNCTIONS,
    *_TESTS,
    "select",
    "at_least",
    "curve",
    "has_bits",
    "covers",
    "returned",
    "alive",
    "next",
    "through",
    "roll",
    "integral",
    "sojourn",
    "draw",
    "truth",
    "value",
)


@dataclass(slots=True, kw_only=True)
class Context:
    """Where code stands, hence what it may use.

    Attributes
    ----------
    element, place : str
        For messages, faults and explanations.
    job_type : str or None
        Type of the job whose attributes may be read; ``"*"`` = any type (only ``about``).
    luck : str
        Luck name of the step; only for programs.
    timeless : bool
        Whether ``now`` and ``waited`` are forbidden, because nothing would wake the code.
    waking : bool
        Whether attributes of the parent and the root are forbidden: writing them does not wake
        the jobs below, so a guard that read them could sleep for ever.
    measure : bool
        Whether ``integral`` and ``sojourn`` are allowed.
    channels : dict
        Draw names of the step by channel, shared by its programs.
    spawned : list
        Spawns of the step so far: (group, type, first, number), shared by its programs.
    """

    element: str
    place: str = ""
    job_type: str | None = None
    luck: str = ""
    timeless: bool = False
    waking: bool = False
    measure: bool = False
    channels: dict[int, str] = field(default_factory=dict)
    spawned: list[tuple[str | None, str, int | None, int | None]] = field(default_factory=list)


def compile_expression(
    net: Assembly,
    text: str,
    context: Context,
    *,
    sort: Sort | None = None,
    hoist: bool = True,
) -> tuple[int, set[int], Sort]:
    """Compile one expression.

    Parameters
    ----------
    net : Assembly
        Names, and where the code goes.
    text : str
        The expression.
    context : Context
        What it may use.
    sort : Sort, optional
        What it must be.
    hoist : bool
        Whether a parameters-only expression becomes a cell computed at t = 0.

    Returns
    -------
    reference : int
        How engines reach the value.
    reads : set of int
        Cells that the value depends on.
    sort : Sort
        What it is.

    Raises
    ------
    Mistake
        If the text is not an expression of the language.
    """
    work = Assembler(net, context)
    found = work.expression(_parse_expression(text))
    if sort is not None and found.joined(sort) is None:
        raise mixed(found, sort, text)
    out = work.out
    if hoist and len(out) == 1:
        op, arg = out[0]
        if OPS[op] == "LOAD":
            return arg << 2 | codes.CELL, work.reads, found
        if OPS[op] == "ATTR":
            return arg << 2 | codes.ATTRIBUTE, work.reads, found
    is_pure = all(OPS[op] in PURE for op, _ in out)
    if hoist and is_pure and work.reads <= net.fixed:
        cell = net.hoist(out, context.element, text, context.place)
        return cell << 2 | codes.CELL, work.reads, found
    address = net.place_code(out, context.element, text, context.place)
    return address << 2 | codes.CODE, work.reads, found


def _parse_expression(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise unreadable(text, error) from error


def unreadable(text: str, error: Exception) -> Mistake:
    """Mistake for text that Python's parser refuses."""
    why = getattr(error, "msg", error)
    return Mistake(Code.NOT_IN_LANGUAGE, f"'{text}' cannot be read ({why})")


def mixed(found: Sort, wanted: Sort, text: str) -> Mistake:
    """Mistake for a number where a truth is needed, or the other way."""
    if wanted is Sort.TRUTH:
        advice = "Compare it with something, or declare the value with truth=True."
    else:
        advice = "Arithmetic on a truth is not allowed: use select(truth, a, b)."
    return Mistake(
        Code.MIXED_SORTS, f"'{text}' is {found.value}, but {wanted.value} is needed", advice
    )


def dotted(node: ast.AST) -> str | None:
    """Return an id written as a name, a dotted name or a string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Constant) and node.value is None:
        return None
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return None if owner is None else f"{owner}.{node.attr}"
    return None


def literal_whole(node: ast.expr) -> int | None:
    """Return a whole literal number, else None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return int(node.value) if float(node.value).is_integer() else None
    return None


class Assembler:
    """Compiles one expression."""

    def __init__(self, net: Assembly, context: Context) -> None:
        self.net = net
        self.context = context
        self.out: list[tuple[int, int]] = []
        self.reads: set[int] = set()

    # ---- small helpers

    def emit(self, name: str, arg: int = 0) -> None:
        """Append an instruction."""
        self.out.append((OP[name], arg))

    def load(self, cell: int) -> Sort:
        """Append the reading of a cell."""
        self.emit("LOAD", cell)
        self.reads.add(cell)
        return Sort.TRUTH if cell in self.net.truths else Sort.NUMBER

    def need(self, node: ast.expr, wanted: Sort) -> None:
        """Compile an operand that must be a number or a truth."""
        found = self.expression(node)
        if found.joined(wanted) is None:
            raise mixed(found, wanted, ast.unparse(node))

    def name(self, node: ast.expr, kind: str) -> str:
        """Return the id that a node writes."""
        text = dotted(node)
        if text is None:
            message = f"'{ast.unparse(node)}' where the id of a {kind} is needed"
            raise Mistake(Code.NOT_IN_LANGUAGE, message)
        return text

    def among(self, node: ast.expr, kind: str, known: dict[str, int]) -> int:
        """Return the index of the element that a node names."""
        text = self.name(node, kind)
        if text not in known:
            raise unknown(text, kind, known)
        return known[text]

    def arguments(self, call: ast.Call, function: str, least: int, most: int) -> list[ast.expr]:
        """Return a call's arguments after counting them."""
        count = len(call.args)
        if call.keywords or not least <= count <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise Mistake(Code.ARGUMENTS, f"{function} takes {wanted} arguments, not {count}")
        return call.args

    def clock(self) -> None:
        """Refuse the clock where nothing would wake the code."""
        if self.context.timeless:
            raise Mistake(
                Code.NOT_HERE,
                "now, waited, next and through may not decide when this is tested again",
                "Start a child job as a timer and read what it writes.",
            )

    def attribute(self, owner: str, name: str) -> tuple[int, Sort]:
        """Return index and sort of an attribute of the job, its parent or its root."""
        net, job_type = self.net, self.context.job_type
        if job_type is None:
            raise Mistake(Code.UNKNOWN_NAME, f"no job here whose attribute '{name}' could be read")
        if job_type == "*":
            if owner == "job" and name == "about":
                return 0, Sort.NUMBER
            message = f"a pick rule may read job.about, not {owner}.{name}"
            raise Mistake(Code.UNKNOWN_NAME, message, "Jobs of every type may wait for the seat.")
        if owner != "job" and self.context.waking:
            raise Mistake(
                Code.NOT_HERE,
                f"nothing wakes this when {owner}.{name} changes",
                "Copy it to an attribute of the job in an earlier step, or use a state or table.",
            )
        if owner == "parent":
            above = net.parents[job_type]
            if above is None:
                raise Mistake(Code.UNKNOWN_NAME, f"job type '{job_type}' has no parent")
            job_type = above
        elif owner == "root":
            seen = {job_type}
            above = net.parents[job_type]
            while above is not None and above not in seen:
                seen.add(above)
                job_type, above = above, net.parents[above]
        known = net.attr_ix[job_type]
        if name not in known:
            raise unknown(name, f"attribute of '{job_type}'", known)
        is_truth = name in net.attr_truths[job_type]
        return known[name], Sort.TRUTH if is_truth else Sort.NUMBER

    # ---- expressions

    def expression(self, node: ast.AST) -> Sort:
        """Emit code for a node and return its sort."""
        if isinstance(node, ast.Constant):
            return self.constant(node)
        if isinstance(node, ast.Name | ast.Attribute):
            return self.named(node)
        if isinstance(node, ast.BinOp):
            return self.binary(node)
        if isinstance(node, ast.UnaryOp):
            return self.unary(node)
        if isinstance(node, ast.BoolOp):
            self.need(node.values[0], Sort.TRUTH)
            for value in node.values[1:]:
                self.need(value, Sort.TRUTH)
                self.emit("MIN" if isinstance(node.op, ast.And) else "MAX")
            return Sort.TRUTH
        if isinstance(node, ast.Compare):
            return self.comparison(node)
        if isinstance(node, ast.Subscript):
            return self.subscript(node, "LOAD")
        if isinstance(node, ast.Call):
            return self.call(node)
        raise Mistake(Code.NOT_IN_LANGUAGE, f"'{ast.unparse(node)}' is not part of the language")

    def constant(self, node: ast.Constant) -> Sort:
        """Load a literal."""
        value = node.value
        if isinstance(value, bool):
            self.load(self.net.constant(float(value)))
            return Sort.TRUTH
        if not isinstance(value, int | float):
            raise Mistake(Code.NOT_IN_LANGUAGE, f"{value!r} is not a number")
        self.load(self.net.constant(float(value)))
        return Sort.EITHER if float(value) in (0.0, 0.5, 1.0) else Sort.NUMBER

    def named(self, node: ast.Name | ast.Attribute) -> Sort:
        """Load a name, a dotted name or an attribute."""
        text = dotted(node)
        if text is None:
            raise Mistake(
                Code.NOT_IN_LANGUAGE, f"'{ast.unparse(node)}' is not part of the language"
            )
        if isinstance(node, ast.Attribute):
            owner = text.split(".", 1)[0]
            if owner in OWNERS:
                index, sort = self.attribute(owner, text.split(".", 1)[1])
                self.emit({"job": "ATTR", "parent": "PATTR", "root": "RATTR"}[owner], index)
                return sort
        elif text in ("now", "waited"):
            self.clock()
            if text == "waited" and self.context.job_type is None:
                raise Mistake(Code.UNKNOWN_NAME, "no job here that could have waited")
            self.emit(text.upper())
            return Sort.NUMBER
        elif text == "elem":
            self.emit("ELEM")
            return Sort.NUMBER
        elif text in _TRUTH_NAMES and text not in self.net.cell_of:
            self.load(self.net.constant(_TRUTH_NAMES[text]))
            return Sort.TRUTH
        return self.load(self.net.cell(text))

    def binary(self, node: ast.BinOp) -> Sort:
        """Compile arithmetic."""
        if type(node.op) not in _BINARY:
            message = f"operator in '{ast.unparse(node)}' is not part of the language"
            raise Mistake(
                Code.NOT_IN_LANGUAGE, message, "Use + - * / and exp(y * log(x)) for powers."
            )
        self.need(node.left, Sort.NUMBER)
        self.need(node.right, Sort.NUMBER)
        self.emit(_BINARY[type(node.op)])
        return Sort.NUMBER

    def unary(self, node: ast.UnaryOp) -> Sort:
        """Compile a sign or ``not``."""
        if isinstance(node.op, ast.Not):
            self.need(node.operand, Sort.TRUTH)
            self.emit("NOT")
            return Sort.TRUTH
        if isinstance(node.op, ast.USub):
            if isinstance(node.operand, ast.Constant) and isinstance(
                node.operand.value, int | float
            ):
                self.load(self.net.constant(-float(node.operand.value)))
                return Sort.NUMBER
            self.need(node.operand, Sort.NUMBER)
            self.emit("NEG")
            return Sort.NUMBER
        raise Mistake(Code.NOT_IN_LANGUAGE, f"'{ast.unparse(node)}' is not part of the language")

    def comparison(self, node: ast.Compare) -> Sort:
        """Compile a comparison, chained or not."""
        operands = [node.left, *node.comparators]
        for position, operator in enumerate(node.ops):
            self.compared(operands[position], operator, operands[position + 1])
            if position:
                self.emit("MIN")
        return Sort.TRUTH

    def compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> None:
        """Compile one comparison of two numbers."""
        if isinstance(operator, ast.Gt | ast.GtE):
            left, right = right, left
            operator = ast.Lt() if isinstance(operator, ast.Gt) else ast.LtE()
        names: dict[type[ast.cmpop], str] = {
            ast.Lt: "LT",
            ast.LtE: "LE",
            ast.Eq: "EQ",
            ast.NotEq: "EQ",
        }
        if type(operator) not in names:
            raise Mistake(Code.NOT_IN_LANGUAGE, "only < <= > >= == != compare")
        for side in (left, right):
            if self.expression(side) is Sort.TRUTH:
                raise Mistake(
                    Code.MIXED_SORTS,
                    f"'{ast.unparse(side)}' is a truth and cannot be compared",
                    "Use it as it is, or holds(x), fails(x), unknown(x).",
                )
        self.emit(names[type(operator)])
        if isinstance(operator, ast.NotEq):
            self.emit("NOT")

    def subscript(self, node: ast.Subscript, verb: str) -> Sort:
        """Emit a load or store of a table's cell; for a store the value is on the stack."""
        net = self.net
        table_ix = self.among(node.value, "table", net.table_ix)
        table = net.tables[table_ix]
        indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        dimensions = 2 if table.d2 > 1 or len(indices) == 2 else 1
        if len(indices) != dimensions:
            raise Mistake(Code.ARGUMENTS, f"table '{table.id}' takes {dimensions} indices")
        sort = Sort.TRUTH if table.is_truth else Sort.NUMBER
        literal = [literal_whole(index) for index in indices]
        fixed = [index for index in literal if index is not None]
        if len(fixed) == dimensions:
            row, column = fixed[0], fixed[1] if dimensions == 2 else 0
            if not (0 <= row < table.d1 and 0 <= column < table.d2):
                shape = f"{table.d1} x {table.d2}"
                raise Mistake(Code.BAD_SHAPE, f"'{ast.unparse(node)}' lies outside {shape}")
            cell = table.base + row * table.d2 + column
            if verb == "LOAD":
                self.load(cell)
            else:
                self.emit("STORE", cell)
            return sort
        if verb == "LOAD":
            self.reads |= set(range(table.base, table.base + table.d1 * table.d2))
        for index in indices:
            self.need(index, Sort.NUMBER)
        self.emit(f"{verb}T" if dimensions == 1 else f"{verb}T2", table_ix)
        return sort

    # ---- functions

    def call(self, node: ast.Call) -> Sort:
        """Emit code for a function."""
        function = dotted(node.func) or ""
        if function in _ONE_NUMBER:
            (argument,) = self.arguments(node, function, 1, 1)
            self.need(argument, Sort.NUMBER)
            self.emit(_ONE_NUMBER[function])
            return Sort.NUMBER
        if function in _FOLDED:
            arguments = self.arguments(node, function, 1, 64)
            self.need(arguments[0], Sort.NUMBER)
            for argument in arguments[1:]:
                self.need(argument, Sort.NUMBER)
                self.emit(_FOLDED[function])
            return Sort.NUMBER
        if function in _CELL_FUNCTIONS:
            (argument,) = self.arguments(node, function, 1, 1)
            kind = {"q": "seat", "b": "seat"}.get(function[0], "element")
            text = f"{function}({self.name(argument, kind)})"
            return self.load(self.net.cell(text))
        if function in _TESTS:
            (argument,) = self.arguments(node, function, 1, 1)
            self.need(argument, Sort.TRUTH)
            self.load(self.net.constant(_TESTS[function]))
            self.emit("EQ")
            return Sort.TRUTH
        special = getattr(self, f"call_{function}", None)
        if function not in _FUNCTIONS or special is None:
            raise unknown(function or ast.unparse(node.func), "function", _FUNCTIONS)
        found: Sort = special(node)
        return found

    def call_select(self, node: ast.Call) -> Sort:
        """``select(truth, a, b)``: a if it is true, else b, unknown included."""
        condition, yes, no = self.arguments(node, "select", 3, 3)
        self.need(condition, Sort.TRUTH)
        first = self.expression(yes)
        second = self.expression(no)
        joined = first.joined(second)
        if joined is None:
            raise mixed(second, first, ast.unparse(node))
        self.emit("SELECT")
        return joined

    def call_at_least(self, node: ast.Call) -> Sort:
        """``at_least(k, t1, t2, ...)``: true, false or unknown."""
        number, *truths = self.arguments(node, "at_least", 2, codes.STACK - 4)
        self.need(number, Sort.NUMBER)
        for truth in truths:
            self.need(truth, Sort.TRUTH)
        self.emit("ATLEAST", len(truths))
        return Sort.TRUTH

    def call_truth(self, node: ast.Call) -> Sort:
        """Take a number that is 0, 0.5 or 1 for a truth; anything from 1 up counts as true."""
        (argument,) = self.arguments(node, "truth", 1, 1)
        self.need(argument, Sort.NUMBER)
        self.load(self.net.constant(1.0))
        self.emit("MIN")
        self.load(self.net.constant(0.0))
        self.emit("MAX")
        return Sort.TRUTH

    def call_value(self, node: ast.Call) -> Sort:
        """``value('any id')``."""
        (argument,) = self.arguments(node, "value", 1, 1)
        return self.load(self.net.cell(self.name(argument, "value")))

    def call_curve(self, node: ast.Call) -> Sort:
        """``curve(name, x)``."""
        name, argument = self.arguments(node, "curve", 2, 2)
        curve = self.among(name, "curve", self.net.curve_ix)
        self.need(argument, Sort.NUMBER)
        self.emit("CURVE", curve)
        return Sort.NUMBER

    def call_has_bits(self, node: ast.Call) -> Sort:
        """``has_bits(have, need)``."""
        have, need = self.arguments(node, "has_bits", 2, 2)
        self.need(have, Sort.NUMBER)
        self.need(need, Sort.NUMBER)
        self.emit("BITS")
        return Sort.TRUTH

    call_covers = call_has_bits

    def group_attribute(self, which: str, node: ast.expr) -> int:
        """Return the attribute that counts a group."""
        group = self.name(node, "group")
        index, _ = self.attribute("job", f"{which}({group})")
        return index

    def call_returned(self, node: ast.Call) -> Sort:
        """``returned(group)``: children that have ended."""
        (argument,) = self.arguments(node, "returned", 1, 1)
        self.emit("ATTR", self.group_attribute("returned", argument))
        return Sort.NUMBER

    def call_alive(self, node: ast.Call) -> Sort:
        """``alive(group)``: children that live."""
        (argument,) = self.arguments(node, "alive", 1, 1)
        self.emit("ATTR", self.group_attribute("alive", argument))
        return Sort.NUMBER

    def call_next(self, node: ast.Call) -> Sort:
        """``next(calendar, t)``: the next open time."""
        self.clock()
        name, moment = self.arguments(node, "next", 2, 2)
        calendar = self.among(name, "calendar", self.net.cal_ix)
        self.need(moment, Sort.NUMBER)
        self.emit("NEXT", calendar)
        return Sort.NUMBER

    def call_through(self, node: ast.Call) -> Sort:
        """``through(calendar, t, work)``: when so much open time has passed."""
        self.clock()
        name, moment, work = self.arguments(node, "through", 3, 3)
        calendar = self.among(name, "calendar", self.net.cal_ix)
        self.need(moment, Sort.NUMBER)
        self.need(work, Sort.NUMBER)
        self.emit("THROUGH", calendar)
        return Sort.NUMBER

    def call_roll(self, node: ast.Call) -> Sort:
        """``roll(name, job | root | world)``: one uniform, the same whenever it is read."""
        name, owner = self.arguments(node, "roll", 2, 2)
        whose = self.name(owner, "owner of a roll")
        if whose not in _ROLLS:
            raise unknown(whose, "owner of a roll", _ROLLS)
        if whose != "world" and self.context.job_type in (None, "*"):
            raise Mistake(
                Code.UNKNOWN_NAME, "no job here that could roll", "Use roll(name, world)."
            )
        self.emit(_ROLLS[whose], naming.roll_key(self.name(name, "roll")))
        return Sort.NUMBER

    def call_integral(self, node: ast.Call) -> Sort:
        """``integral(value)``: over time, in measures."""
        (argument,) = self.arguments(node, "integral", 1, 1)
        if not self.context.measure:
            raise Mistake(Code.NOT_HERE, "integral is for measures only")
        inner = Assembler(self.net, self.context)
        inner.expression(argument)
        if len(inner.out) != 1 or OPS[inner.out[0][0]] != "LOAD":
            message = f"'{ast.unparse(argument)}' is not one value"
            raise Mistake(Code.NOT_IN_LANGUAGE, message, "Keep it in a state and integrate that.")
        cell = inner.out[0][1]
        known = dict(self.net.integrals)
        if cell not in known:
            known[cell] = self.net.new_cell(f"integral({self.net.cell_names[cell]})", 0.0)
            self.net.integrals.append((cell, known[cell]))
        return self.load(known[cell])

    def call_sojourn(self, node: ast.Call) -> Sort:
        """``sojourn(job type, q)``: quantile of times from birth to end [ms], in measures."""
        name, share = self.arguments(node, "sojourn", 2, 2)
        if not self.context.measure:
            raise Mistake(Code.NOT_HERE, "sojourn is for measures only")
        id = self.name(name, "job type")
        if id not in self.net.type_ix:
            raise unknown(id, "job type", self.net.type_ix)
        if id not in self.net.sojourns:
            cells = [
                self.net.new_cell(f"sojourn({id})[{k}]", 0.0) for k in range(codes.SOJOURN_BINS)
            ]
            self.net.sojourns[id] = cells[0]
        self.need(share, Sort.NUMBER)
        self.emit("SOJOURN", self.net.sojourns[id])
        self.load(self.net.cell(f"time_max({id})"))
        self.emit("MIN")
        return Sort.NUMBER

    def call_draw(self, node: ast.Call) -> Sort:
        """Refuse; programs may draw."""
        raise Mistake(
            Code.NOT_HERE,
            "a draw outside a program would be made an unknown number of times",
            "Draw into an attribute in the step's start, or use roll(name, job).",
        )
