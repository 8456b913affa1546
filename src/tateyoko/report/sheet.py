"""Sheets: pages of headings, paragraphs, tables and pictures, written as HTML or as Markdown.

A page that exists both as a report and in the documents is put together once, as a list of blocks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from tateyoko.figure import palette
from tateyoko.figure.metrics import FONT_STACK
from tateyoko.report.table import Entry, Table
from tateyoko.report.words import WORDS
from tateyoko.text import LANGS, Lang

__all__ = ["Block", "Heading", "Items", "Picture", "Said", "Tabled", "as_html", "as_markdown"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph; ``style`` is a class of the report's style sheet, empty for plain text."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table."""

    table: Table


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes
    ----------
    name : str
        Name of its file, without language and ending.
    alt : str
        What it shows.
    draw : callable
        Width [px] and prefix of ids -> SVG text.
    """

    name: str
    alt: str
    draw: Callable[[float, str], str]


Block = Heading | Said | Items | Tabled | Picture
_WIDTHS = {"wide": 920.0, "middle": 660.0, "narrow": 340.0}


def as_html(pages: Mapping[Lang, Sequence[Block]], start: Lang) -> str:
    """Return both languages as one HTML page without scripts or anything from outside.

    Parameters
    ----------
    pages : mapping of Lang to sequence of Block
        The first block is the heading of level 1.
    start : Lang
        The language that the page opens in.
    """
    environment = Environment(
        loader=PackageLoader("tateyoko.report"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = environment.get_template("report.css").render(palette=palette, fonts=FONT_STACK)
    page = environment.get_template("sheet_page.html").render(
        title={lang: _title(pages[lang]) for lang in LANGS},
        words={lang: {key: text[lang] for key, text in WORDS.items()} for lang in LANGS},
        start=start,
        style=Markup(style),
        articles=[
            {"lang": lang, "blocks": [_for_html(block, lang) for block in pages[lang]]}
            for lang in LANGS
        ],
    )
    return page if page.endswith("\n") else page + "\n"


def _title(blocks: Sequence[Block]) -> str:
    first = blocks[0]
    assert isinstance(first, Heading)
    return first.text


def _for_html(block: Block, lang: Lang) -> dict[str, object]:
    match block:
        case Heading(level=level, text=text):
            return {"kind": "heading", "level": level, "text": text}
        case Said(text=text, style=style):
            return {"kind": "said", "text": text, "style": style}
        case Items(texts=texts):
            return {"kind": "items", "texts": texts}
        case Tabled(table=table):
            return {"kind": "table", "table": table}
        case Picture(name=name, draw=draw):
            pictures = [
                (size, Markup(draw(width, f"{name}-{lang}-{size}")))
                for size, width in _WIDTHS.items()
            ]
            return {"kind": "picture", "pictures": pictures}


def as_markdown(blocks: Sequence[Block], lang: Lang, folder: str) -> tuple[str, dict[str, str]]:
    """Return a page of the documents, and its pictures by file name.

    Parameters
    ----------
    folder : str
        Where the pictures will be, as the page links to them.
    """
    parts: list[str] = []
    pictures: dict[str, str] = {}
    for block in blocks:
        match block:
            case Heading(level=level, text=text):
                parts.append(f"{'#' * level} {text}")
            case Said(text=text, style=style):
                parts.append(f"**{text}**" if style in ("banner", "warning") else text)
            case Items(texts=texts):
                parts.append("\n".join(f"- {text}" for text in texts))
            case Tabled(table=table):
                parts.append(_markdown_table(table))
            case Picture(name=name, alt=alt, draw=draw):
                file = f"{name}.{lang}.svg"
                pictures[file] = draw(_WIDTHS["wide"], f"{name}-{lang}")
                parts.append(f"![{alt}]({folder}/{file})")
    return "\n\n".join(parts) + "\n", pictures


def _markdown_table(table: Table) -> str:
    lines = [
        "| " + " | ".join(table.columns) + " |",
        "| " + " | ".join("---" for _ in table.columns) + " |",
    ]
    for group in table.groups:
        for row in group.rows:
            cells = [_cell(row.header), *(_cell(entry) for entry in row.cells)]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(entry: Entry) -> str:
    return "; ".join(line.text.replace("|", "\\|") for line in entry.lines)
