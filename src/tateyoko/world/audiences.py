"""Audiences: a public with its trust, the rumours in it, and statements against them."""

from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.estimate import Estimate
from tateyoko.world.expression import Expr
from tateyoko.world.kinds import (
    Block,
    Estimated,
    Expression,
    ListOf,
    MapOfBlocks,
    Nested,
    Ref,
    Said,
    Words,
    declare,
)

__all__ = ["Audience", "Rumour", "Statement", "Wrong"]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rumour(Block):
    """One claim that spreads from mouth to mouth."""

    name: Text = declare(Said(), "the claim in a few words", "内容（短く）")
    when: Expr = declare(Expression(), "begins when this is true", "この式が真になれば始まる")
    takes_hold: Estimate | None = declare(
        Estimated("prob"), "chance that it spreads at all", "広がり始める確率", default=None
    )
    seeds: Estimate = declare(
        Estimated("prob", low=0.001, high=1.0),
        "share that believes it at once",
        "初めに信じる割合",
    )
    spreads: Estimate = declare(
        Estimated("rate"),
        "people whom one believer convinces in a time, while nobody else believes",
        "一人の信者が説得する速さ（初期）",
    )
    fades: Estimate = declare(
        Estimated("rate"), "rate at which a believer drops it by himself", "自然に信じなくなる速さ"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong(Block):
    """The price of speaking: a statement may be wrong, is found out, and costs trust."""

    chance: Estimate = declare(Estimated("prob"), "chance of being wrong", "誤っている確率")
    unless: Expr | None = declare(
        Expression(),
        "a statement made after this was true is taken as checked",
        "この式が真になった後の発表は確認済みとみなす",
        default=None,
    )
    checked: Estimate | None = declare(
        Estimated("prob"),
        "chance of being wrong all the same when checked",
        "確認済みでも誤っている確率",
        default=None,
    )
    found_out: Estimate = declare(
        Estimated("time", "distribution"), "until it is found out", "誤りが露見するまで"
    )
    costs: Estimate = declare(
        Estimated("prob"), "share of trust that is lost then", "その時に失う信頼の割合"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Block):
    """What the government says against rumours, from the moment a mark is set."""

    on: str = declare(Ref(("marks",)), "made when this happens", "発表の標")
    against: tuple[str, ...] = declare(
        ListOf(Words()), "the rumours it answers; all of them by default", "対象の噂", default=()
    )
    reach: Estimate = declare(Estimated("prob"), "share that hears it", "届く割合")
    corrects: Estimate = declare(
        Estimated("rate"),
        "rate at which a believer who hears and trusts it drops the rumour",
        "届いて信頼する人が考えを改める速さ",
    )
    wrong: Wrong | None = declare(
        Nested(Wrong), "what follows when it is wrong", "誤っていたとき", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience(Block):
    """A public whose beliefs matter."""

    name: Text = declare(Said(), "name for people", "表示名")
    trust: Estimate = declare(
        Estimated("prob"), "share that takes the government's word", "政府の言を信じる割合"
    )
    rumours: Mapping[str, Rumour] = declare(
        MapOfBlocks(Rumour), "claims that may spread", "広がりうる噂", default={}
    )
    statements: Mapping[str, Statement] = declare(
        MapOfBlocks(Statement), "what is said against them", "政府の説明", default={}
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
