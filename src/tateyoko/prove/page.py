"""The grey-zone study as a page that a lawyer can contest line by line."""

from collections.abc import Iterator, Sequence
from importlib import resources

from tateyoko.law.catalogue import Source
from tateyoko.law.evaluate import TRUE
from tateyoko.prove.book import Power
from tateyoko.prove.cases import Case, TimedStep, Window
from tateyoko.prove.grey_zone import CLASSES, Open, Verdict
from tateyoko.prove.survey import Examined, Survey
from tateyoko.prove.words import Words
from tateyoko.text import Lang, Text

__all__ = ["render_page"]

_TITLE = Text(
    ja="グレーゾーン：害が進んでいるのに、だれも間に合うように動けない事実",
    en="The grey zone: facts in which harm is under way and nobody may act in time",
)


def render_page(survey: Survey, lang: Lang) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    survey : Survey
        What was found.
    lang : str
        ``ja`` or ``en``.
    """
    return "\n".join(_Page(survey, lang).lines()).rstrip() + "\n"


class _Page:
    def __init__(self, survey: Survey, lang: Lang) -> None:
        self._survey, self._lang = survey, lang
        self._words = Words(survey.catalogue, lang)

    def _say(self, ja: str, en: str) -> str:
        return ja if self._lang == "ja" else en

    def lines(self) -> Iterator[str]:
        """Yield the page line by line."""
        yield f"# {_TITLE[self._lang]}"
        yield ""
        yield _introduction(self._lang)
        yield ""
        yield self._say(
            f"法の基準日：{self._survey.date}（事例に別の日があればその日）。",
            f"Day of the law: {self._survey.date}, or the day that a case names.",
        )
        yield ""
        yield from self._overview()
        for number, one in enumerate(self._survey.cases, 1):
            yield from self._case(number, one)
        yield from self._overlaps()
        yield from self._never()
        yield from self._findings()
        yield from self._sources()

    def _overview(self) -> Iterator[str]:
        yield "## " + self._say("一覧", "Overview")
        yield ""
        heads = self._say(
            "| 番号 | 事例 | 分類 | 改革後 | 判断者 |",
            "| no. | case | class | after the reform | judge |",
        )
        yield heads
        yield "| --- | --- | --- | --- | --- |"
        for number, one in enumerate(self._survey.cases, 1):
            label, kind = one.case.label[self._lang], self._kind(one.verdict)
            after = self._words.kind(one.after.kind) if one.after else "–"
            judges = self._words.judges(one.verdict.judges) or "–"
            yield f"| {number} | {label} | {kind} | {after} | {judges} |"
        yield ""
        counts = {kind: 0 for kind in CLASSES}
        for one in self._survey.cases:
            counts[one.verdict.kind] += 1
        told = [f"{self._words.kind(kind)} {count}" for kind, count in counts.items() if count]
        total = len(self._survey.cases)
        yield self._say(
            f"事例 {total} 件：{'、'.join(told)}。", f"{total} cases: {', '.join(told)}."
        )
        yield ""

    def _kind(self, verdict: Verdict) -> str:
        kind = self._words.kind(verdict.kind)
        if not verdict.overlaps:
            return kind
        return f"{kind}{self._say('・重なり', ', overlap')}"

    def _case(self, number: int, one: Examined) -> Iterator[str]:
        case, words = one.case, self._words
        yield f"## {number}. {case.label[self._lang]}"
        yield ""
        yield case.story[self._lang]
        yield ""
        yield self._line("分類", "Class", f"**{self._kind(one.verdict)}**")
        yield self._line("日", "Day", str(case.date))
        yield self._line("害（事実）", "Harm (facts)", words.facts(case.harm.items()) or "–")
        yield self._line(
            "除けない事実と判断",
            "Facts and judgements that cannot be left out",
            words.facts(one.pattern.given.items()) or "–",
        )
        dropped = [(f, v) for f, v in case.given.items() if f not in one.pattern.given]
        if dropped:
            yield self._line("結論を変えないもの", "Makes no difference", words.facts(dropped))
        if case.done:
            yield self._line("済んでいる行為", "Done", words.facts((f, TRUE) for f in case.done))
        if case.needs:
            yield self._line("足りる武器の級", "Enough", words.weapons(case.needs))
        if case.window:
            yield self._line("間に合う時間", "Window", self._window(case.window))
        yield self._line("判断者", "Judge", words.judges(one.verdict.judges) or "–")
        yield from self._finding(case)
        yield ""
        yield from self._powers(one)
        yield from self._reform(one)
        if case.note:
            yield f"> {self._say('異論と限界', 'Objections and limits')}: {case.note[self._lang]}"
            yield ""

    def _powers(self, one: Examined) -> Iterator[str]:
        words, verdict = self._words, one.verdict
        if not one.case.answers:
            yield "- " + self._say(
                "害に答える権限は、目録に一つもない",
                "The catalogue holds no power that would answer the harm.",
            )
        for power_id in verdict.absent:
            name = words.power(power_id)
            yield "- " + self._say(
                f"その日には施行されていない：{name}", f"Not in force on that day: {name}."
            )
        for blocked in verdict.blocked:
            head = words.cited(blocked.power, blocked.cite)
            why = words.facts(blocked.because)
            grade = self._grade(self._survey.powers[(one.case.date, blocked.power)])
            yield "- " + self._say(
                f"開かない：{head}。理由：{why}。{grade}", f"Shut: {head}, because {why}. {grade}"
            )
        for opened in verdict.open:
            yield "- " + self._open(opened)
        for overlap in verdict.overlaps:
            pair = [words.cited(p, c) for p, c in zip(overlap.powers, overlap.cites, strict=True)]
            who = [words.judges(by) for by in overlap.by]
            yield "- " + self._say(
                f"重なり：{pair[0]}と{pair[1]}が同時に適法になり得る。命じる者は{who[0]}と{who[1]}",
                f"Overlap: {pair[0]} and {pair[1]} may be lawful at once; "
                f"ordered by {who[0]} and by {who[1]}.",
            )
        yield ""

    def _open(self, opened: Open) -> str:
        words, power = self._words, opened.power
        head = words.cited(power.id, power.version.cite)
        needs = words.facts(opened.way.changes) or self._say("そのまま", "as it stands")
        needs = words.bracketed(needs, words.judges(opened.way.judges))
        text = self._say(
            f"開き得る：{head}。命じる者：{words.judges(power.by)}。要るもの：{needs}",
            f"Can open: {head}. Ordered by: {words.judges(power.by)}. Needs: {needs}.",
        )
        if opened.weapons or not opened.is_strong:
            enough = (
                self._say("足りる", "enough")
                if opened.is_strong
                else self._say("足りない", "not enough")
            )
            text += self._say(
                f"。武器の級：{words.weapons(opened.weapons)}（{enough}）",
                f" Weapons: {words.weapons(opened.weapons)} ({enough}).",
            )
        if opened.steps:
            labels = {step.id: step.label[self._lang] for step in self._steps()}
            chain = " → ".join(labels[step] for step in opened.steps)
            fast, slow = words.minutes(opened.fast), words.minutes(opened.slow)
            text += self._say(
                f"。時間：{chain}、待機時 {fast}、平時 {slow}",
                f" Time: {chain}, standing by {fast}, otherwise {slow}.",
            )
        return text + self._say("。", " ") + self._grade(power)

    def _grade(self, power: Power) -> str:
        """Return how sure the catalogue is of a wording: confidence, check, date, doubt."""
        version = power.version
        parts = [part for part in (version.confidence, version.verified, version.as_of) if part]
        doubt = version.doubt[self._lang] if version.doubt else ""
        return f"[{'; '.join((*parts, doubt) if doubt else parts)}]"

    def _steps(self) -> Sequence[TimedStep]:
        return self._survey.study.steps if self._survey.study else ()

    def _reform(self, one: Examined) -> Iterator[str]:
        reform = one.case.reform
        yield self._line("改革案", "Reform", reform.text[self._lang])
        if reform.related:
            yield self._line("近い提言", "Nearest proposals", ", ".join(reform.related))
        if one.after is None:
            yield self._line(
                "確かめ",
                "Check",
                self._say("言葉だけの案で、証明器では確かめていない", "words only; not checked"),
            )
        else:
            yield self._line(
                "確かめ",
                "Check",
                self._say(
                    f"この変更の後、分類は「{self._words.kind(one.after.kind)}」になる",
                    f"with this change the class becomes *{self._words.kind(one.after.kind)}*",
                ),
            )
        yield ""

    def _finding(self, case: Case) -> Iterator[str]:
        finding = self._survey.catalogue.findings.get(case.finding)
        if finding is not None and finding.missing is not None:
            text = self._words.bracketed(finding.missing[self._lang], finding.cite)
            yield self._line("目録の所見", "Finding of the catalogue", text)

    def _window(self, window: Window) -> str:
        span = f"{window.low:g}" if window.low == window.high else f"{window.low:g}–{window.high:g}"
        unit = self._say("分", "min")
        if window.assumed is not None:
            ground = self._say("仮定：", "assumed: ") + window.assumed[self._lang]
        else:
            ground = ", ".join(window.sources)
        return self._words.bracketed(f"{span} {unit}", ground)

    def _overlaps(self) -> Iterator[str]:
        words = self._words
        yield "## " + self._say("重なり（目録の全体）", "Overlaps in the whole catalogue")
        yield ""
        yield self._say(
            "一方を開く最小の条件が、行為を足すだけでもう一方も開き、命じる者が異なる組です。",
            "Pairs of actions of different people where the smallest conditions of one, with acts "
            "alone added, open the other as well.",
        )
        yield ""
        for one in self._survey.overlaps:
            pair = " × ".join(words.cited(p, c) for p, c in zip(one.powers, one.cites, strict=True))
            who = " / ".join(words.judges(by) for by in one.by)
            yield f"- {pair}: {who}. {words.facts(one.pattern)}"
        if not self._survey.overlaps:
            yield "- " + self._say("なし", "none")
        yield ""

    def _never(self) -> Iterator[str]:
        yield "## " + self._say("決して当てはまらない規則", "Rules that never apply")
        yield ""
        for one in self._survey.never_applies:
            why = (
                self._say("認定する者の定めがない", "nobody is named to recognise it")
                if one.unrecognised
                else self._say("要件が互いに矛盾する", "its requirements contradict each other")
            )
            yield f"- {self._words.bracketed(self._words.name(one.id), one.cite)}: {why}"
        if not self._survey.never_applies:
            yield "- " + self._say("なし", "none")
        yield ""

    def _findings(self) -> Iterator[str]:
        yield "## " + self._say(
            "規定が見つからなかった問い", "Questions for which no provision was found"
        )
        yield ""
        yield self._say(
            "| 問い | 足りないもの | 条文 | 判断者 | 確度 |",
            "| question | what is missing | article | judge | confidence |",
        )
        yield "| --- | --- | --- | --- | --- |"
        for one in self._survey.findings:
            missing = one.missing[self._lang] if one.missing else ""
            judges = self._words.judges(one.judge)
            grade = ", ".join(part for part in (one.confidence, one.verified, one.as_of) if part)
            yield f"| {one.label[self._lang]} | {missing} | {one.cite} | {judges} | {grade} |"
        yield ""

    def _sources(self) -> Iterator[str]:
        used = [s for one in self._survey.cases if one.case.window for s in one.case.window.sources]
        own: dict[str, Source] = dict(self._survey.study.sources) if self._survey.study else {}
        known = {**self._survey.catalogue.sources, **own}
        yield "## " + self._say("時間の出典", "Sources of times")
        yield ""
        for key in dict.fromkeys(used):
            source = known[key]
            yield f"- {key}: {source.title}, {source.publisher}, {source.date}. {source.url}"
        for step in self._steps():
            paths = ", ".join(f"`{path}`" for path in (*step.fast, *step.slow))
            yield "- " + self._say(
                f"{step.label.ja}：世界の見積もり {paths}",
                f"{step.label.en}: estimates of the world at {paths}",
            )

    def _line(self, ja: str, en: str, text: str) -> str:
        return self._say(f"- {ja}：{text}", f"- {en}: {text}")


def _introduction(lang: Lang) -> str:
    file = resources.files("tateyoko.prove") / f"page.{lang}.md"
    return file.read_text(encoding="utf-8").rstrip()
