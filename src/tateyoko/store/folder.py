"""A folder of results that is whole or not there at all.

Everything is written into a new folder beside the target; the manifest, with the hash of every
file, comes last; only then the folder gets its name. A full disk, a crash or Ctrl-C leaves the
target as it was. What a folder holds is a result if and only if its manifest says so.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tateyoko.errors import StoreError
from tateyoko.text import Text

__all__ = ["FORMAT", "MANIFEST", "check_target", "hash_file", "publish", "read_manifest"]

MANIFEST = "manifest.json"
FORMAT = "tateyoko-comparison-1"


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def check_target(target: Path) -> None:
    """Say at once, before hours of running, why a folder cannot take results.

    Raises
    ------
    StoreError
        If the target is a file, holds something that is no result, or cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise StoreError(
            Text(
                ja=f"{target} はフォルダーではありません。--out に別の場所を指定してください。",
                en=f"{target} is not a folder. Choose another place with --out.",
            )
        )
    if target.is_dir() and any(target.iterdir()) and not _is_result(target):
        raise StoreError(
            Text(
                ja=f"{target} には結果でないものが入っています。上書きはしません。"
                "空のフォルダーか新しい名前を指定してください。",
                en=f"{target} holds something that is no result, and nothing is overwritten. "
                "Name an empty or a new folder.",
            )
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent):
            pass
    except OSError as error:
        raise _cannot_write(target, error) from error


def publish(
    target: Path, write: Callable[[Path], None], manifest: Mapping[str, Any]
) -> dict[str, Any]:
    """Write a folder of results in one stroke.

    Parameters
    ----------
    target : Path
        Where it shall be; an earlier result there is replaced.
    write : callable
        Called with an empty folder to write into.
    manifest : mapping
        What the manifest says besides ``format`` and ``files``.

    Returns
    -------
    manifest : dict
        As written, with the SHA-256 of every file by its path inside the folder.

    Raises
    ------
    StoreError
        If the folder cannot be written; nothing is left behind then.
    """
    check_target(target)
    made: Path | None = None
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        write(made)
        whole = {"format": FORMAT, **manifest, "files": _hashes(made)}
        _write_last(made / MANIFEST, whole)
        made.chmod(0o755)
        _replace(target, made)
        made = None
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return whole


def read_manifest(path: Path) -> dict[str, Any]:
    """Return a manifest; ``path`` is the file or its folder.

    Raises
    ------
    StoreError
        If there is none, or it is not one of ours.
    """
    file = path / MANIFEST if path.is_dir() else path
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise StoreError(Text(ja=f"{file} がありません。", en=f"There is no {file}.")) from error
    except (OSError, ValueError) as error:
        raise StoreError(
            Text(ja=f"{file} を読めません：{error}", en=f"{file} cannot be read: {error}")
        ) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise StoreError(
            Text(
                ja=f"{file} は比較の manifest ではありません（format: {FORMAT} がない）。",
                en=f"{file} is not the manifest of a comparison (format: {FORMAT} is missing).",
            )
        )
    return found


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in files}


def _write_last(path: Path, manifest: Mapping[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _replace(target: Path, made: Path) -> None:
    if not target.exists():
        made.rename(target)
        return
    if not any(target.iterdir()):
        target.rmdir()
        made.rename(target)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(aside / target.name)
    try:
        made.rename(target)
    except OSError:
        (aside / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _is_result(folder: Path) -> bool:
    try:
        read_manifest(folder)
    except StoreError:
        return False
    return True


def _cannot_write(target: Path, error: OSError) -> StoreError:
    if error.errno == errno.ENOSPC:
        return StoreError(
            Text(
                ja=f"ディスクに空きがなく {target} に書けません。途中のものは消しました。",
                en=f"The disk is full: {target} could not be written. Nothing was left behind.",
            )
        )
    reason = error.strerror or str(error)
    return StoreError(
        Text(
            ja=f"{target} に書けません（{reason}）。途中のものは残していません。",
            en=f"{target} cannot be written ({reason}). Nothing was left behind.",
        )
    )
