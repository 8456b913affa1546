"""Two ways to a posture's numbers agree: the world's patches and the compiled model's rows."""

import math
from pathlib import Path

import pytest

from tateyoko.compiler import compile_model
from tateyoko.world import apply_patches, load_world, strengths
from tests.worlds import bad_worlds

JAPAN = Path(__file__).resolve().parents[2] / "src" / "tateyoko" / "worlds" / "japan"


@pytest.fixture(
    scope="module",
    params=[
        "harbour/storm",
        "japan/sakishima",
        "japan/noto-1999",
        "japan/senkaku",
        "japan/peninsula",
        "japan/complex",
    ],
)
def compiled(request):
    name, scenario = request.param.split("/")
    world = load_world(bad_worlds.GOOD if name == "harbour" else JAPAN)
    return world, scenario, compile_model(world, scenario)


def shared(compiled, posture, levels):
    """Yield (path, value by patches, value in the row) of every number that both know."""
    world, scenario, model = compiled
    date = world.postures[posture].date
    by_patches = apply_patches(world, levels, date, scenario)
    opponent = model.opponents[0] if model.opponents else ""
    row = model.row(posture=posture, truth=model.truths[0], opponent=opponent, reforms=levels)
    for path, value in zip(model.net.param_ids, row, strict=True):
        if path in by_patches:
            yield path, by_patches[path], float(value)


def test_rows_hold_what_the_patches_say_in_every_posture(compiled):
    world, _, model = compiled

    for posture in model.postures:
        pairs = list(shared(compiled, posture, strengths(world, posture)))
        different = [one for one in pairs if not math.isclose(one[1], one[2], abs_tol=1e-15)]
        assert len(pairs) > 50
        assert different == []


def test_rows_hold_what_half_a_reform_does(compiled):
    world, _, model = compiled

    for posture in model.postures:
        levels = {reform: 0.37 for reform in strengths(world, posture)}
        for path, value, in_row in shared(compiled, posture, levels):
            # Counts are whole once all patches have acted; a row may hold them before that.
            assert math.isclose(value, in_row, abs_tol=1e-15) or value == math.floor(
                in_row + 0.5
            ), path
