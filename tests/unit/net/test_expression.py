"""The expression language: what it refuses, and that truth is not a number."""

import pytest

from tateyoko.net import Net, NetError, codes
from tateyoko.net.opcodes import OPS


def base():
    net = Net()
    net.param("gap", 2.0)
    net.param("flag", 1.0, truth=True)
    net.state("alert")
    net.state("known", 0.5, truth=True)
    net.state("org.mod.belief", 1.0)
    net.table("seen", (3, 2))
    net.seat("clerk")
    net.seat("the chief")
    net.mark("read")
    net.curve("effort", [0, 1], [0, 1])
    net.calendar("office", 10, [(0, 5)])
    return net


def compiled_guard(text, **fields):
    net = base()
    net.job("file", "a", {"a": {"when": text, **fields}}, attrs=("x",), truths=("ok",))
    return net.compile()


def code_of(text, field="level"):
    """Return the code of the problem that a field of a step has, or None."""
    net = base()
    steps = {"a": {field: text}}
    net.job("file", "a", steps, attrs=("x",), truths=("ok",), groups=("team",))
    net.job("child", "a", {"a": {}}, parent="file")
    try:
        net.compile()
    except NetError as error:
        (problem,) = error.problems
        return problem.code
    return None


@pytest.mark.parametrize(
    "text",
    [
        "known",
        "flag and not known",
        "at_least(2, known, alert > 1, job.ok)",
        "1 <= alert < 3",
        "org.mod.belief > 0",
        "queue('the chief') == 0 or busy(clerk) < 1",
        "seen[1, 0] > seen[job.about, 1]",
        "holds(known) or unknown(known)",
        "has_bits(5, 4)",
        "truth(alert)",
        "true",
        "select(alert > 2, 1, 0)",
        "count(read) > 0",
        "roll(nerve, job) < 0.5",
        "value('org.mod.belief') > 1",
    ],
)
def test_truths_are_accepted_where_a_truth_is_needed(text):
    assert code_of(text, "when") is None


@pytest.mark.parametrize("text", ["alert", "gap + 1", "queue(clerk)", "job.x", "min(1, 0.5)"])
def test_a_number_is_no_truth(text):
    assert code_of(text, "when") == "NT104"


