r"""Who follows an instruction to leave, and who leaves though nobody told him to.

Pattern. Of the people of a flow, the share

.. math:: p = r \, c \, \operatorname{logit}^{-1}\!\bigl(\operatorname{logit} f
          + w_\tau (\tau - \tau_0) - w_b \, b - w_n \, n\bigr)

goes: it has heard the instruction, :math:`r(t) = 1 - (1 - r_0) e^{-\lambda t}` so long after it was
given, both less while something silences it; it is clear to it what to do, :math:`c`; and it
follows, :math:`f` when trust is that of the start, moved by trust :math:`\tau`, by the share
:math:`b` that believes a rumour, and by the number :math:`n` of earlier evacuations that proved
needless. The form is the logistic one of studies of
evacuation [1]_; there the effect of earlier needless evacuations is small, which the range of its
weight should let it be. Each cohort decides when it is ready, with what people believe then: a
rumour corrected in the meantime costs only the cohorts before. The block replaces the swept share
`stays` of a flow.

`share` reads :math:`p` now; `next` what it would be the next time, one needless evacuation more.

Both sides: people whom nobody told to leave leave too (a *shadow* evacuation [2]_): more of them
when a rumour goes round, by the same weight; while they move, they take seats of the common lift
from those who were told to.

Mark: ``compliance.ID.shadow`` when the first of these leaves.

References
----------
.. [1] S.-K. Huang, M. K. Lindell, C. S. Prater, Who leaves and who stays? A review and statistical
   meta-analysis of hurricane evacuation studies, Environment and Behavior 48 (2016) 991-1029.
.. [2] D. J. Zeigler, S. D. Brunn, J. H. Johnson, Evacuation from a nuclear technological disaster,
   Geographical Review 71 (1981) 1-16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.audiences import audience_value
from tateyoko.compiler.draft import Draft, conjunction, ref

if TYPE_CHECKING:
    from tateyoko.world.compliance import Compliance
    from tateyoko.world.model import World

__all__ = ["add_shadow", "compliance_of", "compliance_value", "share_that_goes", "taken_seats"]

#: Waves in which people leave whom nobody told to.
_WAVES = 16


def compliance_of(world: World, flow_id: str) -> Compliance | None:
    """Return the block that decides who follows in a flow, if there is one."""
    return next((one for one in world.compliance.values() if one.flow == flow_id), None)


def compliance_value(draft: Draft, compliance_id: str, part: str) -> str:
    """Return the text that reads `share`, `next` or `shadow`."""
    block = draft.world.compliance[compliance_id]
    if part == "shadow":
        return ref(f"compliance.{compliance_id}.shadow") if block.shadow is not None else "0"
    return share_that_goes(draft, block, once_more=part == "next")


def share_that_goes(draft: Draft, block: Compliance, *, once_more: bool = False) -> str:
    """Return the text of the share that goes, read now (it may read the clock).

    Parameters
    ----------
    draft : Draft
        For numbers and marks.
    block : Compliance
        What the author wrote.
    once_more : bool, default False
        After one needless evacuation more, and everybody reached as at the start.
    """
    numbers = draft.numbers
    parts = []
    received = block.received
    if received is not None:
        through = ""
        if received.cuts and not once_more:
            cuts = [
                f"select({draft.expressions.truth(cut.when)}, {numbers.scalar(cut.to)}, 1)"
                for cut in received.cuts.values()
            ]
            through = f" * min(1, {', '.join(cuts)})"
        deaf = f"(1 - {numbers.scalar(received.at_once)}{through})"
        if received.later is not None and not once_more:
            opened = draft.mark(f"flow.{block.flow}.opened", place=block.place)
            since = f"select(count({opened}) > 0, now - first({opened}), 0)"
            deaf += f" * exp(-{numbers.scalar(received.later)}{through} * {since})"
        parts.append(f"(1 - {deaf})")
    if block.clear is not None:
        parts.append(numbers.scalar(block.clear))
    follows = numbers.scalar(block.follows)
    odds = [f"log({follows} / (1 - {follows}))"]
    if block.audience is not None:
        audience = draft.world.audiences[block.audience]
        if block.trust is not None:
            trust = audience_value(draft, block.audience, "trust")
            moved = f"({trust} - {numbers.scalar(audience.trust)})"
            odds.append(f"{numbers.scalar(block.trust)} * {moved}")
        if block.rumour is not None:
            believing = audience_value(draft, block.audience, "believing")
            odds.append(f"-{numbers.scalar(block.rumour)} * {believing}")
    if block.earlier is not None:
        weight = numbers.scalar(block.earlier.weight)
        count = draft.expressions.number(block.earlier.count)
        if once_more:
            count = f"({count} + 1)"
        odds.append(f"-{weight} * {count}")
    parts.append(f"1 / (1 + exp(-({' + '.join(odds)})))")
    return "(" + " * ".join(parts) + ")"


def taken_seats(block: Compliance) -> str:
    """Return the text of the lift [persons/ms] that people take whom nobody told to leave."""
    return ref(f"compliance.{block.id}.seats") if block.shadow is not None else "0"


def add_shadow(draft: Draft, block: Compliance) -> None:
    """Write the people who leave though nobody told them to.

    How many go is decided at the moment when `when` becomes true; they leave at their rate, in
    waves, and hold seats of the common lift until the last has gone or the flow is over.
    """
    shadow = block.shadow
    if shadow is None:
        return
    numbers, id, flow = draft.numbers, f"compliance.{block.id}", f"flow.{block.flow}"
    gone, seats = f"{id}.shadow", f"{id}.seats"
    draft.state(gone, place=block.place)
    draft.state(seats, place=block.place)
    share = numbers.scalar(shadow.share)
    if block.audience is not None and block.rumour is not None:
        believing = audience_value(draft, block.audience, "believing")
        odds = f"log(max(1e-9, {share}) / max(1e-9, 1 - {share}))"
        moved = f"{odds} + {numbers.scalar(block.rumour)} * {believing}"
        share = f"1 / (1 + exp(-({moved})))"
    rate = numbers.scalar(shadow.rate)
    over = f"({ref(f'{flow}.closed')} or {ref(f'{flow}.back')})"
    mark = draft.mark(f"{id}.shadow", place=block.place)
    host = draft.host(id, f"{block.path}.shadow", place=block.place, label=block.name.en)
    host.attribute("wave")
    host.attribute("waves")
    host.step(
        "decide",
        start=[
            f"mark({mark})",
            f"job.wave = {numbers.scalar(shadow.people)} * {share} / {_WAVES}",
            f"put({seats!r}, {rate})",
        ],
        route=[("leave", "if", "job.wave > 0"), "done"],
    )
    host.step(
        "leave",
        work=("const", "1"),
        factor="job.wave",
        pace=rate,
        finish=[f"put({gone!r}, {ref(gone)} + job.wave)", "job.waves = job.waves + 1"],
        route=[("leave", "if", f"job.waves < {_WAVES} and not {over}"), "done"],
    )
    host.step("done", start=[f"put({seats!r}, 0)"])
    host.close("decide")
    when = conjunction([draft.expressions.truth(shadow.when), f"count({mark}) == 0"])
    draft.watch(id, when, id, place=block.place)
