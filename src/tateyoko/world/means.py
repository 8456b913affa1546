"""Means: how a world meets what its law demands, and who does what in one sitting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tateyoko.errors import Place
from tateyoko.text import Text
from tateyoko.world.authority import Fact
from tateyoko.world.demands import (
    ACT,
    AFTER,
    APPROVE,
    CONSULT,
    DIET,
    JUDGE,
    ORDER,
    Demand,
    Reading,
)
from tateyoko.world.expression import Expr
from tateyoko.world.forms import APPROVALS, OWN_WORDS, Form
from tateyoko.world.judgements import Judgement
from tateyoko.world.procedures import Step

if TYPE_CHECKING:
    from tateyoko.world.model import World

__all__ = ["Act", "Lack", "Means", "MeansOfWorld"]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that the law asks for and the world has no means for."""

    demand: Demand
    date: dt.date


@dataclass(frozen=True, slots=True)
class Means:
    """One way to meet a demand: a form, or the meeting that has the body's own id."""

    id: str
    name: Text | None
    steps: tuple[Step, ...]
    condition: Expr | None = None
    telephone: bool = False
    phase: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class Act:
    """What one body does in one sitting."""

    stage: int
    means: tuple[Means, ...]
    demands: list[Demand]

    def takes(self, demand: Demand) -> bool:
        """Return whether a demand belongs here, and is no other alternative of what is here."""
        return not any(
            one.branch != demand.branch and set(one.unless) & set(demand.unless)
            for one in self.demands
        )


class MeansOfWorld:
    """What a world has for the demands of an authority step; a `tateyoko.world.demands.Can`.

    Attributes
    ----------
    day : date
        The day on which is asked.
    lacks : list of Lack
        What was missing.
    facts : dict of str to Fact
        Acts without a name in the law, by id.
    """

    def __init__(self, world: World, step: Step) -> None:
        self.world, self.step = world, step
        self.day = dt.date.min
        self.lacks: list[Lack] = []
        self.facts: dict[str, Fact] = {}

    def do(self, demand: Demand) -> bool:
        """Return whether the world has means for a demand."""
        return bool(self.means(demand))

    def surely(self, demand: Demand) -> bool:
        """Return whether its means always bring it about."""
        if demand.stage == JUDGE and demand.wanted and self.judgement(demand) is not None:
            return False
        found = self.means(demand)
        steps = [step for one in found for step in one.steps]
        return bool(found) and not any(step.decide or step.rejects for step in steps)

    def means(self, demand: Demand) -> tuple[Means, ...]:
        """Return the ways to meet a demand, tried in order; the last asks for nothing more."""
        found: list[Means] = []
        for one in self._candidates(demand):
            if one.telephone and demand.telephone is None:
                continue
            if one not in found:
                found.append(one)
            if one.condition is None and not one.telephone:
                return tuple(found)
        if demand.form == "exception":
            return self.means(replace(demand, form="judgement"))
        return ()

    def _candidates(self, demand: Demand) -> Iterator[Means]:
        forms, chosen = self.world.forms, self.step.forms
        named = [chosen.get(key, ()) for key in (demand.id, *demand.bodies)]
        for id in (id for ids in named for id in ids):
            form = forms[id]
            if not form.form or demand.form in form.form or demand.id in chosen:
                yield from self._of(form)
        for form in forms.values():
            if demand.id in form.act:
                yield from self._of(form)
        for form in forms.values():
            if not form.act and demand.form in form.form and set(form.of) & set(demand.bodies):
                yield from self._of(form)
        if demand.form in ("order", "exception", "period") or demand.stage in (DIET, AFTER):
            return
        for body in demand.bodies:
            meeting = self.world.meetings.get(body)
            if meeting is not None and _is_there(meeting.since, meeting.until, self.day):
                sits = Step(id=body, path=meeting.path, place=meeting.place, meeting=body)
                yield Means(
                    body,
                    meeting.name,
                    (sits,),
                    since=meeting.since,
                    until=meeting.until,
                    words=("deliberation",),
                )

    def _of(self, form: Form) -> Iterator[Means]:
        if _is_there(form.since, form.until, self.day):
            yield Means(
                form.id,
                form.name,
                tuple(form.steps.values()),
                form.condition,
                form.by_telephone,
                form.phase,
                form.since,
                form.until,
                form.form,
            )

    def judgement(self, demand: Demand) -> Judgement | None:
        """Return the world's judgement of a question that the law asks."""
        for one in self.world.judgements.values():
            if one.question == demand.id:
                return one
        return None

    def acts(self, readings: Mapping[str, Reading]) -> list[Act]:
        """Return what is done, in the order of the law; one body's demands in one sitting."""
        demands: dict[str, Demand] = {}
        for reading in readings.values():
            for one in reading.demands:
                if one.stage != ORDER or self.step.orders:
                    demands.setdefault(one.id, one)
        acts: list[Act] = []
        staged = [replace(one, stage=self._stage(one)) for one in demands.values()]
        for one in sorted(staged, key=lambda demand: demand.stage):
            means = self.means(one)
            if not means:
                self.lacks.append(Lack(one, self.day))
                continue
            if one.id not in self.world.facts and one.stage != AFTER:
                self.facts[one.id] = _unnamed(one)
            same = next(
                (
                    act
                    for act in acts
                    if act.means == means and act.stage == one.stage and act.takes(one)
                ),
                None,
            )
            if same is None:
                acts.append(Act(one.stage, means, [one]))
            else:
                same.demands.append(one)
        return self._with_judgements(_deferred(acts))

    def _stage(self, demand: Demand) -> int:
        """Return when an act is due: a body that is heard or approves does so in its turn."""
        means = self.means(demand) if demand.stage == ACT else ()
        words = set(means[-1].words) - set(OWN_WORDS) if means else set()
        if not words:
            return demand.stage
        return APPROVE if words & set(APPROVALS) else CONSULT

    def _with_judgements(self, acts: list[Act]) -> list[Act]:
        """Put the world's judgements before the findings that rest on them."""
        found: dict[str, Act] = {}
        for act in acts:
            for one in list(act.demands):
                judgement = self.judgement(one) if one.open_only and one.wanted else None
                if judgement is None:
                    continue
                step = Step(
                    id=judgement.id,
                    path=judgement.path,
                    place=judgement.place,
                    judge=judgement.id,
                )
                means = Means(judgement.id, judgement.name, (step,), phase=judgement.phase)
                found.setdefault(judgement.id, Act(JUDGE, (means,), [])).demands.append(one)
                if judgement.by in one.bodies:
                    act.demands.remove(one)
        return [*found.values(), *(act for act in acts if act.demands)]


def _deferred(acts: list[Act]) -> list[Act]:
    """Let a body find in the sitting in which it decides what it must find before deciding."""
    out: list[Act] = []
    for act in acts:
        later = next(
            (a for a in acts if a.stage > act.stage and a.means == act.means and a.stage < ORDER),
            None,
        )
        if later is None:
            out.append(act)
        else:
            later.demands[:0] = act.demands
    return out


def _unnamed(demand: Demand) -> Fact:
    plain = demand.id.replace("_", " ").replace(".", " ")
    return Fact(
        id=demand.id,
        path=f"facts.{demand.id}",
        place=demand.place if demand.place.file else Place(""),
        name=Text(ja=plain, en=plain),
        kind="act",
        by=demand.bodies,
    )


def _is_there(since: dt.date | None, until: dt.date | None, day: dt.date) -> bool:
    return (since is None or since <= day) and (until is None or day < until)
