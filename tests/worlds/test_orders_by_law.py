"""Orders of the shipped scenarios come from the catalogue of law and from nowhere else."""

import re
import shutil

import numpy as np
import pytest

from tateyoko.compiler import compile_model
from tateyoko.engine.batch import run_batch
from tateyoko.world import load_world
from tests.worlds.patterns import FOLDER, column, japan

ORDERS = {rule.order for rule in japan().rules.values() if rule.order}


def shares(folder, scenario, old, new, *measures, posture="2026-11", runs=120):
    """Return shares in truth A of a world in which one passage of a scenario reads differently."""
    copy = folder / "japan"
    shutil.copytree(FOLDER, copy)
    path = copy / "scenarios" / f"{scenario}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    model = compile_model(load_world(copy), scenario)
    row = model.row(posture=posture, truth="A", opponent=model.opponents[0])
    batch = run_batch(
        model.net, row[None, :], (0, runs), 1, until=model.horizon_ms, script=model.script
    )
    assert (batch.fault == 0).all()
    return {name: float(batch.measure(name)[0].mean()) for name in measures}


def written_steps():
    """Give every step of the shipped scenarios as written, before roads unfold."""
    for path in sorted(FOLDER.glob("**/*.yaml")):
        if path.parent.name in ("cases", "reforms", "calibration"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{path.name}:{number}", line


def test_behind_a_gate_of_the_law_stands_the_road_of_its_order():
    by_hand = []
    for scenario in japan().scenarios.values():
        for procedure in scenario.procedures.values():
            gate = ""
            for step in procedure.steps.values():
                if step.law is not None and japan().rules[step.law].order:
                    gate = step.law
                if gate and step.order is not None:
                    by_hand.append(step.path)

    assert by_hand == []


def test_no_order_of_the_law_is_set_by_hand():
    by_hand = [
        place
        for place, line in written_steps()
        for name in re.findall(r"sets: \{([^}]*)\}", line)
        if {key.split(":")[0].strip() for key in name.split(",")} & ORDERS
    ]

    assert by_hand == []


# ---- the sea request


def test_only_those_who_hand_over_the_lead_wake_the_operation_at_sea():
    starts = {
        name: procedure.starts.on or procedure.starts.when
        for name, procedure in japan().procedures.items()
        if name in ("maritime_security", "warning_order")
    }
    marking = {
        (scenario.id, procedure.id, step.id)
        for scenario in japan().scenarios.values()
        for procedure in scenario.procedures.values()
        for step in procedure.steps.values()
        if step.mark == "sea_request"
    }

    assert {str(one) for one in starts.values()} == {"mark sea_request"}
    assert marking == {
        ("noto-1999", "limit", "asked"),
        ("unidentified-vessel", "authority", "asked_at_sea"),
    }


def test_another_kind_of_request_starts_no_operation_at_sea(tmp_path):
    # The declaration is marked as any request is, and order at sea needs keeping.
    found = shares(
        tmp_path,
        "noto-1999",
        "mark: sea_request, phase",
        "mark: disaster_request_made, phase",
        "cabinet_decides",
        "in_time",
    )

    assert found["cabinet_decides"] == 0
    assert column("noto-1999", "cabinet_decides", posture="2026-11").mean() > 0.5


# ---- the Cabinet by telephone


def test_a_suspicious_vessel_is_decided_by_telephone_only_since_2001():
    assert column("noto-1999", "by_telephone", posture="1999", runs=150).max() == 0
    assert 0.02 < column("noto-1999", "by_telephone", posture="2026-11", runs=150).mean() < 0.5


def test_without_a_suspicious_vessel_the_cabinet_must_sit(tmp_path):
    seen = ', suspicious_vessel: "1"}'

    found = shares(tmp_path, "noto-1999", seen, "}", "by_telephone", "cabinet_decides")

    assert found["by_telephone"] == 0
    assert found["cabinet_decides"] > 0.5


# ---- the standing order against missiles


def test_after_the_standing_order_has_expired_paragraph_1_takes_longer_than_the_flight(tmp_path):
    kept = 'sets: {order_period_set: "1 if happened(renewed) else 0"}'

    found = shares(
        tmp_path,
        "peninsula",
        kept,
        'sets: {order_period_set: "0"}',
        "authority_in_time",
        "order_after_expiry",
        runs=60,
    )

    # What is left are orders that are renewed after their day and before the flight.
    assert found["authority_in_time"] < 0.3 < column("peninsula", "authority_in_time").mean()
    assert found["order_after_expiry"] > 0.5 > column("peninsula", "order_after_expiry").mean()


# ---- disaster relief


@pytest.mark.parametrize("scenario", ["large-disaster", "complex", "replay-2011"])
def test_orders_of_relief_go_by_the_road_of_the_law(scenario):
    steps = [
        step
        for procedure in japan().scenarios[scenario].procedures.values()
        for step in procedure.steps.values()
        if "A83" in step.authority
    ]

    assert steps
    assert all("order" in step.marks for step in steps)


def test_without_a_finding_of_the_minister_a_request_gives_no_order(tmp_path):
    finding = 'holds(disaster_urgent_no_request)", sets: {relief_unavoidable: "1"}'

    found = shares(
        tmp_path, "complex", finding, finding.replace('"1"', '"0"'), "quake_to_relief", runs=40
    )
    today = column("complex", "quake_to_relief", runs=40)

    assert np.mean(today) < found["quake_to_relief"]
