"""What the architecture tests look at: modules of the package, files of the repository."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "tateyoko"
# Made by tools, never part of the project, in a checkout without git.
_MADE = {".git", ".venv", "__pycache__", ".hypothesis", ".mypy_cache", ".pytest_cache", "out"}


@dataclass(frozen=True)
class Module:
    """One Python file: its place, dotted name, text and tree, read when a test asks for them."""

    path: Path
    name: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))


def read_module(path: Path, base: Path) -> Module:
    parts = path.relative_to(base).with_suffix("").parts
    name = ".".join(part for part in parts if part != "__init__")
    return Module(path=path, name=name)


def package_modules() -> list[Module]:
    return [read_module(path, ROOT / "src") for path in sorted(PACKAGE.rglob("*.py"))]


def test_modules() -> list[Module]:
    return [read_module(path, ROOT) for path in sorted((ROOT / "tests").rglob("*.py"))]


# The name starts with test_, but it is no test.
test_modules.__test__ = False


def repository_files() -> list[Path]:
    """Files that git tracks; in a copy without git, all files that no tool made."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not _MADE & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())
