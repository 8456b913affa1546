"""`tateyoko law ask | facts | show | diff | gaps`: the law of the world as data that answers."""

import datetime as dt
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tateyoko.cli.console import help_text, language
from tateyoko.cli.law_gaps import register
from tateyoko.cli.options import AsJson, Folder, Language
from tateyoko.text import Lang, Text

if TYPE_CHECKING:
    from tateyoko.law import Answer, Catalogue

__all__ = ["app"]

_Day = Annotated[
    str | None,
    typer.Option("--date", metavar="DAY", help=help_text("法を問う日", "day of the law")),
]
_Picture = Annotated[
    str | None,
    typer.Option(
        "--svg",
        metavar="FILE",
        help=help_text("条件のはしごを SVG で書き出す", "write the ladder of conditions as SVG"),
    ),
]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command(
    "ask",
    help=help_text(
        "その日、その状態で、何を誰が命じ得るかを答える",
        "what may be ordered on a day and in a state, by whom, and what is missing",
    ),
)
def ask_command(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help=help_text(
                "問い（YAML か JSON、- は標準入力）", "the question: YAML or JSON, - for stdin"
            ),
        ),
    ],
    date: _Day = None,
    action: Annotated[
        list[str] | None,
        typer.Option(
            "--action",
            metavar="ID",
            help=help_text(
                "この行動・規則・事態だけを示す（繰り返し可）",
                "show only this action, rule or situation; repeatable",
            ),
        ),
    ] = None,
    svg: _Picture = None,
    world: Folder = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Answer a question for every action, or for those asked for."""
    from tateyoko.law import StateError, ask, ask_about
    from tateyoko.world.question import read_question

    chosen = language(lang)
    if date is not None:
        _day(date)
    catalogue = _catalogue(world)
    answered = {**catalogue.actions, **catalogue.situations, **catalogue.rules}
    wanted = [_known(answered, one) for one in action or ()]
    text, name = _read(file)
    question = read_question(text, name, date=date)
    try:
        if wanted:
            shown = {one: ask_about(catalogue, question.state, one) for one in wanted}
        else:
            shown = ask(catalogue, question.state)
    except StateError as error:
        raise question.report(error) from None
    if svg is not None:
        _write_answer(catalogue, shown, svg, chosen)
    if as_json:
        from tateyoko.cli.law_data import answer_data

        _print([_json({key: answer_data(catalogue, one) for key, one in shown.items()})])
        return
    _print(_answer_lines(catalogue, shown, question.state.date, chosen, every=bool(wanted)))


@app.command(
    "facts",
    help=help_text(
        "問いに書ける事実・行為・数・判断者の一覧",
        "the facts, acts, numbers and judges that a question may name",
    ),
)
def facts_command(
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            help=help_text(
                "observed・judged・act・status のいずれか", "observed, judged, act or status"
            ),
        ),
    ] = None,
    world: Folder = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """List what a question may name."""
    from tateyoko.cli.law_data import fact_data
    from tateyoko.cli.law_pages import fact_lines

    chosen = language(lang)
    catalogue = _catalogue(world)
    if kind is not None:
        _known({"observed": 0, "judged": 0, "act": 0, "status": 0}, kind)
    if as_json:
        data = fact_data(catalogue)
        if kind is not None:
            facts = data["facts"].items()
            data["facts"] = {key: one for key, one in facts if one["kind"] == kind}
        _print([_json(data)])
        return
    _print(fact_lines(catalogue, kind, chosen))


@app.command(
    "show",
    help=help_text(
        "行動・事態・規則・事実などの一件を条文・出典とともに示す",
        "one action, situation, rule, fact … with its articles and sources",
    ),
)
def show_command(
    name: Annotated[str, typer.Argument(metavar="ID", help=help_text("id", "id"))],
    date: _Day = None,
    svg: _Picture = None,
    world: Folder = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Show one entry of the catalogue, as of a day if one is given."""
    from tateyoko.cli.law_data import entry_data
    from tateyoko.cli.law_pages import entry_of, page_lines, picture

    chosen = language(lang)
    catalogue = _catalogue(world)
    entry = entry_of(catalogue, name)
    day = None if date is None else _day(date)
    if svg is not None:
        _write(svg, picture(catalogue, entry, day, chosen))
    if as_json:
        _print([_json(entry_data(catalogue, entry))])
    else:
        _print(page_lines(catalogue, entry, day, chosen))


