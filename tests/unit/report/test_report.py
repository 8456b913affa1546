"""The report says what the comparison holds, in both languages, and needs nothing else."""

import itertools
import re
from functools import cache
from html.parser import HTMLParser

import pytest

from tateyoko.report import render_report, write_report
from tateyoko.report.summary import summary
from tateyoko.report.words import WORDS
from tests.unit.figure import sample

COMPARISONS = {
    "four postures": sample.make(),
    "no difference": sample.make(effect=0),
    "one posture": sample.make(postures=sample.POSTURES[1:2], drivers=False),
    "ten postures": sample.make(postures=sample.ten_postures(), baseline="package-1"),
    "no series, a fault": sample.with_fault(sample.make(series=False)),
    "one truth": sample.make(truths=sample.TRUTHS[:1]),
}


class Page(HTMLParser):
    """What the tests ask of a page."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.headings, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.tags.append((tag, known))
        if "id" in known:
            self.ids.append(known["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if "id" in dict(attrs):
            self.ids.append(dict(attrs)["id"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@cache
def rendered(name):
    """Give the page of a comparison, written once for all tests that only read it."""
    return render_report(COMPARISONS[name])


@pytest.fixture(params=list(COMPARISONS), name="text")
def _text(request):
    return rendered(request.param)


def test_the_page_is_well_formed_with_ids_used_once(text):
    page = Page(text)

    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    targets = {known["href"][1:] for tag, known in page.tags if tag == "a"}
    assert targets <= set(page.ids)


def test_nothing_is_asked_for_from_outside(text):
    page = Page(text)

    assert not {"script", "link", "img", "iframe", "image"} & {tag for tag, _ in page.tags}
    assert all("src" not in known for _, known in page.tags)
    assert all(known["href"].startswith("#") for tag, known in page.tags if tag == "a")
    assert "@import" not in text
    assert all(ref.startswith("#") for ref in re.findall(r"url\(([^)]*)\)", text))


def test_headings_go_down_one_level_at_a_time(text):
    headings = Page(text).headings

    assert headings[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(headings))


def test_every_table_header_says_what_it_heads(text):
    page = Page(text)

    scopes = [known.get("scope") for tag, known in page.tags if tag == "th"]
    assert scopes
    assert set(scopes) <= {"col", "row", "rowgroup"}
    regions = [known for tag, known in page.tags if known.get("class") == "scroll"]
    assert all(known["tabindex"] == "0" for known in regions)
    labels = [known["aria-label"] for known in regions]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", list(COMPARISONS))
def test_the_same_comparison_gives_the_same_bytes(name):
    assert render_report(COMPARISONS[name]) == rendered(name)


def test_wall_time_and_threads_leave_no_trace_in_the_page():
    from dataclasses import replace

    comparison = COMPARISONS["four postures"]

    other = replace(comparison, seconds=99.0, threads=1)

    assert render_report(comparison) == render_report(other)


def test_files_are_written_with_the_page_last(tmp_path):
    paths = write_report(COMPARISONS["four postures"], tmp_path / "out")

    assert [p.name for p in paths] == [
        "figure1.ja.svg", "figure1.en.svg", "figure2.ja.svg", "figure2.en.svg",
        "figure3.ja.svg", "figure3.en.svg", "report.html",
    ]  # fmt: skip
    assert all(p.read_text(encoding="utf-8") for p in paths)


def test_a_figure_without_data_is_not_written_but_said(tmp_path):
    paths = write_report(COMPARISONS["one posture"], tmp_path)

    assert "figure3.ja.svg" not in [p.name for p in paths]
    assert WORDS["figure_missing"].ja in paths[-1].read_text(encoding="utf-8")


def test_both_languages_are_whole_and_apart():
    text = rendered("four postures")
    ja, en = text.split('<article lang="ja"')[1].split('<article lang="en"')
    en = en.split("</article>")[0]

    assert "先島の住民避難" in ja
    assert "Evacuation of the Sakishima islands" in en
    assert "Evacuation" not in ja
    assert re.findall(r"[ぁ-んァ-ヶ一-龠]+", en) == []
    for key in ("h_limits", "h_flips", "h_checks", "summary"):
        assert WORDS[key].ja in ja
        assert WORDS[key].en.replace("&", "&amp;") in en


def test_the_page_opens_in_the_language_asked_for():
    assert '<html lang="en">' in render_report(COMPARISONS["four postures"], lang="en")
    assert 'id="lang-en" checked' in render_report(COMPARISONS["four postures"], lang="en")
    assert 'id="lang-ja" checked' in rendered("four postures")


def test_adverse_sides_and_democratic_control_have_rows_of_their_own():
    text = rendered("four postures")

    assert '<tbody class="adverse">' in text
    assert '<tbody class="democratic_control">' in text
    assert "▲ 副作用" in text
    assert "◆ Democratic control" in text


def test_limits_stand_in_every_report(text):

    for key in ("not_forecast", "limit_crisis", "limit_public"):
        assert WORDS[key].ja in text
        assert WORDS[key].en in text


def test_faults_are_listed_and_announced_at_the_top():
    text = rendered("no series, a fault")

    assert WORDS["incomplete"].ja in text
    assert "EV2" in text
    assert "1回が最後まで走らなかった" in text


def test_numbers_of_the_table_have_two_digits_at_most():
    text = rendered("four postures")
    cells = re.findall(r'<td class="number">(.*?)</td>', text)

    for number in re.findall(r"\d[\d,.]*", " ".join(re.sub("<[^>]*>", " ", c) for c in cells)):
        digits = number.replace(",", "").replace(".", "").strip("0")
        assert len(digits) <= 2, number


def answers_of(comparison, lang="en"):
    return dict(summary(comparison, lang))


def test_the_summary_answers_five_questions_and_says_what_it_is_not():
    answers = answers_of(COMPARISONS["four postures"])

    assert "against the baseline “2026-11 (today)”" in answers["What was compared"][0]
    assert "Raise the question to ministers" in answers["Which wait matters most"][0]
    assert "−11,000 [−16,000, −6,700] people" in answers["What changes"][-1]
    assert answers["The price"][0].startswith("People moved in vain, B (blockade): +38,000")
    assert "“prior belief in an attack” is above 31%" in answers["When it fails"][0]
    assert "not a forecast" in answers["What it is not"][0]


def test_the_summary_claims_nothing_when_nothing_differs():
    answers = answers_of(COMPARISONS["no difference"])

    assert all("no difference" in sentence for sentence in answers["What changes"])
    assert "can be said to worsen" in answers["The price"][0]
    assert "no assumption alone reverses" in answers["When it fails"][0]


def test_the_summary_of_one_posture_says_that_there_is_nothing_to_compare():
    answers = answers_of(COMPARISONS["one posture"], "ja")

    assert "比べる相手の態勢がない" in answers["何を比べたか"][0]
    assert "言えない" in answers["いつ成り立たないか"][0]


def test_names_are_escaped():
    from dataclasses import replace

    from tateyoko.text import Text

    comparison = replace(COMPARISONS["four postures"], title=Text(ja="<b>&", en="<script>"))

    text = render_report(comparison)

    assert "<script>" not in text
    assert "&lt;b&gt;&amp;" in text


def test_a_broken_placebo_is_a_warning_at_the_top():
    from dataclasses import replace

    comparison = COMPARISONS["four postures"]
    comparison = replace(comparison, pairing=replace(comparison.pairing, placebo_zero=False))

    text = render_report(comparison)

    assert text.index("Warning: among 12 pairs") < text.index('id="summary-en"')


def test_a_sign_that_assumptions_turn_around_is_neither_better_nor_worse():
    from dataclasses import replace

    comparison = COMPARISONS["four postures"]
    undecided = tuple(replace(d, badge="undecided") for d in comparison.differences)

    text = render_report(replace(comparison, differences=undecided))

    assert 'class="loss"' not in text
    assert 'class="gain"' not in text
    assert "neither better nor worse can be said" in text


def test_echoes_of_several_truths_share_a_row():
    from dataclasses import replace

    comparison = COMPARISONS["four postures"]
    echo = comparison.echoes[0]
    both = (echo, replace(echo, truth="B", share=2.5))

    text = render_report(replace(comparison, echoes=both))

    assert "<td>A・B</td>" in text
    assert "<td>87%・250%</td>" in text


def test_truths_with_the_same_numbers_share_a_row_and_are_named():
    text = rendered("four postures")

    assert "<td>A・B・C</td>" in text
    assert "<td>A, B, C</td>" in text


def test_runs_in_which_a_measure_never_begins_are_said():
    from dataclasses import replace

    comparison = COMPARISONS["four postures"]
    rare = tuple(replace(c, begun_share=0.083) for c in comparison.cells)

    text = render_report(replace(comparison, cells=rare))

    assert "始まる回8%" in text
    assert "begins in 8%" in text


def test_what_is_done_in_vain_is_told_even_when_it_is_undecided():
    from dataclasses import replace

    comparison = COMPARISONS["four postures"]
    unclear = tuple(replace(d, badge="undecided", better=None) for d in comparison.differences)

    answers = dict(summary(replace(comparison, differences=unclear), "en"))

    assert any("People moved in vain" in sentence for sentence in answers["The price"])
