"""Calendars, curves and the evaluator of expressions and programs."""

# ruff: noqa: SIM109  (Numba compiles `in` a tuple to a loop)
from __future__ import annotations

import math

from tateyoko.engine.kernel_dice import block, exp, log, sample, whole
from tateyoko.engine.kernel_events import fault
from tateyoko.engine.kernel_layout import (
    ATTR_COLS,
    D_CHANNEL,
    D_KIND,
    ELEM_COLS,
    FX_ABOUT,
    FX_CANCEL,
    FX_GROUP,
    FX_MARK,
    FX_PARENT,
    FX_RELEASE,
    FX_SPAWN,
    FX_TOUCH,
    J_ASKED,
    J_NAME,
    J_PARENT,
    J_ROOT,
    J_STEP,
    J_VISIT,
    JOB_COLS,
    K_LUCK,
    N_CODE,
    N_ELEM,
    N_FLOAT,
    N_MISC,
    N_STEP,
    R_EFFECTS,
    R_FACTS,
    R_KEY,
    R_NOW,
    S_ATTR,
    S_CELLS,
    S_EFFECT,
    S_JOB,
    S_REG,
    S_SCRATCH,
    S_STACK,
    STEP_COLS,
    X_BASE,
    X_D1,
    X_D2,
)
from tateyoko.engine.kernel_machine import (
    Floats,
    Ints,
    Table,
    bits_of,
    fixed,
    float64,
    floats,
    int64,
    ints,
    leaf,
    moved,
)
from tateyoko.net.codes import (
    ATTRIBUTE,
    CELL,
    F_DIVISION,
    F_INDEX,
    F_NAN,
    F_RANGE,
    SOJOURN_BINS,
)
from tateyoko.net.opcodes import OP

O_STOP = OP["STOP"]
O_LOAD = OP["LOAD"]
O_LOADT = OP["LOADT"]
O_LOADT2 = OP["LOADT2"]
O_ATTR = OP["ATTR"]
O_PATTR = OP["PATTR"]
O_RATTR = OP["RATTR"]
O_ADD = OP["ADD"]
O_SUB = OP["SUB"]
O_MUL = OP["MUL"]
O_DIV = OP["DIV"]
O_NEG = OP["NEG"]
O_LT = OP["LT"]
O_LE = OP["LE"]
O_EQ = OP["EQ"]
O_NOT = OP["NOT"]
O_MIN = OP["MIN"]
O_MAX = OP["MAX"]
O_SELECT = OP["SELECT"]
O_FLOOR = OP["FLOOR"]
O_CEIL = OP["CEIL"]
O_ABS = OP["ABS"]
O_EXP = OP["EXP"]
O_LOG = OP["LOG"]
O_CURVE = OP["CURVE"]
O_BITS = OP["BITS"]
O_NOW = OP["NOW"]
O_WAITED = OP["WAITED"]
O_NEXT = OP["NEXT"]
O_THROUGH = OP["THROUGH"]
O_ROLL = OP["ROLL"]
O_RROLL = OP["RROLL"]
O_WROLL = OP["WROLL"]
O_ELEM = OP["ELEM"]
O_ATLEAST = OP["ATLEAST"]
O_STORE = OP["STORE"]
O_STORET = OP["STORET"]
O_STORET2 = OP["STORET2"]
O_SATTR = OP["SATTR"]
O_SPATTR = OP["SPATTR"]
O_DRAW = OP["DRAW"]
O_SPAWN = OP["SPAWN"]
O_CANCELG = OP["CANCELG"]
O_CANCELS = OP["CANCELS"]
O_CANCELA = OP["CANCELA"]
O_RELEASE = OP["RELEASE"]
O_SOJOURN = OP["SOJOURN"]

#: 2^52 and 2^53.
LATEST = 4503599627370496.0
MOST_BITS = 9007199254740992.0


# ---- calendars: period, total, n, then starts, ends, cumulated (CAL-1, CAL-2)


