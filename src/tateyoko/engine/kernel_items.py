"""What settling and events do, apart from the visit of a job to a step.

Rule ids refer to docs/explanation/semantics.md.
"""

from __future__ import annotations

from typing import Any

from tateyoko.engine.kernel_code import bin_of, value
from tateyoko.engine.kernel_dice import block, name_of
from tateyoko.engine.kernel_events import (
    dirty,
    fault,
    insert,
    row,
    tick,
    touch,
    write,
)
from tateyoko.engine.kernel_jobs import (
    birth,
    cancel,
    die,
    enqueue,
    find,
    forget,
    go,
    job_row,
    pick_again,
    release_hold,
    seat_row,
    step_row,
)
from tateyoko.engine.kernel_layout import (
    AG_CLAIM,
    AG_ENTER,
    ATTR_COLS,
    C_HELD,
    C_KEPT,
    C_MINE,
    CLAIM_COLS,
    ELEM_COLS,
    G_ABOUT,
    G_CEILING,
    G_COUNT,
    G_KEY,
    G_RATE,
    G_TYPE,
    H_BUSY,
    H_CAPACITY,
    H_CELLS,
    H_DERIVED,
    H_DIRTY,
    H_INTEGRAL,
    H_LASTS,
    H_MEASURE,
    H_NDERIVED,
    H_NINTEGRAL,
    H_NMEASURE,
    H_PARAMS,
    H_QUEUE,
    H_SEATS,
    H_STEPS,
    H_STREAM0,
    H_STREAMS,
    H_WATCH0,
    H_WATCHD0,
    H_WATCHES,
    J_BORN,
    J_FIRST,
    J_INDEX,
    J_LEVEL,
    J_NAME,
    J_NHELD,
    J_NKEPT,
    J_NMINE,
    J_ORDER,
    J_PARENT,
    J_PHASE,
    J_SERIAL,
    J_SIBN,
    J_SPAWN,
    J_STEP,
    J_TYPE,
    J_VISIT,
    K_CLAIM,
    K_FLAGS,
    K_MISSED,
    K_SEAT1,
    K_WAYS,
    N_CELLS,
    N_ELEM,
    N_MISC,
    N_SEAT,
    ONE_SEAT,
    P_ALIVE,
    P_RETURNED,
    R_AG0,
    R_AG1,
    R_CURSOR,
    R_DIRTY,
    R_FAULT,
    R_HASH,
    R_KEY,
    R_NOW,
    R_ROOT0,
    R_ROOT1,
    S_AGENDA,
    S_ATTR,
    S_CELLS,
    S_CHOSEN,
    S_CLAIM,
    S_INTEGRAL,
    S_ISDIRTY,
    S_LISTS,
    S_REG,
    S_SCRATCH,
    S_STREAM,
    S_WCOUNT,
    S_WLAST,
    SEAT_COLS,
    SEAT_PRE_EMPTS,
    SEATROW_COLS,
    STREAM_COLS,
    T_BINS,
    T_STAT,
    V_FLAGS,
    V_TRAY,
    W_KEY,
    W_LAST,
    W_OVER,
    W_TYPE,
    W_WHEN,
    Z_CAP,
    Z_FLAGS,
    Z_FREE,
    Z_HOLDERS,
    Z_LISTS,
    Z_QUEUE,
    Z_TRAY,
)
from tateyoko.engine.kernel_machine import (
    Table,
    fixed,
    flags,
    float64,
    floats,
    int64,
    ints,
    leaf,
    moved,
)
from tateyoko.engine.kernel_work import (
    candidate,
    choose,
    fault_at_step,
    take,
)
from tateyoko.net.codes import (
    C_CANCEL,
    C_CHOOSE,
    C_SET,
    C_START,
    CHOOSE,
    CODE,
    E_COMMAND,
    ENDED,
    F_CARRY,
    F_INDEX,
    F_POOL,
    F_SETTLES,
    FOREVER,
    MISSED,
    OPENED,
    QUEUE,
    QUEUED,
    SEATS_PER_CLAIM,
    SET,
    STALE,
    WATCH,
)

NOTHING, DO_FINISH, DO_ENTER, DO_CLAIM, DO_START = range(5)


