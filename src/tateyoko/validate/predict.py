"""Predictions of real crises from their type and onset alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tateyoko.validate.draws import Deviates, common_deviates, discrepancy
from tateyoko.validate.instance import Instance, instance_of
from tateyoko.validate.pairs import pair_samples
from tateyoko.validate.scores import LEAST_SAMPLES
from tateyoko.validate.simulate import Simulator
from tateyoko.world.case import Onset
from tateyoko.world.model import World

__all__ = ["DEFAULT_RUNS", "Draw", "Prediction", "predict", "prior_draw"]

DEFAULT_RUNS = 400
#: Blocks of runs at most; pairs that few runs give get their samples from further blocks.
_BLOCKS = 8
#: A pair that fewer runs give than this is left alone: it belongs to another course of events.
_LEAST_SHARE = 0.05

Draw = Callable[[int, int], Deviates]
"""Number of runs and number of the block -> common parts of their parameter sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the model says of one crisis.

    Attributes
    ----------
    instance : Instance
        What was simulated.
    samples : dict of str to ndarray of float64
        Pair -> at least `LEAST_SAMPLES` samples [min], infinite for what was still under way.
    too_few : dict of str to int
        Pairs with fewer, which are not predicted, and how many there were.
    runs : int
        Runs in all, faulted ones included.
    faults : tuple of str
        What went wrong in the faulted ones.
    """

    instance: Instance
    samples: dict[str, NDArray[np.float64]]
    too_few: dict[str, int]
    runs: int
    faults: tuple[str, ...]


def prior_draw(seed: int) -> Draw:
    """Return how parameter sets are drawn from the ranges of the world, without calibration."""

    def draw(count: int, block: int) -> Deviates:
        return common_deviates(count, seed + 1_000_003 * block)

    return draw


def predict(
    simulator: Simulator, type: str, onset: Onset, draw: Draw, *, runs: int, seed: int
) -> Prediction:
    """Predict one crisis.

    Parameters
    ----------
    simulator : Simulator
    type : str
        Type of crisis.
    onset : Onset
        What could be known when it began.
    draw : Draw
        Where parameter sets come from.
    runs : int
        Runs of a block, and the most samples that are kept of a pair.
    seed : int
        Root of all dice.
    """
    instance = instance_of(simulator.world, type, onset)
    gathered: dict[str, list[NDArray[np.float64]]] = {}
    faults: list[str] = []
    done = 0
    for block in range(_BLOCKS):
        common = draw(runs, block)
        timed = simulator.run(instance, common, seed + block, first=done)
        noise = partial(_moved, simulator.world, instance, common, seed + block)
        done += runs
        faults += timed.faults
        for pair, samples in pair_samples(timed.times, timed.horizon_ms, noise).items():
            gathered.setdefault(pair, []).append(samples)
        if not _wanting(gathered, done):
            break
    whole = {pair: np.concatenate(parts)[:runs] for pair, parts in gathered.items()}
    return Prediction(
        instance=instance,
        samples={pair: some for pair, some in whole.items() if len(some) >= LEAST_SAMPLES},
        too_few={pair: len(some) for pair, some in whole.items() if len(some) < LEAST_SAMPLES},
        runs=done,
        faults=tuple(faults),
    )


def _moved(
    world: World, instance: Instance, common: Deviates, seed: int, pair: str
) -> NDArray[np.float64]:
    return discrepancy(world, instance, pair, common, seed)


def _wanting(gathered: dict[str, list[NDArray[np.float64]]], done: int) -> Sequence[str]:
    """Return the pairs that further runs could give enough samples."""
    counts = {pair: sum(map(len, parts)) for pair, parts in gathered.items()}
    return [
        pair
        for pair, count in counts.items()
        if count < LEAST_SAMPLES and count >= _LEAST_SHARE * done
    ]
