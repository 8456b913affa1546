# ruff: noqa: E501  (worlds in YAML)
"""Relays: so many links of a chain whose posts are not named."""

import pytest

from tateyoko.cli.show_steps import procedure_lines
from tateyoko.compiler import compile_model
from tateyoko.follow import follow_order
from tests.unit.compiler.tiny import compiled, mark_times, run, tiny, words

VALUES = """
values: {hops: 4, night: 0, doubt: 1}
"""


def relay(links='"hops - 1"', each="read: 10 min"):
    return f"""
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
      up: {{relay: {{links: {links}, each: {{{each}}}}}, mark: done, assumed: x}}
"""


@pytest.mark.parametrize(("hops", "minutes"), [(2, 10.0), (4, 30.0), (9, 80.0)])
def test_each_link_takes_its_time(tmp_path, hops, minutes):
    model = compiled(tmp_path, "", VALUES.replace("4", str(hops)) + relay())

    assert mark_times(model, "done") == [minutes]


@pytest.mark.parametrize("links", ["0", "hops - 4", "-2", "0.5"])
def test_a_relay_without_a_link_passes_at_once(tmp_path, links):
    model = compiled(tmp_path, "", VALUES + relay(f'"{links}"'))

    assert mark_times(model, "done") == [0.0]


def test_the_number_of_links_is_read_when_the_report_enters(tmp_path):
    changed = """
events: {grow: {at: T+15min, sets: {hops: "9"}}}
"""
    model = compiled(tmp_path, "", VALUES + changed + relay())

    assert mark_times(model, "done") == [30.0]


def test_a_garbled_report_is_read_again_at_the_same_link(tmp_path):
    model = compiled(tmp_path, "", VALUES + relay(each="read: 10 min, garbled: 0.5"))

    times = mark_times(model, "done", reps=200)

    assert min(times) == 30.0
    # Each link reads 1 / (1 - 0.5) = 2 times on average; sd of the mean is about 1.7 min.
    assert sum(times) / len(times) == pytest.approx(60.0, abs=7.0)


OFF = 'read: 10 min, off_hours: {when: "night > 0", delay: 25 min}'


@pytest.mark.parametrize(("night", "minutes"), [(0, 30.0), (1, 105.0)])
def test_links_are_called_in_when_it_says_so(tmp_path, night, minutes):
    values = VALUES.replace("night: 0", f"night: {night}")
    model = compiled(tmp_path, "", values + relay(each=OFF))

    assert mark_times(model, "done") == [minutes]


def test_only_a_share_of_the_links_has_nobody_on_watch(tmp_path):
    each = 'read: 10 min, off_hours: {when: "night > 0", share: 0.4, delay: 25 min}'
    model = compiled(tmp_path, "", VALUES.replace("night: 0", "night: 1") + relay(each=each))

    called = [(time - 30.0) / 25.0 for time in mark_times(model, "done", reps=300)]

    assert set(called) == {0.0, 1.0, 2.0, 3.0}
    # Three links with 0.4 each: mean 1.2, sd of the mean of 300 runs 0.05.
    assert sum(called) / 300 == pytest.approx(1.2, abs=0.2)


def test_a_factor_is_read_as_each_link_begins(tmp_path):
    slower = """
events: {odd: {at: T+15min, sets: {doubt: "3"}}}
"""
    model = compiled(tmp_path, "", VALUES + slower + relay(each='read: 10 min, factor: "doubt"'))

    # The links begin at 0, 10 and 20 minutes: the first two before the change.
    assert mark_times(model, "done") == [50.0]


def test_a_link_has_the_same_luck_in_a_short_and_in_a_long_relay(tmp_path):
    each = "read: 5-10-30 min"
    short = compiled(tmp_path / "short", "", VALUES + relay('"2"', each))
    long = compiled(tmp_path / "long", "", VALUES + relay('"6"', each))

    def readings(model):
        rows = words(model, run(model, rep=3))
        ends = [row[0] for row in rows if row[2] == "procedure.p.up" and row[1] == "start"]
        return ends[:2]

    assert readings(short) == readings(long)


def test_two_relays_of_one_procedure_count_apart(tmp_path):
    two = """
procedures:
  p:
    name: {ja: 手続, en: P}
    starts: {at_start: true}
    steps:
      up: {relay: {links: "2", each: {read: 10 min}}, mark: one, assumed: x}
      again: {all: {left: {relay: {links: "3", each: {read: 10 min}}, mark: two, assumed: x}, right: {relay: {links: "1", each: {read: 10 min}}, mark: three, assumed: x}}}
"""
    model = compiled(tmp_path, "", VALUES + two)

    assert [mark_times(model, mark)[0] for mark in ("one", "two", "three")] == [20.0, 50.0, 30.0]


def test_patience_cuts_a_relay_off(tmp_path):
    text = relay().replace("mark: done", "patience: {of: 25 min, then: end}, mark: done")
    model = compiled(tmp_path, "", VALUES + text)

    assert mark_times(model, "done") == [-1.0]


def test_a_relay_is_said_aloud_with_its_links_and_time(tmp_path):
    world = tiny(tmp_path, "", VALUES + relay()).for_scenario("s")

    lines = [list(procedure_lines(world, world.procedures["p"], lang)) for lang in ("ja", "en")]

    assert "hops - 1 段を順に伝わる（一段 10 min）" in lines[0][1]
    assert "passes hops - 1 links, 10 min each" in lines[1][1]


def test_a_relay_is_told_with_its_readings_and_its_basis(tmp_path):
    world = tiny(tmp_path, "", VALUES + relay())

    story = follow_order(compile_model(world, "s"), world, everything=True)

    (told,) = [line for line in story.lines if line.path == "procedures.p.up"]
    assert [said.en for said in told.said] == ["Read and passed on 3 times, 30 min in all."]
    assert told.marks == ("done",)
    assert told.basis is not None
    assert told.basis.en == "assumed: x"


def test_a_belief_that_only_a_relay_asks_about_is_carried(tmp_path):
    asked = relay('"2 if believed(odd) else 1"').replace(
        "procedures:",
        """
judgements:
  odd:
    name: {ja: 不審か, en: is it odd}
    question: odd
    true_in: [A]
    by: chief
    prior: {value: 0.9, unit: prob, assumed: x}
    act_if: {too_early: {value: 1, unit: factor, assumed: x}, too_late: {value: 1, unit: factor, assumed: x}}
procedures:""",
    )

    model = compiled(tmp_path, "", VALUES + asked)

    assert mark_times(model, "done") == [20.0]
