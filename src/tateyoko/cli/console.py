"""The edge of the command line: language, streams, progress, and how errors are told.

Exit codes: 0 fine, 1 the author's mistake or a run that failed or was interrupted, 2 wrong use,
3 our own mistake.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tateyoko.errors import TateyokoError
from tateyoko.text import LANGS, Lang, Text, default_lang

if TYPE_CHECKING:
    from rich.console import Console

    from tateyoko.study.run import Progress

__all__ = [
    "default_threads",
    "help_text",
    "language",
    "make_console",
    "progress_bar",
    "tell_error",
    "tell_interrupt",
    "tell_mistake",
]

_PIPED_WIDTH = 160


def language(choice: str | None) -> Lang:
    """Return the language asked for, else that of the environment.

    Raises
    ------
    UsageError
        For anything but ``ja`` and ``en``.
    """
    from tateyoko.errors import UsageError

    if choice is None:
        return default_lang()
    for lang in LANGS:
        if choice == lang:
            return lang
    raise UsageError(
        Text(
            ja=f"--lang {choice} はありません。ja か en を指定してください。",
            en=f"There is no --lang {choice}: choose ja or en.",
        )
    )


def language_of(arguments: list[str]) -> Lang:
    """Return the language that a command line asks for, before anything is parsed."""
    for place, word in enumerate(arguments):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        for lang in LANGS:
            if value == lang:
                return lang
    return default_lang()


def help_text(ja: str, en: str) -> str:
    """Return a help text in the language of this process (``--lang``, else the environment)."""
    return Text(ja=ja, en=en)[language_of(sys.argv[1:])]


def make_console(*, stderr: bool = False) -> "Console":
    """Return a console: the terminal's width, or a wide page without colours when piped."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    if stream.isatty():
        return Console(stderr=stderr, highlight=False)
    return Console(
        file=stream, width=_PIPED_WIDTH, highlight=False, no_color=True, force_terminal=False
    )


def default_threads() -> int:
    """Return the number of processors this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return max(1, os.cpu_count() or 1)


@contextmanager
def progress_bar(lang: Lang, *, quiet: bool = False) -> Iterator["Progress | None"]:
    """Show a bar on stderr while the body runs; nothing when stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from tateyoko.study.run import STAGES

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=make_console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text(ja="準備", en="preparing")[lang], total=None)

        def tell(stage: str, done: int, planned: int) -> None:
            bar.update(task, description=STAGES[stage][lang], completed=done, total=planned)

        yield tell


def tell_error(error: TateyokoError, lang: Lang) -> int:
    """Print the report of an error on stderr and return the exit code."""
    print(error.render(lang), file=sys.stderr)  # noqa: T201
    return error.exit_code


def tell_interrupt(lang: Lang) -> int:
    """Say that Ctrl-C stopped the command and return the exit code."""
    text = Text(ja="中断しました。何も書き出していません。", en="Interrupted. Nothing was written.")
    print(text[lang], file=sys.stderr)  # noqa: T201
    # An interrupt that arrives while a text is executed, as every dataclass does when it is made,
    # would end Python by the signal whatever the exit code; to execute another clears that.
    exec("")
    return 1


def tell_mistake(error: BaseException, lang: Lang) -> int:
    """Say that this program has a mistake and return the exit code."""
    name = type(error).__name__
    text = Text(
        ja=f"プログラムの誤りです（{name}：{error}）。--debug を付けると場所が分かります。"
        "お知らせください。",
        en=f"A mistake of this program ({name}: {error}). "
        "Run it again with --debug to see where, and please report it.",
    )
    print(text[lang], file=sys.stderr)  # noqa: T201
    return 3
