"""Procedures: what posts do, step by step."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.law.tree import Node
from tateyoko.text import Text
from tateyoko.world.channels import PHASES
from tateyoko.world.estimate import Estimate
from tateyoko.world.expression import Expr
from tateyoko.world.kinds import (
    Block,
    Choice,
    Curve,
    Date,
    Estimated,
    Expression,
    Flag,
    ListOf,
    MapOf,
    MapOfBlocks,
    Moment,
    Name,
    Nested,
    Ref,
    Said,
    Trigger,
    Words,
    declare,
)
from tateyoko.world.moment import When
from tateyoko.world.relay import Relay
from tateyoko.world.requests import Request

__all__ = [
    "STEP_KINDS",
    "Control",
    "Decide",
    "FasterWith",
    "Item",
    "Order",
    "Patience",
    "Power",
    "Procedure",
    "Raise",
    "Repeat",
    "Starts",
    "Step",
    "Travel",
]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience(Block):
    """How long a step may take before something else is done."""

    of: Estimate = declare(Estimated("time", "distribution"), "longest time", "最長の時間")
    then: str = declare(
        Ref(("steps", "marks"), words=("end", "next")),
        "step to go to, mark to set, or end",
        "移る段・付ける標・終了",
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Block):
    """Going back to an earlier step with some chance."""

    weight: Estimate = declare(Estimated("prob"), "chance of going back", "戻る確率")
    to: str = declare(Ref(("steps",)), "step to go back to", "戻る段")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Block):
    """A decision of one post, which a person may take in an exercise."""

    by: tuple[str, ...] = declare(ListOf(Ref(("posts",)), at_least=1), "who decides", "決定者")
    options: Mapping[str, Estimate] = declare(
        MapOf(Words(), Estimated("factor")),
        "options and their weights when the model decides",
        "選択肢とモデルが決める際の重み",
    )
    takes: Estimate | None = declare(
        Estimated("time", "distribution"), "time to decide", "決定にかかる時間", default=None
    )
    again: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time until it is asked again after `wait`",
        "「wait」の後に再び諮るまでの時間",
        default=None,
    )
    marks: Mapping[str, str] = declare(
        MapOf(Words(), Name("marks")),
        "marks set by options",
        "選択肢ごとの標",
        default={},
    )
    refused: str | None = declare(
        Ref(("steps", "marks"), words=("end", "next")),
        "where to go unless the first option is taken",
        "第一の選択肢以外のときの行き先",
        key="else",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Block):
    """An order given by a post."""

    by: tuple[str, ...] = declare(ListOf(Ref(("posts",)), at_least=1), "who orders", "命令者")


@dataclass(frozen=True, slots=True, kw_only=True)
class FasterWith(Block):
    """What makes a question come up faster or slower."""

    belief: tuple[tuple[float, float], ...] = declare(
        Curve(),
        "curve of the factor over the belief [log-odds over the threshold]",
        "確信度（閾値からの対数オッズ）に対する倍率の曲線",
        default=(),
    )
    practice: Estimate | None = declare(
        Estimated("factor"),
        "factor at full practice",
        "十分に訓練したときの倍率",
        default=None,
    )
    when: Mapping[Expr, Estimate] = declare(
        MapOf(Expression(), Estimated("factor")),
        "factor while an expression is true",
        "式が成り立つ間の倍率",
        default={},
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise(Block):
    """Waiting until somebody takes the initiative."""

    by: tuple[str, ...] = declare(
        ListOf(Ref(("posts",)), at_least=1), "who may raise it", "提起し得る役職"
    )
    rate: Estimate = declare(Estimated("rate"), "how often each does", "一者あたりの頻度")
    faster_with: FasterWith | None = declare(
        Nested(FasterWith), "what makes it faster", "速める要因", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Block):
    """Label of the item that a request needs."""

    level: str = declare(Ref(("levels",)), "level", "区分")
    release: tuple[str, ...] = declare(
        ListOf(Words()), "nations it may be released to", "開示できる国", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel(Block):
    """Movement of units."""

    takes: Estimate = declare(Estimated("time", "distribution"), "time under way", "移動時間")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the law says about the Diet, on the step that an authority step became.

    Attributes
    ----------
    power : str
        The rule, situation or action.
    referred : str
        The act that records the referral; empty when none does.
    approved, rejected : str
        The acts that record the vote; empty when none does.
    days : float or None
        Days within which it must be referred, counted from the step.
    """

    power: str
    referred: str = ""
    approved: str = ""
    rejected: str = ""
    days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What ends a power, on the step that gives the order.

    Attributes
    ----------
    id, order : str
        The action, and the act that records its order.
    ends : tuple of Node
        Trees of facts of which any one ends it, each between its dates.
    days : float or None
        Days after which it expires.
    period : Estimate or None
        The period set in the order, where the law leaves it open.
    """

    id: str
    order: str
    ends: tuple[Node, ...] = ()
    days: float | None = None
    period: Estimate | None = None


_ACT = "act?"
STEP_KINDS = (
    "by",
    "meeting",
    "decide",
    "order",
    "chain",
    "relay",
    "ask",
    "request",
    "law",
    "authority",
    "raise",
    "judge",
    "diet",
    "release",
    "travel",
    "all",
    "start",
    "flow",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Block):
    """One step of a procedure: at most one act, and the fields that every act may have.

    Attributes
    ----------
    road : str
        Path of the authority step that it is part of (see `tateyoko.world.road`), or empty.
    guard : Node or None
        Of a part with ``law``: what it waits for besides.
    whole : bool
        Of a part with ``law``: whether it waits for the rule's requirements too.
    also_marks : tuple of str
        Further marks set when the step ends.
    control, power :
        Of a part: what the law says about the Diet, and about the end of the power.
    """

    name: Text | None = declare(Said(), "name for people", "表示名", default=None)
    by: tuple[str, ...] = declare(
        ListOf(Ref(("posts",))),
        "work by a post; a second post is the cleared alternate",
        "役職による作業（二つ目は代わりの役職）",
        group=_ACT,
        default=(),
    )
    meeting: str | None = declare(Ref(("meetings",)), "a meeting", "会議", group=_ACT, default=None)
    decide: Decide | None = declare(Nested(Decide), "a decision", "決定", group=_ACT, default=None)
    order: Order | None = declare(
        Nested(Order, short="by"), "an order", "命令", group=_ACT, default=None
    )
    chain: str | None = declare(
        Ref(("chains",)), "pass along a chain", "経路による伝達", group=_ACT, default=None
    )
    relay: Relay | None = declare(
        Nested(Relay),
        "pass along a chain of so many links",
        "段数で表した経路による伝達",
        group=_ACT,
        default=None,
    )
    ask: str | None = declare(
        Ref(("channels",)), "question over a channel", "経路での照会", group=_ACT, default=None
    )
    request: Request | None = declare(
        Nested(Request, short="of"),
        "what a thin post is asked: it answers in its own time and may say no",
        "手続を持たない役職への求め（応じないこともある）",
        group=_ACT,
        default=None,
    )
    law: str | None = declare(
        Ref(("rules",)),
        "wait until the rule's requirements are met",
        "規則の要件が満たされるまで待つ",
        group=_ACT,
        default=None,
    )
    authority: tuple[str, ...] = declare(
        ListOf(Ref(("rules",))),
        "the whole road that the law prescribes for an action, a situation or a rule; several"
        " are one road",
        "行動・事態・規則について法が定める手順の全体。複数なら一つの手順にまとめる",
        group=_ACT,
        default=(),
    )
    through: tuple[str, ...] = declare(
        ListOf(Ref(("facts",))),
        "on an `authority` step: which alternatives of the law it takes, by a fact of each",
        "`authority` の段で、選択的な要件のうち採るもの（その事実で示す）",
        default=(),
    )
    forms: Mapping[str, tuple[str, ...]] = declare(
        MapOf(Ref(("facts", "bodies", "posts", "meetings")), ListOf(Ref(("forms",)))),
        "on an `authority` step: forms that come before the world's, by act or by who acts",
        "`authority` の段で、世界の形式に優先する形式（行為又は主体ごと）",
        default={},
    )
    marks: Mapping[str, str] = declare(
        MapOf(
            Ref(("facts",), words=("order", "diet_before", "diet_after")),
            Name("marks"),
        ),
        "on an `authority` step: marks set when an act is done",
        "`authority` の段で、行為がなされたときに付ける標",
        default={},
    )
    anew: tuple[str, ...] = declare(
        ListOf(Ref(("facts",))),
        "on an `authority` step: acts that are done for this power even if on record",
        "`authority` の段で、記録に既にあってもこの権限のために改めて行う行為",
        default=(),
    )
    found: Mapping[str, Expr] = declare(
        MapOf(Ref(("facts",)), Expression("any")),
        "on an `authority` step: what the judge whom the law names finds, by judged fact",
        "`authority` の段で、法の定める判断者がどう判断するか（評価的事実ごと）",
        default={},
    )
    orders: bool = declare(
        Flag(),
        "on an `authority` step: whether the order is part of it",
        "`authority` の段で、命令まで含むか",
        default=True,
    )
    initiative: Raise | None = declare(
        Nested(Raise),
        "wait until somebody raises it",
        "誰かの提起を待つ",
        key="raise",
        group=_ACT,
        default=None,
    )
    judge: str | None = declare(
        Ref(("judgements",)), "a judgement", "認定", group=_ACT, default=None
    )
    diet: str | None = declare(
        Choice(("before", "after")),
        "approval by the Diet, before or after the act",
        "国会の承認（事前・事後）",
        group=_ACT,
        default=None,
    )
    release: str | None = declare(
        Ref(("release",)), "release review", "開示審査", group=_ACT, default=None
    )
    travel: Travel | None = declare(
        Nested(Travel, short="takes"), "movement of units", "部隊の移動", group=_ACT, default=None
    )
    together: "Mapping[str, Step]" = declare(
        MapOfBlocks("Step", inline=True),
        "steps side by side, then joined",
        "並行する段",
        key="all",
        group=_ACT,
        default={},
    )
    start: str | None = declare(
        Ref(("procedures",)), "start another procedure", "別の手続の開始", group=_ACT, default=None
    )
    flow: str | None = declare(
        Ref(("flows",)), "open a flow", "流れを開く", group=_ACT, default=None
    )
    item: Item | None = declare(
        Nested(Item, short="level"),
        "label of what is asked for",
        "照会する情報の区分",
        default=None,
    )
    session: str | None = declare(
        Choice(("yes", "no")), "whether the Diet is in session", "会期中か", default=None
    )
    convene: Estimate | None = declare(
        Estimated("time", "distribution"),
        "time to convene the Diet",
        "国会召集の時間",
        default=None,
    )
    rejects: Estimate | None = declare(
        Estimated("prob"), "chance that the Diet says no", "国会が承認しない確率", default=None
    )
    takes: Estimate | None = declare(
        Estimated("time", "distribution"), "time of the work", "作業時間", default=None
    )
    phase: str | None = declare(
        Choice(PHASES), "what its time counts as", "時間の分類", default=None
    )
    mark: str | None = declare(
        Name("marks"), "mark set when the step ends", "終了時に付ける標", default=None
    )
    opens: str | None = declare(
        Name("marks"),
        "on a `meeting` step: mark set when its members are there and talk begins",
        "`meeting` の手順で、参集し協議が始まった時に付ける標",
        default=None,
    )
    skip_if: Expr | None = declare(
        Expression(), "skipped when true on arrival", "到着時に真なら省く", default=None
    )
    when: Expr | None = declare(Expression(), "waits until true", "真になるまで待つ", default=None)
    luck: str | None = declare(
        Words(), "name of its luck, when it takes another step's", "乱数の名前", default=None
    )
    patience: Patience | None = declare(
        Nested(Patience), "what is done when it takes too long", "時間切れの扱い", default=None
    )
    sets: Mapping[str, Expr] = declare(
        MapOf(Ref(("facts", "values")), Expression("any")),
        "facts or values set when the step ends",
        "終了時に定まる事実・値",
        default={},
    )
    repeat: Repeat | None = declare(
        Nested(Repeat), "chance of going back", "戻る確率", default=None
    )
    source: str | None = declare(_SOURCE, "where its numbers are from", "数値の出典", default=None)
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

    road: str = ""
    guard: Node | None = None
    whole: bool = True
    also_marks: tuple[str, ...] = ()
    control: Control | None = None
    power: Power | None = None

    @property
    def kind(self) -> str:
        """Which act it is: one of `STEP_KINDS`, or ``wait`` for a step without an act."""
        acts = (
            self.by,
            self.meeting,
            self.decide,
            self.order,
            self.chain,
            self.relay,
            self.ask,
            self.request,
            self.law,
            self.authority,
            self.initiative,
            self.judge,
            self.diet,
            self.release,
            self.travel,
            self.together,
            self.start,
            self.flow,
        )
        for word, act in zip(STEP_KINDS, acts, strict=True):
            if act:
                return word
        return "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts(Block):
    """What makes a procedure begin; exactly one of these."""

    when: Expr | None = declare(
        Expression(),
        "an expression becomes true",
        "式が真になったとき",
        group="start",
        default=None,
    )
    on: str | None = declare(
        Trigger(),
        "`mark NAME`, `judgement ID`, `inject ID`, `event ID` or `procedure ID`",
        "`mark NAME`・`judgement ID`・`inject ID`・`event ID`・`procedure ID`",
        group="start",
        default=None,
    )
    at_start: bool = declare(
        Flag(), "the scenario begins", "想定の開始時", group="start", default=False
    )
    every: Estimate | None = declare(
        Estimated("time", "distribution"),
        "again and again; the gap between two arrivals",
        "繰り返し到着する間隔",
        group="start",
        default=None,
    )
    since: When | None = declare(
        Moment(), "arrivals begin", "到着の始まり", key="from", default=None
    )
    until: When | None = declare(Moment(), "arrivals end", "到着の終わり", default=None)
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)

    @property
    def on_kind(self) -> str:
        """The first word of ``on``: ``mark``, ``judgement``, ``inject`` or ``procedure``."""
        return (self.on or "").partition(" ")[0]

    @property
    def on_id(self) -> str:
        """The name in ``on``."""
        return (self.on or "").partition(" ")[2].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Block):
    """A procedure: steps in their written order."""

    name: Text = declare(Said(), "name for people", "表示名")
    about: str = declare(Words(), "what one run of it deals with", "対象", default="incident")
    rule: str | None = declare(
        Ref(("rules",)), "the rule that gives the power", "根拠規則", default=None
    )
    starts: Starts | None = declare(
        Nested(Starts, short="on"),
        "what makes it begin; without it only another procedure can",
        "開始の条件（無ければ他の手続からのみ）",
        default=None,
    )
    steps: Mapping[str, Step] = declare(
        MapOfBlocks(Step, inline=True), "the steps in order", "段（順）"
    )
    ends_if: Mapping[Expr, str] = declare(
        MapOf(Expression(), Name("marks")),
        "ends at once, with a mark, when an expression becomes true",
        "式が真になれば標を付けて直ちに終わる",
        default={},
    )
    phase: str | None = declare(
        Choice(PHASES), "what its steps' time counts as", "時間の分類", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
    since: dt.date | None = declare(
        Date(), "it exists from this day on", "この日から存在", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "it exists no more from this day on", "この日以降は存在しない", default=None
    )
