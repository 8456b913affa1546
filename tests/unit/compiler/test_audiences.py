"""A rumour follows its closed solution; statements and their price change its coefficients."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.unit.compiler.tiny import compiled, mark_times, measures, run, words

AUDIENCE = """
marks: {{said: {{}}}}
audiences:
  town:
    name: {{ja: 町, en: Town}}
    assumed: a number of a test
    trust: 0.6 prob
    rumours:
      fire:
        name: {{ja: 火事, en: fire}}
        when: "{when}"
        seeds: 0.01 prob
        spreads: {spreads} per h
        fades: {fades} per h
{statements}
"""
STATEMENT = """
    statements:
      denial:
        on: said
        reach: 0.5 prob
        corrects: 0.4 per h
{wrong}
"""
SHARE = """
measures:
  share: {{name: {{ja: 割合, en: share}}, unit: share, kind: adverse, better: lower,
      expr: "audience.town.believing", at: T+{at}h}}
  trust: {{name: {{ja: 信頼, en: trust}}, unit: share, kind: outcome, better: higher,
      expr: "audience.town.trust"}}
events: {{said: {{at: T+6h, mark: said}}}}
"""


def world(spreads: float, fades: float, statements: str = "", when: str = "at(T+1h)") -> str:
    return AUDIENCE.format(spreads=spreads, fades=fades, statements=statements, when=when)


def solution(b0: float, convinces: float, dropped: float, hours: float) -> float:
    """Return the share after some hours, from the closed solution."""
    net = convinces - dropped
    if net == 0:
        return b0 / (1 + convinces * b0 * hours)
    grown = math.exp(net * hours)
    return b0 * net * grown / (net + convinces * b0 * (grown - 1))


def at(folder: Path, text: str, hour: int) -> float:
    model = compiled(folder, text, SHARE.format(at=hour))
    return float(measures(model)["share"][0])


@pytest.mark.parametrize(("spreads", "fades"), [(1.0, 0.0), (1.0, 0.3), (0.2, 0.5), (0.4, 0.4)])
def test_the_share_that_believes_is_that_of_the_solution(tmp_path, spreads, fades):
    # What is read between two looks is at most one step old.
    for hour in (2, 5, 9, 30):
        found = at(tmp_path / str(hour), world(spreads, fades), hour)
        assert found == pytest.approx(solution(0.01, spreads, fades, hour - 1), abs=0.051)


def test_it_reaches_each_step_at_the_moment_of_the_solution(tmp_path):
    model = compiled(tmp_path, world(1.0, 0.3), SHARE.format(at=9))

    looks = sorted(
        {row[0] for row in words(model, run(model)) if row[2] == "audience.town.fire.move"}
    )

    # From 0.01 by steps of 0.05, until half the way to 0.7 is less.
    for number, time in enumerate(looks[:11], 1):
        hour = time / 3_600_000 - 1
        assert solution(0.01, 1.0, 0.3, hour) == pytest.approx(0.01 + 0.05 * number, abs=1e-6)
    assert len(looks) > 11


def test_nobody_believes_what_was_never_said(tmp_path):
    assert at(tmp_path, world(1.0, 0.0, when="at(D+20h)"), 20) == 0.0


def test_a_statement_corrects_and_shields_as_far_as_it_is_heard_and_trusted(tmp_path):
    text = world(1.0, 0.1, STATEMENT.format(wrong=""))
    before = solution(0.01, 1.0, 0.1, 5)
    heard = 0.5 * 0.6
    after = solution(before, 1.0 * (1 - heard), 0.1 + 0.4 * heard, 6)

    assert at(tmp_path, text, 12) == pytest.approx(after, abs=0.051)
    assert after < solution(0.01, 1.0, 0.1, 11)


def test_a_trusted_post_corrects_faster(tmp_path):
    text = world(1.0, 0.1, STATEMENT.format(wrong=""))

    doubted = at(tmp_path / "doubted", text.replace("trust: 0.6", "trust: 0.2"), 20)
    trusted = at(tmp_path / "trusted", text.replace("trust: 0.6", "trust: 0.9"), 20)

    assert trusted < doubted


WRONG = """
        wrong:
          chance: 1 prob
          unless: "at({checked})"
          checked: 0 prob
          found_out: 2 h
          costs: 0.5 prob
"""


def test_a_wrong_statement_costs_trust_when_it_is_found_out(tmp_path):
    text = world(1.0, 0.1, STATEMENT.format(wrong=WRONG.format(checked="D+20h")))
    model = compiled(tmp_path, text, SHARE.format(at=12))

    assert mark_times(model, "audience.town.denial.found_out") == [8 * 60]
    assert measures(model)["trust"][0] == pytest.approx(0.3)


def test_a_checked_statement_keeps_trust(tmp_path):
    text = world(1.0, 0.1, STATEMENT.format(wrong=WRONG.format(checked="T+2h")))
    model = compiled(tmp_path, text, SHARE.format(at=12))

    assert mark_times(model, "audience.town.denial.found_out") == [-1]
    assert measures(model)["trust"][0] == pytest.approx(0.6)


def test_a_wrong_statement_that_is_found_out_answers_nothing_any_more(tmp_path):
    right = at(tmp_path / "right", world(1.0, 0.1, STATEMENT.format(wrong="")), 30)
    exposed = STATEMENT.format(wrong=WRONG.format(checked="D+20h"))

    assert at(tmp_path / "wrong", world(1.0, 0.1, exposed), 30) > right + 0.1


def test_a_rumour_without_a_chance_never_takes_hold(tmp_path):
    text = world(1.0, 0.0).replace("seeds:", "takes_hold: 0 prob\n        seeds:")

    assert at(tmp_path, text, 20) == 0.0
