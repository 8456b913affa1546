# ruff: noqa: E501  (worlds in YAML)
"""An empty office is filled by the next in order who can act; whatever names the office goes on."""

import pytest

from tateyoko.engine.batch import run_batch
from tests.unit.compiler.tiny import compiled, mark_times, measures, row_words, run

MINISTERS = (
    "pm",
    "ccs",
    "foreign",
    "interior",
    "finance",
    "trade",
    "transport",
    "defence",
    "safety",
)
POSTS = "".join(
    f"  {post}: {{name: {{ja: {post}, en: {post}}}, level: political, site: town, cabinet_rank: {rank}}}\n"
    for rank, post in enumerate(MINISTERS, 1)
)
WORLD = f"""
posts:
{POSTS}
  deputy_secretary: {{name: {{ja: 副, en: Deputy}}, level: political, site: town}}
  unit_9: {{name: {{ja: 隊, en: Unit}}, level: unit, site: town}}
successions:
  pm_acting:
    name: {{ja: 臨時代理, en: Acting}}
    office: pm
    order: [ccs, foreign]
    takes: 20 min
    assumed: x
meetings:
  nine:
    name: {{ja: 九大臣, en: Nine}}
    chair: pm
    present: {{all: [{", ".join(MINISTERS)}]}}
    gather: {{each: 10 min, assumed: x}}
    takes: 60 min
    assumed: x
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
      meet: {{meeting: nine, mark: met}}
      order: {{order: {{by: pm}}, takes: 5 min, mark: ordered, assumed: x}}
"""
MEASURES = """
measures:
  empty: {name: {ja: 不在, en: Empty}, unit: min, kind: adverse, better: lower, expr: "vacant_time(pm)"}
"""


def lost(**times):
    """Return values, events and absences: each post is away from a minute on, or between two."""
    values, events, away = [], [], []
    for post, when in times.items():
        first, *second = when if isinstance(when, tuple) else (when,)
        values.append(f"  gone_{post}: 0")
        events.append(f"  e_{post}: {{at: T+{first}min, sets: {{gone_{post}: 1}}}}")
        for back in second:
            events.append(f"  b_{post}: {{at: T+{back}min, sets: {{gone_{post}: 0}}}}")
        away.append(f'  {post}: "gone_{post} > 0"')
    return "\n".join(["values:", *values, "events:", *events, "away:", *away, MEASURES])


def test_nine_ministers_are_seated(tmp_path):
    model = compiled(tmp_path, WORLD)

    assert mark_times(model, "met") == [70.0]
    assert mark_times(model, "ordered") == [75.0]


def test_a_world_in_which_nobody_is_away_has_nothing_of_successions(tmp_path):
    model = compiled(tmp_path, WORLD)

    written = [*model.net.step_ids, *model.net.cell_names]
    assert not [name for name in written if "succession" in name or "acting" in name]


def test_a_meeting_without_its_head_waits_for_the_one_who_acts(tmp_path):
    model = compiled(tmp_path, WORLD, lost(pm=0))

    assert mark_times(model, "acting.pm") == [20.0]
    assert mark_times(model, "met") == [90.0]


def test_a_head_lost_in_the_middle_stops_the_meeting_until_somebody_acts(tmp_path):
    model = compiled(tmp_path, WORLD, lost(pm=30))

    # Gathered at 10, talked for 20 of 60 minutes; 20 minutes to take over; 40 minutes were left.
    assert mark_times(model, "met") == [90.0]
    assert measures(model)["empty"].tolist() == [20.0]


def test_a_member_without_a_succession_stops_the_meeting_until_he_is_back(tmp_path):
    model = compiled(tmp_path, WORLD, lost(safety=(30, 200)))

    assert mark_times(model, "met") == [240.0]
    assert mark_times(model, "no_competent_decider.safety") == [30.0]


def test_with_the_first_in_order_lost_too_the_second_acts(tmp_path):
    model = compiled(tmp_path, WORLD.replace(", ccs, ", ", "), lost(pm=30, ccs=30))

    reference = run(model)

    assert mark_times(model, "acting.pm") == [50.0]
    acting = model.net.cell_names.index("acting.pm")
    assert reference.cells[acting] == 2.0


def test_one_lost_while_taking_over_is_followed_by_the_next(tmp_path):
    model = compiled(tmp_path, WORLD.replace(", ccs, ", ", "), lost(pm=30, ccs=40))

    # The first would have acted at 50; lost at 40, the second needs 20 minutes of his own.
    assert mark_times(model, "acting.pm") == [60.0]


def test_one_lost_while_acting_is_followed_by_the_next(tmp_path):
    text = WORLD.replace(", ccs, ", ", ").replace("takes: 5 min", "takes: 100 min")
    model = compiled(tmp_path, text, lost(pm=30, ccs=150))

    # Meeting until 90 with the first acting from 50; order from 90, 60 of 100 minutes done at 150.
    assert mark_times(model, "met") == [90.0]
    assert mark_times(model, "ordered") == [210.0]
    assert measures(model)["empty"].tolist() == [40.0]


def test_an_order_is_given_by_the_one_who_acts(tmp_path):
    model = compiled(tmp_path, WORLD, lost(pm=70))

    assert mark_times(model, "met") == [70.0]
    assert mark_times(model, "ordered") == [95.0]


