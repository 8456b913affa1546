"""Jobs: lists they stand in, birth, leaving, death, and what programs asked for.

A third of its lines import names of columns.
"""

# ruff: noqa: SIM109  (Numba compiles `in` a tuple to a loop)
from __future__ import annotations

from tateyoko.engine.kernel_code import value
from tateyoko.engine.kernel_dice import name_of
from tateyoko.engine.kernel_events import dirty, fault, post, row, spread, tick, touch, write
from tateyoko.engine.kernel_layout import (
    AG_ABOUT,
    AG_CANCEL,
    AG_CLAIM,
    AG_ENTER,
    AG_GROUP,
    ATTR_COLS,
    C_HELD,
    C_KEPT,
    C_MINE,
    CLAIM_COLS,
    ELEM_COLS,
    FX_ABOUT,
    FX_CANCEL,
    FX_GROUP,
    FX_MARK,
    FX_PARENT,
    FX_RELEASE,
    FX_SPAWN,
    FX_TOUCH,
    H_BUSY,
    H_CAPACITY,
    H_LOCALS,
    H_QUEUE,
    H_SEATS,
    HAS_PACE,
    HOLDER_LINK,
    IS_FIRM,
    J_ASKED,
    J_BORN,
    J_DEADSEQ,
    J_ENDSEQ,
    J_FIRST,
    J_LAST,
    J_LEVEL,
    J_NAME,
    J_NEXT,
    J_NHELD,
    J_NKEPT,
    J_NMINE,
    J_ORDER,
    J_PARENT,
    J_PHASE,
    J_PREV,
    J_ROOT,
    J_SERIAL,
    J_SIBN,
    J_SIBP,
    J_SPAWN,
    J_STEP,
    J_TYPE,
    J_VISIT,
    JOB_COLS,
    K_FLAGS,
    K_LUCK,
    K_SEAT1,
    K_WHEN,
    LINKS,
    N_ELEM,
    N_MISC,
    N_STEP,
    ONE_SEAT,
    P_ALIVE,
    P_TAG,
    P_TYPE,
    R_EFFECTS,
    R_FAULT,
    R_HIGH,
    R_NFREE,
    R_NOW,
    R_POOL,
    R_ROOT0,
    R_ROOT1,
    S_ATTR,
    S_CELLS,
    S_CLAIM,
    S_EFFECT,
    S_FREE,
    S_JOB,
    S_LINK,
    S_LISTS,
    S_REG,
    S_SCRATCH,
    S_SEAT,
    S_VISITS,
    SEAT_PAUSES,
    SEAT_SEEN,
    SEATROW_COLS,
    STEP_COLS,
    T_FIRST,
    T_LOCALS,
    Z_CAP,
    Z_FIRM,
    Z_FLAGS,
    Z_FREE,
    Z_HOLDERS,
    Z_LISTS,
    Z_LUCK,
    Z_MASK,
    Z_NAME,
    Z_PICKS,
    Z_QUEUE,
    Z_VISIT,
)
from tateyoko.engine.kernel_machine import (
    Ints,
    Table,
    fixed,
    float64,
    floats,
    hot,
    int64,
    ints,
    leaf,
    moved,
    shorts,
)
from tateyoko.net.codes import (
    BORN,
    CANCEL,
    F_POOL,
    GUARDED,
    MARK,
    MOVING,
    OPENED,
    QUEUED,
    WAIT,
    WORKING,
)


@hot
def job_row(m: Table, j: int) -> Ints:
    """Row of a job."""
    return moved(ints(m, S_JOB), j * JOB_COLS)


@hot
def seat_row(m: Table, z: int) -> Ints:
    """Row of a seat."""
    return moved(ints(m, S_SEAT), z * SEATROW_COLS)


@hot
def step_row(m: Table, k: int) -> Ints:
    """Row of a step."""
    return moved(ints(m, N_STEP), k * STEP_COLS)


# ---- the two lists of a step: guarded (0) and working at a pace (2)


