"""A procedure said aloud: each step as a sentence, in the order in which it is done."""

from collections.abc import Callable, Iterator, Mapping

from tateyoko.cli.show_phrases import (
    basis_of,
    dates_of,
    estimate_words,
    name_of,
    names_of,
    tree_words,
)
from tateyoko.text import Lang, Text
from tateyoko.world import World
from tateyoko.world.procedures import Procedure, Step

__all__ = ["procedure_lines"]

_SENTENCES: Mapping[str, Text] = {
    "by": Text(ja="{who}が作業する", en="{who} works on it"),
    "meeting": Text(ja="会議「{what}」を開く", en="the {what} meets"),
    "decide": Text(ja="{who}が決める（{options}）", en="{who} decides ({options})"),
    "order": Text(ja="{who}が命令する", en="{who} gives the order"),
    "chain": Text(ja="{what}：{path}", en="it is passed down {what}: {path}"),
    "ask": Text(ja="「{what}」で問い、答えを待つ", en="a question over {what}, and its answer"),
    "law": Text(
        ja="「{what}」の要件が満たされるまで待つ：{tree}",
        en="waits until '{what}' may be ordered: {tree}",
    ),
    "raise": Text(ja="{who}の誰かが提起するまで待つ", en="waits until one of {who} raises it"),
    "judge": Text(ja="「{what}」を判断する", en="judged: {what}"),
    "diet": Text(ja="国会の承認（{when}）", en="approval by the Diet, {when}"),
    "release": Text(ja="「{what}」の開示を待つ", en="waits for the release of {what}"),
    "travel": Text(ja="部隊が移動する", en="units are under way"),
    "all": Text(ja="次を並行して行い、揃うまで待つ", en="side by side, until all are done:"),
    "start": Text(ja="手続「{what}」を始める", en="starts '{what}'"),
    "flow": Text(ja="「{what}」を始める", en="opens the flow '{what}'"),
    "wait": Text(ja="待つ", en="waits"),
}
_TIMES = {"before": Text(ja="事前", en="before"), "after": Text(ja="事後", en="afterwards")}


def procedure_lines(world: World, procedure: Procedure, lang: Lang) -> Iterator[str]:
    """Yield the lines of a procedure."""

    def say(ja: str, en: str) -> str:
        return Text(ja=ja, en=en)[lang]

    if procedure.rule is not None:
        rule = world.rules[procedure.rule]
        cite = f" ({rule.cite[lang]})" if rule.cite is not None else ""
        yield say(f"根拠：{rule.name.ja}{cite}", f"Power: {rule.name.en}{cite}")
    yield _beginning(procedure, lang)
    yield from _steps(world, procedure.steps, lang, "")
    for expression, mark in procedure.ends_if.items():
        yield say(
            f"「{expression.text}」なら直ちに終わる（標 {mark}）。",
            f"Ends at once if {expression.text} (mark {mark}).",
        )


def _beginning(procedure: Procedure, lang: Lang) -> str:
    starts = procedure.starts
    if starts is None:
        return Text(ja="他の手続から始まる。", en="Begins only from another procedure.")[lang]
    if starts.at_start:
        return Text(ja="想定の開始とともに始まる。", en="Begins with the scenario.")[lang]
    if starts.when is not None:
        text = starts.when.text
        return Text(ja=f"「{text}」が真になれば始まる。", en=f"Begins when {text}.")[lang]
    if starts.every is not None:
        gap = estimate_words(starts.every, lang)
        since = starts.since.text if starts.since is not None else "T"
        until = starts.until.text if starts.until is not None else "…"
        return Text(
            ja=f"{since} から {until} まで、間隔 {gap} で繰り返し始まる。",
            en=f"Begins again and again from {since} until {until}, with gaps of {gap}.",
        )[lang]
    return Text(ja=f"{starts.on} で始まる。", en=f"Begins on {starts.on}.")[lang]


