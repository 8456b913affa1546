"""Signs: reports as noisy evidence, and how they travel to those who judge.

Pattern. A sign is a job that begins at its time. Whether it is seen is one roll of the world
against its chance in the hidden truth; signs that share an error share the roll, so they come
out, or stay out, together. A seen sign is a report: it may need release, then it travels its
chain, then it is read by those who judge and moves belief by its weight,

    log(chance of being seen if yes / chance if no),

where both chances are means over the truths in which the answer is yes or no, and never more than
the likelihood ratio of its reliability letter. A reader may take nothing from it (`reading`), or
read it the wrong way round (`shared_error`: signs with `shares_error_with` only, one roll for a
source); an item that was sanitised weighs less. With `false_if_unseen` its absence is itself a
report with the weight of the opposite; otherwise nobody notices what did not come.

Readers take reports for independent even where they share an error. That is their mistake, and
the price of one common source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.chains import expand_chain
from tateyoko.compiler.draft import Draft, Host, Way, ref
from tateyoko.compiler.judgement import about_question
from tateyoko.compiler.release import expand_release

if TYPE_CHECKING:
    from tateyoko.world.judgements import Judgement
    from tateyoko.world.scenario import Sign

__all__ = ["by_truth", "write_sign"]

#: A chance nearer to nought counts as this, so that no report is ever proof.
_LEAST_CHANCE = 0.01


def by_truth(draft: Draft, texts: dict[str, str], default: str = "0") -> str:
    """Return the text that is one of several, by the hidden truth."""
    text = default
    for truth in reversed(list(draft.scenario.truths)):
        if truth in texts:
            text = f"select({ref(f'truth.{truth}')}, {texts[truth]}, {text})"
    return text


def write_sign(draft: Draft, sign: Sign) -> None:
    """Write the job type of a sign and the command that begins it."""
    id = f"sign.{sign.id}"
    numbers = draft.numbers
    host = draft.host(id, sign.path, place=sign.place, label=sign.text.en)
    judgements = about_question(draft, sign.about) if sign.about is not None else []
    route: list[Way] = _travel(host, sign, _read(host, sign, judgements))
    host.step(
        "come",
        work=numbers.work(sign.spread) if sign.spread is not None else None,
        route=route,
        label=sign.text.en,
    )
    begin: list[Way] = ["come"]
    if sign.seen:
        chance = by_truth(draft, {t: numbers.scalar(p) for t, p in sign.seen.items()})
        draft.net.derived(f"{id}.chance", chance, place=str(sign.place))
        tag = sign.shares_error_with or sign.id
        seen = f"roll({f'sign.{tag}'!r}, world) < {ref(f'{id}.chance')}"
        begin = [("come", "if", seen)]
        if sign.false_if_unseen and judgements:
            _absence(host, sign, judgements)
            begin.append("absent")
    if begin != ["come"] and isinstance(begin[-1], tuple):
        begin.append("end")
    host.begin(begin, start=[f"{host.attribute('quality')} = 1"])
    draft.script.append((max(0, sign.at.ms), "start", id, id, 0))


def _travel(host: Host, sign: Sign, route: list[Way]) -> list[Way]:
    """Write release review and chain between the first addressee and those who judge."""
    world = host.draft.world
    if sign.via is not None:
        sources = (sign.id, *sign.to)
        route = expand_chain(host, "via", world.chains[sign.via], route=route, sources=sources)
    if sign.item is not None:
        route = expand_release(host, "release", world.release[sign.item], route=route)
    return route


def _read(host: Host, sign: Sign, judgements: list[Judgement]) -> list[Way]:
    """Write the step in which the report is read and moves belief."""
    draft = host.draft
    start = [f"mark({draft.mark(f'sign.{sign.id}', place=sign.place, post=sign.to[0])})"]
    if sign.mark is not None:
        start.append(f"mark({draft.mark(sign.mark, place=sign.place, post=sign.to[0])})")
    for judgement in judgements:
        weight = f"weight.{sign.id}.{judgement.id}"
        draft.net.derived(weight, _weight(draft, sign, judgement), place=str(sign.place))
        start.append(_moves(draft, sign, judgement, ref(weight)))
    start += draft.expressions.settings(sign.sets)
    host.step("read", start=start, label=f"read: {sign.text.en}")
    return ["read"]


def _absence(host: Host, sign: Sign, judgements: list[Judgement]) -> None:
    """Write what follows when a sign that should have come stays out."""
    draft = host.draft
    start = []
    for judgement in judgements:
        weight = f"weight.{sign.id}.{judgement.id}.absent"
        draft.net.derived(weight, _weight(draft, sign, judgement, seen=False))
        start.append(_moves(draft, sign, judgement, ref(weight)))
    host.step("noticed", start=start, label=f"stays out: {sign.text.en}")
    spread = draft.numbers.work(sign.spread) if sign.spread is not None else None
    host.step("absent", work=spread, route=["noticed"], luck=f"{sign.path}.come")


def _moves(draft: Draft, sign: Sign, judgement: Judgement, weight: str) -> str:
    """Return the statement by which a report moves a belief."""
    parts = [weight, "job.quality"]
    if judgement.reading is not None:
        reading = draft.numbers.scalar(judgement.reading)
        roll = f"roll({f'reading.{sign.id}.{judgement.id}'!r}, world)"
        parts.append(f"select({roll} < {reading}, 1, 0)")
    if judgement.shared_error is not None and sign.shares_error_with is not None:
        wrong = draft.numbers.scalar(judgement.shared_error)
        roll = f"roll({f'misread.{sign.shares_error_with or sign.id}'!r}, world)"
        parts.append(f"select({roll} < {wrong}, -1, 1)")
    cell = f"belief.{judgement.id}"
    return f"put({cell!r}, {ref(cell)} + {' * '.join(parts)})"


def _weight(draft: Draft, sign: Sign, judgement: Judgement, *, seen: bool = True) -> str:
    """Return the log likelihood ratio of a report, bounded by its reliability."""
    numbers, reliability = draft.numbers, draft.world.about.reliability
    bound = f"log({numbers.scalar(reliability.get(sign.reliability), 1.0)})"
    truths = list(draft.scenario.truths)
    yes = [truth for truth in truths if truth in judgement.true_in]
    no = [truth for truth in truths if truth not in judgement.true_in]
    if not sign.seen or not yes or not no:
        return f"max(0, {bound})" if seen else "0"

    def mean(group: list[str]) -> str:
        chances = [numbers.scalar(sign.seen[t]) if t in sign.seen else "0" for t in group]
        text = f"({' + '.join(chances)}) / {len(chances)}"
        return f"max({_LEAST_CHANCE}, {text if seen else f'1 - {text}'})"

    ratio = f"log({mean(yes)} / {mean(no)})"
    return f"max(-abs({bound}), min(abs({bound}), {ratio}))"
