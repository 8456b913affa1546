"""What a net receives from another: carried values, by name, per row and replication (CARRY-1).

A build-up and a crisis are two nets. Only what both declare with `Net.carry` passes: the values at
the end of a run of the first are where the same row and replication of the second starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tateyoko.net.carry import carried_pairs
from tateyoko.net.compiled import Compiled

if TYPE_CHECKING:
    from tateyoko.engine.batch import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Values that runs of a net start from.

    Attributes
    ----------
    net : Compiled
        The net that receives them.
    cells : ndarray of int64, shape (K,)
        Its cells that do not start from their declared values.
    values : ndarray of float64, shape (D, R, K)
        Per row and replication; NaN where the run before could not be finished.
    first_replication : int
        Number of the first replication.
    """

    net: Compiled
    cells: NDArray[np.int64]
    values: NDArray[np.float64]
    first_replication: int

    def fits(self, net: Compiled, rows: int, replications: tuple[int, int]) -> None:
        """Refuse runs for which there are no values.

        Parameters
        ----------
        net : Compiled
            What is to be run.
        rows : int
            Number of parameter rows.
        replications : (int, int)
            First replication, and the one after the last.

        Raises
        ------
        ValueError
            If the values were made for another net, other rows or other replications.
        """
        first, last = self.first_replication, self.first_replication + self.values.shape[1]
        if net is not self.net:
            message = "the values were handed to another net"
        elif rows != len(self.values):
            message = f"values carried for {len(self.values)} rows, but {rows} rows to run"
        elif replications[0] < first or last < replications[1]:
            message = f"values carried for replications {first} to {last - 1} only"
        else:
            return
        raise ValueError(message)

    def of_run(self, row: int, replication: int) -> dict[int, float]:
        """Return the values of one run by cell, as the reference and `run_trace` take them."""
        values = self.values[row, replication - self.first_replication]
        return dict(zip(self.cells.tolist(), values.tolist(), strict=True))


def hand_over(batch: Batch, net: Compiled, rows: Sequence[int] | None = None) -> Carried:
    """Hand the carried values at the end of a batch to another net.

    What only one net has does not pass, and is what `tateyoko.net.carry_findings` lists. A run
    that could not be finished has nothing to hand over, so the one after it is faulted too.

    Parameters
    ----------
    batch : Batch
        Runs of the net before.
    net : Compiled
        The net that follows.
    rows : sequence of int, optional
        Row of the batch that each row of the following net continues. Default: one each.

    Returns
    -------
    carried : Carried
        For `run_batch` of the following net.

    Examples
    --------
    >>> from tateyoko.engine.batch import run_batch
    >>> from tateyoko.net import Net
    >>> before, after = Net(), Net()
    >>> before.carry("ships", 4.0)
    >>> before.job("loss", "a", {"a": {"start": ["ships = ships - 1"]}})
    >>> before.stream("losses", "loss", ("const", 10), count=3)
    >>> after.carry("ships", 9.0)
    >>> after.measure("ships", "ships")
    >>> crisis = after.compile()
    >>> carried = hand_over(run_batch(before.compile()), crisis)
    >>> run_batch(crisis, carried=carried).measures.tolist()
    [[[1.0]]]
    """
    pairs = carried_pairs(batch.net, net)
    column = {cell: index for index, cell in enumerate(batch.net.carry_cells)}
    columns = [column[cell] for gives, _ in pairs for cell in gives.cells]
    chosen = np.arange(len(batch.carried)) if rows is None else np.asarray(rows, np.int64)
    return Carried(
        net=net,
        cells=np.array([cell for _, reads in pairs for cell in reads.cells], np.int64),
        values=np.ascontiguousarray(batch.carried[chosen][:, :, columns]),
        first_replication=batch.first_replication,
    )


def nothing_carried(net: Compiled) -> Carried:
    """Return what a run receives that continues no other."""
    return Carried(
        net=net, cells=np.zeros(0, np.int64), values=np.zeros((1, 1, 0)), first_replication=0
    )
