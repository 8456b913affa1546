"""A question to the law: a day, what is known, what has been done; and what is wrong with it."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tateyoko.errors import Place, Problem, UsageError, did_you_mean, render_problems
from tateyoko.law.catalogue import Catalogue, in_force
from tateyoko.law.codes import mistake
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.law.tree import NOWHERE
from tateyoko.text import Lang, Text

__all__ = ["Act", "State", "StateError", "check_state", "values_of"]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that has been done.

    Attributes
    ----------
    id : str
        A fact of kind ``act``.
    by : str
        Who did it; empty when nobody says, then it was who may.
    at : date, datetime or None
        When; None when nobody says.
    """

    id: str
    by: str = ""
    at: dt.date | dt.datetime | None = None

    @property
    def day(self) -> dt.date | None:
        """The day on which it was done."""
        return self.at.date() if isinstance(self.at, dt.datetime) else self.at


@dataclass(frozen=True, slots=True)
class State:
    """What a question says.

    Attributes
    ----------
    date : date
        The day on which the law is asked.
    facts : Mapping of str to float
        0, 0.5 or 1. A fact that is not there is unknown; an act that is neither here nor in
        ``acts`` has not been done, because acts are a record.
    numbers : Mapping of str to float
        Numbers for comparisons; one that is not there is unknown.
    acts : tuple of Act
        What has been done.
    places : Mapping of str to Place
        Where each name stands in the question, for reports.
    """

    date: dt.date
    facts: Mapping[str, float] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)


class StateError(UsageError):
    """A question contradicts itself or names what does not exist.

    Parameters
    ----------
    problems : sequence of Problem
        Every independent mistake; at least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.place, p.code)))
        super().__init__(
            Text(
                ja=render_problems(self.problems, "ja"),
                en=render_problems(self.problems, "en"),
            )
        )

    def render(self, lang: Lang = "en") -> str:
        """Return the report of all problems, without empty places."""
        return "\n\n".join(one.render(lang).strip() for one in self.problems)


def check_state(catalogue: Catalogue, state: State) -> list[Problem]:
    """Return everything that is wrong with a question before the law is looked at.

    Unknown facts, acts, numbers and posts, values that a fact cannot have, a fact that is said to
    be true and false, an act by somebody who may not do it or after the day that is asked for.
    """
    out: list[Problem] = []

    def report(code: str, name: str, hint: Text | None = None, **values: object) -> None:
        place, words = state.places.get(name, NOWHERE), {"name": name, **values}
        out.append(mistake(code, place, width=len(name), hint=hint, values=words))

    for name, value in state.facts.items():
        if name not in catalogue.facts:
            report("LW202", name, did_you_mean(name, catalogue.facts))
        elif value not in (FALSE, UNKNOWN, TRUE):
            report("LW205", name, found=value)
    for name, value in state.numbers.items():
        if name not in catalogue.numbers:
            report("LW204", name, did_you_mean(name, catalogue.numbers))
        elif not math.isfinite(value):
            report("LW205", name, found=value)
    acts = [name for name, fact in catalogue.facts.items() if fact.kind == "act"]
    delegates = _delegates(catalogue, state.date)
    for act in state.acts:
        fact = catalogue.facts.get(act.id)
        if fact is None:
            report("LW203", act.id, did_you_mean(act.id, acts))
            continue
        if fact.kind != "act":
            elsewhere = Text(ja="facts: に書いてください。", en="Write it under facts.")
            report("LW203", act.id, elsewhere)
            continue
        if state.facts.get(act.id) == FALSE:
            report("LW207", act.id)
        may = (*fact.by, *delegates.get(act.id, ()))
        if act.by and act.by not in catalogue.judges:
            place = state.places.get(act.id, NOWHERE)
            hint = did_you_mean(act.by, catalogue.judges)
            out.append(mistake("LW213", place, hint=hint, values={"name": act.by}))
        elif act.by and may and act.by not in may:
            report("LW208", act.id, by=act.by, known=", ".join(may))
        if act.day is not None and act.day > state.date:
            report("LW210", act.id, at=act.day, date=state.date)
    return out


def _delegates(catalogue: Catalogue, date: dt.date) -> dict[str, tuple[str, ...]]:
    """Return who may order by delegation on a day, by the act of the order."""
    found: dict[str, tuple[str, ...]] = {}
    for action in catalogue.actions.values():
        for version in in_force(action.versions, date):
            if action.order:
                found[action.order] = (*found.get(action.order, ()), *version.delegates)
    return found


def values_of(catalogue: Catalogue, state: State) -> dict[str, float]:
    """Return the value of every fact: acts are a record, other facts are unknown until told."""
    values = {
        name: FALSE if fact.kind == "act" else UNKNOWN for name, fact in catalogue.facts.items()
    }
    values.update(state.facts)
    values.update({act.id: TRUE for act in state.acts})
    return values
