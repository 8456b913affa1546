"""Every bad world gives exactly the report that is written beside it, in both languages."""

import difflib

import pytest

from tateyoko.errors import WorldError
from tateyoko.world import load_world
from tateyoko.world.catalogue import CATALOGUE
from tests.worlds import bad_worlds

# Mistakes of whole files and folders, which no file beside the harbour world can show.
ELSEWHERE = {"TY001", "TY002", "TY007"}


@pytest.mark.parametrize("name", bad_worlds.cases())
def test_bad_world_gives_the_report_beside_it(name, tmp_path):
    for lang, found in bad_worlds.reports_of(bad_worlds.build(name, tmp_path)).items():
        expected = bad_worlds.report_path(name, lang).read_text(encoding="utf-8").splitlines(True)
        lines = difflib.unified_diff(expected, found.splitlines(True), "expected", "found")
        difference = "".join(lines)
        assert not difference, difference


def test_every_code_of_the_catalogue_has_a_bad_world():
    reports = "".join(
        bad_worlds.report_path(name, "en").read_text(encoding="utf-8")
        for name in bad_worlds.cases()
    )

    shown = {code for code in CATALOGUE if f"  {code}  " in reports}

    assert set(CATALOGUE) - shown - ELSEWHERE == set()


def test_each_report_names_one_code_unless_it_is_about_many_mistakes():
    for name in bad_worlds.cases():
        report = bad_worlds.report_path(name, "en").read_text(encoding="utf-8")
        codes = {code for code in CATALOGUE if f"  {code}  " in report}
        assert len(codes) == 1 or name == "many_mistakes", f"{name}: {codes}"


def test_folder_without_files_is_no_world(tmp_path):
    with pytest.raises(WorldError) as caught:
        load_world(tmp_path)

    assert [one.code for one in caught.value.problems] == ["TY001"]


def test_file_that_is_no_text_is_reported_with_its_line(tmp_path):
    (tmp_path / "world.yaml").write_bytes(b"world:\n  id: \xff\xfe\n")

    with pytest.raises(WorldError) as caught:
        load_world(tmp_path)

    first = caught.value.problems[0]
    assert (first.code, first.place.line) == ("TY002", 2)


def test_alias_that_contains_itself_is_reported(tmp_path):
    (tmp_path / "world.yaml").write_text("facts: &loop\n  a: *loop\n", encoding="utf-8")

    with pytest.raises(WorldError) as caught:
        load_world(tmp_path)

    assert "TY007" in [one.code for one in caught.value.problems]
