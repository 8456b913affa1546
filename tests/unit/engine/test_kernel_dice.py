"""The kernel's dice and arithmetic give the bits of the readable ones."""

import numpy as np
import pytest
from numba import njit

from tateyoko.engine import dice, kernel_dice
from tateyoko.net.naming import signed

kernel_log = kernel_dice.log
kernel_exp = kernel_dice.exp
kernel_sample = kernel_dice.sample
kernel_block = kernel_dice.block
kernel_name = kernel_dice.name_of


@njit
def kernel_logs(values, out):
    for i in range(len(values)):
        out[i] = kernel_log(values[i])


@njit
def kernel_exps(values, out):
    for i in range(len(values)):
        out[i] = kernel_exp(values[i])


@njit
def kernel_samples(kind, a, b, c, us, out):
    for i in range(len(us)):
        out[i] = kernel_sample(kind, a, b, c, us[i])


@njit
def kernel_blocks(keys, names, lucks, words, out):
    for i in range(len(keys)):
        out[i, 0], out[i, 1] = kernel_block(keys[i], names[i], lucks[i], words[i])


def bits(values):
    return np.asarray(values, np.float64).view(np.int64).tolist()


def test_logarithms_have_the_same_bits():
    rng = np.random.default_rng(2)
    values = np.concatenate(
        [rng.random(20000), np.exp(rng.uniform(-740, 700, 20000)), [5e-324, 1e-310, 1.0, 2.0**1023]]
    )
    out = np.empty_like(values)
    kernel_logs(values, out)

    assert bits(out) == bits([dice.log(x) for x in values.tolist()])


def test_exponentials_have_the_same_bits():
    rng = np.random.default_rng(3)
    special = [0.0, -0.0, 709.0, 709.1, -708.5, -739.9, -745.0, np.nan, np.inf, -np.inf]
    values = np.concatenate([rng.uniform(-745, 710, 40000), special])
    out = np.empty_like(values)
    kernel_exps(values, out)

    assert bits(out) == bits([dice.exp(x) for x in values.tolist()])


SHAPES = [
    (0, 7.0, 0.0, 0.0),
    (1, 3.5, 0.0, 0.0),
    (2, -1.0, 4.0, 0.0),
    (3, 1.0, 2.0, 9.0),
    (3, 1.0, 5.0, 2.0),
    (4, 2.0, 1.5, 0.0),
    (5, 3.0, 0.7, 0.0),
    (5, 3.0, 0.0, 0.0),
    (6, 0.3, 0.0, 0.0),
    (7, 12.0, 0.35, 0.0),
    (7, 500.0, 0.6, 0.0),
    (7, -1.0, 0.6, 0.0),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_draws_have_the_same_bits(shape):
    kind, a, b, c = shape
    us = np.random.default_rng(4).random(3000)
    us[:4] = 2.0**-53, 1.0 - 2.0**-53, 0.02425, 0.97575
    out = np.empty_like(us)
    kernel_samples(kind, a, b, c, us, out)

    assert bits(out) == bits([dice.sample(kind, a, b, c, u) for u in us.tolist()])


def test_blocks_have_the_same_bits():
    rng = np.random.default_rng(5)
    keys, names = (rng.integers(-(2**63), 2**63 - 1, 500) for _ in range(2))
    lucks, words = rng.integers(0, 2**32, 500), rng.integers(0, 2**32, 500)
    out = np.empty((500, 2))
    kernel_blocks(keys, names, lucks, words, out)

    expected = [
        dice.block(*parts)
        for parts in zip(keys.tolist(), names.tolist(), lucks.tolist(), words.tolist(), strict=True)
    ]
    assert out.tolist() == [list(pair) for pair in expected]


@njit
def kernel_names(parents, tags, keys, out):
    for i in range(len(parents)):
        out[i] = kernel_name(parents[i], tags[i], keys[i])


def test_names_of_jobs_are_the_same():
    rng = np.random.default_rng(6)
    parents, tags, keys = (rng.integers(-(2**63), 2**63 - 1, 300) for _ in range(3))
    out = np.empty(300, np.int64)
    kernel_names(parents, tags, keys, out)

    expected = [
        signed(dice.name_of(*parts))
        for parts in zip(parents.tolist(), tags.tolist(), keys.tolist(), strict=True)
    ]
    assert out.tolist() == expected
