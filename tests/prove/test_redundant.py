"""The solver proves that no requirement of the law is implied by the rest of its provision."""

import datetime as dt
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path

from tateyoko.law import All, Any, Fact
from tateyoko.prove import find_redundant, find_redundant_in, open_book
from tateyoko.world.literate import read_law
from tests.prove.small_law import TODAY, small_law

JAPAN = read_law(Path(str(resources.files("tateyoko"))) / "worlds" / "japan")


@cache
def book(day):
    return open_book(JAPAN, day)


def wordings():
    """Every wording with its trees, its last day and its first.

    On its last day all that it refers to has come about. On its first a rule that later overtakes
    another may not be there yet: since May 2025 all who may handle designated secrets may handle
    economic-security information too.
    """
    for entry in (*JAPAN.actions.values(), *JAPAN.rules.values(), *JAPAN.situations.values()):
        for version in entry.versions:
            last = version.until - dt.timedelta(days=1) if version.until else dt.date(2030, 1, 1)
            for part in ("requires", "met", "recognised"):
                tree = getattr(version, part, None)
                if tree is not None:
                    name = f"{entry.id} {part} {version.since}"
                    yield name, tree, (last, version.since or dt.date(1945, 1, 1))


def test_a_requirement_that_another_implies_is_found():
    book = open_book(small_law(), TODAY)
    a, b = Fact("fire"), Fact("flood")

    assert find_redundant_in(book, All((a, b))) == ()
    assert find_redundant_in(book, All((a, Any((a, b))))) == (
        ("fire", True),
        ("flood", True),
        ("flood", False),
    )


def test_a_rule_that_already_asks_for_a_situation_makes_it_redundant():
    day = dt.date(2024, 6, 1)
    action = JAPAN.actions["A83_3"]
    doubled = tuple(
        replace(one, requires=All((Fact("S_NE"), one.requires))) for one in action.versions
    )
    law = replace(JAPAN, actions={"A83_3": replace(action, versions=doubled)}, rules=JAPAN.rules)

    found = [one for one in find_redundant(open_book(law, day)) if one.id == "A83_3"]

    assert [(one.leaf, one.always) for one in found] == [("S_NE", True)]


def test_no_requirement_of_any_wording_is_redundant_as_long_as_it_lasts():
    found = {}
    for name, tree, days in wordings():
        leaves = None
        for day in days:
            if leaves != set():
                here = set(find_redundant_in(book(day), tree))
                leaves = here if leaves is None else leaves & here
        found[name] = leaves

    assert {name: leaves for name, leaves in found.items() if leaves} == {}


def test_whoever_may_handle_secrets_may_handle_economic_security_information_since_2025():
    found = find_redundant(book(dt.date(2026, 11, 22)))

    assert [(one.id, one.leaf, one.always) for one in found] == [
        ("allied_release", "ss_may_handle", False)
    ]
