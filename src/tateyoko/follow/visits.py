"""What each job of one replication did, read from its trace: visit by visit, wait by wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tateyoko.net import codes

__all__ = ["Life", "Moment", "Pause", "Visit", "read_lives"]

#: One row of a trace: time [ms], kind, element, name of the job, data.
Row = Sequence[float]

Why = Literal["condition", "seat", "interrupted", "person"]
_WAITS: dict[int, Why] = {
    codes.WAIT: "condition",
    codes.QUEUE: "seat",
    codes.PAUSE: "interrupted",
    codes.OPEN: "person",
}
_LEAVING = {
    codes.FINISH: "finish",
    codes.LATE: "late",
    codes.MISSED: "missed",
    codes.VOID: "void",
    codes.CANCEL: "cancel",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch of time [ms] in which a visit stood still, and for want of what."""

    why: Why
    since_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A mark that a job set."""

    mark: str
    at_ms: int


@dataclass(slots=True, kw_only=True)
class Visit:
    """A job's stay at one step of the net.

    Attributes
    ----------
    step : int
        Index of the step in the net.
    entered_ms, left_ms : int
        When the job came and when it went [ms]; a stay that had not ended ends with the run.
    started_ms : int or None
        When the work began; None when it never did.
    outcome : str
        ``finish``, ``late``, ``missed``, ``void``, ``cancel``, or ``unfinished``.
    """

    step: int
    entered_ms: int
    left_ms: int
    started_ms: int | None = None
    outcome: str = "unfinished"
    pauses: list[Pause] = field(default_factory=list)
    marks: list[Moment] = field(default_factory=list)

    @property
    def waited_ms(self) -> int:
        """Time [ms] in which nothing could be done."""
        return sum(pause.until_ms - pause.since_ms for pause in self.pauses)


@dataclass(slots=True, kw_only=True)
class Life:
    """Everything one job did; `ended_ms` is None when it was still there at the end of the run."""

    job: int
    type: int
    born_ms: int
    ended_ms: int | None = None
    visits: list[Visit] = field(default_factory=list)


def read_lives(rows: Iterable[Row], mark_ids: dict[int, str], end_ms: int) -> list[Life]:
    """Read the lives of all jobs off a trace.

    Parameters
    ----------
    rows : iterable of (time [ms], kind, element, job, data)
        The trace of one replication, in order.
    mark_ids : dict
        Id of a mark by the cell that trace rows carry.
    end_ms : int
        End of the run [ms]; what had not ended by then is cut off here.

    Returns
    -------
    list of Life
        In order of birth.
    """
    lives: dict[int, Life] = {}
    finished: dict[int, Visit] = {}
    waiting: dict[int, tuple[Why, int]] = {}

    def resume(job: int, now: int) -> None:
        if job in waiting and lives[job].visits:
            why, since = waiting.pop(job)
            if now > since:
                pause = Pause(why=why, since_ms=since, until_ms=now)
                lives[job].visits[-1].pauses.append(pause)

    for now_, kind_, element_, job_, _ in rows:
        now, kind, element, job = int(now_), int(kind_), int(element_), int(job_)
        if kind == codes.BORN:
            lives[job] = Life(job=job, type=element, born_ms=now)
            continue
        life = lives.get(job)
        if life is None:
            continue
        if kind == codes.ENDED:
            life.ended_ms = now
        elif kind == codes.MARK:
            # A mark set by the finishing program comes just after the row of the finish.
            visit = finished.get(job) or (life.visits[-1] if life.visits else None)
            if visit is not None and element in mark_ids:
                visit.marks.append(Moment(mark=mark_ids[element], at_ms=now))
        elif kind in _LEAVING:
            resume(job, now)
            if life.visits and life.visits[-1].outcome == "unfinished":
                life.visits[-1].left_ms = now
                life.visits[-1].outcome = _LEAVING[kind]
                finished[job] = life.visits[-1]
            if kind == codes.CANCEL:
                life.ended_ms = now
        elif kind in _WAITS or kind in (codes.START, codes.RESUME):
            resume(job, now)
            _enter(life, element, now, end_ms)
            finished.pop(job, None)
            if kind in _WAITS:
                waiting[job] = (_WAITS[kind], now)
            if kind == codes.START:
                life.visits[-1].started_ms = now
    for job in list(waiting):
        resume(job, end_ms)
    return list(lives.values())


def _enter(life: Life, step: int, now: int, end_ms: int) -> None:
    """Begin a visit unless the job is in it already."""
    last = life.visits[-1] if life.visits else None
    if last is None or last.outcome != "unfinished" or last.step != step:
        life.visits.append(Visit(step=step, entered_ms=now, left_ms=end_ms))
