"""The classes of grey-zone cases: on a small law of known answers, and the shipped study."""

import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from tateyoko.errors import Place, UsageError, WorldError
from tateyoko.prove.cases import Case, Reform, Study, TimedStep, Window, read_study
from tateyoko.prove.grey_zone import CLASSES, Minutes, classify, close, minimise
from tateyoko.prove.page import render_page
from tateyoko.prove.survey import make_survey, survey_world
from tateyoko.prove.times import estimates_of
from tateyoko.world import load_world
from tateyoko.world.literate import read_law
from tests.prove.small_law import TODAY, small_law, text

JAPAN = Path(str(resources.files("tateyoko"))) / "worlds" / "japan"
ROOT = Path(__file__).resolve().parents[2]
STEP = TimedStep(
    id="council", label=text("council"), by=("council",), fast=("quick",), slow=("slow",)
)
STUDY = Study(
    date=TODAY,
    on_the_spot=("brigade",),
    uses={},
    steps=(STEP,),
    cases=(),
    sources={},
)
TIMES = {"quick": Minutes(5, 10, 20), "slow": Minutes(50, 100, 200)}


def a_case(**more):
    fields = {
        "id": "case",
        "label": text("case"),
        "story": text("story"),
        "date": TODAY,
        "harm": {"fire": 1.0},
        "given": {},
        "done": (),
        "answers": ("close",),
        "needs": (),
        "window": None,
        "finding": "",
        "reform": Reform(text=text("reform")),
        "note": None,
        "place": Place(""),
    }
    return Case(**{**fields, **more})


def kind_of(case):
    return classify(small_law(), STUDY, case, TIMES.__getitem__).kind


@pytest.fixture(scope="module")
def world():
    return load_world(JAPAN)


@pytest.fixture(scope="module")
def survey(world):
    return survey_world(world)


def test_nobody_may_act_where_no_answer_can_be_reached():
    assert kind_of(a_case(harm={"ship_aground": 1.0})) == "no_rule"
    assert kind_of(a_case(given={"is_war": 1.0})) == "no_rule"
    assert kind_of(a_case(answers=())) == "no_rule"


def test_an_answer_without_the_weapons_it_needs_is_too_weak():
    case = a_case(needs=("hose",))

    assert kind_of(case) == "too_weak"
    stronger = replace(case, reform=Reform(text=text("hoses"), add={"close": ("hose",)}))
    assert close(small_law(), STUDY, stronger, TIMES.__getitem__).kind == "undecided"


@pytest.mark.parametrize(("minutes", "kind"), [(9.0, "too_slow"), (10.0, "undecided")])
def test_an_answer_must_come_within_the_window(minutes, kind):
    window = Window(low=1.0, high=minutes, assumed=text("the house is gone by then"))

    assert kind_of(a_case(window=window)) == kind


def test_steps_that_lie_behind_take_no_time():
    window = Window(low=1.0, high=1.0, assumed=text("a minute"))

    assert kind_of(a_case(window=window, done=("council_met",))) == "undecided"


def test_who_is_on_the_spot_leaves_nothing_undecided():
    assert kind_of(a_case(answers=("close",))) == "undecided"
    assert kind_of(a_case(answers=("douse",))) == "covered"
    assert kind_of(a_case(answers=("close",), given={"grave": 1.0, "is_war": 0.0})) == "covered"


def test_the_judge_of_what_blocks_is_named():
    verdict = classify(small_law(), STUDY, a_case(given={"is_war": 1.0}), TIMES.__getitem__)

    assert verdict.judges == ("mayor",)
    assert [dict(one.because) for one in verdict.blocked] == [{"is_war": 1.0}]


def test_a_reform_that_lifts_the_obstacle_closes_the_gap():
    reform = Reform(text=text("war does not matter"), lift=("is_war",), decide={"grave": 1.0})
    case = a_case(given={"is_war": 1.0}, reform=reform)

    assert close(small_law(), STUDY, case, TIMES.__getitem__).kind == "covered"
    assert close(small_law(), STUDY, a_case(), TIMES.__getitem__) is None


