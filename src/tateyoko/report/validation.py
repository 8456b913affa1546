"""The page 'What real crises say about this model': what is tested, failures, lessons, cases.

For a reader who does not believe in the model: what the tests can and cannot show comes first, then
where it fails, then the cases, those that nobody had used before those that calibration has read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tateyoko.errors import StoreError
from tateyoko.report.sheet import Block, Heading, Items, Said, Tabled
from tateyoko.report.validation_calibration import ablation_blocks, calibration_blocks
from tateyoko.report.validation_cases import case_blocks
from tateyoko.report.validation_scores import (
    bar_table,
    failure_items,
    pair_table,
    skill_sentences,
    type_blocks,
)
from tateyoko.text import Lang, Text
from tateyoko.validate.ablation import Ablated
from tateyoko.validate.posterior import Calibration
from tateyoko.validate.results import Validation
from tateyoko.validate.scores import Summary

__all__ = ["HELD", "Lessons", "read_lessons", "validation_page"]

HELD = Text(ja="誰も使っていない事例", en="Cases that nobody had used")
"""Name of the test on cases that nothing of the world has seen."""

_TITLE = Text(
    ja="実際の危機が、このモデルについて語ること", en="What real crises say about this model"
)
_BANNER = Text(
    ja="公開情報によるモデルの検証です。予測ではありません。",
    en="A test of a model built from public information. Not a forecast.",
)
_WHAT = Text(ja="何を試し、何を試していないか", en="What is tested, and what is not")
_TESTED = Text(
    ja="試すもの：実際の危機で、ある段階から次の段階までに何分かかったか。各事例を、危機の型と、発端で知り得たこと"
    "（予告の有無、兆候の明瞭さ、既存の権限、時刻、報告経路の段数、最初の観測者、時代）だけから模擬し、"
    "分まで分かる記録と比べる。記録された時刻・経過・題名・日付は使わない。仮定した数はすべて、計算のたびに引き直す。",
    en="Tested is how long the steps of real crises took. Each case is simulated from its type "
    "and from what could be known at its onset alone (notice, clearness of the sign, standing "
    "authority, hour, links of the reporting chain, first observer, era), and compared with what "
    "is recorded to the minute. Recorded times, steps, titles and dates are not used. Every "
    "assumed number is drawn anew in every run.",
)
_NOT_TESTED = Text(
    ja="試していないもの：判断の良し悪し、結果や被害、法の解釈、記録のない型の危機（武力攻撃など）、改革の効果。"
    "時間が範囲に入っても、その仕組みが正しい証明にはならない。",
    en="Not tested are whether decisions were right, what they led to, how law is read, crises of "
    "types without records such as an armed attack, and what a reform would change. A time inside "
    "its range does not prove the mechanism behind it.",
)
_SAMPLE = Text(
    ja="事例は、有名になり、時刻の記録が公開されたものであり、危機の標本ではない。有名な危機は遅い。一事例の区間は互いに似る。",
    en="The cases are known because they became famous and their times were published; they are "
    "no sample of crises. Famous ones are slow ones, and the intervals of one case resemble each "
    "other.",
)
_PARAMETERS = {
    "prior": Text(
        ja="仮定の範囲のまま、較正していない。",
        en="The ranges of the world were used as they are, without calibration.",
    ),
    "leave_one_out": Text(
        ja="仮定の共通部分は付属の事例で較正した。どの事例の予測にも、その事例自身は使っていない（一つ抜き）。",
        en="The common parts of the assumptions are calibrated on the shipped cases; each case is "
        "predicted from the others alone (leave one out).",
    ),
    "posterior": Text(
        ja="仮定の共通部分は付属の事例すべてで較正した。較正に使った事例と同じ内容の事例にはその旨を記す。",
        en="The common parts of the assumptions are calibrated on all shipped cases; a case with "
        "the content of a calibration case is marked.",
    ),
}
_TEST_NAMES = {
    "prior": Text(ja="事例（較正なし）", en="Cases, not calibrated"),
    "leave_one_out": Text(ja="開発に使った事例（一つ抜き）", en="Development cases, each left out"),
    "posterior": Text(ja="渡された事例", en="Cases given"),
}
_LEGEND = Text(
    ja="帯は予測の50％（太）と80％（細）の範囲、縦線は中央値、丸は範囲内の記録、ひし形は80％範囲の外の記録。"
    "悪く外れた事例から並べる。",
    en="Bars hold the central 50 % (thick) and 80 % (thin) of the prediction, the upright line "
    "is its median, a disc a record inside, a diamond a record outside the 80 % range. Cases "
    "that are missed worst come first.",
)


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a person wrote after looking at the failures.

    Attributes
    ----------
    general : tuple of Text
        What the failures teach together.
    cases : mapping of str to Text
        Case -> what its failure teaches.
    """

    general: tuple[Text, ...] = ()
    cases: Mapping[str, Text] = field(default_factory=dict)


