"""What happened around an order: events, reports, injects, the opponent, and abrupt endings."""

from collections.abc import Iterator, Mapping, Sequence

from tateyoko.follow.story import Line, basis_of
from tateyoko.follow.visits import Life, Visit
from tateyoko.follow.words import join_names, sentence, span
from tateyoko.net import Compiled
from tateyoko.text import Text
from tateyoko.world import World
from tateyoko.world.aloud import say_expression
from tateyoko.world.scenario import Scenario

__all__ = ["SITUATION", "tell_situation"]

SITUATION = Text(ja="状況", en="What happens around it")


def tell_situation(
    lives: Sequence[Life],
    net: Compiled,
    world: World,
    scenario: Scenario,
    procedures: Sequence[str],
) -> Iterator[Line]:
    """Tell what the scenario brought, and which procedures it ended.

    Parameters
    ----------
    lives : sequence of Life
        All jobs of one replication.
    net : Compiled
        The net that was run.
    world : World
        The world of the scenario, its blocks merged.
    scenario : Scenario
        The scenario.
    procedures : sequence of str
        Ids of the procedures whose endings are told, where they broke something off.
    """
    broken_off = {
        (net.types[life.type].id.split(".")[1], life.ended_ms)
        for life in lives
        if life.visits
        and life.visits[-1].outcome == "cancel"
        and net.types[life.type].id.startswith("procedure.")
    }
    for life in lives:
        kind, _, id = net.types[life.type].id.partition(".")
        steps = {_local(net, visit): visit for visit in life.visits}
        if kind == "event" and "happens" in steps:
            yield _event(world, scenario, id, steps["happens"])
        elif kind == "sign" and "come" in steps:
            yield _sign(world, scenario, id, steps["come"])
        elif kind == "inject" and "told" in steps:
            yield _inject(world, scenario, id, steps["told"])
        elif kind == "opponent" and "act" in steps:
            yield _reaction(world, scenario, id, steps["act"])
        elif kind == "succession":
            yield from _succession(world, scenario, id, steps)
        elif kind == "procedure" and ".ends." in id and "end" in steps:
            procedure, _, number = id.partition(".ends.")
            ended = (procedure, steps["end"].left_ms)
            if procedure in procedures and ended in broken_off:
                yield _ending(world, procedure, int(number), steps["end"])


def _local(net: Compiled, visit: Visit) -> str:
    step = net.steps[visit.step]
    return step.id.removeprefix(f"{net.types[step.type].id}.")


def _marks(visit: Visit) -> tuple[str, ...]:
    return tuple(moment.mark for moment in visit.marks)


def _event(world: World, scenario: Scenario, id: str, visit: Visit) -> Line:
    event = scenario.events[id]
    plain = id.replace("_", " ")
    return Line(
        at_ms=visit.left_ms,
        until_ms=visit.left_ms,
        path=event.path,
        procedure=SITUATION,
        name=event.name or Text(ja=plain, en=plain),
        kind="event",
        said=(Text(ja=event.note, en=event.note),) if event.note else (),
        marks=_marks(visit),
        basis=basis_of(event.source, event.assumed, world),
        place=str(event.place),
    )


def _sign(world: World, scenario: Scenario, id: str, visit: Visit) -> Line:
    sign = scenario.signs[id]
    who = join_names([world.posts[post].name for post in sign.to], last=Text(ja="、", en=" and "))
    return Line(
        at_ms=visit.left_ms,
        until_ms=visit.left_ms,
        path=sign.path,
        procedure=SITUATION,
        name=sentence("sign", what=sign.text),
        kind="sign",
        said=(sentence("reaches", who=who, what=sign.reliability),),
        marks=_marks(visit),
        basis=basis_of(sign.source, sign.assumed, world),
        place=str(sign.place),
    )


def _inject(world: World, scenario: Scenario, id: str, visit: Visit) -> Line:
    inject = scenario.injects[id]
    who = join_names([world.posts[post].name for post in inject.to], last=Text(ja="、", en=" and "))
    return Line(
        at_ms=visit.left_ms,
        until_ms=visit.left_ms,
        path=inject.path,
        procedure=SITUATION,
        name=inject.text,
        kind="inject",
        said=(sentence("told", who=who),),
        marks=_marks(visit),
        basis=basis_of(inject.source, inject.assumed, world),
        place=str(inject.place),
    )


def _reaction(world: World, scenario: Scenario, id: str, visit: Visit) -> Line:
    name, _, number = id.rpartition(".")
    opponent = scenario.opponents[name]
    reaction = opponent.reacts[int(number) - 1]
    said = [sentence("reacts", what=reaction.on)]
    if reaction.advance is not None:
        said.append(sentence("advances", what=reaction.advance.event))
    return Line(
        at_ms=visit.left_ms,
        until_ms=visit.left_ms,
        path=reaction.path,
        procedure=SITUATION,
        name=opponent.name,
        kind="opponent",
        said=tuple(said),
        marks=_marks(visit),
        basis=basis_of(reaction.source, reaction.assumed, world),
        place=str(reaction.place),
    )


def _succession(
    world: World, scenario: Scenario, id: str, steps: Mapping[str, Visit]
) -> Iterator[Line]:
    """Tell who takes over an empty office, that nobody can, and that its holder is back."""
    key = id.removesuffix(".back")
    office = world.successions[key].office if key in world.successions else key
    if office not in world.posts:
        return
    who, place = world.posts[office].name, str(scenario.away[office].place)
    path = f"away.{office}"
    taken = [
        (name.removeprefix("take."), visit)
        for name, visit in steps.items()
        if name.startswith("take.") and visit.outcome == "finish"
    ]
    for rule_id, visit in taken:
        rule = world.successions[rule_id]
        time = span(visit.left_ms - visit.entered_ms)
        yield Line(
            at_ms=visit.left_ms,
            until_ms=visit.left_ms,
            path=rule.path,
            procedure=SITUATION,
            name=rule.name,
            kind="succession",
            said=(sentence("acts", who=who, time=time),),
            marks=_marks(visit),
            basis=basis_of(rule.takes.source, rule.takes.assumed, world),
            place=str(rule.place),
        )
    told = {"nobody": ("absent", (sentence("nobody_acts", who=who),)), "end": ("back", ())}
    for name, (word, said) in told.items():
        if name not in steps or (name == "end" and not id.endswith(".back")):
            continue
        visit = steps[name]
        yield Line(
            at_ms=visit.entered_ms,
            until_ms=visit.entered_ms,
            path=path,
            procedure=SITUATION,
            name=sentence(word, who=who),
            kind="succession",
            said=said,
            marks=_marks(visit),
            place=place,
        )


def _ending(world: World, id: str, number: int, visit: Visit) -> Line:
    procedure = world.procedures[id]
    expr = list(procedure.ends_if)[number - 1]
    return Line(
        at_ms=visit.left_ms,
        until_ms=visit.left_ms,
        path=procedure.path,
        procedure=procedure.name,
        name=sentence("ends"),
        kind="end",
        said=(sentence("because", what=say_expression(world, expr)),),
        marks=_marks(visit),
        place=str(expr.place),
    )
