"""What every full scenario of the Japanese world keeps: hidden truths, windows, prices, law."""

import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tateyoko.compiler import Model, compile_model
from tateyoko.engine.batch import run_batch
from tateyoko.world import World, load_world
from tateyoko.world.scenario import Scenario

FOLDER = Path(__file__).parents[2] / "src/tateyoko/worlds/japan"
SCENARIOS = ("senkaku", "peninsula", "complex")
#: Injects up to here come in every truth: whoever reads them cannot tell the truths apart.
SHARED = {"senkaku": "s13", "peninsula": "p07", "complex": "c13"}
#: Windows that the map or the clock decides, whatever the organisation does, and why.
DECIDED_BY_NATURE = {"complex.W2": "a second quake comes in about 7 of 100 weeks"}


@cache
def japan() -> World:
    return load_world(FOLDER)


@cache
def model_of(scenario: str) -> Model:
    return compile_model(japan(), scenario)


def scenario_of(name: str) -> Scenario:
    return japan().scenarios[name]


def run(model: Model, posture: str, truth: str, reps: int = 60) -> dict[str, np.ndarray]:
    """Return every measure of a truth in its unit, over opponents and replications.

    Beside a measure that may not have begun or ended stands its state: 1 not ended, 2 not begun.
    """
    rows = np.array(
        [model.row(posture=posture, truth=truth, opponent=one) for one in model.opponents]
    )
    batch = run_batch(
        model.net, rows, (0, reps), 11, until=model.horizon_ms, script=model.script, threads=2
    )
    assert list(batch.faults()) == []
    found = {
        measure.id: batch.measures[:, :, measure.column].ravel() * measure.scale
        for measure in model.measures
    }
    for measure in model.measures:
        if measure.censored_column is not None:
            found[f"{measure.id}.state"] = batch.measures[:, :, measure.censored_column].ravel()
    return found


@cache
def today(scenario: str, truth: str) -> dict[str, np.ndarray]:
    model = model_of(scenario)
    return run(model, model.baseline, truth)


def changed(folder: Path, scenario: str, old: str, new: str, reps: int = 40) -> dict[str, float]:
    """Return the means in truth A of a world in which one passage is written differently."""
    copy = folder / "japan"
    shutil.copytree(FOLDER, copy)
    path = copy / "scenarios" / f"{scenario}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    model = compile_model(load_world(copy), scenario, postures=["2026-11"], reforms={})
    return {name: float(cells.mean()) for name, cells in run(model, "2026-11", "A", reps).items()}


def _missed(scenario: str, truth: str, window: str) -> np.ndarray:
    """Return whether a window was missed, over the runs in which it opened and closed."""
    cells = today(scenario, truth)
    return cells[f"window.{window}.missed"][cells[f"window.{window}.missed.state"] < 2]


def means(scenario: str, truth: str) -> dict[str, float]:
    return {name: float(cells.mean()) for name, cells in today(scenario, truth).items()}


@pytest.mark.parametrize("name", SCENARIOS)
def test_three_truths_share_their_first_signs(name: str) -> None:
    scenario = scenario_of(name)
    early = [id for id in scenario.injects if id <= SHARED[name]]
    assert list(scenario.truths) == ["A", "B", "C"]
    assert len(early) >= 5
    assert [id for id in early if scenario.injects[id].truths] == []
    for sign in scenario.signs.values():
        assert sorted(sign.seen) == ["A", "B", "C"], sign.id
        assert all(chance.value > 0 for chance in sign.seen.values()), sign.id


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_opponent_reads_public_marks_by_a_chance_that_may_be_nought(name: str) -> None:
    scenario = scenario_of(name)
    assert list(scenario.opponents) == ["cautious", "opportunist", "determined"]
    for opponent in scenario.opponents.values():
        assert opponent.reacts
        for reaction in opponent.reacts:
            assert reaction.chance.low == 0, reaction.path


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_window_says_what_it_rests_on(name: str) -> None:
    for window in scenario_of(name).windows.values():
        assert window.need, window.id
        assert window.done, window.id
        assert bool(window.assumed) if window.basis == "assumed" else bool(window.source), window.id


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_window_is_always_met_or_always_missed_without_a_reason(name: str) -> None:
    model = model_of(name)
    for window in scenario_of(name).windows:
        if f"{name}.{window}" in DECIDED_BY_NATURE:
            continue
        cells = [_missed(name, truth, window) for truth in model.truths]
        missed = float(np.concatenate(cells).mean())
        assert 0.0 < missed < 1.0, (window, missed)


@pytest.mark.parametrize("name", SCENARIOS)
def test_in_the_serious_truth_no_window_is_always_missed(name: str) -> None:
    for window in scenario_of(name).windows:
        assert float(_missed(name, "A", window).mean()) < 1.0, window


