"""Building nets: order means nothing, mistakes are reported together with their places."""

import numpy as np
import pytest

from tateyoko.net import Net, NetError, make_script


def small(order=1, extra=False):
    """Return a net of two steps; `order` -1 writes everything the other way round."""
    net = Net()
    parts = [
        lambda: net.param("gap", 1000.0),
        lambda: net.param("odds", 0.5),
        lambda: net.derived("half", "gap / 2"),
        lambda: net.state("alert", "half + 1"),
        lambda: net.seat("clerk"),
        lambda: net.seat("chief", "1 + select(alert > 5, 1, 0)"),
        lambda: net.job("file", "read", dict([STEPS[0], STEPS[1]][::order])),
        lambda: net.stream("post", "file", ("exp", "gap"), count=5),
        lambda: net.mark("read"),
    ]
    for part in parts[::order]:
        part()
    if extra:
        net.param("unused", 3.0)
        net.seat("another")
        net.state("nothing")
        net.job("idle", "sleep", {"sleep": {}})
        net.mark("never")
    net.measure("mean", "time_sum(file) / max(1, ended(file))")
    return net


STEPS = (
    ("read", {"claim": ["clerk"], "work": ("exp", "half"), "route": ["sign"]}),
    ("sign", {"claim": ["chief"], "work": ("const", 5), "start": ["mark(read)"]}),
)


def problems_of(net):
    with pytest.raises(NetError) as caught:
        net.compile()
    return [(problem.code, problem.element, problem.place) for problem in caught.value.problems]


def test_elements_are_stored_in_byte_order_of_their_ids():
    net = Net()
    for id in ("b", "a", "B", "é", "a1"):
        net.seat(id)

    assert net.compile().seat_ids == ("B", "a", "a1", "b", "é")


def test_order_of_writing_changes_nothing():
    first, second = small().compile(), small(order=-1).compile()

    assert first.structure_hash == second.structure_hash
    assert first.code == second.code
    assert first.steps == second.steps


def test_places_and_labels_are_not_part_of_the_structure():
    net = small()
    net.seats["clerk"].place = "organisation.yaml:3"

    assert net.compile().structure_hash == small().compile().structure_hash


def test_every_mistake_is_reported_in_one_go_with_its_place():
    net = Net()
    net.seat("clerk", "capacty", place="seats.yaml:1")
    net.job(
        "file",
        "read",
        {
            "read": {"claim": ["clark"], "place": "steps.yaml:7"},
            "sign": {"wark": 3, "place": "steps.yaml:9"},
        },
    )
    net.stream("post", "fyle", ("exp", 5), place="post.yaml:2")

    assert problems_of(net) == [
        ("NT101", "seat clerk", "seats.yaml:1"),
        ("NT101", "step file.read", "steps.yaml:7"),
        ("NT101", "step file.sign", "steps.yaml:9"),
        ("NT101", "stream post", "post.yaml:2"),
    ]


def test_an_unknown_name_comes_with_the_nearest_known_one():
    net = Net()
    net.seat("clerk")
    net.job("file", "read", {"read": {"claim": ["clark"]}})

    with pytest.raises(NetError, match="Did you mean clerk"):
        net.compile()


def test_two_elements_with_one_id_are_a_mistake():
    net = Net()
    net.seat("clerk", place="a.yaml:1")
    net.seat("clerk", place="b.yaml:2")

    assert problems_of(net) == [("NT102", "seat clerk", "b.yaml:2")]


def test_a_value_may_not_have_the_id_of_another_kind_of_value():
    net = Net()
    net.param("x", 1.0)
    net.state("x")

    assert problems_of(net)[0][0] == "NT102"


def test_sixteen_attributes_are_the_most():
    net = Net()
    net.job("fits", "a", {"a": {}}, attrs=[f"x{i}" for i in range(15)])
    net.compile()
    net.job("large", "a", {"a": {}}, attrs=[f"x{i}" for i in range(14)], groups=("team",))

    assert problems_of(net) == [("NT201", "job type large", "")]


def test_a_claim_of_more_than_twelve_seats_is_a_mistake():
    net = Net()
    for i in range(13):
        net.seat(f"s{i}")
    net.job("cabinet", "meet", {"meet": {"claim": [[f"s{i}" for i in range(13)]]}})

    assert problems_of(net) == [("NT202", "step cabinet.meet", "")]


