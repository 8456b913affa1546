"""`tateyoko bench`: the speed of both engines beside other tools, in one run."""

import json
import sys
from typing import Annotated

import typer

from tateyoko.cli.console import help_text, language
from tateyoko.cli.options import AsJson, Language
from tateyoko.text import Text

__all__ = ["bench"]


def bench(
    repetitions: Annotated[
        int, typer.Option(min=1, help=help_text("繰り返しの数", "repetitions of every measurement"))
    ] = 3,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Measure the speed on this machine."""
    from tateyoko.bench import format_table, run_bench

    chosen = language(lang)
    head = Text(
        ja="この機械での速さ（1秒あたりの事象、繰り返しの中の最良）",
        en="Speed on this machine (events per second, best of the repetitions)",
    )

    def tell(line: str) -> None:
        if sys.stderr.isatty():
            typer.echo(line, err=True)

    found = run_bench(repetitions=repetitions, progress=tell)
    if as_json:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
        return
    typer.echo(head[chosen])
    typer.echo(format_table(found))
