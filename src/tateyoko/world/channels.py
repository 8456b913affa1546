"""Channels, chains, meetings, release review and delegation: how word and authority travel."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import (
    Block,
    Choice,
    Date,
    Estimated,
    Flag,
    ListOf,
    MapOf,
    MapOfBlocks,
    Nested,
    Number,
    Ref,
    Said,
    Words,
    declare,
)
from tateyoko.world.organisation import Figure

__all__ = [
    "PHASES",
    "Agree",
    "Also",
    "Chain",
    "Channel",
    "Delegation",
    "EachHop",
    "Gather",
    "Hours",
    "Liaison",
    "Meeting",
    "MeetingWait",
    "Needs",
    "Present",
    "Release",
    "RoundTrip",
    "Stuck",
    "Telephone",
    "Uncleared",
]

PHASES = (
    "initiative",
    "recognise",
    "hand_over",
    "law",
    "approve",
    "democratic_control",
    "transmit",
    "execute",
    "release",
)
_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTrip(Block):
    """Time from question to answer, by the way it goes."""

    formal: Estimate = declare(
        Estimated("time", "distribution"), "by formal message", "公式経路での往復"
    )
    liaison: Estimate | None = declare(
        Estimated("time", "distribution"), "by a liaison officer", "連絡官経由の往復", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Liaison(Block):
    """Officers on the other side, each with room for a few threads."""

    staff: Estimate = declare(Estimated("count"), "officers", "連絡官の人数")
    threads_each: Estimate = declare(
        Estimated("count"), "matters one officer can carry at once", "一人が同時に扱える案件数"
    )
    patience: Estimate | None = declare(
        Estimated("time", "distribution"),
        "wait for a free officer before the formal way is taken",
        "公式経路に切り替えるまで連絡官を待つ時間",
        default=None,
    )
    share_sent: Estimate | None = declare(
        Estimated("prob"),
        "share of requests that are given to the officers at all",
        "連絡官に渡される要請の割合",
        default=None,
    )
    may_read: Estimate | None = declare(
        Estimated("prob"),
        "share of items that the officers may read",
        "連絡官が読める文書の割合",
        default=None,
    )
    one_room: Estimate | None = declare(
        Estimated("prob"),
        "share of their requests that are settled in one room",
        "同室で片付く要請の割合",
        default=None,
    )
    one_room_factor: Estimate | None = declare(
        Estimated("factor"),
        "factor on the round trip of what is settled in one room",
        "同室の場合の往復時間の倍率",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours(Block):
    """When a channel works."""

    both_in_office: tuple[str, ...] = declare(
        ListOf(Ref(("sites",))),
        "sites that must be in office together",
        "同時に執務中であることを要する所在地",
        default=(),
    )
    urgent: str = declare(
        Choice(("always", "office")),
        "when urgent matters pass",
        "緊急案件の扱い",
        default="office",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs(Block):
    """What a post must have to use a channel."""

    clearance: str | None = declare(
        Ref(("levels",)), "level that the officers need", "必要な区分", default=None
    )
    release: tuple[str, ...] = declare(
        ListOf(Words()), "nations an item must be releasable to", "開示先の国", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Block):
    """A channel for questions and answers between two posts."""

    name: Text | None = declare(Said(), "name for people", "表示名", default=None)
    between: tuple[str, ...] = declare(
        ListOf(Ref(("posts",)), at_least=2),
        "the two ends: who asks and who answers, then others that take part",
        "両端の役職（尋ねる側と答える側、続けてその他の参加者）",
    )
    round_trip: RoundTrip = declare(Nested(RoundTrip), "time from question to answer", "往復時間")
    liaison: Liaison | None = declare(
        Nested(Liaison), "officers on the other side", "連絡官", default=None
    )
    hours: Hours | None = declare(Nested(Hours), "when it works", "運用時間", default=None)
    needs: Needs | None = declare(Nested(Needs), "what using it takes", "利用の条件", default=None)
    wrong_window: Estimate | None = declare(
        Estimated("prob"),
        "chance that a request goes to the wrong window first",
        "最初に誤った窓口へ行く確率",
        default=None,
    )
    windows: Estimate | None = declare(
        Estimated("count"), "number of windows for the same matter", "窓口の数", default=None
    )
    answered: Estimate | None = declare(
        Estimated("prob", high=1.0),
        "chance that an answer comes at all; without one the mark channel.ID.unanswered is set",
        "回答が来る確率（来なければ印 channel.ID.unanswered が付く）",
        default=None,
    )
    law: Text | None = declare(Said(), "articles that it rests on", "根拠条文", default=None)
    figures: Mapping[str, Figure] = declare(
        MapOfBlocks(Figure),
        "recorded figures about it, for readers",
        "公表された数値（読み手のための記録）",
        default={},
    )
    phase: str = declare(
        Choice(PHASES), "what its time counts as", "時間の分類", default="hand_over"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    since: dt.date | None = declare(
        Date(), "it exists from this day on", "この日から存在", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "it exists no more from this day on", "この日以降は存在しない", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EachHop(Block):
    """What happens at each hop of a chain."""

    read: Estimate = declare(
        Estimated("time", "distribution"), "time to read and pass on", "読んで次へ渡す時間"
    )
    garbled: Estimate | None = declare(
        Estimated("prob"),
        "chance that it must be asked back",
        "聞き返しが必要になる確率",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck(Block):
    """What is done when a message stays too long at one hop."""

    after: Estimate = declare(
        Estimated("time", "distribution"), "wait at one hop", "一つの役職で待つ時間"
    )
    then: str = declare(Choice(("skip_level", "resend")), "what the sender does", "送り手の対応")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Block):
    """A rule that several sources must agree before a message passes a hop."""

    at: str = declare(Ref(("posts",)), "where it is checked", "確認する役職")
    sources: int = declare(Number(low=1, whole=True), "how many must agree", "一致を要する数")
    of: tuple[str, ...] = declare(ListOf(Words(), at_least=1), "the sources", "情報源", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain(Block):
    """A message or an order that goes through several posts in turn."""

    name: Text | None = declare(Said(), "name for people", "表示名", default=None)
    hops: tuple[str, ...] = declare(
        ListOf(Ref(("posts",)), at_least=2), "the posts in order", "通る役職（順）", key="path"
    )
    each: EachHop = declare(Nested(EachHop), "what happens at each hop", "各段での処理")
    stuck: Stuck | None = declare(
        Nested(Stuck), "what is done when it is stuck", "滞ったときの対応", default=None
    )
    agree: Agree | None = declare(
        Nested(Agree), "agreement of several sources", "複数情報源の一致", default=None
    )
    law: Text | None = declare(Said(), "articles that it rests on", "根拠条文", default=None)
    figures: Mapping[str, Figure] = declare(
        MapOfBlocks(Figure),
        "recorded figures about it, for readers",
        "公表された数値（読み手のための記録）",
        default={},
    )
    phase: str = declare(
        Choice(PHASES), "what its time counts as", "時間の分類", default="transmit"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    since: dt.date | None = declare(
        Date(), "it exists from this day on", "この日から存在", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "it exists no more from this day on", "この日以降は存在しない", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Also(Block):
    """The second half of a quorum: at least so many of these."""

    at_least: Estimate = declare(Estimated("count"), "how many", "必要な人数")
    of: tuple[str, ...] = declare(ListOf(Ref(("posts",)), at_least=1), "of these", "対象の役職")


@dataclass(frozen=True, slots=True, kw_only=True)
class Present(Block):
    """Who must be there for a meeting to begin."""

    everyone: tuple[str, ...] = declare(
        ListOf(Ref(("posts",))), "all of these", "全員が必要な役職", key="all", default=()
    )
    also: Also | None = declare(
        Nested(Also), "and at least so many of others", "加えて必要な人数", key="and", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone(Block):
    """Members who take part by telephone."""

    share: Estimate = declare(
        Estimated("prob", high=1.0), "share of members who do", "電話で参加する割合"
    )
    gather: Estimate = declare(
        Estimated("time", "distribution"), "time to be on the line", "回線につくまでの時間"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    since: dt.date | None = declare(
        Date(), "allowed from this day on", "この日から可能", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "not allowed from this day on", "この日以降は不可", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather(Block):
    """How members come together."""

    each: Estimate = declare(
        Estimated("time", "distribution"), "time of one member to arrive", "一人が集まる時間"
    )
    telephone: Telephone | None = declare(
        Nested(Telephone), "taking part by telephone", "電話参加", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingWait(Block):
    """How long a meeting waits for its quorum, and what is done then."""

    at_most: Estimate = declare(Estimated("time", "distribution"), "longest wait", "待つ最長時間")
    then: str = declare(Choice(("circulate_paper", "give_up")), "what is done then", "その後の対応")
    takes: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time of the paper to go round",
        "持ち回りにかかる時間",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Block):
    """A meeting with a quorum."""

    name: Text = declare(Said(), "name for people", "表示名")
    chair: str | None = declare(Ref(("posts",)), "who presides", "主宰者", default=None)
    present: Present = declare(Nested(Present), "quorum", "定足数")
    stand_in: Mapping[str, str] = declare(
        MapOf(Ref(("posts",)), Ref(("posts",))),
        "who may sit for whom while the post is away",
        "不在時の代理",
        default={},
    )
    gather: Gather | None = declare(
        Nested(Gather), "how members come together", "参集", default=None
    )
    takes: Estimate = declare(Estimated("time", "distribution"), "length", "所要時間")
    waits: MeetingWait | None = declare(
        Nested(MeetingWait), "what happens without a quorum", "定足数に満たないとき", default=None
    )
    minister_hours: bool = declare(
        Flag(), "count the ministers' time", "閣僚の時間を数える", default=False
    )
    seats: tuple[str, ...] = declare(
        ListOf(Ref(("posts",))), "members by statute", "法定の構成員", default=()
    )
    may_attend: tuple[str, ...] = declare(
        ListOf(Ref(("posts",))), "who may be called", "出席を求め得る役職", default=()
    )
    law: Text | None = declare(Said(), "articles that it rests on", "根拠条文", default=None)
    figures: Mapping[str, Figure] = declare(
        MapOfBlocks(Figure),
        "recorded figures about it, for readers",
        "公表された数値（読み手のための記録）",
        default={},
    )
    phase: str = declare(Choice(PHASES), "what its time counts as", "時間の分類", default="approve")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    since: dt.date | None = declare(
        Date(), "it exists from this day on", "この日から存在", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "it exists no more from this day on", "この日以降は存在しない", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncleared(Block):
    """What happens to an item whose reader is not cleared."""

    review: Estimate = declare(
        Estimated("time", "distribution"), "time of the release review", "開示審査の時間"
    )
    instead: tuple[str, ...] = declare(
        ListOf(Choice(("alternate", "sanitise"))),
        "what may be done instead of the review",
        "審査に代わる方法",
        key="or",
        default=(),
    )
    detail_lost: Estimate | None = declare(
        Estimated("prob"),
        "share of detail lost when sanitised",
        "無害化で失われる割合",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Block):
    """An item of information with a label, and the review that frees it for its reader."""

    name: Text | None = declare(Said(), "name for people", "表示名", default=None)
    level: str = declare(Ref(("levels",)), "level of the item", "区分")
    caveat: tuple[str, ...] = declare(
        ListOf(Words()),
        "nations or compartments it is limited to",
        "限定された国・区画",
        default=(),
    )
    originator: str | None = declare(Words(), "who owns it", "作成者", default=None)
    to: tuple[str, ...] = declare(
        ListOf(Ref(("posts",)), at_least=1),
        "who needs it; all of them must be able to read it",
        "必要とする役職（全員）",
    )
    released: Estimate | None = declare(
        Estimated("prob"),
        "share of such items that the originator releases at all",
        "作成者が開示する割合",
        default=None,
    )
    overmarked: Estimate | None = declare(
        Estimated("prob"),
        "share of items marked higher than needed",
        "必要以上に高く区分された割合",
        default=None,
    )
    dark: Estimate | None = declare(
        Estimated("prob"),
        "chance that a reader is not yet cleared",
        "読み手の適格化が済んでいない確率",
        default=None,
    )
    alternate: str | None = declare(
        Ref(("posts",)), "cleared post that may read it instead", "代わりに読める役職", default=None
    )
    uncleared: Uncleared = declare(
        Nested(Uncleared), "what happens when the reader is not cleared", "適格のないとき"
    )
    phase: str = declare(Choice(PHASES), "what its time counts as", "時間の分類", default="release")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation(Block):
    """Acts that a lower post may do without asking, a graded share of a ranked list."""

    name: Text | None = declare(Said(), "name for people", "表示名", default=None)
    to: str = declare(Ref(("posts",)), "who may act", "委任される役職")
    actions: tuple[str, ...] = declare(
        ListOf(Ref(("rules", "step_paths")), at_least=1),
        "rules or steps, the widest last",
        "委任の対象（広いものを後に）",
    )
    share: Estimate = declare(
        Estimated("prob", high=1.0),
        "share of the list that is authorised beforehand",
        "事前に授権された割合",
    )
    report_within: Estimate | None = declare(
        Estimated("time", "distribution"),
        "report afterwards within",
        "事後報告の期限",
        default=None,
    )
    recall: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time of the centre to recall an act",
        "中央が取り消すまでの時間",
        default=None,
    )
    contrary: Estimate | None = declare(
        Estimated("prob"),
        "chance that the act is against the minister's later intent",
        "大臣の意図に反する確率",
        default=None,
    )
    incident: Estimate | None = declare(
        Estimated("prob"), "chance of an incident", "事故・衝突の確率", default=None
    )
    written: Estimate | None = declare(
        Estimated("prob"),
        "share of delegated acts with written rules; without them the holder still asks",
        "規則が書かれている行為の割合（無ければ伺う）",
        default=None,
    )
    recall_failure: Estimate | None = declare(
        Estimated("prob"),
        "chance that a recall comes too late",
        "取消しが間に合わない確率",
        default=None,
    )
    awareness: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time until the minister knows",
        "大臣が知るまでの時間",
        default=None,
    )
    needs_practice: bool = declare(
        Flag(), "only worth what has been practised", "訓練を要する", default=False
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    since: dt.date | None = declare(
        Date(), "it exists from this day on", "この日から存在", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "it exists no more from this day on", "この日以降は存在しない", default=None
    )
