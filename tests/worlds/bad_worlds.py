"""Bad worlds: each is the harbour world with one file more, and the report it must give."""

import shutil
from pathlib import Path

from tateyoko.errors import WorldError, render_problems
from tateyoko.text import LANGS, Lang
from tateyoko.world import load_world

HERE = Path(__file__).parent
GOOD = HERE / "good" / "harbour"
BAD = HERE / "bad"


def cases() -> list[str]:
    """Return the names of all bad worlds."""
    files = {path.stem for path in BAD.glob("*.yaml")}
    folders = {path.name for path in BAD.iterdir() if path.is_dir()}
    return sorted(files | folders)


def build(name: str, folder: Path) -> Path:
    """Copy the harbour world and lay the mistake over it."""
    world = folder / "world"
    shutil.copytree(GOOD, world)
    single = BAD / f"{name}.yaml"
    if single.exists():
        shutil.copy(single, world / single.name)
    else:
        shutil.copytree(BAD / name, world, dirs_exist_ok=True)
    for report in world.glob("report.*.txt"):
        report.unlink()
    return world


def reports_of(world: Path) -> dict[Lang, str]:
    """Return what a reader of the command line sees, by language: the report, or the findings."""
    try:
        loaded = load_world(world)
    except WorldError as error:
        return {lang: error.render(lang) + "\n" for lang in LANGS}
    return {lang: render_problems(loaded.findings, lang) + "\n" for lang in LANGS}


def report_path(name: str, lang: Lang) -> Path:
    """Return where the expected report stands."""
    if (BAD / name).is_dir():
        return BAD / name / f"report.{lang}.txt"
    return BAD / f"{name}.{lang}.txt"


def write_reports(folder: Path) -> None:
    """Write the reports of all bad worlds as they are now; to be read before a commit."""
    for name in cases():
        for lang, report in reports_of(build(name, folder / name)).items():
            report_path(name, lang).write_text(report, encoding="utf-8")
