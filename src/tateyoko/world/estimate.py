"""Estimates: every number of a world, with its unit and its source or assumption."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tateyoko.errors import Place

__all__ = ["Estimate", "Parameter", "Shape", "suffixes"]

Shape = Literal["scalar", "const", "uniform", "tri", "logn", "exp"]

_SUFFIXES: dict[str, tuple[str, ...]] = {
    "scalar": ("",),
    "const": (".a",),
    "exp": (".a",),
    "uniform": (".a", ".b"),
    "logn": (".a", ".b"),
    "tri": (".a", ".b", ".c"),
}


def suffixes(shape: Shape) -> tuple[str, ...]:
    """Return what follows the path in the parameter names of a shape, one for each number."""
    return _SUFFIXES[shape]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number that a row of parameters carries.

    Attributes
    ----------
    path : str
        Its name: the estimate's path and, for a distribution, ``.scale`` or ``.a``, ``.b``, ``.c``.
    value, low, high : float
        In base units; ``low`` and ``high`` are None for what is not swept.
    log : bool
        Swept on a logarithmic scale.
    dimension : str
        What its unit measures.
    """

    path: str
    value: float
    low: float | None
    high: float | None
    log: bool
    dimension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number or distribution of a world.

    Attributes
    ----------
    path : str
        Its address, such as ``meetings.nsc_nine.takes``.
    place : Place
        Where it is written.
    shape : str
        ``scalar``; or the distribution: ``const`` (value), ``uniform`` (low, high), ``tri`` (low,
        mode, high), ``logn`` (median, 90th percentile), ``exp`` (mean).
    numbers : tuple of float
        The numbers of the shape in **base units**: milliseconds, items, yen, probability, items
        per millisecond, factor, log-odds.
    dimension : str
        ``time``, ``count``, ``money``, ``prob``, ``rate``, ``factor`` or ``logodds``.
    unit : str
        The author's unit; multiply by ``factor`` to come from it to the base unit.
    low, high : float or None
        Range of a scalar that is swept, base units; None when it is not.
    sweep : tuple of float or None
        Lowest and highest factor on an assumed distribution; None when it is not swept.
    source, assumed : str or None
        Where it is from, or why it is assumed. Both are None when the author said neither.
    dated : tuple of (date, Estimate)
        Ascending; empty when the number does not change. The estimate itself is then the first.
    text : str
        As the author wrote it.
    """

    path: str
    place: Place
    shape: Shape
    numbers: tuple[float, ...]
    dimension: str
    unit: str = ""
    factor: float = 1.0
    low: float | None = None
    high: float | None = None
    sweep: tuple[float, float] | None = None
    source: str | None = None
    assumed: str | None = None
    dated: "tuple[tuple[dt.date, Estimate], ...]" = ()
    text: str = ""

    @property
    def value(self) -> float:
        """Its middle in base units: the value, mean, mode, median, or centre of a range."""
        if self.shape == "uniform":
            return (self.numbers[0] + self.numbers[1]) / 2.0
        return self.numbers[1] if self.shape == "tri" else self.numbers[0]

    @property
    def is_scalar(self) -> bool:
        """Whether it is one value and not a distribution."""
        return self.shape == "scalar"

    def on(self, date: dt.date) -> "Estimate":
        """Return the estimate that holds on a date: the latest not after it, else the first."""
        held = self
        for since, estimate in self.dated:
            if since <= date:
                held = estimate
        return held

    def parameters(self) -> Iterator[Parameter]:
        """Yield the numbers that a row carries: value, or ``.scale``, ``.a``, ``.b``, ``.c``."""
        if self.shape == "scalar":
            yield Parameter(
                path=self.path,
                value=self.numbers[0],
                low=self.low,
                high=self.high,
                log=_is_log(self.low, self.high),
                dimension=self.dimension,
            )
            return
        low, high = self.sweep if self.sweep is not None else (None, None)
        yield Parameter(
            path=f"{self.path}.scale", value=1.0, low=low, high=high, log=True, dimension="factor"
        )
        for suffix, number in zip(suffixes(self.shape), self.numbers, strict=True):
            yield Parameter(
                path=self.path + suffix,
                value=number,
                low=None,
                high=None,
                log=False,
                dimension=self.dimension,
            )


def _is_log(low: float | None, high: float | None) -> bool:
    """Swept log-uniformly when both ends are positive and the range spans a factor of four."""
    return low is not None and high is not None and low > 0.0 and high >= 4.0 * low
