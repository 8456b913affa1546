"""The kernel: the semantics of `reference` as one compiled function over flat arrays.

`run` is one loop. With nothing in hand it takes the next item (agenda, touched job, smallest
dirty element, else an event); an item may put a job in hand, which then falls through the
sections FINISH, ENTER, CLAIM and START. After a fault nothing is traced any more and the loop
ends at the next item. No code is made per net, so the compiled function is loaded from a cache.

Rule numbers refer to docs/explanation/semantics.md; why it is built this way, to
docs/explanation/decisions/0002-kernel.md.
"""

from __future__ import annotations

import math
from typing import Any

from tateyoko.engine.kernel_cache import entry
from tateyoko.engine.kernel_code import value
from tateyoko.engine.kernel_dice import block, name_of, root_key, sample
from tateyoko.engine.kernel_events import (
    dirty,
    fault,
    insert,
    push,
    refill,
    row,
    tick,
    touch,
    undirty,
    write,
)
from tateyoko.engine.kernel_jobs import (
    apply_effects,
    birth,
    cancel,
    die,
    enqueue,
    find,
    forget,
    go,
    job_row,
    join,
    leave,
    occupy,
    part,
    pick_again,
    release_held,
    seat_row,
    step_row,
    test,
    unlink_from_seat,
    wait,
)
from tateyoko.engine.kernel_layout import (
    AG_ABOUT,
    AG_CANCEL,
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
    H_GUARD0,
    H_INTEGRAL,
    H_LASTS,
    H_LOCALS,
    H_MEASURE,
    H_NDERIVED,
    H_NINTEGRAL,
    H_NMEASURE,
    H_PACE0,
    H_PARAMS,
    H_QUEUE,
    H_SEATS,
    H_STEPS,
    H_STREAM0,
    H_STREAMS,
    H_WATCH0,
    H_WATCHD0,
    H_WATCHES,
    HAS_BLOCK,
    HAS_CLAIM,
    HAS_FACTOR,
    HAS_FINISH,
    HAS_LEVEL,
    HAS_OPEN,
    HAS_PACE,
    HAS_PATIENCE,
    HAS_START,
    HAS_WHEN,
    HAS_WORK,
    J_ASKED,
    J_BORN,
    J_DEADSEQ,
    J_DONE,
    J_ENDSEQ,
    J_FACTOR,
    J_FIRST,
    J_INDEX,
    J_LEFT,
    J_LEVEL,
    J_NAME,
    J_NEXT,
    J_NHELD,
    J_NKEPT,
    J_NMINE,
    J_ORDER,
    J_PACE,
    J_PARENT,
    J_PHASE,
    J_RESUME,
    J_SERIAL,
    J_SIBN,
    J_SINCE,
    J_SPAWN,
    J_STEP,
    J_TOUCHED,
    J_TYPE,
    J_U,
    J_VISIT,
    K_CLAIM,
    K_FACTOR,
    K_FINISH,
    K_FLAGS,
    K_LATE,
    K_LEVEL,
    K_LOCAL,
    K_LUCK,
    K_MISSED,
    K_OPEN,
    K_P0,
    K_P1,
    K_P2,
    K_PACE,
    K_PATIENCE,
    K_ROUTE,
    K_SEAT1,
    K_START,
    K_TARGET,
    K_WAYS,
    K_WHEN,
    K_WORK,
    KEEPS,
    LINKS,
    N_CELLS,
    N_ELEM,
    N_MISC,
    N_SEAT,
    ONE_SEAT,
    ONE_WAY,
    P_ALIVE,
    P_RETURNED,
    PLAIN_CLAIM,
    R_AG0,
    R_AG1,
    R_CURSOR,
    R_DIRTY,
    R_EFFECTS,
    R_EVENTS,
    R_FACTS,
    R_FAR,
    R_FAULT,
    R_HASH,
    R_KEY,
    R_NEAR,
    R_NOW,
    R_PLACE,
    R_ROOT0,
    R_ROOT1,
    R_SETTLES,
    R_TOUCH0,
    R_TOUCH1,
    S_AGENDA,
    S_ATTR,
    S_CELLS,
    S_CHOSEN,
    S_CLAIM,
    S_DIRTY,
    S_INTEGRAL,
    S_ISDIRTY,
    S_LISTS,
    S_NEAR,
    S_REG,
    S_SCRATCH,
    S_STREAM,
    S_TOUCHED,
    S_VISITS,
    S_WCOUNT,
    S_WLAST,
    SEAT_COLS,
    SEAT_PRE_EMPTS,
    SEAT_RULE,
    SEAT_SEEN,
    SEATROW_COLS,
    STREAM_COLS,
    T_STAT,
    V_PICK,
    V_PRE_EMPT,
    V_SEEN,
    V_TRAY,
    W_KEY,
    W_LAST,
    W_OVER,
    W_TYPE,
    W_WHEN,
    WHOLE_STEP,
    Z_CAP,
    Z_FIRM,
    Z_FLAGS,
    Z_FREE,
    Z_LISTS,
    Z_MASK,
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
    shorts,
    table_at,
)
from tateyoko.engine.kernel_work import (
    candidate,
    capacity,
    choose,
    fault_at_step,
    job_floats,
    pick,
    repace,
    route,
    schedule,
    take,
)
from tateyoko.net.codes import (
    C_CANCEL,
    C_CHOOSE,
    C_SET,
    C_START,
    CHOOSE,
    CODE,
    E_ARRIVAL,
    E_COMMAND,
    E_DEADLINE,
    E_WORK,
    ENDED,
    F_INDEX,
    F_NAN,
    F_NEGATIVE,
    F_POOL,
    F_SETTLES,
    F_VISITS,
    FINISH,
    FOREVER,
    GUARDED,
    LATE,
    LEVELS,
    MAX_SETTLES,
    MAX_VISITS,
    MISSED,
    MOVING,
    OPEN,
    OPENED,
    QUEUE,
    QUEUED,
    RESUME,
    SEATS_PER_CLAIM,
    SET,
    STALE,
    START,
    WATCH,
    WORKING,
)

