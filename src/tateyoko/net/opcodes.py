"""The instructions of expressions and programs, with their effect on the stack."""

from __future__ import annotations

# name -> (values taken, values left); None where it depends on the argument
OPERATIONS: dict[str, tuple[int, int] | None] = {
    "STOP": (0, 0),
    "LOAD": (0, 1),
    "LOADT": (1, 1),
    "LOADT2": (2, 1),
    "ATTR": (0, 1),
    "PATTR": (0, 1),
    "RATTR": (0, 1),
    "ADD": (2, 1),
    "SUB": (2, 1),
    "MUL": (2, 1),
    "DIV": (2, 1),
    "NEG": (1, 1),
    "LT": (2, 1),
    "LE": (2, 1),
    "EQ": (2, 1),
    "NOT": (1, 1),
    "MIN": (2, 1),
    "MAX": (2, 1),
    "SELECT": (3, 1),
    "FLOOR": (1, 1),
    "CEIL": (1, 1),
    "ABS": (1, 1),
    "EXP": (1, 1),
    "LOG": (1, 1),
    "CURVE": (1, 1),
    "BITS": (2, 1),
    "NOW": (0, 1),
    "WAITED": (0, 1),
    "NEXT": (1, 1),
    "THROUGH": (2, 1),
    "ROLL": (0, 1),
    "RROLL": (0, 1),
    "WROLL": (0, 1),
    "ELEM": (0, 1),
    "ATLEAST": None,
    "STORE": (1, 0),
    "STORET": (2, 0),
    "STORET2": (3, 0),
    "SATTR": (1, 0),
    "SPATTR": (1, 0),
    "DRAW": None,
    "SPAWN": (2, 0),
    "CANCELG": (1, 0),
    "CANCELS": (1, 0),
    "CANCELA": (1, 0),
    "RELEASE": (0, 0),
    "MARK": (0, 0),
    "SOJOURN": (1, 1),
}

OPS = tuple(OPERATIONS)
OP = {name: code for code, name in enumerate(OPS)}

#: Instructions whose value depends on nothing but cells: such an expression over parameters is
#: computed once, at t = 0.
PURE = frozenset(
    [
        "LOAD",
        "LOADT",
        "LOADT2",
        "ADD",
        "SUB",
        "MUL",
        "DIV",
        "NEG",
        "LT",
        "LE",
        "EQ",
        "NOT",
        "MIN",
        "MAX",
        "SELECT",
        "FLOOR",
        "CEIL",
        "ABS",
        "EXP",
        "LOG",
        "CURVE",
        "BITS",
        "ATLEAST",
    ]
)


def stack_change(name: str, arg: int, draw_params: int = 0) -> int:
    """Return by how much one instruction changes the height of the stack.

    Parameters
    ----------
    name : str
        Instruction.
    arg : int
        Its argument; for ``ATLEAST`` the number of truths counted.
    draw_params : int
        Parameters of the distribution; only for ``DRAW``.
    """
    if name == "ATLEAST":
        return -arg
    if name == "DRAW":
        return 1 - draw_params
    effect = OPERATIONS[name]
    assert effect is not None
    return effect[1] - effect[0]
