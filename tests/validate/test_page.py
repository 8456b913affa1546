"""The page of validation: figures, words and numbers in both languages, failures first."""

import json
import math
import re
from pathlib import Path
from shutil import copytree, rmtree
from xml.etree import ElementTree

import numpy as np
import pytest
from typer.testing import CliRunner

from tateyoko.cli import app
from tateyoko.cli.worlds import open_world, shipped_world
from tateyoko.errors import StoreError
from tateyoko.figure.records import RecordRow, draw_records, span_words
from tateyoko.report.reach import reach_page
from tateyoko.report.sheet import Heading, Items, Picture, Tabled, as_html, as_markdown
from tateyoko.report.validation import HELD, read_lessons, validation_page
from tateyoko.text import LANGS, Text
from tateyoko.validate.instance import Instance
from tateyoko.validate.predict import Prediction
from tateyoko.validate.reach import reach_of_world
from tateyoko.validate.results import assemble, longest_hop, records_of
from tateyoko.validate.scores import climatology, score
from tateyoko.world.cases import read_cases
from tateyoko.world.crisis import PAIRS, pair_name, pair_words
from tests.validate.made_up import made_up_samples

HERE = Path(__file__).parent
HARBOUR = HERE.parent / "worlds" / "good" / "harbour"
ROOT = HERE.parents[1]
CASES = read_cases(shipped_world() / "cases")


@pytest.fixture(scope="module")
def found():
    predictions = {}
    for case in CASES:
        samples = {
            one.pair: np.array(
                [np.inf if v is None else v for v in made_up_samples(case.name, one.pair)]
            )
            for one in case.scorable()
        }
        where = Instance(type=case.type, pattern="p", posture="q", begins="", values=(), weights=())
        predictions[case.name] = Prediction(
            instance=where, samples=samples, too_few={}, runs=250, faults=()
        )
    return assemble(CASES, predictions, runs=250, seed=1, parameters="leave_one_out")


@pytest.mark.parametrize("lang", LANGS)
def test_every_case_stands_on_the_page_with_its_picture_worst_first(found, lang):
    blocks = validation_page(found, lang)

    titles = [b.text for b in blocks if isinstance(b, Heading) and b.level == 3]
    assert len(titles) == len(CASES)
    worst = max(found.cases, key=lambda case: case.worst)
    assert titles[0].startswith(worst.title[lang])
    pictures = [b for b in blocks if isinstance(b, Picture)]
    assert len(pictures) == sum(bool(case.intervals) for case in found.cases)
    assert any(isinstance(block, Tabled) for block in blocks)


@pytest.fixture(scope="module")
def held(found):
    """The same predictions as a test on cases that nothing has seen, judged by three others."""
    some, others = CASES[:5], CASES[5:]
    predictions = {case.id: case.prediction for case in found.cases}
    return assemble(some, predictions, runs=250, seed=1, parameters="posterior", training=others)


@pytest.mark.parametrize("lang", LANGS)
def test_cases_that_nobody_had_used_come_first_and_have_figures_of_their_own(found, held, lang):
    blocks = validation_page(found, lang, held=held)

    parts = [b.text for b in blocks if isinstance(b, Heading) and b.level == 2]
    assert parts.index(HELD[lang]) < next(
        place for place, text in enumerate(parts) if text.startswith(("The dev", "開発に使った"))
    )
    assert HELD[lang] not in [
        b.text for b in validation_page(found, lang) if isinstance(b, Heading)
    ]
    bars = next(b.table for b in blocks if isinstance(b, Tabled))
    assert len(bars.columns) == 4
    assert HELD[lang] in bars.columns
    titles = [b.text for b in blocks if isinstance(b, Heading) and b.level == 3]
    assert len(titles) == len(found.cases) + len(held.cases)


@pytest.mark.parametrize("lang", LANGS)
def test_page_says_what_is_tested_and_where_it_fails_before_any_case(found, held, lang):
    blocks = validation_page(found, lang, held=held)

    first_case = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 3)
    early = [b.text for b in blocks[:first_case] if isinstance(b, Heading)]
    words = {"en": ("What is tested, and what is not", "Where it fails"), "ja": None}[lang] or (
        "何を試し、何を試していないか",
        "どこで外れるか",
    )
    assert [early.index(text) for text in words] == sorted(early.index(text) for text in words)
    missed = [
        case.title[lang]
        for case in found.cases
        if len(case.intervals) > 1 and not any(o.score and o.score.in_80 for o in case.intervals)
    ]
    said = " ".join(text for b in blocks[:first_case] if isinstance(b, Items) for text in b.texts)
    assert missed
    assert all(title in said for title in missed)


def test_scores_of_unseen_cases_know_nothing_of_them(held):
    others = records_of(CASES[5:])

    for case in held.cases:
        for one in case.intervals:
            (base,) = climatology([one.record], others)
            assert one.reference == score(base, one.record.minutes)


