"""Posts become seats.

Pattern. A post is one seat with as many places as it has hands; a post that does not exist at the
posture's date has no place. Routine work is not modelled as jobs: it takes the share `busy` of the
post's time, so crisis work lasts `1 / (1 - busy)` times as long (an approximation for what would be
thousands of small jobs). A post with office hours and nothing else works on its site's calendar; a
post with `off_hours` is called in: outside its site's hours the delay comes first, then it works.

A second post in `by: [post, other]` is an alternate: the first is taken when it is free, the other
when only it is; a deputy who is merely there costs nothing.

While a holder is away (`successions`), his post has no place, work under way at it stands still,
and whoever acts for him brings the place back.

Both sides: every claim is exclusive, so a post that is asked for more queues; the time of posts
with a cabinet rank in crisis work is what the burden measures integrate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tateyoko.compiler.calendars import office_calendar
from tateyoko.compiler.draft import Host, Way, conjunction
from tateyoko.errors import Place
from tateyoko.world.estimate import Estimate

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.world.organisation import Post

__all__ = ["Posts", "work_step"]

#: A post is never so busy that crisis work stands still: at least this share is left for it.
_LEAST_SHARE = 0.02


@dataclass(slots=True)
class Posts:
    """Seats of the posts that mechanisms ask for; a post nobody asks for leaves nothing.

    Attributes
    ----------
    draft : Draft
        Where seats go; set right after both exist.
    """

    draft: Draft = field(init=False)
    used: dict[str, Post] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    scopes: dict[str, list[str]] = field(default_factory=dict)

    def post(self, id: str) -> Post:
        """Return a post of the world."""
        return self.draft.world.posts[id]

    def exists(self, id: str) -> str:
        """Return the condition under which a post exists."""
        post = self.post(id)
        return self.draft.switches.on(post.path, post.since, post.until, post.place)

    def seat(self, id: str) -> str:
        """Return the seat of a post, noting under which switches it is used."""
        self.used.setdefault(id, self.post(id))
        self.scopes.setdefault(id, []).append(conjunction([self.exists(id), *self.draft.scope]))
        return id

    def declare(self) -> None:
        """Declare the seats: a post that nothing uses in a posture has no place in it."""
        draft = self.draft
        for id, post in self.used.items():
            hands = draft.numbers.scalar(post.hands, 1.0)
            held, falls = draft.successions.capacity(id, hands)
            draft.net.seat(
                id,
                self.place_if(self.scopes[id], held),
                falls=falls,
                label=post.name.en,
                luck=post.path,
                place=str(post.place),
            )
            draft.parts.setdefault(post.path, []).append(id)

    def place_if(self, scopes: Sequence[str], capacity: str) -> str:
        """Return a capacity that is 0 unless one of some switches is on."""
        if "1" in scopes:
            return capacity
        some = list(dict.fromkeys(scope for scope in scopes if scope != "0"))
        if not some:
            return "0"
        return f"select({' or '.join(f'({scope})' for scope in some)}, {capacity}, 0)"

    def slowdown(self, id: str) -> str | None:
        """Return the factor by which routine work stretches work of a post, or None."""
        busy = self.post(id).busy
        if busy is None:
            return None
        return f"1 / max({_LEAST_SHARE}, 1 - {self.draft.numbers.scalar(busy)})"

    def calendar(self, id: str) -> str | None:
        """Return the calendar of a post that never works outside its office hours, or None."""
        post = self.post(id)
        if post.hours != "office" or post.off_hours is not None or post.site is None:
            return None
        return office_calendar(self.draft, (post.site,))

    def off_hours(self, id: str) -> tuple[str, Estimate] | None:
        """Return the truth 'it is outside office hours' and the delay then, or None."""
        post = self.post(id)
        if post.off_hours is None or post.site is None:
            return None
        calendar = office_calendar(self.draft, (post.site,))
        return f"next({calendar!r}, now) > now", post.off_hours.delay

    def clearance(self, id: str) -> str:
        """Return the number of the level a post may read (0 is the lowest)."""
        post, levels = self.post(id), self.draft.world.about.levels
        if post.clearance is None:
            dated: tuple[tuple[dt.date, float], ...] = ((dt.date.min, 0.0),)
        else:
            dated = tuple(
                (since, float(max(levels.index(word) for word in words)))
                for since, words in post.clearance.steps
            )
            if dated[0][0] > dt.date.min:
                dated = ((dt.date.min, 0.0), *dated)
        return self.draft.numbers.levels(f"{post.path}.clearance", dated, post.place)

    def caveats(self, id: str) -> str:
        """Return the number whose bits are the nations and compartments a post may read."""
        post = self.post(id)
        bits = self.caveat_bits((*post.caveats, post.nation))
        return self.draft.numbers.levels(
            f"{post.path}.caveats", ((dt.date.min, float(bits)),), post.place
        )

    def caveat_bits(self, words: Sequence[str]) -> int:
        """Return the number whose bits stand for nations and compartments."""
        for word in words:
            self.words.setdefault(word, len(self.words))
        return sum(1 << self.words[word] for word in dict.fromkeys(words))


def work_step(
    host: Host,
    name: str,
    *,
    by: Sequence[str],
    takes: Estimate | None,
    route: Sequence[Way],
    block: str,
    place: Place | str,
    luck: str = "",
    label: str = "",
    finish: Sequence[str] = (),
    patience: tuple[str, str, str] | None = None,
    open_to_person: bool = False,
    fields: dict[str, Any] | None = None,
) -> list[Way]:
    """Write the steps of work by a post and return the ways in.

    Parameters
    ----------
    host, name :
        Job type, and the name of the step that does the work.
    by : sequence of str
        The post, then alternates.
    takes : Estimate or None
        Time of the work without routine; None takes no time but still needs the post to be free.
    route, block, place, luck, label, finish, patience :
        As in `Host.step`.
    open_to_person : bool
        Whether a person in the post may decide instead (an exercise sets the switch).
    fields : dict
        Further fields of the working step.

    Returns
    -------
    list of Way
        How to enter: directly, or by the step that finds the post outside its hours.
    """
    posts, numbers = host.draft.posts, host.draft.numbers
    principal = by[0]
    extra: dict[str, Any] = dict(fields or {})
    if takes is not None:
        extra["work"] = numbers.work(takes)
        slow = posts.slowdown(principal)
        if slow is not None:
            given = extra.get("factor")
            extra["factor"] = slow if given is None else f"({slow}) * ({given})"
        extra["calendar"] = posts.calendar(principal)
    if "calendar" not in extra or extra["calendar"] is None:
        pace = host.draft.successions.pace(by)
        if pace is not None:
            extra["pace"] = pace
    if open_to_person:
        extra["open"] = host.draft.person(principal)
    host.step(
        name,
        claim=[[posts.seat(id) for id in by]],
        route=route,
        block=block,
        place=place,
        luck=luck,
        label=label,
        finish=list(finish),
        patience=patience,
        **extra,
    )
    off = posts.off_hours(principal)
    if off is None:
        return [name]
    outside, delay = off
    host.step(
        f"{name}.reach",
        work=numbers.work(delay),
        route=[name],
        block=block,
        place=place,
        luck=f"{luck}.reach" if luck else "",
        label=label,
    )
    return [(f"{name}.reach", "if", outside), name]
