"""`tateyoko worlds | scenarios | postures | reforms [show X]`: what there is, with sources."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tateyoko.cli.console import help_text, language
from tateyoko.cli.options import AsJson, Folder, Language
from tateyoko.text import Lang, Text

if TYPE_CHECKING:
    from tateyoko.law.catalogue import Catalogue, Term
    from tateyoko.law.flatten import Power
    from tateyoko.world import World

__all__ = ["register"]

_Name = Annotated[str, typer.Argument(metavar="X", help=help_text("id か番地", "id or path"))]


@dataclass(frozen=True, slots=True)
class _Command:
    """One of the four commands: its name, its help, and what its list and its pages show."""

    name: str
    help: Text
    section: str
    ja: str
    en: str


_COMMANDS = (
    _Command(
        "worlds",
        Text(
            ja="世界の内容を示す（show X で役職・会議・手続などの一件）",
            en="what the world holds; show X for one post, meeting, procedure …",
        ),
        "",
        "",
        "",
    ),
    _Command(
        "scenarios",
        Text(ja="想定の一覧（show X で一件）", en="the scenarios; show X for one of them"),
        "scenarios",
        "想定",
        "scenario",
    ),
    _Command(
        "postures",
        Text(ja="態勢の一覧（show X で一件）", en="the postures; show X for one of them"),
        "postures",
        "態勢",
        "posture",
    ),
    _Command(
        "reforms",
        Text(ja="提言の一覧（show X で一件）", en="the reforms; show X for one of them"),
        "reforms",
        "提言",
        "reform",
    ),
)


def register(app: typer.Typer) -> None:
    """Add the four commands to the command line."""
    for command in _COMMANDS:
        text = help_text(command.help.ja, command.help.en)
        app.add_typer(_sub_app(command), name=command.name, help=text)


def _sub_app(command: _Command) -> typer.Typer:
    sub = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False)

    def show_list(
        context: typer.Context,
        world: Folder = None,
        as_json: AsJson = False,
        lang: Language = None,
    ) -> None:
        if context.invoked_subcommand is None:
            _list(command, world, as_json=as_json, lang=language(lang))

    def show_one(
        name: _Name,
        world: Folder = None,
        as_json: AsJson = False,
        lang: Language = None,
    ) -> None:
        _show(command, name, world, as_json=as_json, lang=language(lang))

    sub.callback()(show_list)
    page = help_text("一件を出典とともに示す", "one page, with its sources")
    if command.section:
        sub.command("show", help=page)(show_one)
    else:
        sub.command("show", help=page)(show_block)
    return sub


def show_block(
    name: _Name,
    world: Folder = None,
    net: Annotated[
        bool,
        typer.Option(
            "--net",
            help=help_text("網の段として何になるかを示す", "the steps of the net that it becomes"),
        ),
    ] = False,
    scenario: Annotated[
        str | None,
        typer.Option(help=help_text("どの想定の網か", "scenario whose net is meant")),
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Show one block of the world, or what it becomes in a net."""
    from tateyoko.cli import show_pages as pages

    chosen = language(lang)
    opened = _open(world)
    elements = pages.elements_of(opened)
    address, scene, holder = pages.find_block(opened, elements, name)
    if net:
        from tateyoko.compiler import compile_model

        if scenario is not None and scenario not in opened.scenarios:
            raise pages.unknown(ja="想定", en="scenario", name=scenario, known=opened.scenarios)
        text = compile_model(opened, scenario or holder).explain(address.path)
        _print([text] if not as_json else [_json({"path": address.path, "net": text})])
    elif as_json:
        data = pages.plain(address.value)
        for catalogue, entry in _enacted(opened, address.value):
            from tateyoko.cli.law_data import entry_data

            data["law"] = entry_data(catalogue, entry)
        _print([_json(data)])
    else:
        _print(pages.namesake_lines(opened, elements, name, address.path, chosen))
        _print(pages.block_lines(scene, address.value, chosen))
        _print(pages.source_lines(scene, address.value, chosen))
        for catalogue, entry in _enacted(opened, address.value):
            from tateyoko.cli.law_pages import provenance_lines

            _print(["", *provenance_lines(catalogue, entry, chosen)])


