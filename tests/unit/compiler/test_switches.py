# ruff: noqa: E501  (worlds in YAML)
"""One net serves every posture, and runs in each like the net of that posture alone."""

import pytest

from tateyoko.compiler import compile_model
from tests.unit.compiler.tiny import compiled, run, tiny, words

WORLD = """
chains:
  old_way: {path: [chief, clerk, unit], each: {read: 1-3-9 min, garbled: 0.2, assumed: x}, until: 2010-01-01, assumed: x}
  new_way: {path: [chief, unit], each: {read: 1-3-9 min, assumed: x}, from: 2010-01-01, assumed: x}
meetings:
  talk:
    name: {ja: 会議, en: Talk}
    chair: chief
    present: {all: [chief], and: {at_least: {value: 1, unit: persons, assumed: x}, of: [clerk, second]}}
    gather: {each: 5-10-30 min, telephone: {share: 0.5, gather: 1-2 min, from: 2010-01-01, assumed: x}, assumed: x}
    takes: 10-20 min
    assumed: x
channels:
  line:
    between: [clerk, second]
    round_trip: {formal: 1-2-5 h, liaison: 10-20 min, assumed: x}
    liaison: {staff: 1 officers, threads_each: 1 count, patience: 10 min, assumed: x}
    from: 2010-01-01
    assumed: x
procedures:
  p:
    name: {ja: 手続, en: P}
    starts: {every: {exp: 3, unit: h, assumed: x}}
    steps:
      read: {by: [clerk, second], takes: 5-10-30 min, assumed: x}
      check: {by: [second], takes: 5-10-30 min, until: 2010-01-01, assumed: x}
      both:
        all:
          a: {by: [clerk], takes: 1-5 min, from: 2010-01-01, assumed: x}
          b: {by: [second], takes: 1-5 min, assumed: x}
      council: {meeting: talk}
      ask: {ask: line, takes: 5 min, assumed: x}
      sign: {by: [chief], takes: 1-5 min, mark: signed, repeat: {weight: 0.2, to: read, assumed: x}, assumed: x}
      down_old: {chain: old_way}
      down_new: {chain: new_way, mark: done}
    ends_if: {"at(T+40h)": over}
  q:
    name: {ja: 次, en: Q}
    starts: {on: mark signed}
    from: 2010-01-01
    steps:
      act: {by: [unit], takes: 1-5 min, assumed: x}
"""
PEOPLE = """
flows:
  leave:
    name: {ja: 避難, en: Leave}
    assumed: x
    people: {east: 8000 persons, west: 2000 persons}
    through: {east: 9000 persons per d, west: 9000 persons per d}
    lift: {normal: 6000 persons per d, maximum: 9000 persons per d, factor: "cover.ships.sailing"}
    ready: {each: 1-2-9 h, cohorts: 3}
    gate: "happened(signed)"
audiences:
  town:
    name: {ja: 町, en: Town}
    assumed: x
    trust: 0.6
    rumours: {doom: {name: {ja: 噂, en: doom}, when: "at(T+2h)", takes_hold: 0.8, seeds: 0.02, spreads: 0.5 per h, fades: 0.1 per h}}
    statements: {denial: {on: done, reach: 0.6, corrects: 0.3 per h, wrong: {chance: 0.4, found_out: 1-2-4 h, costs: 0.3}}}
compliance:
  go: {name: {ja: 応じ方, en: Go}, flow: leave, audience: town, follows: 0.9, trust: 1 logodds, rumour: 1 logodds, received: {at_once: 0.7, later: 0.1 per h}, shadow: {people: 3000 persons, share: 0.1, when: "at(T+9h)", rate: 900 persons per d}, assumed: x}
stocks:
  food: {name: {ja: 食料, en: Food}, days: 2 d, thresholds: {low: 1 d}, cuts: {none: {when: "happened(signed)", to: 0.2}}, panic: {audience: town, adds: 1 factor}, savings: {less: {on: done, share: 0.2}}, reserve: 2 d, releases: {r: {on: done, share: 0.5, lag: 1-2 h, over: 6 h}}, assumed: x}
cover:
  ships: {name: {ja: 保険, en: Cover}, premium: 0.001, period: 7 d, value: 9 bn_yen, bears: 0.01, steepness: 2, risks: {war: {when: "happened(signed)", factor: 4}}, withdraws: {when: "at(T+20h)", notice: 1-2-4 h, uninsured: 0.2}, guarantee: {on: done, accepted: 0.7, pays_over: 0.002}, assumed: x}
"""
REFORMS = {
    "R1": """
    patches:
      - {insert: extra, into: procedures.p, after: read, step: {by: [unit], takes: 2-4 min, assumed: x}}
      - {remove: procedures.p.check}
    """,
    "R2": """
    patches:
      - {share: procedures.p.sign, of: cases}
      - {set: channels.line.liaison.staff, to: {value: 3, range: [2, 4], unit: officers, assumed: x}, was: 1}
    """,
}
POSTURES = """
postures:
  past: {date: 1999-01-01, title: {ja: 昔, en: Past}}
  now: {date: 2026-01-01, title: {ja: 今, en: Now}}
  reformed: {date: 2026-01-01, title: {ja: 改, en: Reformed}, reforms: {R1: 1, R2: 1}}
  half: {date: 1999-01-01, title: {ja: 半, en: Half}, reforms: {R1: 1, R2: 0.5}}
"""


