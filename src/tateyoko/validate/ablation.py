"""What is lost without one mechanism: the same case, with and without it, on the same dice.

A pattern offers its mechanisms as switches (values). An ablation names a case, the switches it
turns, and what it looks at: an interval, or how often a kind of step comes at all. It belongs to a
world and stands in its file ``calibration/ablations.yaml``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from tateyoko.compiler.kinds import kind_column
from tateyoko.text import Text
from tateyoko.validate.draws import discrepancy
from tateyoko.validate.instance import instance_of
from tateyoko.validate.pairs import pair_samples
from tateyoko.validate.predict import Draw
from tateyoko.validate.simulate import Simulator
from tateyoko.world.case import Case

__all__ = ["Ablated", "Ablation", "Side", "ablate", "read_ablations"]

_DAY_MINUTES = 1440.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """One comparison with and without a mechanism.

    Attributes
    ----------
    id : str
    title : Text
        What is taken away or added.
    case : str
        Id of the recorded case whose type and onset are simulated.
    changes : mapping of str to float
        Columns of the net with their values.
    always : mapping of str to float
        Columns that have one value on both sides, such as a truth.
    pair : str
        Interval that is looked at.
    """

    id: str
    title: Text
    case: str
    changes: Mapping[str, float]
    always: Mapping[str, float]
    pair: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of an ablation.

    Attributes
    ----------
    low, middle, high : float
        10, 50 and 90 % quantiles of the interval [min]; NaN if no run has it.
    share : float
        Share of runs in which the second step comes.
    """

    low: float
    middle: float
    high: float
    share: float

    def holds(self, minutes: float) -> bool:
        """Return whether the 80 % range holds a time."""
        return self.low <= minutes <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablated:
    """An ablation with what came out.

    Attributes
    ----------
    ablation : Ablation
    usual, changed : Side
    recorded : float or None
        Recorded time of the interval [min], in whole days where the hour is not known.
    """

    ablation: Ablation
    usual: Side
    changed: Side
    recorded: float | None


def read_ablations(path: Path) -> tuple[Ablation, ...]:
    """Read the ablations of a world; none if there is no such file."""
    if not path.is_file():
        return ()
    return tuple(
        Ablation(
            id=id,
            title=Text(ja=entry["title"]["ja"], en=entry["title"]["en"]),
            case=entry["case"],
            changes={key: float(value) for key, value in entry["set"].items()},
            always={key: float(value) for key, value in entry.get("always", {}).items()},
            pair=entry["pair"],
        )
        for id, entry in YAML(typ="safe").load(path).items()
    )


def ablate(
    simulator: Simulator,
    ablation: Ablation,
    cases: Sequence[Case],
    draw: Draw,
    *,
    runs: int,
    seed: int,
) -> Ablated:
    """Simulate a case with and without a mechanism."""
    case = next(one for one in cases if one.name == ablation.case)
    instance = instance_of(simulator.world, case.type, case.context)
    common = draw(runs, 0)

    def noise(pair: str) -> NDArray[np.float64]:
        return discrepancy(simulator.world, instance, pair, common, seed)

    sides = []
    for changes in ({}, ablation.changes):
        timed = simulator.run(instance, common, seed, changes={**ablation.always, **changes})
        samples = pair_samples(timed.times, timed.horizon_ms, noise).get(ablation.pair)
        column = timed.times.get(kind_column(ablation.pair.partition("->")[2]))
        came = (
            0.0 if column is None else float(np.mean((column >= 0) & (column <= timed.horizon_ms)))
        )
        ends = (np.nan,) * 3 if samples is None else np.quantile(samples, [0.1, 0.5, 0.9]).tolist()
        sides.append(Side(low=ends[0], middle=ends[1], high=ends[2], share=came))
    return Ablated(
        ablation=ablation, usual=sides[0], changed=sides[1], recorded=_recorded(case, ablation.pair)
    )


def _recorded(case: Case, pair: str) -> float | None:
    for one in case.standard_intervals:
        if one.pair == pair:
            return one.minutes if one.minutes is not None else (one.days or 0) * _DAY_MINUTES
    return None
