"""Particles of pyABC have the density that Bayes' rule gives, also where a case is left out.

Needs the group `calibrate`; run by tools/slow.
"""

import numpy as np
import pytest

from tateyoko.validate.draws import COMMON
from tateyoko.validate.posterior import Loss, Posterior
from tests.validate.exact import bayes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sampler():
    pytest.importorskip("pyabc", reason="needs the group calibrate")
    from tateyoko.validate import abc_sampler

    return abc_sampler


def loss(name, linear, quadratic):
    dice = np.random.default_rng(len(name))
    scale = np.zeros(len(COMMON))
    scale[:12] = 1.0
    return Loss(
        case=name,
        fingerprint=name,
        model="",
        linear=scale * linear * dice.normal(size=len(COMMON)),
        quadratic=scale * quadratic,
        explained=1.0,
        records=1,
    )


LOSSES = (loss("a", 0.1, 0.02), loss("bb", 0.2, 0.05), loss("ccc", 0.3, -0.02))


def agrees(found: Posterior, losses):
    mean, deviation = bayes(losses)
    error = deviation / found.effective**0.5
    assert (abs(found.mean - mean) < 4.0 * error).all()
    assert (abs(found.deviation - deviation) < 4.0 * error).all()


def test_particles_have_the_moments_of_bayes_rule(sampler):
    found = sampler.sample_posterior(LOSSES, particles=1000, seed=1)

    assert len(found.weights) == 1000
    assert found.effective > 500
    agrees(found, LOSSES)


def test_particles_without_a_case_have_those_of_the_others(sampler):
    whole = sampler.sample_posterior(LOSSES, particles=1000, seed=1)

    left_out = sampler.sample_left_out(LOSSES, whole, seed=1)

    assert set(left_out) == {one.fingerprint for one in LOSSES}
    for one in LOSSES:
        posterior = left_out[one.fingerprint]
        assert posterior.values is whole.values
        assert posterior.pareto_k < sampler.RELIABLE_K
        agrees(posterior, [other for other in LOSSES if other is not one])


def test_case_that_outweighs_all_others_gets_particles_of_its_own(sampler):
    heavy = loss("dddd", 6.0, 6.0)
    losses = (*LOSSES, heavy)
    whole = sampler.sample_posterior(LOSSES, particles=300, seed=1)

    # Weights by the inverse of so sharp a likelihood have a tail that nothing smooths.
    found = sampler.sample_left_out(losses, whole, seed=2)["dddd"]

    assert found.values is not whole.values
    agrees(found, LOSSES)


def test_same_seed_gives_the_same_particles(sampler):
    first, second = (sampler.sample_posterior(LOSSES, particles=50, seed=3) for _ in range(2))

    assert (first.values == second.values).all()
    assert (first.weights == second.weights).all()
