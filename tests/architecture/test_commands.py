"""The two commands of the README: they install once, from anywhere, and then stay out of the way.

A copy of the scripts runs with a stand-in for Python that writes down how it was called, so nothing
is installed and no network is needed.
"""

import os
import shutil
import subprocess

import pytest

from tests.architecture.sources import ROOT

STAND_IN = """#!/bin/sh
case "$1" in
-c) exit 0 ;;
*/environment.py)
    shift
    echo "install $*" >> "$CALLS"
    [ "$1" = --stamp ] && stamp=$2
    shift 2
    for group in project "$@"; do
        printf '%s\\n' "$stamp" > "$CHECKOUT/.venv/.installed-$group"
    done
    ;;
*) echo "run $*" >> "$CALLS" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    """Make a checkout with a space in its path and an environment that is not installed yet."""
    folder = tmp_path / "my checkout"
    (folder / "tools").mkdir(parents=True)
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("tateyoko", "test", "pyproject.toml", "constraints.txt", "tools/environment.sh"):
        shutil.copy(ROOT / name, folder / name)
    python = folder / ".venv" / "bin" / "python"
    python.write_text(STAND_IN, encoding="utf-8")
    python.chmod(0o755)
    return folder


def call(checkout, *words, cwd=None):
    """Run a command of the checkout; give the calls of Python that it made."""
    calls = checkout / "calls"
    calls.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "PYTHON": str(checkout / ".venv" / "bin" / "python"),
        "CALLS": str(calls),
        "CHECKOUT": str(checkout),
    }
    subprocess.run(words, cwd=cwd or checkout, env=environment, check=True)
    return calls.read_text(encoding="utf-8").splitlines()


def test_the_first_call_installs_and_the_second_does_not(checkout):
    first = call(checkout, str(checkout / "tateyoko"), "compare")
    second = call(checkout, str(checkout / "tateyoko"), "compare", "--out", "a b")

    assert [line.split()[0] for line in first] == ["install", "run"]
    assert second == ["run -m tateyoko compare --out a b"]


def test_a_changed_pin_installs_again(checkout):
    call(checkout, str(checkout / "tateyoko"))
    with (checkout / "constraints.txt").open("a", encoding="utf-8") as pins:
        pins.write("# moved\n")

    again = call(checkout, str(checkout / "tateyoko"))

    assert again[0].startswith("install")


def test_tests_install_their_own_tools_on_top(checkout):
    call(checkout, str(checkout / "tateyoko"))

    lines = call(checkout, str(checkout / "test"), "-k", "harbour")

    assert lines[0].startswith("install")
    assert lines[0].endswith(" test")
    assert lines[1].startswith("run -m pytest")
    assert lines[1].endswith("-k harbour")
    assert call(checkout, str(checkout / "test"))[0].startswith("run -m pytest")


def test_a_moved_checkout_installs_again(checkout):
    call(checkout, str(checkout / "tateyoko"))
    moved = checkout.with_name("elsewhere")
    checkout.rename(moved)

    again = call(moved, str(moved / "tateyoko"))

    assert again[0].startswith("install")


def test_commands_work_from_anywhere_and_through_a_link(checkout, tmp_path):
    elsewhere = tmp_path / "some where"
    elsewhere.mkdir()
    link = elsewhere / "tyk"
    link.symlink_to(checkout / "tateyoko")

    assert call(checkout, str(link), "--help", cwd=elsewhere)[-1] == "run -m tateyoko --help"


def test_an_old_python_is_refused_with_a_reason(checkout, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    for name in ("python3", "python", *(f"python3.{minor}" for minor in range(11, 15))):
        (old / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (old / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{old}:{os.environ['PATH']}"}
    environment.pop("PYTHON", None)

    done = subprocess.run(
        [str(checkout / "tateyoko")], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "Python 3.11 or newer" in done.stderr
