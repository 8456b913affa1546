"""What the YAML parser complains about is said in Japanese, and nothing is lost."""

import pytest

from tateyoko.world.place import Files
from tateyoko.world.read import read_text


@pytest.mark.parametrize(
    "text",
    ["a: [1", "a: {b: 1", "a: b: c", "a:\n  - 1\n  b: 2", "a:\n\t- 1", 'a: "b', "a: *b", "a: @b"],
)
def test_a_mistake_of_syntax_has_words_in_both_languages(text):
    problems = []

    assert read_text(text, "some.yaml", Files(), problems) is None

    (said,) = problems
    assert said.code == "TY003"
    english = ("found", "find", "expected", "while", "allowed")
    assert not any(word in said.what.ja for word in english)
    assert any(word in said.what.en for word in english)
