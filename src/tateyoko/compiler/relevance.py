"""Which blocks of a world take part in a scenario.

A world holds procedures for many crises. A scenario compiles its own blocks and, from the world's,
what something in it can start, ask, judge, open or follow: the smallest set that is closed under
these relations. So adding a post or a procedure that this scenario never reaches changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tateyoko.compiler.hops import walk
from tateyoko.world.expression import names_in
from tateyoko.world.names import FLOW_MARKS, block_marks

if TYPE_CHECKING:
    from tateyoko.world.expression import Expr
    from tateyoko.world.judgements import Judgement
    from tateyoko.world.model import World
    from tateyoko.world.procedures import Procedure, Step
    from tateyoko.world.reform import Patch
    from tateyoko.world.scenario import Scenario

__all__ = ["Reach", "reach_of"]


@dataclass(slots=True)
class Reach:
    """Ids of what takes part, and the marks that something may set."""

    procedures: set[str] = field(default_factory=set)
    judgements: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    audiences: set[str] = field(default_factory=set)
    stocks: set[str] = field(default_factory=set)
    cover: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)

    def size(self) -> int:
        """Return how much has been reached."""
        return sum(len(getattr(self, name)) for name in Reach.__slots__)


def reach_of(world: World, scenario: Scenario, inserted: list[Patch]) -> Reach:
    """Return what takes part in a scenario; `world` is the one merged for it."""
    reach = Reach(
        procedures=set(scenario.procedures),
        judgements=set(scenario.judgements),
        flows=set(scenario.flows),
        audiences=set(scenario.audiences),
        stocks=set(scenario.stocks),
        cover=set(scenario.cover),
    )
    _from_scenario(world, scenario, reach)
    size = -1
    while size != reach.size():
        size = reach.size()
        for procedure in world.procedures.values():
            if procedure.id in reach.procedures or _starts(world, scenario, procedure, reach):
                reach.procedures.add(procedure.id)
                _from_procedure(procedure, inserted, reach, world)
        for id in list(reach.judgements):
            _from_judgement(world.judgements[id], reach)
        for id in reach.flows:
            reach.marks |= {f"flow.{id}.{word}" for word in FLOW_MARKS}
            flow = world.flows[id]
            returns = flow.returns.when if flow.returns is not None else None
            own = flow.voluntary.since if flow.voluntary is not None else None
            factor = flow.lift.factor if flow.lift is not None else None
            begins = flow.reception.since if flow.reception is not None else None
            others = [taken.when for taken in flow.taken.values()]
            for expr in (flow.gate, flow.closes, returns, own, factor, begins, *others):
                if expr is not None:
                    _from_expression(expr, reach, world)
        _from_people(world, reach)
    return reach


def _from_people(world: World, reach: Reach) -> None:
    """Note what audiences, compliance, stocks and cover in reach ask about and mark."""
    asked: list[Expr] = []
    for block in world.compliance.values():
        if block.flow in reach.flows:
            reach.audiences |= {block.audience} if block.audience else set()
            asked += [block.earlier.count] if block.earlier is not None else []
            if block.shadow is not None:
                asked.append(block.shadow.when)
            if block.received is not None:
                asked += [cut.when for cut in block.received.cuts.values()]
    for id in list(reach.stocks):
        stock = world.stocks[id]
        reach.audiences |= {stock.panic.audience} if stock.panic is not None else set()
        asked += [change.when for change in (*stock.cuts.values(), *stock.uses.values())]
    for id in list(reach.cover):
        cover = world.cover[id]
        asked += [risk.when for risk in cover.risks.values()]
        asked += [cover.withdraws.when] if cover.withdraws is not None else []
    for id in list(reach.audiences):
        audience = world.audiences[id]
        asked += [rumour.when for rumour in audience.rumours.values()]
        for statement in audience.statements.values():
            if statement.wrong is not None and statement.wrong.unless is not None:
                asked.append(statement.wrong.unless)
    for expr in asked:
        _from_expression(expr, reach, world)
    compliance = {k: v for k, v in world.compliance.items() if v.flow in reach.flows}
    people = SimpleNamespace(
        audiences={id: world.audiences[id] for id in reach.audiences},
        compliance=compliance,
        stocks={id: world.stocks[id] for id in reach.stocks},
        cover={id: world.cover[id] for id in reach.cover},
    )
    reach.marks |= set(block_marks(people))


def _from_scenario(world: World, scenario: Scenario, reach: Reach) -> None:
    """Note what the scenario itself starts, asks about and marks."""
    for sign in scenario.signs.values():
        reach.marks |= {f"sign.{sign.id}", sign.mark or ""}
        for judgement in world.judgements.values():
            if sign.about in (judgement.question, judgement.id):
                reach.judgements.add(judgement.id)
    for event in scenario.events.values():
        reach.marks |= {f"event.{event.id}", event.mark or ""}
        reach.procedures |= {event.starts} if event.starts else set()
    for inject in scenario.injects.values():
        reach.marks |= {f"inject.{inject.id}", inject.mark or ""}
        reach.procedures |= {inject.starts} if inject.starts else set()
        if inject.expect is not None and inject.expect.otherwise is not None:
            reach.marks.add(inject.expect.otherwise.mark or "")
    for opponent in scenario.opponents.values():
        reach.marks |= {reaction.mark or "" for reaction in opponent.reacts}
    for entry in scenario.main_line:
        reach.procedures.add(_procedure_of(entry))
    for expr in _expressions(scenario):
        _from_expression(expr, reach, world)


def _procedure_of(entry: str) -> str:
    return entry.removeprefix("procedures.").partition(".")[0]


def _expressions(scenario: Scenario) -> Iterator[Expr]:
    for series in scenario.series.values():
        yield series.expr
    for measure in scenario.measures.values():
        for expr in (measure.expr, measure.integral):
            if expr is not None:
                yield expr
    for event in scenario.events.values():
        yield from event.sets.values()
    yield from scenario.away.values()


def _from_expression(expr: Expr, reach: Reach, world: World) -> None:
    """Note judgements, flows, audiences, stocks and cover that an expression asks about."""
    for family, name in names_in(expr.node):
        id = name.partition(".")[0]
        if family in ("flows", "audiences", "stocks", "cover"):
            getattr(reach, family).add(id)
        elif family == "compliance":
            reach.flows.add(world.compliance[id].flow)
        elif family == "questions":
            reach.judgements |= {
                judgement.id
                for judgement in world.judgements.values()
                if name in (judgement.question, judgement.id)
            }


def _starts(world: World, scenario: Scenario, procedure: Procedure, reach: Reach) -> bool:
    """Return whether something in reach can start a procedure of the world."""
    starts = procedure.starts
    if starts is None:
        return False
    if starts.at_start or starts.every is not None:
        return True
    if starts.when is not None:
        known = {"values": set(scenario.values), "marks": reach.marks}
        asked = [(family, name) for family, name in names_in(starts.when.node) if family in known]
        return all(name in known[family] for family, name in asked)
    kind, name = starts.on_kind, starts.on_id
    if kind == "mark":
        return name in reach.marks
    if kind == "inject":
        return name in scenario.injects
    if kind == "event":
        return name in scenario.events
    if kind == "procedure":
        return name in reach.procedures
    return any(name in (id, world.judgements[id].question) for id in reach.judgements)


def _from_procedure(
    procedure: Procedure, inserted: list[Patch], reach: Reach, world: World
) -> None:
    """Note what a procedure starts, asks, judges, opens and marks."""
    steps: list[Step] = list(walk(procedure.steps))
    for patch in inserted:
        if patch.into == procedure.path and patch.step is not None:
            steps.append(patch.step)
    reach.marks |= set(procedure.ends_if.values())
    for expr in procedure.ends_if:
        _from_expression(expr, reach, world)
    for step in steps:
        reach.marks |= {step.mark or "", step.opens or ""}
        if step.start is not None:
            reach.procedures.add(step.start)
        if step.judge is not None:
            reach.judgements.add(step.judge)
        if step.flow is not None:
            reach.flows.add(step.flow)
        if step.diet is not None:
            reach.marks.add(f"diet.{step.diet}")
        if step.decide is not None:
            reach.marks |= {*step.decide.marks.values(), step.decide.refused or ""}
        if step.patience is not None:
            reach.marks.add(step.patience.then)
        if step.request is not None:
            reach.marks.add(step.request.refused or "")
        conditions = [step.skip_if, step.when, *step.sets.values()]
        if step.relay is not None:
            away = step.relay.each.off_hours
            conditions += [step.relay.links, step.relay.each.factor, away.when if away else None]
        for condition in conditions:
            if condition is not None:
                _from_expression(condition, reach, world)


def _from_judgement(judgement: Judgement, reach: Reach) -> None:
    names = (judgement.raised, judgement.yes, judgement.no)
    reach.marks |= {name for name in names if name is not None}
    reach.marks |= {f"{word}.{judgement.id}" for word in ("raised", "recognised", "refused")}
