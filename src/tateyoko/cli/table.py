"""The comparison as a table for a terminal, in Japanese or English.

`rows_of`, `head_of` and `notes_of` say what is printed; `print_table` lays it out by display width,
so that Japanese columns stand straight, and without colours when piped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tateyoko.cli.layout import columns, pad, wrap
from tateyoko.cli.words import BADGE_WORDS, KIND_WORDS, WORDS
from tateyoko.figure.numbers import (
    DASH,
    apart,
    duration,
    format_number,
    format_share,
    format_with_interval,
    in_language,
    quantity,
    unit_name,
)
from tateyoko.study.results import (
    Cell,
    Comparison,
    Difference,
    Flip,
    MeasureInfo,
    PostureInfo,
    Quantity,
)
from tateyoko.study.waits import WAITS
from tateyoko.text import Lang

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Row", "columns_of", "notes_of", "print_table", "rows_of"]

KINDS = ("outcome", "adverse", "burden", "democratic_control", "cost")
NOTED = 0.01
"""Share of runs not ended, or never begun, from which a cell says so."""
PAGE = 120
"""Least width of a page that is piped."""
SHOWN = 3
"""Entries of a list before 'more'."""


_SAID_ABOVE = ("ST101",)
"""Findings that the cells and the legend say already: shares of runs that never began."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; a heading of a group has neither values nor pairs.

    ``values`` has one text per posture shown by value; ``pairs`` one (difference, sign share,
    verdict) per posture shown by difference.
    """

    name: str
    values: tuple[str, ...]
    pairs: tuple[tuple[str, str, str], ...]
    kind: str

    @property
    def is_heading(self) -> bool:
        """Whether the row only names a group."""
        return not self.values


@dataclass(frozen=True, slots=True)
class _Columns:
    values: tuple[PostureInfo, ...]
    differences: tuple[PostureInfo, ...]


def columns_of(comparison: Comparison) -> _Columns:
    """Return which postures are shown by value and which by their difference from the baseline.

    The baseline and postures of an earlier date are shown by value, all others by difference; when
    every other posture is of an earlier date, they are all shown by difference.
    """
    base = next(p for p in comparison.postures if p.id == comparison.baseline)
    earlier = [p for p in comparison.postures if p.date < base.date]
    others = [p for p in comparison.postures if p not in earlier and p.id != base.id]
    if not others:
        return _Columns((base,), tuple(earlier))
    return _Columns((*earlier, base), tuple(others))


def rows_of(comparison: Comparison, lang: Lang) -> list[Row]:
    """Return all rows, grouped by kind: outcome, adverse, burden, control, cost."""
    shown = columns_of(comparison)
    rows: list[Row] = []
    for kind in KINDS:
        found = [
            row
            for measure in comparison.measures
            if measure.kind == kind
            for row in _measure_rows(comparison, measure, shown, lang)
        ]
        if kind == "cost":
            found += _cost_rows(shown, lang)
        if found:
            rows += [Row(KIND_WORDS[kind][lang], (), (), kind), *found]
    return rows


def _measure_rows(
    comparison: Comparison, measure: MeasureInfo, shown: _Columns, lang: Lang
) -> Iterator[Row]:
    merged: dict[tuple[tuple[str, ...], tuple[tuple[str, str, str], ...]], list[str]] = {}
    for truth in measure.truths:
        values = tuple(
            _value(comparison.cell(measure.id, posture.id, truth), measure, lang)
            for posture in shown.values
        )
        found = [
            comparison.difference(measure.id, posture.id, truth) for posture in shown.differences
        ]
        pairs = tuple(
            (
                _difference(pair, measure, lang),
                _share(pair),
                _verdict(pair, lang),
            )
            for pair in found
        )
        cells = [comparison.cell(measure.id, p.id, truth) for p in comparison.postures]
        if measure.id.startswith("window.") and not any(c and c.begun_share > 0.0 for c in cells):
            continue  # In this truth the window opens or closes in no run: nothing to be late for.
        merged.setdefault((values, pairs), []).append(truth)
    unit = unit_name(measure.unit, lang)
    mark = " ▲" if measure.kind in ("adverse", "burden") else ""
    named = f"{measure.name[lang]}（{unit}）" if lang == "ja" else f"{measure.name[lang]} ({unit})"
    name = named if unit else measure.name[lang]
    several = len(comparison.truths) > 1
    for (values, pairs), truths in merged.items():
        prefix = ("・" if lang == "ja" else ", ").join(truths) + " " if several else ""
        yield Row(f"{prefix}{name}{mark}", values, pairs, measure.kind)


def _share(pair: Difference | None) -> str:
    if pair is None or pair.sign_share is None:
        return DASH
    return format_share(pair.sign_share)


def _verdict(pair: Difference | None, lang: Lang) -> str:
    if pair is None:
        return DASH
    if pair.too_few:
        return WORDS["too_few"].format(count=pair.differing)[lang]
    return BADGE_WORDS[pair.badge][lang]


def _value(cell: Cell | None, measure: MeasureInfo, lang: Lang) -> str:
    if cell is None:
        return DASH
    notes = []
    if cell.censored_share > NOTED:
        share = format_share(cell.censored_share)
        notes.append(WORDS["censored"].format(share=share)[lang])
    if cell.begun_share < 1.0 - NOTED:
        share = format_share(1.0 - cell.begun_share)
        notes.append(WORDS["not_begun"].format(share=share)[lang])
    if cell.value is None:
        text = WORDS["never"][lang] if cell.censored_share >= 0.5 else DASH
    elif measure.unit in ("share", "prob"):
        text = format_share(cell.value)
    else:
        text = format_number(in_language(cell.value, measure.unit, lang))
    between = "、" if lang == "ja" else ", "
    return f"{text} ({between.join(notes)})" if notes else text


def _difference(pair: Difference | None, measure: MeasureInfo, lang: Lang) -> str:
    if pair is None or pair.value is None:
        return DASH
    if pair.badge == "no_effect":
        return "0"
    if pair.differing == 0:
        return "0"
    if pair.low is None or pair.high is None:
        lone = quantity(pair.value, measure.unit, lang, sign=True)
        return f"{lone} [{DASH}, {DASH}]"
    ends = (in_language(x, measure.unit, lang) for x in (pair.value, pair.low, pair.high))
    return format_with_interval(*ends, unit=measure.unit, sign=True)


def _cost_rows(shown: _Columns, lang: Lang) -> Iterator[Row]:
    for key in ("cost", "lead_time"):
        amounts: list[Quantity | None] = [
            getattr(posture, key) for posture in (*shown.values, *shown.differences)
        ]
        known = [amount for amount in amounts if amount is not None]
        if not known:
            continue
        unit = unit_name(known[0].unit, lang)
        cells = [_amount(amount, lang) for amount in amounts]
        split = len(shown.values)
        yield Row(
            WORDS[key].format(unit=unit)[lang],
            tuple(cells[:split]),
            tuple((cell, DASH, DASH) for cell in cells[split:]),
            "cost",
        )


def _amount(amount: Quantity | None, lang: Lang) -> str:
    if amount is None:
        return DASH
    low = amount.value if amount.low is None else amount.low
    high = amount.value if amount.high is None else amount.high
    ends = (in_language(x, amount.unit, lang) for x in (amount.value, low, high))
    return format_with_interval(*ends)


def head_of(comparison: Comparison, lang: Lang) -> list[tuple[str, str]]:
    """Return the lines above the table as (heading, text)."""
    truths = " / ".join(f"{truth.id} {truth.name[lang]}" for truth in comparison.truths)
    scenario = [comparison.scenario_id, comparison.title[lang]]
    if len(comparison.truths) > 1:
        scenario.append(WORDS["truths"].format(truths=truths)[lang])
    if len(comparison.opponents) > 1:
        names = "、" if lang == "ja" else ", "
        listed = names.join(opponent.name[lang] for opponent in comparison.opponents)
        text = WORDS["opponents"].format(count=len(comparison.opponents), names=listed)
        scenario.append(text[lang])
    postures = []
    for posture in comparison.postures:
        base = WORDS["baseline"][lang]
        note = f"、{base}" if lang == "ja" else f"; {base}"
        inner = posture.title[lang] + (note if posture.id == comparison.baseline else "")
        postures.append(f"{posture.id}（{inner}）" if lang == "ja" else f"{posture.id} ({inner})")
    runs = WORDS["runs_value"].format(
        runs=comparison.runs,
        sets=comparison.sets,
        set_runs=comparison.set_runs,
        seed=comparison.seed,
        total=comparison.total_runs,
        seconds=comparison.seconds,
    )
    return [
        (WORDS["question"][lang], comparison.question[lang]),
        (WORDS["scenario"][lang], "   ".join(scenario)),
        (WORDS["postures"][lang], "  ".join(postures)),
        (WORDS["runs"][lang], runs[lang]),
    ]


def notes_of(comparison: Comparison, lang: Lang) -> list[tuple[str, str]]:
    """Return the lines below the table as (heading, text), in their order."""
    notes = [("", WORDS["legend"][lang])]
    if any(cell.censored_share > NOTED for cell in comparison.cells):
        notes.append(("", WORDS["censored_note"][lang]))
    if any(cell.begun_share < 1.0 - NOTED for cell in comparison.cells):
        notes.append(("", WORDS["not_begun_note"][lang]))
    if any(pair.too_few for pair in comparison.differences):
        notes.append(("", WORDS["too_few_note"][lang]))
    if any(posture.cost is not None for posture in comparison.postures):
        notes.append(("", WORDS["cost_note"][lang]))
    measured = {measure.id for measure in comparison.measures}
    bare = [w.name[lang] for w in comparison.windows if f"window.{w.id}.missed" not in measured]
    if bare:
        names = ("、" if lang == "ja" else ", ").join(bare)
        notes.append((WORDS["windows"][lang], WORDS["bare"].format(names=names)[lang]))
    notes += _longest(comparison, lang)
    notes += _waits(comparison, lang)
    notes += _reforms(comparison, lang)
    notes += _flips(comparison, lang)
    notes += _pairing(comparison, lang)
    notes.append((WORDS["reach"][lang], _reach(comparison, lang)))
    if comparison.faults:
        listed = [
            f"{fault.posture}/{fault.truth}/{fault.opponent}/#{fault.assumption_set}."
            f"{fault.replication}: {fault.place}"
            for fault in comparison.faults
        ]
        count = WORDS["incomplete"].format(count=len(listed))[lang]
        notes.append((WORDS["faults"][lang], f"{count}   {_some(listed, lang)}"))
    findings = [
        " ".join(part for part in (found.code, found.place, found.message[lang]) if part)
        for found in comparison.findings
        if found.code not in _SAID_ABOVE
    ]
    if findings:
        notes.append((WORDS["findings"][lang], _some(findings, lang)))
    return notes


def _longest(comparison: Comparison, lang: Lang) -> Iterator[tuple[str, str]]:
    if not comparison.hop_infos:
        return
    names = {hop.id: hop.name[lang] for hop in comparison.hop_infos}
    truth = comparison.truths[0].id
    shown = columns_of(comparison)
    heading = WORDS["longest"][lang]
    for posture in [shown.values[-1], *shown.differences[-1:]]:
        times = {
            cell.hop: cell.mean_ms
            for cell in comparison.hops
            if cell.posture == posture.id and cell.truth == truth
        }
        hops = comparison.longest.get(posture.id, ())[:SHOWN]
        if hops:
            listed = "  ".join(
                f"{mark} {names[hop]} {duration(times[hop], lang)}"
                for mark, hop in zip("①②③", hops, strict=False)
            )
            who = WORDS["longest_of"].format(posture=posture.id, truth=truth)[lang]
            yield heading, f"{who}  {listed}"
            heading = ""


def _waits(comparison: Comparison, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield what share of the main line waits for law, for judgement and for procedure."""
    truth = comparison.truths[0].id
    shown = columns_of(comparison)
    heading = WORDS["waits"][lang]
    for posture in [shown.values[-1], *shown.differences[-1:]]:
        cells = [
            cell
            for cell in comparison.waits
            if cell.posture == posture.id and cell.truth == truth and cell.mean_ms > 0.0
        ]
        if cells:
            listed = "  ".join(
                f"{WAITS[one.kind][lang]} {format_share(one.share)}" for one in cells
            )
            who = WORDS["longest_of"].format(posture=posture.id, truth=truth)[lang]
            yield heading, f"{who}  {listed}"
            heading = ""


