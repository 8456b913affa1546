"""What may lie in the repository: our text, nothing of one machine, assets with papers."""

import hashlib
import json
import re
import tomllib

import pytest

from tests.architecture.sources import ROOT, repository_files

FILES = repository_files()
# Letters in brackets, so that this file does not find itself.
FORBIDDEN = {
    "a package registry's host": r"py[p]i\.org|pythonhoste[d]\.org|registry\.np[m]js",
    "a package mirror's host": r"deb\.debia[n]\.org|archive\.ubunt[u]\.com|static\.crate[s]\.io",
    "a path of one machine": r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/|/tm[p]/\w",
}
# Things that are usually somebody else's work.
ASSET_SUFFIXES = {
    *(".js", ".css", ".woff", ".woff2", ".ttf", ".otf", ".png", ".jpg", ".jpeg", ".gif"),
    *(".geojson", ".topojson", ".shp", ".parquet", ".xlsx", ".pdf", ".zip", ".gz"),
}
MANIFEST_KEYS = {"file", "name", "version", "licence", "sha256"}


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what):
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = []
    for path in FILES:
        if "vendor" in path.parts or (text := text_of(path)) is None:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")

    assert not found, "\n".join(found)


def test_the_list_of_downloads_is_not_in_the_repository():
    # uv.lock records download addresses; constraints.txt pins versions without them.
    assert "uv.lock" not in {path.name for path in FILES}


def test_every_dependency_is_pinned():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(declared["project"]["dependencies"])
    for group in (
        *declared["project"]["optional-dependencies"].values(),
        *declared["dependency-groups"].values(),
    ):
        wanted += group
    names = {re.match(r"[\w.-]+", line)[0].lower().replace(".", "-") for line in wanted}
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0] for line in pins if "==" in line}

    assert names <= pinned, f"run tools/pin_versions: {sorted(names - pinned)}"
    assert all(re.match(r"(#.*|[\w-]+==[\w.+-]+( ; .*)?)$", line) for line in pins)


def test_assets_of_others_are_in_a_vendor_folder():
    # Scripts and styles of our own carry no copyright line; our commands draw docs/figures.
    stray = [
        str(path.relative_to(ROOT))
        for path in FILES
        if path.suffix in ASSET_SUFFIXES
        and "vendor" not in path.parts
        and path.relative_to(ROOT).parts[0] != "tests"
        and path.relative_to(ROOT).parts[:2] != ("docs", "figures")
        and "Copyright" in (text_of(path) or "Copyright")
    ]

    assert not stray


def test_assets_of_others_are_listed_with_licence_and_hash():
    vendored = [path for path in FILES if "vendor" in path.parts and path.name != "manifest.json"]
    for folder in {path.parent for path in vendored}:
        entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        assert all(set(entry) >= MANIFEST_KEYS for entry in entries)
        stated = {entry["file"]: entry["sha256"] for entry in entries}
        actual = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in vendored
            if path.parent == folder
        }
        assert stated == actual


def test_the_licence_is_the_one_that_is_declared():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert declared["project"]["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_scripts_can_be_run():
    for name in ("tateyoko", "test", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111, f"{name} is not executable"
