"""Reforms become changes of a parameter row.

Pattern. A patch never changes the net. On a number it changes one column: first `set` (baseline +
s * (to - baseline)), then the product of `scale` (by**s, or 1 + s * (by - 1)), then the sum of
`add` (s * by), then the bounds of what the number is; the order of reforms does not matter. On a
structure it turns a switch or a share (see `parameters.Switches`), a word on a scale at a stated
strength. The figures `to` and `by` are estimates of their own, the **knobs** of the reform, and
are swept like any other assumption.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import stop
from tateyoko.compiler.parameters import Slot
from tateyoko.errors import Problem, UsageError
from tateyoko.text import Text
from tateyoko.world.estimate import Estimate, suffixes

if TYPE_CHECKING:
    import datetime as dt

    from tateyoko.world.model import World
    from tateyoko.world.reform import Patch, Posture, Reform

__all__ = [
    "Change",
    "changes_of",
    "inserted_path",
    "modelled",
    "patch_paths",
    "stays_whole",
    "strengths_of",
    "structural_tables",
    "words_of",
]

_ORDER = {"set": 0, "scale": 1, "add": 2}
#: Bounds that hold after all patches, by dimension.
BOUNDS = {
    "prob": (0.0, 1.0),
    "time": (0.0, math.inf),
    "count": (0.0, math.inf),
    "rate": (0.0, math.inf),
    "factor": (0.0, math.inf),
}


def modelled(world: World) -> list[Reform]:
    """Return the reforms that have patches."""
    return [reform for reform in world.reforms.values() if reform.patches]


def patch_paths(patch: Patch) -> tuple[str, ...]:
    """Return the paths that a patch changes."""
    if patch.kind == "insert":
        return (inserted_path(patch),)
    return patch.matches or (patch.target,)


def inserted_path(patch: Patch) -> str:
    """Return the path of the step that a patch inserts."""
    return f"{patch.into}.{patch.insert}"


def words_of(patch: Patch) -> tuple[str, ...]:
    """Return the words that a patch sets something to; none for a number."""
    if isinstance(patch.to, str):
        return (patch.to,)
    return patch.to if isinstance(patch.to, tuple) else ()


def strengths_of(
    world: World, posture: Posture, overrides: Mapping[str, float] | None
) -> dict[str, float]:
    """Return the strength of each reform in a posture.

    Before its lead time has passed since it was decided, a reform has strength 0; a posture that
    says nothing about the decision takes its reforms as in effect.

    Raises
    ------
    UsageError
        If `overrides` names a reform without patches.
    """
    strengths = dict(posture.reforms)
    for reform, decided in posture.decided.items():
        lead = world.reforms[reform].lead_time
        longest_ms = max((estimate.value for estimate in lead.values()), default=0.0)
        if (posture.date - decided).total_seconds() * 1000.0 < longest_ms:
            strengths[reform] = 0.0
    if overrides is not None:
        known = {reform.name for reform in modelled(world)}
        for reform in overrides:
            if reform not in known:
                raise UsageError(
                    Text(
                        ja=f"提言 {reform} は未実装です。使えるもの：{'、'.join(sorted(known))}",
                        en=f"reform {reform} is not modelled; there are {', '.join(sorted(known))}",
                    )
                )
        strengths = dict(overrides)
    return {reform: strength for reform, strength in strengths.items() if strength > 0.0}


def structural_tables(
    reforms: Sequence[Reform],
) -> tuple[
    dict[str, tuple[tuple[str, float], ...]],
    dict[str, tuple[tuple[str, float], ...]],
    dict[str, tuple[str, ...]],
    list[Patch],
]:
    """Return removals, insertions and shares by path, and the patches that insert steps."""
    removals: dict[str, tuple[tuple[str, float], ...]] = {}
    insertions: dict[str, tuple[tuple[str, float], ...]] = {}
    shares: dict[str, tuple[str, ...]] = {}
    inserted: list[Patch] = []
    for reform in sorted(reforms, key=lambda reform: reform.name.encode()):
        for patch in reform.patches:
            for path in patch_paths(patch):
                entry = (reform.name, max(patch.from_strength, 1e-9))
                if patch.kind == "remove":
                    removals[path] = (*removals.get(path, ()), entry)
                elif patch.kind == "share":
                    shares[path] = (*shares.get(path, ()), reform.name)
                elif patch.kind == "insert":
                    insertions[path] = (*insertions.get(path, ()), entry)
            if patch.kind == "insert":
                inserted.append(patch)
    return removals, insertions, shares, inserted


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one patch does to one column.

    Attributes
    ----------
    reform, patch :
        Where it comes from.
    column : str
        Id of the parameter.
    kind : str
        ``set``, ``scale``, ``add``, or ``word`` (a place on a scale).
    knob : str
        Parameter that carries the figure; empty for words.
    value : float
        The figure in base units.
    log : bool
        For ``scale``: by**s instead of 1 + s*(by - 1).
    least : float
        For ``word``: the strength at which it applies.
    """

    reform: str
    patch: Patch
    column: str
    kind: str
    knob: str
    value: float
    log: bool = False
    least: float = 0.0

    @property
    def rank(self) -> int:
        """Order in which changes of one column act."""
        return _ORDER.get(self.kind, 0)

    def apply(self, current: float, strength: float, value: float) -> float:
        """Return the column after the change.

        Parameters
        ----------
        current : float
            The column before, base units.
        strength : float
            Of the reform, 0 to 1.
        value : float
            The knob's figure, base units.
        """
        if self.kind == "set":
            return current + strength * (value - current)
        if self.kind == "scale":
            if self.log:
                return current * math.exp(strength * math.log(value))
            return current * (1.0 + strength * (value - 1.0))
        if self.kind == "add":
            return current + strength * value
        return value if strength >= self.least else current


