"""Codes of what a study finds and says of itself."""

from collections.abc import Mapping

from tateyoko.text import Text

__all__ = ["CODES"]

CODES: Mapping[str, Text] = {
    "ST101": Text(
        ja="始まらない反復のある指標。差は両方の態勢で始まった対だけによる。",
        en="A measure that does not begin in some runs; its differences rest on pairs in which it "
        "began on both sides.",
    ),
    "ST102": Text(
        ja="半数以上の反復で終わらない待ち時間。期間の終わりで打ち切った平均で示す。",
        en="A waiting time that does not end in half of the runs of some cell; it is given as the "
        "mean cut off at the horizon.",
    ),
}
"""What each code means in general."""
