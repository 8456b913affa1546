"""Chains: a message or an order goes through several posts in turn.

Pattern. One step per hop, named after the post, so the trace reads like the chain. The post reads
and passes on (its hand is claimed, routine slows it); a garbled message is asked back, that is, the
hop is done again. A hop whose post does not exist in the posture, or which a reform skips, is left
out by the route: it leaves no event. A message that waits too long for a hop is resent, or skips
the level.

`agree` is for reports: at the named post a report waits until so many of the named sources have
reported (a source is the sign's first addressee, or the sign itself). One source alone never
passes, which is its price: a true warning from one sensor waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Host, Way, conjunction, guarded
from tateyoko.compiler.posts import work_step

if TYPE_CHECKING:
    from tateyoko.world.channels import Chain

__all__ = ["expand_chain"]


def expand_chain(
    host: Host,
    name: str,
    chain: Chain,
    *,
    route: Sequence[Way],
    finish: Sequence[str] = (),
    luck: str = "",
    sources: Sequence[str] = (),
) -> list[Way]:
    """Write the hops of a chain and return the ways in.

    Parameters
    ----------
    host, name :
        Job type, and the prefix of the steps.
    chain : Chain
        What is written.
    route : sequence of Way
        Where the job goes after the last hop.
    finish : sequence of str
        Statements when the last hop is done; a chain whose last hop is skipped runs them too.
    luck : str
        Prefix of the dice's names; default: the host's path and `name`.
    sources : sequence of str
        Ids under which a report counts for `agree`; empty for orders.
    """
    draft, block = host.draft, chain.path
    luck = luck or f"{host.path}.{name}"
    onward: list[Way] = list(route)
    if finish:
        host.step(f"{name}.passed", start=list(finish), route=route, block=block, place=chain.place)
        onward = [f"{name}.passed"]
    for post in reversed(chain.hops):
        step = f"{name}.{post}"
        switch = draft.switches.on(f"{chain.path}.path.{post}", None, None, chain.place)
        with draft.under(switch):
            ways = _hop(host, step, chain, post, onward, luck=f"{luck}.{post}", sources=sources)
        kept = draft.switches.kept(f"{chain.path}.path.{post}", chain.place)
        exists = conjunction([draft.posts.exists(post), switch, kept])
        if exists == "1":
            onward = ways
        elif exists != "0":
            onward = [*guarded(ways, exists), *onward]
    return onward


def _hop(
    host: Host,
    step: str,
    chain: Chain,
    post: str,
    onward: list[Way],
    *,
    luck: str,
    sources: Sequence[str],
) -> list[Way]:
    """Write one hop."""
    draft = host.draft
    label = f"{draft.posts.post(post).name.en} reads and passes on"
    route = list(onward)
    finish: list[str] = []
    if chain.each.garbled is not None:
        again = host.attribute("again", truth=True)
        finish.append(f"{again} = {_chance(draft.numbers.scalar(chain.each.garbled))}")
        route = [(step, "if", again), *route]
    patience = None
    if chain.stuck is not None:
        late = f"{step}.stuck"
        then = onward if chain.stuck.then == "skip_level" else [step]
        host.step(late, route=then, block=chain.path, place=chain.stuck.place)
        patience = (draft.numbers.scalar(chain.stuck.after), "wait", late)
    ways = work_step(
        host,
        step,
        by=[post],
        takes=chain.each.read,
        route=route,
        block=chain.path,
        place=chain.place,
        luck=luck,
        label=label,
        finish=finish,
        patience=patience,
    )
    agree = chain.agree
    if agree is None or agree.at != post or not set(sources) & set(agree.of):
        return ways
    heard = [
        draft.state(f"heard.{chain.id}.{source}", truth=True, place=agree.place)
        for source in agree.of
    ]
    mine = [f"put('heard.{chain.id}.{source}', true)" for source in sources if source in agree.of]
    host.step(f"{step}.agree", when=f"at_least({agree.sources}, {', '.join(heard)})", route=ways)
    host.step(f"{step}.heard", start=mine, route=[f"{step}.agree"], block=chain.path)
    return [f"{step}.heard"]


def _chance(probability: str) -> str:
    return f"draw('again', bernoulli, {probability})"
