"""Parameter sets: what nobody knows about the numbers of a pattern, drawn for every run.

Every assumed number has a range. Where it lies in its range is a normal deviate, turned into a
share of the range, so the prior of each number alone is its range, on the scale it is swept on.
The deviates of numbers of one *group* (the times of one phase, delays outside office hours,
gathering for meetings) are correlated over all types, and those of one *type* of crisis over all
groups: if messages are read slowly in one crisis, they are in the next. The common parts are few
(`COMMON`), and a calibration learns about them alone; the part of its own that every number keeps
is never narrowed.

    deviate = ±(GROUP_SHARE^½ group + TYPE_SHARE^½ type + OWN_SHARE^½ own)

with minus for rates, whose high end is fast.

Cases of one type differ beyond what any context says. A pattern says so by phase (`case_spread`),
the world for a case as a whole and for every interval by itself. Each run draws a lognormal factor
on the times of each phase, and one on all of them; how wide these are is a common part too.

What is left is what calibration calls model discrepancy, `discrepancy`: it moves a sample of a
single interval on the scale of the scores, log(1 + minutes), and no mechanism stands behind it.
"""

from collections.abc import Mapping, Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from tateyoko.compiler import Model
from tateyoko.study.design import keyed_words, swept
from tateyoko.study.model import Parameter
from tateyoko.validate.instance import Instance
from tateyoko.world.channels import PHASES
from tateyoko.world.crisis import TYPES
from tateyoko.world.estimate import Estimate
from tateyoko.world.model import World

__all__ = [
    "COMMON",
    "GROUP_SHARE",
    "OWN_SHARE",
    "TYPE_SHARE",
    "Deviates",
    "common_deviates",
    "discrepancy",
    "group_of",
    "normal_share",
    "relevant_parts",
    "sampled_rows",
]

GROUP_SHARE, TYPE_SHARE, OWN_SHARE = 0.4, 0.3, 0.3
"""Parts of the variance of a number's place in its range; they sum to one."""

_OFF_HOURS, _GATHER = "off_hours", "gather"
GROUPS = (*PHASES, _OFF_HOURS, _GATHER)
COMMON = (
    *(f"group.{group}" for group in GROUPS),
    *(f"type.{type}" for type in TYPES),
    *(f"spread.{phase}" for phase in PHASES),
    "spread.whole",
    "spread.unexplained",
)
"""Names of the common parts, all standard normal in the prior."""

Deviates = Mapping[str, NDArray[np.float64]]
"""Common part -> one standard normal deviate for each run, shape (D,)."""

_NORMAL = NormalDist()
#: The normal distribution function between its points is straight to within 1e-7.
_POINTS = np.linspace(-6.0, 6.0, 12_001)
_SHARES = np.array([_NORMAL.cdf(point) for point in _POINTS])
_WORD = 2.0**-53


