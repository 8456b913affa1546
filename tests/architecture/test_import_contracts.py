"""Packages point one way (pyproject.toml, [tool.importlinter])."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.architecture.sources import PACKAGE, ROOT

COMMAND = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(folder):
    """Check the contracts on the package as it lies in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", COMMAND, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_package_keeps_its_import_contracts():
    done = lint(PACKAGE.parent)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("engine/upward.py", "import tateyoko.study"),
        ("net/sideways.py", "import tateyoko.world"),
        ("law/numerics.py", "import numpy"),
        ("study/terminal.py", "import rich"),
        ("unlisted/__init__.py", ""),
    ],
)
def test_a_planted_breach_of_a_contract_is_noticed(tmp_path, module, line):
    copy = tmp_path / "tateyoko"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.nb?"))
    planted = copy / module
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line + "\n", encoding="utf-8")

    done = lint(tmp_path)

    assert done.returncode == 1
    assert "BROKEN" in done.stdout or "unlisted" in done.stdout, done.stdout + done.stderr
