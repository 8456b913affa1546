"""Meetings: a quorum gathers, talks, and is let go; without a quorum a paper goes round.

Pattern. Gathering claims everybody of the quorum at once, or nobody: each member of `all` (or the
stand-in, who is taken only when the member is not free), and `at_least` k of the others. The
meeting begins when the last member is there, so the gathering lasts as long as the longest of one
draw per member; with a telephone, each member's draw comes from the shorter distribution with the
stated chance. Seats are kept through the talk, then released. A quorum that cannot be had within
`waits` is replaced by a paper that circulates without claiming anybody, or the matter is given
up.

While a member of the quorum is away and nobody acts for him, a meeting that has not begun waits,
and one that has begun stands still (`successions`).

Both sides: ministers in a meeting are not free for anything else, and their hours are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tateyoko.compiler.draft import Host, Way, stop
from tateyoko.net import codes
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.world.channels import Gather, Meeting

__all__ = ["expand_meeting"]


def expand_meeting(
    host: Host,
    name: str,
    meeting: Meeting,
    *,
    route: Sequence[Way],
    finish: Sequence[str] = (),
    opening: Sequence[str] = (),
    luck: str = "",
    label: str = "",
    stretch: str | None = None,
    given_up: Sequence[Way] = ("end",),
) -> list[Way]:
    """Write the steps of a meeting and return the ways in.

    Parameters
    ----------
    host, name :
        Job type and prefix; step `name` gathers, ``name.talk`` talks, ``name.paper`` circulates.
    meeting : Meeting
        What is written.
    route, finish, opening, luck, label :
        Afterwards; statements at the end and when the talk begins; prefix of the dice's names;
        words for traces.
    stretch : str, optional
        Text of a factor on the length of the talk.
    given_up : sequence of Way
        Where the job goes when the quorum could not be had and nothing else is written.
    """
    draft, block, place = host.draft, meeting.path, meeting.place
    luck = luck or f"{host.path}.{name}"
    label = label or meeting.name.en
    claim = _claim(host, meeting)
    pace = draft.successions.meeting_pace(meeting)
    fields: dict[str, Any] = {"claim": claim}
    if meeting.waits is not None:
        late = f"{name}.paper"
        fields["patience"] = (draft.numbers.scalar(meeting.waits.at_most), "wait", late)
        _without_quorum(host, late, meeting, route, finish, luck, given_up)
    talk: dict[str, Any] = {
        "work": draft.numbers.work(meeting.takes),
        "factor": stretch,
        "pace": pace,
        "route": route,
        "block": block,
        "place": place,
        "label": label,
    }
    if meeting.gather is None:
        begins = {"start": list(opening)} if opening else {}
        host.step(name, luck=luck, finish=list(finish), **{**talk, **fields, **begins})
        return [name]
    gathering = host.attribute("gathering")
    host.step(
        name,
        luck=luck,
        start=[f"{gathering} = {_gathering(host, meeting, meeting.gather)}"],
        work=("const", "1"),
        factor=gathering,
        pace=pace,
        keep=True,
        route=[f"{name}.talk"],
        block=block,
        place=place,
        label=f"{label} gathers",
        **fields,
    )
    host.step(
        f"{name}.talk",
        luck=f"{luck}.talk",
        start=list(opening),
        finish=["release()", *finish],
        **talk,
    )
    return [name]


def _claim(host: Host, meeting: Meeting) -> list[dict[str, Any]]:
    """Return the claim groups of the quorum."""
    posts, present = host.draft.posts, meeting.present

    def with_stand_in(post: str) -> list[str]:
        other = meeting.stand_in.get(post)
        acting = host.draft.successions.seats_in(meeting, post)
        return [posts.seat(post), *([posts.seat(other)] if other else []), *acting]

    groups: list[dict[str, Any]] = []
    for post in present.everyone:
        groups.append({"k": 1, "of": with_stand_in(post)})
    if meeting.chair is not None and meeting.chair not in present.everyone:
        groups.insert(0, {"k": 1, "of": with_stand_in(meeting.chair)})
    if present.also is not None:
        taken = {seat for group in groups for seat in group["of"]}
        of = [
            seat
            for post in present.also.of
            if post not in taken and post != meeting.chair
            for seat in with_stand_in(post)
            if seat not in taken
        ]
        groups.append({"k": _count(meeting), "of": list(dict.fromkeys(of))})
    size = sum(len(group["of"]) for group in groups)
    if size > codes.SEATS_PER_CLAIM or groups[-1]["k"] > len(groups[-1]["of"]):
        raise stop(
            meeting.present.place,
            Text(
                ja=f"{meeting.id} の定足数は構成できません（職 {size}）。",
                en=f"the quorum of {meeting.id} cannot be formed ({size} seats)",
            ),
            Text(
                ja=f"代理を含めて {codes.SEATS_PER_CLAIM} 以下の職から選んでください。",
                en=f"Choose from at most {codes.SEATS_PER_CLAIM} posts, stand-ins included.",
            ),
            code="CP201",
        )
    return groups


def _count(meeting: Meeting) -> int:
    """Return k of the second group: part of the structure, hence the same in every row."""
    also = meeting.present.also
    assert also is not None
    counts = {variant.numbers[0] for _, variant in also.at_least.dated} or {
        also.at_least.numbers[0]
    }
    if len(counts) > 1 or not min(counts).is_integer():
        raise stop(
            also.at_least.place,
            Text(
                ja="定足数は日付で変わらない整数でなければなりません。",
                en="a quorum is one whole number that does not change with the date",
            ),
            Text(
                ja="会議を二つに分けてください。", en="Write two meetings with `from` and `until`."
            ),
        )
    return int(min(counts))


def _gathering(host: Host, meeting: Meeting, gather: Gather) -> str:
    """Return the time until the last member is there: the largest of one draw each."""
    numbers = host.draft.numbers
    present = meeting.present
    members = list(dict.fromkeys([*([meeting.chair] if meeting.chair else []), *present.everyone]))
    if present.also is not None:
        members += [f"other {number}" for number in range(1, _count(meeting) + 1)]
    phone = gather.telephone
    on = "0"
    if phone is not None:
        on = host.draft.switches.on(phone.path, phone.since, phone.until, phone.place)
    draws = []
    for member in members:
        comes = numbers.draw(f"gather {member}", gather.each)
        if phone is not None and on != "0":
            chance = f"draw('telephone {member}', bernoulli, {numbers.scalar(phone.share)})"
            calls = numbers.draw(f"line {member}", phone.gather)
            by_phone = chance if on == "1" else f"({on}) and {chance}"
            comes = f"select({by_phone}, {calls}, {comes})"
        draws.append(comes)
    return draws[0] if len(draws) == 1 else f"max({', '.join(draws)})"


def _without_quorum(
    host: Host,
    step: str,
    meeting: Meeting,
    route: Sequence[Way],
    finish: Sequence[str],
    luck: str,
    given_up: Sequence[Way],
) -> None:
    """Write what happens when the quorum did not come together in time."""
    waits = meeting.waits
    assert waits is not None
    mark = host.draft.mark(f"{meeting.id}.no_quorum", place=waits.place, post=meeting.chair or "")
    if waits.then == "give_up":
        host.step(step, start=[f"mark({mark})"], route=given_up, block=meeting.path)
        return
    host.step(
        step,
        luck=f"{luck}.paper",
        start=[f"mark({mark})"],
        work=host.draft.numbers.work(waits.takes or meeting.takes),
        finish=list(finish),
        route=route,
        block=meeting.path,
        place=waits.place,
        label=f"paper of {meeting.name.en} circulates",
    )
