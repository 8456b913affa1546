"""Pages of the law for the terminal: facts, one entry with its wordings, changes between days."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from tateyoko.errors import UsageError, did_you_mean
from tateyoko.figure.ladder import draw_ladder
from tateyoko.law import Catalogue, Node
from tateyoko.law.catalogue import Action, Rule, Situation, Sourced, Term, in_force
from tateyoko.law.changes import Change
from tateyoko.law.explain import actors_of, name_of, names_of, proof_lines
from tateyoko.law.unfold import Branch, Unfolder
from tateyoko.law.words import CONTROLS, FORMS, KINDS, WORDS
from tateyoko.text import Lang, Text

__all__ = [
    "change_lines",
    "entry_of",
    "fact_lines",
    "page_lines",
    "picture",
    "provenance_lines",
    "unknown_name",
]

_SECTIONS = (
    *("actions", "situations", "rules", "facts", "numbers", "weapons"),
    *("judges", "findings", "sources"),
)
_CHANGES = {
    "begins": Text(ja="始まる", en="begins"),
    "ends": Text(ja="終わる", en="ends"),
    "changes": Text(ja="変わる", en="changes"),
    "through": Text(ja="前提が変わる", en="rests on a change"),
}
_LABELS = {
    "sources": Text(ja="出典", en="Sources"),
    "verified": Text(ja="確認", en="Verified"),
    "confidence": Text(ja="確度", en="Confidence"),
    "as_of": Text(ja="読んだ条文の時点", en="Text read as of"),
    "doubt": Text(ja="疑い", en="Doubt"),
    "note": Text(ja="備考", en="Note"),
    "requires": Text(ja="要件", en="Requires"),
    "opens": Text(ja="開くもの", en="Opens"),
    "not_opens": Text(ja="開かないもの", en="Does not open"),
    "in_force": Text(ja="施行", en="In force"),
    "always": Text(ja="期間の定めなし", en="without dates"),
    "judges": Text(ja="判断者", en="Judged by"),
    "acting": Text(ja="行う者", en="Done by"),
    "aids": Text(ja="考慮要素", en="What is weighed"),
    "law": Text(ja="法：出典と疑い", en="Law: sources and doubts"),
    "none": Text(ja="この日には施行されていない", en="not in force on this day"),
    "same": Text(ja="違いはありません。", en="Nothing reads differently."),
}


def unknown_name(name: str, known: Iterable[str]) -> UsageError:
    """Return the error for a name that does not exist, with the nearest one."""
    names = list(known)
    hint = did_you_mean(name, names)
    ja, en = (hint.ja, hint.en) if hint is not None else ("", "")
    if hint is None and len(names) <= 12:
        ja = en = ", ".join(names)
    return UsageError(
        Text(ja=f"「{name}」はありません。{ja}".strip(), en=f"There is no '{name}'. {en}".strip())
    )


def entry_of(catalogue: Catalogue, name: str) -> Any:
    """Return the entry of a name in any section.

    Raises
    ------
    UsageError
        If there is none.
    """
    known: list[str] = []
    for section in _SECTIONS:
        entries = getattr(catalogue, section)
        if name in entries:
            return entries[name]
        known += entries
    raise unknown_name(name, known)


def fact_lines(catalogue: Catalogue, kind: str | None, lang: Lang) -> Iterator[str]:
    """Yield one line for each fact, and without a kind also for each number and judge."""
    width = max(map(len, [*catalogue.facts, *catalogue.numbers, *catalogue.judges]), default=0)
    for name, fact in catalogue.facts.items():
        if kind in (None, fact.kind):
            who = fact.judge or fact.by or fact.reported_by
            named = f" – {names_of(catalogue, who, lang)}" if who else ""
            yield f"{name:<{width}}  {KINDS[fact.kind][lang]}  {fact.label[lang]}{named}"
    if kind is None:
        for name, number in catalogue.numbers.items():
            unit = f" [{number.unit}]" if number.unit else ""
            yield f"{name:<{width}}  {KINDS['number'][lang]}  {number.label[lang]}{unit}"
        for name, judge in catalogue.judges.items():
            yield f"{name:<{width}}  {WORDS['judges'][lang]}  {judge.label[lang]}"


def page_lines(catalogue: Catalogue, entry: Any, date: dt.date | None, lang: Lang) -> Iterator[str]:
    """Yield the page of one entry: its wording on a day, or all its wordings."""
    label = getattr(entry, "label", None)
    yield f"{entry.id}  {label[lang] if label is not None else getattr(entry, 'title', '')}"
    yield f"  {entry.place}"
    if isinstance(entry, Action | Situation | Rule):
        versions: tuple[Sourced, ...] = entry.versions
        if date is not None:
            versions = in_force(versions, date)
            if not versions:
                yield f"  {_LABELS['none'][lang]}"
        for version in versions:
            yield ""
            yield from _version_lines(catalogue, version, date, lang)
        return
    if isinstance(entry, Term):
        yield from _term_lines(catalogue, entry, lang)
    if isinstance(entry, Sourced):
        yield from _provenance(catalogue, entry, lang)
    for name in ("text", "missing", "note"):
        said = getattr(entry, name, None)
        if isinstance(said, Text):
            yield f"  {said[lang]}"
        elif said:
            yield f"  {said}"
    for name in ("publisher", "date", "url", "unit"):
        said = getattr(entry, name, "")
        if said:
            yield f"  {said}"


def _term_lines(catalogue: Catalogue, fact: Term, lang: Lang) -> Iterator[str]:
    who = fact.judge or fact.by or fact.reported_by
    named = f" – {names_of(catalogue, who, lang)}" if who else ""
    yield f"  {KINDS[fact.kind][lang]}{named}"
    for aid in fact.aids.get(lang, ()):
        yield f"    · {aid}"


def _version_lines(
    catalogue: Catalogue, version: Any, date: dt.date | None, lang: Lang
) -> Iterator[str]:
    yield f"  {_dates(version, lang)}  {version.label[lang]}  [{version.cite}]"
    day = date or version.since or dt.date.min
    by = getattr(version, "by", ())
    if by:
        yield f"  {WORDS['orderer'][lang]}: {names_of(catalogue, by, lang)}"
    for name in ("requires", "met", "recognised"):
        tree = getattr(version, name, None)
        if tree is not None:
            word = _LABELS["requires"] if name == "requires" else WORDS[name]
            yield f"  {word[lang]}"
            branch = _blank(catalogue, tree, day)
            for line in proof_lines(catalogue, branch, lang, values=False):
                yield f"    {line}"
    for one in getattr(version, "consult", ()):
        yield f"  {_form(one.form, lang)}: {name_of(catalogue, one.partner, lang)}"
    for one in getattr(version, "approvals", ()):
        yield f"  {_form(one.form, lang)}: {name_of(catalogue, one.by, lang)}"
    diet = getattr(version, "diet", None)
    if diet is not None:
        said = diet.text or CONTROLS[diet.kind]
        yield f"  {WORDS['diet'][lang]}: {said[lang]}{_cite(diet.cite)}"
    for weapon in getattr(version, "weapons", ()):
        yield f"  {WORDS['weapons'][lang]}: {weapon} {name_of(catalogue, weapon, lang)}"
    for name in ("powers", "not_powers", "ends"):
        for one in getattr(version, name, ()):
            yield f"  {WORDS[name][lang]}: {one.label[lang]}{_cite(one.cite)}"
    for name in ("opens", "not_opens"):
        for one in getattr(version, name, ()):
            said = one.label[lang] if one.label else name_of(catalogue, one.id, lang)
            yield f"  {_LABELS[name][lang]}: {one.id} {said}{_cite(one.cite)}"
    yield from _provenance(catalogue, version, lang)


def _form(form: str, lang: Lang) -> str:
    return FORMS[form][lang] if form in FORMS else form


def _cite(cite: str) -> str:
    return f" [{cite}]" if cite else ""


def _dates(version: Sourced, lang: Lang) -> str:
    if version.since is None and version.until is None:
        return _LABELS["always"][lang]
    return f"{version.since or ''}/{version.until or ''}"


def _provenance(catalogue: Catalogue, one: Sourced, lang: Lang) -> Iterator[str]:
    if one.sources:
        listed = ", ".join(
            f"{key} ({catalogue.sources[key].title})" if catalogue.sources[key].title else key
            for key in one.sources
        )
        yield f"  {_LABELS['sources'][lang]}: {listed}"
    yield from _certainty(one, lang)


def _certainty(one: Sourced, lang: Lang) -> Iterator[str]:
    """Yield how sure an entry is, how it was checked, as of when, and what is in doubt."""
    for name in ("confidence", "verified", "as_of"):
        said = getattr(one, name)
        if said:
            word = _CERTAINTY[said][lang] if said in _CERTAINTY else said
            yield f"  {_LABELS[name][lang]}: {word}"
    if one.doubt is not None:
        yield f"  {_LABELS['doubt'][lang]}: {one.doubt[lang]}"


_CERTAINTY = {
    "high": Text(ja="高い", en="high"),
    "medium": Text(ja="中程度", en="medium"),
    "low": Text(ja="低い", en="low"),
    "confirmed": Text(ja="確認した", en="confirmed"),
    "corrected": Text(ja="確認の際に改めた", en="corrected when checked"),
    "not_confirmed": Text(ja="未確認", en="not confirmed"),
}


def provenance_lines(
    catalogue: Catalogue, entry: Term | Rule | Situation | Action, lang: Lang
) -> Iterator[str]:
    """Yield who judges or does an entry of the law, and the sources and doubts of each wording."""
    yield _LABELS["law"][lang]
    if isinstance(entry, Term):
        for name, who in (("judges", entry.judge), ("acting", entry.by)):
            if who:
                yield f"  {_LABELS[name][lang]}: {names_of(catalogue, who, lang)}"
        aids = entry.aids.get(lang, ())
        if aids:
            yield f"  {_LABELS['aids'][lang]}: {', '.join(aids)}"
        yield from _certainty(entry, lang)
        yield from _addresses(catalogue, entry.sources)
        return
    versions: tuple[Sourced, ...] = entry.versions
    for version in versions:
        yield f"  {_dates(version, lang)}{_cite(version.cite)}"
        if version.sources:
            yield f"    {_LABELS['sources'][lang]}: {', '.join(version.sources)}"
        for line in _certainty(version, lang):
            yield f"  {line}"
    keys = dict.fromkeys(key for version in versions for key in version.sources)
    yield from _addresses(catalogue, tuple(keys))


def _addresses(catalogue: Catalogue, keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        source = catalogue.sources[key]
        about = ", ".join(part for part in (source.publisher, source.date) if part)
        yield f"  {key}: {source.title}" + (f" ({about})" if about else "")
        if source.url.startswith("http"):
            yield f"      {source.url}"


def _blank(catalogue: Catalogue, tree: Node, date: dt.date) -> Branch:
    """Unfold a tree of which nothing is known."""
    return Unfolder(catalogue, {}, {}, date).node(tree)


def picture(catalogue: Catalogue, entry: Any, date: dt.date | None, lang: Lang) -> str:
    """Draw what an entry asks for on a day, by default its newest wording.

    Raises
    ------
    UsageError
        If the entry has no conditions, or is not in force on that day.
    """
    if not isinstance(entry, Action | Situation | Rule):
        raise UsageError(
            Text(
                ja=f"{entry.id} には条件がなく、描くものがありません。",
                en=f"{entry.id} has no conditions to draw.",
            )
        )
    all_versions: tuple[Any, ...] = entry.versions
    found = all_versions[-1:] if date is None else in_force(all_versions, date)
    if not found:
        raise UsageError(
            Text(
                ja=f"{entry.id} は {date} に施行されていません。",
                en=f"{entry.id} is not in force on {date}.",
            )
        )
    version = found[0]
    day = date or version.since or dt.date.min
    unfolder = Unfolder(catalogue, {}, {}, day)
    tree = unfolder.named(entry.id) if not isinstance(entry, Action) else None
    branch = unfolder.node(version.requires) if tree is None else tree
    title = Text(
        ja=f"{entry.id} {version.label.ja} [{version.cite}]",
        en=f"{entry.id} {version.label.en} [{version.cite}]",
    )
    return draw_ladder(branch, title, lang, judges=actors_of(catalogue, lang), values=False)


def change_lines(
    changes: Iterable[Change], days: tuple[dt.date, dt.date], lang: Lang
) -> Iterator[str]:
    """Yield one line for each difference."""
    yield f"{days[0]} → {days[1]}"
    found = False
    for one in changes:
        found = True
        cites = one.after if one.before == one.after else f"{one.before} → {one.after}"
        what = f" ({', '.join(one.fields)})" if one.fields else ""
        through = f" ← {', '.join(one.through)}" if one.through else ""
        yield f"  {one.id}  {_CHANGES[one.kind][lang]}  {one.label[lang]}  [{cites}]{what}{through}"
    if not found:
        yield f"  {_LABELS['same'][lang]}"
