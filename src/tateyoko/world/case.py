"""Real crises with time-stamped steps: what stands in a case file.

A case is what happened, never what the model is built from: nothing in a world may be set from the
steps or intervals of a case. A simulation of it reads its type and its context (`Onset`), which say
what could be known when it began; only the scores read the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.crisis import ERAS, KINDS, LEADS, SIGNALS, TYPES, pair_name
from tateyoko.world.kinds import (
    Block,
    Choice,
    Flag,
    ListOf,
    MapOfBlocks,
    Nested,
    Number,
    Pattern,
    Said,
    Words,
    declare,
)

__all__ = [
    "CONFIDENCES",
    "EVENTS",
    "PRECISIONS",
    "Case",
    "CaseInterval",
    "CaseOrganisation",
    "CaseSource",
    "CaseStep",
    "Factor",
    "Onset",
    "StandardInterval",
]

EVENTS = (
    "occur",
    "detect",
    "report",
    "recognise",
    "inform_minister",
    "inform_pm",
    "liaise",
    "assemble",
    "meeting",
    "request",
    "decide",
    "order",
    "receive_order",
    "execute",
    "public_warning",
    "correct",
    "end",
)
PRECISIONS = ("minute", "about", "hour", "part_of_day", "day")
CONFIDENCES = ("high", "medium", "low", "unverified")
_DAY = r"\d{4}-\d\d-\d\d"
_TIME = rf"{_DAY}(T\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset(Block):
    """What could be known when a case began, or was a fact about the institutions of that day."""

    anticipated: bool = declare(
        Flag(),
        "this event had been notified, announced or followed on its way",
        "予告・通報・追尾されていた事象か",
    )
    signal: str = declare(
        Choice(SIGNALS), "whether routine could classify the first sighting", "最初の兆候の明瞭さ"
    )
    standing_authority: bool = declare(
        Flag(),
        "those who had to act first could do so without asking upward",
        "最初に動く者が上に諮らず行動できたか",
    )
    local_hour: int | None = declare(
        Number(low=0, high=23, whole=True),
        "hour of onset on the clock of the file; empty when it is not known",
        "発生の時（ファイルの時刻基準。不明なら空）",
        default=None,
    )
    off_hours: bool | None = declare(
        Flag(),
        "20:00 to 06:59, a weekend or a public holiday; empty when it is not known",
        "20時から6時59分、週末または祝日か（不明なら空）",
        default=None,
    )
    hops: int = declare(
        Number(low=1, high=30, whole=True),
        "posts from the first observer to the deciding one, both counted",
        "最初の観測者から決定者までの役職数（両端を含む）",
    )
    lead: str = declare(Choice(LEADS), "organisation of the first observer", "最初の観測者の組織")
    era: str = declare(Choice(tuple(ERAS)), "years in which it lies", "時代区分")
    basis: str = declare(Words(), "choices that are not obvious", "自明でない判断", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOrganisation(Block):
    """Who had authority then, and the reporting chain."""

    authority: tuple[str, ...] = declare(ListOf(Words()), "who had authority", "当時の権限")
    reporting_chain: tuple[str, ...] = declare(
        ListOf(Words()), "the reporting chain in order", "報告経路（順）"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep(Block):
    """One step, as sources record it."""

    name: str = declare(Words(), "id within the case", "事例内の識別子", key="id")
    time: str = declare(
        Pattern(_TIME, "1999-03-23T06:42:00+09:00"),
        "when; a date alone means the hour is not known",
        "時刻（日付のみは時刻不明）",
    )
    precision: str = declare(Choice(PRECISIONS), "how exactly it is known", "時刻の精度")
    actor: str = declare(Words(), "who", "誰が")
    event: str = declare(Choice(EVENTS), "what kind of event", "出来事の種類")
    note: str = declare(Words(), "what happened", "内容", default="")
    sources: tuple[str, ...] = declare(ListOf(Words()), "keys of its sources", "出典の名")
    confidence: str = declare(Choice(CONFIDENCES), "how sure it is", "確からしさ")

    @property
    def has_clock(self) -> bool:
        """Whether the time of day is known."""
        return "T" in self.time


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInterval(Block):
    """A difference between two steps that matters in this one case."""

    name: str = declare(Words(), "free name", "名")
    start: str = declare(Words(), "first step", "起点の段", key="from")
    end: str = declare(Words(), "second step", "終点の段", key="to")
    minutes: float | None = declare(
        Number(low=0),
        "length; empty when only days are known",
        "分（日単位のみなら空）",
        default=None,
    )
    days: int | None = declare(Number(low=0, whole=True), "length in days", "日数", default=None)
    day_precision: bool = declare(Flag(), "an end has no clock time", "日単位の精度か")
    confidence: str = declare(Choice(CONFIDENCES), "the weaker of both ends", "確からしさ")
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardInterval(Block):
    """An interval between two kinds of step, by the rules that are the same for every case."""

    start: str = declare(Choice(tuple(KINDS)), "kind of the first step", "起点の種類", key="from")
    end: str = declare(Choice(tuple(KINDS)), "kind of the second step", "終点の種類", key="to")
    minutes: float | None = declare(
        Number(low=0),
        "length; empty when only days are known",
        "分（日単位のみなら空）",
        default=None,
    )
    days: int | None = declare(Number(low=0, whole=True), "length in days", "日数", default=None)
    confidence: str = declare(Choice(CONFIDENCES), "the weaker of both ends", "確からしさ")
    precision: str = declare(Choice(PRECISIONS), "the weaker of both ends", "精度")
    day_precision: bool = declare(Flag(), "an end has no clock time", "日単位の精度か")
    scorable: bool = declare(Flag(), "whether predictions are scored by it", "採点に使うか")
    from_step: str = declare(Words(), "id of the first step", "起点の段")
    to_step: str = declare(Words(), "id of the second step", "終点の段")
    blocked: str | None = declare(
        Choice(("breach", "upper_bound")), "why it is not scored", "採点しない理由", default=None
    )
    note: str = declare(Words(), "remark", "備考", default="")

    @property
    def pair(self) -> str:
        """Its name, such as ``detect->order``."""
        return pair_name((self.start, self.end))

    @property
    def recorded(self) -> float:
        """Its length [min]; only of one that is known to the minute."""
        assert self.minutes is not None
        return self.minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor(Block):
    """Why it was slow or fast, paraphrased."""

    factor: str = declare(Words(), "what kind of reason", "要因の種類")
    description: str = declare(Words(), "what it was", "説明")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSource(Block):
    """A published source."""

    url: str = declare(Words(), "where it is", "所在")
    kind: str = declare(Words(), "what kind of source", "種類", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Block):
    """One recorded crisis."""

    name: str = declare(Words(), "id", "識別子", key="id")
    title: Text = declare(Said(), "name for people", "表示名")
    type: str = declare(Choice(tuple(TYPES)), "type of crisis", "危機の型")
    country: str = declare(
        Pattern(r"[A-Z]{2}", "US"),
        "whose institutions acted, when they are not those of the world; scores are also given"
        " without such cases",
        "動いた制度の国（世界の国でないときだけ）。これらを除いた得点も示す",
        default="",
    )
    date: str = declare(Pattern(_DAY, "1999-03-23"), "day on which it began", "発生日")
    utc_offset: str = declare(
        Pattern(r"[+-]\d\d:\d\d", "+09:00"), "local clock of all times", "時刻の基準"
    )
    summary: str = declare(Words(), "what happened", "概要", default="")
    context: Onset = declare(Nested(Onset), "what could be known at onset", "発端で知り得たこと")
    organisation: CaseOrganisation | None = declare(
        Nested(CaseOrganisation), "who had authority", "当時の組織", default=None
    )
    steps: tuple[CaseStep, ...] = declare(
        ListOf(Nested(CaseStep)), "time-stamped steps", "時刻のある段", default=()
    )
    intervals: tuple[CaseInterval, ...] = declare(
        ListOf(Nested(CaseInterval)), "intervals that matter in this case", "間隔", default=()
    )
    standard_intervals: tuple[StandardInterval, ...] = declare(
        ListOf(Nested(StandardInterval)),
        "intervals between kinds of step",
        "標準の間隔",
        default=(),
    )
    delay_and_speed_factors: tuple[Factor, ...] = declare(
        ListOf(Nested(Factor)), "why it was slow or fast", "遅速の要因", default=()
    )
    conflicts_between_sources: tuple[str, ...] = declare(
        ListOf(Words()), "where sources disagree", "出典間の食い違い", default=()
    )
    sources: Mapping[str, CaseSource] = declare(
        MapOfBlocks(CaseSource), "published sources", "出典", default={}
    )

    def scorable(self) -> Iterator[StandardInterval]:
        """Yield the intervals that predictions are scored by."""
        return (one for one in self.standard_intervals if one.scorable and one.minutes is not None)
