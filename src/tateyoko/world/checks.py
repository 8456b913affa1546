"""Checks of a whole world that no single field shows: cycles, quorums, loops, prerequisites."""

from collections.abc import Iterable, Iterator, Mapping

from tateyoko.errors import Place
from tateyoko.text import Text
from tateyoko.world.channels import Chain, Channel, Meeting
from tateyoko.world.model import World
from tateyoko.world.parse import Reader
from tateyoko.world.patches import missing_prerequisites
from tateyoko.world.patterns import check_patterns
from tateyoko.world.people_checks import check_people
from tateyoko.world.procedures import Procedure, Step
from tateyoko.world.reform import Posture, Reform
from tateyoko.world.roads import unfolded
from tateyoko.world.scenario import Scenario
from tateyoko.world.successions import Succession

__all__ = ["check_structure", "find_cycles", "steps_of"]

_HERE = Text(ja="循環の一部", en="part of the circle")


def check_structure(world: World, reader: Reader) -> dict[str, World]:
    """Report cycles, impossible quorums, eternal loops and other mistakes across blocks.

    Returns
    -------
    dict of str to World
        The world for each scenario, with the roads of the law; without them if anything is wrong.
    """
    complete = not reader.problems
    scenes = {id: world.merged(id) for id in world.scenarios}
    for scene in (world, *scenes.values()):
        _check_scene(scene, reader)
    for id, scene in scenes.items() if complete else ():
        scenario = world.scenarios[id]
        days = {world.postures[one].date for one in scenario.postures if one in world.postures}
        scenes[id], mistakes = unfolded(scene, given=_given(scenario), days=days)
        for mistake in mistakes:
            if mistake.stops:
                reader.report(mistake.code, mistake.place, **mistake.values)
            else:
                reader.note(mistake.code, mistake.place, **mistake.values)
    for scenario in world.scenarios.values():
        _check_scenario(scenario, reader)
    _check_reform_cycles(world.reforms, reader)
    for posture in world.postures.values():
        _check_prerequisites(posture, world.reforms, reader)
    check_patterns(world, reader)
    return scenes


def _given(scenario: Scenario) -> set[str]:
    """Return the facts that the events and messages of a scenario set."""
    blocks = (*scenario.events.values(), *scenario.injects.values(), *scenario.signs.values())
    return {name for one in blocks for name in getattr(one, "sets", {})}


def _check_scene(world: World, reader: Reader) -> None:
    parents = {key: [post.parent] for key, post in world.posts.items() if post.parent}
    places = {key: post.place for key, post in world.posts.items()}
    _report_cycles(reader, "TY501", parents, places)
    for chain in world.chains.values():
        _check_chain(chain, reader)
    for channel in world.channels.values():
        _check_channel(channel, reader)
    for meeting in world.meetings.values():
        _check_meeting(meeting, reader)
    for succession in world.successions.values():
        _check_succession(succession, reader)
    for fact in world.facts.values():
        if fact.kind == "judged" and fact.judge is None:
            reader.report("TY602", fact.place, width=len(fact.id))
    for procedure in world.procedures.values():
        _check_loops(procedure, reader)
    _check_starts(world.procedures, reader)
    check_people(world, reader)


def find_cycles(edges: Mapping[str, Iterable[str | None]]) -> Iterator[list[str]]:
    """Yield the cycles of a graph, each once, beginning with its first node in written order.

    Examples
    --------
    >>> list(find_cycles({"a": ["b"], "b": ["a"], "c": ["a"]}))
    [['a', 'b']]
    """
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        stack: list[tuple[str, Iterator[str | None]]] = []
        if start in done:
            continue
        path.append(start)
        stack.append((start, iter(edges.get(start, ()))))
        while stack:
            node, targets = stack[-1]
            target = next(targets, "")
            if target == "":
                stack.pop()
                path.pop()
                done.add(node)
            elif target in path:
                yield path[path.index(target) :]
            elif target is not None and target not in done:
                path.append(target)
                stack.append((target, iter(edges.get(target, ()))))


def _report_cycles(
    reader: Reader,
    code: str,
    edges: Mapping[str, Iterable[str | None]],
    places: Mapping[str, Place],
) -> None:
    for cycle in find_cycles(edges):
        first = cycle[0]
        reader.report(
            code,
            places[first],
            width=len(first),
            circle=" → ".join([*cycle, first]),
            related=[(places[one], _HERE) for one in cycle[1:]],
        )


def _check_chain(chain: Chain, reader: Reader) -> None:
    seen: set[str] = set()
    for hop in chain.hops or ():
        if hop in seen:
            reader.report("TY503", chain.place, width=len(chain.id), name=hop)
        seen.add(hop)


