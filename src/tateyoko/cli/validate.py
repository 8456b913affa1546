"""`tateyoko validate`: simulate real crises from type and onset, and score the predictions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tateyoko.cli.console import default_threads, help_text, language, make_console
from tateyoko.cli.options import AsJson, Folder, Language
from tateyoko.errors import StoreError
from tateyoko.text import LANGS, Lang, Text

if TYPE_CHECKING:
    from rich.console import Console

    from tateyoko.validate.posterior import Calibration
    from tateyoko.validate.results import CaseResult, Scored, Validation
    from tateyoko.validate.run import Progress
    from tateyoko.world import World

__all__ = ["validate"]

_OUT = Path("tateyoko-out") / "validate"
_WRITTEN = Text(ja="書き出し：{files}", en="Written: {files}")
_HEAD = (
    Text(ja="型", en="type"),
    Text(ja="事例", en="cases"),
    Text(ja="区間", en="n"),
    Text(ja="50％内", en="in 50 %"),
    Text(ja="80％内", en="in 80 %"),
    Text(ja="CRPS", en="CRPS"),
    Text(ja="技能", en="skill"),
    Text(ja="MALE", en="MALE"),
    Text(ja="PIT（十分位）", en="PIT (tenths)"),
)
_PARAMETERS = {
    "prior": Text(ja="仮定の範囲のまま（較正なし）", en="ranges of the world, not calibrated"),
    "leave_one_out": Text(
        ja="較正後、各事例はその事例を除いて較正", en="calibrated, each case on the others alone"
    ),
    "posterior": Text(ja="開発に使った事例すべてで較正", en="calibrated on all development cases"),
}


def validate(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=help_text(
                "事例のフォルダー（既定：付属の事例）",
                "folder of case files (default: the shipped ones)",
            ),
            show_default=False,
        ),
    ] = None,
    world: Folder = None,
    runs: Annotated[
        int | None,
        typer.Option(
            min=200,
            help=help_text("一事例の計算の回数（既定400）", "runs for each case (default 400)"),
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(help=help_text("運の種", "root of all dice"), show_default=False)
    ] = 1,
    threads: Annotated[
        int | None,
        typer.Option(
            min=1,
            help=help_text(
                "計算の並列数（結果は変わらない）", "threads (results do not depend on it)"
            ),
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=help_text(
                "予測の標本を書く JSON（--report とも無ければ ./tateyoko-out/validate に両方）",
                "JSON file for the samples of all predictions (without it and --report, both are "
                "written to ./tateyoko-out/validate)",
            ),
            show_default=False,
        ),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help=help_text(
                "全事例を示す HTML の頁（日英）", "HTML page with every case, in both languages"
            ),
            show_default=False,
        ),
    ] = None,
    uncalibrated: Annotated[
        bool,
        typer.Option(
            "--prior",
            help=help_text(
                "較正を使わず、仮定の範囲のまま", "use the ranges of the world without calibration"
            ),
        ),
    ] = False,
    lang: Language = None,
    as_json: AsJson = False,
) -> int:
    """Predict and score real crises."""
    from tateyoko.cli.worlds import open_world
    from tateyoko.validate.predict import DEFAULT_RUNS
    from tateyoko.validate.results import predictions_json
    from tateyoko.validate.run import (
        held_cases,
        run_validation,
        shipped_calibration,
        shipped_cases,
    )
    from tateyoko.world.cases import read_cases

    chosen = language(lang)
    loaded = open_world(world)
    cases = read_cases(shipped_cases(loaded) if folder is None else folder)
    calibration = None if uncalibrated else shipped_calibration(loaded)
    held = None
    with _progress(chosen) as progress:
        how = partial(
            run_validation,
            loaded,
            runs=runs or DEFAULT_RUNS,
            seed=seed,
            threads=threads or default_threads(),
            calibration=calibration,
            progress=progress,
        )
        found = how(cases, leave_out=folder is None)
        if folder is None and (unseen := held_cases(loaded)) is not None:
            held = how(read_cases(unseen), training=cases)
    blind = None if held is None else held.validation
    if not as_json and out is None and page is None:
        out, page = _OUT / "predictions.json", _OUT / "report.html"
    if out is not None:
        both = {**found.predictions, **(held.predictions if held is not None else {})}
        _write(out, json.dumps(predictions_json(both), indent=None) + "\n")
    if page is not None:
        text = _page(loaded, found.validation, blind, calibration, chosen, shipped=folder is None)
        _write(page, text)
    if as_json:
        document = found.validation.to_json()
        if blind is not None:
            document["held"] = blind.to_json()
        typer.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
    else:
        console = make_console()
        if blind is not None:
            from tateyoko.report.validation import HELD

            console.print(HELD[chosen], markup=False)
            _print(console, blind, chosen)
            console.print()
        _print(console, found.validation, chosen)
        written = "   ".join(str(path) for path in (out, page) if path is not None)
        console.print(_WRITTEN[chosen].format(files=written), markup=False, soft_wrap=True)
    return 0


def _page(
    world: "World",
    found: "Validation",
    held: "Validation | None",
    calibration: "Calibration | None",
    lang: Lang,
    *,
    shipped: bool,
) -> str:
    """Return the page; the lessons of the world are about its own cases."""
    from tateyoko.report.sheet import as_html
    from tateyoko.report.validation import read_lessons, validation_page

    written = Path(world.folder) / "calibration" / "lessons.yaml"
    lessons = read_lessons(written) if shipped else None
    pages = {
        each: validation_page(found, each, held=held, lessons=lessons, calibration=calibration)
        for each in LANGS
    }
    return as_html(pages, lang)


def _write(path: Path, text: str) -> None:
    """Write a file in one go."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            Text(ja=f"{path} に書けません：{reason}", en=f"{path} cannot be written: {reason}")
        ) from error


