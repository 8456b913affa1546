"""The other tables of a report: postures, waits, reforms, conditions, numbers and checks."""

from collections.abc import Sequence

from tateyoko.figure.data import Intervals, Spread
from tateyoko.figure.numbers import (
    DASH,
    day_label,
    duration,
    duration_unit,
    format_number,
    format_share,
    format_with_interval,
    quantity,
    unit_name,
)
from tateyoko.figure.words import phase_name
from tateyoko.report.names import Names, numbered
from tateyoko.report.table import Group, Line, Row, Table, entry, plain
from tateyoko.report.words import say
from tateyoko.study.document import manifest_part
from tateyoko.study.results import BADGES, Comparison, Echo, ParameterInfo
from tateyoko.study.waits import WAITS
from tateyoko.text import Lang, Text

__all__ = [
    "badges_table",
    "divergence_table",
    "driver_table",
    "echo_table",
    "fault_table",
    "flip_table",
    "hop_table",
    "interval_table",
    "kinds_of_wait_table",
    "manifest_table",
    "moment",
    "not_modelled_table",
    "number_table",
    "posture_table",
    "reform_table",
    "series_tables",
    "variance_table",
    "wait_table",
    "window_table",
]


def moment(ms: float | None, zero_ms: int | None, lang: Lang) -> str:
    """Return a time of the scenario in words: how long before or after D0, or its start."""
    if ms is None:
        return DASH
    minutes = round((ms - (zero_ms or 0)) / 60_000)
    at = "zero" if zero_ms is not None else "start"
    if minutes == 0:
        return say(f"at_{at}", lang)
    days, rest = divmod(abs(minutes), 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (left if not days else 0, "min")]
    space = "" if lang == "ja" else " "
    span = space.join(quantity(n, unit, lang, digits=4) for n, unit in parts if n)
    if not span:
        span = quantity(left, "min", lang)
    return say(f"{'before' if minutes < 0 else 'after'}_{at}", lang, span=span)


def posture_table(comparison: Comparison, lang: Lang) -> Table:
    """Return what the postures consist of."""
    names = Names(comparison, lang)
    stop = "、" if lang == "ja" else "; "
    rows = []
    for posture in comparison.postures:
        title = posture.title[lang]
        if posture.id == comparison.baseline:
            mark = say("baseline", lang)
            title = f"{title}（{mark}）" if lang == "ja" else f"{title} ({mark})"
        reforms = stop.join(
            f"{names.reform(r)}"
            + (
                ""
                if s == 1
                else f"（{format_share(s)}）"
                if lang == "ja"
                else f" ({format_share(s)})"
            )
            for r, s in posture.reforms.items()
        )
        waiting = stop.join(names.reform(r) for r in posture.not_yet)
        none = say("none", lang)
        rows.append(
            Row(
                entry(title),
                (
                    entry(Line(posture.date, "nowrap")),
                    entry(reforms or none),
                    entry(names.amount(posture.cost) if posture.reforms else DASH),
                    entry(names.amount(posture.lead_time) if posture.reforms else DASH),
                    entry(waiting or none),
                ),
            )
        )
    keys = ("posture", "date", "reforms", "cost", "lead_time", "not_yet")
    columns = tuple(say(key, lang) for key in keys)
    return Table(say("h_compared", lang), columns, (Group(tuple(rows)),))


def window_table(comparison: Comparison, lang: Lang) -> Table:
    """Return the windows of the scenario."""
    rows = []
    names = Names(comparison, lang)
    for window in comparison.windows:
        if window.open_ms is not None:
            hours = window.open_ms / 3_600_000
            span = quantity(hours, "h", lang) if hours >= 1 else quantity(60 * hours, "min", lang)
            closes = say("closes_after", lang, span=span)
        elif window.closes_ms is not None:
            closes = moment(window.closes_ms, comparison.zero_ms, lang)
        else:
            closes = say("closes_mark", lang)
        known = window.basis in ("public", "derived", "assumed")
        basis = say(f"basis_{window.basis}", lang) if known else window.basis
        origin = names.origin(window.source, "")
        rows.append(
            (
                window.name[lang],
                window.need[lang],
                closes,
                f"{basis} / {origin}" if origin else basis,
            )
        )
    columns = [say(key, lang) for key in ("window", "need", "closes", "basis")]
    return plain(say("window", lang), columns, rows)


