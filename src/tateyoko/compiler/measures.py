"""Measures: what is read off every run.

Pattern. A time between two marks is the time from the first of one to the first of the other.
When the second never comes the value is the time from the first to the horizon and the column
beside it says 1, *censored*; when the first never comes the value is the horizon and the column
says 2. Where the second came before the first there was nothing to wait for: the value is 0 and
it counts as ended. Nothing is dropped. An expression is evaluated at the end, or at a mark or
moment by a job that keeps its value then. A series is one column per moment, kept by one job that
wakes at its interval. A window that names the act that must be done in it is a column of 0 and 1:
1 when the act had not been done as the window closed; the column beside it says 2 for a run in
which the window never opened or never closed, where there was nothing to miss.

The main line's hops are a partition of one duration, see `hops`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Draft, quoted, ref, stop
from tateyoko.compiler.model import MeasureInfo
from tateyoko.compiler.procedures import job_type
from tateyoko.text import Text
from tateyoko.world.expression import Name
from tateyoko.world.moment import parse_moment
from tateyoko.world.units import TIME, unit_factor

if TYPE_CHECKING:
    from tateyoko.net import Compiled
    from tateyoko.world.expression import Expr
    from tateyoko.world.scenario import Measure, Series, Window

__all__ = [
    "Column",
    "measure_columns",
    "series_columns",
    "window_column",
    "window_measures",
    "write_series",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One measure as columns of the net.

    Attributes
    ----------
    expr, censored : str
        Texts of the value and, for a duration, of the flag beside it (else empty).
    scale : float
        From the column to the measure's unit.
    """

    id: str
    expr: str
    censored: str
    scale: float


def measure_columns(draft: Draft, measure: Measure) -> Column:
    """Return how a measure is read, writing the job that keeps its value where one is needed."""
    figures = draft.expressions.figures
    figures.update(_figures(draft))
    try:
        if measure.end:
            return _duration(draft, measure)
        if measure.integral is not None:
            return _integral(draft, measure, measure.integral)
        assert measure.expr is not None
        text = draft.expressions.number(measure.expr, clock=True)
        if measure.at is not None:
            text = _kept(draft, measure, measure.at, text)
    finally:
        figures.clear()
    scale = 1.0
    if measure.expr.node.type == "time" and measure.unit in TIME:
        scale = 1.0 / TIME[measure.unit]
    elif (known := unit_factor(measure.unit)) is not None and known[0] == "money":
        scale = 1.0 / known[1]
    return Column(id=measure.id, expr=text, censored="", scale=scale)


def _figures(draft: Draft) -> dict[str, Callable[[str], str]]:
    """Return the names that only measures may read."""

    def busy(post: str) -> str:
        return f"integral(busy({quoted(draft.posts.seat(post))}))"

    def ministers(_: str) -> str:
        posts = [id for id, post in draft.posts.used.items() if post.cabinet_rank is not None]
        return " + ".join(f"integral(busy({quoted(post)}))" for post in posts) or "0"

    def mean_time(procedure: str) -> str:
        job = quoted(job_type(procedure))
        return f"(time_sum({job}) / max(1, ended({job})))"

    def counted(name: str) -> str:
        mark = {"delegated_acts": "acted_on_own", "contrary_acts": "contrary_act"}.get(name)
        return f"count({draft.mark(mark or 'incident')})"

    def censored(mark: str) -> str:
        return f"select(count({draft.mark(mark)}) > 0, 0, 1)"

    return {
        "minister_hours": lambda name: f"({ministers(name)})",
        "post_hours": busy,
        "vacant_time": lambda post: f"integral({draft.successions.vacant(post)})",
        "mean_time": mean_time,
        "delegated_acts": counted,
        "contrary_acts": counted,
        "incidents": counted,
        "censored": censored,
    }


def _moments(draft: Draft, names: tuple[str, ...]) -> tuple[str, str]:
    """Return texts of whether any of some marks or events came, and of the first time."""
    marks = []
    for name in names:
        known = name in draft.scenario.events
        marks.append(draft.event_mark(name) if known else draft.mark(name))
    never = draft.scenario.horizon_ms
    came = " or ".join(f"count({mark}) > 0" for mark in marks)
    if len(marks) == 1:
        return came, f"first({marks[0]})"
    times = [f"select(count({mark}) > 0, first({mark}), {never})" for mark in marks]
    return came, f"min({', '.join(times)})"


def _duration(draft: Draft, measure: Measure) -> Column:
    """Return the columns of a time between two marks."""
    begun, begins = ("true", "0") if not measure.start else _moments(draft, measure.start)
    done, ends = _moments(draft, measure.end)
    horizon = draft.scenario.horizon_ms
    waiting = f"select({done}, max(0, {ends} - {begins}), {horizon} - {begins})"
    return Column(
        id=measure.id,
        expr=f"select({begun}, {waiting}, {horizon})",
        censored=f"select({begun}, select({done}, 0, 1), 2)",
        scale=1.0 / TIME.get(measure.unit, TIME["ms"]),
    )


