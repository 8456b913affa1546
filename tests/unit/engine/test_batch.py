"""Batches: the same bytes however they are computed, faults by name, and stopping."""

import numpy as np
import pytest

from tateyoko.engine.batch import run_batch, run_trace
from tateyoko.engine.reference import Reference
from tateyoko.net import Net


def office(extra=False):
    """Return a net of two desks with reading, checking and some rework."""
    net = Net()
    net.param("gap", 900.0)
    net.param("rework", 0.3)
    net.state("load")
    net.seat("clerk", 2)
    net.seat("chief", pick="random")
    steps = {
        "read": {
            "claim": ["clerk"],
            "work": ("exp", 1500),
            "start": ["load = load + 1"],
            "route": ["check"],
        },
        "check": {
            "claim": ["chief"],
            "level": "floor(roll(rank, job) * 3)",
            "work": ("logn", 6, 0.5),
            "route": [("read", "weight", "rework"), ("end", "weight", "1 - rework")],
        },
    }
    net.job("file", "read", steps)
    net.stream("post", "file", ("exp", "gap"), count=40)
    if extra:
        net.param("another", 1.0)
        net.seat("aardvark", "select(another > 5, 3, 1)")
        net.seat("zebra", pick="random")
        net.state("zeal")
        net.mark("arrived")
        net.job("idle", "sleep", {"sleep": {"claim": ["aardvark"], "work": ("exp", 100)}})
        net.watch("wake", "zeal > 3", "idle")
    net.measure("mean", "time_sum(file) / max(1, ended(file))")
    net.measure("busy", "integral(busy(clerk))")
    net.measure("load", "load")
    return net.compile()


@pytest.fixture(scope="module")
def net():
    return office()


@pytest.fixture(scope="module")
def rows(net):
    return net.rows({}, {"gap": 400.0}, {"rework": 0.0})


def test_threads_chunks_and_pools_do_not_change_a_byte(net, rows):
    one = run_batch(net, rows, (0, 60), 7, hashing=True)
    two = run_batch(net, rows, (0, 60), 7, threads=2, hashing=True, pool=1)

    assert one.measures.tobytes() == two.measures.tobytes()
    assert one.events.tobytes() == two.events.tobytes()
    assert one.hashes.tobytes() == two.hashes.tobytes()


def test_replications_can_be_run_apart(net, rows):
    whole = run_batch(net, rows, (0, 10), 7)
    late = run_batch(net, rows, (6, 10), 7)

    assert whole.measures[:, 6:].tobytes() == late.measures.tobytes()
    assert late.first_replication == 6


def test_the_kernel_agrees_with_the_reference(net, rows):
    batch = run_batch(net, rows, (0, 3), 7)
    for row in range(len(rows)):
        for rep in range(3):
            reference = Reference(net, rows[row], 7, rep).run()

            assert batch.measures[row, rep].tolist() == reference.measures()
            assert batch.events[row, rep] == reference.events
            assert batch.end_ms[row, rep] == reference.now


def test_unused_elements_change_nothing_at_all(net):
    other = office(extra=True)

    plain = run_batch(net, net.rows({}), (0, 50), 3).measures
    changed = run_batch(other, other.rows({}), (0, 50), 3).measures

    assert plain.tobytes() == changed.tobytes()


def test_a_row_meets_the_same_luck_as_another(net):
    rows = net.rows({"rework": 0.0}, {"rework": 0.0})
    batch = run_batch(net, rows, (0, 20), 3)

    assert batch.measures[0].tobytes() == batch.measures[1].tobytes()


def test_seeds_and_replications_differ(net, rows):
    first = run_batch(net, rows[:1], (0, 2), 1).measure("mean")
    second = run_batch(net, rows[:1], (0, 2), 2).measure("mean")

    assert len({*first.ravel(), *second.ravel()}) == 4


def test_a_seed_may_be_any_64_bits(net):
    large = run_batch(net, None, (0, 1), 2**64 - 1)
    negative = run_batch(net, None, (0, 1), -1)

    assert large.measures.tobytes() == negative.measures.tobytes()


def test_rows_that_do_not_fit_are_refused(net):
    with pytest.raises(ValueError, match="2 parameters"):
        run_batch(net, [[1.0, 2.0, 3.0]])


def test_no_replications_give_empty_results(net, rows):
    assert run_batch(net, rows, (0, 0)).measures.shape == (3, 0, 3)


