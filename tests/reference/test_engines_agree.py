"""The kernel and the reference give the same bits: traces, final states, measures, hand-overs."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tateyoko.net import codes
from tests.reference.compare import differences, hand_over, kernel_outcome, outcome_of, reference
from tests.reference.directed_nets import FAULTS, NETS, directed_example
from tests.reference.random_nets import random_example

RULES = Path(__file__).parents[2] / "docs" / "explanation" / "semantics.md"
CHUNK, CHUNKS = 50, 6
MANY = 10_000


def rules_of_runs():
    """Ids of the rules that a run can exercise."""
    ids = re.findall(r"^\*\*([A-Z]+-\d+)", RULES.read_text(), re.MULTILINE)
    return {rule for rule in ids if not rule.startswith(("NET-", "FORK-"))}


def check(example, *, hand_overs, rules=None):
    """What differs between the engines on one example."""
    run = reference(example, rules=rules)
    mine, theirs = outcome_of(run), kernel_outcome(example)
    bad = differences(mine, theirs)
    if bad or mine.fault[0]:
        return bad
    events = range(run.events)
    chosen = (
        events
        if hand_overs is None
        else random.Random(example.seed).sample(events, min(hand_overs, run.events))
    )
    for k in chosen:
        bad += hand_over(example, k, theirs)
    return bad


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_nets_are_identical_in_both_engines(chunk):
    bad = {}
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        found = check(random_example(seed), hand_overs=1)
        if found:
            bad[seed] = found

    assert not bad


@pytest.mark.parametrize("name", sorted(NETS))
def test_directed_nets_are_identical_in_both_engines(name):
    assert not check(directed_example(name), hand_overs=5)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_fault_has_its_code_and_a_place(name):
    example = directed_example(name)

    code, place = outcome_of(reference(example)).fault

    assert codes.FAULTS[code] == FAULTS[name]
    assert place != 0


def test_every_rule_of_a_run_is_reached():
    reached: set[str] = set()
    for seed in range(60):
        run = reference(random_example(seed), rules=reached)
        run.state()
        run.measures()
        run.handed_over()
        reached |= run.rules
    for name in NETS:
        run = reference(directed_example(name), rules=reached)
        if not run.fault[0]:
            run.state()
        reached |= run.rules

    assert reached == rules_of_runs()


@pytest.mark.parametrize("seed", [1, 5, 8, 22])
def test_state_is_handed_over_at_every_event(seed):
    assert not check(random_example(seed), hand_overs=None)


def test_every_kind_of_trace_row_is_met():
    examples = [random_example(seed) for seed in range(40)]
    examples += [directed_example(name) for name in NETS if name not in FAULTS]

    met = {row[1] for example in examples for row in reference(example).trace}

    assert met == set(range(len(codes.TRACE_KINDS)))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, MANY, 1000))
def test_ten_thousand_random_nets_are_identical(start):
    bad = {}
    for seed in range(start, start + 1000):
        found = check(random_example(seed), hand_overs=2)
        if found:
            bad[seed] = found

    assert not bad


@pytest.mark.slow
def test_state_is_handed_over_at_every_event_of_sixty_nets():
    bad = {}
    for seed in range(60):
        found = check(random_example(seed), hand_overs=None)
        if found:
            bad[seed] = found

    assert not bad
