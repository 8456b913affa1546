"""Links lead somewhere, and every page can be found."""

import re

import pytest

from tests.docs.pages import ROOT, Page, all_pages

PAGES = all_pages()
QUOTED_PATH = re.compile(r"`((?:tests|tools|docs|src)/[\w./-]*)`")


def target_of(page, link):
    """Give the file and the anchor that a link within the project points at."""
    name, _, anchor = link.partition("#")
    return (page.path.parent / name).resolve() if name else page.path, anchor


def is_external(link):
    return link.startswith(("https://", "mailto:"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_resolve(page):
    broken = []
    for link in page.links():
        if is_external(link):
            continue
        path, anchor = target_of(page, link)
        if not path.exists() or (
            anchor and path.suffix == ".md" and anchor not in Page(path).anchors()
        ):
            broken.append(link)

    assert not broken


def has_content(path):
    """Whether a file has text, or a folder a file that has."""
    if path.is_dir():
        inner = (one for one in path.rglob("*") if "__pycache__" not in one.parts)
        return any(one.is_file() and one.stat().st_size for one in inner)
    return path.is_file() and path.stat().st_size > 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_quoted_as_evidence_exist_and_are_not_empty(page):
    quoted = QUOTED_PATH.findall(page.text)

    assert [path for path in quoted if not has_content(ROOT / path)] == []


def test_a_folder_without_files_is_no_evidence(tmp_path):
    (tmp_path / "golden" / "__pycache__").mkdir(parents=True)
    (tmp_path / "golden" / "__pycache__" / "x.pyc").write_text("x")
    (tmp_path / "golden" / "empty.json").write_text("")

    assert QUOTED_PATH.findall("see `tests/golden`, not tests/x") == ["tests/golden"]
    assert not has_content(tmp_path / "golden")
    assert not has_content(tmp_path / "missing.py")


def test_every_document_can_be_reached_from_the_index():
    reached = set()
    todo = [ROOT / "docs" / "index.md"]
    while todo:
        path = todo.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        page = Page(path)
        todo += [target_of(page, link)[0] for link in page.links() if not is_external(link)]

    documents = {page.path for page in PAGES if page.path.is_relative_to(ROOT / "docs")}
    assert sorted(map(str, documents - reached)) == []


def test_readmes_lead_to_the_index():
    for name in ("README.md", "README.ja.md"):
        assert "docs/index.md" in Page(ROOT / name).links()


def test_the_index_names_every_page_once():
    page = Page(ROOT / "docs" / "index.md")
    linked = [link for link in page.links() if not is_external(link)]

    assert sorted(linked) == sorted(set(linked))
