"""Findings in words, in both languages: for the terminal and for the page."""

from collections.abc import Iterable

from tateyoko.law.catalogue import Catalogue
from tateyoko.law.evaluate import FALSE, TRUE
from tateyoko.prove.grey_zone import Minutes
from tateyoko.prove.minimal import Changes
from tateyoko.text import Lang, Text

__all__ = ["CLASS_WORDS", "Words"]

CLASS_WORDS = {
    "no_rule": Text(ja="規定なし", en="no rule"),
    "too_weak": Text(ja="権限が弱い", en="too weak"),
    "too_slow": Text(ja="間に合わない", en="too slow"),
    "undecided": Text(ja="判断待ち", en="undecided"),
    "covered": Text(ja="対応できる", en="covered"),
}

_VALUE_WORDS = {
    TRUE: Text(ja="該当", en="yes"),
    FALSE: Text(ja="非該当", en="no"),
}
_OPEN = Text(ja="不明", en="unknown")


class Words:
    """Says ids of a catalogue in one language.

    Parameters
    ----------
    catalogue : Catalogue
        Where the labels stand.
    lang : str
        ``ja`` or ``en``.
    """

    def __init__(self, catalogue: Catalogue, lang: Lang) -> None:
        self._catalogue, self._lang = catalogue, lang

    def fact(self, fact_id: str, value: float | None = None) -> str:
        """Return a fact's label, with its value when one is given."""
        label = self._catalogue.facts[fact_id].label[self._lang]
        if value is None:
            return label
        word = _VALUE_WORDS.get(value, _OPEN)[self._lang]
        return self.bracketed(label, word) if self._lang == "ja" else f"{label}: {word}"

    def facts(self, changes: Changes | Iterable[tuple[str, float]]) -> str:
        """Return several facts with their values; acts only by their label."""
        kinds = self._catalogue.facts
        parts = [
            self.fact(f) if kinds[f].kind == "act" and v == TRUE else self.fact(f, v)
            for f, v in changes
        ]
        return ("、" if self._lang == "ja" else "; ").join(parts)

    def judges(self, judge_ids: Iterable[str]) -> str:
        """Return the names of posts."""
        known = self._catalogue.judges
        names = [known[one].label[self._lang] if one in known else one for one in judge_ids]
        return ("、" if self._lang == "ja" else ", ").join(names)

    def power(self, power_id: str) -> str:
        """Return the label of an action or a rule."""
        catalogue = self._catalogue
        entry = catalogue.actions.get(power_id) or catalogue.rules.get(power_id)
        return entry.label[self._lang] if entry else power_id

    def name(self, item_id: str) -> str:
        """Return the label of an action, rule or situation."""
        situation = self._catalogue.situations.get(item_id)
        return situation.label[self._lang] if situation else self.power(item_id)

    def cited(self, power_id: str, cite: str) -> str:
        """Return the label of a power with its article."""
        return self.bracketed(self.power(power_id), cite)

    def bracketed(self, text: str, more: str) -> str:
        """Return a text with more of it in brackets, as the language writes them."""
        if not more or more.startswith("（"):
            return f"{text}{more}"
        return f"{text}（{more}）" if self._lang == "ja" else f"{text} ({more})"

    def weapons(self, weapon_ids: Iterable[str]) -> str:
        """Return the labels of weapons classes, or that there are none."""
        known = self._catalogue.weapons
        names = [known[one].label[self._lang] for one in weapon_ids]
        if not names:
            return "なし" if self._lang == "ja" else "none"
        return ("、" if self._lang == "ja" else ", ").join(names)

    def kind(self, kind: str) -> str:
        """Return a class in words."""
        return CLASS_WORDS[kind][self._lang]

    def minutes(self, minutes: Minutes) -> str:
        """Return least, likely and most minutes."""
        span = f"{minutes.low:.3g}–{minutes.mode:.3g}–{minutes.high:.3g}"
        return f"{span} 分" if self._lang == "ja" else f"{span} min"
