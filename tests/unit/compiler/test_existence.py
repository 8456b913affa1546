# ruff: noqa: E501  (worlds in YAML)
"""A posture dated before a post existed is an error; a step left out without a substitute a finding."""

import pytest

from tateyoko.errors import WorldError
from tests.unit.compiler.tiny import compiled, mark_times

POSTS = """
posts:
  new: {name: {ja: 新, en: New}, level: hq, site: town, from: 2006-03-27}
  old: {name: {ja: 旧, en: Old}, level: hq, site: town, until: 2006-03-27}
"""
PROCEDURE = """
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
{steps}
"""


def procedure(*steps, more=""):
    return POSTS + more + PROCEDURE.format(steps="\n".join(f"      {step}" for step in steps))


def problems(folder, text):
    with pytest.raises(WorldError) as raised:
        compiled(folder, text)
    return [(one.code, one.place.file, one.what.en) for one in raised.value.problems]


def findings(model):
    return [(note.code, note.message.en) for note in model.findings if note.code == "CP602"]


@pytest.mark.parametrize(
    "step",
    [
        "work: {by: [new], takes: 1 min, assumed: x}",
        "work: {order: {by: [new]}, takes: 1 min, assumed: x}",
        "work: {raise: {by: [new], rate: 1 per 1 h, assumed: x}}",
        "work: {decide: {by: [new], options: {yes: 1, no: 0}, assumed: x}}",
        "both: {all: {work: {by: [new], takes: 1 min, assumed: x}}}",
    ],
)
def test_a_step_that_only_a_later_post_can_do_is_an_error_with_its_place(tmp_path, step):
    text = "in past nobody exists to do this step: new (from 2006-03-27)"

    assert problems(tmp_path, procedure(step)) == [("CP601", "more.yaml", text)]


def test_the_post_of_the_time_does_the_work(tmp_path):
    model = compiled(
        tmp_path, procedure("work: {by: [new, old], takes: 1 min, mark: done, assumed: x}")
    )

    assert mark_times(model, "done", posture="past") == [1.0]
    assert mark_times(model, "done", posture="now") == [1.0]


def test_a_dated_step_is_not_missed(tmp_path):
    step = "work: {by: [new], takes: 1 min, from: 2006-03-27, assumed: x}"

    assert findings(compiled(tmp_path, procedure(step))) == []


def test_a_procedure_that_nothing_of_the_time_starts_needs_nobody(tmp_path):
    later = """
  later: {name: {ja: 後, en: Later}, steps: {work: {by: [new], takes: 1 min, assumed: x}}}
"""
    text = procedure("go: {start: later, from: 2006-03-27}") + later

    assert compiled(tmp_path, text).findings == ()


def test_a_meeting_whose_member_does_not_exist_is_an_error(tmp_path):
    meeting = "meetings: {m: {name: {ja: 会, en: M}, present: {all: [chief, new]}, takes: 5 min, assumed: x}}\n"

    found = problems(tmp_path, procedure("meet: {meeting: m}", more=meeting))

    assert [code for code, _, _ in found] == ["CP601"]


def test_a_stand_in_of_the_time_is_enough(tmp_path):
    meeting = (
        "meetings: {m: {name: {ja: 会, en: M}, present: {all: [chief, new]},"
        " stand_in: {new: old}, takes: 5 min, assumed: x}}\n"
    )
    model = compiled(tmp_path, procedure("meet: {meeting: m, mark: met}", more=meeting))

    assert mark_times(model, "met", posture="past") == [5.0]


CHAINS = """
chains:
  later: {path: [new, unit], each: {read: 1 min}, from: 2006-03-27, assumed: x}
  earlier: {path: [old, unit], each: {read: 1 min}, until: 2006-03-27, assumed: x}
"""


def test_a_chain_of_another_time_is_left_out_with_a_finding(tmp_path):
    model = compiled(tmp_path, procedure("pass: {chain: later}", more=CHAINS))

    text = "in past there is no later, so this step is left out and none stands in"
    assert findings(model) == [("CP602", text)]


def test_a_neighbour_of_the_time_stands_in(tmp_path):
    text = procedure("now_so: {chain: later}", "then_so: {chain: earlier}", more=CHAINS)

    assert findings(compiled(tmp_path, text)) == []


def test_a_step_between_them_makes_them_no_neighbours(tmp_path):
    text = procedure(
        "now_so: {chain: later}",
        "pause: {by: [chief], takes: 1 min, assumed: x}",
        "then_so: {chain: earlier}",
        more=CHAINS,
    )

    assert len(findings(compiled(tmp_path, text))) == 2


def test_a_dated_step_says_that_its_absence_is_meant(tmp_path):
    text = procedure("pass: {chain: later, from: 2006-03-27}", more=CHAINS)

    assert findings(compiled(tmp_path, text)) == []
