"""Which assumption moves a headline difference most, and where the conclusion turns round.

One assumption at a time, all others at their central values, the same dice everywhere:

1. *Screening*: every uncertain number at both ends of its range, on few replications and for the
   first target's posture; every measure keeps the numbers that move it most.
2. *Curve*: these at five points of their range and at the centre, on more replications.
   ``at_low`` and ``at_high`` are the ends of that curve; a flip point is where the curve crosses
   zero nearest to the central value, by linear interpolation.

A crossing is a flip only if more than noise speaks for it: the difference is clear at the centre,
the curve begins on the headline's side, and on the other side of the crossing the difference
itself has clearly moved, run by run on the same dice. Whether it is clear there with the other
sign decides between *reverses* and *vanishes*.

This is a map of single assumptions, not of their interactions; the joint picture is the sign
share over the assumption sets, where all of them vary together.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tateyoko.study import estimates
from tateyoko.study.design import at_share, plan_rows, share_of, swept
from tateyoko.study.model import Model, Parameter
from tateyoko.study.results import Driver, Flip, Statistic
from tateyoko.study.run import Runner
from tateyoko.study.sample import (
    Sample,
    cluster_means,
    difference_of,
    make_sample,
    per_set_difference,
)

__all__ = ["GRID", "LEADING", "Target", "find_drivers"]

GRID = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Points of a range at which a leading assumption is run."""
LEADING = 6
"""Assumptions per target that get a curve."""
SHOWN = 8
"""Drivers listed per difference."""


@dataclass(frozen=True, slots=True)
class Target:
    """A headline difference, its value, and whether its interval excludes 0 (``certain``)."""

    measure_ix: int
    statistic: Statistic
    truth: str
    posture: str
    value: float
    certain: bool


@dataclass(frozen=True, slots=True)
class _Curves:
    """The runs of all points, point 0 the central one, and the difference of every target there.

    ``effects`` has shape (targets, points).
    """

    sample: Sample
    effects: NDArray[np.float64]
    places: tuple[tuple[tuple[int, int], int], ...]  # per target: (posture, baseline), truth
    seed: int

    def sign(self, number: int, target: Target, point: int) -> int:
        """Return the sign of a target's difference at a point; 0 where its interval holds 0."""
        pair, truth = self.places[number]
        one = slice(point, point + 1)
        sample = Sample(
            values=self.sample.values[:, :, :, one],
            ended=self.sample.ended[:, :, :, one],
            good=self.sample.good[one],
        )
        found, _, _ = difference_of(
            sample, target.statistic, pair, truth, slice(None), target.measure_ix, self.seed
        )
        return _sign(found)

    def moved(self, number: int, target: Target, point: int) -> int:
        """Return the sign of the move of a difference from the centre to a point, 0 if unclear.

        Medians are judged by means of the times up to the horizon: the steadier ruler.
        """
        (posture, base), truth = self.places[number]
        values = self.sample.values[:, truth, :, :, :, target.measure_ix]
        here, centre = (values[posture, :, k] - values[base, :, k] for k in (point, 0))
        good = self.sample.good[point] & self.sample.good[0]
        moves = cluster_means((here - centre)[:, good].T)
        return _sign(estimates.interval_of_mean_difference(moves))


def _sign(found: estimates.Interval) -> int:
    if found.low is None or found.high is None:
        return 0
    return int(found.low > 0.0) - int(found.high < 0.0)


