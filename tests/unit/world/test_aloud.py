"""Expressions said aloud, in both languages."""

import pytest

from tateyoko.world.aloud import say_expression, say_mark, say_setting
from tests.unit.compiler.tiny import tiny

WORLD = """
facts:
  papers_in_order: {name: {ja: 書類が整う, en: Papers in order}}
procedures:
  drill:
    name: {ja: 訓練, en: Drill}
    starts: {at_start: true}
    steps:
      look: {name: {ja: 見る, en: Look}, by: clerk, takes: 5 min, assumed: x, mark: seen}
      talk: {by: clerk, takes: 5 min, assumed: x, mark: said_it, sets: {papers_in_order: "true"}}
      again: {name: {ja: 見直す, en: Look again}, by: clerk, takes: 5 min, assumed: x, mark: seen}
      test:
        by: clerk
        takes: 5 min
        assumed: x
        skip_if: "EXPRESSION"
stocks:
  gas: {name: {ja: ガス, en: Gas}, days: 20 d, thresholds: {low: 5 d}, assumed: x}
"""


def said(folder, expression):
    world = tiny(folder, WORLD.replace("EXPRESSION", expression))
    step = world.procedures["drill"].steps["test"]
    return say_expression(world, step.skip_if)


@pytest.mark.parametrize(
    ("expression", "english"),
    [
        ("happened(seen)", "“Look” / “Look again” has happened"),
        ("not happened(said_it)", "“said it” (Drill) has not happened"),
        ("holds(papers_in_order)", "“Papers in order” holds"),
        (
            "not (happened(seen) and happened(said_it))",
            "“Look” / “Look again” has not happened or “said it” (Drill) has not happened",
        ),
        (
            "(happened(seen) or holds(papers_in_order)) and happened(said_it)",
            "(“Look” / “Look again” has happened or “Papers in order” holds)"
            " and “said it” (Drill) has happened",
        ),
        (
            "not (happened(seen) or holds(papers_in_order)) and happened(said_it)",
            "“Look” / “Look again” has not happened and “Papers in order” does not hold"
            " and “said it” (Drill) has happened",
        ),
        ("not not happened(said_it)", "“said it” (Drill) has happened"),
        ("count(seen) >= 2", "how often “Look” / “Look again” has happened is at least 2"),
        ("not count(seen) >= 2", "how often “Look” / “Look again” has happened is less than 2"),
        ("stock.gas.unmet > 0", "share that goes without in “Gas” is more than 0"),
        ("happened(stock.gas.low)", "“Gas: low” has happened"),
        ("at(T+6h)", "it is T+6h or later"),
        ("not at(T+6h)", "it is before T+6h"),
        ("truth == A", "the truth is “A”"),
        ("truth != A", "the truth is not “A”"),
        ("queue(clerk) * 2 > 3", "how many wait for “Clerk” × 2 is more than 3"),
        ("min(queue(clerk), 2) > 1", "min(how many wait for “Clerk”, 2) is more than 1"),
    ],
)
def test_expression_is_said_in_english(tmp_path, expression, english):
    assert said(tmp_path, expression).en == english


def test_expression_is_said_in_japanese(tmp_path):
    words = said(tmp_path, "not happened(seen) and holds(papers_in_order)")

    assert words.ja == "「見る」 / 「見直す」がまだない、かつ「書類が整う」が成り立つ"


def test_what_a_step_sets_is_said_as_what_holds_from_then_on(tmp_path):
    world = tiny(tmp_path, WORLD.replace("EXPRESSION", "happened(seen)"))
    ((name, value),) = world.procedures["drill"].steps["talk"].sets.items()

    words = say_setting(world, name, value)

    assert (words.ja, words.en) == ("以後「書類が整う」", "from then on “Papers in order”")


def test_a_mark_that_nothing_sets_keeps_its_own_words(tmp_path):
    world = tiny(tmp_path, WORLD.replace("EXPRESSION", "happened(seen)"))

    assert say_mark(world, "far_away").en == "“far away”"
