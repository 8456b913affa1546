"""The page docs/reference/law-catalogue.md: what the shipped law holds, as of when, in what doubt.

Called by tools/write_pages.py, so that the page cannot fall behind the catalogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tateyoko.law.catalogue import Catalogue, Sourced
from tateyoko.text import Text
from tateyoko.world.literate import read_law

WORLD = Path(__file__).resolve().parent.parent / "src" / "tateyoko" / "worlds" / "japan"

HEAD = (
    "# 法の目録 / The catalogue of law\n"
    "\n"
    "危機の法は `src/tateyoko/worlds/japan/law/` の Markdown にあり、`yaml law` の囲"
    "みが規則です。この頁は、何が入っているか、いつの条文か、どこが疑わしいかの一覧"
    "です。\n"
    "The law stands in Markdown under `src/tateyoko/worlds/japan/law/`; its fenced "
    "blocks are the rules. This page lists what is in, as of when, and what is in doubt.\n"
    "\n"
    "調査用の資料であり、法律上の助言ではありません。It is a research aid, not legal "
    "advice.\n"
)
READING = (
    "## どう読むか / How to read it\n"
    "\n"
    "`00-how-to-read.md` に四つの層、事実の種類、出所の書き方があります。試験は `tests/law/cases/` "
    "の公式の説明から取った例で行います。\n"
    "The first page explains the layers, the kinds of fact and the provenance; the "
    "cases in `tests/law/cases/` come from official explanations. `tateyoko worlds "
    "show ID` and `tateyoko law show ID` give one entry with its sources and doubts.\n"
)
LEFT_OUT = (
    "## 省いたもの / Left out\n"
    "\n"
    "予算、人事、調達の法（財政法、任期付職員法、長期契約法など）は危機の権限でない"
    "ので入れていません。損失補償の手続も入れていません。\n"
    "1999年の在外邦人輸送の改正（船舶の追加）、1995年の災害対策基本法改正、有事法制"
    "の細目の経過措置は分けていません。\n"
    "警察官と海上保安官の日常の権限（停止、立入検査、海上保安庁法20条と警職法7条の武"
    "器の使用など）は行動として置いていません。自衛隊に準用される\n"
    "範囲だけが武器の級（W3、W4）にあります。6章の個々の行動に国家安全保障会議への諮"
    "問を要件として置いていないのは、総理が必要と認めるものを\n"
    "諮る（設置法2条2項）からで、規則 `council_referral_if_needed` がそれを述べます"
    "。\n"
    "Budget, personnel and procurement law is not here, as it gives no crisis power; "
    "nor are compensation procedures. The amendment of 1999 on transport of nationals "
    "(ships), that of 1995 on disasters, and transitional rules are not set apart.\n"
    "Everyday powers of police and Coast Guard officers (to stop, to board, to use "
    "weapons under art. 20 of the Coast Guard Act or art. 7 of the Police Duties Act) "
    "are not actions here; only their application to the SDF is, as classes of weapons "
    "(W3, W4). Single chapter-6 actions carry no consultation of the council, because "
    "the PM refers those that he finds necessary (art. 2(2"
    ") of its Act): the rule `council_referral_if_needed` "
    "says so.\n"
)


def law_page() -> str:
    """Give the whole page."""
    law = read_law(WORLD)
    parts = [HEAD, "\n".join(_counts(law)) + "\n", READING]
    parts += ["\n".join(lines) + "\n" for lines in (_situations(law), _actions(law), _rules(law))]
    parts += ["\n".join(_findings(law)) + "\n", "\n".join(_doubts(law)) + "\n", LEFT_OUT]
    return "\n".join(parts)


def _both(text: Text | None) -> str:
    return "" if text is None else f"{text.ja} / {text.en}"


def _dates(one: Sourced) -> str:
    return f"{one.since or '–'} → {one.until or ''}".strip()


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _entries(law: Catalogue) -> Iterator[tuple[str, Any]]:
    """Yield every wording with the id of its entry."""
    for section in (law.situations, law.actions, law.rules):
        for name, entry in section.items():
            for version in entry.versions:
                yield name, version


def _counts(law: Catalogue) -> Iterator[str]:
    kinds = Counter(fact.kind for fact in law.facts.values())
    kinded = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    yield from ("| | |", "| --- | --- |")
    yield _row("事態 / situations", len(law.situations))
    yield _row("行動 / actions", len(law.actions))
    yield _row("手続・権限の規則 / rules of procedure and power", len(law.rules))
    yield _row("版（時期ごとの文言） / wordings in time", len(list(_entries(law))))
    yield _row("事実・判断・行為 / facts, judged terms, acts", f"{len(law.facts)} ({kinded})")
    yield _row("判断者 / judges", len(law.judges))
    yield _row("武器使用の級 / weapons classes", len(law.weapons))
    yield _row("規定のないところ / findings without a rule", len(law.findings))
    yield _row("出所 / sources", len(law.sources))


def _situations(law: Catalogue) -> Iterator[str]:
    yield from ("## 事態 / Situations", "")
    yield from _head("id", "名 / name", "期間 / in force", "条文 / article", *_CHECKED)
    for name, entry in law.situations.items():
        for one in entry.versions:
            yield _row(name, _both(one.label), _dates(one), one.cite, one.verified, one.as_of)


_CHECKED = ("確認 / checked", "時点 / as of")


def _head(*names: str) -> tuple[str, str]:
    return _row(*names), _row(*("---" for _ in names))


def _actions(law: Catalogue) -> Iterator[str]:
    yield from ("## 行動 / Actions", "")
    yield (
        "命令する者と国会の欄は版ごとです。期間の右が空なら現行です。 / "
        "Orderer and Diet are per wording; an open end is in force."
    )
    yield ""
    yield from _head(
        *("id", "名 / name", "期間 / in force", "命令 / by", "国会 / Diet", "武器 / weapons"),
        *_CHECKED,
    )
    for name, entry in law.actions.items():
        for one in entry.versions:
            diet = one.diet.kind + (f" {one.diet.days:g}" if one.diet.days is not None else "")
            by, weapons = ", ".join(one.by), ", ".join(one.weapons)
            label, checked = _both(one.label), (one.verified, one.as_of)
            yield _row(name, label, _dates(one), by, diet, weapons, *checked)


def _rules(law: Catalogue) -> Iterator[str]:
    yield from ("## 規則 / Rules", "")
    yield from _head("id", "名 / name", "期間 / in force", "条文 / article", _CHECKED[0])
    for name, entry in law.rules.items():
        for one in entry.versions:
            yield _row(f"`{name}`", _both(one.label), _dates(one), one.cite, one.verified)


def _findings(law: Catalogue) -> Iterator[str]:
    yield from ("## 規定のないところ / Where no rule was found", "")
    yield from _head("id", "何が足りないか / what is missing", "判断する者 / who decides")
    for name, one in law.findings.items():
        ja = "、".join(law.judges[judge].label.ja for judge in one.judge)
        en = ", ".join(law.judges[judge].label.en for judge in one.judge)
        yield _row(name, _both(one.label), f"{ja} / {en}")


def _doubtful(law: Catalogue) -> Iterable[tuple[str, Sourced]]:
    yield from ((name, one) for name, one in _entries(law) if one.doubt is not None)
    for section in (law.weapons, law.findings):
        yield from ((name, one) for name, one in section.items() if one.doubt is not None)


def _doubts(law: Catalogue) -> Iterator[str]:
    yield from ("## 疑い / Doubts", "")
    yield "確認できない点、推定、記憶による日です。答えはこれらを必ず添えます。"
    yield (
        "What could not be confirmed, was inferred, or rests on memory. "
        "Every answer that rests on one of these carries it."
    )
    yield ""
    yield from _head("規則 / rule", "期間 / in force", "確認 / checked", "疑い / doubt")
    found = list(_doubtful(law))
    for name, one in found:
        yield _row(f"`{name}`", _dates(one), one.verified, _both(one.doubt))
    open_ones = sum(one.verified == "not_confirmed" for _, one in _entries(law))
    inferred = sum(
        any(approval.basis == "inferred" for approval in one.approvals)
        for entry in law.actions.values()
        for one in entry.versions
    )
    yield ""
    yield (
        f"{len(found)} 件に疑いがあります。版のうち {open_ones} 件は未確認、"
        f"行動の {inferred} 件の版で閣議決定は推定です。"
    )
    yield (
        f"{len(found)} entries carry a doubt; {open_ones} wordings are not confirmed, and "
        f"in {inferred} wordings of actions the Cabinet decision is inferred."
    )
