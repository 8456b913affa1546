"""The catalogue of law: who judges what, rules, situations, actions, each with its dates in force.

Frozen data without behaviour beyond picking the wording of a day. Whoever reads files builds it
(`tateyoko.world.statutes`); tests may build it by hand.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tateyoko.errors import Place
from tateyoko.law.tree import NOWHERE, Node
from tateyoko.text import Text

__all__ = [
    "Action",
    "ActionVersion",
    "Approval",
    "Catalogue",
    "Consultation",
    "Deadline",
    "DietControl",
    "Finding",
    "Judge",
    "Number",
    "Opening",
    "Power",
    "Rule",
    "RuleVersion",
    "Situation",
    "SituationVersion",
    "Source",
    "Sourced",
    "Term",
    "Weapon",
    "WeaponCondition",
    "in_force",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What every piece of law says about itself.

    Attributes
    ----------
    label : Text
        Name for people.
    cite : str
        Article, such as ``自衛隊法76条1項2号``.
    sources : tuple of str
        Keys of `Catalogue.sources`.
    confidence : str
        ``high``, ``medium``, ``low`` or empty.
    verified : str
        ``confirmed``, ``corrected``, ``not_confirmed`` or empty.
    basis : str
        What it rests on where that is not the statute itself, such as ``inferred``.
    as_of : str
        Year and month (and day) of the text that was read, where that is all that was read.
    doubt, note : Text or None
        What is uncertain; what else should be known.
    since, until : date or None
        In force from ``since`` on and before ``until``.
    place : Place
        Where it is written.
    """

    label: Text
    cite: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: str = ""
    basis: str = ""
    as_of: str = ""
    doubt: Text | None = None
    note: Text | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    place: Place = field(default=NOWHERE, compare=False)

    def is_in_force(self, date: dt.date) -> bool:
        """Return whether it is in force on a day."""
        after = self.since is None or self.since <= date
        return after and (self.until is None or date < self.until)


_S = TypeVar("_S", bound=Sourced)


