"""An order is told as it went: steps, waits, people, law and places, on a small world."""

import json
from itertools import pairwise

import pytest

from tateyoko.cli import main
from tateyoko.cli.worlds import compile_scenario, open_world
from tateyoko.compiler import compile_model
from tateyoko.follow import follow_order
from tateyoko.world import load_world

MINUTE = 60_000

WORLD = """
world: {id: tiny, title: {ja: 小さな世界, en: a tiny world}}
facts:
  allowed: {name: {ja: 許可, en: leave was given}, default: false}
rules:
  closing_rule:
    name: {ja: 閉鎖の規則, en: the closing rule}
    kind: action
    requires: {all: [allowed]}
    cite: {ja: 港則5条, en: "Harbour Act, article 5"}
posts:
  watch: {name: {ja: 当直, en: watch}, level: unit}
  master: {name: {ja: 港長, en: master}, level: hq}
  mayor: {name: {ja: 市長, en: mayor}, level: local}
  clerk: {name: {ja: 書記, en: clerk}, level: local}
chains:
  call_out: {name: {ja: 呼集, en: call-out}, path: [master, watch], each: {read: 3 min, assumed: x}}
meetings:
  council:
    name: {ja: 会議, en: council}
    chair: mayor
    present: {all: [mayor, clerk]}
    gather: {each: 20 min, assumed: x}
    takes: {const: 10, unit: min}
    assumed: x
procedures:
  closing:
    name: {ja: 港の閉鎖, en: Closing}
    rule: closing_rule
    starts: {on: mark warning}
    steps:
      read: {by: [watch], takes: 10 min, assumed: at night, name: {ja: 受信, en: reading}}
      gate: {law: closing_rule}
      sit: {meeting: council}
      order: {order: {by: [master]}, takes: 2 min, mark: order, assumed: one call}
      pass_on: {chain: call_out, mark: passed}
  other:
    name: {ja: 別件, en: Another matter}
    starts: {on: mark warning}
    steps:
      busy: {by: [watch], takes: 30 min, assumed: x}
      grant: {by: [clerk], takes: 5 min, sets: {allowed: "1"}, assumed: x}
postures:
  now: {title: {ja: 現在, en: now}, date: 2026-11-21}
"""
SCENARIO = """
id: storm
title: {ja: 嵐, en: storm}
question: {ja: 間に合うか, en: in time or not}
horizon: 5 h
begins: 2026-11-21T03:00+09:00
postures: [now]
baseline: now
truths: {A: {name: {ja: 来る, en: it comes}}}
events:
  bulletin: {at: T+0 min, mark: warning, name: {ja: 警報, en: a bulletin}}
measures:
  to_order: {name: {ja: 命令まで, en: to order}, unit: min, better: lower, from: warning, to: order}
main_line: [closing.read, closing.gate, closing.sit, closing.order, closing.pass_on]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "scenarios").mkdir()
    (folder / "world.yaml").write_text(WORLD, encoding="utf-8")
    (folder / "scenarios" / "storm.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def story(folder):
    world = load_world(folder)
    return follow_order(compile_model(world, "storm"), world)


@pytest.fixture(scope="module")
def whole(folder):
    world = load_world(folder)
    return follow_order(compile_model(world, "storm"), world, everything=True)


def line_of(story, path):
    (found,) = [line for line in story.lines if line.path == path]
    return found


def english(line):
    return [said.en for said in line.said]


def test_steps_stand_in_the_order_of_time_and_do_not_overlap(story):
    steps = [line for line in story.lines if line.path.startswith("procedures.closing")]

    assert [line.path.rpartition(".")[2] for line in steps] == [
        *("read", "gate", "sit", "order", "pass_on")
    ]
    for before, after in pairwise(steps):
        assert before.until_ms == after.at_ms


def test_a_wait_says_who_was_busy_and_for_how_long(whole):
    # Both procedures begin with the same post, which can do one thing at a time.
    busy = line_of(whole, "procedures.other.busy")

    assert english(busy) == [
        "First a wait of 10 min, because watch had other work in hand.",
        "watch: at work for 30 min.",
    ]


def test_conditions_are_told_in_words(tmp_path):
    granted = WORLD.replace(
        'sets: {allowed: "1"}',
        'mark: granted, name: {ja: 許可, en: leave to sail}, sets: {allowed: "1"}',
    )
    more = """
  waiting:
    name: {ja: 待機, en: Waiting}
    starts: {on: mark warning}
    steps: {sail: {by: [mayor], takes: 5 min, when: "happened(granted)", assumed: x}}
  dropped:
    name: {ja: 中止, en: Dropped}
    starts: {on: mark warning}
    steps: {drill: {by: [mayor], takes: 250 min, assumed: x}}
    ends_if: {"happened(granted)": drill_over}