def _reforms(comparison: Comparison, lang: Lang) -> Iterator[tuple[str, str]]:
    if comparison.reforms:
        runs = comparison.reforms[0].runs
        names = ", ".join(comparison.no_effect)
        text = WORDS["no_effect_value"].format(names=names, runs=runs)
        yield WORDS["no_effect"][lang], (text if names else WORDS["nothing"])[lang]
    if comparison.not_modelled:
        yield WORDS["not_modelled"][lang], " ".join(x.id for x in comparison.not_modelled)
    names_of = {measure.id: measure.name[lang] for measure in comparison.measures}
    order = {measure.id: not measure.headline for measure in comparison.measures}
    echoes = sorted(comparison.echoes, key=lambda echo: (order[echo.measure], echo.reform))
    told = []
    seen = set()
    for echo in echoes:
        if echo.reform in seen:
            continue
        seen.add(echo.reform)
        text = WORDS["echo"].format(
            reform=echo.reform,
            measure=names_of[echo.measure],
            truth=echo.truth,
            share=format_share(echo.share)
            if echo.share <= 1.0
            else WORDS["more_than_all"][lang]
            if echo.share > 1.05
            else format_share(1.0),
            knob=echo.knob_name[lang],
            knobs=echo.knobs,
        )
        told.append(text[lang])
    if comparison.reforms:
        yield (
            WORDS["echoes"][lang],
            _some(told, lang, count=len(told)) if told else WORDS["nothing"][lang],
        )


