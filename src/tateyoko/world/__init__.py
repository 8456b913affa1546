"""What an author writes: worlds, scenarios, reforms and postures as frozen data."""

from tateyoko.world.estimate import Estimate, Parameter
from tateyoko.world.expression import Expr
from tateyoko.world.model import World

__all__ = ["Estimate", "Expr", "Parameter", "World"]
