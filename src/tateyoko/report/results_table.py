"""The main table: every measure by truth and posture, with differences, badges and sign shares."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tateyoko.figure.numbers import format_share, format_with_interval, quantity
from tateyoko.report.names import Names
from tateyoko.report.table import Entry, Group, Line, Row, Table, entry
from tateyoko.report.words import KIND_MARKS, say
from tateyoko.study.results import Cell, Comparison, Difference, MeasureInfo
from tateyoko.text import Lang

__all__ = ["KINDS", "results_by_opponent", "results_table"]

_Key = tuple[str, str, str, str | None]
_LONG = 18
KINDS = ("outcome", "adverse", "burden", "democratic_control", "cost")


def results_table(comparison: Comparison, lang: Lang) -> Table:
    """Return the table with opponents pooled inside each truth.

    Parameters
    ----------
    comparison : Comparison
        The results.
    lang : Lang
        Language.

    Returns
    -------
    table : Table
        One group per kind of measure; a row per measure and truth; a column per posture.
    """
    return _table(comparison, lang, opponents=(None,))


def results_by_opponent(comparison: Comparison, lang: Lang) -> Table | None:
    """Return the same table with a row per type of opponent, or None if there is only one type."""
    known = tuple(o.id for o in comparison.opponents)
    if len(known) < 2 or not any(c.opponent for c in comparison.cells):
        return None
    return _table(comparison, lang, opponents=known)


def _table(comparison: Comparison, lang: Lang, *, opponents: tuple[str | None, ...]) -> Table:
    names = Names(comparison, lang)
    split = opponents != (None,)
    columns = [say("measure", lang), say("truth", lang)]
    if split:
        columns.append(say("opponent", lang))
    for posture in comparison.postures:
        mark = say("baseline", lang)
        title = posture.title[lang]
        if posture.id == comparison.baseline:
            title = f"{title}（{mark}）" if lang == "ja" else f"{title} ({mark})"
        columns.append(title)
    cells = {(c.measure, c.posture, c.truth, c.opponent): c for c in comparison.cells}
    differences = {(d.measure, d.posture, d.truth, d.opponent): d for d in comparison.differences}
    kinds = [*KINDS, *sorted({m.kind for m in comparison.measures} - set(KINDS))]
    groups = []
    for kind in kinds:
        rows: list[Row] = []
        for measure in comparison.measures:
            if measure.kind != kind:
                continue
            own: list[tuple[Entry, ...]] = []
            before: object = None
            together: list[str] = []
            for opponent in opponents:
                for truth in comparison.truths:
                    keys = [(measure.id, p.id, truth.id, opponent) for p in comparison.postures]
                    if not any(key in cells for key in keys):
                        continue
                    same = _without_truth(keys, cells, differences)
                    if same == before:
                        # Truths with the same numbers share a row; they are named, not pooled.
                        together.append(truth.id)
                        shared = entry(("・" if lang == "ja" else ", ").join(together))
                        own[-1] = (shared, *own[-1][1:])
                        continue
                    before, together = same, [truth.id]
                    lead = [entry(names.truth(truth.id))]
                    if split:
                        lead.append(entry(names.opponent(opponent)))
                    found = [
                        _entry(cells.get(key), differences.get(key), measure, names, lang)
                        for key in keys
                    ]
                    own.append((*lead, *found))
            header = _header(measure, names, lang)
            rows += [Row(header, entries, 0 if at else len(own)) for at, entries in enumerate(own)]
        if rows:
            groups.append(Group(tuple(rows), _kind_title(kind, lang), kind))
    caption = say("results_opponents" if split else "results_table", lang)
    return Table(caption, tuple(columns), tuple(groups))


def _without_truth(
    keys: Sequence[_Key], cells: Mapping[_Key, Cell], differences: Mapping[_Key, Difference]
) -> object:
    """Return a row's numbers without the truth they belong to, to see whether two are the same."""
    return (
        [replace(cells[key], truth="") if key in cells else None for key in keys],
        [replace(differences[key], truth="") if key in differences else None for key in keys],
    )


def _kind_title(kind: str, lang: Lang) -> str:
    mark = KIND_MARKS.get(kind, "")
    known = f"kind_{kind}" if kind in KINDS else ""
    title = say(known, lang) if known else kind
    return f"{mark} {title}".strip()


def _header(measure: MeasureInfo, names: Names, lang: Lang) -> Entry:
    how = (
        f"{say(f'stat_{measure.statistic}', lang)}、"
        if lang == "ja"
        else (f"{say(f'stat_{measure.statistic}', lang)}, ")
    )
    return entry(
        names.measure(measure.id, unit=True),
        Line(how + say(f"better_{measure.better}", lang), "small"),
    )


def _entry(
    cell: Cell | None,
    difference: Difference | None,
    measure: MeasureInfo,
    names: Names,
    lang: Lang,
) -> Entry:
    if cell is None:
        return entry(say("no_value", lang))
    lines = [Line(part) for part in _parts(_value(cell, measure, lang))]
    if cell.censored_share > 0:
        words = say("censored", lang, share=format_share(cell.censored_share))
        lines.append(Line(words, "small"))
    if cell.begun_share < 1:
        words = say("begun", lang, share=format_share(cell.begun_share))
        lines.append(Line(words, "small"))
    if difference is not None:
        lines += _difference_lines(difference, names, lang)
    return entry(*lines, number=True)


def _value(cell: Cell, measure: MeasureInfo, lang: Lang) -> str:
    if cell.value is None:
        return say("beyond" if cell.censored_share > 0 else "no_value", lang)
    if cell.low is None or cell.high is None:
        return quantity(cell.value, measure.unit if measure.unit in ("share", "prob") else "", lang)
    return format_with_interval(cell.value, cell.low, cell.high, unit=measure.unit)


def _parts(words: str) -> list[str]:
    """Put a long interval on a line of its own, so that four postures fit a page."""
    if len(words) <= _LONG or " [" not in words:
        return [words]
    value, _, interval = words.partition(" ")
    return [value, interval]


def _difference_lines(difference: Difference, names: Names, lang: Lang) -> list[Line]:
    if difference.badge == "no_effect":
        return [Line(names.badge("no_effect"), "badge no_effect")]
    lines: list[Line] = []
    if difference.value is not None:
        # A sign that the assumptions turn around is neither better nor worse.
        better = None if difference.badge == "undecided" else difference.better
        style = {True: "gain", False: "loss", None: ""}[better]
        word = {True: say("better", lang), False: say("worse", lang), None: ""}[better]
        amount = names.difference(difference, unit=False)
        number, _, interval = amount.partition(" ")
        lines.append(Line(f"{say('difference', lang)} {number} {word}".rstrip(), style))
        if interval:
            lines.append(Line(interval, style))
    share = "" if difference.sign_share is None else f" {format_share(difference.sign_share)}"
    lines.append(Line(names.verdict(difference) + share, f"badge {difference.badge}"))
    return lines
