"""Any case file of the schema runs, whatever its type, era and context."""

import math

import pytest

from tateyoko.cli.worlds import open_world
from tateyoko.validate.predict import predict, prior_draw
from tateyoko.validate.scores import LEAST_SAMPLES
from tateyoko.validate.simulate import Simulator
from tateyoko.world.cases import read_cases
from tateyoko.world.crisis import ERAS, PAIRS, TYPES, pair_name
from tateyoko.world.patterns import eras_of, patterns_of
from tests.validate.synthetic import write_cases


@pytest.fixture(scope="module")
def world():
    return open_world(None)


def check(world, folder):
    simulator = Simulator(world)
    known = {pair_name(pair) for pair in PAIRS}
    for case in read_cases(folder):
        found = predict(simulator, case.type, case.context, prior_draw(1), runs=200, seed=1)
        assert not found.faults, (case.name, found.faults[0])
        assert found.samples, case.name
        assert set(found.samples) <= known
        for pair, samples in found.samples.items():
            assert len(samples) >= LEAST_SAMPLES, (case.name, pair)
            assert (samples >= 0.0).all(), (case.name, pair)
            assert not any(map(math.isnan, samples)), (case.name, pair)


def test_shipped_world_stands_for_every_type_and_era(world):
    assert set(patterns_of(world)) == set(TYPES)
    assert set(eras_of(world)) == set(ERAS)


def test_a_dozen_unseen_cases_run(world, tmp_path):
    write_cases(tmp_path, range(0, 48, 4))

    check(world, tmp_path)


@pytest.mark.slow
def test_hundreds_of_unseen_cases_run(world, tmp_path):
    write_cases(tmp_path, range(270))

    check(world, tmp_path)
