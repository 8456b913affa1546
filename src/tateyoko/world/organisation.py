"""Sites and posts: who there is, where they sit, when they work and what they may read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import (
    Block,
    Choice,
    Clearance,
    Date,
    Estimated,
    ListOf,
    MapOf,
    MapOfBlocks,
    Nested,
    Number,
    Pattern,
    Ref,
    Said,
    Words,
    declare,
)

__all__ = [
    "LEVELS",
    "DatedWords",
    "Figure",
    "OffHours",
    "Post",
    "Site",
    "Source",
    "SweepRule",
    "WorldAbout",
]

LEVELS = (
    "political",
    "oversight",
    "ministry",
    "hq",
    "unit",
    "local",
    "firm",
    "ally",
    "partner",
    "opponent",
)


@dataclass(frozen=True, slots=True)
class DatedWords:
    """A word or a list of words that changes on certain dates.

    Attributes
    ----------
    steps : tuple of (date, tuple of str)
        Ascending; each holds from its date on. The first date is ``date.min`` when the author
        gave no date.
    """

    steps: tuple[tuple[dt.date, tuple[str, ...]], ...]

    def on(self, date: dt.date) -> tuple[str, ...]:
        """Return what holds on a date; nothing before the first date."""
        held: tuple[str, ...] = ()
        for since, words in self.steps:
            if since <= date:
                held = words
        return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Block):
    """A document that numbers and rules are taken from."""

    title: Text = declare(Said(), "title of the document", "資料の題名")
    publisher: str = declare(Words(), "who published it", "発行者", default="")
    date: str = declare(Words(), "when it was published", "発行日", default="")
    url: str = declare(Words(), "where it can be found", "所在", default="")
    kind: str = declare(Words(), "kind of document", "資料の種類", default="")
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRule(Block):
    """How far assumed numbers without a range of their own are swept."""

    default: tuple[float, ...] = declare(
        ListOf(Number(low=0.0)),
        "lowest and highest factor on assumed numbers that give no range",
        "範囲のない仮定値に掛ける最小と最大の倍率",
        default=(0.5, 2.0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldAbout(Block):
    """The world itself: its name and the scales that its other files use."""

    name: str = declare(Words(), "id of the world", "世界の識別子", key="id")
    title: Text = declare(Said(), "name for people", "表示名")
    about: Text | None = declare(
        Said(), "what it claims and what it leaves out", "主張する範囲と扱わないこと", default=None
    )
    sweep: SweepRule | None = declare(
        Nested(SweepRule), "default sweep of assumptions", "仮定を動かす既定の幅", default=None
    )
    reliability: Mapping[str, Estimate] = declare(
        MapOf(Words(), Estimated("factor")),
        "likelihood ratio behind each reliability letter of a sign",
        "徴候の信頼度記号ごとの尤度比",
        default={},
    )
    case_spread: Mapping[str, Estimate | None] = declare(
        MapOf(Choice(("whole", "unexplained")), Estimated("factor")),
        "how much real cases differ beyond what a pattern knows, as standard deviations of"
        " logarithms: `whole` of all times of a case, `unexplained` of each interval by itself;"
        " only `validate` draws them",
        "型が知る以上に事例が異なる程度（対数標準偏差）：whole は一事例の全時間、"
        "unexplained は区間ごと。validate だけが引く",
        default={},
    )
    levels: tuple[str, ...] = declare(
        ListOf(Words()),
        "levels of secrecy, lowest first",
        "秘密の区分（低い順）",
        default=("open", "sensitive", "secret", "top_secret"),
    )
    units: tuple[str, ...] = declare(
        ListOf(Words()), "further units that count things", "追加の数え単位", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Block):
    """A place with its own clock and office hours."""

    name: Text = declare(Said(), "name for people", "表示名")
    utc_offset: float = declare(
        Number(-12.0, 14.0), "hours ahead of UTC [h]", "協定世界時との差（時間）"
    )
    office: str = declare(
        Pattern(r"\d\d:\d\d-\d\d:\d\d", "09:00-18:00"),
        "office hours on working days, local time",
        "平日の執務時間（現地時間）",
        default="09:00-18:00",
    )
    source: str | None = declare(Ref(("sources",)), "where it is from", "出典", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OffHours(Block):
    """What happens to work for a post outside its office hours."""

    delay: Estimate = declare(
        Estimated("time", "distribution"),
        "time until the post works when it is called outside its hours",
        "時間外に呼び出してから着手するまでの時間",
    )
    source: str | None = declare(Ref(("sources",)), "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Block):
    """A recorded figure about a post, carried with its source; no mechanism reads it."""

    value: float = declare(Number(), "the figure; a flag is 1 or 0", "値（有無は1または0）")
    unit: str = declare(Words(), "its unit", "単位", default="")
    range: tuple[float, ...] = declare(
        ListOf(Number()), "lowest and highest value", "下限と上限", default=()
    )
    date: str = declare(Words(), "the day or year it is of", "時点", default="")
    source: str | None = declare(Ref(("sources",)), "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    confidence: str = declare(
        Choice(("high", "medium", "low")), "how sure it is", "確からしさ", default="medium"
    )
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Block):
    """A post: one seat, or several alike, in which people work."""

    name: Text = declare(Said(), "name for people", "表示名")
    level: str = declare(Choice(LEVELS), "what kind of post it is", "役職の段階")
    nation: str = declare(Words(), "whose post it is", "所属国", default="JP")
    parent: str | None = declare(
        Ref(("posts",)), "the post above it in the chain of command", "上位の役職", default=None
    )
    site: str | None = declare(Ref(("sites",)), "where it sits", "所在地", default=None)
    hands: Estimate | None = declare(
        Estimated("count", structural=True),
        "how many things it can work on at once",
        "同時に処理できる件数",
        default=None,
    )
    clearance: DatedWords | None = declare(
        Clearance(), "highest level it may read", "閲覧できる最高区分", default=None
    )
    caveats: tuple[str, ...] = declare(
        ListOf(Words()),
        "nations and compartments whose items it may read",
        "閲覧できる国・区画",
        default=(),
    )
    hours: str = declare(
        Choice(("always", "office")), "when it works", "勤務時間", default="always"
    )
    busy: Estimate | None = declare(
        Estimated("prob"),
        "share of its time that routine work takes",
        "定常業務に取られる時間の割合",
        default=None,
    )
    off_hours: OffHours | None = declare(
        Nested(OffHours), "what happens outside its hours", "時間外の扱い", default=None
    )
    cabinet_rank: int | None = declare(
        Number(low=1, whole=True), "order in the cabinet list", "閣僚の席次", default=None
    )
    answers: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time from a request to its usable answer, of a post without procedures of its own",
        "要請を受けてから使える回答までの時間（手続を持たない役職）",
        default=None,
    )
    accepts: Estimate | None = declare(
        Estimated("prob", high=1.0),
        "chance that it does what it is asked",
        "求めに応じる確率",
        default=None,
    )
    law: Text | None = declare(
        Said(), "articles that its powers rest on", "権限の根拠条文", default=None
    )
    figures: Mapping[str, Figure] = declare(
        MapOfBlocks(Figure),
        "recorded figures about it, for readers",
        "公表された数値（読み手のための記録）",
        default={},
    )
    source: str | None = declare(Ref(("sources",)), "where it is from", "出典", default=None)
    assumed: str | None = declare(
        Words(), "why its numbers are assumed", "数値を仮定した理由", default=None
    )
    note: str = declare(Words(), "remark", "備考", default="")
    since: dt.date | None = declare(
        Date(), "it exists from this day on", "この日から存在", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "it exists no more from this day on", "この日以降は存在しない", default=None
    )
