r"""What insurance costs, who goes all the same, and a state that stands in.

Pattern. The premium is the quiet one times the factor of every risk that insurers see. The share of
carriers that pay it is

.. math:: a(q) = 1 / (1 + (q / q_{1/2})^k),

so half of them stop at :math:`q_{1/2}` (`bears`) and :math:`k` says how alike they are. When
insurers withdraw, which takes effect after their notice, only those go that sail or fly without
cover. A state guarantee covers the share of the others that accepts it, and from then on carriers
pay no more than `pays_over`; the state pays the rest. All of it is read from public acts.

`sailing` is the share of carriers that goes, a factor on the lift of a flow; `premium` is what the
market asks; `cost` is what the guarantee has cost so far, the premium over what carriers pay on the
value that is under way, brought up to date at every change.

Both sides: the guarantee is paid for whether the danger comes or not, and carriers that would have
stopped go where insurers would not.

Marks: ``cover.ID.notice`` and ``cover.ID.withdrawn``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Draft, ref

if TYPE_CHECKING:
    from tateyoko.world.cover import Cover

__all__ = ["add_cover", "cover_value"]

#: Shares that differ by less than this are the same, and so are costs per millisecond that differ
#: by less than this part of the insured value.
_SAME, _SAME_COST = 1e-12, 1e-18


def cover_value(draft: Draft, cover_id: str, part: str) -> str:
    """Return the text that reads `sailing`, `premium`, or `cost` (with the clock)."""
    cover = draft.world.cover[cover_id]
    if part == "premium":
        return f"({_premium(draft, cover)})"
    id = f"cover.{cover_id}"
    if part == "sailing":
        return ref(f"{id}.sailing")
    if cover.guarantee is None:
        return "0"
    passed = f"({draft.clock()} - {ref(f'{id}.since')})"
    return f"({ref(f'{id}.cost')} + {ref(f'{id}.rate')} * {passed})"


def _premium(draft: Draft, cover: Cover) -> str:
    """Return the text of what the market asks or would ask."""
    parts = [draft.numbers.scalar(cover.premium)]
    for risk in cover.risks.values():
        seen = draft.expressions.truth(risk.when)
        parts.append(f"select({seen}, {draft.numbers.scalar(risk.factor)}, 1)")
    return " * ".join(parts)


def _guaranteed(draft: Draft, cover: Cover) -> str:
    """Return the truth that the state stands in."""
    if cover.guarantee is None:
        return "false"
    return f"count({draft.mark(cover.guarantee.on)}) > 0"


def _paid(draft: Draft, cover: Cover) -> str:
    """Return the text of the premium that carriers pay."""
    premium = _premium(draft, cover)
    if cover.guarantee is None:
        return premium
    most = draft.numbers.scalar(cover.guarantee.pays_over)
    return f"select({_guaranteed(draft, cover)}, min({most}, {premium}), {premium})"


def _covered(draft: Draft, cover: Cover) -> str:
    """Return the text of the share of carriers that can have cover."""
    if cover.withdraws is None:
        return "1"
    withdrawn = ref(f"cover.{cover.id}.withdrawn")
    stands_in = "0"
    if cover.guarantee is not None:
        accepted = draft.numbers.scalar(cover.guarantee.accepted)
        stands_in = f"select({_guaranteed(draft, cover)}, {accepted}, 0)"
    return f"select({withdrawn}, {stands_in}, 1)"


def _insured(draft: Draft, cover: Cover) -> str:
    """Return the text of the share that goes under cover."""
    numbers = draft.numbers
    ratio = f"({_paid(draft, cover)}) / max(1e-12, {numbers.scalar(cover.bears)})"
    power = f"exp({numbers.scalar(cover.steepness)} * log(max(1e-12, {ratio})))"
    return f"{_covered(draft, cover)} / (1 + {power})"


def _sailing(draft: Draft, cover: Cover) -> str:
    """Return the text of the share that goes."""
    insured = _insured(draft, cover)
    if cover.withdraws is None:
        return insured
    alone = draft.numbers.scalar(cover.withdraws.uninsured)
    return f"{insured} + (1 - {_covered(draft, cover)}) * {alone}"


def add_cover(draft: Draft, cover_id: str, cover: Cover) -> None:
    """Write insurance into the net.

    Parameters
    ----------
    draft : Draft
        Receives values, marks, watchers and job types.
    cover_id : str
        Id of the block.
    cover : Cover
        What the author wrote.
    """
    id, numbers = f"cover.{cover_id}", draft.numbers
    withdraws = cover.withdraws
    if withdraws is not None:
        draft.state(f"{id}.withdrawn", truth=True, place=cover.place)
        notice = draft.mark(f"{id}.notice", place=withdraws.place)
        ended = draft.mark(f"{id}.withdrawn", place=withdraws.place)
        host = draft.host(f"{id}.withdraws", withdraws.path, place=withdraws.place)
        host.step(
            "notice",
            start=[f"mark({notice})"],
            work=numbers.work(withdraws.notice) if withdraws.notice is not None else None,
            finish=[f"mark({ended})", f"put({f'{id}.withdrawn'!r}, true)"],
        )
        host.close("notice")
        when = draft.expressions.truth(withdraws.when)
        draft.watch(f"{id}.withdraws", when, f"{id}.withdraws", place=withdraws.place)
    # Kept in a value, since paces read it with every wave of a flow.
    draft.state(f"{id}.sailing", 1.0, place=cover.place)
    sailing = _sailing(draft, cover)
    changes = [f"put({f'{id}.sailing'!r}, {sailing})"]
    differs = f"abs({sailing} - {ref(f'{id}.sailing')}) > {_SAME}"
    if cover.guarantee is not None:
        for name in ("cost", "rate", "since"):
            draft.state(f"{id}.{name}", place=cover.place)
        cost, rate, since = (ref(f"{id}.{name}") for name in ("cost", "rate", "since"))
        value, period = numbers.scalar(cover.value), numbers.scalar(cover.period)
        over = f"max(0, {_premium(draft, cover)} - {_paid(draft, cover)})"
        share = f"{_insured(draft, cover)} * {over} / {period}"
        changes += [
            f"put({f'{id}.cost'!r}, {cost} + {rate} * (now - {since}))",
            f"put({f'{id}.since'!r}, now)",
            f"put({f'{id}.rate'!r}, {value} * {share})",
        ]
        differs += f" or abs({value} * {share} - {rate}) > {_SAME_COST} * {value}"
    host = draft.host(f"{id}.changes", cover.path, place=cover.place, label=cover.name.en)
    host.step("change", start=changes)
    host.close("change")
    draft.watch(f"{id}.changes", differs, f"{id}.changes", place=cover.place)
