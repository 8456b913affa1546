"""What the law of one day says, in the form that the prover reads: definitions and powers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tateyoko.errors import UsageError, did_you_mean
from tateyoko.law.catalogue import ActionVersion, Catalogue, RuleVersion, Term, in_force
from tateyoko.law.catalogue import Power as Ending
from tateyoko.law.tree import All, Any, Exemption, Fact, Node, Unless, walk
from tateyoko.text import Text

__all__ = ["Book", "Power", "StateLike", "open_book"]

# What is not in force, or cannot be recognised by anybody, never holds.
_NEVER: Node = Any(())


class StateLike(Protocol):
    """The part of a state that the prover reads."""

    @property
    def date(self) -> dt.date:
        """Day on which the law is asked."""

    @property
    def facts(self) -> Mapping[str, float]:
        """0, 0.5 or 1 by fact; a fact that is not there is unknown."""

    @property
    def numbers(self) -> Mapping[str, float]:
        """Known numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Something that somebody may do: an action, or a rule that names who may.

    Attributes
    ----------
    id : str
        Action or rule.
    is_action : bool
        Whether the catalogue lists it as an action.
    label : Text
        Name for people.
    by : tuple of str
        Who may.
    version : ActionVersion or RuleVersion
        The wording in force.
    """

    id: str
    is_action: bool
    label: Text
    by: tuple[str, ...]
    version: ActionVersion | RuleVersion

    @property
    def weapons(self) -> tuple[str, ...]:
        """Weapons classes that come with it."""
        return self.version.weapons if isinstance(self.version, ActionVersion) else ()


@dataclass(frozen=True, slots=True)
class Book:
    """The law of one day.

    Attributes
    ----------
    catalogue : Catalogue
        All of it.
    date : date
        The day.
    definitions : Mapping of str to Node
        Tree of every rule, situation and action; one that is not in force on the day never holds.
        A situation holds when it is met and recognised and nothing has ended it, an action when
        its order is in force: permitted, given, and ended by no act; days it lasts are not counted.
    powers : Mapping of str to Power
        Actions first, then rules that name who may act, in the catalogue's order.
    orders : Mapping of str to str
        Acts that use a power, such as an order, and the power that each must rest on.
    """

    catalogue: Catalogue
    date: dt.date
    definitions: Mapping[str, Node]
    powers: Mapping[str, Power]
    orders: Mapping[str, str]

    def define(self, leaf_id: str) -> Node | None:
        """Return the tree of a rule, a situation or an order in force, None for a fact."""
        return self.definitions.get(leaf_id)

    def term(self, fact_id: str) -> Term:
        """Return what the catalogue says of a fact.

        Raises
        ------
        UsageError
            If there is no such fact.
        """
        if fact_id not in self.catalogue.facts:
            raise _unknown(Text(ja="事実", en="fact"), fact_id, self.catalogue.facts)
        return self.catalogue.facts[fact_id]

    def power(self, power_id: str) -> Power:
        """Return a power.

        Raises
        ------
        UsageError
            If there is none with this id on this day.
        """
        if power_id not in self.powers:
            raise _unknown(Text(ja="行動・規則", en="action or rule"), power_id, self.powers)
        return self.powers[power_id]

    def facts_behind(self, node: Node) -> tuple[str, ...]:
        """Return the facts that a tree asks for, everything that it names opened, each once."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        open_nodes = [node]
        while open_nodes:
            for item in walk(open_nodes.pop()):
                if not isinstance(item, Fact):
                    continue
                tree = self.define(item.id)
                if tree is None:
                    found[item.id] = None
                elif item.id not in seen:
                    seen.add(item.id)
                    open_nodes.append(tree)
        return tuple(found)

    def cites_behind(self, node: Node) -> tuple[str, ...]:
        """Return the articles of what a tree names, at any depth, each once."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        open_nodes = [node]
        while open_nodes:
            for item in walk(open_nodes.pop()):
                if not isinstance(item, Fact) or item.id in seen:
                    continue
                seen.add(item.id)
                tree = self.define(item.id)
                if tree is not None:
                    found.update(dict.fromkeys(self._cites(item.id)))
                    open_nodes.append(tree)
        return tuple(found)

    def judges_of(self, fact_ids: Iterable[str]) -> tuple[str, ...]:
        """Return who judges, or does, these facts: judges of judged ones, doers of acts."""
        found: dict[str, None] = {}
        for fact_id in fact_ids:
            term = self.term(fact_id)
            found.update(dict.fromkeys(term.by if term.kind == "act" else term.judge))
        return tuple(found)

    def _cites(self, leaf_id: str) -> tuple[str, ...]:
        law = self.catalogue
        entry = law.rules.get(leaf_id) or law.actions.get(leaf_id) or law.situations[leaf_id]
        return tuple(v.cite for v in entry.versions if v.is_in_force(self.date) and v.cite)


def open_book(
    catalogue: Catalogue, date: dt.date, *, uses: Mapping[str, str] | None = None
) -> Book:
    """Return the law of a day.

    Parameters
    ----------
    catalogue : Catalogue
        Every wording in time.
    date : date
        The day.
    uses : mapping of str to str, optional
        Further acts that use a power; orders of actions are known from the catalogue.
    """
    definitions: dict[str, Node] = {}
    powers: dict[str, Power] = {}
    for action in catalogue.actions.values():
        definitions[action.id] = _NEVER
        for wording in in_force(action.versions, date)[:1]:
            if action.order:
                given = _lasting(Fact(action.order), wording.ends)
                definitions[action.id] = All((wording.requires, given))
            powers[action.id] = Power(
                id=action.id, is_action=True, label=action.label, by=wording.by, version=wording
            )
    for rule in catalogue.rules.values():
        definitions[rule.id] = _NEVER
        for text in in_force(rule.versions, date)[:1]:
            definitions[rule.id] = text.requires
            if text.by:
                powers[rule.id] = Power(
                    id=rule.id, is_action=False, label=rule.label, by=text.by, version=text
                )
    for situation in catalogue.situations.values():
        definitions[situation.id] = _NEVER
        for one in in_force(situation.versions, date)[:1]:
            if one.recognised is not None:
                definitions[situation.id] = All((one.met, _lasting(one.recognised, one.ends)))
    orders = {action.order: action.id for action in catalogue.actions.values() if action.order}
    return Book(catalogue, date, definitions, powers, {**orders, **(uses or {})})


def _lasting(node: Node, ends: Iterable[Ending]) -> Node:
    """Return a tree that holds until one of some ends does."""
    return Unless(node, tuple(Exemption(end.when) for end in ends if end.when is not None))


def _unknown(what: Text, name: str, known: Mapping[str, object]) -> UsageError:
    near = did_you_mean(name, known)
    hint = near or Text(ja="", en="")
    return UsageError(
        Text(
            ja=f"{what.ja} {name} はありません。{hint.ja}",
            en=f"There is no {what.en} {name}. {hint.en}",
        )
    )