@leaf
def join(m: Table, k: int, j: int, column: int) -> None:
    """Append a job."""
    ends = moved(ints(m, S_LISTS), k * 4 + column)
    r = job_row(m, j)
    tail = ends[1]
    r[J_PREV] = tail
    r[J_NEXT] = -1
    if tail < 0:
        ends[0] = j
    else:
        job_row(m, tail)[J_NEXT] = j
    ends[1] = j


@leaf
def part(m: Table, k: int, j: int, column: int) -> None:
    """Take a job out."""
    ends = moved(ints(m, S_LISTS), k * 4 + column)
    r = job_row(m, j)
    before = r[J_PREV]
    after = r[J_NEXT]
    if before < 0:
        ends[0] = after
    else:
        job_row(m, before)[J_NEXT] = after
    if after < 0:
        ends[1] = before
    else:
        job_row(m, after)[J_PREV] = before


# ---- seats


@leaf
def seat_changed(m: Table, z: int) -> None:
    """Write a seat's counts to the cells that expressions read."""
    misc = ints(m, N_MISC)
    s = seat_row(m, z)
    write(m, fixed(misc, H_QUEUE) + z, float64(s[Z_QUEUE]))
    write(m, fixed(misc, H_BUSY) + z, float64(s[Z_CAP] - s[Z_FREE]))
    write(m, fixed(misc, H_CAPACITY) + z, float64(s[Z_CAP]))


@leaf
def pick_again(m: Table, z: int) -> None:
    """Let a seat look at its waiting list when it settles."""
    dirty(m, fixed(ints(m, N_MISC), H_SEATS) + z)


@hot
def unlink_from_seat(m: Table, z: int, node: int, level: int, is_firm: int) -> None:
    """Take one entry off a seat's waiting list."""
    s = seat_row(m, z)
    ends = moved(s, Z_LISTS + 2 * level)
    link = ints(m, S_LINK)
    before = link[2 * node]
    after = link[2 * node + 1]
    if before < 0:
        ends[0] = after
        if after < 0:
            s[Z_MASK] &= ~(1 << level)
    else:
        link[2 * before + 1] = after
    if after < 0:
        ends[1] = before
    else:
        link[2 * after] = before
    s[Z_QUEUE] -= 1
    if s[Z_FLAGS] & SEAT_SEEN:
        seat_changed(m, z)
    if is_firm:
        s[Z_FIRM] -= 1
        if s[Z_QUEUE] != 0 and s[Z_FREE] > 0:
            pick_again(m, z)


@leaf
def unqueue(m: Table, j: int) -> None:
    """Take a job off the waiting lists of all the seats it claims."""
    r = job_row(m, j)
    t = step_row(m, r[J_STEP])
    is_firm = fixed(t, K_FLAGS) & IS_FIRM
    if fixed(t, K_FLAGS) & ONE_SEAT:
        unlink_from_seat(m, fixed(t, K_SEAT1), j * LINKS, r[J_LEVEL], is_firm)
    else:
        mine = moved(ints(m, S_CLAIM), j * CLAIM_COLS + C_MINE)
        for e in range(r[J_NMINE]):
            unlink_from_seat(m, mine[e], j * LINKS + e, r[J_LEVEL], is_firm)


@leaf
def enqueue(m: Table, j: int, e: int, z: int, at_head: int) -> None:
    """Put entry e of a job on the waiting list of seat z, at its level."""
    r = job_row(m, j)
    s = seat_row(m, z)
    level = r[J_LEVEL]
    node = j * LINKS + e
    ends = moved(s, Z_LISTS + 2 * level)
    link = ints(m, S_LINK)
    if at_head:
        after = ends[0]
        link[2 * node] = -1
        link[2 * node + 1] = after
        ends[0] = node
        if after < 0:
            ends[1] = node
        else:
            link[2 * after] = node
    else:
        before = ends[1]
        link[2 * node] = before
        link[2 * node + 1] = -1
        ends[1] = node
        if before < 0:
            ends[0] = node
        else:
            link[2 * before + 1] = node
    s[Z_MASK] |= 1 << level
    s[Z_QUEUE] += 1
    if s[Z_FLAGS] & SEAT_SEEN:
        seat_changed(m, z)
    if fixed(step_row(m, r[J_STEP]), K_FLAGS) & IS_FIRM:
        s[Z_FIRM] += 1


