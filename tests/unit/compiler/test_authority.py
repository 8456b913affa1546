# ruff: noqa: E501  (worlds in YAML)
"""An authority step walks the road of the law: who finds, hears, approves, orders, and what ends it."""

import pytest

from tateyoko.compiler import compile_model
from tateyoko.errors import WorldError
from tests.unit.compiler.test_procedures import procedure
from tests.unit.compiler.tiny import compiled, mark_times, run

LAW = """# Law of the town

```yaml law
judges:
  chief: {label: {ja: 長, en: Chief}}
  clerk: {label: {ja: 係, en: Clerk}}
  board: {label: {ja: 会, en: Board}}
  elders: {label: {ja: 長老, en: Elders}}
  diet: {label: {ja: 議会, en: Diet}}
facts:
  fire: {label: {ja: 火, en: fire}, kind: observed}
  grave: {label: {ja: 重大, en: grave}, kind: judged, judge: clerk}
  pressing: {label: {ja: 緊急, en: pressing}, kind: judged, judge: chief}
  drill: {label: {ja: 訓練, en: drill}, kind: judged, judge: clerk}
  storm: {label: {ja: 嵐, en: storm}, kind: observed}
  heard: {label: {ja: 諮問, en: heard}, kind: act, by: elders}
  approved: {label: {ja: 承認, en: approved}, kind: act, by: board}
  ordered: {label: {ja: 命令, en: ordered}, kind: act, by: chief}
  asked: {label: {ja: 要請, en: asked}, kind: act, by: clerk}
  voted: {label: {ja: 議決, en: voted}, kind: act, by: diet}
  referred: {label: {ja: 付議, en: referred}, kind: act, by: chief}
  rejected: {label: {ja: 不承認, en: rejected}, kind: act, by: diet}
  order_b: {label: {ja: 命令, en: ordered}, kind: act, by: chief}
  order_c: {label: {ja: 命令, en: ordered}, kind: act, by: chief}
rules:
  by_line: {label: {ja: 電話, en: by telephone}, cite: t, from: 1990-01-01, requires: storm}
  rests: {label: {ja: 命令に基づく, en: rests on it}, cite: r, from: 1990-01-01, requires: order_b}
actions:
  A1:
    order: ordered
    label: {ja: 行動, en: act}
    versions:
      - {from: 1990-01-01, until: 2000-01-01, cite: old, requires: {all: [fire, grave]}, by: chief}
      - {from: 2000-01-01, cite: new, requires: {all: [fire, grave]}, unless: [{cite: e, when: drill}], by: chief, consult: [{with: elders, form: hearing, act: heard}], approvals: [{by: board, form: approval, act: approved, by_telephone: true, telephone_when: by_line}]}
  B1:
    order: order_b
    label: {ja: 行動二, en: second act}
    from: 1990-01-01
    cite: b
    requires: fire
    unless: [{cite: e, when: rejected}]
    by: chief
    diet: {kind: within_days, days: 1, act: referred}
    ends: [{label: {ja: 不承認, en: rejection}, cite: b, when: rejected}]
  C1:
    order: order_c
    label: {ja: 行動三, en: third act}
    from: 1990-01-01
    cite: c
    requires: {all: [{any: [{all: [asked, grave]}, pressing]}, {any: [voted, pressing]}]}
    by: chief
    expires: {days: 1}
```
"""

