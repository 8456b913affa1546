"""The whole exception tree, and the problems that an author's mistake is reported as.

::

    TateyokoError
    ├── WorldError        the author's mistake: a world, scenario, reform or posture is wrong
    ├── NetError          a net that a program built is wrong (an element, its place, the reason)
    ├── UsageError        the caller's mistake: an unknown name, a value out of range
    ├── RunError          a run could not be finished: faults, memory, a broken store
    └── StoreError        results could not be written or read

Our own mistakes are assertions and stay visible. CHECK's findings are not exceptions at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from unicodedata import east_asian_width

from tateyoko.text import Lang, Text

__all__ = [
    "NetError",
    "Place",
    "Problem",
    "RunError",
    "StoreError",
    "TateyokoError",
    "UsageError",
    "WorldError",
    "did_you_mean",
    "render_problems",
]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an author wrote something; lines and columns count from one, zero means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Print as editors expect it: ``file:line:column``."""
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake, said so that its author can mend it.

    Attributes
    ----------
    code : str
        Stable code, such as ``TY204``; the same in both languages.
    place : Place
        Where it is.
    what : Text
        What was found.
    expected : Text, optional
        What would have been right, and what to do.
    line : str
        The source line, without its end.
    width : int
        Number of characters to underline; zero means none.
    related : sequence of (Place, Text)
        Other places that have a part in it, such as the first of two duplicates.
    """

    code: str
    place: Place
    what: Text
    expected: Text | None = None
    line: str = ""
    width: int = 0
    related: Sequence[tuple[Place, Text]] = field(default=())

    def render(self, lang: Lang = "en") -> str:
        """Return the report of this problem, several lines without a final line end."""
        out = [f"{self.place}  {self.code}  {self.what[lang]}"]
        if self.line:
            line, column, width = _window(self.line, max(self.place.column - 1, 0), self.width)
            out.append(f"{self.place.line:>4} | {line}")
            if width:
                indent = " " * _cells(line[:column])
                out.append(f"     | {indent}{'^' * _cells(line[column : column + width])}")
        out += [f"     {place}: {text[lang]}" for place, text in self.related]
        if self.expected is not None:
            out.append(self.expected[lang])
        return "\n".join(out)


# Longest piece of a source line that a report shows.
_SHOWN = 96


def _window(line: str, column: int, width: int) -> tuple[str, int, int]:
    """Return the piece of a long line around a column, and column and width in that piece."""
    if len(line) <= _SHOWN:
        return line, column, min(width, max(len(line) - column, 0)) or min(width, 1)
    start = max(min(column - _SHOWN // 3, len(line) - _SHOWN), 0)
    piece = line[start : start + _SHOWN]
    before, after = "…" * (start > 0), "…" * (start + _SHOWN < len(line))
    at = column - start + len(before)
    return f"{before}{piece}{after}", at, min(width, _SHOWN - (column - start))


def _cells(text: str) -> int:
    """Return how many columns a terminal needs: East Asian characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def render_problems(problems: Iterable[Problem], lang: Lang = "en") -> str:
    """Return all problems, ordered by file and line, with a blank line between them."""
    ordered = sorted(problems, key=lambda p: (p.place, p.code))
    return "\n\n".join(p.render(lang) for p in ordered)


def did_you_mean(name: str, known: Iterable[str]) -> Text | None:
    """Return 'did you mean …?' for the nearest known name, or None when none is near."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    if not near:
        return None
    return Text(ja=f"もしかして {near[0]} ですか。", en=f"Did you mean {near[0]}?")


class TateyokoError(Exception):
    """Root of everything that Tateyoko raises on purpose.

    Parameters
    ----------
    message : Text or str
        What happened and what to do; a plain string serves both languages.
    """

    exit_code = 2

    def __init__(self, message: Text | str) -> None:
        self.message = message if isinstance(message, Text) else Text(ja=message, en=message)
        super().__init__(self.message.en)

    def render(self, lang: Lang = "en") -> str:
        """Return the report in one language."""
        return self.message[lang]


class WorldError(TateyokoError):
    """A world, scenario, reform or posture is wrong.

    Parameters
    ----------
    problems : sequence of Problem
        Every independent mistake, in any order; at least one.
    """

    exit_code = 1

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.place, p.code)))
        super().__init__(render_problems(self.problems))

    def render(self, lang: Lang = "en") -> str:
        """Return the report of all problems."""
        count = len(self.problems)
        last = Text(
            ja=f"誤りは {count} 件です。", en=f"{count} problem{'s' if count > 1 else ''} found."
        )
        return f"{render_problems(self.problems, lang)}\n\n{last[lang]}"


class NetError(TateyokoError):
    """A net is wrong: which element, written where, and why.

    Parameters
    ----------
    element : str
        Id of the element.
    reason : Text or str
        What is wrong and what to do.
    place : str
        The author's place, if the element has one.
    """

    def __init__(self, element: str, reason: Text | str, place: str = "") -> None:
        text = reason if isinstance(reason, Text) else Text(ja=reason, en=reason)
        where = f"{place}: " if place else ""
        self.element, self.reason, self.place = element, text, place
        super().__init__(Text(ja=f"{where}{element}: {text.ja}", en=f"{where}{element}: {text.en}"))


class UsageError(TateyokoError):
    """The caller asked for something that does not exist or makes no sense."""


class RunError(TateyokoError):
    """A run could not be finished; what is known of it is said in the message."""

    exit_code = 1


class StoreError(TateyokoError):
    """Results could not be written or read; nothing half-written is left behind."""

    exit_code = 1
