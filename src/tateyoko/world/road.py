"""The road of the law: an ``authority`` step becomes the steps that the law prescribes.

Pattern. The wordings in force in the world's postures say what must be found, done, heard,
approved (`tateyoko.world.demands`); the world's forms say by which meetings, posts and times that
is done here. The result is ordinary steps, so whatever reads a procedure reads them:

1. a gate that waits for what others must establish (observed facts, acts of others, situations
   that another road recognises);
2. findings of open-textured requirements, each by the judge whom the law names, and that no
   exception applies; a judgement of the world stands for its question;
3. acts that are requirements, consultations, approvals, the Diet beforehand, each once and only
   while it is not on record; what one body does in one form is done in one sitting;
4. the law itself: waits until all requirements hold and every approval is on record;
5. the order, and the Diet afterwards.

Each step makes true what it stands for. Wordings that differ become steps between dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tateyoko.law.catalogue import ActionVersion
from tateyoko.law.tree import All, Any, Node, facts_of, walk
from tateyoko.text import Text
from tateyoko.world import certainty
from tateyoko.world.authority import Fact
from tateyoko.world.demands import (
    ACT,
    AFTER,
    APPROVE,
    CONSULT,
    DIET,
    JUDGE,
    ORDER,
    TRUE,
    Demand,
    Reading,
    read_power,
    wording_on,
)
from tateyoko.world.expression import Expr
from tateyoko.world.forms import OWN_WORDS
from tateyoko.world.means import Act, Lack, Means, MeansOfWorld
from tateyoko.world.procedures import Control, Order, Power, Step
from tateyoko.world.spans import Span, all_of, dated, joined, needed_spans, same, woven

if TYPE_CHECKING:
    from tateyoko.world.model import World

__all__ = ["Finding", "Road", "road_of"]

_PHASES = {
    JUDGE: "recognise",
    ACT: "approve",
    CONSULT: "approve",
    APPROVE: "approve",
    DIET: "democratic_control",
    ORDER: "transmit",
    AFTER: "democratic_control",
}
_WAITS = Text(ja="他が定める事実を待つ", en="waits for what others must establish")
_LAW = Text(ja="要件と手続がそろうのを待つ", en="until requirements and procedure are complete")


@dataclass(frozen=True, slots=True)
class Finding:
    """A judged fact that is found without anything that weighs it, and between which days."""

    demand: Demand
    span: Span

    def may_come(self, days: Collection[dt.date]) -> bool:
        """Return whether it is asked for on one of some days."""
        since, until = self.span
        return any((not since or since <= day) and (not until or day < until) for day in days)


@dataclass(frozen=True, slots=True)
class Road:
    """What an authority step becomes.

    Attributes
    ----------
    steps : tuple of Step
        In order; those between dates that exclude each other stand one after the other.
    facts : mapping of str to Fact
        Acts that the law leaves without a name, such as an approval of a world's own rule.
    lacks : tuple of Lack
        What is missing; then the road is of no use.
    findings : tuple of Finding
        What a judge finds on it without a judgement or decision of the world.
    """

    steps: tuple[Step, ...]
    facts: Mapping[str, Fact]
    lacks: tuple[Lack, ...]
    findings: tuple[Finding, ...]


def road_of(world: World, step: Step, *, spans: Sequence[tuple[Span, dt.date]] = ()) -> Road:
    """Return what an authority step becomes in a world merged for a scenario."""
    return _Builder(world, step, list(spans) or needed_spans(world, step.authority)).road()


class _Builder:
    """Builds one road."""

    def __init__(self, world: World, step: Step, spans: list[tuple[Span, dt.date]]) -> None:
        self.world, self.step, self.spans = world, step, spans
        self.means = MeansOfWorld(world, step)
        self.used: dict[str, Step] = {}
        self.findings: list[Finding] = []

    # ---- the whole

    def road(self) -> Road:
        """Return the steps for all spans."""
        out: list[Step] = []
        gates: list[tuple[Span, Node]] = []
        extra: dict[str, list[tuple[Span, Node]]] = {id: [] for id in self.step.authority}
        ends: dict[str, list[tuple[Span, Node]]] = {id: [] for id in self.step.authority}
        tails: list[Step] = []
        for span, day in self.spans:
            self.means.day = day
            readings = self._readings()
            if not readings:
                continue
            for id, reading in readings.items():
                extra[id].append((span, all_of(reading.approvals)))
                ends[id].append((span, self._ends(id)))
            acts = self.means.acts(readings)
            self.findings += self._unweighed(acts, span)
            gates.append((span, self._gate(readings, acts)))
            steps = [one for act in acts if act.stage < ORDER for one in self._written(act, span)]
            out = woven(out, steps)
            late = [one for act in acts if act.stage >= ORDER for one in self._written(act, span)]
            tails = woven(tails, late)
        gate = self._gate_step(gates)
        guards = [self._guard_step(id, extra[id]) for id in self.step.authority]
        tails = [self._with_power(one, ends) for one in tails]
        whole = [*gate, *out, *guards, *tails]
        means = self.means
        found = tuple(self.findings)
        return Road(tuple(self._outer(whole)), means.facts, tuple(means.lacks), found)

    def _unweighed(self, acts: Sequence[Act], span: Span) -> Iterator[Finding]:
        """Yield what is found without anything in the world that could say no."""
        for act in acts:
            weighed = any(step.decide or step.judge for way in act.means for step in way.steps)
            for one in act.demands:
                judged = one.wanted and self.means.judgement(one) is not None
                if one.open_only and not weighed and not judged:
                    yield Finding(one, span)

    def _readings(self) -> dict[str, Reading]:
        read = {
            id: read_power(
                self.world,
                id,
                self.means.day,
                beside=self.step.authority,
                through=self.step.through,
                can=self.means,
            )
            for id in self.step.authority
        }
        return {id: one for id, one in read.items() if one is not None}

    # ---- gate and guard

    def _gate(self, readings: Mapping[str, Reading], acts: Sequence[Act]) -> Node:
        made = {one.id: one.wanted for act in acts for one in act.demands}
        facts = self.world.facts
        for reading in readings.values():
            # An act that would bar the power has not been done; the law itself looks at it last.
            asked = set(certainty.positive(reading.tree)) | set(made)
            for id in set(facts_of(reading.tree)) - asked:
                if id in facts and facts[id].kind == "act" and id not in self._foreign(reading):
                    made[id] = False
        trees = [
            certainty.assume(reading.tree, made, self.step.authority)
            for reading in readings.values()
        ]
        return all_of(trees)

    @staticmethod
    def _foreign(reading: Reading) -> set[str]:
        """Return the facts of situations that other roads recognise."""
        waited = [node for node in walk(reading.tree) if node.remark == certainty.WAITED]
        return {id for node in waited for id in facts_of(node)}

    def _gate_step(self, gates: list[tuple[Span, Node]]) -> list[Step]:
        if all(tree == TRUE for _, tree in gates):
            return []
        guard = Any(tuple(dated(tree, span) for span, tree in joined(gates)))
        return [self._part("waits", _WAITS, law=self.step.authority[-1], guard=guard, whole=False)]

    def _guard_step(self, id: str, extra: list[tuple[Span, Node]]) -> Step:
        parts = tuple(dated(tree, span) for span, tree in joined(extra) if tree != TRUE)
        return self._part(id, _LAW, law=id, guard=All(parts) if parts else None)

    def _part(self, key: str, name: Text, **fields: object) -> Step:
        return Step(
            id=f"{self.step.id}.{key}",
            path=f"{self.step.path}.{key}",
            place=self.step.place,
            name=self._called(name),
            phase="law",
            road=self.step.path,
            **fields,  # type: ignore[arg-type]
        )

    def _called(self, name: Text) -> Text:
        rule = self.world.rules[self.step.authority[-1]]
        own = self.step.name or rule.name
        return Text(ja=f"{own.ja}：{name.ja}", en=f"{own.en}: {name.en}")

    # ---- steps

    def _written(self, act: Act, span: Span) -> Iterator[Step]:
        """Yield the steps of an act, its ways one after the other."""
        for way in act.means:
            steps = way.steps
            for position, step in enumerate(steps):
                since = max((d for d in (span[0], way.since, step.since) if d), default=None)
                until = min((d for d in (span[1], way.until, step.until) if d), default=None)
                if since and until and since >= until:
                    continue
                key = way.id if len(steps) == 1 else f"{way.id}.{step.id}"
                last = position == len(steps) - 1
                yield self._keyed(self._one(act, way, step, last, (since, until)), key)

    def _one(self, act: Act, way: Means, step: Step, last: bool, span: Span) -> Step:
        skip = certainty.done(act.demands, self._rules(), self.step.anew)
        if way.condition is not None:
            skip = certainty.either(skip, certainty.negated(way.condition.node))
        if way.telephone:
            allowed = [one.telephone for one in act.demands if one.telephone is not None]
            skip = certainty.either(skip, certainty.lacking(allowed, self._rules()))
        if step.skip_if is not None:
            skip = certainty.either(skip, step.skip_if.node)
        if act.stage == JUDGE and step.judge is not None:
            skip = certainty.either(skip, certainty.recognised(step.judge))
        fields: dict[str, object] = {"since": span[0], "until": span[1]}
        if step.kind == "wait" and step.when is None:
            body = next((b for b in act.demands[0].bodies if b in self.world.posts), None)
            if body is not None and act.stage == ORDER:
                fields["order"] = Order(id="order", path=step.path, place=step.place, by=(body,))
            elif body is not None:
                fields["by"] = (body,)
        if last and step.judge is None:
            fields["sets"] = {
                **step.sets,
                **{one.id: self._expr(self._set(one)) for one in act.demands if one.stage != AFTER},
            }
            marks = [mark for one in act.demands for mark in self._marks(one)]
            if marks:
                fields["mark"] = step.mark or marks[0]
                fields["also_marks"] = tuple(m for m in marks if m != fields["mark"])
            fields["control"] = self._control(act)
        name = step.name or way.name or self._called(_described(act))
        if act.stage == JUDGE and step.judge is None and len(act.demands) == 1:
            found = self.world.facts[act.demands[0].id].name
            name = Text(ja=f"{name.ja}：{found.ja}", en=f"{name.en}: {found.en}")
        return replace(
            step,
            name=name,
            phase=step.phase or way.phase or _PHASES[act.stage],
            skip_if=self._expr(skip) if skip is not None else None,
            road=self.step.path,
            **fields,  # type: ignore[arg-type]
        )

    def _set(self, demand: Demand) -> certainty.Tree:
        """Return what the fact of a demand is once it has been met."""
        found = self.step.found.get(demand.id)
        if found is None or not demand.open_only:
            return certainty.setting(demand, self._rules())
        return certainty.finding(demand, found.node, self._rules())

    def _keyed(self, step: Step, key: str) -> Step:
        """Give a step an id of its own; equal ones between other dates share it."""
        number = 1
        while True:
            name = key if number == 1 else f"{key}.{number}"
            made = replace(step, id=f"{self.step.id}.{name}", path=f"{self.step.path}.{name}")
            known = self.used.setdefault(made.id, made)
            if same(known, made):
                return made
            number += 1

    def _marks(self, demand: Demand) -> Iterator[str]:
        words = {ORDER: "order", DIET: "diet_before", AFTER: "diet_after"}
        for key in (demand.id, words.get(demand.stage, "")):
            if key in self.step.marks:
                yield self.step.marks[key]

    def _control(self, act: Act) -> Control | None:
        """Return what the law says about the Diet, for a step of the Diet."""
        if act.stage not in (DIET, AFTER):
            return None
        one = next((d for d in act.demands if d.diet and d.diet.days), act.demands[0])
        return Control(
            power=one.power,
            referred=one.diet.act if one.diet is not None else "",
            approved=one.id if one.stage == DIET else "",
            rejected=self._rejected(one.power),
            days=one.diet.days if one.diet is not None else None,
        )

    def _rejected(self, power: str) -> str:
        """Return the act of the Diet that bars a power."""
        wording = wording_on(self.world.rules[power], self.means.day)
        if wording is None or not isinstance(wording, ActionVersion):
            return ""
        barring = certainty.barring(wording.requires)
        facts = self.world.facts
        return next((id for id in barring if id in facts and "diet" in facts[id].by), "")

    def _ends(self, power: str) -> Node:
        wording = wording_on(self.world.rules[power], self.means.day)
        if not isinstance(wording, ActionVersion):
            return Any(())
        return Any(tuple(one.when for one in wording.ends if one.when is not None))

    def _with_power(self, step: Step, ends: Mapping[str, list[tuple[Span, Node]]]) -> Step:
        """Say on the step of the order what ends the power."""
        if step.order is None:
            return step
        for id in self.step.authority:
            rule = self.world.rules[id]
            order = rule.order or f"{id}.order"
            if order not in step.sets:
                continue
            wording = rule.wording(None)
            expires = wording.expires if isinstance(wording, ActionVersion) else None
            period = None
            if expires is not None and expires.days is None:
                asked = Demand(id=f"{id}.period", bodies=step.order.by, form="period", stage=ORDER)
                period = next((one.steps[0].takes for one in self.means.means(asked)), None)
            trees = tuple(dated(tree, span) for span, tree in joined(ends[id]) if tree != Any(()))
            days = expires.days if expires is not None else None
            return replace(
                step, power=Power(id=id, order=order, ends=trees, days=days, period=period)
            )
        return step

    def _outer(self, steps: list[Step]) -> Iterator[Step]:
        """Give the parts what the author wrote around the whole."""
        outer = self.step
        last = max(k for k, one in enumerate(steps) if one.diet != "after")
        if outer.when is not None:
            yield replace(
                outer,
                id=f"{outer.id}.when",
                path=f"{outer.path}.when",
                road=outer.path,
                phase=outer.phase or "law",
                authority=(),
                through=(),
                forms={},
                marks={},
                anew=(),
                found={},
                mark=None,
                sets={},
            )
        for position, one in enumerate(steps):
            skip = one.skip_if
            if outer.skip_if is not None:
                both = certainty.either(outer.skip_if.node, skip.node if skip else None)
                assert both is not None
                skip = self._expr(both)
            since = max((d for d in (outer.since, one.since) if d), default=None)
            until = min((d for d in (outer.until, one.until) if d), default=None)
            if since and until and since >= until:
                continue
            made = replace(one, skip_if=skip, since=since, until=until, note=outer.note)
            if position == last:
                marks = [m for m in (one.mark, outer.mark, *one.also_marks) if m]
                made = replace(
                    made,
                    mark=marks[0] if marks else None,
                    also_marks=tuple(marks[1:]),
                    sets={**one.sets, **outer.sets},
                )
            yield made

    def _expr(self, node: certainty.Tree) -> Expr:
        return Expr("", node, self.step.place, self.step.path)

    def _rules(self) -> certainty.Rules:
        return certainty.Rules(self.world.rules, self.means.day)


def _described(act: Act) -> Text:
    word = act.demands[0].form
    plain = word.replace("_", " ")
    return OWN_WORDS.get(word, Text(ja=plain, en=plain))
