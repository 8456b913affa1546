"""Channels: a question goes over to another organisation and an answer comes back.

Pattern. Beside the formal way there may be liaison officers: seats on the other side, staff times
the matters one officer can carry. A request takes them if it is sent there at all, if they may
read it, and if one becomes free within `patience`; else it goes the formal way. Requests may
knock at a wrong window first: then a whole formal round trip passes before the right one is
tried. The formal way may be bound to hours: a request is handed over when both ends are in office
together, and the staffs then work on it; officers who sit together need no such hour. A channel may
be one that is not always answered: then the asker hears nothing, the mark ``channel.ID.unanswered``
is set, and the step waits until its own patience is over.

Both sides: liaison seats saturate. More officers help until the requests that may use them are
served; and a request that waits for a busy officer and then goes formal arrives later than one
that went formal at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tateyoko.compiler.calendars import office_calendar
from tateyoko.compiler.draft import Host, Way, conjunction
from tateyoko.compiler.posts import work_step

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.world.channels import Channel
    from tateyoko.world.estimate import Estimate
    from tateyoko.world.procedures import Item

__all__ = ["declare_liaisons", "expand_channel"]


def expand_channel(
    host: Host,
    name: str,
    channel: Channel,
    *,
    item: Item | None,
    takes: Estimate | None,
    route: Sequence[Way],
    finish: Sequence[str] = (),
    luck: str = "",
    label: str = "",
) -> list[Way]:
    """Write the steps of one question over a channel and return the ways in.

    Parameters
    ----------
    host, name :
        Job type and prefix: ``name.wrong``, ``name`` (choice of the way), ``name.liaison``,
        ``name.formal`` and ``name.answer``.
    channel : Channel
        What is written.
    item : Item or None
        Label of what is asked for; officers see it only within the channel's `needs`.
    takes : Estimate or None
        Work of the answering post, the second of `between`, on top of the round trip.
    route, finish, luck, label :
        Afterwards; statements at the end; prefix of the dice's names; words for traces.
    """
    draft, block, place = host.draft, channel.path, channel.place
    numbers = draft.numbers
    luck = luck or f"{host.path}.{name}"
    label = label or (channel.name.en if channel.name is not None else channel.id)
    onward: Sequence[Way] = route
    done: Sequence[str] = finish
    if takes is not None:
        onward = work_step(
            host,
            f"{name}.answer",
            by=[channel.between[1]],
            takes=takes,
            route=route,
            block=block,
            place=place,
            luck=f"{luck}.answer",
            label=f"{label}: answer",
            finish=finish,
        )
        done = ()
    common: dict[str, Any] = {"block": block, "place": place}
    formal = numbers.work(channel.round_trip.formal)
    if channel.answered is not None:
        onward, done = _answered(host, name, channel, luck, label, onward, done)
    host.step(
        f"{name}.formal",
        luck=f"{luck}.formal",
        work=formal,
        finish=list(done),
        route=onward,
        label=f"{label}: formal way",
        **common,
    )
    formally = _in_shared_hours(host, channel, f"{name}.formal", label)
    ways: list[Way] = list(formally)
    start: list[str] = []
    readable = _officers_may_see(host, channel, item)
    if channel.liaison is not None and channel.round_trip.liaison is not None and readable:
        start = _liaison(host, name, channel, luck, label, onward, done, formally)
        ways.insert(0, (f"{name}.liaison", "if", _sent(host, channel, luck)))
    host.step(name, start=start, route=ways, **common)
    if channel.wrong_window is None:
        return [name]
    host.step(
        f"{name}.wrong",
        luck=f"{luck}.wrong",
        work=formal,
        route=[name],
        label=f"{label}: wrong window",
        **common,
    )
    wrong = f"roll({luck + '.wrong'!r}, job) < {numbers.scalar(channel.wrong_window)}"
    if channel.windows is not None:
        wrong = conjunction([wrong, f"{numbers.scalar(channel.windows)} > 1"])
    return [(f"{name}.wrong", "if", wrong), name]


def _answered(
    host: Host,
    name: str,
    channel: Channel,
    luck: str,
    label: str,
    onward: Sequence[Way],
    done: Sequence[str],
) -> tuple[list[Way], Sequence[str]]:
    """Return the ways behind a round trip that may bring no answer, and nothing left to run.

    The roll belongs to the request, so a channel that is answered more often answers those that
    it answered before as well.
    """
    draft = host.draft
    assert channel.answered is not None
    common: dict[str, Any] = {"block": channel.path, "place": channel.place}
    mark = draft.mark(f"channel.{channel.id}.unanswered", place=channel.answered.place)
    host.step(
        f"{name}.silence",
        start=[f"mark({mark})"],
        route=[f"{name}.silence.ends"],
        label=f"{label}: no answer",
        **common,
    )
    host.step(f"{name}.silence.ends", when="false", label=f"{label}: no answer", **common)
    ways: list[Way] = list(onward)
    if done:
        host.step(f"{name}.heard", start=list(done), route=onward, **common)
        ways = [f"{name}.heard"]
    silent = f"roll({luck + '.answered'!r}, job) >= {draft.numbers.scalar(channel.answered)}"
    return [(f"{name}.silence", "if", silent), *ways], ()


def _in_shared_hours(host: Host, channel: Channel, step: str, label: str) -> list[Way]:
    """Return the ways into the formal step: at once, or when both ends are in office together."""
    hours = channel.hours
    if hours is None or not hours.both_in_office or hours.urgent == "always":
        return [step]
    calendar = office_calendar(host.draft, hours.both_in_office)
    host.step(
        f"{step}.hours",
        work=("const", "1"),
        factor=f"next({calendar!r}, now) - now",
        route=[step],
        block=channel.path,
        place=hours.place,
        label=f"{label}: until both are in office",
    )
    return [(f"{step}.hours", "if", f"next({calendar!r}, now) > now"), step]


def _officers_may_see(host: Host, channel: Channel, item: Item | None) -> bool:
    """Return whether an item's label lies within what the channel's officers are cleared for."""
    needs = channel.needs
    if item is None or needs is None:
        return True
    levels = host.draft.world.about.levels
    if needs.clearance is not None and levels.index(item.level) > levels.index(needs.clearance):
        return False
    return not item.release or set(needs.release) <= set(item.release)


def _sent(host: Host, channel: Channel, luck: str) -> str:
    """Return the condition under which a request takes the liaison officers.

    The rolls belong to the request, so a larger share contains the smaller one.
    """
    numbers, liaison = host.draft.numbers, channel.liaison
    assert liaison is not None
    parts = [f"capacity({_seat(channel)!r}) >= 1"]
    if liaison.share_sent is not None:
        parts.append(f"roll({luck + '.sent'!r}, job) < {numbers.scalar(liaison.share_sent)}")
    if liaison.may_read is not None:
        parts.append(f"roll({luck + '.may_read'!r}, job) < {numbers.scalar(liaison.may_read)}")
    return conjunction(parts)


def _seat(channel: Channel) -> str:
    return f"channel.{channel.id}.liaison"


def _liaison(
    host: Host,
    name: str,
    channel: Channel,
    luck: str,
    label: str,
    onward: Sequence[Way],
    done: Sequence[str],
    formally: Sequence[Way],
) -> list[str]:
    """Write the liaison way and return the statements that its step before must run."""
    draft, liaison, trip = host.draft, channel.liaison, channel.round_trip.liaison
    assert liaison is not None
    assert trip is not None
    numbers = draft.numbers
    seat = _seat(channel)
    scopes = draft.liaisons.setdefault(channel.id, [])
    scopes.append(conjunction(draft.scope))
    start: list[str] = []
    patience = None
    if liaison.patience is not None:
        wait = host.attribute("patience")
        start.append(f"{wait} = {numbers.draw('patience', liaison.patience)}")
        patience = (wait, "wait", f"{name}.late")
        host.step(
            f"{name}.late",
            route=formally,
            block=channel.path,
            place=liaison.place,
            label=f"{label}: no officer free in time",
        )
    factor = None
    if liaison.one_room is not None:
        together = f"roll({luck + '.one_room'!r}, job) < {numbers.scalar(liaison.one_room)}"
        factor = f"select({together}, {numbers.scalar(liaison.one_room_factor, 0.4)}, 1)"
    host.step(
        f"{name}.liaison",
        claim=[[seat]],
        work=numbers.work(trip),
        factor=factor,
        patience=patience,
        luck=f"{luck}.liaison",
        finish=list(done),
        route=onward,
        block=channel.path,
        place=liaison.place,
        label=f"{label}: by liaison officers",
    )
    return start


def declare_liaisons(draft: Draft) -> None:
    """Declare the seats of liaison officers: staff times the matters each can carry."""
    for id, scopes in draft.liaisons.items():
        channel = draft.world.channels[id]
        liaison = channel.liaison
        assert liaison is not None
        numbers = draft.numbers
        staff, threads = numbers.scalar(liaison.staff), numbers.scalar(liaison.threads_each)
        name = channel.name.en if channel.name is not None else id
        draft.net.seat(
            _seat(channel),
            draft.posts.place_if(scopes, f"floor({staff} * {threads})"),
            label=f"{name}: liaison officers",
            luck=f"{channel.path}.liaison",
            place=str(liaison.place),
        )
        draft.parts.setdefault(channel.path, []).append(_seat(channel))
