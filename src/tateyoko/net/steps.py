"""Steps: from the fields that a compiler writes to the record that engines read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from tateyoko.net import codes, naming
from tateyoko.net.assembly import Assembly, Sort
from tateyoko.net.distributions import CONST
from tateyoko.net.elements import Group, Route, Step
from tateyoko.net.errors import Code, Mistake, unknown
from tateyoko.net.expression import Context
from tateyoko.net.naming import byte_order
from tateyoko.net.program import compile_program

if TYPE_CHECKING:
    from tateyoko.net.builder import Net

#: The fields of a step; each is optional.
STEP_FIELDS = {
    "when": "truth; wait outside every queue until it is true",
    "void": "target when the guard has become false while queued; without it, wait again",
    "claim": "groups: 'seat', [seats], or {k, of, prefer, index}",
    "level": "number; 0 is served first, 7 last",
    "firm": "nobody may pass this job on its seats",
    "work": "distribution of the work [ms]",
    "factor": "number the work is multiplied with",
    "calendar": "calendar in whose open time work goes on",
    "pace": "speed of work; 0 stops it",
    "patience": "(ms, 'wait' or 'step', target)",
    "start": "program when the seats are taken",
    "finish": "program when the work is done",
    "route": "targets: 'step', (step, 'if', truth) or (step, 'weight', number)",
    "keep": "hold the seats until release or the job's end",
    "open": "truth; a person decides, no end is scheduled",
    "missed": "target when the tray is full",
    "luck": "name of the step's dice, default type.step",
    "label": "words for reports",
    "place": "where the author wrote it",
}
_CLAIM_FIELDS = ("k", "of", "prefer", "index")


class Expressions(Protocol):
    """What a step needs of the compilation that it is part of."""

    net: Assembly
    source: Net
    step_ix: dict[tuple[str, str], int]

    def expression(
        self,
        value: float | str | None,
        context: Context,
        sort: Sort | None,
        dependant: tuple[str, int] | None = None,
    ) -> int:
        """Return the reference of an optional expression."""

    def distribution(
        self, given: float | str | Sequence[Any], context: Context
    ) -> tuple[int, tuple[int, int, int]]:
        """Return kind and cells of a distribution."""


class StepCompiler:
    """Compiles the fields of one step."""

    def __init__(
        self,
        builder: Expressions,
        job_id: str,
        name: str,
        index: int,
        fields: Mapping[str, Any],
        element: str,
        place: str,
    ) -> None:
        self.builder = builder
        self.net = builder.net
        self.job_id = job_id
        self.name = name
        self.index = index
        self.fields = fields
        self.element = element
        self.place = place
        self.names = tuple(builder.source.jobs[job_id].fields["steps"])
        self.luck = str(fields.get("luck", f"{job_id}.{name}"))
        self.channels: dict[int, str] = {}
        self.spawned: list[tuple[str | None, str, int | None, int | None]] = []

    def context(self, what: str, *, timeless: bool = False, waking: bool = False) -> Context:
        """Return where one field's code stands."""
        return Context(
            element=f"{self.element}: {what}",
            place=self.place,
            job_type=self.job_id,
            luck=self.luck,
            timeless=timeless,
            waking=waking,
            channels=self.channels,
            spawned=self.spawned,
        )

    def target(self, name: object) -> int:
        """Return the index of a step, or `codes.END`."""
        if name is None or name == "end":
            return codes.END
        key = (self.job_id, str(name))
        if key not in self.builder.step_ix:
            raise unknown(str(name), f"step of '{self.job_id}'", self.names)
        return self.builder.step_ix[key]

    def expression(
        self,
        what: str,
        sort: Sort,
        *,
        timeless: bool = False,
        dependant: str | None = None,
    ) -> int:
        """Return the reference of one field."""
        context = self.context(what, timeless=timeless, waking=dependant is not None)
        depends = None if dependant is None else (dependant, self.index)
        return self.builder.expression(self.fields.get(what), context, sort, depends)

    def program(self, what: str) -> int:
        """Return the reference of a program."""
        lines = self.fields.get(what)
        if not lines:
            return codes.NONE
        if isinstance(lines, str):
            lines = [lines]
        return compile_program(self.net, lines, self.context(what))

    def groups(self) -> tuple[Group, ...]:
        """Return the claim."""
        given = self.fields.get("claim", ())
        groups = []
        for item in [given] if isinstance(given, str) else given:
            entry = item if isinstance(item, Mapping) else {"of": item}
            for key in entry:
                if key not in _CLAIM_FIELDS:
                    raise unknown(str(key), "field of a claim", _CLAIM_FIELDS)
            of = [entry["of"]] if isinstance(entry["of"], str) else list(entry["of"])
            for id in of:
                if id not in self.net.seat_ix:
                    raise unknown(id, "seat", self.net.seat_ix)
            k = int(entry.get("k", 1))
            if not 1 <= k <= len(of):
                raise Mistake(Code.BAD_FIELD, f"{k} of {len(of)} seats can never be met")
            prefer = self.builder.expression(
                entry.get("prefer"), self.context("claim prefer", timeless=True), Sort.NUMBER
            )
            index = self.builder.expression(
                entry.get("index"), self.context("claim index"), Sort.NUMBER
            )
            if index != codes.NONE and (k != 1 or prefer != codes.NONE):
                raise Mistake(
                    Code.BAD_FIELD, "an indexed group claims one seat, without preference"
                )
            seats = tuple(self.net.seat_ix[id] for id in of)
            groups.append(Group(k=k, seats=seats, prefer=prefer, index=index))
        if sum(group.index != codes.NONE for group in groups) > 1:
            raise Mistake(Code.BAD_FIELD, "only one group of a claim may be indexed")
        return tuple(groups)

    def routes(self) -> tuple[Route, ...]:
        """Return the ways out."""
        given = self.fields.get("route", ("end",))
        routes = []
        for item in [given] if isinstance(given, str) else given:
            way = (item, "weight", 1) if item is None or isinstance(item, str) else tuple(item)
            if len(way) != 3 or way[1] not in ("if", "weight"):
                message = f"route {way}"
                raise Mistake(
                    Code.BAD_FIELD, message, "Write 'step' or (step, 'if' or 'weight', x)."
                )
            name, how, value = way
            sort = Sort.TRUTH if how == "if" else Sort.NUMBER
            reference = self.builder.expression(value, self.context(f"route to {name}"), sort)
            if how == "if":
                routes.append(Route(target=self.target(name), guard=reference))
            else:
                routes.append(Route(target=self.target(name), weight=reference))
        return tuple(routes)

    def patience(self) -> tuple[int, int, int]:
        """Return limit, scope and target."""
        given = self.fields.get("patience")
        if given is None:
            return codes.NONE, 0, codes.END
        limit, scope, late = given
        if scope not in ("wait", "step"):
            raise unknown(str(scope), "scope of patience", ("wait", "step"))
        reference = self.builder.expression(limit, self.context("patience"), Sort.NUMBER)
        return reference, int(scope == "step"), self.target(late)

    def step(self) -> Step:
        """Compile all fields."""
        fields = self.fields
        for key in fields:
            if key not in STEP_FIELDS:
                raise unknown(key, "field of a step", STEP_FIELDS)
        groups = self.groups()
        seats = tuple(dict.fromkeys(seat for group in groups for seat in group.seats))
        if sum(len(group.seats) for group in groups) > codes.SEATS_PER_CLAIM:
            raise Mistake(
                Code.CLAIM_TOO_LARGE,
                f"{sum(len(group.seats) for group in groups)} seats in one claim",
                f"At most {codes.SEATS_PER_CLAIM}; let child jobs keep seats in rank order.",
            )
        is_simple = (
            len(groups) == 1
            and len(groups[0].seats) == 1
            and groups[0].prefer == groups[0].index == codes.NONE
        )
        work, p = -1, (0, 0, 0)
        if fields.get("work") is not None:
            work, p = self.builder.distribution(fields["work"], self.context("work"))
        cal = -1
        if fields.get("calendar") is not None:
            if fields["calendar"] not in self.net.cal_ix:
                raise unknown(str(fields["calendar"]), "calendar", self.net.cal_ix)
            cal = self.net.cal_ix[fields["calendar"]]
        when = self.expression("when", Sort.TRUTH, timeless=True, dependant="guard")
        pace = self.expression("pace", Sort.NUMBER, timeless=True, dependant="pace")
        if cal >= 0 and pace != codes.NONE:
            raise Mistake(Code.BAD_FIELD, "a step has a calendar or a pace, not both")
        patience, scope, late = self.patience()
        start, finish = self.program("start"), self.program("finish")
        route = self.routes()
        weighted = sum(way.weight != codes.NONE for way in route)
        names = byte_order(self.names)
        return Step(
            id=f"{self.job_id}.{self.name}",
            name=self.name,
            type=self.net.type_ix[self.job_id],
            local=names.index(self.name),
            luck=naming.luck_key(self.luck),
            when=when,
            level=self.expression("level", Sort.NUMBER, timeless=True),
            seat1=seats[0] if is_simple else -1,
            groups=groups,
            seats=seats,
            firm=bool(fields.get("firm", False)),
            work=work,
            p=p,
            factor=self.expression("factor", Sort.NUMBER),
            cal=cal,
            pace=pace,
            patience=patience,
            scope=scope,
            late=late,
            start=start,
            finish=finish,
            route=route,
            keep=bool(fields.get("keep", False)),
            open=self.expression("open", Sort.TRUTH),
            void=self.target(fields["void"]) if "void" in fields else codes.WAIT_AGAIN,
            missed=self.target(fields.get("missed")),
            block=work > CONST or weighted > 1,
            label=str(fields.get("label", "")),
            place=self.place,
        )
