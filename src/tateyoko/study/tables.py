"""A comparison as tidy tables: one row per fact, one column per field, the way files hold them.

Nothing in them depends on the clock, the machine or the number of threads, so the same comparison
gives the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tateyoko.study.results import (
    Cell,
    Comparison,
    Difference,
    Driver,
    Echo,
    Fault,
    Flip,
    HopCell,
    ParameterInfo,
)
from tateyoko.text import Text

__all__ = ["Column", "tables"]

Column = Sequence[Any] | NDArray[Any]
"""Values of one column, None where there is none."""


def tables(comparison: Comparison) -> dict[str, dict[str, Column]]:
    """Return all tables by name, each a mapping of column name to values.

    Returns
    -------
    tables : dict
        ``cells``, ``differences``, ``hops``, ``series``, ``drivers``, ``flips``, ``echoes``,
        ``faults``, ``parameters``; ``replications`` with every run at the central assumptions;
        ``assumptions`` with the values of every assumption set and ``estimates`` with every
        measure in every set.
    """
    return {
        "cells": _records(Cell, comparison.cells),
        "differences": _records(Difference, comparison.differences),
        "hops": _records(HopCell, comparison.hops),
        "series": _series(comparison),
        "drivers": _records(Driver, comparison.drivers),
        "flips": _records(Flip, comparison.flips),
        "echoes": _records(Echo, comparison.echoes),
        "faults": _records(Fault, comparison.faults),
        "parameters": _records(ParameterInfo, comparison.parameters),
        "replications": _replications(comparison),
        "assumptions": _assumptions(comparison),
        "estimates": _estimates(comparison),
    }


def _records(kind: type, rows: Iterable[Any]) -> dict[str, Column]:
    listed = list(rows)
    out: dict[str, Column] = {}
    for field in fields(kind):
        values = [getattr(row, field.name) for row in listed]
        if field.type is Text or (values and isinstance(values[0], Text)):
            out[f"{field.name}_ja"] = [value.ja for value in values]
            out[f"{field.name}_en"] = [value.en for value in values]
        else:
            out[field.name] = values
    return out


def _series(comparison: Comparison) -> dict[str, Column]:
    times = {info.id: info.times_ms for info in comparison.series_infos}
    out: dict[str, list[Any]] = {
        name: [] for name in ("series", "posture", "truth", "time_ms", "p10", "p50", "p90")
    }
    for band in comparison.series:
        count = len(times[band.series])
        out["series"] += [band.series] * count
        out["posture"] += [band.posture] * count
        out["truth"] += [band.truth] * count
        out["time_ms"] += times[band.series]
        out["p10"] += band.p10
        out["p50"] += band.p50
        out["p90"] += band.p90
    return dict(out)


def _replications(comparison: Comparison) -> dict[str, Column]:
    records = comparison.records
    opponents = [opponent.id for opponent in comparison.opponents] or [""]
    postures, truths, _, count, _ = records.central.shape
    out: dict[str, Column] = {}
    axes: Mapping[str, Sequence[Any]] = {
        "posture": [posture.id for posture in comparison.postures],
        "truth": [truth.id for truth in comparison.truths],
        "opponent": opponents,
        "replication": range(count),
    }
    shape = (postures, truths, len(opponents), count)
    for axis, (name, values) in enumerate(axes.items()):
        column = np.array(values, dtype=np.int64 if name == "replication" else object)
        wide = column.reshape([-1 if place == axis else 1 for place in range(4)])
        out[name] = np.broadcast_to(wide, shape).ravel()
    out["kept"] = np.broadcast_to(records.kept, shape).ravel()
    for number, measure in enumerate(comparison.measures):
        out[measure.id] = np.ascontiguousarray(records.central[..., number]).ravel()
        if measure.statistic in ("median", "restricted_mean"):
            out[f"{measure.id}.ended"] = np.ascontiguousarray(records.ended[..., number]).ravel()
    return out


def _assumptions(comparison: Comparison) -> dict[str, Column]:
    sets = comparison.records.assumptions
    names = sorted(sets[0]) if sets else []
    out: dict[str, Column] = {"assumption_set": list(range(1, len(sets) + 1))}
    out.update({name: [values[name] for values in sets] for name in names})
    return out


def _estimates(comparison: Comparison) -> dict[str, Column]:
    estimates = comparison.records.estimates
    out: dict[str, list[Any]] = {
        name: [] for name in ("assumption_set", "posture", "truth", "measure", "value")
    }
    for m, measure in enumerate(comparison.measures):
        for p, posture in enumerate(comparison.postures):
            for t, truth in enumerate(comparison.truths):
                if truth.id not in measure.truths:
                    continue
                count = estimates.shape[2]
                out["assumption_set"] += range(1, count + 1)
                out["posture"] += [posture.id] * count
                out["truth"] += [truth.id] * count
                out["measure"] += [measure.id] * count
                out["value"] += estimates[p, t, :, m].tolist()
    return dict(out)
