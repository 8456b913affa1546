"""Rows of parameters: what one posture, truth, opponent and set of assumptions comes to.

A study asks for thousands of rows, so what depends on the posture alone (dates, switches, which
patches act, what they come to) is worked out once and kept; a row is then a copy in which the
columns that its values move are worked out again.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tateyoko.compiler.parameters import Numbers, Posed, Switches
from tateyoko.compiler.reforms import (
    BOUNDS,
    Change,
    check_conflicts,
    stays_whole,
    strengths_of,
)
from tateyoko.errors import UsageError, did_you_mean
from tateyoko.text import Text
from tateyoko.world.estimate import Estimate

if TYPE_CHECKING:
    import datetime as dt

    from tateyoko.world.model import World

__all__ = ["Ranged", "Rows"]


@dataclass(frozen=True, slots=True)
class Ranged:
    """A swept number: centre and range in the author's unit, and the centre in base units.

    The centre in base units is kept because ``x / factor * factor`` need not give x back.
    """

    centre: float
    value: float
    low: float | None
    high: float | None
    log: bool
    factor: float

    @classmethod
    def of(cls, estimate: Estimate) -> Ranged:
        """Return the range of a scalar, or of the factor on a distribution."""
        if estimate.is_scalar:
            factor = estimate.factor
            low = None if estimate.low is None else estimate.low / factor
            high = None if estimate.high is None else estimate.high / factor
            log = low is not None and high is not None and low > 0.0 and high >= 4.0 * low
            return cls(estimate.numbers[0], estimate.numbers[0] / factor, low, high, log, factor)
        low, high = estimate.sweep if estimate.sweep is not None else (None, None)
        return cls(1.0, 1.0, low, high, low is not None, 1.0)

    def share(self, value: float) -> float:
        """Return where a value lies in the range, 0 at its low end and 1 at its high end."""
        assert self.low is not None
        assert self.high is not None
        if self.high == self.low:
            return 0.5
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def at(self, share: float) -> float:
        """Return the value at a share of the range."""
        assert self.low is not None
        assert self.high is not None
        if self.log:
            return self.low * math.exp(share * math.log(self.high / self.low))
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a posture's rows share.

    Attributes
    ----------
    base : tuple of float
        The row before patches.
    settled : ndarray of float64, shape (P,)
        The row after patches, where no value is given.
    acting : dict
        Column -> the patches that act on it, in order, with their strengths.
    bounded : dict
        Column that patches change -> its bounds, and whether it stays whole.
    turned : dict
        Figure of patches -> the columns that it moves.
    overlay : dict
        Swept number -> column, its range at the baseline's date, its range at this date.
    knobs : dict
        Ranges of the figures of the acting patches.
    """

    base: tuple[float, ...]
    settled: NDArray[np.float64]
    acting: Mapping[int, Sequence[tuple[Change, float]]]
    bounded: Mapping[int, tuple[float, float, bool]]
    turned: Mapping[str, Sequence[int]]
    overlay: Mapping[str, tuple[int, Ranged, Ranged]]
    knobs: Mapping[str, Ranged]

    def settle(self, column: int, value: float, knobs: Mapping[str, float]) -> float:
        """Return what patches and bounds make of the value of a column."""
        for change, strength in self.acting.get(column, ()):
            figure = change.value
            if change.knob in knobs:
                mine = self.knobs[change.knob]
                figure = _transfer(knobs[change.knob], mine, mine)
            value = change.apply(value, strength, figure)
        if column in self.bounded:
            low, high, is_whole = self.bounded[column]
            if is_whole:
                value = math.floor(value + 0.5)
            value = min(high, max(low, value))
        return value


