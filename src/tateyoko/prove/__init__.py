"""What the law leaves open, proved: gaps, overlaps, dead rules, differences between two dates.

Needs the extra ``prove`` (z3-solver); nothing else of the project imports it.
"""

from tateyoko.prove.encode import Encoder, Truth

__all__ = ["Encoder", "Truth"]
