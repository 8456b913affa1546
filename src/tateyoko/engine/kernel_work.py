"""Claims and work: which seats, which job next, how long, and which way out."""

from __future__ import annotations

import math

from tateyoko.engine.kernel_code import open_until, through, value
from tateyoko.engine.kernel_dice import block, name_of, sample, whole
from tateyoko.engine.kernel_events import fault, push, row, tick
from tateyoko.engine.kernel_jobs import (
    enqueue,
    go,
    job_row,
    occupy,
    occupy_one,
    part,
    pick_again,
    release_hold,
    seat_changed,
    seat_row,
    step_row,
    unlink_from_seat,
    unqueue,
    wait,
)
from tateyoko.engine.kernel_layout import (
    C_HELD,
    CLAIM_COLS,
    ELEM_COLS,
    G_KEY,
    G_KIND,
    G_P0,
    G_P1,
    G_P2,
    H_STREAM0,
    HAS_CAL,
    HAS_PACE,
    IS_FIRM,
    J_DONE,
    J_ENDSEQ,
    J_INDEX,
    J_LEFT,
    J_LEVEL,
    J_NAME,
    J_NHELD,
    J_NMINE,
    J_ORDER,
    J_PACE,
    J_PHASE,
    J_RESUME,
    J_SINCE,
    J_STEP,
    J_U,
    JOB_COLS,
    K_CAL,
    K_CLAIM,
    K_FLAGS,
    K_PACE,
    K_ROUTE,
    K_SEAT1,
    K_VOID,
    K_WAYS,
    K_WHEN,
    LINKS,
    N_ELEM,
    N_MISC,
    N_SEAT,
    ONE_SEAT,
    PLAIN_CLAIM,
    R_FAULT,
    R_KEY,
    R_NOW,
    R_POOL,
    S_CELLS,
    S_CHOSEN,
    S_CLAIM,
    S_FOUND,
    S_JOB,
    S_LINK,
    S_REG,
    S_SCRATCH,
    S_STREAM,
    SEAT_COLS,
    SEAT_PRE_EMPTS,
    SEAT_RULE,
    STREAM_COLS,
    V_CAPACITY,
    V_KEY,
    V_PICK,
    V_PRE_EMPT,
    V_SUSPEND,
    V_WEIGHT,
    Z_CAP,
    Z_CHANGES,
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
    Floats,
    Table,
    fixed,
    float64,
    floats,
    hot,
    int64,
    ints,
    leaf,
    moved,
)
from tateyoko.net.codes import (
    CAPACITY,
    E_ARRIVAL,
    E_WORK,
    F_NEGATIVE,
    F_RANGE,
    LEVELS,
    PACE,
    PAUSE,
    QUEUED,
    VOID,
    WAIT_AGAIN,
    WORKING,
)

_SEAT_PLACE = 1 << 40
LATEST = 4503599627370496.0
#: What `pick_plain` answers when the pick is not plain.
NOT_PLAIN = -2


@hot
def job_floats(m: Table, j: int) -> Floats:
    """Row of a job, as floats (work left, pace, route uniform)."""
    return moved(floats(m, S_JOB), j * JOB_COLS)


@leaf
def fault_at_step(m: Table, code: int, k: int) -> None:
    """Note a fault in a step."""
    fault(m, code, -1 - k)


@leaf
def fault_at_seat(m: Table, code: int, z: int) -> None:
    """Note a fault at a seat."""
    fault(m, code, -1 - _SEAT_PLACE - z)


# ---- who may have which seat


@leaf
def victim(m: Table, z: int, level: int) -> int:
    """Working job of a worse level that a seat may pause: worst level, then latest start."""
    link = ints(m, S_LINK)
    best = -1
    best_level = level
    best_order = 0
    node = seat_row(m, z)[Z_HOLDERS]
    while node >= 0:
        j = node // LINKS
        r = job_row(m, j)
        here = r[J_LEVEL]
        if r[J_PHASE] == WORKING and (
            here > best_level or (best >= 0 and here == best_level and r[J_ORDER] > best_order)
        ):
            best = j
            best_level = here
            best_order = r[J_ORDER]
        node = link[2 * node + 1]
    return best


