"""Everything that is an amount and no job: flows, audiences, stocks and cover in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.audiences import add_audience
from tateyoko.compiler.cover import add_cover
from tateyoko.compiler.flows import add_flow
from tateyoko.compiler.stocks import add_stock

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.compiler.relevance import Reach

__all__ = ["add_amounts"]


def add_amounts(draft: Draft, reach: Reach) -> None:
    """Write the flows, audiences, stocks and cover that a scenario reaches, in written order."""
    world = draft.world
    for id, audience in world.audiences.items():
        if id in reach.audiences:
            add_audience(draft, id, audience)
    for id, flow in world.flows.items():
        if id in reach.flows:
            add_flow(draft, id, flow)
    for id, stock in world.stocks.items():
        if id in reach.stocks:
            add_stock(draft, id, stock)
    for id, cover in world.cover.items():
        if id in reach.cover:
            add_cover(draft, id, cover)
