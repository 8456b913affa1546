"""A world and a scenario become a model.

It is one module, though long: the order in which blocks are written and read is said here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tateyoko.compiler import reforms as patches
from tateyoko.compiler.amounts import add_amounts
from tateyoko.compiler.channels import declare_liaisons
from tateyoko.compiler.delegation import Delegations
from tateyoko.compiler.draft import Draft, stop
from tateyoko.compiler.existence import missing_posts, skipped_steps
from tateyoko.compiler.expressions import Expressions
from tateyoko.compiler.hops import (
    BETWEEN,
    BETWEEN_NAME,
    OUTSIDE,
    Hops,
)
from tateyoko.compiler.judgement import (
    declare_judgement,
    write_judgement,
)
from tateyoko.compiler.kinds import kind_columns
from tateyoko.compiler.main_line import hops_of
from tateyoko.compiler.measures import (
    Column,
    measure_columns,
    series_columns,
    window_column,
    window_measures,
    write_series,
)
from tateyoko.compiler.model import (
    Amount,
    Hop,
    MeasureInfo,
    Missing,
    Model,
    Note,
    Parameter,
    PostureInfo,
    ReformInfo,
    Series,
    WindowInfo,
)
from tateyoko.compiler.parameters import Numbers, Posed, Switches
from tateyoko.compiler.posts import Posts
from tateyoko.compiler.procedures import ordered_steps, write_procedure
from tateyoko.compiler.relevance import Reach, reach_of
from tateyoko.compiler.rows import Ranged, Rows
from tateyoko.compiler.scenario import (
    declare_hidden,
    declare_spread,
    declare_value,
    write_event,
    write_inject,
    write_opponent,
)
from tateyoko.compiler.signs import write_sign
from tateyoko.compiler.successions import Successions
from tateyoko.compiler.views import write_views
from tateyoko.compiler.words import number_words
from tateyoko.errors import Place, Problem, UsageError, WorldError, did_you_mean
from tateyoko.net import Compiled, Net, NetError
from tateyoko.text import Text
from tateyoko.world.addresses import addresses_around, index
from tateyoko.world.estimate import Estimate
from tateyoko.world.model import World
from tateyoko.world.procedures import Step
from tateyoko.world.reform import Reform

__all__ = ["compile_model"]


def compile_model(
    world: World,
    scenario_id: str,
    *,
    postures: Sequence[str] | None = None,
    reforms: Mapping[str, float] | None = None,
) -> Model:
    """Compile a scenario of a world.

    Parameters
    ----------
    world : World
        As loaded.
    scenario_id : str
        Which scenario.
    postures : sequence of str, optional
        Postures that rows may be asked for; default: the scenario's, and its baseline.
    reforms : mapping of str to float, optional
        Reforms that rows may set to any strength besides; default: all that have patches. An
        empty mapping leaves only what the postures use, so with one posture the net has no
        switches at all.

    Returns
    -------
    Model
        One net for all of them.

    Raises
    ------
    UsageError
        If the scenario or a posture does not exist.
    WorldError
        For mistakes that only compiling can find.
    """
    if scenario_id not in world.scenarios:
        missing = _no("シナリオ", "scenario", scenario_id, world.scenarios)
        raise missing
    scenario = world.scenarios[scenario_id]
    asked = list(postures) if postures is not None else [*scenario.postures, scenario.baseline]
    chosen = list(dict.fromkeys(asked))
    for posture in chosen:
        if posture not in world.postures:
            missing = _no("態勢", "posture", posture, world.postures)
            raise missing
    merged = world.for_scenario(scenario_id)
    return _Compilation(merged, scenario_id, chosen, reforms).model()


def _no(ja: str, en: str, name: str, known: Iterable[str]) -> UsageError:
    advice = did_you_mean(name, known)
    return UsageError(
        Text(
            ja=f"{ja} {name} はありません。{advice.ja if advice else ''}",
            en=f"no {en} '{name}'. {advice.en if advice else ''}".strip(),
        )
    )


class _Compilation:
    """One compilation."""

    def __init__(
        self,
        world: World,
        scenario_id: str,
        postures: list[str],
        free: Mapping[str, float] | None,
    ) -> None:
        self.world = world
        self.scenario = world.scenarios[scenario_id]
        self.postures = postures
        known = patches.modelled(world)
        posed = []
        for posture in postures:
            block = world.postures[posture]
            strengths = patches.strengths_of(world, block, None)
            posed.append(Posed(date=block.date, strengths=strengths))
        used = {reform for item in posed for reform in item.strengths}
        self.free = frozenset(reform.name for reform in known) if free is None else frozenset(free)
        self.reforms = [reform for reform in known if reform.name in used | self.free]
        self.shown = [reform for reform in known if reform.name in used | set(free or ())]
        removals, insertions, shares, inserted = patches.structural_tables(self.reforms)
        net = Net()
        self.draft = Draft(
            world=world,
            scenario=self.scenario,
            net=net,
            numbers=Numbers(net),
            switches=Switches(
                net=net,
                posed=posed,
                free=self.free,
                removals=removals,
                insertions=insertions,
                shares=shares,
            ),
            posts=Posts(),
            hops=Hops(),
            insertions=inserted,
        )
        self.draft.posts.draft = self.draft
        self.draft.hops.draft = self.draft
        self.draft.expressions = Expressions(self.draft)
        self.draft.delegations = Delegations(self.draft)
        self.draft.successions = Successions(self.draft)
        self.skipped: list[Problem] = []
        self.structural = frozenset([*removals, *insertions, *shares])

    # ---- the net

    def model(self) -> Model:
        """Write everything, compile the net and gather what is said about it."""
        draft, scenario = self.draft, self.scenario
        reach = reach_of(self.world, scenario, draft.insertions)
        draft.judged = [id for id in self.world.judgements if id in reach.judgements]
        self._main_line()
        draft.hops.declare()
        declare_hidden(draft)
        declare_spread(draft)
        for value in scenario.values.values():
            declare_value(draft, value)
        for id in draft.judged:
            declare_judgement(draft, self.world.judgements[id])
        self._procedures(reach)
        add_amounts(draft, reach)
        for sign in scenario.signs.values():
            write_sign(draft, sign)
        for event in scenario.events.values():
            write_event(draft, event)
        for inject in scenario.injects.values():
            write_inject(draft, inject)
        for opponent in scenario.opponents.values():
            write_opponent(draft, opponent)
        moments = write_series(draft)
        columns = [measure_columns(draft, block) for block in scenario.measures.values()]
        columns += [
            window_column(draft, window) for window in scenario.windows.values() if window.done
        ]
        texts = {**self._measure_texts(columns, moments), **kind_columns(draft)}
        draft.successions.write()
        draft.posts.declare()
        declare_liaisons(draft)
        write_views(draft)
        for id, text in texts.items():
            draft.net.measure(id, text)
        net = self._compiled()
        return self._gathered(net, columns, moments)

    def _procedures(self, reach: Reach) -> None:
        inlined: set[str] = set()
        reached = [
            (procedure, ordered_steps(self.draft, procedure))
            for procedure in self.world.procedures.values()
            if procedure.id in reach.procedures
        ]
        problems = missing_posts(self.draft, self.postures, reached)
        if problems:
            raise WorldError(problems)
        self.skipped = skipped_steps(self.draft, self.postures, reached)
        for procedure, _ in reached:
            write_procedure(self.draft, procedure)
            for step in ordered_steps(self.draft, procedure):
                if step.judge is not None:
                    inlined.add(step.judge)
        for id in self.draft.judged:
            judgement = self.world.judgements[id]
            if id not in inlined and judgement.raised_by is not None:
                write_judgement(self.draft, judgement)

    def _main_line(self) -> None:
        """Resolve the main line to steps."""
        for entry in self.scenario.main_line:
            plain = entry.removeprefix("procedures.").replace(".steps.", ".")
            id, _, key = plain.partition(".")
            if id not in self.world.procedures:
                raise stop(
                    self.scenario.place,
                    Text(
                        ja=f"main_line の手続 {id} がありません。",
                        en=f"main_line names no procedure: {id}",
                    ),
                )
            procedure = self.world.procedures[id]
            for step in ordered_steps(self.draft, procedure):
                whole = key in ("", step.id) or step.id.startswith(f"{key}.")
                if whole and self._counts(step):
                    self.draft.hops.specs += hops_of(self.world, procedure, step)

    def _counts(self, step: Step) -> bool:
        """Return whether a step may be a hop: of a road only what is on it in some posture."""
        if not step.road:
            return True
        on = self.draft.switches.on(step.path, step.since, step.until, step.place)
        return on != "0" and step.diet != "after"

    def _measure_texts(
        self, columns: list[Column], moments: Mapping[str, tuple[int, ...]]
    ) -> dict[str, str]:
        """Return all columns of the net by id, in their order."""
        texts: dict[str, str] = {}
        for column in columns:
            texts[column.id] = column.expr
            if column.censored:
                texts[f"{column.id}.censored"] = column.censored
        texts.update(self.draft.hops.measures())
        for id, times in moments.items():
            texts.update(series_columns(id, times))
        return texts

    def _compiled(self) -> Compiled:
        try:
            return self.draft.net.compile()
        except NetError as error:
            problems = [
                Problem(
                    code=problem.code,
                    place=_place(problem.place),
                    what=Text(
                        ja=f"{problem.element}：{problem.message}",
                        en=f"{problem.element}: {problem.message}",
                    ),
                    expected=Text(ja=problem.expected, en=problem.expected)
                    if problem.expected
                    else None,
                )
                for problem in error.problems
            ]
            raise WorldError(problems) from error

    # ---- what is said about it

    def _gathered(
        self, net: Compiled, columns: list[Column], moments: Mapping[str, tuple[int, ...]]
    ) -> Model:
        draft, scenario, world = self.draft, self.scenario, self.world
        slots = draft.numbers.slots
        words = self._words()
        changes = {
            reform.name: list(patches.changes_of(reform, slots, words)) for reform in self.reforms
        }
        figures = self._figures()
        baseline = world.postures[scenario.baseline]
        swept = dict(draft.numbers.estimates)
        ids = {
            (path if estimate.is_scalar else f"{path}.scale"): estimate
            for path, estimate in swept.items()
        }
        rows = Rows(
            world=world,
            defaults=np.array(net.cells[: net.nparams], dtype=np.float64),
            columns={id: index for index, id in enumerate(net.param_ids)},
            numbers=draft.numbers,
            switches=draft.switches,
            changes=[change for found in changes.values() for change in found],
            knobs=figures,
            baseline={id: Ranged.of(estimate.on(baseline.date)) for id, estimate in ids.items()},
            swept=ids,
            families={
                family: {
                    id: net.cell_of[f"{family}.{id}"] for id in getattr(scenario, f"{family}s")
                }
                for family in ("truth", "opponent")
            },
            postures=frozenset(self.postures),
            free=self.free,
        )
        shown = {reform.name for reform in self.shown}
        knobs = {
            name: tuple(dict.fromkeys(change.knob for change in found if change.knob))
            for name, found in changes.items()
        }
        parameters = [
            self._parameter(id, estimate.on(baseline.date)) for id, estimate in ids.items()
        ]
        parameters += [
            self._parameter(knob, figures[knob])
            for name in knobs
            if name in shown
            for knob in knobs[name]
            if knob in figures
        ]
        return Model(
            world=world,
            scenario=scenario,
            net=net,
            script=tuple(draft.script),
            horizon_ms=scenario.horizon_ms,
            zero_ms=scenario.zero_ms or None,
            parameters=tuple(parameters),
            truths=tuple(scenario.truths),
            opponents=tuple(scenario.opponents),
            postures=tuple(self.postures),
            posture_info={posture: self._posture(posture) for posture in self.postures},
            measures=tuple(self._measures(net, columns)),
            hops=tuple(self._hop_infos(net)),
            series=tuple(self._series(net, moments)),
            reforms=tuple(self._reform(reform, knobs[reform.name]) for reform in self.shown),
            not_modelled=tuple(self._missing()),
            windows=tuple(
                WindowInfo(
                    id=window.id,
                    name=window.name,
                    closes_ms=window.closes.at.ms if window.closes.at is not None else None,
                    open_ms=round(window.closes.after.value) if window.closes.after else None,
                    need=window.need,
                    basis=window.basis,
                    source=window.source,
                )
                for window in scenario.windows.values()
            ),
            findings=tuple(self._findings(changes)),
            rows=rows,
            parts=draft.parts,
        )

    def _words(self) -> dict[str, Mapping[tuple[str, ...], float]]:
        """Return, for columns that stand for words, the place of each word that a patch writes."""
        levels, posts = self.world.about.levels, self.draft.posts
        out: dict[str, Mapping[tuple[str, ...], float]] = {}
        for path, slot in self.draft.numbers.slots.items():
            if slot.dimension != "level":
                continue
            if path.endswith(".clearance"):
                out[path] = {(level,): float(index) for index, level in enumerate(levels)}
                continue
            scale: dict[tuple[str, ...], float] = {}
            for reform in self.reforms:
                for patch in reform.patches:
                    if patch.kind == "set" and path in patches.patch_paths(patch):
                        words = patches.words_of(patch)
                        scale[words] = float(posts.caveat_bits(words))
            out[path] = scale
        return out

    def _figures(self) -> dict[str, Estimate]:
        """Return the scalar figures of all patches by path."""
        return {
            figure.path: figure
            for reform in self.reforms
            for patch in reform.patches
            for figure in (patch.to, patch.by)
            if isinstance(figure, Estimate) and figure.is_scalar
        }

    def _parameter(self, id: str, estimate: Estimate) -> Parameter:
        ranged = Ranged.of(estimate)
        return Parameter(
            id=id,
            name=number_words(self.world, self.scenario, id),
            unit=estimate.unit if estimate.is_scalar else "factor",
            value=ranged.value,
            low=ranged.low,
            high=ranged.high,
            log=ranged.log,
            assumed=estimate.assumed,
            source=estimate.source,
            place=estimate.place,
        )

    def _posture(self, id: str) -> PostureInfo:
        block = self.world.postures[id]
        return PostureInfo(
            title=block.title,
            date=block.date.isoformat(),
            reforms=dict(block.reforms),
            not_yet=block.not_yet,
        )

    def _measures(self, net: Compiled, columns: list[Column]) -> Iterable[MeasureInfo]:
        # The columns of the windows come after those of the measures.
        for column, block in zip(columns, self.scenario.measures.values(), strict=False):
            yield MeasureInfo(
                id=block.id,
                name=block.name,
                unit=block.unit,
                kind=block.kind,
                better=block.better,
                truths=block.truths,
                headline=block.headline,
                column=net.measure_ix[column.id],
                censored_column=net.measure_ix.get(f"{column.id}.censored"),
                scale=column.scale,
                figure=block.figure,
                digits=block.digits,
            )
        yield from window_measures(self.scenario.windows.values(), columns, net)

    def _hop_infos(self, net: Compiled) -> Iterable[Hop]:
        """Yield the hops of the main line, the time between them last."""
        specs = self.draft.hops.specs
        lines = [
            (spec.path, _short(spec.path), spec.name, spec.phase, spec.procedure) for spec in specs
        ]
        if specs:
            lines.append((BETWEEN, BETWEEN, BETWEEN_NAME, OUTSIDE, ""))
        for path, id, name, phase, procedure in lines:
            yield Hop(
                id=id,
                name=name,
                phase=phase,
                procedure=procedure,
                time_column=net.measure_ix[f"hop.time.{path}"],
                count_column=net.measure_ix[f"hop.count.{path}"],
            )

    def _series(self, net: Compiled, moments: Mapping[str, tuple[int, ...]]) -> Iterable[Series]:
        adverse = {
            name
            for measure in self.scenario.measures.values()
            if measure.kind == "adverse" and measure.integral is not None
            for name in [measure.integral.text]
        }
        for block in self.scenario.series.values():
            role = "adverse" if block.expr.text in adverse else "outcome"
            yield Series(
                id=block.id,
                name=block.name,
                unit=block.unit,
                role=role,
                times_ms=moments[block.id],
                columns=tuple(
                    net.measure_ix[f"series.{block.id}.{ms}"] for ms in moments[block.id]
                ),
            )

    def _reform(self, reform: Reform, knobs: tuple[str, ...]) -> ReformInfo:
        return ReformInfo(
            id=reform.name,
            number=reform.number or 0,
            title=reform.title,
            mechanism=reform.mechanism,
            adverse=reform.adverse,
            cost=_amount(reform.cost),
            lead_time=_amount(reform.lead_time, longest=True),
            knobs=knobs,
        )

    def _missing(self) -> Iterable[Missing]:
        for reform in self.world.reforms.values():
            if reform.status == "not_yet_modelled":
                yield Missing(
                    id=reform.name,
                    number=reform.number or 0,
                    title=reform.title,
                    reason=reform.reason or Text(ja="", en=""),
                )

    def _findings(self, changes: Mapping[str, list[patches.Change]]) -> Iterable[Note]:
        found: list[Problem] = [*self.world.findings, *self.skipped]
        switched = frozenset(
            id.partition(".")[2]
            for id in (*self.draft.switches.used, *self.draft.switches.used_shares)
        )
        touched = addresses_around(self.shown)
        own = frozenset(
            address.path
            for address in index(self.world, self.scenario.id, touched).values()
            if address.place.file == self.scenario.place.file
        )
        for reform in self.shown:
            found += patches.check_effect(reform, changes[reform.name], switched, own)
        for problem in found:
            yield Note(code=problem.code, message=problem.what, place=problem.place)


def _amount(parts: Mapping[str, Estimate], *, longest: bool = False) -> Amount | None:
    """Return a cost, the sum of its parts, or a lead time, the longest of them."""
    if not parts:
        return None
    estimates = list(parts.values())
    first = estimates[0]
    fold = max if longest else sum

    def total(values: list[float]) -> float:
        return fold(values) / first.factor

    low = [e.value if e.low is None else e.low for e in estimates]
    high = [e.value if e.high is None else e.high for e in estimates]
    ranged = any(e.low is not None for e in estimates)
    return Amount(
        value=total([e.value for e in estimates]),
        low=total(low) if ranged else None,
        high=total(high) if ranged else None,
        unit=first.unit,
        source=next((e.source for e in estimates if e.source), None),
        assumed=next((e.assumed for e in estimates if e.assumed), None),
    )


def _place(text: str) -> Place:
    """Return the place that a text such as ``file:3:5`` stands for."""
    parts = text.rsplit(":", 2)
    if len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit():
        return Place(parts[0], int(parts[1]), int(parts[2]))
    return Place(text)


def _short(path: str) -> str:
    """Return a step's path as people write it: procedure and step."""
    return path.removeprefix("procedures.").replace(".steps.", ".")
