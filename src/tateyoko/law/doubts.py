"""What an answer rests on that is not certain: everything that it uses hands its doubts on."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from tateyoko.law.catalogue import ActionVersion, Catalogue, Sourced
from tateyoko.law.unfold import Branch, grounds
from tateyoko.text import Text

__all__ = ["OLD_DAYS", "Doubt", "doubts_of"]

OLD_DAYS = 730
"""A text that was read as of a day this long before the day asked for may have been amended."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt.

    Attributes
    ----------
    about : str
        Id of the action, rule, situation, fact, weapons class or approver.
    kind : str
        ``stated``, ``not_confirmed``, ``inferred``, ``reported``, ``low_confidence`` or
        ``old_text``.
    text : Text
        In words.
    """

    about: str
    kind: str
    text: Text


_NOT_CONFIRMED = Text(
    ja="未確認（記憶・予定・弱い出所による）",
    en="not confirmed (recollection, a plan, or a weak source)",
)
_INFERRED = Text(
    ja="条文の明文ではなく推定による", en="inferred, not said by the text of the article"
)
_REPORTED = Text(ja="公的な文書ではなく報道による", en="as reported, not read in an official text")
_LOW = Text(ja="確度が低い", en="low confidence")
_BASES = {"inferred": _INFERRED, "reported": _REPORTED}


def doubts_of(
    catalogue: Catalogue, version: ActionVersion, name: str, tree: Branch, date: dt.date
) -> tuple[Doubt, ...]:
    """Return the doubts of an action's wording and of everything that its value rests on.

    Parameters
    ----------
    catalogue : Catalogue
        The law.
    version : ActionVersion
        The wording.
    name : str
        Id of the action.
    tree : Branch
        Its requirements, unfolded.
    date : date
        The day that is asked for.
    """
    found: dict[tuple[str, str, str], Doubt] = {}

    def add(doubts: Iterator[Doubt]) -> None:
        for one in doubts:
            found.setdefault((one.about, one.kind, one.text.en), one)

    add(_of(name, version, date))
    for branch in grounds(tree):
        if branch.source is not None:
            add(_of(branch.id, branch.source, date))
    for weapon in version.weapons:
        add(_of(weapon, catalogue.weapons[weapon], date))
    bases = [(one.by, one.basis) for one in version.approvals]
    bases += [(one.partner, one.basis) for one in version.consult]
    add(Doubt(by, basis, _BASES[basis]) for by, basis in bases if basis in _BASES)
    return tuple(found.values())


def _of(name: str, one: Sourced, date: dt.date) -> Iterator[Doubt]:
    if one.doubt is not None:
        yield Doubt(name, "stated", one.doubt)
    if one.verified == "not_confirmed":
        yield Doubt(name, "not_confirmed", _NOT_CONFIRMED)
    if one.basis in _BASES:
        yield Doubt(name, one.basis, _BASES[one.basis])
    if one.confidence == "low":
        yield Doubt(name, "low_confidence", _LOW)
    read = _day(one.as_of)
    if read is not None and (date - read).days > OLD_DAYS:
        text = Text(
            ja=f"{one.as_of} 時点の条文による。その後の改正は確かめていない",
            en=f"rests on the text as of {one.as_of}; later amendments were not checked",
        )
        yield Doubt(name, "old_text", text)


def _day(written: str) -> dt.date | None:
    """Return the last day that a written year, month or day may mean; None for other words."""
    parts = written.split("-")
    if len(parts) > 3 or not all(part.isdigit() for part in parts):
        return None
    # No month is shorter than 28 days, and a few days do not make a text old.
    year, month, day = [int(part) for part in parts] + [12, 28][len(parts) - 1 :]
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