@hot
def occupy(m: Table, z: int) -> None:
    """Take one place at a seat."""
    s = seat_row(m, z)
    s[Z_FREE] -= 1
    if s[Z_FLAGS] & SEAT_SEEN:
        seat_changed(m, z)


@hot
def occupy_one(m: Table, j: int, z: int) -> None:
    """Take the seat of a claim of one seat; note who could be paused there."""
    job_row(m, j)[J_NHELD] = 1
    occupy(m, z)
    s = seat_row(m, z)
    if s[Z_FLAGS] & SEAT_PAUSES:
        link = ints(m, S_LINK)
        node = j * LINKS + HOLDER_LINK
        after = s[Z_HOLDERS]
        link[2 * node] = -1
        link[2 * node + 1] = after
        if after >= 0:
            link[2 * after] = node
        s[Z_HOLDERS] = node


@hot
def release_hold(m: Table, j: int, z: int) -> None:
    """Note that a job at a seat of its own can no longer be paused there."""
    s = seat_row(m, z)
    if s[Z_FLAGS] & SEAT_PAUSES:
        link = ints(m, S_LINK)
        node = j * LINKS + HOLDER_LINK
        before = link[2 * node]
        after = link[2 * node + 1]
        if before < 0:
            s[Z_HOLDERS] = after
        else:
            link[2 * before + 1] = after
        if after >= 0:
            link[2 * after] = before


@hot
def release(m: Table, z: int, j: int) -> None:
    """Free one place; the visit that frees it owns the dice of the next pick (SEAT-3)."""
    r = job_row(m, j)
    s = seat_row(m, z)
    s[Z_FREE] += 1
    if s[Z_FLAGS] & SEAT_SEEN:
        seat_changed(m, z)
    s[Z_NAME] = r[J_NAME]
    s[Z_LUCK] = fixed(step_row(m, r[J_STEP]), K_LUCK)
    s[Z_VISIT] = r[J_VISIT]
    s[Z_PICKS] = 0
    if s[Z_QUEUE] != 0 and s[Z_FREE] > 0:
        pick_again(m, z)


@hot
def release_held(m: Table, j: int) -> None:
    """Free the seats of the claim under way."""
    r = job_row(m, j)
    n = r[J_NHELD]
    if n > 0:
        t = step_row(m, r[J_STEP])
        if fixed(t, K_FLAGS) & ONE_SEAT:
            release_hold(m, j, fixed(t, K_SEAT1))
            release(m, fixed(t, K_SEAT1), j)
        else:
            held = moved(ints(m, S_CLAIM), j * CLAIM_COLS + C_HELD)
            for e in range(n):
                release(m, held[e], j)
        r[J_NHELD] = 0


# ---- life


@leaf
def birth(m: Table, kind: int, name: int, about: float, parent: int, spawn: int) -> None:
    """Make a job and post its first step (JOB-1, JOB-2)."""
    reg = ints(m, S_REG)
    n = reg[R_NFREE] - 1
    if n >= 0:
        reg[R_NFREE] = n
        j = ints(m, S_FREE)[n]
    elif reg[R_HIGH] < reg[R_POOL]:
        j = reg[R_HIGH]
        reg[R_HIGH] = j + 1
    else:
        fault(m, F_POOL, 0)
        return
    q = tick(m)
    row_of_type = moved(ints(m, N_ELEM), kind * ELEM_COLS)
    r = job_row(m, j)
    for i in range(JOB_COLS):
        r[i] = 0
    r[J_NAME] = name
    r[J_TYPE] = kind
    r[J_PHASE] = MOVING
    r[J_SERIAL] = q
    r[J_ASKED] = reg[R_NOW]
    r[J_BORN] = reg[R_NOW]
    r[J_PARENT] = parent
    r[J_SPAWN] = spawn
    r[J_FIRST] = -1
    r[J_LAST] = -1
    r[J_SIBN] = -1
    attr = moved(floats(m, S_ATTR), j * ATTR_COLS)
    for i in range(ATTR_COLS):
        attr[i] = 0.0
    attr[0] = about
    visits = moved(shorts(m, S_VISITS), j * fixed(ints(m, N_MISC), H_LOCALS))
    for i in range(fixed(row_of_type, T_LOCALS)):
        visits[i] = 0
    if parent >= 0:
        above = job_row(m, parent)
        r[J_ROOT] = above[J_ROOT]
        older = above[J_LAST]
        above[J_LAST] = j
        if older < 0:
            above[J_FIRST] = j
    else:
        r[J_ROOT] = j
        older = reg[R_ROOT1]
        reg[R_ROOT1] = j
        if older < 0:
            reg[R_ROOT0] = j
    r[J_SIBP] = older
    if older >= 0:
        job_row(m, older)[J_SIBN] = j
    row(m, BORN, kind, name, about)
    post(m, AG_ENTER, j, q, fixed(row_of_type, T_FIRST))


