"""A folder of case files becomes cases, or a report of everything that is wrong with them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tateyoko.errors import Place, Problem, WorldError
from tateyoko.text import Text
from tateyoko.world.case import Case, Onset, StandardInterval
from tateyoko.world.case_codes import CODES
from tateyoko.world.catalogue import problem
from tateyoko.world.context import Context
from tateyoko.world.crisis import ERAS, PAIRS, pair_name
from tateyoko.world.kinds import declared_fields
from tateyoko.world.parse import Reader
from tateyoko.world.place import Files, MapNode, Node, describe
from tateyoko.world.read import digest_of, read_file

__all__ = ["case_digest", "read_case", "read_cases"]

_FIRST = Text(ja="最初の定義", en="first here")
_DAYS = (("土曜日", "Saturday"), ("日曜日", "Sunday"))
_NIGHT_BEGINS, _NIGHT_ENDS = 20, 7


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Read all case files of a folder.

    Parameters
    ----------
    folder : Path
        With one YAML file for each case.

    Returns
    -------
    tuple of Case
        In the order of their files' names.

    Raises
    ------
    WorldError
        With every mistake of all files, ordered by file and line.
    """
    paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    reading = _Reading()
    if not paths:
        reading.problems.append(
            problem("CF101", Place(str(folder)), entries=CODES, folder=str(folder))
        )
    return reading.cases(paths)


def read_case(path: Path) -> Case:
    """Read one case file; see `read_cases`."""
    (case,) = _Reading().cases([path])
    return case


def case_digest(folder: Path) -> str:
    """Return the SHA-256 of all case files of a folder, by name and content."""
    return digest_of([(path.name, path.read_bytes()) for path in sorted(folder.glob("*.yaml"))])


class _Reading:
    """One reading of several files."""

    def __init__(self) -> None:
        self.files = Files()
        self.reader = Reader(self.files)
        self.problems: list[Problem] = self.reader.problems

    def cases(self, paths: Iterable[Path]) -> tuple[Case, ...]:
        """Read the files and return the cases, or raise the report."""
        found: dict[str, Case] = {}
        for path in paths:
            before = len(self.problems)
            node, _ = read_file(path, path.name, self.files, self.problems)
            case = self._case(path, node, before)
            if case is None:
                continue
            if case.name in found:
                related = [(found[case.name].place, _FIRST)]
                self._report("CF102", case.place, id=case.name, related=related)
            found.setdefault(case.name, case)
        if self.problems:
            raise WorldError(self.problems)
        return tuple(found.values())

    def _case(self, path: Path, node: Node | None, before: int) -> Case | None:
        reader = self.reader
        if not isinstance(node, MapNode):
            if len(self.problems) == before:
                place = Place(path.name) if node is None else node.place
                found = ("空", "nothing") if node is None else describe(node)
                reader.report("TY005", place, found_ja=found[0], found_en=found[1])
            return None
        made = reader.block(
            Case, node, block_id=path.stem, place=node.place, context=Context(path.stem)
        )
        if len(self.problems) > before:
            # What was read in spite of them would only lead to further complaints.
            return None
        assert isinstance(made, Case)
        context = node.get("context")
        assert isinstance(context, MapNode)
        self._check_onset(made, made.context, context)
        self._check_intervals(made)
        return made

    def _report(self, code: str, place: Place, *, width: int = 1, **values: Any) -> None:
        self.problems.append(
            problem(code, place, files=self.files, width=width, entries=CODES, **values)
        )

    # ---- the context

    def _check_onset(self, case: Case, onset: Onset, node: MapNode) -> None:
        for item in declared_fields(Onset):
            if item.key in ("local_hour", "off_hours") and item.key not in node.entries:
                doc = item.doc
                self._report("CF201", onset.place, key=item.key, doc_ja=doc.ja, doc_en=doc.en)
                return
        places = {key: entry.value.place for key, entry in node.entries.items()}
        hour, off = onset.local_hour, onset.off_hours
        date = dt.date.fromisoformat(case.date)
        if hour is not None and off is None:
            self._report("CF204", places["off_hours"])
        if off is False and hour is not None and not _NIGHT_ENDS <= hour < _NIGHT_BEGINS:
            self._report("CF202", places["off_hours"], width=5, hour=hour)
        elif off is False and date.weekday() >= 5:
            ja, en = _DAYS[date.weekday() - 5]
            self._report(
                "CF203", places["off_hours"], width=5, date=case.date, day_ja=ja, day_en=en
            )
        first, last = ERAS[onset.era]
        if not first <= date.year <= last:
            right = next(era for era, (a, b) in ERAS.items() if a <= date.year <= b)
            width = len(onset.era)
            self._report(
                "CF205", places["era"], width=width, era=onset.era, date=case.date, right=right
            )

    # ---- the standard intervals

    def _check_intervals(self, case: Case) -> None:
        times = {step.name: step.time for step in case.steps}
        seen: dict[str, Place] = {}
        known = [pair_name(pair) for pair in PAIRS]
        for interval in case.standard_intervals:
            place = interval.place
            if interval.pair not in known:
                self._report("CF302", place, pair=interval.pair, known=", ".join(known))
            if interval.pair in seen:
                related = [(seen[interval.pair], _FIRST)]
                self._report("CF305", place, pair=interval.pair, related=related)
            seen.setdefault(interval.pair, place)
            missing = [s for s in (interval.from_step, interval.to_step) if s not in times]
            for step in missing:
                self._report("CF301", place, step=step, known=", ".join(times))
            if not missing:
                self._check_length(interval, times)
            self._check_scorable(interval)

    def _check_length(self, interval: StandardInterval, times: Mapping[str, str]) -> None:
        ends = times[interval.from_step], times[interval.to_step]
        if all("T" in end for end in ends):
            first, last = (dt.datetime.fromisoformat(end) for end in ends)
            length = round((last - first).total_seconds() / 60)
            right, found = f"{length} min", f"{interval.minutes or 0:g} min"
            fits = interval.minutes == length >= 0 and not interval.day_precision
        else:
            one, two = (dt.date.fromisoformat(end[:10]) for end in ends)
            days = (two - one).days
            right, found = f"{days} d", f"{interval.days} d"
            fits = interval.minutes is None and interval.days == days >= 0
            fits = fits and interval.day_precision
        if not fits:
            pair = interval.pair
            self._report("CF303", interval.place, pair=pair, found=found, right=right)

    def _check_scorable(self, interval: StandardInterval) -> None:
        if not interval.scorable:
            return
        if interval.minutes is None or interval.day_precision:
            why = ("時刻のない端があります", "one end has no clock time")
        elif interval.confidence not in ("high", "medium"):
            why = (f"確からしさが {interval.confidence} です", f"it is {interval.confidence}")
        elif interval.precision not in ("minute", "about", "hour"):
            why = (f"精度が {interval.precision} です", f"it is known to {interval.precision}")
        elif interval.blocked is not None:
            why = (f"blocked が {interval.blocked} です", f"it is blocked by {interval.blocked}")
        else:
            return
        self._report(
            "CF304", interval.place, pair=interval.pair, reason_ja=why[0], reason_en=why[1]
        )
