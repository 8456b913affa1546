"""The page of reach: which results rest on theory, real cases, experiments or assumption alone."""

from collections.abc import Sequence
from itertools import groupby

from tateyoko.report.sheet import Block, Heading, Said, Tabled
from tateyoko.report.table import plain
from tateyoko.text import Lang, Text
from tateyoko.validate.reach import Reach

__all__ = ["reach_page"]

_TITLE = Text(ja="結果が何に支えられているか", en="What each result rests on")
_INTRO = (
    Text(
        ja="想定の指標ごとに、何に支えられているかを示す。「実際の事例」は、その型の事例の同じ区間を、記録を"
        "見ずに予測して採点した数と、80％範囲に入った数。「厳密な理論」は、仕組みの計算が既知の結果と一致する"
        "ことの試験で、数値の正しさは示さない。どれもない指標は、仮定だけに支えられている。",
        en="For each measure of each scenario, what carries it. 'Real cases' counts the records of "
        "the same interval in cases of that type that were predicted without being seen, and how "
        "many lay inside the 80 % range. 'Exact theory' means that the mechanism is tested against "
        "a known result; it does not make a number right. A measure with none of them rests on "
        "assumption alone.",
    ),
    Text(
        ja="公表された実験の再現は、まだない。",
        en="No published experiment has been reproduced yet.",
    ),
)
_COLUMNS = (
    Text(ja="指標", en="measure"),
    Text(ja="厳密な理論", en="exact theory"),
    Text(ja="実際の事例", en="real cases"),
    Text(ja="実験", en="experiments"),
    Text(ja="仮定のみ", en="assumption only"),
)
_YES = Text(ja="仮定のみ", en="assumption only")
_NONE = "–"


def reach_page(rows: Sequence[Reach], lang: Lang) -> list[Block]:
    """Return the page in one language; `rows` stand together by scenario."""
    alone = sum(row.is_assumption for row in rows)
    count = Text(
        ja=f"{len(rows)} の指標のうち、{alone} は仮定だけに支えられている。",
        en=f"{alone} of {len(rows)} measures rest on assumption alone.",
    )
    blocks: list[Block] = [Heading(1, _TITLE[lang]), *(Said(text[lang]) for text in _INTRO)]
    blocks.append(Said(count[lang]))
    for _, members in groupby(rows, key=lambda row: row.scenario):
        group = list(members)
        title = group[0].scenario_title[lang]
        table = plain(
            title,
            [column[lang] for column in _COLUMNS],
            [_cells(row, lang) for row in group],
        )
        blocks += [Heading(2, title), Tabled(table)]
    return blocks


def _cells(row: Reach, lang: Lang) -> tuple[str, ...]:
    cases = _NONE
    if row.records:
        cases = Text(
            ja=f"{row.records} 区間中 {row.inside} が範囲内",
            en=f"{row.inside} of {row.records} intervals inside",
        )[lang]
    return (
        row.measure_name[lang],
        _NONE if row.theory is None else row.theory[lang],
        cases,
        _NONE if row.experiments is None else row.experiments[lang],
        _YES[lang] if row.is_assumption else _NONE,
    )