@leaf
def begin(m: Table, rows: Any, d: int, carry_cells: Any, carried: Any, column: int) -> None:
    """Set up t = 0 of one replication."""
    reg = ints(m, S_REG)
    misc = ints(m, N_MISC)
    elem = ints(m, N_ELEM)
    cells = floats(m, S_CELLS)
    for i in range(R_HASH + 1):
        reg[i] = 0
    reg[R_ROOT0] = -1
    reg[R_ROOT1] = -1
    start = floats(m, N_CELLS)
    for i in range(fixed(misc, H_CELLS)):
        cells[i] = start[i]
    for i in range(fixed(misc, H_PARAMS)):
        cells[i] = rows[d, i]
    for z in range(fixed(misc, H_SEATS)):
        s = seat_row(m, z)
        v = moved(ints(m, N_SEAT), z * SEAT_COLS)
        for i in range(Z_LISTS):
            s[i] = 0
        for i in range(Z_LISTS, SEATROW_COLS):
            s[i] = -1
        s[Z_FLAGS] = fixed(v, V_FLAGS)
        s[Z_HOLDERS] = -1
        s[Z_TRAY] = fixed(v, V_TRAY)
        dirty(m, z)
    lists = ints(m, S_LISTS)
    for i in range(4 * fixed(misc, H_STEPS)):
        lists[i] = -1
    for i in range(fixed(misc, H_LASTS)):
        floats(m, S_WLAST)[i] = 0.0
        ints(m, S_WCOUNT)[i] = 0
    for i in range(fixed(misc, H_NINTEGRAL)):
        ints(m, S_INTEGRAL)[i] = 0
    for i in range(STREAM_COLS * fixed(misc, H_STREAMS)):
        ints(m, S_STREAM)[i] = 0
    for i in range(fixed(misc, H_NDERIVED)):
        at = moved(misc, fixed(misc, H_DERIVED) + 2 * i)
        x = value(m, (fixed(at, 1) << 2) | CODE, -1, 0.0, 0.0)
        if reg[R_FAULT] != 0:
            return
        cells[fixed(at, 0)] = x
    for i in range(carry_cells.shape[0]):
        x = carried[d, column, i]
        if x != x:
            fault(m, F_CARRY, -1 - (4 << 40) - carry_cells[i])  # codes.at_value
            return
        cells[carry_cells[i]] = x
    for w in range(fixed(misc, H_WATCHES)):
        dirty(m, fixed(misc, H_WATCHD0) + w)
    for i in range(fixed(misc, H_STREAMS)):
        g = moved(elem, (fixed(misc, H_STREAM0) + i) * ELEM_COLS)
        if cells[fixed(g, G_COUNT)] > 0.0:
            candidate(m, i)


@leaf
def clear_dirty(m: Table) -> None:
    """Forget what was dirty when the last replication stopped."""
    flag = flags(m, S_ISDIRTY)
    for i in range(fixed(ints(m, N_MISC), H_DIRTY)):
        flag[i] = 0
    ints(m, S_REG)[R_DIRTY] = 0


@leaf
def next_command(m: Table, script: Any) -> None:
    """Schedule the next command; it takes no sequence number (COMMAND-1)."""
    cursor = ints(m, S_REG)[R_CURSOR]
    if cursor < script.shape[0]:
        insert(m, script[cursor, 0], E_COMMAND << 61)


@leaf
def settle_fault(m: Table) -> None:
    """More than 10,000 items in one instant: say which step comes next."""
    reg = ints(m, S_REG)
    place = 0
    if reg[R_AG0] < reg[R_AG1]:
        item = moved(ints(m, S_AGENDA), reg[R_AG0] * 4)
        if item[0] == AG_ENTER or item[0] == AG_CLAIM:
            r = job_row(m, item[1])
            if r[J_SERIAL] == item[2]:
                k = r[J_STEP]
                if item[0] == AG_ENTER and item[3] >= 0:
                    k = item[3]
                place = -1 - k
    fault(m, F_SETTLES, place)


@leaf
def cancel_group(m: Table, j: int, alive: int) -> None:
    """Cancel the children of one group."""
    i = job_row(m, j)[J_FIRST]
    while i >= 0:
        r = job_row(m, i)
        after = r[J_SIBN]
        if fixed(ints(m, N_ELEM), r[J_SPAWN] * ELEM_COLS + P_ALIVE) == alive:
            cancel(m, i)
        i = after


@leaf
def cancel_about(m: Table, kind: int, about: int) -> None:
    """Cancel the jobs of one type (without a parent) that are about something."""
    i = ints(m, S_REG)[R_ROOT0]
    while i >= 0:
        r = job_row(m, i)
        after = r[J_SIBN]
        if r[J_TYPE] == kind and floats(m, S_ATTR)[i * ATTR_COLS] == float64(about):
            cancel(m, i)
        i = after


