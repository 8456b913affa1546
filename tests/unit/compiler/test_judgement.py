# ruff: noqa: E501  (worlds in YAML)
"""Evidence, initiative, framing, opinions, a threshold from two losses."""

import math

import numpy as np
import pytest

from tests.unit.compiler.tiny import HOUR, compiled, mark_times, run

JUDGEMENT = """
judgements:
  j:
    name: {{ja: 認定か, en: Is it so}}
    question: q
    true_in: [A]
    by: chief
    act_if: {{too_early: {early}, too_late: {late}, assumed: x}}
    prior: {{value: {prior}, unit: prob, assumed: x}}
    {more}
    assumed: x
"""
SIGN = """
signs:
  s1:
    at: T+1h
    to: clerk
    text: {{ja: 徴候, en: Sign}}
    reliability: {letter}
    seen: {{A: {{value: {a}, unit: prob, assumed: x}}, B: {{value: {b}, unit: prob, assumed: x}}}}
    about: q
    mark: read
    {more}
"""
RAISED = "raised_by: {who: [clerk], rate: 1 per 2 h, assumed: x}"


def judgement(more=RAISED, early=1, late=1, prior=0.5):
    return JUDGEMENT.format(more=more, early=f"{early} factor", late=f"{late} factor", prior=prior)


def sign(a=0.9, b=0.1, letter="A", more=""):
    return SIGN.format(a=a, b=b, letter=letter, more=more)


def model_of(folder, blocks):
    # A judgement of the world takes part only where something asks; one of the scenario always does.
    return compiled(folder, scenario=blocks)


def belief(model, **row):
    reference = run(model, **row)
    return reference.cells[model.net.cell_of["belief.j"]]


def test_somebody_must_raise_the_question_first(tmp_path):
    model = model_of(tmp_path, judgement(prior=0.9))

    times = np.array(mark_times(model, "raised.j", reps=400)) / 60

    # An exponential wait with mean 2 h: the error of the mean of 400 is 0.1 h.
    assert times[times >= 0].mean() == pytest.approx(2.0, abs=0.35)
    assert mark_times(model, "recognised.j", reps=20) == mark_times(model, "raised.j", reps=20)


def test_two_posts_raise_it_twice_as_fast(tmp_path):
    one = model_of(tmp_path / "1", judgement(prior=0.9))
    two = model_of(
        tmp_path / "2", judgement(RAISED.replace("[clerk]", "[clerk, second]"), prior=0.9)
    )

    slow, fast = (np.array(mark_times(m, "raised.j", reps=50)) for m in (one, two))

    assert fast == pytest.approx(slow / 2, abs=1e-3)


def test_belief_over_the_threshold_speeds_initiative_by_the_curve(tmp_path):
    curve = RAISED.replace("assumed: x", "faster_with: {belief: [[0, 1], [1, 4]]}, assumed: x")
    high = model_of(tmp_path / "1", judgement(curve, prior=0.9))
    low = model_of(tmp_path / "2", judgement(curve, prior=0.5))

    fast, slow = (np.array(mark_times(m, "raised.j", reps=20)) for m in (high, low))
    came = (fast >= 0) & (slow >= 0)

    assert fast[came] == pytest.approx(slow[came] / 4, abs=1e-3)


@pytest.mark.parametrize(("late", "recognised"), [(8.0, True), (12.0, True), (1.0, False)])
def test_the_threshold_is_the_ratio_of_the_losses(tmp_path, late, recognised):
    # Odds of 1 to 4 exceed the threshold 1/late for late > 4.
    model = model_of(tmp_path, judgement(prior=0.2, late=late))

    came = [time >= 0 for time in mark_times(model, "recognised.j", reps=10)]

    assert set(came) == {recognised}


def test_a_sign_moves_belief_by_its_likelihood_ratio(tmp_path):
    model = compiled(tmp_path, judgement(more="", prior=0.5), sign(a=0.9, b=0.3))

    seen = [rep for rep in range(20) if mark_times(model, "read", reps=20)[rep] >= 0]
    after = belief(model, rep=seen[0])

    assert after == pytest.approx(math.log(0.9 / 0.3))


def test_reliability_bounds_the_weight_of_a_sign(tmp_path):
    scenario = sign(a=1.0, b=0.01, letter="C")
    model = compiled(tmp_path, judgement(more="", prior=0.5), scenario)

    assert belief(model) == pytest.approx(math.log(2))


