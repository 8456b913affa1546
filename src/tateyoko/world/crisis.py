"""What real crises are described by: types, eras, what could be known at onset, kinds of step.

Case files, patterns and postures share these words. Nothing here says how a crisis went.
"""

from collections.abc import Mapping

from tateyoko.text import Text

__all__ = [
    "CONTEXTS",
    "ERAS",
    "KINDS",
    "LEADS",
    "PAIRS",
    "SIGNALS",
    "TYPES",
    "pair_name",
    "pair_words",
]

TYPES: Mapping[str, Text] = {
    "grey_zone_sea": Text(ja="海上のグレーゾーン", en="grey zone at sea"),
    "maritime_accident": Text(ja="海難・衝突", en="accident at sea"),
    "missile": Text(ja="ミサイル", en="missile"),
    "disaster": Text(ja="大規模災害", en="large disaster"),
    "evacuation": Text(ja="在外邦人の退避", en="evacuation of nationals"),
    "hostage": Text(ja="人質", en="hostages abroad"),
    "air": Text(ja="航空", en="in the air"),
    "cyber": Text(ja="サイバー", en="cyber incident"),
    "alliance_coordination": Text(ja="同盟調整", en="coordination with the ally"),
}
"""Types of crisis; a world has at most one pattern for each."""

ERAS: Mapping[str, tuple[int, int]] = {
    "pre1998": (0, 1997),
    "1998_2005": (1998, 2005),
    "2006_2013": (2006, 2013),
    "2014_2024": (2014, 2024),
    "2025_on": (2025, 9999),
}
"""Eras: first and last year, both included."""

SIGNALS = ("clear", "ambiguous")
"""Whether routine rules could classify the first sighting at once."""

LEADS = ("JSDF", "JCG", "police", "civil", "us", "other")
"""Organisations of the first observer."""

CONTEXTS: Mapping[str, tuple[str, ...]] = {
    "anticipated": (),
    "signal": SIGNALS,
    "standing_authority": (),
    "local_hour": (),
    "off_hours": (),
    "hops": (),
    "lead": LEADS,
    "era": tuple(ERAS),
}
"""What is known at onset: name, and the words it may have (none for numbers and truths)."""

KINDS: Mapping[str, Text] = {
    "occur": Text(ja="発生", en="it happens"),
    "detect": Text(ja="探知", en="detection"),
    "breach": Text(ja="相手の次の行動", en="a further act of the other side"),
    "report": Text(ja="第一報", en="first report"),
    "handoff": Text(ja="他機関への通報", en="notice to the other agency"),
    "recognise": Text(ja="何であるかの認定", en="it is accepted what it is"),
    "inform_minister": Text(ja="大臣への報告", en="word to a minister"),
    "inform_pm": Text(ja="総理への報告", en="word to the head of government"),
    "cell": Text(ja="対策室・連絡室の設置", en="a crisis office is set up"),
    "assemble": Text(ja="首脳の参集", en="a leader takes place"),
    "staff_meeting": Text(ja="事務方の会議", en="officials meet"),
    "meeting": Text(ja="閣僚の会議", en="ministers meet"),
    "request": Text(ja="要請", en="request for action"),
    "decide": Text(ja="総理・内閣の指示や決定", en="decision of the head of government"),
    "unit_order": Text(ja="部隊・本部の指示", en="order by a headquarters"),
    "order": Text(ja="大臣・政府の命令", en="order by a minister"),
    "execute": Text(ja="最初の行動", en="first act"),
    "public_warning": Text(ja="最初の公の知らせ", en="first public message"),
    "correct": Text(ja="訂正・解除", en="the message is withdrawn"),
    "liaise": Text(ja="同盟国との連絡", en="contact with the ally"),
}
"""Kinds of step, which are also the marks of a pattern, in words."""

_FROM_DETECT = (
    "report",
    "handoff",
    "recognise",
    "inform_minister",
    "inform_pm",
    "cell",
    "assemble",
    "staff_meeting",
    "meeting",
    "request",
    "decide",
    "unit_order",
    "order",
    "execute",
    "public_warning",
    "liaise",
)
_FROM_PM = ("cell", "meeting", "decide", "order", "public_warning")

PAIRS: tuple[tuple[str, str], ...] = (
    ("occur", "detect"),
    *(("detect", kind) for kind in _FROM_DETECT),
    ("breach", "execute"),
    ("breach", "public_warning"),
    ("report", "inform_minister"),
    ("recognise", "handoff"),
    ("handoff", "unit_order"),
    ("inform_minister", "inform_pm"),
    *(("inform_pm", kind) for kind in _FROM_PM),
    ("request", "decide"),
    ("request", "order"),
    ("decide", "order"),
    ("decide", "public_warning"),
    ("order", "execute"),
    ("unit_order", "execute"),
    ("public_warning", "inform_pm"),
    ("public_warning", "correct"),
)
"""Pairs of kinds between which every case is scored in the same way."""


def pair_name(pair: tuple[str, str]) -> str:
    """Return a pair as predictions name it.

    Examples
    --------
    >>> pair_name(("detect", "order"))
    'detect->order'
    """
    return f"{pair[0]}->{pair[1]}"


def pair_words(pair: str) -> Text:
    """Return a pair in words.

    Examples
    --------
    >>> pair_words("detect->order").en
    'detection → order by a minister'
    """
    start, _, end = pair.partition("->")
    one, two = KINDS[start], KINDS[end]
    return Text(ja=f"{one.ja} → {two.ja}", en=f"{one.en} → {two.en}")