def world_with_postures(folder):
    tiny(folder)
    text = (folder / "world.yaml").read_text(encoding="utf-8")
    (folder / "world.yaml").write_text(text[: text.index("postures:")], encoding="utf-8")
    scenario = (folder / "scenarios" / "s.yaml").read_text(encoding="utf-8")
    (folder / "scenarios" / "s.yaml").write_text(
        scenario.replace("postures: [past, now]", "postures: [past, now, reformed, half]") + PEOPLE,
        encoding="utf-8",
    )
    (folder / "more.yaml").write_text(WORLD + POSTURES, encoding="utf-8")
    (folder / "reforms").mkdir()
    for name, text in REFORMS.items():
        head = f"id: {name}\ntitle: {{ja: 案, en: Reform}}\n"
        body = "\n".join(line.removeprefix("    ") for line in text.splitlines())
        (folder / "reforms" / f"{name}.yaml").write_text(head + body, encoding="utf-8")
    from tateyoko.world.load import load_world

    return load_world(folder)


@pytest.mark.parametrize("posture", ["past", "now", "reformed", "half"])
def test_superposed_net_leaves_the_trace_of_the_net_for_one_posture(tmp_path, posture):
    world = world_with_postures(tmp_path)
    superposed = compile_model(world, "s")
    alone = compile_model(world, "s", postures=[posture], reforms={})

    for rep in range(5):
        together = words(superposed, run(superposed, posture=posture, rep=rep))
        single = words(alone, run(alone, posture=posture, rep=rep))
        assert together == single
        assert len(single) > 100


def test_a_net_for_one_posture_has_no_switches(tmp_path):
    world = world_with_postures(tmp_path)

    alone = compile_model(world, "s", postures=["reformed"], reforms={})
    superposed = compile_model(world, "s")

    assert not [id for id in alone.net.param_ids if id.startswith("on.")]
    assert [id for id in superposed.net.param_ids if id.startswith("on.")]


def test_what_is_off_leaves_no_row_in_the_trace(tmp_path):
    model = compile_model(world_with_postures(tmp_path), "s")

    names = {row[2] for row in words(model, run(model, posture="past"))}

    assert "procedure.p.check" in names
    assert "procedure.p.down_old.clerk" in names
    assert not [name for name in names if "down_new" in name or "extra" in name or ".ask" in name]
    assert "procedure.q" not in names
    assert "channel.line.liaison" not in names


def test_strengths_below_the_threshold_leave_structure_as_it_was(tmp_path):
    model = compile_model(world_with_postures(tmp_path), "s")

    below = words(model, run(model, reforms={"R1": 0.4}))
    without = words(model, run(model))
    above = words(model, run(model, reforms={"R1": 0.6}))

    assert below == without
    assert above != without


def test_a_share_skips_more_cases_the_stronger_it_is_and_nests(tmp_path):
    model = compile_model(world_with_postures(tmp_path), "s")

    def signed(strength):
        trace = words(model, run(model, reforms={"R2": strength}))
        return {row[3] for row in trace if row[1] == "start" and row[2] == "procedure.p.sign"}

    none, half, all_ = signed(0.0), signed(0.5), signed(1.0)

    assert all_ == set()
    assert half
    assert half < none


PLAIN = """
procedures:
  p:
    name: {ja: 手続, en: P}
    starts: {every: {exp: 3, unit: h, assumed: x}}
    steps:
      read: {by: [clerk], takes: 5-10-30 min, assumed: x}
      sign: {by: [chief], takes: 1-5 min, mark: signed, assumed: x}
"""
MEASURE = """
measures:
  mean: {name: {ja: 平均, en: Mean}, unit: min, expr: mean_time(p)}
  count: {name: {ja: 数, en: Count}, expr: count(signed)}
  first: {name: {ja: 初, en: First}, unit: min, to: signed}
"""


def placebo(folder, world, scenario=MEASURE, name="more.yaml"):
    model = compiled(folder, world, scenario)
    if name != "more.yaml":
        (folder / "more.yaml").rename(folder / name)
        from tateyoko.world.load import load_world

        model = compile_model(load_world(folder), "s")
    return [run(model, rep=rep).measures() for rep in range(5)]


def test_placebo_renamed_file_changes_nothing(tmp_path):
    assert placebo(tmp_path / "a", PLAIN) == placebo(tmp_path / "b", PLAIN, name="zz.yaml")


def test_placebo_reordered_yaml_changes_nothing(tmp_path):
    steps = PLAIN.replace(
        "name: {ja: 手続, en: P}\n    starts: {every: {exp: 3, unit: h, assumed: x}}",
        "starts: {every: {exp: 3, unit: h, assumed: x}}\n    name: {ja: 手続, en: P}",
    )
    assert steps != PLAIN
    assert placebo(tmp_path / "a", PLAIN) == placebo(tmp_path / "b", steps)


def test_placebo_unused_post_changes_nothing(tmp_path):
    more = "posts:\n  nobody: {name: {ja: 無, en: Nobody}, level: unit, site: town}\n" + PLAIN
    with_post = compiled(tmp_path / "b", more, MEASURE)

    assert placebo(tmp_path / "a", PLAIN) == [
        run(with_post, rep=rep).measures() for rep in range(5)
    ]
    assert "nobody" not in with_post.net.seat_ids


def test_placebo_step_of_no_time_without_claim_changes_nothing(tmp_path):
    more = PLAIN.replace("      sign:", "      nothing: {travel: 0 min, assumed: x}\n      sign:")
    assert more != PLAIN
    assert placebo(tmp_path / "a", PLAIN) == placebo(tmp_path / "b", more)


def test_placebo_unrelated_procedure_changes_no_other_measure(tmp_path):
    more = (
        PLAIN
        + """
  other:
    name: {ja: 別, en: Other}
    starts: {at_start: true}
    steps:
      work: {by: [unit], takes: 5-10-30 min, assumed: x}
"""
    )
    assert placebo(tmp_path / "a", PLAIN) == placebo(tmp_path / "b", more)
