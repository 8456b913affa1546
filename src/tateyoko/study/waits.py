"""What the main line waits for: law, judgement, procedure, and what is no waiting of that kind.

The phases of the hops (figure 1) fall into kinds of wait. Law is the time until requirements hold
that others must establish, and the lawyers' work; judgement is the time until somebody finds that
something is the case; procedure is everybody who must be heard, must agree or must hand over.
Time of the other side is nobody's wait and stays out of the shares.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.study.results import HopCell

__all__ = ["WAITING", "WAITS", "WaitCell", "kind_of", "waits_of"]

#: Kinds in the order in which they are shown, with their names.
WAITS: Mapping[str, Text] = {
    "law": Text(ja="法", en="law"),
    "judgement": Text(ja="判断", en="judgement"),
    "procedure": Text(ja="手続", en="procedure"),
    "initiative": Text(ja="発議", en="initiative"),
    "democratic_control": Text(ja="民主的統制", en="democratic control"),
    "transmission": Text(ja="伝達", en="transmission"),
    "execution": Text(ja="実施", en="execution"),
}
#: Kinds that are waiting for law, for judgement and for procedure.
WAITING = ("law", "judgement", "procedure")
_KIND_OF_PHASE = {
    "law": "law",
    "recognise": "judgement",
    "approve": "procedure",
    "hand_over": "procedure",
    "release": "procedure",
    "initiative": "initiative",
    "democratic_control": "democratic_control",
    "transmit": "transmission",
    "execute": "execution",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitCell:
    """Mean time that a replication spends on one kind of wait, opponents pooled.

    ``mean_ms`` [ms] is the sum over the hops of this kind; ``share`` its part of the time of all
    kinds, the other side's time left out.
    """

    kind: str
    posture: str
    truth: str
    mean_ms: float
    share: float


def kind_of(phase: str) -> str | None:
    """Return the kind of wait that a phase belongs to; None for the other side's time."""
    return _KIND_OF_PHASE.get(phase)


def waits_of(hops: Iterable["HopCell"]) -> tuple[WaitCell, ...]:
    """Return the waits of hops by posture and truth, every kind in the order of `WAITS`.

    Examples
    --------
    >>> waits_of(())
    ()
    """
    times: dict[tuple[str, str], dict[str, float]] = {}
    for hop in hops:
        spent = times.setdefault((hop.posture, hop.truth), dict.fromkeys(WAITS, 0.0))
        kind = kind_of(hop.phase)
        if kind is not None:
            spent[kind] += hop.mean_ms
    return tuple(
        WaitCell(
            kind=kind,
            posture=posture,
            truth=truth,
            mean_ms=time,
            share=time / total if total > 0.0 else 0.0,
        )
        for (posture, truth), spent in times.items()
        for total in (sum(spent.values()),)
        for kind, time in spent.items()
    )
