"""The documents of the project, taken apart into code blocks, links and headings.

A comment just above a code block tells the tests about it:

``<!-- file: my-world/posts.yaml -->``  the block is written to this file in the page's folder
``<!-- exit: 1 -->``                    the commands of the block end with this code
``<!-- not run: reason -->``            the block is not run, for the reason given

A comment ``<!-- after: PAGE -->`` anywhere says that the page starts from the files of another.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(
    r"(?P<notes>(?:^[ ]*<!--[^\n]*-->\n)*)^(?P<indent>[ ]*)```(?P<language>\w*)[^\n]*\n"
    r"(?P<text>.*?)^[ ]*```[ ]*$",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(r"<!--\s*(file|exit|not run):\s*(.*?)\s*-->")
_AFTER = re.compile(r"<!-- after: (.*?) -->")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HTML_LINK = re.compile(r"(?:src|href)=\"([^\"]+)\"")
_HEADING = re.compile(r"^#+\s+(.*?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    page: str
    line: int
    language: str
    text: str
    notes: dict[str, str]

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def earlier(self) -> "Page | None":
        """The page whose files this one starts from."""
        found = _AFTER.search(self.text)
        return Page(ROOT / found[1]) if found else None

    @property
    def prose(self) -> str:
        """The text without its code blocks."""
        return _FENCE.sub("", self.text)

    def blocks(self) -> list[Block]:
        text = self.text
        found = []
        for match in _FENCE.finditer(text):
            indent = match["indent"]
            lines = [line.removeprefix(indent) for line in match["text"].splitlines()]
            found.append(
                Block(
                    page=self.name,
                    line=text.count("\n", 0, match.start("language")) + 1,
                    language=match["language"],
                    text="\n".join(lines) + "\n",
                    notes=dict(_NOTE.findall(match["notes"])),
                )
            )
        return found

    def links(self) -> list[str]:
        return _LINK.findall(self.prose) + _HTML_LINK.findall(self.prose)

    def anchors(self) -> set[str]:
        """The anchors that headings get: lower case, no punctuation, hyphens for spaces."""
        seen: dict[str, int] = {}
        anchors = set()
        for heading in _HEADING.findall(self.prose):
            plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
            slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
            count = seen.get(slug, 0)
            seen[slug] = count + 1
            anchors.add(f"{slug}-{count}" if count else slug)
        return anchors


def all_pages() -> list[Page]:
    paths = list(ROOT.glob("*.md"))
    for folder in ("docs", "changelog.d", "src"):
        paths += (ROOT / folder).rglob("*.md")
    return [Page(path) for path in sorted(paths)]
