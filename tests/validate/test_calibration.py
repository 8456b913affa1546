"""Calibration learns what records say, no more, and nothing from a case that is left out."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tateyoko.cli.worlds import open_world
from tateyoko.errors import StoreError
from tateyoko.validate.calibrate import check_emulator, fair_crps, fitted_loss, fitted_losses
from tateyoko.validate.draws import COMMON
from tateyoko.validate.posterior import (
    Calibration,
    Loss,
    Posterior,
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
from tests.validate.exact import bayes

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


def particles(shift=0.0, count=50, seed=1):
    values = shift + np.random.default_rng(seed).normal(size=(count, K))
    return Posterior(values=values, weights=np.full(count, 1 / count))


def test_posterior_without_particles_is_the_prior():
    none = Posterior()

    assert none.mean.tolist() == [0.0] * K
    assert none.deviation.tolist() == [1.0] * K
    deviates = posterior_draw(none, 3)(2000, 0)
    assert abs(deviates[COMMON[0]].mean()) < 0.01
    assert deviates[COMMON[0]].std() == pytest.approx(1.0, rel=0.01)


def test_each_particle_is_drawn_as_often_as_its_weight_asks_for():
    values = np.arange(4.0)[:, None] + np.zeros((4, K))
    weighted = Posterior(values=values, weights=np.array([0.5, 0.25, 0.25, 0.0]))

    drawn = posterior_draw(weighted, 1)(400, 0)

    for name in COMMON:
        assert np.bincount(drawn[name].astype(int), minlength=4).tolist() == [200, 100, 100, 0]
    # All parts of a set are of one particle, in an order that differs from block to block.
    again = posterior_draw(weighted, 1)(400, 1)
    assert (drawn[COMMON[0]] == drawn[COMMON[-1]]).all()
    assert (drawn[COMMON[0]] != again[COMMON[0]]).any()
    assert (posterior_draw(weighted, 1)(400, 0)[COMMON[0]] == drawn[COMMON[0]]).all()


def test_draws_have_the_moments_of_the_posterior():
    some = particles(shift=0.7, count=500)

    drawn = posterior_draw(some, 3)(1000, 0)[COMMON[5]]

    assert drawn.mean() == pytest.approx(some.mean[5], abs=1e-9)
    assert drawn.std() == pytest.approx(some.deviation[5], abs=1e-9)
    assert some.effective == pytest.approx(500)


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
        changed = replace(case, standard_intervals=records)
        losses = fitted_losses(Simulator(world), [changed], pool=300, runs=20, seed=1)
        return bayes(losses)[0][COMMON.index("group.transmit")]

    assert learnt(20.0) > 0.1 > -0.02 > learnt(0.1)


def test_fitted_losses_agree_with_simulation_on_other_dice(case):
    world = load_world(HARBOUR)
    simulator = Simulator(world)
    wide = particles(count=300)
    losses = fitted_losses(
        simulator, [case], pool=200, runs=20, seed=1, refocus=lambda _: wide, waves=2
    )

    check = check_emulator(simulator, [case], losses, wide, sets=40, runs=100, seed=2)

    assert check.correlation > 0.8
    assert 0.0 < check.noise < check.spread
    assert check.error < check.spread


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


def test_shipped_particles_are_those_that_bayes_asks_for_with_the_stored_losses():
    found = shipped_calibration(open_world(None))
    assert found is not None

    for name in ("", *(one.fingerprint for one in found.losses)):
        kept = [one for one in found.losses if one.fingerprint != name]
        mean, deviation = bayes(kept)
        posterior = found.posterior(name)
        error = deviation / posterior.effective**0.5
        # Some thousand comparisons, not all independent: four standard errors and a half.
        assert (abs(posterior.mean - mean) < 4.5 * error + 0.005).all(), name
        assert (abs(posterior.deviation - deviation) < 4.5 * error / 2**0.5 + 0.02).all(), name
        assert posterior.effective > 300
        assert posterior.pareto_k < 0.7


def test_leaving_a_case_out_moves_particles_against_what_it_says():
    found = shipped_calibration(open_world(None))
    assert found is not None

    shared = [
        one for one in found.losses if found.posterior(one.fingerprint).values is found.whole.values
    ]
    assert shared
    for one in shared:
        values = one.at(found.whole.values)
        # Without the case, sets that it dislikes count for more.
        assert found.posterior(one.fingerprint).weights @ values > found.whole.weights @ values


def test_calibration_survives_being_written_and_read(tmp_path):
    path = tmp_path / "posterior.json"
    whole = particles(0.3)
    before = Calibration(
        losses=(loss("a", {COMMON[1]: 0.25}),),
        whole=whole,
        left_out={
            "a": replace(whole, weights=np.linspace(1, 2, 50) / 75, pareto_k=0.25),
            "b": particles(-1.0, count=20),
        },
        provenance={"seed": 1},
    )
    path.write_text(json.dumps(before.to_json()), encoding="utf-8")

    after = read_calibration(path)

    assert after is not None
    for name in ("", "a", "b"):
        mine, read = before.posterior(name), after.posterior(name)
        assert np.allclose(read.mean, mine.mean, atol=1e-3)
        assert np.allclose(read.deviation, mine.deviation, atol=1e-3)
        assert read.pareto_k == mine.pareto_k
        assert len(read.weights) == len(mine.weights)
    assert after.losses[0].linear.tolist() == before.losses[0].linear.tolist()
    assert after.provenance == before.provenance


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "[]",
        '{"losses": [{"case": "a"}], "whole": {}, "left_out": {}, "provenance": {}}',
        '{"losses": [], "whole": {"weights": [1], "values": {}}, "left_out": {}}',
    ],
)
def test_damaged_calibration_is_refused(text, tmp_path):
    path = tmp_path / "posterior.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(StoreError, match=r"posterior\.json"):
        read_calibration(path)


def test_case_of_the_calibration_is_left_out_or_flagged(case):
    world = load_world(HARBOUR)
    mine = replace(loss("a"), fingerprint=fingerprint(case))
    calibration = Calibration(
        losses=(mine,),
        whole=particles(shift=1.0),
        left_out={fingerprint(case): Posterior()},
        provenance={},
    )

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
