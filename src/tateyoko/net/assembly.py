"""What is known about a net while it is compiled: cells, names, code, dependencies."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from tateyoko.net import codes
from tateyoko.net.distributions import PARAMS
from tateyoko.net.elements import Draw, Fragment, Spawn, Table
from tateyoko.net.errors import Code, Mistake, unknown
from tateyoko.net.opcodes import OP, OPS, stack_change


class Sort(enum.Enum):
    """What an expression is.

    The literals 0, 0.5 and 1, and a Bernoulli draw, are `EITHER`: they serve as a number or as
    false, unknown, true.
    """

    NUMBER = "a number"
    TRUTH = "a truth"
    EITHER = "0, 0.5 or 1"

    def joined(self, other: Sort) -> Sort | None:
        """Return the sort of a choice between two values, None when they do not mix."""
        if self is other or other is Sort.EITHER:
            return self
        return other if self is Sort.EITHER else None


@dataclass
class Assembly:
    """The growing net. `Compiled` is its frozen result."""

    cells: list[float] = field(default_factory=list)
    cell_names: list[str] = field(default_factory=list)
    cell_of: dict[str, int] = field(default_factory=dict)
    truths: set[int] = field(default_factory=set)
    fixed: set[int] = field(default_factory=set)
    code: list[tuple[int, int]] = field(default_factory=lambda: [(OP["STOP"], 0)])
    fragments: list[Fragment] = field(default_factory=list)
    derived_code: list[tuple[int, int]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)
    spawns: list[Spawn] = field(default_factory=list)
    integrals: list[tuple[int, int]] = field(default_factory=list)
    sojourns: dict[str, int] = field(default_factory=dict)
    table_ix: dict[str, int] = field(default_factory=dict)
    seat_ix: dict[str, int] = field(default_factory=dict)
    type_ix: dict[str, int] = field(default_factory=dict)
    cal_ix: dict[str, int] = field(default_factory=dict)
    curve_ix: dict[str, int] = field(default_factory=dict)
    mark_cell: dict[str, int] = field(default_factory=dict)
    attr_ix: dict[str, dict[str, int]] = field(default_factory=dict)
    attr_truths: dict[str, frozenset[str]] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    type_luck: dict[str, str] = field(default_factory=dict)
    deps: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    constants: dict[float, int] = field(default_factory=dict)
    hoisted: dict[tuple[tuple[int, int], ...], int] = field(default_factory=dict)

    def new_cell(self, id: str, value: float, *, is_truth: bool = False) -> int:
        """Add a cell and return its index."""
        if id in self.cell_of:
            raise Mistake(Code.TWO_WITH_ONE_ID, f"two values have the id '{id}'")
        cell = len(self.cells)
        self.cell_of[id] = cell
        self.cell_names.append(id)
        self.cells.append(float(value))
        if is_truth:
            self.truths.add(cell)
        return cell

    def cell(self, id: str) -> int:
        """Return the cell of a name that an author may write."""
        if id not in self.cell_of:
            raise unknown(id, "value", self.cell_of)
        return self.cell_of[id]

    def constant(self, value: float) -> int:
        """Return the cell of a literal number."""
        value = float(value)
        if value not in self.constants:
            cell = self.new_cell(f"const {value!r}", value)
            self.constants[value] = cell
            self.fixed.add(cell)
        return self.constants[value]

    def place_code(
        self, instructions: list[tuple[int, int]], element: str, text: str, place: str
    ) -> int:
        """Append instructions to the code and return their address."""
        depth = highest = 0
        for op, arg in instructions:
            params = self._draw_params(op, arg)
            depth += stack_change(OPS[op], arg, params)
            highest = max(highest, depth)
        if highest > codes.STACK - 2:
            raise Mistake(
                Code.TOO_DEEP,
                f"the expression needs {highest} places on the stack of {codes.STACK - 2}",
                "Split it into derived values or attributes.",
            )
        start = len(self.code)
        self.code += instructions
        self.code.append((OP["STOP"], 0))
        self.fragments.append(
            Fragment(start=start, end=len(self.code), element=element, text=text, place=place)
        )
        return start

    def hoist(
        self, instructions: list[tuple[int, int]], element: str, text: str, place: str
    ) -> int:
        """Return a cell that gets the value of an expression over parameters at t = 0."""
        key = tuple(instructions)
        if key not in self.hoisted:
            cell = self.new_cell(f"hoisted {len(self.cells)}", 0.0)
            self.fixed.add(cell)
            self.derived_code.append((cell, self.place_code(instructions, element, text, place)))
            self.hoisted[key] = cell
        return self.hoisted[key]

    def _draw_params(self, op: int, arg: int) -> int:
        return PARAMS[self.draws[arg].kind] if OPS[op] == "DRAW" else 0
