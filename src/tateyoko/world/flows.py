"""Flows: many people who move through a few gates."""

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
    Number,
    Ref,
    Said,
    Words,
    declare,
)

__all__ = [
    "Care",
    "FirstHop",
    "Flow",
    "Lift",
    "Ready",
    "Reception",
    "Returns",
    "Taken",
    "Voluntary",
    "Weather",
]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Block):
    """How people become ready to leave."""

    each: Estimate = declare(
        Estimated("time", "distribution"), "time of one cohort", "一群が準備を終える時間"
    )
    cohorts: int = declare(
        Number(low=1, high=50, whole=True), "number of cohorts in each place", "群の数", default=5
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift(Block):
    """Capacity of carriers."""

    normal: Estimate = declare(Estimated("rate"), "on a normal day", "平常の輸送力")
    maximum: Estimate = declare(Estimated("rate"), "at most", "最大の輸送力")
    ramp: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time from normal to most",
        "最大までの時間",
        default=None,
    )
    factor: Expr | None = declare(
        Expression("any"),
        "multiplies both, while it holds this value",
        "輸送力に掛かる係数",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voluntary(Block):
    """People who leave before any order."""

    share: Estimate = declare(Estimated("prob"), "share of all", "割合")
    since: Expr | None = declare(
        Expression(),
        "from the moment this is true",
        "この式が真になってから",
        key="from",
        default=None,
    )
    rate: Estimate = declare(Estimated("rate"), "at most so many leave in a time", "離れる速さ")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather(Block):
    """Days on which nothing moves."""

    stop_share: Estimate = declare(Estimated("prob"), "share of stopped periods", "止まる割合")
    every: Estimate = declare(
        Estimated("time", "distribution", structural=True), "length of one period", "判定の間隔"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHop(Block):
    """The way from outer places to the gate."""

    share: Estimate = declare(
        Estimated("prob"), "share of people in outer places", "周辺離島の割合"
    )
    takes: Estimate = declare(
        Estimated("time", "distribution"), "time to the gate", "拠点までの時間"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Care(Block):
    """People who need care on the way; they are part of the people by place."""

    people: Estimate = declare(Estimated("count"), "how many", "要介護者等の人数")
    ready: Estimate = declare(
        Estimated("time", "distribution"), "how they become ready", "準備を終える時間"
    )
    rate: Estimate = declare(Estimated("rate"), "how many can be moved", "輸送できる速さ")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns(Block):
    """The way back."""

    when: Expr = declare(Expression(), "begins when this is true", "この式が真になれば始まる")
    rate: Estimate = declare(Estimated("rate"), "how many come back in a time", "帰還の速さ")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Block):
    """A part of the gates that somebody else uses."""

    share: Estimate = declare(Estimated("prob"), "share of every gate", "出口の処理力に占める割合")
    when: Expr = declare(Expression(), "while this is true", "この式が真の間")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception(Block):
    """Where people arrive: rooms that municipalities open one after the other, and buses."""

    since: Expr = declare(
        Expression(), "municipalities begin when this is true", "準備の始まり", key="from"
    )
    municipalities: int = declare(
        Number(low=1, high=100, whole=True), "how many receive people", "受入れ市町村の数"
    )
    rooms: Estimate = declare(
        Estimated("count"), "people whom all of them together can take", "受入れ可能な人数"
    )
    each: Estimate = declare(
        Estimated("time", "distribution"), "until one of them is ready", "一つが準備を終えるまで"
    )
    buses: Estimate | None = declare(
        Estimated("rate"),
        "how many people buses take on from the landing places",
        "到着地からのバスの輸送力",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Block):
    """A movement of many people, such as an evacuation."""

    name: Text = declare(Said(), "name for people", "表示名")
    people: Mapping[str, Estimate] = declare(
        MapOf(Words(), Estimated("count")), "people by place", "地域ごとの人数"
    )
    ready: Ready | None = declare(Nested(Ready), "how they become ready", "準備", default=None)
    first_hop: FirstHop | None = declare(
        Nested(FirstHop), "from outer places to the gates", "離島から拠点まで", default=None
    )
    through: Mapping[str, Estimate] = declare(
        MapOf(Words(), Estimated("rate")), "gates and their capacity", "出口とその処理力"
    )
    taken: Mapping[str, Taken] = declare(
        MapOfBlocks(Taken), "parts of the gates that others use", "出口の他の利用", default={}
    )
    lift: Lift | None = declare(Nested(Lift), "capacity of carriers", "輸送力", default=None)
    reception: Reception | None = declare(
        Nested(Reception), "rooms and buses where people arrive", "受入れ側", default=None
    )
    gate: Expr | None = declare(
        Expression(), "moves only while true", "この式が真の間だけ動く", default=None
    )
    voluntary: Voluntary | None = declare(
        Nested(Voluntary), "people who leave before", "自主避難", default=None
    )
    stays: Estimate | None = declare(
        Estimated("prob"), "share that stays behind", "残留する割合", default=None
    )
    weather: Weather | None = declare(Nested(Weather), "stops by weather", "荒天", default=None)
    closes: Expr | None = declare(
        Expression(), "ends for good when true", "この式が真になれば終わる", default=None
    )
    returns: Returns | None = declare(Nested(Returns), "the way back", "帰還", default=None)
    care: Care | None = declare(Nested(Care), "people who need care", "要介護者等", default=None)
    waves: int = declare(
        Number(low=8, high=256, whole=True),
        "into how many waves all people are divided; fewer are coarser and faster",
        "全員を何波に分けるか（少ないほど粗く速い）",
        default=256,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