def find_drivers(
    runner: Runner,
    *,
    targets: Sequence[Target],
    baseline: str,
    opponents: Sequence[str],
    fixed: Mapping[str, float],
    screen_runs: int,
    curve_runs: int,
) -> tuple[tuple[Driver, ...], tuple[Flip, ...]]:
    """Return drivers, by target and falling swing, and flips, by target and nearest first.

    Parameters
    ----------
    targets : sequence of Target
        Headline differences, baseline against some posture, the most important first.
    fixed : mapping
        Parameters that the caller has set; they are not moved.
    screen_runs, curve_runs : int
        Replications of the two steps.
    """
    model = runner.model
    parameters = [p for p in swept(model.parameters) if p.id not in fixed]
    if not targets or not parameters:
        return (), ()
    ends: list[Mapping[str, float]] = [{}]
    for parameter in parameters:
        ends += [{parameter.id: at_share(parameter, share)} for share in (0.0, 1.0)]
    # What moves a measure under the posture with the most reforms moves it under the others, and
    # what moves it in the first truth in the others: a further truth costs curves and no
    # screening, unless a measure does not move in the first truth at all.
    first = targets[0]
    ranked: dict[int, set[int]] = {}
    for truth in dict.fromkeys(target.truth for target in targets):
        screened = [
            replace(target, posture=first.posture, truth=truth)
            for target in {t.measure_ix: t for t in targets}.values()
            if not ranked.get(target.measure_ix) and truth in (first.truth, target.truth)
        ]
        if not screened:
            continue
        rough = _run(
            runner, screened, baseline, opponents, fixed, ends, screen_runs, rough=True
        ).effects
        swings = np.nan_to_num(np.abs(rough[:, 2::2] - rough[:, 1::2]))
        for target, row in zip(screened, swings, strict=True):
            rank = sorted(range(len(parameters)), key=lambda j: (-row[j], parameters[j].id))
            ranked[target.measure_ix] = {j for j in rank[:LEADING] if row[j] > 0.0}
    drivers: list[Driver] = []
    flips: list[Flip] = []
    for truth in dict.fromkeys(target.truth for target in targets):
        own = [target for target in targets if target.truth == truth]
        chosen = sorted(set().union(*(ranked[target.measure_ix] for target in own)))
        leading = [parameters[j] for j in chosen]
        if not leading:
            continue
        points: list[Mapping[str, float]] = [{}]
        for parameter in leading:
            points += [{parameter.id: at_share(parameter, share)} for share in GRID]
        curves = _run(runner, own, baseline, opponents, fixed, points, curve_runs, rough=False)
        found, turned = _read(model, own, leading, curves)
        drivers += found
        flips += turned
    order = {_of(model, target): number for number, target in enumerate(targets)}
    drivers.sort(key=lambda driver: order[driver.measure, driver.posture])
    flips.sort(key=lambda flip: order[flip.measure, flip.posture])
    return tuple(drivers), tuple(flips)


def _of(model: Model, target: Target) -> tuple[str, str]:
    """Return what names a target: there is one truth a measure."""
    return model.measures[target.measure_ix].id, target.posture


def _run(
    runner: Runner,
    targets: Sequence[Target],
    baseline: str,
    opponents: Sequence[str],
    fixed: Mapping[str, float],
    points: Sequence[Mapping[str, float]],
    replications: int,
    *,
    rough: bool,
) -> _Curves:
    """Return the differences of all targets at all points.

    ``rough`` uses means for medians: with few replications they are the steadier ruler.
    """
    model = runner.model
    postures = list(dict.fromkeys([baseline, *(target.posture for target in targets)]))
    truths = list(dict.fromkeys(target.truth for target in targets))
    plan = plan_rows(
        model,
        postures=postures,
        truths=truths,
        opponents=opponents,
        sets=list(enumerate(points)),
        fixed=fixed,
    )
    runs = runner.run("drivers", plan, replications)
    shape = (len(postures), len(truths), len(opponents), len(points))
    sample = make_sample(model, runs, shape)
    out = np.empty((len(targets), len(points)))
    places: list[tuple[tuple[int, int], int]] = []
    for number, target in enumerate(targets):
        statistic: Statistic = target.statistic
        if rough and statistic == "median":
            statistic = "restricted_mean"
        truth = truths.index(target.truth)
        pair = (postures.index(target.posture), postures.index(baseline))
        places.append((pair, truth))
        difference = per_set_difference(
            sample, statistic, pair, truth, slice(None), target.measure_ix
        )
        out[number] = np.where(np.isfinite(difference), difference, np.nan)
    return _Curves(sample, out, tuple(places), runner.seed)


