"""What ends a power once its order has been given: the ends that the law names, and time.

Pattern. The fact that records an order stands for the order in force. On giving it a child job
begins for every time limit: after the days of the law, or the period set in the order, the fact
becomes false and ``expired.POWER`` is marked. A watcher does the same, with ``ended.POWER``, as
soon as one of the ends that the law names certainly holds, such as a rejection by the Diet. Rules
that rest on the order then hold no more.

Which steps lead to the order is said in `tateyoko.world.road`; they are ordinary steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko import law
from tateyoko.compiler.draft import conjunction, quoted, ref
from tateyoko.compiler.law import fact, tree_text

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.world.procedures import Power, Step

__all__ = ["DAY_MS", "watch_power"]

DAY_MS = 86_400_000


def watch_power(draft: Draft, step: Step, power: Power) -> list[str]:
    """Write what ends a power; return the statements that start its clock with the order."""
    order = fact(draft, power.order)
    _write_ends(draft, step, power, order)
    if power.period is None and power.days is None:
        return []
    mark = draft.mark(f"expired.{power.id}", place=step.place)
    if power.period is not None:
        work = draft.numbers.work(power.period)
    else:
        assert power.days is not None
        work = ("const", str(round(power.days * DAY_MS)))
    host = draft.host(f"expires.{step.path}", f"{step.path}.expires", place=step.place)
    host.step("run", work=work, route=[("over", "if", ref(order)), "end"], label="period set")
    host.step("over", start=[f"put({order!r}, false)", f"mark({mark})"], label="it expires")
    host.close("run")
    return [f"spawn(None, {quoted(host.id)}, 1)"]


def _write_ends(draft: Draft, step: Step, power: Power, order: str) -> None:
    rule = draft.world.rules[power.id]
    when = tree_text(draft, rule, law.Any(power.ends), f"{step.path}.ends")
    if when in ("false", "0"):
        return
    mark = draft.mark(f"ended.{power.id}", place=step.place)
    id = f"ends.{step.path}"
    host = draft.host(id, f"{step.path}.ends", place=step.place, label=f"{rule.name.en} ends")
    host.step("end", start=[f"put({order!r}, false)", f"mark({mark})"])
    host.close("end")
    draft.watch(id, conjunction([ref(order), when]), id, place=step.place)
