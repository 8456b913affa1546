"""How many replications each part of a comparison gets."""

from dataclasses import dataclass

__all__ = ["DEFAULT_RUNS", "DEFAULT_SETS", "Sizes", "runs_for_knobs", "sizes_for"]

DEFAULT_RUNS = 128
DEFAULT_SETS = 32
#: Replications that the screening of all numbers together gets for each of its rows by default.
_SCREENED = 1500
#: Knobs of all reforms together that each get their full replications.
_KNOBS = 48


@dataclass(frozen=True, slots=True)
class Sizes:
    """Replications of the parts of a comparison, all proportional to ``runs``."""

    runs: int
    sets: int
    set_runs: int
    reform_runs: int
    knob_runs: int
    screen_runs: int
    curve_runs: int
    placebo_runs: int


def sizes_for(runs: int, sets: int, numbers: int = 0) -> Sizes:
    """Return the sizes of all parts for a number of runs and of assumption sets.

    The screening only ranks the swept numbers. The more of them there are (`numbers`), the fewer
    replications each gets, so that a world with more assumptions is not slower for it alone.
    """
    screened = _SCREENED * runs // (DEFAULT_RUNS * max(1, numbers))
    return Sizes(
        runs=runs,
        sets=sets,
        set_runs=max(2, runs // 16),
        reform_runs=max(2, runs // 4),
        knob_runs=max(2, runs // 16),
        screen_runs=max(2, min(runs // 20, screened)) if numbers else max(2, runs // 20),
        curve_runs=max(2, runs // 10),
        placebo_runs=max(1, runs // 50),
    )


def runs_for_knobs(knob_runs: int, knobs: int) -> int:
    """Return the replications of each of the knobs of all reforms.

    A knob alone is only held against its whole reform on the same dice. The more knobs there are,
    the fewer replications each gets, down to six tenths, so that a world in which more reforms are
    carried is not much slower for it.
    """
    fewest = -(-6 * knob_runs // 10)
    return max(2, fewest, min(knob_runs, knob_runs * _KNOBS // max(1, knobs)))
