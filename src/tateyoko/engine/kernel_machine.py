"""Numba for the kernel: helpers, raw pointers, bits of floats.

Arrays reach the kernel as addresses. Numba's array type carries seven to nine words and a
reference count through every call; a pointer is one word. The price: nothing is checked, so
indices are one-dimensional, and the caller must keep the arrays alive.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numba
import numba.extending

# Numba's own types say less than is used here (options of njit, intrinsics).
_numba: Any = numba
types: Any = _numba.types
intrinsic: Any = _numba.extending.intrinsic
llvm: Any = importlib.import_module("llvmlite.ir")

_helper_jit: Any = _numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy")

# To type checkers, pointers are lists.
Ints: TypeAlias = list[int]
Floats: TypeAlias = list[float]
Table: TypeAlias = list[int]

F = TypeVar("F", bound=Callable[..., Any])
P = TypeVar("P", Ints, Floats)


def leaf(function: F) -> F:
    """Compile a helper that only compiled code calls, once for all constants.

    Numba would compile a version for every literal argument; taking the literals out of the
    call's types leaves one.
    """
    helper = _numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy")(
        function
    )
    template = helper.get_call_template

    def without_literals(args: Any, kws: Any) -> Any:
        return template(tuple(types.unliteral(arg) for arg in args), kws)

    helper.get_call_template = without_literals
    result: F = helper
    return result


def inner(function: F) -> F:
    """Compile a helper without an interface of its own."""
    result: F = _numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy")(
        function
    )
    return result


def _unchanging(context: Any, builder: Any, load: Any) -> Any:
    """Say that memory at a loaded address never changes while the kernel runs."""
    load.set_metadata("invariant.load", builder.module.add_metadata([]))
    return load


def _pointer_of(element: Any) -> Any:
    def typed(typingctx: Any, table: Any, index: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            place = builder.gep(args[0], [args[1]])
            address = _unchanging(context, builder, builder.load(place))
            return builder.inttoptr(address, context.get_value_type(signature.return_type))

        return types.CPointer(element)(table, types.intp), codegen

    return typed


if TYPE_CHECKING:
    int64 = int
    uint64 = int
    float64 = float

    def ints(table: Table, index: int) -> Ints:
        """Array of the table, as int64."""
        ...

    def floats(table: Table, index: int) -> Floats:
        """Array of the table, as float64."""
        ...

    def shorts(table: Table, index: int) -> Ints:
        """Array of the table, as int32."""
        ...

    def flags(table: Table, index: int) -> Ints:
        """Array of the table, as uint8."""
        ...

    def table_at(address: int) -> Table:
        """Return the table at an address."""
        ...

    def moved(pointer: P, distance: int) -> P:
        """Return a pointer to a later element."""
        ...

    def fixed(pointer: Ints, index: int) -> int:
        """Read an element that never changes while the kernel runs."""
        ...

    def bits_of(number: float) -> int:
        """Return the 64 bits of a float."""
        ...

    def float_of(bits: int) -> float:
        """Return the float with these 64 bits."""
        ...

else:
    from numba import float64, int64, uint64  # noqa: F401  (for the kernel modules)

    @intrinsic
    def ints(typingctx: Any, table: Any, index: Any) -> Any:
        """``ints(table, i)``: array i of the table, as int64."""
        return _pointer_of(types.int64)(typingctx, table, index)

    @intrinsic
    def floats(typingctx: Any, table: Any, index: Any) -> Any:
        """``floats(table, i)``: array i of the table, as float64."""
        return _pointer_of(types.float64)(typingctx, table, index)

    @intrinsic
    def shorts(typingctx: Any, table: Any, index: Any) -> Any:
        """``shorts(table, i)``: array i of the table, as int32."""
        return _pointer_of(types.int32)(typingctx, table, index)

    @intrinsic
    def flags(typingctx: Any, table: Any, index: Any) -> Any:
        """``flags(table, i)``: array i of the table, as uint8."""
        return _pointer_of(types.uint8)(typingctx, table, index)

    @intrinsic
    def table_at(typingctx: Any, address: Any) -> Any:
        """``table_at(address)``: the table itself."""
        kind = types.CPointer(types.int64)

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(kind))

        return kind(types.int64), codegen

    @intrinsic
    def moved(typingctx: Any, pointer: Any, distance: Any) -> Any:
        """``moved(p, n)``: a pointer to element n of p, so that ``moved(p, n)[c]`` is p[n + c]."""

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.gep(args[0], [args[1]])

        return pointer(pointer, types.intp), codegen

    @intrinsic
    def fixed(typingctx: Any, pointer: Any, index: Any) -> Any:
        """``fixed(p, i)``: p[i] of an array that never changes while the kernel runs."""

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            place = builder.gep(args[0], [args[1]])
            return _unchanging(context, builder, builder.load(place))

        return pointer.dtype(pointer, types.intp), codegen

    @intrinsic
    def bits_of(typingctx: Any, number: Any) -> Any:
        """``bits_of(x)``: the 64 bits of a float."""

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.bitcast(args[0], llvm.IntType(64))

        return types.int64(types.float64), codegen

    @intrinsic
    def float_of(typingctx: Any, bits: Any) -> Any:
        """``float_of(b)``: the float with these 64 bits."""

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.bitcast(args[0], llvm.DoubleType())

        return types.float64(types.int64), codegen
