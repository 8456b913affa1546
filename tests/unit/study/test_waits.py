"""The time of the main line falls into kinds of wait, and they add up."""

import pytest

from tateyoko.figure.words import PHASE_NAMES
from tateyoko.study.results import HopCell
from tateyoko.study.waits import WAITS, kind_of, waits_of
from tateyoko.world.channels import PHASES


def hop(phase, ms, posture="now"):
    return HopCell(
        hop=f"{phase}.{ms}",
        phase=phase,
        posture=posture,
        truth="A",
        mean_ms=ms,
        share=0.0,
        visits=1.0,
    )


def test_every_phase_has_a_kind_and_only_the_other_side_has_none():
    assert {phase for phase in PHASE_NAMES if kind_of(phase) is None} == {"outside"}
    assert {kind_of(phase) for phase in PHASES} == set(WAITS)


def test_law_judgement_and_procedure_stand_apart():
    hops = [hop("law", 30.0), hop("recognise", 50.0), hop("approve", 15.0), hop("hand_over", 5.0)]

    found = {one.kind: one for one in waits_of([*hops, hop("outside", 900.0)])}

    assert [found[kind].mean_ms for kind in ("law", "judgement", "procedure")] == [30, 50, 20]
    assert found["law"].share == pytest.approx(0.3)
    assert sum(one.share for one in found.values()) == pytest.approx(1.0)


def test_postures_are_kept_apart_and_no_time_has_no_share():
    found = waits_of([hop("law", 10.0, "then"), hop("law", 0.0, "now")])

    assert {(one.posture, one.share) for one in found if one.kind == "law"} == {
        ("then", 1.0),
        ("now", 0.0),
    }
