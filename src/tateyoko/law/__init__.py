"""Rules of law as data: a small tree of requirements and its three-valued evaluation.

A leaf: it knows no world and reads no files. `parse_tree` takes plain data with places.
"""

from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN, evaluate, missing
from tateyoko.law.parse import Bad, Written, parse_tree
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
    "All",
    "Any",
    "AtLeast",
    "Bad",
    "Compare",
    "Exemption",
    "Fact",
    "Node",
    "Not",
    "Remark",
    "Unless",
    "Written",
    "evaluate",
    "facts_of",
    "missing",
    "parse_tree",
    "walk",
]
