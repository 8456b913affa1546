"""Particles of the posterior by approximate Bayesian computation, from the library pyABC.

A parameter set is drawn from the prior and accepted with a chance in proportion to
exp(-LEARNING_RATE · loss): rejection with a stochastic acceptor, which gives particles of exactly
this density, independent of each other. The constant of proportion is the best loss of a first
sample; a set that is better still counts for more, so that the constant costs no exactness.

The posterior without one case has the same particles with weights exp(+LEARNING_RATE · loss of the
case), smoothed by Pareto-smoothed importance sampling (ArviZ). Where the tail of the weights says
that they cannot be relied on, the others are sampled by themselves.

pyABC and ArviZ are needed to make a calibration only, not to use one.

References
----------
.. [1] R. D. Wilkinson, Approximate Bayesian computation (ABC) gives exact results under the
   assumption of model error, Statistical Applications in Genetics and Molecular Biology 12 (2013).
.. [2] Y. Schälte and J. Hasenauer, Efficient exact inference for dynamical systems with noisy
   measurements using sequential approximate Bayesian computation, Bioinformatics 36 (2020).
.. [3] Y. Schälte, E. Klinger, E. Alamoudi, J. Hasenauer, pyABC: Efficient and robust easy-to-use
   approximate Bayesian computation, Journal of Open Source Software 7 (2022) 4304.
.. [4] A. Vehtari, D. Simpson, A. Gelman, Y. Yao, J. Gabry, Pareto smoothed importance sampling,
   Journal of Machine Learning Research 25 (2024).
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tateyoko.errors import UsageError
from tateyoko.text import Text
from tateyoko.validate.draws import COMMON
from tateyoko.validate.posterior import LEARNING_RATE, Loss, Posterior

try:
    import pyabc
    from arviz_stats.base import array_stats
    from pyabc.random_variables.random_variables import DistributionBase
except ModuleNotFoundError as absent:
    raise UsageError(
        Text(
            ja="較正には pyABC と arviz-stats が要ります：.venv/bin/uv pip install "
            "--constraint constraints.txt --group calibrate",
            en="Calibrating needs pyABC and arviz-stats: .venv/bin/uv pip install "
            "--constraint constraints.txt --group calibrate",
        )
    ) from absent

__all__ = ["RELIABLE_K", "sample_left_out", "sample_posterior"]

RELIABLE_K = 0.7
"""Shape of the tail of importance weights from which on they are not relied on [4]_."""

_LOSS = "loss"


class _Prior(DistributionBase):  # type: ignore[misc]
    """Independent standard normal parts; one draw at once, where the library's takes one each."""

    def __init__(self, names: Sequence[str], seed: int) -> None:
        self.names = list(names)
        self.dice = np.random.default_rng(seed)

    def rvs(self, *_: Any, **__: Any) -> Any:
        values = self.dice.standard_normal(len(self.names)).tolist()
        return pyabc.Parameter(dict(zip(self.names, values, strict=True)))

    def pdf(self, x: Any) -> float:
        values = np.array([x[name] for name in self.names])
        return float(np.exp(-0.5 * values @ values))


def sample_posterior(losses: Sequence[Loss], *, particles: int, seed: int) -> Posterior:
    """Return particles of the posterior of some losses.

    Parameters
    ----------
    losses : sequence of Loss
    particles : int
        Number N of particles.
    seed : int
        Of all dice; the same seed gives the same particles.
    """
    linear = np.sum([one.linear for one in losses], axis=0)
    quadratic = np.sum([one.quadratic for one in losses], axis=0)
    moved = np.flatnonzero((linear != 0.0) | (quadratic != 0.0))
    names = [COMMON[index] for index in moved]
    some_linear, some_quadratic = linear[moved], quadratic[moved]

    def model(parameter: Any) -> dict[str, float]:
        values = np.array([parameter[name] for name in names])
        return {_LOSS: float(some_linear @ values + some_quadratic @ values**2)}

    def log_density(x: Any, x_0: Any, t: object = None, par: object = None) -> float:
        return -LEARNING_RATE * float(x[_LOSS])

    logging.getLogger("ABC").setLevel(logging.ERROR)
    # The acceptor of the library throws NumPy's common dice.
    np.random.seed(seed)  # noqa: NPY002
    search = pyabc.ABCSMC(
        model,
        _Prior(names, seed),
        pyabc.distance.FunctionKernel(log_density, ret_scale="SCALE_LOG"),
        population_size=particles,
        eps=pyabc.ListTemperature([1.0]),
        acceptor=pyabc.StochasticAcceptor(),
        sampler=pyabc.sampler.SingleCoreSampler(),
    )
    with TemporaryDirectory() as folder:
        search.new(f"sqlite:///{Path(folder) / 'history.db'}", {_LOSS: 0.0})
        table, weights = search.run(max_nr_populations=1).get_distribution()
    # A part on which no loss depends keeps its prior.
    values = np.random.default_rng([seed, 1]).standard_normal((len(weights), len(COMMON)))
    values[:, moved] = table[names].to_numpy()
    share = np.asarray(weights, dtype=np.float64)
    return Posterior(values=values, weights=share / share.sum())


def sample_left_out(losses: Sequence[Loss], whole: Posterior, *, seed: int) -> dict[str, Posterior]:
    """Return the posterior without each case, by fingerprint.

    Parameters
    ----------
    losses : sequence of Loss
    whole : Posterior
        Of all of them; its particles are kept where they can be.
    seed : int
        For cases that need particles of their own.
    """
    found = {}
    for name in dict.fromkeys(loss.fingerprint for loss in losses):
        mine = np.sum([one.at(whole.values) for one in losses if one.fingerprint == name], axis=0)
        ratios, shape = _smoothed(LEARNING_RATE * mine)
        if shape > RELIABLE_K:
            others = [one for one in losses if one.fingerprint != name]
            found[name] = sample_posterior(others, particles=len(whole.weights), seed=seed)
        else:
            weights = whole.weights * ratios
            found[name] = Posterior(
                values=whole.values, weights=weights / weights.sum(), pareto_k=shape
            )
    return found


def _smoothed(log_ratios: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return what each particle counts for, its tail smoothed, and the shape of the tail."""
    # It takes logarithms of likelihoods to be left out, and weighs by their inverse.
    smoothed, shape = array_stats.psislw(-log_ratios)
    return np.exp(smoothed - smoothed.max()), float(shape)
