"""What reaches the simulation of a case: type and onset, nothing else."""

import datetime as dt
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from tateyoko.errors import Place, UsageError
from tateyoko.text import Text
from tateyoko.validate.draws import (
    COMMON,
    GROUP_SHARE,
    OWN_SHARE,
    TYPE_SHARE,
    common_deviates,
    group_of,
    normal_share,
    sampled_rows,
)
from tateyoko.validate.instance import begins_at, instance_of
from tateyoko.validate.predict import predict, prior_draw
from tateyoko.validate.run import run_validation
from tateyoko.validate.simulate import Simulator
from tateyoko.world import load_world
from tateyoko.world.case import Onset
from tateyoko.world.cases import read_case

HERE = Path(__file__).parent
HARBOUR = HERE.parent / "worlds" / "good" / "harbour"


@pytest.fixture(scope="module")
def world():
    return load_world(HARBOUR)


@pytest.fixture(scope="module")
def case():
    return read_case(HERE / "cases" / "collision.yaml")


def onset(**known):
    given = {
        "anticipated": False,
        "signal": "clear",
        "standing_authority": True,
        "local_hour": 10,
        "off_hours": False,
        "hops": 4,
        "lead": "JCG",
        "era": "1998_2005",
        **known,
    }
    return Onset(id="context", path="context", place=Place("x.yaml"), **given)


@pytest.mark.parametrize(
    ("hour", "off", "weekday", "begins"),
    [
        (10, False, 2, 10),
        (3, True, 2, 3),
        (21, True, 2, 21),
        (12, True, 6, 12),
        (None, None, 2, 10),
        (None, False, 2, 10),
        (None, True, 2, 22),
    ],
)
def test_start_lies_on_a_working_day_or_a_sunday_as_the_onset_says(
    world, hour, off, weekday, begins
):
    text = begins_at(
        world.scenarios["wreck"], dt.date(1998, 9, 1), onset(local_hour=hour, off_hours=off)
    )

    start = dt.datetime.fromisoformat(text)
    assert (start.weekday(), start.hour) == (weekday, begins)
    assert start.utcoffset() == dt.timedelta(hours=9)


def test_values_of_the_pattern_come_from_the_onset(world):
    found = instance_of(
        world, "maritime_accident", onset(signal="ambiguous", local_hour=None, off_hours=True)
    )

    assert dict(found.values) == {
        "ambiguous": 1.0,
        "authority": 1.0,
        "dark": 1.0,
        "hour": 22.0,
        "links": 4.0,
        "seen_by_guard": 1.0,
    }
    assert [truth for truth, _ in found.weights] == ["A", "C"]


@pytest.mark.parametrize(
    ("type", "era"), [("cyber", "1998_2005"), ("maritime_accident", "pre1998")]
)
def test_type_or_era_that_the_world_does_not_know_is_refused(world, type, era):
    with pytest.raises(UsageError) as caught:
        instance_of(world, type, onset(era=era))

    assert (type if type == "cyber" else era) in caught.value.message.ja


def test_nothing_but_type_and_onset_changes_a_prediction(world, case):
    other = replace(
        case,
        name="something_else",
        title=Text(ja="別", en="Another"),
        date="2003-01-08",
        summary="",
        organisation=None,
        steps=(),
        intervals=(),
        standard_intervals=(),
        delay_and_speed_factors=(),
        context=replace(case.context, basis="", place=Place("elsewhere.yaml", 99)),
    )

    found = [
        run_validation(world, [one], runs=200, seed=3, threads=1).predictions[one.name]
        for one in (case, other)
    ]

    assert found[0].instance == found[1].instance
    assert list(found[0].samples) == list(found[1].samples)
    for pair, samples in found[0].samples.items():
        assert samples.tobytes() == found[1].samples[pair].tobytes()


def test_order_of_cases_changes_no_prediction(world, case):
    other = replace(case, name="b", context=replace(case.context, hops=7))

    def run(cases):
        return run_validation(world, cases, runs=200, seed=3, threads=1).predictions

    forth, back = run([case, other]), run([other, case])

    for name in ("collision", "b"):
        for pair, samples in forth[name].samples.items():
            assert samples.tobytes() == back[name].samples[pair].tobytes()


def test_threads_change_no_byte(world):
    found = [
        predict(
            Simulator(world, threads), "maritime_accident", onset(), prior_draw(1), runs=200, seed=1
        )
        for threads in (1, 2)
    ]

    for pair, samples in found[0].samples.items():
        assert samples.tobytes() == found[1].samples[pair].tobytes()


@pytest.mark.parametrize("change", [{"lead": "JSDF"}, {"hops": 5}, {"signal": "ambiguous"}])
def test_what_the_onset_says_changes_the_prediction(world, change):
    simulator = Simulator(world)

    one, two = (
        predict(simulator, "maritime_accident", each, prior_draw(1), runs=200, seed=1)
        for each in (onset(), onset(**change))
    )

    assert one.samples["detect->order"].tobytes() != two.samples["detect->order"].tobytes()


def test_order_is_later_outside_office_hours_and_when_the_sign_is_ambiguous(world):
    simulator = Simulator(world)

    def median(pair, **known):
        found = predict(
            simulator, "maritime_accident", onset(**known), prior_draw(1), runs=400, seed=1
        )
        return float(np.median(found.samples[pair]))

    assert median("detect->order", signal="ambiguous") > median("detect->order")
    night = {"local_hour": 3, "off_hours": True}
    assert median("detect->execute", **night) > median("detect->execute")


