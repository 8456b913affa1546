"""How many replications each part of a comparison gets."""

from dataclasses import dataclass

__all__ = ["DEFAULT_RUNS", "DEFAULT_SETS", "Sizes", "sizes_for"]

DEFAULT_RUNS = 160
DEFAULT_SETS = 32


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


def sizes_for(runs: int, sets: int) -> Sizes:
    """Return the sizes of all parts for a number of runs and of assumption sets."""
    return Sizes(
        runs=runs,
        sets=sets,
        set_runs=max(2, runs // 16),
        reform_runs=max(2, runs // 4),
        knob_runs=max(2, runs // 16),
        screen_runs=max(2, runs // 20),
        curve_runs=max(2, runs // 5),
        placebo_runs=max(1, runs // 50),
    )
