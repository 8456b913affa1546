"""What the law leaves open, proved: gaps, overlaps, dead rules, differences between two dates.

Needs the extra ``prove`` (z3-solver); nothing else of the project imports it.
"""

from tateyoko.prove.book import Book, Power, open_book
from tateyoko.prove.encode import Encoder, Truth
from tateyoko.prove.find import (
    find_differences,
    find_gaps,
    find_never_applies,
    find_overlaps,
    find_overlaps_in,
)
from tateyoko.prove.finding import Blocked, Difference, Gap, NeverApplies, Overlap, Way
from tateyoko.prove.reach import explain_block, is_reachable, minimal_judgements, ways_to
from tateyoko.prove.redundant import Redundant, find_redundant, find_redundant_in

__all__ = [
    "Blocked",
    "Book",
    "Difference",
    "Encoder",
    "Gap",
    "NeverApplies",
    "Overlap",
    "Power",
    "Redundant",
    "Truth",
    "Way",
    "explain_block",
    "find_differences",
    "find_gaps",
    "find_never_applies",
    "find_overlaps",
    "find_overlaps_in",
    "find_redundant",
    "find_redundant_in",
    "is_reachable",
    "minimal_judgements",
    "open_book",
    "ways_to",
]