def _check_channel(channel: Channel, reader: Reader) -> None:
    ends = channel.between or ()
    if len(ends) > 1 and len(set(ends)) == 1:
        reader.report("TY507", channel.place, width=len(channel.id), name=ends[0])


def _check_meeting(meeting: Meeting, reader: Reader) -> None:
    present = meeting.present
    if present is None:
        return
    everyone = set(present.everyone or ())
    also = present.also
    if also is not None and also.at_least is not None:
        least, count = also.at_least.value, len(set(also.of or ()))
        if least > count:
            reader.report("TY506", also.at_least.place, width=1, least=f"{least:g}", count=count)
        everyone |= set(also.of or ())
    seated = {*(meeting.seats or ()), *(meeting.may_attend or ())}
    for member in (*(present.everyone or ()), *((also.of or ()) if also is not None else ())):
        if meeting.seats and member not in seated:
            reader.report("TY516", present.place, width=1, name=member)
    for member, stand_in in (meeting.stand_in or {}).items():
        if stand_in in everyone:
            place = meeting.place
            reader.report("TY509", place, width=len(meeting.id), name=stand_in, member=member)


def _check_succession(succession: Succession, reader: Reader) -> None:
    seen = {succession.office}
    for post in succession.order or ():
        if post in seen:
            reader.report(
                "TY517",
                succession.place,
                width=len(succession.id),
                name=post,
                office=succession.office,
            )
        seen.add(post)


def steps_of(steps: Mapping[str, Step | None]) -> Iterator[Step]:
    """Yield all steps, those side by side included, in written order."""
    for step in steps.values():
        if step is not None:
            yield step
            yield from steps_of(step.together or {})


def _check_loops(procedure: Procedure, reader: Reader) -> None:
    """Report steps that certainly go back to themselves or to an earlier step, for ever."""
    order = {key: number for number, key in enumerate(procedure.steps or {})}
    for step in steps_of(procedure.steps or {}):
        for target, place in _certain_jumps(step):
            if order.get(target, len(order)) <= order.get(step.id, -1):
                circle = f"{target} → {step.id} → {target}"
                reader.report("TY505", place, width=1, circle=circle)


def _certain_jumps(step: Step) -> Iterator[tuple[str, Place]]:
    """Yield the steps that a step always goes to, by a sure repetition or a decision."""
    repeat, decide = step.repeat, step.decide
    if repeat is not None and repeat.weight is not None and repeat.weight.value >= 1.0:
        yield repeat.to or "", repeat.place
    if decide is not None and decide.refused and decide.options:
        first, *others = decide.options.values()
        if first is not None and first.value == 0.0 and any(one.value for one in others if one):
            yield decide.refused, decide.place


def _check_starts(procedures: Mapping[str, Procedure], reader: Reader) -> None:
    """Report procedures that start each other without any work or wait between."""
    edges: dict[str, list[str]] = {}
    places: dict[str, Place] = {}
    for key, procedure in procedures.items():
        places[key] = procedure.place
        targets = [step.start for step in steps_of(procedure.steps or {}) if step.start]
        edges[key] = [target for target in targets if target in procedures]
    for key, procedure in procedures.items():
        starts = procedure.starts
        if starts is not None and starts.on_kind == "procedure" and starts.on_id in procedures:
            edges[starts.on_id].append(key)
    _report_cycles(reader, "TY502", edges, places)


def _check_scenario(scenario: Scenario, reader: Reader) -> None:
    high = scenario.horizon_ms
    moments = [
        *((event.at, event.place) for event in (scenario.events or {}).values()),
        *((sign.at, sign.place) for sign in (scenario.signs or {}).values()),
        *((inject.at, inject.place) for inject in (scenario.injects or {}).values()),
    ]
    for when, place in moments:
        if when is not None and high and not 0 <= when.ms <= high:
            shown = scenario.horizon.text if scenario.horizon is not None else str(high)
            reader.report("TY116", place, width=1, found=when.text, high=f"T+{shown}")


def _check_reform_cycles(reforms: Mapping[str, Reform], reader: Reader) -> None:
    edges = {
        key: [one for one in reform.requires or () if one in reforms]
        for key, reform in reforms.items()
    }
    _report_cycles(reader, "TY504", edges, {key: one.place for key, one in reforms.items()})


def _check_prerequisites(posture: Posture, reforms: Mapping[str, Reform], reader: Reader) -> None:
    if posture.allow_missing:
        return
    for key, needed in missing_prerequisites(reforms, posture.reforms or {}):
        reader.report(
            "TY706",
            posture.place,
            width=len(posture.id),
            posture=posture.id,
            reform=key,
            missing=needed,
            related=[(reforms[key].place, Text(ja=f"{key} の定義", en=f"{key} is here"))],
        )
