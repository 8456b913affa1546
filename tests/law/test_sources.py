"""Cases rest on documents that can be opened: for every action, and for every day of change."""

import datetime as dt

from tests.law.cases import all_cases, shipped_law
from tests.law.mutants import entries_of

# What the Government, a ministry or a House said; not the copies of statutes, and not the press.
OFFICIAL = {
    *("official", "official white paper", "official site", "official report", "official minutes"),
    *("official annual report mirror", "official (prefecture)", "official (city)"),
    *("Cabinet written answer", "Cabinet decision text", "NSC decision text", "Diet summary"),
    *("bill text", "bill amendment text"),
}
# No explanation of its own was found; its cases are read from the article.
ARTICLE_ALONE = {"A79"}


def test_sixty_cases_and_more_come_from_official_explanations():
    law = shipped_law()
    official = [case for case in all_cases() if law.sources[case.source].kind in OFFICIAL]

    assert len(official) >= 60
    assert len({case.source for case in official}) >= 30


def test_no_case_rests_on_memory():
    law = shipped_law()
    openable = {name for name, one in law.sources.items() if one.url.startswith("http")}

    assert {case.source for case in all_cases()} <= openable


def test_every_action_has_a_case_from_an_official_explanation():
    law = shipped_law()
    explained = {
        name
        for case in all_cases()
        if law.sources[case.source].kind in OFFICIAL
        for name in case.expect
    }

    assert set(law.actions) - explained == ARTICLE_ALONE


def test_every_day_of_change_has_a_case_on_it_and_one_on_its_eve():
    days = {
        version.since
        for _, _, entry in entries_of(shipped_law())
        for version in entry.versions
        if version.since
    }
    asked = {case.state.date for case in all_cases()}

    missed = {day for day in days if not {day, day - dt.timedelta(days=1)} <= asked}

    assert sorted(missed) == []
