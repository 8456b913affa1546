"""A procedure said aloud: each step as a sentence, in the order in which it is done."""

from collections.abc import Callable, Iterator, Mapping

from tateyoko.cli.show_phrases import (
    basis_of,
    dates_of,
    estimate_words,
    name_of,
    names_of,
    tree_words,
    wording_words,
)
from tateyoko.text import Lang, Text
from tateyoko.world import World
from tateyoko.world.aloud import say_expression, say_mark, say_setting, step_name
from tateyoko.world.channels import Meeting
from tateyoko.world.procedures import Procedure, Step

__all__ = ["procedure_lines"]

_SENTENCES: Mapping[str, Text] = {
    "by": Text(ja="{who}が作業する", en="{who} at work on it"),
    "meeting": Text(ja="会議「{what}」を開く", en="the {what} meets"),
    "decide": Text(ja="{who}が決める（{options}）", en="{who} decides ({options})"),
    "order": Text(ja="{who}が命令する", en="{who} gives the order"),
    "chain": Text(ja="{path} の順に伝わる（{what}）", en="goes down: {path} ({what})"),
    "relay": Text(
        ja="{links} 段を順に伝わる（一段 {read}）", en="passes {links} links, {read} each"
    ),
    "ask": Text(ja="「{what}」で問い、答えを待つ", en="a question over {what}, and its answer"),
    "request": Text(
        ja="{who}に求め、答えを待つ（応じなければ {otherwise}）",
        en="{who} is asked ({otherwise} if it does not agree)",
    ),
    "law": Text(
        ja="「{what}」の要件が満たされるまで待つ：{tree}",
        en="waits until '{what}' may be ordered: {tree}",
    ),
    "authority": Text(
        ja="「{what}」の手順を法のとおりに踏む", en="the road that the law prescribes for {what}"
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
    "lasts": Text(ja="時間を要する", en="takes time"),
}
_TIMES = {"before": Text(ja="事前", en="before"), "after": Text(ja="事後", en="afterwards")}


def procedure_lines(world: World, procedure: Procedure, lang: Lang) -> Iterator[str]:
    """Yield the lines of a procedure."""

    def say(ja: str, en: str) -> str:
        return Text(ja=ja, en=en)[lang]

    if procedure.rule is not None:
        rule = world.rules[procedure.rule]
        name, article = rule.said_on(None)
        cite = f" ({article[lang]})" if article is not None else ""
        yield say(f"根拠：{name.ja}{cite}", f"Power: {name.en}{cite}")
    yield _beginning(world, procedure, lang)
    yield from _steps(world, procedure, procedure.steps, lang, "")
    for expression, mark in procedure.ends_if.items():
        words = say_expression(world, expression)
        yield say(
            f"{words.ja}なら直ちに終わる（標 {mark}）。",
            f"Ends at once if {words.en} (mark {mark}).",
        )


def _beginning(world: World, procedure: Procedure, lang: Lang) -> str:
    starts = procedure.starts
    if starts is None:
        return Text(ja="他の手続から始まる。", en="Begins only from another procedure.")[lang]
    if starts.at_start:
        return Text(ja="想定の開始とともに始まる。", en="Begins with the scenario.")[lang]
    if starts.when is not None:
        words = say_expression(world, starts.when)
        return Text(ja=f"{words.ja}ときに始まる。", en=f"Begins when {words.en}.")[lang]
    if starts.every is not None:
        gap = estimate_words(starts.every, lang)
        since = starts.since.text if starts.since is not None else "T"
        until = starts.until.text if starts.until is not None else "…"
        return Text(
            ja=f"{since} から {until} まで、間隔 {gap} で繰り返し始まる。",
            en=f"Begins again and again from {since} until {until}, with gaps of {gap}.",
        )[lang]
    if starts.on_kind == "mark":
        mark = say_mark(world, starts.on_id)
        return Text(
            ja=f"{mark.ja}があったときに始まる。", en=f"Begins when {mark.en} has happened."
        )[lang]
    section = {"judgement": "judgements", "procedure": "procedures"}.get(starts.on_kind, "")
    name = name_of(world, section, starts.on_id, lang) if section else starts.on_id
    return Text(ja=f"「{name}」で始まる。", en=f"Begins with {starts.on_kind} “{name}”.")[lang]


def _steps(
    world: World, procedure: Procedure, steps: Mapping[str, Step], lang: Lang, indent: str
) -> Iterator[str]:
    for number, (key, step) in enumerate(steps.items(), start=1):
        asides = _asides(world, procedure, step, lang)
        yield f"{indent}{number}. {key} — {_sentence(world, step, lang)}{asides}"
        meeting = world.meetings.get(step.meeting or "")
        if meeting is not None:
            yield from (f"{indent}     {line}" for line in _sitting(world, meeting, lang))
        basis = basis_of(step, lang)
        if basis:
            yield f"{indent}     {basis}"
        if step.together:
            yield from _steps(world, procedure, step.together, lang, indent + "   ")


def _sitting(world: World, meeting: Meeting, lang: Lang) -> Iterator[str]:
    """Yield who chairs a meeting, who must be there, how they gather and how long they sit."""

    def say(ja: str, en: str) -> str:
        return Text(ja=ja, en=en)[lang]

    who = []
    if meeting.chair is not None:
        chair = name_of(world, "posts", meeting.chair, lang)
        who.append(say(f"主宰 {chair}", f"in the chair: {chair}"))
    needed = names_of(world, "posts", meeting.present.everyone, lang)
    if needed:
        who.append(say(f"必ず出席 {needed}", f"must be there: {needed}"))
    also = meeting.present.also
    if also is not None:
        least, others = also.at_least, names_of(world, "posts", also.of, lang)
        count = f"{least.value:g}"
        if least.low is not None and least.high is not None:
            count += f" ({least.low:g}–{least.high:g})"
        who.append(say(f"次のうち {count} 人以上 {others}", f"and at least {count} of: {others}"))
    yield say("；", "; ").join(who)
    how = []
    if meeting.gather is not None:
        each = estimate_words(meeting.gather.each, lang)
        how.append(say(f"参集は一人 {each}", f"each member comes within {each}"))
    length = estimate_words(meeting.takes, lang)
    how.append(say(f"会議は {length}", f"they sit {length}"))
    waits = meeting.waits
    if waits is not None:
        limit = estimate_words(waits.at_most, lang)
        paper = "" if waits.takes is None else f" ({estimate_words(waits.takes, lang)})"
        if waits.then == "circulate_paper":
            how.append(
                say(
                    f"{limit} で揃わなければ書類を持ち回る{paper}",
                    f"without a quorum in {limit} a paper goes round{paper}",
                )
            )
        else:
            how.append(
                say(f"{limit} で揃わなければ見送る", f"given up without a quorum in {limit}")
            )
    yield say("；", "; ").join(how)


def _sentence(world: World, step: Step, lang: Lang) -> str:
    kind = step.kind
    lasts = kind == "wait" and step.takes is not None
    words = _SENTENCES["lasts" if lasts else kind][lang].format(**_parts(world, step, kind, lang))
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

    def worker(ids: tuple[str, ...]) -> str:
        """Return who works: the first, and who does it in its place when it is not cleared."""
        if len(ids) == 1:
            return post(ids)
        first, rest = post(ids[:1]), post(ids[1:])
        return Text(ja=f"{first}（代わりに{rest}）", en=f"{first} (in its place {rest})")[lang]

    parts: dict[str, Callable[[], dict[str, str]]] = {
        "by": lambda: {"who": worker(step.by)},
        "meeting": lambda: {"what": name_of(world, "meetings", step.meeting or "", lang)},
        "order": lambda: {"who": post(step.order.by if step.order is not None else ())},
        "ask": lambda: {"what": name_of(world, "channels", step.ask or "", lang)},
        "authority": lambda: {"what": names_of(world, "rules", step.authority, lang)},
        "judge": lambda: {"what": name_of(world, "judgements", step.judge or "", lang)},
        "release": lambda: {"what": name_of(world, "release", step.release or "", lang)},
        "start": lambda: {"what": name_of(world, "procedures", step.start or "", lang)},
        "flow": lambda: {"what": name_of(world, "flows", step.flow or "", lang)},
        "diet": lambda: {"when": _TIMES[step.diet or "after"][lang]},
    }
    if kind in parts:
        return parts[kind]()
    if kind == "authority":
        said = [world.rules[id].said_on(None)[0][lang] for id in step.authority]
        return {"what": Text(ja="、", en=", ")[lang].join(said)}
    if kind == "decide" and step.decide is not None:
        return {"who": post(step.decide.by), "options": ", ".join(step.decide.options)}
    if kind == "request" and step.request is not None:
        return {"who": post((step.request.of,)), "otherwise": step.request.refused or "end"}
    if kind == "raise" and step.initiative is not None:
        return {"who": post(step.initiative.by)}
    if kind == "chain" and step.chain is not None:
        hops = world.chains[step.chain].hops
        path = " → ".join(name_of(world, "posts", hop, lang) for hop in hops)
        return {"what": name_of(world, "chains", step.chain, lang), "path": path}
    if kind == "relay" and step.relay is not None:
        read = estimate_words(step.relay.each.read, lang)
        return {"links": step.relay.links.text, "read": read}
    if kind == "law" and step.law is not None:
        rule = world.rules[step.law]
        wording = rule.wording(None)
        if wording is None:
            tree = tree_words(world, rule.requires, lang)
        else:
            tree = wording_words(world, wording, lang)
        return {"what": rule.said_on(None)[0][lang], "tree": tree}
    return {}


def _asides(world: World, procedure: Procedure, step: Step, lang: Lang) -> str:
    """Return conditions, dates, marks and what happens when it takes too long, in brackets."""

    def say(ja: str, en: str) -> str:
        return Text(ja=ja, en=en)[lang]

    def goes_to(target: str) -> str:
        return _target(world, procedure, target)[lang]

    asides = []
    if step.skip_if is not None:
        words = say_expression(world, step.skip_if)
        asides.append(say(f"{words.ja}なら省く", f"skipped if {words.en}"))
    if step.when is not None:
        words = say_expression(world, step.when)
        asides.append(say(f"次が成り立つまで待つ：{words.ja}", f"waits until {words.en}"))
    if step.patience is not None:
        limit, then = estimate_words(step.patience.of, lang), goes_to(step.patience.then)
        asides.append(say(f"{limit} を過ぎれば{then}", f"after {limit}: {then}"))
    if step.repeat is not None:
        chance, to = estimate_words(step.repeat.weight, lang), goes_to(step.repeat.to)
        asides.append(say(f"確率 {chance} で戻る：{to}", f"with chance {chance} back: {to}"))
    if step.decide is not None and step.decide.refused is not None:
        other = goes_to(step.decide.refused)
        asides.append(say(f"第一の選択肢以外は{other}", f"unless the first option: {other}"))
    for act, mark in step.marks.items():
        done = world.facts[act].name[lang] if act in world.facts else act.replace("_", " ")
        asides.append(say(f"{done}で標 {mark}", f"mark {mark} at “{done}”"))
    for name, value in step.sets.items():
        asides.append(say_setting(world, name, value)[lang])
    if step.opens is not None:
        asides.append(say(f"開始時に標 {step.opens}", f"mark {step.opens} as it begins"))
    if step.mark is not None:
        asides.append(say(f"標 {step.mark}", f"mark {step.mark}"))
    dates = dates_of(step, lang)
    if dates:
        asides.append(dates)
    return f" [{'; '.join(asides)}]" if asides else ""


def _target(world: World, procedure: Procedure, target: str) -> Text:
    """Return where a step goes on: a step, a mark, the end or the next step."""
    if target == "end":
        return Text(ja="終わる", en="it ends")
    if target == "next":
        return Text(ja="次へ進む", en="it goes on")
    step = procedure.steps.get(target)
    if step is None:
        mark = say_mark(world, target)
        return Text(ja=f"{mark.ja}とする", en=f"it ends with {mark.en}")
    name = step_name(procedure, step)
    return Text(ja=f"「{name.ja}」へ", en=f"to “{name.en}”")