@pytest.mark.parametrize(
    "text",
    [
        "1 - known",
        "known * 2",
        "known > 0",
        "(alert > 2) * alert",
        "select(known, known, alert)",
        "min(known, 3)",
        "job.ok + 1",
        "flag",
        "exp(known)",
        "-known",
    ],
)
def test_arithmetic_on_a_truth_is_a_mistake(text):
    assert code_of(text) == "NT104"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("alart", "NT101"),
        ("queue(clark)", "NT101"),
        ("sin(alert)", "NT101"),
        ("job.y", "NT101"),
        ("root.x.y", "NT101"),
        ("seen[1]", "NT108"),
        ("seen[3, 0]", "NT207"),
        ("alert ** 2", "NT103"),
        ("alert if known else 2", "NT103"),
        ("alert +", "NT103"),
        ("'text'", "NT103"),
        ("min()", "NT108"),
        ("select(known, 1)", "NT108"),
        ("integral(alert)", "NT105"),
        ("sojourn(file, 0.5)", "NT105"),
        ("sojourn(file)", "NT108"),
        ("draw(x, exp, 5)", "NT105"),
        ("next(office, now)", "NT105"),
        ("now", "NT105"),
        ("waited", "NT105"),
    ],
)
def test_what_the_language_refuses(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("field", ["when", "pace"])
@pytest.mark.parametrize("owner", ["parent", "root"])
def test_a_guard_may_not_read_what_would_not_wake_it(field, owner):
    net = base()
    net.job("file", "a", {"a": {"start": ["spawn(team, child, 1)"]}}, ("x",), ("team",))
    text = f"{owner}.x > 1" if field == "when" else f"{owner}.x"
    net.job("child", "a", {"a": {field: text, "work": 5}}, parent="file")

    with pytest.raises(NetError) as caught:
        net.compile()

    assert [problem.code for problem in caught.value.problems] == ["NT105"]


def test_an_expression_too_deep_for_the_stack_is_refused():
    assert code_of("job.x + (" * 31 + "job.x" + ")" * 31) == "NT107"
    assert code_of("job.x + (" * 28 + "job.x" + ")" * 28) is None


def test_an_expression_over_parameters_is_computed_once_at_the_start():
    compiled = compiled_guard("true", level="gap * 2 + 1")

    level = compiled.steps[0].level

    assert level & 3 == codes.CELL
    assert level >> 2 in compiled.fixed
    assert level >> 2 in [cell for cell, _ in compiled.derived_code]


def test_a_plain_name_or_attribute_needs_no_code():
    compiled = compiled_guard("known", level="job.x")

    assert compiled.steps[0].when == compiled.cell_of["known"] << 2 | codes.CELL
    assert compiled.steps[0].level & 3 == codes.ATTRIBUTE


def test_a_guard_depends_on_exactly_what_it_reads():
    compiled = compiled_guard("alert > gap and seen[1, 0] == 0 and seen[job.about, 1] < 3")
    guard = compiled.base["guard"]

    readers = {
        compiled.cell_names[cell]
        for cell, dependants in enumerate(compiled.dependants)
        if guard in dependants
    }

    assert readers == {"alert", *(f"seen[{i}]" for i in range(6))}


def test_and_is_the_smaller_and_or_the_larger():
    compiled = compiled_guard("known and flag or known")
    address = compiled.steps[0].when >> 2

    names = [OPS[op] for op, _ in compiled.code[address : address + 5]]

    assert names == ["LOAD", "LOAD", "MIN", "LOAD", "MAX"]


@pytest.mark.parametrize(
    "line",
    [
        "alert = alert + 1",
        "known = alert > 2",
        "known = select(draw(t, bernoulli, 0.5), 1, 0.5)",
        "alert = draw(t, bernoulli, 0.5) + 1",
        "org.mod.belief = 3",
        "put('org.mod.belief', 2)",
        "seen[job.about, 1] = now",
        "job.ok = known",
        "mark(read)",
        "release('the chief')",
        "cancel(job, alert > 2)",
        "cancel(team)",
        "cancel_about(child, job.about)",
        "spawn(team, child, 2)",
        "spawn_each(team, child, 0, 3, 5)",
        "alert = draw(n, binomial, 10, 0.3)",
    ],
)
def test_statements_that_a_program_may_have(line):
    assert code_of([line], "start") is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("gap = 3", "NT109"),
        ("root.x = 3", "NT109"),
        ("queue(clerk) = 3", "NT103"),
        ("known = alert", "NT104"),
        ("alert = known", "NT104"),
        ("alert = draw(x, gamma, 1, 2)", "NT101"),
        ("alert = draw(x, exp, 1, 2)", "NT108"),
        ("if known: alert = 1", "NT103"),
        ("alert", "NT103"),
        ("erase(clerk)", "NT101"),
        ("spawn(team, file, 1)", "NT206"),
        ("mark(written)", "NT101"),
    ],
)
def test_statements_that_are_refused(line, code):
    assert code_of([line], "start") == code


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["spawn(team, child, 2)", "spawn(team, child, 1)"], "NT205"),
        (["spawn(team, child, 2)", "spawn(team, child, 1, job.about)"], "NT205"),
        (["spawn(team, child, 2)", "spawn(team, child, 1, 2)"], None),
        (["spawn_each(team, child, 0, 3, 3)"], "NT205"),
    ],
)
def test_a_step_may_not_give_two_children_one_name(lines, code):
    assert code_of(lines, "start") == code


def test_two_draws_of_a_step_may_not_share_a_channel(monkeypatch):
    from tateyoko.net import naming

    monkeypatch.setattr(naming, "draw_channel", lambda text: 77)

    assert code_of(["alert = draw(a, exp, 1)", "alert = draw(b, exp, 1)"], "start") == "NT110"
    assert code_of(["alert = draw(a, exp, 1)", "alert = draw(a, exp, 1)"], "start") is None
