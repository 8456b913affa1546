# ruff: noqa: E501  (worlds in YAML)
"""Steps of all kinds, and what stands around them."""

import numpy as np
import pytest

from tateyoko.compiler import compile_model
from tateyoko.errors import UsageError, WorldError
from tests.unit.compiler.tiny import compiled, mark_times, run, tiny, words


def procedure(steps, more="starts: {at_start: true}", rest=""):
    lines = "\n".join(f"      {line}" for line in steps.strip().splitlines())
    return f"""
procedures:
  p:
    name: {{ja: 手続, en: P}}
    {more}
    steps:
{lines}
{rest}"""


def test_steps_follow_each_other_as_written(tmp_path):
    model = compiled(
        tmp_path,
        procedure(
            "a: {by: [clerk], takes: 10 min, mark: first, assumed: x}\nb: {travel: 20 min, mark: second_mark, assumed: x}"
        ),
    )

    assert mark_times(model, "first") == [10.0]
    assert mark_times(model, "second_mark") == [30.0]


def test_a_step_may_be_called_as_the_compiler_calls_its_own(tmp_path):
    text = procedure(
        "begin: {by: [clerk], takes: 10 min, assumed: x}\ncome: {all: {other: {travel: 5 min, assumed: x}}, mark: done}"
    )

    assert mark_times(compiled(tmp_path, text), "done") == [15.0]


def test_a_step_is_skipped_when_its_condition_holds_on_arrival(tmp_path):
    text = procedure(
        'a: {travel: 10 min, mark: seen, assumed: x}\nb: {travel: 1 h, skip_if: "happened(seen)", assumed: x}\nc: {travel: 5 min, mark: done, assumed: x}'
    )

    assert mark_times(compiled(tmp_path, text), "done") == [15.0]


def test_unknown_is_not_a_reason_to_skip(tmp_path):
    text = procedure('b: {travel: 1 h, skip_if: "holds(f)", mark: done, assumed: x}')
    facts = "facts:\n  f: {name: {ja: 事実, en: Fact}, default: unknown}\n"

    assert mark_times(compiled(tmp_path, facts + text), "done") == [60.0]


def test_a_step_waits_for_its_when(tmp_path):
    text = procedure('a: {by: [clerk], takes: 10 min, when: "at(T+3h)", mark: done, assumed: x}')

    assert mark_times(compiled(tmp_path, text), "done") == [190.0]


def test_patience_covers_everything_a_step_does(tmp_path):
    meeting = "meetings:\n  m: {name: {ja: 会, en: M}, present: {all: [chief]}, gather: {each: 1 h, assumed: x}, takes: 1 h, assumed: x}\n"
    text = procedure(
        "a: {meeting: m, patience: {of: 90 min, then: c, assumed: x}, mark: met}\nb: {travel: 9 h, assumed: x}\nc: {by: [chief], takes: 5 min, mark: done, assumed: x}"
    )

    model = compiled(tmp_path, meeting + text)

    assert mark_times(model, "met") == [-1.0]
    assert mark_times(model, "done") == [95.0]


def test_a_repeated_step_goes_back_with_its_chance(tmp_path):
    text = procedure(
        "a: {travel: 10 min, assumed: x}\nb: {travel: 10 min, repeat: {weight: 0.5, to: a, assumed: x}, mark: done, assumed: x}\nc: {travel: 0 min, mark: out, assumed: x}"
    )
    model = compiled(tmp_path, text)

    times = np.array(mark_times(model, "out", reps=200))

    # Rounds of 20 minutes, 2 on average; standard error 2 minutes.
    assert times.mean() == pytest.approx(40.0, abs=8.0)
    assert min(times) == 20.0


def test_parallel_branches_join_when_the_last_is_done(tmp_path):
    text = procedure(
        "both:\n  all:\n    a: {by: [clerk], takes: 10 min, mark: one, assumed: x}\n    b: {by: [second], takes: 40 min, mark: two, assumed: x}\n  mark: joined"
    )
    model = compiled(tmp_path, text)

    assert mark_times(model, "one") == [10.0]
    assert mark_times(model, "two") == mark_times(model, "joined") == [40.0]