@leaf
def forget(m: Table, j: int) -> None:
    """Take a dead job off its parent's (or the world's) list and free its slot."""
    reg = ints(m, S_REG)
    r = job_row(m, j)
    parent = r[J_PARENT]
    before = r[J_SIBP]
    after = r[J_SIBN]
    if before >= 0:
        job_row(m, before)[J_SIBN] = after
    elif parent >= 0:
        job_row(m, parent)[J_FIRST] = after
    else:
        reg[R_ROOT0] = after
    if after >= 0:
        job_row(m, after)[J_SIBP] = before
    elif parent >= 0:
        job_row(m, parent)[J_LAST] = before
    else:
        reg[R_ROOT1] = before
    if parent >= 0 and job_row(m, parent)[J_PHASE] != 0:
        alive = fixed(ints(m, N_ELEM), r[J_SPAWN] * ELEM_COLS + P_ALIVE)
        floats(m, S_ATTR)[parent * ATTR_COLS + alive] -= 1.0
    ints(m, S_FREE)[reg[R_NFREE]] = j
    reg[R_NFREE] += 1


@leaf
def leave(m: Table, j: int) -> None:
    """Take a job out of whatever it is in (JOB-5, STEP-9)."""
    r = job_row(m, j)
    k = r[J_STEP]
    phase = r[J_PHASE]
    if phase == GUARDED:
        part(m, k, j, 0)
    elif phase == QUEUED:
        unqueue(m, j)
    elif phase == WORKING or phase == OPENED:
        if phase == WORKING and fixed(step_row(m, k), K_FLAGS) & HAS_PACE:
            part(m, k, j, 2)
        release_held(m, j)
    r[J_PHASE] = MOVING
    r[J_ENDSEQ] = 0
    r[J_DEADSEQ] = 0


@leaf
def die(m: Table, j: int) -> None:
    """Release what is kept; the slot stays until `forget`."""
    r = job_row(m, j)
    kept = moved(ints(m, S_CLAIM), j * CLAIM_COLS + C_KEPT)
    for e in range(r[J_NKEPT]):
        release(m, kept[e], j)
    r[J_NKEPT] = 0
    r[J_PHASE] = 0
    r[J_SERIAL] = 0
    r[J_ENDSEQ] = 0
    r[J_DEADSEQ] = 0


@leaf
def cancel(m: Table, top: int) -> None:
    """End a job and its descendants, parents first, in order of birth (JOB-5)."""
    reg = ints(m, S_REG)
    free = ints(m, S_FREE)
    j = top
    more = True
    while more:
        r = job_row(m, j)
        row(m, CANCEL, r[J_STEP], r[J_NAME], 0.0)
        leave(m, j)
        die(m, j)
        if r[J_FIRST] >= 0:
            j = r[J_FIRST]
            continue
        while True:
            if j == top:
                more = False
                break
            after = job_row(m, j)[J_SIBN]
            parent = job_row(m, j)[J_PARENT]
            free[reg[R_NFREE]] = j
            reg[R_NFREE] += 1
            if after >= 0:
                j = after
                break
            j = parent
    forget(m, top)
    parent = job_row(m, top)[J_PARENT]
    if parent >= 0 and job_row(m, parent)[J_PHASE] != 0:
        touch(m, parent)