@leaf
def watch(m: Table, w: int) -> None:
    """Test a watcher on all its elements (SETTLE-5)."""
    reg = ints(m, S_REG)
    spec = moved(ints(m, N_ELEM), (fixed(ints(m, N_MISC), H_WATCH0) + w) * ELEM_COLS)
    last = floats(m, S_WLAST)
    count = ints(m, S_WCOUNT)
    for i in range(fixed(spec, W_OVER)):
        at = fixed(spec, W_LAST) + i
        x = value(m, fixed(spec, W_WHEN), -1, float64(i), 0.0)
        was = last[at]
        if reg[R_FAULT] != 0:
            break
        last[at] = x
        if x == 1.0 and was != 1.0:
            row(m, WATCH, w, 0, float64(i))
            name = name_of(fixed(spec, W_KEY), i, count[at])
            birth(m, fixed(spec, W_TYPE), name, float64(i), -1, -1)
            count[at] += 1


@leaf
def arrive(m: Table, i: int) -> None:
    """Take a stream's candidate and keep it or not (EVENT-1, EVENT-2)."""
    reg = ints(m, S_REG)
    g = moved(ints(m, N_ELEM), (fixed(ints(m, N_MISC), H_STREAM0) + i) * ELEM_COLS)
    stream = moved(ints(m, S_STREAM), i * STREAM_COLS)
    ordinal = stream[0]
    name = name_of(fixed(g, G_KEY), 0, ordinal)
    stream[0] = ordinal + 1
    stream[2] = 0
    if float64(ordinal + 1) < floats(m, S_CELLS)[fixed(g, G_COUNT)]:
        candidate(m, i)
    kept = True
    if fixed(g, G_RATE) >= 0:
        _, u = block(reg[R_KEY], name, 0, 0)
        ceiling = value(m, fixed(g, G_CEILING), -1, 0.0, 1.0)
        kept = u * ceiling < value(m, fixed(g, G_RATE), -1, 0.0, 1.0)
    if kept:
        birth(m, fixed(g, G_TYPE), name, float64(fixed(g, G_ABOUT)), -1, -1)


@leaf
def end(m: Table, j: int) -> None:
    """End a job (JOB-4)."""
    reg = ints(m, S_REG)
    cells = floats(m, S_CELLS)
    r = job_row(m, j)
    row(m, ENDED, r[J_TYPE], r[J_NAME], 0.0)
    c = fixed(ints(m, N_ELEM), r[J_TYPE] * ELEM_COLS + T_STAT)
    lasted = float64(reg[R_NOW] - r[J_BORN])
    write(m, c, cells[c] + 1.0)
    write(m, c + 1, cells[c + 1] + lasted)
    if lasted > cells[c + 2]:
        write(m, c + 2, lasted)
    bins = fixed(ints(m, N_ELEM), r[J_TYPE] * ELEM_COLS + T_BINS)
    if bins >= 0:
        cells[bins + bin_of(reg[R_NOW] - r[J_BORN])] += 1.0
    die(m, j)
    while r[J_FIRST] >= 0:
        cancel(m, r[J_FIRST])
    forget(m, j)
    parent = r[J_PARENT]
    if parent >= 0:
        returned = fixed(ints(m, N_ELEM), r[J_SPAWN] * ELEM_COLS + P_RETURNED)
        floats(m, S_ATTR)[parent * ATTR_COLS + returned] += 1.0
        touch(m, parent)


@leaf
def claim_seats(m: Table, j: int) -> int:
    """Try to meet a claim of several seats at once, or queue (CLAIM-2 to CLAIM-6).

    Returns DO_START when the seats are taken, else NOTHING.
    """
    reg = ints(m, S_REG)
    misc = ints(m, N_MISC)
    r = job_row(m, j)
    k = r[J_STEP]
    t = step_row(m, k)
    mine = moved(ints(m, S_CLAIM), j * CLAIM_COLS + C_MINE)
    at = fixed(t, K_CLAIM)
    groups = fixed(misc, at)
    at += 1
    n = 0
    for _ in range(groups):
        index = fixed(misc, at + 2)
        size = fixed(misc, at + 3)
        low = 0
        high = size
        if index >= 0:
            x = value(m, index, j, 0.0, 0.0)
            if not 0.0 <= x < size:
                fault_at_step(m, F_INDEX, k)
                x = 0.0
            low = int64(x)
            high = low + 1
            r[J_INDEX] = low
        for i in range(low, high):
            z = fixed(misc, at + 4 + i)
            seen = False
            for e in range(n):
                seen = seen or mine[e] == z
            if not seen:
                mine[n] = z
                n += 1
        at += 4 + size
    r[J_NMINE] = n
    idle = True
    full = False
    for e in range(n):
        s = seat_row(m, mine[e])
        idle = idle and s[Z_QUEUE] == 0
        full = full or s[Z_QUEUE] >= s[Z_TRAY]
    taken = -1
    if idle:
        taken = choose(m, j, 0)
    if reg[R_FAULT] != 0:
        return NOTHING
    if taken >= 0:
        take(m, j, taken)
        return DO_START
    if full:
        row(m, MISSED, k, r[J_NAME], 0.0)
        go(m, j, fixed(t, K_MISSED))
        return NOTHING
    r[J_PHASE] = QUEUED
    r[J_ORDER] = tick(m)
    row(m, QUEUE, k, r[J_NAME], float64(r[J_LEVEL]))
    for e in range(n):
        enqueue(m, j, e, mine[e], 0)
        s = seat_row(m, mine[e])
        if s[Z_FREE] > 0 or s[Z_FLAGS] & SEAT_PRE_EMPTS:
            pick_again(m, mine[e])
    return NOTHING


