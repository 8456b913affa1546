"""From arrays of runs to the parts of a comparison: cells, differences, hops, series, targets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tateyoko.study import sign
from tateyoko.study.design import Plan, opponents_of, plan_rows
from tateyoko.study.drivers import Target
from tateyoko.study.estimates import Interval, variance_factor
from tateyoko.study.model import Model
from tateyoko.study.pairing import first_divergence, placebos, variance_factors
from tateyoko.study.results import (
    Cell,
    Difference,
    Divergence,
    HopCell,
    Pairing,
    Records,
    SeriesBand,
    Statistic,
)
from tateyoko.study.run import Runner
from tateyoko.study.sample import (
    Sample,
    band,
    difference_of,
    estimate_of,
    identical_everywhere,
    mean_differences,
    per_set,
    per_set_difference,
    points,
    truths_of,
)
from tateyoko.study.sizes import Sizes

__all__ = ["TARGETS", "Assembly"]

TARGETS = 6
"""Headline differences whose drivers are looked for."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """What stays the same during one comparison, and the parts of its result.

    Attributes
    ----------
    model : Model
    postures : tuple of str, length P
    baseline : str
    sizes : Sizes
    seed : int
    fixed : mapping
        Parameters held by the caller.
    """

    model: Model
    postures: tuple[str, ...]
    baseline: str
    sizes: Sizes
    seed: int
    fixed: Mapping[str, float]

    def plan(self, sets: Sequence[tuple[int, Mapping[str, float]]]) -> Plan:
        """Return the rows of all postures, truths and opponents."""
        return plan_rows(
            self.model,
            postures=self.postures,
            truths=self.model.truths,
            opponents=opponents_of(self.model),
            sets=sets,
            fixed=self.fixed,
        )

    def shape(self, sets: int) -> tuple[int, int, int, int]:
        """Return the axes P, T, O, K."""
        model = self.model
        return len(self.postures), len(model.truths), len(opponents_of(model)), sets

    def slices(self) -> list[tuple[str | None, slice]]:
        """Return pooled opponents first, then each of them if there are several."""
        several: list[tuple[str | None, slice]] = [(None, slice(None))]
        if len(opponents_of(self.model)) > 1:
            several += [(name, slice(i, i + 1)) for i, name in enumerate(opponents_of(self.model))]
        return several

    def cells(
        self, central: Sample, several: Sample, statistics: Sequence[Statistic]
    ) -> Iterator[Cell]:
        """Yield all cells, measure by measure."""
        for m, measure in enumerate(self.model.measures):
            for p, posture in enumerate(self.postures):
                for t in truths_of(self.model, measure):
                    for opponent, part in self.slices():
                        where = (p, t, part)
                        found = estimate_of(central, statistics[m], *where, m, self.seed)
                        times = central.runs(*where, m, times=True).ravel()
                        begun = times[~np.isnan(times)]
                        p10, p50, p90 = points(times, (0.1, 0.5, 0.9))
                        sets = per_set(several, statistics[m], *where, m)
                        low, high = band(sets)
                        yield Cell(
                            measure=measure.id,
                            posture=posture,
                            truth=self.model.truths[t],
                            opponent=opponent,
                            value=found.value,
                            low=found.low,
                            high=found.high,
                            p10=p10,
                            p50=p50,
                            p90=p90,
                            assumed_low=low,
                            assumed_high=high,
                            censored_share=float(np.mean(np.isinf(begun))) if len(begun) else 0.0,
                            begun_share=len(begun) / max(len(times), 1),
                            n=len(begun),
                        )

    def differences(
        self, central: Sample, several: Sample, statistics: Sequence[Statistic]
    ) -> Iterator[Difference]:
        """Yield all differences from the baseline, measure by measure."""
        b = self.postures.index(self.baseline)
        for m, measure in enumerate(self.model.measures):
            for p, posture in enumerate(self.postures):
                if p == b:
                    continue
                for t in truths_of(self.model, measure):
                    same = identical_everywhere(central, (p, b), t, m) and identical_everywhere(
                        several, (p, b), t, m
                    )
                    for opponent, part in self.slices():
                        statistic = statistics[m]
                        found, count, differing = difference_of(
                            central, statistic, (p, b), t, part, m, self.seed
                        )
                        if same and found.value is not None:
                            found = Interval(0.0, 0.0, 0.0)
                        sets = per_set_difference(several, statistic, (p, b), t, part, m)
                        share = sign.sign_share(found.value, sets)
                        low, high = band(sets)
                        yield Difference(
                            measure=measure.id,
                            posture=posture,
                            baseline=self.baseline,
                            truth=self.model.truths[t],
                            opponent=opponent,
                            value=found.value,
                            low=found.low,
                            high=found.high,
                            assumed_low=low,
                            assumed_high=high,
                            sign_share=share,
                            badge=sign.badge_of(
                                found,
                                share,
                                identical=same,
                                opposed=sign.opposed_share(found.value, sets),
                            ),
                            variance_factor=variance_factor(
                                *mean_differences(central, (p, b), t, part, m)
                            ),
                            better=sign.is_better(found, measure.better),
                            n=count,
                            differing=differing,
                        )

    def series(self, raw: NDArray[np.float64], central: Sample) -> Iterator[SeriesBand]:
        """Yield the bands of all series, opponents pooled."""
        by_cell = raw.reshape(*self.shape(1)[:3], *raw.shape[1:])[..., central.good[0], :]
        for item in self.model.series:
            block = by_cell[..., list(item.columns)]
            for p, posture in enumerate(self.postures):
                for t, truth in enumerate(self.model.truths):
                    flat = block[p, t].reshape(-1, len(item.columns))
                    p10, p50, p90 = np.quantile(flat, (0.1, 0.5, 0.9), axis=0)
                    yield SeriesBand(
                        series=item.id,
                        posture=posture,
                        truth=truth,
                        p10=tuple(p10.tolist()),
                        p50=tuple(p50.tolist()),
                        p90=tuple(p90.tolist()),
                    )

    def hops(
        self, raw: NDArray[np.float64], central: Sample
    ) -> tuple[tuple[HopCell, ...], dict[str, tuple[str, ...]]]:
        """Return the hops of the main line, and the longest ones by posture."""
        model = self.model
        means = raw.reshape(*self.shape(1)[:3], *raw.shape[1:])[..., central.good[0], :]
        means = means.mean(axis=(2, 3))
        cells: list[HopCell] = []
        longest: dict[str, tuple[str, ...]] = {}
        for p, posture in enumerate(self.postures):
            for t, truth in enumerate(model.truths):
                spent = [float(means[p, t, hop.time_column]) for hop in model.hops]
                total = sum(spent)
                cells += [
                    HopCell(
                        hop=hop.id,
                        phase=hop.phase,
                        posture=posture,
                        truth=truth,
                        mean_ms=time,
                        share=time / total if total > 0.0 else 0.0,
                        visits=float(means[p, t, hop.count_column]),
                    )
                    for hop, time in zip(model.hops, spent, strict=True)
                ]
                if t == 0:
                    # Time that the line spends waiting for the outside is nobody's wait.
                    own = [h for h, hop in enumerate(model.hops) if hop.phase != "outside"]
                    order = sorted(own, key=lambda h: (-spent[h], h))
                    longest[posture] = tuple(model.hops[h].id for h in order if spent[h] > 0.0)
        return tuple(cells), longest

    def targets(
        self, statistics: Sequence[Statistic], differences: Sequence[Difference]
    ) -> tuple[Target, ...]:
        """Return the headline differences whose drivers are looked for, one truth a measure.

        The order is that of the measures, then the posture with the most reforms first. The first
        is always looked at; of the others, those that are clear of 0.
        """
        pooled = {(d.measure, d.truth, d.posture): d for d in differences if d.opponent is None}
        info = self.model.posture_info
        later = sorted(self.later(), key=lambda p: -sum(info[p].reforms.values()))
        out: list[Target] = []
        for m in self.headlines():
            measure = self.model.measures[m]
            truth = self.model.truths[truths_of(self.model, measure)[0]]
            for posture in later:
                found = pooled.get((measure.id, truth, posture))
                if found is None or found.badge == "no_effect" or found.value is None:
                    continue
                ends = (found.low, found.high)
                certain = None not in ends and (ends[0] or 0.0) * (ends[1] or 0.0) > 0.0
                if certain or not out:
                    out.append(Target(m, statistics[m], truth, posture, found.value, certain))
        return tuple(out[:TARGETS])

    def later(self) -> tuple[str, ...]:
        """Return the postures that a decision is about: not of an earlier date than the baseline.

        If there are none, all but the baseline.
        """
        info = self.model.posture_info
        others = [p for p in self.postures if p != self.baseline]
        later = [p for p in others if str(info[p].date) >= str(info[self.baseline].date)]
        return tuple(later or others)

    def records(
        self,
        central: Sample,
        several: Sample,
        statistics: Sequence[Statistic],
        assumptions: Sequence[Mapping[str, float]],
    ) -> Records:
        """Return the runs themselves, and every measure in every assumption set."""
        shape = self.shape(len(assumptions))
        estimates = np.full((shape[0], shape[1], shape[3], len(statistics)), np.nan)
        for m, measure in enumerate(self.model.measures):
            for t in truths_of(self.model, measure):
                for p in range(shape[0]):
                    estimates[p, t, :, m] = per_set(several, statistics[m], p, t, slice(None), m)
        return Records(
            central=central.values[:, :, :, 0],
            ended=central.ended[:, :, :, 0],
            kept=central.good[0],
            assumptions=tuple(assumptions),
            estimates=estimates,
        )

    def headlines(self) -> list[int]:
        """Return the indices of the headline measures, the first measure if none is one."""
        marked = [m for m, measure in enumerate(self.model.measures) if measure.headline]
        return marked or [0]

    def pairing(
        self, runner: Runner, central: Sample, differences: Sequence[Difference]
    ) -> Pairing:
        """Return the pairing report."""
        model = self.model
        count, equal = placebos(
            runner,
            baseline=self.baseline,
            opponents=opponents_of(model),
            fixed=self.fixed,
            runs=self.sizes.placebo_runs,
        )
        b = self.postures.index(self.baseline)
        head = self.headlines()[0]
        t = truths_of(model, model.measures[head])[0]
        divergences: list[Divergence] = []
        shared = pieces = 0
        for p, posture in enumerate(self.postures):
            if p == b:
                continue
            pair = [central.values[side, t, 0, 0, :, head] for side in (p, b)]
            candidates = np.flatnonzero((pair[0] != pair[1]) & central.good[0])
            if len(candidates) == 0:
                candidates = np.flatnonzero(central.good[0])
            divergence, both, either = first_divergence(
                model,
                seed=self.seed,
                baseline=self.baseline,
                posture=posture,
                truth=model.truths[t],
                opponent=opponents_of(model)[0],
                candidates=candidates.tolist(),
                fixed=self.fixed,
            )
            divergences.append(divergence)
            shared += both
            pieces += either
        return Pairing(
            factors=variance_factors(differences, [model.measures[m].id for m in self.headlines()]),
            divergences=tuple(divergences),
            placebo_runs=count,
            placebo_zero=equal,
            shared=shared / pieces if pieces else 1.0,
        )