@leaf
def places(m: Table, z: int, level: int, pre_empting: int) -> int:
    """Free places at a seat; when pre-empting, one more if somebody may be paused."""
    free = seat_row(m, z)[Z_FREE]
    may_pause = pre_empting and fixed(ints(m, N_SEAT), z * SEAT_COLS + V_PRE_EMPT)
    if may_pause and victim(m, z, level) >= 0:
        free += 1
    return free


@leaf
def firm_ahead(m: Table, z: int, j: int) -> bool:
    """Whether a firm job waits at a seat ahead of j, which waits there too."""
    s = seat_row(m, z)
    link = ints(m, S_LINK)
    ahead = False
    for level in range(LEVELS):
        node = s[Z_LISTS + 2 * level]
        while node >= 0:
            other = node // LINKS
            if other == j:
                return ahead
            if fixed(step_row(m, job_row(m, other)[J_STEP]), K_FLAGS) & IS_FIRM:
                ahead = True
            node = link[2 * node + 1]
    return False


@leaf
def choose(m: Table, j: int, pre_empting: int) -> int:
    """Choose seats that meet the whole claim now (CLAIM-6); their number, or -1."""
    r = job_row(m, j)
    t = step_row(m, r[J_STEP])
    chosen = ints(m, S_CHOSEN)
    level = r[J_LEVEL]
    m_chosen = 0
    if fixed(t, K_FLAGS) & ONE_SEAT:
        z = fixed(t, K_SEAT1)
        if places(m, z, level, pre_empting) <= 0:
            return -1
        chosen[0] = z
        m_chosen = 1
    else:
        misc = ints(m, N_MISC)
        found = ints(m, S_FOUND)
        cost = floats(m, S_SCRATCH)
        at = fixed(t, K_CLAIM)
        groups = fixed(misc, at)
        at += 1
        for _ in range(groups):
            need = fixed(misc, at)
            prefer = fixed(misc, at + 1)
            index = fixed(misc, at + 2)
            n = fixed(misc, at + 3)
            seats = moved(misc, at + 4)
            at += 4 + n
            if index >= 0:
                seats = moved(seats, r[J_INDEX])
                n = 1
            for i in range(n):
                found[i] = i
            if prefer >= 0:
                for i in range(n):
                    c = value(m, prefer, j, float64(i), 0.0)
                    h = i
                    while h > 0 and cost[h - 1] > c:
                        cost[h] = cost[h - 1]
                        found[h] = found[h - 1]
                        h -= 1
                    cost[h] = c
                    found[h] = i
            got = 0
            for i in range(n):
                z = seats[found[i]]
                free = places(m, z, level, pre_empting)
                for e in range(m_chosen):
                    if chosen[e] == z:
                        free -= 1
                if free > 0:
                    chosen[m_chosen] = z
                    m_chosen += 1
                    got += 1
                    if got == need:
                        break
            if got < need:
                return -1
    for i in range(m_chosen):
        z = chosen[i]
        if seat_row(m, z)[Z_FIRM] > 0 and firm_ahead(m, z, j):
            return -1
    return m_chosen


@leaf
def take(m: Table, j: int, number: int) -> None:
    """Occupy the chosen seats."""
    chosen = ints(m, S_CHOSEN)
    r = job_row(m, j)
    if fixed(step_row(m, r[J_STEP]), K_FLAGS) & ONE_SEAT:
        occupy_one(m, j, chosen[0])
        return
    held = moved(ints(m, S_CLAIM), j * CLAIM_COLS + C_HELD)
    r[J_NHELD] = number
    for e in range(number):
        held[e] = chosen[e]
        occupy(m, chosen[e])


# ---- work


