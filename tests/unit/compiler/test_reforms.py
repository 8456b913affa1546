# ruff: noqa: E501  (worlds in YAML)
"""Reforms are changes of a row."""

import pytest

from tateyoko.errors import UsageError
from tests.unit.compiler.tiny import compiled

WORLD = """
posts:
  staff: {name: {ja: 員, en: Staff}, level: hq, hands: {value: 4, range: [2, 8], unit: count, assumed: x}, busy: {value: 0.5, range: [0.2, 0.8], unit: share, assumed: x}}
procedures:
  p:
    name: {ja: 手続, en: P}
    starts: {at_start: true}
    steps:
      w: {by: [staff], takes: 10-20-60 min, assumed: x}
"""
SET = "{set: posts.staff.hands, to: {value: 10, range: [6, 12], unit: count, assumed: x}, was: 4}"
SCALE = "{scale: posts.staff.hands, by: {value: 0.25, range: [0.1, 1], unit: factor, assumed: x}, along: log}"
LINEAR = "{scale: posts.staff.hands, by: {value: 3, unit: factor, assumed: x}, along: linear}"
ADD = "{add: posts.staff.hands, by: {value: -2, range: [-3, 0], unit: count, assumed: x}, side: adverse}"


def model_of(folder, **patches):
    reforms = {
        name: "patches:\n" + "".join(f"  - {patch}\n" for patch in lines)
        for name, lines in patches.items()
    }
    return compiled(folder, WORLD, reforms=reforms)


def hands(model, strengths, **values):
    row = model.row(posture="now", truth="A", opponent="", reforms=strengths, values=values)
    return row[model.net.cell_of["posts.staff.hands"]]


@pytest.mark.parametrize(("strength", "expected"), [(0.0, 4.0), (0.5, 7.0), (1.0, 10.0)])
def test_set_goes_from_the_baseline_to_its_value(tmp_path, strength, expected):
    assert hands(model_of(tmp_path, R=[SET]), {"R": strength}) == pytest.approx(expected)


@pytest.mark.parametrize(("strength", "expected"), [(0.0, 4.0), (0.5, 2.0), (1.0, 1.0)])
def test_scale_along_log_is_a_power_of_the_strength(tmp_path, strength, expected):
    assert hands(model_of(tmp_path, R=[SCALE]), {"R": strength}) == pytest.approx(expected)


def test_scale_along_linear_is_linear_in_the_strength(tmp_path):
    assert hands(model_of(tmp_path, R=[LINEAR]), {"R": 0.5}) == pytest.approx(8.0)


def test_set_then_scale_then_add_whatever_the_order_of_reforms(tmp_path):
    first = model_of(tmp_path / "1", A=[ADD], B=[SCALE], C=[SET])
    second = model_of(tmp_path / "2", A=[SET], B=[ADD], C=[SCALE])
    full = dict.fromkeys("ABC", 1.0)

    # 10 * 0.25 - 2 is a half, and whole counts are rounded half up when all patches have acted.
    assert hands(first, full) == hands(second, full) == 1.0


def test_a_whole_count_stays_whole_unless_the_patch_says_otherwise(tmp_path):
    free = SET.replace("was: 4", "was: 4, round: none")

    assert hands(model_of(tmp_path / "1", R=[SET]), {"R": 0.4}) == 6.0
    assert hands(model_of(tmp_path / "2", R=[free]), {"R": 0.4}) == pytest.approx(6.4)


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("posts.staff.hands", -1.0),
        ("posts.staff.busy", 1.5),
        ("procedures.p.w.takes.scale", -1.0),
        ("reforms.R.1.to", -3.0),
        ("posts.staff.busy", float("nan")),
    ],
)
def test_values_that_a_number_cannot_have_are_refused(tmp_path, id, value):
    model = model_of(tmp_path, R=[SET])

    model.check({"posts.staff.hands": 3.0, "posts.staff.busy": 0.4, "reforms.R.1.to": 7.0})
    with pytest.raises(UsageError, match=f"{id} cannot be"):
        model.check({id: value})


def test_bounds_hold_after_all_patches(tmp_path):
    model = model_of(tmp_path, A=[ADD], B=[ADD.replace("-2", "-3")])

    assert hands(model, {"A": 1.0, "B": 1.0}) == 0.0


