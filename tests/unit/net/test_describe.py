"""Steps and faults in the author's words."""

from tateyoko.net import Net, codes, describe_fault, describe_step


def compiled():
    net = Net()
    net.param("gap", 5.0)
    net.state("alert")
    net.seat("clerk", place="seats.yaml:2")
    net.seat("chief")
    net.job(
        "file",
        "read",
        {
            "read": {
                "when": "alert > 1",
                "claim": [{"k": 1, "of": ["clerk", "chief"]}],
                "work": ("exp", "gap * 2"),
                "patience": ("gap", "wait", "end"),
                "finish": ["alert = 1 / (alert - 1)"],
                "route": [("sign", "if", "alert > 3"), "end"],
                "place": "steps.yaml:4",
            },
            "sign": {},
        },
    )
    net.stream("post", "file", ("exp", "gap"), place="post.yaml:9")
    return net.compile()


def test_a_step_is_told_in_the_author_s_words():
    net = compiled()

    told = dict(describe_step(net, net.steps[net.step_ix["file.read"]]))

    assert told == {
        "waits until": "alert > 1",
        "needs": "1 of clerk, chief",
        "at most": "gap ms of waiting, then end",
        "takes": "exp(gap * 2)",
        "at the end": "alert = 1 / (alert - 1)",
        "then": "sign if alert > 3; end with weight 1.0",
        "written in": "steps.yaml:4",
    }


def test_a_fault_in_code_names_step_text_and_place():
    net = compiled()
    address = (net.steps[net.step_ix["file.read"]].finish >> 2) + 3

    words = describe_fault(net, codes.F_DIVISION, address)

    assert words == (
        "a division by zero in step file.read: finish 'alert = 1 / (alert - 1)' (steps.yaml:4)"
    )


def test_faults_at_elements_name_them_and_their_places():
    net = compiled()

    assert "step file.read (steps.yaml:4)" in describe_fault(net, codes.F_VISITS, codes.at_step(0))
    clerk = codes.at_seat(net.seat_ix["clerk"])
    assert "seat clerk (seats.yaml:2)" in describe_fault(net, codes.F_NEGATIVE, clerk)
    assert "stream post (post.yaml:9)" in describe_fault(net, codes.F_NEGATIVE, codes.at_stream(0))


def test_places_of_faults_can_be_told_apart():
    assert codes.place_of(codes.at_step(7)) == ("step", 7)
    assert codes.place_of(codes.at_seat(7)) == ("seat", 7)
    assert codes.place_of(codes.at_stream(7)) == ("stream", 7)


def test_every_address_belongs_to_the_code_it_came_from():
    net = compiled()

    for fragment in net.fragments:
        for address in range(fragment.start, fragment.end):
            assert net.fragment_at(address) is fragment
    assert net.fragment_at(0) is None