def _enacted(world: "World", block: Any) -> "list[tuple[Catalogue, Term | Power]]":
    """Return the catalogue and the entry that a block of a world comes from; else nothing."""
    from tateyoko.world.authority import Fact, Rule
    from tateyoko.world.literate import has_law, read_law

    is_law = (isinstance(block, Fact) and block.term) or (
        isinstance(block, Rule) and block.wordings
    )
    if not is_law or not has_law(Path(world.folder)):
        return []
    catalogue = read_law(Path(world.folder))
    entries: Mapping[str, Term | Power] = {
        **catalogue.facts,
        **catalogue.rules,
        **catalogue.situations,
        **catalogue.actions,
    }
    return [(catalogue, entries[block.id])] if block.id in entries else []


def _open(folder: Path | None) -> "World":
    from tateyoko.cli.worlds import open_world

    return open_world(folder)


def _list(command: _Command, folder: Path | None, *, as_json: bool, lang: Lang) -> None:
    from tateyoko.cli import show_pages as pages

    world = _open(folder)
    if not command.section:
        if as_json:
            _print([_json(_world_data(world))])
        else:
            _print(pages.world_lines(world, lang))
            _print(f"{one.render(lang)}\n" for one in world.findings)
        return
    blocks: Mapping[str, Any] = getattr(world, command.section)
    if as_json:
        _print([_json([_headline(key, block) for key, block in blocks.items()])])
        return
    width = max((len(key) for key in blocks), default=0)
    _print(f"{key:<{width}}  {_mark(block)}{block.title[lang]}" for key, block in blocks.items())


def _mark(block: Any) -> str:
    date = getattr(block, "date", None)
    if date is not None:
        return f"{date}  "
    status = getattr(block, "status", "")
    return "–  " if status == "not_yet_modelled" else ""


def _headline(key: str, block: Any) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": key,
        "title": {"ja": block.title.ja, "en": block.title.en},
        "place": str(block.place),
    }
    for name in ("number", "status"):
        if getattr(block, name, None) is not None:
            line[name] = getattr(block, name)
    if getattr(block, "date", None) is not None:
        line["date"] = str(block.date)
    return line


def _world_data(world: "World") -> dict[str, Any]:
    from tateyoko.cli.show_pages import plain
    from tateyoko.world import estimates
    from tateyoko.world.model import MERGED

    sections = (*MERGED, "scenarios", "postures", "reforms")
    return {
        "id": world.id,
        "title": plain(world.about.title),
        "about": plain(world.about.about),
        "digest": world.digest,
        "sections": {section: list(getattr(world, section)) for section in sections},
        "estimates": [plain(one) for one in estimates(world)],
        "findings": [
            {"code": one.code, "place": str(one.place), "what": plain(one.what)}
            for one in world.findings
        ],
    }


def _show(command: _Command, name: str, folder: Path | None, *, as_json: bool, lang: Lang) -> None:
    from tateyoko.cli import show_pages as pages

    world = _open(folder)
    blocks: Mapping[str, Any] = getattr(world, command.section)
    if name not in blocks:
        raise pages.unknown(ja=command.ja, en=command.en, name=name, known=blocks)
    block = blocks[name]
    if as_json:
        data = pages.plain(block)
        if command.section == "reforms":
            data["patches"] = [pages.plain(patch) for patch in block.patches]
        _print([_json(data)])
        return
    makers: dict[str, Callable[[World, Any, Lang], Iterable[str]]] = {
        "scenarios": pages.scenario_lines,
        "postures": pages.posture_lines,
        "reforms": pages.reform_lines,
    }
    _print(makers[command.section](world, block, lang))
    _print(pages.source_lines(world, block, lang))


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
