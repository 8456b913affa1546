"""Forks: a run that leaves a live state, and says what it redraws.

Copying a state with the ends of its work already drawn would make every forecast clairvoyant: in
the last step of a procedure it would know the end exactly. So there are three kinds (FORK-1 to
FORK-5 in docs/explanation/semantics.md):

``same``
    redraws nothing: continuation, replay, counterfactuals on the same luck.
``white``
    keeps all that has happened, rolls included; redraws unfinished work given how much of it is
    done, the next arrivals, and all later dice.
``post``
    keeps what one post's view shows; redraws everything else from the post's beliefs and the
    declared priors.

A fork is made of a canonical state and gives a canonical state, which either engine continues.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable
from typing import Any

from tateyoko.engine import dice
from tateyoko.engine.fork_view import hidden_facts, seen_by_post
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_dice import blocks_of
from tateyoko.engine.reference_model import Model
from tateyoko.engine.reference_run import Job
from tateyoko.net import codes
from tateyoko.net.codes import CELL, OPENED, QUEUED, WORKING
from tateyoko.net.command import Script
from tateyoko.net.compiled import Compiled
from tateyoko.net.describe import describe_fault
from tateyoko.net.distributions import BERNOULLI, BINOMIAL, CONST
from tateyoko.net.elements import View
from tateyoko.net.naming import MASK_64, key64

State = dict[str, Any]
Commands = Script | Iterable[Any]

#: Channel of a redraw; the engines use 0 to 2 and 4 and up of a visit's dice.
CHANNEL_REDRAW = 3
_BELOW_ONE = 1.0 - 2.0**-53
_TINIEST = 2.0**-1070


def root_of_rollout(session: int | str, event: int, rollout: int) -> int:
    """Root of the dice of one rollout: hash of (session, fork event, rollout).

    Rollout j has the same dice for every option that is compared, so options are paired.

    Parameters
    ----------
    session : int or str
        Key of the session.
    event : int
        What is forked: its number in the log, or its time.
    rollout : int
        Number of the rollout, from 0.
    """
    key = key64(session) if isinstance(session, str) else session
    return dice.name_of(key & MASK_64, event & MASK_64, rollout & MASK_64)


def fork(
    net: Compiled | Model,
    state: State,
    kind: str,
    *,
    session: int | str = 0,
    event: int | None = None,
    rollout: int = 0,
    view: View | None = None,
    expected: Commands = (),
    people: bool = False,
) -> State:
    """Return the state from which one rollout starts.

    Parameters
    ----------
    net : Compiled or Model
        The net; a `Model` saves reading it again for each rollout.
    state : dict
        Canonical state.
    kind : {"same", "white", "post"}
        What is redrawn.
    session, event, rollout
        See `root_of_rollout`. Default of `event`: the clock of the state.
    view : View, optional
        What the post can tell apart; needed for ``post``.
    expected : Script or sequence of commands
        For ``post``: the commands that the post knows of or expects, from time 0 on. What it does
        not see is another history, run from time 0 with these commands and new dice. Continue the
        fork with the same commands.
    people : bool
        Whether open work stays open. Default: the steps' own work and route take over, as if they
        had been asked when the person was, given the time already waited; later visits are not
        opened either, where the step's ``open`` reads parameters only.

    Returns
    -------
    state : dict
        Canonical state.

    Raises
    ------
    ValueError
        If the kind is unknown, a post fork has no view, or the other history comes to a fault.
    """
    if kind == "same":
        return state
    if kind not in ("white", "post"):
        message = f"no kind of fork '{kind}': same, white or post"
        raise ValueError(message)
    model = net if isinstance(net, Model) else Model(net)
    root = root_of_rollout(session, state["now"] if event is None else event, rollout)
    if kind == "white":
        return _white(model, state, root, people=people)
    if view is None:
        message = "a post fork needs the view of the post"
        raise ValueError(message)
    return _post(model, state, root, view, expected, people=people)


def _white(model: Model, state: State, root: int, *, people: bool) -> State:
    """Keep all that has happened; redraw what is to come."""
    run = Reference(model, trace=False).load(state)
    run.set_roots(root, run.facts)
    if not people:
        _close_people(run)
    for job in _in_order(run):
        _redraw_work(run, job, people=people)
    _redraw_arrivals(run, range(len(model.streams)))
    return run.state()


def _post(
    model: Model, state: State, root: int, view: View, expected: Commands, *, people: bool
) -> State:
    """Keep what the post sees, within another history of all else."""
    hidden = _draw_hidden(model, state, view, root)
    history = Reference(model, state["cells"][: model.net.nparams], script=expected, trace=False)
    history.set_roots(root, root)
    history.given = hidden
    history.run(until=state["now"])
    if history.fault[0]:
        message = f"the other history has a fault: {describe_fault(model.net, *history.fault)}"
        raise ValueError(message)
    seen = seen_by_post(model, _brought_up_to_date(model, state), view, history.state(), hidden)
    run = Reference(model, trace=False, script=expected).load(seen.state)
    if not people:
        _close_people(run)
    seen.restart(run)
    for job in _in_order(run):
        if job.left == math.inf or job.phase == OPENED:
            _redraw_work(run, job, people=people)
    _redraw_arrivals(run, seen.streams)
    seen.settle(run)
    return run.state()


def _in_order(run: Reference) -> list[Job]:
    return sorted(run.jobs(), key=lambda job: job.order)


def conditional_uniform(q: Callable[[float], float], done: float, u: float) -> float:
    """Uniform of a quantity given that it exceeds what is done.

    Parameters
    ----------
    q : callable
        Monotone inverse of the distribution, on (0, 1).
    done : float
        What has been reached.
    u : float
        A new uniform.

    Returns
    -------
    uniform : float
        ``u_e + (1 - u_e) u`` with ``q(u_e) = done`` if q rises, ``u_e u`` if it falls; found by
        bisection on the inverse itself, over the bits of u, so that far tails are exact.
    """
    rises = q(0.75) >= q(0.25)
    low, high = _bits(_TINIEST), _bits(_BELOW_ONE)
    # q exceeds `done` from the edge on if it rises, up to the edge if it falls.
    while high - low > 1:
        middle = (low + high) // 2
        if (q(_number(middle)) > done) == rises:
            high = middle
        else:
            low = middle
    edge = _number(low)
    if rises:
        if edge <= 2.0 * _TINIEST:
            edge = 0.0
        return min(edge + (1.0 - edge) * u, _BELOW_ONE)
    if edge >= _number(_bits(_BELOW_ONE) - 2):
        edge = 1.0
    return max(edge * u, _TINIEST)


def _bits(x: float) -> int:
    """Order of a positive number among all doubles."""
    return int(struct.unpack("<q", struct.pack("<d", x))[0])


def _number(bits: int) -> float:
    return float(struct.unpack("<d", struct.pack("<q", bits))[0])


def _brought_up_to_date(model: Model, state: State) -> State:
    """Have every job's work done so far be complete, so that paces need not be known."""
    run = Reference(model, trace=False).load(state)
    for job in run.jobs():
        if job.phase == WORKING:
            run.consume(job)
    return run.state()