def crowd(number, **step):
    net = Net()
    net.param("number", number)
    net.state("x")
    net.job("cradle", "a", {"a": {"start": ["spawn(None, child, number)"]}})
    net.job("child", "a", {"a": {"work": ("exp", 1000), **step}})
    net.stream("start", "cradle", ("const", 0), count=1)
    net.measure("ended", "ended(child)")
    return net.compile()


def test_a_run_that_needs_more_room_gets_it():
    net = crowd(3000)

    batch = run_batch(net, None, (0, 3), pool=4)

    assert batch.faults() == []
    assert batch.measure("ended").tolist() == [[3000.0] * 3]


def test_a_run_that_needs_too_much_room_is_listed():
    net = crowd(3000)
    rows = net.rows({"number": 10}, {})

    batch = run_batch(net, rows, (5, 7), pool=4, pool_limit=1024)

    reports = [(report.row, report.replication, report.code) for report in batch.faults()]
    assert reports == [(1, 5, "pool"), (1, 6, "pool")]
    assert batch.measure("ended")[0].tolist() == [10.0, 10.0]


def harbour_queue():
    """Return a net whose one pilot is asked far more often than a pilot can sail."""
    net = Net()
    net.param("gap", 10.0)
    net.seat("pilot")
    steps = {
        "call": {"work": ("const", 1), "route": ["sail"], "place": "port.yaml:3"},
        "sail": {"claim": ["pilot"], "work": ("const", 1000), "place": "port.yaml:7"},
    }
    net.job("ship", "call", steps)
    net.job("gull", "fly", {"fly": {"work": ("const", 1000)}})
    net.stream("flock", "gull", ("const", 500))
    net.stream("sea", "ship", ("const", "gap"))
    return net.compile()


@pytest.mark.parametrize(("pool", "threads"), [(4, 1), (64, 1), (64, 2)])
def test_a_queue_that_explodes_is_told_with_the_step_of_the_queue(pool, threads):
    net = harbour_queue()
    rows = net.rows({}, {"gap": 2000.0})

    batch = run_batch(net, rows, (0, 3), until=10_000, pool=pool, pool_limit=64, threads=threads)

    told = {(report.row, report.replication): report.words for report in batch.faults()}
    words = (
        "more jobs at once than there is room for and most of them are at "
        "step ship.sail (port.yaml:7)"
    )
    assert told == {(0, 0): words, (0, 1): words, (0, 2): words}


def test_children_that_were_born_just_now_stand_at_their_first_step():
    batch = run_batch(crowd(3000), pool=4, pool_limit=64)

    assert "most of them are at step child.a" in batch.faults()[0].words


def test_too_many_kept_seats_are_told_as_such():
    net = Net()
    steps = {}
    for i in range(13):
        net.seat(f"chair{i}")
        after = [f"s{i + 1}"] if i < 12 else []
        steps[f"s{i}"] = {"claim": [f"chair{i}"], "keep": True, "route": after}
    net.job("guest", "s0", steps)
    net.stream("door", "guest", ("const", 0), count=1)

    batch = run_batch(net.compile(), pool=4, pool_limit=1024)

    assert [one.words for one in batch.faults()] == [
        "a job that keeps more than 12 seats in step guest.s12"
    ]


def faulty():
    net = Net()
    net.param("limit", 0.5)
    net.state("x", 1.0)
    net.job(
        "file",
        "read",
        {
            "read": {
                "work": ("const", 10),
                "finish": ["x = 1 / select(roll(luck, world) < limit, 0, 1)"],
                "place": "steps.yaml:12",
            }
        },
    )
    net.stream("post", "file", ("const", 1), count=1)
    net.measure("x", "x")
    return net.compile()


def test_faults_are_listed_by_row_and_replication_in_the_author_s_words():
    net = faulty()

    batch = run_batch(net, net.rows({"limit": 0.0}, {}), (0, 40), 5)

    reports = batch.faults()
    assert 8 < len(reports) < 32
    assert {report.row for report in reports} == {1}
    assert reports == sorted(reports, key=lambda report: report.replication)
    assert reports[0].code == "division"
    assert "step file.read: finish" in reports[0].words
    assert "steps.yaml:12" in reports[0].words
    assert not batch.fault[0].any()


def test_a_loop_without_time_is_a_fault_at_its_step():
    net = Net()
    net.job("file", "a", {"a": {"route": ["b"]}, "b": {"route": ["a"], "place": "loop.yaml:3"}})
    net.stream("post", "file", ("const", 1), count=1)

    (report,) = run_batch(net.compile()).faults()

    assert report.code == "settles"
    assert "loop.yaml:3" in report.words or "file.a" in report.words


