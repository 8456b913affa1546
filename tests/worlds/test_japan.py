"""The shipped world keeps the rules that its README states."""

import datetime as dt
import re
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tateyoko.compiler.compile import compile_model
from tateyoko.world import World, estimates, load_world

FOLDER = Path(__file__).parents[2] / "src/tateyoko/worlds/japan"
SCENARIOS = ("noto-1999", "sakishima")
MINUTE_MS = 60_000.0


@cache
def japan() -> World:
    return load_world(FOLDER)


def all_proposals() -> list[str]:
    return [f"P{number:02d}" for number in range(1, 15)]


def test_the_world_loads_without_a_finding() -> None:
    assert japan().findings == ()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_compiles_without_a_finding(scenario: str) -> None:
    assert compile_model(japan(), scenario).findings == ()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_number_says_where_it_is_from(scenario: str) -> None:
    silent = [number.path for number in estimates(japan(), scenario) if not _origin(number)]
    allowed = {path for path in silent if _is_structure(path)}
    assert set(silent) == allowed


def _origin(number: object) -> bool:
    return bool(getattr(number, "source", None) or getattr(number, "assumed", None))


def _is_structure(path: str) -> bool:
    """Whether a number is part of how something is built: seats, clocks of series, constants."""
    ends = (".hands", ".every", "horizon", ".members")
    return path.endswith(ends) or path.startswith("values.")


def test_no_duration_equals_a_recorded_interval_of_the_organisation() -> None:
    case = YAML(typ="safe").load(FOLDER / "cases/noto_spyship_1999.yaml")
    recorded = {item["minutes"] for item in case["intervals"] + case["standard_intervals"]}
    recorded = {minutes for minutes in recorded if minutes and minutes % 5}
    ours = {
        value / MINUTE_MS
        for scenario in SCENARIOS
        for number in estimates(japan(), scenario)
        if number.dimension == "time"
        for value in number.numbers
    }
    assert not recorded & ours


@pytest.mark.parametrize("reform", all_proposals())
def test_every_proposal_is_carried_or_says_why_not(reform: str) -> None:
    text = (FOLDER / f"reforms/{reform}.yaml").read_text(encoding="utf-8")
    carried = {"P01", "P03", "P05", "P06"}
    assert ("status: not_yet_modelled" in text) == (reform not in carried)
    if reform in carried:
        assert any(patch.side == "adverse" for patch in japan().reforms[reform].patches)


def test_the_posture_of_all_proposals_lists_all_fourteen() -> None:
    posture = japan().postures["all-14"]
    assert sorted([*posture.reforms, *posture.not_yet]) == all_proposals()


def test_the_people_of_the_islands_add_up_to_the_plan() -> None:
    people = japan().flows["sakishima"].people
    assert sum(number.value for number in people.values()) == 120_000


@pytest.mark.parametrize(
    ("day", "chain"),
    [
        (dt.date(1999, 3, 23), "fleet_orders"),
        (dt.date(2024, 4, 8), "fleet_orders_joint"),
        (dt.date(2026, 11, 21), "fleet_orders_jjoc"),
    ],
)
def test_one_order_path_holds_on_any_day(day: dt.date, chain: str) -> None:
    paths = ("fleet_orders", "fleet_orders_joint", "fleet_orders_jjoc")
    chains = {id: japan().chains[id] for id in paths}
    held = [
        id
        for id, block in chains.items()
        if (block.since or dt.date.min) <= day < (block.until or dt.date.max)
    ]
    assert held == [chain]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.yaml")) + sorted(FOLDER.glob("*.yaml")))
def test_texts_stand_in_both_languages(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "cases" in path.parts:
        pytest.skip("cases have their own form")
    for pair in re.findall(r"\{ja: [^{}]*\}", text):
        assert "en: " in pair, pair
