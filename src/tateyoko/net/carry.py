"""Whether what one net hands over is what another net reads (CARRY-2)."""

from __future__ import annotations

from tateyoko.net.compiled import Compiled
from tateyoko.net.elements import Carry
from tateyoko.net.errors import Code, Mistake, Problem
from tateyoko.net.naming import byte_order


def carried_pairs(giver: Compiled, receiver: Compiled) -> list[tuple[Carry, Carry]]:
    """Return the carried values that pass from one net to another, in byte order of their ids.

    Parameters
    ----------
    giver, receiver : Compiled
        The net that ends (build-up) and the one that begins (crisis).
    """
    given = {carry.id: carry for carry in giver.carries}
    pairs = [(given[read.id], read) for read in receiver.carries if read.id in given]
    return [
        (gives, reads)
        for gives, reads in pairs
        if (gives.shape, gives.is_truth) == (reads.shape, reads.is_truth)
    ]


def carry_findings(giver: Compiled, receiver: Compiled) -> list[Problem]:
    """List carried values that only one of two nets has, or that differ in shape or sort.

    None of these values passes: the receiver starts from what it declares.

    Parameters
    ----------
    giver, receiver : Compiled
        The net that ends (build-up) and the one that begins (crisis).

    Returns
    -------
    findings : list of Problem
        In byte order of the ids; empty when every carried value passes.

    Examples
    --------
    >>> from tateyoko.net import Net
    >>> before, after = Net(), Net()
    >>> before.carry("trust", 0.5)
    >>> after.carry("stock", 3.0)
    >>> [str(finding.code) for finding in carry_findings(before.compile(), after.compile())]
    ['NT301', 'NT302']
    """
    given = {carry.id: carry for carry in giver.carries}
    read = {carry.id: carry for carry in receiver.carries}
    out = []
    for id in byte_order({*given, *read}):
        mistake = _mistake(given.get(id), read.get(id))
        if mistake is not None:
            carry = read.get(id) or given[id]
            out.append(mistake.at(f"carried value {id}", carry.place))
    return out


def _mistake(gives: Carry | None, reads: Carry | None) -> Mistake | None:
    if reads is None:
        return Mistake(
            Code.NOT_READ,
            "the net that follows does not read it",
            "Declare it there too, or make it a plain state here.",
        )
    if gives is None:
        return Mistake(
            Code.NOT_GIVEN,
            "the net before does not hand it over, so it starts from its declared value",
            "Declare it there too, or make it a plain state here.",
        )
    if gives.shape != reads.shape:
        found = f"{_words(gives.shape)} before, {_words(reads.shape)} here"
        return Mistake(Code.CARRIED_OTHERWISE, found, "Declare one shape in both nets.")
    if gives.is_truth != reads.is_truth:
        found = "a truth in one net, a number in the other"
        return Mistake(Code.CARRIED_OTHERWISE, found, "Declare one sort in both nets.")
    return None


def _words(shape: tuple[int, ...]) -> str:
    return f"a table of {' x '.join(map(str, shape))}" if shape else "one number"
