"""A power of the catalogue as one tree of facts, with every wording in its dates.

What compiles law into a net needs one tree per rule, situation or action whose leaves are facts.
A wording becomes a branch that is in force between its dates, so `evaluate` on a day, and the
net's switches, pick the wording of that day; outside all of them the power does not exist. An
action that stands as a leaf means that its order is in force.
"""

import datetime as dt
from dataclasses import replace

from tateyoko.errors import Place
from tateyoko.law.catalogue import (
    Action,
    ActionVersion,
    Catalogue,
    Rule,
    RuleVersion,
    Situation,
    SituationVersion,
)
from tateyoko.law.tree import All, Any, AtLeast, Exemption, Fact, Node, Not, Remark, Unless

__all__ = ["Flattener", "Power"]

Power = Rule | Situation | Action
_Wording = RuleVersion | SituationVersion | ActionVersion


class Flattener:
    """Flattens the powers of one catalogue, each once.

    Parameters
    ----------
    catalogue : Catalogue
        The law, without cycles.

    Examples
    --------
    >>> from tateyoko.law import Catalogue
    >>> Flattener(Catalogue()).node(Fact("danger"))
    Fact(id='danger', remark=Remark(cite='', label=None, since=None, until=None))
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._named: dict[str, Power] = {**catalogue.rules, **catalogue.situations}
        self._actions = catalogue.actions
        self._done: dict[str, Node] = {}
        self._orders: dict[str, Node] = {}

    def power(self, power: Power) -> Node:
        """Return the tree of a power; a situation must be met and recognised, and not ended."""
        if power.id not in self._done:
            branches = tuple(
                _dated(self._wording(one), one.since, one.until, one.place, one.cite)
                for one in power.versions
            )
            self._done[power.id] = Any(branches, place=power.place)
        return self._done[power.id]

    def order(self, action: Action) -> Node:
        """Return the tree of an order in force: permitted, given, and ended by no act.

        Days that an order lasts are not in the tree: they count from when it was given.
        """
        if action.id not in self._orders:
            branches = tuple(
                _dated(self._ordered(action, one), one.since, one.until, one.place, one.cite)
                for one in action.versions
            )
            self._orders[action.id] = Any(branches, place=action.place)
        return self._orders[action.id]

    def node(self, node: Node) -> Node:
        """Return a tree with the trees of what it names: rules, situations, orders in force."""
        match node:
            case Fact(id=name) if name in self._named:
                return All((self.power(self._named[name]),), node.remark, node.place)
            case Fact(id=name) if name in self._actions:
                return All((self.order(self._actions[name]),), node.remark, node.place)
            case All(branches=branches) | Any(branches=branches) | AtLeast(branches=branches):
                return replace(node, branches=tuple(self.node(one) for one in branches))
            case Not(branch=inner):
                return replace(node, branch=self.node(inner))
            case Unless(branch=inner, exemptions=exemptions):
                opened = tuple(replace(one, when=self.node(one.when)) for one in exemptions)
                return replace(node, branch=self.node(inner), exemptions=opened)
            case _:
                return node

    def _wording(self, wording: _Wording) -> Node:
        if not isinstance(wording, SituationVersion):
            return self.node(wording.requires)
        if wording.recognised is None:
            return Any((), place=wording.place)
        recognised = self._lasting(self.node(wording.recognised), wording)
        return All((self.node(wording.met), recognised), place=wording.place)

    def _ordered(self, action: Action, wording: ActionVersion) -> Node:
        given = self._lasting(Fact(action.order, place=wording.place), wording)
        return All((self.node(wording.requires), given), place=wording.place)

    def _lasting(self, node: Node, wording: SituationVersion | ActionVersion) -> Node:
        """Return a tree with what ends the power as its exceptions."""
        ends = tuple(
            Exemption(self.node(end.when), Remark(cite=end.cite, label=end.label), end.place)
            for end in wording.ends
            if end.when is not None
        )
        return Unless(node, ends, place=wording.place) if ends else node


def _dated(
    node: Node, since: dt.date | None, until: dt.date | None, place: Place, cite: str
) -> Node:
    return All((node,), Remark(cite=cite, since=since, until=until), place)