def changes_of(
    reform: Reform, slots: Mapping[str, Slot], words: Mapping[str, Mapping[tuple[str, ...], float]]
) -> Iterator[Change]:
    """Yield the changes of columns that a reform makes in one net.

    Parameters
    ----------
    reform : Reform
        Its patches.
    slots : mapping of str to Slot
        Columns of the net by id; what has none is unused and not changed.
    words : mapping
        Path -> words -> place on the scale, for clearances and caveats.
    """
    for patch in reform.patches:
        if patch.kind not in ("set", "scale", "add"):
            continue
        for path in patch_paths(patch):
            if patch.kind == "set" and not isinstance(patch.to, Estimate):
                yield from _word(reform, patch, path, slots, words)
                continue
            figure = patch.to if patch.kind == "set" else patch.by
            assert isinstance(figure, Estimate)
            yield from _number(reform, patch, path, figure, slots)


def stays_whole(patch: Patch, slot: Slot, date: dt.date) -> bool:
    """Return whether a number is rounded, half up, once all patches have acted.

    A count that is whole at its baseline stays whole, unless the patch says otherwise.
    """
    if patch.round is not None:
        return patch.round == "half_up"
    return slot.dimension == "count" and float(slot.on(date)).is_integer()


def _number(
    reform: Reform, patch: Patch, path: str, figure: Estimate, slots: Mapping[str, Slot]
) -> Iterator[Change]:
    """Yield the changes of a patch on a number or a distribution."""
    log = patch.along == "log"
    if path in slots:
        yield Change(
            reform=reform.name,
            patch=patch,
            column=path,
            kind=patch.kind,
            knob=figure.path,
            value=figure.value,
            log=log,
        )
    elif f"{path}.scale" in slots:
        if patch.kind == "scale":
            yield Change(
                reform=reform.name,
                patch=patch,
                column=f"{path}.scale",
                kind="scale",
                knob=figure.path,
                value=figure.value,
                log=log,
            )
            return
        held = [suffix for suffix in (".a", ".b", ".c") if path + suffix in slots]
        if patch.kind == "add" or [*suffixes(figure.shape)] != held:
            raise stop(
                patch.place,
                Text(
                    ja=f"{path} は分布です。set は同じ形の分布、または scale を使ってください。",
                    en=f"{path} is a distribution: `set` it to one of the same form, or `scale` it",
                ),
                code="CP501",
            )
        for suffix, number in zip(held, figure.numbers, strict=True):
            yield Change(
                reform=reform.name,
                patch=patch,
                column=path + suffix,
                kind="set",
                knob=f"{figure.path}{suffix}",
                value=number,
            )


