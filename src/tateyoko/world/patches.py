"""What reforms do to a world: combination of patches, strengths, conflicts, baselines.

For each number the patches of all reforms are combined in one fixed way, so that the order of
reforms never matters: first ``set``, then the product of all ``scale``, then the sum of all
``add``, then bounds and, for counts, rounding, once. At strength s a ``set`` goes from baseline to
``baseline + s (to - baseline)``, a ``scale`` multiplies by ``by**s`` (``along: log``) or by
``1 + s (by - 1)``, and an ``add`` adds ``s by``. Strength 0 changes nothing, exactly.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tateyoko.errors import Problem, UsageError, WorldError, did_you_mean
from tateyoko.text import Text
from tateyoko.world import kinds
from tateyoko.world.addresses import Address, index, walk
from tateyoko.world.catalogue import problem
from tateyoko.world.estimate import Estimate
from tateyoko.world.model import World
from tateyoko.world.parse import Reader
from tateyoko.world.reform import Patch, Posture, Reform

__all__ = [
    "Combination",
    "Plan",
    "Switch",
    "Term",
    "apply_patches",
    "check_conflicts",
    "check_reforms",
    "combine",
    "missing_prerequisites",
    "patch_plan",
    "strengths",
]


@dataclass(frozen=True, slots=True)
class Term:
    """One patch as it acts on one parameter.

    Attributes
    ----------
    reform : str
        Reform id; its strength is the s of the formula.
    patch : Patch
        The patch.
    knob : str
        Path of the parameter that holds ``to`` or ``by``.
    value : float
        Its default, in base units.
    log : bool
        Whether a ``scale`` acts as ``by**s``.
    """

    reform: str
    patch: Patch
    knob: str
    value: float
    log: bool = False


@dataclass(frozen=True, slots=True)
class Combination:
    """All patches on one parameter, see `combine`.

    Attributes
    ----------
    path : str
        The parameter.
    sets, scales, adds : tuple of Term
        In the order of reform id and patch number.
    low, high : float or None
        Bounds, applied last, base units.
    rounds : bool
        Whether the result is rounded to a whole number, half up, once at the end.
    """

    path: str
    sets: tuple[Term, ...] = ()
    scales: tuple[Term, ...] = ()
    adds: tuple[Term, ...] = ()
    low: float | None = None
    high: float | None = None
    rounds: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms."""
        return (*self.sets, *self.scales, *self.adds)


