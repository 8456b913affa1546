"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from tateyoko.cli.console import help_text

__all__ = ["AsJson", "Folder", "Language"]

Folder = Annotated[
    Path | None,
    typer.Option(
        "--world",
        metavar="DIR",
        help=help_text(
            "世界のフォルダー（既定：付属の世界）",
            "folder of the world; the shipped one if left out",
        ),
        show_default=False,
    ),
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help=help_text("JSON を出力する", "print one JSON document")),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--lang", help=help_text("言語：ja か en", "language: ja or en"), show_default=False
    ),
]
