"""Write docs/explanation/grey-zone.md and its Japanese twin from the law and the grey-zone cases.

Usage: python tools/write_grey_zone.py
"""

from pathlib import Path

from tateyoko.prove.page import render_page
from tateyoko.prove.survey import survey_world
from tateyoko.text import Lang
from tateyoko.world import load_world

ROOT = Path(__file__).resolve().parent.parent
PAGES: dict[Lang, str] = {"en": "grey-zone.md", "ja": "grey-zone.ja.md"}


def main() -> None:
    """Write both pages."""
    world = load_world(ROOT / "src" / "tateyoko" / "worlds" / "japan")
    survey = survey_world(world)
    for lang, name in PAGES.items():
        path = ROOT / "docs" / "explanation" / name
        path.write_text(render_page(survey, lang), encoding="utf-8")


if __name__ == "__main__":
    main()
