"""Make the reference page and the schemas of the world language.

Run it after a change of the declarations; a test compares the files with what it would write.
"""

from pathlib import Path

from tateyoko.world.case_manual import case_page
from tateyoko.world.manual import language_page
from tateyoko.world.schema import SCHEMAS, schema_text

ROOT = Path(__file__).resolve().parents[1]


def generated() -> dict[Path, str]:
    """Return the content of every generated file."""
    reference = ROOT / "docs" / "reference"
    schemas = ROOT / "src" / "tateyoko" / "worlds" / "schema"
    return {
        reference / "world-language.md": language_page(),
        reference / "case-files.md": case_page(),
        **{schemas / f"{name}.schema.json": schema_text(name) for name in SCHEMAS},
    }


def main() -> None:
    """Write all generated files."""
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
