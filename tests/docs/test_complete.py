"""What the program offers stands in the documents, and what they cite is there."""

import re

import pytest

from tateyoko import errors
from tateyoko.study.run import Interrupted
from tests.docs.pages import ROOT, all_pages
from tools import write_pages
from tools.excerpts import with_excerpt

SOURCES = sorted((ROOT / "src").rglob("*.py"))
REFERENCE = ROOT / "docs" / "reference"
SEMANTICS = ROOT / "docs" / "explanation" / "semantics.md"
CODE = re.compile(r"[\"']([A-Z]{2}\d{3})[\"']")
RULE = re.compile(r"\b[A-Z]{3,}-\d+\b")


@pytest.mark.parametrize("name", write_pages.PAGES)
def test_generated_page_is_up_to_date(name):
    made = write_pages.PAGES[name]()

    assert (ROOT / name).read_text(encoding="utf-8") == made, "run tools/refresh_documents"


@pytest.mark.parametrize(("name", "excerpt"), write_pages.EXCERPTS)
def test_generated_excerpt_is_up_to_date(name, excerpt):
    page = (ROOT / name).read_text(encoding="utf-8")
    made = write_pages.EXCERPTS[name, excerpt]()

    assert with_excerpt(page, excerpt, made) == page, "run tools/refresh_documents"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_command_and_option_is_explained(lang):
    described = write_pages.commands_in(lang)

    assert {"compare", "trace", "bench"} <= {command["path"][0] for command in described}
    for command in described:
        assert command["help"], f"tateyoko {' '.join(command['path'])} says nothing"
        for parameter in command["parameters"]:
            assert parameter["help"], f"{command['path']} {parameter['written']} has no help"


def test_exit_codes_are_those_of_the_errors():
    said = {code: text.en for code, text in write_pages.EXIT_CODES}

    assert "world is wrong" in said[errors.WorldError.exit_code]
    assert "a run failed" in said[errors.RunError.exit_code]
    assert "could not be written" in said[errors.StoreError.exit_code]
    assert "wrong use" in said[errors.UsageError.exit_code]
    assert "Ctrl-C" in said[Interrupted.exit_code]
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|", page, re.MULTILINE)
    assert [int(code) for code in rows] == [0, 1, 2, 3]


def test_every_code_is_documented():
    text = (REFERENCE / "error-codes.md").read_text(encoding="utf-8")
    used = {code for path in SOURCES for code in CODE.findall(path.read_text(encoding="utf-8"))}

    assert used, "no codes found: has their form changed?"
    assert sorted(code for code in used if f"| {code} |" not in text) == []


def test_every_rule_that_is_cited_exists():
    stated = set(re.findall(r"^\*\*([A-Z]+-\d+)", SEMANTICS.read_text(encoding="utf-8"), re.M))
    kinds = {rule.split("-")[0] for rule in stated}
    cited = set()
    for path in [*SOURCES, *(ROOT / "tests").rglob("*.py")]:
        cited |= {
            rule
            for rule in RULE.findall(path.read_text(encoding="utf-8"))
            if rule.split("-")[0] in kinds
        }

    assert stated
    assert sorted(cited - stated) == []


def test_every_environment_variable_is_documented():
    text = "\n".join(page.text for page in all_pages())
    pattern = re.compile(r"environ(?:\.get\(|\[|\.setdefault\()\s*[\"'](\w+)[\"']")
    read = {name for path in SOURCES for name in pattern.findall(path.read_text(encoding="utf-8"))}

    assert sorted(name for name in read if name not in text) == []


def test_both_readmes_have_the_same_parts():
    english, japanese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ja.md")
    )
    for part in (r"^## ", r"^```", r"^!\[", r"^\| "):
        counts = [len(re.findall(part, text, re.M)) for text in (english, japanese)]
        assert counts[0] == counts[1], f"{part}: {counts}"
