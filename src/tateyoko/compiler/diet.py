"""The Diet: approval before an act, or after it.

Pattern. Before: convening, if the Diet is not in session, then the debate; the procedure waits.
After: the procedure goes on at once, and the same work is done by a job of its own, so the wait
is not on the path of the order but the involvement is counted. Marks ``diet.before`` and
``diet.after`` tell both apart. Time here is democratic control, never "waiting".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Host, Way, quoted

if TYPE_CHECKING:
    from tateyoko.world.procedures import Step

__all__ = ["expand_diet"]


def expand_diet(
    host: Host,
    name: str,
    step: Step,
    *,
    route: Sequence[Way],
    finish: Sequence[str] = (),
    luck: str = "",
) -> list[Way]:
    """Write the steps of a Diet approval and return the ways in; see `Host.step`."""
    draft = host.draft
    mark = draft.mark(f"diet.{step.diet}", place=step.place, post="diet")
    done = [f"mark({mark})", *finish]
    if step.diet == "before":
        return _debate(host, name, step, route, done, luck)
    child = draft.host(
        f"{host.id}.{name}.diet",
        f"{step.path}.diet",
        place=step.place,
        label="the Diet, afterwards",
    )
    ways = _debate(child, name, step, ["end"], done, luck)
    child.begin(ways)
    host.step(
        name,
        start=[f"spawn(None, {quoted(child.id)}, 1)"],
        route=route,
        block=step.path,
        place=step.place,
        label="referred to the Diet",
    )
    return [name]


def _debate(
    host: Host, name: str, step: Step, route: Sequence[Way], finish: Sequence[str], luck: str
) -> list[Way]:
    numbers = host.draft.numbers
    luck = luck or f"{host.path}.{name}"
    host.step(
        name,
        work=numbers.work(step.takes) if step.takes is not None else None,
        finish=list(finish),
        route=route,
        luck=luck,
        block=step.path,
        place=step.place,
        label="debate and vote in the Diet",
    )
    if step.session != "no" or step.convene is None:
        return [name]
    host.step(
        f"{name}.convene",
        work=numbers.work(step.convene),
        route=[name],
        luck=f"{luck}.convene",
        block=step.path,
        place=step.place,
        label="the Diet is convened",
    )
    return [f"{name}.convene"]
