"""Mutants of a catalogue: one requirement changed, and the cases that could notice."""

from dataclasses import dataclass, replace

from tateyoko.law import (
    All,
    Any,
    AtLeast,
    Compare,
    Fact,
    Not,
    Unless,
    ask_about,
    facts_of,
    unfold_rule,
    walk,
)
from tateyoko.law.catalogue import in_force

SECTIONS = ("rules", "situations", "actions")
TREES = ("requires", "met", "recognised")


@dataclass(frozen=True)
class Mutant:
    """A catalogue with one requirement changed.

    ``name`` is ``id[version].tree: leaf``, with a number where the leaf stands several times.
    """

    name: str
    entry: str
    version: int
    make: object


def trees_of(version):
    for field in TREES:
        tree = getattr(version, field, None)
        if tree is not None:
            yield field, tree


def entries_of(catalogue):
    for section in SECTIONS:
        for name, entry in getattr(catalogue, section).items():
            yield section, name, entry


def flip(leaf):
    """The leaf means its contrary."""
    return Not(leaf)


def leave_out(leaf):
    """The leaf always holds: as a requirement it asks for nothing any more."""
    return All(())


def shut(leaf):
    """The leaf never holds: as an alternative or an exception it is not there any more."""
    return Any(())


CHANGES = (flip, leave_out, shut)


def changed(node, at, change):
    """Give a tree with a change in its leaf number ``at``, and the number of leaves passed."""
    if isinstance(node, Fact | Compare):
        return (change(node), 1) if at == 0 else (node, 1)
    if isinstance(node, All | Any | AtLeast):
        seen, branches = 0, []
        for branch in node.branches:
            made, count = changed(branch, at - seen, change)
            branches.append(made)
            seen += count
        return replace(node, branches=tuple(branches)), seen
    if isinstance(node, Not):
        made, count = changed(node.branch, at, change)
        return replace(node, branch=made), count
    assert isinstance(node, Unless)
    made, seen = changed(node.branch, at, change)
    exemptions = []
    for exemption in node.exemptions:
        when, count = changed(exemption.when, at - seen, change)
        exemptions.append(replace(exemption, when=when))
        seen += count
    return replace(node, branch=made, exemptions=tuple(exemptions)), seen


def mutants(catalogue, change=flip):
    """Give every mutant that changes one leaf of one tree."""
    for section, name, entry in entries_of(catalogue):
        for number, version in enumerate(entry.versions):
            for field, tree in trees_of(version):
                leaves = [leaf for leaf in walk(tree) if isinstance(leaf, Fact | Compare)]
                for at, leaf in enumerate(leaves):
                    label = leaf.id if isinstance(leaf, Fact) else leaf.number
                    before = [
                        other
                        for other in leaves[:at]
                        if label in (getattr(other, "id", ""), getattr(other, "number", ""))
                    ]
                    again = f" #{len(before) + 1}" if before else ""
                    since = version.since or "always"

                    def make(section=section, name=name, number=number, field=field, at=at):
                        return _mutated(catalogue, section, name, number, field, at, change)

                    yield Mutant(f"{name}[{since}].{field}: {label}{again}", name, number, make)


def _mutated(catalogue, section, name, number, field, at, change):
    entries = getattr(catalogue, section)
    entry = entries[name]
    versions = list(entry.versions)
    tree, _ = changed(getattr(versions[number], field), at, change)
    versions[number] = replace(versions[number], **{field: tree})
    other = replace(entry, versions=tuple(versions))
    return replace(catalogue, **{section: {**entries, name: other}})


def reached(catalogue, case):
    """Give (id, number of its version) of everything on which the expectations of a case rest."""
    found = set()

    def look(name):
        for _, entry_id, entry in entries_of(catalogue):
            if entry_id != name:
                continue
            for number, version in enumerate(entry.versions):
                if version in in_force(entry.versions, case.state.date):
                    if (name, number) in found:
                        return
                    found.add((name, number))
                    for _, tree in trees_of(version):
                        for leaf in facts_of(tree):
                            look(leaf)

    for name in (*case.expect, *case.expect_rules, *case.expect_situations):
        look(name)
    return frozenset(found)


def evaluated(catalogue, case):
    """Give the places of all wordings whose values the answers to a case were made of.

    Read off the unfolded trees that the answers carry, not off the catalogue: what was skipped, or
    left out by mistake, is not among them.
    """
    found = set()

    def look(branch):
        if branch.kind in ("rule", "situation", "action"):
            found.add(branch.source.place)
        for child in branch.children:
            look(child)

    for name in case.expect:
        answer = ask_about(catalogue, case.state, name)
        if answer.tree is not None:
            found.add(answer.version.place)
            look(answer.tree)
    for name in (*case.expect_rules, *case.expect_situations):
        look(unfold_rule(catalogue, case.state, name))
    return found
