"""Relays: a chain whose length is a number, for reports through posts that are not named."""

from dataclasses import dataclass

from tateyoko.world.estimate import Estimate
from tateyoko.world.expression import Expr
from tateyoko.world.kinds import Block, Estimated, Expression, Nested, Ref, Words, declare

__all__ = ["AwayFromPost", "Link", "Relay"]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayFromPost(Block):
    """Links that have to be called in before they read."""

    when: Expr = declare(Expression(), "read as a link begins", "各段の開始時に読む条件")
    share: Estimate | None = declare(
        Estimated("prob"),
        "chance that a link has nobody on watch; without it every link is called in",
        "当直のいない段の割合（無ければすべての段を呼び出す）",
        default=None,
    )
    delay: Estimate = declare(
        Estimated("time", "distribution"), "time to call it in", "呼び出しにかかる時間"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Block):
    """What happens at each link of a relay."""

    read: Estimate = declare(
        Estimated("time", "distribution"), "time to read and pass on", "読んで次へ渡す時間"
    )
    garbled: Estimate | None = declare(
        Estimated("prob", high=0.95),
        "chance that it must be asked back",
        "聞き返しが必要になる確率",
        default=None,
    )
    factor: Expr | None = declare(
        Expression("number"),
        "factor on the reading time, read as the link begins",
        "読む時間に掛ける倍率（各段の開始時に読む）",
        default=None,
    )
    off_hours: AwayFromPost | None = declare(
        Nested(AwayFromPost), "calling in outside office hours", "時間外の呼び出し", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay(Block):
    """A chain of so many links, whose posts are not named."""

    links: Expr = declare(
        Expression("number"),
        "how many links, read on entry; less than one passes at once",
        "段の数（開始時に読む。1 未満なら直ちに通る）",
    )
    each: Link = declare(Nested(Link), "what happens at each link", "各段での処理")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
