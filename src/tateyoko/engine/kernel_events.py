"""Events, dirty elements, the agenda, trace rows, and writes that others depend on."""

from __future__ import annotations

from tateyoko.engine.kernel_dice import mix
from tateyoko.engine.kernel_layout import (
    H_INTEGRAL,
    H_STREAMS,
    J_DEADSEQ,
    J_ENDSEQ,
    J_PHASE,
    J_SERIAL,
    J_STEP,
    J_TOUCHED,
    JOB_COLS,
    K_PACE,
    N_DEP,
    N_MISC,
    N_STEP,
    NEAR,
    R_AG0,
    R_AG1,
    R_DIRTY,
    R_FAR,
    R_FAULT,
    R_HASH,
    R_NEAR,
    R_NOW,
    R_PLACE,
    R_POOL,
    R_ROWCAP,
    R_ROWS,
    R_SEQ,
    R_TOUCH0,
    R_TOUCH1,
    R_TRACING,
    S_AGENDA,
    S_CELLS,
    S_DIRTY,
    S_FAR,
    S_INTEGRAL,
    S_ISDIRTY,
    S_JOB,
    S_NEAR,
    S_REG,
    S_ROWDATA,
    S_ROWS,
    S_TOUCHED,
    STEP_COLS,
    TRACE_HASH,
    TRACE_ROWS,
)
from tateyoko.engine.kernel_machine import (
    Table,
    bits_of,
    fixed,
    flags,
    float64,
    floats,
    hot,
    int64,
    ints,
    leaf,
    moved,
    uint64,
)
from tateyoko.net.codes import E_DEADLINE, E_WORK, F_POOL, F_TRACE, GUARDED, WORKING
from tateyoko.net.compiled import ANY_INTEGRAL


@leaf
def fault(m: Table, code: int, place: int) -> None:
    """Note the first fault; the loop ends at the next item."""
    reg = ints(m, S_REG)
    if reg[R_FAULT] == 0:
        reg[R_FAULT] = code
        reg[R_PLACE] = place


@leaf
def write_row(m: Table, kind: int, element: int, name: int, data: float) -> None:
    """Store or hash one trace row."""
    reg = ints(m, S_REG)
    if reg[R_FAULT] != 0:
        return
    if reg[R_TRACING] & TRACE_HASH:
        golden = uint64(0x9E3779B97F4A7C15)
        h = mix((uint64(reg[R_HASH]) + golden) ^ uint64(reg[R_NOW]))
        h = mix((h + golden) ^ uint64(kind | (element << 8)))
        h = mix((h + golden) ^ uint64(name))
        reg[R_HASH] = int64(mix((h + golden) ^ uint64(bits_of(data))))
    if reg[R_TRACING] & TRACE_ROWS:
        n = reg[R_ROWS]
        if n < reg[R_ROWCAP]:
            to = moved(ints(m, S_ROWS), n * 4)
            to[0] = reg[R_NOW]
            to[1] = kind
            to[2] = element
            to[3] = name
            floats(m, S_ROWDATA)[n] = data
            reg[R_ROWS] = n + 1
        else:
            fault(m, F_TRACE, 0)


@hot
def row(m: Table, kind: int, element: int, name: int, data: float) -> None:
    """Trace, if anybody asked for it."""
    if ints(m, S_REG)[R_TRACING] != 0:
        write_row(m, kind, element, name, data)


@hot
def tick(m: Table) -> int:
    """Next number of the one counter."""
    reg = ints(m, S_REG)
    q = reg[R_SEQ] + 1
    reg[R_SEQ] = q
    return q


# ---- dirty elements: a heap of ids, each at most once


@leaf
def dirty(m: Table, element: int) -> None:
    """Mark an element for the settle order (SETTLE-1)."""
    flag = flags(m, S_ISDIRTY)
    if flag[element]:
        return
    flag[element] = 1
    reg = ints(m, S_REG)
    heap = ints(m, S_DIRTY)
    i = reg[R_DIRTY]
    reg[R_DIRTY] = i + 1
    while i > 0 and heap[(i - 1) >> 1] > element:
        heap[i] = heap[(i - 1) >> 1]
        i = (i - 1) >> 1
    heap[i] = element


