"""Declaring carried values, and comparing two nets before anything is run."""

import pytest

from tateyoko.net import Net, NetError, carried_pairs, carry_findings


def net_with(**carried):
    net = Net()
    for id, fields in carried.items():
        net.carry(id, place=f"{id}.yaml:1", **fields)
    return net.compile()


def test_nets_that_agree_have_no_findings():
    one = net_with(a={}, b={"shape": (2, 3)}, c={"truth": True, "value": 0.5})
    other = net_with(c={"truth": True}, b={"shape": (2, 3), "value": range(6)}, a={"value": 7.0})

    assert carry_findings(one, other) == []
    assert [gives.id for gives, _ in carried_pairs(one, other)] == ["a", "b", "c"]
    assert [reads.cells for _, reads in carried_pairs(one, other)][1] == range(2, 8)


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ({"a": {}}, {}, "NT302", "does not read"),
        ({}, {"a": {}}, "NT301", "does not hand it over"),
        ({"a": {"shape": (2, 3)}}, {"a": {"shape": (3, 2)}}, "NT303", "table of 2 x 3 before"),
        ({"a": {}}, {"a": {"shape": 1}}, "NT303", "one number before, a table of 1 here"),
        ({"a": {"truth": True}}, {"a": {}}, "NT303", "a truth in one net"),
    ],
)
def test_what_does_not_pass_is_a_finding_with_the_author_s_place(before, after, code, words):
    one, other = net_with(**before), net_with(**after)

    (finding,) = carry_findings(one, other)

    assert finding.code == code
    assert words in finding.message
    assert finding.element == "carried value a"
    assert finding.place == "a.yaml:1"
    assert carried_pairs(one, other) == []


def test_findings_stand_in_byte_order_of_the_ids():
    findings = carry_findings(net_with(z={}, b={}), net_with(a={}, y={}))

    assert [finding.element[-1] for finding in findings] == ["a", "b", "y", "z"]


def test_the_order_of_writing_changes_nothing():
    one, other = net_with(a={}, b={"shape": 2}), net_with(b={"shape": 2}, a={})

    assert one.structure_hash == other.structure_hash
    assert one.carry_cells == other.carry_cells


def test_carried_and_plain_states_are_different_structures():
    plain = Net()
    plain.state("a")

    assert plain.compile().structure_hash != net_with(a={}).structure_hash


def test_a_carried_value_is_a_state_that_programs_and_expressions_use():
    net = Net()
    net.param("ships", 3.0)
    net.carry("crews", "ships * 2")
    net.job("j", "a", {"a": {"when": "crews > 1", "finish": ["crews = crews - 1"]}})
    net.measure("crews", "integral(crews)")

    assert net.compile().carry_cells == (net.compile().cell_of["crews"],)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda net: net.carry("a", [1.0, 2.0]), "2 values for one cell"),
        (lambda net: net.carry("a", [1.0, 2.0], shape=3), "2 values for 3 cells"),
        (lambda net: (net.state("a"), net.carry("a")), "exists already"),
        (lambda net: (net.state("x"), net.carry("a", "x")), "changes during a run"),
    ],
)
def test_mistakes_are_reported(write, words):
    net = Net()
    write(net)

    with pytest.raises(NetError, match=words):
        net.compile()
