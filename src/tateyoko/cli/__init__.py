"""The command line: parsing and printing, nothing else. Heavy imports happen inside commands."""

import sys
from typing import Annotated, Any

import typer

from tateyoko.cli.bench import bench
from tateyoko.cli.check import check
from tateyoko.cli.compare import compare
from tateyoko.cli.console import help_text, language_of, tell_error, tell_interrupt, tell_mistake
from tateyoko.cli.law import app as law_app
from tateyoko.cli.show import register
from tateyoko.cli.trace import trace
from tateyoko.cli.validate import validate
from tateyoko.errors import RunError, TateyokoError
from tateyoko.text import Text

__all__ = ["app", "main"]

# Typer exports the leaves of its tree of usage errors, but not their common root.
_WRONG_USE: Any = typer.BadParameter.__mro__[2]

_TOO_LARGE = Text(
    ja="メモリーが足りません。--runs か --sets を小さくしてください。何も書き出していません。",
    en="Not enough memory. Ask for fewer --runs or --sets. Nothing was written.",
)

app = typer.Typer(
    name="tateyoko",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=help_text(
        "縦横：国家の危機における意思決定の模擬実験室。"
        "公開情報によるモデルであり、予測ではありません。",
        "Tateyoko: a simulation laboratory for national crisis decisions. "
        "Results are of a model built from public information, not a forecast.",
    ),
)


@app.callback()
def _options(
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            help=help_text("誤りのとき内部の経路を表示する", "show the stack trace of an error"),
        ),
    ] = False,
) -> None:
    # Read from the command line by `main`, which sees errors of every command.
    del debug


app.command(
    "compare",
    help=help_text(
        "態勢を同じ運で走らせて比べ、表を出し、結果を書き出す",
        "run postures on the same dice, print the table and write the results",
    ),
)(compare)
app.command(
    "bench",
    help=help_text(
        "この機械での速さを、ほかの道具と並べて測る",
        "measure the speed on this machine beside that of other tools",
    ),
)(bench)
app.command(
    "trace",
    help=help_text(
        "一つの命令を一回の計算の中でたどり、言葉で示す",
        "follow one order through one replication, in words",
    ),
)(trace)
app.command(
    "validate",
    help=help_text(
        "実際の危機を型と発端の状況だけから模擬し、記録と突き合わせて採点する",
        "simulate real crises from their type and onset alone and score them against the records",
    ),
)(validate)
app.command(
    "check",
    help=help_text(
        "止まるほどではない弱点（いつも同じ判断など）を世界と想定に探す（あれば終了コード1）",
        "tell the weak spots of a world that stop nothing, such as findings that always say yes "
        "(exit code 1 when there are any)",
    ),
)(check)
register(app)
app.add_typer(
    law_app,
    name="law",
    help=help_text(
        "その日の法で、誰が何を命じ得るかを問う",
        "what the law of a day permits, to whom, and on what conditions",
    ),
)

# What the library returns for Ctrl-C while a command still loads its modules.
_INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code.

    Parameters
    ----------
    arguments : list of str, optional
        Words after the program's name. Default: those of the process.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    sys.exit(_run(words, debug=debug))


def _run(words: list[str], *, debug: bool) -> int:
    lang = language_of(words)
    try:
        result = app(words, prog_name="tateyoko", standalone_mode=False)
    except TateyokoError as error:
        if debug:
            raise
        return tell_error(error, lang)
    except _WRONG_USE as error:
        error.show()
        return int(error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        if debug:
            raise
        return tell_interrupt(lang)
    except MemoryError:
        if debug:
            raise
        return tell_error(RunError(_TOO_LARGE), lang)
    except BrokenPipeError:
        # The reader of the pipe (head, less) has seen enough.
        sys.stderr.close()
        return 0
    except Exception as error:  # the outermost edge
        if debug:
            raise
        return tell_mistake(error, lang)
    if result == _INTERRUPTED:
        return tell_interrupt(lang)
    return result if isinstance(result, int) else 0
