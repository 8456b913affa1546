"""Compiled elements: plain records that both engines, checks and explanations read.

Everywhere, `*_ix` and bare integers are indices into the lists of `Compiled`; a *reference* is
an integer made of an index and a kind (`codes.CELL`, `ATTRIBUTE`, `CODE`) or `codes.NONE`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tateyoko.net import codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A value with one or two indices; its cells are `base` to ``base + d1*d2 - 1``, row first."""

    id: str
    base: int
    d1: int
    d2: int
    is_truth: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A draw in a program: kind of distribution, channel of its written name."""

    name: str
    kind: int
    channel: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spawn:
    """A spawn in a program.

    `returned` and `alive` are the parent's attributes that count the group, or -1 when the
    children are detached; `tag` enters the children's names.
    """

    type: int
    group: str
    returned: int
    alive: int
    tag: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of a claim: `k` of `seats`, by ascending `prefer`, or the one at `index`."""

    k: int
    seats: tuple[int, ...]
    prefer: int = codes.NONE
    index: int = codes.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way out of a step: a guard or a weight, never both."""

    target: int
    guard: int = codes.NONE
    weight: int = codes.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The one kind of node (STEP-1 to STEP-9 of docs/explanation/semantics.md).

    Attributes
    ----------
    type, local : int
        Job type, and the number of the step within it (for counts of visits).
    luck : int
        32-bit key of its dice.
    seat1 : int
        The only seat when the claim is one group of one seat without `prefer` or `index`, else -1.
    seats : tuple of int
        Distinct seats of all groups, in written order.
    work : int
        Kind of distribution, or -1 without work; `p` are the cells of its parameters.
    patience, scope, late :
        Reference; 0 = waiting only, 1 = whole step; target.
    start, finish : int
        References to programs.
    void : int
        Target, or `codes.WAIT_AGAIN`.
    block : bool
        Whether a visit takes a block of dice for its work and its weighted route.
    """

    id: str
    name: str
    type: int
    local: int
    luck: int
    when: int = codes.NONE
    level: int = codes.NONE
    seat1: int = -1
    groups: tuple[Group, ...] = ()
    seats: tuple[int, ...] = ()
    firm: bool = False
    work: int = -1
    p: tuple[int, int, int] = (0, 0, 0)
    factor: int = codes.NONE
    cal: int = -1
    pace: int = codes.NONE
    patience: int = codes.NONE
    scope: int = 0
    late: int = codes.END
    start: int = codes.NONE
    finish: int = codes.NONE
    route: tuple[Route, ...] = ()
    keep: bool = False
    open: int = codes.NONE
    void: int = codes.WAIT_AGAIN
    missed: int = codes.END
    block: bool = False
    label: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A seat; `pick` is 0 first, 1 random, 2 by `weight`."""

    id: str
    capacity: int
    pick: int
    weight: int
    tray: int
    pre_empt: bool
    suspend: bool
    key: int
    label: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobType:
    """A type of job.

    `stat` is the cell of ``ended``, then come ``time_sum`` and ``time_max``; `bins` is the first
    of the `codes.SOJOURN_BINS` cells that count sojourns, -1 if no measure asks for them.
    """

    id: str
    first: int
    locals: int
    stat: int
    parent: int
    attributes: tuple[str, ...]
    groups: tuple[str, ...]
    bins: int = -1
    label: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Random arrivals; `kind` and the cells `p` give the gap, `count` is a cell."""

    id: str
    type: int
    kind: int
    p: tuple[int, int, int]
    rate: int
    ceiling: int
    count: int
    key: int
    about: int
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A watcher; element e of `over` has its last truth at ``last + e``."""

    id: str
    when: int
    over: int
    type: int
    key: int
    last: int
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Open intervals of a repeating period [ms]; `cumulated` is the open time before each."""

    id: str
    period: int
    total: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    cumulated: tuple[int, ...]
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Piecewise linear function, constant beyond its ends."""

    id: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A named moment; `cell` holds ``first``, then ``last`` and ``count``."""

    id: str
    cell: int
    post: str = ""
    kind: str = ""
    basis: str = ""
    label: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """A state that is handed from one net to another, by its id (CARRY-1).

    `shape` is empty for one number; a table's cells stand row first from `base` on.
    """

    id: str
    base: int
    shape: tuple[int, ...] = ()
    is_truth: bool = False
    place: str = ""

    @property
    def cells(self) -> range:
        """Its cells."""
        return range(self.base, self.base + math.prod(self.shape))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A state that nobody sees directly.

    A fork made for a post redraws it: from the log-odds that the post's view names for
    `question`, else from `prior` (kind of distribution and cells), else not at all.
    """

    id: str
    cell: int
    question: str = ""
    prior: tuple[int, tuple[int, int, int]] | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one post can tell apart; forks for the post keep this and redraw the rest.

    Attributes
    ----------
    post : str
        Who looks.
    values : frozenset of str
        Names of the cells that the post knows.
    jobs : frozenset of str
        Job types that the post sees.
    questions : dict
        Question -> name of the cell with the post's log-odds of it.
    """

    post: str
    values: frozenset[str] = frozenset()
    jobs: frozenset[str] = frozenset()
    questions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """Where a piece of code came from; `start` to ``end - 1`` are its addresses."""

    start: int
    end: int
    element: str
    text: str
    place: str
