"""Cases held out for a blind test: well formed, sourced, and known to nothing that they test."""

import json
import re

import jsonschema
import pytest
import ruamel.yaml

from tateyoko.cli.worlds import open_world, shipped_world
from tateyoko.validate.run import shipped_cases
from tateyoko.world.cases import read_cases
from tateyoko.world.crisis import TYPES
from tateyoko.world.schema import schema_of

WORLD = shipped_world()
FOLDER = WORLD / "cases-held"
CASES = read_cases(FOLDER)
DEVELOPMENT = read_cases(WORLD / "cases")
READ_ON = re.compile(r"[a-z_]+; read \d{4}-\d\d-\d\d")
#: From structure and ranges of the world to what was learnt from the development cases.
FITTED = sorted(
    path
    for path in WORLD.rglob("*")
    if path.suffix in (".yaml", ".json", ".md") and path.parent.name not in ("cases", "cases-held")
)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_file_follows_the_json_schema_and_bears_the_name_of_its_case(path):
    plain = ruamel.yaml.YAML(typ="safe").load(path)

    jsonschema.validate(json.loads(json.dumps(plain, default=str)), schema_of("case"))
    assert plain["id"] == path.stem


def test_every_type_is_there_and_every_case_can_be_scored():
    assert {case.type for case in CASES} == set(TYPES)
    for case in CASES:
        assert next(case.scorable(), None) is not None, case.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_scorable_time_has_a_source_with_address_and_day_of_reading(case):
    steps = {step.name: step for step in case.steps}

    for interval in case.scorable():
        for name in (interval.from_step, interval.to_step):
            step = steps[name]
            assert step.has_clock, (interval.pair, name)
            assert step.confidence in ("high", "medium"), (interval.pair, name)
            assert step.sources, (interval.pair, name)
    for step in case.steps:
        assert step.sources or step.confidence == "unverified", step.name
        for key in step.sources:
            source = case.sources[key]
            assert re.match(r"https?://[^\s/]+\.\w+", source.url), source.url
            assert READ_ON.fullmatch(source.kind), source.kind


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_interval_is_no_surer_and_no_sharper_than_its_ends(case):
    steps = {step.name: step for step in case.steps}
    sure = ("high", "medium", "low", "unverified")
    sharp = ("minute", "about", "hour", "part_of_day", "day")

    for one in case.standard_intervals:
        ends = steps[one.from_step], steps[one.to_step]
        assert one.confidence == max((end.confidence for end in ends), key=sure.index), one.pair
        assert one.precision == max((end.precision for end in ends), key=sharp.index), one.pair


def test_no_held_case_is_a_development_case():
    known = {(case.type, case.date) for case in DEVELOPMENT}

    assert not {case.name for case in CASES} & {case.name for case in DEVELOPMENT}
    assert not {(case.type, case.date) for case in CASES} & known


def test_nothing_that_is_tested_by_them_knows_them():
    names = re.compile("|".join(re.escape(case.name) for case in CASES))

    assert shipped_cases(open_world(None)).name == "cases"
    assert len(FITTED) > 50
    assert [path.name for path in FITTED if names.search(path.read_text(encoding="utf-8"))] == []
