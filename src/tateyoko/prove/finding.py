"""What the prover finds, as plain data: patterns, articles, who judges, and why."""

from dataclasses import dataclass

from tateyoko.prove.minimal import Changes

__all__ = ["Blocked", "Difference", "Gap", "NeverApplies", "Overlap", "Way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A smallest set of changes after which a power may be used.

    Attributes
    ----------
    changes : tuple of (str, float)
        Facts and the value each would have to have.
    judges : tuple of str
        Who judges or does them.
    """

    changes: Changes
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Why a power is out of reach: observed facts that no judgement and no act can replace.

    Attributes
    ----------
    power : str
        Action or rule.
    cite : str
        Its article.
    by : tuple of str
        Who might have used it.
    because : tuple of (str, float)
        Facts of the pattern, with their values there, that exclude it; none can be left out.
    """

    power: str
    cite: str
    by: tuple[str, ...]
    because: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A pattern of observed facts in which no power at all can be reached.

    Attributes
    ----------
    facts : tuple of str
        Facts that are the case; everything else that can be observed is not.
    given : tuple of (str, float)
        Judgements that were given with the question.
    blocked : tuple of Blocked
        Every power that was asked for, and why it is out of reach.
    """

    facts: tuple[str, ...]
    given: Changes
    blocked: tuple[Blocked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The same facts open two powers of different people.

    Attributes
    ----------
    powers, cites : tuple of str
        The two, and their articles.
    by : tuple of tuple of str
        Who may use each.
    pattern : tuple of (str, float)
        Smallest pattern that opens the first; it opens the second as it stands.
    judges : tuple of str
        Who judges or does what is in it.
    """

    powers: tuple[str, str]
    cites: tuple[str, str]
    by: tuple[tuple[str, ...], tuple[str, ...]]
    pattern: Changes
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverApplies:
    """A rule, situation or action whose requirements contradict each other on a day."""

    id: str
    cite: str
    unrecognised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that the law of two days answers differently.

    Attributes
    ----------
    id : str
        Rule, situation or action.
    cites : tuple of str
        Its articles on the first and the second day, empty where it did not exist.
    holds : tuple of bool
        Whether it holds on each of the two days under the pattern.
    pattern : tuple of (str, float)
        Smallest pattern of facts that tells the days apart.
    """

    id: str
    cites: tuple[str, str]
    holds: tuple[bool, bool]
    pattern: Changes
