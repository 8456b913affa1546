"""From words on the command line to a compiled model: world, scenario, postures, reforms."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from tateyoko.errors import UsageError
from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.compiler import Model
    from tateyoko.study.model import Parameter
    from tateyoko.world import World

__all__ = [
    "CUSTOM",
    "compile_scenario",
    "in_units",
    "open_world",
    "parse_names",
    "parse_reforms",
    "parse_values",
    "pick_scenario",
    "shipped_world",
]

CUSTOM = "custom"
"""Id of the posture that ``--reforms`` makes."""
DEFAULT_SCENARIO = "sakishima"


def shipped_world() -> Path:
    """Return the folder of the world that comes with the program."""
    return Path(str(resources.files("tateyoko"))) / "worlds" / "japan"


def open_world(folder: Path | str | None) -> "World":
    """Load a world, the shipped one by default.

    Raises
    ------
    WorldError
        With every mistake in it.
    UsageError
        If there is no such folder.
    """
    from tateyoko.world import load_world

    chosen = shipped_world() if folder is None else Path(folder)
    if not chosen.is_dir():
        raise UsageError(
            Text(
                ja=f"世界のフォルダー {chosen} がありません。",
                en=f"There is no folder {chosen} with a world.",
            )
        )
    return load_world(chosen)


def pick_scenario(world: "World", scenario: str | None) -> str:
    """Return the scenario asked for, else the default one, else the world's first."""
    from tateyoko.study.compare import unknown_name

    known = list(world.scenarios)
    if not known:
        raise UsageError(
            Text(ja="この世界には想定がありません。", en="This world has no scenario.")
        )
    if scenario is None:
        return DEFAULT_SCENARIO if DEFAULT_SCENARIO in known else known[0]
    if scenario not in known:
        raise UsageError(unknown_name("scenario", scenario, known))
    return scenario


def parse_names(text: str | None) -> list[str] | None:
    """Return the names of a list separated by commas, None if nothing was given."""
    if text is None:
        return None
    return [name.strip() for name in text.split(",") if name.strip()]


def parse_values(settings: Sequence[str]) -> dict[str, tuple[float, str]]:
    """Return ``PATH=VALUE`` settings as number and unit by path; the unit may be empty.

    Raises
    ------
    UsageError
        For anything that is no number.
    """
    out: dict[str, tuple[float, str]] = {}
    for setting in settings:
        path, sign, text = setting.partition("=")
        found = _number(text)
        if found is None or not sign or not path.strip():
            raise UsageError(
                Text(
                    ja=f"--set {setting}：「パス=値」の形で数値を指定してください"
                    "（5 min のように時間の単位も使えます）。",
                    en=f"--set {setting}: expected PATH=VALUE with a number "
                    "(which may have a unit of time, such as 5 min).",
                )
            )
        out[path.strip()] = found
    return out


def in_units(
    settings: Mapping[str, tuple[float, str]], parameters: Sequence["Parameter"]
) -> dict[str, float]:
    """Return settings in the units of their parameters.

    Raises
    ------
    UsageError
        For an unknown parameter, or a unit that does not fit it.
    """
    from tateyoko.study.compare import unknown_name

    units = {parameter.id: parameter.unit for parameter in parameters}
    out: dict[str, float] = {}
    for path, (number, unit) in settings.items():
        if path not in units:
            raise UsageError(unknown_name("parameter", path, sorted(units)))
        mine = units[path]
        if unit and unit != mine and not (unit in _TIMES and mine in _TIMES):
            raise UsageError(
                Text(
                    ja=f"--set {path}：単位は {mine or 'なし'} で、{unit} は合いません。",
                    en=f"--set {path}: the unit {unit} does not fit; "
                    f"this number is in {mine or 'no unit'}.",
                )
            )
        out[path] = number if unit in ("", mine) else number * _TIMES[unit] / _TIMES[mine]
    return out


_TIMES = {"ms": 1.0, "s": 1e3, "min": 6e4, "h": 3.6e6, "d": 8.64e7, "w": 6.048e8}


