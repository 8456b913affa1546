"""Reforms against each other and against their baselines: contradictions and findings."""

import math
from collections.abc import Iterable, Mapping

from tateyoko.errors import Problem
from tateyoko.text import Text
from tateyoko.world.addresses import Address, addresses_around, index
from tateyoko.world.catalogue import problem
from tateyoko.world.estimate import Estimate
from tateyoko.world.model import World
from tateyoko.world.parse import Reader
from tateyoko.world.plan import Plan, Switch, Term, is_in, patch_plan
from tateyoko.world.reform import Patch, Posture

__all__ = ["check_conflicts", "check_reforms"]


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
            others += [(other.reform, other.patch) for one in other.paths if is_in(one, path)]
    for combination in plan.numbers.values():
        if is_in(combination.path, path):
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


def check_reforms(world: World, scenes: Mapping[str, World], reader: Reader) -> None:
    """Check the reforms of every posture against each other, and every patch against its baseline.

    Conflicts are problems; a baseline that differs from ``was``, and a patch without any effect,
    are findings.

    Parameters
    ----------
    world : World
        The world.
    scenes : mapping of str to World
        The world for each scenario, with its roads.
    reader : Reader
        Gets problems and findings.
    """
    touched = addresses_around(world.reforms.values())
    for scenario_id, scene in scenes.items():
        addresses = index(scene, scenario_id, touched)
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
