"""Write the generated pages of docs/reference anew; with --check, only say which are out of date.

A page is generated where the program knows the text better than an author can: the commands and
their options, the codes of mistakes. tests/docs compares the pages with what this script gives.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Run as a script, a tool finds its siblings in the checkout's root.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tateyoko.text import Lang, Text
from tools.excerpts import with_excerpt
from tools.law_catalogue import law_page

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by tools/write_pages.py; change the program, not this page. -->\n"

# Heading of a family of codes, and where its package keeps what they mean.
CATALOGUES = (
    ("Worlds, scenarios, reforms / 世界・想定・改革", "tateyoko.world.catalogue", "CATALOGUE"),
    ("Case files / 事例ファイル", "tateyoko.world.case_codes", "CODES"),
    ("Law / 法", "tateyoko.law.codes", "CODES"),
    ("Compiling / 翻訳", "tateyoko.compiler.codes", "CODES"),
    ("Nets / 網", "tateyoko.net.meanings", "MISTAKES"),
    ("Faults in a run / 計算中の故障", "tateyoko.net.meanings", "FAULTS"),
    ("Studies / 比較", "tateyoko.study.codes", "CODES"),
)
# tests/docs holds the codes against the errors of the program.
EXIT_CODES = (
    (0, Text(ja="問題なし", en="fine")),
    (
        1,
        Text(
            ja="世界に誤りがある・計算が終わらない（Ctrl-C を含む）・結果を書けない・"
            "指摘や差異がある",
            en="the world is wrong, a run failed or was stopped with Ctrl-C, results could not be "
            "written, or something that was checked does not hold",
        ),
    ),
    (
        2,
        Text(
            ja="使い方の誤り（ない名前・範囲外の値など）",
            en="wrong use: an unknown name, a value outside its range",
        ),
    ),
    (3, Text(ja="プログラムの誤り", en="a mistake of the program")),
)


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


def describe_parameter(parameter: Any, context: Any) -> dict[str, str]:
    """Give how a parameter is written, what it means and its default."""
    if parameter.param_type_name == "argument":
        written = (parameter.metavar or parameter.name).upper()
    else:
        written = parameter.get_help_record(context)[0]
    default = parameter.default
    if default in (None, "", (), [], False, True) or callable(default):
        default = ""
    return {
        "name": parameter.name,
        "written": written,
        "help": cell(parameter.help or ""),
        "default": str(getattr(default, "value", default)),
    }


def describe_commands() -> list[dict[str, Any]]:
    """Give all commands with their parameters, in the language of this process."""
    typer_main = importlib.import_module("typer.main")
    group = typer_main.get_command(importlib.import_module("tateyoko.cli").app)
    context = importlib.import_module("typer").Context(group)
    return [
        {
            "path": list(path),
            "help": paragraph(command.help),
            "parameters": [
                describe_parameter(parameter, context)
                for parameter in command.params
                if not getattr(parameter, "hidden", False) and parameter.name != "help"
            ],
        }
        for path, command in commands(group)
    ]


def commands_in(lang: Lang) -> list[dict[str, Any]]:
    """Give all commands in a language, which a process chooses once, when it starts."""
    done = subprocess.run(
        [sys.executable, __file__, "--commands"],
        env={**os.environ, "TATEYOKO_LANG": lang},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return list(json.loads(done.stdout))


def cli_page() -> str:
    """Give the page of commands and options, in both languages."""
    lines = [
        "# Commands / コマンド",
        "",
        NOTE,
        "Every command works without arguments on the world that is shipped, and its `--help` says",
        "the same as this page. `--debug`, before the command, shows the stack trace of an error.",
        "`TATEYOKO_LANG` or `LANG` choose the language where `--lang` does not. Compiled kernels",
        "stay in the user's cache (`XDG_CACHE_HOME`) or where `TATEYOKO_KERNEL_DIR` says.",
        "",
        "| exit code / 終了コード | meaning | 意味 |",
        "| --- | --- | --- |",
        *[f"| {code} | {text.en} | {text.ja} |" for code, text in EXIT_CODES],
        "",
    ]
    for english, japanese in zip(commands_in("en"), commands_in("ja"), strict=True):
        path = english["path"]
        lines += [f"{'#' * (len(path) + 1)} tateyoko {' '.join(path)}", ""]
        lines += [english["help"], "", japanese["help"], ""]
        parameters = zip(english["parameters"], japanese["parameters"], strict=True)
        rows = [
            f"| `{en['written']}` | {en['help']} | {ja['help']} | {code(en['default'])} |"
            for en, ja in parameters
        ]
        if rows:
            head = [
                "| argument or option | meaning | 意味 | default |",
                "| --- | --- | --- | --- |",
            ]
            lines += [*head, *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


def code(text: str) -> str:
    """Give a text as code, and nothing for nothing."""
    return f"`{text}`" if text else ""


def catalogue(module: str, name: str) -> dict[str, Text]:
    """Give one package's mapping from code to meaning."""
    found = getattr(importlib.import_module(module), name)
    return {str(code): meaning_of(entry) for code, entry in found.items()}


