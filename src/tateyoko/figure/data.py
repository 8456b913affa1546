"""What each figure needs to know: tidy data without a colour, a pixel or a language."""

from collections.abc import Sequence
from dataclasses import dataclass

from tateyoko.text import Text

__all__ = [
    "Assumption",
    "Bar",
    "Curve",
    "HopTime",
    "Intervals",
    "Means",
    "Reversals",
    "Spread",
    "StoppingPlaces",
    "TwoErrors",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HopTime:
    """Time spent in one hop of the main line: its mean [ms] and its phase."""

    id: str
    name: Text
    phase: str
    ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of figure 1: a posture, or a real case.

    Attributes
    ----------
    name : Text
        Title of the posture or the case.
    hops : sequence of HopTime
        In the order of the crisis.
    baseline : bool
        True for the posture that the others are compared with.
    """

    name: Text
    hops: Sequence[HopTime]
    baseline: bool = False

    @property
    def total_ms(self) -> float:
        """The sum of the hops [ms]."""
        return sum(hop.ms for hop in self.hops)

    @property
    def longest(self) -> HopTime | None:
        """The longest hop of the line itself, the first of equals; None when none takes time."""
        own = [hop for hop in self.hops if hop.phase != "outside"]
        best = max(own, key=lambda hop: hop.ms, default=None)
        return best if best is not None and best.ms > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppingPlaces:
    """Figure 1: where time is spent, by posture, and in real cases when they are given."""

    truth: Text
    bars: Sequence[Bar]
    cases: Sequence[Bar] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One posture of figure 2 by time; all four sequences have the same length.

    Attributes
    ----------
    name : Text
        Title of the posture.
    times_ms : sequence of float
        Times since the start of the scenario [ms], ascending.
    p10, p50, p90 : sequence of float
        Quantiles over runs, in the unit of the half.
    baseline : bool
        True for the posture that the others are compared with.
    """

    name: Text
    times_ms: Sequence[float]
    p10: Sequence[float]
    p50: Sequence[float]
    p90: Sequence[float]
    baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Means of a measure by posture title, in its unit; postures without a value are left out."""

    name: Text
    unit: str
    values: Sequence[tuple[Text, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoErrors:
    """Figure 2 for a scenario with series: too late above, in vain below.

    Attributes
    ----------
    upper_name, lower_name : Text
        What is counted in each half.
    upper_unit, lower_unit : str
        Its unit.
    upper_truth, lower_truth : Text
        The truth under which it is counted.
    upper, lower : sequence of Curve
        Postures in the same order; a half may be empty.
    zero_ms : float or None
        The moment D0 [ms]; None when the scenario has none.
    means : Means or None
        Mean of acting in vain: an alarm in less than one run of ten is outside every band, and
        only its mean shows it.
    """

    upper_name: Text
    upper_unit: str
    upper_truth: Text
    upper: Sequence[Curve]
    lower_name: Text
    lower_unit: str
    lower_truth: Text
    lower: Sequence[Curve]
    zero_ms: float | None = None
    means: Means | None = None

    @property
    def peak_ms(self) -> float | None:
        """The first time at which the bands of the lower half reach furthest [ms]; None: no band.

        People moved in vain come home again, so the end of the scenario would hide them.
        """
        times = next((curve.times_ms for curve in self.lower if curve.times_ms), ())
        if not times:
            return None
        reach = [sum(abs(curve.p90[at]) for curve in self.lower) for at in range(len(times))]
        if max(reach) == 0:
            return times[-1]
        return times[reach.index(max(reach))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The distribution of a measure under one posture, in the measure's unit.

    Attributes
    ----------
    name : Text
        Title of the posture.
    low, middle, high : float
        10, 50 and 90 % quantiles; or an interval and its centre, see `Intervals.quantiles`.
    censored_share : float
        Share of runs that did not finish within the horizon.
    begun_share : float
        Share of all runs in which the interval began; the others have no part in the rest.
    open_end : bool
        True when the upper quantile lies beyond the horizon, at which ``high`` then stands.
    baseline : bool
        True for the posture that the others are compared with.
    """

    name: Text
    low: float
    middle: float
    high: float
    censored_share: float = 0.0
    begun_share: float = 1.0
    open_end: bool = False
    baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """Figure 2 for a scenario without series: an interval, and the price of a wrong alarm.

    Attributes
    ----------
    right_name, left_name : Text
        The interval, and the measure of acting in vain.
    right_unit, left_unit : str
        Their units.
    right_truth, left_truth : Text
        The truths under which they are counted.
    right, left : sequence of Spread
        Postures in the same order; ``left`` may be empty.
    closes : float or None
        When the window closes, in the unit of the interval.
    quantiles, left_quantiles : bool
        True when the bars of a side are 10 to 90 % of runs; False for 95 % intervals of a value.
    better : str
        Which interval is better: ``lower``, ``higher`` or ``neutral``.
    """

    right_name: Text
    right_unit: str
    right_truth: Text
    right: Sequence[Spread]
    left_name: Text
    left_unit: str
    left_truth: Text
    left: Sequence[Spread]
    closes: float | None = None
    quantiles: bool = True
    left_quantiles: bool = True
    better: str = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One row of figure 3.

    Attributes
    ----------
    name : Text
        What is believed.
    unit : str
        Unit of ``low``, ``high`` and ``flip``.
    low, high : float
        Ends of its range.
    effect_low, effect_high : float
        The difference between the postures when it is at each end.
    assumed : bool
        True when the number has a reason but no source.
    flip : float or None
        The value at which the difference changes its sign.
    effect_centre : float or None
        The difference when it is at its central value.
    """

    name: Text
    unit: str
    low: float
    high: float
    effect_low: float
    effect_high: float
    assumed: bool
    flip: float | None = None
    effect_centre: float | None = None

    @property
    def span(self) -> tuple[float, float]:
        """Least and greatest difference that is known to occur inside the range.

        The difference need not move in one direction: its central value, and zero where it
        changes its sign, may lie outside the values at both ends.
        """
        known = [self.effect_low, self.effect_high]
        if self.effect_centre is not None:
            known.append(self.effect_centre)
        if self.flip is not None:
            known.append(0.0)
        return min(known), max(known)

    @property
    def reach(self) -> float:
        """How far the difference is known to move over the range."""
        low, high = self.span
        return high - low


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversals:
    """Figure 3: what would have to be believed for the difference to change its sign.

    Attributes
    ----------
    measure, posture, baseline, truth : Text
        Which difference.
    unit : str
        Unit of the difference.
    better : str
        ``lower``, ``higher`` or ``neutral``.
    effect : float or None
        The difference with everything at its central value.
    rows : sequence of Assumption
        In any order; the figure sorts them by reach.
    """

    measure: Text
    posture: Text
    baseline: Text
    truth: Text
    unit: str
    better: str
    effect: float | None
    rows: Sequence[Assumption]
