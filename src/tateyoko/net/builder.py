"""What a compiler writes a net with: `Net` collects elements, `Net.compile` returns the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tateyoko.net import codes
from tateyoko.net.compiled import Compiled
from tateyoko.net.elements import View
from tateyoko.net.errors import Code, Mistake, NetError, Problem

#: A number, or an expression over parameters.
Number = float | str
#: ``(kind, parameter, ...)``, or a number for a constant; see `distributions`.
Distribution = Number | Sequence[Number]


@dataclass(slots=True, kw_only=True)
class Source:
    """One element as written: its fields and where the author wrote it."""

    kind: str
    id: str
    fields: dict[str, Any]
    place: str = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"{self.kind} {self.id}"


@dataclass(slots=True)
class Net:
    """A net in the making.

    Ids are names, dotted names, or any text (then quote it where an expression mentions it).
    Every method takes `place`, the author's file and line, which faults, traces and explanations
    carry. Mistakes are collected and reported together by `compile`.

    Examples
    --------
    >>> net = Net()
    >>> net.param("gap", 1000.0)
    >>> net.seat("clerk")
    >>> net.job("file", "read", {"read": {"claim": ["clerk"], "work": ("exp", 500)}})
    >>> net.stream("post", "file", ("exp", "gap"), count=10)
    >>> net.measure("mean time", "time_sum(file) / max(1, ended(file))")
    >>> net.compile().step_ids
    ('file.read',)
    """

    params: dict[str, Source] = field(default_factory=dict)
    derivations: dict[str, Source] = field(default_factory=dict)
    states: dict[str, Source] = field(default_factory=dict)
    tables: dict[str, Source] = field(default_factory=dict)
    seats: dict[str, Source] = field(default_factory=dict)
    calendars: dict[str, Source] = field(default_factory=dict)
    curves: dict[str, Source] = field(default_factory=dict)
    jobs: dict[str, Source] = field(default_factory=dict)
    streams: dict[str, Source] = field(default_factory=dict)
    watches: dict[str, Source] = field(default_factory=dict)
    marks: dict[str, Source] = field(default_factory=dict)
    measures: dict[str, Source] = field(default_factory=dict)
    hiddens: dict[str, Source] = field(default_factory=dict)
    carries: dict[str, Source] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def _add(
        self, home: dict[str, Source], word: str, id: str, place: str, /, **fields: Any
    ) -> None:
        source = Source(kind=word, id=id, fields=fields, place=place)
        if id in home:
            twice = Mistake(
                Code.TWO_WITH_ONE_ID, f"a {word} with this id exists already", home[id].place
            )
            self.problems.append(twice.at(source.name, place))
        else:
            home[id] = source

    # ---- values

    def param(self, id: str, value: float, *, truth: bool = False, place: str = "") -> None:
        """Add a parameter: one column of a row, constant during a run."""
        self._add(self.params, "parameter", id, place, value=float(value), truth=truth)

    def derived(self, id: str, expr: str, *, place: str = "") -> None:
        """Add a value computed from parameters and earlier derived values at t = 0."""
        self._add(self.derivations, "derived value", id, place, expr=expr)

    def state(self, id: str, value: Number = 0.0, *, truth: bool = False, place: str = "") -> None:
        """Add a value that programs and commands may change; `value` may be over parameters."""
        self._add(self.states, "state", id, place, value=value, truth=truth)

    def hidden(
        self,
        id: str,
        value: Number = 0.0,
        *,
        question: str = "",
        prior: Distribution | None = None,
        truth: bool = False,
        place: str = "",
    ) -> None:
        """Add a state that nobody sees; forks for a post redraw it (see `Hidden`)."""
        self.state(id, value, truth=truth, place=place)
        self._add(self.hiddens, "hidden value", id, place, question=question, prior=prior)

    def carry(
        self,
        id: str,
        value: Number | Sequence[Number] = 0.0,
        *,
        shape: int | tuple[int] | tuple[int, int] | None = None,
        truth: bool = False,
        place: str = "",
    ) -> None:
        """Add a state, or with `shape` a table, that one net hands to another by its id.

        A net that is given no value starts from `value`; see `tateyoko.engine.carry`.
        """
        if shape is not None:
            self.table(id, shape, value, truth=truth, place=place)
        elif isinstance(value, float | int | str):
            self.state(id, value, truth=truth, place=place)
        else:
            many = Mistake(Code.BAD_SHAPE, f"{len(value)} values for one cell", "Give a shape.")
            self.problems.append(many.at(f"carried value {id}", place))
        self._add(self.carries, "carried value", id, place, truth=truth)

    def table(
        self,
        id: str,
        shape: int | tuple[int] | tuple[int, int],
        value: Number | Sequence[Number] = 0.0,
        *,
        truth: bool = False,
        place: str = "",
    ) -> None:
        """Add a state with one or two indices; `value` for all cells, or one each, row first."""
        sizes = (shape,) if isinstance(shape, int) else tuple(shape)
        self._add(self.tables, "table", id, place, shape=sizes, value=value, truth=truth)

    def curve(self, id: str, xs: Sequence[float], ys: Sequence[float], *, place: str = "") -> None:
        """Add a piecewise linear function through (xs, ys), constant beyond its ends."""
        self._add(self.curves, "curve", id, place, xs=tuple(xs), ys=tuple(ys))

    def calendar(
        self,
        id: str,
        period_ms: int,
        intervals: Sequence[tuple[int, int]],
        exceptions: Sequence[tuple[int, int, bool]] = (),
        *,
        horizon_ms: int = 0,
        place: str = "",
    ) -> None:
        """Add open times; see `calendars.make_calendar`."""
        self._add(
            self.calendars,
            "calendar",
            id,
            place,
            period_ms=period_ms,
            intervals=tuple(intervals),
            exceptions=tuple(exceptions),
            horizon_ms=horizon_ms,
        )

    # ---- work

    def seat(
        self,
        id: str,
        capacity: Number = 1,
        pick: str = "first",
        tray: int = codes.UNBOUNDED,
        pre_empt: bool = False,
        falls: str = "finish",
        *,
        luck: str = "",
        label: str = "",
        place: str = "",
    ) -> None:
        """Add a seat.

        Parameters
        ----------
        id : str
            Its id.
        capacity : number or expression
            How many jobs it serves at once; rounded down.
        pick : {"first", "random"} or expression
            Which waiting job of the best level goes next; an expression is a weight, over values
            and ``job.about``.
        tray : int
            Longest waiting list; who comes later leaves by ``missed``.
        pre_empt : bool
            Whether a better level pauses work of a worse one.
        falls : {"finish", "suspend"}
            What happens to work under way when the capacity falls.
        luck : str
            Name of its dice, default the id.
        label, place : str
            Words for reports, and where the author wrote it.
        """
        self._add(
            self.seats,
            "seat",
            id,
            place,
            capacity=capacity,
            pick=pick,
            tray=tray,
            pre_empt=pre_empt,
            falls=falls,
            luck=luck or id,
            label=label,
        )

    def job(
        self,
        id: str,
        first: str,
        steps: Mapping[str, Mapping[str, Any]],
        attrs: Sequence[str] = (),
        groups: Sequence[str] = (),
        parent: str | None = None,
        *,
        truths: Sequence[str] = (),
        luck: str = "",
        label: str = "",
        place: str = "",
    ) -> None:
        """Add a type of job.

        Parameters
        ----------
        id : str
            Its id.
        first : str
            Step in which its jobs begin.
        steps : mapping of str to mapping
            The steps; fields as in `steps.STEP_FIELDS`, all optional.
        attrs, truths : sequence of str
            Attributes that are numbers, and such that are truths. `about` always exists.
        groups : sequence of str
            Groups of children; each takes two of the sixteen attributes.
        parent : str, optional
            Type whose jobs spawn these as children.
        luck : str
            Name in the dice of spawned jobs, default the id.
        label, place : str
            Words for reports, and where the author wrote it.
        """
        self._add(
            self.jobs,
            "job type",
            id,
            place,
            first=first,
            steps={name: dict(step) for name, step in steps.items()},
            attrs=(*attrs, *truths),
            truths=tuple(truths),
            groups=tuple(groups),
            parent=parent,
            luck=luck or id,
            label=label,
        )

    def stream(
        self,
        id: str,
        job: str,
        gap: Distribution,
        count: Number = codes.UNBOUNDED,
        rate: str | None = None,
        ceiling: Number | None = None,
        about: int = 0,
        *,
        luck: str = "",
        place: str = "",
    ) -> None:
        """Add random arrivals.

        Parameters
        ----------
        id, job : str
            Its id, and the type of the jobs.
        gap : distribution
            Time between candidates [ms]; parameters may be expressions over parameters.
        count : number or expression over parameters
            How many candidates there are.
        rate, ceiling : expression
            A candidate is kept if its uniform times `ceiling` is below `rate`.
        about : int
            What the jobs are about.
        luck : str
            Name of its dice, default the id.
        place : str
            Where the author wrote it.
        """
        self._add(
            self.streams,
            "stream",
            id,
            place,
            job=job,
            gap=gap,
            count=count,
            rate=rate,
            ceiling=ceiling,
            about=int(about),
            luck=luck or id,
        )

    def watch(
        self, id: str, when: str, job: str, over: int = 1, *, luck: str = "", place: str = ""
    ) -> None:
        """Start a job about e whenever `when`, read with ``elem`` = e, becomes true."""
        self._add(
            self.watches, "watcher", id, place, when=when, job=job, over=over, luck=luck or id
        )

    def mark(
        self,
        *ids: str,
        post: str = "",
        kind: str = "",
        basis: str = "",
        label: str = "",
        place: str = "",
    ) -> None:
        """Add named moments; post, kind of event and legal basis are carried to reports."""
        for id in ids:
            self._add(self.marks, "mark", id, place, post=post, kind=kind, basis=basis, label=label)

    def measure(self, id: str, expr: str, *, place: str = "") -> None:
        """Add a figure read at the end of a run."""
        self._add(self.measures, "measure", id, place, expr=expr)

    def view(
        self,
        post: str,
        *,
        values: Sequence[str] = (),
        jobs: Sequence[str] = (),
        questions: Mapping[str, str] | None = None,
    ) -> None:
        """Say what a post knows; see `View`."""
        self.views.append(
            View(
                post=post,
                values=frozenset(values),
                jobs=frozenset(jobs),
                questions=dict(questions or {}),
            )
        )

    def compile(self, *, check: bool = True) -> Compiled:
        """Compile the net.

        Parameters
        ----------
        check : bool
            Whether to look for waits that can never end (seats kept and claimed again).

        Returns
        -------
        Compiled
            What engines run.

        Raises
        ------
        NetError
            With every mistake that could be found.
        """
        from tateyoko.net.structure import build

        compiled, problems = build(self, check=check)
        if problems or compiled is None:
            raise NetError(problems)
        return compiled
