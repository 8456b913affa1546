"""Plain data with places becomes a tree of requirements.

Written forms::

    fact_id                                     a fact
    [a, b, c]                                   all of them
    {all: […]}  {any: […]}  {not: X}
    {at_least: {k: 2, of: […]}}
    {compare: {number: persons, at_least: 100}} also over, at_most, under, equals
    {fact: fact_id, cite: …, from: …, until: …} a fact with remarks
    … , unless: [{cite: …, when: X}]            beside any of these keys
    … , cite: …, label: {ja:, en:}, from: DATE, until: DATE
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tateyoko.errors import Place
from tateyoko.law.tree import (
    All,
    Any,
    AtLeast,
    Compare,
    Exemption,
    Fact,
    Node,
    Not,
    Remark,
    Unless,
)
from tateyoko.text import Text

__all__ = ["Bad", "Written", "parse_tree"]


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of data and where it stands.

    Attributes
    ----------
    data : str, float, tuple of Written, or mapping of str to Written
        What is written; numbers and words are already told apart.
    place : Place
        Where.
    width : int
        Number of characters, for the caret.
    """

    data: "str | float | tuple[Written, ...] | Mapping[str, Written]"
    place: Place
    width: int = 0


@dataclass(frozen=True, slots=True)
class Bad:
    """A mistake in a tree.

    Attributes
    ----------
    at : Written
        The piece that is wrong.
    what, expected : Text
        What was found and what would be right.
    """

    at: Written
    what: Text
    expected: Text


_WORDS = ("all", "any", "not", "at_least", "compare", "fact")
_REMARKS = ("cite", "label", "from", "until", "unless")
_SIGNS = {"at_least": ">=", "over": ">", "at_most": "<=", "under": "<", "equals": "=="}
_NOTHING = All(())
_FORMS = Text(
    ja="事実の名、リスト、または all・any・not・at_least・compare の一つを持つ表を書きます。",
    en="Write a fact's name, a list, or a mapping with one of all, any, not, at_least, compare.",
)


def parse_tree(written: Written, report: Callable[[Bad], None]) -> Node:
    """Read a tree; every mistake is reported and reading goes on.

    Parameters
    ----------
    written : Written
        The data.
    report : callable
        Called once for each mistake.

    Returns
    -------
    Node
        The tree; where a mistake was, an empty ``all``. Not to be used if ``report`` was called.
    """
    data = written.data
    if isinstance(data, str):
        return Fact(data, place=written.place)
    if isinstance(data, Mapping):
        return _mapping(written, data, report)
    if isinstance(data, tuple):
        return All(tuple(parse_tree(item, report) for item in data), place=written.place)
    report(Bad(written, Text(ja="要件の木に数値があります", en="a number in a tree"), _FORMS))
    return _NOTHING


def _mapping(written: Written, data: Mapping[str, Written], report: Callable[[Bad], None]) -> Node:
    words = [key for key in data if key in _WORDS]
    for key, item in data.items():
        if key not in _WORDS and key not in _REMARKS:
            report(
                Bad(
                    item,
                    Text(
                        ja=f"要件の木に未知の語 {key} があります",
                        en=f"unknown word {key} in a tree",
                    ),
                    _FORMS,
                )
            )
            return _NOTHING
    if len(words) != 1:
        report(
            Bad(
                written,
                Text(
                    ja=f"要件の木の一つの枝に語が {len(words)} 個あります",
                    en=f"{len(words)} words in one branch of a tree",
                ),
                _FORMS,
            )
        )
        return _NOTHING
    word = words[0]
    remark = _remark(data, report)
    node = _node(word, data[word], remark, written.place, report)
    if "unless" not in data:
        return node
    return Unless(node, _exemptions(data["unless"], report), place=written.place, remark=remark)


def _node(
    word: str, item: Written, remark: Remark, place: Place, report: Callable[[Bad], None]
) -> Node:
    if word == "fact":
        if isinstance(item.data, str):
            return Fact(item.data, remark, place)
        report(Bad(item, Text(ja="事実の名がありません", en="a fact without a name"), _FORMS))
        return _NOTHING
    if word == "not":
        return Not(parse_tree(item, report), remark, place)
    if word == "compare":
        return _compare(item, remark, place, report)
    if word == "at_least":
        return _at_least(item, remark, place, report)
    branches = _branches(item, report)
    return All(branches, remark, place) if word == "all" else Any(branches, remark, place)


