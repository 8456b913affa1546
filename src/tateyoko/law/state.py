"""A question to the law: a day, what is known, what has been done; and what is wrong with it."""

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

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

    Unknown facts, acts, numbers and posts, names of something else, values that a fact cannot have,
    a fact that is said to be true and false, facts that exclude each other, an act by somebody who
    may not do it or after the day that is asked for.
    """
    out: list[Problem] = []

    def report(code: str, name: str, hint: Text | None = None, **values: object) -> None:
        place, words = state.places.get(name, NOWHERE), {"name": name, **values}
        out.append(mistake(code, place, width=len(name), hint=hint, values=words))

    for name, value in state.facts.items():
        if name not in catalogue.facts:
            _report_name(catalogue, report, name, "LW202", _FACT)
        elif value not in (FALSE, UNKNOWN, TRUE):
            report("LW205", name, found=value)
    for name, value in state.numbers.items():
        if name not in catalogue.numbers:
            _report_name(catalogue, report, name, "LW204", _NUMBER)
        elif not math.isfinite(value) or value < 0:
            report("LW205", name, found=f"{value:g}")
    for name, other in _exclusions(catalogue, state):
        report("LW217", name, other=other)
    delegates = _delegates(catalogue, state.date)
    for act in state.acts:
        fact = catalogue.facts.get(act.id)
        if fact is None or fact.kind != "act":
            _report_name(catalogue, report, act.id, "LW203", _ACT)
            continue
        if state.facts.get(act.id) == FALSE:
            report("LW207", act.id)
        may = (*fact.by, *delegates.get(act.id, ()))
        if act.by and act.by not in catalogue.judges:
            place = state.places.get(act.id, NOWHERE)
            hint = _nearest(act.by, {name: one.label for name, one in catalogue.judges.items()})
            out.append(mistake("LW213", place, hint=hint, values={"name": act.by}))
        elif act.by and may and act.by not in may:
            report("LW208", act.id, by=act.by, known=", ".join(may))
        if act.day is not None and act.day > state.date:
            report("LW210", act.id, at=act.day, date=state.date)
    return out


_FACT, _NUMBER, _ACT = (
    Text(ja="事実", en="a fact"),
    Text(ja="数値", en="a number"),
    Text(ja="行為", en="an act"),
)
# What a name may be instead, and what to do with it.
_ELSEWHERE = (
    (
        "facts",
        _FACT,
        Text(ja="facts: に書いてください。", en="Write it under facts."),
    ),
    (
        "numbers",
        _NUMBER,
        Text(ja="numbers: に書いてください。", en="Write it under numbers."),
    ),
    (
        "actions",
        Text(ja="行動", en="an action"),
        Text(
            ja="行動は問いに書かず、--action で選びます。命じられたことは order_… という行為です。",
            en="Actions are what is answered: choose one with --action. That it has been ordered "
            "is an act named order_….",
        ),
    ),
    (
        "situations",
        Text(ja="事態", en="a situation"),
        Text(
            ja="事態は要件の事実と認定の行為から決まります。tateyoko law show で見られます。",
            en="A situation follows from its facts and from the acts that recognise it: see "
            "tateyoko law show.",
        ),
    ),
    (
        "rules",
        Text(ja="規則", en="a rule"),
        Text(
            ja="規則は事実から決まります。tateyoko law show で要件を見られます。",
            en="A rule follows from its facts: see tateyoko law show.",
        ),
    ),
    (
        "judges",
        Text(ja="判断者", en="somebody who judges"),
        Text(
            ja="判断者は行為の by: に書きます。",
            en="Who did something stands in by: of an act.",
        ),
    ),
)


def _report_name(
    catalogue: Catalogue, report: Callable[..., None], name: str, code: str, wanted: Text
) -> None:
    """Report a name that is unknown, or that is the name of something else."""
    for section, kind, remedy in _ELSEWHERE:
        if name in getattr(catalogue, section):
            report("LW216", name, kind=kind, wanted=wanted, remedy=remedy)
            return
    if wanted is _NUMBER:
        labels = {key: one.label for key, one in catalogue.numbers.items()}
    else:
        facts = catalogue.facts.items()
        labels = {key: one.label for key, one in facts if wanted is _FACT or one.kind == "act"}
    report(code, name, _nearest(name, labels))


def _nearest(name: str, labels: Mapping[str, Text]) -> Text | None:
    """Return 'did you mean …?' for the nearest id, or for the id with the nearest label.

    People who read Japanese first write what a fact is called, and so do others.
    """
    said = name.replace("_", " ").strip().casefold()
    words = {text.casefold(): key for key, one in labels.items() for text in (one.ja, one.en)}
    named = words.get(said)
    if named is None and (near := did_you_mean(name, labels)) is not None:
        return near
    if named is None and len(said) > 1:
        held = [key for text, key in words.items() if said in text or text in said]
        near_words = get_close_matches(said, list(words), n=1, cutoff=0.5)
        named = held[0] if held else words[near_words[0]] if near_words else None
    if named is None:
        return None
    label = labels[named]
    return Text(
        ja=f"もしかして {named}（{label.ja}）ですか。", en=f"Did you mean {named} ({label.en})?"
    )


def _exclusions(catalogue: Catalogue, state: State) -> Iterator[tuple[str, str]]:
    """Yield pairs of facts that are said to hold and exclude each other."""
    held = [name for name, value in state.facts.items() if value == TRUE]
    for at, name in enumerate(held):
        for other in held[:at]:
            terms = catalogue.facts.get(name), catalogue.facts.get(other)
            if any(
                term is not None and one in term.excludes
                for term, one in zip(terms, (other, name), strict=True)
            ):
                yield name, other


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
