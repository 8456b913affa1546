"""The compiled net: structure, names, code and dependencies, without anything an engine changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tateyoko.net.elements import (
    Calendar,
    Carry,
    Curve,
    Draw,
    Fragment,
    Hidden,
    JobType,
    Mark,
    Seat,
    Spawn,
    Step,
    Stream,
    Table,
    View,
    Watch,
)
from tateyoko.net.errors import NetError, unknown

#: Entries of `Compiled.dependants` from here on are integrals, not dirty elements.
ANY_INTEGRAL = 1 << 40


@dataclass(frozen=True, kw_only=True, eq=False)
class Compiled:
    """A net that engines can run.

    Lists of elements are in byte order of the ids, so the order in which an author writes them
    means nothing; measures keep the written order, which is that of result columns.

    Attributes
    ----------
    cells : tuple of float
        Everything an expression can read, at t = 0; the first `nparams` are the parameters.
    cell_names, cell_of : tuple of str, dict
        Name of each cell, and back. Names of counted values are ``queue(seat)``, ``first(mark)``
        and so on; of table entries ``table[i]`` with the flat index.
    fixed : frozenset of int
        Cells that never change during a run.
    code : tuple of (operation, argument)
        All expressions and programs; see `opcodes`.
    fragments : tuple of Fragment
        Where each piece of code came from, by address.
    derived_code : tuple of (cell, address)
        Computed in this order at t = 0.
    queue0, busy0, capacity0 : int
        First cells of the seats' counts, in the order of `seats`.
    dependants : tuple of tuple of int
        Per cell: sorted dirty ids, then ``ANY_INTEGRAL + index of the integral``.
    base : dict
        First dirty id of each kind: cap, pick, guard, pace, watch.
    ndirty : int
        Number of dirty ids.
    integrals : tuple of (cell, accumulator cell)
        What is integrated over time.
    lasts : int
        Number of elements of all watchers.
    locals : int
        Largest number of steps of a job type.
    """

    cells: tuple[float, ...]
    cell_names: tuple[str, ...]
    cell_of: Mapping[str, int]
    truths: frozenset[int]
    nparams: int
    fixed: frozenset[int]
    code: tuple[tuple[int, int], ...]
    fragments: tuple[Fragment, ...]
    derived_code: tuple[tuple[int, int], ...]
    queue0: int
    busy0: int
    capacity0: int
    dependants: tuple[tuple[int, ...], ...]
    base: Mapping[str, int]
    ndirty: int
    integrals: tuple[tuple[int, int], ...]
    lasts: int
    locals: int
    tables: tuple[Table, ...]
    draws: tuple[Draw, ...]
    spawns: tuple[Spawn, ...]
    calendars: tuple[Calendar, ...]
    curves: tuple[Curve, ...]
    seats: tuple[Seat, ...]
    types: tuple[JobType, ...]
    steps: tuple[Step, ...]
    streams: tuple[Stream, ...]
    watches: tuple[Watch, ...]
    marks: tuple[Mark, ...]
    hidden: tuple[Hidden, ...]
    carries: tuple[Carry, ...]
    views: tuple[View, ...]
    measures: tuple[int, ...]
    measure_ids: tuple[str, ...]
    value_places: Mapping[str, str] = field(default_factory=dict)

    # ---- names and indices

    @cached_property
    def param_ids(self) -> tuple[str, ...]:
        """Names of the parameters, in the order of a row."""
        return self.cell_names[: self.nparams]

    @cached_property
    def seat_ids(self) -> tuple[str, ...]:
        """Ids of the seats by index."""
        return tuple(seat.id for seat in self.seats)

    @cached_property
    def step_ids(self) -> tuple[str, ...]:
        """Ids of the steps (``type.step``) by index."""
        return tuple(step.id for step in self.steps)

    @cached_property
    def type_ids(self) -> tuple[str, ...]:
        """Ids of the job types by index."""
        return tuple(kind.id for kind in self.types)

    @cached_property
    def stream_ids(self) -> tuple[str, ...]:
        """Ids of the streams by index."""
        return tuple(stream.id for stream in self.streams)

    @cached_property
    def watch_ids(self) -> tuple[str, ...]:
        """Ids of the watchers by index."""
        return tuple(watch.id for watch in self.watches)

    @cached_property
    def mark_ids(self) -> tuple[str, ...]:
        """Ids of the marks by index."""
        return tuple(mark.id for mark in self.marks)

    @cached_property
    def seat_ix(self) -> dict[str, int]:
        """Index of each seat."""
        return {id: index for index, id in enumerate(self.seat_ids)}

    @cached_property
    def step_ix(self) -> dict[str, int]:
        """Index of each step by ``type.step``."""
        return {id: index for index, id in enumerate(self.step_ids)}

    @cached_property
    def type_ix(self) -> dict[str, int]:
        """Index of each job type."""
        return {id: index for index, id in enumerate(self.type_ids)}

    @cached_property
    def measure_ix(self) -> dict[str, int]:
        """Column of each measure."""
        return {id: index for index, id in enumerate(self.measure_ids)}

    @cached_property
    def carry_cells(self) -> tuple[int, ...]:
        """Cells of the carried values, in byte order of their ids: what a run hands over."""
        return tuple(cell for carry in self.carries for cell in carry.cells)

    @cached_property
    def mark_ix(self) -> dict[str, int]:
        """Index of each mark."""
        return {id: index for index, id in enumerate(self.mark_ids)}

    @cached_property
    def mark_of_cell(self) -> dict[int, Mark]:
        """Return marks by their first cell, which is what a trace row of a mark carries."""
        return {mark.cell: mark for mark in self.marks}

    @cached_property
    def step_locals(self) -> tuple[tuple[int, ...], ...]:
        """Per job type: the steps by their local number."""
        steps: list[list[int]] = [[0] * kind.locals for kind in self.types]
        for index, step in enumerate(self.steps):
            steps[step.type][step.local] = index
        return tuple(tuple(row) for row in steps)

    # ---- parameters as rows

    def rows(self, *settings: Mapping[str, float]) -> NDArray[np.float64]:
        """Parameter rows, one per mapping; what a mapping leaves out keeps its default.

        Parameters
        ----------
        *settings : mapping of str to float
            Parameter id -> value.

        Returns
        -------
        rows : ndarray of float64, shape (D, P)
            D rows, P parameters in the order of `param_ids`.

        Raises
        ------
        NetError
            If a name is not a parameter.
        """
        out = np.tile(np.array(self.cells[: self.nparams], dtype=np.float64), (len(settings), 1))
        for row, setting in zip(out, settings, strict=True):
            for name, value in setting.items():
                index = self.cell_of.get(name, self.nparams)
                if index >= self.nparams:
                    problem = unknown(name, "parameter", self.param_ids).at("row", "")
                    raise NetError([problem])
                row[index] = value
        return np.ascontiguousarray(out)

    # ---- words

    def fragment_at(self, address: int) -> Fragment | None:
        """Return the piece of code that holds an address."""
        low, high = 0, len(self.fragments)
        while low < high:
            middle = (low + high) // 2
            if self.fragments[middle].end <= address:
                low = middle + 1
            else:
                high = middle
        if low < len(self.fragments) and self.fragments[low].start <= address:
            return self.fragments[low]
        return None

    @cached_property
    def structure_hash(self) -> str:
        """Hash of everything but the parameters' defaults and the author's places and labels."""
        digest = hashlib.blake2b(digest_size=16)
        elements = (
            self.steps,
            self.seats,
            self.types,
            self.streams,
            self.watches,
            self.marks,
            self.carries,
        )
        for group in elements:
            for element in group:
                fields = [
                    (name, getattr(element, name))
                    for name in element.__slots__
                    if name not in ("place", "label", "basis", "post")
                ]
                digest.update(repr((type(element).__name__, fields)).encode())
        rest = (
            self.cell_names,
            self.cells[self.nparams :],
            self.code,
            self.derived_code,
            self.tables,
            self.draws,
            self.spawns,
            self.calendars,
            self.curves,
            self.integrals,
            self.measures,
            self.measure_ids,
            self.dependants,
        )
        digest.update(repr(rest).encode())
        return digest.hexdigest()
