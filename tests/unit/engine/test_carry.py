"""Carried values: from the end of one net to the start of another, by name, row and replication."""

import numpy as np
import pytest

from tateyoko.engine.batch import run_batch, run_trace
from tateyoko.engine.carry import hand_over
from tateyoko.engine.fork import fork
from tateyoko.engine.reference import Reference
from tateyoko.net import Net, View


def build_up(limit=0.0):
    """Intrusions lower a trust and two stocks, each replication in its own way."""
    net = Net()
    net.param("loss", 1.0)
    net.param("limit", limit)
    net.carry("trust", 1.0)
    net.carry("alert", 0.0, truth=True)
    net.carry("stock", [50.0, 70.0], shape=2)
    net.carry("forgotten", 3.0)
    net.state("private", 5.0)
    lines = [
        "trust = trust * draw(t, uniform, 0.5, 1)",
        "stock[1] = stock[1] - loss",
        "alert = select(1 / max(0, trust - limit) > 1.25, 1, 0)",
    ]
    net.job("intrusion", "act", {"act": {"finish": lines}})
    net.stream("intrusions", "intrusion", ("exp", 1000), count=6)
    return net.compile()


def crisis(**changes):
    net = Net()
    net.param("gap", 100.0)
    net.carry("trust", 0.9)
    net.carry("alert", 0.5, truth=True)
    net.carry("stock", "gap", shape=2)
    net.carry("unknown", "gap / 4")
    net.state("private", 1.0)
    net.seat("crew", "stock[1]")
    step = {"claim": ["crew"], "work": ("exp", "gap * 5"), "pace": "trust"}
    net.job("sortie", "go", {"go": step})
    net.watch("alarm", "alert", "sortie")
    net.stream("sorties", "sortie", ("exp", "gap"), count=40)
    for id in ("trust", "holds(alert)", "stock[0]", "stock[1]", "unknown", "private"):
        net.measure(id, f"{id} + 0" if "holds" not in id else f"select({id}, 1, 0)")
    net.measure("time", "integral(trust) + time_sum(sortie)")
    return net.compile()


@pytest.fixture(scope="module")
def before():
    net = build_up()
    return run_batch(net, net.rows({}, {"loss": 5.0}), (10, 50), 3)


def test_a_run_hands_over_its_carried_values_in_order_of_their_ids(before):
    names = [before.net.cell_names[cell] for cell in before.net.carry_cells]

    assert names == ["alert", "forgotten", "stock[0]", "stock[1]", "trust"]
    assert before.carried.shape == (2, 40, 5)
    assert np.all(before.carried[:, :, 1] == 3.0)
    assert np.all(before.carried[0, :, 3] == 64.0)
    assert np.all(before.carried[1, :, 3] == 40.0)
    assert len(np.unique(before.carried[0, :, 4])) == 40


def test_both_engines_hand_over_the_same(before):
    for row in (0, 1):
        for replication in (10, 17, 49):
            run = Reference(before.net, before.net.rows({}, {"loss": 5.0})[row], 3, replication)
            assert run.run().handed_over() == before.carried[row, replication - 10].tolist()


def test_values_arrive_by_name_in_their_row_and_replication(before):
    net = crisis()

    after = run_batch(net, net.rows({}, {}), (10, 50), 8, carried=hand_over(before, net))

    assert not after.faults()
    assert after.measure("trust").tobytes() == before.carried[:, :, 4].tobytes()
    assert after.measure("stock[1]").tobytes() == before.carried[:, :, 3].tobytes()
    assert np.all(after.measure("stock[0]") == 50.0)
    assert np.all(after.measure("unknown") == 25.0)
    assert np.all(after.measure("private") == 1.0)


