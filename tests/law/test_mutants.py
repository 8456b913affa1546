"""The cases notice when the law says something else: every rule hit, every requirement counts."""

import pytest

from tateyoko.law import StateError
from tests.law.cases import all_cases, differences, shipped_law
from tests.law.mutants import CHANGES, entries_of, evaluated, leave_out, mutants, reached


def survivors(change, *, every=1, first=0):
    """Give the mutants that no case notices; of every so many, beginning with one."""
    law = shipped_law()
    cases = {}
    for case in all_cases():
        for key in reached(law, case):
            cases.setdefault(key, []).append(case)
    return [
        mutant.name
        for at, mutant in enumerate(mutants(law, change))
        if at % every == first
        and not any(
            notices(case, mutant.make()) for case in cases.get((mutant.entry, mutant.version), ())
        )
    ]


def notices(case, law):
    try:
        return bool(differences(case, law))
    except StateError:
        # A case that the changed law calls contradictory fails as well.
        return True


def test_every_wording_of_every_rule_situation_and_action_is_hit_by_a_case():
    law = shipped_law()
    hit = set().union(*(evaluated(law, case) for case in all_cases()))

    missed = [
        f"{name}[{version.since}]"
        for _, name, entry in entries_of(law)
        for number, version in enumerate(entry.versions)
        if version.place not in hit
    ]

    assert missed == []


def test_every_action_is_asked_for_by_a_case():
    asked = {name for case in all_cases() for name in case.expect}

    assert set(shipped_law().actions) - asked == set()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_third_of_the_requirements_is_noticed_when_it_changes(change):
    # Another third for each kind of change: together every requirement is changed once.
    assert survivors(change, every=3, first=CHANGES.index(change)) == []


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_requirement_may_be_turned_round_or_left_out_unnoticed(change):
    assert survivors(change) == []


def test_a_requirement_that_no_case_names_is_missed():
    # The check itself can fail: without the cases of elements, a left-out requirement is missed.
    asked = [case for case in all_cases() if "A77" in case.expect]
    kept = [case for case in asked if not case.name.startswith("elements_")]
    ours = [one for one in mutants(shipped_law(), leave_out) if one.entry == "A77"]

    assert kept
    assert all(any(notices(case, one.make()) for case in asked) for one in ours)
    assert not all(any(notices(case, one.make()) for case in kept) for one in ours)
