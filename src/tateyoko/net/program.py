"""Programs: straight-line statements that write, draw, spawn, cancel, release and mark.

Writes act at once; marks' trace rows, spawns, cancels and releases act when the program has ended.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tateyoko.net import codes, naming
from tateyoko.net.assembly import Assembly, Sort
from tateyoko.net.distributions import BERNOULLI, KINDS, PARAMS
from tateyoko.net.elements import Draw, Spawn
from tateyoko.net.errors import Code, Mistake, needs_parent, unknown
from tateyoko.net.expression import (
    OWNERS,
    Assembler,
    Context,
    dotted,
    literal_whole,
    mixed,
    unreadable,
)

_STATEMENTS = (
    "mark",
    "release",
    "cancel",
    "cancel_about",
    "spawn",
    "spawn_each",
    "put",
)


def compile_program(net: Assembly, lines: Sequence[str], context: Context) -> int:
    """Compile straight-line statements and return their reference; same errors as above."""
    work = _ProgramAssembler(net, context)
    for line in lines:
        for statement in _parse_program(line):
            work.statement(statement)
    text = "; ".join(line.strip() for line in lines)
    return net.place_code(work.out, context.element, text, context.place) << 2 | codes.CODE


def _parse_program(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text.strip()).body
    except (SyntaxError, ValueError) as error:
        raise unreadable(text, error) from error


class _ProgramAssembler(Assembler):
    """Compiles one program."""

    def call_draw(self, node: ast.Call) -> Sort:
        """Draw once per visit, on the channel of the written name."""
        name, kind_name, *parameters = self.arguments(node, "draw", 3, 5)
        kind = self.among(kind_name, "distribution", KINDS)
        if len(parameters) != PARAMS[kind]:
            text = self.name(kind_name, "distribution")
            raise Mistake(Code.ARGUMENTS, f"{text} takes {PARAMS[kind]} parameters")
        for parameter in parameters:
            self.need(parameter, Sort.NUMBER)
        text = self.name(name, "draw")
        channel = naming.draw_channel(text)
        if self.context.channels.setdefault(channel, text) != text:
            other = self.context.channels[channel]
            raise Mistake(
                Code.SAME_DICE, f"draws '{text}' and '{other}' share a channel", "Rename one."
            )
        self.net.draws.append(Draw(name=text, kind=kind, channel=channel))
        self.emit("DRAW", len(self.net.draws) - 1)
        return Sort.EITHER if kind == BERNOULLI else Sort.NUMBER

    # ---- statements

    def statement(self, node: ast.stmt) -> None:
        """Emit code for one statement of a program."""
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            self.assignment(node.targets[0], node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            name = dotted(node.value.func) or ""
            if name not in _STATEMENTS:
                raise unknown(name or ast.unparse(node), "statement", _STATEMENTS)
            getattr(self, f"do_{name}")(node.value)
        else:
            message = f"'{ast.unparse(node)}' is not a statement of the language"
            raise Mistake(
                Code.NOT_IN_LANGUAGE, message, f"Statements: x = ..., {', '.join(_STATEMENTS)}."
            )

    def assignment(self, target: ast.expr, value: ast.expr) -> None:
        found = self.expression(value)
        if isinstance(target, ast.Subscript):
            wanted = self.subscript(target, "STORE")
        else:
            wanted = self.store(target)
        if found.joined(wanted) is None:
            raise mixed(found, wanted, ast.unparse(value))

    def store(self, target: ast.expr) -> Sort:
        text = dotted(target)
        if text is None:
            raise Mistake(Code.NOT_IN_LANGUAGE, f"'{ast.unparse(target)}' cannot be written")
        owner, _, rest = text.partition(".")
        if rest and owner in OWNERS:
            if owner == "root":
                raise Mistake(
                    Code.NOT_WRITABLE, "root attributes can be read only", "Write to the parent."
                )
            if "(" in rest:
                raise Mistake(Code.NOT_WRITABLE, f"'{rest}' is counted by the engine")
            index, sort = self.attribute(owner, rest)
            self.emit("SATTR" if owner == "job" else "SPATTR", index)
            return sort
        cell = self.net.cell(text)
        if cell in self.net.fixed:
            message = f"'{text}' is a parameter or derived value"
            raise Mistake(Code.NOT_WRITABLE, message, "Declare a state for what changes.")
        self.emit("STORE", cell)
        return Sort.TRUTH if cell in self.net.truths else Sort.NUMBER

    def do_put(self, call: ast.Call) -> None:
        """``put('an id', value)``: an assignment for ids that are not Python names."""
        target, value = self.arguments(call, "put", 2, 2)
        self.assignment(target, value)

    def do_mark(self, call: ast.Call) -> None:
        (argument,) = self.arguments(call, "mark", 1, 1)
        self.emit("MARK", self.among(argument, "mark", self.net.mark_cell))

    def do_release(self, call: ast.Call) -> None:
        arguments = self.arguments(call, "release", 0, 1)
        seat = self.among(arguments[0], "seat", self.net.seat_ix) if arguments else -1
        self.emit("RELEASE", seat)

    def do_cancel(self, call: ast.Call) -> None:
        what, *condition = self.arguments(call, "cancel", 1, 2)
        if condition:
            self.need(condition[0], Sort.TRUTH)
        else:
            self.load(self.net.constant(1.0))
        if self.name(what, "group") == "job":
            self.emit("CANCELS")
        else:
            self.emit("CANCELG", self.group_attribute("alive", what))

    def do_cancel_about(self, call: ast.Call) -> None:
        job_type, about = self.arguments(call, "cancel_about", 2, 2)
        index = self.among(job_type, "job type", self.net.type_ix)
        self.need(about, Sort.NUMBER)
        self.emit("CANCELA", index)

    def do_spawn(self, call: ast.Call) -> None:
        group, job_type, number, *first = self.arguments(call, "spawn", 3, 4)
        start = first[0] if first else ast.Constant(0)
        self.spawn(group, job_type, number, start)

    def do_spawn_each(self, call: ast.Call) -> None:
        """Spawn one child for each listed element (a domain with gaps)."""
        group, job_type, *elements = self.arguments(call, "spawn_each", 3, 66)
        for element in elements:
            self.spawn(group, job_type, ast.Constant(1), element)

    def spawn(self, group: ast.expr, job_type: ast.expr, number: ast.expr, first: ast.expr) -> None:
        net = self.net
        type_ix = self.among(job_type, "job type", net.type_ix)
        type_id = self.name(job_type, "job type")
        group_id = None
        if not (isinstance(group, ast.Constant) and group.value is None):
            group_id = self.name(group, "group")
        self.need(number, Sort.NUMBER)
        self.need(first, Sort.NUMBER)
        returned = alive = -1
        if group_id is not None:
            returned = self.group_attribute("returned", group)
            alive = self.group_attribute("alive", group)
            if net.parents[type_id] != self.context.job_type:
                raise Mistake(
                    Code.BAD_FIELD,
                    f"job type '{type_id}' does not name '{self.context.job_type}' as its parent",
                    "Give the type this parent, or spawn it detached with None.",
                )
        elif net.parents[type_id] is not None:
            raise needs_parent(type_id)
        self.once(group_id, type_id, literal_whole(first), literal_whole(number))
        tag = naming.key64(f"{self.context.luck}/{group_id}/{net.type_luck[type_id]}")
        net.spawns.append(
            Spawn(type=type_ix, group=group_id or "", returned=returned, alive=alive, tag=tag)
        )
        self.emit("SPAWN", len(net.spawns) - 1)

    def once(self, group: str | None, job_type: str, first: int | None, number: int | None) -> None:
        """Refuse two spawns of one step that may give two children one name."""
        for other_group, other_type, other_first, other_number in self.context.spawned:
            if (group, job_type) != (other_group, other_type):
                continue
            known = None not in (first, number, other_first, other_number)
            if known:
                assert first is not None
                assert number is not None
                assert other_first is not None
                assert other_number is not None
                if first + number <= other_first or other_first + other_number <= first:
                    continue
            raise Mistake(
                Code.SPAWNED_TWICE,
                f"the step spawns '{job_type}' into group '{group}' twice",
                "Use other elements (literal, not overlapping), another group or another step.",
            )
        self.context.spawned.append((group, job_type, first, number))
