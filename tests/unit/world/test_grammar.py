"""The expression language: types, precedence, mistakes with their columns."""

import pytest

from tateyoko.world.expression import Binary, Call, Name, Quantity, Unary, names_in
from tateyoko.world.grammar import Mistake, parse_expression


def tree_of(text):
    return parse_expression(text)[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("happened(order)", "truth"),
        ("not holds(fact) and truth == A", "truth"),
        ("opponent != cautious or called_off", "truth"),
        ("time(order) - time(evidence)", "time"),
        ("time(order) / 1 h", "number"),
        ("time(order) < 4 h", "truth"),
        ("count(order) * 2", "count"),
        ("count(order) >= 2", "truth"),
        ("flow.sakishima.remaining / 2", "count"),
        ("flow.sakishima.remaining / (200 persons / 1 d)", "time"),
        ("1 if happened(order) else 0", "number"),
        ("max(time(a), time(b), 4 h)", "time"),
        ("min(count(a), 3)", "count"),
        ("30 %", "prob"),
        ("belief(question) > -2", "truth"),
        ("believed(question)", "truth"),
        ("at(D-8d)", "truth"),
        ("-time(order)", "time"),
        ("minister_hours / 1 h", "number"),
        ("mean_time(staff_request)", "time"),
        ("called_off", "value"),
        ("called_off == 0", "truth"),
        ("true", "truth"),
    ],
)
def test_expression_has_the_type_of_what_it_says(text, kind):
    assert tree_of(text).type == kind


def test_quantities_are_in_base_units():
    assert tree_of("4 h") == Quantity(14_400_000.0, "time")
    assert tree_of("1_000") == Quantity(1000.0, "number")


def test_and_binds_tighter_than_or_and_not_tighter_than_and():
    found = tree_of("happened(a) or not happened(b) and happened(c)")

    def asked(mark):
        return Call("happened", mark, "truth")

    both = Binary("and", Unary("not", asked("b"), "truth"), asked("c"), "truth")
    assert found == Binary("or", asked("a"), both, "truth")


def test_product_binds_tighter_than_sum_and_sums_run_from_the_left():
    found = tree_of("1 - 2 - 3 * 4")

    one, two, three, four = (Quantity(float(n), "number") for n in (1, 2, 3, 4))
    product = Binary("*", three, four, "number")
    first = Binary("-", one, two, "number")
    assert found == Binary("-", first, product, "number")


def test_difference_from_a_truth_is_a_negated_identity():
    assert tree_of("truth != B") == Unary("not", Call("is_truth", "B", "truth"), "truth")


def test_names_are_found_with_their_columns():
    node, used = parse_expression("happened(order) and boats > 2")

    assert [(one.family, one.name, one.column) for one in used] == [
        ("marks", "order", 9),
        ("values", "boats", 20),
    ]
    assert list(names_in(node)) == [("marks", "order"), ("values", "boats")]


def test_flow_part_is_a_name_of_the_flow():
    assert tree_of("flow.ferry.moved") == Name("flows", "ferry.moved", "count")


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("happened(a) + 1", "TY403", 12),
        ("not 3", "TY403", 0),
        ("time(a) > 3", "TY403", 8),
        ("time(a) + count(b)", "TY403", 8),
        ("happened(a) == happened(b)", "TY403", 12),
        ("max(happened(a), happened(b))", "TY403", 0),
        ("count(a) and happened(b)", "TY403", 9),
        ("random()", "TY404", 0),
        ("holds(f) and bernoulli(0.2)", "TY404", 13),
        ("now > 3 h", "TY406", 0),
        ("occured(a)", "TY402", 0),
        ("happened()", "TY401", 8),
        ("happened(a", "TY401", 8),
        ("(1 + 2", "TY401", 6),
        ("1 +", "TY401", 3),
        ("a & b", "TY401", 2),
        ("3 parsecs", "TY401", 2),
        ("flow.ferry.speed", "TY401", 11),
        ("truth < A", "TY401", 6),
        ("1 2", "TY401", 2),
        ("", "TY401", 0),
        ("abs(1, 2)", "TY401", 0),
    ],
)
def test_mistake_is_told_with_its_column(text, code, column):
    with pytest.raises(Mistake) as caught:
        parse_expression(text)

    assert (caught.value.code, caught.value.column) == (code, column)


def test_zero_may_be_compared_with_anything_measured():
    assert tree_of("time(a) > 0").type == "truth"