@leaf
def keep_held(m: Table, j: int) -> None:
    """Turn the seats of the claim into kept seats."""
    r = job_row(m, j)
    k = r[J_STEP]
    t = step_row(m, k)
    claims = moved(ints(m, S_CLAIM), j * CLAIM_COLS)
    if fixed(t, K_FLAGS) & ONE_SEAT and r[J_NHELD] > 0:
        claims[C_HELD] = fixed(t, K_SEAT1)
        release_hold(m, j, fixed(t, K_SEAT1))
    for e in range(r[J_NHELD]):
        if r[J_NKEPT] >= SEATS_PER_CLAIM:
            fault_at_step(m, F_POOL, k)
            break
        claims[C_KEPT + r[J_NKEPT]] = claims[C_HELD + e]
        r[J_NKEPT] += 1
    r[J_NHELD] = 0


@leaf
def flush_seats(m: Table) -> None:
    """Write the counts of all seats to their cells."""
    misc = ints(m, N_MISC)
    cells = floats(m, S_CELLS)
    for z in range(fixed(misc, H_SEATS)):
        s = seat_row(m, z)
        cells[fixed(misc, H_QUEUE) + z] = float64(s[Z_QUEUE])
        cells[fixed(misc, H_BUSY) + z] = float64(s[Z_CAP] - s[Z_FREE])
        cells[fixed(misc, H_CAPACITY) + z] = float64(s[Z_CAP])


@leaf
def measure(m: Table, until: int, out: Any, at: int) -> None:
    """Read the measures; integrals run to the horizon or to the last event."""
    misc = ints(m, N_MISC)
    cells = floats(m, S_CELLS)
    since = ints(m, S_INTEGRAL)
    saved = floats(m, S_SCRATCH)
    t = until if until < FOREVER else ints(m, S_REG)[R_NOW]
    pairs = moved(misc, fixed(misc, H_INTEGRAL))
    for i in range(fixed(misc, H_NINTEGRAL)):
        accumulator = fixed(pairs, 2 * i)
        saved[i] = cells[accumulator]
        cells[accumulator] += cells[fixed(pairs, 2 * i + 1)] * float64(t - since[i])
    for i in range(fixed(misc, H_NMEASURE)):
        out[at, i] = value(m, fixed(misc, fixed(misc, H_MEASURE) + i), -1, 0.0, 0.0)
    for i in range(fixed(misc, H_NINTEGRAL)):
        cells[fixed(pairs, 2 * i)] = saved[i]


@leaf
def obey(m: Table, script: Any, script_values: Any) -> int:
    """Carry out the next command (COMMAND-1 to COMMAND-4).

    Returns the option chosen for a job, whose slot is left in the chosen list, or -1.
    """
    reg = ints(m, S_REG)
    c = reg[R_CURSOR]
    reg[R_CURSOR] = c + 1
    next_command(m, script)
    what = script[c, 1]
    if what == C_START:
        name = name_of(script[c, 3], 0, 0)
        birth(m, script[c, 2], name, float64(script[c, 4]), -1, -1)
        return -1
    if what == C_SET:
        row(m, SET, script[c, 2], 0, script_values[c])
        write(m, script[c, 2], script_values[c])
        return -1
    j = find(m, script[c, 2])
    if what == C_CHOOSE and j >= 0:
        r = job_row(m, j)
        k = script[c, 3]
        option = script[c, 5]
        asked = r[J_PHASE] == OPENED and r[J_STEP] == k and r[J_VISIT] == script[c, 4]
        if asked and 0 <= option < fixed(step_row(m, k), K_WAYS):
            row(m, CHOOSE, k, script[c, 2], float64(option))
            ints(m, S_CHOSEN)[0] = j
            return int64(option)
    if what == C_CANCEL and j >= 0:
        cancel(m, j)
    else:
        row(m, STALE, c, script[c, 2], 0.0)
    return -1
