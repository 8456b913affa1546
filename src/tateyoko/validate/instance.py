"""From a type of crisis and what could be known at its onset to one instance of a pattern.

The only door through which a case reaches the simulation: `instance_of` takes the type and the
onset, and nothing else of a case could be passed to it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tateyoko.errors import UsageError
from tateyoko.text import Text
from tateyoko.world.case import Onset
from tateyoko.world.estimate import Estimate
from tateyoko.world.model import World
from tateyoko.world.patterns import eras_of, patterns_of
from tateyoko.world.scenario import Scenario, Value

__all__ = ["Instance", "begins_at", "hour_of", "instance_of", "with_begins"]

_HOUR_IN_OFFICE, _HOUR_OFF_DUTY = 10, 22
_NIGHT_BEGINS, _NIGHT_ENDS = 20, 7
_WEDNESDAY, _SUNDAY = 2, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A pattern with the numbers of one context.

    Attributes
    ----------
    type : str
        Type of crisis.
    pattern : str
        Scenario that stands for it.
    posture : str
        Posture that stands for the era.
    begins : str
        Model date and hour of the start.
    values : tuple of (str, float)
        Value of the pattern -> number, sorted by name.
    weights : tuple of (str, Estimate or float or None)
        Truth -> its share at onset; None is what the others leave.
    """

    type: str
    pattern: str
    posture: str
    begins: str
    values: tuple[tuple[str, float], ...]
    weights: tuple[tuple[str, Estimate | float | None], ...]

    @property
    def key(self) -> str:
        """What its dice are named by: everything in it, and nothing else."""
        numbers = ",".join(f"{name}={value:g}" for name, value in self.values)
        truths = ",".join(f"{truth}={_centre(share)}" for truth, share in self.weights)
        return "|".join((self.type, self.posture, self.begins, numbers, truths))


def _centre(share: Estimate | float | None) -> str:
    if share is None:
        return "rest"
    return f"{share.value:g}" if isinstance(share, Estimate) else f"{share:g}"


def instance_of(world: World, type: str, onset: Onset) -> Instance:
    """Return the instance of a pattern that a type and an onset ask for.

    Parameters
    ----------
    world : World
        With patterns and postures that stand for eras.
    type : str
        Type of crisis.
    onset : Onset
        What could be known when it began.

    Raises
    ------
    UsageError
        If the world has no pattern for the type, or no posture for the era.
    """
    patterns, eras = patterns_of(world), eras_of(world)
    if type not in patterns:
        raise _missing(type, patterns, "型", "type of crisis", "想定", "scenario")
    if onset.era not in eras:
        raise _missing(onset.era, eras, "時代", "era", "態勢", "posture")
    scenario = world.scenarios[patterns[type]]
    assert scenario.stands_for is not None
    posture = eras[onset.era]
    values = {
        value.id: _number(value, onset)
        for value in scenario.values.values()
        if value.context is not None
    }
    return Instance(
        type=type,
        pattern=patterns[type],
        posture=posture,
        begins=begins_at(scenario, world.postures[posture].date, onset),
        values=tuple(sorted(values.items())),
        weights=tuple(scenario.stands_for.truths.of(onset.signal).items()),
    )


def _missing(
    name: str, known: Mapping[str, str], ja: str, en: str, block_ja: str, block_en: str
) -> UsageError:
    there = ", ".join(known)
    return UsageError(
        Text(
            ja=f"この世界には{ja} {name} に当たる{block_ja}がありません"
            f"（あるもの：{there or 'なし'}）。",
            en=f"No {block_en} of this world stands for the {en} '{name}' "
            f"(there are: {there or 'none'}).",
        )
    )


def hour_of(onset: Onset) -> int:
    """Return the hour of onset; one of the middle of office hours or of the evening if unknown."""
    if onset.local_hour is not None:
        return onset.local_hour
    return _HOUR_OFF_DUTY if onset.off_hours else _HOUR_IN_OFFICE


def _number(value: Value, onset: Onset) -> float:
    context = value.context
    assert context is not None
    known = getattr(onset, context)
    if value.equals is not None:
        return float(known == value.equals)
    if context == "signal":
        return float(known == "ambiguous")
    if context == "local_hour":
        return float(hour_of(onset))
    return float(known or 0.0)


def begins_at(scenario: Scenario, date: dt.date, onset: Onset) -> str:
    """Return the model date of the start: calendars ask for weekday and hour only.

    A day of the week of the posture's date: a Wednesday, or a Sunday when it is outside office
    hours although the hour is not.
    """
    hour = hour_of(onset)
    at_night = hour >= _NIGHT_BEGINS or hour < _NIGHT_ENDS
    weekday = _SUNDAY if onset.off_hours and not at_night else _WEDNESDAY
    day = date + dt.timedelta(days=weekday - date.weekday())
    zone = dt.timezone(dt.timedelta(hours=scenario.utc_offset))
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=zone).isoformat("T", "minutes")


def with_begins(world: World, pattern: str, begins: str) -> World:
    """Return the world with another start of one scenario."""
    scenario = replace(world.scenarios[pattern], begins=begins)
    return replace(world, scenarios={**world.scenarios, pattern: scenario})
