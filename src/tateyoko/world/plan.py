"""How the patches of all reforms combine: a plan of numbers and switches.

For each number the patches of all reforms are combined in one fixed way, so that the order of
reforms never matters: first ``set``, then the product of all ``scale``, then the sum of all
``add``, then bounds and, for counts, rounding, once. At strength s a ``set`` goes from baseline to
``baseline + s (to - baseline)``, a ``scale`` multiplies by ``by**s`` (``along: log``) or by
``1 + s (by - 1)``, and an ``add`` adds ``s by``. Strength 0 changes nothing, exactly.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tateyoko.world import kinds
from tateyoko.world.addresses import Address, index, walk
from tateyoko.world.estimate import Estimate
from tateyoko.world.model import World
from tateyoko.world.reform import Patch

__all__ = ["Combination", "Plan", "Switch", "Term", "combine", "is_in", "patch_plan"]


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
    if addresses is None:
        addresses = index(world.for_scenario(scenario_id), scenario_id)
    known = dict(addresses)
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
            if is_in(path, element):
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


def is_in(path: str, element: str) -> bool:
    """Whether a path is an element or lies inside it."""
    return path == element or path.startswith(element + ".")
