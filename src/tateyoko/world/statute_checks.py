"""What must hold between the entries of a catalogue of law: names, dates, no circles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tateyoko import law
from tateyoko.errors import Place, did_you_mean
from tateyoko.law.catalogue import Catalogue, Sourced
from tateyoko.text import Text
from tateyoko.world.statute_fields import Report

__all__ = ["check_catalogue"]

_OTHER = Text(ja="もう一方", en="the other one")


def check_catalogue(catalogue: Catalogue, report: Report) -> None:
    """Report unknown names, names that mean two things, circles, and versions that overlap."""
    _check_leaves(catalogue, report)
    _check_references(catalogue, report)
    _check_circles(catalogue, report)
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
        "LW121": {**catalogue.facts, **catalogue.rules, **catalogue.situations},
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


def _check_circles(catalogue: Catalogue, report: Report) -> None:
    done: set[str] = set()
    for start in (*catalogue.rules, *catalogue.situations):
        _follow(catalogue, start, [], done, report)


def _follow(
    catalogue: Catalogue, name: str, path: list[str], done: set[str], report: Report
) -> None:
    if name in path:
        circle = [*path[path.index(name) :], name]
        first = catalogue.rules.get(name) or catalogue.situations[name]
        report("LW113", first.place, len(name), id=name, chain=" → ".join(circle))
        return
    if name in done:
        return
    for tree in _trees(catalogue, name):
        for leaf in law.facts_of(tree):
            if leaf in catalogue.rules or leaf in catalogue.situations:
                _follow(catalogue, leaf, [*path, name], done, report)
    done.add(name)


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
