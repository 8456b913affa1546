"""The draft: what every mechanism writes into while one scenario becomes one net.

A mechanism module never keeps state of its own between blocks. It asks the draft for the net, for
the numbers of an estimate, for a switch, a seat, a mark, and adds job types through `Host`.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tateyoko.errors import Place, Problem, WorldError
from tateyoko.net import Net
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.compiler.delegation import Delegations
    from tateyoko.compiler.expressions import Expressions
    from tateyoko.compiler.hops import Hops
    from tateyoko.compiler.parameters import Numbers, Switches
    from tateyoko.compiler.posts import Posts
    from tateyoko.compiler.successions import Successions
    from tateyoko.world.model import World
    from tateyoko.world.reform import Patch
    from tateyoko.world.scenario import Scenario

__all__ = [
    "HOUR_MS",
    "MINUTE_MS",
    "Draft",
    "Host",
    "Way",
    "conjunction",
    "guarded",
    "identifier",
    "quoted",
    "ref",
    "stop",
]

MINUTE_MS = 60_000
HOUR_MS = 3_600_000

#: One way out of a step: a target, or (target, "if" or "weight", expression).
Way = str | tuple[str, str, str]
#: Ids that start with these words are read as attributes of jobs.
_RESERVED = ("job", "parent", "root")
_WORDS = ("now", "waited", "elem", "true", "false", "unknown")


def identifier(id: str) -> bool:
    """Return whether an id can stand in an expression without quotes."""
    parts = id.split(".")
    if parts[0] in _RESERVED or id in _WORDS:
        return False
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in parts)


def ref(id: str) -> str:
    """Return the text by which an expression reads the value called `id`."""
    return id if identifier(id) else f"value({id!r})"


def quoted(id: str) -> str:
    """Return an id as the argument of a function such as ``count``."""
    return id if identifier(id) else repr(id)


def conjunction(parts: Iterable[str]) -> str:
    """Return the conjunction of truths; ``1`` when there are none, ``0`` when one is ``0``."""
    kept = []
    for part in parts:
        if part == "0":
            return "0"
        if part != "1":
            kept.append(part)
    if not kept:
        return "1"
    return kept[0] if len(kept) == 1 else " and ".join(f"({part})" for part in kept)


def stop(
    place: Place, what: Text | str, expected: Text | str = "", code: str = "CP101"
) -> WorldError:
    """Return the error for an author's mistake that only compiling can find."""
    said = what if isinstance(what, Text) else Text(ja=what, en=what)
    advice = expected if isinstance(expected, Text) else Text(ja=expected, en=expected)
    problem = Problem(code=code, place=place, what=said, expected=advice if advice.en else None)
    return WorldError([problem])


@dataclass(slots=True)
class Draft:
    """One scenario on its way to a net.

    Attributes
    ----------
    world, scenario :
        What is compiled; the scenario's own blocks are merged over the world's already.
    net : Net
        Receives the elements.
    numbers, switches, posts, hops :
        Helpers that hand out parameters, switch conditions, seats, and time of the main line.
    script : list
        Commands (ms, kind, ...) of the scenario.
    parts : dict
        Block path -> ids of the net's elements it became, for explanations.
    judged : list of str
        Ids of the judgements of this scenario.
    insertions : list of Patch
        Patches that insert a step, of the reforms in reach.
    marks, values : dict
        Declared marks with their posts, and declared states with their sort.
    scope : list of str
        Switches under which the current block is written.
    liaisons : dict
        Channels whose liaison officers are used, with the switches under which they are.
    spreads : dict
        Phase -> the text of the factor on its times, where cases differ.
    phase : str
        Phase of the step that is being written.
    expressions, delegations, successions :
        Helpers that need the draft themselves; set right after it exists.
    """

    world: World
    scenario: Scenario
    net: Net
    numbers: Numbers
    switches: Switches
    posts: Posts
    hops: Hops
    script: list[tuple[Any, ...]] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=dict)
    judged: list[str] = field(default_factory=list)
    insertions: list[Patch] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    scope: list[str] = field(default_factory=list)
    liaisons: dict[str, list[str]] = field(default_factory=dict)
    spreads: dict[str, str] = field(default_factory=dict)
    phase: str = ""
    expressions: Expressions = field(init=False)
    delegations: Delegations = field(init=False)
    successions: Successions = field(init=False)

    # ---- things that may be asked for many times

    def mark(self, name: str, *, place: Place | str = "", post: str = "", basis: str = "") -> str:
        """Declare a mark once and return it as the argument of ``mark``, ``count``, ``first``."""
        if name not in self.marks:
            self.marks[name] = post
            self.net.mark(name, post=post, basis=basis, place=str(place))
        return quoted(name)

    def event_mark(self, id: str) -> str:
        """Return the mark of an event of the scenario, as `mark` does."""
        event = self.scenario.events[id]
        return self.mark(event.mark or f"event.{id}", place=event.place)

    def state(
        self,
        id: str,
        value: float | str = 0.0,
        *,
        truth: bool = False,
        place: Place | str = "",
        hidden: bool = False,
        question: str = "",
    ) -> str:
        """Declare a state once and return the text that reads it."""
        if id not in self.values:
            self.values[id] = "truth" if truth else "number"
            if hidden:
                self.net.hidden(id, value, question=question, truth=truth, place=str(place))
            else:
                self.net.state(id, value, truth=truth, place=str(place))
        return ref(id)

    def timer(self, ms: int) -> str:
        """Return a truth that becomes true at a time and stays so."""
        id = f"at.{ms}ms"
        if id not in self.values:
            self.state(id, 1.0 if ms <= 0 else 0.0, truth=True)
            if ms > 0:
                self.script.append((ms, "set", id, 1.0))
        return ref(id)

    def clock(self) -> str:
        """Return the text of the time, right at the end of a run too.

        A measure is read when the last event is over. A timer at the horizon makes that the end.
        """
        self.timer(self.scenario.horizon_ms)
        return "now"

    def watch(self, id: str, when: str, job: str, *, place: Place | str = "") -> None:
        """Start a job whenever a condition becomes true; a condition ``0`` leaves nothing."""
        if when != "0":
            self.net.watch(id, "true" if when == "1" else when, job, place=str(place))

    def person(self, post: str) -> str:
        """Return the truth that a person sits in a post; runs of a study leave it false."""
        id = f"person.{post}"
        if id not in self.values:
            self.values[id] = "truth"
            self.net.param(id, 0.0, truth=True)
        return ref(id)

    @contextmanager
    def under(self, condition: str) -> Iterator[None]:
        """Say that what is written inside exists only under a switch."""
        self.scope.append(condition)
        try:
            yield
        finally:
            self.scope.pop()

    @contextmanager
    def in_phase(self, phase: str) -> Iterator[None]:
        """Say what phase the time of the steps that are written inside counts to."""
        before, self.phase, self.numbers.phase = self.phase, phase, phase
        try:
            yield
        finally:
            self.phase = self.numbers.phase = before

    def host(
        self, id: str, path: str, *, place: Place | str, label: str = "", parent: str | None = None
    ) -> Host:
        """Begin a job type."""
        return Host(draft=self, id=id, path=path, place=str(place), label=label, parent=parent)


