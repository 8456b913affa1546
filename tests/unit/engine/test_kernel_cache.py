"""The compiled kernel is kept: a second process compiles nothing, an edit is never missed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tateyoko
from tateyoko.engine import kernel_cache
from tateyoko.engine.warmup import warm_up

SOURCE = Path(tateyoko.__file__).parent


def test_every_module_that_the_kernel_imports_is_in_its_fingerprint():
    """Modules of ours that kernel*.py import at run time decide what is compiled."""
    import ast

    known = {path.stem for path in kernel_cache.kernel_sources()}
    for path in kernel_cache.kernel_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            is_ours = isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                ("tateyoko.engine.kernel", "tateyoko.net.codes", "tateyoko.net.opcodes")
            )
            if is_ours:
                assert node.module.rsplit(".", 1)[1] in known, (path.name, node.module)


def test_an_edit_of_any_source_changes_the_fingerprint(tmp_path, monkeypatch):
    copies = []
    for path in kernel_cache.kernel_sources():
        copies.append(tmp_path / path.name)
        shutil.copy(path, copies[-1])
    monkeypatch.setattr(kernel_cache, "kernel_sources", lambda: copies)
    seen = {kernel_cache.fingerprint.__wrapped__()}
    for copy in copies:
        copy.write_text(copy.read_text() + "\n# an edit\n")
        seen.add(kernel_cache.fingerprint.__wrapped__())

    assert len(seen) == len(copies) + 1


def test_a_later_time_stamp_alone_changes_nothing(tmp_path, monkeypatch):
    copy = tmp_path / "kernel.py"
    shutil.copy(SOURCE / "engine" / "kernel.py", copy)
    monkeypatch.setattr(kernel_cache, "kernel_sources", lambda: [copy])
    before = kernel_cache.fingerprint.__wrapped__()
    os.utime(copy, (1, 1))

    assert kernel_cache.fingerprint.__wrapped__() == before


PROGRAM = """
from tateyoko.engine.warmup import is_warm, warm_up
was_warm = is_warm()
warm_up()
from tateyoko.engine.kernel import run
stats = run.stats
print(was_warm, sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


def run_program(**settings):
    environment = {**os.environ, "PYTHONPATH": str(SOURCE.parent), **settings}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_a_second_process_compiles_nothing():
    warm_up()

    assert run_program() == ["True", "1", "0"]


@pytest.mark.slow
def test_the_first_process_compiles_once_and_keeps_it(tmp_path):
    assert run_program(TATEYOKO_KERNEL_DIR=str(tmp_path)) == ["False", "0", "1"]
    assert run_program(TATEYOKO_KERNEL_DIR=str(tmp_path)) == ["True", "1", "0"]


def test_importing_the_package_does_not_import_numba():
    program = (
        "import sys, tateyoko, tateyoko.engine, tateyoko.net, tateyoko.engine.batch;"
        "print('numba' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE.parent)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False"]