def _number(text: str) -> tuple[float, str] | None:
    number, _, unit = text.strip().partition(" ")
    try:
        value = float(number)
    except ValueError:
        return None
    return (value, unit.strip()) if math.isfinite(value) else None


def parse_reforms(text: str, numbers: Mapping[str, int | None]) -> dict[str, float]:
    """Return strengths by reform id from ``1,5,8:0.5``.

    Parameters
    ----------
    text : str
        Numbers or ids, each with an optional strength after a colon.
    numbers : mapping of str to int or None
        Number of every reform by its id.

    Raises
    ------
    UsageError
        For an unknown reform or a strength outside 0 to 1.
    """
    from tateyoko.study.compare import unknown_name

    out: dict[str, float] = {}
    for word in parse_names(text) or []:
        name, _, strength = word.partition(":")
        found = [id for id, number in numbers.items() if name in (id, str(number))]
        if not found:
            raise UsageError(unknown_name("reform", name, list(numbers)))
        given = _number(strength) if strength else (1.0, "")
        if given is None or given[1] or not 0.0 <= given[0] <= 1.0:
            raise UsageError(
                Text(
                    ja=f"--reforms {word}：強度は0から1で指定してください。",
                    en=f"--reforms {word}: a strength lies between 0 and 1.",
                )
            )
        out[found[0]] = given[0]
    return out


def compile_scenario(
    world: "World",
    scenario: str | None = None,
    *,
    postures: Sequence[str] | None = None,
    baseline: str | None = None,
    reforms: str | None = None,
) -> "Model":
    """Compile a scenario for the postures asked for.

    Parameters
    ----------
    scenario : str, optional
        Default: as `pick_scenario`.
    postures : sequence of str, optional
        Default: those of the scenario.
    baseline : str, optional
        Default: that of the scenario; compiled in either way.
    reforms : str, optional
        Reforms as on the command line: they make the posture `CUSTOM`, on top of the baseline.

    Raises
    ------
    UsageError
        For an unknown posture or reform, or a reform that is not modelled.
    WorldError
        When reforms conflict or the scenario is wrong.
    """
    from tateyoko.compiler import compile_model
    from tateyoko.study.compare import unknown_name

    name = pick_scenario(world, scenario)
    block = world.scenarios[name]
    base = baseline or block.baseline
    wanted = list(postures or block.postures)
    for posture in [*wanted, base]:
        if posture not in world.postures:
            raise UsageError(unknown_name("posture", posture, list(world.postures)))
    if base not in wanted:
        wanted.insert(0, base)
    if reforms is not None:
        numbers = {id: reform.number for id, reform in world.reforms.items()}
        strengths = parse_reforms(reforms, numbers)
        start = world.postures[base]
        _check_reforms(world, strengths, start.reforms)
        made = replace(
            start,
            title=Text(ja="指定した提言", en="the reforms asked for"),
            reforms={**start.reforms, **strengths},
        )
        world = replace(world, postures={**world.postures, CUSTOM: made})
        wanted = [base, CUSTOM] if postures is None else [*wanted, CUSTOM]
    return compile_model(world, name, postures=wanted)


def _check_reforms(world: "World", asked: Mapping[str, float], before: Mapping[str, float]) -> None:
    from tateyoko.world.patches import missing_prerequisites

    empty = [id for id in asked if world.reforms[id].status == "not_yet_modelled"]
    if empty:
        names = ", ".join(empty)
        raise UsageError(
            Text(
                ja=f"{names} はまだ扱えません（tateyoko reforms に理由があります）。",
                en=f"{names}: not modelled yet (tateyoko reforms says why).",
            )
        )
    missing = missing_prerequisites(world.reforms, {**before, **asked})
    if missing:
        listed = ", ".join(f"{id} → {needed}" for id, needed in missing)
        raise UsageError(
            Text(
                ja=f"前提の提言がありません：{listed}。--reforms に加えてください。",
                en=f"A reform lacks what it requires: {listed}. Add that to --reforms as well.",
            )
        )
