"""Judgements: evidence, initiative, framing, opinions, a threshold from two losses.

Pattern. A belief is a log-odds per judgement. It begins at the prior and moves by the weight of
each report that arrives (`signs`). Nothing is decided by belief alone: somebody must first raise
the question. That is a hazard, consumed at a pace that follows belief over the threshold by the
author's curve, practice and circumstances; it is exact however belief moves meanwhile. Then the
question is framed, those who judge meet, and they recognise it if

    belief + opinion > log(loss of acting too early / loss of acting too late).

The opinion is one draw per judgement and run: the bias, plus a normal deviate whose spread is the
dispersion of first opinions after the group's averaging (with n members whose opinions correlate
by c it is dispersion * sqrt(c + (1 - c) / n)), plus the pull of a rehearsed case, right or wrong.
After a no the matter rests until belief has grown; then it may be raised again.

Both sides: practice shortens framing and narrows opinions, and it may also anchor the group on
the case it rehearsed; it costs ministers' hours, which the author books as a burden.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Draft, Host, Way, ref, stop
from tateyoko.compiler.meetings import expand_meeting
from tateyoko.compiler.posts import work_step
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.errors import Place
    from tateyoko.world.estimate import Estimate
    from tateyoko.world.judgements import Judgement
    from tateyoko.world.procedures import FasterWith

__all__ = [
    "about_question",
    "declare_judgement",
    "expand_initiative",
    "expand_judgement",
    "judgement_parts",
    "over_threshold",
    "write_judgement",
]

#: A prior this close to 0 or 1 counts as this close (log-odds stay finite).
_EDGE = 0.001


def declare_judgement(draft: Draft, judgement: Judgement) -> None:
    """Declare the belief, threshold and recognition of a judgement."""
    numbers, id = draft.numbers, judgement.id
    prior = f"min({1 - _EDGE}, max({_EDGE}, {numbers.scalar(judgement.prior, 0.5)}))"
    draft.net.derived(f"prior.{id}", f"log({prior} / (1 - {prior}))", place=str(judgement.place))
    draft.state(f"belief.{id}", ref(f"prior.{id}"), place=judgement.place)
    draft.state(f"recognised.{id}", truth=True, place=judgement.place)
    threshold = "0"
    if judgement.act_if is not None:
        early = numbers.scalar(judgement.act_if.too_early)
        late = numbers.scalar(judgement.act_if.too_late)
        threshold = f"log({early} / {late})"
    draft.net.derived(f"threshold.{id}", threshold, place=str(judgement.place))
    draft.parts.setdefault(judgement.path, []).append(f"belief.{id}")


def about_question(draft: Draft, question: str) -> list[Judgement]:
    """Return the judgements of this scenario that answer a question, or that have this id."""
    return [
        draft.world.judgements[id]
        for id in draft.judged
        if question in (draft.world.judgements[id].question, id)
    ]


def over_threshold(judgement: Judgement) -> str:
    """Return belief over the threshold [log-odds]."""
    return f"({ref(f'belief.{judgement.id}')} - {ref(f'threshold.{judgement.id}')})"


def expand_initiative(
    host: Host,
    name: str,
    *,
    who: Sequence[str],
    rate: Estimate,
    faster: FasterWith | None,
    judgement: Judgement | None,
    route: Sequence[Way],
    place: Place,
    finish: Sequence[str] = (),
    luck: str = "",
    label: str = "",
    block: str = "",
) -> list[Way]:
    """Write the step that lasts until somebody takes the initiative.

    Parameters
    ----------
    who : sequence of str
        Posts that may; each has the rate, so the pace is their number (only those that exist).
    rate : Estimate
        How often each does when nothing makes it faster or slower.
    faster : FasterWith or None
        Curve over belief, practice, circumstances.
    judgement : Judgement or None
        Whose belief the curve is over.
    host, name, route, place, finish, luck, label, block :
        As in `Host.step`.
    """
    draft, numbers = host.draft, host.draft.numbers
    pace: list[str] = []
    exist = [draft.posts.exists(post) for post in who]
    fixed = sum(on == "1" for on in exist)
    some = [f"select({on}, 1, 0)" for on in exist if on not in ("0", "1")]
    if some or fixed != 1:
        pace.append(f"({' + '.join([str(fixed), *some])})")
    if faster is not None:
        if faster.belief:
            if judgement is None:
                raise stop(
                    place,
                    Text(
                        ja="確信度の曲線がありますが、どの認定のものか決まりません。",
                        en="a curve over belief, but it is not clear whose belief",
                    ),
                    Text(
                        ja="同じ手続に judge の段を置くか、starts を judgement にしてください。",
                        en="Put a judge step into the procedure, or give one judgement its rule.",
                    ),
                    code="CP301",
                )
            xs, ys = zip(*faster.belief, strict=True)
            curve = f"{faster.path}.belief"
            if curve not in draft.net.curves:
                draft.net.curve(curve, xs, ys, place=str(faster.place))
            pace.append(f"curve({curve!r}, {over_threshold(judgement)})")
        if faster.practice is not None:
            pace.append(numbers.scalar(faster.practice))
        for expr, factor in faster.when.items():
            when = draft.expressions.truth(expr)
            pace.append(f"select({when}, {numbers.scalar(factor)}, 1)")
    host.step(
        name,
        work=("exp", f"1 / {numbers.scalar(rate)}"),
        pace=" * ".join(pace) if pace else None,
        finish=list(finish),
        route=route,
        place=place,
        luck=luck,
        label=label or "somebody takes the initiative",
        block=block,
    )
    return [name]


def expand_judgement(
    host: Host,
    name: str,
    judgement: Judgement,
    *,
    route: Sequence[Way],
    finish: Sequence[str] = (),
    luck: str = "",
    hop: str = "",
) -> list[Way]:
    """Write initiative, framing, meeting and verdict of a judgement and return the ways in.

    `hop` is the path of the judge step; its parts are hops of the main line of their own.
    """
    draft, block, place = host.draft, judgement.path, judgement.place
    luck = luck or f"{host.path}.{name}"
    label = judgement.name.en
    opinion, seen = host.attribute("opinion"), host.attribute("seen")
    asked = host.attribute("asked")
    belief, threshold = ref(f"belief.{judgement.id}"), ref(f"threshold.{judgement.id}")
    yes = draft.mark(judgement.yes or f"recognised.{judgement.id}", place=place, post=judgement.by)
    no = draft.mark(judgement.no or f"refused.{judgement.id}", place=place, post=judgement.by)
    told = [f"put('recognised.{judgement.id}', true)", f"mark({yes})"]
    if _finds(draft, judgement):
        told.append(f"put({draft.expressions.cell(judgement.question)!r}, true)")
    host.step(
        f"{name}.yes",
        start=[*told, *finish],
        route=route,
        block=block,
        place=place,
        label=f"{label}: yes",
    )
    verdict: list[Way] = [(f"{name}.yes", "if", f"{belief} + {opinion} > {threshold}")]
    host.step(
        f"{name}.judge",
        luck=f"{luck}.judge",
        start=[
            f"{opinion} = select({asked} == 0, {_opinion(draft, judgement)}, {opinion})",
            f"{asked} = {asked} + 1",
        ],
        route=[*verdict, f"{name}.no"],
        block=block,
        place=place,
        label=f"{label}: verdict",
    )
    phases = {part: phase for part, phase, _ in PARTS}
    with draft.in_phase(phases["meeting"]):
        sitting = _sitting(host, name, judgement, luck)
    ways = _entered(host, f"{name}.meeting", f"{hop}.meeting", sitting)
    if judgement.framing is not None:
        with draft.in_phase(phases["framing"]):
            ways = work_step(
                host,
                f"{name}.framing",
                by=[judgement.framing.by],
                takes=judgement.framing.takes,
                route=ways,
                block=block,
                place=judgement.framing.place,
                luck=f"{luck}.framing",
                label=f"{label}: framing",
            )
        ways = _entered(host, f"{name}.framing", f"{hop}.framing", ways)
    raised = judgement.raised_by
    if raised is not None:
        mark = draft.mark(judgement.raised or f"raised.{judgement.id}", place=raised.place)
        with draft.in_phase(phases["raise"]):
            ways = expand_initiative(
                host,
                f"{name}.raise",
                who=raised.who,
                rate=raised.rate,
                faster=raised.faster_with,
                judgement=judgement,
                route=ways,
                place=raised.place,
                finish=[f"mark({mark})"],
                luck=f"{luck}.raise",
                label=f"{label}: somebody raises the question",
                block=block,
            )
        ways = _entered(host, f"{name}.raise", f"{hop}.raise", ways)
    host.step(
        f"{name}.no",
        start=[f"{seen} = {belief}", f"mark({no})", *draft.hops.enter(f"{hop}.rest")],
        route=[f"{name}.rest"],
        block=block,
        place=place,
        label=f"{label}: no",
    )
    host.step(
        f"{name}.rest",
        when=f"{belief} > {seen}",
        route=ways,
        block=block,
        place=place,
        label=f"{label}: rests until belief has grown",
    )
    return ways


#: Parts of a judgement that are hops of their own: suffix, phase, words.
PARTS = (
    ("raise", "initiative", Text(ja="提起", en="somebody raises the question")),
    ("framing", "recognise", Text(ja="論点整理", en="the question is framed")),
    ("meeting", "approve", Text(ja="審議と判断", en="those who judge meet")),
    ("rest", "recognise", Text(ja="確信度が上がるまで", en="until belief has grown")),
)


def judgement_parts(judgement: Judgement) -> list[tuple[str, str, Text]]:
    """Return the parts that a judgement has, in order."""
    without = set()
    if judgement.raised_by is None:
        without.add("raise")
    if judgement.framing is None:
        without.add("framing")
    return [part for part in PARTS if part[0] not in without]


def _finds(draft: Draft, judgement: Judgement) -> bool:
    """Return whether a yes makes the fact of the question true.

    Where the law names somebody else as judge, as the Cabinet for what ministers have discussed,
    the fact is that judge's to find; see `tateyoko.world.road`.
    """
    fact = draft.world.facts.get(judgement.question)
    return fact is not None and (not fact.judges or judgement.by in fact.judges)


def _entered(host: Host, name: str, hop: str, ways: list[Way]) -> list[Way]:
    """Put the clock of the main line before a part, if the part is a hop."""
    start = host.draft.hops.enter(hop)
    if not start:
        return ways
    host.step(f"{name}.enter", start=list(start), route=ways)
    return [f"{name}.enter"]


def _sitting(host: Host, name: str, judgement: Judgement, luck: str) -> list[Way]:
    """Write the meeting or the post that judges."""
    draft = host.draft
    route: list[Way] = [f"{name}.judge"]
    if judgement.round is not None and judgement.dispersion is not None:
        host.step(
            f"{name}.rounds",
            luck=f"{luck}.rounds",
            work=draft.numbers.work(judgement.round),
            factor=draft.numbers.scalar(judgement.dispersion),
            route=route,
            block=judgement.path,
            place=judgement.place,
            label=f"{judgement.name.en}: further rounds",
        )
        route = [f"{name}.rounds"]
    if judgement.by in draft.world.meetings:
        return expand_meeting(
            host,
            f"{name}.meeting",
            draft.world.meetings[judgement.by],
            route=route,
            luck=f"{luck}.meeting",
            given_up=[f"{name}.no"],
        )
    return work_step(
        host,
        f"{name}.judged_by",
        by=[judgement.by],
        takes=None,
        route=route,
        block=judgement.path,
        place=judgement.place,
        luck=f"{luck}.judged_by",
    )


def _opinion(draft: Draft, judgement: Judgement) -> str:
    """Return the draw of the group's opinion [log-odds]."""
    numbers = draft.numbers
    parts = [numbers.scalar(judgement.bias)] if judgement.bias is not None else []
    if judgement.dispersion is not None:
        spread = numbers.scalar(judgement.dispersion)
        if judgement.members is not None:
            common = numbers.scalar(judgement.correlation)
            shared = f"{common} + (1 - {common}) / {numbers.scalar(judgement.members)}"
            # The net has no square root; the argument is positive since members is finite.
            spread = f"{spread} * exp(0.5 * log({shared}))"
        parts.append(f"log(draw('opinion', logn, 0, {spread}))")
    anchor = judgement.anchor
    if anchor is not None:
        shift = numbers.scalar(anchor.shift)
        side = f"select(draw('anchor side', bernoulli, 0.5), {shift}, -{shift})"
        held = f"draw('anchor', bernoulli, {numbers.scalar(anchor.share)})"
        parts.append(f"select({held}, {side}, 0)")
    return " + ".join(f"({part})" for part in parts) or "0"


def write_judgement(draft: Draft, judgement: Judgement) -> None:
    """Write a judgement that stands on its own: it begins with the scenario."""
    id = f"judgement.{judgement.id}"
    host = draft.host(id, judgement.path, place=judgement.place, label=judgement.name.en)
    ways = expand_judgement(host, "question", judgement, route=["end"])
    host.begin(ways)
    draft.script.append((0, "start", id, id, 0))
