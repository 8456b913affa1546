"""Checks on the compiled net that look at whole job types: waits that can never end."""

from __future__ import annotations

from tateyoko.net import codes
from tateyoko.net.compiled import Compiled
from tateyoko.net.elements import Step
from tateyoko.net.errors import Code, Mistake, Problem
from tateyoko.net.opcodes import OP

_RELEASE = OP["RELEASE"]


def endless_waits(net: Compiled) -> list[Problem]:
    """Find jobs that wait for a seat which they, or a ring of such jobs, keep.

    A job that keeps a seat and claims it again waits for itself (NT203). Jobs that keep seats
    while they claim others need one order in which all of them claim; a cycle can end in a
    deadlock (NT204). A claim with patience leaves by itself and is not counted for the second.

    Parameters
    ----------
    net : Compiled
        The net.

    Returns
    -------
    problems : list of Problem
        In the order of the steps' ids.
    """
    kept = _kept_on_entry(net)
    problems = []
    holds: dict[int, dict[int, Step]] = {}
    for index, step in enumerate(net.steps):
        again = _claimed_again(step, kept[index])
        if again:
            names = ", ".join(net.seats[seat].id for seat in sorted(again))
            mistake = Mistake(
                Code.SELF_WAIT,
                f"the job may still keep {names} when it claims it here, and would wait for itself",
                "Release the seat before, or leave it out of this claim.",
            )
            problems.append(mistake.at(f"step {step.id}: claim", step.place))
        if step.patience == codes.NONE:
            for have in kept[index]:
                for want in set(step.seats) - kept[index]:
                    holds.setdefault(have, {}).setdefault(want, step)
    for ring in _cycles(holds):
        words = []
        for have, want in ring:
            step = holds[have][want]
            words.append(
                f"{step.id} keeps {net.seats[have].id} and claims {net.seats[want].id}"
                + (f" ({step.place})" if step.place else "")
            )
        first = holds[ring[0][0]][ring[0][1]]
        mistake = Mistake(
            Code.HOLD_AND_WAIT,
            "; ".join(words),
            "Claim kept seats in one order everywhere, release first, or give patience.",
        )
        problems.append(mistake.at(f"step {first.id}: claim", first.place))
    return problems


def _claimed_again(step: Step, kept: frozenset[int]) -> set[int]:
    """Return kept seats without which the claim cannot be met."""
    again: set[int] = set()
    for group in step.groups:
        mine = kept.intersection(group.seats)
        others = sum(seat not in kept for seat in group.seats)
        if mine and (group.index != codes.NONE or others < group.k):
            again |= mine
    return again


def _kept_on_entry(net: Compiled) -> list[frozenset[int]]:
    """Return, per step, the seats that a job may keep when it enters it."""
    entry: list[frozenset[int]] = [frozenset() for _ in net.steps]
    todo = [kind.first for kind in net.types]
    seen: set[int] = set()
    while todo:
        index = todo.pop()
        seen.add(index)
        step = net.steps[index]
        waiting = entry[index]
        started = waiting - _released(net, step.start)
        done = started - _released(net, step.finish)
        if step.keep:
            done |= frozenset(step.seats)
        leaving = [(step.missed, waiting), (step.void, waiting)]
        leaving.append((step.late, waiting | started))
        leaving += [(way.target, done) for way in step.route]
        for target, kept in leaving:
            if target >= 0 and (target not in seen or not kept <= entry[target]):
                entry[target] |= kept
                todo.append(target)
    return entry


def _released(net: Compiled, program: int) -> frozenset[int]:
    """Return the seats that a program lets go."""
    if program == codes.NONE:
        return frozenset()
    address = program >> 2
    fragment = net.fragment_at(address)
    assert fragment is not None
    out: set[int] = set()
    for op, arg in net.code[fragment.start : fragment.end]:
        if op == _RELEASE:
            out |= set(range(len(net.seats))) if arg < 0 else {arg}
    return frozenset(out)


def _cycles(holds: dict[int, dict[int, Step]]) -> list[list[tuple[int, int]]]:
    """Return one cycle per group of seats that wait on each other in a ring."""
    found = []
    used: set[int] = set()
    for begin in sorted(holds):
        if begin in used:
            continue
        path = _path(holds, begin)
        if path:
            used.update(have for have, _ in path)
            found.append(path)
    return found


def _path(holds: dict[int, dict[int, Step]], begin: int) -> list[tuple[int, int]]:
    """Return the shortest way from a seat back to itself, by the order of the seats."""
    came: dict[int, int] = {}
    queue = [begin]
    while queue:
        have = queue.pop(0)
        for want in sorted(holds.get(have, {})):
            if want == begin:
                path = [(have, want)]
                while have != begin:
                    path.append((came[have], have))
                    have = came[have]
                return path[::-1]
            if want not in came:
                came[want] = have
                queue.append(want)
    return []
