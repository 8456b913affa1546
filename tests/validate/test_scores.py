"""Our scores are those of the script with which the cases were collected.

The reference figures were made once with that script on the shipped cases; they change only if the
cases do.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from tateyoko.cli.worlds import shipped_world
from tateyoko.validate.instance import Instance
from tateyoko.validate.predict import Prediction
from tateyoko.validate.results import assemble, records_of
from tateyoko.validate.scores import climatology, crps, score
from tateyoko.world.cases import read_cases
from tests.validate.made_up import is_left_out, made_up_samples

REFERENCE = json.loads(
    (Path(__file__).parent / "reference_scores.json").read_text(encoding="utf-8")
)
CASES = read_cases(shipped_world() / "cases")
NOWHERE = Instance(type="", pattern="", posture="", begins="", values=(), weights=())


@pytest.fixture(scope="module")
def found():
    predictions = {}
    for case in CASES:
        samples = {
            one.pair: np.array(
                [np.inf if v is None else v for v in made_up_samples(case.name, one.pair)]
            )
            for one in case.scorable()
            if not is_left_out(case.name, one.pair)
        }
        predictions[case.name] = Prediction(
            instance=NOWHERE, samples=samples, too_few={}, runs=250, faults=()
        )
    return assemble(CASES, predictions, runs=250, seed=1, parameters="prior")


def test_shipped_cases_give_as_many_records_as_the_script_counts():
    assert len(records_of(CASES)) == REFERENCE["scorable"]


@pytest.mark.parametrize("table", ["by_type", "by_pair"])
def test_table_equals_the_figures_of_the_script(found, table):
    mine = getattr(found, table)

    assert list(mine) == list(REFERENCE[table])
    for key, row in REFERENCE[table].items():
        one = mine[key]
        assert (one.n, one.cases, list(one.pit)) == (row["n"], row["cases"], row["pit"]), key
        assert one.cover_50 == pytest.approx(row["c50"], abs=1e-12), key
        assert one.cover_80 == pytest.approx(row["c80"], abs=1e-12), key
        for name in ("crps", "crps_climatology", "skill", "male"):
            assert getattr(one, name) == pytest.approx(row[name], rel=1e-9), (key, name)


def test_skill_and_its_range_equal_those_of_the_script(found):
    assert found.skill_90 == pytest.approx(REFERENCE["skill_range_90"], rel=1e-9)
    assert found.skill_with_gaps == pytest.approx(REFERENCE["skill_with_gaps_filled"], rel=1e-9)
    wanted = [REFERENCE[f"crps{of}_mean_of_cases"] for of in ("", "_climatology")]
    assert found.mean_of_cases == pytest.approx(wanted, rel=1e-9)


def test_crps_of_a_sample_of_one_is_its_distance():
    assert crps(np.array([2.0]), 3.5) == pytest.approx(1.5)


def test_crps_of_a_uniform_sample_is_that_of_the_uniform_distribution():
    # Of uniform on 0 to 1 against y: y^2 - y + 1/3 - ... = y^3/3 + (1 - y)^3/3.
    logs = (np.arange(4000) + 0.5) / 4000

    assert crps(logs, 0.25) == pytest.approx(0.25**3 / 3 + 0.75**3 / 3, abs=1e-6)


def test_record_at_the_end_of_the_central_range_lies_inside():
    samples = np.arange(0.0, 101.0)

    found = score(np.expm1(np.log1p(samples)), 10.0)

    assert found.in_80
    assert not found.in_50


def test_what_is_still_under_way_counts_as_thirty_days():
    found = score(np.array([np.inf] * 300), 30 * 24 * 60)

    assert found.crps == pytest.approx(0.0)
    assert found.pit == 0.5


def test_climatology_of_one_case_alone_is_refused():
    one = [record for record in records_of(CASES) if record.case == "atago_2008"]

    with pytest.raises(ValueError, match="two cases"):
        climatology(one)
