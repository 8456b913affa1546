"""Whether postures really share their luck: placebos, variance factors, first divergence.

- *Placebos* are pairs that must be exactly equal: the baseline with its rows in another order and
  on another number of threads, with every assumption written out at its central value, and with
  every reform at strength 0. A single unequal measure means that the pairing is broken.
- The *variance factor* says by how much common luck cuts the variance of a difference; a factor
  below 1 or of infinity is a fault to explain, not a success.
- The *first divergence* is the first row in which the traces of one sampled replication differ,
  in the words of the world.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from tateyoko.net import Compiled, codes
from tateyoko.study.design import Plan, RowKey, keyed_words, plan_rows, swept
from tateyoko.study.model import Model
from tateyoko.study.results import Difference, Divergence, VarianceFactor
from tateyoko.study.run import Runner
from tateyoko.text import Text

__all__ = ["first_divergence", "placebos", "trace_rows", "variance_factors"]

TraceRow = tuple[int, int, int, int, float]
"""Time [ms], kind, element, name of the job, data: as the engines write it."""

_WORDS: Mapping[int, Text] = {
    codes.BORN: Text(ja="「{name}」が始まる", en="“{name}” begins"),
    codes.WAIT: Text(ja="「{name}」が条件を待つ", en="“{name}” waits for its condition"),
    codes.QUEUE: Text(ja="「{name}」が順番を待つ", en="“{name}” queues"),
    codes.START: Text(ja="「{name}」に着手する", en="work on “{name}” starts"),
    codes.FINISH: Text(ja="「{name}」が終わる", en="“{name}” is finished"),
    codes.OPEN: Text(ja="「{name}」が人の判断を待つ", en="“{name}” waits for a person"),
    codes.LATE: Text(ja="「{name}」が時間切れになる", en="“{name}” runs out of time"),
    codes.MISSED: Text(
        ja="「{name}」が受け付けられない", en="“{name}” is missed: the tray is full"
    ),
    codes.VOID: Text(ja="「{name}」の前提が消える", en="the ground for “{name}” lapses"),
    codes.ENDED: Text(ja="「{name}」の件が終わる", en="“{name}” comes to its end"),
    codes.CANCEL: Text(ja="「{name}」が取り消される", en="“{name}” is cancelled"),
    codes.PAUSE: Text(ja="「{name}」が中断される", en="“{name}” is interrupted"),
    codes.RESUME: Text(ja="「{name}」が再開する", en="“{name}” is resumed"),
    codes.PACE: Text(ja="「{name}」の速さが変わる", en="the pace of “{name}” changes"),
    codes.MARK: Text(ja="「{name}」が起きる", en="“{name}” happens"),
    codes.SET: Text(ja="「{name}」が外から変わる", en="“{name}” is set from outside"),
    codes.CHOOSE: Text(ja="「{name}」で選択がなされる", en="a choice is made in “{name}”"),
    codes.STALE: Text(ja="遅すぎた指示が届く", en="a command comes too late"),
    codes.CAPACITY: Text(ja="「{name}」の人手が変わる", en="the hands of “{name}” change"),
    codes.WATCH: Text(ja="条件「{name}」が成り立つ", en="the condition “{name}” comes true"),
}
# Hands and paces are what a posture sets, and births follow from what is told anyway.
_INPUTS = (codes.CAPACITY, codes.PACE, codes.BORN, codes.ENDED)
# Rows whose element is no step.
_NO_STEP = (codes.MARK, codes.SET, codes.STALE, codes.WATCH)
_NEITHER = Text(ja="最後まで同じ", en="the same to the end")
_ENDS = Text(ja="（それ以上なにも起きない）", en="(nothing more happens)")


def placebos(
    runner: Runner,
    *,
    baseline: str,
    opponents: Sequence[str],
    fixed: Mapping[str, float],
    runs: int,
) -> tuple[int, bool]:
    """Return how many placebo pairs were run and whether all of them were exactly equal."""
    model = runner.model
    written_out = {p.id: p.value for p in swept(model.parameters)}
    nothing = {**{reform.id: 0.0 for reform in model.reforms}}
    nothing.update(model.posture_info[baseline].reforms)

    def plan_with(values: Mapping[str, float], reforms: Mapping[str, float] | None = None) -> Plan:
        return plan_rows(
            model,
            postures=[baseline],
            truths=model.truths,
            opponents=opponents,
            sets=[(0, values)],
            reforms=reforms,
            fixed=fixed,
        )

    plain = plan_with({})
    backwards = Plan(rows=plain.rows[::-1].copy(), keys=plain.keys[::-1])
    first = runner.run("placebo", plain, runs)
    threads = runner.threads
    runner.threads = 1 if threads > 1 else 2
    try:
        turned = runner.run("placebo", backwards, runs)
    finally:
        runner.threads = threads
    others = [
        turned.values[::-1],
        runner.run("placebo", plan_with(written_out), runs).values,
        runner.run("placebo", plan_with({}, nothing), runs).values,
    ]
    equal = all(np.array_equal(first.values, other, equal_nan=True) for other in others)
    return len(others) * len(plain.keys) * runs, equal


def variance_factors(
    differences: Sequence[Difference], measures: Sequence[str]
) -> tuple[VarianceFactor, ...]:
    """Return the median variance factor of each measure over its pooled differences."""
    out = []
    for measure in measures:
        known = [
            difference.variance_factor
            for difference in differences
            if difference.measure == measure
            and difference.opponent is None
            and difference.variance_factor is not None
        ]
        out.append(VarianceFactor(measure=measure, factor=median(known) if known else None))
    return tuple(out)


def first_divergence(
    model: Model,
    *,
    seed: int,
    baseline: str,
    posture: str,
    truth: str,
    opponent: str,
    candidates: Sequence[int],
    fixed: Mapping[str, float],
) -> tuple[Divergence, int, int]:
    """Trace one sampled replication under two postures and find where they part.

    Parameters
    ----------
    candidates : sequence of int
        Replications to choose from; one of them is taken by a keyed draw.

    Returns
    -------
    divergence : Divergence
    shared, all : int
        Pieces of work, by name, that were started under both postures, and under either.
    """
    word = int(keyed_words(1, "divergence", seed, posture, truth, opponent)[0])
    replication = candidates[word % len(candidates)]
    silent = _silent_rows(model.net)
    traces = [
        [
            row
            for row in trace_rows(model, _row(model, key, fixed), seed, replication)
            if row[1] not in _INPUTS and (row[1] in _NO_STEP or row[2] not in silent)
        ]
        for key in (RowKey(baseline, truth, opponent), RowKey(posture, truth, opponent))
    ]
    started = [
        {(element, name) for _, kind, element, name, _ in trace if kind == codes.START}
        for trace in traces
    ]
    both, either = len(started[0] & started[1]), len(started[0] | started[1])
    found = Divergence(
        posture=posture,
        truth=truth,
        opponent=opponent,
        replication=replication,
        time_ms=None,
        element="",
        what=_NEITHER,
    )
    base, changed = traces
    for number in range(max(len(base), len(changed))):
        old = base[number] if number < len(base) else None
        new = changed[number] if number < len(changed) else None
        if old == new:
            continue
        times = [row[0] for row in (old, new) if row is not None]
        lead = new if new is not None and new[0] == min(times) else old
        assert lead is not None
        with_, without = _say(model.net, new), _say(model.net, old)
        what = Text(
            ja=f"{with_.ja}（基準では{without.ja}）",
            en=f"{with_.en} (baseline: {without.en})",
        )
        if with_ == without and old is not None and new is not None:
            what = _say_difference(with_, old, new)
        found = replace(found, time_ms=min(times), element=element_of(model.net, lead), what=what)
        break
    return found, both, either


def trace_rows(model: Model, row: Sequence[float], seed: int, replication: int) -> list[TraceRow]:
    """Return the trace of one replication."""
    from tateyoko.engine.batch import run_trace

    trace = run_trace(
        model.net, row, replication, seed, until=model.horizon_ms, script=model.script
    )
    rows: list[TraceRow] = trace.rows.tolist()
    return rows


def element_of(net: Compiled, row: TraceRow) -> str:
    """Return the id of the element that a trace row is about."""
    kind, element = row[1], row[2]
    if kind in (codes.BORN, codes.ENDED):
        return net.type_ids[element]
    if kind == codes.MARK:
        return net.mark_of_cell[element].id
    if kind == codes.SET:
        return net.cell_names[element]
    if kind == codes.CAPACITY:
        return net.seat_ids[element]
    if kind == codes.WATCH:
        return net.watch_ids[element]
    if kind == codes.STALE:
        return f"command {element + 1}"
    return net.step_ids[element]


def _silent_rows(net: Compiled) -> set[int]:
    """Return the steps that only take readings for a series: they happen to nobody."""
    return {index for index, id in enumerate(net.step_ids) if id.startswith("series.")}


def _row(model: Model, key: RowKey, fixed: Mapping[str, float]) -> list[float]:
    row = model.row(posture=key.posture, truth=key.truth, opponent=key.opponent, values=dict(fixed))
    return [float(x) for x in row]


def _label(net: Compiled, row: TraceRow) -> str:
    kind, element = row[1], row[2]
    label = ""
    if kind in (codes.BORN, codes.ENDED):
        label = net.types[element].label
    elif kind == codes.MARK:
        label = net.mark_of_cell[element].label
    elif kind == codes.CAPACITY:
        label = net.seats[element].label
    elif kind not in (codes.SET, codes.WATCH, codes.STALE):
        label = net.steps[element].label
    return label or element_of(net, row)


def _say(net: Compiled, row: TraceRow | None) -> Text:
    if row is None:
        return _ENDS
    return _WORDS[row[1]].format(name=_label(net, row))


def _say_difference(what: Text, old: TraceRow, new: TraceRow) -> Text:
    if old[0] != new[0]:
        minutes = (new[0] - old[0]) / 60_000
        later = minutes > 0
        size = f"{abs(minutes):,.1f}"
        return Text(
            ja=f"{what.ja}のが基準より{size}分{'遅い' if later else '早い'}",
            en=f"{what.en} {size} min {'later' if later else 'earlier'} than in the baseline",
        )
    return Text(
        ja=f"{what.ja}（値または件が基準と違う）",
        en=f"{what.en} (with another value, or for another job, than in the baseline)",
    )
