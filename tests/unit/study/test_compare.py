"""The whole experiment on the example: real runs of a tiny net."""

import json
import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from tateyoko.errors import RunError, UsageError
from tateyoko.store import hash_file, write_table
from tateyoko.study.compare import compare
from tateyoko.study.example import example_model
from tateyoko.study.run import Interrupted
from tateyoko.study.tables import tables


@lru_cache(maxsize=1)
def comparison():
    return compare(example_model(), runs=120, sets=10, seed=1)


def test_a_placebo_posture_differs_by_exactly_zero_in_every_measure():
    placebo = [d for d in comparison().differences if d.posture == "placebo"]

    assert len(placebo) == (3 + 1 + 2 * 2) * 3  # measures by truth, times pooled and two opponents
    assert {(d.value, d.low, d.high, d.badge) for d in placebo} == {(0.0, 0.0, 0.0, "no_effect")}
    assert comparison().pairing.placebo_zero


def test_a_knob_turned_the_wrong_way_is_worse():
    # Both intervals exclude 0 at this seed; the true effects are many standard errors away.
    caught = comparison().difference("caught", "doubting", "A")
    late = comparison().difference("to_order", "doubting", "A")

    assert caught.low > 0.0
    assert late.low > 0.0
    assert caught.better is late.better is False


def test_the_package_helps_and_its_burden_is_shown():
    caught = comparison().difference("caught", "package", "A")
    busy = comparison().difference("busy", "package", "A")

    assert caught.high < 0.0
    assert caught.better is True
    assert caught.badge in ("robust", "conditional")
    assert busy.low > 0.0
    assert busy.better is False


def test_reforms_without_effect_are_found_alone():
    assert comparison().no_effect == ("R3",)
    changed = {reform.id: reform.changed for reform in comparison().reforms}
    assert changed["R3"] == ()
    assert "signature" in changed["R2"]


def test_one_set_value_is_told_as_an_echo():
    echoes = {(e.reform, e.measure): e for e in comparison().echoes}

    assert echoes["R2", "signature"].knob == "countersign.minutes"
    assert echoes["R2", "signature"].share == pytest.approx(1.0)
    assert echoes["R2", "signature"].knobs == 1
    assert all(echo.reform != "R3" for echo in comparison().echoes)


def test_difference_equals_the_difference_of_means_on_common_runs():
    records = comparison().records
    ids = [posture.id for posture in comparison().postures]
    measure = [m.id for m in comparison().measures].index("caught")
    values = records.central[:, 0, :, :, measure].mean(axis=(1, 2))

    found = comparison().difference("caught", "package", "A")

    assert found.value == pytest.approx(values[ids.index("package")] - values[ids.index("today")])
    assert found.n == 120


def test_opponents_are_pooled_with_equal_weights():
    cells = [comparison().cell("caught", "today", "A", o) for o in (None, "early", "late")]

    assert cells[0].value == pytest.approx((cells[1].value + cells[2].value) / 2)
    assert cells[0].n == 2 * cells[1].n


def test_a_measure_is_reported_only_for_its_truths():
    assert comparison().cell("caught", "today", "C") is None
    assert comparison().cell("in_vain", "today", "A") is None
    assert comparison().cell("busy", "today", "C") is not None


def test_hops_add_up_and_the_longest_comes_first():
    hops = [h for h in comparison().hops if h.posture == "today" and h.truth == "A"]
    times = {hop.hop: hop.mean_ms for hop in hops}

    assert sum(hop.share for hop in hops) == pytest.approx(1.0)
    order = comparison().longest["today"]
    assert [times[hop] for hop in order] == sorted(times.values(), reverse=True)


def test_series_bands_are_ordered():
    for band in comparison().series:
        assert np.all(np.array(band.p10) <= np.array(band.p50))
        assert np.all(np.array(band.p50) <= np.array(band.p90))


def test_drivers_are_sorted_and_an_unused_number_is_none():
    drivers = [d for d in comparison().drivers if d.posture == "package"]
    swings = [
        max(d.at_low, d.difference, d.at_high) - min(d.at_low, d.difference, d.at_high)
        for d in drivers
    ]

    assert swings == sorted(swings, reverse=True)
    assert "radio.width" not in {d.parameter for d in comparison().drivers}
    assert {"boat.minutes", "weight"} <= {d.parameter for d in drivers}


def test_divergence_is_told_in_words():
    divergences = {d.posture: d for d in comparison().pairing.divergences}

    assert divergences["placebo"].time_ms is None
    assert divergences["package"].time_ms > 0
    assert "baseline" in divergences["package"].what.en


def test_common_luck_reduces_the_variance():
    (factor,) = comparison().pairing.factors

    assert factor.measure == "caught"
    assert factor.factor > 1.5


def test_one_and_two_threads_give_the_same_bytes(tmp_path):
    hashes = []
    for threads in (1, 2):
        found = compare(example_model(), runs=16, sets=3, seed=5, threads=threads)
        for name, columns in tables(found).items():
            write_table(tmp_path / f"{name}.{threads}", columns)
        hashes.append([hash_file(tmp_path / f"{name}.{threads}") for name in tables(found)])
        document = found.to_json()
        del document["seconds"]
        hashes[-1].append(json.dumps(document))

    assert hashes[0] == hashes[1]


def test_more_runs_keep_the_first_ones():
    short = compare(example_model(), runs=8, sets=2, seed=5)
    long = compare(example_model(), runs=16, sets=2, seed=5)

    assert np.array_equal(short.records.central, long.records.central[:, :, :, :8])