@pytest.mark.parametrize("threads", [1, 2])
def test_part_of_the_replications_in_any_number_of_threads_gives_the_same_bytes(before, threads):
    net = crisis()
    carried = hand_over(before, net, [1, 0, 1])
    rows = net.rows({}, {"gap": 30.0}, {"gap": 30.0})
    whole = run_batch(net, rows, (10, 50), 8, carried=carried, hashing=True)

    part = run_batch(net, rows, (13, 41), 8, carried=carried, hashing=True, threads=threads, pool=2)

    assert part.measures.tobytes() == whole.measures[:, 3:31].tobytes()
    assert part.hashes.tobytes() == whole.hashes[:, 3:31].tobytes()
    assert part.carried.tobytes() == whole.carried[:, 3:31].tobytes()


def test_any_run_can_be_repeated_by_the_reference_and_as_a_trace(before):
    net = crisis()
    carried = hand_over(before, net)
    batch = run_batch(net, net.rows({}, {}), (10, 50), 8, carried=carried, hashing=True)

    for row, replication in ((0, 10), (1, 33)):
        given = carried.of_run(row, replication)
        run = Reference(net, None, 8, replication, carried=given).run()
        trace = run_trace(net, None, replication, 8, carried=given)
        assert run.measures() == batch.measures[row, replication - 10].tolist()
        assert trace.rows.tolist() == [tuple(line) for line in run.trace]
        assert trace.hash() == int(batch.hashes[row, replication - 10])


def test_nothing_carried_is_the_declared_start(before):
    net = crisis()
    empty = Net().compile()
    nothing = hand_over(run_batch(empty, None, (0, 5)), net)

    assert nothing.values.shape == (1, 5, 0)
    plain, given = (run_batch(net, None, (0, 5), 8, carried=c) for c in (None, nothing))
    assert plain.measures.tobytes() == given.measures.tobytes()
    assert np.all(plain.measure("trust") == 0.9)


def test_a_run_after_a_fault_is_a_fault_and_its_neighbours_are_not():
    net, first = crisis(), build_up(limit=0.1)
    batch = run_batch(first, None, (0, 60), 3)
    stopped = batch.fault[0] != 0

    after = run_batch(net, None, (0, 60), 8, carried=hand_over(batch, net))

    assert 0 < stopped.sum() < 60
    assert np.all(np.isnan(batch.carried[0, stopped]))
    assert not np.isnan(batch.carried[0, ~stopped]).any()
    assert (after.fault[0] != 0).tolist() == stopped.tolist()
    report = after.faults()[0]
    assert report.code == "carry"
    assert "in value alert" in report.words


@pytest.mark.parametrize(
    ("rows", "replications", "words"),
    [(1, (10, 50), "2 rows"), (2, (9, 12), "10 to 49"), (2, (45, 51), "10 to 49")],
)
def test_values_that_do_not_fit_the_runs_are_refused(before, rows, replications, words):
    net = crisis()

    with pytest.raises(ValueError, match=words):
        run_batch(net, net.rows(*[{}] * rows), replications, carried=hand_over(before, net))


def test_values_for_another_net_are_refused(before):
    with pytest.raises(ValueError, match="another net"):
        run_batch(crisis(), None, carried=hand_over(before, crisis()))


def test_forks_go_on_from_what_was_carried(before):
    net = crisis()
    given = hand_over(before, net).of_run(0, 12)
    whole = Reference(net, None, 8, 12, carried=given).run()
    state = Reference(net, None, 8, 12, carried=given).run(20).state()

    same = Reference(net).load(fork(net, state, "same")).run()
    white = Reference(net).load(fork(net, state, "white", session="s")).run()

    assert same.state() == whole.state()
    assert white.cells[net.cell_of["trust"]] == given[net.cell_of["trust"]]


def test_a_post_knows_of_the_past_what_its_view_shows(before):
    net = crisis()
    trust, stock = net.cell_of["trust"], net.cell_of["stock[1]"]
    given = hand_over(before, net).of_run(0, 12)
    state = Reference(net, None, 8, 12, carried=given).run(20).state()
    view = View(post="p", values=frozenset(["trust"]))

    run = Reference(net).load(fork(net, state, "post", session="s", view=view))

    assert run.cells[trust] == given[trust]
    assert run.cells[stock] == 100.0
