"""The JSON document of a comparison: what ``tateyoko compare --json`` prints.

The keys ``scenario``, ``postures``, ``measures`` and ``manifest`` are the contract with other
programs; the rest is the whole comparison, field by field, with every text in both languages.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from tateyoko.study.results import Comparison
from tateyoko.text import Text

__all__ = ["document", "plain"]

_REST = (
    "truths",
    "opponents",
    "measures",
    "hop_infos",
    "series_infos",
    "windows",
    "parameters",
    "sources",
    "cells",
    "differences",
    "hops",
    "longest",
    "waits",
    "series",
    "drivers",
    "flips",
    "reforms",
    "no_effect",
    "echoes",
    "not_modelled",
    "pairing",
    "faults",
    "findings",
)


def plain(thing: Any) -> Any:
    """Return dataclasses, texts, mappings and tuples as what JSON knows: dict, list, scalars."""
    if isinstance(thing, Text):
        return {"ja": thing.ja, "en": thing.en}
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(value) for value in thing]
    return thing


def manifest_part(comparison: Comparison) -> dict[str, Any]:
    """Return what a later run needs to repeat this one, without times and machine names."""
    return {
        "version": comparison.version,
        "world": comparison.world_id,
        "scenario": comparison.scenario_id,
        "baseline": comparison.baseline,
        "seed": comparison.seed,
        "runs": comparison.runs,
        "sets": comparison.sets,
        "set_runs": comparison.set_runs,
        "total_runs": comparison.total_runs,
        "complete": comparison.complete,
        "hashes": dict(comparison.hashes),
        "settings": plain(comparison.settings),
    }


def document(comparison: Comparison) -> dict[str, Any]:
    """Return the whole comparison as one JSON document (dicts, lists, numbers, strings, None)."""
    rows = []
    for cell in comparison.cells:
        if cell.opponent is not None:
            continue
        paired = comparison.difference(cell.measure, cell.posture, cell.truth)
        rows.append(
            {
                "id": cell.measure,
                "posture": cell.posture,
                "truth": cell.truth,
                "value": cell.value,
                "interval": [cell.low, cell.high],
                "difference": None if paired is None else paired.value,
                "difference_interval": None if paired is None else [paired.low, paired.high],
                "sign_share": None if paired is None else paired.sign_share,
                "badge": None if paired is None else paired.badge,
                "differing": None if paired is None else paired.differing,
                "too_few": None if paired is None else paired.too_few,
                "censored_share": cell.censored_share,
                "begun_share": cell.begun_share,
                "n": cell.n,
            }
        )
    return {
        "scenario": comparison.scenario_id,
        "title": plain(comparison.title),
        "question": plain(comparison.question),
        "case": comparison.case,
        "postures": [posture.id for posture in comparison.postures],
        "baseline": comparison.baseline,
        "measures": rows,
        "manifest": manifest_part(comparison),
        "seconds": comparison.seconds,
        "horizon_ms": comparison.horizon_ms,
        "zero_ms": comparison.zero_ms,
        "posture_infos": plain(comparison.postures),
        "details": {name: plain(getattr(comparison, name)) for name in _REST},
    }
