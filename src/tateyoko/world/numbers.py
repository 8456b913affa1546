"""Reading estimates: long and short forms, units, dates, ranges, source or assumption."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NoReturn

from tateyoko.errors import did_you_mean
from tateyoko.text import Text
from tateyoko.world.estimate import Estimate, Shape
from tateyoko.world.kinds import Estimated
from tateyoko.world.place import ListNode, MapNode, Node, ScalarNode, describe
from tateyoko.world.units import COUNTED, TIME, dimension_of, examples_of, unit_factor

__all__ = ["Cover", "NumberReader", "Report"]

Report = Callable[..., None]

_NUMBER = r"(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_SHORT = re.compile(
    rf"\s*(?P<first>[-+]?{_NUMBER})(?:\s*-\s*(?P<second>{_NUMBER}))?"
    rf"(?:\s*-\s*(?P<third>{_NUMBER}))?\s*(?P<unit>[^\d\s].*?)?\s*"
)
_PER = re.compile(
    rf"(?P<noun>[A-Za-z_]*)\s*(?:per\s|/)\s*(?P<many>{_NUMBER})?\s*(?P<time>[A-Za-z]+)"
)
_SHAPES = ("value", "tri", "logn", "exp", "uniform", "const", "dated")
_FIELDS = (*_SHAPES, "range", "unit", "source", "assumed", "sweep", "note")
_USUAL = {
    "sec": "s",
    "second": "s",
    "seconds": "s",
    "minute": "min",
    "minutes": "min",
    "mins": "min",
    "hour": "h",
    "hours": "h",
    "hrs": "h",
    "day": "d",
    "days": "d",
    "week": "w",
    "weeks": "w",
    "year": "y",
    "yen": "jpy",
    "percent": "%",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """The source or assumption that covers short forms of a mapping."""

    source: str | None = None
    assumed: str | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an estimate is read for."""

    kind: Estimated
    key: str
    doc: Text
    path: str
    cover: Cover


class _WrongError(Exception):
    """The estimate was reported and cannot be used."""