def wait_table(comparison: Comparison, lang: Lang, *, most: int = 3) -> Table:
    """Return the longest hops of each posture in the first truth."""
    names = Names(comparison, lang)
    truth = comparison.truths[0].id if comparison.truths else ""
    cells = {(h.posture, h.hop): h for h in comparison.hops if h.truth == truth}
    unit = duration_unit(max((h.mean_ms for h in cells.values()), default=0.0))
    rows = []
    for posture in comparison.postures:
        texts = []
        for hop in comparison.longest.get(posture.id, ())[:most]:
            cell = cells.get((posture.id, hop))
            if cell is None:
                continue
            amount = f"{duration(cell.mean_ms, lang, unit=unit)}, {format_share(cell.share)}"
            if lang == "ja":
                amount = amount.replace(", ", "、")
                texts.append(f"{names.hop(hop)}（{amount}）")
            else:
                texts.append(f"{names.hop(hop)} ({amount})")
        texts += [DASH] * (most - len(texts))
        rows.append((names.posture(posture.id), *texts))
    columns = [say("posture", lang), *(f"{say('rank', lang)} {n + 1}" for n in range(most))]
    return plain(f"{say('h_waits', lang)} – {names.truth(truth)}", columns, rows)


def kinds_of_wait_table(comparison: Comparison, lang: Lang) -> Table:
    """Return what share of the main line waits for law, judgement, procedure and the rest."""
    names = Names(comparison, lang)
    truth = comparison.truths[0].id if comparison.truths else ""
    cells = {(one.posture, one.kind): one for one in comparison.waits if one.truth == truth}
    unit = duration_unit(max((one.mean_ms for one in cells.values()), default=0.0))
    rows = []
    for posture in comparison.postures:
        texts = []
        for kind in WAITS:
            cell = cells.get((posture.id, kind))
            if cell is None or cell.mean_ms == 0.0:
                texts.append(DASH)
                continue
            amount = duration(cell.mean_ms, lang, unit=unit)
            texts.append(
                f"{format_share(cell.share)}（{amount}）"
                if lang == "ja"
                else f"{format_share(cell.share)} ({amount})"
            )
        rows.append((names.posture(posture.id), *texts))
    columns = [say("posture", lang), *(name[lang] for name in WAITS.values())]
    return plain(f"{say('waits_for', lang)} – {names.truth(truth)}", columns, rows)


def reform_table(comparison: Comparison, lang: Lang) -> Table:
    """Return each reform alone on the baseline, with its mechanism and its price."""
    names = Names(comparison, lang)
    stop = "、" if lang == "ja" else ", "
    rows = []
    for reform in comparison.reforms:
        changed = stop.join(names.measure(m) for m in reform.changed)
        rows.append(
            Row(
                entry(numbered(reform.number, reform.title[lang])),
                (
                    entry(reform.mechanism[lang] if reform.mechanism else say("not_given", lang)),
                    entry(changed or say("no_effect", lang)),
                    entry(reform.adverse[lang] if reform.adverse else say("not_given", lang)),
                    entry(names.amount(reform.cost)),
                    entry(names.amount(reform.lead_time)),
                ),
            )
        )
    columns = ("reform", "mechanism", "changed", "adverse", "cost", "lead_time")
    titles = tuple(say(key, lang) for key in columns)
    return Table(say("h_reforms", lang), titles, (Group(tuple(rows)),))


def echo_table(comparison: Comparison, lang: Lang) -> Table:
    """Return the reforms whose effect is one of their own settings; truths share a row."""
    names = Names(comparison, lang)
    found: dict[tuple[str, str, str], list[Echo]] = {}
    for echo in comparison.echoes:
        found.setdefault((echo.reform, echo.measure, echo.knob), []).append(echo)
    stop = "・" if lang == "ja" else ", "
    rows = []
    for (reform, measure, _knob), echoes in found.items():
        shares = list(dict.fromkeys(format_share(echo.share) for echo in echoes))
        rows.append(
            (
                names.reform(reform),
                names.measure(measure),
                stop.join(dict.fromkeys(echo.truth for echo in echoes)),
                names.knob(echoes[0]),
                stop.join(shares),
                str(echoes[0].knobs),
            )
        )
    keys = ("reform", "measure", "truth", "knob", "echo_share", "knobs")
    return plain(say("echo", lang), [say(key, lang) for key in keys], rows)


def not_modelled_table(comparison: Comparison, lang: Lang) -> Table:
    """Return what is not modelled yet, with the reason."""
    rows = [
        (
            numbered(item.number, item.title[lang]),
            item.reason[lang],
        )
        for item in comparison.not_modelled
    ]
    return plain(say("not_modelled", lang), [say("reform", lang), say("reason", lang)], rows)


