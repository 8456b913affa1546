"""The folder that a comparison leaves behind, and the manifest from which it can be repeated."""

import json
import platform
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tateyoko.store import publish, write_table
from tateyoko.study.document import document, manifest_part
from tateyoko.study.results import Comparison
from tateyoko.study.tables import tables

if TYPE_CHECKING:
    from tateyoko.figure.data import Bar

__all__ = ["differing_files", "differing_machine", "write_results"]

_PACKAGES = ("numba", "numpy", "pyarrow")


def write_results(
    comparison: Comparison, folder: Path, *, world: str, request: Mapping[str, Any]
) -> dict[str, Any]:
    """Write tables, figures, report, JSON and manifest; all of it or nothing.

    Parameters
    ----------
    folder : Path
        Where to; an earlier result there is replaced.
    world : str
        Folder of the world as the caller gave it, empty for the shipped one.
    request : mapping
        What was asked for on the command line, enough to ask again.

    Returns
    -------
    manifest : dict
        As written.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    from tateyoko.report import write_report

    def write(where: Path) -> None:
        for name, columns in tables(comparison).items():
            write_table(where / f"{name}.parquet", columns)
        whole = document(comparison)
        del whole["seconds"]
        text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
        (where / "comparison.json").write_text(text + "\n", encoding="utf-8")
        write_report(comparison, where, cases=_recorded(comparison.case, world))

    manifest = {
        **manifest_part(comparison),
        "world_folder": world,
        "request": dict(request),
        "platform": machine(),
    }
    return publish(folder, write, manifest)


def machine() -> dict[str, str]:
    """Return what results may depend on besides their inputs: processor, Python, packages."""
    found = {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": ".".join(str(part) for part in sys.version_info[:3]),
    }
    for name in _PACKAGES:
        found[name] = metadata.version(name)
    return found


def differing_files(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the names of files that differ, or that only one of two manifests has."""
    first: Mapping[str, str] = old.get("files", {})
    second: Mapping[str, str] = new.get("files", {})
    return sorted(name for name in {*first, *second} if first.get(name) != second.get(name))


def differing_machine(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return what differs in version, hashes and platform, as ``name: old → new``."""
    out = []
    for part in ("hashes", "platform"):
        before, after = old.get(part, {}), new.get(part, {})
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                out.append(f"{name}: {before.get(name)} → {after.get(name)}")
    if old.get("version") != new.get("version"):
        out.append(f"version: {old.get('version')} → {new.get('version')}")
    return out


def _recorded(case: str, world: str) -> "list[Bar]":
    """Return the real case that the scenario re-plays, as a bar; nothing without its file."""
    from tateyoko.cli.worlds import shipped_world
    from tateyoko.figure.recorded import recorded_bar
    from tateyoko.world.cases import read_case

    folder = Path(world) if world else shipped_world()
    path = folder / "cases" / f"{case}.yaml"
    if not case or not path.is_file():
        return []
    bar = recorded_bar(read_case(path))
    return [] if bar is None else [bar]