def window_column(draft: Draft, window: Window) -> Column:
    """Return how it is read whether a window that names its act was missed.

    An act in the very moment of closing is in time. A window that is open for a stretch with a
    distribution closes after the centre of it. Where the act prevents the closing, a run with the
    act and without the closing counts as in time; otherwise a run without it is left out.
    """
    assert window.done is not None
    opened, opens = _moments(draft, (window.opens,))
    acted, acts = _moments(draft, (window.done,))
    horizon = draft.scenario.horizon_ms
    closes = window.closes
    if closes.mark is not None:
        closed, end = _moments(draft, (closes.mark,))
    elif closes.after is not None:
        end = f"({opens} + {draft.numbers.scalar(closes.after)})"
        closed = f"{end} <= {horizon}"
    else:
        assert closes.at is not None
        end = str(closes.at.ms)
        closed = f"{end} <= {horizon}"
    in_time = f"({acted}) and {acts} <= {end}"
    if window.act_prevents:
        in_time = f"({acted}) and (not ({closed}) or {acts} <= {end})"
        closed = f"(({closed}) or ({acted}))"
    missed = f"select({in_time}, 0, 1)"
    return Column(
        id=f"window.{window.id}.missed",
        expr=f"select(({opened}) and ({closed}), {missed}, 0)",
        censored=f"select(({opened}) and ({closed}), 0, 2)",
        scale=1.0,
    )


def window_measures(
    windows: Iterable[Window], columns: Iterable[Column], net: Compiled
) -> Iterator[MeasureInfo]:
    """Yield the measure of every window that has a column."""
    known = {column.id: column for column in columns}
    for window in windows:
        missed = known.get(f"window.{window.id}.missed")
        if missed is None:
            continue
        yield MeasureInfo(
            id=missed.id,
            name=Text(ja=f"{window.name.ja}：間に合わず", en=f"{window.name.en}: not in time"),
            unit="share",
            kind="outcome",
            better="lower",
            truths=(),
            headline=False,
            column=net.measure_ix[missed.id],
            censored_column=net.measure_ix[f"{missed.id}.censored"],
            scale=missed.scale,
        )


def _integral(draft: Draft, measure: Measure, expr: Expr) -> Column:
    """Return the column of a value integrated over time."""
    if not isinstance(expr.node, Name):
        raise stop(
            expr.place,
            Text(
                ja="積分できるのは一つの値だけです。",
                en="only a single value can be integrated over time",
            ),
            Text(
                ja="フローの値かシナリオの値を書いてください。",
                en="Write a value of a flow or of the scenario.",
            ),
            code="CP401",
        )
    text = f"integral({draft.expressions.number(expr)})"
    unit = measure.unit.split()[-1] if measure.unit else "ms"
    return Column(id=measure.id, expr=text, censored="", scale=1.0 / TIME.get(unit, 1.0))


def _kept(draft: Draft, measure: Measure, at: str, text: str) -> str:
    """Write the job that keeps a value at a mark or moment, and return what reads it."""
    id = f"measure.{measure.id}"
    kept = draft.state(f"{id}.kept", place=measure.place)
    taken = draft.state(f"{id}.taken", truth=True, place=measure.place)
    host = draft.host(id, measure.path, place=measure.place, label=measure.name.en)
    host.step("keep", start=[f"put('{id}.kept', {text})", f"put('{id}.taken', true)"])
    host.close("keep")
    ms = parse_moment(at, draft.scenario.zero_ms)
    if ms is not None:
        draft.script.append((max(0, ms), "start", id, id, 0))
    else:
        came, _ = _moments(draft, (at,))
        draft.watch(id, came, id, place=measure.place)
    return f"select({taken}, {kept}, {text})"


# ---- series


def series_times(draft: Draft, series: Series) -> tuple[int, ...]:
    """Return the moments of a series [ms], from 0 to the horizon."""
    every = max(1, round(series.every.value))
    return tuple(range(0, draft.scenario.horizon_ms + 1, every))


def write_series(draft: Draft) -> dict[str, tuple[int, ...]]:
    """Write one job per interval that keeps the values of all series with it.

    Returns
    -------
    dict
        Series -> moments [ms].
    """
    moments: dict[str, tuple[int, ...]] = {}
    by_interval: dict[tuple[int, ...], list[Series]] = {}
    for series in draft.scenario.series.values():
        moments[series.id] = series_times(draft, series)
        by_interval.setdefault(moments[series.id], []).append(series)
    for times, group in by_interval.items():
        every = times[1] - times[0] if len(times) > 1 else draft.scenario.horizon_ms
        id = f"series.{every}ms"
        host = draft.host(id, id, place=group[0].place, label="keeps the series")
        step = host.attribute("step")
        start = []
        for series in sorted(group, key=lambda series: series.id.encode()):
            draft.net.table(f"series.{series.id}", len(times), 0.0, place=str(series.place))
            value = draft.expressions.number(series.expr, clock=True)
            start.append(f"{ref(f'series.{series.id}')}[{step}] = {value}")
        start.append(f"{step} = {step} + 1")
        host.step("keep", start=start, route=[("wait", "if", f"{step} < {len(times)}"), "end"])
        host.step("wait", work=("const", str(every)), route=["keep"])
        host.close("keep")
        draft.script.append((0, "start", id, id, 0))
    return moments


def series_columns(id: str, times: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Yield (id, expression) of a series' columns."""
    for index, ms in enumerate(times):
        yield f"series.{id}.{ms}", f"{ref(f'series.{id}')}[{index}]"
