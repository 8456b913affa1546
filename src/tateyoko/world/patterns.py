"""Patterns: scenarios that stand for a type of crisis, and postures that stand for an era."""

from collections.abc import Iterable, Mapping

from tateyoko.errors import Place
from tateyoko.text import Text
from tateyoko.world.crisis import CONTEXTS, ERAS
from tateyoko.world.model import World
from tateyoko.world.parse import Reader
from tateyoko.world.scenario import Scenario, Value

__all__ = ["check_patterns", "eras_of", "patterns_of"]

#: Contexts whose word must be named, because two words alone would not make a number.
_NAMED = frozenset({"lead", "era"})


def patterns_of(world: World) -> Mapping[str, str]:
    """Return the id of the scenario that stands for each type of crisis."""
    return {
        scenario.stands_for.type: id
        for id, scenario in world.scenarios.items()
        if scenario.stands_for is not None
    }


def eras_of(world: World) -> Mapping[str, str]:
    """Return the id of the posture that stands for each era."""
    return {
        posture.stands_for_era: id
        for id, posture in world.postures.items()
        if posture.stands_for_era is not None
    }


def check_patterns(world: World, reader: Reader) -> None:
    """Report values that take what no case gives, double patterns, and eras of another time."""
    for scenario in world.scenarios.values():
        for value in (scenario.values or {}).values():
            if value is not None and value.context is not None:
                _check_value(scenario, value, reader)
    types = [
        (scenario.stands_for.type, scenario.name, scenario.stands_for.place)
        for scenario in world.scenarios.values()
        if scenario.stands_for is not None and scenario.stands_for.type
    ]
    _check_single(types, reader)
    eras = [
        (posture.stands_for_era, posture.id, posture.place)
        for posture in world.postures.values()
        if posture.stands_for_era is not None
    ]
    _check_single(eras, reader)
    for posture in world.postures.values():
        era, date = posture.stands_for_era, posture.date
        if era is None or date is None:
            continue
        first, last = ERAS[era]
        if not first <= date.year <= last:
            reader.report(
                "TY515",
                posture.place,
                width=len(posture.id),
                name=posture.id,
                era=era,
                date=date.isoformat(),
            )


def _check_single(entries: Iterable[tuple[str, str, Place]], reader: Reader) -> None:
    first: dict[str, tuple[str, Place]] = {}
    for what, name, place in entries:
        if what not in first:
            first[what] = (name, place)
            continue
        other, there = first[what]
        related = [(there, Text(ja="もう一方", en="other"))]
        reader.report("TY514", place, width=1, name=name, what=what, other=other, related=related)


def _check_value(scenario: Scenario, value: Value, reader: Reader) -> None:
    context = value.context
    assert context is not None
    if scenario.stands_for is None:
        reader.report("TY512", value.place, width=len(value.id), name=value.id)
    words = CONTEXTS[context]
    if value.equals is None and context in _NAMED:
        found, en, ja = "…", f"Say which: {', '.join(words)}.", f"{'、'.join(words)} から選びます。"
    elif value.equals is not None and not words:
        found = value.equals
        en = "It is a number or a truth and needs no 'is'."
        ja = "数または真偽なので is は要りません。"
    elif value.equals is not None and value.equals not in words:
        found = value.equals
        en, ja = f"Write one of {', '.join(words)}.", f"{'、'.join(words)} のいずれかを書きます。"
    else:
        return
    reader.report(
        "TY513",
        value.place,
        width=len(value.id),
        context=context,
        found=found,
        advice_en=en,
        advice_ja=ja,
    )
