"""Release: may the reader see the item, and what happens if not.

Pattern. An item carries a level and caveats (nations, compartments); a post reads it when its
clearance reaches the level and its caveats cover the item's. Levels of posts are parameters, so a
reform that clears a post is a row. If a reader is not cleared, or the item is marked higher than
it need be, the job waits: a cleared alternate reads it at once where one is named; else the
originator's review takes its time, and with `sanitise` what comes out has lost detail, which
weakens it as evidence. Some items are not released at all; they never arrive.

Both sides: a seat may stay `dark` because its holder is still in vetting when the crisis comes,
and over-marking sends items to review that everybody could have read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Host, Way

if TYPE_CHECKING:
    from tateyoko.world.channels import Release

__all__ = ["expand_release"]


def expand_release(
    host: Host,
    name: str,
    item: Release,
    *,
    route: Sequence[Way],
    withheld: Sequence[Way] = ("end",),
    finish: Sequence[str] = (),
    luck: str = "",
) -> list[Way]:
    """Write the steps by which an item reaches its readers and return the ways in.

    Parameters
    ----------
    host, name :
        Job type and prefix: `name` (the check), ``name.review``, ``name.withheld``.
    item : Release
        What is written.
    route, withheld : sequence of Way
        Where the job goes once the item can be read, and when it is never released.
    finish : sequence of str
        Statements once it can be read.
    luck : str
        Prefix of the dice's names.

    Notes
    -----
    The job's attribute ``quality`` is the share of detail that is left; it begins at 1 here.
    """
    draft, block, place = host.draft, item.path, item.place
    numbers = draft.numbers
    luck = luck or f"{host.path}.{name}"
    label = item.name.en if item.name is not None else item.id
    quality = host.attribute("quality")
    onward: Sequence[Way] = route
    if finish:
        host.step(f"{name}.read", start=list(finish), route=route, block=block, place=place)
        onward = [f"{name}.read"]
    uncleared = item.uncleared
    lost: list[str] = []
    if "sanitise" in uncleared.instead and uncleared.detail_lost is not None:
        lost = [f"{quality} = {quality} * (1 - {numbers.scalar(uncleared.detail_lost)})"]
    reviewed = draft.mark(f"{item.id}.reviewed", place=place)
    host.step(
        f"{name}.review",
        luck=f"{luck}.review",
        work=numbers.work(uncleared.review),
        finish=[*lost, f"mark({reviewed})"],
        route=onward,
        block=block,
        place=uncleared.place,
        label=f"{label}: release review",
    )
    ways: list[Way] = []
    if item.released is not None:
        held = draft.mark(f"{item.id}.withheld", place=place)
        host.step(
            f"{name}.withheld", start=[f"mark({held})"], route=withheld, block=block, place=place
        )
        share = numbers.scalar(item.released)
        ways.append((f"{name}.withheld", "if", f"roll({luck + '.released'!r}, job) >= {share}"))
    closed = _closed(host, item, luck)
    if "alternate" in uncleared.instead and item.alternate is not None:
        open_to_other = f"not ({_uncleared(host, item, item.alternate)})"
        ways.append((f"{name}.review", "if", f"({closed}) and not ({open_to_other})"))
    else:
        ways.append((f"{name}.review", "if", closed))
    host.step(
        name,
        start=[f"{quality} = 1"],
        route=[*ways, *onward],
        block=block,
        place=place,
        label=label,
    )
    return [name]


def _closed(host: Host, item: Release, luck: str) -> str:
    """Return the truth that the item must go to review before all of its readers see it."""
    parts = [_uncleared(host, item, post) for post in item.to]
    if item.overmarked is not None:
        share = host.draft.numbers.scalar(item.overmarked)
        parts.append(f"roll({luck + '.overmarked'!r}, job) < {share}")
    return " or ".join(f"({part})" for part in parts)


def _uncleared(host: Host, item: Release, post: str) -> str:
    """Return the truth that a post may not read the item."""
    draft = host.draft
    level = draft.world.about.levels.index(item.level)
    text = f"{draft.posts.clearance(post)} < {level}"
    if item.caveat:
        need = draft.posts.caveat_bits(item.caveat)
        text = f"{text} or not covers({draft.posts.caveats(post)}, {need})"
    if item.dark is not None:
        chance = draft.numbers.scalar(item.dark)
        text = f"{text} or roll({f'dark.{post}'!r}, world) < {chance}"
    return text
