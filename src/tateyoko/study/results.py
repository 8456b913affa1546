"""What a comparison found: plain frozen data, without a language and without a colour.

A `Comparison` is everything the table, the figures, the report and the files need. Its numbers
carry three kinds of spread that are never mixed into one interval:

- **dice**: ``low`` and ``high`` are 95 % intervals over replications, assumptions at their central
  values (assumption set 0);
- **assumptions**: ``assumed_low`` and ``assumed_high`` are the 10 % and 90 % points of the same
  estimate over the assumption sets, and ``sign_share`` is the share of those sets in which the
  difference has the sign of the headline;
- **outcomes**: ``p10`` and ``p90`` say how widely single replications scatter; they are no
  interval for anything.

A value of ``None`` means that the number cannot be given (a median that lies beyond the horizon,
a measure that nothing reached); it never means zero.

The module is long because it is one list: every dataclass documents its fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tateyoko.study.estimates import too_few_differ
from tateyoko.study.waits import WaitCell, waits_of
from tateyoko.text import Text

__all__ = [
    "BADGES",
    "STATISTICS",
    "Badge",
    "Cell",
    "Comparison",
    "Difference",
    "Divergence",
    "Driver",
    "Echo",
    "Fault",
    "Finding",
    "Flip",
    "HopCell",
    "HopInfo",
    "MeasureInfo",
    "Named",
    "NotModelled",
    "Pairing",
    "ParameterInfo",
    "PostureInfo",
    "Quantity",
    "Records",
    "ReformResult",
    "SeriesBand",
    "SeriesInfo",
    "SourceInfo",
    "Statistic",
    "VarianceFactor",
    "WindowInfo",
]

Badge = Literal["robust", "conditional", "undecided", "no_effect"]
BADGES: tuple[Badge, ...] = ("robust", "conditional", "undecided", "no_effect")

Statistic = Literal["mean", "share", "median", "restricted_mean"]
STATISTICS: tuple[Statistic, ...] = ("mean", "share", "median", "restricted_mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A truth or an opponent: its id in the scenario file and its name."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number that an author gave, with its range and where it comes from.

    ``assumed`` holds the reason of an assumption, ``source`` the key of a source; both are empty
    for sums over several reforms, where the parts say it.
    """

    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    source: str = ""
    assumed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureInfo:
    """A posture that was compared.

    Attributes
    ----------
    date : str
        ISO date that picks dated elements.
    reforms : mapping of str to float
        Strength, 0 to 1, by reform id.
    cost, lead_time : Quantity or None
        Sum of the costs and longest lead time of the reforms; None where no reform has one.
    not_yet : tuple of str
        Reforms that belong to the posture but are not modelled yet.
    """

    id: str
    title: Text
    date: str
    reforms: Mapping[str, float]
    cost: Quantity | None
    lead_time: Quantity | None
    not_yet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureInfo:
    """A measure of the scenario and how it was averaged.

    Attributes
    ----------
    unit : str
        Unit in which all values of this measure are given.
    kind : str
        ``outcome``, ``adverse``, ``burden``, ``democratic_control`` or ``cost``.
    better : str
        ``lower``, ``higher`` or ``neutral``.
    statistic : str
        ``mean``; ``share`` for a measure that is 0 or 1 in every run; ``median`` for a waiting
        time; ``restricted_mean`` for a waiting time whose median lies beyond the horizon in some
        cell: the mean of min(time, horizon), the same horizon for every posture.
    censored : float
        Share of the runs of the central assumptions that began whose time had not ended at the
        horizon. Censored runs are counted at the horizon, never dropped.
    """

    id: str
    name: Text
    unit: str
    kind: str
    better: str
    truths: tuple[str, ...]
    headline: bool
    statistic: Statistic
    censored: float = 0.0
    figure: str = ""
    digits: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HopInfo:
    """One hop of the main line, in the order of the line."""

    id: str
    name: Text
    phase: str
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesInfo:
    """A series over time; ``times_ms`` [ms since the start] is shared by all its bands.

    ``role`` is ``outcome``, ``adverse`` or empty: what the series says about the question.
    """

    id: str
    name: Text
    unit: str
    role: str
    times_ms: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterInfo:
    """An uncertain number of the world: its path, central value and range.

    ``assumed`` holds the author's reason when the number is an assumption, ``source`` the key of
    its source when it has one; ``log`` says that the range is swept on a logarithmic scale.
    """

    id: str
    name: Text
    unit: str
    value: float
    low: float
    high: float
    log: bool
    assumed: str = ""
    source: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """A source that a number or a window names by its key."""

    key: str
    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowInfo:
    """A window of the scenario: until when something must have happened to matter.

    ``closes_ms`` [ms since the start] is None when a mark or a span, not a time, closes it;
    ``open_ms`` is the central value of that span. ``basis`` is ``public``, ``derived`` or
    ``assumed``.
    """

    id: str
    name: Text
    closes_ms: int | None
    need: Text
    basis: str
    source: str = ""
    open_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModelled:
    """A reform of the proposals that this scenario does not model yet, and why."""

    id: str
    number: int
    title: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One measure under one posture, truth and opponent.

    Attributes
    ----------
    opponent : str or None
        None: opponents of this truth pooled with equal weights.
    value : float or None
        Mean, share or median (see `MeasureInfo.statistic`) at the central assumptions.
    low, high : float or None
        95 % interval of ``value``: dice only.
    p10, p50, p90 : float or None
        10 %, 50 % and 90 % points of single replications at the central assumptions.
    assumed_low, assumed_high : float or None
        10 % and 90 % points of the value over the assumption sets.
    censored_share : float
        Share of the runs that began whose time had not ended at the horizon.
    begun_share : float
        Share of all runs in which the measure applies: for a time, in which it began.
    n : int
        Runs behind ``value``: those that began.
    """

    measure: str
    posture: str
    truth: str
    opponent: str | None
    value: float | None
    low: float | None
    high: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    assumed_low: float | None
    assumed_high: float | None
    censored_share: float
    begun_share: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Posture minus baseline in one measure, on the same dice.

    Attributes
    ----------
    value, low, high : float or None
        Paired difference and its 95 % interval at the central assumptions: dice only.
    assumed_low, assumed_high : float or None
        10 % and 90 % points of the difference over the assumption sets.
    sign_share : float or None
        Share of the assumption sets in which the difference has the sign of ``value``; None when
        ``value`` is exactly 0 or unknown.
    badge : str
        ``robust``, ``conditional``, ``undecided``, or ``no_effect`` when the difference is exactly
        0 in every single run.
    variance_factor : float or None
        Variance with independent luck over variance with common luck; None when the paired
        variance is 0.
    better : bool or None
        Whether the difference is in the direction that the measure calls better; None when the
        measure is neutral or the dice alone cannot tell the sign.
    n : int
        Replications behind ``value``: those in which the measure applies to both sides.
    differing : int
        How many of them differ at all.
    """

    measure: str
    posture: str
    baseline: str
    truth: str
    opponent: str | None
    value: float | None
    low: float | None
    high: float | None
    assumed_low: float | None
    assumed_high: float | None
    sign_share: float | None
    badge: Badge
    variance_factor: float | None
    better: bool | None
    n: int
    differing: int

    @property
    def too_few(self) -> bool:
        """Whether so few replications differ that no sign may be read from them.

        The badge is then ``undecided`` for want of evidence, not because the assumptions disagree.
        """
        return self.badge != "no_effect" and too_few_differ(self.differing, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class HopCell:
    """Mean time a replication spends in one hop of the main line, opponents pooled.

    ``mean_ms`` [ms] is the total over all visits divided by all runs, so the hops of one posture
    and truth add up; ``share`` is the part of their sum; ``visits`` the mean number of visits.
    """

    hop: str
    phase: str
    posture: str
    truth: str
    mean_ms: float
    share: float
    visits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBand:
    """Median and 10-90 % band of a series over replications, central assumptions, pooled opponents.

    The three tuples have the length of `SeriesInfo.times_ms`.
    """

    series: str
    posture: str
    truth: str
    p10: tuple[float, ...]
    p50: tuple[float, ...]
    p90: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """How far one assumption alone moves one headline difference (figure 3).

    Attributes
    ----------
    parameter : str
        Id of a `ParameterInfo`.
    low, high : float
        Ends of the parameter's range.
    difference : float
        The headline difference with every assumption central, on the runs used here.
    at_low, at_high : float
        The same difference with this parameter alone at the end of its range.
    flip : float or None
        Value of the parameter nearest to its central value at which the difference changes sign,
        by linear interpolation on a grid over the range; None when there is no `Flip`.
    assumed : bool
        True: the range is an assumption; False: it comes with a source.
    """

    parameter: str
    measure: str
    posture: str
    truth: str
    low: float
    high: float
    difference: float
    at_low: float
    at_high: float
    flip: float | None
    assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A condition under which a headline difference changes its sign.

    ``direction`` is ``above`` or ``below``: on that side of ``threshold`` the conclusion falls,
    all other assumptions at their central values. ``kind`` says how: ``reverses`` when the
    difference is clear there with the other sign, ``vanishes`` when only its loss is clear.
    ``distance`` is the way from the central value
    as a share of the parameter's range (on its own scale), 0 to 1.
    """

    measure: str
    posture: str
    truth: str
    parameter: str
    threshold: float
    direction: Literal["above", "below"]
    distance: float
    kind: Literal["reverses", "vanishes"] = "reverses"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReformResult:
    """One reform alone on the baseline, at full strength.

    ``changed`` lists the measures that differ in at least one run; it is empty for a reform
    without effect. ``runs`` is the number of pairs that were looked at.
    """

    id: str
    number: int
    title: Text
    mechanism: Text | None
    adverse: Text | None
    cost: Quantity | None
    lead_time: Quantity | None
    changed: tuple[str, ...]
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A reform whose effect on a measure is one of its own set values.

    ``share`` is the effect with this knob alone over the effect of the whole reform, both on the
    same dice, over 1 where its other knobs act against it; ``knobs`` is the number of knobs the
    reform has, ``knob_name`` says in words which one it is.
    """

    reform: str
    measure: str
    truth: str
    knob: str
    knob_name: Text
    share: float
    knobs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceFactor:
    """Variance factor of one headline difference (median over postures and truths)."""

    measure: str
    factor: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """Where one sampled replication of a posture first differs from the baseline.

    ``time_ms`` is None and ``what`` says so when the two traces are the same to the end.
    """

    posture: str
    truth: str
    opponent: str
    replication: int
    time_ms: int | None
    element: str
    what: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """How well the postures share their luck.

    Attributes
    ----------
    factors : tuple of VarianceFactor
        One per headline measure.
    divergences : tuple of Divergence
        First divergent event of a sampled replication, per posture.
    placebo_runs : int
        Pairs run with a changed order of rows and threads and with a reform of strength 0.
    placebo_zero : bool
        True when every measure of every placebo pair is exactly equal.
    shared : float
        Share of the pieces of work of the sampled replications, by name, that occur both with and
        without the posture and so use the same dice.
    """

    factors: tuple[VarianceFactor, ...]
    divergences: tuple[Divergence, ...]
    placebo_runs: int
    placebo_zero: bool
    shared: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A replication that the engine could not finish; its pair is left out everywhere.

    ``stage`` is ``central``, ``assumptions``, ``drivers``, ``reforms`` or ``placebo``;
    ``assumption_set`` the number of the set, 0 for the central values.
    """

    stage: str
    posture: str
    truth: str
    opponent: str
    assumption_set: int
    replication: int
    code: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a reader must know about the model or the study, with its place."""

    code: str
    place: str
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The runs behind a comparison, for files and for readers who want to check.

    Attributes
    ----------
    central : ndarray of float64, shape (P, T, O, R, M)
        Measures of every run at the central assumptions, in their units; a time that had not ended
        holds the time up to the horizon; not a number where the measure does not apply.
    ended : ndarray of bool, same shape
    kept : ndarray of bool, shape (R,)
        False where a replication was left out because a run of it faulted.
    assumptions : tuple of mapping, length K
        Parameter values of every assumption set.
    estimates : ndarray of float64, shape (P, T, K, M)
        Estimate of every measure in every assumption set, opponents pooled; NaN where it cannot be
        given, infinite where it lies beyond the horizon.
    """

    central: NDArray[np.float64]
    ended: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    assumptions: tuple[Mapping[str, float], ...]
    estimates: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Result of `tateyoko.study.compare`.

    Attributes
    ----------
    runs : int
        Replications per posture, truth and opponent at the central assumptions.
    sets, set_runs : int
        Assumption sets besides the central one, and replications in each.
    total_runs : int
        Every replication that was run for this comparison.
    complete : bool
        False when a replication faulted; the faults are listed.
    seconds : float
        Wall time. Never written to a file: files repeat to the byte.
    case : str
        Id of the real case that the scenario re-plays, else empty.
    hashes : mapping
        ``world``, ``scenario``, ``structure``, ``rows``, ``code``: what was run, by content.
    zero_ms : int or None
        The scenario's D0 [ms since its start], None when it has none.
    longest : mapping of str to tuple of str
        Hop ids by posture, longest first, in the first truth; hops without time left out.
    windows : tuple of WindowInfo
        Windows of the scenario, in its order.
    sources : tuple of SourceInfo
        Sources named by any number of this comparison, by key.
    """

    version: str
    world_id: str
    scenario_id: str
    title: Text
    question: Text
    case: str
    horizon_ms: int
    zero_ms: int | None
    baseline: str
    postures: tuple[PostureInfo, ...]
    truths: tuple[Named, ...]
    opponents: tuple[Named, ...]
    measures: tuple[MeasureInfo, ...]
    hop_infos: tuple[HopInfo, ...]
    series_infos: tuple[SeriesInfo, ...]
    windows: tuple[WindowInfo, ...]
    parameters: tuple[ParameterInfo, ...]
    sources: tuple[SourceInfo, ...]
    runs: int
    sets: int
    set_runs: int
    total_runs: int
    seed: int
    threads: int
    seconds: float
    complete: bool
    hashes: Mapping[str, str]
    settings: Mapping[str, Any]
    cells: tuple[Cell, ...]
    differences: tuple[Difference, ...]
    hops: tuple[HopCell, ...]
    longest: Mapping[str, tuple[str, ...]]
    series: tuple[SeriesBand, ...]
    drivers: tuple[Driver, ...]
    flips: tuple[Flip, ...]
    reforms: tuple[ReformResult, ...]
    no_effect: tuple[str, ...]
    echoes: tuple[Echo, ...]
    not_modelled: tuple[NotModelled, ...]
    pairing: Pairing
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    records: Records = field(repr=False, compare=False)

    @property
    def headline(self) -> MeasureInfo:
        """The measure that carries the conclusion: the first one that says so, else the first."""
        for measure in self.measures:
            if measure.headline:
                return measure
        return self.measures[0]

    @property
    def waits(self) -> tuple[WaitCell, ...]:
        """What the main line waits for: law, judgement, procedure and the rest, by posture."""
        return waits_of(self.hops)

    def cell(
        self, measure: str, posture: str, truth: str, opponent: str | None = None
    ) -> Cell | None:
        """Return one cell, opponents pooled by default, or None if it was not measured."""
        for cell in self.cells:
            if (cell.measure, cell.posture, cell.truth, cell.opponent) == (
                measure,
                posture,
                truth,
                opponent,
            ):
                return cell
        return None

    def difference(
        self, measure: str, posture: str, truth: str, opponent: str | None = None
    ) -> Difference | None:
        """Return one difference, opponents pooled by default, or None if it was not measured."""
        for difference in self.differences:
            if (
                difference.measure,
                difference.posture,
                difference.truth,
                difference.opponent,
            ) == (measure, posture, truth, opponent):
                return difference
        return None

    def to_json(self) -> dict[str, Any]:
        """Return the document that ``--json`` prints (docs/reference/cli.md)."""
        from tateyoko.study.document import document

        return document(self)