@leaf
def apply_effects(m: Table, j: int) -> None:
    """Do what a program asked for: first what its writes touch, then the rest as written."""
    reg = ints(m, S_REG)
    n = reg[R_EFFECTS]
    reg[R_EFFECTS] = 0
    if reg[R_FAULT] != 0:
        return
    r = job_row(m, j)
    effects = ints(m, S_EFFECT)
    scratch = floats(m, S_SCRATCH)
    for i in range(n):
        what = effects[4 * i]
        if what == FX_TOUCH:
            spread(m, effects[4 * i + 1], scratch[i])
        elif what == FX_PARENT:
            touch(m, r[J_PARENT])
    for i in range(n):
        what = effects[4 * i]
        a = effects[4 * i + 1]
        if what == FX_MARK:
            row(m, MARK, a, r[J_NAME], floats(m, S_CELLS)[a + 2])
        elif what == FX_SPAWN:
            spawn_children(m, j, a, effects[4 * i + 3], effects[4 * i + 2])
        elif what == FX_CANCEL:
            post(m, AG_CANCEL, j, r[J_SERIAL], 0)
        elif what == FX_GROUP:
            post(m, AG_GROUP, j, r[J_SERIAL], a)
        elif what == FX_ABOUT:
            post(m, AG_ABOUT, -1, a, effects[4 * i + 2])
        elif what == FX_RELEASE:
            release_kept(m, j, a)


@leaf
def spawn_children(m: Table, j: int, spawn: int, first: int, number: int) -> None:
    """Make children about first, first + 1, ... (JOB-3)."""
    reg = ints(m, S_REG)
    r = job_row(m, j)
    p = moved(ints(m, N_ELEM), spawn * ELEM_COLS)
    alive = fixed(p, P_ALIVE)
    for e in range(first, first + number):
        if reg[R_FAULT] != 0:
            break
        name = name_of(r[J_NAME], fixed(p, P_TAG), (r[J_VISIT] << 32) | e)
        if alive >= 0:
            floats(m, S_ATTR)[j * ATTR_COLS + alive] += 1.0
            birth(m, fixed(p, P_TYPE), name, float64(e), j, spawn)
        else:
            birth(m, fixed(p, P_TYPE), name, float64(e), -1, -1)


@leaf
def release_kept(m: Table, j: int, seat: int) -> None:
    """Let go of one kept seat, or of all (-1)."""
    r = job_row(m, j)
    kept = moved(ints(m, S_CLAIM), j * CLAIM_COLS + C_KEPT)
    n = r[J_NKEPT]
    r[J_NKEPT] = 0
    for e in range(n):
        z = kept[e]
        if seat < 0 or z == seat:
            release(m, z, j)
        else:
            kept[r[J_NKEPT]] = z
            r[J_NKEPT] += 1


# ---- guards


@leaf
def wait(m: Table, j: int) -> None:
    """Wait outside every queue for the guard."""
    r = job_row(m, j)
    r[J_PHASE] = GUARDED
    r[J_ORDER] = tick(m)
    join(m, r[J_STEP], j, 0)
    row(m, WAIT, r[J_STEP], r[J_NAME], 0.0)


@leaf
def test(m: Table, j: int) -> None:
    """Test the guard of a waiting job (SETTLE-3)."""
    r = job_row(m, j)
    k = r[J_STEP]
    if value(m, fixed(step_row(m, k), K_WHEN), j, 0.0, 1.0) == 1.0:
        part(m, k, j, 0)
        r[J_PHASE] = MOVING
        post(m, AG_CLAIM, j, r[J_SERIAL], 0)


@leaf
def go(m: Table, j: int, target: int) -> None:
    """Post a job's next step."""
    r = job_row(m, j)
    r[J_PHASE] = MOVING
    r[J_ENDSEQ] = 0
    r[J_DEADSEQ] = 0
    post(m, AG_ENTER, j, r[J_SERIAL], target)


@leaf
def find(m: Table, name: int) -> int:
    """Slot of the living job with a name, or -1."""
    for j in range(ints(m, S_REG)[R_HIGH]):
        r = job_row(m, j)
        if r[J_PHASE] != 0 and r[J_NAME] == name:
            return int64(j)
    return -1
