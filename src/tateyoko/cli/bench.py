"""`tateyoko bench`: the speed of both engines beside other tools, in one run."""

import json
from typing import Annotated

import typer

from tateyoko.cli.console import help_text, language, make_console, progress_bar

__all__ = ["bench"]


def bench(
    as_json: Annotated[
        bool, typer.Option("--json", help=help_text("JSON で出力する", "print JSON"))
    ] = False,
    lang: Annotated[
        str | None, typer.Option("--lang", help=help_text("言語：ja か en", "language: ja or en"))
    ] = None,
) -> None:
    """Measure the speed on this machine."""
    from tateyoko.bench import render, run_bench

    chosen = language(lang)
    with progress_bar(chosen, quiet=True):
        found = run_bench()
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    make_console().print(render(found, chosen), markup=False, soft_wrap=True)
