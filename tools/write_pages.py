"""Write the generated pages of docs/reference anew; with --check, only say which are out of date.

A page is generated where the program knows the text better than an author can: the commands and
their options, the codes of mistakes. tests/docs compares the pages with what this script gives.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tateyoko.text import Text

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by tools/write_pages.py; change the program, not this page. -->\n"

# Where each package keeps what its codes mean, and the heading they stand under.
CATALOGUES = ()


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give every command of a command group with its full name, groups before their members."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


def paragraph(text: str | None) -> str:
    """Join the lines of a help text into one paragraph each."""
    blocks = (text or "").replace("\b", "").strip().split("\n\n")
    return "\n\n".join(" ".join(block.split()) for block in blocks)


def cell(text: str) -> str:
    """Make a text safe for one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def describe_parameter(parameter: Any) -> tuple[str, str]:
    """Give how a parameter is written and what it means, with its default."""
    if parameter.param_type_name == "argument":
        written = f"`{(parameter.metavar or parameter.name).upper()}`"
    else:
        names = "/".join([*parameter.opts, *parameter.secondary_opts])
        kind = "" if parameter.is_flag else f" {parameter.metavar or parameter.type.name.upper()}"
        written = f"`{names}{kind}`"
    meaning = parameter.help or ""
    default = parameter.default
    if default not in (None, "", (), [], False, True) and not callable(default):
        meaning += f" Default: `{getattr(default, 'value', default)}`."
    return written, cell(meaning)


def cli_page() -> str:
    """Give the page of commands and options."""
    typer_main = importlib.import_module("typer.main")
    app = importlib.import_module("tateyoko.cli").app
    lines = [
        "# Commands",
        "",
        NOTE,
        "Every command works without arguments on the world that is shipped. `tateyoko COMMAND",
        "--help` says the same as this page. Commands exit with 0 (fine), 1 (findings, or a world",
        "that is wrong), 2 (wrong use) or 3 (an internal error).",
        "",
    ]
    for path, command in commands(typer_main.get_command(app)):
        lines += [f"{'#' * (len(path) + 1)} tateyoko {' '.join(path)}", ""]
        lines += [paragraph(command.help), ""]
        visible = [
            parameter
            for parameter in command.params
            if not getattr(parameter, "hidden", False) and parameter.name != "help"
        ]
        if visible:
            lines += ["| argument or option | meaning |", "| --- | --- |"]
            lines += [f"| {a} | {b} |" for a, b in map(describe_parameter, visible)]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def catalogue(module: str, name: str) -> Mapping[str, Text]:
    """Give one package's mapping from code to meaning."""
    found = getattr(importlib.import_module(module), name)
    return {str(code): text for code, text in found.items()}


def errors_page() -> str:
    """Give the page of codes, in both languages."""
    lines = [
        "# Codes of mistakes and findings / 誤りと指摘の符号",
        "",
        NOTE,
        "A report names the place (`file:line:column`), the code, what was found, what would have",
        "been right and what to do. The code and the place are the same in both languages.",
        "",
        "報告には場所・符号・見つかったもの・正しい形・直し方が示されます。符号と場所は両言語で同じです。",
        "",
    ]
    for title, module, name in CATALOGUES:
        lines += [f"## {title}", "", "| code | meaning | 意味 |", "| --- | --- | --- |"]
        for code, text in sorted(catalogue(module, name).items()):
            lines.append(f"| {code} | {cell(text.en)} | {cell(text.ja)} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/cli.md": cli_page,
    "docs/reference/errors.md": errors_page,
}


def stale_pages() -> Iterable[tuple[Path, str]]:
    """Give the pages that differ from what the program says, with their new text."""
    for name, make in PAGES.items():
        path = ROOT / name
        text = make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield path, text


def main() -> int:
    """Write, or check, all generated pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    arguments = parser.parse_args()
    stale = list(stale_pages())
    for path, text in stale:
        if arguments.check:
            sys.stderr.write(f"out of date: {path.relative_to(ROOT)}\n")
        else:
            path.write_text(text, encoding="utf-8")
            sys.stderr.write(f"written: {path.relative_to(ROOT)}\n")
    return int(bool(stale) and arguments.check)


if __name__ == "__main__":
    sys.exit(main())
