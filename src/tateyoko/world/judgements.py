"""Judgements: how an open question is put, framed and recognised."""

from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.channels import PHASES
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import (
    Block,
    Choice,
    Estimated,
    ListOf,
    Name,
    Nested,
    Ref,
    Said,
    Words,
    declare,
)
from tateyoko.world.procedures import FasterWith

__all__ = ["ActIf", "Anchor", "Framing", "Judgement", "RaisedBy"]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedBy(Block):
    """Who puts a question formally, and how readily."""

    who: tuple[str, ...] = declare(
        ListOf(Ref(("posts",)), at_least=1), "who may raise it", "提起し得る役職"
    )
    rate: Estimate = declare(Estimated("rate"), "how often each does", "一者あたりの頻度")
    faster_with: FasterWith | None = declare(
        Nested(FasterWith), "what makes it faster", "速める要因", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing(Block):
    """The work of putting the question before those who judge."""

    by: str = declare(Ref(("posts",)), "who does it", "担当")
    takes: Estimate = declare(Estimated("time", "distribution"), "time", "時間")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActIf(Block):
    """Losses whose ratio is the threshold of belief."""

    too_early: Estimate = declare(
        Estimated("factor"), "loss of recognising in vain", "早すぎた認定の損失"
    )
    too_late: Estimate = declare(
        Estimated("factor"), "loss of not recognising in time", "遅すぎた認定の損失"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor(Block):
    """The pull of a rehearsed answer, either way."""

    share: Estimate = declare(
        Estimated("prob"),
        "chance that the group answers the rehearsed case",
        "訓練の答えに引かれる確率",
    )
    shift: Estimate = declare(Estimated("logodds"), "how far [log-odds]", "その大きさ")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Block):
    """How an open question is recognised: evidence, initiative, framing, threshold."""

    name: Text = declare(Said(), "name for people", "表示名")
    question: str = declare(Name("questions"), "the question", "問い")
    true_in: tuple[str, ...] = declare(
        ListOf(Ref(("truths",))),
        "hidden truths in which the answer is yes",
        "真である真相",
        default=(),
    )
    by: str = declare(Ref(("posts", "meetings")), "who judges", "認定者")
    raised_by: RaisedBy | None = declare(
        Nested(RaisedBy), "who puts the question", "提起", default=None
    )
    framing: Framing | None = declare(
        Nested(Framing), "work before it is judged", "論点整理", default=None
    )
    dispersion: Estimate | None = declare(
        Estimated("logodds"),
        "spread of first opinions, standard deviation [log-odds]",
        "当初意見のばらつき（標準偏差）",
        default=None,
    )
    bias: Estimate | None = declare(
        Estimated("logodds", low=None),
        "bias of first opinions [log-odds]",
        "当初意見の偏り",
        default=None,
    )
    act_if: ActIf | None = declare(
        Nested(ActIf), "losses that set the threshold", "閾値を決める損失", default=None
    )
    members: Estimate | None = declare(
        Estimated("count", structural=True), "how many judge", "判断する人数", default=None
    )
    correlation: Estimate | None = declare(
        Estimated("prob"), "correlation of first opinions", "当初意見の相関", default=None
    )
    reading: Estimate | None = declare(
        Estimated("prob"),
        "chance that a sign moves belief",
        "徴候が確信度を動かす確率",
        default=None,
    )
    shared_error: Estimate | None = declare(
        Estimated("prob"),
        "chance that all read a sign wrongly",
        "全員が徴候を読み違える確率",
        default=None,
    )
    anchor: Anchor | None = declare(
        Nested(Anchor), "pull of a rehearsed answer", "訓練済みの答えに引かれる効果", default=None
    )
    round: Estimate | None = declare(
        Estimated("time", "distribution"),
        "one more round of talks for each unit of dispersion",
        "ばらつき一単位ごとの協議時間",
        default=None,
    )
    raised: str | None = declare(
        Name("marks"), "mark when the question is put", "提起の標", default=None
    )
    yes: str | None = declare(Name("marks"), "mark of a yes", "肯定の標", default=None)
    no: str | None = declare(Name("marks"), "mark of a no", "否定の標", default=None)
    prior: Estimate | None = declare(
        Estimated("prob"), "belief before any sign", "徴候前の確信度", default=None
    )
    rule: str | None = declare(
        Ref(("rules",)), "the situation that it recognises", "認定する事態", default=None
    )
    phase: str = declare(
        Choice(PHASES), "what its time counts as", "時間の分類", default="recognise"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