def test_work_of_the_one_who_acts_for_his_own_post_stands_still_meanwhile(tmp_path):
    own = """
  own:
    name: {ja: 自, en: Own}
    starts: {when: "happened(met)"}
    steps: {w: {by: [ccs], takes: 30 min, mark: own_done, assumed: x}}
"""
    text = WORLD.replace("takes: 5 min", "takes: 100 min") + own
    model = compiled(tmp_path, text, lost(pm=70))

    # His own work runs from 70 to 90, stands still for the order of 100 minutes, then 10 more.
    assert mark_times(model, "ordered") == [190.0]
    assert mark_times(model, "own_done") == [200.0]


def test_a_deputy_acts_for_the_one_who_acts_nowhere(tmp_path):
    """With the secretary away, his deputy has his post, but the office goes to the minister."""
    deputy = """
successions:
  ccs_acting:
    name: {ja: 代行, en: Acting secretary}
    office: ccs
    order: [deputy_secretary]
    takes: 5 min
    assumed: x
"""
    (tmp_path / "deputies.yaml").parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "deputies.yaml").write_text(deputy, encoding="utf-8")
    model = compiled(tmp_path, WORLD, lost(pm=0, ccs=0))

    reference = run(model)

    cells = dict(zip(model.net.cell_names, reference.cells, strict=True))
    assert cells["acting.pm"] == 2.0
    assert cells["acting.ccs"] == 1.0
    assert mark_times(model, "met") == [90.0]


def test_nobody_left_is_marked_and_measured(tmp_path):
    model = compiled(tmp_path, WORLD, lost(pm=30, ccs=30, foreign=30))

    assert mark_times(model, "no_competent_decider") == [30.0]
    assert mark_times(model, "no_competent_decider.pm") == [30.0]
    assert mark_times(model, "met") == [-1.0]
    assert measures(model)["empty"].tolist() == [2 * 24 * 60 - 30]


def test_somebody_who_comes_back_into_the_order_acts(tmp_path):
    model = compiled(tmp_path, WORLD, lost(pm=30, ccs=30, foreign=(30, 100)))

    assert mark_times(model, "acting.pm") == [120.0]


def test_the_holder_who_is_back_takes_over_at_once(tmp_path):
    model = compiled(tmp_path, WORLD, lost(pm=(30, 35)))

    assert mark_times(model, "acting.pm") == [-1.0]
    assert mark_times(model, "met") == [75.0]
    assert measures(model)["empty"].tolist() == [5.0]


def test_the_holder_who_is_back_ends_the_acting(tmp_path):
    model = compiled(tmp_path, WORLD, lost(pm=(30, 300)))

    reference = run(model)

    cells = dict(zip(model.net.cell_names, reference.cells, strict=True))
    assert cells["acting.pm"] == 0.0
    assert cells["vacant.pm"] == 0.0


def test_a_rule_without_an_order_means_a_deputy_outside_the_world(tmp_path):
    model = compiled(tmp_path, WORLD.replace("order: [ccs, foreign]", "order: []"), lost(pm=0))

    assert mark_times(model, "met") == [90.0]


def test_a_rule_of_one_meeting_fills_the_chair_there_only(tmp_path):
    limited = """
successions:
  chair_acting:
    name: {ja: 議長代理, en: Acting chair}
    office: pm
    order: [ccs]
    meetings: [nine]
    takes: 5 min
    assumed: x
"""
    (tmp_path / "chairs.yaml").write_text(limited, encoding="utf-8")
    model = compiled(
        tmp_path, WORLD.replace("[ccs, foreign]", "[foreign]"), lost(pm=0, foreign=(0, 500))
    )

    # Without the foreign minister the nine are not complete; the chair is filled at 5, the office at 520.
    assert mark_times(model, "met") == [570.0]
    assert mark_times(model, "ordered") == [575.0]
    seat = model.net.seat_ids.index("succession.chair_acting")
    taken = [
        word
        for word in row_words(model, run(model).trace or [])
        if word[2] == model.net.seats[seat].id
    ]
    assert taken


def test_dated_rules_follow_the_posture(tmp_path):
    text = WORLD.replace("    takes: 20 min", "    from: 2000-04-05\n    takes: 20 min")
    model = compiled(tmp_path, text, lost(pm=0))

    assert mark_times(model, "met", posture="now") == [90.0]
    assert mark_times(model, "met", posture="past") == [-1.0]
    assert mark_times(model, "no_competent_decider", posture="past") == [0.0]


def test_conditions_may_ask_who_acts(tmp_path):
    asks = """
  ask:
    name: {ja: 問, en: Ask}
    starts: {when: "acting(pm) and away(pm) and not vacant(pm)"}
    steps: {w: {by: [unit_9], takes: 1 min, mark: asked, assumed: x}}
"""
    model = compiled(tmp_path, WORLD + asks, lost(pm=0))

    assert mark_times(model, "asked") == [21.0]


@pytest.mark.parametrize("when", [0, 30, 72])
def test_both_engines_agree(tmp_path, when):
    model = compiled(tmp_path, WORLD, lost(pm=when, ccs=(when + 15, when + 90)))

    batch = run_batch(
        model.net,
        model.row(posture="now", truth="A", opponent="")[None, :],
        (0, 1),
        7,
        until=model.horizon_ms,
        script=model.script,
    )

    assert batch.fault.tolist() == [[0]]
    assert batch.measures[0, 0].tolist() == run(model).measures()
