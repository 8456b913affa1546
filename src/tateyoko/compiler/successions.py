"""Successions: an office whose holder is away is filled by the next in order who is not.

Pattern. A scenario says when the holder of a post cannot act (`away`). The post's seat then has no
place, so no step, order or meeting that names the office can begin, and work under way at it
stands still. A job looks for the first in the order who exists and is not away himself; after the
time to take over he **acts**: the seat has one place again and everything goes on, whatever names
the office. If the one who acts, or is about to, is lost, the search begins anew with the next. If
nobody is left, ``no_competent_decider`` is marked and the office stays empty until somebody can
act again. When the holder is back he takes over at once.

Acting is one person with two desks: while he works for the office, his own post has one place
less, and what he was doing there alone stands still. In a meeting he may sit for both.

A succession that is limited to some meetings fills a seat of its own, which those meetings take
while the office itself is empty.

Everything here is written only for posts that the scenario says may be away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Way, conjunction, quoted

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.world.channels import Meeting
    from tateyoko.world.successions import Succession

__all__ = ["Successions"]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One who may act: his place in the order, the rule, his post, and when he is able.

    `post` is empty for a deputy who holds no post of the world.
    """

    position: int
    rule: Succession
    post: str
    able: str


class Successions:
    """Who can act, who acts, and where nobody does.

    Attributes
    ----------
    draft : Draft
        Where states, jobs and watchers go.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.away = draft.scenario.away
        self._limited: dict[str, Succession] = {}

    # ---- questions

    def answer(self, function: str, post: str) -> str:
        """Return the truth behind ``away``, ``vacant`` or ``acting`` of a post."""
        if post not in self.away:
            return "false"
        if function == "away":
            return self._away(post)
        if function == "vacant":
            return f"({self.vacant(post)} > 0)"
        return f"({self._acting(post)} > 0)"

    def vacant(self, post: str) -> str:
        """Return the number that is 1 while nobody acts for a post, else 0."""
        return self.draft.state(f"vacant.{post}")

    def capacity(self, post: str, hands: str) -> tuple[str, str]:
        """Return the places of a post's seat, and what becomes of work when they fall."""
        places = hands
        if post in self.away:
            here = f"select({self._acting(post)} > 0, 1, 0)"
            places = f"select({self._away(post)}, {here}, {hands})"
        desks = [
            f"select({self._acting(key)} == {one.position}, min(1, busy({quoted(seat)})), 0)"
            for key, seat, office in self._seats()
            for one in self._candidates(key, office)
            if one.post == post
        ]
        if desks:
            places = f"max(0, {places} - {' - '.join(desks)})"
        return places, "finish" if places == hands else "suspend"

    def pace(self, by: Sequence[str]) -> str | None:
        """Return the pace of work that a post or an alternate does; None when it never stops.

        Work at one seat is paused by the seat. Where an alternate may have taken it, it stands
        still only while none of them can act.
        """
        if len(by) < 2 or not all(post in self.away for post in by):
            return None
        return f"select({' or '.join(self._filled(post) for post in by)}, 1, 0)"

    def meeting_pace(self, meeting: Meeting) -> str | None:
        """Return the pace of a meeting: it stands still while its quorum is broken."""
        present = meeting.present
        needed = [*([meeting.chair] if meeting.chair else []), *present.everyone]
        parts = [self._filled(post, meeting) for post in dict.fromkeys(needed) if post in self.away]
        others = [] if present.also is None else list(present.also.of)
        if present.also is not None and any(post in self.away for post in others):
            truths = ", ".join(
                self._filled(post, meeting) if post in self.away else "true" for post in others
            )
            parts.append(f"at_least({present.also.at_least.value:g}, {truths})")
        if not parts:
            return None
        return f"select({conjunction(parts)}, 1, 0)"

    def seats_in(self, meeting: Meeting, post: str) -> list[str]:
        """Return the seats of those who act for a post in this meeting alone."""
        if post not in self.away:
            return []
        found = []
        for rule in self.draft.world.successions.values():
            if rule.office == post and meeting.id in rule.meetings:
                self._limited[rule.id] = rule
                found.append(_seat(rule))
        return found

    # ---- what is written

    def write(self) -> None:
        """Write the search for one who acts, for every office that may be empty."""
        for post in self.away:
            self._write(post, post)
        for rule in self._limited.values():
            self._write(rule.id, rule.office)
            acting = f"({self._away(rule.office)}) and {self._acting(rule.id)} > 0"
            self.draft.net.seat(
                _seat(rule),
                f"select({acting}, 1, 0)",
                falls="finish",
                label=rule.name.en,
                luck=rule.path,
                place=str(rule.place),
            )

    def _write(self, key: str, office: str) -> None:
        """Write the job that fills an office, and what starts, stops and repeats it."""
        draft, expr = self.draft, self.away[office]
        id, place = f"succession.{key}", str(expr.place)
        away, acting, taking = self._away(office), self._acting(key), self._taking(key)
        candidates = list(self._candidates(key, office))
        whole = key == office
        # Only the office itself is empty; a seat of one meeting is never said to be vacant.
        empty = [f"put('vacant.{office}', select({away}, 1, 0))"] if whole else []
        filled = [f"put('vacant.{office}', 0)"] if whole else []
        if whole:
            self.vacant(office)
        free = [f"put('acting.{key}', 0)", f"put('taking.{key}', 0)"]
        host = draft.host(id, f"away.{key}", place=place, label=f"succession of {office}")
        chosen = "-1"
        for one in reversed(candidates):
            chosen = f"select({one.able}, {one.position}, {chosen})"
        ways: list[Way] = [("nobody", "if", f"{taking} < 0")]
        for rule in dict.fromkeys(one.rule.id for one in candidates):
            mine = [one for one in candidates if one.rule.id == rule]
            first, last = mine[0].position, mine[-1].position
            host.step(
                f"take.{rule}",
                work=draft.numbers.work(mine[0].rule.takes),
                finish=[
                    f"put('acting.{key}', {taking})",
                    f"put('taking.{key}', 0)",
                    *filled,
                    *([f"mark({draft.mark(f'acting.{office}', post=office)})"] if whole else []),
                ],
                block=mine[0].rule.path,
                place=mine[0].rule.place,
                label=f"{mine[0].rule.name.en}: takes over",
            )
            ways.append((f"take.{rule}", "if", f"{taking} >= {first} and {taking} <= {last}"))
        marks = [f"mark({draft.mark('no_competent_decider')})"]
        marks.append(f"mark({draft.mark(f'no_competent_decider.{office}', post=office)})")
        host.step("nobody", start=marks if whole else [], route=["nobody.waits"])
        able = " or ".join(one.able for one in candidates) or "false"
        host.step("nobody.waits", when=able, finish=[f"put('taking.{key}', 0)"])
        host.step("begin", start=[*empty, f"put('taking.{key}', {chosen})"], route=ways)
        host.close("begin")
        none = f"{acting} == 0 and {taking} == 0"
        draft.watch(f"{id}.empty", f"({away}) and {none}", id, place=place)
        cut = f"cancel_about({quoted(id)}, 0)"
        lost = " or ".join(
            f"(({acting} == {one.position} or {taking} == {one.position}) and not {one.able})"
            for one in candidates
            if one.post
        )
        for word, when, start in (
            ("lost", lost or "0", [*free, *empty, cut]),
            ("back", f"(not {away}) and not ({none})", [*free, *filled, cut]),
        ):
            if when != "0":
                after = draft.host(f"{id}.{word}", f"away.{key}.{word}", place=place)
                after.step("end", start=start)
                after.close("end")
                draft.watch(f"{id}.{word}", when, f"{id}.{word}", place=place)

    # ---- parts

    def _away(self, post: str) -> str:
        return self.draft.expressions.truth(self.away[post])

    def _acting(self, key: str) -> str:
        return self.draft.state(f"acting.{key}")

    def _taking(self, key: str) -> str:
        return self.draft.state(f"taking.{key}")

    def _able(self, post: str) -> str:
        """Return the truth that the holder of a post exists and can act himself."""
        exists = self.draft.posts.exists(post)
        if exists == "0":
            return "false"
        able = f"(not {self._away(post)})" if post in self.away else "1"
        both = conjunction([exists, able])
        return "true" if both == "1" else f"({both})"

    def _filled(self, post: str, meeting: Meeting | None = None) -> str:
        """Return the truth that somebody acts for a post, in a meeting perhaps."""
        parts = [f"(not {self._away(post)})", f"{self._acting(post)} > 0"]
        if meeting is not None:
            parts += [
                f"{self._acting(rule.id)} > 0"
                for rule in self.draft.world.successions.values()
                if rule.office == post and meeting.id in rule.meetings
            ]
        return f"({' or '.join(parts)})"

    def _seats(self) -> Iterator[tuple[str, str, str]]:
        """Yield (key, seat, office) of everything that may be filled and has a seat."""
        for post in self.away:
            if post in self.draft.posts.used:
                yield post, post, post
        for rule in self._limited.values():
            yield rule.id, _seat(rule), rule.office

    def _candidates(self, key: str, office: str) -> Iterator[_Candidate]:
        """Yield who may act, first in line first, under the rules that hold."""
        draft, position = self.draft, 0
        for rule in draft.world.successions.values():
            if rule.office != office or (rule.id != key if rule.meetings else key != office):
                continue
            on = draft.switches.on(rule.path, rule.since, rule.until, rule.place)
            if on == "0":
                continue
            for post in rule.order or ("",):
                position += 1
                able = self._able(post) if post else "true"
                if on != "1":
                    able = f"({on} and {able})"
                yield _Candidate(position, rule, post, able)


def _seat(rule: Succession) -> str:
    return f"succession.{rule.id}"
