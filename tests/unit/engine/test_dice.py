"""Dice: published vectors, accuracy, and that the kernel's twins give the same bits."""

import math

import numpy as np
import pytest
from scipy import stats

from tateyoko.engine import dice
from tateyoko.net import distributions
from tateyoko.net.naming import key64, signed

# Known answers of the Random123 distribution (kat_vectors, philox4x32, 10 rounds).
VECTORS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    (
        (0xFFFFFFFF,) * 4,
        (0xFFFFFFFF,) * 2,
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), VECTORS)
def test_philox_gives_the_published_words(counter, key, words):
    assert dice.philox(counter, key) == words


def test_uniforms_are_never_0_or_1():
    assert 0.0 < dice.unit(0) < 1e-15
    assert 1.0 - 1e-15 < dice.unit(2**64 - 1) < 1.0


def test_a_block_depends_on_every_part_of_its_key():
    plain = dice.block(1, 2, 3, 4)

    others = [dice.block(9, 2, 3, 4), dice.block(1, 9, 3, 4), dice.block(1, 2, 9, 4)]
    others.append(dice.block(1, 2, 3, 9))

    assert plain not in others
    assert len(set(others)) == 4


def test_names_signed_or_not_give_the_same_dice():
    name = key64("job")

    assert dice.block(5, name, 1, 0) == dice.block(5, signed(name), 1, 0)
    assert dice.name_of(name, 3, 4) == dice.name_of(signed(name), 3, 4)


def test_logarithm_and_exponential_are_within_one_unit_in_the_last_place():
    rng = np.random.default_rng(1)
    for x in np.exp(rng.uniform(-700, 700, 4000)).tolist():
        assert abs(dice.log(x) - math.log(x)) <= math.ulp(math.log(x))
    for x in rng.uniform(-700, 700, 4000).tolist():
        assert abs(dice.exp(x) - math.exp(x)) <= math.ulp(math.exp(x))


def test_exponential_at_its_limits():
    assert dice.exp(-800.0) == 0.0
    assert dice.exp(800.0) == math.inf
    assert math.isnan(dice.exp(math.nan))


def test_normal_quantile_is_accurate_to_a_billionth():
    u = np.linspace(1e-9, 1 - 1e-9, 2001)
    quantiles = np.array([dice.normal_quantile(x) for x in u])
    exact = stats.norm.ppf(u)

    assert np.all(np.abs(quantiles - exact) <= 2e-9 * np.maximum(1.0, np.abs(exact)))


CASES = [
    (distributions.EXP, (3.0,), stats.expon(scale=3.0)),
    (distributions.UNIFORM, (2.0, 5.0), stats.uniform(2.0, 3.0)),
    (distributions.TRIANGULAR, (1.0, 2.0, 5.0), stats.triang(0.25, 1.0, 4.0)),
    (distributions.LOGNORMAL, (1.0, 0.5), stats.lognorm(0.5, scale=math.e)),
    (distributions.WEIBULL, (4.0, 1.7), stats.weibull_min(1.7, scale=4.0)),
]


@pytest.mark.parametrize(("kind", "parameters", "law"), CASES)
def test_a_draw_inverts_its_distribution(kind, parameters, law):
    u = np.linspace(0.001, 0.999, 101)
    a, b, c = (*parameters, 0.0, 0.0)[:3]
    drawn = np.array([dice.sample(kind, a, b, c, x) for x in u])
    # Exponential and Weibull run from the upper tail: u stands for the chance of more.
    falling = kind in (distributions.EXP, distributions.WEIBULL)

    expected = law.isf(u) if falling else law.ppf(u)

    np.testing.assert_allclose(drawn, expected, rtol=1e-8)


@pytest.mark.parametrize(("n", "p"), [(1, 0.5), (10, 0.3), (10, 0.9), (60, 0.5), (1000, 0.01)])
def test_binomial_numbers_follow_their_distribution(n, p):
    u = (np.arange(20000) + 0.5) / 20000
    drawn = np.array([dice.binomial(float(n), p, x) for x in u])
    counts = np.bincount(drawn.astype(int), minlength=n + 1) / len(u)

    assert np.all(np.diff(drawn) >= 0)
    np.testing.assert_allclose(counts, stats.binom(n, p).pmf(np.arange(n + 1)), atol=2e-4)


def test_binomial_numbers_of_many_trials_come_from_the_normal_quantile():
    u = (np.arange(4000) + 0.5) / 4000
    drawn = np.array([dice.binomial(10000.0, 0.4, x) for x in u])

    assert np.all(np.diff(drawn) >= 0)
    assert abs(drawn.mean() - 4000.0) < 0.5
    assert abs(drawn.std() - math.sqrt(2400.0)) < 0.5


@pytest.mark.parametrize(("n", "p"), [(-1.0, 0.5), (5.0, 1.5), (5.0, math.nan), (math.inf, 0.5)])
def test_impossible_binomials_are_not_a_number(n, p):
    assert math.isnan(dice.binomial(n, p, 0.5))


def test_binomial_limits():
    assert dice.binomial(5.0, 0.0, 0.3) == 0.0
    assert dice.binomial(5.0, 1.0, 0.3) == 5.0
    assert dice.binomial(0.0, 0.5, 0.3) == 0.0
