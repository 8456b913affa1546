"""Cases from official explanations: the law answers what they answer."""

import pytest

from tests.law.cases import all_cases, differences, shipped_law


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_law_answers_as_its_official_explanation(case):
    assert differences(case, shipped_law()) == []


def test_every_case_names_its_source():
    unsourced = [case.name for case in all_cases() if case.source not in shipped_law().sources]

    assert unsourced == []
