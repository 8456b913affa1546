"""Compliance: who follows an instruction to leave, and who leaves though nobody told him to."""

from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.estimate import Estimate
from tateyoko.world.expression import Expr
from tateyoko.world.kinds import (
    Block,
    Estimated,
    Expression,
    MapOfBlocks,
    Nested,
    Ref,
    Said,
    Words,
    declare,
)

__all__ = ["Compliance", "Earlier", "Received", "Shadow", "Silence"]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Block):
    """Something that keeps the instruction from people, such as networks that are down."""

    when: Expr = declare(Expression(), "while this is true", "この式が真の間")
    to: Estimate = declare(Estimated("prob"), "share that still gets through", "なお届く割合")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Block):
    """How the instruction reaches people."""

    at_once: Estimate = declare(
        Estimated("prob"), "share reached when it is given", "直ちに届く割合"
    )
    later: Estimate | None = declare(
        Estimated("rate"),
        "rate at which one who has not heard it hears it",
        "未達の人に届く速さ",
        default=None,
    )
    cuts: Mapping[str, Silence] = declare(
        MapOfBlocks(Silence),
        "both are multiplied by the least factor whose condition holds",
        "到達の低下（成り立つもののうち最小）",
        default={},
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier(Block):
    """Earlier evacuations that proved needless."""

    count: Expr = declare(Expression("any"), "how many there were", "これまでの回数")
    weight: Estimate = declare(
        Estimated("logodds", low=None),
        "log-odds that each takes away",
        "一回ごとに下がる対数オッズ",
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow(Block):
    """People outside the area who leave without an instruction and take seats from those inside."""

    people: Estimate = declare(Estimated("count"), "people nobody tells to leave", "対象外の人数")
    share: Estimate = declare(
        Estimated("prob"), "share that leaves, without a rumour", "離れる割合（噂のないとき）"
    )
    when: Expr = declare(Expression(), "from the moment this is true", "この式が真になってから")
    rate: Estimate = declare(
        Estimated("rate"), "seats of the common lift that they take", "共通の輸送力から使う席"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance(Block):
    """Who follows the instruction that opens a flow."""

    name: Text = declare(Said(), "name for people", "表示名")
    flow: str = declare(Ref(("flows",)), "the flow whose people decide", "対象の流れ")
    audience: str | None = declare(
        Ref(("audiences",)), "the public whose beliefs count", "対象の公衆", default=None
    )
    follows: Estimate = declare(
        Estimated("prob", low=0.001, high=0.999),
        "share of those reached who go, at the trust of the start and without any rumour",
        "届いた人のうち従う割合（当初の信頼、噂なし）",
    )
    received: Received | None = declare(
        Nested(Received), "how the instruction reaches them", "指示の到達", default=None
    )
    clear: Estimate | None = declare(
        Estimated("prob"),
        "share to whom it is clear what to do",
        "何をすべきか分かる割合",
        default=None,
    )
    trust: Estimate | None = declare(
        Estimated("logodds", low=None),
        "log-odds between no trust and full trust",
        "信頼が皆無から全幅になるときの対数オッズの差",
        default=None,
    )
    rumour: Estimate | None = declare(
        Estimated("logodds", low=None),
        "log-odds that believing a rumour takes away",
        "噂を信じると下がる対数オッズ",
        default=None,
    )
    earlier: Earlier | None = declare(
        Nested(Earlier), "needless evacuations before", "過去の空振り", default=None
    )
    shadow: Shadow | None = declare(
        Nested(Shadow), "people who leave without being told", "指示のない避難", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
