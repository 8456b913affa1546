"""Reforms on the harbour world: values, switches, wildcards, lead times, preferences."""

import datetime as dt
import shutil

import pytest

from tateyoko.errors import UsageError, WorldError
from tateyoko.world import apply_patches, estimates, load_world, patch_plan, strengths
from tateyoko.world.addresses import index
from tateyoko.world.patches import missing_prerequisites
from tests.worlds import bad_worlds

DAY = dt.date(1998, 9, 1)


def load(tmp_path, **files):
    """Load the harbour world with further files, ``reforms__X`` standing for reforms/X.yaml."""
    world = tmp_path / "world"
    shutil.copytree(bad_worlds.GOOD, world)
    for name, text in files.items():
        (world / (name.replace("__", "/") + ".yaml")).write_text(text, encoding="utf-8")
    return load_world(world)


def reform(patches, head=""):
    lines = "".join(f"  - {{{patch}}}\n" for patch in patches)
    return f"id: NEW\ntitle: {{ja: 新, en: New}}\n{head}patches:\n{lines}"


@pytest.fixture(scope="module")
def harbour():
    return load_world(bad_worlds.GOOD)


def test_reform_at_full_strength_reaches_what_it_says(harbour):
    before = apply_patches(harbour, {}, DAY)
    after = apply_patches(harbour, {"DESK": 1.0}, DAY)

    changed = {path for path in before if before[path] != after[path]}
    assert changed == {
        "channels.ask_next_town.liaison.staff",
        "meetings.council.takes.scale",
        "posts.fire_chief.hands",
    }
    assert after["channels.ask_next_town.liaison.staff"] == 3.0
    assert after["meetings.council.takes.scale"] == 0.5
    assert after["posts.fire_chief.hands"] == 1.0


def test_reform_at_no_strength_changes_nothing(harbour):
    assert apply_patches(harbour, {"DESK": 0.0}, DAY) == apply_patches(harbour, {}, DAY)


def test_half_strength_of_a_factor_is_its_root(harbour):
    after = apply_patches(harbour, {"DESK": 0.5}, DAY)

    assert after["meetings.council.takes.scale"] == pytest.approx(0.5**0.5)


def test_inserted_step_is_a_switch_and_brings_its_own_numbers(harbour):
    plan = patch_plan(harbour, "storm")

    (switch,) = plan.switches
    assert (switch.name, switch.paths) == ("reform.DESK.3", ("procedures.closing.word",))
    assert "procedures.closing.word.takes.scale" in apply_patches(harbour, {"DESK": 1.0}, DAY)


def test_wildcard_is_resolved_when_the_world_is_loaded(tmp_path):
    world = load(tmp_path, reforms__NEW=reform(["add: posts.*.hands, by: 1, assumed: more people"]))

    (patch,) = world.reforms["NEW"].patches

    assert len(patch.matches) == 6
    assert "posts.fire_chief.hands" in patch.matches


def test_patch_may_change_what_another_reform_inserts(tmp_path):
    text = reform(["scale: procedures.closing.word.takes, by: 2, assumed: slow talkers"])
    world = load(tmp_path, reforms__NEW=text)

    after = apply_patches(world, {"DESK": 1.0, "NEW": 1.0}, DAY)

    assert after["procedures.closing.word.takes.scale"] == 2.0


def test_words_are_set_by_a_switch(tmp_path):
    world = load(tmp_path, reforms__NEW=reform(["set: posts.deputy.clearance, to: secret"]))

    switch = next(one for one in patch_plan(world, "storm").switches if one.reform == "NEW")

    assert (switch.patch.to, switch.value(0.4), switch.value(0.5)) == ("secret", 0.0, 1.0)


def test_contradicting_reforms_are_an_error_for_the_caller_too(tmp_path):
    text = reform(["set: channels.ask_next_town.liaison.staff, to: 5, assumed: more"])
    world = load(tmp_path, reforms__NEW=text)

    with pytest.raises(WorldError) as caught:
        apply_patches(world, {"DESK": 1.0, "NEW": 1.0}, DAY)

    assert [one.code for one in caught.value.problems] == ["TY701"]
    assert len(caught.value.problems[0].related) == 1