@pytest.mark.parametrize("name", SCENARIOS)
def test_recognising_in_vain_has_a_price_in_the_benign_truth(name: str) -> None:
    measures = [m for m in scenario_of(name).measures.values() if m.kind == "adverse"]
    benign = [m.id for m in measures if m.truths and "A" not in m.truths]
    assert benign
    assert any(means(name, "C")[id] > 0 for id in benign)
    assert means(name, "C")["minister_time"] > 0


@pytest.mark.parametrize("name", SCENARIOS)
def test_measures_look_in_both_directions(name: str) -> None:
    measures = scenario_of(name).measures.values()
    kinds = {measure.kind for measure in measures}
    assert kinds >= {"outcome", "adverse", "burden", "democratic_control"}
    diet = [m for m in measures if m.kind == "democratic_control"]
    assert {measure.better for measure in diet} == {"neutral"}


@pytest.mark.parametrize("name", SCENARIOS)
def test_an_act_without_an_answer_has_a_consequence_of_its_own(name: str) -> None:
    for inject in scenario_of(name).injects.values():
        if inject.expect is not None:
            otherwise = inject.expect.otherwise
            assert otherwise is not None, inject.id
            assert otherwise.mark or otherwise.sets, inject.id


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_order_under_a_rule_without_its_gate(name: str) -> None:
    for procedure in scenario_of(name).procedures.values():
        steps = list(procedure.steps.values())
        orders = [k for k, step in enumerate(steps) if step.order is not None]
        gates = [k for k, step in enumerate(steps) if step.law == procedure.rule]
        if procedure.rule and orders:
            assert gates, procedure.id
            assert min(gates) < min(orders), procedure.id


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("reform", ["P01", "P03", "P05", "P06", "JFHQ"])
def test_a_reform_changes_something_and_carries_its_adverse_side_here(
    name: str, reform: str
) -> None:
    model = compile_model(japan(), name, postures=["2026-11"], reforms={reform: 1.0})
    plain, patched = (
        model.row(posture="2026-11", truth="A", opponent="cautious", reforms=levels)
        for levels in ({}, {reform: 1.0})
    )
    moved = {model.net.param_ids[k] for k in np.flatnonzero(plain != patched)}
    block = japan().reforms[reform]
    adverse = {path for p in block.patches if p.side == "adverse" for path in p.matches}
    assert moved
    assert any(column.startswith(path) for column in moved for path in adverse)


@pytest.mark.parametrize("reform", ["P01", "P03", "P05", "P06", "JFHQ"])
def test_every_patch_on_a_number_acts_in_some_scenario(reform: str) -> None:
    moved: set[str] = set()
    for name in (*SCENARIOS, "sakishima"):
        model = model_of(name)
        plain, patched = (
            model.row(posture="2026-11", truth="A", opponent="cautious", reforms=levels)
            for levels in ({}, {reform: 1.0})
        )
        moved |= {model.net.param_ids[k] for k in np.flatnonzero(plain != patched)}
    idle = [
        patch.target
        for patch in japan().reforms[reform].patches
        if not any(column.startswith(path) for column in moved for path in patch.matches)
    ]
    assert idle == []


# ---- senkaku


def test_no_maritime_security_operation_without_what_the_law_observes(tmp_path: Path) -> None:
    seen = ', order_at_sea: "1", life_or_property_at_sea: "1"}'
    without = changed(tmp_path, "senkaku", seen, "}")
    assert means("senkaku", "A")["landing_to_order"] < without["landing_to_order"]
    assert without["cabinet_decides"] == 0.0


@pytest.mark.slow
def test_the_telephone_is_refused_when_no_armed_landing_is_seen(tmp_path: Path) -> None:
    seen = 'sets: {armed_landing_remote_island: "1"}'
    without = changed(tmp_path, "senkaku", seen, 'sets: {armed_landing_remote_island: "0"}')
    assert means("senkaku", "A")["by_telephone"] > 0
    assert without["by_telephone"] == 0.0
    assert without["cabinet_decides"] > 0


@pytest.mark.slow
def test_police_come_before_a_public_security_operation(tmp_path: Path) -> None:
    limit = 'when: "happened(police_repelled) or happened(limit_declared)"'
    without = changed(tmp_path, "senkaku", limit, 'when: "1 > 2"')
    assert means("senkaku", "A")["question_to_land_order"] < without["question_to_land_order"]
    assert without["removed_before_works"] <= means("senkaku", "A")["removed_before_works"]


def test_help_alongside_in_time_ends_real_distress_early(tmp_path: Path) -> None:
    limited = today("senkaku", "B")["landing_to_removal"]
    assert np.quantile(limited, 0.1) < 10 < np.quantile(limited, 0.9)
    assert means("senkaku", "A")["landing_to_removal"] > limited.mean()


# ---- peninsula


