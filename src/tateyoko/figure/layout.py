"""Where labels go: on one axis, without touching each other and without leaving the frame."""

from collections.abc import Sequence
from dataclasses import dataclass

from tateyoko.figure.metrics import text_width

__all__ = ["Box", "Scale", "flow", "room_for", "spread", "widest"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight mapping from data to pixels.

    Attributes
    ----------
    low, high : float
        Ends of the data.
    start, end : float
        Where they are drawn [px]; ``end`` may be less than ``start``.
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value [px], held inside the ends."""
        inside = min(max(value, self.low), self.high)
        span = self.high - self.low
        share = (inside - self.low) / span if span else 0.0
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle [px] that text takes."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box", *, air: float = 0.0) -> bool:
        """Return whether two boxes share more than ``air`` [px] in both directions."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across > air and down > air


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Place labels on a vertical axis near where they want to be.

    Labels keep their order (that of ``wanted``; equal wishes keep the order given), do not overlap
    and stay between ``low`` and ``high`` as long as they fit there at all. Groups that touch are
    moved together so that the sum of squared shifts is smallest (pool adjacent violators).

    Parameters
    ----------
    wanted : sequence of float
        Wanted middles [px].
    heights : sequence of float
        Heights [px], same length.
    low, high : float
        Ends of the space [px].

    Returns
    -------
    middles : list of float
        Middles [px], in the order given. When the labels are taller than the space they start at
        ``low`` and run over ``high``; a caller that may have so many makes more room first.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    # Each group: members, sum of the wanted middle minus the offset inside the group, height.
    groups: list[tuple[list[int], float, float]] = []
    for at in order:
        group = ([at], wanted[at] - heights[at] / 2, heights[at])
        while groups and _top(groups[-1], low, high) + groups[-1][2] > _top(group, low, high):
            members, total, tall = groups.pop()
            moved = group[1] - tall * len(group[0])
            group = (members + group[0], total + moved, tall + group[2])
        groups.append(group)
    middles = [0.0] * len(wanted)
    for group in groups:
        y = _top(group, low, high)
        for at in group[0]:
            middles[at] = y + heights[at] / 2
            y += heights[at]
    return middles


def _top(group: tuple[list[int], float, float], low: float, high: float) -> float:
    members, total, tall = group
    return max(min(total / len(members), high - tall), low)


def flow(
    widths: Sequence[float], width: float, *, gap: float
) -> tuple[list[tuple[float, int]], int]:
    """Place entries of a legend from left to right, then on the next row.

    Parameters
    ----------
    widths : sequence of float
        Widths of the entries [px].
    width : float
        Width of a row [px].
    gap : float
        Air between entries [px].

    Returns
    -------
    places : list of (float, int)
        Left edge [px] and row of each entry.
    rows : int
        Number of rows; zero when there is no entry.
    """
    places: list[tuple[float, int]] = []
    x, row = 0.0, 0
    for wide in widths:
        if x > 0 and x + wide > width:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += wide + gap
    return places, row + 1 if places else 0


def room_for(
    places: Sequence[float], texts: Sequence[str], size: float, *, air: float = 6.0, first: int = 0
) -> list[bool]:
    """Say which labels of an axis can be written without touching another one.

    Parameters
    ----------
    places : sequence of float
        Middles of the labels [px], in any order.
    texts : sequence of str
        The labels, same length.
    size : float
        Font size [px].
    air : float, optional
        Least space between two labels [px].
    first : int, optional
        Index of the label that must be written, such as zero.

    Returns
    -------
    written : list of bool
        True for labels to write; the others keep their grid line only.
    """
    halves = [text_width(text, size) / 2 for text in texts]
    order = [first, *(at for at in range(len(places)) if at != first)] if places else []
    kept: list[int] = []
    for at in order:
        if all(abs(places[at] - places[k]) >= halves[at] + halves[k] + air for k in kept):
            kept.append(at)
    return [at in kept for at in range(len(places))]


def widest(texts: Sequence[str], size: float, *, bold: bool = False) -> float:
    """Return the width of the widest text [px]; zero when there is none."""
    return max((text_width(text, size, bold=bold) for text in texts), default=0.0)
