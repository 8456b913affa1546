"""The Diet: approval before an act, or after it.

Pattern. Before: convening, if the Diet is not in session, then the debate; the procedure waits.
After: the procedure goes on at once, and the same work is done by a job of its own, so the wait
is not on the path of the order but the involvement is counted. Marks ``diet.before`` and
``diet.after`` tell both apart. Time here is democratic control, never "waiting".

Where the law limits the days until the referral, a clock runs beside: when it has run down and
nothing has been referred (or, where no act records that, decided), ``diet.overdue`` is marked.
A vote against sets the act of the law that bars the power and marks ``diet.rejected``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.authority import DAY_MS
from tateyoko.compiler.draft import Host, Way, quoted, ref
from tateyoko.compiler.law import fact

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
    child.begin(ways, start=_clock(child, step))
    host.step(
        name,
        start=[f"spawn(None, {quoted(child.id)}, 1)"],
        route=route,
        block=step.path,
        place=step.place,
        label="referred to the Diet",
    )
    return [name]


def _clock(child: Host, step: Step) -> list[str]:
    """Write the clock of the days within which it must be referred; return what starts it."""
    control = step.control
    if control is None or control.days is None:
        return []
    draft = child.draft
    clock = draft.host(f"{child.id}.days", f"{step.path}.days", place=step.place)
    overdue = draft.mark("diet.overdue", place=step.place, post="diet")
    clock.step(
        "run",
        work=("const", str(round(control.days * DAY_MS))),
        route=[("late", "if", f"not holds({ref(_in_time(child, step))})"), "end"],
        label="days within which the Diet must be asked",
    )
    clock.step("late", start=[f"mark({overdue})"], label="not in time")
    clock.close("run")
    return [f"spawn(None, {quoted(clock.id)}, 1)"]


def _in_time(host: Host, step: Step) -> str:
    """Return the state that says that the days were kept: the referral, else the decision."""
    control = step.control
    if control is not None and control.referred:
        return fact(host.draft, control.referred)
    id = f"{step.path}.decided"
    host.draft.state(id, truth=True, place=step.place)
    return id


def _debate(
    host: Host, name: str, step: Step, route: Sequence[Way], finish: Sequence[str], luck: str
) -> list[Way]:
    numbers, control = host.draft.numbers, step.control
    luck = luck or f"{host.path}.{name}"
    accepted = list(finish)
    ways: list[Way] = list(route)
    decided: list[str] = []
    if control is not None and control.days is not None and not control.referred:
        decided = [f"put({_in_time(host, step)!r}, true)"]
    accepted += decided
    if step.rejects is not None:
        no = host.attribute("rejected", truth=True)
        host.step(f"{name}.passed", start=accepted, route=route, block=step.path)
        refused = host.draft.mark("diet.rejected", place=step.place, post="diet")
        barred = []
        if control is not None and control.rejected:
            barred = [f"put({fact(host.draft, control.rejected)!r}, true)"]
        host.step(
            f"{name}.rejected",
            start=[f"mark({refused})", *decided, *barred, *host.draft.hops.leave(step.path)],
            route=route,
            block=step.path,
            label="rejected by the Diet",
        )
        accepted = [f"{no} = draw('rejects', bernoulli, {numbers.scalar(step.rejects)})"]
        ways = [(f"{name}.rejected", "if", no), f"{name}.passed"]
    referred = []
    if control is not None and control.referred:
        referred = [f"put({fact(host.draft, control.referred)!r}, true)"]
    host.step(
        name,
        start=referred,
        work=numbers.work(step.takes) if step.takes is not None else None,
        finish=accepted,
        route=ways,
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
