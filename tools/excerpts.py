"""Parts of pages that a program writes, between two comments with their name."""

from __future__ import annotations

__all__ = ["excerpt_of", "with_excerpt"]


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- begin: {name} -->\n", f"<!-- end: {name} -->"


def excerpt_of(page: str, name: str) -> str:
    """Give what stands between the comments of an excerpt."""
    begin, end = _marks(name)
    return page.partition(begin)[2].partition(end)[0]


def with_excerpt(page: str, name: str, excerpt: str) -> str:
    """Give a page with another text between the comments of an excerpt.

    Raises
    ------
    ValueError
        If the page has no such comments.
    """
    begin, end = _marks(name)
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        message = f"the page has no comments {begin.strip()} and {end}"
        raise ValueError(message)
    return f"{before}{begin}{excerpt}{end}{after}"
