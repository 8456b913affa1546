"""Answers and entries of the law as plain data for ``--json``."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from tateyoko.errors import Place
from tateyoko.law import Answer, Catalogue
from tateyoko.law.ask import Expiry, Opened, Required
from tateyoko.law.changes import Change
from tateyoko.law.steps import Step
from tateyoko.law.tree import All, AtLeast, Compare, Fact, Node, Not, Unless
from tateyoko.law.tree import Any as AnyOf
from tateyoko.text import Text

__all__ = ["answer_data", "change_data", "entry_data", "fact_data"]


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"ja": text.ja, "en": text.en}


def answer_data(catalogue: Catalogue, answer: Answer) -> dict[str, Any]:
    """Return one answer; values of layers and conditions are true, false or ``unknown``."""
    layers = answer.layers
    return {
        "label": _text(answer.label),
        "status": answer.status,
        "reason": _text(answer.reason),
        "orderer": _one(answer.orderer),
        "delegates": list(answer.delegates),
        "approvals": [_required(one) for one in answer.approvals],
        "consult": [_required(one) for one in answer.consult],
        "diet": {
            "kind": answer.diet.kind,
            "days": answer.diet.days,
            "due": None if answer.diet.due is None else str(answer.diet.due),
            "cite": answer.diet.cite,
            "text": _text(answer.diet.text),
        },
        "weapons": [weapon.id for weapon in answer.weapons],
        "weapon_conditions": {weapon.id: _value(weapon.value) for weapon in answer.weapons},
        "missing": list(dict.fromkeys(gap.id for gap in answer.missing)),
        "missing_detail": [
            {"id": gap.id, "kind": gap.kind, "wanted": gap.wanted, "is": _value(gap.value)}
            for gap in answer.missing
        ],
        "judges": list(dict.fromkeys(judge for _, who in answer.judges for judge in who)),
        "open": [
            {
                "id": name,
                "judges": list(who),
                "aids": {lang: list(said) for lang, said in catalogue.facts[name].aids.items()},
            }
            for name, who in answer.judges
        ],
        "cite": answer.cite,
        "layers": {
            "met": _value(layers.met),
            "recognised": _value(layers.recognised),
            "ordered": _value(layers.ordered),
            "in_force": _value(layers.in_force),
        },
        "situations": {
            name: {"met": _value(one.met), "recognised": _value(one.recognised)}
            for name, one in answer.situations.items()
        },
        "next": [_step(step) for step in answer.next],
        "powers": [_opened(one) for one in answer.powers],
        "not_powers": [_opened(one) for one in answer.not_powers],
        "ends": [_opened(one) for one in answer.ends],
        "expires": _expiry(answer.expires),
        "deadline": _expiry(answer.deadline),
        "chain": list(answer.chain),
        "doubts": [
            {"about": one.about, "kind": one.kind, "text": _text(one.text)} for one in answer.doubts
        ],
    }


def _one(names: tuple[str, ...]) -> str | list[str] | None:
    """Return one name as a word, several as a list, none as null."""
    if len(names) > 1:
        return list(names)
    return names[0] if names else None


def _value(value: float) -> bool | str:
    return "unknown" if value not in (0.0, 1.0) else value == 1.0


def _required(one: Required) -> dict[str, Any]:
    return {
        "by": one.by,
        "form": one.form,
        "act": one.act or None,
        "done": one.done,
        "needed": _value(one.needed),
        "by_telephone": _value(one.by_telephone),
        "basis": one.basis or None,
        "cite": one.cite or None,
    }


def _opened(one: Opened) -> dict[str, Any]:
    return {"label": _text(one.label), "cite": one.cite, "holds": _value(one.value)}


def _expiry(one: Expiry | None) -> dict[str, Any] | None:
    if one is None:
        return None
    last = None if one.last_day is None else str(one.last_day)
    return {"days": one.days, "last_day": last, "cite": one.cite, "text": _text(one.text)}


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "id": step.id or None,
        "by": list(step.by),
        "wanted": step.wanted,
        "form": step.form or None,
        "cite": step.cite or None,
    }


def fact_data(catalogue: Catalogue) -> dict[str, Any]:
    """Return what a question may name: facts, numbers and judges."""
    return {
        "facts": {
            name: {
                "label": _text(fact.label),
                "kind": fact.kind,
                "judge": list(fact.judge),
                "by": list(fact.by),
                "reported_by": list(fact.reported_by),
                "aids": {lang: list(said) for lang, said in fact.aids.items()},
                "cite": fact.cite,
                "sources": list(fact.sources),
                "confidence": fact.confidence,
                "verified": fact.verified,
                "as_of": fact.as_of,
                "doubt": _text(fact.doubt),
                "place": str(fact.place),
            }
            for name, fact in catalogue.facts.items()
        },
        "numbers": {
            name: {"label": _text(number.label), "unit": number.unit}
            for name, number in catalogue.numbers.items()
        },
        "judges": {name: _text(judge.label) for name, judge in catalogue.judges.items()},
    }


def change_data(change: Change) -> dict[str, Any]:
    """Return one difference between two days."""
    return {
        "kind": change.kind,
        "section": change.section,
        "id": change.id,
        "label": _text(change.label),
        "before": change.before or None,
        "after": change.after or None,
        "fields": list(change.fields),
        "through": list(change.through),
    }


def entry_data(catalogue: Catalogue, entry: Any) -> dict[str, Any]:
    """Return one entry of the catalogue with all of its wordings, and the documents it names.

    Trees are written as an author writes them; what is empty is left out.
    """
    data: dict[str, Any] = _plain(entry)
    named: dict[str, None] = {}
    for one in (entry, *getattr(entry, "versions", ())):
        named.update(dict.fromkeys(getattr(one, "sources", ())))
    if named:
        data["documents"] = {key: _plain(catalogue.sources[key]) for key in named}
    return data


def _plain(value: Any) -> Any:
    match value:
        case Text():
            return _text(value)
        case Place() | dt.date():
            return str(value)
        case All() | AnyOf() | AtLeast() | Not() | Unless() | Fact() | Compare():
            return _tree(value)
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case tuple():
            return [_plain(one) for one in value]
        case _ if is_dataclass(value):
            kept = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
            return {key: one for key, one in kept.items() if one not in (None, "", [], {})}
        case _:
            return value


def _tree(node: Node) -> Any:
    """Return a tree in the forms in which it is written."""
    match node:
        case Fact(id=name):
            return _remarked(name, node, "fact")
        case Compare(number=number, operator=sign, bound=bound):
            return _remarked({"compare": f"{number} {sign} {bound:g}"}, node)
        case All(branches=branches):
            return _remarked({"all": [_tree(one) for one in branches]}, node)
        case AnyOf(branches=branches):
            return _remarked({"any": [_tree(one) for one in branches]}, node)
        case AtLeast(k=k, branches=branches):
            return _remarked({"at_least": {"k": k, "of": [_tree(one) for one in branches]}}, node)
        case Not(branch=branch):
            return _remarked({"not": _tree(branch)}, node)
        case Unless(branch=branch, exemptions=exemptions):
            written = _tree(branch)
            held = written if isinstance(written, dict) else {"fact": written}
            barred = [_remarked({"when": _tree(one.when)}, one) for one in exemptions]
            return _remarked({**held, "unless": barred}, node)


def _remarked(written: Any, node: Any, key: str = "") -> Any:
    """Return what is written with the article and the dates of the branch, where it has any."""
    remark = node.remark
    said = {"cite": remark.cite, "label": _text(remark.label)}
    said |= {"from": remark.since, "until": remark.until}
    kept = {name: str(one) if isinstance(one, dt.date) else one for name, one in said.items()}
    kept = {name: one for name, one in kept.items() if one}
    if not kept:
        return written
    return {**(written if isinstance(written, dict) else {key: written}), **kept}