def _steps(world: World, steps: Mapping[str, Step], lang: Lang, indent: str) -> Iterator[str]:
    for number, (key, step) in enumerate(steps.items(), start=1):
        yield f"{indent}{number}. {key} — {_sentence(world, step, lang)}{_asides(step, lang)}"
        basis = basis_of(step, lang)
        if basis:
            yield f"{indent}     {basis}"
        if step.together:
            yield from _steps(world, step.together, lang, indent + "   ")


def _sentence(world: World, step: Step, lang: Lang) -> str:
    kind = step.kind
    words = _SENTENCES[kind][lang].format(**_parts(world, step, kind, lang))
    if step.name is not None:
        words = f"{step.name[lang]}: {words}"
    takes = step.takes or (step.decide.takes if step.decide is not None else None)
    takes = takes or (step.travel.takes if step.travel is not None else None)
    if takes is not None:
        words += f", {estimate_words(takes, lang)}"
    return words


def _parts(world: World, step: Step, kind: str, lang: Lang) -> dict[str, str]:
    """Return what the braces of a step's sentence stand for."""

    def post(ids: tuple[str, ...]) -> str:
        return names_of(world, "posts", ids, lang)

    parts: dict[str, Callable[[], dict[str, str]]] = {
        "by": lambda: {"who": post(step.by)},
        "meeting": lambda: {"what": name_of(world, "meetings", step.meeting or "", lang)},
        "order": lambda: {"who": post(step.order.by if step.order is not None else ())},
        "ask": lambda: {"what": name_of(world, "channels", step.ask or "", lang)},
        "judge": lambda: {"what": name_of(world, "judgements", step.judge or "", lang)},
        "release": lambda: {"what": name_of(world, "release", step.release or "", lang)},
        "start": lambda: {"what": name_of(world, "procedures", step.start or "", lang)},
        "flow": lambda: {"what": name_of(world, "flows", step.flow or "", lang)},
        "diet": lambda: {"when": _TIMES[step.diet or "after"][lang]},
    }
    if kind in parts:
        return parts[kind]()
    if kind == "decide" and step.decide is not None:
        return {"who": post(step.decide.by), "options": ", ".join(step.decide.options)}
    if kind == "raise" and step.initiative is not None:
        return {"who": post(step.initiative.by)}
    if kind == "chain" and step.chain is not None:
        hops = world.chains[step.chain].hops
        path = " → ".join(name_of(world, "posts", hop, lang) for hop in hops)
        return {"what": name_of(world, "chains", step.chain, lang), "path": path}
    if kind == "law" and step.law is not None:
        rule = world.rules[step.law]
        return {"what": rule.name[lang], "tree": tree_words(world, rule.requires, lang)}
    return {}


def _asides(step: Step, lang: Lang) -> str:
    """Return conditions, dates, marks and what happens when it takes too long, in brackets."""

    def say(ja: str, en: str) -> str:
        return Text(ja=ja, en=en)[lang]

    asides = []
    if step.skip_if is not None:
        asides.append(say(f"「{step.skip_if.text}」なら省く", f"skipped if {step.skip_if.text}"))
    if step.when is not None:
        asides.append(say(f"「{step.when.text}」まで待つ", f"waits until {step.when.text}"))
    if step.patience is not None:
        limit, then = estimate_words(step.patience.of, lang), step.patience.then
        asides.append(say(f"{limit} を過ぎれば {then}", f"after {limit}: {then}"))
    if step.repeat is not None:
        chance, to = estimate_words(step.repeat.weight, lang), step.repeat.to
        asides.append(say(f"確率 {chance} で {to} に戻る", f"back to {to} with chance {chance}"))
    if step.decide is not None and step.decide.refused is not None:
        other = step.decide.refused
        asides.append(say(f"第一の選択肢以外は {other}", f"unless the first option: {other}"))
    for name, value in step.sets.items():
        asides.append(say(f"{name} を {value.text} に", f"then {name} = {value.text}"))
    if step.mark is not None:
        asides.append(say(f"標 {step.mark}", f"mark {step.mark}"))
    dates = dates_of(step, lang)
    if dates:
        asides.append(dates)
    return f" [{'; '.join(asides)}]" if asides else ""
