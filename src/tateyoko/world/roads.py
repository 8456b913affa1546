"""Authority steps of a world are replaced by the roads that they stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tateyoko.errors import Place, WorldError
from tateyoko.text import Text
from tateyoko.world.catalogue import problem
from tateyoko.world.means import Lack
from tateyoko.world.road import Road, road_of

if TYPE_CHECKING:
    from tateyoko.world.authority import Fact
    from tateyoko.world.model import World
    from tateyoko.world.procedures import Procedure, Step

__all__ = ["Mistake", "road_steps", "unfolded", "with_roads"]

_HERE = Text(ja="法の該当箇所", en="the law says so here")
_ALONE = ("patience", "repeat", "opens")
_ONLY = ("through", "forms", "marks", "anew", "found")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake of an author on the road of the law, or a finding that stops nothing."""

    code: str
    place: Place
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether the world cannot be used with it."""
        return self.code.startswith("TY")


def with_roads(world: World) -> World:
    """Return a world, merged for a scenario, whose authority steps have become their roads.

    Raises
    ------
    WorldError
        If the law asks for something that the world has no means for.
    """
    scene, found = unfolded(world)
    mistakes = [one for one in found if one.stops]
    if mistakes:
        raise WorldError([problem(one.code, one.place, **one.values) for one in mistakes])
    return scene


def unfolded(
    world: World, *, given: Collection[str] = (), days: Collection[dt.date] = ()
) -> tuple[World, list[Mistake]]:
    """Return a world, merged for a scenario, with its roads, and what is wrong with them.

    Parameters
    ----------
    world : World
        Merged for a scenario.
    given : collection of str
        Facts that the scenario itself sets, beside the steps of its procedures.
    days : collection of date
        Days of the scenario's postures; what is found on none of them is not looked at.
    """
    found: list[Mistake] = []
    facts: dict[str, Fact] = {}
    known = {*given, *_set_by_steps(world)}
    procedures = {
        id: _opened(world, procedure, facts, found, known, days)
        for id, procedure in world.procedures.items()
    }
    if all(procedures[id] is one for id, one in world.procedures.items()):
        return world, found
    return replace(world, procedures=procedures, facts={**facts, **world.facts}), found


def road_steps(world: World, step: Step) -> tuple[Step, ...]:
    """Return the steps that an authority step stands for; any other step stands for itself."""
    if not step.authority:
        return (step,)
    return road_of(world, step).steps


def _set_by_steps(world: World) -> Iterator[str]:
    """Yield the facts that steps set by themselves."""
    open_steps = [step for one in world.procedures.values() for step in one.steps.values()]
    while open_steps:
        step = open_steps.pop()
        open_steps += step.together.values()
        yield from step.sets


def _opened(
    world: World,
    procedure: Procedure,
    facts: dict[str, Fact],
    found: list[Mistake],
    known: Collection[str],
    days: Collection[dt.date],
) -> Procedure:
    found += _misplaced(procedure.steps)
    if not any(step.authority for step in procedure.steps.values()):
        return procedure
    steps: dict[str, Step] = {}
    for key, step in procedure.steps.items():
        if not step.authority:
            steps[key] = step
            continue
        road = road_of(world, step)
        found += _lacking(world, step, road)
        found += _unfounded(world, step, road, known, days)
        facts |= road.facts
        steps |= {one.id: one for one in road.steps}
    return replace(procedure, steps=steps)


def _unfounded(
    world: World, step: Step, road: Road, known: Collection[str], days: Collection[dt.date]
) -> Iterator[Mistake]:
    """Yield findings that say the same in every run, and values for what nobody finds here."""
    asked = {one.demand.id: one.demand for one in road.findings}
    for id in set(step.found) - set(asked) if not road.lacks else ():
        listed = ", ".join(sorted(asked)) or "–"
        yield Mistake("TY615", step.found[id].place, {"width": 1, "fact": id, "known": listed})
    for id in dict.fromkeys(one.demand.id for one in road.findings if one.may_come(days)):
        demand = asked[id]
        if id in step.found or id in known:
            continue
        fact = world.facts[id]
        judges = " / ".join(demand.bodies)
        yes = Text(ja="認める", en="yes") if demand.wanted else Text(ja="当たらない", en="no")
        values: dict[str, Any] = {"fact": id, "judge": judges, "width": len(step.id)}
        values |= {"said_ja": yes.ja, "said_en": yes.en}
        values |= {"name_ja": fact.name.ja, "name_en": fact.name.en}
        yield Mistake("PV301", step.place, values)


def _misplaced(steps: Mapping[str, Step], *, within: bool = False) -> Iterator[Mistake]:
    """Yield fields that do not go together, and authority steps beside others."""
    for step in steps.values():
        if step.authority and within:
            yield Mistake("TY614", step.place, {"width": len(step.id), "key": step.id})
        for name in _ALONE if step.authority else ():
            if getattr(step, name) is not None:
                yield Mistake("TY612", step.place, {"width": len(step.id), "key": name})
        for name in () if step.authority else _ONLY:
            if getattr(step, name):
                yield Mistake("TY613", step.place, {"width": len(step.id), "key": name})
        yield from _misplaced(step.together, within=True)


def _lacking(world: World, step: Step, road: Road) -> Iterator[Mistake]:
    """Yield what the law asks for and the world cannot do, each once."""
    seen: dict[tuple[str, tuple[str, ...]], Lack] = {}
    for lack in road.lacks:
        seen.setdefault((lack.demand.form, lack.demand.bodies), lack)
    for (form, bodies), lack in seen.items():
        rule = world.rules[lack.demand.power]
        related = [(lack.demand.place, _HERE)] if lack.demand.place.file else []
        yield Mistake(
            "TY611",
            step.place,
            {
                "width": len(step.id),
                "rule": rule.id,
                "name_ja": rule.name.ja,
                "name_en": rule.name.en,
                "form": form,
                "body": " / ".join(bodies),
                "day": lack.date,
                "related": related,
            },
        )
