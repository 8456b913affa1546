"""Successions: who acts for an office while it is empty."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import (
    Block,
    Date,
    Estimated,
    ListOf,
    MapOfBlocks,
    Ref,
    Said,
    Words,
    declare,
)
from tateyoko.world.organisation import Figure

__all__ = ["Succession"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession(Block):
    """A rule that names who acts for an office while its holder is away.

    An empty order means deputies who hold no post of this world: one of them always acts.
    """

    name: Text = declare(Said(), "name for people", "表示名")
    office: str = declare(Ref(("posts",)), "the office that is filled", "代理が置かれる役職")
    order: tuple[str, ...] = declare(
        ListOf(Ref(("posts",))),
        "who acts, first in line first; without any, a deputy who holds no post of this world",
        "代理の順位（空なら、この世界に役職のない副職）",
        default=(),
    )
    meetings: tuple[str, ...] = declare(
        ListOf(Ref(("meetings",))),
        "meetings in which alone it holds; without any, everywhere",
        "これらの会議に限る（空ならすべて）",
        default=(),
    )
    takes: Estimate = declare(
        Estimated("time", "distribution"),
        "time until the one who acts is in place and read in",
        "代理が就き、引継ぎを受けるまでの時間",
    )
    law: Text | None = declare(Said(), "articles that it rests on", "根拠条文", default=None)
    figures: Mapping[str, Figure] = declare(
        MapOfBlocks(Figure),
        "recorded figures about it, for readers",
        "公表された数値（読み手のための記録）",
        default={},
    )
    note: Text | None = declare(Said(), "remark", "備考", default=None)
    source: str | None = declare(Ref(("sources",)), "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    since: dt.date | None = declare(
        Date(), "it holds from this day on", "この日から有効", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "it holds no more from this day on", "この日以降は無効", default=None
    )