NOTHING, DO_FINISH, DO_ENTER, DO_CLAIM, DO_START = range(5)
LATEST = 4503599627370496.0
#: ``stop`` from here on means: run to the end and read the measures.
TO_THE_END = 1 << 60


@leaf
def begin(m: Table, rows: Any, d: int) -> None:
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
        s[Z_FLAGS] = fixed(v, V_SEEN)
        if fixed(v, V_PICK) != 0:
            s[Z_FLAGS] |= SEAT_RULE
        if fixed(v, V_PRE_EMPT) != 0:
            s[Z_FLAGS] |= SEAT_PRE_EMPTS
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
    """Test a watcher on all its elements (rule 67)."""
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
    """Take a stream's candidate and keep it or not (rule 71)."""
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
    """End a job (rule 42)."""
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
    """Try to meet a claim of several seats at once, or queue (rules 51 to 53).

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
    """Carry out the next command (rule 72); returns the option chosen for the job, or -1.

    The slot of the job is left in the chosen list when the option is 0 or more.
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


@entry
def run(
    table: int,
    rows: Any,
    row0: int,
    row1: int,
    rep0: int,
    rep1: int,
    seed: int,
    until: int,
    stop: int,
    resume: bool,
    script: Any,
    script_values: Any,
    out: Any,
) -> int:
    """Run rows row0 to row1 - 1 times replications rep0 to rep1 - 1.

    Parameters
    ----------
    table : int
        Address of the table of addresses; the caller keeps all arrays alive.
    rows : ndarray of float64, shape (D, P)
        Parameter rows.
    row0, row1, rep0, rep1 : int
        Which rows and replications.
    seed : int
        Seed of all dice.
    until : int
        Horizon [ms].
    stop : int
        Stop after this many events in all; `TO_THE_END` reads the measures.
    resume : bool
        Whether to go on from the state in the arrays (one row and replication).
    script : ndarray of int64, shape (C, 6)
        Commands; see `tateyoko.net.command`.
    script_values : ndarray of float64, shape (C,)
        Numbers of ``set`` commands.
    out : ndarray of float64, shape (rows x replications, M + 6)
        Per replication: measures, events, end time [ms], fault code, fault place, and the low
        and high half of the trace hash.

    Returns
    -------
    count : int
        Replications run.
    """
    m = table_at(table)
    reg = ints(m, S_REG)
    misc = ints(m, N_MISC)
    cells = floats(m, S_CELLS)
    near = ints(m, S_NEAR)
    dirties = ints(m, S_DIRTY)
    agenda = ints(m, S_AGENDA)
    touched = ints(m, S_TOUCHED)
    pick0 = fixed(misc, H_SEATS)
    guard0 = fixed(misc, H_GUARD0)
    pace0 = fixed(misc, H_PACE0)
    watch0 = fixed(misc, H_WATCHD0)
    count = 0
    for d in range(row0, row1):
        for rep in range(rep0, rep1):
            if not resume:
                reg[R_KEY] = root_key(seed, rep)
                reg[R_FACTS] = reg[R_KEY]
                clear_dirty(m)
                begin(m, rows, d)
                if reg[R_FAULT] == 0:
                    next_command(m, script)
            act = NOTHING
            j = -1
            option = -1
            target = 0
            while True:
                if act == NOTHING:
                    # ---- the next item (rule 64)
                    if reg[R_SETTLES] > MAX_SETTLES:
                        settle_fault(m)
                    if reg[R_FAULT] != 0:
                        break
                    if reg[R_AG0] < reg[R_AG1]:
                        item = moved(agenda, reg[R_AG0] * 4)
                        what = item[0]
                        j = item[1]
                        serial = item[2]
                        target = item[3]
                        reg[R_SETTLES] += 1
                        reg[R_AG0] += 1
                        if reg[R_AG0] == reg[R_AG1]:
                            reg[R_AG0] = 0
                            reg[R_AG1] = 0
                        if what == AG_ABOUT:
                            cancel_about(m, serial, target)
                        elif job_row(m, j)[J_SERIAL] != serial:
                            pass
                        elif what == AG_ENTER:
                            act = DO_ENTER
                        elif what == AG_CLAIM:
                            act = DO_CLAIM
                        elif what == AG_CANCEL:
                            cancel(m, j)
                        else:
                            cancel_group(m, j, target)
                    elif reg[R_TOUCH0] < reg[R_TOUCH1] and (
                        reg[R_DIRTY] == 0 or dirties[0] >= pace0
                    ):
                        j = touched[2 * reg[R_TOUCH0]]
                        serial = touched[2 * reg[R_TOUCH0] + 1]
                        reg[R_SETTLES] += 1
                        reg[R_TOUCH0] += 1
                        if reg[R_TOUCH0] == reg[R_TOUCH1]:
                            reg[R_TOUCH0] = 0
                            reg[R_TOUCH1] = 0
                        r = job_row(m, j)
                        if r[J_SERIAL] == serial:
                            r[J_TOUCHED] = 0
                            if r[J_PHASE] == GUARDED:
                                test(m, j)
                            elif (
                                r[J_PHASE] == WORKING
                                and fixed(step_row(m, r[J_STEP]), K_FLAGS) & HAS_PACE
                            ):
                                repace(m, j)
                    elif reg[R_DIRTY] > 0:
                        element = undirty(m)
                        reg[R_SETTLES] += 1
                        if element < pick0:
                            capacity(m, element)
                        elif element < guard0:
                            z = element - pick0
                            s = seat_row(m, z)
                            j = -1
                            plain = False
                            if s[Z_FLAGS] & ~SEAT_SEEN == 0 and s[Z_FIRM] == 0 and s[Z_QUEUE] > 0:
                                if s[Z_FREE] <= 0:
                                    plain = True
                                else:
                                    level = 0
                                    while not (s[Z_MASK] >> level) & 1:
                                        level += 1
                                    node = s[Z_LISTS + 2 * level]
                                    j = node // LINKS
                                    kf = fixed(step_row(m, job_row(m, j)[J_STEP]), K_FLAGS)
                                    if kf & PLAIN_CLAIM:
                                        plain = True
                                        unlink_from_seat(m, z, node, level, 0)
                                        job_row(m, j)[J_NHELD] = 1
                                        occupy(m, z)
                                        if s[Z_QUEUE] != 0 and s[Z_FREE] > 0:
                                            pick_again(m, z)
                            if not plain:
                                j = pick(m, z)
                            if j >= 0:
                                act = DO_START
                        elif element < pace0:
                            i = ints(m, S_LISTS)[(element - guard0) * 4]
                            while i >= 0:
                                after = job_row(m, i)[J_NEXT]
                                test(m, i)
                                i = after
                        elif element < watch0:
                            i = ints(m, S_LISTS)[(element - pace0) * 4 + 2]
                            while i >= 0:
                                after = job_row(m, i)[J_NEXT]
                                repace(m, i)
                                i = after
                        else:
                            watch(m, element - watch0)
                    else:
                        # ---- the next event (rule 70)
                        n = reg[R_NEAR]
                        if n == 0:
                            if reg[R_FAR] == 0:
                                break
                            refill(m)
                            n = reg[R_NEAR]
                        if reg[R_EVENTS] >= stop:
                            break
                        time = near[2 * n - 2]
                        key = near[2 * n - 1]
                        if time > until:
                            break
                        reg[R_NEAR] = n - 1
                        kind = key >> 61
                        q = (key >> 24) & 137438953471
                        j = key & 16777215
                        r = job_row(m, j)
                        if kind == E_WORK:
                            if r[J_ENDSEQ] != q:
                                continue
                        elif kind == E_DEADLINE and r[J_DEADSEQ] != q:
                            continue
                        if time != reg[R_NOW]:
                            reg[R_SETTLES] = 0
                        reg[R_NOW] = time
                        reg[R_EVENTS] += 1
                        if kind == E_WORK:
                            r[J_ENDSEQ] = 0
                            option = -1
                            act = DO_FINISH
                        elif kind == E_ARRIVAL:
                            arrive(m, j)
                        elif kind == E_COMMAND:
                            option = obey(m, script, script_values)
                            if option >= 0:
                                j = ints(m, S_CHOSEN)[0]
                                act = DO_FINISH
                        else:
                            k = r[J_STEP]
                            row(m, LATE, k, r[J_NAME], 0.0)
                            leave(m, j)
                            go(m, j, fixed(step_row(m, k), K_LATE))
                    if act == NOTHING:
                        continue

                if act == DO_FINISH:
                    r = job_row(m, j)
                    k = r[J_STEP]
                    t = step_row(m, k)
                    has = fixed(t, K_FLAGS)
                    row(m, FINISH, k, r[J_NAME], 0.0)
                    if has & (HAS_PACE | HAS_FINISH | KEEPS):
                        if has & HAS_PACE and has & HAS_WORK and r[J_PHASE] == WORKING:
                            part(m, k, j, 2)
                        if has & HAS_FINISH:
                            about = floats(m, S_ATTR)[j * ATTR_COLS]
                            value(m, fixed(t, K_FINISH), j, about, 1.0)
                            if reg[R_EFFECTS] > 0:
                                apply_effects(m, j)
                        if has & KEEPS:
                            keep_held(m, j)
                    release_held(m, j)
                    if option >= 0:
                        target = fixed(misc, fixed(t, K_ROUTE) + 3 * option)
                    elif has & ONE_WAY:
                        target = fixed(t, K_TARGET)
                    else:
                        target = route(m, j)
                    r[J_PHASE] = MOVING
                    r[J_ENDSEQ] = 0
                    r[J_DEADSEQ] = 0
                    act = DO_ENTER
                    if (
                        reg[R_AG0] != reg[R_AG1]
                        or reg[R_SETTLES] > MAX_SETTLES
                        or reg[R_FAULT] != 0
                    ):
                        go(m, j, target)
                        act = NOTHING
                        continue
                    reg[R_SETTLES] += 1

                if act == DO_ENTER:
                    act = NOTHING
                    if target < 0:
                        end(m, j)
                        continue
                    k = target
                    r = job_row(m, j)
                    t = step_row(m, k)
                    has = fixed(t, K_FLAGS)
                    visits = shorts(m, S_VISITS)
                    at = j * fixed(misc, H_LOCALS) + fixed(t, K_LOCAL)
                    visit = int64(visits[at])
                    r[J_STEP] = k
                    r[J_VISIT] = visit
                    if visit >= MAX_VISITS:
                        fault_at_step(m, F_VISITS, k)
                        continue
                    visits[at] = visit + 1
                    r[J_ASKED] = reg[R_NOW]
                    r[J_RESUME] = 0
                    if has & HAS_PATIENCE:
                        limit = value(m, fixed(t, K_PATIENCE), j, 0.0, 0.0)
                        if limit < 0.0:
                            fault_at_step(m, F_NEGATIVE, k)
                        if reg[R_FAULT] != 0:
                            continue
                        deadline = reg[R_NOW] + int64(math.ceil(min(limit, LATEST)))
                        r[J_DEADSEQ] = push(m, deadline, E_DEADLINE, j)
                    level = 0
                    if has & HAS_LEVEL:
                        x = value(m, fixed(t, K_LEVEL), j, 0.0, 0.0)
                        level = int64(min(max(x, 0.0), LEVELS - 1.0))
                    r[J_LEVEL] = level
                    if has & HAS_WHEN and value(m, fixed(t, K_WHEN), j, 0.0, 1.0) != 1.0:
                        wait(m, j)
                        continue
                    act = DO_CLAIM

                if act == DO_CLAIM:
                    r = job_row(m, j)
                    k = r[J_STEP]
                    t = step_row(m, k)
                    has = fixed(t, K_FLAGS)
                    if not has & HAS_CLAIM:
                        r[J_NHELD] = 0
                    elif not has & ONE_SEAT:
                        if claim_seats(m, j) == NOTHING:
                            act = NOTHING
                            continue
                    else:
                        z = fixed(t, K_SEAT1)
                        s = seat_row(m, z)
                        if reg[R_FAULT] != 0:
                            act = NOTHING
                            continue
                        if s[Z_QUEUE] == 0 and s[Z_FREE] > 0:
                            r[J_NHELD] = 1
                            occupy(m, z)
                        else:
                            act = NOTHING
                            if s[Z_QUEUE] >= s[Z_TRAY]:
                                row(m, MISSED, k, r[J_NAME], 0.0)
                                go(m, j, fixed(t, K_MISSED))
                                continue
                            r[J_PHASE] = QUEUED
                            r[J_ORDER] = tick(m)
                            row(m, QUEUE, k, r[J_NAME], float64(r[J_LEVEL]))
                            enqueue(m, j, 0, z, 0)
                            if s[Z_FREE] > 0 or s[Z_FLAGS] & SEAT_PRE_EMPTS:
                                pick_again(m, z)
                            continue

                # ---- START (rule 58)
                r = job_row(m, j)
                f = job_floats(m, j)
                k = r[J_STEP]
                t = step_row(m, k)
                has = fixed(t, K_FLAGS)
                act = NOTHING
                r[J_PHASE] = WORKING
                r[J_ORDER] = tick(m)
                r[J_SINCE] = reg[R_NOW]
                if r[J_RESUME] != 0:
                    r[J_RESUME] = 0
                    row(m, RESUME, k, r[J_NAME], f[J_LEFT])
                else:
                    if not has & WHOLE_STEP:
                        r[J_DEADSEQ] = 0
                    row(m, START, k, r[J_NAME], 0.0)
                    u = 0.0
                    v = 0.0
                    if has & HAS_BLOCK:
                        u, v = block(reg[R_KEY], r[J_NAME], fixed(t, K_LUCK), r[J_VISIT] << 16)
                    f[J_U] = v
                    if has & (HAS_START | HAS_OPEN):
                        if has & HAS_START:
                            about = floats(m, S_ATTR)[j * ATTR_COLS]
                            value(m, fixed(t, K_START), j, about, 1.0)
                            if reg[R_EFFECTS] > 0:
                                apply_effects(m, j)
                        if has & HAS_OPEN and value(m, fixed(t, K_OPEN), j, 0.0, 0.0) == 1.0:
                            r[J_PHASE] = OPENED
                            row(m, OPEN, k, r[J_NAME], 0.0)
                            continue
                    if not has & HAS_WORK:
                        option = -1
                        act = DO_FINISH
                        continue
                    first = cells[fixed(t, K_P0)]
                    second = cells[fixed(t, K_P1)]
                    left = sample(fixed(t, K_WORK), first, second, cells[fixed(t, K_P2)], u)
                    factor = 1.0
                    if has & HAS_FACTOR:
                        factor = value(m, fixed(t, K_FACTOR), j, 0.0, 1.0)
                        left = left * factor
                    if not left >= 0.0:
                        fault_at_step(m, F_NAN if left != left else F_NEGATIVE, k)
                    f[J_LEFT] = left
                    f[J_DONE] = 0.0
                    f[J_FACTOR] = factor
                if reg[R_FAULT] != 0:
                    continue
                f[J_PACE] = 1.0
                if has & HAS_PACE:
                    join(m, k, j, 2)
                    pace = value(m, fixed(t, K_PACE), j, 0.0, 1.0)
                    f[J_PACE] = pace
                    if pace < 0.0:
                        fault_at_step(m, F_NEGATIVE, k)
                schedule(m, j)
            # ---- end of one replication
            flush_seats(m)
            if count < out.shape[0]:
                measures = fixed(misc, H_NMEASURE)
                if stop >= TO_THE_END:
                    measure(m, until, out, count)
                out[count, measures] = reg[R_EVENTS]
                out[count, measures + 1] = reg[R_NOW]
                out[count, measures + 2] = reg[R_FAULT]
                out[count, measures + 3] = reg[R_PLACE]
                out[count, measures + 4] = reg[R_HASH] & 0xFFFFFFFF
                out[count, measures + 5] = (reg[R_HASH] >> 32) & 0xFFFFFFFF
            count += 1
    return count