@contextmanager
def _progress(lang: Lang) -> "Iterator[Progress | None]":
    """Show a bar on stderr while the body runs; nothing when stderr is no terminal."""
    console = make_console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import Progress as Bar

    with Bar(console=console, transient=True) as bar:
        task = bar.add_task(Text(ja="準備", en="preparing")[lang], total=None)

        def tell(case: str, done: int, planned: int) -> None:
            bar.update(task, description=case, completed=done, total=planned)

        yield tell


# ---- the table


def _print(console: "Console", found: "Validation", lang: Lang) -> None:
    from rich.table import Table

    from tateyoko.report.validation_scores import score_cells
    from tateyoko.validate.results import ALL
    from tateyoko.world.crisis import TYPES

    console.print(_PARAMETERS[found.parameters][lang], markup=False)
    table = Table(box=None, pad_edge=False)
    for column, head in enumerate(_HEAD):
        table.add_column(head[lang], justify="left" if column in (0, 8) else "right")
    everything = Text(ja="すべて", en="all")
    for key, row in found.by_type.items():
        name = everything if key == ALL else TYPES[key]
        table.add_row(name[lang], *score_cells(row))
    console.print(table)
    _print_skill(console, found, lang)
    _print_failures(console, found, lang)
    for note in found.notes:
        console.print(note[lang], markup=False, soft_wrap=True)


def _print_skill(console: "Console", found: "Validation", lang: Lang) -> None:
    total = found.total
    if total is None or found.skill_90 is None or found.skill_with_gaps is None:
        said = Text(
            ja="採点できる区間がありません（記録のある事例が二つ以上要ります）。",
            en="Nothing could be scored: that needs records of at least two cases.",
        )
        console.print(said[lang], markup=False)
        return
    low, high = found.skill_90
    said = Text(
        ja=f"気候値に対する技能 {total.skill:+.3f}"
        f"（事例の引き直しによる90％範囲 {low:+.3f}～{high:+.3f}）。"
        f"予測のない区間を気候値で補うと {found.skill_with_gaps:+.3f}。",
        en=f"Skill over climatology {total.skill:+.3f} (90 % range over resampled cases "
        f"{low:+.3f} to {high:+.3f}); {found.skill_with_gaps:+.3f} with climatology where "
        "nothing is predicted.",
    )
    console.print(said[lang], markup=False, soft_wrap=True)


def _print_failures(console: "Console", found: "Validation", lang: Lang) -> None:
    """Print the cases, the one that is missed worst first."""
    for case in sorted(found.cases, key=lambda one: -one.worst):
        outside = [one for one in case.intervals if one.score is None or not one.score.in_80]
        count = len(case.intervals)
        title = Text(
            ja=f"{case.title.ja}（{case.id}）：80％範囲の外 {len(outside)} / {count}",
            en=f"{case.title.en} ({case.id}): {len(outside)} of {count} outside the 80 % range",
        )
        mark = _known(case)[lang]
        console.print(title[lang] + mark, markup=False, soft_wrap=True)
        for one in outside:
            console.print(f"  {_outside(one)[lang]}", markup=False, soft_wrap=True)


def _known(case: "CaseResult") -> Text:
    if not case.known:
        return Text(ja="", en="")
    return Text(ja=" ［較正に使った事例と同じ内容］", en=" [same content as a calibration case]")


def _outside(one: "Scored") -> Text:
    record, score = one.record, one.score
    if score is None:
        return Text(
            ja=f"{record.pair}：記録 {record.minutes:g} 分、予測なし",
            en=f"{record.pair}: recorded {record.minutes:g} min, not predicted",
        )
    low, high = score.ends[0], score.ends[-1]
    return Text(
        ja=f"{record.pair}：記録 {record.minutes:g} 分、予測 {low:.0f}～{high:.0f} 分",
        en=f"{record.pair}: recorded {record.minutes:g} min, predicted {low:.0f} to {high:.0f} min",
    )
