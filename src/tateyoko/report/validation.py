"""The page 'What real crises say about this model', failures first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ruamel.yaml import YAML

from tateyoko.figure.records import RecordRow, draw_records, span_words
from tateyoko.figure.words import short_phase_name
from tateyoko.report.sheet import Block, Heading, Items, Picture, Said, Tabled
from tateyoko.report.table import Table, plain
from tateyoko.text import Lang, Text
from tateyoko.validate.ablation import Ablated, Side
from tateyoko.validate.draws import COMMON
from tateyoko.validate.posterior import Calibration
from tateyoko.validate.results import ALL, CaseResult, Validation
from tateyoko.validate.scores import Summary
from tateyoko.world.crisis import TYPES, pair_words

__all__ = ["BARS", "Lessons", "read_lessons", "score_cells", "validation_page"]

BARS = {"skill": (0.10, 1.0), "cover_80": (0.70, 0.90), "cover_50": (0.40, 0.60)}
"""What the development cases must show: least and greatest figure."""

_TITLE = Text(
    ja="実際の危機が、このモデルについて語ること", en="What real crises say about this model"
)
_BANNER = Text(
    ja="公開情報によるモデルの検証です。予測ではありません。",
    en="A test of a model built from public information. Not a forecast.",
)
_HOW = (
    Text(
        ja="各事例を、危機の型と、発端で知り得たこと（予告の有無、兆候の明瞭さ、既存の権限、時刻、報告経路の"
        "段数、最初の観測者、時代）だけから模擬した。記録された時刻・経過・題名・日付は使わない。"
        "仮定した数はすべて、計算のたびに引き直す。",
        en="Each case was simulated from its type and from what could be known at its onset alone: "
        "notice, clearness of the sign, standing authority, hour, links of the reporting chain, "
        "first observer, era. Recorded times, steps, titles and dates are not used. Every assumed "
        "number is drawn anew in every run.",
    ),
    Text(
        ja="帯は予測の50％（太）と80％（細）の範囲、縦線は中央値、丸は範囲内の記録、ひし形は80％範囲の外の記録。"
        "悪く外れた事例から並べる。",
        en="Bars hold the central 50 % (thick) and 80 % (thin) of the prediction, the upright line "
        "is its median, a disc a record inside, a diamond a record outside the 80 % range. Cases "
        "that are missed worst come first.",
    ),
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
_SCORES = Text(
    ja="CRPS は log(1+分) での採点（小さいほど良い）。"
    "技能は、型と区間だけを知る気候値に対する改善。"
    "MALE は中央値の誤差の中央値。PIT は記録の順位の十分位（平らなら較正されている）。"
    "一事例の区間どうしは独立でない。",
    en="CRPS is scored on log(1 + minutes), lower is better. Skill is the improvement over a "
    "climatology that knows type and interval only. MALE is the median error of the medians. PIT "
    "counts records by tenth of rank, flat is calibrated. Intervals of one case depend on each "
    "other.",
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
    """Read the lessons of a world; none if there is no such file."""
    if not path.is_file():
        return Lessons()
    data = YAML(typ="safe").load(path)
    return Lessons(
        general=tuple(Text(ja=one["ja"], en=one["en"]) for one in data.get("general", ())),
        cases={id: Text(ja=one["ja"], en=one["en"]) for id, one in data.get("cases", {}).items()},
    )


def validation_page(
    found: Validation,
    lang: Lang,
    *,
    lessons: Lessons | None = None,
    ablated: Sequence[Ablated] = (),
    calibration: Calibration | None = None,
    uncalibrated: Summary | None = None,
) -> list[Block]:
    """Return the page in one language.

    Parameters
    ----------
    found : Validation
    lessons : Lessons, optional
        Written by hand; for cases that were not predicted now they are left out.
    ablated : sequence of Ablated
        What is lost without single mechanisms.
    calibration : Calibration, optional
        Whose prior and posterior are shown.
    uncalibrated : Summary, optional
        Scores of the same cases with the ranges as they are.
    """
    known = lessons or Lessons()
    blocks: list[Block] = [
        Heading(1, _TITLE[lang]),
        Said(_BANNER[lang], "banner"),
        *(Said(text[lang]) for text in _HOW),
        Said(_PARAMETERS[found.parameters][lang]),
        *(Said(note[lang], "warning") for note in found.notes),
        *_score_blocks(found, lang),
        *_uncalibrated_blocks(uncalibrated, lang),
        *_hop_blocks(found, lang),
    ]
    if known.general:
        blocks.append(Heading(2, Text(ja="外れから学ぶこと", en="What the failures teach")[lang]))
        blocks.append(Items(tuple(text[lang] for text in known.general)))
    blocks.append(Heading(2, Text(ja="事例（外れた順）", en="The cases, failures first")[lang]))
    for case in sorted(found.cases, key=lambda one: -one.worst):
        blocks += _case_blocks(case, lang, known.cases.get(case.id))
    blocks += _ablation_blocks(ablated, lang)
    if calibration is not None:
        blocks += _calibration_blocks(calibration, lang)
    blocks += _pair_blocks(found, lang)
    blocks += _provenance(found, lang)
    return blocks


# ---- scores


def _score_blocks(found: Validation, lang: Lang) -> list[Block]:
    heading = Heading(2, Text(ja="得点", en="Scores")[lang])
    total = found.total
    if total is None or found.skill_90 is None or found.skill_with_gaps is None:
        nothing = Text(
            ja="採点できる区間がない（記録のある事例が二つ以上要る）。",
            en="Nothing could be scored: that needs records of at least two cases.",
        )
        return [heading, Said(nothing[lang])]
    low, high = found.skill_90
    skill = Text(
        ja=f"気候値に対する技能は {total.skill:+.3f}、"
        f"事例を引き直した90％範囲は {low:+.3f} ～ {high:+.3f}。"
        f"予測のない区間を気候値で補うと {found.skill_with_gaps:+.3f}。",
        en=f"Skill over climatology is {total.skill:+.3f}; its 90 % range over resampled cases is "
        f"{low:+.3f} to {high:+.3f}. With climatology where nothing is predicted it is "
        f"{found.skill_with_gaps:+.3f}.",
    )
    return [
        heading,
        Tabled(_bars(total, lang)),
        Said(skill[lang]),
        Tabled(_scores(found.by_type, lang, lambda key: TYPES[key][lang], _TYPE[lang])),
        Said(_SCORES[lang]),
    ]


_TYPE = Text(ja="型", en="type")
_PAIR = Text(ja="区間", en="interval")
_COLUMNS = (
    Text(ja="事例", en="cases"),
    Text(ja="区間数", en="n"),
    Text(ja="50％内", en="inside 50 %"),
    Text(ja="80％内", en="inside 80 %"),
    Text(ja="CRPS", en="CRPS"),
    Text(ja="技能", en="skill"),
    Text(ja="MALE", en="MALE"),
    Text(ja="PIT（十分位）", en="PIT (tenths)"),
)


def score_cells(row: Summary) -> tuple[str, ...]:
    """Return the figures of a group of records as the cells of a row, from its cases to PIT."""
    return (
        str(row.cases),
        str(row.n),
        f"{row.cover_50:.2f}",
        f"{row.cover_80:.2f}",
        f"{row.crps:.3f}",
        f"{row.skill:+.2f}",
        f"{row.male:.2f}",
        " ".join(map(str, row.pit)),
    )


def _scores(
    rows: Mapping[str, Summary], lang: Lang, name: Callable[[str], str], head: str
) -> Table:
    everything = Text(ja="すべて", en="all")[lang]
    table = [
        (everything if key == ALL else name(key), *score_cells(row)) for key, row in rows.items()
    ]
    return plain(head, [head, *(column[lang] for column in _COLUMNS)], table)


_BAR_NAMES = {
    "skill": Text(ja="気候値に対する CRPS の技能", en="CRPS skill over climatology"),
    "cover_80": Text(ja="80％範囲に入る記録の割合", en="records inside the 80 % range"),
    "cover_50": Text(ja="50％範囲に入る記録の割合", en="records inside the 50 % range"),
}


def _bars(total: Summary, lang: Lang) -> Table:
    met = Text(ja="達成", en="met")[lang]
    missed = Text(ja="未達", en="missed")[lang]
    rows = []
    for key, (low, high) in BARS.items():
        value = getattr(total, key)
        bar = f"> {low:.2f}" if key == "skill" else f"{low:.2f} – {high:.2f}"
        rows.append(
            (_BAR_NAMES[key][lang], bar, f"{value:.2f}", met if low < value <= high else missed)
        )
    columns = [
        Text(ja="目標", en="bar")[lang],
        Text(ja="値の範囲", en="asked for")[lang],
        Text(ja="結果", en="found")[lang],
        "",
    ]
    return plain(columns[0], columns, rows)


def _uncalibrated_blocks(row: Summary | None, lang: Lang) -> list[Block]:
    if row is None:
        return []
    text = Text(
        ja=f"較正しない場合は、技能 {row.skill:+.3f}、50％範囲内 {row.cover_50:.2f}、"
        f"80％範囲内 {row.cover_80:.2f}。",
        en=f"Without calibration skill is {row.skill:+.3f}, {row.cover_50:.2f} of the records lie "
        f"inside the 50 % and {row.cover_80:.2f} inside the 80 % range.",
    )
    return [Said(text[lang])]


def _hop_blocks(found: Validation, lang: Lang) -> list[Block]:
    hops = [case.longest for case in found.cases if case.longest is not None]
    if not hops:
        return []
    right = sum(hop.is_right for hop in hops)
    text = Text(
        ja="最も長い区切り（記録された段階の間の最大の間隔）が、予測でも最長である事例は"
        f" {len(hops)} 件中 {right} 件。",
        en=f"The longest hop, the largest gap between consecutive recorded kinds of step, is also "
        f"predicted to be the longest in {right} of {len(hops)} cases.",
    )
    return [Said(text[lang])]


# ---- cases


def _case_blocks(case: CaseResult, lang: Lang, lesson: Text | None) -> list[Block]:
    blocks: list[Block] = [Heading(3, f"{case.title[lang]} ({case.date[:4]})")]
    facts = Text(
        ja=f"{TYPES[case.type].ja}、想定 {case.prediction.instance.pattern}、"
        f"態勢 {case.prediction.instance.posture}。",
        en=f"{TYPES[case.type].en[:1].upper()}{TYPES[case.type].en[1:]}, pattern "
        f"{case.prediction.instance.pattern}, posture {case.prediction.instance.posture}.",
    )[lang]
    if case.known:
        facts += Text(ja="較正に使った事例と同じ内容。", en=" Same content as a calibration case.")[
            lang
        ]
    blocks.append(Said(facts))
    rows = [
        RecordRow(
            name=pair_words(one.record.pair),
            recorded=one.record.minutes,
            ends=None if one.score is None else one.score.ends,
        )
        for one in case.intervals
    ]
    if rows:
        draw = partial(_drawn, rows, lang, case.title[lang])
        blocks.append(Picture(case.id.replace("_", "-"), case.title[lang], draw))
        blocks.append(Said(_verdict(case, lang)))
    else:
        nothing = Text(
            ja="分まで分かる記録がなく、採点しない。",
            en="No record is known to the minute, so nothing is scored.",
        )
        blocks.append(Said(nothing[lang]))
    if case.longest is not None:
        blocks.append(Said(_longest(case, lang)))
    if lesson is not None:
        blocks.append(Said(lesson[lang]))
    return blocks


def _drawn(rows: Sequence[RecordRow], lang: Lang, title: str, width: float, prefix: str) -> str:
    return draw_records(rows, lang, width, prefix=prefix, title=title)


def _verdict(case: CaseResult, lang: Lang) -> str:
    inside = sum(one.score is not None and one.score.in_80 for one in case.intervals)
    count = len(case.intervals)
    faulted = len(case.prediction.faults)
    words = Text(
        ja=f"記録 {count} のうち80％範囲の中は {inside}。",
        en=f"{inside} of {count} records lie inside the 80 % range.",
    )[lang]
    if faulted:
        words += Text(ja=f"計算できなかった回 {faulted}。", en=f" {faulted} runs faulted.")[lang]
    few = [one.record.pair for one in case.intervals if one.score is None]
    if few:
        names = ("、" if lang == "ja" else ", ").join(pair_words(pair)[lang] for pair in few)
        words += Text(
            ja=f"標本が足りず予測しない：{names}。", en=f" Too few runs to predict: {names}."
        )[lang]
    return words


def _longest(case: CaseResult, lang: Lang) -> str:
    hop = case.longest
    assert hop is not None
    recorded = pair_words("->".join(hop.recorded))[lang]
    predicted = pair_words("->".join(hop.predicted))[lang]
    length = span_words(hop.recorded_minutes, lang)
    if hop.is_right:
        return Text(
            ja=f"最も長い区切りは「{recorded}」（{length}）で、予測も同じ。",
            en=f"The longest hop is {recorded} ({length}), and so it is predicted.",
        )[lang]
    return Text(
        ja=f"最も長い区切りは「{recorded}」（{length}）だが、予測では「{predicted}」。",
        en=f"The longest hop is {recorded} ({length}); predicted is {predicted}.",
    )[lang]


# ---- ablations


def _ablation_blocks(ablated: Sequence[Ablated], lang: Lang) -> list[Block]:
    if not ablated:
        return []
    columns = [
        Text(ja="仕組み", en="mechanism")[lang],
        Text(ja="見る区間", en="interval")[lang],
        Text(ja="記録", en="recorded")[lang],
        Text(ja="通常（80％範囲）", en="as usual (80 % range)")[lang],
        Text(ja="変更後（80％範囲）", en="changed (80 % range)")[lang],
    ]
    rows = [
        (
            one.ablation.title[lang],
            pair_words(one.ablation.pair)[lang],
            "–" if one.recorded is None else span_words(one.recorded, lang),
            _side(one.usual, lang),
            _side(one.changed, lang),
        )
        for one in ablated
    ]
    text = Text(
        ja="同じ事例を、一つの仕組みを外す（加える）前後で、同じ運で計算した。「起きる割合」は、"
        "区間の終わりの段階が起きた計算の割合。",
        en="The same case with and without one mechanism, on the same dice. 'Comes in' is the "
        "share of runs in which the second step of the interval comes at all.",
    )
    heading = Text(ja="仕組みを外すと", en="Without single mechanisms")
    return [
        Heading(2, heading[lang]),
        Said(text[lang]),
        Tabled(plain(heading[lang], columns, rows)),
    ]


def _side(side: Side, lang: Lang) -> str:
    share = Text(ja=f"起きる割合 {side.share:.0%}", en=f"comes in {side.share:.0%}")[lang]
    if side.middle != side.middle:
        return share
    middle, low, high = (span_words(value, lang) for value in (side.middle, side.low, side.high))
    return f"{middle} ({low} – {high}); {share}"


# ---- calibration


_COMMON_NAMES = {
    "group": Text(ja="所要時間の水準：{name}", en="level of times: {name}"),
    "type": Text(ja="型の水準：{name}", en="level of the type: {name}"),
    "spread": Text(ja="事例間のばらつき：{name}", en="spread between cases: {name}"),
}
_PART_NAMES = {
    "off_hours": Text(ja="時間外の呼出し", en="outside office hours"),
    "gather": Text(ja="会議の参集", en="gathering for meetings"),
    "whole": Text(ja="事例全体", en="the case as a whole"),
    "unexplained": Text(ja="区間ごと（説明しない差）", en="single intervals, unexplained"),
}


def _common_name(name: str, lang: Lang) -> str:
    family, _, part = name.partition(".")
    words = TYPES.get(part) or _PART_NAMES.get(part) or short_phase_name(part)
    return _COMMON_NAMES[family].format(name=words[lang])[lang]


def _calibration_blocks(calibration: Calibration, lang: Lang) -> list[Block]:
    posterior = calibration.posterior()
    rows = [
        (_common_name(name, lang), "0 ± 1", f"{mean:+.2f} ± {deviation:.2f}")
        for name, mean, deviation in zip(COMMON, posterior.mean, posterior.deviation, strict=True)
    ]
    columns = [
        Text(ja="共通部分", en="common part")[lang],
        Text(ja="較正前", en="prior")[lang],
        Text(ja="較正後", en="posterior")[lang],
    ]
    text = Text(
        ja="単位は、仮定の範囲の中での位置の標準偏差。0は範囲の中央、+は遅い・広い側。"
        "どの数も自分の範囲の外へは動かず、個々の数に固有の部分は較正しない。事例全部での結果を示す。"
        f"事例 {len(calibration.losses)} 件、作り直す命令："
        f"{calibration.provenance.get('command', '')}。",
        en="In standard deviations of the place inside the assumed range: 0 is the middle, + slow "
        "or wide. No number leaves its own range, and the part of its own that every number has is "
        "not calibrated. Shown is the result with all cases. "
        f"{len(calibration.losses)} cases; made by: {calibration.provenance.get('command', '')}.",
    )
    heading = Text(ja="較正", en="Calibration")
    return [
        Heading(2, heading[lang]),
        Said(text[lang]),
        Tabled(plain(heading[lang], columns, rows)),
    ]


def _pair_blocks(found: Validation, lang: Lang) -> list[Block]:
    if not found.by_pair:
        return []
    heading = Text(ja="区間の種類ごと", en="By kind of interval")
    table = _scores(found.by_pair, lang, lambda key: pair_words(key)[lang], _PAIR[lang])
    return [Heading(2, heading[lang]), Tabled(table)]


def _provenance(found: Validation, lang: Lang) -> list[Block]:
    hashes = ", ".join(f"{key} {value[:12]}" for key, value in found.hashes.items() if value)
    text = Text(
        ja=f"一事例につき {found.runs} 標本、運の種 {found.seed}、{hashes}。",
        en=f"{found.runs} samples for each case, seed {found.seed}, {hashes}.",
    )
    return [Heading(2, Text(ja="来歴", en="Provenance")[lang]), Said(text[lang])]
