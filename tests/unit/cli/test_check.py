"""`tateyoko check` as a user types it."""

import json
import shutil
from pathlib import Path

import pytest

from tateyoko.cli import main

WORLDS = Path(__file__).resolve().parents[2] / "worlds"


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