@leaf
def schedule(m: Table, j: int) -> None:
    """Schedule the end of work that goes on at the present pace (WORK-1, WORK-2)."""
    r = job_row(m, j)
    f = job_floats(m, j)
    t = step_row(m, r[J_STEP])
    now = ints(m, S_REG)[R_NOW]
    left = f[J_LEFT]
    r[J_ENDSEQ] = 0
    if fixed(t, K_FLAGS) & HAS_CAL:
        cal = moved(ints(m, N_MISC), fixed(t, K_CAL))
        if left * (float64(cal[0]) / float64(cal[1])) < LATEST:
            end = through(cal, now, int64(math.ceil(left)))
            r[J_ENDSEQ] = push(m, end, E_WORK, j)
    elif fixed(t, K_FLAGS) & HAS_PACE:
        pace = f[J_PACE]
        if pace > 0.0 and left < pace * LATEST:
            r[J_ENDSEQ] = push(m, now + int64(math.ceil(left / pace)), E_WORK, j)
    elif left < LATEST:
        r[J_ENDSEQ] = push(m, now + int64(math.ceil(left)), E_WORK, j)


@leaf
def consume(m: Table, j: int) -> None:
    """Account for the work done since the last change of pace."""
    r = job_row(m, j)
    f = job_floats(m, j)
    t = step_row(m, r[J_STEP])
    now = ints(m, S_REG)[R_NOW]
    if fixed(t, K_FLAGS) & HAS_CAL:
        cal = moved(ints(m, N_MISC), fixed(t, K_CAL))
        done = float64(open_until(cal, now) - open_until(cal, r[J_SINCE]))
    else:
        done = float64(now - r[J_SINCE]) * f[J_PACE]
    left = f[J_LEFT] - done
    f[J_LEFT] = left if left >= 1e-6 else 0.0
    f[J_DONE] = f[J_DONE] + done
    r[J_SINCE] = now


@leaf
def repace(m: Table, j: int) -> None:
    """Read the pace again and re-time the work when it has changed."""
    r = job_row(m, j)
    f = job_floats(m, j)
    k = r[J_STEP]
    pace = value(m, fixed(step_row(m, k), K_PACE), j, 0.0, 1.0)
    if pace < 0.0:
        fault_at_step(m, F_NEGATIVE, k)
        return
    if pace != f[J_PACE] and ints(m, S_REG)[R_FAULT] == 0:
        consume(m, j)
        f[J_PACE] = pace
        row(m, PACE, k, r[J_NAME], pace)
        schedule(m, j)


@leaf
def pause(m: Table, j: int, z: int) -> None:
    """Stop work and put the job at the head of its level (PICK-6)."""
    r = job_row(m, j)
    k = r[J_STEP]
    consume(m, j)
    r[J_ENDSEQ] = 0
    if fixed(step_row(m, k), K_FLAGS) & HAS_PACE:
        part(m, k, j, 2)
    release_hold(m, j, z)
    r[J_NHELD] = 0
    r[J_PHASE] = QUEUED
    r[J_RESUME] = 1
    r[J_ORDER] = -tick(m)
    r[J_NMINE] = 1
    seat_row(m, z)[Z_FREE] += 1
    enqueue(m, j, 0, z, 1)
    row(m, PAUSE, k, r[J_NAME], job_floats(m, j)[J_LEFT])


# ---- seats that settle


@leaf
def capacity(m: Table, z: int) -> None:
    """Read a seat's capacity again (SEAT-1, SEAT-2)."""
    s = seat_row(m, z)
    v = moved(ints(m, N_SEAT), z * SEAT_COLS)
    given = whole(value(m, fixed(v, V_CAPACITY), -1, 0.0, 1.0))
    if given < 0.0:
        fault_at_seat(m, F_NEGATIVE, z)
    elif given > 1099511627776.0:
        fault_at_seat(m, F_RANGE, z)
    if ints(m, S_REG)[R_FAULT] != 0:
        return
    new = int64(given)
    old = s[Z_CAP]
    if new == old:
        return
    s[Z_CAP] = new
    s[Z_FREE] += new - old
    seat_changed(m, z)
    row(m, CAPACITY, z, 0, given)
    s[Z_CHANGES] += 1
    s[Z_NAME] = fixed(v, V_KEY)
    s[Z_LUCK] = 0
    s[Z_VISIT] = s[Z_CHANGES] & 0xFFFF
    s[Z_PICKS] = 0
    if fixed(v, V_SUSPEND):
        while s[Z_FREE] < 0:
            j = victim(m, z, -1)
            if j < 0:
                break
            pause(m, j, z)
    if new > old and s[Z_QUEUE] != 0:
        pick_again(m, z)


