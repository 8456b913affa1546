"""Grey-zone cases classified: no rule, too weak, too slow, undecided, and overlap.

The classes are computed, never written down with a case. They are asked in this order, and the
first that fits is the class; overlap may stand beside any of them.

no_rule
    No judgement and no act opens any of the powers that would answer the harm.
too_weak
    Some power can be opened, but none with a weapons class that is enough.
too_slow
    The quickest way to a power that is strong enough takes longer than the harm. Only steps count
    whose time the world estimates, with everybody standing by; judging itself takes no time here.
undecided
    There is a way in time, but only if somebody who is not on the spot judges so.
covered
    There is a way in time that needs no such judgement.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tateyoko.law.catalogue import ActionVersion, Catalogue
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.prove.book import Book, Power, open_book
from tateyoko.prove.cases import Case, Study, TimedStep
from tateyoko.prove.encode import Encoder
from tateyoko.prove.find import find_overlaps_in
from tateyoko.prove.finding import Blocked, Overlap, Way
from tateyoko.prove.minimal import is_satisfiable
from tateyoko.prove.reach import explain_block, in_pattern, ways_to

__all__ = ["CLASSES", "Estimates", "Minutes", "Open", "Verdict", "classify", "close", "minimise"]

CLASSES = ("no_rule", "too_weak", "too_slow", "undecided", "covered")

_WAYS = 8


@dataclass(frozen=True, slots=True)
class Minutes:
    """A time: least, likely, most [min]."""

    low: float
    mode: float
    high: float

    def __add__(self, other: "Minutes") -> "Minutes":
        """Return the time of two steps, one after the other."""
        return Minutes(self.low + other.low, self.mode + other.mode, self.high + other.high)


Estimates = Callable[[str], Minutes]
"""Gives the estimate of the world at an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A power that can be opened, by its quickest smallest way.

    Attributes
    ----------
    power : Power
        What.
    way : Way
        Judgements and acts.
    judged : tuple of str
        Judgements of the way by people who are not on the spot.
    weapons : tuple of str
        Weapons classes that the pattern leaves.
    is_strong : bool
        Whether one of them is enough.
    steps : tuple of str
        Timed steps of the way, approvals and order included.
    untimed : int
        Acts of the way whose time nobody estimates; they are left out of the times.
    fast, slow : Minutes
        Their time when everybody stands by, and when nobody does.
    """

    power: Power
    way: Way
    judged: tuple[str, ...]
    weapons: tuple[str, ...]
    is_strong: bool
    steps: tuple[str, ...]
    untimed: int
    fast: Minutes
    slow: Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the prover says of a case.

    Attributes
    ----------
    kind : str
        One of `CLASSES`.
    open : tuple of Open
        Powers that can be opened, quickest first.
    blocked : tuple of Blocked
        Powers that cannot, and why.
    absent : tuple of str
        Powers that are not in force on the day.
    overlaps : tuple of Overlap
        Pairs of powers of different people that can be lawful at once.
    judges : tuple of str
        Who decides: judges of the facts that block or open.
    """

    kind: str
    open: tuple[Open, ...]
    blocked: tuple[Blocked, ...]
    absent: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    judges: tuple[str, ...]


def classify(
    catalogue: Catalogue,
    study: Study,
    case: Case,
    estimates: Estimates,
    *,
    more_weapons: Mapping[str, Sequence[str]] | None = None,
    overlaps: bool = True,
) -> Verdict:
    """Return the class of a case and everything it rests on.

    Parameters
    ----------
    catalogue : Catalogue
        The law.
    study, case : Study, Case
        The case, and what all cases share.
    estimates : callable
        Times of the world by address.
    more_weapons : mapping of str to sequence of str, optional
        Weapons classes that a reform would add to powers.
    overlaps : bool, default True
        Whether to look for overlaps, which do not change the class.
    """
    book = open_book(catalogue, case.date, uses=study.uses)
    fixed = _fixed(case)
    added = more_weapons or {}
    opened, blocked = [], []
    for power_id in case.answers:
        if power_id not in book.powers:
            continue
        reason = explain_block(book, power_id, {}, given=fixed)
        if reason is not None:
            blocked.append(reason)
            continue
        power = book.power(power_id)
        weapons = (*_weapons(book, power, fixed), *added.get(power_id, ()))
        strong = not case.needs or bool(set(weapons) & set(case.needs))
        found = [
            _open(book, study, case, power, way, estimates, weapons=weapons, strong=strong)
            for way in ways_to(book, power_id, {}, given=fixed, limit=_WAYS)
        ]
        opened.append(min(found, key=_effort))
    opened.sort(key=lambda one: (not one.is_strong, one.fast.mode, one.power.id))
    able = [one.power.id for one in opened]
    involved = [f for one in blocked for f, _ in one.because]
    involved += [f for one in opened for f in one.judged]
    return Verdict(
        kind=_kind(case, opened),
        open=tuple(opened),
        blocked=tuple(blocked),
        absent=tuple(power_id for power_id in case.answers if power_id not in book.powers),
        overlaps=find_overlaps_in(book, able, {}, given=fixed) if overlaps else (),
        judges=_judges(book, case, involved),
    )


