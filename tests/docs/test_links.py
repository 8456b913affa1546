"""Links lead somewhere, and every page can be found."""

import pytest

from tests.docs.pages import ROOT, Page, all_pages

PAGES = all_pages()


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