def test_the_figure_of_a_patch_is_a_knob_with_a_range(tmp_path):
    model = model_of(tmp_path, R=[SET])
    knob = "reforms.R.1.to"

    assert hands(model, {"R": 1.0}, **{knob: 6.0}) == pytest.approx(6.0)
    assert hands(model, {"R": 0.0}, **{knob: 6.0}) == pytest.approx(4.0)
    assert hands(model, {"R": 0.5}, **{"posts.staff.hands": 8.0}) == pytest.approx(9.0)


def test_two_reforms_that_set_one_number_contradict_each_other(tmp_path):
    model = model_of(tmp_path, A=[SET], B=[SET.replace("value: 10", "value: 9")])

    assert hands(model, {"A": 1.0}) == 10.0
    with pytest.raises(UsageError, match=r"set by A .* and by B"):
        hands(model, {"A": 1.0, "B": 1.0})


def test_a_reform_scales_all_times_of_a_distribution(tmp_path):
    patch = "{scale: procedures.p.w.takes, by: {value: 0.5, unit: factor, assumed: x}, along: log}"
    model = model_of(tmp_path, R=[patch])

    row = model.row(posture="now", truth="A", opponent="", reforms={"R": 1.0})

    assert row[model.net.cell_of["procedures.p.w.takes.scale"]] == pytest.approx(0.5)


def posture_with(folder, name):
    """Compile again with a posture that uses the reform."""
    from tateyoko.compiler import compile_model
    from tateyoko.world.load import load_world

    path = folder / "world.yaml"
    more = f"  with: {{date: 2026-01-01, title: {{ja: 有, en: With}}, reforms: {{{name}: 1}}}}\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return compile_model(load_world(folder), "s", postures=["now", "with"])


def test_a_reform_of_which_nothing_acts_is_one_finding(tmp_path):
    patch = "{add: posts.unit.hands, by: {value: 1, unit: count, assumed: x}}"
    world = WORLD.replace(
        "posts:\n",
        "posts:\n  crew: {name: {ja: 隊, en: Crew}, level: unit, hands: 3 count, assumed: x}\n",
    )
    patch = patch.replace("posts.unit", "posts.crew")
    compiled(tmp_path, world, reforms={"R": f"patches:\n  - {patch}\n  - {patch}\n"})

    model = posture_with(tmp_path, "R")

    assert [note.code for note in model.findings] == ["RF103"]


def test_a_patch_of_what_the_scenario_itself_declares_and_never_uses_is_a_finding(tmp_path):
    spare = "posts:\n  crew: {name: {ja: 隊, en: Crew}, level: unit, hands: 3 count, assumed: x}\n"
    patch = "{add: posts.crew.hands, by: {value: 1, unit: count, assumed: x}}"
    reform = f"patches:\n  - {SET}\n  - {patch}\n"
    compiled(tmp_path, WORLD, scenario=spare, reforms={"R": reform})

    model = posture_with(tmp_path, "R")

    assert [note.code for note in model.findings] == ["RF101"]


def test_findings_of_the_world_are_passed_on(tmp_path):
    patches = f"baseline_of: now\npatches:\n  - {SET.replace('was: 4', 'was: 5')}\n"
    compiled(tmp_path, WORLD, reforms={"R": patches})

    model = posture_with(tmp_path, "R")

    assert "PV201" in {note.code for note in model.findings}


def test_a_posture_gives_its_reforms_their_strength(tmp_path):
    model_of(tmp_path, R=[SET])

    model = posture_with(tmp_path, "R")
    row = model.row(posture="with", truth="A", opponent="")

    assert row[model.net.cell_of["posts.staff.hands"]] == 10.0
    assert [reform.id for reform in model.reforms] == ["R"]
    assert model.reforms[0].knobs == ("reforms.R.1.to",)
    assert "reforms.R.1.to" in {parameter.id for parameter in model.parameters}


def test_a_net_for_one_posture_refuses_other_strengths(tmp_path):
    from tateyoko.compiler import compile_model

    model_of(tmp_path, R=[SET])
    world = posture_with(tmp_path, "R").world

    alone = compile_model(world, "s", postures=["with"], reforms={})

    with pytest.raises(UsageError, match="not compiled for other strengths of R"):
        alone.row(posture="with", truth="A", opponent="", reforms={"R": 0.5})