@leaf
def undirty(m: Table) -> int:
    """Take the smallest dirty element."""
    reg = ints(m, S_REG)
    heap = ints(m, S_DIRTY)
    top = heap[0]
    flags(m, S_ISDIRTY)[top] = 0
    n = reg[R_DIRTY] - 1
    reg[R_DIRTY] = n
    if n == 0:
        return top
    last = heap[n]
    i = 0
    while True:
        c = 2 * i + 1
        if c >= n:
            break
        if c + 1 < n and heap[c + 1] < heap[c]:
            c += 1
        if heap[c] >= last:
            break
        heap[i] = heap[c]
        i = c
    heap[i] = last
    return top


# ---- events: the nearest in a sorted list (latest first), the others in a binary heap


@leaf
def far_push(m: Table, time: int, key: int) -> None:
    """Put an event into the heap."""
    reg = ints(m, S_REG)
    far = ints(m, S_FAR)
    i = reg[R_FAR]
    reg[R_FAR] = i + 1
    while i > 0:
        up = (i - 1) >> 1
        t = far[2 * up]
        if t < time or (t == time and far[2 * up + 1] < key):
            break
        far[2 * i] = t
        far[2 * i + 1] = far[2 * up + 1]
        i = up
    far[2 * i] = time
    far[2 * i + 1] = key


@leaf
def far_pop(m: Table) -> None:
    """Drop the first event of the heap."""
    reg = ints(m, S_REG)
    far = ints(m, S_FAR)
    n = reg[R_FAR] - 1
    reg[R_FAR] = n
    time = far[2 * n]
    key = far[2 * n + 1]
    i = 0
    while True:
        c = 2 * i + 1
        if c >= n:
            break
        t = far[2 * c]
        k = far[2 * c + 1]
        if c + 1 < n:
            u = far[2 * c + 2]
            if u < t or (u == t and far[2 * c + 3] < k):
                c += 1
                t = u
                k = far[2 * c + 1]
        if t > time or (t == time and k > key):
            break
        far[2 * i] = t
        far[2 * i + 1] = k
        i = c
    far[2 * i] = time
    far[2 * i + 1] = key


@leaf
def spill(m: Table) -> None:
    """Move the later half of a full list to the heap."""
    reg = ints(m, S_REG)
    near = ints(m, S_NEAR)
    half = NEAR // 2
    for i in range(half):
        far_push(m, near[2 * i], near[2 * i + 1])
    for i in range(half, NEAR):
        near[2 * (i - half)] = near[2 * i]
        near[2 * (i - half) + 1] = near[2 * i + 1]
    reg[R_NEAR] = NEAR - half