@dataclass(slots=True)
class Rows:
    """Makes rows.

    Attributes
    ----------
    columns : dict
        Parameter id -> index in the row.
    baseline : dict
        Swept parameter -> its range at the baseline's date, as the study knows it.
    families : dict
        ``truth`` and ``opponent`` -> id -> index in the row.
    postures, free : frozenset
        Postures, and reforms of any strength, that the net was compiled for.
    """

    world: World
    defaults: NDArray[np.float64]
    columns: Mapping[str, int]
    numbers: Numbers
    switches: Switches
    changes: Sequence[Change]
    knobs: Mapping[str, Estimate]
    baseline: Mapping[str, Ranged]
    swept: Mapping[str, Estimate]
    families: Mapping[str, Mapping[str, int]]
    postures: frozenset[str]
    free: frozenset[str]
    plans: dict[tuple[str, tuple[tuple[str, float], ...] | None], _Plan] = field(
        default_factory=dict
    )

    def row(
        self,
        *,
        posture: str,
        truth: str,
        opponent: str,
        values: Mapping[str, float],
        reforms: Mapping[str, float] | None,
    ) -> NDArray[np.float64]:
        """Return one row; see `Model.row`."""
        key = (posture, None if reforms is None else tuple(sorted(reforms.items())))
        plan = self.plans.get(key)
        if plan is None:
            plan = self.plans[key] = self._plan(posture, reforms)
        row = plan.settled.copy()
        for family, chosen in (("truth", truth), ("opponent", opponent)):
            self._choose(row, family, chosen)
        moved: dict[int, float] = {}
        knobs: dict[str, float] = {}
        overlay, slots = plan.overlay, self.numbers.slots
        for id, value in values.items():
            place = overlay.get(id)
            if place is not None:
                moved[place[0]] = _transfer(value, place[1], place[2])
            elif id in self.knobs:
                knobs[id] = value
            elif id in slots:
                moved[self.columns[id]] = value * slots[id].factor
            else:
                self._unknown(id)
        for knob in knobs:
            for column in plan.turned.get(knob, ()):
                moved.setdefault(column, plan.base[column])
        for column, value in moved.items():
            row[column] = plan.settle(column, value, knobs)
        return row

    def sampled(
        self,
        row: NDArray[np.float64],
        posture: str,
        shares: Mapping[str, NDArray[np.float64]],
        values: Mapping[str, NDArray[np.float64]],
    ) -> NDArray[np.float64]:
        """Return copies of a row with other values in some columns; see `Model.sampled_rows`."""
        plan = self.plans[posture, None]
        count = len(next(iter([*shares.values(), *values.values()])))
        if plan.acting:
            message = f"rows are sampled for a posture without reforms, not for {posture}"
            raise ValueError(message)
        rows: NDArray[np.float64] = np.repeat(row[None, :], count, axis=0)
        for id, share in shares.items():
            column, _, here = plan.overlay[id]
            if here.low is None or here.high is None:
                continue
            if here.log:
                scaled = here.low * np.exp(share * math.log(here.high / here.low))
            else:
                scaled = here.low + share * (here.high - here.low)
            rows[:, column] = scaled * here.factor
        for id, value in values.items():
            rows[:, self.columns[id]] = value
        return rows

    def check(self, values: Mapping[str, float]) -> None:
        """Refuse values outside what their number can be.

        Raises
        ------
        UsageError
            With the number, the value, the least and greatest value, and the author's place.
        """
        for id, value in values.items():
            estimate = self.swept.get(id) or self.knobs.get(id)
            slot = self.numbers.slots.get(id)
            if estimate is None and slot is None:
                self._unknown(id)
                continue
            dimension = slot.dimension if slot is not None else "factor"
            factor = slot.factor if slot is not None else 1.0
            if slot is None and estimate is not None and estimate.is_scalar:
                dimension, factor = estimate.dimension, estimate.factor
            low, high = BOUNDS.get(dimension, (-math.inf, math.inf))
            if math.isnan(value) or not low <= value * factor <= high:
                place = "" if estimate is None else f" ({estimate.place})"
                allowed = f"{low / factor:g} … {high / factor:g}"
                raise UsageError(
                    Text(
                        ja=f"{id} = {value:g} は取り得ない値です。範囲：{allowed}{place}",
                        en=f"{id} cannot be {value:g}; it lies within {allowed}{place}",
                    )
                )

    def _choose(self, row: NDArray[np.float64], family: str, chosen: str) -> None:
        members = self.families[family]
        if chosen not in members and (members or chosen):
            known = ", ".join(members)
            raise UsageError(
                Text(
                    ja=f"{chosen} はありません。使えるもの：{known}",
                    en=f"no {family} '{chosen}'; there are {known}",
                )
            )
        for id, column in members.items():
            row[column] = 1.0 if id == chosen else 0.0

    def _plan(self, posture: str, reforms: Mapping[str, float] | None) -> _Plan:
        if posture not in self.postures:
            known = ", ".join(sorted(self.postures))
            raise UsageError(
                Text(
                    ja=f"態勢 {posture} はこのモデルにありません。使えるもの：{known}",
                    en=f"the model holds no posture '{posture}'; there are {known}",
                )
            )
        block = self.world.postures[posture]
        strengths = strengths_of(self.world, block, reforms)
        beyond = [
            reform
            for reform, strength in (reforms or {}).items()
            if reform not in self.free and strength != block.reforms.get(reform, 0.0)
        ]
        if beyond:
            names = ", ".join(beyond)
            raise UsageError(
                Text(
                    ja=f"{names} の強度を変えられるようには翻訳されていません。",
                    en=f"the model was not compiled for other strengths of {names}",
                )
            )
        posed = Posed(date=block.date, strengths=strengths)
        base = self.defaults.copy()
        for slot in self.numbers.slots.values():
            base[self.columns[slot.id]] = slot.on(block.date)
        for id, value in self.switches.row(posed):
            base[self.columns[id]] = value
        acting: defaultdict[int, list[tuple[Change, float]]] = defaultdict(list)
        turned: defaultdict[str, list[int]] = defaultdict(list)
        bounded: dict[int, tuple[float, float, bool]] = {}
        for change in check_conflicts(self.changes, strengths, block.prefer):
            slot, column = self.numbers.slots[change.column], self.columns[change.column]
            acting[column].append((change, strengths[change.reform]))
            if change.knob in self.knobs:
                turned[change.knob].append(column)
            if slot.dimension in BOUNDS:
                whole = stays_whole(change.patch, slot, block.date)
                whole = whole or (column in bounded and bounded[column][2])
                bounded[column] = (*BOUNDS[slot.dimension], whole)
        plan = _Plan(
            base=tuple(base.tolist()),
            settled=base,
            acting=acting,
            bounded=bounded,
            turned=turned,
            overlay=self._overlay(block.date),
            knobs={knob: Ranged.of(self.knobs[knob]) for knob in turned},
        )
        for column in acting:
            base[column] = plan.settle(column, plan.base[column], {})
        return plan

    def _overlay(self, date: dt.date) -> dict[str, tuple[int, Ranged, Ranged]]:
        """Return where each swept number goes, and its ranges at the two dates."""
        out = {}
        for id, estimate in self.swept.items():
            mine = self.baseline[id]
            here = Ranged.of(estimate.on(date)) if estimate.dated else mine
            out[id] = (self.columns[id], mine, here)
        return out

    def _unknown(self, id: str) -> None:
        advice = did_you_mean(id, [*self.baseline, *self.knobs, *self.numbers.slots])
        raise UsageError(
            Text(
                ja=f"数値 {id} はこのシナリオにありません。{advice.ja if advice else ''}",
                en=f"no number '{id}' in this scenario. {advice.en if advice else ''}".strip(),
            )
        )


def _transfer(value: float, from_: Ranged, to: Ranged) -> float:
    """Return, in base units, the value at the same place of another date's range.

    A sampled assumption must not flatten the difference between the dates of two postures: the
    centre stays the centre, an end stays an end.
    """
    if value == from_.value:
        return to.centre
    if from_ is to or from_.low is None or to.low is None:
        return value * to.factor
    return to.at(from_.share(value)) * to.factor
