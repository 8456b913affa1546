"""The ladder of conditions: every condition a rung, readable without colour, in both languages."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest

from tateyoko.figure.ladder import WIDTH, draw_ladder
from tateyoko.figure.metrics import text_width
from tateyoko.law import State, ask
from tateyoko.text import Text
from tests.law.cases import shipped_law

SVG = "{http://www.w3.org/2000/svg}"
TITLE = Text(ja="条件", en="conditions")


def tree_of(action="A76_1"):
    facts = {"attack_occurred": 1.0, "special_urgency": 0.0}
    return ask(shipped_law(), State(dt.date(2024, 6, 1), facts))[action].tree


def branches(branch):
    return [branch, *(one for child in branch.children for one in branches(child))]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_branch_is_a_rung_and_says_its_value_in_words(lang):
    tree = tree_of()
    words = {"ja": ["満たす", "未定", "満たさない"], "en": ["holds", "open", "does not hold"]}[lang]

    picture = ElementTree.fromstring(draw_ladder(tree, TITLE, lang))

    rungs = [one for one in picture.iter(f"{SVG}rect") if one.get("rx")]
    said = [one.text for one in picture.iter(f"{SVG}text")]
    assert len(rungs) == len(branches(tree))
    assert all(word in said for word in words)
    assert len({one.get("stroke-dasharray") for one in rungs}) == 3


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("action", ["A76_1", "A82", "A84_5J", "A84_3"])
def test_no_text_leaves_the_picture_or_runs_into_its_value(action, lang):
    tree = tree_of(action)
    picture = ElementTree.fromstring(draw_ladder(tree, TITLE, lang))

    for one in picture.iter(f"{SVG}text"):
        width = text_width(one.text, float(one.get("font-size")))
        x = float(one.get("x"))
        if one.get("text-anchor") == "end":
            assert x <= WIDTH
            assert width <= 150.0
        else:
            assert x + width <= WIDTH


def test_the_same_tree_gives_the_same_bytes():
    assert draw_ladder(tree_of(), TITLE, "en") == draw_ladder(tree_of(), TITLE, "en")


def test_without_values_nothing_is_said_about_them():
    text = draw_ladder(tree_of(), TITLE, "en", values=False)

    assert not re.search(">(holds|open|does not hold)<", text)
