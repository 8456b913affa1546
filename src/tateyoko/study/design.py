"""The experiment: which assumption sets, and which parameter rows, a comparison runs.

Assumption sets are a Latin hypercube over the swept parameters. Each parameter has its own
permutation of the K strata and its own places inside them, drawn with a key made of the seed and
the *name* of the parameter. So the sets do not depend on the order of the parameters, and a world
that gains one uncertain number keeps the columns of all the others; a Sobol sequence, which
numbers its dimensions, has neither property. The generator is a few lines over NumPy's Philox raw
words, whose stream is fixed; SciPy is used by the tests only, as a judge of uniformity.

Set 0 is no point of the hypercube: it holds the central value of every parameter.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tateyoko.study.model import Model, Parameter

__all__ = [
    "Plan",
    "RowKey",
    "assumption_sets",
    "at_share",
    "keyed_words",
    "opponents_of",
    "plan_rows",
    "share_of",
    "swept",
]

_WORD = 2.0**-53


@dataclass(frozen=True, slots=True)
class RowKey:
    """What one parameter row stands for; ``assumption_set`` 0 is the central one."""

    posture: str
    truth: str
    opponent: str
    assumption_set: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Parameter rows and what each of them stands for.

    Attributes
    ----------
    rows : ndarray of float64, shape (D, P)
        One parameter row per design point.
    keys : tuple of RowKey, length D
    """

    rows: NDArray[np.float64]
    keys: tuple[RowKey, ...]


def keyed_words(count: int, *name: object) -> NDArray[np.uint64]:
    """Return ``count`` random 64-bit words that depend on ``name`` alone."""
    text = "/".join(str(part) for part in name)
    digest = blake2b(text.encode(), digest_size=16).digest()
    generator = np.random.Philox(key=int.from_bytes(digest, "little"))
    return np.asarray(generator.random_raw(count), dtype=np.uint64)


def swept(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """Return the parameters that have a range, in byte order of their ids."""
    ranged = (p for p in parameters if p.low is not None and p.high is not None and p.low < p.high)
    return tuple(sorted(ranged, key=lambda p: p.id))


def opponents_of(model: Model) -> tuple[str, ...]:
    """Return the opponents; a scenario without any has one without a name."""
    return tuple(model.opponents) or ("",)


def at_share(parameter: Parameter, share: float) -> float:
    """Return the value at ``share`` (0 to 1) of the parameter's range, on its own scale."""
    low, high = _ends(parameter)
    if share <= 0.0:
        return low
    if share >= 1.0:
        return high
    if parameter.log:
        return min(max(low * math.exp(share * math.log(high / low)), low), high)
    return min(max(low + share * (high - low), low), high)


def share_of(parameter: Parameter, value: float) -> float:
    """Return where ``value`` lies in the parameter's range, on its own scale (0 low, 1 high)."""
    low, high = _ends(parameter)
    if parameter.log:
        if value <= 0.0:
            return 0.0
        return math.log(value / low) / math.log(high / low)
    return (value - low) / (high - low)


def assumption_sets(
    parameters: Iterable[Parameter], sets: int, seed: int
) -> tuple[Mapping[str, float], ...]:
    """Return the values of the swept parameters in every assumption set.

    Parameters
    ----------
    parameters : iterable of Parameter
        Those without a range are left out.
    sets : int
        Number K of sets besides the central one; 0 gives the central set alone.
    seed : int
        The comparison's seed.

    Returns
    -------
    values : tuple of mapping, length K + 1
        Parameter id to value. The first mapping is empty: the central values.

    Notes
    -----
    With K sets, each K-th part of every range (on its own scale) holds exactly one value.
    """
    columns: dict[str, list[float]] = {}
    for parameter in swept(parameters):
        words = keyed_words(2 * sets, "assumption sets", seed, parameter.id)
        strata = np.argsort(words[:sets], kind="stable")
        places = (words[sets:] >> np.uint64(11)).astype(np.float64) * _WORD
        shares = (strata + places) / max(sets, 1)
        columns[parameter.id] = [at_share(parameter, float(share)) for share in shares]
    drawn = [{name: column[k] for name, column in columns.items()} for k in range(sets)]
    return ({}, *drawn)


def plan_rows(
    model: Model,
    *,
    postures: Sequence[str],
    truths: Sequence[str],
    opponents: Sequence[str],
    sets: Sequence[tuple[int, Mapping[str, float]]],
    reforms: Mapping[str, float] | None = None,
    fixed: Mapping[str, float] | None = None,
) -> Plan:
    """Return the rows of postures x truths x opponents x sets, sets varying fastest.

    Parameters
    ----------
    sets : sequence of (number, values)
        Assumption sets, as `assumption_sets` gives them, each with its number.
    reforms : mapping, optional
        Strengths that replace those of every posture.
    fixed : mapping, optional
        Values given by the caller (``--set``); they win over the sets.
    """
    keys: list[RowKey] = []
    rows: list[NDArray[np.float64]] = []
    for posture in postures:
        for truth in truths:
            for opponent in opponents:
                for number, values in sets:
                    keys.append(RowKey(posture, truth, opponent, number))
                    rows.append(
                        model.row(
                            posture=posture,
                            truth=truth,
                            opponent=opponent,
                            values={**values, **(fixed or {})},
                            reforms=reforms,
                        )
                    )
    width = len(rows[0]) if rows else 0
    matrix = np.array(rows, dtype=np.float64).reshape(len(rows), width)
    return Plan(rows=matrix, keys=tuple(keys))


def _ends(parameter: Parameter) -> tuple[float, float]:
    if parameter.low is None or parameter.high is None:
        msg = f"{parameter.id} has no range"
        raise ValueError(msg)
    return parameter.low, parameter.high
