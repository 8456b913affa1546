"""The catalogue of law as the facts and rules that a world's scenarios name.

Acts are a record: false until somebody does them. Everything else that the law asks for is unknown
until somebody observes or judges it, so a step that rests on it waits and nothing is assumed.
"""

from tateyoko.law.catalogue import Action, Catalogue, Sourced, Term
from tateyoko.law.flatten import Flattener, Power
from tateyoko.text import Text
from tateyoko.world.authority import Fact, Rule

__all__ = ["enacted_facts", "enacted_rules"]


def enacted_facts(catalogue: Catalogue) -> dict[str, Fact]:
    """Return the facts of a catalogue, by id."""
    return {id: _fact(term) for id, term in catalogue.facts.items()}


def enacted_rules(catalogue: Catalogue) -> dict[str, Rule]:
    """Return the rules, situations and actions of a catalogue, by id."""
    flattener = Flattener(catalogue)
    groups = (catalogue.rules, catalogue.situations, catalogue.actions)
    return {
        id: _rule(power, "situation" if group is catalogue.situations else "action", flattener)
        for group in groups
        for id, power in group.items()
    }


def _fact(term: Term) -> Fact:
    return Fact(
        id=term.id,
        path=f"facts.{term.id}",
        place=term.place,
        name=term.label,
        kind=term.kind,
        judge=term.judge[0] if term.judge else None,
        default="false" if term.kind == "act" else "unknown",
        cite=_cite(term),
        term=term,
        by=term.by,
    )


def _rule(power: Power, kind: str, flattener: Flattener) -> Rule:
    return Rule(
        id=power.id,
        path=f"rules.{power.id}",
        place=power.place,
        name=power.label,
        kind=kind,
        requires=flattener.power(power),
        wordings=power.versions,
        order=power.order if isinstance(power, Action) else "",
        ordered=flattener.order(power) if isinstance(power, Action) and power.order else None,
    )


def _cite(said: Sourced) -> Text | None:
    return Text(ja=said.cite, en=said.cite) if said.cite else None