class NumberReader:
    """Reads estimates; what is wrong goes to ``report``.

    Parameters
    ----------
    report : callable
        Called as ``report(code, node, **values)``.
    use_source : callable
        Called with the node of each source key, to be looked up.
    """

    def __init__(self, report: Report, use_source: Callable[[ScalarNode], None]) -> None:
        self.report = report
        self.use_source = use_source
        self.counted: tuple[str, ...] = ()
        self.sweep: tuple[float, float] = (0.5, 2.0)

    def read(
        self, node: Node, kind: Estimated, *, key: str, doc: Text, path: str, cover: Cover
    ) -> Estimate | None:
        """Read one estimate; None when it was wrong and has been reported."""
        wanted = _Wanted(kind, key, doc, path, cover)
        try:
            if isinstance(node, MapNode):
                estimate = self._long(node, wanted)
            elif isinstance(node, ScalarNode) and not node.is_null:
                estimate = self._short(node, wanted)
            else:
                self._shape_wrong(node, wanted)
        except _WrongError:
            return None
        return estimate

    # -- short form ---------------------------------------------------------------------------

    def _short(self, node: ScalarNode, wanted: _Wanted) -> Estimate:
        numbers, unit = self._split(node, wanted)
        dimension, factor = self._unit(node, unit, numbers, wanted)
        scaled = tuple(number * factor for number in numbers)
        self._bounds(node, scaled, factor, wanted)
        if any(a > b for a, b in pairwise(scaled)):
            self._fail("TY306", node, found=node.text)
        if wanted.kind.shape == "scalar":
            if len(scaled) == 2:
                self._fail("TY310", node, key=wanted.key)
            shape: Shape = "scalar"
            value = scaled[1] if len(scaled) == 3 else scaled[0]
            bounds = (scaled[0], scaled[2]) if len(scaled) == 3 else None
            return self._finish(node, wanted, shape, (value,), dimension, unit, factor, bounds)
        shapes: dict[int, Shape] = {1: "const", 2: "uniform", 3: "tri"}
        return self._finish(
            node, wanted, shapes[len(scaled)], scaled, dimension, unit, factor, None
        )

    def _split(self, node: ScalarNode, wanted: _Wanted) -> tuple[tuple[float, ...], str]:
        match = _SHORT.fullmatch(node.text)
        if match is None:
            self._fail("TY301", node, found=node.text)
        parts = (match["first"], match["second"], match["third"])
        numbers = tuple(float(part.replace("_", "")) for part in parts if part)
        return numbers, match["unit"] or ""

    # -- long form ----------------------------------------------------------------------------

    def _long(self, node: MapNode, wanted: _Wanted) -> Estimate:
        for name, entry in node.entries.items():
            if name not in _FIELDS:
                hint = did_you_mean(name, _FIELDS)
                self._fail("TY102", entry.key, key=name, known=", ".join(_FIELDS), hint=hint)
        cover = self._own_cover(node, wanted)
        wanted = replace(wanted, cover=cover)
        shapes = [name for name in _SHAPES if name in node.entries]
        if len(shapes) != 1:
            self._fail("TY309", node, found=", ".join(shapes) or "0")
        shape = shapes[0]
        body = node.entries[shape].value
        unit = self._unit_text(node)
        if shape == "dated":
            return self._dated(node, body, unit, wanted)
        if shape == "value":
            return self._value(node, body, unit, wanted)
        if wanted.kind.shape == "scalar":
            self._fail("TY310", node.entries[shape].key, key=wanted.key)
        return self._distribution(node, shape, body, unit, wanted)

    def _own_cover(self, node: MapNode, wanted: _Wanted) -> Cover:
        source, assumed = node.get("source"), node.get("assumed")
        if isinstance(source, ScalarNode) and not source.is_null:
            self.use_source(source)
            if isinstance(assumed, ScalarNode):
                self._fail("TY313", node.entries["assumed"].key)
            return Cover(source=source.text)
        if isinstance(assumed, ScalarNode) and not assumed.is_null:
            return Cover(assumed=assumed.text)
        return wanted.cover

    def _unit_text(self, node: MapNode) -> ScalarNode | None:
        unit = node.get("unit")
        return unit if isinstance(unit, ScalarNode) else None

    def _value(
        self, node: MapNode, body: Node, unit: ScalarNode | None, wanted: _Wanted
    ) -> Estimate:
        if not isinstance(body, ScalarNode):
            self._shape_wrong(body, wanted)
        if unit is None and body.number() is None:
            estimate = self._short(body, wanted)
            numbers = estimate.numbers
            dimension, factor, unit_text = estimate.dimension, estimate.factor, estimate.unit
            bounds = None if estimate.low is None else (estimate.low, estimate.high or 0.0)
            shape = estimate.shape
        else:
            number = self._number(body)
            unit_text = "" if unit is None else unit.text
            dimension, factor = self._unit(unit or body, unit_text, (number,), wanted)
            numbers, bounds = (number * factor,), None
            shape = "scalar" if wanted.kind.shape == "scalar" else "const"
            self._bounds(body, numbers, factor, wanted)
        written = node.get("range")
        if written is not None:
            low, high = self._pair(written, unit_text, factor, wanted)
            if not low < high or not low <= numbers[0] <= high:
                self._fail(
                    "TY307",
                    written,
                    low=_shown(low / factor),
                    high=_shown(high / factor),
                    value=_shown(numbers[0] / factor),
                )
            self._bounds(written, (low, high), factor, wanted)
            bounds = (low, high)
        else:
            bounds = None if node.get("sweep") is not None else bounds
        estimate = self._finish(node, wanted, shape, numbers, dimension, unit_text, factor, bounds)
        return self._with_sweep(node, estimate, wanted)

    def _distribution(
        self, node: MapNode, shape: str, body: Node, unit: ScalarNode | None, wanted: _Wanted
    ) -> Estimate:
        if shape == "logn":
            nodes = self._logn(body)
        elif shape in ("exp", "const"):
            nodes = [body]
        else:
            count = 3 if shape == "tri" else 2
            if not isinstance(body, ListNode) or len(body.items) != count:
                self._fail("TY301", body, found=describe(body)[1])
            nodes = body.items
        unit_text = "" if unit is None else unit.text
        numbers: list[float] = []
        dimension, factor = "", 1.0
        for item in nodes:
            if not isinstance(item, ScalarNode):
                self._shape_wrong(item, wanted)
            number = item.number()
            if number is None:
                parts, own = self._split(item, wanted)
                if len(parts) != 1:
                    self._fail("TY301", item, found=item.text)
                dimension, factor = self._unit(item, own, parts, wanted)
                unit_text, number = own, parts[0]
            else:
                dimension, factor = self._unit(unit or item, unit_text, (number,), wanted)
            numbers.append(number * factor)
        self._bounds(node.entries[shape].value, tuple(numbers), factor, wanted)
        shown = [_shown(number / factor) for number in numbers]
        if shape == "logn" and numbers[1] <= numbers[0]:
            self._fail("TY311", body, median=shown[0], p90=shown[1])
        if shape in ("tri", "uniform") and numbers != sorted(numbers):
            self._fail("TY306", body, found=", ".join(shown))
        kinds: dict[str, Shape] = {
            "tri": "tri",
            "logn": "logn",
            "exp": "exp",
            "uniform": "uniform",
            "const": "const",
        }
        estimate = self._finish(
            node, wanted, kinds[shape], tuple(numbers), dimension, unit_text, factor, None
        )
        return self._with_sweep(node, estimate, wanted)

    def _logn(self, body: Node) -> list[Node]:
        if isinstance(body, MapNode) and set(body.entries) == {"median", "p90"}:
            return [body.entries["median"].value, body.entries["p90"].value]
        self._fail("TY301", body, found=describe(body)[1])

    def _dated(
        self, node: MapNode, body: Node, unit: ScalarNode | None, wanted: _Wanted
    ) -> Estimate:
        if not isinstance(body, MapNode) or not body.entries:
            self._shape_wrong(body, wanted)
        steps: list[tuple[dt.date, Estimate]] = []
        for text, entry in body.entries.items():
            try:
                date = dt.date.fromisoformat(text)
            except ValueError:
                self._fail("TY109", entry.key, found=text)
            value = entry.value
            if unit is not None and isinstance(value, MapNode) and "unit" not in value.entries:
                value.entries["unit"] = node.entries["unit"]
            estimate = self.read(
                value,
                wanted.kind,
                key=wanted.key,
                doc=wanted.doc,
                path=wanted.path,
                cover=wanted.cover,
            )
            if estimate is None:
                raise _WrongError
            steps.append((date, estimate))
        first = steps[0][1]
        for (_, estimate), entry in zip(steps, body.entries.values(), strict=True):
            if estimate.shape != first.shape or estimate.dimension != first.dimension:
                self._fail("TY312", entry.key)
        steps.sort(key=lambda step: step[0])
        return replace(steps[0][1], dated=tuple(steps), place=node.place)

    # -- parts --------------------------------------------------------------------------------

    def _number(self, node: Node) -> float:
        number = node.number() if isinstance(node, ScalarNode) else None
        if number is None:
            self._fail("TY301", node, found=describe(node)[1].strip("'"))
        return number

    def _pair(self, node: Node, unit: str, factor: float, wanted: _Wanted) -> tuple[float, float]:
        if not isinstance(node, ListNode) or len(node.items) != 2:
            self._fail("TY307", node, low=describe(node)[1], high="…", value=wanted.key)
        return self._number(node.items[0]) * factor, self._number(node.items[1]) * factor

    def _unit(
        self, node: Node, unit: str, numbers: tuple[float, ...], wanted: _Wanted
    ) -> tuple[str, float]:
        """Return the dimension and the factor of a unit that fits what is wanted."""
        dimension = wanted.kind.dimension
        if dimension == "any":
            free = self._rate(unit) or unit_factor(unit, counted=self.counted)
            if not unit or free is not None:
                return free or ("factor", 1.0)
            dimension = "factor"
        name = dimension_of(dimension)
        if not unit:
            if dimension in ("time", "money", "rate") and any(numbers):
                self._fail(
                    "TY308",
                    node,
                    found=" ".join(_shown(number) for number in numbers),
                    key=wanted.key,
                    wanted_ja=name.ja,
                    wanted_en=name.en,
                    known=examples_of(dimension),
                )
            return dimension, 1.0
        found = self._rate(unit) or unit_factor(unit, counted=self.counted)
        if found is None:
            usual = _USUAL.get(unit.lower())
            hint = (
                Text(ja=f"もしかして {usual} ですか。", en=f"Did you mean {usual}?")
                if usual
                else did_you_mean(unit, [*TIME, *COUNTED, *self.counted])
            )
            self._fail(
                "TY302",
                node,
                unit=unit,
                dimension_ja=name.ja,
                dimension_en=name.en,
                known=examples_of(dimension),
                hint=hint,
            )
        if found[0] != dimension and not _is_alike(found[0], dimension):
            other = dimension_of(found[0])
            self._fail(
                "TY303",
                node,
                unit=unit,
                key=wanted.key,
                found_ja=other.ja,
                found_en=other.en,
                wanted_ja=name.ja,
                wanted_en=name.en,
                known=examples_of(dimension),
            )
        return dimension, found[1]

    def _rate(self, unit: str) -> tuple[str, float] | None:
        """Read ``per 6 h`` and ``persons per d``."""
        match = _PER.fullmatch(unit)
        if match is None or match["time"] not in TIME:
            return None
        noun = match["noun"]
        if noun and unit_factor(noun, counted=self.counted, per_allowed=False) is None:
            return None
        many = float(match["many"]) if match["many"] else 1.0
        return ("rate", 1.0 / (many * TIME[match["time"]])) if many > 0 else None

    def _bounds(
        self, node: Node, numbers: tuple[float, ...], factor: float, wanted: _Wanted
    ) -> None:
        kind = wanted.kind
        low = kind.low
        high = 1.0 if kind.dimension == "prob" and kind.high is None else kind.high
        for number in numbers:
            if low is not None and number < low:
                self._fail(
                    "TY304",
                    node,
                    found=_shown(number / factor),
                    low=_shown(low / factor),
                    key=wanted.key,
                    doc_ja=wanted.doc.ja,
                    doc_en=wanted.doc.en,
                )
            if high is not None and number > high:
                self._fail("TY305", node, found=_shown(number), high=_shown(high))

    def _with_sweep(self, node: MapNode, estimate: Estimate, wanted: _Wanted) -> Estimate:
        written = node.get("sweep")
        if written is None:
            return estimate
        low, high = self._pair(written, "", 1.0, wanted)
        if not 0.0 < low < high:
            self._fail("TY307", written, low=_shown(low), high=_shown(high), value="1")
        if estimate.shape == "scalar":
            value = estimate.numbers[0]
            return replace(estimate, low=value * low, high=value * high)
        return replace(estimate, sweep=(low, high))

    def _finish(
        self,
        node: Node,
        wanted: _Wanted,
        shape: Shape,
        numbers: tuple[float, ...],
        dimension: str,
        unit: str,
        factor: float,
        bounds: tuple[float, float] | None,
    ) -> Estimate:
        cover = wanted.cover
        low, high = bounds if bounds is not None else (None, None)
        sweep: tuple[float, float] | None = None
        if cover.source is None and cover.assumed is not None:
            if shape != "scalar":
                sweep = self.sweep
            elif low is None and numbers[0] > 0.0:
                # An assumed value without a range is swept by the world's default factors.
                low, high = numbers[0] * self.sweep[0], numbers[0] * self.sweep[1]
                if dimension == "prob":
                    high = min(high, 1.0)
        return Estimate(
            path=wanted.path,
            place=node.place,
            shape=shape,
            numbers=numbers,
            dimension=dimension,
            unit=unit,
            factor=factor,
            low=low,
            high=high,
            sweep=sweep,
            source=cover.source,
            assumed=cover.assumed,
            text=node.text if isinstance(node, ScalarNode) else "",
        )

    def _shape_wrong(self, node: Node, wanted: _Wanted) -> NoReturn:
        found = describe(node)
        name = dimension_of(wanted.kind.dimension)
        self._fail(
            "TY104",
            node,
            found_ja=found[0],
            found_en=found[1],
            wanted_ja=name.ja,
            wanted_en=name.en,
            key=wanted.key,
            doc_ja=wanted.doc.ja,
            doc_en=wanted.doc.en,
        )

    def _fail(self, code: str, node: Node, **values: object) -> NoReturn:
        self.report(code, node, **values)
        raise _WrongError


def _shown(number: float) -> str:
    """Return a number as an author would write it."""
    return f"{number:.10g}"


def _is_alike(found: str, wanted: str) -> bool:
    """Whether a unit of one dimension may stand for another: plain numbers are alike."""
    plain = {"factor", "prob", "logodds"}
    return found in plain and wanted in plain
