"""From a world and a scenario to a net: one module per mechanism, each with one pattern."""

from tateyoko.compiler.compile import compile_model
from tateyoko.compiler.model import Model

__all__ = ["Model", "compile_model"]
