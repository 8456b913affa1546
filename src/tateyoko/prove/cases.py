"""The cases of the grey-zone study, as written in a world's ``law/grey-zone.yaml``."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tateyoko.errors import Place, Problem, WorldError, did_you_mean
from tateyoko.law.catalogue import Catalogue, Source
from tateyoko.law.evaluate import FALSE, TRUE, UNKNOWN
from tateyoko.text import Text
from tateyoko.world.place import Files, MapNode, Node, ScalarNode, width_of
from tateyoko.world.read import read_file
from tateyoko.world.statute_fields import Fields, Report

__all__ = ["FILE", "Case", "Reform", "Study", "TimedStep", "Window", "read_study"]

FILE = "law/grey-zone.yaml"

_VALUES = {"true": TRUE, "false": FALSE, "unknown": UNKNOWN}
_MINUTES = {"min": 1.0, "h": 60.0, "d": 1440.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Time in which an answer still helps, minutes.

    Attributes
    ----------
    low, high : float
        Range [min].
    sources : tuple of str
        Documents; empty when it is an assumption.
    assumed : Text or None
        Reason of the assumption.
    """

    low: float
    high: float
    sources: tuple[str, ...] = ()
    assumed: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reform:
    """What would close a gap, in words and as a change of the pattern that can be checked.

    Attributes
    ----------
    text : Text
        The reform.
    lift : tuple of str
        Facts of the pattern that would no longer count: each is turned round.
    decide : Mapping of str to float
        Judgements that the reform settles in advance.
    done : tuple of str
        Acts that would lie behind.
    add : Mapping of str to tuple of str
        Weapons classes that powers would gain.
    on : date or None
        The day on which it is in force, where it is only a matter of time.
    related : tuple of str
        Proposals of the world that come nearest.
    """

    text: Text
    lift: tuple[str, ...] = ()
    decide: Mapping[str, float] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    on: dt.date | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A pattern of facts in which harm is under way.

    Attributes
    ----------
    id : str
        Name.
    label, story : Text
        For people.
    harm : Mapping of str to float
        What is under way; never left out of the pattern.
    given : Mapping of str to float
        Further facts and judgements that make the case.
    done : tuple of str
        Acts that lie behind.
    answers : tuple of str
        Powers that would answer the harm.
    needs : tuple of str
        Weapons classes of which one is enough; empty when any answer is.
    window : Window or None
        Time in which an answer still helps; None when time is not the question.
    finding : str
        Finding of the catalogue that belongs to it.
    """

    id: str
    label: Text
    story: Text
    date: dt.date
    harm: Mapping[str, float]
    given: Mapping[str, float]
    done: tuple[str, ...]
    answers: tuple[str, ...]
    needs: tuple[str, ...]
    window: Window | None
    finding: str
    reform: Reform
    note: Text | None
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedStep:
    """A step of procedure whose time the world estimates.

    Attributes
    ----------
    by : tuple of str
        Whose acts it stands for; acts of one of them count once.
    fast, slow : tuple of str
        Addresses of estimates in the world: everybody stands by; nobody does.
    """

    id: str
    label: Text
    by: tuple[str, ...]
    fast: tuple[str, ...]
    slow: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """All cases, and what they share.

    Attributes
    ----------
    date : date
        Day on which the law is asked.
    on_the_spot : tuple of str
        Judges who are there: their judgement leaves nothing undecided.
    uses : Mapping of str to str
        Acts that use a power, beyond the orders of the catalogue.
    steps : tuple of TimedStep
        In the order of the procedure.
    sources : Mapping of str to Source
        Documents that the catalogue does not list.
    """

    date: dt.date
    on_the_spot: tuple[str, ...]
    uses: Mapping[str, str]
    steps: tuple[TimedStep, ...]
    cases: tuple[Case, ...]
    sources: Mapping[str, Source]


def read_study(folder: Path | str, catalogue: Catalogue) -> Study:
    """Read the cases of a world.

    Parameters
    ----------
    folder : Path or str
        The world's folder.
    catalogue : Catalogue
        Its law; every name in a case must stand there.

    Raises
    ------
    WorldError
        With every independent mistake in the file.
    """
    problems: list[Problem] = []
    files = Files()
    node, _ = read_file(Path(folder) / FILE, FILE, files, problems)
    report = Report(files, problems)
    if isinstance(node, MapNode):
        study = _Reader(catalogue, report).study(node)
        if not problems:
            return study
    elif node is not None:
        report.shape(FILE, node, "mapping")
    raise WorldError(problems)


class _Reader:
    """Reads the file; every name is looked up where it stands."""

    def __init__(self, catalogue: Catalogue, report: Report) -> None:
        self._catalogue, self._report = catalogue, report
        self._facts = catalogue.facts
        self._powers = {**catalogue.actions, **catalogue.rules}
        self._sources: dict[str, object] = dict(catalogue.sources)

    def study(self, node: MapNode) -> Study:
        fields = Fields(node, FILE, node.place, self._report)
        date = fields.date("date") or dt.date.min
        own = {f.owner.rsplit(".", 1)[-1]: _source(f) for f in self._entries(fields, "sources")}
        self._sources.update(own)
        study = Study(
            date=date,
            on_the_spot=self._names(fields, "on_the_spot", self._catalogue.judges, "LW122"),
            uses=self._uses(fields),
            steps=tuple(self._step(one) for one in self._entries(fields, "steps")),
            cases=tuple(self._case(one, date) for one in self._entries(fields, "cases")),
            sources=own,
        )
        fields.finish()
        return study

    def _case(self, fields: Fields, date: dt.date) -> Case:
        label = fields.label()
        case = Case(
            id=fields.owner.rsplit(".", 1)[-1],
            label=label,
            story=fields.text("story", needed=True) or label,
            date=fields.date("date") or date,
            harm=self._values(fields, "harm"),
            given=self._values(fields, "given"),
            done=self._names(fields, "done", self._facts, "LW121"),
            answers=self._names(fields, "answers", self._powers, "LW125"),
            needs=self._names(fields, "needs", self._catalogue.weapons, "LW123"),
            window=self._window(fields),
            finding=self._finding(fields),
            reform=self._reform(fields, label),
            note=fields.text("note"),
            place=fields.place,
        )
        fields.finish()
        return case

    def _reform(self, fields: Fields, label: Text) -> Reform:
        part = fields.part("reform")
        if part is None:
            fields.need("reform")
            return Reform(text=label)
        reform = Reform(
            text=part.text("text", needed=True) or label,
            lift=self._names(part, "lift", self._facts, "LW121"),
            decide=self._values(part, "decide"),
            done=self._names(part, "done", self._facts, "LW121"),
            add=self._additions(part),
            on=part.date("on"),
            related=tuple(one.text for one in part.scalars("related")),
        )
        part.finish()
        return reform

    def _additions(self, fields: Fields) -> dict[str, tuple[str, ...]]:
        part = fields.part("add")
        if part is None:
            return {}
        found = {}
        for key, entry in part.node.entries.items():
            self._look_up(entry.key, self._powers, "LW125")
            found[key] = self._names(part, key, self._catalogue.weapons, "LW123")
        return found

    def _window(self, fields: Fields) -> Window | None:
        part = fields.part("window")
        if part is None:
            return None
        low, high = part.number("low", needed=True), part.number("high", needed=True)
        unit = part.word("unit", needed=True, one_of=tuple(_MINUTES))
        window = Window(
            low=(low or 0.0) * _MINUTES.get(unit, 1.0),
            high=(high or 0.0) * _MINUTES.get(unit, 1.0),
            sources=self._names(part, "sources", self._sources, "LW124"),
            assumed=part.text("assumed"),
        )
        if not window.sources and window.assumed is None:
            part.need("assumed")
        part.finish()
        return window

    def _finding(self, fields: Fields) -> str:
        names = self._names(fields, "finding", self._catalogue.findings, "LW125")
        return names[0] if names else ""

    def _step(self, fields: Fields) -> TimedStep:
        step = TimedStep(
            id=fields.owner.rsplit(".", 1)[-1],
            label=fields.label(),
            by=self._names(fields, "by", self._catalogue.judges, "LW122"),
            fast=tuple(one.text for one in fields.scalars("fast", needed=True)),
            slow=tuple(one.text for one in fields.scalars("slow", needed=True)),
        )
        fields.finish()
        return step

    def _uses(self, fields: Fields) -> dict[str, str]:
        part = fields.part("uses")
        if part is None:
            return {}
        found = {}
        for key, entry in part.node.entries.items():
            self._look_up(entry.key, self._facts, "LW121")
            found[key] = "".join(self._names(part, key, self._powers, "LW125"))
        return found

    def _values(self, fields: Fields, key: str) -> dict[str, float]:
        part = fields.part(key)
        if part is None:
            return {}
        found = {}
        for fact_id, entry in part.node.entries.items():
            self._look_up(entry.key, self._facts, "LW121")
            word = entry.value.text if isinstance(entry.value, ScalarNode) else ""
            if word in _VALUES:
                found[fact_id] = _VALUES[word]
            else:
                shown: Node = entry.value
                self._report("LW205", shown.place, width_of(shown), found=word, name=fact_id)
        return found

    def _names(
        self, fields: Fields, key: str, known: Mapping[str, object], code: str
    ) -> tuple[str, ...]:
        return tuple(self._look_up(one, known, code) for one in fields.scalars(key))

    def _look_up(self, node: ScalarNode, known: Mapping[str, object], code: str) -> str:
        if node.text not in known:
            hint = did_you_mean(node.text, known)
            self._report(code, node.place, node.width, hint=hint, name=node.text)
        return node.text

    def _entries(self, fields: Fields, key: str) -> list[Fields]:
        """Return the entries of a section, each as fields that end in the entry's name."""
        part = fields.part(key)
        if part is None:
            return []
        found = []
        for name, entry in part.node.entries.items():
            if isinstance(entry.value, MapNode):
                place = entry.key.place
                found.append(Fields(entry.value, f"{key}.{name}", place, self._report))
            else:
                self._report.shape(name, entry.value, "mapping")
        return found


def _source(fields: Fields) -> Source:
    source = Source(
        id=fields.owner.rsplit(".", 1)[-1],
        title=fields.word("title", needed=True),
        publisher=fields.word("publisher"),
        date=fields.word("date"),
        url=fields.word("url"),
        kind=fields.word("kind"),
        note=fields.word("note"),
        place=fields.place,
    )
    fields.finish()
    return source
