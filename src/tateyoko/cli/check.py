"""`tateyoko check`: what is worth saying about a world although nothing stops it."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from tateyoko.cli.console import help_text, language
from tateyoko.cli.options import AsJson, Folder, Language
from tateyoko.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tateyoko.world import World

__all__ = ["check"]

_Scenario = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="ID",
        help=help_text("この想定だけを調べる（既定：すべて）", "only this one; all if left out"),
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class _Finding:
    code: str
    place: str
    what: Text
    report: Text


def check(
    scenario: _Scenario = None,
    as_json: AsJson = False,
    lang: Language = None,
    world: Folder = None,
) -> int:
    """Print the findings of a world and its scenarios; the exit code is 1 when there are any."""
    from tateyoko.cli.worlds import open_world, pick_scenario

    said = language(lang)
    loaded = open_world(world)
    chosen = list(loaded.scenarios) if scenario is None else [pick_scenario(loaded, scenario)]
    found = _findings(loaded, chosen)
    if as_json:
        data = [
            {"code": one.code, "place": one.place, "what": {"ja": one.what.ja, "en": one.what.en}}
            for one in found
        ]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for one in found:
            typer.echo(f"{one.report[said]}\n")
        typer.echo(_summary(len(found), len(chosen), said))
    return 1 if found else 0


def _findings(world: "World", scenarios: "Sequence[str]") -> list[_Finding]:
    """Return what loading and compiling tell, each once, with all scenarios that it is about."""
    from tateyoko.compiler import compile_model

    found = {
        (one.code, str(one.place), one.what.en): _Finding(
            one.code,
            str(one.place),
            one.what,
            Text(ja=one.render("ja").strip(), en=one.render("en").strip()),
        )
        for one in world.findings
    }
    told: dict[tuple[str, str, str], tuple[Text, list[str]]] = {}
    for scenario in scenarios:
        for note in compile_model(world, scenario).findings:
            key = (note.code, str(note.place), note.message.en)
            told.setdefault(key, (note.message, []))[1].append(scenario)
    for key, (message, about) in told.items():
        code, place, _ = key
        here = list(dict.fromkeys(about))
        what = Text(ja=f"{'、'.join(here)}：{message.ja}", en=f"{', '.join(here)}: {message.en}")
        line = Text(ja=f"{place}  {code}  {what.ja}", en=f"{place}  {code}  {what.en}")
        found.setdefault(key, _Finding(code, place, what, line))
    return list(found.values())


def _summary(count: int, scenarios: int, lang: Lang) -> str:
    if lang == "ja":
        return f"想定 {scenarios} 件を調べました。指摘 {count} 件。"
    findings = "1 finding" if count == 1 else f"{count} findings"
    checked = "1 scenario" if scenarios == 1 else f"{scenarios} scenarios"
    return f"{checked} checked: {findings}."
