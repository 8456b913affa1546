"""The prover's findings on a small law of known answers, and on the shipped law."""

import datetime as dt
import random
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from tateyoko.errors import UsageError
from tateyoko.law import All, Any, Fact, Not
from tateyoko.law.ask import ask
from tateyoko.law.state import Act, State, StateError
from tateyoko.prove import (
    Encoder,
    explain_block,
    find_differences,
    find_gaps,
    find_never_applies,
    find_overlaps,
    find_overlaps_in,
    is_reachable,
    minimal_judgements,
    open_book,
    ways_to,
)
from tateyoko.world.literate import read_law
from tests.prove.random_trees import solved_value
from tests.prove.small_law import OLD, REFORM, TODAY, action, small_law

HARM = Any((Fact("fire"), Fact("flood"), Fact("ship_aground")))


@pytest.fixture(scope="module")
def book():
    return open_book(small_law(), TODAY)


@pytest.fixture(scope="module")
def japan():
    return read_law(Path(str(resources.files("tateyoko"))) / "worlds" / "japan")


def test_a_gap_is_the_least_pattern_in_which_nobody_may_act(book):
    gaps = find_gaps(book, HARM)

    assert [gap.facts for gap in gaps] == [("ship_aground",)]
    reasons = {one.power: dict(one.because) for one in gaps[0].blocked}
    assert reasons["douse"] == {"fire": 0.0}
    assert reasons["close"] == {"fire": 0.0, "flood": 0.0}
    assert set(reasons) == set(book.powers)


def test_a_given_judgement_can_make_a_gap(book):
    at_war = find_gaps(book, HARM, given={"is_war": 1.0})
    in_peace = find_gaps(book, HARM, given={"is_war": 0.0})

    assert [gap.facts for gap in at_war] == [("ship_aground",), ("flood",)]
    assert [gap.facts for gap in in_peace] == [("ship_aground",)]


def test_the_gap_is_wider_before_the_situation_existed():
    gaps = find_gaps(open_book(small_law(), OLD), HARM, powers=["close", "douse"])

    assert {gap.facts for gap in gaps} == {("ship_aground",), ("flood",)}


def test_no_gap_where_every_harm_has_an_answer(book):
    assert find_gaps(book, Any((Fact("fire"), Fact("flood")))) == ()


def test_an_order_must_itself_be_lawful(book):
    # `follow` rests on the order to enter, which needs fire on the water.
    assert explain_block(book, "follow", {"fire": 1.0}).because == (("on_water", 0.0),)
    (way,) = ways_to(book, "follow", {"fire": 1.0, "on_water": 1.0})
    assert dict(way.changes) == {"grave": 1.0, "order_enter": 1.0, "spreading": 1.0}
    # An order that has been given is a record.
    assert is_reachable(book, "follow", {}, given={"order_enter": 1.0})


def test_what_rests_on_an_order_in_force_is_shut_by_an_unlawful_one_on_record():
    law = small_law()
    follow = action("follow", All((Fact("enter"), Fact("grave"))), ("brigade",))
    book = open_book(replace(law, actions={**law.actions, "follow": follow}), TODAY)
    given = {"order_enter": 1.0}

    assert not is_reachable(book, "follow", {}, given=given)
    assert is_reachable(book, "follow", {"fire": 1.0, "on_water": 1.0}, given=given)
    blocked = explain_block(book, "follow", {"fire": 1.0}, given=given)
    assert blocked.because == (("on_water", 0.0),)
    assert book.cites_behind(follow.versions[0].requires) == ("Act enter",)


def test_minimal_judgements_names_every_smallest_set_and_its_judges():
    state = State(TODAY, {"fire": 1.0, "flood": 0.0})

    (way,) = minimal_judgements(small_law(), state, "close")

    assert way.changes == (("council_met", 1.0), ("grave", 1.0), ("is_war", 0.0))
    assert way.judges == ("council", "mayor")


def test_minimal_judgements_keeps_what_the_state_says():
    law = small_law()
    done = State(TODAY, {"fire": 1.0, "is_war": 0.0}, acts=(Act("council_met"),))
    refused = State(TODAY, {"fire": 1.0, "council_met": 0.0})
    dry = State(TODAY, {"fire": 0.0, "flood": 0.0})

    assert [way.changes for way in minimal_judgements(law, done, "close")] == [(("grave", 1.0),)]
    assert minimal_judgements(law, refused, "close") == ()
    assert minimal_judgements(law, dry, "close") == ()
    assert minimal_judgements(law, State(TODAY, {"fire": 0.5}), "douse") == ()