def test_a_sign_is_seen_with_the_chance_of_the_hidden_truth(tmp_path):
    model = compiled(tmp_path, judgement(more="", prior=0.5), sign(a=0.8, b=0.2))

    in_a = np.mean([t >= 0 for t in mark_times(model, "read", reps=300, truth="A")])
    in_b = np.mean([t >= 0 for t in mark_times(model, "read", reps=300, truth="B")])

    # Standard error 0.023; four of them are allowed.
    assert in_a == pytest.approx(0.8, abs=0.1)
    assert in_b == pytest.approx(0.2, abs=0.1)


def test_an_absent_sign_that_should_have_come_counts_against(tmp_path):
    scenario = sign(a=0.9, b=0.1, more="false_if_unseen: true")
    model = compiled(tmp_path, judgement(more="", prior=0.5), scenario)

    values = {round(belief(model, truth="B", rep=rep), 9) for rep in range(20)}

    assert values == {round(math.log(9), 9), round(-math.log(9), 9)}


def test_signs_that_share_an_error_come_or_stay_out_together(tmp_path):
    two = sign(a=0.5, b=0.5, more="shares_error_with: radar")
    two += two.replace("signs:\n", "").replace("s1:", "s2:").replace("mark: read", "mark: other")
    model = compiled(tmp_path, judgement(more="", prior=0.5), two)

    one = [time >= 0 for time in mark_times(model, "read", reps=30)]
    other = [time >= 0 for time in mark_times(model, "other", reps=30)]

    assert one == other
    assert set(one) == {True, False}


def test_framing_takes_the_time_of_a_post(tmp_path):
    framed = RAISED + "\n    framing: {by: second, takes: 3 h, assumed: x}"
    model = model_of(tmp_path, judgement(framed, prior=0.9))

    raised = np.array(mark_times(model, "raised.j", reps=10))
    known = np.array(mark_times(model, "recognised.j", reps=10))
    came = known >= 0

    assert came.any()
    assert (known - raised)[came] == pytest.approx(180.0)


def test_dispersion_makes_some_groups_refuse_and_some_agree(tmp_path):
    spread = RAISED + "\n    dispersion: {value: 1.0, unit: logodds, assumed: x}"
    model = model_of(tmp_path, judgement(spread, prior=0.5, early=1, late=1))

    share = np.mean([time >= 0 for time in mark_times(model, "recognised.j", reps=300)])

    # Belief equals the threshold, so half of the opinions are above it; standard error 0.03.
    assert share == pytest.approx(0.5, abs=0.12)


def test_a_no_rests_until_belief_has_grown_and_then_may_become_a_yes(tmp_path):
    scenario = sign(a=1.0, b=0.1).replace("T+1h", "T+20h")
    quick = RAISED.replace("1 per 2 h", "1 per 10 min")
    model = compiled(tmp_path, judgement(quick, prior=0.2), scenario)
    cell = model.net.cell_of["count(refused.j)"]

    for rep in range(5):
        reference = run(model, rep=rep)
        (known,) = [t for t in mark_times(model, "recognised.j", reps=rep + 1)][rep:]
        assert known >= 20 * 60
        assert reference.cells[cell] == 1


def test_practice_speeds_initiative(tmp_path):
    faster = (
        "faster_with: {practice: {value: 1, range: [1, 3], unit: factor, assumed: x}}, assumed: x"
    )
    text = judgement(RAISED.replace("assumed: x", faster), prior=0.9)
    model = model_of(tmp_path, text)
    path = "judgements.j.raised_by.faster_with.practice"

    slow = np.array(mark_times(model, "raised.j", reps=10))
    fast = np.array(mark_times(model, "raised.j", reps=10, values={path: 2.0}))
    came = slow >= 0

    assert fast[came] == pytest.approx(slow[came] / 2, abs=1e-3)


def test_a_judge_step_brings_the_whole_judgement_into_a_procedure(tmp_path):
    text = (
        judgement(prior=0.9)
        + """
procedures:
  p:
    name: {ja: 手続, en: P}
    starts: {at_start: true}
    steps:
      judge: {judge: j, mark: known}
      act: {by: [unit], takes: 10 min, mark: acted, assumed: x}
"""
    )
    model = model_of(tmp_path, text)
    known = mark_times(model, "known", reps=5)
    acted = mark_times(model, "acted", reps=5)

    assert "judgement.j" not in model.net.type_ids
    assert all(b == pytest.approx(a + 10) for a, b in zip(known, acted, strict=True) if b >= 0)
    assert model.horizon_ms == 48 * HOUR
