"""Windows: in which runs the act was not done when the window closed."""

import pytest

from tests.unit.compiler.tiny import column, compiled

SCENARIO = """
events:
  start: {at: T+2h, mark: go}
  act: {at: T+10h, if: "truth == A", mark: acted}
  end: {at: T+20h, if: "truth == A", mark: over}
windows:
  w: {name: {ja: 窓, en: Window}, opens: OPENS, closes: CLOSES, done: acted, assumed: x}
  bare: {name: {ja: 窓, en: Bare}, opens: go, closes: {at: D0}, assumed: x}
"""
MISSED, DONE, NONE = (1.0, 0.0), (0.0, 0.0), (0.0, 2.0)


@pytest.mark.parametrize(
    ("opens", "closes", "truth", "expected"),
    [
        ("go", "{at: D0}", "A", DONE),
        ("go", "{at: T+10h}", "A", DONE),
        ("go", "{at: T+9h}", "A", MISSED),
        ("go", "{at: D0}", "B", MISSED),
        ("go", "{mark: over}", "A", DONE),
        ("go", "{mark: over}", "B", NONE),
        ("over", "{at: D0}", "B", NONE),
        ("go", "{after: {value: 8, unit: h, assumed: x}}", "A", DONE),
        ("go", "{after: {value: 7, unit: h, assumed: x}}", "A", MISSED),
        ("go", "{after: {value: 47, unit: h, assumed: x}}", "B", NONE),
    ],
)
def test_a_window_is_missed_when_it_closed_before_the_act(tmp_path, opens, closes, truth, expected):
    scenario = SCENARIO.replace("OPENS", opens).replace("CLOSES", closes)
    model = compiled(tmp_path, scenario=scenario)

    missed = column(model, "window.w.missed", truth=truth)[0]
    state = column(model, "window.w.missed.censored", truth=truth)[0]

    assert (missed, state) == expected


@pytest.mark.parametrize(("truth", "plain", "prevents"), [("A", NONE, DONE), ("B", MISSED, MISSED)])
def test_an_act_that_prevents_the_closing_was_in_time(tmp_path, truth, plain, prevents):
    # Here the end comes only where nobody acts, which is what the act is for.
    scenario = SCENARIO.replace(
        'if: "truth == A", mark: over', 'if: "not happened(acted)", mark: over'
    )
    scenario = scenario.replace("OPENS", "go").replace("CLOSES", "{mark: over}")

    def found(text):
        model = compiled(tmp_path, scenario=text)
        ids = ("window.w.missed", "window.w.missed.censored")
        return tuple(column(model, id, truth=truth)[0] for id in ids)

    assert found(scenario) == plain
    assert found(scenario.replace("done: acted", "done: acted, act_prevents: true")) == prevents


def test_every_window_that_names_its_act_is_a_measure_in_shares(tmp_path):
    scenario = SCENARIO.replace("OPENS", "go").replace("CLOSES", "{at: D0}")
    model = compiled(tmp_path, scenario=scenario)

    assert [(m.id, m.unit, m.better, m.truths) for m in model.measures] == [
        ("window.w.missed", "share", "lower", ())
    ]
