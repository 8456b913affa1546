"""From the written net to the compiled one: cells, names, code, dependencies.

The module is long because each kind of element is one small method of the same compilation.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from tateyoko.net import checks, codes, naming
from tateyoko.net.assembly import Assembly, Sort
from tateyoko.net.calendars import make_calendar
from tateyoko.net.compiled import ANY_INTEGRAL, Compiled
from tateyoko.net.distributions import KINDS, PARAMS
from tateyoko.net.elements import (
    Calendar,
    Carry,
    Curve,
    Hidden,
    JobType,
    Mark,
    Seat,
    Step,
    Stream,
    Table,
    Watch,
)
from tateyoko.net.errors import Code, Mistake, Problem, needs_parent, unknown
from tateyoko.net.expression import Context, compile_expression
from tateyoko.net.naming import byte_order
from tateyoko.net.steps import StepCompiler

if TYPE_CHECKING:
    from tateyoko.net.builder import Net, Source

_STAT_WORDS = ("ended", "time_sum", "time_max")
_MARK_WORDS = (("first", -1.0), ("last", -1.0), ("count", 0.0))


def build(source: Net, *, check: bool) -> tuple[Compiled | None, list[Problem]]:
    """Compile a net; returns the result (None after a mistake) and all mistakes found."""
    builder = _Builder(source)
    compiled = builder.build()
    problems = [*source.problems, *builder.problems]
    if compiled is not None and not problems and check:
        problems = checks.endless_waits(compiled)
    return (None if problems else compiled), problems


class _Builder:
    """One compilation."""

    def __init__(self, source: Net) -> None:
        self.source = source
        self.net = Assembly()
        self.problems: list[Problem] = []
        self.places: dict[str, str] = {}

    @contextmanager
    def reported(self, element: str, place: str) -> Iterator[None]:
        """Turn a mistake into a problem of this element and go on with the next one."""
        try:
            yield
        except Mistake as mistake:
            self.problems.append(mistake.at(element, place))

    def build(self) -> Compiled | None:
        self.parameters()
        self.derived()
        self.states()
        self.counted()
        self.job_names()
        calendars = self.calendars()
        curves = self.curves()
        self.derivations()
        self.initial_values()
        seats = self.seats()
        types, steps = self.types()
        streams = self.streams()
        watches, lasts = self.watches()
        measures = self.measures()
        hidden = self.hidden()
        carries = self.carries()
        types = [replace(kind, bins=self.net.sojourns.get(kind.id, -1)) for kind in types]
        self.views()
        if self.problems:
            return None
        net = self.net
        number = len(seats)
        base = {
            "cap": 0,
            "pick": number,
            "guard": 2 * number,
            "pace": 2 * number + len(steps),
            "watch": 2 * number + 2 * len(steps),
        }
        return Compiled(
            cells=tuple(net.cells),
            cell_names=tuple(net.cell_names),
            cell_of=dict(net.cell_of),
            truths=frozenset(net.truths),
            nparams=len(self.source.params),
            fixed=frozenset(net.fixed),
            code=tuple(net.code),
            fragments=tuple(net.fragments),
            derived_code=tuple(net.derived_code),
            queue0=self.queue0,
            busy0=self.busy0,
            capacity0=self.capacity0,
            dependants=self.dependants(base),
            base=base,
            ndirty=base["watch"] + len(watches),
            integrals=tuple(net.integrals),
            lasts=lasts,
            locals=max([kind.locals for kind in types], default=1),
            tables=tuple(net.tables),
            draws=tuple(net.draws),
            spawns=tuple(net.spawns),
            calendars=tuple(calendars),
            curves=tuple(curves),
            seats=tuple(seats),
            types=tuple(types),
            steps=tuple(steps),
            streams=tuple(streams),
            watches=tuple(watches),
            marks=self.marks(),
            hidden=tuple(hidden),
            carries=tuple(carries),
            views=tuple(sorted(self.source.views, key=lambda view: view.post.encode())),
            measures=tuple(measures),
            measure_ids=tuple(self.source.measures),
            value_places=self.places,
        )

    # ---- values

    def parameters(self) -> None:
        for id in byte_order(self.source.params):
            source = self.source.params[id]
            cell = self.net.new_cell(id, source.fields["value"], is_truth=source.fields["truth"])
            self.net.fixed.add(cell)
            self.places[id] = source.place

    def derived(self) -> None:
        """Put derived values in an order in which each follows what it reads."""
        sources = self.source.derivations
        reads: dict[str, list[str]] = {}
        for id, source in sources.items():
            with self.reported(source.name, source.place):
                reads[id] = byte_order(_names(str(source.fields["expr"])) & set(sources))
        order: list[str] = []
        state: dict[str, int] = {}

        def visit(id: str) -> None:
            if state.get(id) == 2 or id not in reads:
                return
            if state.get(id) == 1:
                raise Mistake(Code.NOT_IN_LANGUAGE, f"derived value '{id}' is defined by itself")
            state[id] = 1
            for other in reads[id]:
                visit(other)
            state[id] = 2
            order.append(id)

        for id in byte_order(reads):
            with self.reported(sources[id].name, sources[id].place):
                visit(id)
        self.derived_order = order
        for id in order:
            source = sources[id]
            with self.reported(source.name, source.place):
                self.net.fixed.add(self.net.new_cell(id, 0.0))
                self.places[id] = source.place

    def derivations(self) -> None:
        for id in self.derived_order:
            source = self.source.derivations[id]
            if id not in self.net.cell_of:
                continue
            with self.reported(source.name, source.place):
                cell = self.net.cell_of[id]
                if self.assigned(cell, source, str(source.fields["expr"])) is Sort.TRUTH:
                    self.net.truths.add(cell)

    def assigned(self, cell: int, source: Source, text: str, sort: Sort | None = None) -> Sort:
        """Compute a cell at t = 0 from fixed values."""
        context = Context(element=source.name, place=source.place, timeless=True)
        reference, reads, found = compile_expression(
            self.net, text, context, sort=sort, hoist=False
        )
        if not reads <= self.net.fixed:
            moving = self.net.cell_names[min(reads - self.net.fixed)]
            raise Mistake(Code.PARAMETERS_ONLY, f"'{moving}' changes during a run")
        self.net.derived_code.append((cell, reference >> 2))
        return found

    def states(self) -> None:
        self.initial: list[tuple[int, Source, str, bool]] = []
        for id in byte_order(self.source.states):
            source = self.source.states[id]
            with self.reported(source.name, source.place):
                self.with_start(id, source.fields["value"], source)
                self.places[id] = source.place
        for id in byte_order(self.source.tables):
            source = self.source.tables[id]
            with self.reported(source.name, source.place):
                self.table(id, source)

    def with_start(self, id: str, value: float | str, source: Source) -> None:
        is_truth = source.fields["truth"]
        if isinstance(value, str):
            cell = self.net.new_cell(id, 0.0, is_truth=is_truth)
            self.initial.append((cell, source, value, is_truth))
        else:
            self.net.new_cell(id, float(value), is_truth=is_truth)

    def initial_values(self) -> None:
        for cell, source, text, is_truth in self.initial:
            with self.reported(source.name, source.place):
                self.assigned(cell, source, text, Sort.TRUTH if is_truth else Sort.NUMBER)

    def table(self, id: str, source: Source) -> None:
        shape = source.fields["shape"]
        if not 1 <= len(shape) <= 2 or min(shape) < 1:
            raise Mistake(
                Code.BAD_SHAPE, f"shape {shape}", "A table has one or two positive sizes."
            )
        size = int(np.prod(shape))
        given = source.fields["value"]
        values = [given] * size if isinstance(given, int | float | str) else list(given)
        if len(values) != size:
            raise Mistake(Code.BAD_SHAPE, f"{len(values)} values for {size} cells")
        base = len(self.net.cells)
        for index, value in enumerate(values):
            self.with_start(f"{id}[{index}]", value, source)
        self.net.table_ix[id] = len(self.net.tables)
        self.net.tables.append(
            Table(
                id=id,
                base=base,
                d1=shape[0],
                d2=shape[1] if len(shape) > 1 else 1,
                is_truth=source.fields["truth"],
                place=source.place,
            )
        )

    def counted(self) -> None:
        """Cells that the engine writes: seats, marks, job statistics."""
        net, source = self.net, self.source
        seat_ids = byte_order(source.seats)
        net.seat_ix = {id: index for index, id in enumerate(seat_ids)}
        starts = []
        for word in ("queue", "busy", "capacity"):
            starts.append(len(net.cells))
            for id in seat_ids:
                net.new_cell(f"{word}({id})", 0.0)
        self.queue0, self.busy0, self.capacity0 = starts
        for id in byte_order(source.marks):
            net.mark_cell[id] = len(net.cells)
            for word, value in _MARK_WORDS:
                net.new_cell(f"{word}({id})", value)
        self.stat_cell: dict[str, int] = {}
        for id in byte_order(source.jobs):
            self.stat_cell[id] = len(net.cells)
            for word in _STAT_WORDS:
                with self.reported(source.jobs[id].name, source.jobs[id].place):
                    net.new_cell(f"{word}({id})", 0.0)

    def job_names(self) -> None:
        net = self.net
        jobs = self.source.jobs
        net.type_ix = {id: index for index, id in enumerate(byte_order(jobs))}
        for id, source in jobs.items():
            fields = source.fields
            names = ["about", *fields["attrs"]]
            names += [f"{w}({g})" for g in fields["groups"] for w in ("returned", "alive")]
            net.attr_ix[id] = {name: index for index, name in enumerate(names)}
            net.attr_truths[id] = frozenset(fields["truths"])
            net.type_luck[id] = fields["luck"]
            net.parents[id] = fields["parent"]
            with self.reported(source.name, source.place):
                if len(names) != len(set(names)):
                    raise Mistake(Code.TWO_WITH_ONE_ID, "an attribute or group is declared twice")
                if len(names) > codes.ATTRIBUTES:
                    raise Mistake(
                        Code.TOO_MANY_ATTRIBUTES,
                        f"{len(names)} attributes (about, declared ones, two per group)",
                        f"At most {codes.ATTRIBUTES}; move some to child jobs or tables.",
                    )
            parent = fields["parent"]
            if parent is not None and parent not in jobs:
                self.problems.append(
                    unknown(parent, "job type", jobs).at(f"{source.name}: parent", source.place)
                )
                net.parents[id] = None

    # ---- functions of time and number

    def calendars(self) -> list[Calendar]:
        out = []
        for id in byte_order(self.source.calendars):
            source = self.source.calendars[id]
            with self.reported(source.name, source.place):
                out.append(make_calendar(id, place=source.place, **source.fields))
            self.net.cal_ix[id] = len(self.net.cal_ix)
        return out

    def curves(self) -> list[Curve]:
        out = []
        for id in byte_order(self.source.curves):
            source = self.source.curves[id]
            xs = tuple(float(x) for x in source.fields["xs"])
            ys = tuple(float(y) for y in source.fields["ys"])
            with self.reported(source.name, source.place):
                rising = all(a < b for a, b in pairwise(xs))
                if not xs or len(xs) != len(ys) or not rising:
                    raise Mistake(Code.BAD_SHAPE, "xs must rise and have as many entries as ys")
            out.append(Curve(id=id, xs=xs, ys=ys, place=source.place))
            self.net.curve_ix[id] = len(self.net.curve_ix)
        return out

    # ---- expressions of elements

    def expression(
        self,
        value: float | str | None,
        context: Context,
        sort: Sort | None,
        dependant: tuple[str, int] | None = None,
    ) -> int:
        """Return the reference of an optional expression, noting what it depends on."""
        if value is None:
            return codes.NONE
        reference, reads, _ = compile_expression(self.net, _text(value), context, sort=sort)
        moving = reads - self.net.fixed
        if dependant is not None and moving:
            self.net.deps.setdefault(dependant, set()).update(moving)
        return reference

    def fixed_cell(self, value: float | str, context: Context) -> int:
        """Return the cell of an expression over parameters."""
        reference = self.expression(value, context, Sort.NUMBER)
        if reference & 3 != codes.CELL or reference >> 2 not in self.net.fixed:
            raise Mistake(
                Code.PARAMETERS_ONLY,
                f"'{value}' changes during a run",
                "Only parameters here; multiply the work by a factor instead.",
            )
        return reference >> 2

    def distribution(
        self, given: float | str | Sequence[Any], context: Context
    ) -> tuple[int, tuple[int, int, int]]:
        parts = ("const", given) if isinstance(given, int | float | str) else tuple(given)
        name, *parameters = parts
        if name not in KINDS:
            raise unknown(str(name), "distribution", KINDS)
        kind = KINDS[name]
        if len(parameters) != PARAMS[kind]:
            wanted = PARAMS[kind]
            raise Mistake(
                Code.ARGUMENTS, f"{name} takes {wanted} parameters, not {len(parameters)}"
            )
        cells = [self.fixed_cell(parameter, context) for parameter in parameters]
        cells += [self.net.constant(0.0)] * (3 - len(cells))
        return kind, (cells[0], cells[1], cells[2])

    def seats(self) -> list[Seat]:
        out = []
        for index, id in enumerate(byte_order(self.source.seats)):
            source = self.source.seats[id]
            fields = source.fields
            with self.reported(source.name, source.place):
                if fields["falls"] not in ("finish", "suspend"):
                    raise unknown(fields["falls"], "way to lose capacity", ("finish", "suspend"))
                context = Context(element=f"{source.name}: capacity", place=source.place)
                context.timeless = True
                capacity = self.expression(fields["capacity"], context, Sort.NUMBER, ("cap", index))
                pick = {"first": 0, "random": 1}.get(fields["pick"], 2)
                weight = codes.NONE
                if pick == 2:
                    context = Context(element=f"{source.name}: pick", place=source.place)
                    context.timeless, context.job_type = True, "*"
                    weight = self.expression(fields["pick"], context, Sort.NUMBER)
                out.append(
                    Seat(
                        id=id,
                        capacity=capacity,
                        pick=pick,
                        weight=weight,
                        tray=int(fields["tray"]),
                        pre_empt=bool(fields["pre_empt"]),
                        suspend=fields["falls"] == "suspend",
                        key=naming.key64(fields["luck"]),
                        label=fields["label"],
                        place=source.place,
                    )
                )
        return out

    def types(self) -> tuple[list[JobType], list[Step]]:
        jobs = self.source.jobs
        pairs = [(id, name) for id in jobs for name in jobs[id].fields["steps"]]
        pairs.sort(key=lambda pair: f"{pair[0]}.{pair[1]}".encode())
        self.step_ix = {pair: index for index, pair in enumerate(pairs)}
        types = []
        for id in byte_order(jobs):
            source, fields = jobs[id], jobs[id].fields
            with self.reported(source.name, source.place):
                if fields["first"] not in fields["steps"]:
                    raise unknown(fields["first"], "step", fields["steps"])
                parent = self.net.parents[id]
                types.append(
                    JobType(
                        id=id,
                        first=self.step_ix[id, fields["first"]],
                        locals=len(fields["steps"]),
                        stat=self.stat_cell[id],
                        parent=-1 if parent is None else self.net.type_ix[parent],
                        attributes=tuple(self.net.attr_ix[id]),
                        groups=fields["groups"],
                        label=fields["label"],
                        place=source.place,
                    )
                )
        steps = []
        lucks: dict[int, str] = {}
        for index, (id, name) in enumerate(pairs):
            fields = jobs[id].fields["steps"][name]
            place = str(fields.get("place", "")) or jobs[id].place
            element = f"step {id}.{name}"
            with self.reported(element, place):
                step = StepCompiler(self, id, name, index, fields, element, place).step()
                luck = str(fields.get("luck", step.id))
                if lucks.setdefault(step.luck, luck) != luck:
                    other = lucks[step.luck]
                    raise Mistake(Code.SAME_DICE, f"luck names '{luck}' and '{other}' share a key")
                steps.append(step)
        return types, steps

    def startable(self, job: str) -> None:
        """Refuse to start jobs of a type that needs a parent on their own."""
        if job not in self.net.type_ix:
            raise unknown(job, "job type", self.net.type_ix)
        if self.net.parents[job] is not None:
            raise needs_parent(job)

    def streams(self) -> list[Stream]:
        out = []
        for id in byte_order(self.source.streams):
            source, fields = self.source.streams[id], self.source.streams[id].fields
            with self.reported(source.name, source.place):
                context = Context(element=source.name, place=source.place, timeless=True)
                kind, p = self.distribution(fields["gap"], context)
                self.startable(fields["job"])
                if (fields["rate"] is None) != (fields["ceiling"] is None) and fields["rate"]:
                    raise Mistake(Code.BAD_FIELD, "a rate needs the ceiling that it stays below")
                out.append(
                    Stream(
                        id=id,
                        type=self.net.type_ix[fields["job"]],
                        kind=kind,
                        p=p,
                        rate=self.expression(fields["rate"], context, Sort.NUMBER),
                        ceiling=self.expression(fields["ceiling"], context, Sort.NUMBER),
                        count=self.fixed_cell(fields["count"], context),
                        key=naming.key64(fields["luck"]),
                        about=fields["about"],
                        place=source.place,
                    )
                )
        return out

    def watches(self) -> tuple[list[Watch], int]:
        out: list[Watch] = []
        last = 0
        for index, id in enumerate(byte_order(self.source.watches)):
            source, fields = self.source.watches[id], self.source.watches[id].fields
            with self.reported(source.name, source.place):
                self.startable(fields["job"])
                context = Context(element=f"{source.name}: when", place=source.place, timeless=True)
                when = self.expression(fields["when"], context, Sort.TRUTH, ("watch", index))
                out.append(
                    Watch(
                        id=id,
                        when=when,
                        over=int(fields["over"]),
                        type=self.net.type_ix[fields["job"]],
                        key=naming.key64(fields["luck"]),
                        last=last,
                        place=source.place,
                    )
                )
                last += int(fields["over"])
        return out, last

    def measures(self) -> list[int]:
        out = []
        for source in self.source.measures.values():
            with self.reported(source.name, source.place):
                context = Context(element=source.name, place=source.place, measure=True)
                out.append(self.expression(source.fields["expr"], context, None))
        return out

    def marks(self) -> tuple[Mark, ...]:
        return tuple(
            Mark(
                id=id,
                cell=self.net.mark_cell[id],
                place=self.source.marks[id].place,
                **self.source.marks[id].fields,
            )
            for id in byte_order(self.source.marks)
        )

    def hidden(self) -> list[Hidden]:
        out = []
        for id in byte_order(self.source.hiddens):
            source, fields = self.source.hiddens[id], self.source.hiddens[id].fields
            with self.reported(source.name, source.place):
                context = Context(element=source.name, place=source.place, timeless=True)
                prior = fields["prior"]
                out.append(
                    Hidden(
                        id=id,
                        cell=self.net.cell(id),
                        question=fields["question"],
                        prior=None if prior is None else self.distribution(prior, context),
                        place=source.place,
                    )
                )
        return out

    def carries(self) -> list[Carry]:
        out = []
        for id in byte_order(self.source.carries):
            source = self.source.carries[id]
            is_table = id in self.net.table_ix
            name = f"{id}[0]" if is_table else id
            if name in self.net.cell_of:
                out.append(
                    Carry(
                        id=id,
                        base=self.net.cell_of[name],
                        shape=self.source.tables[id].fields["shape"] if is_table else (),
                        is_truth=source.fields["truth"],
                        place=source.place,
                    )
                )
        return out

    def views(self) -> None:
        for view in self.source.views:
            for kind, names, known in (
                ("value", [*view.values, *view.questions.values()], self.net.cell_of),
                ("job type", [*view.jobs], self.net.type_ix),
            ):
                for name in byte_order(names):
                    if name not in known:
                        problem = unknown(name, kind, known).at(f"view of {view.post}", "")
                        self.problems.append(problem)

    def dependants(self, base: Mapping[str, int]) -> tuple[tuple[int, ...], ...]:
        """Per cell: dirty ids in order, then integrals."""
        lists: list[list[int]] = [[] for _ in self.net.cells]
        for (kind, index), cells in self.net.deps.items():
            for cell in cells:
                lists[cell].append(base[kind] + index)
        for dependants in lists:
            dependants.sort()
        for index, (cell, _) in enumerate(self.net.integrals):
            lists[cell].append(ANY_INTEGRAL + index)
        return tuple(tuple(dependants) for dependants in lists)


def _text(value: float | str) -> str:
    """Return a number or an expression as text that the parser reads back exactly."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    number = float(value)
    return repr(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)


def _names(text: str) -> set[str]:
    """Return the names and dotted names that an expression mentions."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        raise Mistake(Code.NOT_IN_LANGUAGE, f"'{text}' cannot be read") from error
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            found.add(ast.unparse(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found