@leaf
def weight_of(m: Table, z: int, j: int) -> float:
    """Weight of a waiting job in a seat's pick."""
    v = moved(ints(m, N_SEAT), z * SEAT_COLS)
    if fixed(v, V_PICK) == 1:
        return 1.0
    return value(m, fixed(v, V_WEIGHT), j, float64(z), 1.0)


@leaf
def drawn(m: Table, z: int, number: int) -> int:
    """Draw one of the candidates in the upper half of the found list (PICK-2, DICE-5)."""
    reg = ints(m, S_REG)
    s = seat_row(m, z)
    found = moved(ints(m, S_FOUND), max(reg[R_POOL], 64))
    picks = s[Z_PICKS]
    s[Z_PICKS] = picks + 1
    total = 0.0
    for i in range(number):
        x = weight_of(m, z, found[i])
        if x < 0.0:
            fault_at_seat(m, F_NEGATIVE, z)
        total += x
    channel = 1 if picks == 0 else 3 + min(picks, 60)
    u, _ = block(reg[R_KEY], s[Z_NAME], s[Z_LUCK], (s[Z_VISIT] << 16) | channel)
    x = u * total
    reached = 0.0
    for i in range(number):
        reached += weight_of(m, z, found[i])
        if x < reached:
            return found[i]
    return found[number - 1]


@leaf
def lapse(m: Table, j: int) -> None:
    """Let a queued job whose guard has become false leave by void, or wait again."""
    r = job_row(m, j)
    k = r[J_STEP]
    void = fixed(step_row(m, k), K_VOID)
    unqueue(m, j)
    if void == WAIT_AGAIN:
        wait(m, j)
    else:
        row(m, VOID, k, r[J_NAME], 0.0)
        go(m, j, void)


@leaf
def pick_plain(m: Table, z: int) -> int:
    """Do what `pick` does where that is plain: first come, no guards, nobody firm, no pausing.

    Returns the job, -1 for nobody, or `NOT_PLAIN`.
    """
    s = seat_row(m, z)
    if s[Z_FLAGS] & (SEAT_RULE | SEAT_PRE_EMPTS) or s[Z_FIRM] != 0:
        return NOT_PLAIN
    if s[Z_FREE] <= 0 or s[Z_QUEUE] == 0:
        return -1
    level = 0
    while not (s[Z_MASK] >> level) & 1:
        level += 1
    node = s[Z_LISTS + 2 * level]
    j = node // LINKS
    if not fixed(step_row(m, job_row(m, j)[J_STEP]), K_FLAGS) & PLAIN_CLAIM:
        return NOT_PLAIN
    unlink_from_seat(m, z, node, level, 0)
    occupy_one(m, j, z)
    if s[Z_QUEUE] != 0 and s[Z_FREE] > 0:
        pick_again(m, z)
    return j


