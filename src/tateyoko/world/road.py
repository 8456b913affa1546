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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tateyoko.errors import Place
from tateyoko.law.catalogue import ActionVersion, SituationVersion
from tateyoko.law.tree import All, Any, Node, Remark, facts_of, walk
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
    Can,
    Demand,
    Reading,
    read_power,
    wording_on,
)
from tateyoko.world.expression import Expr
from tateyoko.world.forms import APPROVALS, OWN_WORDS, Form
from tateyoko.world.procedures import Control, Judgement, Order, Power, Step

if TYPE_CHECKING:
    from tateyoko.world.authority import Wording
    from tateyoko.world.model import World

__all__ = ["Lack", "Road", "needed_spans", "road_of"]

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

Span = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that the law asks for and the world has no means for."""

    demand: Demand
    date: dt.date


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
    """

    steps: tuple[Step, ...]
    facts: Mapping[str, Fact]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class _Means:
    """One way to meet a demand: a form, or the meeting that has the body's own id."""

    id: str
    name: Text | None
    steps: tuple[Step, ...]
    condition: Expr | None = None
    telephone: bool = False
    phase: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class _Act:
    """What one body does in one sitting."""

    stage: int
    means: tuple[_Means, ...]
    demands: list[Demand]

    def takes(self, demand: Demand) -> bool:
        """Return whether a demand belongs here, and is no other alternative of what is here."""
        return not any(
            one.branch != demand.branch and set(one.unless) & set(demand.unless)
            for one in self.demands
        )


def needed_spans(world: World, powers: Sequence[str]) -> list[tuple[Span, dt.date]]:
    """Return the spans of time that a road must tell apart, each with a day of a posture in it.

    A span ends where a wording that matters or a form begins or ends. Only spans in which a
    posture of the world lies are needed; the first begins and the last ends openly.
    """
    edges: set[dt.date | None] = set()
    for form in world.forms.values():
        edges |= {form.since, form.until}
    for meeting in world.meetings.values():
        edges |= {meeting.since, meeting.until}
    open_ids, seen = list(powers), set(powers)
    while open_ids:
        rule = world.rules[open_ids.pop()]
        for one in (rule, *rule.wordings):
            edges |= {one.since, one.until}
        for wording in rule.wordings:
            for tree in _trees(wording):
                named = {id for id in facts_of(tree) if id in world.rules} - seen
                seen |= named
                open_ids += sorted(named)
    cuts = sorted(edge for edge in edges if edge is not None)
    spans: dict[Span, dt.date] = {}
    for day in sorted({posture.date for posture in world.postures.values()}):
        since = max((cut for cut in cuts if cut <= day), default=None)
        until = min((cut for cut in cuts if cut > day), default=None)
        spans.setdefault((since, until), day)
    found = list(spans.items())
    if found:
        found[0] = ((None, found[0][0][1]), found[0][1])
        found[-1] = ((found[-1][0][0], None), found[-1][1])
    return found


def _trees(wording: Wording) -> Iterator[Node]:
    if isinstance(wording, SituationVersion):
        yield wording.met
        if wording.recognised is not None:
            yield wording.recognised
        return
    yield wording.requires
    for one in wording.approvals:
        for tree in (one.when, one.telephone_when):
            if tree is not None:
                yield tree


def road_of(world: World, step: Step, *, spans: Sequence[tuple[Span, dt.date]] = ()) -> Road:
    """Return what an authority step becomes in a world merged for a scenario."""
    return _Builder(world, step, list(spans) or needed_spans(world, step.authority)).road()