def _branches(item: Written, report: Callable[[Bad], None]) -> tuple[Node, ...]:
    if isinstance(item.data, tuple):
        if item.data:
            return tuple(parse_tree(branch, report) for branch in item.data)
        report(Bad(item, Text(ja="枝のない要件です", en="a branch without members"), _FORMS))
        return ()
    return (parse_tree(item, report),)


def _at_least(item: Written, remark: Remark, place: Place, report: Callable[[Bad], None]) -> Node:
    data = item.data
    if isinstance(data, Mapping) and {"k", "of"} == set(data):
        k = data["k"].data
        branches = _branches(data["of"], report)
        if isinstance(k, float | int) and k == int(k) and 1 <= k <= len(branches):
            return AtLeast(int(k), branches, remark, place)
        report(
            Bad(
                data["k"],
                Text(ja="at_least の数が範囲外です", en="at_least counts outside its list"),
                Text(
                    ja=f"1 から {len(branches)} までの整数を書きます。",
                    en=f"Write a whole number from 1 to {len(branches)}.",
                ),
            )
        )
        return _NOTHING
    report(
        Bad(
            item,
            Text(ja="at_least の形が違います", en="at_least has another form"),
            Text(ja="{k: 2, of: […]} と書きます。", en="Write {k: 2, of: […]}."),
        )
    )
    return _NOTHING


def _compare(item: Written, remark: Remark, place: Place, report: Callable[[Bad], None]) -> Node:
    data = item.data
    if isinstance(data, Mapping) and "number" in data:
        name = data["number"].data
        signs = [key for key in data if key in _SIGNS]
        if isinstance(name, str) and len(signs) == 1 and len(data) == 2:
            bound = data[signs[0]].data
            if isinstance(bound, float | int):
                return Compare(name, _SIGNS[signs[0]], float(bound), remark, place)
    report(
        Bad(
            item,
            Text(ja="比較の形が違います", en="a comparison of another form"),
            Text(
                ja="{number: 名, at_least: 数} と書きます（over、at_most、under、equals も可）。",
                en="Write {number: name, at_least: 100}; also over, at_most, under, equals.",
            ),
        )
    )
    return _NOTHING


def _exemptions(item: Written, report: Callable[[Bad], None]) -> tuple[Exemption, ...]:
    ones = item.data if isinstance(item.data, tuple) else (item,)
    found = []
    for one in ones:
        if isinstance(one.data, Mapping) and "when" in one.data:
            when = parse_tree(one.data["when"], report)
            found.append(Exemption(when, _remark(one.data, report), one.place))
        else:
            found.append(Exemption(parse_tree(one, report), place=one.place))
    return tuple(found)


def _remark(data: Mapping[str, Written], report: Callable[[Bad], None]) -> Remark:
    cite = data["cite"].data if "cite" in data else ""
    return Remark(
        cite=cite if isinstance(cite, str) else "",
        label=_label(data.get("label")),
        since=_date(data.get("from"), report),
        until=_date(data.get("until"), report),
    )


def _label(item: Written | None) -> Text | None:
    if item is None:
        return None
    if isinstance(item.data, Mapping):
        texts = {key: str(value.data) for key, value in item.data.items()}
        english = texts.get("en", texts.get("ja", ""))
        return Text(ja=texts.get("ja", english), en=english)
    return Text(ja=str(item.data), en=str(item.data))


def _date(item: Written | None, report: Callable[[Bad], None]) -> dt.date | None:
    if item is None:
        return None
    try:
        return dt.date.fromisoformat(str(item.data))
    except ValueError:
        report(
            Bad(
                item,
                Text(ja=f"{item.data} は日付ではありません", en=f"{item.data} is no date"),
                Text(ja="2016-03-29 のように書きます。", en="Write a date such as 2016-03-29."),
            )
        )
        return None