def test_pairs_that_need_more_runs_get_them(world):
    found = predict(
        Simulator(world),
        "maritime_accident",
        onset(signal="ambiguous"),
        prior_draw(1),
        runs=200,
        seed=1,
    )

    assert all(len(samples) == 200 for samples in found.samples.values())
    assert found.too_few == {}


# ---- parameter sets


def test_common_parts_are_standard_normal_without_gaps():
    found = common_deviates(500, 7)

    assert list(found) == list(COMMON)
    for deviates in found.values():
        ranks = np.sort(np.floor(normal_share(deviates) * 500))
        assert np.abs(ranks - np.arange(500)).max() <= 1
    assert abs(GROUP_SHARE + TYPE_SHARE + OWN_SHARE - 1.0) < 1e-12


def test_every_number_alone_fills_its_range_evenly(world):
    simulator = Simulator(world)
    instance = instance_of(world, "maritime_accident", onset())
    model = simulator.model(instance)

    rows = sampled_rows(model, instance, common_deviates(2000, 1), 1)

    column = model.net.param_ids.index("procedures.rescue.told.takes.scale")
    shares = np.log(rows[:, column] / 0.5) / np.log(4.0)
    assert np.abs(np.quantile(shares, [0.1, 0.5, 0.9]) - [0.1, 0.5, 0.9]).max() < 0.04
    assert rows[:, column].min() >= 0.5
    assert rows[:, column].max() <= 2.0


def test_numbers_of_one_phase_lie_together_and_those_of_others_less(world):
    simulator = Simulator(world)
    instance = instance_of(world, "maritime_accident", onset())
    model = simulator.model(instance)
    rows = sampled_rows(model, instance, common_deviates(2000, 1), 1)

    def column(id):
        return np.log(rows[:, model.net.param_ids.index(f"procedures.rescue.{id}.takes.scale")])

    same = np.corrcoef(column("told"), column("tell"))[0, 1]
    other = np.corrcoef(column("told"), column("sail"))[0, 1]
    assert same == pytest.approx(GROUP_SHARE + TYPE_SHARE, abs=0.05)
    assert other == pytest.approx(TYPE_SHARE, abs=0.06)


def test_truths_are_drawn_with_their_weights(world):
    simulator = Simulator(world)
    instance = instance_of(world, "maritime_accident", onset(signal="ambiguous"))
    model = simulator.model(instance)

    rows = sampled_rows(model, instance, common_deviates(2000, 1), 1)

    truths = rows[:, [model.net.param_ids.index(f"truth.{truth}") for truth in "AC"]]
    assert (truths.sum(axis=1) == 1.0).all()
    assert truths[:, 0].mean() == pytest.approx(0.6, abs=0.04)


def test_spread_of_cases_is_a_lognormal_factor_for_each_phase_that_has_one(world):
    simulator = Simulator(world)
    instance = instance_of(world, "maritime_accident", onset())
    model = simulator.model(instance)

    rows = sampled_rows(model, instance, common_deviates(4000, 1), 1)

    ids = list(model.net.param_ids)
    logs = {
        phase: np.log(rows[:, ids.index(f"spread.{phase}")]) for phase in ("transmit", "approve")
    }
    sigma = 0.2 * np.exp(np.log(5.0) * (np.arange(1000) + 0.5) / 1000)
    for log in logs.values():
        assert abs(log.mean()) < 0.03
        assert log.std() == pytest.approx(np.sqrt((sigma**2).mean()), rel=0.06)
    assert abs(np.corrcoef(*logs.values())[0, 1]) < 0.05
    assert "spread.execute" not in ids


def test_rates_point_the_other_way_and_chances_belong_to_no_group(world):
    model = Simulator(world).model(instance_of(world, "maritime_accident", onset()))
    groups = {parameter.id: group_of(model, parameter) for parameter in model.parameters}

    assert groups["procedures.rescue.told.takes.scale"] == ("transmit", 1.0)
    assert groups["posts.fire_chief.off_hours.delay.scale"] == ("off_hours", 1.0)
    assert groups["meetings.council.gather.each.scale"] == ("gather", 1.0)
    assert groups["posts.mayor.busy"] == ("", 1.0)


@pytest.mark.slow
def test_every_combination_of_era_and_context_runs(world):
    simulator = Simulator(world)
    choices = product(
        (0, 9, 22, None), (True, False), ("clear", "ambiguous"), (2, 9), ("us", "JCG")
    )
    for hour, off, signal, hops, lead in choices:
        known = onset(local_hour=hour, off_hours=off, signal=signal, hops=hops, lead=lead)
        found = predict(simulator, "maritime_accident", known, prior_draw(1), runs=200, seed=1)
        assert not found.faults


def test_act_after_the_order_is_told_from_the_first_act(world):
    simulator = Simulator(world)
    instance = instance_of(world, "maritime_accident", onset())

    times = simulator.run(instance, common_deviates(200, 1), 1).times

    first, order, after = (
        times[f"kind.{name}"] for name in ("execute", "order", "execute.after.order")
    )
    assert (first < order).all()
    assert (after > order).all()


def test_times_of_a_phase_grow_with_the_factor_of_its_spread(world):
    simulator = Simulator(world)
    instance = instance_of(world, "maritime_accident", onset())

    def reported(factor):
        changes = {"spread.transmit": factor, "spread.approve": 1.0}
        timed = simulator.run(instance, common_deviates(200, 1), 1, changes=changes)
        return timed.times["kind.report"]

    assert np.allclose(reported(3.0), 3.0 * reported(1.0), rtol=1e-3)