@dataclass(frozen=True, slots=True)
class Switch:
    """One structural patch.

    Attributes
    ----------
    name : str
        Name of the switch parameter, ``reform.P01.2``. For ``share`` it holds the strength, for
        the others 1 from ``from_strength`` on and 0 below.
    reform : str
        Reform id.
    patch : Patch
        ``insert``, ``remove``, ``share``, or a ``set`` of words.
    paths : tuple of str
        What it switches.
    """

    name: str
    reform: str
    patch: Patch
    paths: tuple[str, ...]

    def value(self, strength: float) -> float:
        """Return the parameter's value at a strength of the reform."""
        if self.patch.kind == "share":
            return strength
        return 1.0 if strength > 0.0 and strength >= self.patch.from_strength else 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that reforms can change in one scenario.

    Attributes
    ----------
    numbers : dict of str to Combination
        By parameter path (``posts.js.hands``; ``meetings.x.takes.scale`` for distributions).
    switches : tuple of Switch
        Structural patches, by reform and number.
    without_target : tuple of (str, Patch)
        Patches of reforms whose target is not in this scenario.
    """

    numbers: dict[str, Combination] = field(default_factory=dict)
    switches: tuple[Switch, ...] = ()
    without_target: tuple[tuple[str, Patch], ...] = ()


def patch_plan(
    world: World,
    scenario_id: str,
    reforms: Iterable[str] | None = None,
    *,
    prefer: Mapping[str, str] | None = None,
    addresses: Mapping[str, Address] | None = None,
) -> Plan:
    """Return what reforms can change in one scenario, wildcards resolved.

    Parameters
    ----------
    world : World
        The world.
    scenario_id : str
        The scenario.
    reforms : iterable of str, optional
        Only these reforms; by default all.
    prefer : mapping of str to str, optional
        For a path, the only reform whose patches on it count.
    addresses : mapping of str to Address, optional
        What the scenario holds, when the caller has it already.

    Returns
    -------
    Plan
        Combinations by parameter and the structural switches.
    """
    known = dict(index(world, scenario_id) if addresses is None else addresses)
    chosen = sorted(world.reforms if reforms is None else reforms)
    for reform_id in chosen:
        for patch in world.reforms[reform_id].patches:
            if patch.kind == "insert" and patch.step is not None and patch.into in known:
                step = patch.step
                known[step.path] = Address(step.path, "element", step, None, step.place)
                known.update((one.path, one) for one in walk(step))
    numbers: dict[str, Combination] = {}
    switches: list[Switch] = []
    without: list[tuple[str, Patch]] = []
    for reform_id in chosen:
        for patch in world.reforms[reform_id].patches:
            paths = tuple(path for path in patch.matches if path in known)
            if any(winner not in ("", reform_id) for winner in _winners(paths, prefer)):
                continue
            if not paths:
                without.append((reform_id, patch))
            elif patch.is_structural:
                name = f"reform.{reform_id}.{patch.number}"
                switches.append(Switch(name, reform_id, patch, paths))
            else:
                for path in paths:
                    _add_terms(numbers, reform_id, patch, known[path])
    return Plan(numbers, tuple(switches), tuple(without))


def _winners(paths: tuple[str, ...], prefer: Mapping[str, str] | None) -> Iterator[str]:
    """Yield the reform that a posture prefers for each path or an element around it."""
    for path in paths:
        for element, winner in (prefer or {}).items():
            if _is_in(path, element):
                yield winner


def _add_terms(
    numbers: dict[str, Combination], reform_id: str, patch: Patch, address: Address
) -> None:
    """Add the terms of a patch on one number: on its scale, on its parts, or on the value."""
    target: Estimate = address.value
    number = patch.by if patch.kind != "set" else patch.to
    assert isinstance(number, Estimate)
    kind = address.kind
    assert isinstance(kind, kinds.Estimated)
    high = 1.0 if kind.dimension == "prob" and kind.high is None else kind.high
    if target.is_scalar or patch.kind != "set":
        path = target.path if target.is_scalar else f"{target.path}.scale"
        bounds = (kind.low, high) if target.is_scalar else (0.0, None)
        rounds = target.is_scalar and _is_rounded(patch, target, kind)
        term = Term(reform_id, patch, number.path, number.value, _is_log(patch))
        _put(numbers, path, patch.kind, term, bounds, rounds)
        return
    for goal, own in zip(number.parameters(), target.parameters(), strict=True):
        if not own.path.endswith(".scale"):
            term = Term(reform_id, patch, goal.path, goal.value)
            _put(numbers, own.path, "set", term, (kind.low, high), False)


def _is_log(patch: Patch) -> bool:
    """``scale`` acts on a logarithmic scale only when the author says ``along: log``."""
    return patch.kind == "scale" and patch.along == "log"


def _is_rounded(patch: Patch, target: Estimate, kind: kinds.Estimated) -> bool:
    """Whole counts stay whole unless a patch says ``round: none``."""
    if patch.round is not None:
        return patch.round == "half_up"
    return kind.dimension == "count" and target.value == math.floor(target.value)


def _put(
    numbers: dict[str, Combination],
    path: str,
    kind: str,
    term: Term,
    bounds: tuple[float | None, float | None],
    rounds: bool,
) -> None:
    old = numbers.get(path, Combination(path))
    numbers[path] = Combination(
        path,
        sets=(*old.sets, term) if kind == "set" else old.sets,
        scales=(*old.scales, term) if kind == "scale" else old.scales,
        adds=(*old.adds, term) if kind == "add" else old.adds,
        low=bounds[0],
        high=bounds[1],
        rounds=old.rounds or rounds,
    )


def combine(
    combination: Combination,
    baseline: float,
    levels: Mapping[str, float],
    knob: Callable[[Term], float] | None = None,
) -> float:
    """Return a parameter's value under graded reforms.

    Parameters
    ----------
    combination : Combination
        Its patches.
    baseline : float
        Value without them, base units.
    levels : mapping of str to float
        Strength of each reform; one that is not there has strength 0.
    knob : callable, optional
        Value of a term's ``to`` or ``by``; by default the author's.

    Returns
    -------
    float
        Base units. Exactly ``baseline`` when all strengths are 0.
    """
    read = knob or (lambda term: term.value)
    active = [term for term in combination.terms if levels.get(term.reform, 0.0) > 0.0]
    if not active:
        return baseline
    value = baseline
    # Several reforms may set the same value: together they do not overshoot it.
    total = sum(levels.get(term.reform, 0.0) for term in combination.sets)
    for term in combination.sets:
        share = levels.get(term.reform, 0.0) / max(total, 1.0)
        value += share * (read(term) - baseline)
    for term in combination.scales:
        strength = levels.get(term.reform, 0.0)
        if strength > 0.0:
            by = read(term)
            value *= by**strength if term.log else 1.0 + strength * (by - 1.0)
    for term in combination.adds:
        value += levels.get(term.reform, 0.0) * read(term)
    if combination.rounds:
        value = math.floor(value + 0.5)
    if combination.low is not None:
        value = max(value, combination.low)
    if combination.high is not None:
        value = min(value, combination.high)
    return value


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
    plan = patch_plan(world, scenario, active, prefer=prefer)
    problems = check_conflicts(plan)
    if problems:
        raise WorldError(problems)
    values: dict[str, float] = {}
    for address in index(world, scenario).values():
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


def check_conflicts(plan: Plan) -> list[Problem]:
    """Return the contradictions between the reforms of a plan.

    Two different ``set`` on one number, two insertions at the same place, and a removal beside
    any other change of the same element contradict each other. What a posture prefers is decided
    before, in `patch_plan`.
    """
    problems: list[Problem] = []
    for path, combination in plan.numbers.items():
        sets = {term.reform: term for term in combination.sets}
        if len({term.value for term in sets.values()}) > 1:
            terms = list(sets.values())
            problems.append(
                _conflict("TY701", _base_path(path), terms[0].patch, terms[1].patch, terms[1])
            )
    removed = [s for s in plan.switches if s.patch.kind == "remove"]
    for switch in removed:
        for path in switch.paths:
            problems += _removal_conflicts(plan, switch, path)
    problems += _insertion_conflicts(plan)
    seen: dict[tuple[str, str], Problem] = {}
    for one in problems:
        seen.setdefault((one.code, one.what.en), one)
    return list(seen.values())


def _removal_conflicts(plan: Plan, switch: Switch, path: str) -> list[Problem]:
    others: list[tuple[str, Patch]] = []
    for other in plan.switches:
        if other is not switch and other.reform != switch.reform:
            others += [(other.reform, other.patch) for one in other.paths if _is_in(one, path)]
    for combination in plan.numbers.values():
        if _is_in(combination.path, path):
            others += [(t.reform, t.patch) for t in combination.terms if t.reform != switch.reform]
    return [
        _conflict("TY702", path, switch.patch, patch, Term(reform, patch, "", 0.0))
        for reform, patch in others
        if patch.kind != "remove"
    ]


def _insertion_conflicts(plan: Plan) -> list[Problem]:
    found: dict[tuple[str, str, str], Switch] = {}
    problems: list[Problem] = []
    for switch in plan.switches:
        patch = switch.patch
        if patch.kind != "insert":
            continue
        where = ("after", patch.after) if patch.after is not None else ("before", patch.before)
        key = (patch.into or "", where[0], where[1] or "")
        first = found.setdefault(key, switch)
        if first is not switch:
            path = f"{patch.into}, {where[0]} {where[1]}"
            term = Term(switch.reform, patch, "", 0.0)
            problems.append(_conflict("TY703", path, first.patch, patch, term))
    return problems


def _is_in(path: str, element: str) -> bool:
    return path == element or path.startswith(element + ".")


def _base_path(path: str) -> str:
    """Return the path that an author writes for a parameter."""
    for ending in (".scale", ".a", ".b", ".c"):
        if path.endswith(ending):
            return path.removesuffix(ending)
    return path


def _conflict(code: str, path: str, first: Patch, second: Patch, term: Term) -> Problem:
    return problem(
        code,
        second.place,
        width=1,
        path=path,
        reform=term.reform,
        related=[(first.place, Text(ja="もう一方の変更", en="the other change"))],
    )


def check_reforms(world: World, reader: Reader) -> None:
    """Check the reforms of every posture against each other, and every patch against its baseline.

    Conflicts are problems; a baseline that differs from ``was``, and a patch without any effect,
    are findings.
    """
    for scenario_id in world.scenarios:
        addresses = index(world, scenario_id)
        for posture in world.postures.values():
            active = [key for key, strength in posture.reforms.items() if strength]
            if not active:
                continue
            plan = patch_plan(
                world, scenario_id, active, prefer=posture.prefer, addresses=addresses
            )
            for one in check_conflicts(plan):
                line = reader.files.line(one.place)
                reader.problems.append(_with_line(one, line, posture))
        _check_baselines(world, reader, addresses)


def _with_line(one: Problem, line: str, posture: Posture) -> Problem:
    held = Text(ja=f"態勢「{posture.id}」", en=f"posture '{posture.id}' has both")
    return Problem(
        code=one.code,
        place=one.place,
        what=one.what,
        expected=one.expected,
        line=line,
        width=one.width,
        related=(*one.related, (posture.place, held)),
    )


def _check_baselines(world: World, reader: Reader, addresses: Mapping[str, Address]) -> None:
    """Add findings for patches whose baseline is of another era, or that change nothing."""
    seen = {(one.code, one.place) for one in reader.findings}
    for reform in world.reforms.values():
        if reform.baseline_of is None:
            continue
        posture = world.postures[reform.baseline_of]
        for patch in reform.patches:
            for found in _baseline_findings(patch, addresses, posture, reader):
                if (found.code, found.place) not in seen:
                    seen.add((found.code, found.place))
                    reader.findings.append(found)


def _baseline_findings(
    patch: Patch, addresses: Mapping[str, Address], posture: Posture, reader: Reader
) -> Iterable[Problem]:
    for path in patch.matches:
        address = addresses.get(path)
        if address is None or address.what != "number":
            continue
        held: Estimate = address.value.on(posture.date)
        now = held.value
        if isinstance(patch.was, Estimate) and not math.isclose(patch.was.value, now):
            yield problem(
                "PV201",
                patch.place,
                files=reader.files,
                width=1,
                was=f"{patch.was.value / held.factor:g} {held.unit}".strip(),
                found=f"{now / held.factor:g} {held.unit}".strip(),
                path=path,
                posture=posture.id,
            )
        if _is_idle(patch, held):
            yield problem(
                "PV202",
                patch.place,
                files=reader.files,
                width=1,
                path=path,
                found=f"{now / held.factor:g} {held.unit}".strip(),
            )


def _is_idle(patch: Patch, held: Estimate) -> bool:
    """Whether a patch on a number changes nothing at full strength."""
    if patch.kind == "set" and isinstance(patch.to, Estimate):
        return patch.to.numbers == held.numbers
    if patch.by is None:
        return False
    return patch.by.value == (1.0 if patch.kind == "scale" else 0.0)
