"""Tiny worlds: a few lines of YAML, compiled and run on the reference."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np

from tateyoko.compiler import Model, compile_model
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model as ReferenceModel
from tateyoko.net import codes, make_script
from tateyoko.net.compiled import Compiled
from tateyoko.world import World
from tateyoko.world.load import load_world

MINUTE = 60_000
HOUR = 60 * MINUTE

WORLD = """
world:
  id: tiny
  title: {ja: 小, en: Tiny}
  reliability:
    A: {value: 20, unit: factor, assumed: x}
    C: {value: 2, unit: factor, assumed: x}
sites:
  town: {name: {ja: 町, en: Town}, utc_offset: 9, office: "09:00-17:00"}
posts:
  chief: {name: {ja: 長, en: Chief}, level: political, site: town, cabinet_rank: 1}
  clerk: {name: {ja: 係, en: Clerk}, level: hq, site: town}
  second: {name: {ja: 二番, en: Second}, level: hq, site: town}
  unit: {name: {ja: 隊, en: Unit}, level: unit, site: town}
postures:
  past: {date: 1999-01-01, title: {ja: 昔, en: Past}}
  now: {date: 2026-01-01, title: {ja: 今, en: Now}}
"""

SCENARIO = """
id: s
title: {ja: 題, en: Title}
question: {ja: 問, en: Question}
horizon: 2 d
zero: D0 at 1 d
begins: 2027-03-01T00:00+09:00
postures: [past, now]
baseline: now
truths:
  A: {name: {ja: 甲, en: A}, attack: true}
  B: {name: {ja: 乙, en: B}}
"""


def tiny(
    folder: Path, world: str = "", scenario: str = "", *, reforms: dict[str, str] | None = None
) -> World:
    """Write a tiny world and load it; further sections stand in files of their own."""
    (folder / "scenarios").mkdir(parents=True, exist_ok=True)
    (folder / "world.yaml").write_text(WORLD, encoding="utf-8")
    if world:
        (folder / "more.yaml").write_text(dedent(world), encoding="utf-8")
    text = SCENARIO + dedent(scenario)
    (folder / "scenarios" / "s.yaml").write_text(text, encoding="utf-8")
    for name, content in (reforms or {}).items():
        (folder / "reforms").mkdir(exist_ok=True)
        head = f"id: {name}\ntitle: {{ja: 案, en: Reform}}\n"
        (folder / "reforms" / f"{name}.yaml").write_text(head + dedent(content), encoding="utf-8")
    return load_world(folder)


def compiled(
    folder: Path, world: str = "", scenario: str = "", *, reforms: dict[str, str] | None = None
) -> Model:
    """Compile the tiny world's scenario."""
    return compile_model(tiny(folder, world, scenario, reforms=reforms), "s")


@lru_cache(maxsize=4)
def _read(net: Compiled) -> ReferenceModel:
    """Translate a net for the reference once, for it takes longer than a run."""
    return ReferenceModel(net)


def run(model: Model, *, rep: int = 0, seed: int = 7, **row: Any) -> Reference:
    """Run one replication on the reference; `row` as for `Model.row`."""
    chosen = {"posture": model.baseline, "truth": "A", "opponent": "", **row}
    if not chosen["opponent"] and model.opponents:
        chosen["opponent"] = model.opponents[0]
    script = make_script(model.net, list(model.script))
    commands = [
        (*fields, value)
        for fields, value in zip(script.rows.tolist(), script.values.tolist(), strict=True)
    ]
    reference = Reference(
        _read(model.net),
        model.row(**chosen),
        seed,
        rep,
        script=commands,
        until=model.horizon_ms,
        trace=True,
    ).run()
    assert reference.fault == (0, 0), reference.fault
    return reference


def measures(model: Model, reps: int = 1, **row: Any) -> dict[str, np.ndarray]:
    """Return every measure of the scenario over some replications, in its unit."""
    values = [run(model, rep=rep, **row).measures() for rep in range(reps)]
    columns = np.array(values)
    return {m.id: columns[:, m.column] * m.scale for m in model.measures}


def column(model: Model, id: str, reps: int = 1, **row: Any) -> np.ndarray:
    """Return one column of the net over some replications."""
    index = model.net.measure_ix[id]
    return np.array([run(model, rep=rep, **row).measures()[index] for rep in range(reps)])


def mark_times(model: Model, mark: str, reps: int = 1, **row: Any) -> list[float]:
    """Return the first time of a mark in minutes in each replication, -1 when it never came."""
    cell = model.net.marks[model.net.mark_ix[mark]].cell
    times = [run(model, rep=rep, **row).cells[cell] for rep in range(reps)]
    return [time / MINUTE if time >= 0 else -1.0 for time in times]


def words(model: Model, reference: Reference) -> list[tuple[Any, ...]]:
    """Return a trace by ids, so that traces of different nets can be compared."""
    return row_words(model, reference.trace or [])


def row_words(model: Model, rows: Iterable[tuple[int, int, int, int, float]]) -> list[Any]:
    """Return trace rows (time, kind, element, job, data) by ids."""
    net = model.net
    out: list[tuple[Any, ...]] = []
    for time, kind, element, job, data in rows:
        if kind in (codes.BORN, codes.ENDED):
            name = net.types[element].id
        elif kind == codes.MARK:
            name = net.mark_of_cell[element].id
        elif kind == codes.SET:
            name = net.cell_names[element]
        elif kind == codes.CAPACITY:
            name = net.seats[element].id
        elif kind == codes.WATCH:
            name = net.watches[element].id
        elif kind == codes.STALE:
            name = str(element)
        else:
            name = net.steps[element].id
        out.append((time, codes.TRACE_KINDS[kind], name, job, float(data).hex()))
    return out
