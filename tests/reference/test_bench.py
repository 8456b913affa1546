"""The benchmark: same models in all tools, and the shape of the result. Nothing is timed here."""

from __future__ import annotations

import json

import pytest

from tateyoko.bench import format_table, run_bench
from tateyoko.bench.models import chain, jackson, mm1
from tateyoko.bench.native import build, compiler, run_program
from tateyoko.bench.peers import has_simpy, simpy_chain, simpy_jackson
from tateyoko.bench.run import GUARDS, MODELS, TOOLS
from tateyoko.engine.batch import run_batch
from tateyoko.engine.reference import Reference
from tests.reference.compare import flat

#: Mean time of a file in the chain [h], on which independent programs agree (15.53 to 15.56).
CHAIN_HOURS = 15.54


def test_result_has_the_contract_of_the_command():
    result = run_bench(repetitions=1, start=False, scale=0.01)

    found = json.loads(json.dumps(result.as_dict()))
    assert set(found["events_per_s"]) == set(MODELS) == {"chain", "jackson", "mm1"}
    missing = {tool for tool, there in (("simpy", has_simpy()), ("c", compiler())) if not there}
    for rates in found["events_per_s"].values():
        assert set(rates) == set(TOOLS) - missing
        assert all(rate > 0 for rate in rates.values())
    assert set(found["guards_per_s"]) == {str(n) for n in GUARDS}
    assert found["start_s"] == {}
    table = format_table(result)
    assert "Jackson 8" in table
    assert "so many waiting guards" in table


def test_kernel_means_agree_with_theory_and_each_other():
    """Five standard errors (below 1e-6) plus 1 % for the empty start."""
    for model in (mm1(100_000), jackson(50_000)):
        times = run_batch(model.net, None, (0, 20), pool=4096).measures[0, :, 0]
        error = times.std(ddof=1) / 20**0.5
        assert abs(times.mean() - model.theory) < 5 * error + 0.01 * model.theory
    times = run_batch(chain().net, None, (0, 500)).measures[0, :, 0]
    assert abs(times.mean() - CHAIN_HOURS) < 5 * times.std(ddof=1) / 500**0.5 + 0.05


@pytest.mark.parametrize("model", [mm1(300), jackson(200), chain(40), chain(40, guards=25)])
def test_benchmark_models_are_identical_in_both_engines(model):
    run = Reference(model.net, trace=False).run()
    batch = run_batch(model.net, None, (0, 1))

    assert batch.events[0, 0] == run.events
    assert flat(batch.measures[0, 0].tolist()) == flat(run.measures())


@pytest.mark.skipif(compiler() is None, reason="no C compiler")
def test_hand_written_c_simulates_the_same_models(tmp_path):
    program = build(tmp_path)

    for name, size, exact, allowed in (
        ("mm1", 2_000_000, 5.0, 0.15),
        ("jackson", 300_000, 31.07, 1.2),
        ("chain", 600, CHAIN_HOURS, 0.3),
    ):
        events, _, mean = run_program(program, name, size, 1)
        assert events > size
        assert mean == pytest.approx(exact, abs=allowed)


@pytest.mark.skipif(not has_simpy(), reason="SimPy is not installed")
def test_simpy_simulates_the_same_models():
    events, mean = simpy_chain(12, 1)
    assert events / 12 == pytest.approx(7746, rel=0.02)
    assert mean == pytest.approx(CHAIN_HOURS, abs=1.5)

    events, _ = simpy_jackson(1000, 1)
    assert events / 1000 == pytest.approx(4.8, rel=0.1)