@leaf
def count_below(list_: Ints, n: int, value: int) -> int:
    """How many of n rising numbers are below a value."""
    low = 0
    high = n
    while low < high:
        middle = (low + high) >> 1
        if list_[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@leaf
def open_until(cal: Ints, t: int) -> int:
    """Open time in [0, t)."""
    period = cal[0]
    n = cal[2]
    q = t // period
    r = t - q * period
    k = count_below(moved(cal, 3), n, r) - 1
    if k < 0:
        return q * cal[1]
    return q * cal[1] + cal[3 + 2 * n + k] + min(r, cal[3 + n + k]) - cal[3 + k]


@leaf
def next_open(cal: Ints, t: int) -> int:
    """First open time from t on."""
    period = cal[0]
    n = cal[2]
    q = t // period
    r = t - q * period
    k = count_below(moved(cal, 3 + n), n, r + 1)
    if k == n:
        return (q + 1) * period + cal[3]
    return q * period + max(r, cal[3 + k])


@leaf
def through(cal: Ints, t: int, work: int) -> int:
    """When `work` ms of open time after t have passed."""
    if work <= 0:
        return t
    n = cal[2]
    total = cal[1]
    x = open_until(cal, t) + work
    q = x // total
    r = x - q * total
    if r == 0:
        q -= 1
        r = total
    k = count_below(moved(cal, 3 + 2 * n), n, r) - 1
    return q * cal[0] + cal[3 + k] + (r - cal[3 + 2 * n + k])


@leaf
def curve(xs: Floats, n: int, x: float) -> float:
    """Piecewise linear function; the ys follow the xs."""
    if x <= xs[0]:
        return xs[n]
    for k in range(1, n):
        if x < xs[k]:
            low = xs[n + k - 1]
            return low + (xs[n + k] - low) * ((x - xs[k - 1]) / (xs[k] - xs[k - 1]))
    return xs[n + n - 1]


# ---- sojourns: see `sojourn`, which says the same in Python


@leaf
def bin_of(ms: int) -> int:
    """Bin of a time: above 8 ms the exponent and three bits of the float, which are its top."""
    if ms < 8:
        return ms
    return min((bits_of(float64(ms)) >> 49) - 8200, SOJOURN_BINS - 1)


@leaf
def edge(k: int) -> float:
    """Shortest time of a bin."""
    if k < 8:
        return float64(k)
    return float64((8 + (k & 7)) << ((k >> 3) - 1))


@leaf
def quantile(bins: Floats, share: float) -> float:
    """Time below which a share of those counted lie, linear within its bin."""
    total = 0.0
    for k in range(SOJOURN_BINS):
        total += bins[k]
    rank = share * total
    below = 0.0
    for k in range(SOJOURN_BINS):
        count = bins[k]
        if count > 0.0 and below + count >= rank:
            low = edge(k)
            return low + (edge(k + 1) - low) * ((rank - below) / count)
        below += count
    return 0.0


# ---- the evaluator


@leaf
def effect(m: Table, what: int, argument: int) -> int:
    """Note something that acts when the program has ended; returns its number."""
    reg = ints(m, S_REG)
    n = reg[R_EFFECTS]
    reg[R_EFFECTS] = n + 1
    to = moved(ints(m, S_EFFECT), n * 4)
    to[0] = what
    to[1] = argument
    return n


@leaf
def store(m: Table, cell: int, value: float) -> None:
    """Write a cell at once; what depends on it hears when the program has ended."""
    cells = floats(m, S_CELLS)
    old = cells[cell]
    if old != value:
        floats(m, S_SCRATCH)[effect(m, FX_TOUCH, cell)] = old
        cells[cell] = value


@leaf
def mark(m: Table, cell: int) -> None:
    """Set first, last and count of a mark."""
    cells = floats(m, S_CELLS)
    effect(m, FX_MARK, cell)
    now = float64(ints(m, S_REG)[R_NOW])
    if cells[cell + 2] == 0.0:
        store(m, cell, now)
    store(m, cell + 1, now)
    store(m, cell + 2, cells[cell + 2] + 1.0)


@leaf
def execute(m: Table, address: int, j: int, x: float) -> float:
    """Run code for job j (-1: none), with ``elem`` = x; 0 after a fault."""
    code = ints(m, N_CODE)
    elem = ints(m, N_ELEM)
    misc = ints(m, N_MISC)
    reg = ints(m, S_REG)
    cells = floats(m, S_CELLS)
    attr = floats(m, S_ATTR)
    st = floats(m, S_STACK)
    r = moved(ints(m, S_JOB), j * JOB_COLS)
    pc = address
    sp = -1
    bad = 0
    while True:
        op = fixed(code, pc * 2)
        a = fixed(code, pc * 2 + 1)
        pc += 1
        if op == O_LOAD:
            sp += 1
            st[sp] = cells[a]
        elif op == O_STOP:
            v = st[sp] if sp >= 0 else 1.0
            if v == v:
                return v
            bad = F_NAN
        elif op == O_ATTR:
            sp += 1
            st[sp] = attr[j * ATTR_COLS + a]
        elif op == O_ADD:
            sp -= 1
            st[sp] = st[sp] + st[sp + 1]
        elif op == O_SUB:
            sp -= 1
            st[sp] = st[sp] - st[sp + 1]
        elif op == O_MUL:
            sp -= 1
            st[sp] = st[sp] * st[sp + 1]
        elif op == O_DIV:
            sp -= 1
            if st[sp + 1] == 0.0:
                bad = F_DIVISION
            else:
                st[sp] = st[sp] / st[sp + 1]
        elif op == O_LT:
            sp -= 1
            st[sp] = 1.0 if st[sp] < st[sp + 1] else 0.0
        elif op == O_LE:
            sp -= 1
            st[sp] = 1.0 if st[sp] <= st[sp + 1] else 0.0
        elif op == O_EQ:
            sp -= 1
            st[sp] = 1.0 if st[sp] == st[sp + 1] else 0.0
        elif op == O_MIN:
            sp -= 1
            st[sp] = st[sp] if st[sp] < st[sp + 1] else st[sp + 1]
        elif op == O_MAX:
            sp -= 1
            st[sp] = st[sp] if st[sp] > st[sp + 1] else st[sp + 1]
        elif op == O_NOT:
            st[sp] = 1.0 - st[sp]
        elif op == O_NEG:
            st[sp] = -st[sp]
        elif op == O_SELECT:
            sp -= 2
            st[sp] = st[sp + 1] if st[sp] == 1.0 else st[sp + 2]
        elif op == O_PATTR:
            sp += 1
            st[sp] = attr[r[J_PARENT] * ATTR_COLS + a]
        elif op == O_RATTR:
            sp += 1
            st[sp] = attr[r[J_ROOT] * ATTR_COLS + a]
        elif op == O_LOADT or op == O_LOADT2 or op == O_STORET or op == O_STORET2:
            table = moved(elem, a * ELEM_COLS)
            y = 0.0
            if op == O_LOADT2 or op == O_STORET2:
                y = st[sp]
                sp -= 1
            i = st[sp]
            sp -= 1
            if not (0.0 <= i < fixed(table, X_D1) and 0.0 <= y < fixed(table, X_D2)):
                bad = F_INDEX
            else:
                c = fixed(table, X_BASE) + int64(i) * fixed(table, X_D2) + int64(y)
                if op == O_LOADT or op == O_LOADT2:
                    sp += 1
                    st[sp] = cells[c]
                else:
                    v = st[sp]
                    sp -= 1
                    if v == v:
                        store(m, c, v)
                    else:
                        bad = F_NAN
        elif op == O_STORE:
            v = st[sp]
            sp -= 1
            if v == v:
                store(m, a, v)
            else:
                bad = F_NAN
        elif op == O_SATTR or op == O_SPATTR:
            v = st[sp]
            sp -= 1
            if v != v:
                bad = F_NAN
            elif op == O_SATTR:
                attr[j * ATTR_COLS + a] = v
            else:
                attr[r[J_PARENT] * ATTR_COLS + a] = v
                effect(m, FX_PARENT, 0)
        elif op == O_FLOOR:
            st[sp] = whole(st[sp])
        elif op == O_CEIL:
            st[sp] = -whole(-st[sp])
        elif op == O_ABS:
            st[sp] = abs(st[sp])
        elif op == O_EXP:
            st[sp] = exp(st[sp])
        elif op == O_LOG:
            if 0.0 < st[sp] < math.inf:
                st[sp] = log(st[sp])
            else:
                bad = F_NAN
        elif op == O_CURVE:
            st[sp] = curve(moved(floats(m, N_FLOAT), fixed(misc, a + 1)), fixed(misc, a), st[sp])
        elif op == O_BITS:
            sp -= 1
            if not (0.0 <= st[sp] <= MOST_BITS and 0.0 <= st[sp + 1] <= MOST_BITS):
                bad = F_RANGE
            else:
                need = int64(st[sp + 1])
                st[sp] = 1.0 if (int64(st[sp]) & need) == need else 0.0
        elif op == O_NOW:
            sp += 1
            st[sp] = float64(reg[R_NOW])
        elif op == O_WAITED:
            sp += 1
            st[sp] = float64(reg[R_NOW] - r[J_ASKED])
        elif op == O_NEXT:
            if not 0.0 <= st[sp] <= LATEST:
                bad = F_RANGE
            else:
                st[sp] = float64(next_open(moved(misc, a), int64(st[sp])))
        elif op == O_THROUGH:
            sp -= 1
            if not (0.0 <= st[sp] <= LATEST and abs(st[sp + 1]) <= LATEST):
                bad = F_RANGE
            else:
                work = int64(math.ceil(st[sp + 1]))
                st[sp] = float64(through(moved(misc, a), int64(st[sp]), work))
        elif op == O_ROLL or op == O_RROLL or op == O_WROLL:
            name = 0
            if op == O_ROLL:
                name = r[J_NAME]
            elif op == O_RROLL:
                name = ints(m, S_JOB)[r[J_ROOT] * JOB_COLS + J_NAME]
            v, _ = block(reg[R_FACTS], name, a, 2)
            sp += 1
            st[sp] = v
        elif op == O_ELEM:
            sp += 1
            st[sp] = x
        elif op == O_ATLEAST:
            yes = 0.0
            maybe = 0.0
            for i in range(a):
                if st[sp - i] == 1.0:
                    yes += 1.0
                if st[sp - i] >= 0.5:
                    maybe += 1.0
            sp -= a
            st[sp] = 1.0 if yes >= st[sp] else 0.5 if maybe >= st[sp] else 0.0
        elif op == O_DRAW:
            kind = fixed(elem, a * ELEM_COLS + D_KIND)
            n = 3 if kind == 3 else 1 if (kind < 2 or kind == 6) else 2
            sp -= n - 1
            word = (r[J_VISIT] << 16) | fixed(elem, a * ELEM_COLS + D_CHANNEL)
            luck = fixed(ints(m, N_STEP), r[J_STEP] * STEP_COLS + K_LUCK)
            u, _ = block(reg[R_KEY], r[J_NAME], luck, word)
            second = st[sp + 1] if n > 1 else 0.0
            third = st[sp + 2] if n > 2 else 0.0
            st[sp] = sample(kind, st[sp], second, third, u)
        elif op == O_SPAWN:
            sp -= 2
            if not (0.0 <= st[sp + 1] <= 65536.0 and abs(st[sp + 2]) < 2147483648.0):
                bad = F_RANGE
            else:
                to = moved(ints(m, S_EFFECT), effect(m, FX_SPAWN, a) * 4)
                to[2] = int64(st[sp + 1])
                to[3] = int64(st[sp + 2])
        elif op == O_CANCELS or op == O_CANCELG:
            if st[sp] == 1.0:
                effect(m, FX_CANCEL if op == O_CANCELS else FX_GROUP, a)
            sp -= 1
        elif op == O_CANCELA:
            if not abs(st[sp]) <= LATEST:
                bad = F_RANGE
            else:
                moved(ints(m, S_EFFECT), effect(m, FX_ABOUT, a) * 4)[2] = int64(st[sp])
            sp -= 1
        elif op == O_RELEASE:
            effect(m, FX_RELEASE, a)
        elif op == O_SOJOURN:
            if not 0.0 <= st[sp] <= 1.0:
                bad = F_RANGE
            else:
                st[sp] = quantile(moved(cells, a), st[sp])
        else:
            mark(m, a)
        if bad != 0:
            fault(m, bad, pc - 1)
            return 0.0


@leaf
def value(m: Table, ref: int, j: int, x: float, default: float) -> float:
    """Value of a reference; `default` when there is none."""
    if ref < 0:
        return default
    if ref & 3 == CELL:
        return floats(m, S_CELLS)[ref >> 2]
    if ref & 3 == ATTRIBUTE:
        return floats(m, S_ATTR)[j * ATTR_COLS + (ref >> 2)]
    return execute(m, ref >> 2, j, x)
