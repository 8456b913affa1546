"""From a comparison to what each figure needs: the only module of figures that knows a study.

A convention of scenarios that the figures rely on: the first truth is the serious one and the last
the benign twin. A series says itself whether it counts an outcome or an adverse side; where none
does, the first is taken for what remains undone and the second for what was done in vain.
"""

from collections.abc import Sequence

from tateyoko.figure.data import (
    Assumption,
    Bar,
    Curve,
    HopTime,
    Intervals,
    Means,
    Reversals,
    Spread,
    StoppingPlaces,
    TwoErrors,
)
from tateyoko.figure.numbers import to_unit
from tateyoko.study.results import Cell, Comparison, Driver, MeasureInfo, SeriesInfo
from tateyoko.text import Text

__all__ = [
    "in_vain_measure",
    "interval_measure",
    "intervals",
    "posture_title",
    "reversals",
    "reversals_of",
    "stopping_places",
    "truth_name",
    "two_errors",
]

_NONE = Text(ja="", en="")


def posture_title(comparison: Comparison, posture_id: str) -> Text:
    """Return the title of a posture; its id when the comparison has no such posture."""
    for posture in comparison.postures:
        if posture.id == posture_id:
            return posture.title
    return Text(ja=posture_id, en=posture_id)


def truth_name(comparison: Comparison, truth_id: str) -> Text:
    """Return the name of a truth, with its letter in front when the name lacks it."""
    for truth in comparison.truths:
        if truth.id == truth_id:
            if truth.name.ja.startswith(truth_id) and truth.name.en.startswith(truth_id):
                return truth.name
            return Text(ja=f"{truth_id}「{truth.name.ja}」", en=f"{truth_id} ({truth.name.en})")
    return Text(ja=truth_id, en=truth_id)


def stopping_places(comparison: Comparison, cases: Sequence[Bar] = ()) -> StoppingPlaces:
    """Return the data of figure 1 under the first truth.

    Parameters
    ----------
    comparison : Comparison
        The results.
    cases : sequence of Bar, optional
        Real cases with the same split, to stand below the postures.
    """
    truth = comparison.truths[0].id if comparison.truths else ""
    means = {(hop.posture, hop.hop): hop.mean_ms for hop in comparison.hops if hop.truth == truth}
    bars = []
    for posture in comparison.postures:
        hops = [
            HopTime(id=info.id, name=info.name, phase=info.phase, ms=means[posture.id, info.id])
            for info in comparison.hop_infos
            if (posture.id, info.id) in means
        ]
        if hops:
            bars.append(
                Bar(
                    name=posture.title, hops=tuple(hops), baseline=posture.id == comparison.baseline
                )
            )
    return StoppingPlaces(truth=truth_name(comparison, truth), bars=tuple(bars), cases=tuple(cases))


def two_errors(comparison: Comparison) -> TwoErrors | None:
    """Return the data of figure 2, or None when the scenario lacks a series for one of the errors.

    A series of shares is none either: the quantiles of zeros and ones say nothing.
    """
    if not comparison.truths or not comparison.series_infos:
        return None
    serious, benign = comparison.truths[0].id, comparison.truths[-1].id
    first = _series(comparison, "outcome") or comparison.series_infos[0]
    upper = _curves(comparison, first.id, serious)
    others = [info for info in comparison.series_infos if info is not first]
    second = _series(comparison, "adverse") or next(iter(others), None)
    if second is None or benign == serious or {first.unit, second.unit} & {"share", "prob"}:
        return None
    lower = _curves(comparison, second.id, benign)
    if not upper or not lower:
        return None
    return TwoErrors(
        upper_name=first.name,
        upper_unit=first.unit,
        upper_truth=truth_name(comparison, serious),
        upper=upper,
        lower_name=second.name,
        lower_unit=second.unit,
        lower_truth=truth_name(comparison, benign),
        lower=lower,
        zero_ms=comparison.zero_ms,
        means=_means_in_vain(comparison, serious, benign),
    )