def meaning_of(entry: Any) -> Text:
    """Give what a code means: a text, or what was found and what would be right."""
    if isinstance(entry, Text):
        return entry
    what, expected = entry.what, entry.expected
    english = f"{what.en[:1].upper()}{what.en[1:]}. {expected.en}"
    japanese = f"{what.ja}。{expected.ja}"
    # Doubled braces are braces in a template; single ones stay as what a report fills in.
    plain = [part.replace("{{", "{").replace("}}", "}").strip() for part in (japanese, english)]
    return Text(ja=plain[0], en=plain[1])


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
        "Words in braces stand for what the report fills in. 波括弧の語は報告で埋められます。",
        "",
    ]
    for title, module, name in CATALOGUES:
        lines += [f"## {title}", "", "| code | meaning | 意味 |", "| --- | --- | --- |"]
        for code, text in sorted(catalogue(module, name).items()):
            lines.append(f"| {code} | {cell(text.en)} | {cell(text.ja)} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def trace_excerpt(lang: Lang) -> str:
    """Give the story of one order as `tateyoko trace noto-1999 --posture 1999` prints it."""
    from tateyoko.cli.trace import render
    from tateyoko.cli.worlds import compile_scenario, open_world
    from tateyoko.follow import follow_order

    world = open_world(None)
    model = compile_scenario(world, "noto-1999", postures=["1999"])
    story = follow_order(model, world, posture="1999")
    return f"```text\n{render(story, lang)}\n```\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/cli.md": cli_page,
    "docs/reference/error-codes.md": errors_page,
    "docs/reference/law-catalogue.md": law_page,
}
# Parts of pages that are otherwise written by hand, between comments with their name.
EXCERPTS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("docs/howto/follow-one-order.md", "trace en"): lambda: trace_excerpt("en"),
    ("docs/howto/follow-one-order.md", "trace ja"): lambda: trace_excerpt("ja"),
}


def fresh_pages() -> Iterator[tuple[Path, str]]:
    """Give every page that is generated, wholly or in part, as it should be."""
    for name, make in PAGES.items():
        yield ROOT / name, make()
    for name in dict.fromkeys(page for page, _ in EXCERPTS):
        text = (ROOT / name).read_text(encoding="utf-8")
        for (page, excerpt), make in EXCERPTS.items():
            if page == name:
                text = with_excerpt(text, excerpt, make())
        yield ROOT / name, text


def stale_pages() -> Iterator[tuple[Path, str]]:
    """Give the pages that differ from what the program says, with their new text."""
    for path, text in fresh_pages():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield path, text


def main() -> int:
    """Write, or check, all generated pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--commands", action="store_true", help="print the commands as JSON")
    arguments = parser.parse_args()
    if arguments.commands:
        sys.stdout.write(json.dumps(describe_commands()))
        return 0
    stale = 0
    for path, text in stale_pages():
        stale += 1
        if arguments.check:
            sys.stderr.write(f"out of date: {path.relative_to(ROOT)}\n")
        else:
            path.write_text(text, encoding="utf-8")
            sys.stderr.write(f"written: {path.relative_to(ROOT)}\n")
    return int(stale > 0 and arguments.check)


if __name__ == "__main__":
    sys.exit(main())
