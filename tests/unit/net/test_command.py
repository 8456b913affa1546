"""Commands: one table in order of time."""

import pytest

from tateyoko.net import Net, NetError, codes, make_script


@pytest.fixture
def net():
    net = Net()
    net.param("gap", 5.0)
    net.state("alert")
    net.table("seen", 3)
    net.seat("clerk")
    net.job("file", "read", {"read": {}})
    return net.compile()


def test_commands_are_ordered_by_time_and_then_as_written(net):
    script = make_script(
        net, [(9, "set", "alert", 1), (3, "start", "file", "a"), (9, "set", "seen[2]", 2.5)]
    )

    assert script.rows[:, 0].tolist() == [3, 9, 9]
    assert script.rows[:, 1].tolist() == [codes.C_START, codes.C_SET, codes.C_SET]
    assert script.values.tolist() == [0.0, 1.0, 2.5]
    assert script.rows[2, 2] == net.cell_of["seen[2]"]


def test_no_commands_give_an_empty_table(net):
    assert make_script(net).rows.shape == (0, 6)


def test_job_names_may_be_signed_or_not(net):
    script = make_script(net, [(1, "cancel", 2**64 - 1), (2, "cancel", -1)])

    assert script.rows[:, 2].tolist() == [-1, -1]


@pytest.mark.parametrize(
    "command",
    [
        (1, "set", "gap", 3),
        (1, "set", "queue(clerk)", 3),
        (1, "set", "alart", 3),
        (1, "start", "fyle", "a"),
        (1, "choose", 7, "file.write", 0, 0),
        (1, "erase", 7),
    ],
)
def test_commands_that_make_no_sense_are_refused(net, command):
    with pytest.raises(NetError, match="at 1 ms"):
        make_script(net, [command])