FORMS = """
meetings:
  board:
    name: {ja: 会, en: Board}
    chair: chief
    present: {all: [chief]}
    takes: 1 h
    source: x
sources:
  x: {title: {ja: 資料, en: Source}, publisher: x, date: "2000"}
forms:
  finds: {of: clerk, form: judgement, steps: {find: {takes: {const: 10, unit: min, assumed: x}}}}
  checks: {of: clerk, form: exception, steps: {find: {takes: {const: 1, unit: min, assumed: x}}}}
  hears: {of: elders, form: hearing, steps: {hear: {takes: {const: 30, unit: min, assumed: x}}}}
  line: {of: board, form: approval, by_telephone: true, from: 2010-01-01, steps: {call: {by: second, takes: {const: 5, unit: min, assumed: x}}}}
  sits: {of: board, form: approval, steps: {sit: {meeting: board}}}
  signs: {of: chief, form: order, steps: {sign: {takes: {const: 2, unit: min, assumed: x}}}}
  urgent: {of: chief, form: judgement, act: pressing, steps: {ask: {decide: {by: chief, options: {yes_now: {value: URGENT, unit: factor, assumed: x}, later: {value: WAITS, unit: factor, assumed: x}}, else: next}}}}
  votes: {of: diet, form: diet_before, steps: {vote: {diet: before, session: yes, takes: {const: 3, unit: h, assumed: x}}}}
  after: {of: diet, form: diet_after, steps: {vote: {diet: after, session: no, convene: {const: CONVENE, unit: h, assumed: x}, takes: {const: 1, unit: h, assumed: x}REJECTS}}}
"""


def town(
    folder, step, *, sets='fire: "true"', after="", forms=None, rejects="", reforms=None, **numbers
):
    (folder / "law").mkdir(parents=True)
    (folder / "law" / "10.md").write_text(LAW, encoding="utf-8")
    said = {"URGENT": 1, "WAITS": 0, "CONVENE": 2, **numbers}
    text = FORMS if forms is None else forms
    for word, value in said.items():
        text = text.replace(word, str(value))
    text = text.replace("REJECTS", rejects)
    rest = f"""  q:
    name: {{ja: 次, en: Q}}
    starts: {{at_start: true}}
    steps:
      know: {{travel: 2 h, sets: {{{sets}}}, assumed: x}}
"""
    whole = text + procedure(f"go: {step}{after}", rest=rest if sets else "")
    return compiled(folder, whole, reforms=reforms)


MARKS = "marks: {grave: found, heard: heard, approved: approved, order: ordered}"
GO = f"{{authority: A1, {MARKS}}}"


def times(model, *marks, posture="now"):
    return [mark_times(model, mark, posture=posture)[0] for mark in marks]


def test_each_wording_has_its_own_road(tmp_path):
    """In 1999 nobody is heard and nobody approves; later both are, and the exception is looked at."""
    model = town(tmp_path, GO)

    assert times(model, "found", "ordered", posture="past") == [130.0, 132.0]
    assert mark_times(model, "approved", posture="past") == [-1.0]
    assert times(model, "found", "heard", "approved", "ordered") == [130.0, 161.0, 221.0, 223.0]


def test_the_gate_waits_for_others_and_counts_as_law(tmp_path):
    model = town(tmp_path, GO, sets="")

    assert mark_times(model, "found") == [-1.0]
    assert model.world.procedures["p"].steps["go.waits"].phase == "law"


def test_a_judge_finds_what_the_world_says(tmp_path):
    def go(folder, value):
        return town(tmp_path / folder, GO.replace("}}", f'}}, found: {{grave: "{value}"}}}}'))

    yes, no, perhaps = go("yes", "1"), go("no", "0"), go("perhaps", "holds(storm)")

    assert times(yes, "found", "ordered") == [130.0, 223.0]
    # The clerk finds that it is not grave: his time is spent, and the road ends at the law.
    assert times(no, "found", "ordered") == [130.0, -1.0]
    assert times(perhaps, "ordered") == [-1.0]


def test_what_is_known_is_not_found_otherwise(tmp_path):
    step = GO.replace("}}", '}, found: {grave: "0"}}')

    model = town(tmp_path, step, sets='fire: "true", grave: "true"')

    assert mark_times(model, "ordered")[0] > 0


def test_an_exception_that_applies_stops_the_road(tmp_path):
    step = GO.replace("}}", '}, found: {grave: "1", drill: "1"}}')

    model = town(tmp_path, step)

    assert times(model, "ordered", posture="past") == [132.0]
    assert mark_times(model, "ordered") == [-1.0]


