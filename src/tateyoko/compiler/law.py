"""Rules of law become guards.

Pattern. Every fact is a three-valued state: false, unknown, true. A rule's tree of requirements
becomes one expression over these states in Kleene logic, which is the net's own arithmetic of
truth; a guard holds only at true, so unknown is never taken for false or for true. A step ``law:
RULE`` waits at that guard, and the time it waits is the share of delay that law has. A rule that
is not in force at the posture's date, or a situation that nobody has recognised, never lets a job
pass. A rule of the catalogue of law is the tree of all its wordings, each between its dates.

Requirements met, recognised, ordered and in force stay four things: facts, judgements, `order`
steps and the rule's own dates.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tateyoko import law
from tateyoko.compiler.draft import conjunction, ref

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.world.authority import Rule

__all__ = ["fact", "rule_guard"]

_STARTS = {"true": 1.0, "false": 0.0, "unknown": 0.5}


def fact(draft: Draft, id: str) -> str:
    """Return the id of the state that carries a fact, declaring it at first use."""
    block = draft.world.facts[id]
    state = f"fact.{id}"
    draft.state(state, _STARTS[block.default], truth=True, place=block.place)
    return state


def rule_guard(draft: Draft, rule: Rule) -> str:
    """Return the truth that a rule is in force, met and, for a situation, recognised."""
    in_force = draft.switches.on(rule.path, rule.since, rule.until, rule.place)
    parts = ["1" if in_force == "1" else in_force, _Guard(draft, rule).text(rule.requires)]
    for judgement in draft.world.judgements.values():
        if judgement.rule == rule.id and judgement.id in draft.judged:
            parts.append(ref(f"recognised.{judgement.id}"))
    guard = conjunction(parts)
    return {"0": "false", "1": "true"}.get(guard, guard)


class _Guard:
    """Writes one rule's tree."""

    def __init__(self, draft: Draft, rule: Rule) -> None:
        self.draft = draft
        self.rule = rule
        self.dated: dict[tuple[dt.date | None, dt.date | None], int] = {}

    def text(self, node: law.Node) -> str:
        if isinstance(node, law.Fact):
            return ref(fact(self.draft, node.id))
        if isinstance(node, law.Compare):
            if node.number not in self.draft.scenario.values:
                # A number of the catalogue that this scenario does not keep is not known.
                return "unknown"
            return f"{ref(f'value.{node.number}')} {node.operator} {node.bound!r}"
        if isinstance(node, law.Not):
            return f"not ({self.in_force(node.branch, node.branch, absent='false')})"
        if isinstance(node, law.Unless):
            parts = [f"({self.in_force(node.branch, node.branch, absent='false')})"]
            for exemption in node.exemptions:
                held = self.in_force(exemption, exemption.when, absent="false")
                if held != "false":
                    parts.append(f"not ({held})")
            return " and ".join(parts)
        neutral = "true" if isinstance(node, law.All) else "false"
        branches = [self.in_force(item, item, absent=neutral) for item in node.branches]
        if isinstance(node, law.AtLeast):
            return f"at_least({node.k}, {', '.join(branches)})"
        counted = [branch for branch in branches if branch != neutral]
        if len(counted) < 2:
            return counted[0] if counted else neutral
        word = " and " if isinstance(node, law.All) else " or "
        return word.join(f"({branch})" for branch in counted)

    def in_force(self, dated: law.Node | law.Exemption, node: law.Node, *, absent: str) -> str:
        """Return the text of a node that counts only between dates.

        One that is in force in no posture is not written at all, so that no fact which only it
        asks for becomes a state.
        """
        remark = dated.remark
        if remark.since is None and remark.until is None:
            return self.text(node)
        number = self.dated.setdefault((remark.since, remark.until), len(self.dated) + 1)
        path = f"{self.rule.path}.dated.{number}"
        on = self.draft.switches.on(path, remark.since, remark.until, dated.place)
        if on == "0":
            return absent
        return self.text(node) if on == "1" else f"select({on}, {self.text(node)}, {absent})"
