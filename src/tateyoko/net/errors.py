"""Mistakes in a net, reported with the element, the author's place and the next step."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tateyoko import errors
from tateyoko.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake.

    Attributes
    ----------
    code : str
        Stable identifier, for example ``NT101``; see `Code`.
    element : str
        What the mistake is in, for example ``step file.decide: when``.
    place : str
        Where the author wrote it (file, line); empty when the caller gave no place.
    message : str
        What was found.
    expected : str
        What would have been right, or what to do.
    """

    code: str
    element: str
    place: str
    message: str
    expected: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        advice = f" {self.expected}" if self.expected else ""
        return f"{where}{self.code} {self.element}: {self.message}.{advice}"


class Code(StrEnum):
    """Stable codes of mistakes."""

    UNKNOWN_NAME = "NT101"
    TWO_WITH_ONE_ID = "NT102"
    NOT_IN_LANGUAGE = "NT103"
    MIXED_SORTS = "NT104"
    NOT_HERE = "NT105"
    PARAMETERS_ONLY = "NT106"
    TOO_DEEP = "NT107"
    ARGUMENTS = "NT108"
    NOT_WRITABLE = "NT109"
    SAME_DICE = "NT110"
    TOO_MANY_ATTRIBUTES = "NT201"
    CLAIM_TOO_LARGE = "NT202"
    SELF_WAIT = "NT203"
    HOLD_AND_WAIT = "NT204"
    SPAWNED_TWICE = "NT205"
    BAD_FIELD = "NT206"
    BAD_SHAPE = "NT207"
    NOT_GIVEN = "NT301"
    NOT_READ = "NT302"
    CARRIED_OTHERWISE = "NT303"


class NetError(errors.NetError, ValueError):
    """The net has mistakes; all that could be found independently are listed.

    Attributes
    ----------
    problems : tuple of Problem
        In the order of the elements' ids.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.element, first.message, first.place)
        text = "\n".join(str(problem) for problem in self.problems)
        self.message = Text(ja=text, en=text)

    def __str__(self) -> str:
        """Return all problems, one a line."""
        return self.message.en


class Mistake(Exception):
    """A mistake whose element and place the raiser does not know."""

    def __init__(self, code: str, message: str, expected: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.expected = expected

    def at(self, element: str, place: str) -> Problem:
        """Return the problem, given where it happened."""
        return Problem(
            code=self.code,
            element=element,
            place=place,
            message=self.message,
            expected=self.expected,
        )


def unknown(name: str, kind: str, known: Iterable[str]) -> Mistake:
    """Mistake for a name that does not exist, with the nearest names that do."""
    close = difflib.get_close_matches(name, list(known), n=2)
    hint = f"Did you mean {' or '.join(close)}?" if close else ""
    return Mistake(Code.UNKNOWN_NAME, f"no {kind} has the id '{name}'", hint)


def needs_parent(job_type: str) -> Mistake:
    """Mistake for a job of a child type that nobody is the parent of."""
    return Mistake(
        Code.BAD_FIELD,
        f"job type '{job_type}' has a parent, so its jobs cannot start on their own",
        "Spawn them into a group of that parent, or declare the type without parent.",
    )
