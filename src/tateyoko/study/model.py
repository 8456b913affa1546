"""What a study needs of a compiled model: a protocol, so that a hand-written net will do as well.

`tateyoko.compiler.compile_model` returns such a model for a scenario of a world; `example_model`
in `tateyoko.study.example` builds a tiny one by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tateyoko.net import Compiled
from tateyoko.text import Text

__all__ = [
    "Amount",
    "Hop",
    "Measure",
    "Missing",
    "Model",
    "Note",
    "Parameter",
    "Posture",
    "Reform",
    "Series",
    "Source",
    "Window",
]


class Parameter(Protocol):
    """A number of the world; only uncertain ones have ``low`` and ``high``."""

    @property
    def id(self) -> str:
        """Path in the world, and name of the net's parameter."""

    @property
    def name(self) -> Text:
        """Name for people."""

    @property
    def unit(self) -> str:
        """Unit of value, low and high."""

    @property
    def value(self) -> float:
        """Central value."""

    @property
    def low(self) -> float | None:
        """Lower end of the range."""

    @property
    def high(self) -> float | None:
        """Upper end of the range."""

    @property
    def log(self) -> bool:
        """Whether the range is swept on a logarithmic scale."""

    @property
    def assumed(self) -> str | None:
        """Reason of the assumption."""

    @property
    def source(self) -> str | None:
        """Key of the source."""

    @property
    def place(self) -> object:
        """Where the author wrote it; printed with ``str``."""


class Window(Protocol):
    """A window of the scenario."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> Text:
        """Name for people."""

    @property
    def closes_ms(self) -> int | None:
        """Time of closing [ms since the start], None when a mark or a span closes it."""

    @property
    def open_ms(self) -> int | None:
        """Central value of the span for which it stays open [ms], if a span closes it."""

    @property
    def need(self) -> Text:
        """What must have happened by then."""

    @property
    def basis(self) -> str:
        """One of public, derived and assumed."""

    @property
    def source(self) -> str | None:
        """Key of the source."""


class Source(Protocol):
    """A published source."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def publisher(self) -> str | None:
        """Who published it."""

    @property
    def date(self) -> object:
        """When, printed with ``str``."""

    @property
    def url(self) -> str | None:
        """Where."""


class Missing(Protocol):
    """A reform that is not modelled yet."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def number(self) -> int:
        """Its number in the proposals."""

    @property
    def title(self) -> Text:
        """Name for people."""

    @property
    def reason(self) -> Text:
        """Why it is not modelled."""


class Measure(Protocol):
    """A measure and its column in the engine's result."""

    @property
    def id(self) -> str:
        """Its id in the scenario."""

    @property
    def name(self) -> Text:
        """Name for people."""

    @property
    def unit(self) -> str:
        """Unit after scaling."""

    @property
    def kind(self) -> str:
        """One of outcome, adverse, burden, democratic_control and cost."""

    @property
    def better(self) -> str:
        """One of lower, higher and neutral."""

    @property
    def truths(self) -> tuple[str, ...]:
        """Truths it is reported for; empty means all."""

    @property
    def headline(self) -> bool:
        """Whether it carries the conclusion."""

    @property
    def column(self) -> int:
        """Column of the engine's result."""

    @property
    def censored_column(self) -> int | None:
        """Column that is 1 when a waiting time had not ended at the horizon."""

    @property
    def scale(self) -> float:
        """Factor from the column to the unit."""


class Hop(Protocol):
    """A hop of the main line and its columns."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> Text:
        """Name for people."""

    @property
    def phase(self) -> str:
        """Phase the time counts under."""

    @property
    def procedure(self) -> str:
        """Procedure it belongs to."""

    @property
    def time_column(self) -> int:
        """Column of the total time [ms]."""

    @property
    def count_column(self) -> int:
        """Column of the number of visits."""


class Series(Protocol):
    """A quantity over time, one column per moment."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> Text:
        """Name for people."""

    @property
    def unit(self) -> str:
        """Its unit."""

    @property
    def role(self) -> str:
        """``outcome``, ``adverse`` or empty."""

    @property
    def times_ms(self) -> tuple[int, ...]:
        """Moments [ms since the start]."""

    @property
    def columns(self) -> tuple[int, ...]:
        """Columns of the engine's result."""