@app.command(
    "diff",
    help=help_text(
        "二つの日の間で始まり、終わり、変わったもの",
        "what begins, ends or reads differently between two days",
    ),
)
def diff_command(
    first: Annotated[str, typer.Argument(metavar="DAY1", help=help_text("前の日", "one day"))],
    second: Annotated[str, typer.Argument(metavar="DAY2", help=help_text("後の日", "another day"))],
    world: Folder = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Compare the law of two days."""
    from tateyoko.cli.law_data import change_data
    from tateyoko.cli.law_pages import change_lines
    from tateyoko.law.changes import find_changes

    chosen = language(lang)
    days = _day(first), _day(second)
    catalogue = _catalogue(world)
    changes = find_changes(catalogue, *days)
    if as_json:
        data = {
            "from": str(days[0]),
            "to": str(days[1]),
            "changes": [change_data(one) for one in changes],
        }
        _print([_json(data)])
        return
    _print(change_lines(changes, days, chosen))


def _catalogue(folder: Path | None) -> "Catalogue":
    from tateyoko.cli.worlds import shipped_world
    from tateyoko.errors import UsageError
    from tateyoko.world.literate import has_law, read_law

    root = shipped_world() if folder is None else Path(folder)
    if not has_law(root):
        raise UsageError(
            Text(
                ja=f"{root} に法の目録（law/*.md）がありません。",
                en=f"There is no law in {root} (law/*.md).",
            )
        )
    return read_law(root)


def _read(file: str) -> tuple[str, str]:
    from tateyoko.errors import UsageError

    if file == "-":
        return sys.stdin.read(), "-"
    try:
        return Path(file).read_text(encoding="utf-8-sig"), file
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        raise UsageError(
            Text(ja=f"{file} を読めません：{reason}", en=f"{file} cannot be read: {reason}")
        ) from None


def _day(text: str) -> dt.date:
    from tateyoko.errors import UsageError

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            Text(
                ja=f"「{text}」は日付ではありません。2016-03-29 のように書きます。",
                en=f"'{text}' is no day: write one such as 2016-03-29.",
            )
        ) from None


def _known(names: Iterable[str], name: str) -> str:
    from tateyoko.cli.law_pages import unknown_name

    if name not in names:
        raise unknown_name(name, names)
    return name


def _answer_lines(
    catalogue: "Catalogue",
    answers: "dict[str, Answer]",
    date: dt.date,
    lang: Lang,
    *,
    every: bool,
) -> Iterable[str]:
    """Yield a line for each action, then the cards of those that may be ordered or are open."""
    from tateyoko.law.explain import card_lines, proof_lines
    from tateyoko.law.words import STATUSES, WORDS

    if not every:
        width = max((len(name) for name in answers), default=0)
        states = max(len(one.en) for one in STATUSES.values())
        for name, one in answers.items():
            status = STATUSES[one.status][lang]
            pad = " " * (states - len(status)) if lang == "en" else "　" * (4 - len(status))
            more = one.reason[lang] if one.reason is not None else f"[{one.cite}]"
            yield f"{name:<{width}}  {status}{pad}  {one.label[lang]}  {more}"
        yield ""
    for one in answers.values():
        if every or one.status != "not_permitted":
            yield from card_lines(catalogue, one, date, lang)
            if every and one.tree is not None:
                yield f"  {WORDS['why'][lang]}"
                for line in proof_lines(catalogue, one.tree, lang):
                    yield f"    {line}"
            yield ""
    yield WORDS["model"][lang]


def _write_answer(
    catalogue: "Catalogue", answers: "dict[str, Answer]", file: str, lang: Lang
) -> None:
    from tateyoko.errors import UsageError
    from tateyoko.figure.ladder import draw_ladder
    from tateyoko.law.explain import actors_of

    found = [one for one in answers.values() if one.tree is not None]
    if len(answers) != 1 or not found:
        raise UsageError(
            Text(
                ja="--svg には、その日に施行されている行動を --action で一つ選びます。",
                en="--svg needs one --action that is in force on that day.",
            )
        )
    one = found[0]
    assert one.tree is not None
    title = Text(
        ja=f"{one.id} {one.label.ja} [{one.cite}]", en=f"{one.id} {one.label.en} [{one.cite}]"
    )
    _write(file, draw_ladder(one.tree, title, lang, judges=actors_of(catalogue, lang)))


def _write(file: str, text: str) -> None:
    from tateyoko.errors import StoreError

    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            Text(ja=f"{file} に書けません：{reason}", en=f"{file} cannot be written: {reason}")
        ) from None


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


register(app)
