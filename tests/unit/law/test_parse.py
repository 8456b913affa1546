"""Plain data becomes a tree; every mistake is reported with its place."""

import datetime as dt

import pytest

from tateyoko.errors import Place
from tateyoko.law import All, Any, AtLeast, Compare, Fact, Not, Unless, Written, parse_tree


def written(data, line=1):
    """Give every piece of plain data a place of its own."""
    if isinstance(data, dict):
        inner = {key: written(one, line + n) for n, (key, one) in enumerate(data.items())}
    elif isinstance(data, list):
        inner = tuple(written(one, line + n) for n, one in enumerate(data))
    else:
        inner = data
    return Written(inner, Place("law.yaml", line, 1), 3)


def read(data):
    """Return the tree and the mistakes."""
    mistakes = []
    return parse_tree(written(data), mistakes.append), mistakes


def test_every_form_becomes_its_node():
    tree, mistakes = read(
        {"all": ["a", {"any": ["b", "c"]}, {"not": "d"}, {"at_least": {"k": 1, "of": ["e"]}}]}
    )

    assert mistakes == []
    assert tree == All(
        (
            Fact("a"),
            Any((Fact("b"), Fact("c"))),
            Not(Fact("d")),
            AtLeast(1, (Fact("e"),)),
        )
    )


def test_list_means_all_of_them():
    assert read(["a", "b"])[0] == All((Fact("a"), Fact("b")))


def test_comparison_takes_one_bound():
    tree, mistakes = read({"compare": {"number": "persons", "under": 100.0}})

    assert (tree, mistakes) == (Compare("persons", "<", 100.0), [])


def test_exemption_keeps_its_article_and_dates():
    tree, mistakes = read(
        {"all": ["a"], "unless": [{"cite": "art 9", "when": "b", "from": "2016-03-29"}]}
    )

    assert mistakes == []
    assert isinstance(tree, Unless)
    assert tree.exemptions[0].remark.cite == "art 9"
    assert tree.exemptions[0].remark.since == dt.date(2016, 3, 29)


@pytest.mark.parametrize(
    "data",
    [
        {"every": ["a"]},
        {"all": ["a"], "any": ["b"]},
        {"cite": "nothing else"},
        {"all": []},
        {"at_least": {"k": 3, "of": ["a", "b"]}},
        {"at_least": ["a"]},
        {"compare": {"number": "n"}},
        {"compare": {"number": "n", "over": "many"}},
        {"fact": ["a"]},
        {"all": ["a"], "from": "yesterday"},
        7.0,
    ],
)
def test_wrong_form_is_reported_and_reading_goes_on(data):
    tree, mistakes = read(["good", data])

    assert len(mistakes) == 1
    assert mistakes[0].at.place.line >= 2
    assert mistakes[0].what.ja
    assert mistakes[0].expected.en
    assert Fact("good") in tree.branches


def test_nodes_know_their_places():
    tree, _ = read(["a", {"not": "b"}])

    assert tree.branches[1].place == Place("law.yaml", 2, 1)