def _read(
    model: Model, targets: Sequence[Target], leading: Sequence[Parameter], curves: _Curves
) -> tuple[tuple[Driver, ...], tuple[Flip, ...]]:
    drivers: list[Driver] = []
    flips: list[Flip] = []
    for number, target in enumerate(targets):
        measure = model.measures[target.measure_ix].id
        centre = float(curves.effects[number, 0])
        found: list[Driver] = []
        turned: list[Flip] = []
        for place, parameter in enumerate(leading):
            first = 1 + place * len(GRID)
            curve = curves.effects[number, first : first + len(GRID)]
            if np.isnan(curve).any() or np.isnan(centre) or float(np.ptp(curve)) == 0.0:
                continue
            assert parameter.low is not None
            assert parameter.high is not None
            flip = _flip(measure, number, target, parameter, first, curves)
            if flip is not None:
                turned.append(flip)
            found.append(
                Driver(
                    parameter=parameter.id,
                    measure=measure,
                    posture=target.posture,
                    truth=target.truth,
                    low=parameter.low,
                    high=parameter.high,
                    difference=centre,
                    at_low=float(curve[0]),
                    at_high=float(curve[-1]),
                    flip=None if flip is None else flip.threshold,
                    assumed=bool(parameter.assumed),
                )
            )
        found.sort(key=lambda driver: (driver.flip is None, -_swing(driver), driver.parameter))
        found = sorted(found[:SHOWN], key=lambda driver: (-_swing(driver), driver.parameter))
        drivers += found
        flips += sorted(turned, key=lambda flip: (flip.distance, flip.parameter))
    return tuple(drivers), tuple(flips)


def _flip(
    measure: str, number: int, target: Target, parameter: Parameter, first: int, curves: _Curves
) -> Flip | None:
    """Return the nearest crossing of a curve that more than noise speaks for."""
    centre = float(curves.effects[number, 0])
    if not target.certain or centre * target.value <= 0.0:
        return None
    here = share_of(parameter, parameter.value)
    curve = curves.effects[number, first : first + len(GRID)]
    side = 1 if centre > 0.0 else -1
    found: list[Flip] = []
    for crossing in _crossings(here, centre, curve):
        beyond = [
            first + at
            for at, share in enumerate(GRID)
            if (share - crossing) * (crossing - here) >= 0.0 and curve[at] * centre < 0.0
        ]
        moved = [point for point in beyond if curves.moved(number, target, point) == -side]
        threshold = at_share(parameter, crossing)
        if not moved or math.isclose(threshold, parameter.value, rel_tol=1e-9):
            continue
        reverses = any(curves.sign(number, target, point) == -side for point in moved)
        found.append(
            Flip(
                measure=measure,
                posture=target.posture,
                truth=target.truth,
                parameter=parameter.id,
                threshold=threshold,
                direction="above" if crossing > here else "below",
                distance=abs(crossing - here),
                kind="reverses" if reverses else "vanishes",
            )
        )
    return min(found, key=lambda flip: flip.distance, default=None)


def _swing(driver: Driver) -> float:
    values = (driver.at_low, driver.difference, driver.at_high)
    return max(values) - min(values)


def _crossings(here: float, centre: float, curve: NDArray[np.float64]) -> list[float]:
    """Return the shares of the range at which the curve first changes its sign, up and down."""
    found: list[float] = []
    for direction in (1, -1):
        before, last = here, centre
        for share, value in list(zip(GRID, curve.tolist(), strict=True))[::direction]:
            if (share - here) * direction <= 0.0:
                continue
            if value * centre < 0.0:
                found.append(before + (share - before) * last / (last - value))
                break
            if value != 0.0:
                before, last = share, value
    return found
