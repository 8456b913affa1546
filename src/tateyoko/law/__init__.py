"""Law as data: trees of requirements, a catalogue of rules, and the questions one may ask of it.

A leaf: it knows no world and reads no files. `parse_tree` takes plain data with places, `ask`
answers for a `Catalogue` in a `State`; `tateyoko.world.literate` reads a catalogue from files.
"""

from tateyoko.law.ask import Answer, ask, ask_about, next_steps, standing, unfold_rule
from tateyoko.law.catalogue import Catalogue
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN, evaluate, missing
from tateyoko.law.parse import Bad, Written, parse_tree
from tateyoko.law.state import Act, State, StateError
from tateyoko.law.tree import (
    All,
    Any,
    AtLeast,
    Compare,
    Exemption,
    Fact,
    Node,
    Not,
    Remark,
    Unless,
    facts_of,
    walk,
)

__all__ = [
    "FALSE",
    "TRUE",
    "UNKNOWN",
    "Act",
    "All",
    "Answer",
    "Any",
    "AtLeast",
    "Bad",
    "Catalogue",
    "Compare",
    "Exemption",
    "Fact",
    "Node",
    "Not",
    "Remark",
    "State",
    "StateError",
    "Unless",
    "Written",
    "ask",
    "ask_about",
    "evaluate",
    "facts_of",
    "missing",
    "next_steps",
    "parse_tree",
    "standing",
    "unfold_rule",
    "walk",
]
