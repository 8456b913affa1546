"""One recorded case beside its prediction: the picture, and what it says in words."""

from collections.abc import Mapping, Sequence
from functools import partial

from tateyoko.figure.records import RecordRow, draw_records, span_words
from tateyoko.report.sheet import Block, Heading, Picture, Said
from tateyoko.text import Lang, Text
from tateyoko.validate.results import CaseResult
from tateyoko.world.crisis import TYPES, pair_words

__all__ = ["case_blocks"]


def case_blocks(
    cases: Sequence[CaseResult], lang: Lang, lessons: Mapping[str, Text]
) -> list[Block]:
    """Return the cases, the one that is missed worst first.

    Parameters
    ----------
    cases : sequence of CaseResult
    lang : Lang
    lessons : mapping of str to Text
        Case -> what its failure teaches.
    """
    blocks: list[Block] = []
    for case in sorted(cases, key=lambda one: -one.worst):
        blocks += _case_blocks(case, lang, lessons.get(case.id))
    return blocks


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
    alone = "inside" if inside else "outside"
    words = Text(
        ja=f"記録 {count} のうち80％範囲の中は {inside}。",
        en=f"{inside} of {count} records lie inside the 80 % range."
        if count > 1
        else f"The only record lies {alone} the 80 % range.",
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
