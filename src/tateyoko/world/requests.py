"""Requests: a thin post is asked to do something, answers after a time, and may say no."""

from dataclasses import dataclass

from tateyoko.world.kinds import Block, Ref, declare

__all__ = ["Request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Block):
    """What a post is asked; how long it takes and whether it agrees stand with the post."""

    of: str = declare(
        Ref(("posts",)),
        "who is asked: a post with `answers`, and perhaps `accepts`",
        "求めを受ける役職（`answers`、必要なら `accepts` を持つもの）",
    )
    refused: str | None = declare(
        Ref(("steps", "marks"), words=("end", "next")),
        "where to go when it does not do what it is asked",
        "応じないときの行き先",
        key="else",
        default=None,
    )