def _flips(comparison: Comparison, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield one line per headline difference that was examined, the most important first."""
    heading = WORDS["flips"][lang]
    names_of = {measure.id: measure.name[lang] for measure in comparison.measures}
    targets = dict.fromkeys((d.measure, d.posture, d.truth) for d in comparison.drivers)
    if not targets:
        yield heading, WORDS["no_clear"][lang]
    for measure, posture, truth in list(targets)[:SHOWN]:
        told = [
            _condition(comparison, flip, lang)
            for flip in comparison.flips
            if (flip.measure, flip.posture, flip.truth) == (measure, posture, truth)
        ]
        pair = comparison.difference(measure, posture, truth)
        sure = pair is not None and pair.low is not None and pair.high is not None
        clear = sure and pair is not None and (pair.low or 0.0) * (pair.high or 0.0) > 0.0
        words = _some(told, lang) if told else WORDS["no_flips" if clear else "unclear"][lang]
        of = WORDS["flip_of"].format(measure=names_of[measure], posture=posture, truth=truth)
        yield heading, of[lang] + words
        heading = ""


def _condition(comparison: Comparison, flip: Flip, lang: Lang) -> str:
    known = {parameter.id: parameter for parameter in comparison.parameters}
    parameter = known[flip.parameter]
    unit, central = parameter.unit, parameter.value
    text = WORDS[f"flip_{flip.direction}"].format(
        kind=WORDS[flip.kind][lang],
        parameter=parameter.name[lang],
        threshold=apart(flip.threshold, central, unit, lang),
        central=apart(central, flip.threshold, unit, lang),
    )
    return text[lang]


def _pairing(comparison: Comparison, lang: Lang) -> Iterator[tuple[str, str]]:
    pairing = comparison.pairing
    names_of = {measure.id: measure.name[lang] for measure in comparison.measures}
    known = sorted((f.factor, names_of[f.measure]) for f in pairing.factors if f.factor is not None)
    factors = [f"{format_number(factor)} ({name})" for factor, name in known[:1] + known[1:][-1:]]
    text = WORDS["pairing_value"].format(
        placebos=pairing.placebo_runs,
        zero=WORDS["zero" if pairing.placebo_zero else "not_zero"][lang],
        shared=format_share(pairing.shared),
        factors=" – ".join(factors) or DASH,
    )
    yield WORDS["pairing"][lang], text[lang]
    for found in pairing.divergences:
        if found.time_ms is None:
            told = WORDS["no_divergence"].format(
                posture=found.posture, replication=found.replication
            )
        else:
            told = WORDS["divergence"].format(
                posture=found.posture,
                replication=found.replication,
                time=moment(found.time_ms),
                what=found.what[lang],
            )
        yield "", told[lang]


def moment(ms: int) -> str:
    """Return a time of a run as ``T+2d03:15``."""
    minutes = ms // 60_000
    days, rest = divmod(minutes, 24 * 60)
    return f"T+{days}d{rest // 60:02d}:{rest % 60:02d}"


def _reach(comparison: Comparison, lang: Lang) -> str:
    assumed = sum(1 for parameter in comparison.parameters if parameter.assumed)
    case = WORDS["case"].format(case=comparison.case) if comparison.case else WORDS["no_case"]
    text = WORDS["reach_value"].format(
        case=case[lang], all=len(comparison.parameters), assumed=assumed
    )
    return text[lang]


def _some(words: Sequence[str], lang: Lang, *, count: int = SHOWN) -> str:
    shown = list(words[:count])
    if len(words) > count:
        shown.append(WORDS["more"].format(count=len(words) - count)[lang])
    return ("；" if lang == "ja" else "; ").join(shown)


def print_table(
    console: "Console",
    comparison: Comparison,
    lang: Lang,
    *,
    after: Sequence[tuple[str, str]] = (),
) -> None:
    """Print head, table and notes; ``after`` are more lines for the end.

    Piped, the page is as wide as its table; in a terminal that is too narrow for the table, the
    rows are printed as a list.
    """
    rows = rows_of(comparison, lang)
    shown = columns_of(comparison)
    cells = list(_cells(comparison, shown, rows, lang))
    lines, width = columns(cells, left=(0, len(cells[0]) - 1))
    headings = {row.name: row.kind for row in rows if row.is_heading}
    page = console.width if console.is_terminal else max(width, PAGE)
    if width > page:
        lines = list(_list(shown, rows, page))
    _put(console, WORDS["banner"][lang], "bold")
    _print_lines(console, head_of(comparison, lang), page)
    _put(console, "")
    for number, line in enumerate(lines):
        style = ""
        if line in headings:
            style = "magenta" if headings[line] == "democratic_control" else "cyan"
        elif number < 2 and width <= page:
            style = "bold"
        _put(console, line, style)
    _put(console, "")
    _print_lines(console, [*notes_of(comparison, lang), *after], page)


def _cells(
    comparison: Comparison, shown: _Columns, rows: Sequence[Row], lang: Lang
) -> Iterator[list[str]]:
    """Yield the rows of the wide table: two lines of headings first."""
    base = WORDS["difference"].format(baseline=comparison.baseline)[lang]
    yield [
        "",
        *("" for _ in shown.values),
        *(posture.id for posture in shown.differences),
        "",
        "",
    ]
    yield [
        "",
        *(posture.id for posture in shown.values),
        *(base for _ in shown.differences),
        WORDS["same_sign"][lang],
        WORDS["badge"][lang],
    ]
    between = "・" if lang == "ja" else " / "
    for row in rows:
        if row.is_heading:
            yield [row.name]
            continue
        shares = [share for _, share, _ in row.pairs]
        badges = [badge for _, _, badge in row.pairs]
        yield [
            row.name,
            *row.values,
            *(difference for difference, _, _ in row.pairs),
            between.join(_one(shares)),
            between.join(_one(badges)),
        ]


def _one(words: Sequence[str]) -> Sequence[str]:
    return words[:1] if len(set(words)) == 1 else words


def _list(shown: _Columns, rows: Sequence[Row], page: int) -> Iterator[str]:
    """Yield the rows one under the other, for narrow terminals.

    Where a verdict does not fit beside its difference it stands below it.
    """
    for row in rows:
        yield row.name
        if row.is_heading:
            continue
        cells = [
            *([posture.id, value] for posture, value in zip(shown.values, row.values, strict=True)),
            *(
                [posture.id, *pair]
                for posture, pair in zip(shown.differences, row.pairs, strict=True)
            ),
        ]
        lines, width = columns(cells, left=(0, 3))
        if width > page - 4:
            short, _ = columns([cell[:3] for cell in cells], left=(0,))
            lines = []
            for cell, line in zip(cells, short, strict=True):
                lines += [line, *(f"  {verdict}" for verdict in cell[3:])]
        yield from (f"    {line}" for line in lines)


def _print_lines(console: "Console", lines: Sequence[tuple[str, str]], page: int) -> None:
    from rich.text import Text as Styled

    _, width = columns([(heading, "|") for heading, _ in lines], left=(0,))
    indent = width - 1
    for heading, text in lines:
        first, *rest = wrap(text, max(page - indent, 24))
        line = Styled(pad(heading, indent), style="bold")
        line.append(first, style="not bold")
        console.print(line, soft_wrap=True)
        for more in rest:
            _put(console, " " * indent + more)


def _put(console: "Console", line: str, style: str = "") -> None:
    from rich.text import Text as Styled

    console.print(Styled(line, style=style), soft_wrap=True)