def _word(
    reform: Reform,
    patch: Patch,
    path: str,
    slots: Mapping[str, Slot],
    words: Mapping[str, Mapping[tuple[str, ...], float]],
) -> Iterator[Change]:
    """Yield the change of a patch on a word, such as a clearance."""
    if path not in slots:
        return
    yield Change(
        reform=reform.name,
        patch=patch,
        column=path,
        kind="word",
        knob="",
        value=words[path][words_of(patch)],
        least=max(patch.from_strength, 1e-9),
    )


def check_effect(
    reform: Reform, changes: Sequence[Change], structural: frozenset[str], own: frozenset[str]
) -> Iterator[Problem]:
    """Yield findings on patches that change nothing in this scenario.

    A reform carries patches for several scenarios, so one that changes something here may have
    others that act elsewhere. They are reported only where the scenario declares what they change
    itself; a reform of which nothing acts here is reported as a whole.

    Parameters
    ----------
    reform : Reform
        Its patches.
    changes : sequence of Change
        Its changes of columns in this scenario.
    structural : frozenset of str
        Paths that a switch or share of this scenario stands for.
    own : frozenset of str
        Paths of everything that the scenario's own file declares.
    """
    changed = {id(change.patch) for change in changes}
    idle = [
        patch
        for patch in reform.patches
        if id(patch) not in changed and not any(path in structural for path in patch_paths(patch))
    ]
    if idle and len(idle) == len(reform.patches):
        yield Problem(
            code="RF103",
            place=reform.place,
            what=Text(
                ja=f"{reform.name}：変えるものがこのシナリオには一つもなく、効果がありません。",
                en=f"{reform.name}: nothing that it changes is used in this scenario, so no effect",
            ),
        )
        return
    for patch in idle:
        if not any(path in own for path in patch_paths(patch)):
            continue
        yield Problem(
            code="RF101",
            place=patch.place,
            what=Text(
                ja=f"{reform.name}：{patch.target} はこのシナリオでは使われず、効果がありません。",
                en=f"{reform.name}: {patch.target} is not used in this scenario, so no effect",
            ),
        )


def check_conflicts(
    changes: Sequence[Change], strengths: Mapping[str, float], prefer: Mapping[str, str]
) -> list[Change]:
    """Return the changes that act, without those that lose to a preferred reform.

    Raises
    ------
    UsageError
        If two reforms set one number and the posture prefers neither.
    """
    acting: list[Change] = []
    setters: dict[str, Change] = {}
    for change in sorted(changes, key=lambda change: change.rank):
        if strengths.get(change.reform, 0.0) <= 0.0:
            continue
        if change.kind in ("set", "word"):
            winner = prefer.get(change.column) or prefer.get(change.patch.target)
            if winner is not None and winner != change.reform:
                continue
            other = setters.setdefault(change.column, change)
            if other.reform != change.reform:
                raise UsageError(
                    Text(
                        ja=f"{change.column} を {other.reform}（{other.patch.place}）と "
                        f"{change.reform}（{change.patch.place}）が両方とも定めています。"
                        "態勢の prefer でどちらかを選んでください。",
                        en=f"{change.column} is set by {other.reform} ({other.patch.place}) and by "
                        f"{change.reform} ({change.patch.place}); the posture can `prefer` one",
                    )
                )
        acting.append(change)
    return acting
