"""A folder of results is whole or not there."""

import errno
import json

import pytest

from tateyoko.errors import StoreError
from tateyoko.store import MANIFEST, check_target, hash_file, publish, read_manifest, write_table


def _write(text):
    def write(folder):
        (folder / "data.txt").write_text(text)

    return write


def test_publish_writes_files_and_a_manifest_with_their_hashes(tmp_path):
    target = tmp_path / "deep" / "out"

    made = publish(target, _write("one"), {"seed": 1})

    assert made["files"] == {"data.txt": hash_file(target / "data.txt")}
    assert read_manifest(target) == made
    assert read_manifest(target / MANIFEST)["seed"] == 1


def test_publish_replaces_an_earlier_result(tmp_path):
    target = tmp_path / "out"
    publish(target, _write("one"), {})

    publish(target, _write("two"), {})

    assert (target / "data.txt").read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device"), ValueError()]
)
def test_a_stopped_write_leaves_the_earlier_result_and_nothing_else(tmp_path, error):
    target = tmp_path / "out"
    publish(target, _write("one"), {})

    def stop(folder):
        (folder / "data.txt").write_text("half")
        raise error

    with pytest.raises((KeyboardInterrupt, StoreError, ValueError)):
        publish(target, stop, {})

    assert (target / "data.txt").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_is_said_in_both_languages(tmp_path):
    def stop(folder):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreError) as caught:
        publish(tmp_path / "out", stop, {})

    assert "disk is full" in caught.value.render("en")
    assert "空きがなく" in caught.value.render("ja")


def test_a_folder_with_something_else_is_not_overwritten(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(StoreError, match="holds something that is no result"):
        check_target(tmp_path)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="is not a folder"):
        check_target(tmp_path / "file")


def test_a_place_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be written"):
        check_target(tmp_path / "file" / "out")


def test_an_unfinished_manifest_is_told(tmp_path):
    (tmp_path / MANIFEST).write_text('{"format"')

    with pytest.raises(StoreError, match="cannot be read"):
        read_manifest(tmp_path)


def test_another_manifest_is_told(tmp_path):
    (tmp_path / MANIFEST).write_text(json.dumps({"format": "other"}))

    with pytest.raises(StoreError, match="is not the manifest of a comparison"):
        read_manifest(tmp_path)


def test_a_missing_manifest_is_told(tmp_path):
    with pytest.raises(StoreError, match="There is no"):
        read_manifest(tmp_path)


def test_tables_repeat_to_the_byte_and_keep_nulls(tmp_path):
    import pyarrow.parquet as pq

    columns = {"name": ["a", None], "x": [1.5, None], "n": [1, 2], "none": [None, None]}
    write_table(tmp_path / "a.parquet", columns)
    write_table(tmp_path / "b.parquet", columns)

    table = pq.read_table(tmp_path / "a.parquet").to_pydict()

    assert table == columns
    assert hash_file(tmp_path / "a.parquet") == hash_file(tmp_path / "b.parquet")
