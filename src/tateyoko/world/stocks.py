"""Stocks: oil, gas, medicine, food, rounds; what comes in, what is used, what is released."""

from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.estimate import Estimate
from tateyoko.world.expression import Expr
from tateyoko.world.kinds import (
    Block,
    Estimated,
    Expression,
    MapOf,
    MapOfBlocks,
    Nested,
    Ref,
    Said,
    Words,
    declare,
)

__all__ = ["Change", "Panic", "Saving", "Stock", "StockRelease"]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Block):
    """A factor on inflow or use while something is true."""

    when: Expr = declare(Expression(), "while this is true", "この式が真の間")
    to: Estimate = declare(Estimated("factor"), "factor", "倍率")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panic(Block):
    """People buy more while they believe a rumour."""

    audience: str = declare(Ref(("audiences",)), "the public that buys", "買う公衆")
    adds: Estimate = declare(
        Estimated("factor"),
        "further use, in normal use, when everybody believes",
        "全員が信じたときの追加需要（平常需要比）",
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRelease(Block):
    """A part of the reserve that somebody decides to release."""

    on: str = declare(Ref(("marks",)), "decided when this happens", "決定の標")
    share: Estimate = declare(Estimated("prob"), "share of the reserve", "備蓄のうち放出する割合")
    lag: Estimate | None = declare(
        Estimated("time", "distribution"),
        "from the decision to the first delivery",
        "決定から最初の供給まで",
        default=None,
    )
    over: Estimate = declare(Estimated("time"), "time over which it flows", "放出にかける期間")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving(Block):
    """Rationing: use is cut once somebody has decided it."""

    on: str = declare(Ref(("marks",)), "decided when this happens", "決定の標")
    share: Estimate = declare(Estimated("prob"), "share of use that is cut", "削減する需要の割合")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock(Block):
    """Something that is used up."""

    name: Text = declare(Said(), "name for people", "表示名")
    days: Estimate | None = declare(
        Estimated("time"),
        "stock in days of normal use",
        "平常需要の何日分か",
        group="size",
        default=None,
    )
    holds: Estimate | None = declare(
        Estimated("count"),
        "stock as a count; `use` says how fast it goes",
        "数量（use と組）",
        group="size",
        default=None,
    )
    use: Estimate | None = declare(
        Estimated("rate"), "normal use of a counted stock", "平常の使用（数量の場合）", default=None
    )
    inflow: Estimate | None = declare(
        Estimated("factor"),
        "what comes in, in normal use; 1 by default",
        "流入（平常需要比、既定は1）",
        default=None,
    )
    cuts: Mapping[str, Change] = declare(
        MapOfBlocks(Change),
        "inflow is multiplied by the least factor whose condition holds",
        "流入の減少（成り立つもののうち最小）",
        default={},
    )
    uses: Mapping[str, Change] = declare(
        MapOfBlocks(Change),
        "use is multiplied by every factor whose condition holds",
        "使用の増減（成り立つもの全ての積）",
        default={},
    )
    panic: Panic | None = declare(Nested(Panic), "panic buying", "買いだめ", default=None)
    reserve: Estimate | None = declare(
        Estimated("time"),
        "what can be released besides, in days of normal use",
        "別に放出できる備蓄（平常需要の日数）",
        default=None,
    )
    releases: Mapping[str, StockRelease] = declare(
        MapOfBlocks(StockRelease), "decisions to release", "放出の決定", default={}
    )
    savings: Mapping[str, Saving] = declare(
        MapOfBlocks(Saving), "decisions to ration", "節約・割当ての決定", default={}
    )
    thresholds: Mapping[str, Estimate] = declare(
        MapOf(Words(), Estimated("time")),
        "days of normal use at which a mark is set",
        "標を付ける残日数",
        default={},
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
