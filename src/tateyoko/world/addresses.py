"""Walking through blocks: the address of every number, word and element of a world."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tateyoko.errors import Place
from tateyoko.world import kinds
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import Block, Kind, declared_fields
from tateyoko.world.model import MERGED, World
from tateyoko.world.reform import Reform
from tateyoko.world.scenario import Initial, Scenario

__all__ = [
    "Address",
    "addresses_around",
    "addresses_of",
    "estimates",
    "index",
    "match",
    "walk",
]


@dataclass(frozen=True, slots=True)
class Address:
    """Something that a patch can change.

    Attributes
    ----------
    path : str
        Its address.
    what : str
        ``number``, ``words`` or ``element``; ``hop`` for one post of a chain.
    value : object
        The estimate, the words, or the block.
    kind : Kind or None
        The declaration of a number or of words.
    place : Place
        Where it is written.
    """

    path: str
    what: str
    value: Any
    kind: Kind | None
    place: Place


_WORDS = (kinds.Words, kinds.Ref, kinds.Choice, kinds.Clearance)


def walk(block: Block, within: Collection[str] | None = None) -> Iterator[Address]:
    """Yield the addresses of what a block holds, in the order of its declaration.

    Of blocks with an id of their own, only those whose address is in `within`, if that is given.
    """
    for item in declared_fields(type(block)):
        value = getattr(block, item.attribute)
        if value is not None:
            path = f"{block.path}.{item.key}" if block.path else item.key
            yield from _field(item.kind, value, path, block, within)


def _field(
    kind: Kind, value: Any, path: str, block: Block, within: Collection[str] | None
) -> Iterator[Address]:
    match kind:
        case kinds.Estimated():
            yield Address(value.path, "number", value, kind, value.place)
        case kinds.Parts(of=of) | kinds.MapOf(of=kinds.Estimated() as of):
            for one in value.values():
                if one is not None:
                    yield Address(one.path, "number", one, of, one.place)
        case kinds.Start():
            for initial in value.values():
                yield from _initial(initial)
        case kinds.Shares():
            for one in value.values():
                if isinstance(one, Estimate):
                    yield Address(one.path, "number", one, kinds.Estimated("prob"), one.place)
        case kinds.Nested():
            yield from walk(value, within)
        case kinds.MapOfBlocks():
            for one in value.values():
                if one is not None and (within is None or one.path in within):
                    yield Address(one.path, "element", one, kind, one.place)
                    yield from walk(one, within)
        case kinds.ListOf(of=kinds.Nested()):
            for one in value:
                if one is not None:
                    yield from walk(one, within)
        case kinds.ListOf(of=of):
            if isinstance(of, _WORDS):
                yield Address(path, "words", value, kind, block.place)
                if path.startswith("chains.") and path.endswith(".path"):
                    for hop in value:
                        yield Address(f"{path}.{hop}", "hop", block, kind, block.place)
        case _ if isinstance(kind, _WORDS):
            yield Address(path, "words", value, kind, block.place)
        case _:
            return


def _initial(initial: Initial) -> Iterator[Address]:
    number = initial.roll or initial.estimate
    if number is not None:
        kind = kinds.Estimated("prob" if initial.roll is not None else "any", low=None)
        yield Address(number.path, "number", number, kind, number.place)


def addresses_of(
    blocks: Mapping[str, Mapping[str, Block]],
    scenarios: Iterable[Scenario],
    within: Collection[str] | None = None,
) -> dict[str, Address]:
    """Return everything that a patch can change in a world and its scenarios, by path.

    Of blocks with an id of their own, only those whose address is in `within`, if that is given.
    """
    found: dict[str, Address] = {}
    for section in blocks.values():
        for block in section.values():
            if within is None or block.path in within:
                found[block.path] = Address(block.path, "element", block, None, block.place)
                found.update((address.path, address) for address in walk(block, within))
    for scenario in scenarios:
        found.update((address.path, address) for address in walk(scenario, within))
    return found


def index(
    scene: World, scenario_id: str, within: Collection[str] | None = None
) -> dict[str, Address]:
    """Return everything that a patch can change in one scenario of a world, by path.

    Parameters
    ----------
    scene : World
        The world for this scenario, from `World.for_scenario`.
    scenario_id : str
        The scenario.
    within : collection of str, optional
        Only blocks with these addresses; by default all.
    """
    blocks = {section: getattr(scene, section) for section in MERGED}
    return addresses_of(blocks, [scene.scenarios[scenario_id]], within)


def addresses_around(reforms: Iterable[Reform]) -> set[str]:
    """Return the addresses that the patches of reforms change, and those of all around them."""
    found: set[str] = set()
    for reform in reforms:
        for patch in reform.patches:
            for path in (*patch.matches, patch.into or ""):
                parts = path.split(".")
                found |= {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return found


def estimates(world: World, scenario_id: str | None = None) -> tuple[Estimate, ...]:
    """Return every estimate of a world, in path order.

    Parameters
    ----------
    world : World
        The world.
    scenario_id : str, optional
        Only what this scenario sees; by default the world and all its scenarios. Numbers of
        reforms are included, under ``reforms.ID``.

    Returns
    -------
    tuple of Estimate
        Each with path, value, range, unit, source or assumption, and place.
    """
    if scenario_id is None:
        blocks = {section: getattr(world, section) for section in MERGED}
        found = addresses_of(blocks, world.scenarios.values())
    else:
        found = index(world.for_scenario(scenario_id), scenario_id)
    for block in (world.about, *world.reforms.values()):
        found.update((address.path, address) for address in walk(block))
    for reform in world.reforms.values():
        for patch in reform.patches:
            for number in (patch.to, patch.by):
                if isinstance(number, Estimate):
                    found[number.path] = Address(number.path, "number", number, None, number.place)
    numbers = [address.value for address in found.values() if address.what == "number"]
    return tuple(sorted(numbers, key=lambda number: number.path))


def match(pattern: str, addresses: Collection[str]) -> tuple[str, ...]:
    """Return the addresses that a pattern means; ``*`` stands for one whole part.

    Examples
    --------
    >>> match("posts.*.hands", ["posts.pm.hands", "posts.pm.busy", "posts.js.hands"])
    ('posts.pm.hands', 'posts.js.hands')
    """
    wanted = pattern.split(".")
    if "*" not in wanted:
        return (pattern,) if pattern in addresses else ()
    found = []
    for address in addresses:
        parts = address.split(".")
        if len(parts) == len(wanted) and all(
            w in ("*", p) for w, p in zip(wanted, parts, strict=True)
        ):
            found.append(address)
    return tuple(found)
