"""Running instances of patterns, and reading when each kind of step came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tateyoko.compiler import Model, compile_model
from tateyoko.errors import UsageError, did_you_mean
from tateyoko.text import Text
from tateyoko.validate.draws import Deviates, sampled_rows
from tateyoko.validate.instance import Instance, with_begins
from tateyoko.world.model import World

__all__ = ["Simulator", "Timed"]

#: Runs go on after the horizon for as long again, so that what was under way can be told from what
#: never belonged to the run.
_BEYOND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """When each kind of step came in many runs.

    Attributes
    ----------
    times : dict of str to ndarray of float64, shape (D,)
        Column of a kind -> first time [ms]; negative where it never came, NaN in a faulted run.
    horizon_ms : int
        Length of a run; later times count as under way.
    faults : tuple of str
        What went wrong, one sentence for each faulted run.
    """

    times: dict[str, NDArray[np.float64]]
    horizon_ms: int
    faults: tuple[str, ...]


@dataclass(slots=True)
class Simulator:
    """Compiles patterns once for each posture and start, and runs them.

    Attributes
    ----------
    world : World
    threads : int
        The results do not depend on it.
    """

    world: World
    threads: int = 1
    _models: dict[tuple[str, str, str], Model] = field(default_factory=dict)

    def model(self, instance: Instance) -> Model:
        """Return the model of an instance."""
        key = (instance.pattern, instance.posture, instance.begins)
        if key not in self._models:
            world = with_begins(self.world, instance.pattern, instance.begins)
            self._models[key] = compile_model(
                world, instance.pattern, postures=[instance.posture], reforms={}
            )
        return self._models[key]

    def run(
        self,
        instance: Instance,
        common: Deviates,
        seed: int,
        *,
        first: int = 0,
        changes: Mapping[str, float] | None = None,
    ) -> Timed:
        """Run one replication for each parameter set.

        Parameters
        ----------
        instance : Instance
        common : mapping
            Common parts of the parameter sets, each of shape (D,).
        seed : int
            Names all that is drawn, with the instance's key.
        first : int
            Number of the first replication.
        changes : mapping, optional
            Columns of the net that have one value in all runs, whatever was drawn: a switch of the
            pattern (``values.ID``) or a truth (``truth.ID``).

        Raises
        ------
        UsageError
            If the pattern has no such column.
        """
        from tateyoko.engine.batch import run_batch

        model = self.model(instance)
        rows = sampled_rows(model, instance, common, seed)
        for id, value in (changes or {}).items():
            rows[:, _column(model, id)] = value
        batch = run_batch(
            model.net,
            rows,
            (first, first + 1),
            _dice_seed(seed, instance.key),
            until=_BEYOND * model.horizon_ms,
            script=model.script,
            own=list(range(len(rows))),
            threads=self.threads,
        )
        good = batch.fault[:, 0] == 0
        times = {
            id: np.where(good, batch.measure(id)[:, 0], np.nan)
            for id in model.net.measure_ids
            if id.startswith("kind.")
        }
        return Timed(
            times=times,
            horizon_ms=model.horizon_ms,
            faults=tuple(report.words for report in batch.faults()),
        )


def _column(model: Model, id: str) -> int:
    ids = model.net.param_ids
    if id not in ids:
        advice = did_you_mean(id, ids)
        raise UsageError(
            Text(
                ja=f"想定 {model.scenario_id} に {id} はありません。{advice.ja if advice else ''}",
                en=f"scenario {model.scenario_id} has no '{id}'. {advice.en if advice else ''}",
            )
        )
    return list(ids).index(id)


def _dice_seed(seed: int, key: str) -> int:
    digest = blake2b(f"{seed}|{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")
