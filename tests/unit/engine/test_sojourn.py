"""Times in bins: whole numbers in, quantiles within one bin out."""

import numpy as np
import pytest

from tateyoko.engine.batch import run_batch
from tateyoko.engine.sojourn import bin_of, edge, quantile
from tateyoko.net import Net
from tateyoko.net.codes import SOJOURN_BINS
from tateyoko.net.naming import byte_order


def some_times():
    """Every time up to 10,000 ms, the surroundings of powers of two, and others up to 2^52."""
    rng = np.random.default_rng(5)
    near = [(1 << k) + d for k in range(14, 52) for d in (-1, 0, 1)]
    return [*range(10_000), *near, *rng.integers(0, 1 << 52, 2000).tolist()]


def test_every_time_lies_in_its_bin():
    for ms in some_times():
        k = bin_of(ms)
        assert edge(k) <= ms < edge(k + 1)
        assert edge(k + 1) - edge(k) <= max(1, ms / 8)


def test_bins_end_at_two_to_the_52nd_and_the_last_takes_the_rest():
    assert edge(SOJOURN_BINS) == 2.0**52
    assert bin_of((1 << 52) - 1) == SOJOURN_BINS - 1
    assert bin_of(1 << 60) == SOJOURN_BINS - 1


def binned(times):
    bins = [0.0] * SOJOURN_BINS
    for ms in times:
        bins[bin_of(ms)] += 1.0
    return bins


def test_quantiles_are_linear_within_a_bin():
    bins = binned([64, 65, 66, 67])  # one bin, from 64 to 72

    found = [quantile(bins, share) for share in (0.0, 0.25, 0.5, 1.0)]

    assert found == [64.0, 66.0, 68.0, 72.0]
    assert quantile(binned([]), 0.5) == 0.0
    assert quantile(binned([0, 5, 5, 1000]), 0.25) == 1.0
    assert quantile(binned([0, 5, 5, 1000]), 0.5) == 5.5


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.9, 0.999, 1.0])
def test_a_quantile_lies_in_the_bin_of_the_exact_one(share):
    rng = np.random.default_rng(7)
    for times in (rng.exponential(5000, 1001), rng.lognormal(9, 5, 700), rng.integers(0, 20, 50)):
        whole = np.ceil(times).astype(np.int64)
        exact = int(np.quantile(whole, share, method="inverted_cdf"))
        k = bin_of(exact)

        assert edge(k) <= quantile(binned(whole.tolist()), share) <= edge(k + 1)


def office(*measures):
    net = Net()
    net.param("share", 0.5)
    net.job("file", "read", {"read": {"work": ("const", 1000)}})
    net.job("note", "read", {"read": {"work": ("const", "500 * abs(share)")}})
    net.job("lost", "wait", {"wait": {"when": "share > 5"}})
    for kind in ("file", "note", "lost"):
        net.stream(kind, kind, ("const", 10), count=4)
    for number, text in enumerate(measures):
        net.measure(f"m{number}", text)
    return net.compile()


def test_measures_read_quantiles_and_never_more_than_the_longest():
    net = office(
        "sojourn(file, 0.5)", "sojourn('note', share)", "sojourn(lost, 0.9)", "sojourn(file, 1)"
    )

    batch = run_batch(net, net.rows({}, {"share": 1.0}))

    # 1,000 lies in 960 to 1,024; 250 in 240 to 256; 500 in 480 to 512 and is the longest.
    assert batch.measures[:, 0].tolist() == [
        [992.0, 248.0, 0.0, 1000.0],
        [992.0, 500.0, 0.0, 1000.0],
    ]


def test_a_share_outside_nought_to_one_is_a_fault_with_the_author_s_words():
    net = office("sojourn(file, share)")

    batch = run_batch(net, net.rows({"share": 1.5}, {"share": -0.1}, {"share": 1.0}))

    assert [report.code for report in batch.faults()] == ["range", "range"]
    assert "sojourn(file, share)" in batch.faults()[0].words


def test_only_types_that_a_measure_asks_about_have_bins():
    plain, asked = office("ended(file)"), office("sojourn(file, 0.1) + sojourn(file, 0.9)")

    assert [kind.bins for kind in plain.types] == [-1, -1, -1]
    assert not [name for name in plain.cell_names if name.startswith("sojourn")]
    ids = byte_order(["file", "note", "lost"])
    assert [kind.bins >= 0 for kind in asked.types] == [id == "file" for id in ids]
    assert sum(name.startswith("sojourn(") for name in asked.cell_names) == SOJOURN_BINS
    assert plain.structure_hash != asked.structure_hash


def test_cancelled_jobs_are_not_counted():
    net = Net()
    net.job("file", "read", {"read": {"work": ("const", 100)}})
    net.stream("files", "file", ("const", 0), count=3)
    net.job("end", "now", {"now": {"work": ("const", 50), "finish": ["cancel_about(file, 0)"]}})
    net.stream("end", "end", ("const", 0), count=1)
    net.measure("file", "sojourn(file, 1)")
    net.measure("end", "sojourn(end, 1)")

    assert run_batch(net.compile()).measures.tolist() == [[[0.0, 50.0]]]
