"""Estimates become parameters of the net, and rows of parameters become postures.

Pattern. A number of the world is never written into the net's structure: it is a column of the
parameter row. A scalar is one column with the path as its id; a distribution is `PATH.a`, `.b`,
`.c` and a factor `PATH.scale`. A dated number is one column whose value comes from the posture's
date. So a posture, a reform, a sampled assumption, a truth or an opponent is a row, and one net
serves all of them.

Columns are made when a mechanism asks for them. What no mechanism asks for has no column, hence
changing it changes nothing; `Model` reports patches on such numbers as without effect.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tateyoko.compiler.draft import ref, stop
from tateyoko.net import Net
from tateyoko.text import Text
from tateyoko.world.estimate import Estimate, suffixes

__all__ = ["Numbers", "Posed", "Slot", "Switch", "Switches", "Work"]

#: 90th percentile of the standard normal distribution.
_Z90 = 1.2815515655446004
#: ``(kind, parameter, ...)`` in the language of the net.
Work = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One column of the parameter row that carries a number of the world.

    Attributes
    ----------
    id : str
        Id of the net's parameter.
    path : str
        Path of the estimate.
    factor : float
        From the author's unit to the base unit.
    dated : tuple of (date, float)
        Ascending, base units; the first holds before its date too.
    dimension : str
        What its unit measures; decides the bounds that hold after all patches.
    """

    id: str
    path: str
    factor: float
    dated: tuple[tuple[dt.date, float], ...]
    dimension: str

    def on(self, date: dt.date) -> float:
        """Return the value that holds on a date, in base units."""
        held = self.dated[0][1]
        for since, value in self.dated:
            if since <= date:
                held = value
        return held


@dataclass(slots=True)
class Numbers:
    """Hands out the parameters of estimates and remembers which were asked for.

    Attributes
    ----------
    phase : str
        Phase of the step that is being written.
    phases : dict
        Path of an estimate -> the phase of the first step that asked for it.
    """

    net: Net
    slots: dict[str, Slot] = field(default_factory=dict)
    estimates: dict[str, Estimate] = field(default_factory=dict)
    phase: str = ""
    phases: dict[str, str] = field(default_factory=dict)

    def scalar(self, estimate: Estimate | None, default: float = 0.0) -> str:
        """Return the text of a number in base units; a distribution gives its centre."""
        if estimate is None:
            return _text(default)
        self._declare(estimate)
        path, shape = estimate.path, estimate.shape
        if shape == "scalar":
            return ref(path)
        a, scale = ref(f"{path}.a"), ref(f"{path}.scale")
        if shape == "uniform":
            return f"(({a} + {ref(path + '.b')}) / 2 * {scale})"
        return f"({ref(path + '.b') if shape == 'tri' else a} * {scale})"

    def work(self, estimate: Estimate) -> Work:
        """Return the distribution of an estimate in the language of the net, times in ms."""
        self._declare(estimate)
        path, shape = estimate.path, estimate.shape
        if shape == "scalar":
            return ("const", ref(path))
        a, b, c = (ref(f"{path}.{letter}") for letter in "abc")
        scale = ref(f"{path}.scale")
        if shape == "logn":
            return ("logn", f"log({a} * {scale})", f"max(0, log({b} / {a}) / {_Z90!r})")
        numbers = (a, b, c)[: len(suffixes(shape))]
        return (shape, *(f"{number} * {scale}" for number in numbers))

    def draw(self, name: str, estimate: Estimate) -> str:
        """Return the text of one draw in a program; `name` tells draws of one step apart."""
        kind, *parameters = self.work(estimate)
        if kind == "const":
            return f"({parameters[0]})"
        return f"draw({name!r}, {kind}, {', '.join(parameters)})"

    def given(self, id: str, value: float, dimension: str, place: object = "") -> str:
        """Return the text of a number that a row sets and nobody estimates."""
        dated = ((dt.date.min, value),)
        self.slots[id] = Slot(id=id, path=id, factor=1.0, dated=dated, dimension=dimension)
        self.net.param(id, value, place=str(place))
        return ref(id)

    def levels(
        self, path: str, dated: tuple[tuple[dt.date, float], ...], place: object = ""
    ) -> str:
        """Return the text of a number that stands for a word on a scale, such as a clearance."""
        if path not in self.slots:
            self.slots[path] = Slot(id=path, path=path, factor=1.0, dated=dated, dimension="level")
            self.net.param(path, dated[0][1], place=str(place))
        return ref(path)

    def _declare(self, estimate: Estimate) -> None:
        if estimate.path in self.estimates:
            return
        self.estimates[estimate.path] = estimate
        self.phases[estimate.path] = self.phase
        variants = estimate.dated or ((dt.date.min, estimate),)
        for _, variant in variants:
            if variant.shape != estimate.shape:
                raise stop(
                    variant.place,
                    Text(
                        ja=f"{estimate.path} の形が日付によって違います。",
                        en=f"the dated values of {estimate.path} differ in form",
                    ),
                    Text(
                        ja="すべて同じ形（三点・範囲・単一値など）で書いてください。",
                        en="Write all of them in one form (three points, range, single value).",
                    ),
                )
        if estimate.shape != "scalar":
            self.add(f"{estimate.path}.scale", estimate, ((dt.date.min, 1.0),), "factor", 1.0)
        for index, suffix in enumerate(suffixes(estimate.shape)):
            dated = tuple((since, variant.numbers[index]) for since, variant in variants)
            self.add(estimate.path + suffix, estimate, dated, estimate.dimension, estimate.factor)

    def add(
        self,
        id: str,
        estimate: Estimate,
        dated: tuple[tuple[dt.date, float], ...],
        dimension: str,
        factor: float,
    ) -> None:
        """Add one column."""
        self.slots[id] = Slot(
            id=id, path=estimate.path, factor=factor, dated=dated, dimension=dimension
        )
        self.net.param(id, dated[0][1], place=str(estimate.place))


