"""The hand-written C programs: compiled when a C compiler is there."""

from __future__ import annotations

import shutil
import subprocess
from importlib import resources
from pathlib import Path

FLAGS = ("-O3", "-march=native", "-ffp-contract=off")


def compiler() -> str | None:
    """Return the C compiler, None without one."""
    return shutil.which("gcc") or shutil.which("cc")


def build(directory: Path) -> Path | None:
    """Compile the programs into a directory; None without a compiler.

    Parameters
    ----------
    directory : Path
        Where the program goes.

    Raises
    ------
    subprocess.CalledProcessError
        If the compiler refuses our source.
    """
    command = compiler()
    if command is None:
        return None
    source = directory / "hand_written.c"
    source.write_text(resources.files("tateyoko.bench").joinpath("hand_written.c").read_text())
    program = directory / "hand_written"
    subprocess.run([command, *FLAGS, "-o", str(program), str(source), "-lm"], check=True)
    return program


def run_program(program: Path, model: str, size: int, seed: int) -> tuple[int, float, float]:
    """Run one model; returns events, seconds and the mean time in the system [h]."""
    done = subprocess.run(
        [str(program), model, str(size), str(seed)], capture_output=True, text=True, check=True
    )
    events, seconds, mean = done.stdout.split()
    return int(events), float(seconds), float(mean)
