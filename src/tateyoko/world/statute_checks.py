"""What must hold between the entries of a catalogue of law: names, dates, no circles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tateyoko import law
from tateyoko.errors import Place, did_you_mean
from tateyoko.law.catalogue import (
    Action,
    ActionVersion,
    Approval,
    Catalogue,
    Consultation,
    Power,
    Rule,
    RuleVersion,
    Situation,
    Sourced,
    WeaponCondition,
)
from tateyoko.text import Text
from tateyoko.world.statute_fields import Report

__all__ = ["check_catalogue"]

_OTHER = Text(ja="もう一方", en="the other one")


def check_catalogue(catalogue: Catalogue, report: Report) -> None:
    """Report everything that does not fit between entries.

    Unknown names, names that mean two things, circles, versions that overlap, powers that rest on
    the mere record of an order.
    """
    _check_leaves(catalogue, report)
    _check_references(catalogue, report)
    _check_circles(catalogue, report)
    _check_orders(catalogue, report)
    for group in (catalogue.rules, catalogue.situations, catalogue.actions):
        for name, one in group.items():
            _check_dates(name, one.versions, report)
    for section in (catalogue.facts, catalogue.weapons, catalogue.findings):
        for name, entry in section.items():
            _check_order(name, entry, report)


def _check_leaves(catalogue: Catalogue, report: Report) -> None:
    """Report ids whose leaf in a tree could mean two things."""
    sections: Mapping[str, Mapping[str, object]] = {
        "facts": catalogue.facts,
        "rules": catalogue.rules,
        "situations": catalogue.situations,
        "actions": catalogue.actions,
    }
    seen: dict[str, tuple[str, Place]] = {}
    for section, entries in sections.items():
        for name, one in entries.items():
            place: Place = getattr(one, "place")  # noqa: B009
            if name in seen:
                other, first = seen[name]
                related = [(first, _OTHER)]
                width = len(name)
                report(
                    "LW111", place, width, related=related, id=name, section=section, other=other
                )
            seen.setdefault(name, (section, place))


def _check_references(catalogue: Catalogue, report: Report) -> None:
    acts = {name for name, fact in catalogue.facts.items() if fact.kind == "act"}
    known: Mapping[str, Iterable[str]] = {
        "LW121": {
            **catalogue.facts,
            **catalogue.rules,
            **catalogue.situations,
            **catalogue.actions,
        },
        "LW122": catalogue.judges,
        "LW123": catalogue.weapons,
        "LW124": catalogue.sources,
        "LW125": {**catalogue.actions, **catalogue.rules},
        "LW126": catalogue.numbers,
        "LW127": acts,
        "LW128": catalogue.situations,
    }
    for one in report.references:
        names = known[one.code]
        if one.name in names:
            continue
        fact = catalogue.facts.get(one.name)
        if one.code == "LW127" and fact is not None:
            report("LW118", one.place, len(one.name), name=one.name, kind=fact.kind)
            continue
        hint = did_you_mean(one.name, names)
        report(one.code, one.place, len(one.name), hint=hint, name=one.name)


def _trees(catalogue: Catalogue, name: str) -> Iterator[law.Node]:
    if name in catalogue.rules:
        for rule in catalogue.rules[name].versions:
            yield rule.requires
    elif name in catalogue.situations:
        for situation in catalogue.situations[name].versions:
            yield situation.met
            if situation.recognised is not None:
                yield situation.recognised
            yield from _conditions(situation.ends)
    elif name in catalogue.actions:
        for action in catalogue.actions[name].versions:
            yield action.requires
            yield from _conditions(action.ends)


def _conditions(
    parts: Iterable[Approval | Consultation | Power | WeaponCondition],
) -> Iterator[law.Node]:
    for one in parts:
        if one.when is not None:
            yield one.when


def _check_circles(catalogue: Catalogue, report: Report) -> None:
    done: set[str] = set()
    for start in (*catalogue.rules, *catalogue.situations, *catalogue.actions):
        _follow(catalogue, start, [], done, report)


def _follow(
    catalogue: Catalogue, name: str, path: list[str], done: set[str], report: Report
) -> None:
    if name in path:
        circle = [*path[path.index(name) :], name]
        first = _entries(catalogue)[name]
        report("LW113", first.place, len(name), id=name, chain=" → ".join(circle))
        return
    if name in done:
        return
    for tree in _trees(catalogue, name):
        for leaf in law.facts_of(tree):
            if leaf in _entries(catalogue):
                _follow(catalogue, leaf, [*path, name], done, report)
    done.add(name)


def _entries(catalogue: Catalogue) -> Mapping[str, Rule | Situation | Action]:
    return {**catalogue.rules, **catalogue.situations, **catalogue.actions}


def _check_orders(catalogue: Catalogue, report: Report) -> None:
    """Report leaves by which a power rests on the mere record of an order.

    Duties, such as bringing an order before the Diet, hang on the record: a rule that names nobody
    who may act on it may ask for it.
    """
    orders = {one.order: one.id for one in catalogue.actions.values() if one.order}
    seen: set[Place] = set()
    for id, tree in _powers(catalogue):
        for leaf in _leaves(catalogue, tree):
            if leaf.place in seen:
                continue
            if leaf.id in orders:
                seen.add(leaf.place)
                action = orders[leaf.id]
                report("LW129", leaf.place, len(leaf.id), id=id, name=leaf.id, action=action)
            elif leaf.id in catalogue.actions and not catalogue.actions[leaf.id].order:
                seen.add(leaf.place)
                report("LW130", leaf.place, len(leaf.id), name=leaf.id)


def _powers(catalogue: Catalogue) -> Iterator[tuple[str, law.Node]]:
    """Yield the trees on which powers rest, each with the id of the power."""
    for situation in catalogue.situations.values():
        for state in situation.versions:
            for tree in (state.met, state.recognised):
                if tree is not None:
                    yield situation.id, tree
    versions: list[tuple[str, RuleVersion | ActionVersion]] = [
        (rule.id, one) for rule in catalogue.rules.values() for one in rule.versions if one.by
    ]
    for action in catalogue.actions.values():
        for one in action.versions:
            versions.append((action.id, one))
            for tree in _conditions((*one.powers, *one.not_powers, *one.weapon_conditions)):
                yield action.id, tree
    for id, wording in versions:
        yield id, wording.requires
        for tree in _conditions((*wording.approvals, *wording.consult)):
            yield id, tree


def _leaves(catalogue: Catalogue, tree: law.Node) -> Iterator[law.Fact]:
    """Yield the leaves of a tree, rules that it names opened; circles are reported elsewhere."""
    open_trees, seen = [tree], set[str]()
    while open_trees:
        for node in law.walk(open_trees.pop()):
            if not isinstance(node, law.Fact):
                continue
            yield node
            if node.id in catalogue.rules and node.id not in seen:
                seen.add(node.id)
                open_trees += [one.requires for one in catalogue.rules[node.id].versions]


def _check_order(name: str, one: Sourced, report: Report) -> None:
    if one.since is not None and one.until is not None and one.until <= one.since:
        report("LW115", one.place, len(name), id=name, since=one.since, until=one.until)


def _check_dates(name: str, versions: Sequence[Sourced], report: Report) -> None:
    for at, one in enumerate(versions):
        _check_order(name, one, report)
        for other in versions[:at]:
            if _overlap(one, other):
                report("LW114", one.place, related=[(other.place, _OTHER)], id=name)


def _overlap(one: Sourced, other: Sourced) -> bool:
    def begins_before_end(a: Sourced, b: Sourced) -> bool:
        return a.since is None or b.until is None or a.since < b.until

    return begins_before_end(one, other) and begins_before_end(other, one)