@pytest.mark.parametrize(
    "fields",
    [
        {"claim": [{"k": 3, "of": ["clerk"]}]},
        {"claim": [{"of": ["clerk"], "index": "0", "prefer": "1"}]},
        {"work": 5, "pace": "2", "calendar": "office"},
        {"route": [("read", "perhaps", 1)]},
    ],
)
def test_contradictory_fields_of_a_step_are_a_mistake(fields):
    net = Net()
    net.seat("clerk")
    net.calendar("office", 10, [(0, 5)])
    net.job("file", "read", {"read": fields})

    assert problems_of(net) == [("NT206", "step file.read", "")]


def test_derived_values_may_be_written_in_any_order():
    net = Net()
    net.param("x", 2.0)
    net.derived("z", "y * y")
    net.derived("y", "x + 1")
    compiled = net.compile()

    order = [cell for cell, _ in compiled.derived_code]

    assert order.index(compiled.cell_of["y"]) < order.index(compiled.cell_of["z"])


def test_a_derived_value_that_defines_itself_is_a_mistake():
    net = Net()
    net.derived("y", "z + 1")
    net.derived("z", "y + 1")

    assert "NT103" in [code for code, _, _ in problems_of(net)]


def test_a_derived_value_may_not_read_what_changes():
    net = Net()
    net.state("alert")
    net.derived("y", "alert + 1")

    assert problems_of(net)[0][0] == "NT106"


def test_work_may_not_depend_on_what_changes():
    net = Net()
    net.state("alert")
    net.job("file", "read", {"read": {"work": ("exp", "alert")}})

    assert problems_of(net) == [("NT106", "step file.read", "")]


def test_only_what_changes_is_a_dependency():
    compiled = small().compile()
    chief = compiled.base["cap"] + compiled.seat_ix["chief"]

    assert compiled.dependants[compiled.cell_of["alert"]] == (chief,)
    assert compiled.dependants[compiled.cell_of["half"]] == ()


def test_rows_have_one_column_per_parameter_and_keep_defaults():
    compiled = small().compile()

    rows = compiled.rows({}, {"odds": 0.25})

    assert compiled.param_ids == ("gap", "odds")
    np.testing.assert_array_equal(rows, [[1000.0, 0.5], [1000.0, 0.25]])
    assert rows.flags.c_contiguous


def test_a_row_with_an_unknown_parameter_is_refused():
    with pytest.raises(NetError, match=r"no parameter has the id .ods.\. Did you mean odds"):
        small().compile().rows({"ods": 1.0})


def test_a_state_is_no_parameter():
    with pytest.raises(NetError, match="no parameter"):
        small().compile().rows({"alert": 1.0})


def test_two_luck_names_with_one_key_are_a_mistake(monkeypatch):
    from tateyoko.net import naming

    monkeypatch.setattr(naming, "luck_key", lambda text: 7)
    net = Net()
    net.job("file", "a", {"a": {}, "b": {}})

    assert problems_of(net) == [("NT110", "step file.b", "")]


def test_two_steps_may_share_a_luck_name():
    net = Net()
    net.job("file", "a", {"a": {"luck": "x"}, "b": {"luck": "x"}})

    first, second = net.compile().steps

    assert first.luck == second.luck


def test_hidden_values_and_views_are_carried():
    net = Net()
    net.param("high", 2.0)
    net.hidden("intent", 1.0, question="hostile", prior=("uniform", 0, "high"))
    net.state("odds")
    net.job("file", "a", {"a": {}})
    net.view("minister", values=["odds"], jobs=["file"], questions={"hostile": "odds"})
    compiled = net.compile()

    (hidden,) = compiled.hidden
    (view,) = compiled.views

    assert (hidden.question, hidden.cell) == ("hostile", compiled.cell_of["intent"])
    assert view.questions == {"hostile": "odds"}


def test_a_view_of_something_unknown_is_a_mistake():
    net = Net()
    net.view("minister", values=["rumour"])

    assert problems_of(net) == [("NT101", "view of minister", "")]


def family():
    net = Net()
    net.job("parent", "a", {"a": {"start": ["spawn(team, child, 1)"]}}, groups=("team",))
    net.job("child", "a", {"a": {"finish": ["parent.about = 1"]}}, parent="parent")
    return net


def test_a_job_with_a_parent_may_not_start_on_its_own():
    streamed, watched, spawned = family(), family(), family()
    streamed.stream("post", "child", ("const", 5))
    watched.watch("alarm", "true", "child")
    spawned.job("other", "a", {"a": {"start": ["spawn(None, child, 1)"]}})

    for net in (streamed, watched, spawned):
        assert [code for code, _, _ in problems_of(net)] == ["NT206"]
    with pytest.raises(NetError, match="has a parent"):
        make_script(family().compile(), [(1, "start", "child", "a")])
