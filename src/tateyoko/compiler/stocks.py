r"""Stocks that run down: inflow, use, panic, rationing, release.

Pattern. Between two changes of its rates a stock is a straight line, so it needs no ticks. One job
brings it up to date whenever inflow or use change,

.. math:: S \leftarrow S - (u - i)(t - t_0),

and waits exactly until the line meets the next threshold, nought, or the full store. Use is the
normal one times every factor in `uses` whose condition holds, times :math:`1 + p\,b` for panic
buying by the share :math:`b` of a public that believes a rumour, times what `savings` leave once
somebody has decided them. Inflow is its normal share of normal use times the least of the `cuts`
that hold, plus what releases add: the share of the reserve that a post has decided, spread evenly
over its time from the first delivery on. What overflows a full store is lost.

`days` is the stock in days of normal use (read at the clock: in measures, series and `sets`, not in
conditions, which have the marks); `unmet` is the share of use that goes without, nought until the
stock is empty.

Both sides: a release spends a reserve that is missing later, and what comes while the store is full
is lost; rationing spares the stock and is itself unmet wish, which `unmet` does not count.

Marks: ``stock.ID.LEVEL`` for every threshold when the stock first falls to it, and
``stock.ID.empty``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.audiences import audience_value
from tateyoko.compiler.draft import Draft, ref

if TYPE_CHECKING:
    from tateyoko.world.stocks import Stock

__all__ = ["add_stock", "stock_value"]

#: Rates that differ by less than this part of normal use are the same.
_SAME = 1e-9
#: Levels nearer than this part of a day's normal use are the same.
_NEAR = 1e-6
_DAY_MS = 86_400_000


def stock_value(draft: Draft, stock_id: str, part: str) -> str:
    """Return the text that reads `days` (with the clock) or `unmet`."""
    id = f"stock.{stock_id}"
    if part == "unmet":
        return ref(f"{id}.unmet")
    use = _normal_use(draft, draft.world.stocks[stock_id])
    passed = f"({draft.clock()} - {ref(f'{id}.since')})"
    return f"(({ref(f'{id}.level')} - {ref(f'{id}.falls')} * {passed}) / {use})"


def _normal_use(draft: Draft, stock: Stock) -> str:
    """Return normal use per millisecond; a stock in days uses a millisecond in each."""
    return draft.numbers.scalar(stock.use) if stock.use is not None else "1"


def add_stock(draft: Draft, stock_id: str, stock: Stock) -> None:
    """Write a stock into the net.

    Parameters
    ----------
    draft : Draft
        Receives values, marks, watchers and job types.
    stock_id : str
        Id of the block.
    stock : Stock
        What the author wrote.
    """
    _Writer(draft, f"stock.{stock_id}", stock).write()


class _Writer:
    """One stock on its way into the net."""

    def __init__(self, draft: Draft, id: str, stock: Stock) -> None:
        self.draft, self.id, self.stock = draft, id, stock
        self.normal = _normal_use(draft, stock)

    def value(self, name: str) -> str:
        return ref(f"{self.id}.{name}")

    def put(self, name: str, text: str) -> str:
        return f"put({f'{self.id}.{name}'!r}, {text})"

    def write(self) -> None:
        draft, stock = self.draft, self.stock
        size = draft.numbers.scalar(stock.days if stock.days is not None else stock.holds)
        draft.net.derived(f"{self.id}.full", size)
        draft.state(f"{self.id}.level", self.value("full"), place=stock.place)
        for name in ("gap", "falls", "since", "unmet", "turn"):
            draft.state(f"{self.id}.{name}", place=stock.place)
        for release in stock.releases.values():
            draft.state(f"{self.id}.{release.id}.flows", truth=True, place=release.place)
        self._releases()
        self._follow()

    def _use(self) -> str:
        """Return the text of use per millisecond."""
        draft, stock, parts = self.draft, self.stock, [self.normal]
        for change in stock.uses.values():
            holds = draft.expressions.truth(change.when)
            parts.append(f"select({holds}, {draft.numbers.scalar(change.to)}, 1)")
        if stock.panic is not None:
            adds = draft.numbers.scalar(stock.panic.adds)
            parts.append(
                f"(1 + {adds} * {audience_value(draft, stock.panic.audience, 'believing')})"
            )
        for saving in stock.savings.values():
            decided = f"count({draft.mark(saving.on)}) > 0"
            parts.append(f"select({decided}, 1 - {draft.numbers.scalar(saving.share)}, 1)")
        return " * ".join(parts)

    def _inflow(self) -> str:
        """Return the text of inflow per millisecond."""
        draft, stock = self.draft, self.stock
        comes = f"{self.normal} * {draft.numbers.scalar(stock.inflow, 1.0)}"
        if stock.cuts:
            factors = [
                f"select({draft.expressions.truth(cut.when)}, {draft.numbers.scalar(cut.to)}, 1)"
                for cut in stock.cuts.values()
            ]
            comes += f" * min(1, {', '.join(factors)})"
        parts = [comes]
        for release in stock.releases.values():
            amount = (
                f"{draft.numbers.scalar(release.share)} * {draft.numbers.scalar(stock.reserve)}"
                f" * {self.normal} / max(1, {draft.numbers.scalar(release.over)})"
            )
            parts.append(f"select({self.value(f'{release.id}.flows')}, {amount}, 0)")
        return " + ".join(parts)

    def _releases(self) -> None:
        """Let each decided release begin after its lag and end when it is given out."""
        draft = self.draft
        for release in self.stock.releases.values():
            id = f"{self.id}.{release.id}"
            flows = f"{release.id}.flows"
            host = draft.host(id, release.path, place=release.place, label=release.id)
            lag = draft.numbers.work(release.lag) if release.lag is not None else None
            host.step("lag", work=lag, route=["flow"])
            host.step(
                "flow",
                start=[self.put(flows, "true")],
                work=draft.numbers.work(release.over),
                finish=[self.put(flows, "false")],
            )
            host.close("lag")
            decided = f"count({draft.mark(release.on)}) > 0"
            draft.watch(id, decided, id, place=release.place)

    def _follow(self) -> None:
        """Write the job that brings the stock up to date and waits for its next threshold."""
        draft, stock, numbers = self.draft, self.stock, self.draft.numbers
        level, falls, since = self.value("level"), self.value("falls"), self.value("since")
        full, turn = self.value("full"), self.value("turn")
        near = f"({_NEAR} * {_DAY_MS} * {self.normal})"
        use, inflow = self._use(), self._inflow()
        gap = self.value("gap")
        # Nothing falls below nought or rises above the full store.
        held = f"({level} <= {near} and {gap} > 0) or ({level} >= {full} - {near} and {gap} < 0)"
        levels = {
            key: f"{numbers.scalar(t)} * {self.normal}" for key, t in stock.thresholds.items()
        }
        below = [f"select({text} < {level} - {near}, {text}, 0)" for text in levels.values()]
        above = [f"select({text} > {level} + {near}, {text}, {full})" for text in levels.values()]
        target = (
            f"select({falls} > 0, max(0, {', '.join(['0', *below])}),"
            f" min({', '.join([full, full, *above])}))"
        )
        host = draft.host(self.id, stock.path, place=stock.place, label=stock.name.en)
        for name in ("turn", "use", "target", "left"):
            host.attribute(name)
        host.step(
            "change",
            start=[
                self.put("level", f"max(0, min({full}, {level} - {falls} * (now - {since})))"),
                self.put("since", "now"),
                self.put("turn", f"{turn} + 1"),
            ],
            route=["plan"],
        )
        host.step(
            "plan",
            start=[
                f"job.turn = {turn}",
                f"job.use = {use}",
                self.put("gap", f"job.use - ({inflow})"),
                self.put("falls", f"select({held}, 0, {gap})"),
                self.put("unmet", f"select({level} <= {near}, max(0, {gap}) / job.use, 0)"),
                f"job.target = {target}",
                f"job.left = select({falls} == 0, -1,"
                f" ({level} - job.target) / select({falls} == 0, 1, {falls}))",
            ],
            route=[
                ("wait", "if", f"job.left > 0 and job.left < {draft.scenario.horizon_ms}"),
                "end",
            ],
        )
        host.step(
            "wait",
            work=("const", "1"),
            factor="job.left",
            route=[("reach", "if", f"job.turn == {turn}"), "end"],
        )
        first: list[str] = []
        ways: list[tuple[str, str, str]] = []
        marks = [*((key, text) for key, text in levels.items()), ("empty", "0")]
        for key, text in marks:
            mark = draft.mark(f"{self.id}.{key}", place=stock.place)
            there = f"abs({level} - {text}) <= {near} and {falls} > 0 and count({mark}) == 0"
            host.step(key, start=[f"mark({mark})"], route=["plan"], label=key)
            ways.append((key, "if", there))
            first.append(key)
        host.step(
            "reach",
            start=[self.put("level", "job.target"), self.put("since", "now")],
            route=[*ways, "plan"],
        )
        host.close("change")
        draft.watch(
            self.id,
            f"abs({use} - ({inflow}) - {gap}) > {_SAME} * {self.normal}",
            self.id,
            place=stock.place,
        )
