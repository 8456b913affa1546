"""The law in words: an authority card for an answer, and the reasons as an indented tree."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from tateyoko.law.ask import Answer, Expiry, Opened, Required
from tateyoko.law.catalogue import Catalogue
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.law.steps import Step
from tateyoko.law.unfold import LEAVES, Branch, Gap
from tateyoko.law.words import (
    BASES,
    CONTROLS,
    FORMS,
    KINDS,
    LAYERS,
    STATUSES,
    STEPS,
    VALUES,
    WORDS,
)
from tateyoko.text import Lang, Text

__all__ = [
    "actors_of",
    "branch_words",
    "card_lines",
    "name_of",
    "names_of",
    "proof_lines",
    "step_words",
]

_INDENT = "  "
_COLON: dict[Lang, str] = {"ja": "：", "en": ": "}
_COMMA: dict[Lang, str] = {"ja": "、", "en": ", "}


def name_of(catalogue: Catalogue, name: str, lang: Lang) -> str:
    """Return the label of a judge, fact, rule, situation, action or weapon; else the id."""
    for section in (
        catalogue.judges,
        catalogue.facts,
        catalogue.rules,
        catalogue.situations,
        catalogue.actions,
        catalogue.weapons,
        catalogue.numbers,
    ):
        if name in section:
            label: Text = section[name].label
            return label[lang]
    return name


def names_of(catalogue: Catalogue, names: Iterable[str], lang: Lang) -> str:
    """Return several labels, or that nobody is named."""
    listed = [name_of(catalogue, name, lang) for name in names]
    return _COMMA[lang].join(listed) if listed else WORDS["anybody"][lang]


def actors_of(catalogue: Catalogue, lang: Lang) -> Callable[[str], str]:
    """Return a function from a fact to who judges or does it; empty when nobody is named."""

    def actor(name: str) -> str:
        fact = catalogue.facts.get(name)
        who = () if fact is None else fact.judge or fact.by
        return names_of(catalogue, who, lang) if who else ""

    return actor


def proof_lines(
    catalogue: Catalogue, branch: Branch, lang: Lang, *, values: bool = True
) -> list[str]:
    """Return the reasons for a value as indented lines, every branch with value and article.

    Parameters
    ----------
    catalogue : Catalogue
        For the names of judges.
    branch : Branch
        The unfolded tree.
    lang : Lang
        Language.
    values : bool, default True
        Whether each line begins with its value; without, the lines say what the rule asks for.
    """
    return list(_proof(catalogue, branch, lang, 0, "", values))


def _proof(
    catalogue: Catalogue, branch: Branch, lang: Lang, depth: int, role: str, values: bool
) -> Iterator[str]:
    mark = f"{_MARKS[branch.value]} " if values else ""
    said = branch_words(catalogue, branch, lang)
    yield f"{_INDENT * depth}{mark}{role}{said}"
    for child, word in zip(branch.children, _roles(branch, lang), strict=True):
        yield from _proof(catalogue, child, lang, depth + 1, word, values)


_MARKS = {FALSE: "×", UNKNOWN: "?", TRUE: "○"}


def _roles(branch: Branch, lang: Lang) -> Sequence[str]:
    if branch.kind == "situation":
        return [f"{WORDS[word][lang]}{_COLON[lang]}" for word in ("met", "recognised")]
    return [""] * len(branch.children)


def branch_words(catalogue: Catalogue, branch: Branch, lang: Lang) -> str:
    """Return one branch in words: label, judge or actor, article."""
    kind = KINDS[branch.kind][lang].format(k=branch.k)
    said = branch.label[lang] if branch.label is not None else ""
    cite = f" [{branch.cite}]" if branch.cite else ""
    fact = catalogue.facts.get(branch.id)
    who = ""
    if branch.kind == "judged" and fact is not None:
        who = f" ({WORDS['judges'][lang]}{_COLON[lang]}{names_of(catalogue, fact.judge, lang)})"
    elif branch.kind == "act" and fact is not None and fact.by:
        who = f" ({names_of(catalogue, fact.by, lang)})"
    if branch.kind in LEAVES or branch.kind in ("rule", "situation"):
        return f"{said}{who}{cite}"
    if branch.kind == "action":
        return f"{said} ({kind}){cite}"
    return f"{kind}{_COLON[lang]}{said}{cite}" if said else f"{kind}{cite}"


def card_lines(catalogue: Catalogue, answer: Answer, date: dt.date, lang: Lang) -> list[str]:
    """Return an authority card as lines of text.

    What holds and what is missing, who is asked in which order, the Diet, the weapons, the powers
    that follow and those that do not, how long it lasts, what must be decided next, the doubts.
    """
    title = f"{answer.id}  {answer.label[lang]}  {STATUSES[answer.status][lang]}"
    cite = f"  [{answer.cite}]" if answer.cite else ""
    lines = [f"{title}{cite}", f"{_INDENT}{WORDS['on'][lang].format(date=date)}"]
    if answer.reason is not None:
        return [*lines, f"{_INDENT}{answer.reason[lang]}"]

    def part(word: str, said: Iterable[str]) -> None:
        found = list(said)
        if found:
            lines.append(f"{_INDENT}{WORDS[word][lang]}")
            lines.extend(f"{_INDENT * 2}{one}" for one in found)

    part("orderer", [names_of(catalogue, answer.orderer, lang)] if answer.orderer else [])
    part("delegates", [names_of(catalogue, answer.delegates, lang)] if answer.delegates else [])
    chain = " → ".join(name_of(catalogue, one, lang) for one in answer.chain)
    part("chain", [chain] if chain else [])
    part("layers", _layer_words(answer, lang))
    part("holds", _holding(catalogue, answer, lang))
    missing = [_gap_words(catalogue, gap, lang) for gap in answer.missing]
    part("missing", missing or [WORDS["nothing"][lang]])
    part("who", (_asked(catalogue, one, lang) for one in (*answer.consult, *answer.approvals)))
    if answer.version is not None or answer.diet.kind != "none":
        part("diet", [_diet_words(answer, lang)])
    part("weapons", (_opened_words(one, lang) for one in answer.weapons))
    part("powers", (_opened_words(one, lang) for one in answer.powers))
    part("not_powers", (_opened_words(one, lang) for one in answer.not_powers))
    part("ends", (_end_words(one, lang) for one in answer.ends))
    part("deadline", _expiry_words(answer.deadline, lang))
    part("expires", _expiry_words(answer.expires, lang))
    part("next", _numbered(step_words(catalogue, step, lang) for step in answer.next))
    part("doubts", _doubt_words(catalogue, answer, lang))
    return lines


def _layer_words(answer: Answer, lang: Lang) -> Iterator[str]:
    # A rule of procedure or a situation is not ordered: the last two layers are those of actions.
    names = list(LAYERS) if answer.version is not None else ["met", "recognised"]
    for name in names:
        word = LAYERS[name]
        yield f"{word[lang]}{_COLON[lang]}{VALUES[getattr(answer.layers, name)][lang]}"


def _holding(catalogue: Catalogue, answer: Answer, lang: Lang) -> list[str]:
    found: dict[str, None] = {}

    def look(branch: Branch) -> None:
        if branch.kind in LEAVES and branch.value == TRUE:
            found[f"○ {branch_words(catalogue, branch, lang)}"] = None
        for child in branch.children:
            if child.kind != "exception":
                look(child)

    if answer.tree is not None:
        look(answer.tree)
    return list(found)


def _gap_words(catalogue: Catalogue, gap: Gap, lang: Lang) -> str:
    fact = catalogue.facts.get(gap.id)
    mark = "?" if gap.value == UNKNOWN else "×"
    said = name_of(catalogue, gap.id, lang)
    if not gap.wanted:
        said = _negated(said, lang)
    if fact is None or fact.kind != "judged":
        return f"{mark} {said}"
    who = f"{WORDS['judges'][lang]}{_COLON[lang]}{names_of(catalogue, fact.judge, lang)}"
    aids = fact.aids.get(lang, ())
    weighed = f" / {WORDS['aids'][lang]}{_COLON[lang]}{_COMMA[lang].join(aids)}" if aids else ""
    return f"{mark} {said} ({who}{weighed})"


def _negated(said: str, lang: Lang) -> str:
    word = WORDS["not_to_be"][lang]
    return f"{said}（{word}）" if lang == "ja" else f"{said} ({word})"


def _asked(catalogue: Catalogue, one: Required, lang: Lang) -> str:
    done = {True: "done", False: "not_done", None: "unrecorded"}[one.done]
    form = FORMS[one.form][lang] if one.form in FORMS else one.form
    notes = [WORDS[done][lang]]
    if one.needed == UNKNOWN:
        notes.append(WORDS["perhaps"][lang])
    if one.by_telephone == TRUE:
        notes.append(WORDS["telephone"][lang])
    elif one.by_telephone == UNKNOWN:
        notes.append(WORDS["telephone_open"][lang])
    if one.basis in BASES and one.basis != "statute":
        notes.append(BASES[one.basis][lang])
    cite = f" [{one.cite}]" if one.cite else ""
    by = name_of(catalogue, one.by, lang)
    return f"{by}{_COLON[lang]}{form} ({_COMMA[lang].join(notes)}){cite}"


def _diet_words(answer: Answer, lang: Lang) -> str:
    diet = answer.diet
    said = diet.text[lang] if diet.text is not None else CONTROLS[diet.kind][lang]
    due = f" ({WORDS['due'][lang].format(date=diet.due)})" if diet.due is not None else ""
    cite = f" [{diet.cite}]" if diet.cite else ""
    return f"{said}{due}{cite}"


def _opened_words(one: Opened, lang: Lang) -> str:
    note = {FALSE: "condition_false", UNKNOWN: "condition_open"}.get(one.value)
    more = f" ({WORDS[note][lang]})" if note else ""
    cite = f" [{one.cite}]" if one.cite else ""
    return f"{one.label[lang]}{more}{cite}"


def _end_words(one: Opened, lang: Lang) -> str:
    cite = f" [{one.cite}]" if one.cite else ""
    return f"{_MARKS[one.value]} {one.label[lang]}{cite}"


def _expiry_words(expires: Expiry | None, lang: Lang) -> Iterator[str]:
    if expires is None:
        return
    words = [] if expires.text is None else [expires.text[lang]]
    if expires.text is None and expires.days is not None:
        words.append(WORDS["days"][lang].format(days=f"{expires.days:g}"))
    if expires.last_day is not None:
        words.append(WORDS["last_day"][lang].format(date=expires.last_day))
    cite = f" [{expires.cite}]" if expires.cite else ""
    yield f"{_COMMA[lang].join(words)}{cite}"


def _numbered(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield f"{number}. {line}"


def step_words(catalogue: Catalogue, step: Step, lang: Lang) -> str:
    """Return one step in words: what, by whom, article."""
    done = STEPS[step.kind][lang]
    cite = f" [{step.cite}]" if step.cite else ""
    if step.kind == "diet":
        what = CONTROLS[step.form][lang]
    elif step.kind in ("consult", "approve"):
        what = FORMS[step.form][lang] if step.form in FORMS else step.form
    else:
        what = name_of(catalogue, step.id, lang)
        if not step.wanted:
            what = _negated(what, lang)
    who = f" — {names_of(catalogue, step.by, lang)}" if step.by else ""
    return f"{done}{_COLON[lang]}{what}{who}{cite}"


def _doubt_words(catalogue: Catalogue, answer: Answer, lang: Lang) -> Iterator[str]:
    """Yield doubts, those of old texts that say the same in one line."""
    same: dict[str, list[str]] = {}
    for doubt in answer.doubts:
        named = name_of(catalogue, doubt.about, lang)
        same.setdefault(doubt.text[lang], []).append(named)
    for text, about in same.items():
        yield f"{_COMMA[lang].join(dict.fromkeys(about))}{_COLON[lang]}{text}"