def _means_in_vain(comparison: Comparison, serious: str, benign: str) -> Means | None:
    """Return the mean of the measure of acting in vain, which sees what quantiles do not."""
    measure, truth = _in_vain(comparison, serious)
    if measure is None or truth != benign or measure.statistic != "mean":
        return None
    values = [
        (posture.title, cell.value)
        for posture in comparison.postures
        if (cell := comparison.cell(measure.id, posture.id, truth)) and cell.value is not None
    ]
    return Means(name=measure.name, unit=measure.unit, values=tuple(values)) if values else None


def _series(comparison: Comparison, role: str) -> SeriesInfo | None:
    return next((info for info in comparison.series_infos if info.role == role), None)


def _curves(comparison: Comparison, series: str, truth: str) -> tuple[Curve, ...]:
    times = next(info.times_ms for info in comparison.series_infos if info.id == series)
    bands = {b.posture: b for b in comparison.series if (b.series, b.truth) == (series, truth)}
    return tuple(
        Curve(
            name=posture.title,
            baseline=posture.id == comparison.baseline,
            times_ms=times,
            p10=bands[posture.id].p10,
            p50=bands[posture.id].p50,
            p90=bands[posture.id].p90,
        )
        for posture in comparison.postures
        if posture.id in bands
    )


def intervals(comparison: Comparison, *, closes: float | None = None) -> Intervals | None:
    """Return the data of figure 2 for a scenario without series, or None without a headline.

    Parameters
    ----------
    comparison : Comparison
        The results.
    closes : float, optional
        When the window closes, in the unit of the headline measure.
    """
    if not comparison.measures or not comparison.truths:
        return None
    measure = interval_measure(comparison)
    truth = _first_truth(comparison, measure)
    right = _spreads(comparison, measure, truth)
    if not right:
        return None
    vain, benign = _in_vain(comparison, truth)
    left = _spreads(comparison, vain, benign) if vain is not None else ()
    return Intervals(
        right_name=measure.name,
        right_unit=measure.unit,
        right_truth=truth_name(comparison, truth),
        right=right,
        left_name=vain.name if vain else _NONE,
        left_unit=vain.unit if vain else "",
        left_truth=truth_name(comparison, benign),
        left=left,
        closes=closes,
        better=measure.better,
        quantiles=_has_quantiles(comparison, measure, truth),
        left_quantiles=vain is None or _has_quantiles(comparison, vain, benign),
    )


def interval_measure(comparison: Comparison) -> MeasureInfo:
    """Return the headline that spans the whole main line; else the headline."""
    whole = [m for m in comparison.measures if m.headline and m.figure == "hops"]
    return whole[-1] if whole else comparison.headline


def _first_truth(comparison: Comparison, measure: MeasureInfo) -> str:
    wanted = [t.id for t in comparison.truths if not measure.truths or t.id in measure.truths]
    return wanted[0] if wanted else comparison.truths[0].id


def in_vain_measure(comparison: Comparison) -> tuple[MeasureInfo | None, str]:
    """Return the measure of acting in vain, and the benign truth it is read under (figure 2)."""
    return _in_vain(comparison, comparison.truths[0].id)


def _in_vain(comparison: Comparison, serious: str) -> tuple[MeasureInfo | None, str]:
    """Return the measure of acting in vain and the truth under which it is read."""
    for truth in reversed(comparison.truths):
        if truth.id == serious:
            continue
        for measure in comparison.measures:
            if measure.kind == "adverse" and _spreads(comparison, measure, truth.id):
                return measure, truth.id
    return None, comparison.truths[-1].id


def _spreads(comparison: Comparison, measure: MeasureInfo, truth: str) -> tuple[Spread, ...]:
    out = []
    for posture in comparison.postures:
        cell = comparison.cell(measure.id, posture.id, truth)
        if cell is None or cell.value is None:
            continue
        quantiles = _has_quantiles(comparison, measure, truth)
        low, middle, high = _spread(cell, quantiles, _horizon(comparison, measure))
        out.append(
            Spread(
                name=posture.title,
                baseline=posture.id == comparison.baseline,
                low=low,
                middle=middle,
                high=high,
                censored_share=cell.censored_share,
                begun_share=cell.begun_share,
                open_end=quantiles and cell.p90 is None,
            )
        )
    return tuple(out)


