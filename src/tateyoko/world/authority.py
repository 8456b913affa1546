"""Facts and rules: the first simple form of the law, whose trees `tateyoko.law` evaluates."""

import datetime as dt
from dataclasses import dataclass

from tateyoko import law
from tateyoko.text import Text
from tateyoko.world.kinds import (
    Block,
    Choice,
    Date,
    ListOf,
    Nested,
    Ref,
    Said,
    Tree,
    Words,
    declare,
)

__all__ = ["Approval", "Fact", "Rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Block):
    """A fact that the law asks for: observed by anybody, or judged by a post."""

    name: Text = declare(Said(), "name for people", "表示名")
    kind: str = declare(
        Choice(("observed", "judged")),
        "who says whether it holds",
        "認定の種類",
        default="observed",
    )
    judge: str | None = declare(
        Ref(("posts",)), "the post that judges it", "判断する役職", default=None
    )
    default: str = declare(
        Choice(("true", "false", "unknown")),
        "what holds at the start",
        "初期値",
        default="false",
    )
    cite: Text | None = declare(Said(), "article", "条文", default=None)
    source: str | None = declare(Ref(("sources",)), "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Block):
    """One approval that an order needs."""

    by: str = declare(Ref(("posts", "meetings")), "who approves", "承認者")
    form: str = declare(
        Choice(("approval", "cabinet_decision", "consultation", "consent", "report")),
        "in which form",
        "形式",
        default="approval",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Block):
    """A rule of law: when an act or a situation is lawful, and who orders it."""

    name: Text = declare(Said(), "name for people", "表示名")
    kind: str = declare(Choice(("action", "situation")), "act or situation", "行動か事態か")
    requires: law.Node = declare(Tree(), "tree of facts that must hold", "要件（事実の木）")
    orderer: str | None = declare(Ref(("posts",)), "who may order it", "命令権者", default=None)
    approvals: tuple[Approval, ...] = declare(
        ListOf(Nested(Approval, short="by")),
        "approvals in their order",
        "承認（順）",
        default=(),
    )
    diet: str = declare(
        Choice(("none", "before", "after", "either")),
        "when the Diet approves",
        "国会承認の時期",
        default="none",
    )
    weapons: str = declare(Words(), "class of weapons use", "武器使用の区分", default="")
    cite: Text | None = declare(Said(), "article", "条文", default=None)
    source: str | None = declare(Ref(("sources",)), "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
    since: dt.date | None = declare(
        Date(), "in force from this day on", "施行日", key="from", default=None
    )
    until: dt.date | None = declare(
        Date(), "no longer in force from this day on", "失効日", default=None
    )
