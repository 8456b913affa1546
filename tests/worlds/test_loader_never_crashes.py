"""Whatever is written, the loader answers with a world or a report, never with a stack trace."""

import random
import re
import shutil

import pytest

from tateyoko.errors import WorldError
from tateyoko.text import LANGS
from tateyoko.world import load_world
from tests.worlds import bad_worlds

WORDS = (
    "[]",
    "{}",
    "null",
    "-1",
    "0",
    "1.5",
    "yes",
    "mayor",
    "5 min",
    "[a, [b]]",
    "{a: {b: c}}",
    '"x y"',
    "2000-01-01",
    "happened(met",
    "*",
    "posts.*.hands",
    "{value: 1}",
    "{tri: [1, 2]}",
    "~",
    "é漢",
)


def spoil(text, dice):
    """Change one thing in a file: a value, a key, a line, the indentation."""
    lines = text.splitlines()
    at = dice.randrange(len(lines))
    kind = dice.randrange(6)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[dice.randrange(len(lines))])
    elif kind == 2:
        values = [m for m in re.finditer(r"(?<=: )[^,{}\[\]]+", lines[at])]
        if values:
            found = dice.choice(values)
            word = dice.choice(WORDS)
            lines[at] = lines[at][: found.start()] + word + lines[at][found.end() :]
    elif kind == 3:
        groups = [m for m in re.finditer(r"[\[{][^\[\]{}]*[\]}]", lines[at])]
        if groups:
            found = dice.choice(groups)
            word = dice.choice(WORDS)
            lines[at] = lines[at][: found.start()] + word + lines[at][found.end() :]
    elif kind == 4:
        keys = [m for m in re.finditer(r"\w+(?=:)", lines[at])]
        if keys:
            found = dice.choice(keys)
            word = dice.choice(("odd", "takes", "1", "from", "all", "id"))
            lines[at] = lines[at][: found.start()] + word + lines[at][found.end() :]
    else:
        lines[at] = " " * dice.randrange(5) + lines[at]
    return "\n".join(lines) + "\n"


def mistakes_of(world):
    """Return the report of a world, None when it has none."""
    try:
        load_world(world)
    except WorldError as error:
        return error
    return None


@pytest.mark.parametrize("seed", range(12))
def test_spoilt_world_is_loaded_or_reported(seed, tmp_path):
    dice = random.Random(seed)
    world = tmp_path / "world"
    shutil.copytree(bad_worlds.GOOD, world)
    files = sorted(path for path in world.rglob("*.yaml"))

    for _ in range(25):
        path = dice.choice(files)
        before = path.read_text(encoding="utf-8")
        path.write_text(spoil(before, dice), encoding="utf-8")
        error = mistakes_of(world)
        path.write_text(before, encoding="utf-8")

        assert error is None or error.problems
        if error is not None:
            assert all(one.place.file for one in error.problems)
            assert all(error.render(lang) for lang in LANGS)
