"""What an author writes: worlds, scenarios, reforms and postures as frozen data."""

from tateyoko.world.addresses import estimates
from tateyoko.world.estimate import Estimate, Parameter
from tateyoko.world.expression import Expr
from tateyoko.world.load import load_world
from tateyoko.world.model import World
from tateyoko.world.patches import apply_patches, patch_plan, strengths

__all__ = [
    "Estimate",
    "Expr",
    "Parameter",
    "World",
    "apply_patches",
    "estimates",
    "load_world",
    "patch_plan",
    "strengths",
]
