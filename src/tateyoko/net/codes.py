"""Numbers that nets, engines, traces and states share: limits, references, faults, phases, rows."""

from __future__ import annotations

LEVELS = 8
SEATS_PER_CLAIM = 12
ATTRIBUTES = 16
STACK = 32
MAX_VISITS = 65535
MAX_SETTLES = 10000
#: Work that would end at or after this time [ms] is parked (WORK-2).
NEVER = 1 << 52
#: A horizon that means "until nothing is left to happen".
FOREVER = 1 << 50
#: A stream without a declared end, and a tray without a bound.
UNBOUNDED = 1 << 40
#: Bins of sojourns (VALUE-6): whole ms below 8, then eight to a doubling, up to 2^52 ms.
SOJOURN_BINS = 400

# A reference to an expression is NONE, or (index << 2) | CELL, ATTRIBUTE or CODE.
NONE = -1
CELL, ATTRIBUTE, CODE = 0, 1, 2

# Targets of a route.
END = -1
#: Value of ``Step.void`` that means: wait again instead of leaving.
WAIT_AGAIN = -2

FAULTS = (
    "none",
    "pool",
    "index",
    "division",
    "nan",
    "visits",
    "settles",
    "negative",
    "trace",
    "range",
    "carry",
)
(
    F_NONE,
    F_POOL,
    F_INDEX,
    F_DIVISION,
    F_NAN,
    F_VISITS,
    F_SETTLES,
    F_NEGATIVE,
    F_TRACE,
    F_RANGE,
    F_CARRY,
) = range(len(FAULTS))

# Where a job is.
MOVING, GUARDED, QUEUED, WORKING, OPENED = range(1, 6)
PHASES = ("gone", "moving", "waiting for a condition", "queued", "working", "open")

# Classes of events, in the order in which they happen within one millisecond.
E_WORK, E_ARRIVAL, E_COMMAND, E_DEADLINE = range(4)

# Kinds of command.
C_START, C_SET, C_CHOOSE, C_CANCEL = range(4)

TRACE_KINDS = (
    "born",
    "wait",
    "queue",
    "start",
    "finish",
    "open",
    "late",
    "missed",
    "void",
    "end",
    "cancel",
    "pause",
    "resume",
    "pace",
    "mark",
    "set",
    "choose",
    "stale",
    "capacity",
    "watch",
)
(
    BORN,
    WAIT,
    QUEUE,
    START,
    FINISH,
    OPEN,
    LATE,
    MISSED,
    VOID,
    ENDED,
    CANCEL,
    PAUSE,
    RESUME,
    PACE,
    MARK,
    SET,
    CHOOSE,
    STALE,
    CAPACITY,
    WATCH,
) = range(len(TRACE_KINDS))

# The place of a fault is a code address, or one of these.
_PLACE_SIZE = 1 << 40


def at_step(index: int) -> int:
    """Return the place of a fault in a step."""
    return -1 - index


def at_seat(index: int) -> int:
    """Return the place of a fault at a seat."""
    return -1 - _PLACE_SIZE - index


def at_stream(index: int) -> int:
    """Return the place of a fault in a stream."""
    return -1 - 2 * _PLACE_SIZE - index


def at_crowd(index: int) -> int:
    """Return the place of a run with too many jobs: the step at which most of them are."""
    return -1 - 3 * _PLACE_SIZE - index


def at_value(cell: int) -> int:
    """Return the place of a fault in a value that was to be handed over."""
    return -1 - 4 * _PLACE_SIZE - cell


def place_of(place: int) -> tuple[str, int]:
    """Return kind (step, seat, stream, crowd or value) and index of a negative place."""
    kind, index = divmod(-1 - place, _PLACE_SIZE)
    return ("step", "seat", "stream", "crowd", "value")[kind], index
