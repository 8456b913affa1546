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
    from tateyoko.world.procedures import Step

__all__ = ["fact", "rule_guard", "step_guard", "tree_text"]

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
    parts = [in_force, *_plain(_Guard(draft, rule, rule.path).text(rule.requires))]
    for judgement in draft.world.judgements.values():
        if judgement.rule == rule.id and judgement.id in draft.judged:
            parts.append(ref(f"recognised.{judgement.id}"))
    return _truth(conjunction(parts))


def step_guard(draft: Draft, step: Step) -> str:
    """Return the truth that a step with ``law`` waits for.

    A part of the road of the law waits besides for its own tree, or for that alone.
    """
    assert step.law is not None
    rule = draft.world.rules[step.law]
    parts = _plain(rule_guard(draft, rule)) if step.whole else []
    if step.guard is not None:
        parts += _plain(tree_text(draft, rule, step.guard, step.path))
    return _truth(conjunction(parts))


def tree_text(draft: Draft, rule: Rule, node: law.Node, path: str) -> str:
    """Return the text of a tree; the switches of its dates have names that begin with a path."""
    return _Guard(draft, rule, path).text(law.All((node,)))


def _plain(text: str) -> list[str]:
    """Return a guard as a part of a conjunction, whose neutral parts are left out."""
    return {"true": [], "false": ["0"]}.get(text, [text])


def _truth(text: str) -> str:
    return {"0": "false", "1": "true"}.get(text, text)


class _Guard:
    """Writes a tree of one rule."""

    def __init__(self, draft: Draft, rule: Rule, path: str) -> None:
        self.draft = draft
        self.rule = rule
        self.path = path
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
        path = f"{self.path}.dated.{number}"
        on = self.draft.switches.on(path, remark.since, remark.until, dated.place)
        if on == "0":
            return absent
        return self.text(node) if on == "1" else f"select({on}, {self.text(node)}, {absent})"
