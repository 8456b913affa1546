"""The shipped world keeps the rules that its README states."""

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tateyoko.compiler import Model, compile_model
from tateyoko.engine.batch import run_batch
from tateyoko.world import World, estimates, load_world

FOLDER = Path(__file__).parents[2] / "src/tateyoko/worlds/japan"
SCENARIOS = ("noto-1999", "sakishima", "senkaku", "peninsula", "complex")


#: Proposals of all-14 that change nothing in a scenario: nobody is evacuated, no network fails.
NOT_MET = {"senkaku": {"P02", "P04"}, "complex": {"P04"}}


@cache
def japan() -> World:
    return load_world(FOLDER)


@cache
def full_model(scenario: str) -> Model:
    return compile_model(japan(), scenario)


def all_proposals() -> list[str]:
    return [f"P{number:02d}" for number in range(1, 15)]


def test_the_world_loads_without_a_finding() -> None:
    assert japan().findings == ()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_compiles_without_a_finding(scenario: str) -> None:
    """But for the proposals that have nothing to do with the scenario, which is said once each."""
    findings = compile_model(japan(), scenario).findings

    assert {finding.code for finding in findings} <= {"RF103"}
    assert {finding.message.en[:3] for finding in findings} == NOT_MET.get(scenario, set())


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_number_says_where_it_is_from(scenario: str) -> None:
    silent = [number for number in estimates(japan(), scenario) if not _origin(number)]
    assert [number.path for number in silent if not _is_structure(number)] == []


def _origin(number: object) -> bool:
    return bool(getattr(number, "source", None) or getattr(number, "assumed", None))


def _is_structure(number: object) -> bool:
    """Whether a number is how something is built: one person, clocks of series, constants."""
    path = str(getattr(number, "path", ""))
    if path.endswith(".hands"):
        return getattr(number, "value", None) == 1
    return path.endswith((".every", "horizon", ".members")) or path.startswith("values.")


def test_only_what_the_other_side_did_comes_from_the_recorded_case() -> None:
    given = ("events.", "procedures.way_home.")
    taken = [
        number.path
        for scenario in SCENARIOS
        for number in estimates(japan(), scenario)
        if number.source == "noto_case"
    ]
    assert taken
    assert [path for path in taken if not path.startswith(given)] == []


@pytest.mark.parametrize("reform", ["P01", "P02", "P03", "P04", "P05", "P06", "P08", "P12", "JFHQ"])
def test_the_adverse_patches_of_a_reform_cost_something(reform: str) -> None:
    """With them at least one measure that the reform names is worse than without them."""
    world = japan()
    block = world.reforms[reform]
    gain = replace(block, patches=tuple(p for p in block.patches if p.side != "adverse"))
    whole = _means(world, reform)
    without = _means(replace(world, reforms={**world.reforms, reform: gain}), reform)

    worse = []
    for measure in full_model("sakishima").measures:
        if measure.id in block.side:
            change = whole[measure.id] - without[measure.id]
            worse.append((change if measure.better == "lower" else -change).max() > 0)

    assert worse
    assert any(worse)


def _means(world: World, reform: str) -> dict[str, np.ndarray]:
    """Return the means of all measures under a reform, by truth and opponent."""
    model = compile_model(world, "sakishima", postures=["2026-11"], reforms={reform: 1.0})
    rows = np.array(
        [
            model.row(posture="2026-11", truth=truth, opponent=opponent, reforms={reform: 1.0})
            for truth in model.truths
            for opponent in model.opponents
        ]
    )
    batch = run_batch(
        model.net, rows, (0, 60), 1, until=model.horizon_ms, script=model.script, threads=2
    )
    means = batch.measures.mean(axis=1)
    return {measure.id: means[:, measure.column] for measure in model.measures}


@pytest.mark.parametrize("reform", all_proposals())
def test_every_proposal_is_carried_or_says_why_not(reform: str) -> None:
    text = (FOLDER / f"reforms/{reform}.yaml").read_text(encoding="utf-8")
    carried = {"P01", "P02", "P03", "P04", "P05", "P06", "P08", "P12"}
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


@pytest.mark.parametrize(
    "path", [path for path in sorted(FOLDER.rglob("*.yaml")) if path.parent.name != "cases"]
)
def test_texts_stand_in_both_languages(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pair in re.findall(r"\{ja: [^{}]*\}", text):
        assert "en: " in pair, pair


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_rule_and_fact_of_a_scenario_is_one_of_the_catalogue(scenario: str) -> None:
    world = japan().for_scenario(scenario)
    assert all(rule.wordings for rule in world.rules.values())
    assert all(fact.place.file.startswith("law/") for fact in world.facts.values())


@pytest.mark.parametrize(
    ("day", "exists"),
    [(dt.date(1999, 3, 23), False), (dt.date(2015, 6, 1), False), (dt.date(2026, 11, 21), True)],
)
def test_the_wording_in_force_follows_the_day(day: dt.date, exists: bool) -> None:
    rules = japan().rules
    assert (rules["A76_2"].wording(day) is not None) == exists
    name, cite = rules["A82"].said_on(day)
    assert name.ja == "海上における警備行動"
    assert cite is not None
    assert cite.ja == "自衛隊法82条・93条"


def test_the_gate_of_the_order_counts_as_law() -> None:
    (hop,) = [
        hop
        for hop in compile_model(japan(), "noto-1999").hops
        if hop.id == "maritime_security.order.A82"
    ]
    assert hop.phase == "law"
