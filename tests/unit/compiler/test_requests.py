# ruff: noqa: E501  (worlds in YAML)
"""A thin post answers in its own time and does what it is asked with its own chance."""

import pytest

from tateyoko.errors import WorldError
from tests.unit.compiler.tiny import compiled, mark_times

WORLD = """
posts:
  firm: {{name: {{ja: 社, en: Firm}}, level: firm, site: town, hands: 1, answers: 2 h, accepts: {{value: {share}, range: [0, 1], unit: prob, assumed: x}}, assumed: x}}
procedures:
  p:
    name: {{ja: 手続, en: P}}
    starts: {{at_start: true}}
    steps:
      ask: {{request: {{of: firm, else: {otherwise}}}, mark: agreed}}
      sail: {{by: [unit], takes: 30 min, mark: sailed, assumed: x}}
      order: {{by: [chief], takes: 1 min, mark: instructed, assumed: x}}
"""


def world(share, otherwise="order"):
    return WORLD.format(share=share, otherwise=otherwise)


def test_a_post_that_agrees_does_so_after_its_answer_time(tmp_path):
    model = compiled(tmp_path, world(1))

    assert mark_times(model, "agreed") == [120.0]
    assert mark_times(model, "sailed") == [150.0]


def test_a_refusal_goes_elsewhere_after_the_same_time(tmp_path):
    model = compiled(tmp_path, world(0))

    assert mark_times(model, "agreed") == [-1.0]
    assert mark_times(model, "sailed") == [-1.0]
    assert mark_times(model, "instructed") == [121.0]


def test_a_refusal_without_anywhere_to_go_ends_the_matter(tmp_path):
    model = compiled(tmp_path, world(0, "end"))

    assert mark_times(model, "instructed") == [-1.0]


def test_a_refusal_may_go_on_all_the_same(tmp_path):
    model = compiled(tmp_path, world(0, "next"))

    assert mark_times(model, "agreed") == [-1.0]
    assert mark_times(model, "sailed") == [150.0]


def test_a_readier_post_agrees_to_whatever_it_agreed_to_before(tmp_path):
    model = compiled(tmp_path, world(0.5))
    agreed = {
        share: [
            t > 0 for t in mark_times(model, "agreed", 40, values={"posts.firm.accepts": share})
        ]
        for share in (0.3, 0.7)
    }

    assert 0 < sum(agreed[0.3]) < sum(agreed[0.7]) < 40
    assert all(more for less, more in zip(agreed[0.3], agreed[0.7], strict=True) if less)


def test_two_requests_wait_for_the_one_pair_of_hands(tmp_path):
    second = """
  q: {name: {ja: 二, en: Q}, starts: {at_start: true}, steps: {ask: {request: firm, mark: second}}}
"""
    model = compiled(tmp_path, world(1) + second)

    assert sorted([*mark_times(model, "agreed"), *mark_times(model, "second")]) == [120.0, 240.0]


def test_a_post_without_an_answer_time_cannot_be_asked(tmp_path):
    text = world(1).replace("answers: 2 h, ", "")

    with pytest.raises(WorldError, match="no answers"):
        compiled(tmp_path, text)
