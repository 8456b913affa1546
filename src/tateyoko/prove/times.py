"""Times of a world by their address, for the question whether a way is quick enough."""

import datetime as dt
from collections.abc import Mapping

from tateyoko.errors import UsageError
from tateyoko.prove.grey_zone import Estimates, Minutes
from tateyoko.text import Text
from tateyoko.world import World
from tateyoko.world.estimate import Estimate

__all__ = ["estimates_of"]

_MS = 60_000.0


def estimates_of(world: World, date: dt.date) -> Estimates:
    """Return what looks up least, likely and greatest minutes of the world's estimates.

    Parameters
    ----------
    world : World
        The world; an address is a path such as ``meetings.cabinet.takes``.
    date : date
        Day for which numbers that change in time are taken.

    Returns
    -------
    callable
        Raises `UsageError` for an address without an estimate of time.
    """

    def look_up(path: str) -> Minutes:
        node: object = world
        for part in path.split("."):
            node = node.get(part) if isinstance(node, Mapping) else getattr(node, part, None)
        if not isinstance(node, Estimate) or node.dimension != "time":
            raise UsageError(
                Text(
                    ja=f"世界に時間の見積もり {path} がありません。",
                    en=f"The world has no estimate of time at {path}.",
                )
            )
        for start, later in node.dated:
            if start <= date:
                node = later
        return _minutes(node)

    return look_up


def _minutes(estimate: Estimate) -> Minutes:
    numbers = [number / _MS for number in estimate.numbers]
    match estimate.shape:
        case "tri":
            return Minutes(numbers[0], numbers[1], numbers[2])
        case "uniform":
            return Minutes(numbers[0], (numbers[0] + numbers[1]) / 2, numbers[1])
        case "logn":
            # Symmetric about the median in logarithms: from the 10th to the 90th percentile.
            return Minutes(numbers[0] ** 2 / numbers[1], numbers[0], numbers[1])
        case _:
            low = numbers[0] if estimate.low is None else estimate.low / _MS
            high = numbers[0] if estimate.high is None else estimate.high / _MS
            return Minutes(low, numbers[0], high)