class _Builder(Can):
    """Builds one road."""

    def __init__(self, world: World, step: Step, spans: list[tuple[Span, dt.date]]) -> None:
        self.world, self.step, self.spans = world, step, spans
        self.day = dt.date.min
        self.lacks: list[Lack] = []
        self.facts: dict[str, Fact] = {}
        self.used: dict[str, Step] = {}

    # ---- the whole

    def road(self) -> Road:
        """Return the steps for all spans."""
        out: list[Step] = []
        gates: list[tuple[Span, Node]] = []
        extra: dict[str, list[tuple[Span, Node]]] = {id: [] for id in self.step.authority}
        ends: dict[str, list[tuple[Span, Node]]] = {id: [] for id in self.step.authority}
        tails: list[Step] = []
        for span, day in self.spans:
            self.day = day
            readings = self._readings()
            if not readings:
                continue
            for id, reading in readings.items():
                _append(extra[id], span, _all(reading.approvals))
                _append(ends[id], span, self._ends(id))
            acts = self._acts(readings)
            _append(gates, span, self._gate(readings, acts))
            steps = [one for act in acts if act.stage < ORDER for one in self._written(act, span)]
            out = _woven(out, steps)
            late = [one for act in acts if act.stage >= ORDER for one in self._written(act, span)]
            tails = _woven(tails, late)
        gate = self._gate_step(gates)
        guards = [self._guard_step(id, extra[id]) for id in self.step.authority]
        tails = [self._with_power(one, ends) for one in tails]
        whole = [*gate, *out, *guards, *tails]
        return Road(tuple(self._outer(whole)), self.facts, tuple(self.lacks))

    def _readings(self) -> dict[str, Reading]:
        read = {
            id: read_power(
                self.world,
                id,
                self.day,
                beside=self.step.authority,
                through=self.step.through,
                can=self,
            )
            for id in self.step.authority
        }
        return {id: one for id, one in read.items() if one is not None}

    # ---- means

    def do(self, demand: Demand) -> bool:
        """Return whether the world has means for a demand."""
        return bool(self._means(demand))

    def surely(self, demand: Demand) -> bool:
        """Return whether its means always bring it about."""
        if demand.stage == JUDGE and demand.wanted and self._judgement(demand) is not None:
            return False
        found = self._means(demand)
        steps = [step for one in found for step in one.steps]
        return bool(found) and not any(step.decide or step.rejects for step in steps)

    def _means(self, demand: Demand) -> tuple[_Means, ...]:
        """Return the ways to meet a demand, tried in order; the last asks for nothing more."""
        found: list[_Means] = []
        for one in self._candidates(demand):
            if one.telephone and demand.telephone is None:
                continue
            if one not in found:
                found.append(one)
            if one.condition is None and not one.telephone:
                return tuple(found)
        if demand.form == "exception":
            return self._means(replace(demand, form="judgement"))
        return ()

    def _candidates(self, demand: Demand) -> Iterator[_Means]:
        forms, chosen = self.world.forms, self.step.forms
        named = [chosen.get(key, ()) for key in (demand.id, *demand.bodies)]
        for id in (id for ids in named for id in ids):
            form = forms[id]
            if not form.form or demand.form in form.form or demand.id in chosen:
                yield from self._of(form)
        for form in forms.values():
            if demand.id in form.act:
                yield from self._of(form)
        for form in forms.values():
            if not form.act and demand.form in form.form and set(form.of) & set(demand.bodies):
                yield from self._of(form)
        if demand.form in ("order", "exception", "period") or demand.stage in (DIET, AFTER):
            return
        for body in demand.bodies:
            meeting = self.world.meetings.get(body)
            if meeting is not None and _holds_on(meeting.since, meeting.until, self.day):
                sits = Step(id=body, path=meeting.path, place=meeting.place, meeting=body)
                yield _Means(
                    body,
                    meeting.name,
                    (sits,),
                    since=meeting.since,
                    until=meeting.until,
                    words=("deliberation",),
                )

    def _of(self, form: Form) -> Iterator[_Means]:
        if _holds_on(form.since, form.until, self.day):
            yield _Means(
                form.id,
                form.name,
                tuple(form.steps.values()),
                form.condition,
                form.by_telephone,
                form.phase,
                form.since,
                form.until,
                form.form,
            )

    def _judgement(self, demand: Demand) -> Judgement | None:
        """Return the world's judgement of a question that the law asks."""
        for one in self.world.judgements.values():
            if one.question == demand.id:
                return one
        return None

    # ---- acts

    def _acts(self, readings: Mapping[str, Reading]) -> list[_Act]:
        """Return what is done, in the order of the law; one body's demands in one sitting."""
        demands: dict[str, Demand] = {}
        for reading in readings.values():
            for one in reading.demands:
                if one.stage != ORDER or self.step.orders:
                    demands.setdefault(one.id, one)
        acts: list[_Act] = []
        staged = [replace(one, stage=self._stage(one)) for one in demands.values()]
        for one in sorted(staged, key=lambda demand: demand.stage):
            means = self._means(one)
            if not means:
                self.lacks.append(Lack(one, self.day))
                continue
            if one.id not in self.world.facts and one.stage != AFTER:
                self.facts[one.id] = _unnamed(one)
            same = next(
                (
                    act
                    for act in acts
                    if act.means == means and act.stage == one.stage and act.takes(one)
                ),
                None,
            )
            if same is None:
                acts.append(_Act(one.stage, means, [one]))
            else:
                same.demands.append(one)
        return self._with_judgements(_deferred(acts))

    def _stage(self, demand: Demand) -> int:
        """Return when an act is due: a body that is heard or approves does so in its turn."""
        means = self._means(demand) if demand.stage == ACT else ()
        words = set(means[-1].words) - set(OWN_WORDS) if means else set()
        if not words:
            return demand.stage
        return APPROVE if words & set(APPROVALS) else CONSULT

    def _with_judgements(self, acts: list[_Act]) -> list[_Act]:
        """Put the world's judgements before the findings that rest on them."""
        found: dict[str, _Act] = {}
        for act in acts:
            for one in list(act.demands):
                judgement = self._judgement(one) if one.open_only and one.wanted else None
                if judgement is None:
                    continue
                step = Step(
                    id=judgement.id,
                    path=judgement.path,
                    place=judgement.place,
                    judge=judgement.id,
                )
                means = _Means(judgement.id, judgement.name, (step,), phase=judgement.phase)
                found.setdefault(judgement.id, _Act(JUDGE, (means,), [])).demands.append(one)
                if judgement.by in one.bodies:
                    act.demands.remove(one)
        return [*found.values(), *(act for act in acts if act.demands)]

    # ---- gate and guard

    def _gate(self, readings: Mapping[str, Reading], acts: Sequence[_Act]) -> Node:
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
        return _all(trees)

    @staticmethod
    def _foreign(reading: Reading) -> set[str]:
        """Return the facts of situations that other roads recognise."""
        waited = [node for node in walk(reading.tree) if node.remark == certainty.WAITED]
        return {id for node in waited for id in facts_of(node)}

    def _gate_step(self, gates: list[tuple[Span, Node]]) -> list[Step]:
        if all(tree == TRUE for _, tree in gates):
            return []
        guard = Any(tuple(_dated(tree, span) for span, tree in _joined(gates)))
        return [self._part("waits", _WAITS, law=self.step.authority[-1], guard=guard, whole=False)]

    def _guard_step(self, id: str, extra: list[tuple[Span, Node]]) -> Step:
        parts = tuple(_dated(tree, span) for span, tree in _joined(extra) if tree != TRUE)
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

    def _written(self, act: _Act, span: Span) -> Iterator[Step]:
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
                made = self._one(act, way, step, last)
                yield self._keyed(replace(made, since=since, until=until), key)

    def _one(self, act: _Act, way: _Means, step: Step, last: bool) -> Step:
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
        fields: dict[str, object] = {}
        if step.kind == "wait" and step.when is None:
            body = next((b for b in act.demands[0].bodies if b in self.world.posts), None)
            if body is not None and act.stage == ORDER:
                fields["order"] = Order(id="order", path=step.path, place=step.place, by=(body,))
            elif body is not None:
                fields["by"] = (body,)
        if last and step.judge is None:
            fields["sets"] = {
                **step.sets,
                **{
                    one.id: self._expr(certainty.setting(one, self._rules()))
                    for one in act.demands
                    if one.stage != AFTER
                },
            }
            marks = [mark for one in act.demands for mark in self._marks(one)]
            if marks:
                fields["mark"] = step.mark or marks[0]
                fields["also_marks"] = tuple(m for m in marks if m != fields["mark"])
            fields["control"] = self._control(act)
        name = step.name or way.name or self._called(_described(act))
        return replace(
            step,
            name=name,
            phase=step.phase or way.phase or _PHASES[act.stage],
            skip_if=self._expr(skip) if skip is not None else None,
            road=self.step.path,
            **fields,  # type: ignore[arg-type]
        )

    def _keyed(self, step: Step, key: str) -> Step:
        """Give a step an id of its own; equal ones between other dates share it."""
        number = 1
        while True:
            name = key if number == 1 else f"{key}.{number}"
            made = replace(step, id=f"{self.step.id}.{name}", path=f"{self.step.path}.{name}")
            known = self.used.setdefault(made.id, made)
            if _same(known, made):
                return made
            number += 1

    def _marks(self, demand: Demand) -> Iterator[str]:
        words = {ORDER: "order", DIET: "diet_before", AFTER: "diet_after"}
        for key in (demand.id, words.get(demand.stage, "")):
            if key in self.step.marks:
                yield self.step.marks[key]

    def _control(self, act: _Act) -> Control | None:
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
        wording = wording_on(self.world.rules[power], self.day)
        if wording is None or not isinstance(wording, ActionVersion):
            return ""
        barring = certainty.barring(wording.requires)
        facts = self.world.facts
        return next((id for id in barring if id in facts and "diet" in facts[id].by), "")

    def _ends(self, power: str) -> Node:
        wording = wording_on(self.world.rules[power], self.day)
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
                period = next((one.steps[0].takes for one in self._means(asked)), None)
            trees = tuple(_dated(tree, span) for span, tree in _joined(ends[id]) if tree != Any(()))
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
        return certainty.Rules(self.world.rules, self.day)