def test_the_telephone_is_used_only_where_the_wording_allows_it(tmp_path):
    calm = town(tmp_path / "calm", GO)
    storm = town(tmp_path / "storm", GO, sets='fire: "true", storm: "true"')

    assert times(calm, "approved") == [221.0]
    assert times(storm, "approved") == [166.0]


def test_the_telephone_needs_its_form_on_that_day(tmp_path):
    late = FORMS.replace("from: 2010-01-01", "from: 2030-01-01")
    model = town(tmp_path, GO, sets='fire: "true", storm: "true"', forms=late)

    assert times(model, "approved") == [221.0]


def test_what_is_on_record_is_skipped(tmp_path):
    model = town(tmp_path, GO, sets='fire: "true", heard: "true", approved: "true"')

    assert times(model, "ordered") == [133.0]


def test_what_is_done_anew_is_not_skipped(tmp_path):
    step = GO.replace("authority: A1", "authority: A1, anew: [heard]")
    model = town(tmp_path, step, sets='fire: "true", heard: "true", approved: "true"')

    assert times(model, "ordered") == [163.0]


def test_a_finding_that_somebody_has_denied_is_not_made(tmp_path):
    model = town(tmp_path, GO, sets='fire: "true", grave: "false"')

    assert mark_times(model, "ordered") == [-1.0]


def test_an_exception_that_holds_bars_the_order(tmp_path):
    model = town(tmp_path, GO, sets='fire: "true", drill: "true"')

    assert mark_times(model, "approved") != [-1.0]
    assert mark_times(model, "ordered") == [-1.0]


def test_a_form_named_at_the_step_comes_first(tmp_path):
    more = FORMS + "  nod: {steps: {nod: {by: chief, takes: {const: 3, unit: min, assumed: x}}}}\n"
    step = GO.replace("authority: A1", "authority: A1, forms: {board: nod}")
    model = town(tmp_path, step, forms=more)

    assert times(model, "approved") == [164.0]


def test_without_means_there_is_a_report_with_both_places(tmp_path):
    with pytest.raises(WorldError) as caught:
        town(tmp_path, GO, forms=FORMS.replace("form: hearing", "form: liaison"))

    for lang in ("ja", "en"):
        report = caught.value.render(lang)
        assert "TY611" in report
        assert "law/10.md" in report
        assert "'hearing' of 'elders'" in report or "「elders」の「hearing」" in report


def test_the_diet_is_asked_after_the_order_and_in_time(tmp_path):
    model = town(tmp_path, "{authority: B1, marks: {order: ordered, diet_after: voted_after}}")

    assert times(model, "ordered", "voted_after") == [122.0, 302.0]
    assert mark_times(model, "diet.overdue") == [-1.0]


def test_a_missed_deadline_is_marked(tmp_path):
    model = town(tmp_path, "{authority: B1, marks: {order: ordered}}", CONVENE=30)

    assert times(model, "ordered", "diet.overdue") == [122.0, 122.0 + 24 * 60]


def test_a_rejection_ends_the_power(tmp_path):
    after = "\nuse: {law: rests, mark: used}\nlater: {travel: 5 h, assumed: x}\nagain: {law: rests, mark: used_again}"
    model = town(
        tmp_path,
        "{authority: B1, marks: {order: ordered, diet_after: passed}}",
        rejects=", rejects: {value: 1, unit: prob, assumed: x}",
        after=after,
    )

    assert times(model, "used") == [122.0]
    assert mark_times(model, "passed") == [-1.0]
    assert times(model, "diet.rejected", "ended.B1") == [302.0, 302.0]
    assert mark_times(model, "used_again") == [-1.0]


def test_urgency_replaces_the_vote_and_a_power_expires(tmp_path):
    model = town(tmp_path, "{authority: C1, marks: {order: ordered, diet_before: voted}}", sets="")

    assert times(model, "ordered") == [2.0]
    assert mark_times(model, "voted") == [-1.0]
    assert times(model, "expired.C1") == [2.0 + 24 * 60]