def normal_share(deviates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of a normal distribution below each deviate."""
    return np.asarray(np.interp(deviates, _POINTS, _SHARES))


def _deviates_at(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.interp(shares, _SHARES, _POINTS))


def common_deviates(count: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """Return a Latin hypercube of the common parts: each is a normal sample without gaps.

    Parameters
    ----------
    count : int
        Number D of parameter sets.
    seed : int
        Every part has its own stream, named by seed and part.
    """
    found = {}
    for name in COMMON:
        words = keyed_words(2 * count, "common", seed, name)
        strata = np.argsort(words[:count], kind="stable")
        found[name] = _deviates_at((strata + _uniform(words[count:])) / count)
    return found


def _uniform(words: NDArray[np.uint64]) -> NDArray[np.float64]:
    return (words >> np.uint64(11)).astype(np.float64) * _WORD


def _own(count: int, *name: object) -> NDArray[np.float64]:
    return _uniform(keyed_words(count, *name))


def group_of(model: Model, parameter: Parameter) -> tuple[str, float]:
    """Return the group of a number, empty for one that is no time, and the way it points.

    The sign is -1 for rates: a high rate means a short time.
    """
    estimate = model.rows.swept[parameter.id]
    if estimate.dimension not in ("time", "rate"):
        return "", 1.0
    sign = -1.0 if estimate.dimension == "rate" else 1.0
    if ".off_hours" in parameter.id:
        return _OFF_HOURS, sign
    if ".gather" in parameter.id:
        return _GATHER, sign
    return model.phase_of(parameter.id), sign


def sampled_rows(
    model: Model, instance: Instance, common: Deviates, seed: int
) -> NDArray[np.float64]:
    """Return one parameter row for each run: numbers, truth and spread of cases all drawn.

    Parameters
    ----------
    model : Model
        The pattern, compiled for the instance's posture and start.
    common : mapping
        The common parts of every run, each of shape (D,).
    seed : int
        With the instance's key it names everything else that is drawn.

    Returns
    -------
    rows : ndarray of float64, shape (D, P)
    """
    count, name = _count(common), (seed, instance.key)
    truths, opponents = list(model.truths), list(model.opponents)
    row = model.row(
        posture=instance.posture,
        truth=truths[0],
        opponent=opponents[0] if opponents else "",
        values={f"values.{id}": value for id, value in instance.values},
    )
    shares = {
        parameter.id: _share(model, parameter, instance.type, common, name)
        for parameter in swept(model.parameters)
        if parameter.id in model.rows.swept
    }
    values = _choice(_weights(instance, count, name), "truth", count, name)
    if opponents:
        alike = {id: np.full(count, 1.0 / len(opponents)) for id in opponents}
        values.update(_choice(alike, "opponent", count, name))
    whole = np.zeros(count)
    sigma = model.world.about.case_spread.get("whole")
    if sigma is not None:
        whole = _noise(sigma, "whole", common, name)
    for phase, sigma in model.scenario.case_spread.items():
        if sigma is not None:
            values[f"spread.{phase}"] = np.exp(whole + _noise(sigma, phase, common, name))
    return model.sampled_rows(row, instance.posture, shares, values)


def discrepancy(
    world: World, instance: Instance, pair: str, common: Deviates, seed: int
) -> NDArray[np.float64]:
    """Return what is added to log(1 + minutes) of a pair in every run; nought for some worlds."""
    single = world.about.case_spread.get("unexplained")
    if single is None:
        return np.zeros(_count(common))
    return _noise(single, "unexplained", common, (seed, instance.key, pair))


def relevant_parts(model: Model, type: str) -> list[str]:
    """Return the common parts that a simulation of a type depends on."""
    groups = {
        group_of(model, one)[0] for one in swept(model.parameters) if one.id in model.rows.swept
    }
    spreads = {phase for phase, sigma in model.scenario.case_spread.items() if sigma is not None}
    world = {what for what, sigma in model.world.about.case_spread.items() if sigma is not None}
    wanted = {f"group.{group}" for group in groups} | {f"type.{type}"}
    wanted |= {f"spread.{what}" for what in spreads | world}
    return [name for name in COMMON if name in wanted]


def _noise(
    sigma: Estimate, what: str, common: Deviates, name: Sequence[object]
) -> NDArray[np.float64]:
    deviation = _at(sigma, normal_share(common[f"spread.{what}"]))
    return deviation * _deviates_at(_own(_count(common), "case", *name, what))


def _count(common: Deviates) -> int:
    return len(common[COMMON[0]])


def _share(
    model: Model, parameter: Parameter, type: str, common: Deviates, name: Sequence[object]
) -> NDArray[np.float64]:
    count = _count(common)
    own = _own(count, "number", *name, parameter.id)
    group, sign = group_of(model, parameter)
    if not group:
        return own
    shared = GROUP_SHARE**0.5 * common[f"group.{group}"] + TYPE_SHARE**0.5 * common[f"type.{type}"]
    return normal_share(sign * shared + OWN_SHARE**0.5 * _deviates_at(own))


def _at(estimate: Estimate, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values at shares of the range of a scalar; its value where it has no range."""
    if estimate.low is None or estimate.high is None:
        return np.full(len(shares), estimate.value)
    if estimate.low > 0.0 and estimate.high >= 4.0 * estimate.low:
        log_ratio = float(np.log(estimate.high / estimate.low))
        return np.asarray(estimate.low * np.exp(shares * log_ratio))
    return estimate.low + shares * (estimate.high - estimate.low)


def _weights(
    instance: Instance, count: int, name: Sequence[object]
) -> dict[str, NDArray[np.float64]]:
    """Return the weight of each truth in every run; they sum to one."""
    found, rest = {}, ""
    for truth, share in instance.weights:
        if share is None:
            rest = truth
        elif isinstance(share, Estimate):
            found[truth] = _at(share, _own(count, "weight", *name, truth))
        else:
            found[truth] = np.full(count, share)
    total = np.sum(list(found.values()), axis=0) if found else np.zeros(count)
    if rest:
        found[rest] = np.maximum(0.0, 1.0 - total)
        total = total + found[rest]
    return {truth: weight / total for truth, weight in found.items()}


def _choice(
    weights: Mapping[str, NDArray[np.float64]], family: str, count: int, name: Sequence[object]
) -> dict[str, NDArray[np.float64]]:
    """Return columns that are 1 for the one of a family that each run has."""
    point = _own(count, family, *name)
    columns, below = {}, np.zeros(count)
    for id, weight in weights.items():
        columns[f"{family}.{id}"] = ((point >= below) & (point < below + weight)).astype(np.float64)
        below = below + weight
    last = list(columns)[-1]
    columns[last] = np.where(point >= below, 1.0, columns[last])
    return columns
