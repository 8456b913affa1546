"""Case files: what ships reads clean, and every mistake is reported at its place."""

import json
from pathlib import Path

import jsonschema
import pytest
import ruamel.yaml

from tateyoko.cli.worlds import shipped_world
from tateyoko.errors import WorldError
from tateyoko.text import LANGS
from tateyoko.world.case_codes import CODES
from tateyoko.world.cases import case_digest, read_case, read_cases
from tateyoko.world.crisis import ERAS, KINDS, TYPES
from tateyoko.world.schema import schema_of

GOOD = Path(__file__).parent / "cases" / "collision.yaml"
FIRST = "- {from: detect, to: report, minutes: 15,"
REST = (
    " confidence: high, precision: about, day_precision: false, scorable: true,"
    " from_step: s1, to_step: s2}"
)
SECOND = (
    "- {from: detect, to: order, minutes: 55, confidence: medium, precision: minute,"
    " day_precision: false, scorable: true, from_step: s1, to_step: s3}"
)

# Code, what is replaced in the good case, by what, and the line of the report.
MISTAKES = [
    ("CF201", "  local_hour: 10\n", "", 9),
    ("CF202", "local_hour: 10", "local_hour: 3", 13),
    ("CF203", "date: '2001-05-09'", "date: '2001-05-12'", 13),
    ("CF204", "off_hours: false", "off_hours:", 13),
    ("CF205", "era: '1998_2005'", "era: '2006_2013'", 16),
    ("CF301", "from_step: s1, to_step: s3", "from_step: s1, to_step: s9", 60),
    ("CF302", FIRST, "- {from: report, to: detect, minutes: 15,", 59),
    ("CF303", "to: order, minutes: 55", "to: order, minutes: 54", 60),
    ("CF303", "days: 3", "days: 4", 61),
    ("CF304", "confidence: medium, precision: minute", "confidence: low, precision: minute", 60),
    ("CF304", "day_precision: true, scorable: false", "day_precision: true, scorable: true", 61),
    ("CF305", SECOND, FIRST + REST, 60),
    ("TY103", "  signal: clear\n", "", 9),
    ("TY105", "type: maritime_accident", "type: volcano", 4),
    ("TY105", "era: '1998_2005'", "era: edo", 16),
    ("TY105", "lead: JCG", "lead: navy", 15),
    ("TY106", "hops: 4", "hops: 0", 14),
    ("TY106", "local_hour: 10", "local_hour: 24", 12),
    ("TY104", "anticipated: false", "anticipated: perhaps", 9),
    ("TY102", "  basis: Wednesday morning.", "  outcome: Nobody was hurt.", 17),
    ("TY110", "'2001-05-09T10:20:00+09:00'", "'20 past ten'", 36),
    ("TY003", "hops: 4", "hops: [4", 15),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "line"), MISTAKES)
def test_mistake_is_reported_once_with_code_place_and_both_languages(
    code, old, new, line, tmp_path
):
    text = GOOD.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "collision.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(WorldError) as caught:
        read_case(path)

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file, problem.place.line) == (code, path.name, line)
    assert problem.what.ja != problem.what.en
    for lang in LANGS:
        assert "{" not in problem.what[lang] + problem.expected[lang]


def test_every_code_of_case_files_is_tested():
    tested = {code for code, *_ in MISTAKES}

    assert set(CODES) - tested == {"CF101", "CF102"}


def test_folder_without_cases_is_reported(tmp_path):
    with pytest.raises(WorldError) as caught:
        read_cases(tmp_path)

    assert [one.code for one in caught.value.problems] == ["CF101"]


def test_two_cases_with_one_id_are_reported_with_both_places(tmp_path):
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(GOOD.read_text(encoding="utf-8"), encoding="utf-8")

    with pytest.raises(WorldError) as caught:
        read_cases(tmp_path)

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("CF102", "two.yaml")
    assert [place.file for place, _ in problem.related] == ["one.yaml"]


def test_mistakes_of_all_files_are_reported_at_once(tmp_path):
    text = GOOD.read_text(encoding="utf-8")
    (tmp_path / "one.yaml").write_text(text.replace("hops: 4", "hops: 0"), encoding="utf-8")
    other = text.replace("id: collision", "id: other").replace("type: maritime_accident", "type: x")
    (tmp_path / "two.yaml").write_text(other, encoding="utf-8")

    with pytest.raises(WorldError) as caught:
        read_cases(tmp_path)

    assert [one.place.file for one in caught.value.problems] == ["one.yaml", "two.yaml"]


def test_shipped_cases_read_clean_and_reach_every_type_and_four_eras():
    cases = read_cases(shipped_world() / "cases")

    assert len(cases) == 29
    assert {case.type for case in cases} == set(TYPES)
    assert {case.context.era for case in cases} == set(ERAS) - {"2025_on"}
    assert {one.end for case in cases for one in case.standard_intervals} < set(KINDS)


def test_shipped_and_invented_cases_follow_the_json_schema():
    schema = schema_of("case")
    for path in [GOOD, *sorted((shipped_world() / "cases").glob("*.yaml"))]:
        plain = ruamel.yaml.YAML(typ="safe").load(path)
        jsonschema.validate(json.loads(json.dumps(plain, default=str)), schema)


def test_digest_follows_names_and_content(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD.read_text(encoding="utf-8"), encoding="utf-8")
    before = case_digest(tmp_path)
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")

    assert case_digest(tmp_path) != before