@leaf
def pick(m: Table, z: int) -> int:
    """Job that a seat starts next, its seats taken; or -1 (PICK-1 to PICK-5)."""
    reg = ints(m, S_REG)
    s = seat_row(m, z)
    v = moved(ints(m, N_SEAT), z * SEAT_COLS)
    link = ints(m, S_LINK)
    chosen = ints(m, S_CHOSEN)
    if s[Z_FREE] <= 0 and not fixed(v, V_PRE_EMPT):
        return -1
    rule = fixed(v, V_PICK)
    found = moved(ints(m, S_FOUND), max(reg[R_POOL], 64))
    number = 0
    taken = 0
    pre = False
    for level in range(LEVELS):
        node = s[Z_LISTS + 2 * level]
        while node >= 0:
            after = link[2 * node + 1]
            j = node // LINKS
            r = job_row(m, j)
            t = step_row(m, r[J_STEP])
            if fixed(t, K_FLAGS) & ONE_SEAT and s[Z_FIRM] == 0 and s[Z_FREE] > 0:
                chosen[0] = z
                taken = 1
                pre = False
            else:
                taken = choose(m, j, 0)
                pre = taken < 0
                if pre:
                    taken = choose(m, j, 1)
            if taken >= 0:
                when = fixed(t, K_WHEN)
                if r[J_RESUME] == 0 and when >= 0 and value(m, when, j, 0.0, 1.0) != 1.0:
                    if reg[R_FAULT] != 0:
                        return -1
                    lapse(m, j)
                else:
                    found[number] = j
                    number += 1
                    if rule == 0:
                        break
            node = after
        if number > 0:
            break
    if number == 0 or reg[R_FAULT] != 0:
        return -1
    j = found[0]
    if number > 1:
        j = drawn(m, z, number)
    if rule != 0:
        taken = choose(m, j, 0)
        pre = taken < 0
        if pre:
            taken = choose(m, j, 1)
    if pre:
        for i in range(taken):
            y = chosen[i]
            free = seat_row(m, y)[Z_FREE]
            for e in range(i):
                if chosen[e] == y:
                    free -= 1
            if free <= 0:
                pause(m, victim(m, y, job_row(m, j)[J_LEVEL]), y)
    unqueue(m, j)
    take(m, j, taken)
    if s[Z_QUEUE] != 0 and (fixed(v, V_PRE_EMPT) or s[Z_FREE] > 0):
        pick_again(m, z)
    return j


# ---- ways out, arrivals


@leaf
def route(m: Table, j: int) -> int:
    """Target of a job that has finished (STEP-8)."""
    k = job_row(m, j)[J_STEP]
    t = step_row(m, k)
    ways = moved(ints(m, N_MISC), fixed(t, K_ROUTE))
    n = fixed(t, K_WAYS)
    weighted = 0
    last = -1
    total = 0.0
    for i in range(n):
        guard = fixed(ways, 3 * i + 1)
        if guard >= 0:
            if value(m, guard, j, 0.0, 1.0) == 1.0:
                return fixed(ways, 3 * i)
        elif fixed(ways, 3 * i + 2) >= 0:
            weighted += 1
            last = fixed(ways, 3 * i)
    if weighted < 2:
        return last
    for i in range(n):
        weight = fixed(ways, 3 * i + 2)
        if weight >= 0:
            x = value(m, weight, j, 0.0, 1.0)
            if x < 0.0:
                fault_at_step(m, F_NEGATIVE, k)
            total += x
    if not total > 0.0:
        fault_at_step(m, F_NEGATIVE, k)
    x = job_floats(m, j)[J_U] * total
    reached = 0.0
    for i in range(n):
        weight = fixed(ways, 3 * i + 2)
        if weight >= 0:
            reached += value(m, weight, j, 0.0, 1.0)
            if x < reached:
                return fixed(ways, 3 * i)
    return last


@leaf
def candidate(m: Table, i: int) -> None:
    """Schedule a stream's next candidate (EVENT-1, EVENT-2)."""
    reg = ints(m, S_REG)
    cells = floats(m, S_CELLS)
    g = moved(ints(m, N_ELEM), (fixed(ints(m, N_MISC), H_STREAM0) + i) * ELEM_COLS)
    stream = moved(ints(m, S_STREAM), i * STREAM_COLS)
    u, _ = block(reg[R_KEY], name_of(fixed(g, G_KEY), 0, stream[0]), 0, 0)
    first = cells[fixed(g, G_P0)]
    gap = sample(fixed(g, G_KIND), first, cells[fixed(g, G_P1)], cells[fixed(g, G_P2)], u)
    if not gap >= 0.0:
        fault(m, F_NEGATIVE, -1 - 2 * _SEAT_PLACE - i)
        return
    if float64(reg[R_NOW]) + gap >= LATEST:
        stream[1] = 0
        stream[2] = 0
        return
    stream[3] = reg[R_NOW]
    stream[1] = reg[R_NOW] + int64(whole(gap + 0.5))
    stream[2] = push(m, stream[1], E_ARRIVAL, i)
