"""The command line as a reader meets it: exit codes, messages, files. Real worlds, few runs."""

import errno
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tateyoko.cli import main
from tateyoko.cli.worlds import in_units, parse_names, parse_reforms, parse_values, shipped_world
from tateyoko.errors import UsageError, WorldError
from tateyoko.store import MANIFEST, read_manifest
from tateyoko.study.example import example_model

QUICK = ["--runs", "4", "--sets", "2", "--threads", "1"]


def run(*words):
    with pytest.raises(SystemExit) as caught:
        main(list(words))
    return caught.value.code


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("TATEYOKO_LANG", "en")


def test_compare_prints_the_table_and_writes_a_whole_folder(tmp_path, capsys):
    code = run("compare", "noto-1999", *QUICK, "--out", str(tmp_path / "out"))

    assert code == 0
    out = capsys.readouterr().out
    assert out.startswith("tateyoko   A comparison")
    assert "report.html" in out
    files = read_manifest(tmp_path / "out")["files"]
    assert {"cells.parquet", "differences.parquet", "replications.parquet", "report.html"} <= set(
        files
    )
    on_disk = {p.name for p in (tmp_path / "out").iterdir()}
    assert on_disk == {*files, MANIFEST}


def test_compare_speaks_japanese(tmp_path, capsys):
    assert run("compare", "noto-1999", *QUICK, "--lang", "ja", "--out", str(tmp_path / "o")) == 0

    assert "予測ではありません" in capsys.readouterr().out


def test_a_manifest_repeats_to_the_byte_on_another_number_of_threads(tmp_path, capsys):
    folder = tmp_path / "out"
    run("compare", "noto-1999", *QUICK, "--seed", "7", "--out", str(folder))

    code = run("compare", "--repeat", str(folder / MANIFEST), "--threads", "2")

    assert code == 0
    assert "byte for byte" in capsys.readouterr().out


def test_a_changed_file_is_listed_by_the_repeat(tmp_path, capsys):
    folder = tmp_path / "out"
    run("compare", "noto-1999", *QUICK, "--out", str(folder))
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"]["cells.parquet"] = "0" * 64
    manifest["platform"]["numpy"] = "0.1"
    (folder / MANIFEST).write_text(json.dumps(manifest))

    code = run("compare", "--repeat", str(folder))

    assert code == 1
    out = capsys.readouterr().out
    assert "Different: 1 files differ: cells.parquet" in out
    assert "numpy: 0.1 →" in out


def test_json_is_one_document_and_writes_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    code = run("compare", "noto-1999", *QUICK, "--json")

    assert code == 0
    document = json.loads(capsys.readouterr().out)
    assert document["scenario"] == "noto-1999"
    assert document["measures"][0].keys() >= {"id", "posture", "truth", "value", "interval"}
    assert list(tmp_path.iterdir()) == []


def test_json_with_a_folder_carries_its_manifest(tmp_path, capsys):
    run("compare", "noto-1999", *QUICK, "--json", "--out", str(tmp_path / "out"))

    document = json.loads(capsys.readouterr().out)

    assert document["manifest"] == read_manifest(tmp_path / "out")