def _deferred(acts: list[_Act]) -> list[_Act]:
    """Let a body find in the sitting in which it decides what it must find before deciding."""
    out: list[_Act] = []
    for act in acts:
        later = next(
            (a for a in acts if a.stage > act.stage and a.means == act.means and a.stage < ORDER),
            None,
        )
        if later is None:
            out.append(act)
        else:
            later.demands[:0] = act.demands
    return out


def _described(act: _Act) -> Text:
    word = act.demands[0].form
    plain = word.replace("_", " ")
    return OWN_WORDS.get(word, Text(ja=plain, en=plain))


def _unnamed(demand: Demand) -> Fact:
    plain = demand.id.replace("_", " ").replace(".", " ")
    return Fact(
        id=demand.id,
        path=f"facts.{demand.id}",
        place=demand.place if demand.place.file else Place(""),
        name=Text(ja=plain, en=plain),
        kind="act",
        by=demand.bodies,
    )


def _holds_on(since: dt.date | None, until: dt.date | None, day: dt.date) -> bool:
    return (since is None or since <= day) and (until is None or day < until)


def _all(trees: Sequence[Node]) -> Node:
    kept = tuple(tree for tree in trees if tree != TRUE)
    if not kept:
        return TRUE
    return kept[0] if len(kept) == 1 else All(kept)


