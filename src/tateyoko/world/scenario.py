"""A scenario: hidden truths, an opponent, signs, events, injects, windows and what is measured."""

from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.audiences import Audience
from tateyoko.world.authority import Fact, Rule
from tateyoko.world.channels import PHASES, Chain, Channel, Delegation, Meeting, Release
from tateyoko.world.compliance import Compliance
from tateyoko.world.cover import Cover
from tateyoko.world.crisis import CONTEXTS, TYPES
from tateyoko.world.estimate import Estimate
from tateyoko.world.expression import Expr
from tateyoko.world.flows import Flow
from tateyoko.world.forms import Form
from tateyoko.world.judgements import Judgement
from tateyoko.world.kinds import (
    Block,
    Choice,
    Estimated,
    Expression,
    Flag,
    ListOf,
    MapOf,
    MapOfBlocks,
    MarkOrMoment,
    Moment,
    Name,
    Nested,
    Number,
    Pattern,
    Ref,
    Said,
    Shares,
    Start,
    Words,
    declare,
)
from tateyoko.world.moment import When
from tateyoko.world.organisation import Post, Site, Source
from tateyoko.world.procedures import Procedure
from tateyoko.world.stocks import Stock
from tateyoko.world.successions import Succession

__all__ = [
    "Advance",
    "Closes",
    "Else",
    "Event",
    "Expect",
    "Initial",
    "Inject",
    "ItemLabel",
    "Measure",
    "Opponent",
    "Reaction",
    "Scenario",
    "Series",
    "Sign",
    "StandsFor",
    "Truth",
    "Value",
    "Window",
]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True)
class Initial:
    """How a value begins in one truth.

    Attributes
    ----------
    value : float
        The number; for a roll or an estimate, its middle.
    roll : Estimate or None
        Chance that it is 1 and not 0, drawn once for each run, the same in every posture.
    estimate : Estimate or None
        A constant of the run that is swept.
    """

    value: float
    roll: Estimate | None = None
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth(Block):
    """One hidden truth."""

    name: Text = declare(Said(), "name for people", "表示名")
    attack: bool = declare(
        Flag(), "whether it is the serious one", "武力攻撃に至るか", default=False
    )
    values: Mapping[str, float] = declare(
        MapOf(Ref(("values",)), Number()),
        "values that begin differently in this truth",
        "この真相での初期値",
        default={},
        rest=True,
    )
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(Block):
    """Moving an event forward."""

    event: str = declare(Ref(("events",)), "which event", "対象の事象")
    by: Estimate = declare(Estimated("time", "distribution"), "by how much", "早まる幅")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction(Block):
    """What an opponent does on a mark."""

    on: str = declare(Ref(("marks",)), "when this happens", "契機の標")
    before: When | None = declare(Moment(), "only before", "この時点より前のみ", default=None)
    after: When | None = declare(Moment(), "only after", "この時点より後のみ", default=None)
    chance: Estimate = declare(Estimated("prob"), "chance that he does", "反応する確率")
    sets: Mapping[str, Expr] = declare(
        MapOf(Ref(("values", "facts")), Expression("any")), "values it sets", "定める値", default={}
    )
    advance: Advance | None = declare(
        Nested(Advance), "event it moves forward", "早める事象", default=None
    )
    mark: str | None = declare(Name("marks"), "mark it sets", "付ける標", default=None)
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opponent(Block):
    """One type of opponent."""

    name: Text = declare(Said(), "name for people", "表示名")
    reacts: tuple[Reaction, ...] = declare(
        ListOf(Nested(Reaction)), "what he does when", "反応", default=()
    )
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Block):
    """A value of the scenario that events, steps and opponents may set.

    ``initial`` has one entry for each truth, or the single key ``""`` when all begin alike.
    """

    initial: Mapping[str, Initial] = declare(
        Start(), "value at the start, one or for each truth", "初期値（真相ごとも可）", rest=True
    )
    context: str | None = declare(
        Choice(tuple(CONTEXTS)),
        "a pattern's value that a case sets: what was known at its onset",
        "事例の発端で知り得たことが定める値",
        default=None,
    )
    equals: str | None = declare(
        Words(),
        "the value is 1 when the context is this word, else 0",
        "文脈がこの語なら1、他は0",
        key="is",
        default=None,
    )
    hidden: bool = declare(Flag(), "hidden from every post", "各役職から見えない", default=False)
    question: str | None = declare(
        Ref(("questions",)), "the question it answers", "対応する問い", default=None
    )
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Block):
    """Something that happens at a moment."""

    name: Text | None = declare(Said(), "name for people", "表示名", default=None)
    at: When = declare(Moment(), "when", "時点")
    spread: Estimate | None = declare(
        Estimated("time", "distribution"), "random delay", "ずれ", default=None
    )
    condition: Expr | None = declare(
        Expression(), "only if true then", "その時に真の場合のみ", key="if", default=None
    )
    mark: str | None = declare(Name("marks"), "mark it sets", "付ける標", default=None)
    sets: Mapping[str, Expr] = declare(
        MapOf(Ref(("values", "facts")), Expression("any")), "values it sets", "定める値", default={}
    )
    starts: str | None = declare(
        Ref(("procedures",)), "procedure it starts", "始まる手続", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLabel(Block):
    """Label of an item of information."""

    level: str = declare(Ref(("levels",)), "level", "区分")
    release: tuple[str, ...] = declare(
        ListOf(Words()), "nations it may be released to", "開示できる国", default=()
    )
    originator: str | None = declare(Words(), "who owns it", "作成者", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Block):
    """A report that is evidence for a question."""

    at: When = declare(Moment(), "when it arises", "発生時点")
    spread: Estimate | None = declare(
        Estimated("time", "distribution"), "random delay", "ずれ", default=None
    )
    to: tuple[str, ...] = declare(
        ListOf(Ref(("posts",)), at_least=1), "who gets it first", "最初に届く役職"
    )
    text: Text = declare(Said(), "what the post reads", "内容")
    reliability: str = declare(Ref(("reliability",)), "reliability letter", "信頼度", default="D")
    seen: Mapping[str, Estimate] = declare(
        MapOf(Ref(("truths",)), Estimated("prob")),
        "chance of being seen in each truth",
        "真相ごとの観測確率",
        default={},
    )
    about: str | None = declare(
        Ref(("questions",)), "question it is evidence for", "関係する問い", default=None
    )
    false_if_unseen: bool = declare(
        Flag(),
        "counts against the question when it stays out",
        "無ければ反証とみなす",
        default=False,
    )
    shares_error_with: str | None = declare(
        Words(), "tag of a common source of error", "誤りを共有する標", default=None
    )
    label: ItemLabel | None = declare(
        Nested(ItemLabel, short="level"), "label", "区分表示", default=None
    )
    via: str | None = declare(Ref(("chains",)), "chain it travels", "伝達経路", default=None)
    item: str | None = declare(Ref(("release",)), "release item", "開示審査の対象", default=None)
    mark: str | None = declare(Name("marks"), "mark when it is read", "読了の標", default=None)
    sets: Mapping[str, Expr] = declare(
        MapOf(Ref(("values", "facts")), Expression("any")), "values it sets", "定める値", default={}
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Else(Block):
    """What follows when an expected act does not come."""

    sets: Mapping[str, Expr] = declare(
        MapOf(Ref(("values", "facts")), Expression("any")), "values it sets", "定める値", default={}
    )
    mark: str | None = declare(Name("marks"), "mark it sets", "付ける標", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect(Block):
    """An act that an inject calls for."""

    mark: str = declare(Ref(("marks",)), "mark of the act", "求める行為の標")
    within: Estimate = declare(Estimated("time", "distribution"), "time for it", "期限")
    otherwise: Else | None = declare(
        Nested(Else), "what follows without it", "無いときの結果", key="else", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject(Block):
    """Something that posts are told and that may start a procedure."""

    at: When = declare(Moment(), "when", "時点")
    spread: Estimate | None = declare(
        Estimated("time", "distribution"), "random delay", "ずれ", default=None
    )
    to: tuple[str, ...] = declare(ListOf(Ref(("posts",)), at_least=1), "who gets it", "宛先")
    text: Text = declare(Said(), "what the post reads", "内容")
    starts: str | None = declare(
        Ref(("procedures",)), "procedure it starts", "始まる手続", default=None
    )
    truths: tuple[str, ...] = declare(
        ListOf(Ref(("truths",))), "only in these truths", "この真相のみ", default=()
    )
    condition: Expr | None = declare(
        Expression(), "only if true then", "その時に真の場合のみ", key="if", default=None
    )
    label: ItemLabel | None = declare(
        Nested(ItemLabel, short="level"), "label", "区分表示", default=None
    )
    mark: str | None = declare(Name("marks"), "mark it sets", "付ける標", default=None)
    sets: Mapping[str, Expr] = declare(
        MapOf(Ref(("values", "facts")), Expression("any")), "values it sets", "定める値", default={}
    )
    expect: Expect | None = declare(Nested(Expect), "act it calls for", "求める行為", default=None)
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closes(Block):
    """When a window closes."""

    mark: str | None = declare(
        Ref(("marks",)), "with a mark", "標で閉じる", group="closes", default=None
    )
    at: When | None = declare(Moment(), "at a moment", "時点で閉じる", group="closes", default=None)
    after: Estimate | None = declare(
        Estimated("time"),
        "so long after it opened",
        "開いてからの時間",
        group="closes",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Block):
    """A time in which an act can still have its effect."""

    name: Text = declare(Said(), "name for people", "表示名")
    opens: str = declare(Ref(("marks",)), "mark that opens it", "開く標")
    closes: Closes = declare(Nested(Closes, short="mark"), "when it closes", "閉じる時")
    need: Text = declare(
        Said(), "what must be done in it", "必要なこと", default=Text(ja="", en="")
    )
    done: str | None = declare(Ref(("marks",)), "mark of the act in time", "達成の標", default=None)
    act_prevents: bool = declare(
        Flag(),
        "the act keeps it from closing: with the act and no closing a run was in time",
        "行為が閉じるのを防ぐ（行為があって閉じなければ間に合った）",
        default=False,
    )
    basis: str = declare(
        Choice(("public", "derived", "assumed")), "what it rests on", "根拠の種類", default="public"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Block):
    """A figure followed over time."""

    name: Text = declare(Said(), "name for people", "表示名")
    every: Estimate = declare(Estimated("time", structural=True), "interval", "間隔")
    expr: Expr = declare(Expression("any"), "what is followed", "対象の式")
    unit: str = declare(Words(), "unit", "単位", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Block):
    """A figure read off each run: an expression at the end, or a time between two marks."""

    name: Text = declare(Said(), "name for people", "表示名")
    unit: str = declare(Words(), "unit it is shown in", "表示単位", default="")
    kind: str = declare(
        Choice(("outcome", "adverse", "burden", "democratic_control", "cost")),
        "which part of the table it stands in",
        "分類",
        default="outcome",
    )
    better: str = declare(
        Choice(("lower", "higher", "neutral")),
        "which way is better",
        "望ましい向き",
        default="neutral",
    )
    truths: tuple[str, ...] = declare(
        ListOf(Ref(("truths",))), "truths it makes sense in", "対象の真相", default=()
    )
    expr: Expr | None = declare(
        Expression("any"),
        "expression at the end of a run",
        "終了時の式",
        group="what",
        default=None,
    )
    integral: Expr | None = declare(
        Expression("any"),
        "time integral of an expression over the run",
        "期間にわたる積分",
        group="what",
        default=None,
    )
    at: str | None = declare(
        MarkOrMoment(),
        "mark or moment at which `expr` is read, instead of the end",
        "終了時でなく、この標・時点での値",
        default=None,
    )
    start: tuple[str, ...] = declare(
        ListOf(Ref(("marks", "events"))),
        "from the first of these marks or events",
        "起点の標・事象",
        key="from",
        default=(),
    )
    end: tuple[str, ...] = declare(
        ListOf(Ref(("marks", "events"))),
        "to the first of these marks or events",
        "終点の標・事象",
        key="to",
        group="what",
        default=(),
    )
    headline: bool = declare(Flag(), "one of the main figures", "主要な指標", default=False)
    figure: str = declare(Words(), "figure it is drawn in", "掲載する図", default="")
    digits: int = declare(
        Number(low=0, high=6, whole=True), "decimals shown", "小数の桁", default=1
    )
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights(Block):
    """How likely each truth is, as far as the first sighting tells."""

    clear: Mapping[str, Estimate | float | None] = declare(
        Shares(), "when routine rules could classify it at once", "定型的に識別できる場合"
    )
    ambiguous: Mapping[str, Estimate | float | None] = declare(
        Shares(), "when it could be several things", "曖昧な場合"
    )

    def of(self, signal: str) -> Mapping[str, Estimate | float | None]:
        """Return the shares for a signal."""
        return self.clear if signal == "clear" else self.ambiguous


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsFor(Block):
    """What real crises a scenario is the pattern of."""

    type: str = declare(Choice(tuple(TYPES)), "type of crisis", "危機の型")
    truths: Weights = declare(
        Nested(Weights), "how likely each truth is at onset", "発端での真相の確からしさ"
    )
    note: str = declare(Words(), "remark", "備考", default="")


_BLOCKS = "scenario-specific blocks, merged over the world's"
_BLOCKS_JA = "想定固有の定義（世界の定義に上書き）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Block):
    """One scenario file."""

    name: str = declare(Words(), "id, the file's name", "識別子（ファイル名）", key="id")
    title: Text = declare(Said(), "title", "題名")
    question: Text = declare(Said(), "the question of the comparison in one sentence", "一文の問い")
    about: Text | None = declare(Said(), "what it is and what it leaves out", "説明", default=None)
    horizon: Estimate = declare(Estimated("time", structural=True), "length of a run", "期間")
    zero: str = declare(
        Pattern(r"D0 at .+", "D0 at 30 d"), "where D0 lies", "D0の位置", default="D0 at 0 h"
    )
    utc_offset: float = declare(
        Number(-12.0, 14.0),
        "clock of its times, hours ahead of UTC",
        "時刻の基準（UTCとの差）",
        default=9.0,
    )
    begins: str = declare(
        Pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d([+-]\d\d:\d\d|Z)", "2027-03-01T00:00+09:00"),
        "model date of the start, for calendars only",
        "開始の暦日（暦にのみ使用）",
        default="2027-03-01T00:00+09:00",
    )
    case: str | None = declare(Words(), "case file it re-plays", "再現する事例", default=None)
    stands_for: StandsFor | None = declare(
        Nested(StandsFor),
        "the crises it is the pattern of",
        "この想定が型となる危機",
        default=None,
    )
    case_spread: Mapping[str, Estimate | None] = declare(
        MapOf(Choice(PHASES), Estimated("factor")),
        "by phase, how much the times of real cases differ: the standard deviation of the logarithm"
        " of a factor that `validate` draws for each run and that is 1 elsewhere",
        "段階別の事例間のばらつき（validate が各回に引く倍率の対数標準偏差、他では倍率1）",
        default={},
    )
    postures: tuple[str, ...] = declare(
        ListOf(Ref(("postures",)), at_least=1), "postures compared", "比較する態勢"
    )
    baseline: str = declare(Ref(("postures",)), "posture compared against", "基準の態勢")
    truths: Mapping[str, Truth] = declare(MapOfBlocks(Truth), "hidden truths", "隠れた真相")
    opponents: Mapping[str, Opponent] = declare(
        MapOfBlocks(Opponent), "types of opponent", "相手の類型", default={}
    )
    values: Mapping[str, Value] = declare(
        MapOfBlocks(Value, short="initial"), "values that things set and read", "状態値", default={}
    )
    events: Mapping[str, Event] = declare(
        MapOfBlocks(Event), "things that happen", "事象", default={}
    )
    signs: Mapping[str, Sign] = declare(MapOfBlocks(Sign), "reports", "徴候", default={})
    injects: Mapping[str, Inject] = declare(
        MapOfBlocks(Inject), "what posts are told", "状況付与", default={}
    )
    away: Mapping[str, Expr] = declare(
        MapOf(Ref(("posts",)), Expression()),
        "posts whose holder cannot act while something is so",
        "条件が成り立つ間、職務を行えない役職",
        default={},
    )
    windows: Mapping[str, Window] = declare(MapOfBlocks(Window), "windows", "時間の窓", default={})
    series: Mapping[str, Series] = declare(
        MapOfBlocks(Series), "figures over time", "時系列", default={}
    )
    measures: Mapping[str, Measure] = declare(
        MapOfBlocks(Measure), "figures of each run", "指標", default={}
    )
    main_line: tuple[str, ...] = declare(
        ListOf(Ref(("procedures", "step_paths"))),
        "procedures or steps whose time is shown, in order",
        "主経路の手続・段（順）",
        default=(),
    )
    line_ends: tuple[str, ...] = declare(
        ListOf(Ref(("marks",))),
        "marks at which the clock of the main line stops, whatever is still to come",
        "主経路の計時を止める印",
        default=(),
    )
    not_modelled: Mapping[str, str] = declare(
        MapOf(Words(), Words()), "what is left out and why", "扱っていないことと理由", default={}
    )
    sources: Mapping[str, Source] = declare(MapOfBlocks(Source), _BLOCKS, _BLOCKS_JA, default={})
    sites: Mapping[str, Site] = declare(MapOfBlocks(Site), _BLOCKS, _BLOCKS_JA, default={})
    posts: Mapping[str, Post] = declare(MapOfBlocks(Post), _BLOCKS, _BLOCKS_JA, default={})
    channels: Mapping[str, Channel] = declare(MapOfBlocks(Channel), _BLOCKS, _BLOCKS_JA, default={})
    chains: Mapping[str, Chain] = declare(MapOfBlocks(Chain), _BLOCKS, _BLOCKS_JA, default={})
    meetings: Mapping[str, Meeting] = declare(MapOfBlocks(Meeting), _BLOCKS, _BLOCKS_JA, default={})
    successions: Mapping[str, Succession] = declare(
        MapOfBlocks(Succession), _BLOCKS, _BLOCKS_JA, default={}
    )
    facts: Mapping[str, Fact] = declare(MapOfBlocks(Fact), _BLOCKS, _BLOCKS_JA, default={})
    rules: Mapping[str, Rule] = declare(MapOfBlocks(Rule), _BLOCKS, _BLOCKS_JA, default={})
    judgements: Mapping[str, Judgement] = declare(
        MapOfBlocks(Judgement), _BLOCKS, _BLOCKS_JA, default={}
    )
    forms: Mapping[str, Form] = declare(MapOfBlocks(Form), _BLOCKS, _BLOCKS_JA, default={})
    procedures: Mapping[str, Procedure] = declare(
        MapOfBlocks(Procedure), _BLOCKS, _BLOCKS_JA, default={}
    )
    release: Mapping[str, Release] = declare(MapOfBlocks(Release), _BLOCKS, _BLOCKS_JA, default={})
    delegations: Mapping[str, Delegation] = declare(
        MapOfBlocks(Delegation), _BLOCKS, _BLOCKS_JA, default={}
    )
    flows: Mapping[str, Flow] = declare(MapOfBlocks(Flow), _BLOCKS, _BLOCKS_JA, default={})
    audiences: Mapping[str, Audience] = declare(
        MapOfBlocks(Audience), _BLOCKS, _BLOCKS_JA, default={}
    )
    compliance: Mapping[str, Compliance] = declare(
        MapOfBlocks(Compliance), _BLOCKS, _BLOCKS_JA, default={}
    )
    stocks: Mapping[str, Stock] = declare(MapOfBlocks(Stock), _BLOCKS, _BLOCKS_JA, default={})
    cover: Mapping[str, Cover] = declare(MapOfBlocks(Cover), _BLOCKS, _BLOCKS_JA, default={})
    zero_ms: int = 0
    horizon_ms: int = 0