@leaf
def refill(m: Table) -> None:
    """Fill the empty list from the heap."""
    reg = ints(m, S_REG)
    near = ints(m, S_NEAR)
    far = ints(m, S_FAR)
    n = min(reg[R_FAR], NEAR // 2)
    for i in range(n):
        to = 2 * (n - 1 - i)
        near[to] = far[0]
        near[to + 1] = far[1]
        far_pop(m)
    reg[R_NEAR] = n


@leaf
def superseded(m: Table, key: int) -> bool:
    """Whether an event's job has moved on."""
    kind = key >> 61
    q = (key >> 24) & 137438953471
    r = moved(ints(m, S_JOB), (key & 16777215) * JOB_COLS)
    if kind == E_WORK:
        return r[J_ENDSEQ] != q
    return kind == E_DEADLINE and r[J_DEADSEQ] != q


@leaf
def compact(m: Table) -> None:
    """Drop superseded events, which otherwise wait for their time."""
    reg = ints(m, S_REG)
    near = ints(m, S_NEAR)
    far = ints(m, S_FAR)
    kept = 0
    for i in range(reg[R_NEAR]):
        if not superseded(m, near[2 * i + 1]):
            near[2 * kept] = near[2 * i]
            near[2 * kept + 1] = near[2 * i + 1]
            kept += 1
    reg[R_NEAR] = kept
    n = reg[R_FAR]
    reg[R_FAR] = 0
    for i in range(n):
        time = far[2 * i]
        key = far[2 * i + 1]
        if not superseded(m, key):
            far_push(m, time, key)


@leaf
def insert(m: Table, time: int, key: int) -> None:
    """Put an event where it belongs."""
    reg = ints(m, S_REG)
    near = ints(m, S_NEAR)
    n = reg[R_NEAR]
    if reg[R_FAR] > 0 and (n == 0 or near[0] < time or (near[0] == time and near[1] < key)):
        if reg[R_FAR] >= 3 * reg[R_POOL] + 960 + fixed(ints(m, N_MISC), H_STREAMS):
            compact(m)
        far_push(m, time, key)
        return
    if n == NEAR:
        spill(m)
        n = reg[R_NEAR]
        if near[0] < time or (near[0] == time and near[1] < key):
            far_push(m, time, key)
            return
    reg[R_NEAR] = n + 1
    i = n
    while i > 0:
        t = near[2 * i - 2]
        if t > time:
            break
        k = near[2 * i - 1]
        if t == time and k > key:
            break
        near[2 * i] = t
        near[2 * i + 1] = k
        i -= 1
    near[2 * i] = time
    near[2 * i + 1] = key


@leaf
def push(m: Table, time: int, kind: int, what: int) -> int:
    """Schedule an event; its sequence number tells later whether it still holds."""
    q = tick(m)
    insert(m, time, (kind << 61) | (q << 24) | what)
    return q


# ---- agenda and touched jobs


@leaf
def post(m: Table, what: int, job: int, serial: int, argument: int) -> None:
    """Append to the agenda."""
    reg = ints(m, S_REG)
    agenda = ints(m, S_AGENDA)
    n = reg[R_AG1]
    if n == 4 * reg[R_POOL] + 1024:
        first = reg[R_AG0]
        if first == 0:
            fault(m, F_POOL, 0)
            return
        for i in range(4 * (n - first)):
            agenda[i] = agenda[4 * first + i]
        reg[R_AG0] = 0
        n -= first
    to = moved(agenda, n * 4)
    to[0] = what
    to[1] = job
    to[2] = serial
    to[3] = argument
    reg[R_AG1] = n + 1


@leaf
def touch(m: Table, job: int) -> None:
    """Test a job again whose children or attributes have changed (JOB-6)."""
    r = moved(ints(m, S_JOB), job * JOB_COLS)
    phase = r[J_PHASE]
    is_paced = phase == WORKING and fixed(ints(m, N_STEP), r[J_STEP] * STEP_COLS + K_PACE) >= 0
    if r[J_TOUCHED] == 0 and (phase == GUARDED or is_paced):
        r[J_TOUCHED] = 1
        reg = ints(m, S_REG)
        touched = ints(m, S_TOUCHED)
        n = reg[R_TOUCH1]
        if n == 2 * reg[R_POOL] + 64:
            first = reg[R_TOUCH0]
            if first == 0:
                fault(m, F_POOL, 0)
                return
            for i in range(2 * (n - first)):
                touched[i] = touched[2 * first + i]
            reg[R_TOUCH0] = 0
            n -= first
        touched[2 * n] = job
        touched[2 * n + 1] = r[J_SERIAL]
        reg[R_TOUCH1] = n + 1


# ---- cells


@leaf
def spread(m: Table, cell: int, old: float) -> None:
    """Mark what depends on a changed cell, bring its integrals up to date (VALUE-3, VALUE-4)."""
    dep = ints(m, N_DEP)
    cells = floats(m, S_CELLS)
    misc = ints(m, N_MISC)
    since = ints(m, S_INTEGRAL)
    now = ints(m, S_REG)[R_NOW]
    for i in range(fixed(dep, cell), fixed(dep, cell + 1)):
        d = fixed(dep, i)
        if d < ANY_INTEGRAL:
            dirty(m, d)
        else:
            k = d - ANY_INTEGRAL
            accumulator = fixed(misc, fixed(misc, H_INTEGRAL) + 2 * k)
            cells[accumulator] += old * float64(now - since[k])
            since[k] = now


@leaf
def write(m: Table, cell: int, value: float) -> None:
    """Write a cell; the same number is no change."""
    cells = floats(m, S_CELLS)
    old = cells[cell]
    if old != value:
        cells[cell] = value
        dep = ints(m, N_DEP)
        if fixed(dep, cell) != fixed(dep, cell + 1):
            spread(m, cell, old)