def test_the_author_chooses_among_the_alternatives_of_the_law(tmp_path):
    """Request and vote instead of urgency: the gate waits for the request, then the rest follows."""
    step = "{authority: C1, through: [grave, voted], marks: {order: ordered, diet_before: voted}}"
    model = town(tmp_path, step, sets='asked: "true"')

    assert times(model, "voted", "ordered") == [310.0, 312.0]


def test_when_it_is_not_urgent_the_diet_votes_first(tmp_path):
    step = "{authority: C1, marks: {order: ordered, diet_before: voted}}"
    model = town(
        tmp_path, step, sets='pressing: "false", asked: "true", grave: "true"', URGENT=0, WAITS=1
    )

    assert times(model, "voted", "ordered") == [180.0, 182.0]


def test_a_road_costs_no_more_than_the_same_steps_by_hand(tmp_path):
    by_hand = """{when: "holds(fire)"}
find: {by: clerk, takes: {const: 10, unit: min, assumed: x}, sets: {grave: "true"}}
check: {by: clerk, takes: {const: 1, unit: min, assumed: x}, sets: {drill: "false"}}
hear: {takes: {const: 30, unit: min, assumed: x}, sets: {heard: "true"}}
sit: {meeting: board, sets: {approved: "true"}}
gate: {when: "holds(fire) and holds(grave) and holds(heard) and holds(approved) and not holds(drill)"}
order: {order: {by: chief}, takes: {const: 2, unit: min, assumed: x}, sets: {ordered: "true"}, mark: ordered}"""
    road, plain = town(tmp_path / "road", GO), town(tmp_path / "plain", by_hand)

    assert times(road, "ordered") == times(plain, "ordered")
    assert run(road, posture="now").events <= run(plain, posture="now").events


REMOVE = """
status: modelled
patches:
  - {remove: procedures.p.go}
"""


def test_a_reform_that_removes_the_step_removes_its_whole_road(tmp_path):
    model = town(
        tmp_path,
        GO,
        after="\nnext: {travel: 1 h, mark: gone_on, assumed: x}",
        reforms={"R1": REMOVE},
    )

    assert times(model, "gone_on") == [283.0]
    assert mark_times(model, "gone_on", reforms={"R1": 1.0}) == [60.0]
    assert mark_times(model, "ordered", reforms={"R1": 1.0}) == [-1.0]


def test_a_jump_to_the_step_lands_at_the_beginning_of_its_road(tmp_path):
    late = '\nrest: {travel: 5 h, skip_if: "happened(ordered)", patience: {of: {const: 130, unit: min, assumed: x}, then: go}, assumed: x}'
    step = GO.replace("authority: A1", 'authority: A1, skip_if: "not at(T+2h)"')
    model = town(tmp_path, step, after=late)

    assert times(model, "found", "ordered") == [140.0, 233.0]


GATES = 12


@pytest.mark.parametrize("posture", ["past", "now"])
def test_many_guards_of_the_law_cost_what_plain_guards_cost(tmp_path, posture):
    """Each of k waiting jobs is looked at for the same facts, with as many operations, as by hand."""
    grave = "holds(fire) and holds(grave)"
    plain_text = {"past": grave, "now": f"({grave}) and not holds(drill)"}[posture]
    law, plain = (
        town(
            tmp_path / name,
            "\n".join([first, *(f"gate{k}: {gate}" for k in range(1, GATES))]),
            sets='fire: "true", grave: "true", drill: "false"',
            forms="",
        )
        for name, first, gate in (
            ("law", "{law: A1}", "{law: A1, mark: passed}"),
            ("plain", f'{{when: "{plain_text}"}}', f'{{when: "{plain_text}", mark: passed}}'),
        )
    )
    one = {
        name: compile_model(each.world, "s", postures=[posture], reforms={})
        for name, each in (("law", law), ("plain", plain))
    }

    assert mark_times(one["law"], "passed", posture=posture) == [120.0]
    assert run(one["law"], posture=posture).events == run(one["plain"], posture=posture).events
    assert len(one["law"].net.code) <= len(one["plain"].net.code)
    assert one["law"].net.dependants == one["plain"].net.dependants
