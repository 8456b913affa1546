"""Where the kernel keeps things: tables of pointers, columns of rows, registers.

All arrays are flat and one-dimensional to the kernel. One array of addresses, the *table*, names
them; columns that an event touches come first, so that they share cache lines.
"""

from __future__ import annotations

# ---- the table: arrays of the net, then arrays of the state
(
    N_STEP,
    N_SEAT,
    N_ELEM,
    N_MISC,
    N_DEP,
    N_CODE,
    N_FLOAT,
    N_CELLS,
    S_REG,
    S_CELLS,
    S_JOB,
    S_ATTR,
    S_VISITS,
    S_CLAIM,
    S_LINK,
    S_SEAT,
    S_LISTS,
    S_NEAR,
    S_FAR,
    S_AGENDA,
    S_TOUCHED,
    S_DIRTY,
    S_ISDIRTY,
    S_EFFECT,
    S_SCRATCH,
    S_STREAM,
    S_WLAST,
    S_WCOUNT,
    S_INTEGRAL,
    S_FREE,
    S_STACK,
    S_CHOSEN,
    S_FOUND,
    S_ROWS,
    S_ROWDATA,
    TABLE_SIZE,
) = range(36)

# ---- rows of the net
(
    K_FLAGS,
    K_SEAT1,
    K_LOCAL,
    K_LUCK,
    K_LEVEL,
    K_WORK,
    K_P0,
    K_P1,
    K_P2,
    K_TARGET,
    K_ROUTE,
    K_WAYS,
    K_WHEN,
    K_CLAIM,
    K_FACTOR,
    K_CAL,
    K_PACE,
    K_PATIENCE,
    K_LATE,
    K_START,
    K_FINISH,
    K_OPEN,
    K_VOID,
    K_MISSED,
) = range(24)
STEP_COLS = 32

# flags of a step: what it has, so that a plain step tests one word
HAS_PATIENCE = 1
HAS_LEVEL = 2
HAS_WHEN = 4
HAS_CLAIM = 8
ONE_SEAT = 16
IS_FIRM = 32
HAS_WORK = 64
HAS_FACTOR = 128
HAS_CAL = 256
HAS_PACE = 512
WHOLE_STEP = 1024
HAS_START = 2048
HAS_FINISH = 4096
KEEPS = 8192
HAS_OPEN = 16384
HAS_BLOCK = 32768
ONE_WAY = 65536
#: A claim that a seat's pick may start without looking further: one seat, not firm, no guard.
PLAIN_CLAIM = 131072

V_CAPACITY, V_PICK, V_WEIGHT, V_TRAY, V_PRE_EMPT, V_SUSPEND, V_KEY, V_FLAGS = range(8)
SEAT_COLS = 8

# rows of elements: types, streams, watchers, tables, draws, spawns
T_FIRST, T_LOCALS, T_STAT, T_BINS = range(4)
G_TYPE, G_KIND, G_P0, G_P1, G_P2, G_RATE, G_CEILING, G_COUNT, G_KEY, G_ABOUT = range(10)
W_WHEN, W_OVER, W_TYPE, W_KEY, W_LAST = range(5)
X_BASE, X_D1, X_D2 = range(3)
D_KIND, D_CHANNEL = range(2)
P_TYPE, P_RETURNED, P_ALIVE, P_TAG = range(4)
ELEM_COLS = 10

# header of the list of everything else
(
    H_SEATS,
    H_STEPS,
    H_WATCHES,
    H_WATCH0,
    H_STREAMS,
    H_STREAM0,
    H_SPAWN0,
    H_QUEUE,
    H_BUSY,
    H_CAPACITY,
    H_DERIVED,
    H_NDERIVED,
    H_MEASURE,
    H_NMEASURE,
    H_PARAMS,
    H_CELLS,
    H_LASTS,
    H_LOCALS,
    H_GUARD0,
    H_PACE0,
    H_WATCHD0,
    H_DIRTY,
    H_INTEGRAL,
    H_NINTEGRAL,
    HEAD,
) = range(25)