def _redraw_work(run: Reference, job: Job, *, people: bool) -> None:
    """Redraw what is left of a job's work, and the uniform of its route (FORK-2)."""
    step = run.steps[job.step]
    opened = job.phase == OPENED
    if job.phase not in (WORKING, OPENED) and not (job.phase == QUEUED and job.resume):
        return
    if opened and people:
        return
    uniform, route = run.block(job.name, step.luck, job.visit << 16 | CHANNEL_REDRAW)
    if step.block:
        job.u = route
    if opened:
        job.phase, job.done, job.left = WORKING, 0.0, math.inf
    if job.left == math.inf:  # nothing is known but what is done
        job.factor = 1.0 if step.factor is None else step.factor(run, job, 0.0)
        job.pace = 1.0 if step.pace is None else step.pace(run, job, 0.0)
    if job.phase == WORKING:
        run.consume(job)
    if step.work < 0:
        job.left = 0.0
    elif step.work != CONST or job.left == math.inf:
        job.left = max(_new_total(run, job, uniform) - job.done, 0.0)
    if job.phase == WORKING:
        run.schedule_end(job, step)


def _new_total(run: Reference, job: Job, uniform: float) -> float:
    """Work of the visit, drawn again given that what is done is done."""
    step = run.steps[job.step]
    a, b, c = (run.cells[cell] for cell in step.parameters)
    if job.factor <= 0.0:
        return 0.0
    if step.work in (CONST, BERNOULLI, BINOMIAL):
        return dice.sample(step.work, a, b, c, uniform) * job.factor
    done = job.done / job.factor

    def q(u: float) -> float:
        return dice.sample(step.work, a, b, c, u)

    if not done > 0.0:
        return q(uniform) * job.factor
    return q(conditional_uniform(q, done, uniform)) * job.factor


def _redraw_arrivals(run: Reference, streams: Iterable[int]) -> None:
    """Redraw the next candidates of streams."""
    for i in streams:
        if run.stream_seq[i]:
            _redraw_arrival(run, i)


def _redraw_arrival(run: Reference, i: int) -> None:
    """Redraw a stream's next candidate given that it has not come yet (FORK-3)."""
    stream, cells = run.model.streams[i], run.cells
    if stream.kind == CONST:
        return
    a, b, c = (cells[cell] for cell in stream.parameters)
    name = dice.name_of(stream.key, 0, run.stream_next[i])
    uniform, _ = run.block(name, 0, CHANNEL_REDRAW)

    def q(u: float) -> float:
        return dice.sample(stream.kind, a, b, c, u)

    waited = float(run.now - run.stream_since[i])
    gap = q(conditional_uniform(q, waited, uniform)) if waited > 0.0 else q(uniform)
    at = run.stream_since[i] + dice.whole(gap + 0.5)
    _schedule_arrival(run, i, max(at, run.now))


def _schedule_arrival(run: Reference, i: int, at: float) -> None:
    run.stream_seq[i] = 0
    if at < codes.NEVER:
        run.stream_at[i] = int(at)
        run.stream_seq[i] = run.schedule_event(int(at), codes.E_ARRIVAL, i)


def _close_people(run: Reference) -> None:
    """Have policies take over where a parameter opens work to people."""
    for step in run.net.steps:
        if step.open != codes.NONE and step.open & 3 == CELL:
            run.cells[step.open >> 2] = 0.0


def _draw_hidden(model: Model, state: State, view: View, root: int) -> dict[int, float]:
    """Draw hidden facts: from the post's log-odds, else from the prior (FORK-4)."""
    cells, block = state["cells"], blocks_of(root)
    out: dict[int, float] = {}
    for cell, (key, belief, prior) in sorted(hidden_facts(model.net, view).items()):
        uniform, _ = block(key, 0, CHANNEL_REDRAW)
        if belief is not None:
            odds = cells[belief]
            share = 1.0 / (1.0 + dice.exp(-odds)) if odds > -700.0 else 0.0
            out[cell] = 1.0 if uniform < share else 0.0
        elif prior is not None:
            kind, (a, b, c) = prior
            out[cell] = dice.sample(kind, cells[a], cells[b], cells[c], uniform)
    return out
