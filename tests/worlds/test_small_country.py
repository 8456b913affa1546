"""Another country needs YAML and Markdown only: compare, trace, law and worlds know it at once."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from tateyoko.cli import app
from tateyoko.compiler import compile_model
from tateyoko.engine.batch import run_batch
from tateyoko.world import load_world
from tests.worlds.bad_worlds import GOOD

ISLES = GOOD.parent / "isles"
COURSE = (
    "date: 2020-05-01\nfacts: {vessel_inside: true, will_not_leave: true, ministers_met: true}\n"
)


@pytest.fixture(scope="module")
def isles():
    return load_world(ISLES)


def tateyoko(*words):
    result = CliRunner().invoke(app, [*words])
    assert result.exit_code == 0, result.output
    return result.output


def test_it_is_made_of_text_only():
    assert {path.suffix for path in ISLES.rglob("*") if path.is_file()} == {".yaml", ".md"}


def test_it_loads_without_findings(isles):
    assert isles.findings == ()
    assert list(isles.scenarios) == ["odd-ship", "trawler"]


def test_its_succession_decides_when_the_first_minister_falls_ill(isles):
    model = compile_model(isles, "trawler")
    measures = {one.id: one for one in model.measures}
    rows = np.stack(
        [model.row(posture="with_desk", truth=truth, opponent="") for truth in ("A", "B", "C")]
    )

    batch = run_batch(
        model.net, rows, (0, 200), seed=1, until=model.horizon_ms, script=model.script
    )

    def figure(id):
        return batch.measures[:, :, measures[id].column] * measures[id].scale

    assert not batch.faults()
    # Taking over lasts 4 to 24 hours: the order waits for it, and with nobody left for ever.
    ill, well, nobody = np.median(figure("sighting_to_order"), axis=1)
    assert well < ill < nobody == pytest.approx(71.5)
    assert figure("empty_office")[0].min() >= 4.0
    assert figure("empty_office")[1].max() == 0.0
    assert figure("nobody").mean(axis=1).tolist() == [0.0, 0.0, 1.0]


def test_its_two_postures_take_the_report_two_ways(isles):
    model = compile_model(isles, "trawler")
    chains = [hop.id for hop in model.hops if hop.id.startswith("boarding.told")]

    assert chains == ["boarding.told_old", "boarding.told"]
    assert model.findings == ()


def test_its_pattern_compiles_with_a_context(isles):
    model = compile_model(isles, "odd-ship")

    assert isles.scenarios["odd-ship"].stands_for is not None
    assert {"report", "order"} <= {mark.id for mark in model.net.marks}


def test_compare_runs_on_it(tmp_path):
    out = tateyoko(
        "compare", "--world", str(ISLES), "trawler", "--runs", "20", "--sets", "0",
        "--out", str(tmp_path / "out"), "--lang", "en",
    )  # fmt: skip

    assert "Sighting to order" in out
    assert "Nobody competent is left" in out


def test_trace_follows_one_run_of_it():
    out = tateyoko("trace", "--world", str(ISLES), "trawler", "--truth", "A", "--lang", "en")

    assert "order by First Minister" in out
    assert "The next in order acts as First Minister" in out
    assert "Mayor of North island is asked" in out


def test_trace_says_that_nobody_is_left_to_decide():
    out = tateyoko("trace", "--world", str(ISLES), "trawler", "--truth", "C", "--lang", "en")

    assert "Nobody is left who may act as First Minister." in out
    assert "no_competent_decider" in out


def test_its_law_is_asked(tmp_path):
    question = tmp_path / "question.yaml"
    answers = {}
    for words in (COURSE, COURSE.replace(", ministers_met: true", "")):
        question.write_text(words, encoding="utf-8")
        out = tateyoko("law", "ask", "--world", str(ISLES), "--json", str(question))
        answers[words] = json.loads(out)["BOARDING"]

    held, not_held = answers.values()
    assert held["status"] == "permitted"
    assert held["orderer"] == "first_minister"
    assert not_held["status"] == "not_permitted"
    assert "ministers_met" in json.dumps(not_held["missing"])


def test_its_blocks_are_shown():
    assert "Acting First Minister" in tateyoko(
        "worlds", "show", "--world", str(ISLES), "first_minister_acting", "--lang", "en"
    )
    assert "successions" in tateyoko("worlds", "--world", str(ISLES), "--lang", "en")