def test_cases_of_other_countries_are_also_left_out(found):
    abroad = {case.name for case in CASES if case.country}
    kept = [one for case in found.cases if case.id not in abroad for one in case.intervals]

    assert abroad
    assert found.at_home is not None
    assert found.at_home.n == len(kept) < found.total.n
    assert found.at_home.crps == pytest.approx(np.mean([one.score.crps for one in kept]))


@pytest.mark.parametrize("width", [340.0, 660.0, 920.0])
@pytest.mark.parametrize("lang", LANGS)
def test_picture_is_sound_svg_and_marks_what_lies_outside(lang, width):
    rows = [
        RecordRow(name=pair_words("detect->order"), recorded=30.0, ends=(10, 20, 40, 60, 90)),
        RecordRow(name=pair_words("detect->cell"), recorded=500.0, ends=(10, 20, 40, 60, 90)),
        RecordRow(name=pair_words("detect->liaise"), recorded=0.0, ends=None),
    ]

    svg = draw_records(rows, lang, width, prefix="x", title="t")

    root = ElementTree.fromstring(svg)
    assert float(root.attrib["width"]) == width
    assert [row.is_outside for row in rows] == [False, True, False]
    diamonds = svg.count("#a3260b")
    assert diamonds >= 1
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)}
    assert min(sizes) >= 11.0


def test_times_are_said_with_two_digits():
    assert span_words(0.0, "en") == "0 min"
    assert span_words(45.0, "ja") == "45分"
    assert span_words(185.0, "en") == "3.1 h"
    assert span_words(9182.0, "en") == "6.4 d"


def test_page_is_one_html_file_without_scripts_or_anything_from_outside(found):
    pages = {lang: validation_page(found, lang) for lang in LANGS}

    page = as_html(pages, "ja")

    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert as_html(pages, "ja") == page


def test_markdown_links_to_every_picture_it_makes(found):
    text, pictures = as_markdown(validation_page(found, "en"), "en", "figures")

    linked = set(re.findall(r"\]\(figures/([^)]+)\)", text))
    assert linked == set(pictures)
    assert all(name.endswith(".en.svg") for name in pictures)


def test_longest_hop_is_the_largest_gap_between_recorded_kinds():
    case = next(case for case in CASES if case.name == "atago_2008")
    samples = {one.pair: np.array([one.recorded] * 3) for one in case.scorable()}

    hop = longest_hop(case, samples)

    assert hop is not None
    assert hop.is_right
    assert hop.recorded_minutes == hop.predicted_minutes
    times = sorted(one.recorded for one in case.scorable() if one.start == "detect")
    gaps = np.diff([0.0, *times])
    assert hop.recorded_minutes == max(gaps)


def test_lessons_are_of_shipped_cases_and_in_both_languages():
    lessons = read_lessons(shipped_world() / "calibration" / "lessons.yaml")

    assert lessons.general
    assert set(lessons.cases) <= {case.name for case in CASES}
    for text in (*lessons.general, *lessons.cases.values()):
        assert text.ja
        assert text.en
        assert text.ja != text.en
    assert read_lessons(Path("nowhere.yaml")).general == ()


@pytest.mark.parametrize("text", ["- a", "general: [1]", "general: [{ja: a}]", "cases: {a: [", "3"])
def test_damaged_lessons_are_told_with_their_file(tmp_path, text):
    path = tmp_path / "lessons.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(StoreError, match=r"lessons\.yaml"):
        read_lessons(path)


def test_an_empty_file_of_lessons_has_none(tmp_path):
    path = tmp_path / "lessons.yaml"
    path.write_text("", encoding="utf-8")

    assert read_lessons(path).general == ()


def test_reach_counts_records_for_patterns_only(found):
    world = open_world(None)
    rows = reach_of_world(world, found)

    by_scenario = {row.scenario: [] for row in rows}
    for row in rows:
        by_scenario[row.scenario].append(row)
    assert set(by_scenario) == {id for id, one in world.scenarios.items() if one.measures}
    patterns = {id for id, one in world.scenarios.items() if one.stands_for is not None}
    assert {row.scenario for row in rows if row.records} <= patterns
    assert any(row.records for row in rows)
    assert all(row.is_assumption for row in rows if not row.records and row.theory is None)
    for lang in LANGS:
        text, _ = as_markdown(reach_page(rows, lang), lang, "")
        assert text.count("\n## ") == len(by_scenario)


def test_every_pair_has_words_in_both_languages():
    for pair in PAIRS:
        words = pair_words(pair_name(pair))
        assert isinstance(words, Text)
        assert words.ja != words.en


# ---- the command


def run(*words):
    return CliRunner().invoke(app, ["validate", *map(str, words)])


