"""The shipped schemas and the reference page are those that the declarations make."""

import datetime as dt
import importlib.util
import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from tateyoko.world.schema import SCHEMAS, schema_of
from tests.worlds import bad_worlds

ROOT = Path(__file__).resolve().parents[2]
WORLDS = ROOT / "src" / "tateyoko" / "worlds"
FOLDERS = {"world": "*.yaml", "scenario": "scenarios/*.yaml", "reform": "reforms/*.yaml"}


def generated():
    """Return what tools/make_reference.py would write."""
    path = ROOT / "tools" / "make_reference.py"
    spec = importlib.util.spec_from_file_location("make_reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.generated()


def plain(data):
    """Return YAML data as JSON has it: keys and dates are strings."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return str(data) if isinstance(data, dt.date) else data


def mistakes(name, path):
    validator = jsonschema.Draft202012Validator(schema_of(name))
    data = plain(YAML(typ="safe").load(path))
    return [error.message for error in validator.iter_errors(data)]


def files(folder):
    return [
        pytest.param(name, path, id=f"{path.parent.name}/{path.name}")
        for name, pattern in FOLDERS.items()
        for path in sorted(folder.glob(pattern))
    ]


@pytest.mark.parametrize("path", sorted(generated()), ids=lambda path: path.name)
def test_generated_file_is_up_to_date(path):
    expected = generated()[path]

    assert path.read_text(encoding="utf-8") == expected, "run tools/make_reference.py"


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid_draft_2020_12(name):
    schema = schema_of(name)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("draft/2020-12/schema")


@pytest.mark.parametrize(("name", "path"), [*files(bad_worlds.GOOD), *files(WORLDS / "japan")])
def test_schema_accepts_the_files_of_good_worlds(name, path):
    assert mistakes(name, path) == []


@pytest.mark.parametrize(
    "case",
    [
        "unknown_field",
        "unknown_section",
        "missing_field",
        "unknown_word",
        "two_acts",
        "two_shapes",
        "wrong_form",
        "one_language",
        "bad_id",
        "bad_office_hours",
        "strength_over_one",
    ],
)
def test_schema_finds_mistakes_of_form_while_writing(case):
    assert mistakes("world", bad_worlds.BAD / f"{case}.yaml") != []


def test_first_line_for_editors_leads_to_a_schema():
    found = 0
    for path in bad_worlds.GOOD.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
        if match is not None:
            found += 1
            assert (path.parent / match[1]).resolve().parent == WORLDS / "schema"
            assert (path.parent / match[1]).exists()
    assert found == 4


def test_every_field_is_explained_in_both_languages():
    page = (ROOT / "docs" / "reference" / "world-language.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| `\w+`", line)]

    assert len(rows) > 250
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert all(cells), row