@dataclass(slots=True)
class Host:
    """A job type in the making: steps are added one by one, then `close` writes it to the net.

    Attributes
    ----------
    id : str
        Id of the job type.
    path : str
        Path of the block it is made of; luck names begin with it, so that renaming a file or
        inserting a step elsewhere leaves every draw where it was.
    """

    draft: Draft
    id: str
    path: str
    place: str
    label: str = ""
    parent: str | None = None
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    attributes: dict[str, bool] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)

    def attribute(self, name: str, *, truth: bool = False) -> str:
        """Declare an attribute of the job and return the text that reads it."""
        self.attributes.setdefault(name, truth)
        return f"job.{name}"

    def group(self, name: str) -> str:
        """Declare a group of children."""
        if name not in self.groups:
            self.groups.append(name)
        return quoted(name)

    def step(
        self,
        name: str,
        *,
        route: Sequence[Way] | None = None,
        block: str = "",
        luck: str = "",
        label: str = "",
        place: Place | str = "",
        **fields: Any,
    ) -> None:
        """Add one step of the net.

        Parameters
        ----------
        name : str
            Key of the author's step, with a suffix when that step becomes several.
        route : sequence of Way
            Where the job goes next; the default ends it.
        block : str
            Path of the author's block, for explanations; default: the host's.
        luck : str
            Name of its dice; default: the host's path and the step's name.
        label, place :
            Words for traces, and where the author wrote it.
        **fields :
            Further fields of the net's step.
        """
        assert name not in self.steps, f"{self.id}.{name} twice"
        kept = {key: value for key, value in fields.items() if value not in (None, [], ())}
        spread = self.draft.spreads.get(self.draft.phase)
        if spread is not None and "work" in kept:
            kept["factor"] = f"({kept['factor']}) * {spread}" if "factor" in kept else spread
        kept["route"] = list(route) if route else ["end"]
        kept["luck"] = luck or f"{self.path}.{name}"
        kept["place"] = str(place) or self.place
        if label:
            kept["label"] = label
        self.steps[name] = kept
        self.draft.parts.setdefault(block or self.path, []).append(f"{self.id}.{name}")

    def begin(self, route: Sequence[Way], *, start: Sequence[str] = ()) -> None:
        """Write a first step that only looks where to go, and with it the job type.

        Its name has a form that no author's key can have.
        """
        self.step(".begin", route=route, start=list(start))
        self.close(".begin")

    def close(self, first: str) -> None:
        """Write the job type; jobs begin at step `first`."""
        self.draft.net.job(
            self.id,
            first,
            self.steps,
            attrs=[name for name, truth in self.attributes.items() if not truth],
            truths=[name for name, truth in self.attributes.items() if truth],
            groups=self.groups,
            parent=self.parent,
            luck=self.path,
            label=self.label,
            place=self.place,
        )


def guarded(ways: Sequence[Way], guard: str) -> list[Way]:
    """Return the ways, each taken only if a truth holds besides."""
    if guard == "1":
        return list(ways)
    if guard == "0":
        return []
    out: list[Way] = []
    for way in ways:
        if isinstance(way, str):
            out.append((way, "if", guard))
        else:
            assert way[1] == "if", way
            out.append((way[0], "if", f"({guard}) and ({way[2]})"))
    return out