class Amount(Protocol):
    """A cost or a lead time."""

    @property
    def value(self) -> float:
        """Central value."""

    @property
    def low(self) -> float | None:
        """Lower end."""

    @property
    def high(self) -> float | None:
        """Upper end."""

    @property
    def unit(self) -> str:
        """Its unit."""

    @property
    def source(self) -> str | None:
        """Key of the source."""

    @property
    def assumed(self) -> str | None:
        """Reason of the assumption."""


class Reform(Protocol):
    """A reform and the parameters its patches write."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def number(self) -> int:
        """Its number in the proposals."""

    @property
    def title(self) -> Text:
        """Name for people."""

    @property
    def mechanism(self) -> Text | None:
        """What it changes, in words."""

    @property
    def adverse(self) -> Text | None:
        """The adverse side in words."""

    @property
    def cost(self) -> Amount | None:
        """What it costs."""

    @property
    def lead_time(self) -> Amount | None:
        """How long it takes to put in place."""

    @property
    def knobs(self) -> tuple[str, ...]:
        """Parameters that its patches write."""


class Posture(Protocol):
    """A posture: a date and strengths of reforms."""

    @property
    def title(self) -> Text:
        """Name for people."""

    @property
    def date(self) -> str:
        """ISO date."""

    @property
    def reforms(self) -> Mapping[str, float]:
        """Strength by reform id."""

    @property
    def not_yet(self) -> Sequence[str]:
        """Reforms that belong to it but are not modelled."""


class Note(Protocol):
    """A finding of the compiler."""

    @property
    def code(self) -> str:
        """Stable code."""

    @property
    def message(self) -> Text:
        """What was found."""


class Model(Protocol):
    """A scenario compiled once for every posture."""

    @property
    def world_id(self) -> str:
        """Id of the world."""

    @property
    def scenario_id(self) -> str:
        """Id of the scenario."""

    @property
    def title(self) -> Text:
        """Title of the scenario."""

    @property
    def question(self) -> Text:
        """The question in one sentence."""

    @property
    def case(self) -> str | None:
        """Id of the real case it re-plays, if any."""

    @property
    def baseline(self) -> str:
        """Posture that the others are compared with."""

    @property
    def horizon_ms(self) -> int:
        """End of every run [ms]."""

    @property
    def zero_ms(self) -> int | None:
        """D0 [ms since the start], if the scenario has one."""

    @property
    def net(self) -> Compiled:
        """The net."""

    @property
    def script(self) -> Sequence[Any]:
        """Commands known from the start."""

    @property
    def parameters(self) -> Sequence[Parameter]:
        """All numbers of the world."""

    @property
    def truths(self) -> tuple[str, ...]:
        """Ids of the truths."""

    @property
    def opponents(self) -> tuple[str, ...]:
        """Ids of the opponents."""

    @property
    def postures(self) -> tuple[str, ...]:
        """Ids of the postures compiled in."""

    @property
    def truth_names(self) -> Mapping[str, Text]:
        """Names of the truths."""

    @property
    def opponent_names(self) -> Mapping[str, Text]:
        """Names of the opponents."""

    @property
    def posture_info(self) -> Mapping[str, Posture]:
        """The postures by id."""

    @property
    def measures(self) -> Sequence[Measure]:
        """Measures in the order of the scenario."""

    @property
    def hops(self) -> Sequence[Hop]:
        """Hops of the main line, in order."""

    @property
    def series(self) -> Sequence[Series]:
        """Series over time."""

    @property
    def reforms(self) -> Sequence[Reform]:
        """Reforms that any compared posture uses."""

    @property
    def not_modelled(self) -> Sequence[Missing]:
        """Reforms that are not modelled, with the reason."""

    @property
    def windows(self) -> Sequence[Window]:
        """Windows of the scenario."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """Sources of the world by key."""

    @property
    def findings(self) -> Sequence[Note]:
        """What the compiler found worth saying."""

    @property
    def world_hash(self) -> str:
        """Hash of the world's content."""

    @property
    def scenario_hash(self) -> str:
        """Hash of the scenario's content."""

    def name_of(self, column: str) -> Text:
        """Return words for a parameter of the net."""

    def row(
        self,
        *,
        posture: str,
        truth: str,
        opponent: str,
        values: Mapping[str, float] = ...,
        reforms: Mapping[str, float] | None = ...,
    ) -> NDArray[np.float64]:
        """Return one parameter row, shape (P,)."""
