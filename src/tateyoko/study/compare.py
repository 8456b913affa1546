"""`compare`: the whole experiment from a compiled model to a `Comparison`.

The plan: postures x truths x opponents at the central assumptions with many replications (the
headline and its dice intervals); the same over the assumption sets with few replications each
(sign shares and assumption bands); every reform alone and every knob of it; single assumptions at
the ends of their ranges; placebos; one traced replication per posture. All parts use the same
replication numbers, so every difference is paired. Cost is linear in ``runs``.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from time import perf_counter
from typing import Any

import numpy as np

from tateyoko.errors import RunError, UsageError, did_you_mean
from tateyoko.study import describe
from tateyoko.study.assembly import Assembly
from tateyoko.study.design import Plan, assumption_sets, opponents_of, swept
from tateyoko.study.drivers import find_drivers
from tateyoko.study.model import Model
from tateyoko.study.reforms import examine_reforms
from tateyoko.study.results import Comparison
from tateyoko.study.run import Progress, Runner
from tateyoko.study.sample import Sample, choose_statistic, make_sample
from tateyoko.study.sizes import DEFAULT_RUNS, DEFAULT_SETS, sizes_for
from tateyoko.text import Text

__all__ = ["KINDS", "compare", "unknown_name"]

LARGEST_LOSS = 0.5
"""Share of faulted replications above which there is no result."""
FAULTS_LISTED = 5
"""Faulted replications that are named when there is no result."""


def compare(
    model: Model,
    *,
    postures: Sequence[str] | None = None,
    baseline: str | None = None,
    runs: int = DEFAULT_RUNS,
    sets: int = DEFAULT_SETS,
    seed: int = 1,
    threads: int = 1,
    values: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare postures on one scenario by experiment.

    Parameters
    ----------
    model : Model
        From `tateyoko.compiler.compile_model`.
    postures : sequence of str, optional
        Ids; the baseline is added if missing. Default: all of the model.
    baseline : str, optional
        Default: that of the scenario.
    runs : int
        Replications per posture, truth and opponent at the central assumptions, at least 2.
    sets : int
        Assumption sets besides the central one; 0 leaves out everything that needs them.
    seed : int
        Root of all dice.
    threads : int
        Threads of the engine; the results do not depend on it.
    values : mapping, optional
        Parameters held at given values, in all sets.
    progress : callable, optional
        Called with stage, runs done and runs planned.

    Returns
    -------
    Comparison

    Raises
    ------
    UsageError
        For an unknown posture or parameter, or sizes that make no sense.
    RunError
        When more than half of the replications fault, or on Ctrl-C (`Interrupted`).
    """
    began = perf_counter()
    chosen, base = _choose(model, postures, baseline)
    fixed = dict(values or {})
    _check(model, fixed, runs, sets)
    sizes = sizes_for(runs, sets, len(swept(model.parameters)))
    runner = Runner(model=model, seed=seed, threads=threads, progress=progress)
    study = Assembly(model, tuple(chosen), base, sizes, seed, fixed)

    central_plan = study.plan([(0, {})])
    raw = runner.run("central", central_plan, sizes.runs, everything=True)
    central = make_sample(model, raw, study.shape(1))
    _enough(central, runner)
    drawn = assumption_sets(model.parameters, sizes.sets, seed)
    sets_plan = study.plan(list(enumerate(drawn))[1:])
    sets_raw = runner.run("assumptions", sets_plan, sizes.set_runs)
    several = make_sample(model, sets_raw, study.shape(sizes.sets))

    statistics = [choose_statistic(model, central, m) for m in range(len(model.measures))]
    cells = tuple(study.cells(central, several, statistics))
    differences = tuple(study.differences(central, several, statistics))
    series = tuple(study.series(raw.values, central))
    hops, longest = study.hops(raw.values, central)
    found = examine_reforms(
        runner,
        baseline=base,
        central=central,
        baseline_ix=chosen.index(base),
        opponents=opponents_of(model),
        fixed=fixed,
        runs=min(sizes.reform_runs, sizes.runs),
        knob_runs=min(sizes.knob_runs, sizes.runs),
    )
    drivers, flips = find_drivers(
        runner,
        targets=study.targets(statistics, differences) if sizes.sets else (),
        baseline=base,
        opponents=opponents_of(model),
        fixed=fixed,
        screen_runs=sizes.screen_runs,
        curve_runs=sizes.curve_runs,
    )
    pairing = study.pairing(runner, central, differences)
    ranged = swept(model.parameters)
    return Comparison(
        version=describe.version(),
        world_id=model.world_id,
        scenario_id=model.scenario_id,
        title=model.title,
        question=model.question,
        case=model.case or "",
        horizon_ms=model.horizon_ms,
        zero_ms=model.zero_ms,
        baseline=base,
        postures=describe.postures(model, chosen),
        truths=describe.named(model.truths, model.truth_names),
        opponents=describe.named(model.opponents, model.opponent_names),
        measures=describe.measures(model, central, statistics),
        hop_infos=describe.hops(model),
        series_infos=describe.series(model),
        windows=describe.windows(model),
        parameters=describe.parameters(ranged),
        sources=describe.sources(model, ranged),
        runs=sizes.runs,
        sets=sizes.sets,
        set_runs=sizes.set_runs,
        total_runs=runner.total,
        seed=seed,
        threads=threads,
        seconds=perf_counter() - began,
        complete=not runner.faults,
        hashes={
            "world": model.world_hash,
            "scenario": model.scenario_hash,
            "structure": model.net.structure_hash,
            "rows": _hash_of(central_plan, sets_plan),
            "code": describe.code_hash(),
        },
        settings={
            "scenario": model.scenario_id,
            "postures": list(chosen),
            "baseline": base,
            "runs": runs,
            "sets": sets,
            "seed": seed,
            "values": dict(sorted(fixed.items())),
        },
        cells=cells,
        differences=differences,
        hops=hops,
        longest=longest,
        series=series,
        drivers=drivers,
        flips=flips,
        reforms=found.results,
        no_effect=found.no_effect,
        echoes=found.echoes,
        not_modelled=describe.not_modelled(model),
        pairing=pairing,
        faults=tuple(runner.faults),
        findings=describe.findings(model, central, statistics),
        records=study.records(central, several, statistics, drawn[1:]),
    )


