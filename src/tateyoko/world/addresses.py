"""Walking through blocks: the address of every number, word and element of a world."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tateyoko.errors import Place
from tateyoko.world import kinds
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import Block, Kind, declared_fields
from tateyoko.world.model import MERGED, World
from tateyoko.world.scenario import Initial, Scenario

__all__ = [
    "Address",
    "addresses_of",
    "estimates",
    "index",
    "index_over",
    "match",
    "shared_index",
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


def walk(block: Block) -> Iterator[Address]:
    """Yield the addresses of what a block holds, in the order of its declaration."""
    for item in declared_fields(type(block)):
        value = getattr(block, item.attribute)
        path = f"{block.path}.{item.key}" if block.path else item.key
        yield from _field(item.kind, value, path, block)


def _field(kind: Kind, value: Any, path: str, block: Block) -> Iterator[Address]:
    if value is None:
        return
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
            yield from walk(value)
        case kinds.MapOfBlocks():
            for one in value.values():
                if one is not None:
                    yield Address(one.path, "element", one, kind, one.place)
                    yield from walk(one)
        case kinds.ListOf(of=kinds.Nested()):
            for one in value:
                if one is not None:
                    yield from walk(one)
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
    blocks: Mapping[str, Mapping[str, Block]], scenarios: Iterable[Scenario]
) -> dict[str, Address]:
    """Return everything that a patch can change in a world and its scenarios, by path."""
    found: dict[str, Address] = {}
    for section in blocks.values():
        for block in section.values():
            found[block.path] = Address(block.path, "element", block, None, block.place)
            found.update((address.path, address) for address in walk(block))
    for scenario in scenarios:
        found.update((address.path, address) for address in walk(scenario))
    return found


def index(world: World, scenario_id: str) -> dict[str, Address]:
    """Return everything that a patch can change in one scenario of a world, by path."""
    return index_over(shared_index(world), world, scenario_id)


def shared_index(world: World) -> dict[str, Address]:
    """Return everything that a patch can change in the world's own blocks, by path."""
    return addresses_of({section: getattr(world, section) for section in MERGED}, ())


def index_over(shared: Mapping[str, Address], world: World, scenario_id: str) -> dict[str, Address]:
    """Return what `index` does, given the `shared_index` of the world.

    A whole world is large and its scenarios are many, so what they share is walked once.
    """
    scene = world.for_scenario(scenario_id)
    own: dict[str, dict[str, Block]] = {}
    replaced: list[str] = []
    for section in MERGED:
        known = getattr(world, section)
        for id, block in getattr(scene, section).items():
            if known.get(id) is not block:
                own.setdefault(section, {})[id] = block
                if id in known:
                    replaced.append(f"{block.path}.")
    kept = dict(shared)
    if replaced:
        heads = tuple(replaced)
        kept = {path: one for path, one in shared.items() if not f"{path}.".startswith(heads)}
    kept.update(addresses_of(own, [world.scenarios[scenario_id]]))
    return kept


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
        found = index(world, scenario_id)
    for block in (world.about, *world.reforms.values()):
        found.update((address.path, address) for address in walk(block))
    for reform in world.reforms.values():
        for patch in reform.patches:
            for number in (patch.to, patch.by):
                if isinstance(number, Estimate):
                    found[number.path] = Address(number.path, "number", number, None, number.place)
    numbers = [address.value for address in found.values() if address.what == "number"]
    return tuple(sorted(numbers, key=lambda number: number.path))


def match(pattern: str, addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses that a pattern means; ``*`` stands for one whole part.

    Examples
    --------
    >>> match("posts.*.hands", ["posts.pm.hands", "posts.pm.busy", "posts.js.hands"])
    ('posts.pm.hands', 'posts.js.hands')
    """
    wanted = pattern.split(".")
    if "*" not in wanted:
        return tuple(one for one in addresses if one == pattern)
    found = []
    for address in addresses:
        parts = address.split(".")
        if len(parts) == len(wanted) and all(
            w in ("*", p) for w, p in zip(wanted, parts, strict=True)
        ):
            found.append(address)
    return tuple(found)