def read_lessons(path: Path) -> Lessons:
    """Read the lessons of a world; none if there is no such file.

    Raises
    ------
    StoreError
        If the file is damaged.
    """
    if not path.is_file():
        return Lessons()
    try:
        data = YAML(typ="safe").load(path) or {}
        general, cases = data.get("general") or (), data.get("cases") or {}
        return Lessons(
            general=tuple(Text(ja=one["ja"], en=one["en"]) for one in general),
            cases={id: Text(ja=one["ja"], en=one["en"]) for id, one in cases.items()},
        )
    except (YAMLError, AttributeError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise StoreError(
            Text(
                ja=f"{path} は教訓のファイルとして読めません（{reason}）。general と cases に"
                "ja と en を書いてください。",
                en=f"{path} cannot be read as lessons ({reason}); write 'general' and 'cases', "
                "each with ja and en.",
            )
        ) from None


def validation_page(
    found: Validation,
    lang: Lang,
    *,
    held: Validation | None = None,
    lessons: Lessons | None = None,
    ablated: Sequence[Ablated] = (),
    calibration: Calibration | None = None,
    uncalibrated: Summary | None = None,
    held_uncalibrated: Summary | None = None,
) -> list[Block]:
    """Return the page in one language.

    Parameters
    ----------
    found : Validation
    held : Validation, optional
        Of cases that nothing of the world has seen.
    lessons : Lessons, optional
        Written by hand; for cases that were not predicted now they are left out.
    ablated : sequence of Ablated
        What is lost without single mechanisms.
    calibration : Calibration, optional
        Whose prior and posterior are shown.
    uncalibrated, held_uncalibrated : Summary, optional
        Scores of the same cases with the ranges as they are.
    """
    known = lessons or Lessons()
    tests = [found] if held is None else [held, found]
    blocks: list[Block] = [
        Heading(1, _TITLE[lang]),
        Said(_BANNER[lang], "banner"),
        Heading(2, _WHAT[lang]),
        Items(tuple(text[lang] for text in _what(found, held))),
        *(Said(note[lang], "warning") for note in found.notes),
        *_result_blocks(tests, [held_uncalibrated, uncalibrated][-len(tests) :], lang),
        *_failure_blocks(tests, lang),
    ]
    if known.general:
        blocks.append(Heading(2, Text(ja="外れから学ぶこと", en="What the failures teach")[lang]))
        blocks.append(Items(tuple(text[lang] for text in known.general)))
    if held is not None:
        blocks += _test_blocks(held, HELD, _held_words(held), {}, lang)
    blocks += _test_blocks(
        found, _cases_title(found), _PARAMETERS[found.parameters], known.cases, lang
    )
    blocks += ablation_blocks(ablated, lang)
    if calibration is not None:
        blocks += calibration_blocks(calibration, lang)
    for test in tests:
        blocks += _pair_blocks(test, _test_name(test, found), lang)
    return [*blocks, *_provenance(found, lang)]


# ---- what is tested


def _what(found: Validation, held: Validation | None) -> list[Text]:
    """Return what is tested, by which cases, and what is not."""
    tests = [_PARAMETERS[found.parameters]]
    if held is not None:
        tests = [
            Text(
                ja=f"{HELD.ja}（{len(held.cases)}件、{_records(held)}区間）：構造と範囲を決めた後に集め、"
                "較正には一度も使っていない。これが強い検証である。",
                en=f"{HELD.en} ({len(held.cases)}, with {_records(held)} records) were collected "
                "after structure and ranges had been fixed, and calibration has never read them. "
                "This is the strong test.",
            ),
            Text(
                ja=f"開発に使った事例（{len(found.cases)}件、{_records(found)}区間）：各事例を、他の事例だけによる"
                "較正から予測する（一つ抜き）。想定の作者はこの記録を見ていないが、最初の得点の後に、何が欠けているかを"
                "言葉で聞いている。これは弱い検証である。",
                en=f"Development cases ({len(found.cases)}, with {_records(found)} records) are "
                "each predicted with a calibration on the others alone (leave one out). Authors of "
                "the patterns had not seen these records, but were told in words what was missing "
                "after the first scores. This is the weak test.",
            ),
        ]
    return [_TESTED, *tests, _NOT_TESTED, _SAMPLE]


def _records(found: Validation) -> int:
    return sum(len(case.intervals) for case in found.cases)


def _test_name(test: Validation, found: Validation) -> Text:
    return _TEST_NAMES[found.parameters] if test is found else HELD


# ---- results and failures


def _result_blocks(
    tests: Sequence[Validation], uncalibrated: Sequence[Summary | None], lang: Lang
) -> list[Block]:
    """Return bars and skill; `uncalibrated` holds the scores of each test without calibration."""
    names = [_test_name(test, tests[-1])[lang] for test in tests]
    rows = [
        (name, test.total)
        for name, test in zip(names, tests, strict=True)
        if test.total is not None
    ]
    blocks: list[Block] = [Heading(2, Text(ja="得点", en="Scores")[lang])]
    if rows:
        blocks.append(Tabled(bar_table(rows, lang)))
    for name, test, plain in zip(names, tests, uncalibrated, strict=True):
        words = skill_sentences(test, lang)
        if plain is not None:
            words += Text(
                ja=f"較正しないと、技能 {plain.skill:+.3f}、50％範囲内 {plain.cover_50:.2f}、"
                f"80％範囲内 {plain.cover_80:.2f}。",
                en=f" Without calibration: skill {plain.skill:+.3f}, {plain.cover_50:.2f} of the "
                f"records inside the 50 % and {plain.cover_80:.2f} inside the 80 % range.",
            )[lang]
        if len(tests) > 1:
            words = Text(ja=f"{name}：{words}", en=f"{name}: {words}")[lang]
        blocks.append(Said(words))
    return blocks


def _failure_blocks(tests: Sequence[Validation], lang: Lang) -> list[Block]:
    scored = [test for test in tests if test.total is not None]
    if not scored:
        return []
    blocks: list[Block] = [Heading(2, Text(ja="どこで外れるか", en="Where it fails")[lang])]
    for test in scored:
        if len(tests) > 1:
            name = _test_name(test, tests[-1])
            blocks.append(Said(Text(ja=f"{name.ja}：", en=f"{name.en}:")[lang]))
        blocks.append(failure_items(test, lang))
    return blocks


# ---- the cases


def _cases_title(found: Validation) -> Text:
    if found.parameters == "leave_one_out":
        return Text(
            ja="開発に使った事例（一つ抜き、外れた順）",
            en="The development cases, each left out, failures first",
        )
    return Text(ja="事例（外れた順）", en="The cases, failures first")


def _held_words(held: Validation) -> Text:
    if held.parameters == "prior":
        basis = _PARAMETERS["prior"]
    else:
        basis = Text(
            ja="仮定の共通部分は開発に使った事例すべてで較正した。",
            en="The common parts of the assumptions are calibrated on all development cases.",
        )
    return Text(
        ja=f"{len(held.cases)} 件。{basis.ja}比べる気候値も、開発に使った事例だけから作る。"
        "結果がどうであれ、そのまま示す。",
        en=f"{len(held.cases)} cases. {basis.en} The climatology that they are compared with knows "
        "development cases only, too. What came out is shown as it is.",
    )


def _test_blocks(
    test: Validation, title: Text, words: Text, lessons: Mapping[str, Text], lang: Lang
) -> list[Block]:
    blocks: list[Block] = [Heading(2, title[lang]), Said(words[lang])]
    if test.total is not None:
        blocks += type_blocks(test, lang)
    return [*blocks, Said(_LEGEND[lang]), *case_blocks(test.cases, lang, lessons)]


def _pair_blocks(test: Validation, name: Text, lang: Lang) -> list[Block]:
    if not test.by_pair:
        return []
    heading = Text(ja=f"区間の種類ごと：{name.ja}", en=f"By kind of interval: {name.en}")
    return [Heading(2, heading[lang]), Tabled(pair_table(test, lang))]


def _provenance(found: Validation, lang: Lang) -> list[Block]:
    hashes = ", ".join(f"{key} {value[:12]}" for key, value in found.hashes.items() if value)
    text = Text(
        ja=f"一事例につき {found.runs} 標本、運の種 {found.seed}、{hashes}。",
        en=f"{found.runs} samples for each case, seed {found.seed}, {hashes}.",
    )
    return [Heading(2, Text(ja="来歴", en="Provenance")[lang]), Said(text[lang])]
