"""`tateyoko check` as a user types it."""

import json
import shutil
from pathlib import Path

import pytest

from tateyoko.cli import main

WORLDS = Path(__file__).resolve().parents[2] / "worlds"
SPARE = """\
posts:
  lamp_keeper: {name: {ja: 灯台守, en: Keeper}, level: unit, hands: 1 count, assumed: one lamp}
postures:
  spare: {date: 1998-09-01, title: {ja: 予備, en: Spare}, reforms: {SPARE: 1}}
"""
REFORM = """\
id: SPARE
title: {ja: 灯台守を増やす, en: A second keeper}
mechanism: {ja: 手が増える, en: One more hand}
baseline_of: "1998"
patches:
  - {add: posts.lamp_keeper.hands, by: {value: 1, unit: count, assumed: x}}
adverse: {ja: なし, en: None}
cost: {value: 2, range: [1, 4], unit: mn_yen, assumed: one salary}
lead_time: 3-6-12 month
assumed: time to hire
"""


def run(capsys, *words):
    with pytest.raises(SystemExit) as stopped:
        main(["check", *words])
    said = capsys.readouterr()
    return stopped.value.code or 0, said.out, said.err


@pytest.fixture
def weak(tmp_path):
    """Give a world in which a judge's finding says yes in every run."""
    world = tmp_path / "world"
    shutil.copytree(WORLDS / "good" / "harbour", world)
    shutil.copy(WORLDS / "bad" / "finding_always_yes.yaml", world)
    return str(world)


def test_a_finding_that_always_says_yes_is_told_in_both_languages(capsys, weak):
    code, english, _ = run(capsys, "--world", weak, "--lang", "en")
    _, japanese, _ = run(capsys, "--world", weak, "--lang", "ja")

    assert code == 1
    assert "PV301  'ice_too_thick' (The ice is too thick) is always found 'yes'" in english
    assert english.splitlines()[-1] == "2 scenarios checked: 1 finding."
    assert "いつも「認める」とされます" in japanese
    assert japanese.splitlines()[-1] == "想定 2 件を調べました。指摘 1 件。"


def test_json_gives_code_place_and_words(capsys, weak):
    code, out, _ = run(capsys, "--world", weak, "--json")
    (found,) = json.loads(out)

    assert code == 1
    assert found["code"] == "PV301"
    assert found["place"].startswith("finding_always_yes.yaml:17")
    assert set(found["what"]) == {"ja", "en"}


@pytest.fixture
def idle(tmp_path):
    """Give a world in which a reform changes a post that neither scenario uses."""
    world = tmp_path / "world"
    shutil.copytree(WORLDS / "good" / "harbour", world)
    (world / "spare.yaml").write_text(SPARE, encoding="utf-8")
    (world / "reforms" / "SPARE.yaml").write_text(REFORM, encoding="utf-8")
    for path in (world / "scenarios").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('postures: ["1998"', 'postures: ["1998", spare'), "utf-8")
    return str(world)


def test_a_reform_without_effect_names_every_scenario_that_it_is_about(capsys, idle):
    _, out, _ = run(capsys, "--world", idle, "--json")
    (found,) = json.loads(out)

    assert found["code"] == "RF103"
    assert found["what"]["en"].startswith("storm, wreck: SPARE")
    assert found["what"]["ja"].startswith("storm、wreck：SPARE")


def test_a_world_without_findings_is_clean(capsys):
    world = str(WORLDS / "good" / "harbour")

    code, out, _ = run(capsys, "--world", world, "--scenario", "storm", "--lang", "en")

    assert (code, out) == (0, "1 scenario checked: 0 findings.\n")


def test_an_unknown_scenario_is_wrong_use(capsys):
    world = str(WORLDS / "good" / "harbour")

    code, _, errors = run(capsys, "--world", world, "--scenario", "strom", "--lang", "en")

    assert code == 2
    assert "storm" in errors


def test_a_scenario_of_the_shipped_world_has_no_findings(capsys):
    code, out, _ = run(capsys, "--scenario", "noto-1999", "--lang", "en")

    assert (code, out) == (0, "1 scenario checked: 0 findings.\n")
