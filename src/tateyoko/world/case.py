"""Real crises with time-stamped steps, as far as a scenario that replays one needs them.

A case is what happened, never what the model is built from: nothing in a world may be set from the
intervals of a case. Only comparisons read them.
"""

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tateyoko.errors import UsageError
from tateyoko.text import Text

__all__ = ["Case", "Interval", "read_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One recorded interval between two kinds of step.

    Attributes
    ----------
    start, end : str
        Kinds of step, such as ``detect`` and ``order``.
    minutes : float
        Recorded time [min].
    precision : str
        ``minute``, ``about``, ``hour`` or ``day``: the weaker of both ends.
    confidence : str
        ``high``, ``medium`` or ``low``.
    """

    start: str
    end: str
    minutes: float
    precision: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One recorded crisis.

    Attributes
    ----------
    id : str
        Its id.
    title : Text
        Its name.
    date : str
        ISO date.
    intervals : tuple of Interval
        Only those that may be scored.
    """

    id: str
    title: Text
    date: str
    intervals: tuple[Interval, ...]


def read_case(path: Path) -> Case:
    """Read a case file.

    Parameters
    ----------
    path : Path
        YAML file with ``id``, ``title``, ``date`` and ``standard_intervals``.

    Returns
    -------
    Case

    Raises
    ------
    UsageError
        If the file cannot be read or lacks one of these fields.
    """
    try:
        data = YAML(typ="safe").load(path)
        intervals = tuple(
            Interval(
                start=str(entry["from"]),
                end=str(entry["to"]),
                minutes=float(entry["minutes"]),
                precision=str(entry["precision"]),
                confidence=str(entry["confidence"]),
            )
            for entry in data["standard_intervals"]
            if entry.get("scorable") and entry.get("minutes") is not None
        )
        title = Text(ja=str(data["title"]["ja"]), en=str(data["title"]["en"]))
        return Case(id=str(data["id"]), title=title, date=str(data["date"]), intervals=intervals)
    except (OSError, YAMLError, KeyError, TypeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            Text(
                ja=f"{path}: 事例ファイルとして読めません（{reason}）。",
                en=f"{path}: cannot be read as a case file ({reason}); "
                "it needs id, title, date and standard_intervals.",
            )
        ) from None