def close(catalogue: Catalogue, study: Study, case: Case, estimates: Estimates) -> Verdict | None:
    """Return what the prover says after the reform; None when it is only words."""
    reform = case.reform
    if not (reform.lift or reform.decide or reform.done or reform.add or reform.on):
        return None
    turned = {f: TRUE - value for f, value in _fixed(case).items() if f in reform.lift}
    turned.update({f: TRUE for f in reform.lift if f not in turned})
    after = replace(
        case,
        date=reform.on or case.date,
        given={**case.given, **turned, **reform.decide},
        harm={f: v for f, v in case.harm.items() if f not in reform.lift},
        done=(*case.done, *reform.done),
    )
    return classify(catalogue, study, after, estimates, more_weapons=reform.add, overlaps=False)


def minimise(catalogue: Catalogue, study: Study, case: Case, estimates: Estimates) -> Case:
    """Return the case without given facts that make no difference.

    They make none where the class stays the same, and the class after the reform as well. What is
    left out is open if it is a judgement and not the case if it is a fact. The harm stays.
    """

    def classes(one: Case) -> tuple[str, str]:
        after = close(catalogue, study, one, estimates)
        now = classify(catalogue, study, one, estimates, overlaps=False)
        return now.kind, after.kind if after else ""

    kinds, kept = classes(case), dict(case.given)
    for fact_id in reversed(list(case.given)):
        fewer = {f: v for f, v in kept.items() if f != fact_id}
        if classes(replace(case, given=fewer)) == kinds:
            kept = fewer
    return replace(case, given=kept)


def _effort(one: Open) -> tuple[bool, float, int, int]:
    """Order ways: without open judgements first, then quicker, then with fewer other acts."""
    return bool(one.judged), one.fast.mode, one.untimed, len(one.way.changes)


def _fixed(case: Case) -> dict[str, float]:
    return {**case.harm, **case.given, **dict.fromkeys(case.done, TRUE)}


def _kind(case: Case, opened: Sequence[Open]) -> str:
    strong = [one for one in opened if one.is_strong]
    if not opened:
        return "no_rule"
    if not strong:
        return "too_weak"
    timely = [one for one in strong if case.window is None or one.fast.mode <= case.window.high]
    if not timely:
        return "too_slow"
    return "undecided" if all(one.judged for one in timely) else "covered"


def _judges(book: Book, case: Case, fact_ids: Sequence[str]) -> tuple[str, ...]:
    finding = book.catalogue.findings.get(case.finding)
    found = dict.fromkeys(book.judges_of(fact_ids))
    found.update(dict.fromkeys(finding.judge if finding else ()))
    return tuple(found)


def _weapons(book: Book, power: Power, fixed: Mapping[str, float]) -> tuple[str, ...]:
    """Return the weapons classes whose own conditions can hold together with the power."""
    if not isinstance(power.version, ActionVersion):
        return ()
    conditions = {one.weapon: one.when for one in power.version.weapon_conditions}
    found = []
    for weapon in power.weapons:
        if weapon in conditions:
            encoder = Encoder(book.define, date=book.date)
            truths = [encoder.encode(conditions[weapon]), encoder.encode(power.version.requires)]
            clauses, changeable = in_pattern(book, encoder, fixed)
            known = encoder.two_valued(one.fact_id for one in changeable)
            ground = [*encoder.well_formed(), *clauses, *known]
            if not is_satisfiable(ground, *(truth.holds for truth in truths)):
                continue
        found.append(weapon)
    return tuple(found)


def _open(
    book: Book,
    study: Study,
    case: Case,
    power: Power,
    way: Way,
    estimates: Estimates,
    *,
    weapons: tuple[str, ...],
    strong: bool,
) -> Open:
    judged = [
        fact_id
        for fact_id, _ in way.changes
        if book.term(fact_id).kind == "judged"
        and not set(book.term(fact_id).judge) & set(study.on_the_spot)
    ]
    steps = _steps(book, study, case, power, way)
    timed = {judge for step in study.steps for judge in step.by}
    acts = [book.term(f) for f, _ in way.changes if book.term(f).kind == "act"]
    return Open(
        power=power,
        way=way,
        judged=tuple(judged),
        weapons=weapons,
        is_strong=strong,
        steps=tuple(step.id for step in steps),
        untimed=sum(1 for act in acts if not set(act.by) & timed),
        fast=_sum(estimates, [path for step in steps for path in step.fast]),
        slow=_sum(estimates, [path for step in steps for path in step.slow]),
    )


def _steps(book: Book, study: Study, case: Case, power: Power, way: Way) -> list[TimedStep]:
    """Return the timed steps of a way: its acts, the approvals, what is consulted, the order."""
    done = {f for f, v in _fixed(case).items() if v != UNKNOWN and v != FALSE}
    doers: set[str] = set()
    for fact_id, _ in way.changes:
        if book.term(fact_id).kind == "act":
            doers.update(book.term(fact_id).by)
    doers.update(one.by for one in power.version.approvals if one.act not in done)
    doers.update(
        one.partner
        for one in power.version.consult
        if one.form == "deliberation" and one.act not in done
    )
    doers.update(power.by)
    return [step for step in study.steps if set(step.by) & doers]


def _sum(estimates: Estimates, paths: Sequence[str]) -> Minutes:
    total = Minutes(0.0, 0.0, 0.0)
    for path in paths:
        total += estimates(path)
    return total
