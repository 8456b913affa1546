"""From a model's own descriptions to those of a comparison: names, units, costs, sources."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

import numpy as np

import tateyoko
from tateyoko.study.model import Amount, Model, Parameter
from tateyoko.study.reforms import quantity
from tateyoko.study.results import (
    Finding,
    HopInfo,
    MeasureInfo,
    Named,
    NotModelled,
    ParameterInfo,
    PostureInfo,
    Quantity,
    SeriesInfo,
    SourceInfo,
    Statistic,
    WindowInfo,
)
from tateyoko.study.sample import Sample, truths_of
from tateyoko.text import Text

__all__ = [
    "code_hash",
    "findings",
    "hops",
    "measures",
    "named",
    "not_modelled",
    "parameters",
    "postures",
    "series",
    "sources",
    "version",
    "windows",
]

_SIZES = {
    "jpy": 1.0,
    "mn_yen": 1e6,
    "bn_yen": 1e9,
    "d": 1.0,
    "w": 7.0,
    "month": 30.4375,
    "y": 365.25,
}


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return a hash of the program's own files: a version number does not change with each edit."""
    root = Path(tateyoko.__file__).parent
    digest = blake2b(digest_size=16)
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def version() -> str:
    """Return the version of the installed package."""
    try:
        return metadata.version("tateyoko")
    except metadata.PackageNotFoundError:
        return "unknown"


def named(ids: Sequence[str], names: Mapping[str, Text]) -> tuple[Named, ...]:
    """Return ids with their names."""
    return tuple(Named(id=name, name=names.get(name, Text(ja=name, en=name))) for name in ids)


def postures(model: Model, chosen: Sequence[str]) -> tuple[PostureInfo, ...]:
    """Return the postures with the cost and lead time of their reforms.

    Cost is the sum over the reforms, each by its strength; lead time is the longest of them, since
    reforms are put in place side by side.
    """
    by_id = {reform.id: reform for reform in model.reforms}
    out = []
    for name in chosen:
        info = model.posture_info[name]
        used = [(by_id[r], s) for r, s in info.reforms.items() if r in by_id and s > 0.0]
        out.append(
            PostureInfo(
                id=name,
                title=info.title,
                date=str(info.date),
                reforms={reform: float(s) for reform, s in info.reforms.items()},
                cost=_sum([(reform.cost, s) for reform, s in used if reform.cost is not None]),
                lead_time=_longest([r.lead_time for r, _ in used if r.lead_time is not None]),
                not_yet=tuple(info.not_yet),
            )
        )
    return tuple(out)


def _sum(parts: Sequence[tuple[Amount, float]]) -> Quantity | None:
    if not parts:
        return None
    unit = parts[0][0].unit
    totals = [0.0, 0.0, 0.0]
    for amount, strength in parts:
        factor = strength * _SIZES.get(amount.unit, 1.0) / _SIZES.get(unit, 1.0)
        for place, x in enumerate(_three(amount)):
            totals[place] += factor * x
    return Quantity(value=totals[0], low=totals[1], high=totals[2], unit=unit)


def _longest(parts: Sequence[Amount]) -> Quantity | None:
    if not parts:
        return None
    unit = parts[0].unit
    scaled = [
        [x * _SIZES.get(amount.unit, 1.0) / _SIZES.get(unit, 1.0) for x in _three(amount)]
        for amount in parts
    ]
    value, low, high = (max(column) for column in zip(*scaled, strict=True))
    return Quantity(value=value, low=low, high=high, unit=unit)


def _three(amount: Amount) -> tuple[float, float, float]:
    plain = quantity(amount)
    assert plain is not None
    low = plain.value if plain.low is None else plain.low
    high = plain.value if plain.high is None else plain.high
    return plain.value, low, high


def measures(
    model: Model, central: Sample, statistics: Sequence[Statistic]
) -> tuple[MeasureInfo, ...]:
    """Return the measures with the statistic chosen and the share of censored runs."""
    out = []
    for number, measure in enumerate(model.measures):
        truths = truths_of(model, measure)
        good = central.good[0]
        begun = ~np.isnan(central.values[:, truths, :, 0][..., good, number])
        late = ~central.ended[:, truths, :, 0][..., good, number] & begun
        out.append(
            MeasureInfo(
                id=measure.id,
                name=measure.name,
                unit=measure.unit,
                kind=measure.kind,
                better=measure.better,
                truths=tuple(model.truths[t] for t in truths),
                headline=measure.headline,
                statistic=statistics[number],
                censored=float(late.sum() / max(begun.sum(), 1)),
                figure=str(getattr(measure, "figure", None) or ""),
                digits=int(getattr(measure, "digits", None) or 2),
            )
        )
    return tuple(out)


