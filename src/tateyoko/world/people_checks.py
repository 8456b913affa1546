"""Checks of audiences, flows, compliance and stocks: what their fields say together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.world.audiences import Audience
    from tateyoko.world.flows import Flow
    from tateyoko.world.kinds import Block
    from tateyoko.world.model import World
    from tateyoko.world.parse import Reader
    from tateyoko.world.stocks import Stock

__all__ = ["check_people"]


def check_people(world: World, reader: Reader) -> None:
    """Report unknown rumours, people without a gate, doubled compliance, impossible stocks."""
    for audience in world.audiences.values():
        _check_audience(audience, reader)
    for flow in world.flows.values():
        _check_gates(flow, reader)
    _check_compliance(world, reader)
    for stock in world.stocks.values():
        _check_stock(stock, reader)


def _report(reader: Reader, block: Block, reason: Text, expected: Text) -> None:
    reader.report(
        "TY603",
        block.place,
        width=len(block.id),
        reason_ja=reason.ja,
        reason_en=reason.en,
        expected_ja=expected.ja,
        expected_en=expected.en,
    )


def _check_audience(audience: Audience, reader: Reader) -> None:
    known = ", ".join(audience.rumours or {})
    for statement in (audience.statements or {}).values():
        for rumour in (statement.against if statement is not None else None) or ():
            if rumour not in (audience.rumours or {}):
                _report(
                    reader,
                    statement,
                    Text(
                        ja=f"この公衆に噂「{rumour}」はありません",
                        en=f"this audience has no rumour '{rumour}'",
                    ),
                    Text(
                        ja=f"あるのは {known} です。" if known else "噂が一つもありません。",
                        en=f"It has {known}." if known else "It has no rumours at all.",
                    ),
                )


def _check_gates(flow: Flow, reader: Reader) -> None:
    """Every place has its gate: people without one would silently never move."""
    for place in sorted(set(flow.people) ^ set(flow.through)):
        missing, there = ("people", "through") if place in flow.through else ("through", "people")
        _report(
            reader,
            flow,
            Text(
                ja=f"{there} の「{place}」が {missing} にありません",
                en=f"'{place}' stands in '{there}' and not in '{missing}'",
            ),
            Text(
                ja="people と through には同じ地域名を書いてください（一つの地域に一つの出口）。",
                en="Name the same places in 'people' and in 'through': each place has one gate.",
            ),
        )


def _check_compliance(world: World, reader: Reader) -> None:
    """Only one block may decide for a flow, and then `stays` does not."""
    by_flow = defaultdict(list)
    for block in world.compliance.values():
        by_flow[block.flow].append(block)
    for flow_id, blocks in by_flow.items():
        for second in blocks[1:]:
            _report(
                reader,
                second,
                Text(
                    ja=f"流れ {flow_id} には {blocks[0].id} がすでにあります",
                    en=f"the flow {flow_id} has {blocks[0].id} already",
                ),
                Text(
                    ja="一つの流れに置ける compliance は一つです。",
                    en="One flow takes one block of compliance.",
                ),
            )
        flow = world.flows.get(flow_id)
        if flow is not None and flow.stays is not None:
            _report(
                reader,
                blocks[0],
                Text(
                    ja=f"流れ {flow_id} に stays も書かれています",
                    en=f"the flow {flow_id} says stays as well",
                ),
                Text(
                    ja="stays を消すか、この compliance を消してください。",
                    en="Remove stays, or this block: only one of them can say who stays.",
                ),
            )


def _check_stock(stock: Stock, reader: Reader) -> None:
    counted = stock.holds is not None
    if counted != (stock.use is not None) and (counted or stock.days is not None):
        _report(
            reader,
            stock,
            Text(ja="holds と use は組で書きます", en="holds and use go together"),
            Text(
                ja="数量なら holds と use、日数なら days だけを書いてください。",
                en="Write holds and use for a count, or days alone.",
            ),
        )
    if stock.releases and stock.reserve is None:
        _report(
            reader,
            stock,
            Text(ja="放出はあるのに備蓄（reserve）がありません", en="releases without a reserve"),
            Text(
                ja="reserve に別の備蓄の日数を書いてください。",
                en="Say with 'reserve' how many days lie there besides.",
            ),
        )
    if stock.days is not None:
        for level, threshold in (stock.thresholds or {}).items():
            if threshold is not None and threshold.value >= stock.days.value:
                _report(
                    reader,
                    stock,
                    Text(
                        ja=f"水準 {level} が初めの在庫以上です",
                        en=f"the threshold {level} is not below the stock at the start",
                    ),
                    Text(
                        ja="初めの在庫より少ない日数を書いてください。",
                        en="Write fewer days than there are at the start.",
                    ),
                )
