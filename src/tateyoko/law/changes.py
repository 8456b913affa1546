"""What reads differently on two days: actions, situations and rules that begin, end or change."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tateyoko.law.catalogue import Action, Catalogue, Rule, Situation, Sourced, in_force
from tateyoko.law.tree import (
    All,
    Any,
    AtLeast,
    Exemption,
    Node,
    Not,
    Remark,
    Unless,
    facts_of,
)
from tateyoko.text import Text

__all__ = ["Change", "find_changes", "pruned"]

# Provenance is about our reading, not about the law.
_NOT_LAW = {
    *("since", "until", "place", "sources", "confidence", "verified", "basis", "as_of"),
    *("doubt", "note"),
}
_N = TypeVar("_N", bound=Action | Rule | Situation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two days.

    Attributes
    ----------
    kind : str
        ``begins``, ``ends``, ``changes``, or ``through`` (its own words stay, but something that
        it names reads differently).
    section : str
        ``actions``, ``situations`` or ``rules``.
    id : str
        Which.
    before, after : str
        Article on each day; empty when it does not exist.
    fields : tuple of str
        What reads differently.
    through : tuple of str
        Rules and situations that it names and that are different.
    """

    kind: str
    section: str
    id: str
    label: Text
    before: str = ""
    after: str = ""
    fields: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


def find_changes(catalogue: Catalogue, first: dt.date, second: dt.date) -> tuple[Change, ...]:
    """Return what reads differently on two days, actions first.

    Parameters
    ----------
    catalogue : Catalogue
        The law.
    first, second : date
        The days, in any order; ``begins`` means in force on the second only.
    """
    sections: Mapping[str, Mapping[str, Action | Rule | Situation]] = {
        "actions": catalogue.actions,
        "situations": catalogue.situations,
        "rules": catalogue.rules,
    }
    own: dict[str, Change] = {}
    for section, entries in sections.items():
        for name, entry in entries.items():
            found = _change(section, entry, first, second)
            if found is not None:
                own[name] = found
    reached = _reached(sections, own, first, second)
    out = []
    for section, entries in sections.items():
        for name, entry in entries.items():
            through = tuple(reached.get(name, ()))
            if name in own:
                out.append(dataclasses.replace(own[name], through=through))
            elif through:
                version = in_force(entry.versions, second)[0]
                cite = version.cite
                out.append(
                    Change(
                        kind="through",
                        section=section,
                        id=name,
                        label=version.label,
                        before=cite,
                        after=cite,
                        through=through,
                    )
                )
    return tuple(out)


def _change(section: str, entry: _N, first: dt.date, second: dt.date) -> Change | None:
    before, after = in_force(entry.versions, first), in_force(entry.versions, second)
    if not before and not after:
        return None
    kind = "changes"
    fields: tuple[str, ...] = ()
    if not before:
        kind = "begins"
    elif not after:
        kind = "ends"
    else:
        fields = _fields(before[0], after[0], first, second)
        if not fields:
            return None
    return Change(
        kind=kind,
        section=section,
        id=entry.id,
        label=(after or before)[0].label,
        before=before[0].cite if before else "",
        after=after[0].cite if after else "",
        fields=fields,
    )


def _fields(one: Sourced, other: Sourced, first: dt.date, second: dt.date) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in dataclasses.fields(one)
        if field.name not in _NOT_LAW
        and _plain(getattr(one, field.name), first) != _plain(getattr(other, field.name), second)
    )


def _plain(value: object, date: dt.date) -> object:
    """Return a field as it reads on a day."""
    if isinstance(value, All | Any | AtLeast | Not | Unless):
        return pruned(value, date)
    return value


def pruned(node: Node, date: dt.date) -> Node:
    """Return a tree without the branches that are not in force, and without dates in it."""
    match node:
        case All(branches=branches):
            return All(_kept(branches, date), _dateless(node.remark))
        case Any(branches=branches):
            return Any(_kept(branches, date), _dateless(node.remark))
        case AtLeast(k=k, branches=branches):
            return AtLeast(k, _kept(branches, date), _dateless(node.remark))
        case Not(branch=branch):
            return Not(pruned(branch, date), _dateless(node.remark))
        case Unless(branch=branch, exemptions=exemptions):
            kept = tuple(
                Exemption(pruned(one.when, date), _dateless(one.remark))
                for one in exemptions
                if one.remark.is_in_force(date)
            )
            return Unless(pruned(branch, date), kept, _dateless(node.remark))
        case _:
            return dataclasses.replace(node, remark=_dateless(node.remark))


def _kept(branches: tuple[Node, ...], date: dt.date) -> tuple[Node, ...]:
    return tuple(pruned(one, date) for one in branches if one.remark.is_in_force(date))


def _dateless(remark: Remark) -> Remark:
    return dataclasses.replace(remark, since=None, until=None)


def _reached(
    sections: Mapping[str, Mapping[str, Action | Rule | Situation]],
    own: Mapping[str, Change],
    first: dt.date,
    second: dt.date,
) -> dict[str, list[str]]:
    """Return for each entry in force on both days the changed entries that it names, at any depth.

    Only the nearest changed ones: what lies behind a changed rule is told with that rule.
    """
    entries = {name: one for group in sections.values() for name, one in group.items()}
    out: dict[str, list[str]] = {}
    for name, entry in entries.items():
        if in_force(entry.versions, first) and in_force(entry.versions, second):
            found = list(dict.fromkeys(_behind(entry, entries, own, second)))
            if found:
                out[name] = found
    return out


def _behind(
    entry: Action | Rule | Situation,
    entries: Mapping[str, Action | Rule | Situation],
    own: Mapping[str, Change],
    date: dt.date,
) -> Iterator[str]:
    for version in in_force(entry.versions, date):
        for tree in _trees(version):
            for leaf in facts_of(pruned(tree, date)):
                if leaf in own:
                    yield leaf
                elif leaf in entries:
                    yield from _behind(entries[leaf], entries, own, date)


def _trees(version: Sourced) -> Iterator[Node]:
    for name in ("requires", "met", "recognised"):
        tree = getattr(version, name, None)
        if tree is not None:
            yield tree
