"""Which hops the steps of the main line become, and what people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.hops import HopSpec, phase_in
from tateyoko.compiler.judgement import judgement_parts
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.world.model import World
    from tateyoko.world.procedures import Procedure, Step

__all__ = ["hops_of"]


def hops_of(world: World, procedure: Procedure, step: Step) -> list[HopSpec]:
    """Return the hop of a step; a judgement has one for each of its parts."""
    whole = _hop(world, procedure, step)
    if step.judge is None:
        return [whole]
    return [
        HopSpec(
            path=f"{step.path}.{part}",
            name=Text(ja=f"{whole.name.ja}：{words.ja}", en=f"{whole.name.en}: {words.en}"),
            phase=phase,
            procedure=procedure.id,
            step=step.path,
        )
        for part, phase, words in judgement_parts(world.judgements[step.judge])
    ]


def _hop(world: World, procedure: Procedure, step: Step) -> HopSpec:
    name = step.name
    if step.meeting is not None:
        name = name or world.meetings[step.meeting].name
    elif step.chain is not None:
        name = name or world.chains[step.chain].name
    elif step.ask is not None:
        name = name or world.channels[step.ask].name
    elif step.judge is not None:
        name = name or world.judgements[step.judge].name
    elif step.by and name is None:
        who = world.posts[step.by[0]].name
        name = Text(ja=f"{who.ja}（{step.id}）", en=f"{who.en} ({step.id})")
    elif step.order is not None and name is None:
        who = world.posts[step.order.by[0]].name
        name = Text(ja=f"{who.ja}の命令", en=f"order by {who.en}")
    elif step.request is not None:
        who = world.posts[step.request.of].name
        name = name or Text(ja=f"{who.ja}への求め", en=f"{who.en} is asked")
    elif step.law is not None and name is None:
        name = world.rules[step.law].name
    return HopSpec(
        path=step.path,
        name=name or Text(ja=step.id, en=step.id.replace("_", " ")),
        phase=phase_in(world, procedure, step),
        procedure=procedure.id,
        step=step.path,
    )
