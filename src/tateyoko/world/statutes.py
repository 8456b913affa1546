"""Nodes with places become a catalogue of law, or reports of everything that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from tateyoko import law
from tateyoko.errors import Problem, did_you_mean
from tateyoko.law import catalogue as model
from tateyoko.law.catalogue import Catalogue
from tateyoko.text import Text
from tateyoko.world.place import Entry, Files, ListNode, MapNode, ScalarNode
from tateyoko.world.statute_checks import check_catalogue
from tateyoko.world.statute_fields import Fields, Report, is_id

__all__ = ["DIET_KINDS", "KINDS", "SECTIONS", "build_catalogue"]

KINDS = ("observed", "judged", "act", "status")
DIET_KINDS = ("none", "prior", "prior_or_after", "after", "within_days", "report", "in_plan")
_SHARED = ("label", "cite", "sources", "confidence", "verified", "basis", "as_of", "doubt", "note")
_FIRST = Text(ja="最初の定義", en="first here")
_T = TypeVar("_T")


def build_catalogue(roots: Sequence[MapNode], files: Files, problems: list[Problem]) -> Catalogue:
    """Build a catalogue from the blocks of all files.

    Parameters
    ----------
    roots : sequence of MapNode
        One for each block, in the order of reading.
    files : Files
        To show lines.
    problems : list of Problem
        Gets every mistake; the catalogue is not to be used if there is one.
    """
    report = Report(files, problems)
    merged = _merge(roots, report)
    made: dict[str, dict[str, Any]] = {}
    for section, reader in SECTIONS.items():
        made[section] = {}
        for key, entry in merged.get(section, {}).items():
            if not is_id(key):
                report("LW119", entry.key.place, entry.key.width, id=key)
            if isinstance(entry.value, MapNode):
                fields = Fields(entry.value, key, entry.key.place, report)
                made[section][key] = reader(fields, key, report)
                fields.finish()
            else:
                report.shape(key, entry.value, "mapping")
    catalogue = Catalogue(**made)
    check_catalogue(catalogue, report)
    return catalogue


def _merge(roots: Sequence[MapNode], report: Report) -> dict[str, dict[str, Entry]]:
    merged: dict[str, dict[str, Entry]] = {}
    for root in roots:
        for entry in [*root.entries.values(), *root.doubles]:
            section, body = entry.key.text, entry.value
            if section not in SECTIONS:
                hint = did_you_mean(section, SECTIONS)
                known = ", ".join(SECTIONS)
                place, width = entry.key.place, entry.key.width
                report("LW103", place, width, hint=hint, key=section, known=known)
            elif isinstance(body, MapNode):
                _merge_section(merged.setdefault(section, {}), section, body, report)
            elif not (isinstance(body, ScalarNode) and body.is_null):
                report.shape(section, body, "mapping")
    return merged


def _merge_section(known: dict[str, Entry], section: str, body: MapNode, report: Report) -> None:
    for one in [*body.entries.values(), *body.doubles]:
        first = known.setdefault(one.key.text, one)
        if first is not one:
            related = [(first.key.place, _FIRST)]
            place, width, key = one.key.place, one.key.width, one.key.text
            report("LW110", place, width, related=related, id=key, section=section)


# -- parts that several sections have ---------------------------------------------------------


def _sourced(fields: Fields, *, cite: bool = False) -> dict[str, Any]:
    """Read label, article, provenance and dates in force."""
    since, until = fields.date("from"), fields.date("until")
    return {
        "label": fields.label(),
        "cite": fields.word("cite", needed=cite),
        "sources": fields.names("sources", "LW124"),
        "confidence": fields.word("confidence", one_of=("high", "medium", "low")),
        "verified": _verified(fields),
        "basis": fields.word("basis"),
        "as_of": fields.word("as_of"),
        "doubt": fields.text("doubt"),
        "note": fields.text("note"),
        "since": since,
        "until": until,
        "place": fields.place,
    }


def _verified(fields: Fields) -> str:
    words = ("confirmed", "corrected", "not_confirmed")
    return fields.word("verified", one_of=words)


def _versions(
    fields: Fields, report: Report, own: Sequence[str], make: Callable[[Fields], _T]
) -> tuple[_T, ...]:
    """Read the versions of an entry; an entry without ``versions`` is its only version."""
    node = fields.take("versions")
    if node is None:
        return (make(fields),)
    for key in (*_SHARED, *own):
        fields.take(key)
    made, fitting = [], set[str]()
    for item in node.items if isinstance(node, ListNode) else [node]:
        if not isinstance(item, MapNode):
            report.shape("versions", item, "mapping")
            continue
        version = Fields(item, fields.owner, item.place, report, _shared(fields, report))
        made.append(make(version))
        version.finish()
        fitting |= version.taken
    for key in fitting - {*_SHARED, *own}:
        if fields.has(key):
            name = fields.node.entries[key].key
            report("LW117", name.place, name.width, key=key, id=fields.owner)
            fields.take(key)
    return tuple(made)


def _shared(fields: Fields, report: Report) -> Fields:
    """Return the fields of an entry that hold for all its versions."""
    entries = {key: one for key, one in fields.node.entries.items() if key in _SHARED}
    return Fields(MapNode(entries, [], fields.node.place), fields.owner, fields.place, report)


def _requires(fields: Fields, key: str = "requires") -> law.Node:
    """Read a tree and the exceptions beside it as one tree."""
    tree = fields.tree(key, needed=True) or law.All(())
    exceptions = fields.parts("unless")
    found = []
    for one in exceptions:
        when = one.tree("when", needed=True) or law.Any(())
        remark = law.Remark(
            cite=one.word("cite"),
            label=one.text("label"),
            since=one.date("from"),
            until=one.date("until"),
        )
        for other in ("basis", "note", "doubt", "sources", "confidence", "verified", "as_of"):
            one.take(other)
        one.finish()
        found.append(law.Exemption(when, remark, one.place))
    if not found:
        return tree
    return law.Unless(tree, tuple(found), place=tree.place)


def _diet(fields: Fields) -> model.DietControl:
    part = fields.part("diet", short="kind")
    if part is None:
        return model.DietControl()
    made = model.DietControl(
        kind=part.word("kind", needed=True, one_of=DIET_KINDS) or "none",
        days=part.number("days"),
        cite=part.word("cite"),
        act=part.name("act", "LW127"),
        text=part.text("text"),
        place=part.place,
    )
    part.finish()
    return made


def _approval(part: Fields) -> model.Approval:
    return model.Approval(
        by=part.name("by", "LW122", needed=True),
        form=part.word("form") or "approval",
        act=part.name("act", "LW127"),
        by_telephone=part.truth("by_telephone"),
        telephone_when=part.tree("telephone_when"),
        when=part.tree("when"),
        basis=part.word("basis"),
        cite=part.word("cite"),
        note=part.text("note"),
        place=part.place,
    )


def _consultation(part: Fields) -> model.Consultation:
    return model.Consultation(
        partner=part.name("with", "LW122", needed=True),
        form=part.word("form") or "consultation",
        act=part.name("act", "LW127"),
        cite=part.word("cite"),
        when=part.tree("when"),
        basis=part.word("basis"),
        note=part.text("note"),
        place=part.place,
    )


def _power(part: Fields) -> model.Power:
    return model.Power(
        label=part.label(), cite=part.word("cite"), when=part.tree("when"), place=part.place
    )


def _weapon_condition(part: Fields) -> model.WeaponCondition:
    return model.WeaponCondition(
        weapon=part.name("weapon", "LW123", needed=True),
        when=part.tree("when", needed=True) or law.All(()),
        cite=part.word("cite"),
        label=part.text("label"),
        place=part.place,
    )


# -- sections ---------------------------------------------------------------------------------


def _judge(fields: Fields, key: str, report: Report) -> model.Judge:
    return model.Judge(id=key, label=fields.label(), note=fields.text("note"), place=fields.place)


def _source(fields: Fields, key: str, report: Report) -> model.Source:
    words = {
        name: fields.word(name) for name in ("title", "publisher", "date", "url", "kind", "note")
    }
    return model.Source(id=key, place=fields.place, **words)


def _number(fields: Fields, key: str, report: Report) -> model.Number:
    return model.Number(
        id=key,
        label=fields.label(),
        unit=fields.word("unit"),
        note=fields.text("note"),
        place=fields.place,
    )


def _term(fields: Fields, key: str, report: Report) -> model.Term:
    kind = fields.word("kind", needed=True, one_of=KINDS) or "observed"
    made = model.Term(
        id=key,
        kind=kind,
        judge=fields.names("judge", "LW122"),
        by=fields.names("by", "LW122"),
        reported_by=fields.names("reported_by", "LW122"),
        aids=_aids(fields, report),
        excludes=fields.names("excludes", "LW121"),
        **_sourced(fields),
    )
    if kind == "judged" and not made.judge:
        report("LW116", fields.place, len(key), id=key)
    return made


def _aids(fields: Fields, report: Report) -> Mapping[str, tuple[str, ...]]:
    part = fields.part("aids")
    if part is None:
        return {}
    aids = {
        lang: tuple(" ".join(one.text.split()) for one in part.scalars(lang, needed=True))
        for lang in ("ja", "en")
    }
    part.finish()
    return aids


def _rule(fields: Fields, key: str, report: Report) -> model.Rule:
    def version(one: Fields) -> model.RuleVersion:
        return model.RuleVersion(
            requires=_requires(one),
            by=one.names("by", "LW122"),
            delegates=one.names("delegates", "LW122"),
            chain=one.names("chain", "LW122"),
            approvals=one.each("approvals", _approval, short="by"),
            consult=one.each("consult", _consultation, short="with"),
            deadline=one.deadline("deadline"),
            expires=one.deadline("expires"),
            **_sourced(one, cite=True),
        )

    versions = _versions(fields, report, (), version)
    return model.Rule(id=key, label=fields.label(), versions=versions, place=fields.place)


def _situation(fields: Fields, key: str, report: Report) -> model.Situation:
    def opening(part: Fields) -> model.Opening:
        return model.Opening(
            id=part.name("id", "LW125"),
            label=part.text("label"),
            cite=part.word("cite"),
            place=part.place,
        )

    def version(one: Fields) -> model.SituationVersion:
        return model.SituationVersion(
            met=_requires(one, "met"),
            recognised=one.tree("recognised"),
            diet=_diet(one),
            opens=one.each("opens", opening, short="id"),
            not_opens=one.each("not_opens", opening, short="id"),
            ends=one.each("ends", _power),
            not_exclusive_with=one.names("not_exclusive_with", "LW128"),
            **_sourced(one, cite=True),
        )

    versions = _versions(fields, report, (), version)
    return model.Situation(id=key, label=fields.label(), versions=versions, place=fields.place)


def _weapon(fields: Fields, key: str, report: Report) -> model.Weapon:
    return model.Weapon(id=key, text=fields.text("text"), **_sourced(fields))


def _action(fields: Fields, key: str, report: Report) -> model.Action:
    def version(one: Fields) -> model.ActionVersion:
        return model.ActionVersion(
            requires=_requires(one),
            by=one.names("by", "LW122", needed=True),
            delegates=one.names("delegates", "LW122"),
            approvals=one.each("approvals", _approval, short="by"),
            consult=one.each("consult", _consultation, short="with"),
            diet=_diet(one),
            weapons=one.names("weapons", "LW123"),
            weapon_conditions=one.each("weapon_conditions", _weapon_condition),
            powers=one.each("powers", _power),
            not_powers=one.each("not_powers", _power),
            ends=one.each("ends", _power),
            expires=one.deadline("expires"),
            **_sourced(one, cite=True),
        )

    order = fields.name("order", "LW127")
    versions = _versions(fields, report, ("order",), version)
    return model.Action(
        id=key, label=fields.label(), versions=versions, order=order, place=fields.place
    )


def _finding(fields: Fields, key: str, report: Report) -> model.Finding:
    return model.Finding(
        id=key,
        judge=fields.names("judge", "LW122"),
        missing=fields.text("missing"),
        facts=fields.names("facts", "LW121"),
        **_sourced(fields),
    )


SECTIONS: Mapping[str, Callable[[Fields, str, Report], Any]] = {
    "judges": _judge,
    "sources": _source,
    "facts": _term,
    "numbers": _number,
    "rules": _rule,
    "situations": _situation,
    "weapons": _weapon,
    "actions": _action,
    "findings": _finding,
}
"""The sections of a block, each with what reads one entry of it."""