def test_ends_if_cancels_what_is_under_way_and_frees_the_seat(tmp_path):
    rest = """    ends_if: {"at(T+1h)": cut}
  q:
    name: {ja: 次, en: Q}
    starts: {on: mark cut}
    steps:
      w: {by: [clerk], takes: 5 min, mark: free, assumed: x}
"""
    model = compiled(
        tmp_path, procedure("a: {by: [clerk], takes: 9 h, mark: done, assumed: x}", rest=rest)
    )

    assert mark_times(model, "done") == [-1.0]
    assert mark_times(model, "cut") == [60.0]
    assert mark_times(model, "free") == [65.0]


def test_the_first_option_goes_on_and_others_go_to_else(tmp_path):
    text = procedure(
        "d: {decide: {by: [chief], options: {yes: 3 factor, no: 1 factor}, takes: 1 min, else: end, marks: {no: dropped}, assumed: x}, mark: agreed}\na: {travel: 5 min, mark: done, assumed: x}"
    )
    model = compiled(tmp_path, text)

    agreed = np.array(mark_times(model, "agreed", reps=200)) >= 0
    dropped = np.array(mark_times(model, "dropped", reps=200)) >= 0

    assert np.array_equal(agreed, ~dropped)
    assert np.array_equal(np.array(mark_times(model, "done", reps=200)) >= 0, agreed)
    # Standard error 0.03.
    assert agreed.mean() == pytest.approx(0.75, abs=0.12)


def test_an_option_wait_asks_again_later(tmp_path):
    text = procedure(
        "d: {decide: {by: [chief], options: {yes: 1 factor, wait: 1 factor}, takes: 1 min, again: 2 h, assumed: x}, mark: agreed}"
    )

    times = np.array(mark_times(compiled(tmp_path, text), "agreed", reps=50))

    assert set((times - 1) % 121) == {0.0}
    assert len(set(times)) > 1


def test_a_person_may_take_a_decision_over(tmp_path):
    text = procedure(
        "d: {decide: {by: [chief], options: {yes: 1 factor}, takes: 1 min, assumed: x}, mark: agreed}"
    )
    model = compiled(tmp_path, text)

    assert "person.chief" in model.net.param_ids
    assert model.row(posture="now", truth="A", opponent="")[model.net.cell_of["person.chief"]] == 0


def test_the_diet_before_is_waited_for_and_afterwards_is_not(tmp_path):
    text = procedure(
        "before: {diet: before, session: no, takes: 10 h, convene: 20 h, mark: one, assumed: x}\nafter: {diet: after, session: yes, takes: 4 h, mark: two, assumed: x}\nact: {travel: 1 h, mark: done, assumed: x}"
    )
    model = compiled(tmp_path, text)

    assert mark_times(model, "one") == [30 * 60.0]
    assert mark_times(model, "done") == [31 * 60.0]
    assert mark_times(model, "two") == mark_times(model, "diet.after") == [34 * 60.0]


LAW = """
facts:
  a: {name: {ja: 甲, en: A}, default: unknown}
  b: {name: {ja: 乙, en: B}}
rules:
  r: {name: {ja: 則, en: R}, kind: action, requires: {all: [a, {not: b}]}, from: 2010-01-01}
"""


def test_a_rule_lets_pass_only_when_its_requirements_hold(tmp_path):
    rest = """  q:
    name: {ja: 次, en: Q}
    starts: {at_start: true}
    steps:
      know: {travel: 2 h, sets: {a: "true"}, assumed: x}
"""
    model = compiled(tmp_path, LAW + procedure("gate: {law: r, mark: passed}", rest=rest))

    assert mark_times(model, "passed") == [120.0]


def test_unknown_never_passes_a_rule(tmp_path):
    assert mark_times(
        compiled(tmp_path, LAW + procedure("gate: {law: r, mark: passed}")), "passed"
    ) == [-1.0]


