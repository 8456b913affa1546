"""What recorded cases say about the common parts of the parameter sets, as a loss of each case.

A common pool of parameter sets is drawn from the prior, the same for all cases. Each case is
simulated with every set a few times, and its loss with a set is the mean CRPS of its records
against these runs, with the unbiased estimate of the spread within a small sample, times the square
root of their number, because intervals of one case repeat each other. Over the pool the loss is
then fitted by a separable quadratic in the common parts: an emulator, as history matching uses,
which takes the noise of few runs out of the loss. `tateyoko.validate.abc_sampler` turns the losses
into a posterior. A further wave draws its pool from that posterior, as history matching refocuses,
and the losses are fitted over both pools; `check_emulator` compares them with direct simulation
where the posterior lies.

References
----------
.. [1] P. G. Bissiri, C. C. Holmes, S. G. Walker, A general framework for updating belief
   distributions, J. R. Statist. Soc. B 78 (2016): beliefs are updated by losses.
.. [2] L. Pacchiardi, S. Khoo, R. Dutta, Generalized Bayesian likelihood-free inference, Electronic
   Journal of Statistics 18 (2024): the loss is a scoring rule of simulations.
.. [3] P. S. Craig, M. Goldstein, A. H. Seheult, J. A. Smith, Pressure matching for hydrocarbon
   reservoirs, in Case Studies in Bayesian Statistics (1997): polynomial emulators, discrepancy.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from tateyoko.compiler import Model
from tateyoko.validate.draws import (
    COMMON,
    Deviates,
    discrepancy,
    relevant_parts,
)
from tateyoko.validate.instance import Instance, instance_of
from tateyoko.validate.pairs import pair_minutes
from tateyoko.validate.posterior import Loss, Posterior, fingerprint, posterior_draw
from tateyoko.validate.scores import CAP_MINUTES
from tateyoko.validate.simulate import Simulator
from tateyoko.world.case import Case

__all__ = [
    "EmulatorCheck",
    "check_emulator",
    "fair_crps",
    "fitted_loss",
    "fitted_losses",
    "model_hash",
    "pool_losses",
]

#: A set that gives fewer samples of a pair says nothing about it.
_LEAST_RUNS = 4
#: Draws that bring out the pair at all, without which a record is left aside.
_LEAST_SHARE = 0.5

Tell = Callable[[str, int, int], object]
"""Called with the case that is next, cases done and cases in all."""
Refocus = Callable[[Sequence[Loss]], Posterior]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatorCheck:
    """The losses of all cases together, fitted and simulated anew, with sets of the posterior.

    Attributes
    ----------
    sets, runs : int
        Parameter sets, and runs of each case with each.
    correlation : float
        Between the two losses over the sets.
    error, noise, spread : float
        Deviation of their difference, how much of it is the noise of so few runs, and the deviation
        of the simulated loss; all over the sets, since only differences of a loss count.
    """

    sets: int
    runs: int
    correlation: float
    error: float
    noise: float
    spread: float


def fitted_losses(
    simulator: Simulator,
    cases: Sequence[Case],
    *,
    pool: int,
    runs: int,
    seed: int,
    refocus: Refocus | None = None,
    waves: int = 1,
    progress: Tell | None = None,
) -> tuple[Loss, ...]:
    """Return the losses of all cases that have records which the patterns bring out.

    Parameters
    ----------
    simulator : Simulator
    cases : sequence of Case
    pool : int
        Parameter sets N of each wave.
    runs : int
        Runs R of every case with every set.
    seed : int
        Root of all dice.
    refocus : callable, optional
        Losses -> the posterior from which the pool of the next wave is drawn; needed for a second
        wave. The losses are fitted over all pools together, and the prior stays the prior.
    waves : int
    """
    scored = [case for case in cases if next(case.scorable(), None) is not None]
    found: tuple[Loss, ...] = ()
    pools: list[Deviates] = []
    values: dict[str, list[NDArray[np.float64]]] = {case.name: [] for case in scored}
    pairs: dict[str, list[str]] = {}
    for wave in range(waves):
        known = refocus(found) if wave and refocus is not None else Posterior()
        pools.append(posterior_draw(known, seed)(pool, wave))
        for number, case in enumerate(scored):
            if progress is not None:
                progress(case.name, wave * len(scored) + number, waves * len(scored))
            losses, used = pool_losses(
                simulator, case, pools[-1], runs=runs, seed=seed + wave, only=pairs.get(case.name)
            )
            values[case.name].append(losses)
            pairs.setdefault(case.name, used)
        everything = {name: np.concatenate([one[name] for one in pools]) for name in COMMON}
        found = tuple(
            _loss(simulator, case, everything, np.concatenate(values[case.name]), len(used))
            for case in scored
            if (used := pairs[case.name])
        )
    return found


def check_emulator(
    simulator: Simulator,
    cases: Sequence[Case],
    losses: Sequence[Loss],
    posterior: Posterior,
    *,
    sets: int,
    runs: int,
    seed: int,
) -> EmulatorCheck:
    """Compare the fitted losses with direct simulation at draws of the posterior.

    Parameters
    ----------
    sets, runs : int
        Parameter sets, and runs of each case with each, in two halves.
    seed : int
        Of dice that the pool has not seen.
    """
    common = posterior_draw(posterior, seed)(sets, 0)
    values = np.column_stack([common[name] for name in COMMON])
    by_print = {fingerprint(case): case for case in cases}
    fitted, halves = np.zeros(sets), np.zeros((2, sets))
    for loss in losses:
        fitted += loss.at(values)
        case = by_print[loss.fingerprint]
        for half in range(2):
            halves[half] += pool_losses(simulator, case, common, runs=runs // 2, seed=seed + half)[
                0
            ]
    simulated = halves.mean(axis=0)
    return EmulatorCheck(
        sets=sets,
        runs=runs,
        correlation=float(np.corrcoef(fitted, simulated)[0, 1]),
        error=float((simulated - fitted).std()),
        noise=float((halves[0] - halves[1]).std()) / 2.0,
        spread=float(simulated.std()),
    )


def _loss(
    simulator: Simulator,
    case: Case,
    common: Deviates,
    values: NDArray[np.float64],
    records: int,
) -> Loss:
    """Return the fitted loss of one case."""
    instance = instance_of(simulator.world, case.type, case.context)
    model = simulator.model(instance)
    parts = relevant_parts(model, case.type)
    columns = [COMMON.index(name) for name in parts]
    deviates = np.column_stack([common[name] for name in parts])
    some_linear, some_quadratic, explained = fitted_loss(deviates, values)
    linear, quadratic = np.zeros(len(COMMON)), np.zeros(len(COMMON))
    linear[columns], quadratic[columns] = some_linear, some_quadratic
    return Loss(
        case=case.name,
        fingerprint=fingerprint(case),
        model=model_hash(model, instance),
        linear=linear,
        quadratic=quadratic,
        explained=explained,
        records=records,
    )


def model_hash(model: Model, instance: Instance) -> str:
    """Return a hash of everything that a simulation of an instance rests on."""
    ranges = [(p.id, p.value, p.low, p.high) for p in model.parameters]
    spreads = [(k, e and (e.low, e.high)) for k, e in model.scenario.case_spread.items()]
    world = [(k, e and (e.low, e.high)) for k, e in model.world.about.case_spread.items()]
    text = repr((model.scenario_hash, instance.key, ranges, spreads, world))
    return sha256(text.encode()).hexdigest()[:24]


def pool_losses(
    simulator: Simulator,
    case: Case,
    common: Deviates,
    *,
    runs: int,
    seed: int,
    only: Sequence[str] | None = None,
) -> tuple[NDArray[np.float64], list[str]]:
    """Return the loss of a case with every parameter set of the pool.

    Parameters
    ----------
    only : sequence of str, optional
        Intervals to use, whatever share of the sets brings them out.

    Returns
    -------
    losses : ndarray of float64, shape (N,)
    pairs : list of str
        Intervals they are made of; empty when the pattern brings out none of them.
    """
    instance = instance_of(simulator.world, case.type, case.context)
    sets = len(common[COMMON[0]])
    repeated = {name: np.repeat(deviates, runs) for name, deviates in common.items()}
    timed = simulator.run(instance, repeated, seed)

    def noise(pair: str) -> NDArray[np.float64]:
        return discrepancy(simulator.world, instance, pair, repeated, seed)

    minutes = pair_minutes(timed.times, timed.horizon_ms, noise)
    columns, pairs = [], []
    for one in case.scorable():
        if one.pair not in minutes:
            continue
        logs = np.log1p(np.minimum(minutes[one.pair], CAP_MINUTES)).reshape(sets, runs)
        values = fair_crps(logs, float(np.log1p(one.recorded)))
        known = ~np.isnan(values)
        usual = known.mean() >= _LEAST_SHARE if only is None else one.pair in only
        if usual and known.any():
            # A set that does not bring out what happened is as bad as the worst that does.
            columns.append(np.where(known, values, values[known].max()))
            pairs.append(one.pair)
    if not columns:
        return np.zeros(sets), []
    return np.mean(columns, axis=0) * len(columns) ** 0.5, pairs


def fair_crps(logs: NDArray[np.float64], record: float) -> NDArray[np.float64]:
    """Return the CRPS of each row of samples, without the bias of small samples.

    Parameters
    ----------
    logs : ndarray of float64, shape (N, R)
        NaN where a run has no sample.
    record : float

    Returns
    -------
    ndarray of float64, shape (N,)
        NaN where a row has too few samples.
    """
    ordered = np.sort(logs, axis=1)
    there = ~np.isnan(ordered)
    count = there.sum(axis=1)
    filled = np.where(there, ordered, 0.0)
    safe = np.maximum(count, 1)
    distance = np.where(there, np.abs(filled - record), 0.0).sum(axis=1) / safe
    ranks = np.arange(1, logs.shape[1] + 1)[None, :]
    weight = 2 * ranks - count[:, None] - 1
    inner = (np.where(there, weight, 0) * filled).sum(axis=1) / np.maximum(count * (count - 1), 1)
    return np.where(count >= _LEAST_RUNS, distance - inner, np.nan)


def fitted_loss(
    deviates: NDArray[np.float64], losses: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return the separable quadratic that fits the losses best.

    Parameters
    ----------
    deviates : ndarray of float64, shape (N, C)
        Of the common parts that the loss depends on.
    losses : ndarray of float64, shape (N,)

    Returns
    -------
    linear, quadratic : ndarray of float64, shape (C,)
    explained : float
        Share of the variance explained.
    """
    features = np.column_stack([np.ones(len(losses)), deviates, deviates**2 - 1.0])
    solution = np.asarray(np.linalg.lstsq(features, losses, rcond=None)[0], dtype=np.float64)
    left = losses - features @ solution
    variance = float(losses.var())
    explained = 1.0 - float(left.var()) / variance if variance > 0.0 else 0.0
    parts = deviates.shape[1]
    return solution[1 : 1 + parts], solution[1 + parts :], explained
