"""The cases notice when the law says something else: every rule hit, every requirement counts."""

import pytest

from tateyoko.law import StateError
from tests.law.cases import all_cases, differences, shipped_law
from tests.law.mutants import drop, entries_of, flip, mutants, reached

# Requirements that a case would not miss if they were left out altogether (it would, were they
# turned round). Lower this number with every case that is added.
UNMISSED = 264


def survivors(change):
    law = shipped_law()
    cases = {}
    for case in all_cases():
        for key in reached(law, case):
            cases.setdefault(key, []).append(case)
    return [
        mutant.name
        for mutant in mutants(law, change)
        if not any(
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
    hit = set().union(*(reached(law, case) for case in all_cases()))

    missed = [
        f"{name}[{version.since}]"
        for _, name, entry in entries_of(law)
        for number, version in enumerate(entry.versions)
        if (name, number) not in hit
    ]

    assert missed == []


def test_every_action_is_asked_for_by_a_case():
    asked = {name for case in all_cases() for name in case.expect}

    assert set(shipped_law().actions) - asked == set()


def test_turning_any_one_requirement_round_fails_some_case():
    assert survivors(flip) == []


@pytest.mark.slow
def test_requirements_that_may_be_left_out_unnoticed_become_fewer():
    assert len(survivors(drop)) <= UNMISSED
