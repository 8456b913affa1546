"""How long a new process takes to its first result, with and without a compiled kernel."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from time import perf_counter

from tateyoko.engine.kernel_cache import DIRECTORY_VARIABLE

_FIRST_RESULT = """
from tateyoko.bench.models import chain
from tateyoko.engine.batch import run_batch
assert run_batch(chain(20).net).measures[0, 0, 0] > 0
"""


def start_seconds(*, cold: bool = True) -> dict[str, float]:
    """Measure start-up in subprocesses: from the start of the process to its end.

    Parameters
    ----------
    cold : bool
        Whether to compile the kernel in a fresh cache as well (ten seconds or more). Default: yes.

    Returns
    -------
    seconds : dict
        ``cold`` (if asked for) and ``warm``, the better of two.
    """
    seconds = {}
    with tempfile.TemporaryDirectory() as directory:
        environment = dict(os.environ)
        if cold:
            environment[DIRECTORY_VARIABLE] = directory
            seconds["cold"] = _one(environment)
        else:
            _one(environment)
        seconds["warm"] = min(_one(environment) for _ in range(2))
    return seconds


def _one(environment: dict[str, str]) -> float:
    began = perf_counter()
    subprocess.run([sys.executable, "-c", _FIRST_RESULT], env=environment, check=True)
    return perf_counter() - began