@pytest.mark.slow
def test_an_alert_waits_for_the_second_source_where_the_rule_says_so(tmp_path: Path) -> None:
    """With two sources fewer alerts of nothing, and more that do not come."""
    rule = 'sets: {two_sources: "1"}, phase: approve'
    one = changed(tmp_path / "one", "peninsula", rule, rule.replace('"1"', '"0"'), 120)
    first = "two_sources: {initial: 0"
    two = changed(tmp_path / "two", "peninsula", first, first.replace("0", "1"), 120)
    assert two["missed_alerts"] > one["missed_alerts"]
    assert two["first_alert"] > one["first_alert"]


def test_an_alert_to_a_wrong_area_is_corrected_and_comes_late() -> None:
    late = today("peninsula", "A")["first_alert"]
    assert means("peninsula", "A")["false_alerts"] > 0
    assert np.quantile(late, 0.5) < 10 < np.quantile(late, 0.99)


def test_protection_of_nationals_is_barred_while_there_is_combat() -> None:
    assert means("peninsula", "A")["no_basis"] > means("peninsula", "C")["no_basis"]


@pytest.mark.slow
def test_transport_needs_an_emergency_abroad(tmp_path: Path) -> None:
    seen = 'mark: host_says_no, sets: {emergency_abroad: "1"}'
    without = changed(tmp_path, "peninsula", seen, "mark: host_says_no")
    ordered = means("peninsula", "A")["host_to_transport_order"]
    assert without["host_to_transport_order"] > ordered + 12


def test_an_expired_standing_order_costs_the_flight(tmp_path: Path) -> None:
    kept = 'sets: {order_period_set: "1 if happened(renewed) else 0"}'
    without = changed(tmp_path, "peninsula", kept, 'sets: {order_period_set: "0"}')
    assert without["authority_in_time"] < means("peninsula", "A")["authority_in_time"]


def test_the_question_of_counterstrike_has_three_answers_and_no_other() -> None:
    choose = scenario_of("peninsula").procedures["counterstrike_question"].steps["choose"].decide
    assert choose is not None
    assert sorted(choose.options) == ["decline", "defer", "take_up"]
    assert means("peninsula", "C")["counterstrike_deferred"] > 0.5


def test_people_called_home_in_vain_come_back() -> None:
    assert means("peninsula", "B")["in_vain"] > 0
    assert means("peninsula", "A")["remaining_at_outbreak"] < 57_000


# ---- complex


@pytest.mark.slow
def test_somebody_acts_while_the_prime_minister_is_away(tmp_path: Path) -> None:
    order = 'away:\n  pm: "pm_out > 0"\n'
    here = changed(tmp_path, "complex", order, "away:\n")
    assert 0.2 < means("complex", "A")["acting_pm"] < 1.0
    assert means("complex", "A")["without_decider"] > 0
    assert here["acting_pm"] == 0.0
    assert here["quake_to_hq"] < means("complex", "A")["quake_to_hq"]


@pytest.mark.slow
def test_a_second_task_force_shortens_one_queue_and_lengthens_the_other(tmp_path: Path) -> None:
    chosen = "options: {set_up: {value: 0.6, range: [0.3, 0.9]"
    never = chosen.replace("0.6, range: [0.3, 0.9]", "0, range: [0, 0.1]")
    without = changed(tmp_path, "complex", chosen, never)
    assert without["commander_load"] > means("complex", "A")["commander_load"]
    assert without["defence_wait"] < means("complex", "A")["defence_wait"]


def test_the_joint_commander_takes_work_from_the_chief() -> None:
    before = run(model_of("complex"), "2024-04", "A")
    now = today("complex", "A")
    assert before["commander_load"].max() == 0.0
    assert before["chief_load"].mean() > now["chief_load"].mean() > 0
    assert before["relief_wait"].mean() > now["relief_wait"].mean()


@pytest.mark.slow
def test_relief_without_a_request_needs_the_minister_to_find_urgency(tmp_path: Path) -> None:
    finding = 'sets: {disaster_urgent_no_request: "1"}, '
    without = changed(tmp_path, "complex", finding, "")
    assert without["quake_to_relief"] > means("complex", "A")["quake_to_relief"]


@pytest.mark.slow
def test_the_appeal_on_the_coast_rests_on_the_special_information(tmp_path: Path) -> None:
    told = 'mark: jma_warns, sets: {jma_megaquake_warning: "1"}'
    without = changed(tmp_path, "complex", told, "mark: jma_warns")
    assert without["in_vain"] == 0.0
    assert means("complex", "A")["in_vain"] > 0


def test_offers_have_a_price_when_taken_and_when_refused() -> None:
    assert means("complex", "C")["aid_refused"] > 0
    assert means("complex", "A")["aid_abused"] > 0


def test_a_gap_in_the_south_west_is_used(tmp_path: Path) -> None:
    held = 'skip_if: "happened(ships_sent) or happened(chose_relief)"'
    kept = changed(tmp_path, "complex", held, 'skip_if: "1 > 2"', 60)
    assert kept["below_floor"] < means("complex", "A")["below_floor"]
    assert kept["got_ashore"] < means("complex", "A")["got_ashore"]
