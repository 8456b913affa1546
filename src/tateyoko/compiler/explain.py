"""What a block became: the net's steps in the author's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tateyoko.errors import UsageError, did_you_mean
from tateyoko.net import Compiled, describe_step
from tateyoko.net.describe import describe_reference
from tateyoko.text import Text

__all__ = ["explain"]

#: A distribution as the compiler writes it: all its parameters under one path, times its factor.
_DISTRIBUTION = re.compile(
    r"(?P<kind>tri|uniform|const|exp)\((?P<path>[\w.]+)\.a \* (?P=path)\.scale"
    r"(?:, (?P=path)\.[bc] \* (?P=path)\.scale)*\)"
)


def explain(net: Compiled, parts: Mapping[str, Sequence[str]], path: str) -> str:
    """Return the steps and seats that a block and the blocks inside it became.

    Parameters
    ----------
    net : Compiled
        The net.
    parts : mapping
        Path of a block -> ids of steps (``type.step``) and seats.
    path : str
        Address of a block, such as ``procedures.evacuation``, ``meetings.nsc_nine``, ``posts.pm``,
        or a part of it.

    Raises
    ------
    UsageError
        If no block of this scenario has the path.
    """
    found = _elements(net, parts, path)
    if not found:
        advice = did_you_mean(path, parts)
        raise UsageError(
            Text(
                ja=f"{path} はこのシナリオのネットにありません。{advice.ja if advice else ''}",
                en=f"{path} is not part of this scenario's net. {advice.en if advice else ''}",
            )
        )
    out: list[str] = [path]
    for id in found:
        if id in net.step_ix:
            step = net.steps[net.step_ix[id]]
            out += ["", f"{id}" + (f"  ({step.label})" if step.label else "")]
            out += [f"    {name}: {_short(words)}" for name, words in describe_step(net, step)]
        elif id in net.seat_ix:
            seat = net.seats[net.seat_ix[id]]
            hands = describe_reference(net, seat.capacity)
            out += ["", f"seat {id}" + (f"  ({seat.label})" if seat.label else "")]
            out += [f"    places: {hands}", f"    written in: {seat.place}"]
        else:
            out += ["", f"value {id}"]
    return "\n".join(out)


def _elements(net: Compiled, parts: Mapping[str, Sequence[str]], path: str) -> list[str]:
    """Return ids in the order in which they were written."""
    exact = [id for id in parts.get(path, ())]
    inside = [id for block, ids in parts.items() if block.startswith(f"{path}.") for id in ids]
    steps: list[str] = []
    words = path.replace(".steps.", ".").split(".")
    if words[0] == "procedures" and len(words) > 2:
        step = f"procedure.{words[1]}.{'.'.join(words[2:])}"
        steps = [id for id in net.step_ids if id == step or id.startswith(f"{step}.")]
    order = _flow(net)
    found = list(dict.fromkeys([*exact, *inside, *steps]))
    return sorted(found, key=lambda id: order.get(id, (-1, 0)))


def _flow(net: Compiled) -> dict[str, tuple[int, int]]:
    """Return, per step, its job type and its place on the way from the first step."""
    order: dict[str, tuple[int, int]] = {}
    for index, kind in enumerate(net.types):
        todo = [kind.first]
        for number in todo:
            step = net.steps[number]
            order[step.id] = (index, len(order))
            onward = [way.target for way in step.route] + [step.late, step.void, step.missed]
            todo += [
                target for target in dict.fromkeys(onward) if target >= 0 and target not in todo
            ]
    return order


def _short(words: str) -> str:
    """Return a description in which a distribution of the world is called by its path."""
    return _DISTRIBUTION.sub(r"\g<path> (\g<kind>)", words)
