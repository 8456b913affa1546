"""Acts that a holder may do himself, and what follows."""

import numpy as np
import pytest

from tests.unit.compiler.tiny import compiled, mark_times, run

WORLD = """
delegations:
  d:
    name: {{ja: 委任, en: Delegation}}
    to: unit
    actions: [procedures.p.ask, procedures.q.ask]
    share: {{value: {share}, range: [0, 1], unit: share, assumed: x}}
    report_within: 2 h
    recall: 1 h
    contrary: {{value: {contrary}, unit: prob, assumed: x}}
    incident: {{value: {incident}, unit: prob, assumed: x}}
    {more}
    assumed: x
procedures:
  p:
    name: {{ja: 一, en: P}}
    starts: {{at_start: true}}
    steps:
      ask: {{by: [chief], takes: 5 h, assumed: x}}
      act: {{by: [unit], takes: 10 min, mark: one, assumed: x}}
  q:
    name: {{ja: 二, en: Q}}
    starts: {{at_start: true}}
    steps:
      ask: {{by: [clerk], takes: 5 h, assumed: x}}
      act: {{by: [second], takes: 10 min, mark: two, assumed: x}}
"""


def delegation(share=0.5, contrary=0.0, incident=0.0, more=""):
    return WORLD.format(share=share, contrary=contrary, incident=incident, more=more)


def test_the_narrowest_act_is_delegated_first(tmp_path):
    model = compiled(tmp_path, delegation(share=0.5))

    assert mark_times(model, "one") == [10.0]
    assert mark_times(model, "two") == [310.0]


@pytest.mark.parametrize(("share", "acts"), [(0.0, 0), (0.5, 1), (1.0, 2)])
def test_a_wider_share_contains_the_narrower(tmp_path, share, acts):
    model = compiled(tmp_path, delegation(), "")

    reference = run(model, values={"delegations.d.share": share})

    assert reference.cells[model.net.cell_of["count(acted_on_own)"]] == acts


def test_the_minister_learns_of_it_only_after_the_report(tmp_path):
    model = compiled(tmp_path, delegation())

    assert mark_times(model, "acted_on_own") == [0.0]
    assert mark_times(model, "minister_aware") == [120.0]


def test_an_act_against_intent_is_found_late_and_recalled_later(tmp_path):
    model = compiled(tmp_path, delegation(contrary=1.0))

    assert mark_times(model, "contrary_act") == [120.0]
    assert mark_times(model, "recalled") == [180.0]


def test_an_act_may_cause_an_incident(tmp_path):
    model = compiled(tmp_path, delegation(incident=0.5))

    share = np.mean([time >= 0 for time in mark_times(model, "incident", reps=200)])

    # Standard error 0.035.
    assert share == pytest.approx(0.5, abs=0.14)


def test_a_delegation_of_a_later_era_changes_nothing_before(tmp_path):
    model = compiled(tmp_path, delegation(share=1.0, more="from: 2010-01-01"))

    assert mark_times(model, "one", posture="past") == [310.0]
    assert mark_times(model, "one", posture="now") == [10.0]
    assert mark_times(model, "acted_on_own", posture="past") == [-1.0]


def test_without_written_rules_the_holder_asks_all_the_same(tmp_path):
    written = (
        "needs_practice: true\n    written: {value: 0.0, range: [0, 1], unit: share, assumed: x}"
    )
    model = compiled(tmp_path, delegation(share=1.0, more=written))

    assert mark_times(model, "one") == [310.0]
    assert mark_times(model, "one", values={"delegations.d.written": 1.0}) == [10.0]
