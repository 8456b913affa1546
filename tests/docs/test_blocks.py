"""Every code block of every page runs, in order, in a folder of the page's own.

Commands run as a reader would type them, except that the number of runs is cut to keep the tests
short, and that a page which has written a comparison to the default folder prints further ones as
data instead of drawing the same report again; what the pages print as output is written by tools
and compared elsewhere.
"""

import contextlib
import datetime as dt
import io
import json
import shlex
import subprocess
import sys

import jsonschema
import pytest
from ruamel.yaml import YAML

from tateyoko.cli import main
from tateyoko.world.schema import schema_of
from tests.docs.pages import ROOT, Page, all_pages

# Commands of a reader's shell that set something up, and are not run here.
SURROUNDINGS = {"git", "cd", "just", "./test", "tools/slow", "tools/pin_versions", ".ci/run"}
LANGUAGES = {"bash", "python", "yaml", "json", "text", "toml"}
RUNS = 4
SAMPLED = {"compare", "explore", "validate"}
PAGES = [page for page in all_pages() if page.blocks()]
TWINS = [page for page in PAGES if page.name.endswith(".ja.md")]


def cut_short(words, *, is_first, has_written):
    """Cut the number of runs of a command, and of assumption sets but for one command in all."""
    if "--repeat" in words:
        return words
    if "--runs" in words:
        at = words.index("--runs") + 1
        words[at] = str(min(int(words[at]), RUNS))
    elif words and words[0] in SAMPLED:
        words += ["--runs", str(RUNS)]
    if words and words[0] == "compare":
        words += ["--sets", "2" if is_first else "0"]
        if has_written and not {"--out", "--json"}.intersection(words):
            words.append("--json")
    return words


def commands_of(block):
    """Give the lines of a shell block as words, without comments and prompts."""
    joined = block.text.replace("\\\n", " ")
    for line in joined.splitlines():
        words = shlex.split(line, comments=True)
        if words:
            yield words


def redirected(words):
    """Give the words of a command, and the file that its output goes to."""
    if ">" not in words:
        return words, None
    at = words.index(">")
    (target,) = words[at + 1 :]
    return words[:at], target


def run_command(arguments, folder):
    """Run a command in this process, which spares it the start; give code, stdout, stderr."""
    output, errors = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(errors),
        pytest.raises(SystemExit) as stopped,
    ):
        main(list(arguments))
    return stopped.value.code or 0, output.getvalue(), errors.getvalue()


def run_shell(block, folder):
    expected = int(block.notes.get("exit", "0"))
    for words in commands_of(block):
        if words[0] in SURROUNDINGS:
            if words[0].startswith((".", "tools")):
                assert (ROOT / words[0]).exists(), f"{block.place}: no {words[0]}"
            continue
        assert words[0] in {"tateyoko", "./tateyoko"}, f"{block.place}: {words[0]} is not run"
        has_written = any((folder / "tateyoko-out").glob("*/report.html"))
        is_first = block.page == "README.md" and not has_written
        arguments, target = redirected(words[1:])
        arguments = cut_short(arguments, is_first=is_first, has_written=has_written)
        code, output, errors = run_command(arguments, folder)
        assert code == expected, f"{block.place}: {shlex.join(words)} gave {code}\n{output}{errors}"
        if target:
            (folder / target).write_text(output, encoding="utf-8")


def run_python(blocks, folder):
    program = "\n".join(
        f"# {block.place}\n{block.text}" for block in blocks if "not run" not in block.notes
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{blocks[0].page}\n{done.stderr}"


def write_file(block, folder):
    if name := block.notes.get("file"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")


def as_json(data):
    """Give YAML data as JSON has it: keys and dates are strings."""
    if isinstance(data, dict):
        return {str(key): as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return str(data) if isinstance(data, dt.date) else data


def kind_of(data):
    """Say which file of a world a mapping could stand in; None for a part of one."""
    if "truths" in data and "question" in data:
        return "scenario"
    if "patches" in data:
        return "reform"
    sections = schema_of("world")["properties"]
    return "world" if set(data) <= set(sections) else None


def check_yaml(block):
    """A block of YAML can be read, and follows the schema of the file that it shows."""
    data = as_json(YAML(typ="safe").load(block.text))
    if data is None:
        assert all(line.startswith("#") for line in block.text.splitlines()), block.place
    elif block.page.startswith("src/"):
        return  # law as literate text: its own reader checks it
    elif isinstance(data, dict) and (kind := kind_of(data)):
        validator = jsonschema.Draft202012Validator(schema_of(kind))
        mistakes = [error.message for error in validator.iter_errors(data)]
        assert not mistakes, f"{block.place}: {mistakes}"


@pytest.mark.parametrize("page", TWINS, ids=lambda page: page.name)
def test_a_japanese_page_has_the_blocks_of_its_english_twin(page):
    twin = Page(page.path.with_name(page.path.name.replace(".ja.md", ".md")))

    def essence(block):
        return block.language, block.notes, block.text.replace(" --lang ja", "")

    assert [essence(block) for block in page.blocks()] == [
        essence(block) for block in twin.blocks()
    ]


# What a Japanese page says in other words it does in the same blocks, so its twin runs for both.
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in TWINS], ids=lambda page: page.name
)
def test_page_runs(page, tmp_path):
    blocks = page.blocks()
    for block in page.earlier.blocks() if page.earlier else ():
        write_file(block, tmp_path)
    for block in blocks:
        assert block.language in LANGUAGES, f"{block.place}: a block needs a language"
        if "not run" in block.notes:
            assert len(block.notes["not run"]) > 10, f"{block.place}: say why"
            continue
        write_file(block, tmp_path)
        if block.language == "yaml":
            check_yaml(block)
        elif block.language == "json":
            json.loads(block.text)
        elif block.language == "bash":
            run_shell(block, tmp_path)
    python = [block for block in blocks if block.language == "python"]
    if python:
        run_python(python, tmp_path)
