"""The question: what may be ordered on this day, by whom, with whose consent, and what follows.

Four layers stay apart: the requirements are met, the situation they need is recognised, the order
is given, the powers are in force. Unknown is never false, and a judged term is never filled in.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from tateyoko.errors import Problem
from tateyoko.law.catalogue import (
    Action,
    ActionVersion,
    Approval,
    Catalogue,
    Consultation,
    Deadline,
    Power,
    RuleVersion,
    SituationVersion,
    Sourced,
    in_force,
)
from tateyoko.law.codes import mistake
from tateyoko.law.doubts import Doubt, doubts_of
from tateyoko.law.evaluate import FALSE, TRUE
from tateyoko.law.state import State, StateError, check_state, values_of
from tateyoko.law.steps import Step, next_of
from tateyoko.law.tree import NOWHERE, Fact, Node
from tateyoko.law.unfold import Branch, Gap, Unfolder, gaps, last_day, only, value_when
from tateyoko.text import Text

__all__ = [
    "Answer",
    "Control",
    "Expiry",
    "Layers",
    "Opened",
    "Required",
    "Standing",
    "ask",
    "ask_about",
    "next_steps",
    "standing",
    "unfold_rule",
]


@dataclass(frozen=True, slots=True)
class Layers:
    """The four layers, each 0, 0.5 or 1.

    Attributes
    ----------
    met : float
        The requirements, as if every situation whose own requirements are met were recognised.
    recognised : float
        Whether the recognition is there that the requirements ask for; 1 when they need none.
    ordered : float
        Whether the order has been given, lawfully or not: it is a record.
    in_force : float
        Whether powers follow: permitted, ordered, and neither ended nor expired.
    """

    met: float = FALSE
    recognised: float = FALSE
    ordered: float = FALSE
    in_force: float = FALSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """An approval or a consultation, and whether it has been done.

    Attributes
    ----------
    by, form : str
        Who, and in which form.
    act : str
        The act that records it; empty when none does.
    done : bool or None
        None when no act records it.
    needed : float
        0.5 when its own condition is unknown; those that are not needed are left out.
    by_telephone : float
        Whether it may be done by telephone.
    """

    by: str
    form: str
    act: str = ""
    done: bool | None = None
    needed: float = TRUE
    by_telephone: float = FALSE
    basis: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the Diet has to do, and until when.

    Attributes
    ----------
    due : date or None
        Last day, where the days count from an order whose day is known.
    """

    kind: str = "none"
    days: float | None = None
    due: dt.date | None = None
    cite: str = ""
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A power, a weapons class or an end, with the value of its own condition."""

    id: str = ""
    label: Text
    cite: str = ""
    value: float = TRUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """Until when it lasts.

    Attributes
    ----------
    last_day : date or None
        Last day on which it is in force, where it can be known.
    """

    days: float | None = None
    last_day: dt.date | None = None
    cite: str = ""
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a situation stands: whether its requirements are met, whether it is recognised."""

    met: float
    recognised: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the law says about one action in one state.

    Attributes
    ----------
    status : str
        ``permitted``, ``not_permitted`` or ``undetermined``. Approvals and consultations that are
        still to be done are listed, they do not change it.
    reason : Text or None
        Why nothing else is said: the action does not exist on that day.
    orderer, delegates : tuple of str
        Who orders; who may by delegation.
    missing : tuple of Gap
        Facts and acts that would have to hold, or not to hold.
    judges : tuple of (str, tuple of str)
        Open judged terms that matter, each with who judges it.
    next : tuple of Step
        What must be decided next, by whom, in order.
    deadline, chain : Expiry or None, tuple of str
        Of a rule of procedure: until when it must be done, and through whom it goes.
    tree : Branch or None
        The requirements, unfolded.
    version : ActionVersion or None
        The wording of an action; None for a rule or a situation.
    """

    id: str
    label: Text
    status: str
    reason: Text | None = None
    orderer: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()
    approvals: tuple[Required, ...] = ()
    consult: tuple[Required, ...] = ()
    diet: Control = field(default_factory=Control)
    weapons: tuple[Opened, ...] = ()
    powers: tuple[Opened, ...] = ()
    not_powers: tuple[Opened, ...] = ()
    ends: tuple[Opened, ...] = ()
    missing: tuple[Gap, ...] = ()
    judges: tuple[tuple[str, tuple[str, ...]], ...] = ()
    next: tuple[Step, ...] = ()
    layers: Layers = field(default_factory=Layers)
    situations: Mapping[str, Standing] = field(default_factory=dict)
    expires: Expiry | None = None
    deadline: Expiry | None = None
    chain: tuple[str, ...] = ()
    cite: str = ""
    doubts: tuple[Doubt, ...] = ()
    tree: Branch | None = None
    version: ActionVersion | None = None


def ask(catalogue: Catalogue, state: State) -> dict[str, Answer]:
    """Answer for every action of a catalogue.

    Parameters
    ----------
    catalogue : Catalogue
        The law.
    state : State
        The day, what is known and what has been done.

    Returns
    -------
    dict of str to Answer
        By action, in the catalogue's order.

    Raises
    ------
    StateError
        If the state contradicts itself, or names what does not exist.
    """
    unfolder = _prepare(catalogue, state)
    return {name: _answer(action, unfolder, state) for name, action in catalogue.actions.items()}


def ask_about(catalogue: Catalogue, state: State, name: str) -> Answer:
    """Answer for one action, rule of procedure or situation.

    A rule is permitted when its requirements hold; its last step is that who may act on it does.
    A situation is permitted when it is met and recognised. See `ask` for what is raised.

    Parameters
    ----------
    catalogue : Catalogue
        The law.
    state : State
        The day, what is known and what has been done.
    name : str
        Id of an action, rule or situation.
    """
    unfolder = _prepare(catalogue, state)
    if name in catalogue.actions:
        return _answer(catalogue.actions[name], unfolder, state)
    entry = catalogue.rules[name] if name in catalogue.rules else catalogue.situations[name]
    asked = Action(
        id=name,
        label=entry.label,
        versions=tuple(_as_action(name, version) for version in entry.versions),
    )
    answer = _answer(asked, unfolder, state)
    version = only(name, in_force(entry.versions, state.date), state.date)
    if not isinstance(version, RuleVersion):
        return replace(answer, version=None)
    deadline = _expiry(version.deadline, asked, unfolder.days)
    return replace(answer, deadline=deadline, chain=version.chain, version=None)


def _as_action(name: str, version: RuleVersion | SituationVersion) -> ActionVersion:
    """Return a wording in the form in which questions are answered."""
    shared = {item.name: getattr(version, item.name) for item in fields(Sourced)}
    if isinstance(version, SituationVersion):
        return ActionVersion(**shared, requires=Fact(name), diet=version.diet, ends=version.ends)
    return ActionVersion(
        **shared,
        requires=version.requires,
        by=version.by,
        delegates=version.delegates,
        approvals=version.approvals,
        consult=version.consult,
        expires=version.expires,
    )


def next_steps(catalogue: Catalogue, state: State, name: str) -> tuple[Step, ...]:
    """Return what must be decided next for an action, rule or situation, by whom, in order."""
    return ask_about(catalogue, state, name).next


def standing(catalogue: Catalogue, state: State) -> dict[str, Standing]:
    """Return how every situation stands on the day; see `ask` for what is raised."""
    unfolder = _prepare(catalogue, state)
    return {name: _standing(unfolder.named(name)) for name in catalogue.situations}


def unfold_rule(catalogue: Catalogue, state: State, name: str) -> Branch:
    """Return a fact, rule or situation with its reasons; see `ask` for what is raised."""
    return _prepare(catalogue, state).named(name)


def _prepare(catalogue: Catalogue, state: State) -> Unfolder:
    """Check a state and return what unfolds trees in it."""
    problems = check_state(catalogue, state)
    if problems:
        raise StateError(problems)
    days = {act.id: act.day for act in state.acts if act.day is not None}
    unfolder = Unfolder(catalogue, values_of(catalogue, state), state.numbers, state.date, days)
    problems = _recognised_without_met(catalogue, unfolder, state)
    if problems:
        raise StateError(problems)
    return unfolder


def _recognised_without_met(
    catalogue: Catalogue, unfolder: Unfolder, state: State
) -> list[Problem]:
    """Return situations that the acts recognise although the facts say that they are not met."""
    out = []
    for name in catalogue.situations:
        branch = unfolder.named(name)
        found = _standing(branch)
        if found.recognised == TRUE and found.met == FALSE:
            missing = ", ".join(gap.id for gap in gaps(branch.children[0]))
            acts = [leaf.id for leaf in _leaves(branch.children[1]) if leaf.value == TRUE]
            place = next((state.places[a] for a in reversed(acts) if a in state.places), NOWHERE)
            out.append(mistake("LW209", place, width=1, values={"name": name, "missing": missing}))
    return out


def _leaves(branch: Branch) -> list[Branch]:
    if not branch.children:
        return [branch]
    return [leaf for child in branch.children for leaf in _leaves(child)]


def _standing(branch: Branch) -> Standing:
    if branch.kind != "situation":
        return Standing(FALSE, FALSE)
    return Standing(branch.children[0].value, branch.children[1].value)


def _answer(action: Action, unfolder: Unfolder, state: State) -> Answer:
    version = only(action.id, in_force(action.versions, state.date), state.date)
    if version is None:
        return Answer(
            id=action.id,
            label=action.label,
            status="not_permitted",
            reason=Text(ja="その日には施行されていない", en="not in force on that day"),
        )
    tree = unfolder.node(version.requires)
    found = gaps(tree)
    facts = unfolder.catalogue.facts
    # No act records that somebody acts on a rule of procedure: the step names the rule.
    order = action.order if action.id in unfolder.catalogue.actions else action.id
    ordered = unfolder.named(action.order).value if action.order else FALSE
    ends = _opened(version.ends, unfolder, always=FALSE)
    expires = _expiry(version.expires, action, unfolder.days)
    in_effect = unfolder.named(action.id).value if action.order else FALSE
    approvals = _approvals(version.approvals, unfolder)
    consult = _consultations(version.consult, unfolder)
    diet = _control(version, action, unfolder.days)
    return Answer(
        id=action.id,
        label=version.label,
        status=_STATUS[tree.value],
        orderer=version.by,
        delegates=version.delegates,
        approvals=approvals,
        consult=consult,
        diet=diet,
        weapons=_weapons(version, unfolder),
        powers=_opened(version.powers, unfolder),
        not_powers=_opened(version.not_powers, unfolder),
        ends=ends,
        missing=found,
        judges=tuple(
            (gap.id, facts[gap.id].judge)
            for gap in found
            if gap.kind == "judged" and gap.value not in (FALSE, TRUE)
        ),
        next=next_of(
            tree,
            facts,
            approvals=[(one.by, one.form, one.act, one.cite, one.done) for one in approvals],
            consult=[(one.by, one.form, one.act, one.cite, one.done) for one in consult],
            order=(version.by, order, version.cite, ordered == TRUE),
            diet=(diet.kind, diet.cite),
        ),
        layers=_layers(tree, ordered, in_effect),
        situations=_situations(tree),
        expires=expires,
        cite=version.cite,
        doubts=doubts_of(unfolder.catalogue, version, action.id, tree, state.date),
        tree=tree,
        version=version,
    )


_STATUS = {TRUE: "permitted", FALSE: "not_permitted", 0.5: "undetermined"}


def _layers(tree: Branch, ordered: float, in_effect: float) -> Layers:
    return Layers(
        met=value_when(tree, lambda one: one.children[0].value),
        recognised=_recognition(tree),
        ordered=ordered,
        in_force=in_effect,
    )


def _recognition(tree: Branch) -> float:
    """Return whether the recognition is there, or is not needed as the facts are."""
    without = value_when(tree, lambda one: FALSE)
    recorded = _skeleton(tree)
    return TRUE if recorded is None else max(recorded, without)


def _skeleton(branch: Branch) -> float | None:
    """Return the recognition recorded in a branch, other leaves left out; None without any."""
    if branch.kind == "situation":
        return branch.children[1].value
    values = [value for child in branch.children if (value := _skeleton(child)) is not None]
    if not values:
        return None
    if branch.kind == "any":
        return max(values)
    if branch.kind == "not":
        return TRUE - values[0]
    return min(values)


def _situations(tree: Branch) -> dict[str, Standing]:
    found: dict[str, Standing] = {}

    def look(branch: Branch) -> None:
        if branch.kind == "situation":
            found.setdefault(branch.id, _standing(branch))
        for child in branch.children:
            look(child)

    look(tree)
    return found


def _value(node: Node | None, unfolder: Unfolder, always: float) -> float:
    return always if node is None else unfolder.node(node).value


def _approvals(approvals: tuple[Approval, ...], unfolder: Unfolder) -> tuple[Required, ...]:
    out = []
    for one in approvals:
        needed = _value(one.when, unfolder, TRUE)
        if needed == FALSE:
            continue
        by_telephone = _value(one.telephone_when, unfolder, TRUE) if one.by_telephone else FALSE
        out.append(
            Required(
                by=one.by,
                form=one.form,
                act=one.act,
                done=_done(one.act, unfolder),
                needed=needed,
                by_telephone=by_telephone,
                basis=one.basis,
                cite=one.cite,
            )
        )
    return tuple(out)


def _consultations(consult: tuple[Consultation, ...], unfolder: Unfolder) -> tuple[Required, ...]:
    out = []
    for one in consult:
        needed = _value(one.when, unfolder, TRUE)
        if needed != FALSE:
            done = _done(one.act, unfolder)
            out.append(
                Required(
                    by=one.partner,
                    form=one.form,
                    act=one.act,
                    done=done,
                    needed=needed,
                    basis=one.basis,
                    cite=one.cite,
                )
            )
    return tuple(out)


def _done(act: str, unfolder: Unfolder) -> bool | None:
    return unfolder.named(act).value == TRUE if act else None


def _opened(
    powers: tuple[Power, ...], unfolder: Unfolder, always: float = TRUE
) -> tuple[Opened, ...]:
    return tuple(
        Opened(label=one.label, cite=one.cite, value=_value(one.when, unfolder, always))
        for one in powers
    )


def _weapons(version: ActionVersion, unfolder: Unfolder) -> tuple[Opened, ...]:
    """Return the weapons classes, each with the value of the conditions that it comes under."""
    out = []
    for name in version.weapons:
        weapon = unfolder.catalogue.weapons[name]
        conditions = [
            unfolder.node(one.when).value for one in version.weapon_conditions if one.weapon == name
        ]
        value = max(conditions, default=TRUE)
        out.append(Opened(id=name, label=weapon.label, cite=weapon.cite, value=value))
    return tuple(out)


def _expiry(
    deadline: Deadline | None, action: Action, days: Mapping[str, dt.date]
) -> Expiry | None:
    if deadline is None:
        return None
    return Expiry(
        days=deadline.days,
        last_day=last_day(deadline.days, days.get(deadline.start or action.order)),
        cite=deadline.cite,
        text=deadline.text,
    )


def _control(version: ActionVersion, action: Action, days: Mapping[str, dt.date]) -> Control:
    diet = version.diet
    counted = diet.days if diet.kind == "within_days" else None
    return Control(
        kind=diet.kind,
        days=diet.days,
        due=last_day(counted, days.get(action.order)),
        cite=diet.cite,
        text=diet.text,
    )