def test_posture_may_prefer_one_of_two_contradicting_reforms(tmp_path):
    text = reform(["set: channels.ask_next_town.liaison.staff, to: 5, assumed: more"])
    postures = (
        "postures:\n  both: {date: 1998-09-01, title: {ja: 両方, en: Both},"
        " reforms: {DESK: 1, NEW: 1}, prefer: {channels.ask_next_town.liaison.staff: NEW}}\n"
    )

    world = load(tmp_path, reforms__NEW=text, more=postures)

    after = apply_patches(
        world, strengths(world, "both"), DAY, prefer=world.postures["both"].prefer
    )
    assert after["channels.ask_next_town.liaison.staff"] == 5.0


def test_missing_prerequisite_may_be_allowed(tmp_path):
    text = reform(["add: posts.mayor.hands, by: 1, assumed: more"], head="requires: DESK\n")
    posture = "date: 1998-09-01, title: {ja: 単独, en: Alone}, reforms: {NEW: 1}"

    world = load(
        tmp_path,
        reforms__NEW=text,
        more=f"postures:\n  alone: {{{posture}, allow_missing: true}}\n",
    )

    assert strengths(world, "alone") == {"NEW": 1.0}
    assert missing_prerequisites(world.reforms, {"NEW": 1.0}) == (("NEW", "DESK"),)
    assert missing_prerequisites(world.reforms, {"NEW": 0.2, "DESK": 0.1}) == ()


def test_reform_has_no_strength_before_its_lead_time_has_passed(tmp_path):
    posture = "title: {ja: 途中, en: Halfway}, reforms: {DESK: 1}, decided: {DESK: 1998-01-01}"
    world = load(
        tmp_path,
        more="postures:\n"
        f"  early: {{date: 1998-06-30, {posture}}}\n"
        f"  late: {{date: 1998-07-03, {posture}}}\n",
    )

    assert strengths(world, "early") == {"DESK": 0.0}
    assert strengths(world, "late") == {"DESK": 1.0}


@pytest.mark.parametrize(
    ("posture", "reforms"), [("1999", None), ("1998", {"DISK": 1.0}), ("1998", {"DESK": 1.5})]
)
def test_unknown_names_and_strengths_are_the_callers_mistake(harbour, posture, reforms):
    with pytest.raises(UsageError):
        strengths(harbour, posture, reforms)


def test_every_number_of_the_world_is_listed_with_its_place_and_basis(harbour):
    numbers = {one.path: one for one in estimates(harbour)}

    staff = numbers["channels.ask_next_town.liaison.staff"]
    assert (staff.source, staff.place.file) == ("harbour_log", "posts.yaml")
    assert numbers["procedures.closing.look.takes"].assumed == "one walk to the pier"
    assert "reforms.DESK.1.to" in numbers
    assert "signs.barometer.seen.A" in numbers
    assert list(numbers) == sorted(numbers)


def test_clearance_follows_the_date(harbour):
    clearance = harbour.posts["harbour_master"].clearance

    assert clearance.on(dt.date(2009, 12, 31)) == ("open",)
    assert clearance.on(dt.date(2010, 1, 1)) == ("secret",)


def test_an_index_within_some_blocks_holds_these_as_the_whole_does(harbour):
    scene = harbour.for_scenario("storm")
    whole = index(scene, "storm")

    part = index(scene, "storm", {"procedures.closing", "procedures.closing.look"})

    assert part.items() < whole.items()
    look = {path for path in whole if path.startswith("procedures.closing.look")}
    assert "procedures.closing.look.takes" in look
    rest = {path for path in part if "." in path} - look
    assert rest == {
        "procedures.closing",
        "procedures.closing.about",
        "procedures.closing.note",
        "procedures.closing.rule",
    }
