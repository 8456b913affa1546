"""The kernel: the semantics of `reference` as one compiled function over flat arrays.

`run` is one loop. With nothing in hand it takes the next item (agenda, touched job, smallest
dirty element, else an event); an item may put a job in hand, which then falls through the
sections FINISH, ENTER, CLAIM and START. After a fault nothing is traced any more and the loop
ends at the next item. No code is made per net, so the compiled function is loaded from a cache.
The module is long because it is one function.

Rule numbers refer to docs/explanation/semantics.md; why it is built this way, to
docs/explanation/decisions/0007-kernel.md.
"""

from __future__ import annotations

import math
from typing import Any

from tateyoko.engine.kernel_cache import entry
from tateyoko.engine.kernel_code import value
from tateyoko.engine.kernel_dice import block, root_key, sample
from tateyoko.engine.kernel_events import (
    push,
    refill,
    row,
    tick,
    undirty,
)
from tateyoko.engine.kernel_items import (
    DO_CLAIM,
    DO_ENTER,
    DO_FINISH,
    DO_START,
    NOTHING,
    arrive,
    begin,
    cancel_about,
    cancel_group,
    claim_seats,
    clear_dirty,
    end,
    flush_seats,
    keep_held,
    measure,
    next_command,
    obey,
    settle_fault,
    watch,
)
from tateyoko.engine.kernel_jobs import (
    apply_effects,
    cancel,
    enqueue,
    go,
    job_row,
    join,
    leave,
    occupy_one,
    part,
    pick_again,
    release_held,
    seat_row,
    step_row,
    test,
    wait,
)
from tateyoko.engine.kernel_layout import (
    AG_ABOUT,
    AG_CANCEL,
    AG_CLAIM,
    AG_ENTER,
    ATTR_COLS,
    H_GUARD0,
    H_LOCALS,
    H_NMEASURE,
    H_PACE0,
    H_SEATS,
    H_WATCHD0,
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
    J_DEADSEQ,
    J_DONE,
    J_ENDSEQ,
    J_FACTOR,
    J_LEFT,
    J_LEVEL,
    J_NAME,
    J_NEXT,
    J_NHELD,
    J_ORDER,
    J_PACE,
    J_PHASE,
    J_RESUME,
    J_SERIAL,
    J_SINCE,
    J_STEP,
    J_TOUCHED,
    J_U,
    J_VISIT,
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
    K_WHEN,
    K_WORK,
    KEEPS,
    N_MISC,
    ONE_SEAT,
    ONE_WAY,
    R_ABORT,
    R_AG0,
    R_AG1,
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
    R_SETTLES,
    R_TOUCH0,
    R_TOUCH1,
    S_AGENDA,
    S_ATTR,
    S_CELLS,
    S_CHOSEN,
    S_DIRTY,
    S_LISTS,
    S_NEAR,
    S_REG,
    S_TOUCHED,
    S_VISITS,
    SEAT_PRE_EMPTS,
    WHOLE_STEP,
    Z_FLAGS,
    Z_FREE,
    Z_QUEUE,
    Z_TRAY,
)
from tateyoko.engine.kernel_machine import (
    fixed,
    float64,
    floats,
    int64,
    ints,
    moved,
    shorts,
    table_at,
)
from tateyoko.engine.kernel_work import (
    NOT_PLAIN,
    capacity,
    fault_at_step,
    job_floats,
    pick,
    pick_plain,
    repace,
    route,
    schedule,
)
from tateyoko.net.codes import (
    E_ARRIVAL,
    E_COMMAND,
    E_DEADLINE,
    E_WORK,
    F_NAN,
    F_NEGATIVE,
    F_VISITS,
    FINISH,
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
    START,
    WORKING,
)

LATEST = 4503599627370496.0
#: ``stop`` from here on means: run to the end and read the measures.
TO_THE_END = 1 << 60


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
    carry_cells: Any,
    carried: Any,
    carried0: int,
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
    carry_cells : ndarray of int64, shape (K,)
        Cells that start from what another net has handed over.
    carried : ndarray of float64, shape (D, R, K)
        Their values; not read if there are no such cells.
    carried0 : int
        Replication of the first column of `carried`.
    out : ndarray of float64, shape (rows x replications, M + C + 6)
        Per replication: measures, values to hand over, events, end time [ms], fault code, fault
        place, and the low and high half of the trace hash.

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
                begin(m, rows, d, carry_cells, carried, rep - carried0)
                if reg[R_FAULT] == 0:
                    next_command(m, script)
            act = NOTHING
            j = -1
            option = -1
            target = 0
            while True:
                if act == NOTHING:
                    # ---- the next item (SETTLE-1)
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
                            j = pick_plain(m, z)
                            if j == NOT_PLAIN:
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
                        # ---- the next event (TIME-2)
                        n = reg[R_NEAR]
                        if n == 0:
                            if reg[R_FAR] == 0:
                                break
                            refill(m)
                            n = reg[R_NEAR]
                        if reg[R_EVENTS] >= stop or reg[R_ABORT] != 0:
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
                            occupy_one(m, j, z)
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

                # ---- START (STEP-4)
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
            if reg[R_ABORT] != 0:
                return count
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
