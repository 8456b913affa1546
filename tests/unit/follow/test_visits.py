"""Visits, waits and marks are read off a trace as they happened."""

from tateyoko.follow.visits import Moment, Pause, read_lives
from tateyoko.net import codes

JOB, STEP, NEXT_STEP, MARK = 77, 3, 4, 90


def test_a_visit_keeps_its_waits_apart_from_its_work():
    rows = [
        (0, codes.BORN, 1, JOB, 0.0),
        (0, codes.WAIT, STEP, JOB, 0.0),
        (10, codes.QUEUE, STEP, JOB, 0.0),
        (25, codes.START, STEP, JOB, 0.0),
        (65, codes.FINISH, STEP, JOB, 0.0),
        (65, codes.ENDED, 1, JOB, 0.0),
    ]

    (life,) = read_lives(rows, {}, end_ms=100)

    (visit,) = life.visits
    assert (visit.entered_ms, visit.started_ms, visit.left_ms) == (0, 25, 65)
    assert visit.pauses == [
        Pause(why="condition", since_ms=0, until_ms=10),
        Pause(why="seat", since_ms=10, until_ms=25),
    ]
    assert visit.waited_ms == 25
    assert (visit.outcome, life.ended_ms) == ("finish", 65)


def test_a_mark_set_on_finishing_belongs_to_the_visit_that_finished():
    rows = [
        (0, codes.BORN, 1, JOB, 0.0),
        (0, codes.START, STEP, JOB, 0.0),
        (8, codes.FINISH, STEP, JOB, 0.0),
        (8, codes.MARK, MARK, JOB, 1.0),
        (8, codes.START, NEXT_STEP, JOB, 0.0),
        (9, codes.FINISH, NEXT_STEP, JOB, 0.0),
    ]

    (life,) = read_lives(rows, {MARK: "order"}, end_ms=100)

    first, second = life.visits
    assert first.marks == [Moment(mark="order", at_ms=8)]
    assert second.marks == []


def test_work_interrupted_and_resumed_is_one_visit():
    rows = [
        (0, codes.BORN, 1, JOB, 0.0),
        (0, codes.START, STEP, JOB, 0.0),
        (5, codes.PAUSE, STEP, JOB, 10.0),
        (30, codes.RESUME, STEP, JOB, 10.0),
        (40, codes.FINISH, STEP, JOB, 0.0),
    ]

    (life,) = read_lives(rows, {}, end_ms=100)

    (visit,) = life.visits
    assert visit.pauses == [Pause(why="interrupted", since_ms=5, until_ms=30)]
    assert (visit.started_ms, visit.left_ms) == (0, 40)


def test_what_had_not_ended_is_cut_off_at_the_end_of_the_run():
    rows = [(0, codes.BORN, 1, JOB, 0.0), (4, codes.WAIT, STEP, JOB, 0.0)]

    (life,) = read_lives(rows, {}, end_ms=100)

    (visit,) = life.visits
    assert life.ended_ms is None
    assert (visit.outcome, visit.left_ms, visit.started_ms) == ("unfinished", 100, None)
    assert visit.pauses == [Pause(why="condition", since_ms=4, until_ms=100)]


def test_a_cancelled_job_ends_where_it_stood():
    rows = [
        (0, codes.BORN, 1, JOB, 0.0),
        (0, codes.START, STEP, JOB, 0.0),
        (7, codes.CANCEL, STEP, JOB, 0.0),
    ]

    (life,) = read_lives(rows, {}, end_ms=100)

    assert (life.ended_ms, life.visits[0].left_ms, life.visits[0].outcome) == (7, 7, "cancel")


def test_the_same_step_entered_again_is_a_second_visit():
    rows = [(0, codes.BORN, 1, JOB, 0.0)]
    for start in (0, 20):
        rows += [(start, codes.START, STEP, JOB, 0.0), (start + 5, codes.FINISH, STEP, JOB, 0.0)]

    (life,) = read_lives(rows, {}, end_ms=100)

    assert [(visit.entered_ms, visit.left_ms) for visit in life.visits] == [(0, 5), (20, 25)]
