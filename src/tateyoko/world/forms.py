"""Forms: how a world does what its law asks for.

The law says who must judge, be consulted, approve, order, and in which form; it knows no minutes.
A form says what stands for that in this world: steps with meetings, posts and times.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.channels import PHASES
from tateyoko.world.expression import Expr
from tateyoko.world.kinds import (
    Block,
    Choice,
    Date,
    Expression,
    Flag,
    ListOf,
    MapOfBlocks,
    Ref,
    Said,
    Words,
    declare,
)
from tateyoko.world.procedures import Step

__all__ = ["APPROVALS", "OWN_WORDS", "Form"]

#: The law's words for what completes a decision; its other words are those of consultations.
APPROVALS = ("approval", "cabinet_decision")

#: Words for what no approval or consultation of a catalogue names by a word of its own.
OWN_WORDS: Mapping[str, Text] = {
    "judgement": Text(
        ja="評価的な要件を認める判断", en="finding that an open-textured requirement holds"
    ),
    "exception": Text(
        ja="評価的な例外に当たらないことの確認", en="finding that an exception does not apply"
    ),
    "act": Text(ja="要件そのものである行為", en="an act that is itself a requirement"),
    "order": Text(ja="命令", en="giving the order"),
    "diet_before": Text(ja="国会の事前の承認", en="approval by the Diet beforehand"),
    "diet_after": Text(ja="国会への事後の付議", en="referral to the Diet afterwards"),
    "diet_report": Text(ja="国会への報告", en="report to the Diet"),
    "period": Text(
        ja="命令で定める期間（法が日数を定めないとき）",
        en="the period set in the order, where the law leaves it open",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Block):
    """What stands in this world for one thing that the law asks of somebody."""

    name: Text | None = declare(Said(), "name for people", "表示名", default=None)
    of: tuple[str, ...] = declare(
        ListOf(Ref(("bodies", "posts", "meetings"))),
        "who, as the law names them",
        "法が挙げる主体",
        default=(),
    )
    form: tuple[str, ...] = declare(
        ListOf(Words()),
        "in which form: the law's word for an approval or consultation, or `judgement`,"
        " `exception`, `act`, `order`, `diet_before`, `diet_after`, `diet_report`, `period`",
        "形式。承認・協議は法の語、ほかは `judgement`・`exception`・`act`・`order`・"
        "`diet_before`・`diet_after`・`diet_report`・`period`",
        default=(),
    )
    act: tuple[str, ...] = declare(
        ListOf(Ref(("facts",))),
        "only for these acts or judged facts, before any other form",
        "この行為・評価的事実に限る（他の形式に優先）",
        default=(),
    )
    by_telephone: bool = declare(
        Flag(),
        "only where the wording allows the telephone",
        "文言が電話等を認める場合のみ",
        default=False,
    )
    condition: Expr | None = declare(
        Expression(),
        "only if true on arrival; otherwise the next form that fits",
        "到着時に真の場合のみ。偽なら次に合う形式",
        key="if",
        default=None,
    )
    steps: Mapping[str, Step] = declare(
        MapOfBlocks(Step, inline=True),
        "the steps in order; a step that names nobody is done by the post that the law names",
        "段（順）。主体を書かない段は法が挙げる役職が行う",
    )
    phase: str | None = declare(
        Choice(PHASES), "what its steps' time counts as", "時間の分類", default=None
    )
    source: str | None = declare(Ref(("sources",)), "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
    since: dt.date | None = declare(
        Date(), "it exists from this day on", "この日から存在", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "it exists no more from this day on", "この日以降は存在しない", default=None
    )
