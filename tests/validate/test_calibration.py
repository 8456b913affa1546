"""Calibration learns what records say, no more, and nothing from a case that is left out."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tateyoko.cli.worlds import open_world
from tateyoko.errors import StoreError
from tateyoko.validate.calibrate import calibrate, fair_crps, fitted_loss
from tateyoko.validate.draws import COMMON
from tateyoko.validate.posterior import (
    LARGEST_SHIFT,
    LEARNING_RATE,
    LEAST_DEVIATION,
    Calibration,
    Loss,
    fingerprint,
    posterior_draw,
    read_calibration,
)
from tateyoko.validate.run import (
    LEAVE_ONE_OUT,
    POSTERIOR,
    PRIOR,
    run_validation,
    shipped_calibration,
    shipped_cases,
)
from tateyoko.validate.simulate import Simulator
from tateyoko.world import load_world
from tateyoko.world.cases import read_case, read_cases

HERE = Path(__file__).parent
HARBOUR = HERE.parent / "worlds" / "good" / "harbour"
K = len(COMMON)


def loss(name="a", linear=None, quadratic=None):
    def filled(values):
        return np.array([float((values or {}).get(part, 0.0)) for part in COMMON])

    return Loss(
        case=name,
        fingerprint=name,
        model="",
        linear=filled(linear),
        quadratic=filled(quadratic),
        explained=1.0,
        records=1,
    )


def test_without_losses_the_posterior_is_the_prior():
    found = Calibration(losses=(), provenance={}).posterior()

    assert found.mean.tolist() == [0.0] * K
    assert found.deviation.tolist() == [1.0] * K


def test_posterior_of_a_quadratic_loss_is_the_normal_one_of_bayes():
    part, at = COMMON[3], 0.4
    # The loss (z - at)^2 / 2 is that of one observation with deviation 1.
    one = loss(linear={part: -at}, quadratic={part: 0.5})

    found = Calibration(losses=(one,), provenance={}).posterior()

    assert found.mean[3] == pytest.approx(LEARNING_RATE * at / (1 + LEARNING_RATE))
    assert found.deviation[3] == pytest.approx((1 + LEARNING_RATE) ** -0.5)


def test_no_part_is_narrowed_or_moved_beyond_what_is_allowed():
    part = COMMON[0]
    many = tuple(loss(str(n), {part: -9.0}, {part: 5.0}) for n in range(50))

    found = Calibration(losses=many, provenance={}).posterior()

    assert found.deviation[0] == pytest.approx(LEAST_DEVIATION)
    assert found.mean[0] == pytest.approx(LARGEST_SHIFT)


def test_loss_that_bends_downward_widens_nothing():
    part = COMMON[0]
    found = Calibration(losses=(loss(quadratic={part: -3.0}),), provenance={}).posterior()

    assert found.deviation[0] == 1.0


def test_case_left_out_has_no_part_in_the_posterior():
    losses = (loss("a", {COMMON[0]: -1.0}), loss("b", {COMMON[0]: 0.5}))
    whole = Calibration(losses=losses, provenance={})
    rest = Calibration(losses=losses[1:], provenance={})

    assert whole.posterior(without="a").mean.tolist() == rest.posterior().mean.tolist()
    assert whole.posterior().mean[0] > 0 > rest.posterior().mean[0]


def test_draws_have_the_moments_of_the_posterior():
    part = COMMON[5]
    calibration = Calibration(
        losses=(loss(linear={part: -1.5}, quadratic={part: 1.0}),), provenance={}
    )
    posterior = calibration.posterior()

    deviates = posterior_draw(posterior, 3)(2000, 0)[part]

    assert deviates.mean() == pytest.approx(posterior.mean[5], abs=0.01)
    assert deviates.std() == pytest.approx(posterior.deviation[5], rel=0.01)


def test_fair_crps_has_no_bias_of_small_samples():
    rng = np.random.default_rng(3)
    small = fair_crps(rng.normal(size=(40_000, 5)), 0.7).mean()
    large = fair_crps(rng.normal(size=(400, 4000)), 0.7).mean()

    # 40,000 rows have a standard error of about 0.003.
    assert small == pytest.approx(large, abs=0.01)


def test_fair_crps_leaves_out_runs_without_the_interval():
    row = np.array([[1.0, np.nan, 2.0, 3.0, 4.0], [1.0, np.nan, np.nan, np.nan, 2.0]])

    found = fair_crps(row, 2.0)

    assert found[0] == pytest.approx(fair_crps(row[:1, [0, 2, 3, 4]], 2.0)[0])
    assert np.isnan(found[1])


def test_fitted_loss_finds_a_quadratic_under_noise():
    rng = np.random.default_rng(1)
    deviates = rng.normal(size=(1500, K))
    truth = 2.0 + 0.8 * deviates[:, 2] + 0.3 * deviates[:, 7] ** 2
    linear, quadratic, explained = fitted_loss(deviates, truth + rng.normal(size=1500) * 0.5)

    assert linear[2] == pytest.approx(0.8, abs=0.05)
    assert quadratic[7] == pytest.approx(0.3, abs=0.05)
    assert np.abs(np.delete(linear, 2)).max() < 0.06
    assert explained > 0.7


@pytest.fixture(scope="module")
def case():
    return read_case(HERE / "cases" / "collision.yaml")


def test_slow_records_move_times_up_and_fast_ones_down(case):
    world = load_world(HARBOUR)

    def learnt(factor):
        records = tuple(
            replace(one, minutes=one.minutes * factor) if one.minutes is not None else one
            for one in case.standard_intervals
        )
        found = calibrate(
            Simulator(world),
            [replace(case, standard_intervals=records)],
            pool=300,
            runs=20,
            seed=1,
            provenance={},
        )
        posterior = found.posterior()
        return posterior.mean[COMMON.index("group.transmit")]

    assert learnt(20.0) > 0.1 > -0.02 > learnt(0.1)


def test_fingerprint_ignores_names_and_words_and_sees_content(case):
    same = replace(case, name="x", date="2003-01-08", summary="", steps=(), sources={})
    other = replace(case, context=replace(case.context, hops=5))

    assert fingerprint(same) == fingerprint(case)
    assert fingerprint(other) != fingerprint(case)


def test_shipped_calibration_holds_every_case_with_records_and_says_where_it_is_from():
    world = open_world(None)
    found = shipped_calibration(world)
    cases = [case for case in read_cases(shipped_cases(world)) if list(case.scorable())]

    assert found is not None
    assert {one.fingerprint for one in found.losses} == {fingerprint(case) for case in cases}
    assert "tools/write_calibration.py" in found.provenance["command"]
    assert read_calibration(HERE / "nowhere.json") is None


def test_calibration_survives_being_written_and_read(tmp_path):
    path = tmp_path / "losses.json"
    before = Calibration(losses=(loss("a", {COMMON[1]: 0.25}),), provenance={"seed": 1})
    path.write_text(json.dumps(before.to_json()), encoding="utf-8")

    after = read_calibration(path)

    assert after is not None
    assert after.posterior().mean.tolist() == before.posterior().mean.tolist()
    assert after.provenance == before.provenance


@pytest.mark.parametrize("text", ["{", "{}", '{"losses": [{"case": "a"}], "provenance": {}}'])
def test_damaged_calibration_is_refused(text, tmp_path):
    path = tmp_path / "losses.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(StoreError, match=r"losses\.json"):
        read_calibration(path)


def test_case_of_the_calibration_is_left_out_or_flagged(case):
    world = load_world(HARBOUR)
    mine = replace(loss("a", {part: -2.0 for part in COMMON}), fingerprint=fingerprint(case))
    calibration = Calibration(losses=(mine,), provenance={})

    def run(**how):
        return run_validation(world, [case], runs=200, seed=1, threads=1, **how)

    plain = run()
    left_out = run(calibration=calibration, leave_out=True)
    whole = run(calibration=calibration)

    assert plain.validation.parameters == PRIOR
    assert left_out.validation.parameters == LEAVE_ONE_OUT
    assert whole.validation.parameters == POSTERIOR
    pair = "detect->order"
    samples = {
        name: one.predictions["collision"].samples[pair].tobytes()
        for name, one in (("plain", plain), ("left_out", left_out), ("whole", whole))
    }
    assert samples["plain"] == samples["left_out"] != samples["whole"]
    assert [one.known for one in whole.validation.cases] == [True]
    assert [one.known for one in left_out.validation.cases] == [False]