def test_command_writes_predictions_in_the_contract(tmp_path):
    out, page = tmp_path / "deep" / "p.json", tmp_path / "page.html"

    done = run(
        HERE / "cases", "--world", HARBOUR, "--runs", 200, "--out", out, "--report", page, "--json"
    )

    assert done.exit_code == 0, done.output
    found = json.loads(out.read_text(encoding="utf-8"))
    assert set(found) == {"collision"}
    assert "detect->order" in found["collision"]
    for samples in found["collision"].values():
        assert len(samples) >= 200
        assert all(v is None or (math.isfinite(v) and v >= 0) for v in samples)
    summary = json.loads(done.stdout)
    assert summary["cases"][0]["pattern"] == "wreck"
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    texts = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        out = tmp_path / f"{name}.json"
        run(HERE / "cases", "--world", HARBOUR, "--runs", 200, "--out", out, "--seed", seed)
        texts.append(out.read_bytes())

    assert texts[0] == texts[1] != texts[2]


def test_command_scores_a_folder_of_held_cases_apart_where_a_world_has_one(tmp_path):
    text = (HERE / "cases" / "collision.yaml").read_text(encoding="utf-8")
    world = tmp_path / "world"
    copytree(HARBOUR, world)
    for folder, names in (("cases", "ab"), ("cases-held", "c")):
        (world / folder).mkdir()
        for name in names:
            mine = text.replace("id: collision", f"id: {name}")
            (world / folder / f"{name}.yaml").write_text(mine, encoding="utf-8")
    out = tmp_path / "p.json"

    with_held = json.loads(run("--world", world, "--runs", 200, "--json", "--out", out).stdout)
    shown = run("--world", world, "--runs", 200, "--lang", "en", "--out", out)
    given = json.loads(run(world / "cases", "--world", world, "--runs", 200, "--json").stdout)
    rmtree(world / "cases-held")
    without = json.loads(run("--world", world, "--runs", 200, "--json").stdout)

    assert [case["id"] for case in with_held["cases"]] == ["a", "b"]
    assert [case["id"] for case in with_held["held"]["cases"]] == ["c"]
    assert with_held["held"]["by_type"]["all"]["cases"] == 1
    assert set(json.loads(out.read_text(encoding="utf-8"))) == {"a", "b", "c"}
    assert HELD.en in shown.stdout
    assert "held" not in given
    assert "held" not in without
    assert without["by_type"] == with_held["by_type"]


def test_lessons_of_a_world_stand_only_on_the_page_of_its_own_cases(tmp_path):
    world = tmp_path / "world"
    copytree(HARBOUR, world)
    copytree(HERE / "cases", world / "cases")
    (world / "calibration").mkdir()
    lessons = "general:\n  - {ja: 学んだこと, en: Taught by a wreck}\n"
    (world / "calibration" / "lessons.yaml").write_text(lessons, encoding="utf-8")
    own, given = tmp_path / "own.html", tmp_path / "given.html"

    run("--world", world, "--runs", 200, "--report", own)
    run(HERE / "cases", "--world", world, "--runs", 200, "--report", given)

    assert "Taught by a wreck" in own.read_text(encoding="utf-8")
    assert "Taught by a wreck" not in given.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Nothing could be scored"), ("ja", "採点できる")]
)
def test_one_case_alone_is_predicted_but_not_scored(lang, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    done = run(HERE / "cases", "--world", HARBOUR, "--runs", 200, "--lang", lang)

    assert done.exit_code == 0
    assert words in done.output
    names = {path.name for path in (tmp_path / "tateyoko-out" / "validate").iterdir()}
    assert names == {"predictions.json", "report.html"}


# ---- what is stored


def test_stored_scores_are_of_the_shipped_cases():
    from tateyoko.world.cases import case_digest

    stored = json.loads((ROOT / "docs" / "figures" / "validation.json").read_text("utf-8"))

    assert stored["case_files"] == case_digest(shipped_world() / "cases")
    assert [case["id"] for case in stored["cases"]] == [case.name for case in CASES]


def test_stored_scores_of_cases_that_nobody_had_used_are_of_the_shipped_folder():
    from tateyoko.world.cases import case_digest

    stored = json.loads((ROOT / "docs" / "figures" / "validation.json").read_text("utf-8"))["held"]

    assert stored["case_files"] == case_digest(shipped_world() / "cases-held")
    assert len(stored["cases"]) == len(read_cases(shipped_world() / "cases-held"))
    assert not any(case["same_as_calibration_case"] for case in stored["cases"])


@pytest.mark.parametrize("test", ["held", None])
def test_stored_pages_show_the_stored_scores(test):
    stored = json.loads((ROOT / "docs" / "figures" / "validation.json").read_text("utf-8"))
    row = (stored if test is None else stored[test])["by_type"]["all"]

    for name in ("validation.md", "validation.ja.md"):
        text = (ROOT / "docs" / "explanation" / name).read_text(encoding="utf-8")
        assert f"| {row['c50']:.2f} | {row['c80']:.2f} | {row['crps']:.3f} |" in text