def test_progress_is_told_and_ends_with_everything(net, rows):
    for threads in (1, 2):
        told = []
        run_batch(
            net,
            rows,
            (0, 200),
            threads=threads,
            progress=lambda done, total, told=told: told.append((done, total)),
        )

        assert told[-1] == (600, 600)
        assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize("threads", [1, 2])
def test_what_progress_raises_stops_the_workers(net, rows, threads):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(net, rows, (0, 200_000), threads=threads, progress=stop)


def endless():
    net = Net()
    net.job("file", "read", {"read": {}})
    net.stream("post", "file", ("exp", 1))
    return net.compile()


def test_a_stream_without_end_needs_a_horizon():
    with pytest.raises(ValueError, match="stream 'post' never ends"):
        run_batch(endless())

    assert run_batch(endless(), until=1000).events[0, 0] > 500


@pytest.mark.parametrize("threads", [1, 2])
def test_a_replication_that_takes_for_ever_can_be_interrupted(threads):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(endless(), None, (0, 2), until=1 << 49, threads=threads, progress=stop)


def test_the_hash_of_a_trace_can_be_verified_from_its_rows(net):
    batch = run_batch(net, None, (0, 3), 7, hashing=True)

    for rep in range(3):
        trace = run_trace(net, None, rep, 7)
        assert trace.hash() == int(batch.hashes[0, rep])
    assert len(set(batch.hashes.ravel().tolist())) == 3


def test_a_script_reaches_every_run(net, rows):
    script = [(500, "set", "load", 100.0)]

    batch = run_batch(net, rows, (0, 5), script=script)

    assert np.all(batch.measure("load") >= 100.0)


def test_a_horizon_ends_a_run():
    net = crowd(50)

    batch = run_batch(net, None, (0, 5), until=300)

    assert np.all(batch.end_ms <= 300)
    assert np.all(batch.measure("ended") < 50.0)


def test_many_jobs_at_once_agree_with_the_reference():
    """More than 64 events are pending: the heap behind the sorted list takes part."""
    net = Net()
    net.state("beat")
    net.seat("desk", 40, pick="random")
    steps = {
        "come": {"work": ("exp", 5000), "patience": ("4000", "step", "go"), "route": ["sit"]},
        "sit": {
            "claim": ["desk"],
            "work": ("exp", 800),
            "pace": "1 + select(beat > 3, 1, 0)",
            "patience": ("2000", "wait", "go"),
            "route": [("come", "weight", 0.3), ("go", "weight", 0.7)],
        },
        "go": {"start": ["beat = select(beat > 6, 0, beat + 1)"]},
    }
    net.job("guest", "come", steps)
    net.job("cradle", "a", {"a": {"start": ["spawn(None, guest, 700)"]}})
    net.stream("start", "cradle", ("const", 0), count=1)
    compiled = net.compile()

    trace = run_trace(compiled, None, 0, 11)
    reference = Reference(compiled, None, 11, 0).run()

    assert trace.fault == 0
    assert len(trace) > 4000
    assert trace.rows.tolist() == [tuple(row) for row in reference.trace]


def test_measures_of_a_run_with_faults_do_not_reach_its_neighbours():
    net = faulty()
    faulted = run_batch(net, None, (0, 20), 5)
    fine = [i for i in range(20) if not faulted.fault[0, i]]

    for i in fine:
        alone = run_batch(net, None, (i, i + 1), 5)
        assert alone.measures[0, 0].tolist() == faulted.measures[0, i].tolist()


def test_row_with_a_replication_of_its_own_gives_what_that_replication_gives(net, rows):
    whole = run_batch(net, rows, (5, 9), 7, hashing=True)

    own = run_batch(net, rows, (5, 6), 7, own=[2, 0, 3], hashing=True, threads=2)

    assert own.measures.shape == (3, 1, whole.measures.shape[2])
    for row, number in enumerate([2, 0, 3]):
        assert own.hashes[row, 0] == whole.hashes[row, number]


def test_numbers_of_replications_that_do_not_fit_the_rows_are_refused(net, rows):
    with pytest.raises(ValueError, match="2 numbers of replications for 3 rows"):
        run_batch(net, rows, (0, 1), 7, own=[0, 1])
