"""Facts and rules that scenarios name, whose trees `tateyoko.law` evaluates.

A world writes them in its sections ``facts`` and ``rules``, or has them from a catalogue of law
(`tateyoko.world.enacted`), where a rule has a wording for each span of time.
"""

import datetime as dt
from dataclasses import dataclass

from tateyoko import law
from tateyoko.law.catalogue import ActionVersion, RuleVersion, SituationVersion, Term, in_force
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

__all__ = ["Approval", "Fact", "Rule", "Wording"]

Wording = RuleVersion | SituationVersion | ActionVersion


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
    term: Term | None = None
    by: tuple[str, ...] = ()

    @property
    def judges(self) -> tuple[str, ...]:
        """Everybody who may judge it; of a fact that a world writes, the one post that it names."""
        if self.term is not None:
            return self.term.judge
        return () if self.judge is None else (self.judge,)


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
    wordings: tuple[Wording, ...] = ()
    order: str = ""
    ordered: law.Node | None = None

    @property
    def leaf(self) -> law.Node:
        """The tree that its name stands for in others: of an action, that its order is in force."""
        return self.requires if self.ordered is None else self.ordered

    def wording(self, date: dt.date | None) -> Wording | None:
        """Return the wording of the catalogue on a day, without a day the latest one."""
        held = self.wordings if date is None else in_force(self.wordings, date)
        return max(held, key=lambda one: one.since or dt.date.min, default=None)

    def said_on(self, date: dt.date | None) -> tuple[Text, Text | None]:
        """Return name and article as they read on a day, without a day as they read last."""
        wording = self.wording(date)
        if wording is None:
            return self.name, self.cite
        return wording.label, Text(ja=wording.cite, en=wording.cite) if wording.cite else None