def test_cost_is_linear_in_runs():
    small = compare(example_model(), runs=200, sets=3).total_runs
    large = compare(example_model(), runs=400, sets=3).total_runs

    assert large == pytest.approx(2 * small, rel=0.1)


def test_another_seed_gives_other_runs():
    first = compare(example_model(), runs=4, sets=0, seed=1)
    second = compare(example_model(), runs=4, sets=0, seed=2)

    assert not np.array_equal(first.records.central, second.records.central)


def test_without_sets_there_is_no_sign_share():
    found = compare(example_model(), runs=20, sets=0)

    assert {d.sign_share for d in found.differences} == {None}
    assert found.drivers == ()


def test_values_are_held_everywhere():
    found = compare(example_model(), runs=8, sets=2, values={"boat.minutes": 0.001})

    assert found.settings["values"] == {"boat.minutes": 0.001}
    assert "boat.minutes" not in {d.parameter for d in found.drivers}
    held = found.cell("caught", "today", "A").value
    assert held <= compare(example_model(), runs=8, sets=2).cell("caught", "today", "A").value


def test_a_time_that_often_does_not_end_is_a_restricted_mean():
    found = compare(example_model(), runs=30, sets=2, values={"weight": 0.05})
    info = {measure.id: measure for measure in found.measures}

    assert info["to_order"].statistic == "restricted_mean"
    assert info["to_order"].censored > 0.5
    cell = found.cell("to_order", "today", "A")
    assert cell.p90 is None  # beyond the horizon
    assert cell.low <= cell.value <= 30 * 60
    assert "ST102" in {finding.code for finding in found.findings}


def test_an_unfinished_time_counts_as_longer_than_every_finished_one():
    found = compare(example_model(), runs=40, sets=2, values={"weight": 0.2})
    cell = found.cell("to_order", "doubting", "A")

    assert 0.0 < cell.censored_share < 0.5
    measure = [m.id for m in found.measures].index("to_order")
    times = np.where(
        found.records.ended[3, 0, ..., measure], found.records.central[3, 0, ..., measure], math.inf
    )
    assert cell.value == np.sort(times.ravel())[times.size // 2 - 1]


def test_faulted_runs_are_listed_by_name_and_their_pairs_left_out():
    # A negative time for a boat faults as soon as boats leave; few orders are given in time.
    values = {"weight": 0.12, "boat.minutes": -5.0}

    found = compare(example_model(), runs=40, sets=2, values=values)

    assert not found.complete
    fault = found.faults[0]
    assert fault.stage == "central"
    assert fault.code == "negative"
    assert "boat" in fault.place
    faulted = {f.replication for f in found.faults if f.stage == "central"}
    assert set(np.flatnonzero(~found.records.kept)) == faulted
    assert found.difference("caught", "package", "A").n == 40 - len(faulted)


def test_mostly_faulted_runs_give_no_result():
    with pytest.raises(RunError, match=r"No result: \d+% of the replications faulted"):
        compare(example_model(), runs=8, sets=2, values={"boat.minutes": -5.0})


def test_ctrl_c_says_what_was_done():
    def stop(stage, done, planned):
        if stage == "assumptions" and done > 0:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=r"Interrupted \(assumption sets: \d+ of \d+ runs") as e:
        compare(example_model(), runs=8, sets=2, progress=stop)

    assert e.value.exit_code == 1


def test_progress_reaches_the_plan_in_every_stage():
    last = {}

    def note(stage, done, planned):
        last[stage] = (done, planned)

    compare(example_model(), runs=8, sets=2, progress=note)

    assert set(last) == {"central", "assumptions", "reforms", "drivers", "placebo"}
    assert all(done == planned for done, planned in last.values())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"postures": ["pakage"]}, r"no posture pakage.*Did you mean package"),
        ({"baseline": "tomorrow"}, r"no posture tomorrow"),
        ({"values": {"chek.minutes": 1.0}}, r"no parameter chek.minutes.*mean check.minutes"),
        ({"postures": ["today"]}, r"nothing to compare"),
        ({"runs": 1}, r"at least 2"),
    ],
)
def test_wrong_use_is_told_with_the_nearest_name(options, message):
    with pytest.raises(UsageError, match=message):
        compare(example_model(), **{"runs": 4, "sets": 1, **options})


def test_document_keeps_the_contract_and_is_strict_json():
    document = json.loads(json.dumps(comparison().to_json(), allow_nan=False))

    assert document["scenario"] == "storm"
    assert document["postures"] == ["today", "package", "placebo", "doubting"]
    row = next(r for r in document["measures"] if r["id"] == "caught" and r["posture"] == "package")
    assert set(row) >= {"id", "posture", "truth", "value", "interval", "difference", "sign_share"}
    assert document["manifest"]["seed"] == 1
    assert document["details"]["drivers"][0]["measure"] == "caught"


def test_a_scenario_without_opponents_has_one_without_a_name():
    alone = replace(example_model(), opponents=(), opponent_names={})

    found = compare(alone, runs=8, sets=2)

    assert found.opponents == ()
    assert {cell.opponent for cell in found.cells} == {None}
    early = compare(example_model(), runs=8, sets=2).cell("caught", "today", "A", "early")
    assert found.cell("caught", "today", "A").value == early.value
    assert set(tables(found)["replications"]["opponent"]) == {""}


def test_only_two_postures_of_four():
    found = compare(example_model(), postures=["package"], runs=8, sets=2)

    assert [posture.id for posture in found.postures] == ["today", "package"]
    assert {d.posture for d in found.differences} == {"package"}


def test_the_code_that_ran_is_part_of_what_was_run():
    hashes = comparison().hashes

    assert set(hashes) == {"world", "scenario", "structure", "rows", "code"}
    assert len(hashes["code"]) == 32