def test_what_makes_no_difference_is_left_out_of_the_pattern():
    case = a_case(given={"on_water": 1.0, "is_war": 1.0, "spreading": 0.0})

    assert minimise(small_law(), STUDY, case, TIMES.__getitem__).given == {"is_war": 1.0}


def test_a_law_without_a_study_still_has_general_findings():
    found = make_survey(small_law(), None, TIMES.__getitem__, TODAY)

    assert not found.is_clean
    assert {one.id for one in found.never_applies} == {"stale", "nameless"}


def test_every_class_occurs_in_the_shipped_study(survey):
    assert {one.verdict.kind for one in survey.cases} == set(CLASSES)
    assert any(one.verdict.overlaps for one in survey.cases)


def test_shipped_patterns_are_minimal(world, survey):
    estimates = estimates_of(world, survey.date)
    for one in survey.cases[:6]:
        again = minimise(survey.catalogue, survey.study, one.pattern, estimates)
        assert again.given == one.pattern.given, one.case.id


def test_every_shipped_reform_that_can_be_checked_improves_its_case(survey):
    order = {kind: rank for rank, kind in enumerate(CLASSES)}
    for one in survey.cases:
        if one.after is not None:
            assert order[one.after.kind] > order[one.verdict.kind], one.case.id


def test_every_shipped_finding_names_an_article_and_a_judge(survey):
    for one in survey.cases:
        verdict = one.verdict
        powers = [*verdict.blocked, *(opened.power.version for opened in verdict.open)]
        assert all(power.cite for power in powers), one.case.id
        if verdict.kind != "covered" and not verdict.absent:
            assert verdict.judges, one.case.id


def test_known_answers_of_the_shipped_study(survey):
    kinds = {one.case.id: one.verdict.kind for one in survey.cases}

    assert kinds["evacuation_before_recognition"] == "no_rule"
    assert kinds["mines_of_another_war"] == "no_rule"
    assert kinds["manned_aircraft_intrudes"] == "too_weak"
    assert kinds["missile_found_attack"] == "too_slow"
    assert kinds["pm_silent"] == "undecided"


@pytest.mark.parametrize(("lang", "name"), [("en", "grey-zone.md"), ("ja", "grey-zone.ja.md")])
def test_the_page_shows_every_case_with_its_class(survey, lang, name):
    page = (ROOT / "docs" / "explanation" / name).read_text(encoding="utf-8")
    fresh = render_page(survey, lang)
    heads = re.compile(r"^(?:## .*|- (?:Class|分類).*|- (?:Shut|開かない).*)$", re.MULTILINE)

    assert heads.findall(page) == heads.findall(fresh), "run tools/write_grey_zone.py"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("answers: [A80]", "answers: [A8O]", "LW125"),
        ("harm: {allied_attack: true}", "harm: {alied_attack: true}", "LW121"),
        ("harm: {allied_attack: true}", "harm: {allied_attack: perhaps}", "LW205"),
        ("needs: [W6_MISSION]", "needs: [W66_MISSION]", "LW123"),
        ("unit: h, assumed", "unit: fortnight, assumed", "LW107"),
        ("finding: F_N06", "found: F_N06", "LW104"),
        ("on_the_spot: [sdf_guard", "on_the_spot: [sdf_gard", "LW122"),
    ],
)
def test_mistakes_in_a_study_are_reported_at_their_place(tmp_path, old, new, code):
    written = (JAPAN / "law" / "grey-zone.yaml").read_text(encoding="utf-8")
    assert old in written
    (tmp_path / "law").mkdir()
    broken = written.replace(old, new, 1)
    (tmp_path / "law" / "grey-zone.yaml").write_text(broken, encoding="utf-8")

    with pytest.raises(WorldError) as caught:
        read_study(tmp_path, read_law(JAPAN))

    (problem,) = {one.code: one for one in caught.value.problems}.values()
    assert problem.code == code
    line = broken.splitlines()[problem.place.line - 1]
    assert any(word in line for word in re.split(r"[\[\]{}:, ]+", new) if word)


def test_an_address_without_a_time_is_a_mistake(world):
    with pytest.raises(UsageError, match="no estimate of time at meetings"):
        estimates_of(world, TODAY)("meetings.nowhere.takes")
