"""Patterns of crises on land and abroad: what structure makes of dates and contexts."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tateyoko.compiler.compile import compile_model
from tateyoko.compiler.kinds import kind_column
from tateyoko.compiler.model import Model
from tateyoko.engine.batch import run_batch
from tateyoko.world import World, load_world
from tateyoko.world.patterns import eras_of

FOLDER = Path(__file__).parents[2] / "src/tateyoko/worlds/japan"
MINUTE = 60_000
RUNS = 60
EXPECTED = {
    "large-disaster": {
        *("report", "handoff", "recognise", "inform_minister", "inform_pm", "cell", "assemble"),
        *("staff_meeting", "meeting", "request", "decide", "unit_order", "order", "execute"),
        *("public_warning", "correct", "liaise"),
    },
}


@cache
def japan() -> World:
    return load_world(FOLDER)


@cache
def pattern(scenario: str, posture: str | None = None) -> Model:
    return compile_model(japan(), scenario, postures=[posture] if posture else None)


def times(
    scenario: str, kind: str, *, posture: str, truth: str = "A", runs: int = RUNS, **values: float
) -> np.ndarray:
    """Return the first time of a kind in each run [min]; what never came is infinite."""
    model = pattern(scenario)
    given = {name.replace("__", "."): value for name, value in values.items()}
    row = model.row(posture=posture, truth=truth, opponent=model.opponents[0], values=given)
    batch = run_batch(
        model.net,
        row[None, :],
        (0, runs),
        1,
        until=model.horizon_ms,
        script=model.script,
        threads=1,
    )
    assert (batch.fault == 0).all()
    found = batch.measure(kind_column(kind))[0]
    return np.where(found < 0, np.inf, found / MINUTE)


def context(**values: float) -> dict[str, float]:
    return {f"values__{name}": value for name, value in values.items()}


@pytest.mark.parametrize("scenario", EXPECTED)
def test_a_pattern_produces_every_kind_it_can_plausibly_produce(scenario: str) -> None:
    model = pattern(scenario)

    produced = {id.removeprefix("kind.") for id in model.net.measure_ids if id.startswith("kind.")}
    came = {
        kind
        for kind in EXPECTED[scenario]
        for truth in model.truths
        if np.isfinite(times(scenario, kind, posture=model.baseline, truth=truth)).any()
    }

    assert produced >= EXPECTED[scenario]
    assert came == EXPECTED[scenario]


@pytest.mark.parametrize("scenario", EXPECTED)
@pytest.mark.parametrize(
    "values",
    [
        {"hops": 2.0, "standing_authority": 0.0},
        {"hops": 9.0, "ambiguous": 1.0, "off_hours": 1.0, "local_hour": 3.0},
        {"hops": 7.0, "anticipated": 1.0},
    ],
)
def test_a_pattern_runs_in_every_era_and_context(scenario: str, values: dict[str, float]) -> None:
    postures = set(eras_of(japan()).values()) & set(pattern(scenario).postures)
    for posture in postures or pattern(scenario).postures:
        for truth in pattern(scenario).truths:
            decided = times(
                scenario, "report", posture=posture, truth=truth, runs=8, **context(**values)
            )
            assert np.isfinite(decided).any()


@pytest.mark.parametrize("scenario", EXPECTED)
def test_proposals_at_once_never_make_the_first_word_to_the_minister_later(scenario: str) -> None:
    posture = pattern(scenario).baseline

    waiting = times(scenario, "inform_minister", posture=posture)
    at_once = times(scenario, "inform_minister", posture=posture, spread__initiative=1e-5)

    assert np.median(at_once) <= np.median(waiting)


def test_standing_rule_opens_the_centre_sooner_than_a_decision() -> None:
    before = times("large-disaster", "cell", posture="1999")
    after = times("large-disaster", "cell", posture="2026-11")

    assert np.median(after) < np.median(before)
    assert np.quantile(after, 0.9) < 30


def test_a_report_takes_longer_through_more_desks_but_the_shaking_does_not() -> None:
    for truth, grows in (("A", False), ("B", True)):
        few, many = (
            np.median(
                times(
                    "large-disaster",
                    "inform_pm",
                    posture="2026-11",
                    truth=truth,
                    **context(hops=hops),
                )
            )
            for hops in (3.0, 8.0)
        )
        assert (many > 1.3 * few) == grows


def test_without_standing_authority_the_first_act_waits_for_an_order() -> None:
    with_rule = times("large-disaster", "execute", posture="2026-11", truth="B")
    without = times(
        "large-disaster", "execute", posture="2026-11", truth="B", **context(standing_authority=0.0)
    )

    assert np.median(without) > 3 * np.median(with_rule)


def test_an_alarm_without_harm_calls_the_team_and_nobody_orders_relief() -> None:
    assert np.isfinite(times("large-disaster", "staff_meeting", posture="2026-11", truth="C")).all()
    assert np.isinf(times("large-disaster", "order", posture="2026-11", truth="C")).all()