def hops(model: Model) -> tuple[HopInfo, ...]:
    """Return the hops of the main line."""
    return tuple(
        HopInfo(id=hop.id, name=hop.name, phase=hop.phase, procedure=hop.procedure)
        for hop in model.hops
    )


def series(model: Model) -> tuple[SeriesInfo, ...]:
    """Return the series."""
    return tuple(
        SeriesInfo(
            id=item.id,
            name=item.name,
            unit=item.unit,
            role=item.role,
            times_ms=tuple(int(x) for x in item.times_ms),
        )
        for item in model.series
    )


def windows(model: Model) -> tuple[WindowInfo, ...]:
    """Return the windows of the scenario."""
    return tuple(
        WindowInfo(
            id=window.id,
            name=window.name,
            closes_ms=window.closes_ms,
            need=window.need,
            basis=window.basis,
            source=window.source or "",
            open_ms=window.open_ms,
        )
        for window in model.windows
    )


def parameters(ranged: Sequence[Parameter]) -> tuple[ParameterInfo, ...]:
    """Return the uncertain numbers."""
    out = []
    for parameter in ranged:
        assert parameter.low is not None
        assert parameter.high is not None
        out.append(
            ParameterInfo(
                id=parameter.id,
                name=parameter.name,
                unit=parameter.unit,
                value=parameter.value,
                low=parameter.low,
                high=parameter.high,
                log=parameter.log,
                assumed=str(parameter.assumed or ""),
                source=parameter.source or "",
                place=str(parameter.place or ""),
            )
        )
    return tuple(out)


def sources(model: Model, ranged: Sequence[Parameter]) -> tuple[SourceInfo, ...]:
    """Return the sources that the uncertain numbers, costs and windows name, by key."""
    keys = {parameter.source for parameter in ranged}
    keys |= {window.source for window in model.windows}
    for reform in model.reforms:
        keys |= {x.source for x in (reform.cost, reform.lead_time) if x is not None}
    out = []
    for key in sorted(key for key in keys if key and key in model.sources):
        source = model.sources[key]
        out.append(
            SourceInfo(
                key=key,
                title=str(source.title),
                publisher=str(source.publisher or ""),
                date=str(source.date or ""),
                url=str(source.url or ""),
            )
        )
    return tuple(out)


def not_modelled(model: Model) -> tuple[NotModelled, ...]:
    """Return the reforms that are not modelled yet."""
    return tuple(
        NotModelled(id=x.id, number=x.number, title=x.title, reason=x.reason)
        for x in model.not_modelled
    )


def findings(model: Model, central: Sample, statistics: Sequence[Statistic]) -> tuple[Finding, ...]:
    """Return the compiler's findings and those of the study itself."""
    out = [
        Finding(code=note.code, place=str(getattr(note, "place", "")), message=note.message)
        for note in model.findings
    ]
    for number, measure in enumerate(model.measures):
        truths = truths_of(model, measure)
        values = central.values[:, truths, :, 0][..., central.good[0], number]
        missing = float(np.isnan(values).mean()) if values.size else 0.0
        if missing > 0.0:
            out.append(
                Finding(
                    code="ST101",
                    place=measure.id,
                    message=Text(
                        ja=f"{measure.name.ja}は {missing:.0%} の反復で始まらない。"
                        "差は両方で始まった対だけによる。",
                        en=f"{measure.name.en} does not begin in {missing:.0%} of the runs; "
                        "its differences rest on pairs in which it began on both sides.",
                    ),
                )
            )
        if statistics[number] == "restricted_mean":
            out.append(
                Finding(
                    code="ST102",
                    place=measure.id,
                    message=Text(
                        ja=f"{measure.name.ja}は半数以上の反復で終わらない欄があるため、"
                        "期間の終わりで打ち切った平均で示す。",
                        en=f"{measure.name.en} does not end in half of the runs of some cell; "
                        "it is given as the mean cut off at the horizon.",
                    ),
                )
            )
    return tuple(out)
