"""Create `.venv` in the checkout and install the project, at the versions of constraints.txt.

Called by tools/environment.sh when its stamp does not match. Uses the standard library alone,
because it runs under whatever Python 3.11+ the machine has. The package index is whatever pip and
uv are configured to use.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class InstallationError(Exception):
    """A step of the installation failed; the message says which and what to do."""


def say(line: str) -> None:
    """Tell the user, in one line on stderr, what is going on."""
    sys.stderr.write(f"tateyoko: {line}\n")
    sys.stderr.flush()


def call(command: Sequence[str | Path], env: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a command; give its exit code, 127 if there is no such program, and its output."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout


def run(command: Sequence[str | Path], *, env: dict[str, str] | None = None) -> bool:
    """Whether a command succeeds; if not, show the end of what it wrote."""
    code, output = call(command, env)
    if code:
        sys.stderr.write("".join(f"    {line}\n" for line in output.splitlines()[-12:]))
    return code == 0


def succeeds(command: Sequence[str | Path]) -> bool:
    """Whether a command succeeds, in silence."""
    return call(command)[0] == 0


def is_usable() -> bool:
    """Whether `.venv` holds a Python new enough."""
    return succeeds([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])


def create_environment() -> None:
    """Make `.venv`, on machines without ensurepip or without the venv module too.

    Some distributions ship Python without ensurepip: an environment without pip is enough, since
    the machine's pip installs into it. Where the venv module itself is missing, virtualenv from a
    throw-away folder does it.

    Raises
    ------
    InstallationError
        If no way works.
    """
    if is_usable():
        return
    say(f"creating {VENV}")
    shutil.rmtree(VENV, ignore_errors=True)
    if succeeds([sys.executable, "-m", "venv", VENV]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if succeeds([sys.executable, "-m", "venv", "--without-pip", VENV]) and is_usable():
        return
    say("this Python has no venv module; taking virtualenv instead")
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"]
        made = run(pip) and run(
            [sys.executable, "-m", "virtualenv", VENV], env={**os.environ, "PYTHONPATH": folder}
        )
    if not made:
        message = "cannot create a virtual environment: this Python needs venv or pip"
        raise InstallationError(message)


def installer() -> list[str | Path]:
    """Give the command that installs into `.venv`: uv, and pip where uv cannot be had."""
    constraints = ROOT / "constraints.txt"
    uv = VENV / "bin" / "uv"
    pip: list[str | Path] = [PYTHON, "-m", "pip"]
    if not succeeds([*pip, "--version"]):
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    # The step that pins uv may fail offline though an older uv is there and does.
    pinned = run([*pip, "install", "--quiet", "--constraint", constraints, "uv"])
    if pinned or succeeds([uv, "--version"]):
        return [uv, "pip", "install", "--quiet", "--python", PYTHON, "--constraint", constraints]
    say("uv cannot be installed; taking pip, which is slower")
    return [*pip, "install", "--quiet", "--constraint", constraints]


def install(groups: Sequence[str], stamp: str) -> None:
    """Install the project with its solver, editable, and the groups; then write their stamps.

    Raises
    ------
    InstallationError
        If the packages cannot be installed.
    """
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    requirements: list[str] = []
    for group in groups:
        requirements += declared["dependency-groups"][group]
    say(f"installing the project{''.join(f', {group} tools' for group in groups)} (once; a minute)")
    # The solver is an extra of the package; in a checkout `tateyoko law gaps` simply works.
    if not run([*installer(), "--editable", f"{ROOT}[prove]", *requirements]):
        message = "the packages could not be installed; is the package index reachable?"
        raise InstallationError(message)
    for group in ("project", *groups):
        (VENV / f".installed-{group}").write_text(stamp + "\n", encoding="utf-8")


def main() -> int:
    """Prepare the environment under a lock, so that two first calls do not meet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stamp", required=True, help="written when all is installed")
    parser.add_argument("groups", nargs="*")
    arguments = parser.parse_args()
    lock_path = ROOT / ".venv.lock"
    with lock_path.open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            create_environment()
            install(arguments.groups, arguments.stamp)
        except InstallationError as error:
            say(str(error))
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
