"""Each reform alone on the baseline: whether it does anything, and more than repeat one set value.

- *Without effect*: every measure is exactly equal in every pair of runs. That is a statement about
  these runs, on common dice, not a test of significance.
- *Echo of an input*: the reform's parameter rows differ from the baseline's in a number of knobs.
  Each knob is turned alone. If one of them alone gives at least 80 % of the effect of the whole
  reform on a measure (same dice), the number beside the reform is mostly the value that its author
  wrote, and is labelled so. A reform with a single knob is labelled by definition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tateyoko.study.design import Plan, RowKey, plan_rows
from tateyoko.study.estimates import interval_of_mean_difference
from tateyoko.study.model import Model, Reform
from tateyoko.study.results import Echo, Quantity, ReformResult
from tateyoko.study.run import Runner
from tateyoko.study.sample import Sample, cluster_means, make_sample, truths_of
from tateyoko.study.sizes import runs_for_knobs
from tateyoko.text import Text

__all__ = ["ECHO_SHARE", "ReformFindings", "examine_reforms", "quantity"]

ECHO_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class ReformFindings:
    """Results of `examine_reforms`."""

    results: tuple[ReformResult, ...]
    no_effect: tuple[str, ...]
    echoes: tuple[Echo, ...]


@dataclass(frozen=True, slots=True)
class _Effect:
    reform: Reform
    rows: NDArray[np.float64]  # (T * O, P)
    clear: NDArray[np.bool_]  # (T, M): the 95 % interval of the mean difference excludes 0


def quantity(amount: object) -> Quantity | None:
    """Return a cost or lead time of a model as plain data."""
    if amount is None:
        return None
    return Quantity(
        value=float(amount.value),  # type: ignore[attr-defined]
        low=getattr(amount, "low", None),
        high=getattr(amount, "high", None),
        unit=getattr(amount, "unit", ""),
        source=getattr(amount, "source", None) or "",
        assumed=getattr(amount, "assumed", None) or "",
    )


def examine_reforms(
    runner: Runner,
    *,
    baseline: str,
    central: Sample,
    baseline_ix: int,
    opponents: Sequence[str],
    fixed: Mapping[str, float],
    runs: int,
    knob_runs: int,
) -> ReformFindings:
    """Run every reform alone at full strength, then each of its knobs alone.

    Parameters
    ----------
    central : Sample
        Runs of the postures at the central assumptions; those of the baseline are the other half
        of every pair, so ``runs`` must not exceed its replications.
    baseline_ix : int
        Index of the baseline in ``central``.
    runs, knob_runs : int
        Replications for the reforms and for the knobs; ``knob_runs`` at most ``runs``.
    """
    model = runner.model
    truths = model.truths
    own = dict(model.posture_info[baseline].reforms)

    def plan_with(reforms: Mapping[str, float] | None) -> Plan:
        return plan_rows(
            model,
            postures=[baseline],
            truths=truths,
            opponents=opponents,
            sets=[(0, {})],
            reforms=reforms,
            fixed=fixed,
        )

    base = plan_with(None)
    shape = (1, len(truths), len(opponents), 1)
    results: list[ReformResult] = []
    effects: list[_Effect] = []
    for reform in model.reforms:
        plan = plan_with({**own, reform.id: 1.0})
        done = runner.run("reforms", plan, runs)
        sample = make_sample(model, done, shape)
        good = central.good[0, :runs] & sample.good[0]
        with_ = sample.values[0, :, :, 0][:, :, good]
        without = central.values[baseline_ix, :, :, 0, :runs][:, :, good]
        changed = [
            measure.id
            for number, measure in enumerate(model.measures)
            if not np.array_equal(with_[..., number], without[..., number], equal_nan=True)
        ]
        results.append(
            ReformResult(
                id=reform.id,
                number=reform.number,
                title=reform.title,
                mechanism=reform.mechanism,
                adverse=reform.adverse,
                cost=quantity(reform.cost),
                lead_time=quantity(reform.lead_time),
                changed=tuple(changed),
                runs=int(with_[..., 0].size),
            )
        )
        if changed:
            difference = with_ - without  # (T, O, R', M)
            effects.append(_Effect(reform, plan.rows, _clear(model, difference)))
    echoes: list[Echo] = []
    knobs = sum(len(_turned(effect, base)) for effect in effects)
    for effect in effects:
        some = runs_for_knobs(knob_runs, knobs)
        echoes += _echoes(runner, effect, base, central, baseline_ix, some)
    return ReformFindings(
        results=tuple(results),
        no_effect=tuple(result.id for result in results if not result.changed),
        echoes=tuple(echoes),
    )


def _clear(model: Model, difference: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which mean differences, shape (T, M), are clear of 0; input (T, O, R, M)."""
    clear = np.zeros((difference.shape[0], difference.shape[3]), dtype=np.bool_)
    for number, measure in enumerate(model.measures):
        for truth in truths_of(model, measure):
            found = interval_of_mean_difference(cluster_means(difference[truth, :, :, number].T))
            if found.low is not None and found.high is not None:
                clear[truth, number] = found.low > 0.0 or found.high < 0.0
    return clear