def flip_table(comparison: Comparison, lang: Lang) -> Table:
    """Return the conditions under which a headline difference changes its sign."""
    names = Names(comparison, lang)
    rows = []
    for flip in comparison.flips:
        info = names.parameter_info(flip.parameter)
        central = names.parameter_value(flip.parameter, info.value) if info else DASH
        at = names.threshold(flip)
        words = say(flip.direction, lang)
        at = f"{at}を{words}とき" if lang == "ja" else f"{words} {at}"
        rows.append(
            (
                names.parameter(flip.parameter),
                at,
                central,
                format_share(flip.distance),
                names.measure(flip.measure),
                names.posture(flip.posture),
                names.truth(flip.truth),
            )
        )
    keys = ("assumption", "threshold", "central", "distance", "measure", "posture", "truth")
    return plain(say("h_flips", lang), [say(key, lang) for key in keys], rows)


def number_table(
    comparison: Comparison, lang: Lang, numbers: Sequence[ParameterInfo], caption: str
) -> Table:
    """Return uncertain numbers with value, range and where they come from."""
    names = Names(comparison, lang)
    rows = []
    for number in numbers:
        low, high = format_number(number.low), format_number(number.high)
        if number.unit in ("prob", "share"):
            low, high = format_share(number.low), format_share(number.high)
        rows.append(
            (
                number.name[lang],
                quantity(number.value, number.unit, lang),
                f"{low} – {high}",
                names.origin(number.source, number.assumed) or say("not_given", lang),
            )
        )
    keys = ("number", "central", "range", "origin")
    return plain(caption, [say(key, lang) for key in keys], rows)


def hop_table(comparison: Comparison, lang: Lang) -> Table:
    """Return the data of figure 1: mean time of each hop by posture in the first truth."""
    truth = comparison.truths[0].id if comparison.truths else ""
    cells = {(h.posture, h.hop): h.mean_ms for h in comparison.hops if h.truth == truth}
    totals = [
        sum(ms for (posture, _), ms in cells.items() if posture == p.id)
        for p in comparison.postures
    ]
    unit = duration_unit(max(totals, default=0.0))
    rows = [
        (
            hop.name[lang],
            phase_name(hop.phase)[lang],
            *(
                duration(cells[p.id, hop.id], lang, unit=unit) if (p.id, hop.id) in cells else DASH
                for p in comparison.postures
            ),
        )
        for hop in comparison.hop_infos
    ]
    columns = [say("step", lang), say("phase", lang), *(p.title[lang] for p in comparison.postures)]
    return plain(f"{say('data_of', lang)} 1", columns, rows)