def test_the_default_folder_is_named_and_below_the_current_one(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert run("compare", "noto-1999", *QUICK) == 0

    assert (tmp_path / "tateyoko-out" / "noto-1999" / MANIFEST).is_file()
    assert "tateyoko-out/noto-1999/report.html" in capsys.readouterr().out


def test_reforms_make_a_posture_of_their_own(tmp_path, capsys):
    code = run("compare", "noto-1999", "--reforms", "1:0.5,3", *QUICK, "--json")

    assert code == 0
    document = json.loads(capsys.readouterr().out)
    assert document["postures"][-1] == "custom"
    info = {posture["id"]: posture for posture in document["posture_infos"]}
    assert info["custom"]["reforms"]["P01"] == 0.5


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["compare", "noto-1998"], 2, "no scenario noto-1998. Did you mean noto-1999?"),
        (["compare", "noto-1999", "--postures", "2026-12"], 2, "Did you mean 2026-11?"),
        (["compare", "noto-1999", "--baseline", "x"], 2, "There is no posture x."),
        (["compare", "noto-1999", "--set", "nowhere=1"], 2, "There is no parameter nowhere."),
        (["compare", "noto-1999", "--set", "nowhere"], 2, "expected PATH=VALUE"),
        (["compare", "noto-1999", "--reforms", "99"], 2, "There is no reform 99."),
        (["compare", "noto-1999", "--reforms", "1:2"], 2, "a strength lies between 0 and 1"),
        (["compare", "sakishima", "--reforms", "1"], 2, "lacks what it requires: P01 → P03"),
        (["compare", "sakishima", "--reforms", "7"], 2, "P07: not modelled yet"),
        (["compare", "--lang", "fr"], 2, "choose ja or en"),
        (["compare", "--world", "/nonexistent"], 2, "There is no folder /nonexistent"),
        (["compare", "--repeat", "/nonexistent"], 1, "There is no /nonexistent"),
        (["compare", "noto-1999", "--repeat", "x"], 2, "takes its settings from the manifest"),
        (["compare", "--runs", "1"], 2, "--runs"),
        (["compare", "--nonsense"], 2, "No such option"),
        (["nonsense"], 2, "No such command"),
        (["compare", "--out", "/proc/tateyoko"], 1, "/proc/tateyoko cannot be written"),
    ],
)
def test_mistakes_are_told_without_a_stack_trace(words, code, message, capsys):
    assert run(*words) == code

    captured = capsys.readouterr()
    assert message in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_a_wrong_world_is_reported_with_its_place(tmp_path, capsys):
    (tmp_path / "world.yaml").write_text("world: {id: [}\n")

    assert run("compare", "--world", str(tmp_path)) == WorldError.exit_code

    assert "world.yaml:1" in capsys.readouterr().err


def test_a_full_disk_leaves_nothing_behind(tmp_path, capsys, monkeypatch):
    def full(path, columns):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tateyoko.cli.results.write_table", full)

    assert run("compare", "noto-1999", *QUICK, "--out", str(tmp_path / "out")) == 1

    assert "disk is full" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_our_own_mistake_is_told_as_such(monkeypatch, capsys):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("tateyoko.cli.worlds.open_world", broken)

    assert run("compare") == 3
    assert "A mistake of this program" in capsys.readouterr().err
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "compare"])


def test_too_many_runs_for_the_memory_are_the_callers_to_mend(monkeypatch, capsys):
    def full(*arguments, **named):
        raise MemoryError

    monkeypatch.setattr("tateyoko.cli.worlds.open_world", full)

    with pytest.raises(SystemExit) as left:
        main(["compare"])

    assert left.value.code == 1
    assert "fewer --runs" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", [1.0, 4.0], ids=["while it loads", "while it runs"])
def test_ctrl_c_says_so_and_keeps_nothing(tmp_path, seconds):
    words = ["compare", "noto-1999", "--runs", "20000", "--out", str(tmp_path / "out")]
    process = subprocess.Popen(
        [sys.executable, "-m", "tateyoko", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TATEYOKO_LANG": "en"},
    )
    time.sleep(seconds)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)

    assert process.returncode == 1
    assert "Nothing was written" in err
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_help_is_quick_and_imports_nothing_heavy():
    code = (
        "import sys, time; began = time.perf_counter(); from tateyoko.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(time.perf_counter() - began, *[m for m in "
        "('numba', 'numpy', 'pyarrow', 'scipy', 'ruamel.yaml') if m in sys.modules])"
    )
    last = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()[-1]

    seconds, *heavy = last.split()
    assert heavy == []
    assert float(seconds) < 0.6  # the bar is 0.3 s on an idle machine; test machines are not


def test_values_take_units_of_time():
    settings = parse_values(["a.b=5 min", "c = 2"])

    assert settings == {"a.b": (5.0, "min"), "c": (2.0, "")}
    minutes = {"check.minutes": (0.5, "h"), "weight": (1.2, "")}
    assert in_units(minutes, example_model().parameters) == {"check.minutes": 30.0, "weight": 1.2}
    with pytest.raises(UsageError, match="does not fit"):
        in_units({"weight": (1.0, "min")}, example_model().parameters)


def test_reforms_are_named_by_number_or_id():
    numbers = {"P01": 1, "P05": 5, "JFHQ": None}

    assert parse_reforms("1,P05:0.25,JFHQ", numbers) == {"P01": 1.0, "P05": 0.25, "JFHQ": 1.0}
    assert parse_names(None) is None
    assert parse_names(" a, b,") == ["a", "b"]


def test_the_shipped_world_is_there():
    assert (shipped_world() / "world.yaml").is_file()