def _horizon(comparison: Comparison, measure: MeasureInfo) -> float | None:
    """Return the horizon in the unit of a waiting time; None for any other measure."""
    return to_unit(comparison.horizon_ms, measure.unit)


def _has_quantiles(comparison: Comparison, measure: MeasureInfo, truth: str) -> bool:
    """Say whether 10, 50 and 90 % of single runs can be drawn; of a share they say nothing.

    A 90 % point beyond the horizon can be drawn, as an open end, when the unit is one of time.
    """
    shown = [
        c
        for c in comparison.cells
        if (c.measure, c.truth, c.opponent) == (measure.id, truth, None) and c.value is not None
    ]
    known = all(c.p10 is not None and c.p50 is not None for c in shown)
    ended = all(c.p90 is not None for c in shown) or _horizon(comparison, measure) is not None
    return known and ended and measure.statistic != "share"


def _spread(cell: Cell, quantiles: bool, horizon: float | None) -> tuple[float, float, float]:
    """Return 10, 50 and 90 % of the runs, or the interval of the value around it."""
    if quantiles:
        assert cell.p10 is not None
        assert cell.p50 is not None
        high = horizon if cell.p90 is None else cell.p90
        assert high is not None
        return cell.p10, cell.p50, max(high, cell.p50)
    assert cell.value is not None
    ends = (cell.low, cell.high)
    return (
        cell.value if ends[0] is None else ends[0],
        cell.value,
        cell.value if ends[1] is None else ends[1],
    )


def reversals(comparison: Comparison) -> Reversals | None:
    """Return the data of figure 3 for the difference that carries the conclusion.

    It is the headline under the posture with the most reforms; where nothing moves that one, the
    next headline measure that is moved.
    """
    groups: dict[tuple[str, str, str], list[Driver]] = {}
    for driver in comparison.drivers:
        groups.setdefault((driver.measure, driver.posture, driver.truth), []).append(driver)
    if not groups:
        return None
    weight = {p.id: sum(p.reforms.values()) for p in comparison.postures}
    headlines = [m.id for m in comparison.measures if m.headline]
    ordered = sorted(
        groups,
        key=lambda key: (
            key[0] != comparison.headline.id,
            headlines.index(key[0]) if key[0] in headlines else len(headlines),
            -weight.get(key[1], 0.0),
        ),
    )
    moved = [
        key
        for key in ordered
        if any(not d.at_low == d.difference == d.at_high for d in groups[key])
    ]
    return reversals_of(comparison, *next(iter([*moved, *ordered])))


def reversals_of(comparison: Comparison, measure_id: str, posture: str, truth: str) -> Reversals:
    """Return the data of figure 3 for one difference."""
    drivers = [
        d
        for d in comparison.drivers
        if (d.measure, d.posture, d.truth) == (measure_id, posture, truth)
    ]
    names = {p.id: p for p in comparison.parameters}
    info = next((m for m in comparison.measures if m.id == measure_id), None)
    rows = []
    for driver in drivers:
        known = names.get(driver.parameter)
        rows.append(
            Assumption(
                name=known.name if known else Text(ja=driver.parameter, en=driver.parameter),
                unit=known.unit if known else "",
                low=driver.low,
                high=driver.high,
                effect_low=driver.at_low,
                effect_high=driver.at_high,
                assumed=driver.assumed,
                flip=driver.flip,
                effect_centre=driver.difference,
            )
        )
    return Reversals(
        measure=info.name if info else Text(ja=measure_id, en=measure_id),
        posture=posture_title(comparison, posture),
        baseline=posture_title(comparison, comparison.baseline),
        truth=truth_name(comparison, truth),
        unit=info.unit if info else "",
        better=info.better if info else "neutral",
        effect=drivers[0].difference if drivers else None,
        rows=tuple(rows),
    )