def series_tables(comparison: Comparison, lang: Lang, *, most: int = 16) -> list[Table]:
    """Return the data of figure 2: a table per series and truth, at evenly chosen times."""
    names = Names(comparison, lang)
    ends = (comparison.truths[0].id, comparison.truths[-1].id) if comparison.truths else ()
    tables = []
    for info in comparison.series_infos:
        for truth in dict.fromkeys(ends):
            bands = {
                b.posture: b for b in comparison.series if (b.series, b.truth) == (info.id, truth)
            }
            if not bands:
                continue
            step = max(1, -(-len(info.times_ms) // most))
            rows = [
                (
                    day_label(info.times_ms[at], comparison.zero_ms),
                    *(
                        f"{format_number(b.p50[at])} [{format_number(b.p10[at])}, "
                        f"{format_number(b.p90[at])}]"
                        for b in (bands[p.id] for p in comparison.postures if p.id in bands)
                    ),
                )
                for at in range(0, len(info.times_ms), step)
            ]
            columns = [
                say("day", lang),
                *(p.title[lang] for p in comparison.postures if p.id in bands),
            ]
            unit = unit_name(info.unit, lang)
            caption = f"{info.name[lang]} [{unit}], {names.truth(truth)}: " + (
                f"{say('p50', lang)} [{say('p10', lang)}, {say('p90', lang)}]"
            )
            tables.append(plain(caption, columns, rows))
    return tables


def interval_table(comparison: Comparison, lang: Lang, data: Intervals) -> Table:
    """Return the data of figure 2 where a scenario has no series."""
    left = {row.name: row for row in data.left}

    def words(row: Spread | None, unit: str) -> str:
        if row is None:
            return DASH
        ends = format_with_interval(row.middle, row.low, row.high, unit=unit)
        if row.open_end:
            ends = ends.rpartition(", ")[0] + f", {say('beyond', lang)}]"
        if row.censored_share <= 0:
            return ends
        return f"{ends}, {say('censored', lang, share=format_share(row.censored_share))}"

    def title(name: Text, unit: str, truth: Text) -> str:
        word = unit_name(unit, lang)
        return f"{name[lang]} [{word}], {truth[lang]}" if word else f"{name[lang]}, {truth[lang]}"

    columns = [say("posture", lang), title(data.right_name, data.right_unit, data.right_truth)]
    if data.left:
        columns.append(title(data.left_name, data.left_unit, data.left_truth))
    rows = []
    for row in data.right:
        cells = [words(row, data.right_unit)]
        if data.left:
            cells.append(words(left.get(row.name), data.left_unit))
        rows.append((row.name[lang], *cells))
    return plain(f"{say('data_of', lang)} 2", columns, rows)


def driver_table(comparison: Comparison, lang: Lang) -> Table:
    """Return the data of figure 3, and the same for every other headline difference."""
    names = Names(comparison, lang)
    rows = []
    for driver in comparison.drivers:
        info = names.measure_info(driver.measure)
        unit = info.unit if info else ""
        flip = DASH if driver.flip is None else names.parameter_value(driver.parameter, driver.flip)
        rows.append(
            (
                names.parameter(driver.parameter),
                f"{names.measure(driver.measure)} / {names.posture(driver.posture)} / "
                f"{names.truth(driver.truth)}",
                f"{names.parameter_value(driver.parameter, driver.low)} → "
                f"{quantity(driver.at_low, unit, lang, sign=True)}",
                f"{names.parameter_value(driver.parameter, driver.high)} → "
                f"{quantity(driver.at_high, unit, lang, sign=True)}",
                flip,
                say("assumed" if driver.assumed else "source", lang),
            )
        )
    keys = ("assumption", "difference_of", "at_low", "at_high", "threshold", "origin")
    return plain(f"{say('data_of', lang)} 3", [say(key, lang) for key in keys], rows)


def variance_table(comparison: Comparison, lang: Lang) -> Table:
    """Return by how much common luck shrinks the variance of each headline difference."""
    names = Names(comparison, lang)
    rows = [
        (
            names.measure(item.measure),
            say("variance_same", lang) if item.factor is None else format_number(item.factor),
        )
        for item in comparison.pairing.factors
    ]
    columns = [say("measure", lang), say("variance_factor", lang)]
    return plain(say("variance_caption", lang), columns, rows)


def divergence_table(comparison: Comparison, lang: Lang) -> Table:
    """Return where a sampled run of each posture first leaves the baseline."""
    names = Names(comparison, lang)
    rows = [
        (
            names.posture(item.posture),
            names.truth(item.truth),
            say("never", lang)
            if item.time_ms is None
            else moment(item.time_ms, comparison.zero_ms, lang),
            item.what[lang],
        )
        for item in comparison.pairing.divergences
    ]
    keys = ("posture", "truth", "when", "what")
    return plain(say("divergence", lang), [say(key, lang) for key in keys], rows)


def fault_table(comparison: Comparison, lang: Lang, *, most: int = 50) -> Table:
    """Return the runs that did not finish, at most fifty of them."""
    names = Names(comparison, lang)
    rows = [
        (
            fault.code,
            fault.place,
            fault.stage,
            names.posture(fault.posture),
            names.truth(fault.truth),
            names.opponent(fault.opponent or None),
            str(fault.assumption_set),
            str(fault.replication),
        )
        for fault in comparison.faults[:most]
    ]
    keys = (
        "code",
        "place",
        "stage",
        "posture",
        "truth",
        "opponent",
        "assumption_set",
        "replication",
    )
    return plain(say("faults", lang), [say(key, lang) for key in keys], rows)


def manifest_table(comparison: Comparison, lang: Lang) -> Table:
    """Return what repeats the run: version, hashes, seed and settings; no clock, no machine."""
    part = manifest_part(comparison)
    rows = [
        (say("version", lang), str(part["version"])),
        (say("world", lang), str(part["world"])),
        (say("scenario", lang), str(part["scenario"])),
        (say("seed", lang), str(part["seed"])),
        (say("runs", lang), f"{part['runs']:,}"),
        (say("sets", lang), f"{part['sets']:,} × {part['set_runs']:,}"),
        (say("total_runs", lang), f"{part['total_runs']:,}"),
    ]
    rows += [(say("hash", lang, name=name), str(v)) for name, v in sorted(part["hashes"].items())]
    rows += [
        (say("setting", lang, name=name), str(v)) for name, v in sorted(part["settings"].items())
    ]
    columns = [say("item", lang), say("content", lang)]
    return plain(say("h_manifest", lang), columns, rows)


def badges_table(comparison: Comparison, lang: Lang) -> Table:
    """Return what the badges mean."""
    names = Names(comparison, lang)
    rows = [(names.badge(badge), say(f"mean_{badge}", lang)) for badge in BADGES]
    return plain(say("h_glossary", lang), [say("badge", lang), say("meaning", lang)], rows)
