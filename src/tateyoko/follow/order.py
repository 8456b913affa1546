"""Run one replication of a scenario on the reference engine and tell the way of its order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tateyoko.engine.reference import Reference
from tateyoko.errors import UsageError, did_you_mean
from tateyoko.follow.situation import tell_situation
from tateyoko.follow.story import Line, tell
from tateyoko.follow.visits import read_lives
from tateyoko.net import describe_fault, make_script
from tateyoko.text import Text
from tateyoko.world import World
from tateyoko.world.scenario import Scenario

if TYPE_CHECKING:
    from tateyoko.compiler import Model

__all__ = ["HopTime", "Story", "follow_order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HopTime:
    """Time [ms] that the order spent in one step of the main line."""

    path: str
    name: Text
    phase: str
    time_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One replication, told.

    Attributes
    ----------
    lines : tuple of Line
        What happened in the procedures of the main line, in order of time.
    hops : tuple of HopTime
        Where the time of the main line went; the parts add up to the whole.
    not_begun : tuple of Text
        Procedures of the main line that never began in this run.
    marks : tuple of (name, ms)
        Every mark of the run and when it was first set.
    end_ms : int
        End of the run [ms since the scenario's start].
    is_complete : bool
        Whether the main line came to its end; if not, the rest of the run counts to the step at
        which it stood.
    fault : str
        What stopped the engine; empty when nothing did.
    """

    scenario: Scenario
    posture: str
    posture_title: Text
    truth: str
    opponent: str
    replication: int
    seed: int
    lines: tuple[Line, ...]
    hops: tuple[HopTime, ...]
    not_begun: tuple[Text, ...]
    marks: tuple[tuple[str, int], ...]
    end_ms: int
    is_complete: bool
    fault: str


def follow_order(
    model: "Model",
    world: World,
    *,
    posture: str | None = None,
    truth: str | None = None,
    opponent: str | None = None,
    replication: int = 0,
    seed: int = 1,
    everything: bool = False,
) -> Story:
    """Follow the order of a scenario's main line through one replication.

    Parameters
    ----------
    model : Model
        The compiled scenario.
    world : World
        The world it was compiled from, without the scenario's blocks merged.
    posture, truth, opponent : str, optional
        Ids; the defaults are the baseline, the first truth and the first type of opponent.
    replication : int
        Which replication of the seed, from 0; the same number meets the same luck everywhere.
    seed : int
        Seed of the dice.
    everything : bool
        Tell all procedures, not only those of the main line.

    Raises
    ------
    UsageError
        If a name is not in the model or the replication is negative.
    """
    posture = _chosen("posture", posture or model.baseline, model.postures)
    truth = _chosen("truth", truth or model.truths[0], model.truths)
    opponents = model.opponents or ("",)
    opponent = _chosen("opponent", opponent or opponents[0], opponents)
    if replication < 0:
        raise UsageError(
            Text(ja=f"反復の番号 {replication} は負です。", en=f"replication {replication} < 0")
        )
    run = Reference(
        model.net,
        model.row(posture=posture, truth=truth, opponent=opponent).tolist(),
        seed,
        replication,
        _commands(model),
        model.horizon_ms,
    ).run()
    measures = run.measures()
    scenario = world.scenarios[model.scenario_id]
    merged = world.for_scenario(model.scenario_id)
    net = model.net
    mark_ids = {mark.cell: id for mark, id in zip(net.marks, net.mark_ids, strict=True)}
    lives = read_lives(run.trace or (), mark_ids, model.horizon_ms)
    # The last hop is the time between the others and belongs to no procedure.
    main_line = list(dict.fromkeys(hop.procedure for hop in model.hops if hop.procedure))
    told = list(merged.procedures) if everything else main_line
    date = dt.date.fromisoformat(model.posture_info[posture].date)
    names = {f"procedures.{hop.id}": hop.name for hop in model.hops}
    lines = [
        *tell(lives, net, merged, told, names, date),
        *tell_situation(lives, net, merged, scenario, told),
    ]
    # Parallel branches come after the step that splits into them.
    lines.sort(key=lambda line: (line.at_ms, line.path.count("."), line.until_ms))
    begun = {line.procedure for line in lines}
    return Story(
        scenario=scenario,
        posture=posture,
        posture_title=model.posture_info[posture].title,
        truth=truth,
        opponent=opponent,
        replication=replication,
        seed=seed,
        lines=tuple(lines),
        hops=tuple(
            HopTime(
                path=hop.id,
                name=hop.name,
                phase=hop.phase,
                time_ms=int(measures[hop.time_column]),
            )
            for hop in model.hops
        ),
        not_begun=tuple(
            merged.procedures[id].name
            for id in main_line
            if merged.procedures[id].name not in begun
        ),
        marks=tuple(
            sorted(
                (
                    (id, int(run.cells[mark.cell]))
                    for mark, id in zip(net.marks, net.mark_ids, strict=True)
                    if run.cells[mark.cell + 2] > 0
                ),
                key=lambda item: (item[1], item[0]),
            )
        ),
        end_ms=model.horizon_ms,
        is_complete=model.reached_end_column is not None
        and measures[model.reached_end_column] == 1.0,
        fault=describe_fault(net, *run.fault) if run.fault[0] else "",
    )


def _commands(model: "Model") -> list[tuple[float, ...]]:
    """Give the scenario's commands as the reference engine takes them."""
    script = make_script(model.net, model.script)
    rows = zip(script.rows.tolist(), script.values.tolist(), strict=True)
    return [(*row, value) for row, value in rows]


def _chosen(kind: str, name: str, known: Sequence[str]) -> str:
    """Check a name that the caller chose."""
    if name in known:
        return name
    words = {"posture": "態勢", "truth": "真の展開", "opponent": "相手の型"}
    near = did_you_mean(name, known)
    listed = ", ".join(known)
    raise UsageError(
        Text(
            ja=f"{words[kind]} {name} はありません（{listed}）。{near.ja if near else ''}",
            en=f"There is no {kind} {name} (there are: {listed}). {near.en if near else ''}",
        )
    )
