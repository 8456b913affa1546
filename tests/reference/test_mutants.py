"""Is the comparison of the engines sharp? A changed reference must be told from the kernel."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.reference.compare import kernel_outcome, outcome_of, reference
from tests.reference.directed_nets import NETS, directed_example
from tests.reference.mutants import EQUIVALENT, PLANTED, WIDER, Mutant, mutated_reference
from tests.reference.random_nets import random_example

FEW, MANY = 40, 400
SLOW_NETS = ("endless_visits",)


@lru_cache(maxsize=1)
def directed():
    """Directed nets and what the kernel makes of them."""
    examples = [directed_example(name) for name in sorted(NETS) if name not in SLOW_NETS]
    return [(example, kernel_outcome(example)) for example in examples]


@lru_cache(maxsize=MANY)
def random_run(seed):
    example = random_example(seed)
    return example, kernel_outcome(example)


def is_noticed(mutant: Mutant, nets: int) -> bool:
    """Whether any net shows the change; a run that breaks shows it too."""
    changed = mutated_reference(mutant)
    for example, right in [*directed(), *(random_run(seed) for seed in range(nets))]:
        try:
            run = reference(example, stop=2 * right.events + 100, of=changed)
            if outcome_of(run).bits() != right.bits():
                return True
        except (ArithmeticError, AssertionError, AttributeError, LookupError, ValueError):
            return True
    return False


def test_unchanged_copy_of_the_reference_is_not_noticed():
    assert not is_noticed(Mutant("none", "reference", "EVENT-4", "EVENT-4"), FEW)


@pytest.mark.parametrize("mutant", PLANTED, ids=lambda mutant: f"{mutant.kind}: {mutant.new[:30]}")
def test_planted_change_is_noticed(mutant):
    assert is_noticed(mutant, FEW)


def test_planted_changes_cover_draw_tie_tick_and_rule():
    assert {mutant.kind for mutant in PLANTED} == {"draw", "tie", "tick", "rule"}


@pytest.mark.slow
@pytest.mark.parametrize("mutant", WIDER, ids=lambda mutant: f"{mutant.kind}: {mutant.old[:40]}")
def test_wider_change_is_noticed(mutant):
    assert is_noticed(mutant, MANY) or mutant.old in EQUIVALENT