def _choose(
    model: Model, postures: Sequence[str] | None, baseline: str | None
) -> tuple[list[str], str]:
    base = baseline or model.baseline
    wanted = list(postures or model.postures)
    for name in [*wanted, base]:
        if name not in model.postures:
            raise UsageError(unknown_name("posture", name, model.postures))
    if base not in wanted:
        wanted.append(base)
    chosen = [name for name in model.postures if name in wanted]
    if len(chosen) < 2:
        raise UsageError(
            Text(
                ja=f"比べる相手がありません。基準 {base} のほかに態勢を指定してください。",
                en=f"There is nothing to compare: name a posture besides the baseline {base}.",
            )
        )
    return chosen, base


KINDS: Mapping[str, Text] = {
    "posture": Text(ja="態勢", en="posture"),
    "parameter": Text(ja="仮定", en="parameter"),
    "scenario": Text(ja="想定", en="scenario"),
    "reform": Text(ja="提言", en="reform"),
}
"""Kinds of names in messages."""


def unknown_name(kind: str, name: str, known: Sequence[str]) -> Text:
    """Return the message for a name that does not exist, with the nearest one that does."""
    near = did_you_mean(name, known)
    listed = ", ".join(known) if len(known) <= 12 else ", ".join(known[:8]) + " …"
    word = KINDS[kind]
    return Text(
        ja=f"{word.ja} {name} はありません。" + (near.ja if near else f"あるのは {listed} です。"),
        en=f"There is no {word.en} {name}. " + (near.en if near else f"There are {listed}."),
    )


def _check(model: Model, fixed: Mapping[str, Any], runs: int, sets: int) -> None:
    known = {parameter.id: parameter for parameter in model.parameters}
    for name in fixed:
        if name not in known:
            raise UsageError(unknown_name("parameter", name, sorted(known)))
    if runs < 2 or sets < 0:
        raise UsageError(
            Text(
                ja="回数は2以上、仮定の組は0以上にしてください。",
                en="runs must be at least 2 and sets at least 0.",
            )
        )


def _enough(central: Sample, runner: Runner) -> None:
    lost = 1.0 - float(central.good[0].mean())
    if lost <= LARGEST_LOSS:
        return
    listed = "".join(
        f"\n  {one.posture}, {one.truth}, {one.opponent}, #{one.replication}: {one.place}"
        for one in runner.faults[:FAULTS_LISTED]
    )
    more = len(runner.faults) - FAULTS_LISTED
    rest = Text(ja="", en="")
    if more > 0:
        rest = Text(ja=f"\n  ほか {more} 件", en=f"\n  and {more} more")
    advice = Text(ja="", en="")
    if any(one.code == "pool" for one in runner.faults):
        advice = Text(
            ja="\n待ち行列が伸び続けています。始まる数を減らすか、その段の時間か人手を"
            "見直してください。",
            en="\nA queue grows without end: let fewer begin, or give that step "
            "less work or more hands.",
        )
    raise RunError(
        Text(
            ja=f"{lost:.0%} の反復が故障したため結果を出しません。"
            f"故障した反復：{listed}{rest.ja}{advice.ja}",
            en=f"No result: {lost:.0%} of the replications faulted:{listed}{rest.en}{advice.en}",
        )
    )


def _hash_of(*plans: Plan) -> str:
    digest = blake2b(digest_size=16)
    for plan in plans:
        digest.update(repr(plan.keys).encode())
        digest.update(np.ascontiguousarray(plan.rows).tobytes())
    return digest.hexdigest()
