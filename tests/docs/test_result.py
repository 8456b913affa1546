"""The numbers that a visitor sees first are those that the command gave."""

import json

import pytest

from tools import write_case_table
from tools import write_readme_result as tool
from tools.excerpts import excerpt_of


@pytest.fixture
def stored():
    return json.loads(tool.STORED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", tool.READMES)
def test_the_excerpt_is_that_of_the_stored_result(stored, lang):
    page = tool.READMES[lang].read_text(encoding="utf-8")

    assert excerpt_of(page, "result") == tool.render(stored, lang), "run tools/refresh_documents"
    assert (tool.FIGURES / f"result.{lang}.svg").stat().st_size > 1000


def test_the_stored_result_is_of_the_world_that_is_shipped(stored):
    from tateyoko.cli.worlds import open_world

    world = open_world(None)
    assert stored["manifest"]["hashes"]["world"] == world.digest, "run tools/refresh_documents"


def test_the_excerpt_shows_what_a_reform_may_worsen(stored):
    kinds = {info["kind"] for info, _ in tool.shown_rows(stored)}

    assert {"outcome", "adverse"} <= kinds


@pytest.fixture
def predicted():
    return json.loads(write_case_table.STORED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_table_of_the_recorded_case_is_that_of_the_stored_prediction(predicted, lang):
    page = write_case_table.PAGE.read_text(encoding="utf-8")

    assert excerpt_of(page, f"noto {lang}") == write_case_table.render(predicted, lang)


def test_the_page_says_truly_that_all_misses_are_on_the_slow_side(predicted):
    missed = [item for item in predicted["intervals"] if not item["inside"]]

    assert "All misses are on one side" in write_case_table.PAGE.read_text(encoding="utf-8")
    assert all(item["minutes"] < item["quantiles"][0] for item in missed)


def test_the_stored_prediction_is_of_the_world_that_is_shipped(predicted):
    from tateyoko.cli.worlds import open_world

    assert predicted["world"] == open_world(None).digest, "run tools/refresh_documents"
