"""Numba for the kernel: helpers, raw pointers, bits of floats.

Arrays reach the kernel as addresses. Numba's array type carries seven to nine words and a
reference count through every call; a pointer is one word. The price: nothing is checked, so
indices are one-dimensional, and the caller must keep the arrays alive.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numba
import numba._dynfunc
import numba.extending
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering

# Numba's own types say less than is used here (options of njit, intrinsics).
_numba: Any = numba
types: Any = _numba.types
intrinsic: Any = _numba.extending.intrinsic
llvm: Any = importlib.import_module("llvmlite.ir")

# To type checkers, pointers are lists.
Ints: TypeAlias = list[int]
Floats: TypeAlias = list[float]
Table: TypeAlias = list[int]

F = TypeVar("F", bound=Callable[..., Any])
P = TypeVar("P", Ints, Floats)


_registered: Any = cast("Any", register_pass)(mutates_CFG=True, analysis_only=False)


class _HelperLibrary(JITCodeLibrary):
    """Code of a helper: linked into its callers, never optimised or run by itself.

    Numba would optimise every helper with all that it calls, and make machine code of it; both are
    thrown away, because the kernel contains its own copy. Half of a cold start went into that.
    """

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True


@_registered
class _HelperLowering(NativeLowering):
    """Lowering that ends before machine code."""

    _name = "helper_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower one helper and make it known to its callers."""
        state.flags.no_compile = True
        name = state.func_id.func_qualname
        library: Any = _HelperLibrary
        state.library = library(state.targetctx.codegen(), name)
        lowering: Any = super()
        lowering.run_pass(state)
        lowered = state["cr"]
        # As without a wrapper for Python: an entry that nobody may call.
        entry = _numba._dynfunc.make_function(
            lowered.fndesc.lookup_module(), name, "helper", 0, lowered.env, (state.library,)
        )
        state.targetctx.insert_user_function(entry, lowered.fndesc, [state.library])
        state["cr"] = lowered._replace(cfunc=entry)
        return True


class _HelperCompiler(CompilerBase):
    """Numba's pipeline, with the lowering above."""

    def define_pipelines(self) -> list[Any]:
        """Return the one pipeline."""
        builder: Any = DefaultPassBuilder
        manager = builder.define_nopython_pipeline(self.state)
        manager.passes = [
            (_HelperLowering if step is NativeLowering else step, text)
            for step, text in manager.passes
        ]
        manager.finalize()
        return [manager]


def _helper(function: Callable[..., Any], *, into_callers: bool) -> Any:
    """Compile a helper that only compiled code calls."""
    return _numba.njit(
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        error_model="numpy",
        forceinline=into_callers,
        pipeline_class=_HelperCompiler,
    )(function)


def _without_literals(helper: Any) -> Any:
    """Compile one version for all constants; Numba would make one for every literal argument."""
    template = helper.get_call_template

    def without_literals(args: Any, kws: Any) -> Any:
        return template(tuple(types.unliteral(arg) for arg in args), kws)

    helper.get_call_template = without_literals
    return helper


def leaf(function: F) -> F:
    """Compile a helper."""
    result: F = _without_literals(_helper(function, into_callers=False))
    return result


def hot(function: F) -> F:
    """Compile a helper that every event needs; LLVM puts its code into every caller."""
    result: F = _without_literals(_helper(function, into_callers=True))
    return result


def inner(function: F) -> F:
    """Compile a helper whose literal arguments are worth a version of their own."""
    result: F = _helper(function, into_callers=False)
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