def _turned(effect: _Effect, base: Plan) -> NDArray[np.intp]:
    """Return the columns that a reform changes."""
    return np.flatnonzero((effect.rows != base.rows).any(axis=0))


def _knob_name(model: Model, column: str) -> Text:
    known = {parameter.id: parameter.name for parameter in model.parameters}
    return known.get(column) or model.name_of(column)


def _echoes(
    runner: Runner,
    effect: _Effect,
    base: Plan,
    central: Sample,
    baseline_ix: int,
    runs: int,
) -> list[Echo]:
    model = runner.model
    if not effect.clear.any():
        return []
    turned = _turned(effect, base)
    names = model.net.param_ids
    truths, opponents = len(model.truths), central.values.shape[2]
    rows: list[NDArray[np.float64]] = []
    keys: list[RowKey] = []
    for number, (key, row) in enumerate(zip(base.keys, base.rows, strict=True)):
        rows.append(effect.rows[number])
        keys.append(key)
        for column in turned:
            single = row.copy()
            single[column] = effect.rows[number][column]
            rows.append(single)
            keys.append(key)
    done = runner.run("reforms", Plan(rows=np.array(rows), keys=tuple(keys)), runs)
    shape = (1, truths, opponents, len(turned) + 1)
    sample = make_sample(model, done, shape)
    good = central.good[0, :runs] & sample.good.all(axis=0)
    without = central.values[baseline_ix, :, :, :, :runs][:, :, :, good]
    # (T, O, K, R, M) -> (T, K, M): mean effect of the whole reform (first) and of each knob, on
    # the runs in which the measure applies to all of them.
    effects = sample.values[0][:, :, :, good] - without
    applies = ~np.isnan(effects).any(axis=2, keepdims=True)
    counts = np.maximum(applies.sum(axis=(1, 3)), 1)
    parts = np.where(applies, effects, 0.0).sum(axis=(1, 3)) / counts
    echoes: list[Echo] = []
    for truth, measure_ix in np.argwhere(effect.clear):
        whole = float(parts[truth, 0, measure_ix])
        if whole == 0.0 or not np.isfinite(whole):
            continue
        shares = parts[truth, 1:, measure_ix] / whole
        best = int(np.argmax(shares))
        if shares[best] >= ECHO_SHARE:
            echoes.append(
                Echo(
                    reform=effect.reform.id,
                    measure=model.measures[measure_ix].id,
                    truth=model.truths[truth],
                    knob=names[turned[best]],
                    knob_name=_knob_name(model, names[turned[best]]),
                    share=float(shares[best]),
                    knobs=len(turned),
                )
            )
    return echoes
