"""`tateyoko law gaps`: where the law leaves nobody to act, more than one, or nobody to decide."""

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tateyoko.cli.console import help_text, language
from tateyoko.cli.options import AsJson, Folder, Language
from tateyoko.errors import UsageError
from tateyoko.text import Lang, Text

if TYPE_CHECKING:
    from tateyoko.prove.grey_zone import Open, Verdict
    from tateyoko.prove.survey import Examined, Survey

__all__ = ["register"]

_Date = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar="DATE",
        help=help_text(
            "その日の法で調べる（2016-03-29 の形。既定：事例の日）",
            "ask the law of that day, such as 2016-03-29; the study's own day if left out",
        ),
    ),
]


def register(law_app: typer.Typer) -> None:
    """Add the command to ``tateyoko law``."""
    law_app.command(
        "gaps",
        help=help_text(
            "だれも動けない・間に合わない・重なる・判断待ちの事実を証明器で探す"
            "（所見があれば終了コード1）",
            "prove where nobody may act, acts too late or too weakly, or two may "
            "(exit code 1 when there are findings)",
        ),
    )(gaps)


def gaps(
    date: _Date = None,
    as_json: AsJson = False,
    lang: Language = None,
    world: Folder = None,
) -> int:
    """Print the findings; the exit code is 1 when there are any."""
    from tateyoko.cli.worlds import open_world
    from tateyoko.prove.survey import survey_world

    said = language(lang)
    survey = survey_world(open_world(world), date=_day(date))
    if as_json:
        typer.echo(json.dumps(_document(survey), ensure_ascii=False, indent=2))
    else:
        for line in _lines(survey, said):
            typer.echo(line)
    return 0 if survey.is_clean else 1


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = Text(
            ja=f"--date {text} は日付ではありません。2016-03-29 のように書きます。",
            en=f"--date {text} is no date. Write a date such as 2016-03-29.",
        )
        raise UsageError(message) from None


def _lines(survey: "Survey", lang: Lang) -> list[str]:
    from tateyoko.prove.words import Words

    words = Words(survey.catalogue, lang)
    japanese = lang == "ja"
    out = [f"法の基準日 {survey.date}" if japanese else f"Law of {survey.date}", ""]
    for number, one in enumerate(survey.cases, 1):
        case, verdict = one.case, one.verdict
        kind = words.kind(verdict.kind)
        if verdict.overlaps:
            kind += "・重なり" if japanese else ", overlap"
        out.append(f"{number:>2}. {case.label[lang]}  [{kind}]")
        judges = words.judges(verdict.judges)
        if judges:
            out.append(f"    {'判断者' if japanese else 'judge'}: {judges}")
        for blocked in verdict.blocked:
            shut = "開かない" if japanese else "shut"
            out.append(
                f"    {shut}: {words.cited(blocked.power, blocked.cite)}"
                f" ← {words.facts(blocked.because)}"
            )
        for power_id in verdict.absent:
            gone = "施行されていない" if japanese else "not in force"
            out.append(f"    {gone}: {words.power(power_id)}")
        for opened in verdict.open:
            can = "開き得る" if japanese else "can open"
            name = words.cited(opened.power.id, opened.power.version.cite)
            time = f"  {words.minutes(opened.fast)}" if opened.steps else ""
            weak = "" if opened.is_strong else ("  弱い" if japanese else "  too weak")
            out.append(f"    {can}: {name}{time}{weak}")
        out.append(f"    {'改革案' if japanese else 'reform'}: {case.reform.text[lang]}")
        out.append("")
    for overlap in survey.overlaps:
        pair = " × ".join(
            words.cited(p, c) for p, c in zip(overlap.powers, overlap.cites, strict=True)
        )
        out.append(f"{'重なり' if japanese else 'overlap'}: {pair}")
    for never in survey.never_applies:
        why = _reason(unrecognised=never.unrecognised)[lang]
        out.append(f"{words.bracketed(words.name(never.id), never.cite)}: {why}")
    for finding in survey.findings:
        none = "規定が見つからない" if japanese else "no provision found"
        out.append(f"{none}: {finding.label[lang]}  {words.judges(finding.judge)}")
    if survey.is_clean:
        out.append("所見はありません。" if japanese else "Nothing found.")
    return out


def _reason(*, unrecognised: bool) -> Text:
    if unrecognised:
        return Text(ja="認定する者の定めがない", en="nobody is named to recognise it")
    return Text(ja="要件が互いに矛盾する", en="its requirements contradict each other")


def _document(survey: "Survey") -> dict[str, Any]:
    """Return everything as one document of plain data, by id."""
    return {
        "date": survey.date.isoformat(),
        "cases": [_case(one) for one in survey.cases],
        "overlaps": [
            {
                "powers": list(one.powers),
                "cite": list(one.cites),
                "by": [list(by) for by in one.by],
                "pattern": dict(one.pattern),
                "judges": list(one.judges),
            }
            for one in survey.overlaps
        ],
        "never_applies": [
            {"id": one.id, "cite": one.cite, "reason": _reason(unrecognised=one.unrecognised).en}
            for one in survey.never_applies
        ],
        "findings": [
            {"id": one.id, "cite": one.cite, "judges": list(one.judge)} for one in survey.findings
        ],
    }


def _case(one: "Examined") -> dict[str, Any]:
    case = one.case
    window = case.window
    return {
        "id": case.id,
        "label": {"ja": case.label.ja, "en": case.label.en},
        "date": case.date.isoformat(),
        "harm": dict(case.harm),
        "given": dict(case.given),
        "minimal": dict(one.pattern.given),
        "done": list(case.done),
        "needs": list(case.needs),
        "window": None if window is None else {"low_min": window.low, "high_min": window.high},
        "finding": case.finding or None,
        **_verdict(one.verdict),
        "reform": {
            "text": {"ja": case.reform.text.ja, "en": case.reform.text.en},
            "related": list(case.reform.related),
            "class": one.after.kind if one.after else None,
        },
    }


def _verdict(verdict: "Verdict") -> dict[str, Any]:
    return {
        "class": verdict.kind,
        "judges": list(verdict.judges),
        "blocked": [
            {"id": one.power, "cite": one.cite, "by": list(one.by), "because": dict(one.because)}
            for one in verdict.blocked
        ],
        "not_in_force": list(verdict.absent),
        "open": [_open(one) for one in verdict.open],
        "overlaps": [list(one.powers) for one in verdict.overlaps],
    }


def _open(one: "Open") -> dict[str, Any]:
    return {
        "id": one.power.id,
        "cite": one.power.version.cite,
        "by": list(one.power.by),
        "needs": dict(one.way.changes),
        "judged": list(one.judged),
        "weapons": list(one.weapons),
        "is_strong": one.is_strong,
        "steps": list(one.steps),
        "fast_min": [one.fast.low, one.fast.mode, one.fast.high],
        "slow_min": [one.slow.low, one.slow.mode, one.slow.high],
    }