# ---- the row of a job; J_LEFT, J_PACE, J_U, J_DONE and J_FACTOR are float64
(
    J_PHASE,
    J_STEP,
    J_VISIT,
    J_LEVEL,
    J_NAME,
    J_ENDSEQ,
    J_SERIAL,
    J_ORDER,
    J_SINCE,
    J_LEFT,
    J_PACE,
    J_U,
    J_DONE,
    J_FACTOR,
    J_ASKED,
    J_NHELD,
    J_RESUME,
    J_TOUCHED,
    J_DEADSEQ,
    J_TYPE,
    J_BORN,
    J_INDEX,
    J_PARENT,
    J_ROOT,
    J_SPAWN,
    J_FIRST,
    J_LAST,
    J_SIBP,
    J_SIBN,
    J_PREV,
    J_NEXT,
    J_NMINE,
    J_NKEPT,
) = range(33)
JOB_COLS = 34
ATTR_COLS = 16
STREAM_COLS = 4
#: Seats that a job waits for, holds and keeps.
C_MINE, C_HELD, C_KEPT, CLAIM_COLS = 0, 12, 24, 36
#: Entries of waiting lists per job (12 are used; a power of two makes the slot a shift).
LINKS = 16

# ---- the row of a seat: counts first, then the dice of its next pick, then 8 x (head, tail)
(
    Z_FREE,
    Z_QUEUE,
    Z_MASK,
    Z_FIRM,
    Z_FLAGS,
    Z_TRAY,
    Z_CAP,
    Z_CHANGES,
    Z_NAME,
    Z_LUCK,
    Z_VISIT,
    Z_PICKS,
    Z_HOLDERS,
) = range(13)
Z_LISTS = 16
SEATROW_COLS = 32
#: Flags of a seat: an expression, integral or watcher reads its counts; it has a pick rule; it
#: may pre-empt; it may pause work (it pre-empts, or suspends when its capacity falls).
SEAT_SEEN, SEAT_RULE, SEAT_PRE_EMPTS, SEAT_PAUSES = 1, 2, 4, 8
#: The link of a job in the list of those that a seat may pause.
HOLDER_LINK = 15

# ---- registers
(
    R_NOW,
    R_SEQ,
    R_EVENTS,
    R_SETTLES,
    R_FAULT,
    R_PLACE,
    R_CURSOR,
    R_NFREE,
    R_NEAR,
    R_FAR,
    R_AG0,
    R_AG1,
    R_DIRTY,
    R_TOUCH0,
    R_TOUCH1,
    R_EFFECTS,
    R_ROOT0,
    R_ROOT1,
    R_HIGH,
    R_HASH,
    R_ROWS,
    R_KEY,
    R_FACTS,
    R_POOL,
    R_ROWCAP,
    R_TRACING,
    R_ABORT,
    REGS,
) = range(28)
#: R_ABORT is set from another thread to make the kernel return; the results are then void.
#: What tracing does: store rows, hash rows.
TRACE_ROWS, TRACE_HASH = 1, 2

#: Events that are sorted; the rest wait in a heap.
NEAR = 64
AG_ENTER, AG_CLAIM, AG_CANCEL, AG_GROUP, AG_ABOUT = range(5)
FX_TOUCH, FX_PARENT, FX_MARK, FX_SPAWN, FX_CANCEL, FX_GROUP, FX_ABOUT, FX_RELEASE = range(8)


def agenda_room(pool: int) -> int:
    """Return how many entries the agenda holds."""
    return 4 * pool + 1024


def touched_room(pool: int) -> int:
    """Return how many touched jobs are remembered."""
    return 2 * pool + 64


def event_room(pool: int, streams: int) -> int:
    """Return how many events fit, superseded ones included."""
    return 4 * pool + 1024 + 2 * streams + NEAR
