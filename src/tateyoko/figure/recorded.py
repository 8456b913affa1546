"""A recorded crisis as a bar of figure 1.

A record says when each step came, not what was done before it. So the time before a step counts
to the phase of that step: the hours until the names of two vessels were read are recognition, the
hours until somebody declared the case beyond his means are initiative, whatever else went on.
Steps of the same minute take the order in which a crisis runs, and the first of them the time.
"""

from tateyoko.figure.data import Bar, HopTime
from tateyoko.text import Text
from tateyoko.world.case import Case

__all__ = ["recorded_bar"]

_MINUTE_MS = 60_000
#: Kinds of step in the order in which a crisis runs, with their phase and words.
_KINDS: dict[str, tuple[str, Text]] = {
    "report": ("transmit", Text(ja="第一報", en="first report")),
    "recognise": ("recognise", Text(ja="何であるかの確認", en="what it is")),
    "handoff": ("hand_over", Text(ja="他機関への通報", en="notice to the other agency")),
    "inform_minister": ("transmit", Text(ja="大臣への報告", en="word to the minister")),
    "inform_pm": ("transmit", Text(ja="総理への報告", en="word to the head of government")),
    "unit_order": ("transmit", Text(ja="部隊・管区への指示", en="order by a headquarters")),
    "execute": ("execute", Text(ja="最初の行動", en="first act")),
    "request": ("initiative", Text(ja="申し出・要請", en="declaration or request")),
    "meeting": ("approve", Text(ja="会議", en="meeting")),
    "decide": ("approve", Text(ja="決定", en="decision")),
    "order": ("transmit", Text(ja="命令", en="order")),
}


def recorded_bar(case: Case) -> Bar | None:
    """Return the bar of a recorded case, or None when the record has no steps for one.

    Parameters
    ----------
    case : Case
        Its intervals from ``detect`` on are used.
    """
    order = list(_KINDS)
    steps = sorted(
        (interval.recorded, order.index(interval.end), interval.end)
        for interval in case.scorable()
        if interval.start == "detect" and interval.end in _KINDS
    )
    hops: list[HopTime] = []
    before = 0.0
    for minutes, _, kind in steps:
        phase, name = _KINDS[kind]
        hops.append(HopTime(id=kind, name=name, phase=phase, ms=(minutes - before) * _MINUTE_MS))
        before = minutes
    if not hops:
        return None
    return Bar(
        name=Text(ja=f"記録：{case.title.ja}", en=f"Recorded: {case.title.en}"), hops=tuple(hops)
    )
