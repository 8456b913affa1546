"""Requests: a thin post answers after its own time, and does what it is asked with its own chance.

Pattern. The work of the post is its `answers`; then one roll of the request against `accepts`
decides. The roll belongs to the request, so a post that is readier agrees to whatever it agreed to
before. A post without `accepts` always agrees.

Both sides: the post's hands are taken while it works on the answer, also for a no; and time spent
on a request that is refused is not given back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Host, Way, stop
from tateyoko.compiler.posts import work_step
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.errors import Place
    from tateyoko.world.requests import Request

__all__ = ["expand_request"]


def expand_request(
    host: Host,
    name: str,
    request: Request,
    *,
    refused: Sequence[Way],
    on_refused: Sequence[str],
    route: Sequence[Way],
    finish: Sequence[str],
    luck: str,
    block: str,
    place: Place,
    label: str = "",
) -> list[Way]:
    """Write the steps of one request and return the ways in.

    Parameters
    ----------
    host, name :
        Job type and prefix: step `name` is the answer, ``name.agreed`` and ``name.refused`` what
        follows it.
    request : Request
        What is written.
    refused, on_refused :
        Where a request goes that is refused, and statements then.
    route, finish :
        Where one goes that is agreed to, and statements then.
    luck, block, place, label :
        As in `Host.step`.

    Raises
    ------
    WorldError
        If the post says nothing about the time of its answers.
    """
    draft = host.draft
    post = draft.posts.post(request.of)
    if post.answers is None:
        raise stop(
            place,
            Text(
                ja=f"{request.of} に answers（回答までの時間）がありません。",
                en=f"{request.of} has no answers: nobody knows how long it takes to answer",
            ),
            Text(
                ja="役職に answers を加えるか、by と takes で書きます。",
                en="Add answers to the post, or write the step with by and takes.",
            ),
        )
    host.step(f"{name}.agreed", start=list(finish), route=route, block=block, place=place)
    ways: list[Way] = [f"{name}.agreed"]
    if post.accepts is not None:
        host.step(
            f"{name}.refused", start=list(on_refused), route=refused, block=block, place=place
        )
        no = f"roll({luck + '.accepts'!r}, job) >= {draft.numbers.scalar(post.accepts)}"
        ways = [(f"{name}.refused", "if", no), *ways]
    return work_step(
        host,
        name,
        by=[request.of],
        takes=post.answers,
        route=ways,
        luck=luck,
        label=label or f"{post.name.en} answers",
        block=block,
        place=place,
    )
