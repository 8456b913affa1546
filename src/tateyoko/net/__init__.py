"""Nets: the closed set of primitives that engines run, and the language of their expressions.

`Net` collects elements and `Net.compile` returns a `Compiled` net. The package knows no ministry
and no law; a compiler maps worlds to nets.
"""

from tateyoko.net.builder import Net
from tateyoko.net.carry import carried_pairs, carry_findings
from tateyoko.net.command import Command, Script, make_script
from tateyoko.net.compiled import ANY_INTEGRAL, Compiled
from tateyoko.net.describe import describe_fault, describe_reference, describe_step, fault_place
from tateyoko.net.elements import Carry, Hidden, View
from tateyoko.net.errors import NetError, Problem
from tateyoko.net.steps import STEP_FIELDS

__all__ = [
    "ANY_INTEGRAL",
    "STEP_FIELDS",
    "Carry",
    "Command",
    "Compiled",
    "Hidden",
    "Net",
    "NetError",
    "Problem",
    "Script",
    "View",
    "carried_pairs",
    "carry_findings",
    "describe_fault",
    "describe_reference",
    "describe_step",
    "fault_place",
    "make_script",
]
