"""Lists and pages of worlds, scenarios, postures and reforms, as lines of text and as data."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from tateyoko.cli.show_phrases import (
    basis_of,
    dates_of,
    estimate_words,
    tree_words,
    wording_words,
)
from tateyoko.cli.show_steps import procedure_lines
from tateyoko.errors import Place, UsageError, did_you_mean
from tateyoko.law import Node
from tateyoko.text import Lang, Text
from tateyoko.world import Estimate, Expr, World, estimates
from tateyoko.world.addresses import Address, addresses_of, walk
from tateyoko.world.aloud import say_expression
from tateyoko.world.authority import Rule
from tateyoko.world.kinds import Block, declared_fields
from tateyoko.world.model import MERGED
from tateyoko.world.organisation import DatedWords
from tateyoko.world.procedures import Procedure
from tateyoko.world.reform import Patch, Posture, Reform
from tateyoko.world.scenario import Event, Initial, Inject, Scenario, Sign

__all__ = [
    "Elements",
    "block_lines",
    "elements_of",
    "find_block",
    "namesake_lines",
    "plain",
    "posture_lines",
    "reform_lines",
    "scenario_lines",
    "source_lines",
    "unknown",
    "world_lines",
]

#: Blocks by path, each with the world that holds it and a scenario that has it.
Elements = Mapping[str, tuple[Address, World, str]]


def say(lang: Lang, ja: str, en: str) -> str:
    """Return one of two strings."""
    return ja if lang == "ja" else en


def unknown(ja: str, en: str, name: str, known: Mapping[str, object]) -> UsageError:
    """Return the error of a name that does not exist."""
    hint = did_you_mean(name, known) or Text(ja="", en="")
    listed = ", ".join(known)
    return UsageError(
        Text(
            ja=f"{ja}「{name}」はありません。あるのは {listed}。{hint.ja}",
            en=f"There is no {en} '{name}'; there are {listed}. {hint.en}".rstrip(),
        )
    )


# -- lists ------------------------------------------------------------------------------------


def world_lines(world: World, lang: Lang) -> Iterator[str]:
    """Yield what a world holds and what its numbers rest on."""
    yield f"{world.id} — {world.about.title[lang]}"
    if world.about.about is not None:
        yield world.about.about[lang]
    yield ""
    for section in MERGED:
        blocks = getattr(world, section)
        if blocks:
            shown = ", ".join(list(blocks)[:8]) + (" …" if len(blocks) > 8 else "")
            yield f"{section:<12} {len(blocks):>4}   {shown}"
    for section in ("scenarios", "postures", "reforms"):
        blocks = getattr(world, section)
        yield f"{section:<12} {len(blocks):>4}   {', '.join(blocks)}"
    numbers = estimates(world)
    sourced = sum(1 for one in numbers if one.source is not None)
    assumed = sum(1 for one in numbers if one.assumed is not None)
    yield ""
    yield say(
        lang,
        f"数値 {len(numbers)} 個：出典 {sourced}、仮定 {assumed}、構造 "
        f"{len(numbers) - sourced - assumed}。指摘 {len(world.findings)} 件。",
        f"{len(numbers)} numbers: {sourced} with a source, {assumed} assumed, "
        f"{len(numbers) - sourced - assumed} structural. {len(world.findings)} findings.",
    )


def scenario_lines(world: World, scenario: Scenario, lang: Lang) -> Iterator[str]:
    """Yield the page of one scenario."""
    yield f"{scenario.name} — {scenario.title[lang]}"
    yield scenario.question[lang]
    if scenario.about is not None:
        yield scenario.about[lang]
    yield ""
    horizon = estimate_words(scenario.horizon, lang)
    postures = ", ".join(
        f"{one}*" if one == scenario.baseline else one for one in scenario.postures
    )
    yield say(lang, f"期間 {horizon}、{scenario.zero}", f"Length {horizon}, {scenario.zero}")
    yield say(lang, f"態勢 {postures}（* は基準）", f"Postures {postures} (* baseline)")
    yield from _named(say(lang, "真相", "Truths"), scenario.truths, lang)
    yield from _named(say(lang, "相手", "Opponents"), scenario.opponents, lang)
    timed_blocks: tuple[tuple[str, Mapping[str, Event | Sign | Inject]], ...] = (
        (say(lang, "事象", "Events"), scenario.events),
        (say(lang, "徴候", "Signs"), scenario.signs),
        (say(lang, "状況付与", "Injects"), scenario.injects),
    )
    for title, blocks in timed_blocks:
        timed = sorted(blocks.values(), key=lambda one: (one.at.ms, one.id))
        for number, one in enumerate(timed):
            text = getattr(one, "text", None)
            words = text[lang] if isinstance(text, Text) else getattr(one, "note", "")
            head = title if number == 0 else ""
            yield f"{head:<10} {one.at.text:<12} {one.id:<8} {words}"
    yield from _named(say(lang, "窓", "Windows"), scenario.windows, lang)
    yield from _named(say(lang, "指標", "Measures"), scenario.measures, lang)
    for key, reason in scenario.not_modelled.items():
        yield say(lang, f"扱わない {key}：{reason}", f"not modelled: {key}: {reason}")


def _named(title: str, blocks: Mapping[str, Block], lang: Lang) -> Iterator[str]:
    for number, (key, block) in enumerate(blocks.items()):
        name = getattr(block, "name", None)
        words = name[lang] if isinstance(name, Text) else ""
        yield f"{title if number == 0 else '':<10} {key:<24} {words}"


def posture_lines(world: World, posture: Posture, lang: Lang) -> Iterator[str]:
    """Yield the page of one posture."""
    yield f"{posture.id} — {posture.title[lang]}"
    if posture.about is not None:
        yield posture.about[lang]
    yield say(lang, f"日付 {posture.date}", f"Date {posture.date}")
    for reform_id, strength in posture.reforms.items():
        title = world.reforms[reform_id].title[lang]
        yield f"{strength:>5g}  {reform_id:<6} {title}"
    for reform_id in posture.not_yet:
        reform = world.reforms.get(reform_id)
        title = "" if reform is None else reform.title[lang]
        yield f"{say(lang, '未実装', 'not yet'):>7}  {reform_id:<6} {title}"


def reform_lines(world: World, reform: Reform, lang: Lang) -> Iterator[str]:
    """Yield the page of one reform: how it works, what it changes, what it costs."""
    yield f"{reform.name} — {reform.title[lang]}"
    for text in (reform.mechanism, reform.reason):
        if text is not None:
            yield text[lang]
    if reform.adverse is not None:
        yield f"▲ {reform.adverse[lang]}"
    yield ""
    for title, parts in (
        (say(lang, "費用", "Cost"), reform.cost),
        (say(lang, "準備", "Lead time"), reform.lead_time),
    ):
        for name, one in parts.items():
            yield f"{title} {name}".rstrip() + f": {estimate_words(one, lang)}"
            yield f"     {basis_of(one, lang)}"
    if reform.requires:
        yield say(lang, "前提 ", "Requires ") + ", ".join(reform.requires)
    for patch in reform.patches:
        yield from _patch_lines(world, patch, lang)
    if reform.missing:
        yield say(lang, "必要な機構 ", "Waits for ") + ", ".join(reform.missing)


def _patch_lines(world: World, patch: Patch, lang: Lang) -> Iterator[str]:
    side = "▲" if patch.side == "adverse" else " "
    number = patch.by if patch.kind in ("scale", "add") else patch.to
    words = ""
    if isinstance(number, Estimate):
        words = estimate_words(number, lang)
    elif isinstance(number, str):
        words = number
    elif isinstance(number, tuple):
        words = ", ".join(number)
    if patch.step is not None:
        words = f"{'after' if patch.after else 'before'} {patch.after or patch.before}"
    yield f"{side}{patch.number:>3}. {patch.kind} {patch.target} {words}".rstrip()
    basis = basis_of(number, lang) if isinstance(number, Estimate) else ""
    if basis:
        yield f"        {basis}"
    if len(patch.matches) > 1:
        yield f"        = {', '.join(patch.matches)}"


# -- one block --------------------------------------------------------------------------------


def elements_of(world: World) -> Elements:
    """Return all blocks by path, each with the first scenario that has it and its world.

    What several scenarios share is walked once.
    """
    found: dict[str, tuple[Address, World, str]] = {}
    for scenario_id, scenario in world.scenarios.items():
        scene = world.for_scenario(scenario_id)
        fresh = {
            section: {
                id: block
                for id, block in getattr(scene, section).items()
                if block.path not in found or found[block.path][0].value is not block
            }
            for section in MERGED
        }
        for path, address in addresses_of(fresh, [scenario]).items():
            if address.what == "element":
                found.setdefault(path, (address, scene, scenario_id))
    if not world.scenarios:
        for section in MERGED:
            for block in getattr(world, section).values():
                address = Address(block.path, "element", block, None, block.place)
                found[block.path] = (address, world, "")
    return found


def find_block(world: World, elements: Elements, name: str) -> tuple[Address, World, str]:
    """Return a block by its path or id, the world that holds it, and a scenario that has it.

    Raises
    ------
    UsageError
        If there is no such block, or several have the id.
    """
    if name in elements:
        return elements[name]
    same = [path for path in elements if path.rsplit(".", maxsplit=1)[-1] == name]
    # A block of a section comes before steps of procedures that have the same key.
    same = [path for path in same if path.count(".") == 1] or same
    if len(same) == 1:
        return elements[same[0]]
    if len(same) > 1:
        listed = ", ".join(same)
        raise UsageError(
            Text(
                ja=f"「{name}」は複数あります：{listed}。番地で指定してください。",
                en=f"There are several '{name}': {listed}. Give the whole path.",
            )
        )
    commands = _commands_for(world, name)
    if commands:
        listed = ", ".join(commands)
        raise UsageError(
            Text(
                ja=f"「{name}」は次の命令で示します：{listed}",
                en=f"'{name}' is shown by another command: {listed}",
            )
        )
    hint = did_you_mean(name, [*elements, *(path.split(".")[-1] for path in elements)])
    found = hint or Text(ja="", en="")
    raise UsageError(
        Text(
            ja=f"「{name}」という定義はありません。{found.ja}",
            en=f"There is no block '{name}'. {found.en}".rstrip(),
        )
    )


def namesake_lines(
    world: World, elements: Elements, name: str, shown: str, lang: Lang
) -> Iterator[str]:
    """Yield what else a bare id may mean besides the block that is shown.

    Parameters
    ----------
    name : str
        What was asked for; a whole path means one thing only.
    shown : str
        Path of the block that is shown.
    """
    if name == shown:
        return
    others = _commands_for(world, name)
    paths = {path for path in elements if path.rsplit(".", maxsplit=1)[-1] == name}
    others += [f"tateyoko worlds show {path}" for path in sorted(paths - {shown})]
    if others:
        yield say(
            lang,
            f"「{name}」には他の意味もあります（以下は {shown}）：",
            f"'{name}' has other meanings too (below: {shown}):",
        )
        yield from (f"  {command}" for command in others)
        yield ""


def _commands_for(world: World, name: str) -> list[str]:
    """Return the commands that show scenarios, postures and reforms of a name."""
    sections = ("scenarios", "postures", "reforms")
    return [
        f"tateyoko {section} show {name}" for section in sections if name in getattr(world, section)
    ]


def block_lines(world: World, block: Block, lang: Lang) -> Iterator[str]:
    """Yield the page of one block: its fields, its numbers, where they are from."""
    name = getattr(block, "name", None)
    title = name[lang] if isinstance(name, Text) else ""
    yield f"{title} ({block.path})" if title else block.path
    yield f"{block.place}"
    dates = dates_of(block, lang)
    if dates:
        yield dates
    yield ""
    if isinstance(block, Procedure):
        yield from procedure_lines(world, block, lang)
    elif isinstance(block, Rule) and block.wordings:
        for wording in block.wordings:
            yield f"{wording.cite} {dates_of(wording, lang)}".strip()
            yield f"  {wording_words(world, wording, lang)}"
    else:
        yield from _field_lines(world, block, lang, "")
    note = getattr(block, "note", "")
    if note:
        yield say(lang, f"備考：{note}", f"Note: {note}")


_ELSEWHERE = ("name", "source", "assumed", "note", "since", "until")


def _field_lines(world: World, block: Block, lang: Lang, indent: str) -> Iterator[str]:
    for item in declared_fields(type(block)):
        value = getattr(block, item.attribute)
        if item.attribute in _ELSEWHERE or value is None or value in ((), {}, "", False):
            continue
        head = f"{indent}{item.key}"
        if isinstance(value, Block):
            yield f"{head}: {item.doc[lang]}"
            yield from _field_lines(world, value, lang, indent + "  ")
        elif isinstance(value, Estimate):
            yield f"{head}: {estimate_words(value, lang)} — {item.doc[lang]}"
            yield from _basis_lines(value, lang, indent)
        elif isinstance(value, Mapping):
            yield f"{head}: {item.doc[lang]}"
            yield from _mapping_lines(world, value, lang, indent + "  ")
        elif isinstance(value, tuple) and value and isinstance(value[0], Block):
            yield f"{head}: {item.doc[lang]}"
            for one in value:
                yield from _field_lines(world, one, lang, indent + "  ")
        else:
            yield f"{head}: {_words(world, value, lang)} — {item.doc[lang]}"


def _mapping_lines(
    world: World, mapping: Mapping[Any, Any], lang: Lang, indent: str
) -> Iterator[str]:
    for key, value in mapping.items():
        word = say_expression(world, key)[lang] if isinstance(key, Expr) else key
        if isinstance(value, Block):
            yield f"{indent}{word}"
            yield from _field_lines(world, value, lang, indent + "  ")
        elif isinstance(value, Estimate):
            yield f"{indent}{word}: {estimate_words(value, lang)}"
            yield from _basis_lines(value, lang, indent)
        else:
            yield f"{indent}{word}: {_words(world, value, lang)}"


def _basis_lines(estimate: Estimate, lang: Lang, indent: str) -> Iterator[str]:
    for one in [each for _, each in estimate.dated] or [estimate]:
        basis = basis_of(one, lang)
        if basis:
            yield f"{indent}     {basis}"


def _words(world: World, value: Any, lang: Lang) -> str:
    match value:
        case Text():
            return value[lang]
        case Expr():
            return say_expression(world, value)[lang]
        case DatedWords():
            steps = value.steps
            if len(steps) == 1 and steps[0][0] == dt.date.min:
                return ", ".join(steps[0][1])
            return "; ".join(f"{date}: {', '.join(words)}" for date, words in steps)
        case Initial():
            number = value.roll or value.estimate
            return f"{value.value:g}" if number is None else estimate_words(number, lang)
        case tuple() if value and isinstance(value[0], tuple):
            return " ".join(f"({', '.join(f'{one:g}' for one in point)})" for point in value)
        case tuple():
            return ", ".join(_words(world, one, lang) for one in value)
        case bool():
            return say(lang, "はい" if value else "いいえ", "yes" if value else "no")
        case _ if isinstance(value, Node):
            return tree_words(world, value, lang)
        case _:
            return str(getattr(value, "text", value))


def source_lines(world: World, block: Block, lang: Lang) -> Iterator[str]:
    """Yield the sources that a block and its numbers name."""
    keys = dict.fromkeys(
        address.value.source
        for address in walk(block)
        if address.what == "number" and address.value.source
    )
    own = [getattr(block, "source", None), *getattr(block, "sources", ())]
    keys = dict.fromkeys([key for key in own if key]) | keys
    for number, key in enumerate(keys):
        source = world.sources.get(key)
        if number == 0:
            yield ""
            yield say(lang, "出典", "Sources")
        if source is None:
            continue
        about = ", ".join(part for part in (source.publisher, source.date) if part)
        yield f"  {key}: {source.title[lang]}" + (f" ({about})" if about else "")
        if source.url:
            yield f"      {source.url}"


# -- plain data -------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return blocks, estimates and texts as data that JSON can hold."""
    match value:
        case Estimate():
            return _plain_estimate(value)
        case Block():
            fields = {
                item.key: plain(getattr(value, item.attribute))
                for item in declared_fields(type(value))
            }
            kept = {key: one for key, one in fields.items() if one not in (None, [], {}, "")}
            return {"id": value.id, "path": value.path, "place": str(value.place), **kept}
        case Text():
            return {"ja": value.ja, "en": value.en}
        case Expr():
            return value.text
        case DatedWords():
            return {
                "any" if date == dt.date.min else str(date): list(words)
                for date, words in value.steps
            }
        case Initial():
            return plain(value.roll or value.estimate or value.value)
        case Mapping():
            return {
                (key.text if isinstance(key, Expr) else str(key)): plain(one)
                for key, one in value.items()
            }
        case tuple() | list():
            return [plain(one) for one in value]
        case dt.date() | Place():
            return str(value)
        case str() | int() | float() | None:
            return value
        case _ if isinstance(value, Node):
            return _plain_tree(value)
        case _:
            return getattr(value, "text", str(value))


def _plain_tree(node: Node) -> Any:
    fields = {
        name: getattr(node, name)
        for name in ("id", "k", "number", "operator", "bound")
        if hasattr(node, name)
    }
    for name in ("branches", "branch"):
        if hasattr(node, name):
            inner = getattr(node, name)
            fields["of"] = (
                [_plain_tree(one) for one in inner]
                if isinstance(inner, tuple)
                else _plain_tree(inner)
            )
    return {"node": type(node).__name__.lower(), **fields}


def _plain_estimate(estimate: Estimate) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "path": estimate.path,
        "place": str(estimate.place),
        "shape": estimate.shape,
        "numbers": [number / estimate.factor for number in estimate.numbers],
        "unit": estimate.unit,
        "dimension": estimate.dimension,
    }
    if estimate.low is not None and estimate.high is not None:
        shown["range"] = [estimate.low / estimate.factor, estimate.high / estimate.factor]
    if estimate.sweep is not None:
        shown["sweep"] = list(estimate.sweep)
    for key in ("source", "assumed"):
        if getattr(estimate, key):
            shown[key] = getattr(estimate, key)
    if len(estimate.dated) > 1:
        shown["dated"] = {str(date): _plain_estimate(one) for date, one in estimate.dated}
    return shown
