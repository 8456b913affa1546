"""Asking for help costs no numerics: heavy packages are imported by the function that needs them.

The test looks at what was imported rather than at a clock, so that a busy machine cannot fail it.
"""

import json
import subprocess
import sys

import pytest

HEAVY = ("numba", "llvmlite", "numpy", "scipy", "pyarrow", "jinja2", "simpy", "ruamel", "z3")
REPORT = "import sys, json; sys.stderr.write('\\n' + json.dumps(sorted(sys.modules)))"
HELP = """
import sys
sys.argv = ["tateyoko", *{arguments!r}]
from tateyoko.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
"""


def imported_by(program):
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{REPORT}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name.split(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


def test_importing_the_package_imports_nothing_heavy():
    assert not imported_by("import tateyoko").intersection(HEAVY)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["compare", "--help"], ["trace", "--help"], ["law", "gaps", "--help"]]
)
def test_help_imports_nothing_heavy(arguments):
    modules = imported_by(HELP.format(arguments=arguments))

    assert "typer" in modules
    assert not modules.intersection(HEAVY)
