"""Everything that the prover says of one law on one day, gathered for the command and the page."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tateyoko.law.catalogue import Catalogue, Finding
from tateyoko.prove.book import Power, open_book
from tateyoko.prove.cases import FILE, Case, Study, read_study
from tateyoko.prove.find import find_never_applies, find_overlaps
from tateyoko.prove.finding import NeverApplies, Overlap
from tateyoko.prove.grey_zone import Estimates, Verdict, classify, close, minimise
from tateyoko.prove.times import estimates_of
from tateyoko.world import World
from tateyoko.world.literate import read_law

__all__ = ["Examined", "Survey", "make_survey", "survey_world"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A case with what the prover says of it.

    Attributes
    ----------
    case : Case
        As written.
    pattern : Case
        Without what makes no difference.
    verdict : Verdict
        Its class and reasons.
    after : Verdict or None
        The same after the reform; None when the reform is only words.
    """

    case: Case
    pattern: Case
    verdict: Verdict
    after: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All findings of one day.

    Attributes
    ----------
    study : Study or None
        None for a world without grey-zone cases.
    cases : tuple of Examined
        The grey-zone study.
    overlaps : tuple of Overlap
        Pairs of actions that the same conditions open.
    never_applies : tuple of NeverApplies
        Rules that contradict themselves.
    findings : tuple of Finding
        Questions for which no provision was found, as the catalogue lists them.
    powers : Mapping of (date, str) to Power
        Wordings in force on the days of the cases.
    """

    date: dt.date
    catalogue: Catalogue
    study: Study | None
    cases: tuple[Examined, ...]
    overlaps: tuple[Overlap, ...]
    never_applies: tuple[NeverApplies, ...]
    findings: tuple[Finding, ...]
    powers: Mapping[tuple[dt.date, str], Power]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        gaps = [one for one in self.cases if one.verdict.kind != "covered"]
        return not (gaps or self.overlaps or self.never_applies or self.findings)


def survey_world(world: World, *, date: dt.date | None = None) -> Survey:
    """Examine the law of a world.

    Parameters
    ----------
    world : World
        It gives the folder of the law and the times of procedure.
    date : date, optional
        Day for everything, cases with a day of their own excepted. Default: the study's day.
    """
    catalogue = read_law(world.folder)
    study = read_study(world.folder, catalogue) if (Path(world.folder) / FILE).exists() else None
    day = date or (study.date if study else dt.date.max)
    if study is not None and date is not None:
        cases = [one if one.date != study.date else replace(one, date=date) for one in study.cases]
        study = replace(study, date=date, cases=tuple(cases))
    return make_survey(catalogue, study, estimates_of(world, day), day)


def make_survey(
    catalogue: Catalogue, study: Study | None, estimates: Estimates, date: dt.date
) -> Survey:
    """Examine a catalogue on a day, with or without a study; see `survey_world`."""
    book = open_book(catalogue, date, uses=_uses(study))
    examined = []
    for case in study.cases if study else ():
        assert study is not None
        pattern = minimise(catalogue, study, case, estimates)
        examined.append(
            Examined(
                case=case,
                pattern=pattern,
                verdict=classify(catalogue, study, case, estimates),
                after=close(catalogue, study, case, estimates),
            )
        )
    return Survey(
        date=date,
        catalogue=catalogue,
        study=study,
        cases=tuple(examined),
        overlaps=find_overlaps(book),
        never_applies=find_never_applies(book),
        findings=tuple(one for one in catalogue.findings.values() if one.is_in_force(date)),
        powers={
            (day, power.id): power
            for day in {one.case.date for one in examined}
            for power in open_book(catalogue, day).powers.values()
        },
    )


def _uses(study: Study | None) -> Mapping[str, str]:
    return study.uses if study else {}