def test_after_the_minimal_judgements_the_act_is_permitted():
    law = small_law()
    facts = {"fire": 1.0, "flood": 0.0, "on_water": 1.0}
    for action_id in ("close", "douse", "enter"):
        for way in minimal_judgements(law, State(TODAY, facts), action_id):
            acts = tuple(Act(f) for f, v in way.changes if law.facts[f].kind == "act" and v == 1.0)
            judged = {f: v for f, v in way.changes if law.facts[f].kind != "act"}
            after = State(TODAY, facts | judged, acts=acts)
            assert ask(law, after)[action_id].status == "permitted"
            for left_out in judged:
                fewer = {f: v for f, v in judged.items() if f != left_out}
                answer = ask(law, State(TODAY, facts | fewer, acts=acts))[action_id]
                assert answer.status != "permitted"


def test_overlap_is_found_where_two_people_may_act_on_the_same_facts(book):
    (overlap,) = find_overlaps(book, powers=["douse", "enter"])
    (joint,) = find_overlaps_in(book, ["douse", "enter"], {"fire": 1.0, "on_water": 1.0})

    assert set(overlap.powers) == {"douse", "enter"}
    assert dict(overlap.pattern) == {"fire": 1.0, "on_water": 1.0, "spreading": 1.0}
    assert joint.pattern == (("spreading", 1.0),)
    assert joint.judges == ("brigade",)
    assert find_overlaps_in(book, ["douse", "enter"], {"fire": 1.0}) == ()


def test_rules_that_contradict_themselves_never_apply(book):
    assert {(one.id, one.unrecognised) for one in find_never_applies(book)} == {
        ("stale", False),
        ("nameless", True),
    }


def test_dates_are_told_apart_by_the_smallest_pattern():
    found = {one.id: one for one in find_differences(small_law(), OLD, REFORM)}

    assert set(found) == {"close", "enter", "emergency"}
    assert found["enter"].cites == ("", "Act enter")
    assert found["enter"].holds == (False, True)
    assert [f for f, _ in found["enter"].pattern] == ["fire", "on_water", "spreading"]
    assert find_differences(small_law(), REFORM, TODAY) == ()


def test_unknown_names_are_reported_with_the_nearest_known(book):
    with pytest.raises(UsageError, match="Did you mean douse"):
        ways_to(book, "dousse", {})


def test_findings_repeat_and_do_not_depend_on_what_was_asked_before(book):
    first = find_gaps(book, HARM, given={"is_war": 1.0})
    find_gaps(book, Not(HARM))

    assert find_gaps(book, HARM, given={"is_war": 1.0}) == first


def test_the_shipped_law_is_answered_alike_by_the_evaluator_and_the_solver(japan):
    source = random.Random(3)
    statuses = {1.0: "permitted", 0.5: "undetermined", 0.0: "not_permitted"}
    compared = 0
    for day in (dt.date(1999, 3, 23), dt.date(2015, 6, 1), dt.date(2026, 11, 22)):
        book = open_book(japan, day)
        encoders = {}
        for power in book.powers.values():
            if power.is_action:
                encoder = Encoder(book.define, date=day)
                encoders[power.id] = (encoder, encoder.encode(power.version.requires))
        for _ in range(12):
            share = source.choice([0.5, 0.9])
            values = {
                name: source.choice([0.0, 0.5]) if source.random() > share else 1.0
                for name in japan.facts
            }
            for name, fact in japan.facts.items():
                if values[name] == 1.0:
                    values.update(dict.fromkeys(fact.excludes, 0.0))
            try:
                answers = ask(japan, State(day, values))
            except StateError:
                continue
            for power_id, (encoder, truth) in encoders.items():
                solved = solved_value(encoder, truth, values)
                assert answers[power_id].status == statuses[solved], power_id
                compared += 1
    assert compared > 100


def test_in_the_shipped_law_only_the_grey_zone_can_be_recognised_by_nobody(japan):
    found = find_never_applies(open_book(japan, dt.date(2026, 11, 22)))

    assert [(one.id, one.unrecognised) for one in found] == [("S_GZ", True)]