def _text(number: float) -> str:
    return repr(int(number)) if float(number).is_integer() else repr(float(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """A date and the strength of each reform: all that a switch depends on."""

    date: dt.date
    strengths: Mapping[str, float]

    def strength(self, reform: str) -> float:
        """Return the strength of a reform, 0 when it is not part."""
        return self.strengths.get(reform, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One on/off column: when it is on for a date and strengths.

    Attributes
    ----------
    id : str
        Id of the parameter, ``on.PATH``.
    since, until : date or None
        In force from, and no more from.
    removed_by, inserted_by : tuple of (reform, strength)
        Reforms that switch it off or on, with the least strength that does.
    """

    id: str
    since: dt.date | None = None
    until: dt.date | None = None
    removed_by: tuple[tuple[str, float], ...] = ()
    inserted_by: tuple[tuple[str, float], ...] = ()

    def on(self, posed: Posed) -> bool:
        """Return whether the element exists."""
        if self.since is not None and posed.date < self.since:
            return False
        if self.until is not None and posed.date >= self.until:
            return False
        if any(posed.strength(reform) >= least > 0.0 for reform, least in self.removed_by):
            return False
        if not self.inserted_by:
            return True
        return any(posed.strength(reform) >= least for reform, least in self.inserted_by)


@dataclass(slots=True)
class Switches:
    """Hands out the conditions under which an element exists.

    Attributes
    ----------
    posed : sequence of Posed
        What the net must serve. An element that is on in all of them needs no switch, one that is
        off in all of them is left out, so a net for one posture has no switches at all.
    free : frozenset of str
        Reforms that may take any strength besides; their switches are always columns.
    removals, insertions : mapping
        Path -> (reform, least strength), from the patches of the reforms in reach.
    shares : mapping
        Path -> reforms that skip the step for a share of cases.
    """

    net: Net
    posed: Sequence[Posed]
    free: frozenset[str]
    removals: Mapping[str, tuple[tuple[str, float], ...]]
    insertions: Mapping[str, tuple[tuple[str, float], ...]]
    shares: Mapping[str, tuple[str, ...]]
    used: dict[str, Switch] = field(default_factory=dict)
    used_shares: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def on(
        self,
        path: str,
        since: dt.date | None = None,
        until: dt.date | None = None,
        place: object = "",
    ) -> str:
        """Return ``1``, ``0``, or the text of the truth that switches an element."""
        switch = Switch(
            id=f"on.{path}",
            since=since,
            until=until,
            removed_by=self.removals.get(path, ()),
            inserted_by=self.insertions.get(path, ()),
        )
        reforms = {reform for reform, _ in (*switch.removed_by, *switch.inserted_by)}
        states = {switch.on(posed) for posed in self.posed}
        if len(states) == 1 and not reforms & self.free:
            return "1" if states.pop() else "0"
        if switch.id not in self.used:
            self.used[switch.id] = switch
            first = switch.on(self.posed[0])
            self.net.param(switch.id, float(first), truth=True, place=str(place))
        return ref(switch.id)

    def kept(self, path: str, place: object = "") -> str:
        """Return the condition under which a case is not skipped by a share patch.

        The roll belongs to the case, so the cases skipped at a small share are among those
        skipped at a larger one.
        """
        reforms = self.shares.get(path, ())
        reached = [
            reform
            for reform in reforms
            if reform in self.free or any(posed.strength(reform) > 0.0 for posed in self.posed)
        ]
        if not reached:
            return "1"
        id = f"share.{path}"
        if id not in self.used_shares:
            self.used_shares[id] = tuple(reached)
            self.net.param(id, 0.0, place=str(place))
        return f"roll({id!r}, root) >= {ref(id)}"

    def row(self, posed: Posed) -> Iterator[tuple[str, float]]:
        """Yield (column, value) of all switches and shares."""
        for switch in self.used.values():
            yield switch.id, float(switch.on(posed))
        for id, reforms in self.used_shares.items():
            left = 1.0
            for reform in reforms:
                left *= 1.0 - posed.strength(reform)
            yield id, 1.0 - left
