"""Which assumption moves a headline difference most, and where the conclusion turns round.

One assumption at a time, all others at their central values, the same dice everywhere:

1. *Screening*: every uncertain number at both ends of its range, on few replications; ranked by
   the swing of the headline differences, as a share of the largest swing.
2. *Curve*: the leading ones at five points of their range and at the centre, on more
   replications. ``at_low`` and ``at_high`` are the ends of that curve; a flip point is where the
   curve crosses zero nearest to the central value, by linear interpolation.

This is a map of single assumptions, not of their interactions; the joint picture is the sign
share over the assumption sets, where all of them vary together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tateyoko.study.design import at_share, plan_rows, share_of, swept
from tateyoko.study.model import Model, Parameter
from tateyoko.study.results import Driver, Flip, Statistic
from tateyoko.study.run import Runner
from tateyoko.study.sample import make_sample, per_set_difference

__all__ = ["GRID", "LEADING", "Target", "find_drivers"]

GRID = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Points of a range at which a leading assumption is run."""
LEADING = 12
"""Assumptions that get a curve."""
SHOWN = 8
"""Drivers listed per difference."""


@dataclass(frozen=True, slots=True)
class Target:
    """A headline difference; ``certain`` says that its interval excludes 0."""

    measure_ix: int
    statistic: Statistic
    truth: str
    posture: str
    certain: bool


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
    """Return drivers, by target and falling swing, and flips, nearest first.

    Parameters
    ----------
    targets : sequence of Target
        Headline differences, baseline against some posture.
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
    rough = _effects(runner, targets, baseline, opponents, fixed, ends, screen_runs, rough=True)
    swings = np.abs(rough[:, 2::2] - rough[:, 1::2])
    largest = np.nanmax(swings, axis=1, initial=0.0)
    relative = np.nan_to_num(swings / np.where(largest > 0.0, largest, 1.0)[:, None])
    rank = sorted(
        range(len(parameters)), key=lambda j: (-float(relative[:, j].max()), parameters[j].id)
    )
    leading = [parameters[j] for j in rank[:LEADING] if relative[:, j].max() > 0.0]
    if not leading:
        return (), ()
    points: list[Mapping[str, float]] = [{}]
    for parameter in leading:
        points += [{parameter.id: at_share(parameter, share)} for share in GRID]
    curves = _effects(runner, targets, baseline, opponents, fixed, points, curve_runs, rough=False)
    return _read(model, targets, leading, curves)


def _effects(
    runner: Runner,
    targets: Sequence[Target],
    baseline: str,
    opponents: Sequence[str],
    fixed: Mapping[str, float],
    points: Sequence[Mapping[str, float]],
    replications: int,
    *,
    rough: bool,
) -> NDArray[np.float64]:
    """Return the differences of all targets at all points, shape (targets, points).

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
    for number, target in enumerate(targets):
        statistic: Statistic = target.statistic
        if rough and statistic == "median":
            statistic = "restricted_mean"
        where = (truths.index(target.truth), slice(None), target.measure_ix)
        pair = (postures.index(target.posture), postures.index(baseline))
        difference = per_set_difference(sample, statistic, pair, *where)
        out[number] = np.where(np.isfinite(difference), difference, np.nan)
    return out


def _read(
    model: Model,
    targets: Sequence[Target],
    leading: Sequence[Parameter],
    curves: NDArray[np.float64],
) -> tuple[tuple[Driver, ...], tuple[Flip, ...]]:
    drivers: list[Driver] = []
    flips: list[Flip] = []
    for number, target in enumerate(targets):
        centre = float(curves[number, 0])
        found: list[Driver] = []
        for place, parameter in enumerate(leading):
            curve = curves[number, 1 + place * len(GRID) : 1 + (place + 1) * len(GRID)]
            if np.isnan(curve).any() or np.isnan(centre) or float(np.ptp(curve)) == 0.0:
                continue
            assert parameter.low is not None
            assert parameter.high is not None
            crossing = _crossing(share_of(parameter, parameter.value), centre, curve)
            found.append(
                Driver(
                    parameter=parameter.id,
                    measure=model.measures[target.measure_ix].id,
                    posture=target.posture,
                    truth=target.truth,
                    low=parameter.low,
                    high=parameter.high,
                    difference=centre,
                    at_low=float(curve[0]),
                    at_high=float(curve[-1]),
                    flip=None if crossing is None else at_share(parameter, crossing),
                    assumed=bool(parameter.assumed),
                )
            )
            if crossing is not None and target.certain:
                here = share_of(parameter, parameter.value)
                flips.append(
                    Flip(
                        measure=model.measures[target.measure_ix].id,
                        posture=target.posture,
                        truth=target.truth,
                        parameter=parameter.id,
                        threshold=at_share(parameter, crossing),
                        direction="above" if crossing > here else "below",
                        distance=abs(crossing - here),
                    )
                )
        found.sort(key=lambda driver: (-_swing(driver), driver.parameter))
        drivers += found[:SHOWN]
    flips.sort(key=lambda flip: (flip.distance, flip.measure, flip.posture, flip.parameter))
    return tuple(drivers), tuple(flips)


def _swing(driver: Driver) -> float:
    values = (driver.at_low, driver.difference, driver.at_high)
    return max(values) - min(values)


def _crossing(here: float, centre: float, curve: NDArray[np.float64]) -> float | None:
    """Return the share of the range nearest to ``here`` at which the curve changes its sign."""
    if centre == 0.0:
        return None
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
    return min(found, key=lambda share: abs(share - here), default=None)