def test_a_rule_not_in_force_never_passes(tmp_path):
    text = LAW.replace("default: unknown", "default: true") + procedure(
        "gate: {law: r, mark: passed}"
    )
    model = compiled(tmp_path, text)

    assert mark_times(model, "passed", posture="now") == [0.0]
    assert mark_times(model, "passed", posture="past") == [-1.0]


def test_an_inserted_step_keeps_the_dice_of_all_others(tmp_path):
    reform = {
        "R": "patches:\n  - {insert: new, into: procedures.p, after: a, step: {travel: 7 min, assumed: x}}\n"
    }
    model = compiled(
        tmp_path,
        procedure(
            "a: {travel: 5-10-30 min, assumed: x}\nb: {travel: 5-10-30 min, mark: done, assumed: x}"
        ),
        reforms=reform,
    )

    without = np.array(mark_times(model, "done", reps=10))
    with_ = np.array(mark_times(model, "done", reps=10, reforms={"R": 1.0}))

    assert with_ == pytest.approx(without + 7)


def test_a_step_with_the_luck_of_another_gets_its_draws(tmp_path):
    one = compiled(tmp_path / "1", procedure("a: {travel: 5-10-30 min, mark: done, assumed: x}"))
    two = compiled(
        tmp_path / "2",
        procedure("z: {travel: 5-10-30 min, mark: done, luck: procedures.p.a, assumed: x}"),
    )

    assert mark_times(one, "done", reps=5) == mark_times(two, "done", reps=5)


def test_a_world_procedure_that_nothing_starts_takes_no_part(tmp_path):
    text = procedure(
        "a: {by: [clerk], takes: 1 min, assumed: x}", more="starts: {on: mark never_set}"
    )
    text += "  z:\n    name: {ja: 無, en: Z}\n    steps:\n      w: {by: [unit], takes: 1 min, mark: never_set, assumed: x}\n"

    model = compiled(tmp_path, text)

    assert not [id for id in model.net.type_ids if id.startswith("procedure.")]


def test_one_procedure_starts_another(tmp_path):
    rest = """  q:
    name: {ja: 次, en: Q}
    steps:
      w: {by: [unit], takes: 5 min, mark: done, assumed: x}
"""
    model = compiled(
        tmp_path, procedure("a: {travel: 10 min, assumed: x}\nb: {start: q}", rest=rest)
    )

    assert mark_times(model, "done") == [15.0]


def test_the_explanation_shows_the_steps_in_the_authors_words(tmp_path):
    model = compiled(
        tmp_path, procedure("a: {by: [clerk], takes: 5-10-30 min, mark: done, assumed: x}")
    )

    text = model.explain("procedures.p.a")

    assert "procedure.p.a" in text
    assert "needs: clerk" in text
    assert "more.yaml:7" in text
    assert "seat chief" not in model.explain("procedures.p")
    with pytest.raises(UsageError, match="is not part of this scenario"):
        model.explain("procedures.nothing")


def test_a_curve_over_belief_without_a_judgement_is_a_world_error(tmp_path):
    text = procedure(
        "a: {raise: {by: [clerk], rate: 1 per 1 h, faster_with: {belief: [[0, 1], [1, 2]]}, assumed: x}}"
    )

    with pytest.raises(WorldError, match="CP301"):
        compiled(tmp_path, text)


def test_every_row_of_a_trace_names_an_element_the_author_wrote(tmp_path):
    model = compiled(tmp_path, procedure("a: {by: [clerk], takes: 1 min, mark: done, assumed: x}"))

    names = {row[2] for row in words(model, run(model))}

    assert {"procedure.p", "procedure.p.a", "done", "clerk"} <= names


def test_compiling_an_unknown_scenario_or_posture_is_a_usage_error(tmp_path):
    world = tiny(tmp_path)

    with pytest.raises(UsageError, match="no scenario 'z'"):
        compile_model(world, "z")
    with pytest.raises(UsageError, match="no posture 'z'"):
        compile_model(world, "s", postures=["z"])
