"""Office hours of sites become calendars on the scenario's clock.

Pattern. One calendar per set of sites: the week, in milliseconds since the scenario's start, in
which all of them are in office at once (local hours, Monday to Friday). Two sites without common
hours give a calendar that never opens, which is an error of the world and said so.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import HOUR_MS, MINUTE_MS, stop
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.compiler.draft import Draft
    from tateyoko.world.organisation import Site

__all__ = ["office_calendar", "office_intervals"]

_DAY_MS = 24 * HOUR_MS
_WEEK_MS = 7 * _DAY_MS
_WORKING_DAYS = range(5)


def office_intervals(site: Site, begins: dt.datetime) -> list[tuple[int, int]]:
    """Return when a site is in office, one week from the scenario's start.

    Parameters
    ----------
    site : Site
        Its clock and office hours.
    begins : datetime
        The scenario's start, with its offset from UTC.

    Returns
    -------
    list of (int, int)
        Ascending, disjoint, within one week [ms].
    """
    opens, closes = (
        int(text[:2]) * HOUR_MS + int(text[3:]) * MINUTE_MS for text in site.office.split("-")
    )
    utc = begins.astimezone(dt.UTC)
    since_monday = utc.weekday() * _DAY_MS + utc.hour * HOUR_MS + utc.minute * MINUTE_MS
    start = since_monday + round(site.utc_offset * HOUR_MS)
    intervals = []
    for day in _WORKING_DAYS:
        low = (day * _DAY_MS + opens - start) % _WEEK_MS
        high = low + closes - opens
        if high <= _WEEK_MS:
            intervals.append((low, high))
        else:
            intervals += [(low, _WEEK_MS), (0, high - _WEEK_MS)]
    return sorted(intervals)


def office_calendar(draft: Draft, sites: tuple[str, ...]) -> str:
    """Return the calendar of the hours in which all of the sites are in office."""
    id = "office." + "+".join(sites)
    if id in draft.net.calendars:
        return id
    begins = dt.datetime.fromisoformat(draft.scenario.begins)
    common = [(0, _WEEK_MS)]
    for site in sites:
        own = office_intervals(draft.world.sites[site], begins)
        common = [
            (max(a, c), min(b, d)) for a, b in common for c, d in own if max(a, c) < min(b, d)
        ]
    if not common:
        raise stop(
            draft.world.sites[sites[0]].place,
            Text(
                ja=f"{'・'.join(sites)} に共通の執務時間がありません。",
                en=f"{' and '.join(sites)} are never in office at the same time",
            ),
            Text(
                ja="執務時間を見直すか、緊急案件を always にしてください。",
                en="Widen the office hours, or let urgent matters pass always.",
            ),
        )
    draft.net.calendar(id, _WEEK_MS, sorted(common), place=str(draft.world.sites[sites[0]].place))
    return id
