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
    Name,
    Nested,
    Number,
    Ref,
    Said,
    Words,
    declare,
)

__all__ = ["Flow", "Lift", "Ready", "Voluntary", "Weather"]

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
    over: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time over which they leave",
        "離れるまでの時間",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather(Block):
    """Days on which nothing moves."""

    stop_share: Estimate = declare(Estimated("prob"), "share of stopped periods", "止まる割合")
    every: Estimate = declare(
        Estimated("time", "distribution"), "length of one period", "判定の間隔"
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
    first_hop: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time from outer places to the gates",
        "離島から拠点までの時間",
        default=None,
    )
    outer_share: Estimate | None = declare(
        Estimated("prob"), "share of people in outer places", "周辺離島の割合", default=None
    )
    through: Mapping[str, Estimate] = declare(
        MapOf(Words(), Estimated("rate")), "gates and their capacity", "出口とその処理力"
    )
    lift: Lift | None = declare(Nested(Lift), "capacity of carriers", "輸送力", default=None)
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
    returns: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time until people are back",
        "帰還までの時間",
        default=None,
    )
    care: Estimate | None = declare(
        Estimated("count"), "people who need care", "介護等を要する人数", default=None
    )
    care_slows: Estimate | None = declare(
        Estimated("factor"),
        "places that one person in care takes",
        "要介護者一人が使う座席数",
        default=None,
    )
    mark_done: str | None = declare(
        Name("marks"), "mark set when nobody is left to move", "完了の印", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
