"""Three-valued evaluation: Kleene's tables, counting, exemptions, dates."""

import datetime as dt
import itertools

import pytest

from tateyoko.law import (
    All,
    Any,
    AtLeast,
    Compare,
    Exemption,
    Fact,
    Not,
    Remark,
    Unless,
    evaluate,
    facts_of,
    missing,
)

VALUES = (0.0, 0.5, 1.0)
A, B, C = Fact("a"), Fact("b"), Fact("c")


@pytest.mark.parametrize(("a", "b"), list(itertools.product(VALUES, VALUES)))
def test_all_any_and_not_are_kleenes_tables(a, b):
    facts = {"a": a, "b": b}

    assert evaluate(All((A, B)), facts) == min(a, b)
    assert evaluate(Any((A, B)), facts) == max(a, b)
    assert evaluate(Not(A), facts) == 1 - a


def test_fact_that_nobody_mentions_is_unknown_and_not_false():
    assert evaluate(A, {}) == 0.5
    assert evaluate(Not(A), {}) == 0.5


@pytest.mark.parametrize("values", list(itertools.product(VALUES, repeat=3)))
@pytest.mark.parametrize("k", [1, 2, 3])
def test_at_least_agrees_with_every_completion_of_the_unknown(values, k):
    facts = dict(zip("abc", values, strict=True))
    completions = itertools.product(*[(v,) if v != 0.5 else (0.0, 1.0) for v in values])
    outcomes = {sum(one) >= k for one in completions}
    expected = {frozenset({True}): 1.0, frozenset({False}): 0.0}.get(frozenset(outcomes), 0.5)

    assert evaluate(AtLeast(k, (A, B, C)), facts) == expected


@pytest.mark.parametrize("values", list(itertools.product(VALUES, repeat=2)))
def test_exemption_never_widens_a_power(values):
    facts = dict(zip("ab", values, strict=True))

    bare = evaluate(A, facts)
    exempted = evaluate(Unless(A, (Exemption(B),)), facts)

    assert exempted <= bare
    assert exempted == min(values[0], 1 - values[1])


def test_comparison_without_its_number_is_unknown():
    rule = Compare("persons", ">=", 100.0)

    assert evaluate(rule, {}) == 0.5
    assert evaluate(rule, {}, numbers={"persons": 100.0}) == 1.0
    assert evaluate(rule, {}, numbers={"persons": 99.0}) == 0.0


def test_branch_out_of_force_counts_as_not_written():
    new = Fact("a", Remark(since=dt.date(2016, 3, 29)))
    rule = Any((B, new))
    facts = {"a": 1.0, "b": 0.0}

    assert evaluate(rule, facts, date=dt.date(2016, 3, 28)) == 0.0
    assert evaluate(rule, facts, date=dt.date(2016, 3, 29)) == 1.0
    assert evaluate(All((B, new)), {"a": 0.0, "b": 1.0}, date=dt.date(2000, 1, 1)) == 1.0


def test_whole_rule_out_of_force_is_false():
    rule = All((A,), Remark(until=dt.date(2015, 1, 1)))

    assert evaluate(rule, {"a": 1.0}, date=dt.date(2014, 12, 31)) == 1.0
    assert evaluate(rule, {"a": 1.0}, date=dt.date(2015, 1, 1)) == 0.0


def test_missing_names_only_what_could_still_make_it_true():
    rule = All((A, Any((B, C))))

    assert missing(rule, {"a": 1.0, "b": 0.0}) == ("b", "c")
    assert missing(rule, {"a": 0.0, "b": 1.0}) == ("a",)
    assert missing(rule, {"a": 1.0, "b": 1.0}) == ()


def test_missing_turns_round_under_not():
    assert missing(Not(A), {"a": 1.0}) == ("a",)
    assert missing(Not(A), {"a": 0.0}) == ()


def test_facts_are_named_once_in_written_order():
    rule = Unless(All((B, A, Not(B))), (Exemption(C),))

    assert facts_of(rule) == ("b", "a", "c")
