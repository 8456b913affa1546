"""Conditions that undo a conclusion: found where they are known, and not found in noise."""

from types import SimpleNamespace

import numpy as np
import pytest

from tateyoko.study.drivers import Target, find_drivers
from tateyoko.study.run import Runs

NOISY = [f"noise.{number:02}" for number in range(10)]
NAMES = ["edge", "turn", "weak", *NOISY]
CENTRE = {"edge": 0.5, "turn": 0.5, "weak": 0.5, **dict.fromkeys(NOISY, 0.5)}


def parameter(name):
    return SimpleNamespace(id=name, value=CENTRE[name], low=0.0, high=1.0, log=False, assumed="x")


class Known:
    """Experiments whose answer is known: the effect of "with" is -2 + what three numbers add.

    ``turn`` adds up to 4 (the sign turns at 0.75), ``edge`` takes the effect to 0.02 at its end
    (gone, but not clear on the other side), ``weak`` adds 0.4. The other numbers change the luck
    of every run a little, and nothing else.
    """

    seed = 1

    def __init__(self, measures, truths=("A",)):
        self.cost = []
        self.model = SimpleNamespace(
            parameters=[parameter(name) for name in NAMES],
            measures=[
                SimpleNamespace(
                    id=f"m{number}",
                    unit="",
                    truths=(),
                    column=number,
                    censored_column=None,
                    scale=1,
                )
                for number in range(measures)
            ],
            truths=truths,
            row=self.row,
        )

    @staticmethod
    def row(*, posture, truth, opponent, values, reforms=None):
        chosen = {**CENTRE, **values}
        return np.array([float(posture == "with"), *(chosen[name] for name in NAMES)])

    def run(self, stage, plan, replications, *, everything=False):
        self.cost.append(len(plan.rows))
        measures = len(self.model.measures)
        out = np.empty((len(plan.rows), replications, measures))
        for number, row in enumerate(plan.rows):
            value = dict(zip(NAMES, row[1:], strict=True))
            effect = -2.0 + 8.0 * max(value["turn"] - 0.5, 0.0) + 0.4 * (value["weak"] - 0.5)
            effect += 2.02 * max(0.5 - value["edge"], 0.0) / 0.5
            for rep in range(replications):
                luck = np.random.default_rng([rep, 5]).normal(0.0, 0.3, measures)
                moved = int(
                    1e6 * sum(abs(value[name] - 0.5) * k for k, name in enumerate(NOISY, 1))
                )
                jitter = np.random.default_rng([rep, int(row[0]), moved]).normal(0, 0.3, measures)
                out[number, rep] = luck + jitter
                out[number, rep, 0] += row[0] * effect
        faulty = np.zeros(out.shape[:2], dtype=bool)
        return Runs(values=out, faulty=faulty, columns=np.arange(measures))


def found(targets, known=None):
    return find_drivers(
        known or Known(1),
        targets=targets,
        baseline="without",
        opponents=("",),
        fixed={},
        screen_runs=8,
        curve_runs=40,
    )


def target(measure=0, value=-2.0, *, certain=True):
    return Target(measure, "mean", "A", "with", value, certain)


def test_a_number_that_turns_the_sign_is_found_beside_ten_targets_of_noise():
    noise = [target(number, value=0.01) for number in range(1, 11)]

    drivers, flips = found([target(), *noise], Known(11))

    first = next(flip for flip in flips if flip.parameter == "turn")
    assert (first.measure, first.direction, first.kind) == ("m0", "above", "reverses")
    assert first.threshold == pytest.approx(0.75, abs=0.03)
    assert {flip.measure for flip in flips} == {"m0"}
    assert next(d for d in drivers if d.parameter == "turn").flip == first.threshold


def test_a_difference_that_is_lost_but_not_turned_vanishes():
    _, flips = found([target()])

    kinds = {flip.parameter: (flip.direction, flip.kind) for flip in flips}
    assert kinds == {"turn": ("above", "reverses"), "edge": ("below", "vanishes")}


def test_a_difference_that_is_not_clear_has_no_condition():
    drivers, flips = found([target(certain=False)])

    assert flips == ()
    assert {driver.flip for driver in drivers} == {None}


def test_a_curve_that_contradicts_its_headline_has_no_condition():
    _, flips = found([target(value=2.0)])

    assert flips == ()


def test_a_target_in_a_further_truth_has_its_own_curves_and_no_screening_of_its_own():
    def cost_of(*targets):
        known = Known(2, truths=("A", "B"))
        drivers, _ = found(targets, known)
        return known.cost, {driver.truth for driver in drivers}

    elsewhere = Target(0, "mean", "B", "with", -2.0, True)
    (screen, curves), alone = cost_of(target())
    costs, both = cost_of(target(), elsewhere)

    assert (alone, both) == ({"A"}, {"A", "B"})
    assert costs == [screen, curves, curves]


class Later(Known):
    """The same in truth B; in truth A nothing happens."""

    @staticmethod
    def row(*, posture, truth, opponent, values, reforms=None):
        known = Known.row(posture=posture, truth=truth, opponent=opponent, values=values)
        return np.append(known, float(truth == "B"))

    def run(self, stage, plan, replications, *, everything=False):
        runs = super().run(stage, SimpleNamespace(rows=plan.rows[:, :-1]), replications)
        happens = plan.rows[:, -1]
        return Runs(
            values=runs.values * happens[:, None, None], faulty=runs.faulty, columns=runs.columns
        )


def test_a_measure_that_does_not_move_in_the_first_truth_is_screened_in_its_own():
    targets = [target(), Target(0, "mean", "B", "with", -2.0, True)]

    drivers, flips = found(targets, Later(1, truths=("A", "B")))

    assert {driver.truth for driver in drivers} == {"B"}
    assert {flip.parameter for flip in flips} == {"turn", "edge"}
