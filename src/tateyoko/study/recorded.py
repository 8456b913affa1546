"""A real crisis beside what the model predicts for it.

A scenario may replay a recorded case: what the other side did comes at its recorded time, and how
the organisation answered is predicted. The prediction of an interval is a sample over the dice,
the types of opponent and the assumption sets together, with equal weights, because nobody knows
which assumption holds; its 50 % and 80 % ranges are order statistics. Times that have not ended at
the horizon count as longer than anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tateyoko.study.design import assumption_sets, plan_rows
from tateyoko.study.model import Model
from tateyoko.study.run import Progress, Runner
from tateyoko.study.sample import make_sample
from tateyoko.world.case import Case, StandardInterval

__all__ = ["Prediction", "measure_of", "predict_case"]

RANGES = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Quantiles of a prediction: ends of the 80 % and 50 % ranges, and the median."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One recorded interval and its prediction.

    Attributes
    ----------
    interval : Interval
        What was recorded.
    measure : str
        Measure of the scenario that predicts it.
    quantiles : tuple of float, length 5
        10, 25, 50, 75 and 90 % quantiles [min]; infinite where that share had not ended.
    ended_share : float
        Share of runs in which the second step came at all.
    runs : int
        Number of runs.
    """

    interval: StandardInterval
    measure: str
    quantiles: tuple[float, float, float, float, float]
    ended_share: float
    runs: int

    @property
    def inside_80(self) -> bool:
        """Whether the recorded time lies in the predicted 80 % range."""
        return self.quantiles[0] <= self.interval.recorded <= self.quantiles[4]

    @property
    def inside_50(self) -> bool:
        """Whether the recorded time lies in the predicted 50 % range."""
        return self.quantiles[1] <= self.interval.recorded <= self.quantiles[3]


def measure_of(interval: StandardInterval) -> str:
    """Return the id of the measure that predicts an interval."""
    return f"{interval.start}_to_{interval.end}"


def predict_case(
    model: Model,
    case: Case,
    *,
    posture: str,
    truth: str,
    runs: int = 50,
    sets: int = 200,
    seed: int = 1,
    threads: int = 2,
    opponents: Sequence[str] | None = None,
    fixed: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> tuple[Prediction, ...]:
    """Predict every recorded interval that the scenario has a measure for.

    Parameters
    ----------
    model : Model
        The scenario that replays the case.
    case : Case
        The recorded crisis; only its intervals are read, and only to print them beside.
    posture, truth : str
        The posture of that day, and what the vessels, missiles or people really were.
    runs, sets : int
        Replications in each assumption set, and number of sets.
    opponents : sequence of str, optional
        Types of opponent; default: all, with equal weights.
    fixed : mapping, optional
        Parameter values that win over the sets.

    Returns
    -------
    tuple of Prediction
        In the order of the case.
    """
    kinds = tuple(opponents or model.opponents)
    drawn = tuple(enumerate(assumption_sets(model.parameters, sets, seed)))[1:]
    plan = plan_rows(
        model, postures=(posture,), truths=(truth,), opponents=kinds, sets=drawn, fixed=fixed
    )
    runner = Runner(model=model, seed=seed, threads=threads, progress=progress)
    raw = runner.run("assumptions", plan, runs)
    sample = make_sample(model, raw, (1, 1, len(kinds), len(drawn)))
    columns = {measure.id: index for index, measure in enumerate(model.measures)}
    found: list[Prediction] = []
    for interval in case.scorable():
        name = measure_of(interval)
        if name not in columns:
            continue
        values = sample.values[0, 0, :, :, :, columns[name]]
        ended = sample.ended[0, 0, :, :, :, columns[name]]
        good = np.broadcast_to(sample.good, values.shape)
        # A first step that never came leaves no number: such a run counts as not ended.
        times = np.sort(np.where(ended & np.isfinite(values), values, np.inf)[good])
        ranks = [min(len(times) - 1, int(share * len(times))) for share in RANGES]
        q10, q25, q50, q75, q90 = (float(times[rank]) for rank in ranks)
        found.append(
            Prediction(
                interval=interval,
                measure=name,
                quantiles=(q10, q25, q50, q75, q90),
                ended_share=float(np.isfinite(times).mean()),
                runs=len(times),
            )
        )
    return tuple(found)