def _append(to: list[tuple[Span, Node]], span: Span, tree: Node) -> None:
    to.append((span, tree))


def _joined(dated: list[tuple[Span, Node]]) -> list[tuple[Span, Node]]:
    """Join neighbours that are alike; the first and the last stay open at their outer ends."""
    out: list[tuple[Span, Node]] = []
    for (since, until), tree in dated:
        if out and out[-1][1] == tree:
            out[-1] = ((out[-1][0][0], until), tree)
        else:
            out.append(((since, until), tree))
    return out


def _dated(tree: Node, span: Span) -> Node:
    if span == (None, None):
        return tree
    return All((tree,), Remark(since=span[0], until=span[1]))


def _same(one: Step, other: Step) -> bool:
    """Return whether two steps differ in nothing but their dates."""
    return replace(one, since=None, until=None) == replace(other, since=None, until=None)


def _woven(out: list[Step], steps: list[Step]) -> list[Step]:
    """Add the steps of a later span; one that is alike lasts on.

    New ones stand behind those of earlier spans and before the next that lasts on.
    """
    out = list(out)
    for position, step in enumerate(steps):
        known = next((k for k in range(len(out)) if _same(out[k], step)), None)
        if known is not None:
            out[known] = replace(out[known], until=step.until)
            continue
        later = (k for one in steps[position:] for k in range(len(out)) if _same(out[k], one))
        out.insert(next(later, len(out)), step)
    return out
