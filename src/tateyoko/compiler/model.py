"""The compiled model: a net, its rows, and what a study needs to say about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tateyoko.compiler.explain import explain
from tateyoko.compiler.words import number_words
from tateyoko.errors import Place
from tateyoko.net import Compiled, View
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.compiler.rows import Rows
    from tateyoko.world.model import World
    from tateyoko.world.scenario import Scenario

__all__ = [
    "Amount",
    "Hop",
    "MeasureInfo",
    "Missing",
    "Model",
    "Note",
    "Parameter",
    "PostureInfo",
    "ReformInfo",
    "Series",
    "SourceInfo",
    "WindowInfo",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number of the world or of a reform; only uncertain ones have `low` and `high`.

    Attributes
    ----------
    id : str
        Its path; for a distribution the path of the factor on it, ``PATH.scale``.
    name : Text
        Words for it.
    unit : str
        The author's unit, which `value`, `low` and `high` are in.
    log : bool
        Whether its range is swept on a logarithmic scale.
    assumed, source : str or None
        Why it is assumed, or where it is from.
    place : Place
        Where the author wrote it.
    """

    id: str
    name: Text
    unit: str
    value: float
    low: float | None
    high: float | None
    log: bool
    assumed: str | None
    source: str | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureInfo:
    """A measure and its columns; the value in `unit` is column times `scale`."""

    id: str
    name: Text
    unit: str
    kind: str
    better: str
    truths: tuple[str, ...]
    headline: bool
    column: int
    censored_column: int | None
    scale: float
    figure: str = ""
    digits: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A step of the main line: columns of the time spent in it [ms] and of how often."""

    id: str
    name: Text
    phase: str
    procedure: str
    time_column: int
    count_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A figure over time: one column per moment [ms]."""

    id: str
    name: Text
    unit: str
    role: str
    times_ms: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A cost or a lead time in the author's unit."""

    value: float
    low: float | None
    high: float | None
    unit: str
    source: str | None
    assumed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReformInfo:
    """A reform; `knobs` are the ids of the parameters that carry its figures."""

    id: str
    number: int
    title: Text
    mechanism: Text | None
    adverse: Text | None
    cost: Amount | None
    lead_time: Amount | None
    knobs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureInfo:
    """A posture."""

    title: Text
    date: str
    reforms: Mapping[str, float]
    not_yet: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A reform that is not modelled, and why."""

    id: str
    number: int
    title: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowInfo:
    """A window; `closes_ms` is None when a mark or a span closes it, `open_ms` is that span."""

    id: str
    name: Text
    closes_ms: int | None
    open_ms: int | None
    need: Text
    basis: str
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """A published source."""

    title: str
    publisher: str | None
    date: object
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A finding: stable code, message, place."""

    code: str
    message: Text
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A scenario compiled once for every posture, reform, truth and opponent.

    Attributes
    ----------
    net : Compiled
        The net.
    script : tuple of tuple
        Commands known from the start, as `tateyoko.net.make_script` takes them.
    horizon_ms, zero_ms : int
        End of every run, and D0 (None when the scenario has none) [ms].
    parameters : tuple of Parameter
        All numbers that the net or a reform reads.
    parts : mapping
        Path of a block -> ids of the steps and seats it became.
    """

    world: World
    scenario: Scenario
    net: Compiled
    script: tuple[tuple[Any, ...], ...]
    horizon_ms: int
    zero_ms: int | None
    parameters: tuple[Parameter, ...]
    truths: tuple[str, ...]
    opponents: tuple[str, ...]
    postures: tuple[str, ...]
    posture_info: Mapping[str, PostureInfo]
    measures: tuple[MeasureInfo, ...]
    hops: tuple[Hop, ...]
    series: tuple[Series, ...]
    reforms: tuple[ReformInfo, ...]
    not_modelled: tuple[Missing, ...]
    windows: tuple[WindowInfo, ...]
    findings: tuple[Note, ...]
    rows: Rows
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def world_id(self) -> str:
        """Id of the world."""
        return self.world.id

    @property
    def world_hash(self) -> str:
        """Hash of the world's files."""
        return self.world.digest

    @property
    def scenario_id(self) -> str:
        """Id of the scenario."""
        return self.scenario.name

    @property
    def scenario_hash(self) -> str:
        """Hash of the net that the scenario became."""
        return self.net.structure_hash

    @property
    def title(self) -> Text:
        """Title of the scenario."""
        return self.scenario.title

    @property
    def question(self) -> Text:
        """The question in one sentence."""
        return self.scenario.question

    @property
    def case(self) -> str | None:
        """Id of the real case that it re-plays, if any."""
        return self.scenario.case

    @property
    def baseline(self) -> str:
        """Posture that others are compared with."""
        return self.scenario.baseline

    @property
    def truth_names(self) -> Mapping[str, Text]:
        """Names of the truths."""
        return {id: truth.name for id, truth in self.scenario.truths.items()}

    @property
    def opponent_names(self) -> Mapping[str, Text]:
        """Names of the opponents."""
        return {id: opponent.name for id, opponent in self.scenario.opponents.items()}

    @property
    def sources(self) -> Mapping[str, SourceInfo]:
        """Sources of the world by key."""
        return {
            key: SourceInfo(
                title=source.title.ja,
                publisher=source.publisher or None,
                date=source.date,
                url=source.url or None,
            )
            for key, source in self.world.sources.items()
        }

    def row(
        self,
        *,
        posture: str,
        truth: str,
        opponent: str,
        values: Mapping[str, float] | None = None,
        reforms: Mapping[str, float] | None = None,
    ) -> NDArray[np.float64]:
        """Return one row of parameters.

        Parameters
        ----------
        posture, truth, opponent : str
            Ids; `opponent` is empty for a scenario without opponents.
        values : mapping of str to float, optional
            Parameter -> value in its unit. Where a number is dated, a value keeps its place in the
            range: the same share of the range at the posture's date.
        reforms : mapping of str to float, optional
            Strength by reform, instead of the posture's.

        Returns
        -------
        row : ndarray of float64, shape (P,)
            In the order of ``net.param_ids``.

        Raises
        ------
        UsageError
            For an unknown name, or reforms that contradict each other.
        """
        return self.rows.row(
            posture=posture, truth=truth, opponent=opponent, values=values or {}, reforms=reforms
        )

    def sampled_rows(
        self,
        row: NDArray[np.float64],
        posture: str,
        shares: Mapping[str, NDArray[np.float64]],
        values: Mapping[str, NDArray[np.float64]],
    ) -> NDArray[np.float64]:
        """Return many rows that differ from one in sampled numbers.

        Parameters
        ----------
        row : ndarray of float64, shape (P,)
            As `row` gives it for the posture.
        posture : str
            A posture without reforms.
        shares : mapping of str to ndarray of float64, shape (D,)
            Swept parameter -> place in its range at the posture's date, 0 to 1; not empty together
            with `values`.
        values : mapping of str to ndarray of float64, shape (D,)
            Column of the net -> value in base units, such as truths and factors of phases.

        Returns
        -------
        rows : ndarray of float64, shape (D, P)
        """
        return self.rows.sampled(row, posture, shares, values)

    def phase_of(self, parameter: str) -> str:
        """Return the phase of the step that reads a parameter first; empty outside steps."""
        path = parameter.removesuffix(".scale")
        return self.rows.numbers.phases.get(path, "")

    def check(self, values: Mapping[str, float]) -> None:
        """Refuse values that a number cannot have: negative times, shares over one, unknown names.

        Raises
        ------
        UsageError
            With the number, the value, what is allowed, and where the author wrote it.
        """
        self.rows.check(values)

    def name_of(self, column: str) -> Text:
        """Return words for a parameter of the net, such as one that a reform sets."""
        kind, _, path = column.partition(".")
        if kind not in ("share", "switch"):
            return number_words(self.world, self.scenario, column)
        words = number_words(self.world, self.scenario, path)
        return Text(ja=f"{words.ja}の割合", en=f"share of {words.en}")

    def view(self, post: str) -> View:
        """Return what a post can tell apart, for forks made for it."""
        for view in self.net.views:
            if view.post == post:
                return view
        return View(post=post)

    @property
    def reached_end_column(self) -> int | None:
        """Column that is 1 when the main line was left by its last step."""
        return self.net.measure_ix.get("hop.reached_end")

    def explain(self, block_path: str) -> str:
        """Return the steps of the net that a block becomes, in the author's words."""
        return explain(self.net, self.parts, block_path)
