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
_FORM = "{date: 2024-06-01, facts: {id: true}, acts: [id]}"
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
        The day, instead of the one that is written.

    Raises
    ------
    StateError
        With everything that is wrong with its form.
    """
    files, problems = Files(), list[Problem]()
    node = read_text(text, name, files, problems)
    reader = _Reader(files, problems)
    if node is None and not problems:
        node = MapNode({}, [], Place(name, 1, 1))
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

    def form(self, node: Node) -> None:
        """Report a part of another form."""
        found = describe(node)
        # One word serves both languages: the form is shown beside it.
        self._report("LW212", node, found=found[1], form=_FORM)

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
        text = written.text if isinstance(written, ScalarNode) else ""
        try:
            return dt.date.fromisoformat(text if date is None else date)
        except ValueError:
            at: Node = node if written is None or date is not None else written
            self._report("LW206", at, found=text if date is None else date)
            return None

    def _entries(self, node: Node | None) -> Iterator[Entry]:
        if node is None or (isinstance(node, ScalarNode) and node.is_null):
            return
        if not isinstance(node, MapNode):
            self.form(node)
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
        for entry in self._entries(node):
            value = entry.value
            said = value.text.lower() if isinstance(value, ScalarNode) else ""
            if said in _VALUES:
                yield entry.key.text, _VALUES[said]
            else:
                self._bad(entry)

    def _numbers(self, node: Node | None) -> Iterator[tuple[str, float]]:
        for entry in self._entries(node):
            value = entry.value
            number = value.number() if isinstance(value, ScalarNode) else None
            if number is not None:
                yield entry.key.text, number
            elif not (isinstance(value, ScalarNode) and value.text == "unknown"):
                self._bad(entry)

    def _bad(self, entry: Entry) -> None:
        found = entry.value.text if isinstance(entry.value, ScalarNode) else ""
        self._report("LW205", entry.value, found=found, name=entry.key.text)

    def _acts(self, node: Node | None) -> Iterator[Act]:
        if node is None or (isinstance(node, ScalarNode) and node.is_null):
            return
        if not isinstance(node, ListNode):
            self.form(node)
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
            self.form(item)
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