def in_force(versions: Sequence[_S], date: dt.date) -> tuple[_S, ...]:
    """Return the versions in force on a day: none, one, or in a wrong catalogue several."""
    return tuple(one for one in versions if one.is_in_force(date))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Somebody who judges, approves, consents or orders; the id is a post's where one exists."""

    id: str
    label: Text
    note: Text | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document."""

    id: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    kind: str = ""
    note: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Sourced):
    """A fact that rules ask for.

    Attributes
    ----------
    id : str
        Name in trees.
    kind : str
        ``observed``, ``judged`` (open-textured: somebody must judge it), ``act`` (a record of
        what somebody did) or ``status``.
    judge : tuple of str
        Who judges it.
    by : tuple of str
        Who may do the act; empty when anybody may.
    reported_by : tuple of str
        Who reports an observed fact.
    aids : Mapping of str to tuple of str
        What helps to judge it, by language.
    excludes : tuple of str
        Facts that cannot hold together with it.
    """

    id: str
    kind: str = "observed"
    judge: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    reported_by: tuple[str, ...] = ()
    aids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that rules compare."""

    id: str
    label: Text
    unit: str = ""
    note: Text | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One approval that an order needs; the order of a list is the order of the approvals.

    Attributes
    ----------
    by : str
        Who approves.
    form : str
        ``approval``, ``cabinet_decision`` …
    act : str
        The act that records it; empty when no act does.
    by_telephone : bool
        Whether the Cabinet may decide by telephone, on the condition of ``telephone_when``.
    when : Node or None
        Needed only then.
    basis, cite : str
        What the requirement rests on.
    """

    by: str
    form: str = "approval"
    act: str = ""
    by_telephone: bool = False
    telephone_when: Node | None = None
    when: Node | None = None
    basis: str = ""
    cite: str = ""
    note: Text | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """Somebody who must be heard, asked or told before an order."""

    partner: str
    form: str = "consultation"
    act: str = ""
    cite: str = ""
    when: Node | None = None
    basis: str = ""
    note: Text | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DietControl:
    """What the Diet has to do with it.

    Attributes
    ----------
    kind : str
        ``none``, ``prior``, ``prior_or_after``, ``after``, ``within_days``, ``report``,
        ``in_plan``.
    days : float or None
        Days within which, counted from the order.
    act : str
        The act that records it; empty when no act does.
    text : Text or None
        The control in words.
    """

    kind: str = "none"
    days: float | None = None
    cite: str = ""
    act: str = ""
    text: Text | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """A power that follows, or expressly does not; also what ends an action."""

    label: Text
    cite: str = ""
    when: Node | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaponCondition:
    """A weapons class that comes only under a condition."""

    weapon: str
    when: Node
    cite: str = ""
    label: Text | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a situation opens or expressly does not open: an action or rule, or words."""

    id: str = ""
    label: Text | None = None
    cite: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until when something must be done, or lasts.

    Attributes
    ----------
    days : float or None
        Days; None where somebody sets the period.
    start : str
        The act from which they count; empty for the order itself.
    fact : str
        The fact that says that the period was set.
    text : Text or None
        The period in words.
    """

    days: float | None = None
    start: str = ""
    fact: str = ""
    cite: str = ""
    text: Text | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion(Sourced):
    """One wording of a named condition.

    Attributes
    ----------
    requires : Node
        What must hold, exceptions included.
    by, delegates : tuple of str
        Who may act on it; who may by delegation.
    chain : tuple of str
        Through whom it goes, in order.
    deadline, expires : Deadline or None
        Until when it must be done; how long it lasts.
    """

    requires: Node
    by: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    consult: tuple[Consultation, ...] = ()
    deadline: Deadline | None = None
    expires: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A named condition."""

    id: str
    label: Text
    versions: tuple[RuleVersion, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationVersion(Sourced):
    """One wording of a situation.

    Attributes
    ----------
    met : Node
        What must be the case.
    recognised : Node or None
        Acts by which it is recognised; None when nobody can recognise it.
    opens, not_opens : tuple of Opening
        What the law hangs on it, and what it does not.
    ends : tuple of Power
        What ends it: once one of them holds it is no longer recognised.
    not_exclusive_with : tuple of str
        Situations that may stand beside it.
    """

    met: Node
    recognised: Node | None = None
    diet: DietControl = field(default_factory=DietControl)
    opens: tuple[Opening, ...] = ()
    not_opens: tuple[Opening, ...] = ()
    ends: tuple[Power, ...] = ()
    not_exclusive_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A situation (事態)."""

    id: str
    label: Text
    versions: tuple[SituationVersion, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapon(Sourced):
    """A class of weapons use."""

    id: str
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionVersion(Sourced):
    """One wording of what may be ordered, by whom, with whose consent.

    Attributes
    ----------
    requires : Node
        Everything that must hold, exceptions included as ``Unless``.
    by, delegates : tuple of str
        Who orders; who may by delegation.
    """

    requires: Node
    by: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    consult: tuple[Consultation, ...] = ()
    diet: DietControl = field(default_factory=DietControl)
    weapons: tuple[str, ...] = ()
    weapon_conditions: tuple[WeaponCondition, ...] = ()
    powers: tuple[Power, ...] = ()
    not_powers: tuple[Power, ...] = ()
    ends: tuple[Power, ...] = ()
    expires: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that may be ordered.

    Attributes
    ----------
    order : str
        The act that records the order; empty when none does.
    """

    id: str
    label: Text
    versions: tuple[ActionVersion, ...]
    order: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Sourced):
    """A question for which no provision was found; somebody decides in practice."""

    id: str
    judge: tuple[str, ...] = ()
    missing: Text | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The whole law of a world, by id."""

    judges: Mapping[str, Judge] = field(default_factory=dict)
    facts: Mapping[str, Term] = field(default_factory=dict)
    numbers: Mapping[str, Number] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    situations: Mapping[str, Situation] = field(default_factory=dict)
    weapons: Mapping[str, Weapon] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
