"""Relays: a report passes so many links, whose posts are not named.

Pattern. One step of the net is visited once for each link: the number of links still to come is an
attribute of the job, set from the author's expression on entry and counted down as a link passes
the report on. So one net serves every length, and each visit has dice of its own: the third link of
a run is as quick or slow in a short relay as in a long one. A garbled report does not count down.
A link with nobody on watch is called in first.

A relay claims no post: it is for chains of reports of which only the length is known. Where the
posts are known a chain says more, since they can then be busy, skipped or missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Host, Way

if TYPE_CHECKING:
    from tateyoko.world.relay import Relay

__all__ = ["expand_relay"]


def expand_relay(
    host: Host,
    name: str,
    relay: Relay,
    *,
    route: Sequence[Way],
    finish: Sequence[str] = (),
    luck: str = "",
    label: str = "",
    block: str = "",
) -> list[Way]:
    """Write the links of a relay and return the ways in.

    Parameters
    ----------
    host, name :
        Job type, and the prefix of the steps.
    relay : Relay
        What is written.
    route, finish, luck, label, block :
        As in `Host.step`; `finish` runs once, when the last link has passed the report on.
    """
    draft, each = host.draft, relay.each
    numbers, expressions = draft.numbers, draft.expressions
    luck = luck or f"{host.path}.{name}"
    left = host.attribute(f"left_{name.replace('-', '_')}")
    to_come = (name, "if", f"{left} >= 1")

    def step(suffix: str, route: Sequence[Way], **fields: object) -> None:
        host.step(
            f"{name}{suffix}",
            route=route,
            luck=f"{luck}{suffix}",
            label=label,
            block=block,
            place=each.place,
            **fields,
        )

    step(".passed", route, start=list(finish))
    passed = [f"{left} = {left} - 1"]
    if each.garbled is not None:
        again = host.attribute("again", truth=True)
        chance = numbers.scalar(each.garbled)
        passed = [
            f"{again} = draw('again', bernoulli, {chance})",
            f"{left} = {left} - select({again}, 0, 1)",
        ]
    next_link: list[Way] = [to_come]
    if each.off_hours is not None:
        next_link = [(f"{name}.link", "if", f"{left} >= 1")]
    step(
        "",
        [*next_link, f"{name}.passed"],
        work=numbers.work(each.read),
        factor=None if each.factor is None else expressions.number(each.factor),
        finish=passed,
    )
    if each.off_hours is not None:
        away = each.off_hours
        outside = expressions.truth(away.when)
        start = []
        if away.share is not None:
            called = host.attribute("called", truth=True)
            start = [f"{called} = draw('called', bernoulli, {numbers.scalar(away.share)})"]
            outside = f"({outside}) and {called}"
        step(".link", [(f"{name}.reach", "if", f"holds({outside})"), name], start=start)
        step(".reach", [name], work=numbers.work(away.delay))
    links = expressions.number(relay.links)
    step(".links", [*next_link, f"{name}.passed"], start=[f"{left} = {links}"])
    return [f"{name}.links"]
