"""A question to the law as people write it: YAML or JSON with places, read into a state.

::

    date: 2024-06-01
    facts: {attack_occurred: true, clear_danger: unknown}
    numbers: {days_since_filing: 20}
    acts: [nsc_done, {act: order_a76_1, by: pm, at: 2024-06-01T09:00}]
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from tateyoko.errors import Place, Problem, did_you_mean
from tateyoko.law.codes import mistake
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.law.state import Act, State, StateError
from tateyoko.text import Text
from tateyoko.world.place import (
    Entry,
    Files,
    ListNode,
    MapNode,
    Node,
    ScalarNode,
    describe,
    width_of,
)
from tateyoko.world.read import read_text

__all__ = ["Question", "read_question"]

_KEYS = ("date", "facts", "numbers", "acts", "note")
_FORM = "{date: 2024-06-01, facts: {attack_occurred: true}, acts: [plan_drafted]}"
_FORMS = {
    "facts": "facts: {attack_occurred: true, clear_danger: unknown}",
    "numbers": "numbers: {days_since_filing: 20}",
    "acts": "acts: [nsc_done, {act: plan_drafted, by: pm, at: 2024-06-01}]",
}
# Other words for values, as people write them.
_YES = ("yes", "on", "y", "1", "t", "真", "はい", "有", "あり")
_NO = ("no", "off", "n", "0", "f", "偽", "いいえ", "無", "なし")
_OPEN = ("?", "null", "none", "不明", "未定", "")
_VALUES = {"true": TRUE, "false": FALSE, "unknown": UNKNOWN}


class Question:
    """A state as it was written, with the text for reports.

    Attributes
    ----------
    state : State
        What the question says.
    """

    def __init__(self, state: State, files: Files) -> None:
        self.state = state
        self._files = files

    def report(self, error: StateError) -> StateError:
        """Return an error about the state with the lines of the question in it."""
        return StateError([_with_line(one, self._files) for one in error.problems])


def _with_line(one: Problem, files: Files) -> Problem:
    return one if one.line else replace(one, line=files.line(one.place))


def read_question(text: str, name: str, *, date: str | None = None) -> Question:
    """Read a question.

    Parameters
    ----------
    text : str
        YAML or JSON.
    name : str
        Name of the file, for places.
    date : str, optional
        The day, instead of the one that is written; a day that can be read.

    Raises
    ------
    StateError
        With everything that is wrong with its form.
    """
    files, problems = Files(), list[Problem]()
    node = read_text(text, name, files, problems)
    reader = _Reader(files, problems)
    if node is None and not problems:
        problems.append(mistake("LW214", Place(name, 1, 1), values={"form": _FORM}))
    if node is not None and not isinstance(node, MapNode):
        reader.form(node)
    state = None
    if isinstance(node, MapNode) and not problems:
        state = reader.state(node, date)
    if problems or state is None:
        raise StateError(problems)
    return Question(state, files)


class _Reader:
    """Reads the parts of a question and gathers what is wrong."""

    def __init__(self, files: Files, problems: list[Problem]) -> None:
        self._files, self._problems = files, problems
        self._places: dict[str, Place] = {}

    def _report(
        self,
        code: str,
        node: Node,
        *,
        hint: Text | None = None,
        first: Place | None = None,
        **values: object,
    ) -> None:
        related = [(first, Text(ja="最初の場所", en="first here"))] if first is not None else []
        line = self._files.line(node.place)
        made = mistake(
            code,
            node.place,
            line=line,
            width=width_of(node),
            related=related,
            hint=hint,
            values=values,
        )
        self._problems.append(made)

    def form(self, node: Node, part: str = "") -> None:
        """Report a part of another form."""
        ja, en = describe(node)
        self._report("LW212", node, found=Text(ja=ja, en=en), form=_FORMS.get(part, _FORM))

    def state(self, node: MapNode, date: str | None) -> State | None:
        """Read a whole question."""
        for entry in [*node.entries.values(), *node.doubles]:
            key = entry.key
            if key.text not in _KEYS:
                known = ", ".join(_KEYS)
                hint = did_you_mean(key.text, _KEYS)
                self._report("LW201", key, hint=hint, key=key.text, known=known)
        for double in node.doubles:
            first = node.entries[double.key.text].key.place
            self._report("LW120", double.key, first=first, key=double.key.text)
        day = self._day(node, date)
        facts = dict(self._facts(node.get("facts")))
        numbers = dict(self._numbers(node.get("numbers")))
        acts = tuple(self._acts(node.get("acts")))
        if day is None:
            return None
        return State(day, facts, numbers, acts, self._places)

    def _day(self, node: MapNode, date: str | None) -> dt.date | None:
        written = node.get("date")
        if date is not None:
            return dt.date.fromisoformat(date)
        if written is None or (isinstance(written, ScalarNode) and written.is_null):
            self._report("LW215", node if written is None else written)
            return None
        try:
            return dt.date.fromisoformat(written.text if isinstance(written, ScalarNode) else "")
        except ValueError:
            self._report("LW206", written, found=_shown(written))
            return None

    def _entries(self, node: Node | None, part: str) -> Iterator[Entry]:
        if node is None or (isinstance(node, ScalarNode) and node.is_null):
            return
        if not isinstance(node, MapNode):
            self.form(node, part)
            return
        for double in node.doubles:
            first = node.entries[double.key.text]
            code = "LW207" if _differ(first.value, double.value) else "LW120"
            name = double.key.text
            self._report(code, double.key, first=first.key.place, key=name, name=name)
        for entry in node.entries.values():
            self._places[entry.key.text] = entry.key.place
            yield entry

    def _facts(self, node: Node | None) -> Iterator[tuple[str, float]]:
        for entry in self._entries(node, "facts"):
            value = entry.value
            said = value.text.lower() if isinstance(value, ScalarNode) else ""
            if said in _VALUES:
                yield entry.key.text, _VALUES[said]
            else:
                self._bad(entry, _meant(said) if isinstance(value, ScalarNode) else None)

    def _numbers(self, node: Node | None) -> Iterator[tuple[str, float]]:
        for entry in self._entries(node, "numbers"):
            value = entry.value
            number = value.number() if isinstance(value, ScalarNode) else None
            if number is not None:
                yield entry.key.text, number
            elif not (isinstance(value, ScalarNode) and value.text == "unknown"):
                self._bad(entry)

    def _bad(self, entry: Entry, hint: Text | None = None) -> None:
        found = _shown(entry.value)
        self._report("LW205", entry.value, hint=hint, found=found, name=entry.key.text)

    def _acts(self, node: Node | None) -> Iterator[Act]:
        if node is None or (isinstance(node, ScalarNode) and node.is_null):
            return
        if not isinstance(node, ListNode):
            self.form(node, "acts")
            return
        for item in node.items:
            act = self._act(item)
            if act is not None:
                yield act

    def _act(self, item: Node) -> Act | None:
        if isinstance(item, ScalarNode):
            self._places.setdefault(item.text, item.place)
            return Act(item.text)
        name = item.get("act") if isinstance(item, MapNode) else None
        if not isinstance(item, MapNode) or not isinstance(name, ScalarNode):
            self.form(item, "acts")
            return None
        for key, entry in item.entries.items():
            if key not in ("act", "by", "at"):
                self._report("LW201", entry.key, key=key, known="act, by, at")
        self._places.setdefault(name.text, name.place)
        by, at = item.get("by"), item.get("at")
        when = self._moment(at) if isinstance(at, ScalarNode) else None
        return Act(name.text, by.text if isinstance(by, ScalarNode) else "", when)

    def _moment(self, node: ScalarNode) -> dt.date | dt.datetime | None:
        try:
            if len(node.text) <= len("2024-06-01"):
                return dt.date.fromisoformat(node.text)
            return dt.datetime.fromisoformat(node.text)
        except ValueError:
            self._report("LW206", node, found=node.text)
            return None


def _differ(one: Node, other: Node) -> bool:
    """Return whether two values contradict each other."""
    texts = [node.text if isinstance(node, ScalarNode) else "" for node in (one, other)]
    return set(texts) == {"true", "false"}


def _shown(node: Node) -> Text | str:
    """Return a value as it is told in a report."""
    if isinstance(node, ScalarNode) and not node.is_null:
        return node.text
    ja, en = describe(node)
    return Text(ja=ja, en=en)


def _meant(said: str) -> Text | None:
    """Return 'did you mean …?' for other words for true, false and unknown."""
    for words, value in ((_YES, "true"), (_NO, "false"), (_OPEN, "unknown")):
        if said in words:
            return Text(ja=f"もしかして {value} ですか。", en=f"Did you mean {value}?")
    return did_you_mean(said, _VALUES)
