"""The report: one HTML file that needs nothing else, and the figures as files of their own.

Both languages stand in the same page; a pair of radio buttons shows one of them by style alone.
Every figure is there in three widths, and the style shows the one that fits the screen, so that no
text of a figure is ever shrunk. The page has no script and asks for nothing from outside. Nothing
in it depends on the clock, the machine or the number of threads: the same comparison gives the
same bytes.
"""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from tateyoko.figure import palette
from tateyoko.figure.data import Bar, Intervals, Reversals, StoppingPlaces, TwoErrors
from tateyoko.figure.metrics import FONT_STACK
from tateyoko.figure.numbers import format_share
from tateyoko.report import tables
from tateyoko.report.names import Names
from tateyoko.report.pictures import WIDTHS, Figure, figures
from tateyoko.report.results_table import results_by_opponent, results_table
from tateyoko.report.summary import summary
from tateyoko.report.table import Table
from tateyoko.report.words import BADGE_MARKS, WORDS, say
from tateyoko.study.results import Comparison
from tateyoko.text import LANGS, Lang

__all__ = ["render_report", "write_report"]

_MOST_NUMBERS = 10


def write_report(
    comparison: Comparison,
    folder: Path,
    *,
    lang: Lang = "ja",
    cases: Sequence[Bar] = (),
    closes: float | None = None,
) -> list[Path]:
    """Write ``report.html`` and the three figures in both languages.

    Parameters
    ----------
    comparison : Comparison
        The results.
    folder : Path
        Where to write; it is made when it does not exist.
    lang : Lang, optional
        The language that the page opens in.
    cases : sequence of Bar, optional
        Real cases for figure 1.
    closes : float, optional
        When the window closes, in the unit of the headline interval, for a scenario without
        series.

    Returns
    -------
    paths : list of Path
        Files written, in the order of writing. A figure without data is not written.

    Raises
    ------
    OSError
        If a file cannot be written. Callers that must not leave half a result write into a folder
        of `tateyoko.store.folder.publish`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = figures(comparison, cases=cases, closes=closes)
    paths: list[Path] = []
    for figure in drawn:
        for language in LANGS:
            svg = figure.draw(language, WIDTHS["wide"], prefix=figure.name, heading=True)
            if svg:
                paths.append(folder / f"{figure.name}.{language}.svg")
                paths[-1].write_text(svg, encoding="utf-8", newline="\n")
    page = render_report(comparison, lang=lang, cases=cases, closes=closes)
    paths.append(folder / "report.html")
    paths[-1].write_text(page, encoding="utf-8", newline="\n")
    return paths


def render_report(
    comparison: Comparison,
    *,
    lang: Lang = "ja",
    cases: Sequence[Bar] = (),
    closes: float | None = None,
) -> str:
    """Return the report as HTML text.

    Parameters
    ----------
    comparison : Comparison
        The results.
    lang : Lang, optional
        The language that the page opens in.
    cases, closes
        As in `write_report`.
    """
    environment = Environment(
        loader=PackageLoader("tateyoko.report"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    drawn = figures(comparison, cases=cases, closes=closes)
    style = environment.get_template("report.css").render(palette=palette, fonts=FONT_STACK)
    articles = [_article(comparison, drawn, language) for language in LANGS]
    page = environment.get_template("page.html").render(
        title={language: comparison.title[language] for language in LANGS},
        words={language: _words(language) for language in LANGS},
        start=lang,
        style=Markup(style),
        articles=articles,
    )
    return page if page.endswith("\n") else page + "\n"


def _words(lang: Lang) -> dict[str, str]:
    return {key: text[lang] for key, text in WORDS.items()}


def _article(comparison: Comparison, drawn: Sequence[Figure], lang: Lang) -> dict[str, object]:
    """Return everything the template needs in one language."""
    names = Names(comparison, lang)
    stop = "、" if lang == "ja" else ", "
    bad = comparison.pairing
    return {
        "lang": lang,
        "w": _words(lang),
        "marks": BADGE_MARKS,
        "title": comparison.title[lang],
        "question": comparison.question[lang],
        "complete": comparison.complete and not comparison.faults,
        "summary": summary(comparison, lang),
        "truths": [names.truth(t.id) for t in comparison.truths],
        "opponents": [o.name[lang] for o in comparison.opponents],
        "postures": tables.posture_table(comparison, lang),
        "windows": _unless_empty(tables.window_table(comparison, lang)),
        "results": results_table(comparison, lang),
        "by_opponent": results_by_opponent(comparison, lang),
        "figures": [_figure(comparison, figure, lang) for figure in drawn],
        "waits": tables.wait_table(comparison, lang),
        "kinds_of_wait": tables.kinds_of_wait_table(comparison, lang),
        "reforms": _unless_empty(tables.reform_table(comparison, lang)),
        "no_effect": stop.join(names.reform(reform) for reform in comparison.no_effect),
        "echoes": _unless_empty(tables.echo_table(comparison, lang)),
        "not_modelled": _unless_empty(tables.not_modelled_table(comparison, lang)),
        "flips": _unless_empty(tables.flip_table(comparison, lang)),
        "reach": _reach(comparison, lang),
        "limits": [
            say(f"limit_{key}", lang)
            for key in ("model", "crisis", "public", "law", "persons", "rank")
        ],
        "pairing": _pairing(comparison, lang),
        "placebo_bad": bad.placebo_runs > 0 and not bad.placebo_zero,
        "variance": _unless_empty(tables.variance_table(comparison, lang)),
        "divergence": _unless_empty(tables.divergence_table(comparison, lang)),
        "faults": _unless_empty(tables.fault_table(comparison, lang)),
        "faults_some": say("faults_some", lang, count=len(comparison.faults)),
        "findings": [
            (finding.code, finding.place, finding.message[lang]) for finding in comparison.findings
        ],
        "numbers": _unless_empty(
            tables.number_table(comparison, lang, comparison.parameters, say("h_numbers", lang))
        ),
        "sources": [
            (source.title, stop.join(x for x in (source.publisher, source.date) if x), source.url)
            for source in comparison.sources
        ],
        "badges": tables.badges_table(comparison, lang),
        "manifest": tables.manifest_table(comparison, lang),
    }


def _unless_empty(table: Table) -> Table | None:
    return None if table.empty else table


def _reach(comparison: Comparison, lang: Lang) -> list[str]:
    """Say what the results rest on, counted rather than claimed."""
    total = len(comparison.parameters)
    sourced = sum(1 for p in comparison.parameters if p.source)
    return [
        say("reach_counts", lang, total=total, assumed=total - sourced, sourced=sourced),
        say("reach_attack", lang),
        say("reach_bands", lang),
        say("reach_pooling", lang),
    ]


def _pairing(comparison: Comparison, lang: Lang) -> list[str]:
    pairing = comparison.pairing
    if not pairing.placebo_runs:
        placebo = say("pairing_placebo_none", lang)
    else:
        key = "pairing_placebo_ok" if pairing.placebo_zero else "pairing_placebo_bad"
        placebo = say(key, lang, runs=pairing.placebo_runs)
    return [say("pairing_shared", lang, share=format_share(pairing.shared)), placebo]


def _figure(comparison: Comparison, figure: Figure, lang: Lang) -> dict[str, object]:
    pictures = [
        (size, Markup(svg))
        for size, width in WIDTHS.items()
        if (svg := figure.draw(lang, width, prefix=f"{figure.name}-{lang}-{size}", heading=False))
    ]
    data: list[Table] = []
    match figure.data:
        case StoppingPlaces():
            data = [tables.hop_table(comparison, lang)]
        case TwoErrors():
            data = tables.series_tables(comparison, lang)
        case Intervals():
            data = [tables.interval_table(comparison, lang, figure.data)]
        case Reversals():
            data = [tables.driver_table(comparison, lang)]
        case None:
            pass
    shown = list(figure.numbers[:_MOST_NUMBERS])
    rest = len(figure.numbers) - len(shown)
    caption = f"{say('basis_of', lang)} – {figure.title[lang]}"
    return {
        "id": f"{figure.name}-{lang}",
        "title": figure.title[lang],
        "reading": figure.reading[lang],
        "pictures": pictures,
        "numbers": _unless_empty(tables.number_table(comparison, lang, shown, caption)),
        "rest": say("basis_rest", lang, count=rest) if rest > 0 else "",
        "data": data,
    }
