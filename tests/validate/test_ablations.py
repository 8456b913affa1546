"""What single mechanisms do: delegation and the rule of two sources, on the shipped patterns."""

from pathlib import Path

import pytest

from tateyoko.cli.worlds import open_world
from tateyoko.errors import UsageError
from tateyoko.text import Text
from tateyoko.validate.ablation import Ablation, ablate, read_ablations
from tateyoko.validate.predict import prior_draw
from tateyoko.validate.run import shipped_cases
from tateyoko.validate.simulate import Simulator
from tateyoko.world.cases import read_cases

RUNS = 300


@pytest.fixture(scope="module")
def world():
    return open_world(None)


@pytest.fixture(scope="module")
def found(world):
    cases = read_cases(shipped_cases(world))
    simulator = Simulator(world)
    return {
        one.id: ablate(simulator, one, cases, prior_draw(1), runs=RUNS, seed=1)
        for one in read_ablations(Path(world.folder) / "calibration" / "ablations.yaml")
    }


def test_without_the_rule_of_two_sources_false_alarms_come_back(found):
    one = found["two_sources"]

    assert one.changed.share > 2 * one.usual.share


def test_delegation_on_paper_only_changes_nothing(found):
    one = found["delegation_on_paper"]

    assert one.changed == one.usual


def test_delegation_that_is_practised_brings_the_order_sooner_and_more_often(found):
    one = found["delegation_practised"]

    assert one.changed.middle < 0.5 * one.usual.middle
    assert one.changed.share > one.usual.share


@pytest.mark.parametrize("id", ["initiative_1999", "initiative_2021"])
def test_without_initiative_long_delays_become_rarer(found, id):
    one = found[id]

    assert one.changed.middle < one.usual.middle
    assert one.changed.high < 0.8 * one.usual.high


def test_switch_that_the_pattern_does_not_have_is_refused(world):
    cases = read_cases(shipped_cases(world))
    wrong = Ablation(
        id="x",
        title=Text(ja="x", en="x"),
        case="noto_spyship_1999",
        changes={"values.rase_at_once": 1.0},
        always={},
        pair="detect->order",
    )

    with pytest.raises(UsageError) as caught:
        ablate(Simulator(world), wrong, cases, prior_draw(1), runs=200, seed=1)

    assert "raise_at_once" in caught.value.message.ja
