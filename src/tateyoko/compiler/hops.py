"""Time of the main line, split over its steps so that the parts add up exactly.

Pattern. The scenario's `main_line` lists the steps whose time is shown. One clock runs along it:
on entering a listed step the time since the last entry goes to the step left, and the clock
starts again for the step entered. So the hops are a partition of the time from the first entry to
the end of the line, whatever loops, skipped steps or postures lie between, and their sum is that
time to the millisecond. Time between listed steps, when the step under way has been left and the
next has not been entered, is a part of its own: nothing in the line is waited for then, the other
side, or a step outside the line, takes its time.

The clock stands still once the last step has been left, once one of the marks in `line_ends` has
been set, or when the procedure whose step is under way is cut off by its `ends_if`; a line that
none of these ends runs to the horizon. The column ``hop.reached_end`` says whether the last step
was left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.world.model import World
    from tateyoko.world.procedures import Procedure, Step

__all__ = [
    "BETWEEN",
    "BETWEEN_NAME",
    "OUTSIDE",
    "HopSpec",
    "Hops",
    "phase_in",
    "step_phase",
    "walk",
]

#: Id and phase of the time between listed steps, and its words.
BETWEEN = "between"
OUTSIDE = "outside"
BETWEEN_NAME = Text(
    ja="次の段階が始まるまで（相手の動きなど）",
    en="until the next step begins (the other side's time)",
)

#: Phase of a step by its kind, where neither the step nor its procedure says otherwise.
_PHASES = {
    "by": "execute",
    "meeting": "approve",
    "decide": "approve",
    "order": "transmit",
    "chain": "transmit",
    "relay": "transmit",
    "request": "hand_over",
    "ask": "hand_over",
    "law": "law",
    "raise": "initiative",
    "judge": "recognise",
    "diet": "democratic_control",
    "release": "release",
    "travel": "execute",
    "all": "execute",
    "start": "transmit",
    "flow": "execute",
    "wait": "recognise",
}


def step_phase(step: Step, procedure_phase: str | None, block_phase: str | None = None) -> str:
    """Return the phase of a step: its own, else its block's, its procedure's, its kind's."""
    return step.phase or block_phase or procedure_phase or _PHASES[step.kind]


def phase_in(world: World, procedure: Procedure, step: Step) -> str:
    """Return the phase of a step of a procedure, as the blocks that it uses say."""
    block = None
    if step.meeting is not None:
        block = world.meetings[step.meeting].phase
    elif step.chain is not None:
        block = world.chains[step.chain].phase
    elif step.ask is not None:
        block = world.channels[step.ask].phase
    elif step.judge is not None:
        block = world.judgements[step.judge].phase
    return step_phase(step, procedure.phase, block)


def walk(steps: Mapping[str, Step]) -> Iterator[Step]:
    """Yield steps in written order, those of parallel branches after the step that splits."""
    for step in steps.values():
        yield step
        yield from walk(step.together)


@dataclass(frozen=True, slots=True, kw_only=True)
class HopSpec:
    """One step of the main line, or one part of a judgement in it.

    Attributes
    ----------
    path, step : str
        Path of the hop, and of the author's step that it belongs to.
    """

    path: str
    name: Text
    phase: str
    procedure: str
    step: str


@dataclass(slots=True)
class Hops:
    """The clock of the main line.

    Attributes
    ----------
    specs : list of HopSpec
        In the order of the line; the indices after them stand for 'before', 'after', 'between'.
    """

    draft: Draft = field(init=False)
    specs: list[HopSpec] = field(default_factory=list)

    def index(self, path: str) -> int | None:
        """Return the position of a step in the line, or None."""
        for position, spec in enumerate(self.specs):
            if spec.path == path:
                return position
        return None

    @property
    def last(self) -> str | None:
        """Path of the step whose leaving ends the line."""
        return self.specs[-1].step if self.specs else None

    def declare(self) -> None:
        """Declare the clock's table and states; nothing without a main line."""
        if not self.specs:
            return
        draft, count = self.draft, len(self.specs)
        draft.net.table("hop.time", count + 3, 0.0)
        draft.net.table("hop.count", count + 3, 0.0)
        draft.state("hop.at", float(count))
        draft.state("hop.since", 0.0)
        draft.state("hop.reached_end", 0.0)
        for mark in draft.scenario.line_ends:
            id = f"hop.ends.{mark}"
            host = draft.host(id, id, place=draft.scenario.place, label="the main line ends")
            host.step("stop", start=list(self._stop("true")))
            host.close("stop")
            draft.watch(id, f"count({draft.mark(mark)}) > 0", id, place=draft.scenario.place)

    def enter(self, path: str) -> Sequence[str]:
        """Return the statements on entering a step; none for a step outside the line."""
        position = self.index(path)
        if position is None:
            return ()
        after = len(self.specs) + 1
        return (
            *self._read(),
            f"hop.at = select(hop.at == {after}, {after}, {position})",
            "hop.count[hop.at] = hop.count[hop.at] + 1",
        )

    def leave(self, path: str) -> Sequence[str]:
        """Return the statements on leaving a step; none for a step outside the line.

        A step that another one of the line has overtaken leaves the clock alone.
        """
        mine = [k for k, spec in enumerate(self.specs) if spec.step == path]
        if not mine:
            return ()
        after = len(self.specs) + 1
        if path == self.last:
            reached = f"hop.reached_end = select(hop.at == {after}, hop.reached_end, 1)"
            return (reached, *self._stop("true"))
        between = after + 1
        here = " or ".join(f"hop.at == {position}" for position in mine)
        return (
            *self._read(),
            f"hop.count[{between}] = hop.count[{between}] + select({here}, 1, 0)",
            f"hop.at = select({here}, {between}, hop.at)",
        )

    def cut_off(self, procedure: str) -> Sequence[str]:
        """Return the statements when a procedure is cut off: its step under way is the last."""
        mine = [k for k, spec in enumerate(self.specs) if spec.procedure == procedure]
        if not mine:
            return ()
        return self._stop(" or ".join(f"hop.at == {position}" for position in mine))

    def _read(self) -> Sequence[str]:
        """Give the time since the last reading to the step under way."""
        return ("hop.time[hop.at] = hop.time[hop.at] + now - hop.since", "hop.since = now")

    def _stop(self, condition: str) -> Sequence[str]:
        after = len(self.specs) + 1
        return (*self._read(), f"hop.at = select({condition}, {after}, hop.at)")

    def measures(self) -> Iterator[tuple[str, str]]:
        """Yield (id, expression) of the time and the number of entries of each hop."""
        horizon = self.draft.scenario.horizon_ms
        for position, spec in enumerate(self.specs):
            running = f"select(hop.at == {position}, {horizon} - hop.since, 0)"
            yield f"hop.time.{spec.path}", f"hop.time[{position}] + {running}"
            yield f"hop.count.{spec.path}", f"hop.count[{position}]"
        if self.specs:
            between = len(self.specs) + 2
            running = f"select(hop.at == {between}, {horizon} - hop.since, 0)"
            yield f"hop.time.{BETWEEN}", f"hop.time[{between}] + {running}"
            yield f"hop.count.{BETWEEN}", f"hop.count[{between}]"
            yield "hop.reached_end", "hop.reached_end"
