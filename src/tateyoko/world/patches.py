"""A posture's numbers: strengths of its reforms on its date, and every value after them."""

import datetime as dt
from collections.abc import Iterable, Mapping

from tateyoko.errors import UsageError, WorldError, did_you_mean
from tateyoko.text import Text
from tateyoko.world.addresses import index, walk
from tateyoko.world.conflicts import check_conflicts
from tateyoko.world.estimate import Estimate
from tateyoko.world.model import World
from tateyoko.world.plan import Combination, Plan, Switch, Term, combine, patch_plan
from tateyoko.world.reform import Posture, Reform

__all__ = [
    "Combination",
    "Plan",
    "Switch",
    "Term",
    "apply_patches",
    "combine",
    "missing_prerequisites",
    "patch_plan",
    "strengths",
]


def strengths(
    world: World,
    posture_id: str,
    reforms: Mapping[str, float] | None = None,
    *,
    date: dt.date | None = None,
) -> dict[str, float]:
    """Return the strength of each reform of a posture on its date.

    A reform that the posture lists under ``decided`` has strength 0 until its lead time has
    passed; the lead time is that of the reform, its longest part when it has several.

    Parameters
    ----------
    world : World
        The world.
    posture_id : str
        The posture.
    reforms : mapping of str to float, optional
        Replaces the posture's own list.
    date : date, optional
        Another day than the posture's.

    Raises
    ------
    UsageError
        If the posture or a reform does not exist, or a strength lies outside 0 to 1.
    """
    posture = _posture(world, posture_id)
    day = posture.date if date is None else date
    chosen = posture.reforms if reforms is None else reforms
    found: dict[str, float] = {}
    for reform_id, strength in chosen.items():
        if reform_id not in world.reforms:
            raise _unknown(ja="提言", en="reform", name=reform_id, known=world.reforms)
        if not 0.0 <= strength <= 1.0:
            message = Text(
                ja=f"{reform_id} の強度 {strength:g} が 0～1 の範囲外です",
                en=f"strength {strength:g} of {reform_id} is outside 0 to 1",
            )
            raise UsageError(message)
        decided = posture.decided.get(reform_id)
        found[reform_id] = strength
        if decided is not None and day < decided + _lead_time(world, reform_id):
            found[reform_id] = 0.0
    return found


def _posture(world: World, posture_id: str) -> Posture:
    if posture_id not in world.postures:
        raise _unknown(ja="態勢", en="posture", name=posture_id, known=world.postures)
    return world.postures[posture_id]


def _unknown(ja: str, en: str, name: str, known: Iterable[str]) -> UsageError:
    listed = list(known)
    hint = did_you_mean(name, listed) or Text(ja="", en="")
    return UsageError(
        Text(
            ja=f"未知の{ja}「{name}」。あるのは {'、'.join(listed)}。{hint.ja}",
            en=f"unknown {en} '{name}'; there are {', '.join(listed)}. {hint.en}".rstrip(),
        )
    )


def _lead_time(world: World, reform_id: str) -> dt.timedelta:
    longest = max((one.value for one in world.reforms[reform_id].lead_time.values()), default=0.0)
    return dt.timedelta(milliseconds=longest)


def missing_prerequisites(
    reforms: Mapping[str, Reform], levels: Mapping[str, float]
) -> tuple[tuple[str, str], ...]:
    """Return pairs of a reform in force and a reform that it requires and that is not.

    Parameters
    ----------
    reforms : mapping of str to Reform
        Of the world.
    levels : mapping of str to float
        Strengths; what has none, or strength 0, is not in force.
    """
    in_force = {key for key, strength in levels.items() if strength > 0.0}
    return tuple(
        (key, needed)
        for key in sorted(in_force)
        if key in reforms
        for needed in reforms[key].requires
        if needed not in in_force
    )


def apply_patches(
    world: World,
    reforms: Mapping[str, float],
    date: dt.date,
    scenario_id: str | None = None,
    *,
    prefer: Mapping[str, str] | None = None,
) -> dict[str, float]:
    """Return every parameter's value on a date under graded reforms.

    Parameters
    ----------
    world : World
        The world.
    reforms : mapping of str to float
        Strengths, as from `strengths`.
    date : date
        Chooses among dated estimates.
    scenario_id : str, optional
        The scenario; by default the first.
    prefer : mapping of str to str, optional
        A posture's choice between reforms that contradict each other.

    Returns
    -------
    dict of str to float
        By parameter path, base units.

    Raises
    ------
    WorldError
        If two of the reforms contradict each other.
    """
    scenario = next(iter(world.scenarios)) if scenario_id is None else scenario_id
    active = {key: strength for key, strength in reforms.items() if strength > 0.0}
    addresses = index(world.for_scenario(scenario), scenario)
    plan = patch_plan(world, scenario, active, prefer=prefer, addresses=addresses)
    problems = check_conflicts(plan)
    if problems:
        raise WorldError(problems)
    values: dict[str, float] = {}
    for address in addresses.values():
        if address.what == "number":
            for parameter in address.value.on(date).parameters():
                values[parameter.path] = parameter.value
    for switch in plan.switches:
        if switch.patch.step is not None:
            for estimate in _numbers_below(switch):
                for parameter in estimate.on(date).parameters():
                    values[parameter.path] = parameter.value
    for path, combination in plan.numbers.items():
        values[path] = combine(combination, values[path], active)
    return values


def _numbers_below(switch: Switch) -> list[Estimate]:
    assert switch.patch.step is not None
    return [one.value for one in walk(switch.patch.step) if one.what == "number"]
