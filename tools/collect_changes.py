#!/usr/bin/env python3
"""Collect the notes of changelog.d/ into CHANGELOG.md under a new version, and delete them.

Usage: tools/collect_changes.py VERSION [DATE]
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("added", "changed", "fixed", "removed")


def collect(version: str, date: str) -> str:
    """Give the section of a version, its notes ordered by kind and name."""
    lines = [f"## [{version}] - {date}", ""]
    for kind in KINDS:
        notes = sorted((ROOT / "changelog.d").glob(f"*.{kind}.md"))
        if not notes:
            continue
        lines += [f"### {kind.capitalize()}", ""]
        for note in notes:
            first, *rest = note.read_text(encoding="utf-8").strip().splitlines()
            lines += [f"- {first}", *(f"  {line}" for line in rest)]
            note.unlink()
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Insert the new section above the newest one."""
    if len(sys.argv) not in (2, 3):
        sys.stderr.write(__doc__ or "")
        return 2
    date = sys.argv[2] if len(sys.argv) == 3 else dt.datetime.now(tz=dt.UTC).date().isoformat()
    path = ROOT / "CHANGELOG.md"
    head, mark, rest = path.read_text(encoding="utf-8").partition("\n## [")
    path.write_text(f"{head}\n{collect(sys.argv[1], date)}{mark}{rest}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
