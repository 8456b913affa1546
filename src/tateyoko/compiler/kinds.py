"""When each kind of step of a real crisis comes in a run of a pattern.

A pattern marks its steps with the names of the kinds that real cases are recorded by. For each
mark the net has a column with the time of its first coming [ms], or -1 when it never came. Where
something was carried out before the order, ``order->execute`` asks for the first act after it: a
watcher keeps how often the act had come when the order was given, and marks the next.
"""

from __future__ import annotations

from collections.abc import Iterator

from tateyoko.compiler.draft import Draft, quoted
from tateyoko.world.crisis import KINDS

__all__ = ["ORDERS", "after_column", "kind_column", "kind_columns"]

#: Kinds of order; an act answers one only if it comes at it or after it.
ORDERS = ("order", "unit_order")
_NEVER = -1


def kind_column(kind: str) -> str:
    """Return the id of the measure that is the first time of a kind."""
    return f"kind.{kind}"


def after_column(order: str) -> str:
    """Return the id of the measure that is the first time of an act at or after an order."""
    return f"kind.execute.after.{order}"


def kind_columns(draft: Draft) -> dict[str, str]:
    """Return the columns of a pattern by id; nothing for a scenario that is none."""
    if draft.scenario.stands_for is None:
        return {}
    columns = {kind_column(kind): _first(kind) for kind in KINDS if kind in draft.marks}
    columns.update(_acts_after_orders(draft))
    return columns


def _first(mark: str) -> str:
    return f"select(count({quoted(mark)}) > 0, first({quoted(mark)}), {_NEVER})"


def _acts_after_orders(draft: Draft) -> Iterator[tuple[str, str]]:
    if "execute" not in draft.marks:
        return
    place = draft.scenario.place
    for order in ORDERS:
        if order not in draft.marks:
            continue
        column = after_column(order)
        given = draft.state(f"{column}.given", truth=True)
        before = draft.state(f"{column}.before")
        noted = draft.host(f"{column}.note", f"{column}.note", place=place, label="order is given")
        start = [f"put('{column}.before', count(execute))", f"put('{column}.given', true)"]
        noted.step("note", start=start)
        noted.close("note")
        draft.watch(f"{column}.note", f"count({order}) > 0", f"{column}.note", place=place)
        mark = draft.mark(column, place=place)
        acted = draft.host(f"{column}.act", f"{column}.act", place=place, label="act after it")
        acted.step("act", start=[f"mark({mark})"])
        acted.close("act")
        when = f"({given}) and count(execute) > {before}"
        draft.watch(f"{column}.act", when, f"{column}.act", place=place)
        at_once = f"count({order}) > 0 and count(execute) > 0 and first(execute) >= first({order})"
        yield column, f"select({at_once}, first(execute), {_first(column)})"
