"""`tateyoko trace`: follow one order through one replication, in words."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tateyoko.cli.console import help_text, language
from tateyoko.cli.options import AsJson, Folder, Language
from tateyoko.text import Lang, Text

if TYPE_CHECKING:
    from tateyoko.follow import Story

__all__ = ["trace"]

_WORDS = {
    "model": Text(
        ja="公開情報によるモデルの一回の計算です。予測でも記録でもありません。",
        en="One run of a model built from public information: neither a forecast nor a record.",
    ),
    "question": Text(ja="問い", en="Question"),
    "posture": Text(ja="態勢", en="Posture"),
    "truth": Text(ja="真の展開", en="Truth (hidden from the posts)"),
    "opponent": Text(ja="相手の型", en="Opponent"),
    "luck": Text(ja="運", en="Luck"),
    "luck_value": Text(ja="種 {seed}・反復 {rep}", en="seed {seed}, replication {rep}"),
    "clock": Text(ja="時刻", en="Clock"),
    "clock_value": Text(
        ja="左は起点からの経過、右はモデルの日時（月-日 時:分）",
        en="left: relative to the start or to D0; right: the model's month-day and time",
    ),
    "law": Text(ja="根拠", en="Law"),
    "marks": Text(ja="到達", en="Reached"),
    "basis": Text(ja="数の根拠", en="Basis"),
    "hops": Text(ja="時間はどこへ行ったか", en="Where the time went"),
    "incomplete": Text(
        ja="流れは最後まで届かなかった。残りの時間は、止まっていた段に数えている。",
        en="The order never came to its end; the rest of the run counts to where it stood.",
    ),
    "whole": Text(ja="合計", en="In all"),
    "not_begun": Text(
        ja="この回では始まらなかった手続", en="Procedures that never began in this run"
    ),
    "fault": Text(ja="計算が止まった箇所", en="The engine stopped"),
}


def trace(
    scenario: Annotated[
        str | None, typer.Argument(help=help_text("想定の id", "id of the scenario"))
    ] = None,
    posture: Annotated[
        str | None,
        typer.Option(help=help_text("態勢（既定：基準）", "posture; the baseline if left out")),
    ] = None,
    truth: Annotated[
        str | None,
        typer.Option(help=help_text("真の展開（既定：最初）", "truth; the first if left out")),
    ] = None,
    opponent: Annotated[
        str | None,
        typer.Option(
            help=help_text("相手の型（既定：最初）", "type of opponent; the first if left out")
        ),
    ] = None,
    rep: Annotated[
        int, typer.Option(min=0, help=help_text("反復の番号", "number of the replication"))
    ] = 0,
    seed: Annotated[int, typer.Option(help=help_text("乱数の種", "seed of the dice"))] = 1,
    world: Folder = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help=help_text("主な流れ以外の手続も示す", "all procedures, not only the main line"),
        ),
    ] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> int:
    """Follow one order."""
    from tateyoko.cli.worlds import compile_scenario, open_world, pick_scenario
    from tateyoko.follow import follow_order

    chosen = language(lang)
    opened = open_world(world)
    model = compile_scenario(
        opened, pick_scenario(opened, scenario), postures=None if posture is None else [posture]
    )
    story = follow_order(
        model,
        opened,
        posture=posture,
        truth=truth,
        opponent=opponent,
        replication=rep,
        seed=seed,
        everything=everything,
    )
    if as_json:
        import json

        typer.echo(json.dumps(document(story), ensure_ascii=False, indent=1))
    else:
        typer.echo(render(story, chosen))
    return 1 if story.fault else 0


def document(story: "Story") -> dict[str, Any]:
    """Give the story as plain data with every text in both languages."""

    def both(text: Text | None) -> dict[str, str] | None:
        return None if text is None else {"ja": text.ja, "en": text.en}

    return {
        "scenario": story.scenario.id,
        "posture": story.posture,
        "truth": story.truth,
        "opponent": story.opponent,
        "replication": story.replication,
        "seed": story.seed,
        "lines": [
            {
                "at_ms": line.at_ms,
                "until_ms": line.until_ms,
                "path": line.path,
                "procedure": both(line.procedure),
                "name": both(line.name),
                "kind": line.kind,
                "said": [both(said) for said in line.said],
                "marks": list(line.marks),
                "law": both(line.law),
                "basis": both(line.basis),
                "place": line.place,
            }
            for line in story.lines
        ],
        "hops": [
            {"path": hop.path, "name": both(hop.name), "phase": hop.phase, "time_ms": hop.time_ms}
            for hop in story.hops
        ],
        "not_begun": [both(name) for name in story.not_begun],
        "marks": dict(story.marks),
        "is_complete": story.is_complete,
        "fault": story.fault,
    }


def render(story: "Story", lang: Lang) -> str:
    """Give the story as text: one numbered entry per step, in order of time."""
    from tateyoko.follow import Clock, span

    scenario = story.scenario
    clock = Clock(scenario.begins, scenario.zero_ms)
    truth = scenario.truths[story.truth].name[lang]
    opponents = scenario.opponents
    opponent = opponents[story.opponent].name[lang] if story.opponent in opponents else ""
    luck = _WORDS["luck_value"][lang].format(seed=story.seed, rep=story.replication)
    out = [
        scenario.title[lang],
        _WORDS["model"][lang],
        "",
        *_facts(
            [
                ("question", scenario.question[lang]),
                ("posture", f"{story.posture} {story.posture_title[lang]}"),
                ("truth", f"{story.truth} {truth}"),
                ("opponent", f"{story.opponent} {opponent}".strip()),
                ("luck", luck),
                ("clock", _WORDS["clock_value"][lang]),
            ],
            lang,
        ),
    ]
    procedure = None
    for number, line in enumerate(story.lines, start=1):
        if line.procedure != procedure:
            procedure = line.procedure
            out += ["", f"── {procedure[lang]}"]
        at = f"{clock.relative(line.at_ms):<9} {clock.calendar(line.at_ms)}"
        out.append(f"{number:>3}  {at}  {line.name[lang]}")
        indent = " " * 5
        out += [f"{indent}{said[lang]}" for said in line.said]
        if line.marks:
            out.append(f"{indent}→ {_WORDS['marks'][lang]}: {', '.join(line.marks)}")
        if line.law is not None:
            out.append(f"{indent}{_WORDS['law'][lang]}: {line.law[lang]}")
        if line.basis is not None:
            out.append(f"{indent}{_WORDS['basis'][lang]}: {line.basis[lang]}")
        out.append(f"{indent}{line.path}  {line.place}")
    spent = [hop for hop in story.hops if hop.time_ms > 0]
    if spent:
        whole = sum(hop.time_ms for hop in spent)
        out += ["", f"── {_WORDS['hops'][lang]}"]
        rows = [(span(hop.time_ms)[lang], hop.time_ms / whole, hop.name[lang]) for hop in spent]
        out += [f"{time:>14}  {share:>4.0%}  {name}" for time, share, name in rows]
        out.append(f"{span(whole)[lang]:>14}  100%  {_WORDS['whole'][lang]}")
        if not story.is_complete:
            out.append(_WORDS["incomplete"][lang])
    if story.not_begun:
        listed = "; ".join(name[lang] for name in story.not_begun)
        out += ["", f"{_WORDS['not_begun'][lang]}: {listed}"]
    if story.fault:
        out += ["", f"{_WORDS['fault'][lang]}: {story.fault}"]
    return "\n".join(out)


def _facts(rows: list[tuple[str, str]], lang: Lang) -> list[str]:
    """Give labelled lines."""
    return [f"{_WORDS[key][lang]}: {value}" for key, value in rows if value]