postures:"""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "world.yaml").write_text(granted.replace("\npostures:", more), encoding="utf-8")
    (tmp_path / "scenarios" / "storm.yaml").write_text(SCENARIO, encoding="utf-8")
    world = load_world(tmp_path)

    story = follow_order(compile_model(world, "storm"), world, everything=True)

    sail = english(line_of(story, "procedures.waiting.sail"))
    assert sail[0] == "A wait of 45 min until this held: “leave to sail” has happened"
    ending = line_of(story, "procedures.dropped")
    assert ending.said[0].en == "Because this holds: “leave to sail” has happened"
    assert ending.said[0].ja == "次が成り立ったため：「許可」があった"


def test_a_legal_requirement_is_named_with_its_article_and_its_wait(story):
    gate = line_of(story, "procedures.closing.gate")

    assert gate.law.en == "the closing rule (Harbour Act, article 5)"
    assert gate.law.ja == "閉鎖の規則（港則5条）"
    assert english(gate) == [
        "A wait of 35 min until the requirements of “the closing rule” were met."
    ]


def test_a_meeting_is_told_as_gathering_and_session(story):
    assert english(line_of(story, "procedures.closing.sit")) == [
        "The members of “council” come together in 20 min.",
        "council: in session for 10 min.",
    ]


def test_a_chain_names_every_post_with_its_time(story):
    passed = line_of(story, "procedures.closing.pass_on")

    assert english(passed)[0] == "It passes: master 3 min → watch 3 min."
    assert passed.marks == ("passed",)


def test_every_line_leads_to_its_place_in_the_world(story, folder):
    for line in story.lines:
        name, number, _ = line.place.rsplit(":", 2)
        text = (folder / name).read_text(encoding="utf-8").splitlines()
        assert line.path.rpartition(".")[2] in text[int(number) - 1]


def test_what_happens_around_the_order_is_told_too(story):
    bulletin = line_of(story, "events.bulletin")

    assert (bulletin.name.en, bulletin.marks, bulletin.at_ms) == ("a bulletin", ("warning",), 0)


def test_procedures_off_the_main_line_are_told_on_request(whole, story):
    assert "procedures.other.grant" in {line.path for line in whole.lines}
    assert "procedures.other.grant" not in {line.path for line in story.lines}


def test_the_parts_of_the_time_add_up_to_the_whole(story):
    steps = [line for line in story.lines if line.path.startswith("procedures.closing")]

    assert sum(hop.time_ms for hop in story.hops) == steps[-1].until_ms - steps[0].at_ms
    assert story.is_complete


@pytest.mark.parametrize(
    ("scenario", "posture"),
    [
        ("noto-1999", "1999"),
        ("noto-1999", "2026-11"),
        ("sakishima", "2024-04"),
        ("sakishima", "all-14"),
    ],
)
def test_the_shipped_scenarios_can_be_told(scenario, posture):
    world = open_world(None)
    model = compile_scenario(world, scenario, postures=[posture])

    for truth in model.truths:
        told = follow_order(model, world, posture=posture, truth=truth, everything=True)
        said = [sentence.en for line in told.lines for sentence in line.said]

        assert told.fault == ""
        assert len(told.lines) > 10
        assert not [sentence for sentence in said if "frames the question, 0 s" in sentence]
        assert [line.at_ms for line in told.lines] == sorted(line.at_ms for line in told.lines)


def run_trace(folder, capsys, *arguments):
    """Give exit code, standard output and standard error of the command."""
    with pytest.raises(SystemExit) as stopped:
        main(["trace", "storm", "--world", str(folder), *arguments])
    said = capsys.readouterr()
    return stopped.value.code or 0, said.out, said.err


@pytest.mark.parametrize(("lang", "words"), [("en", "Where the time went"), ("ja", "時間はどこへ")])
def test_the_command_tells_it_in_both_languages(folder, capsys, lang, words):
    code, told, errors = run_trace(folder, capsys, "--lang", lang)

    assert code == 0, errors
    assert words in told
    assert "procedures.closing.order" in told


def test_the_command_prints_one_json_document(folder, capsys):
    document = json.loads(run_trace(folder, capsys, "--json")[1])

    assert document["posture"] == "now"
    assert [line["path"] for line in document["lines"]].count("procedures.closing.order") == 1


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [("--posture", "nov", "now"), ("--truth", "Z", "A"), ("--opponent", "x", "opponent x")],
)
def test_an_unknown_name_is_wrong_use_and_says_what_there_is(folder, capsys, option, value, hint):
    code, _, errors = run_trace(folder, capsys, option, value, "--lang", "en")

    assert code == 2
    assert hint in errors
    assert "Traceback" not in errors
