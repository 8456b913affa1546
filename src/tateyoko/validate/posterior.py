"""What a calibration learnt about the common parts of the parameter sets, and how it is used.

The prior of every common part is standard normal. The posterior is the generalised Bayesian update

    density ∝ prior · exp(-LEARNING_RATE · sum of the losses of the cases)

and is kept as particles: parameter sets that approximate Bayesian computation has accepted, one
weight each (`tateyoko.validate.abc_sampler` makes them). Leaving a case out gives the same
particles other weights, or particles of its own where too few would count. Reading them needs
nothing but NumPy. The losses stand beside them, so that anybody can check the particles.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tateyoko.errors import StoreError
from tateyoko.study.design import keyed_words
from tateyoko.text import Text
from tateyoko.validate.draws import COMMON, Deviates, common_deviates
from tateyoko.validate.predict import Draw
from tateyoko.world.case import Case

__all__ = [
    "LEARNING_RATE",
    "Calibration",
    "Loss",
    "Posterior",
    "fingerprint",
    "posterior_draw",
    "read_calibration",
]

LEARNING_RATE = 1.0
"""Weight of a unit of loss against the prior.

At a normal prediction with deviation s, the CRPS curves by 0.8 / s in its mean and the logarithmic
score by 1 / s²; the same weight as a likelihood is thus 1.25 / s, and s is 1.2 for these cases.
"""

_WORD = 2.0**-64
#: Decimals with which deviates and weights are stored; noise of sampling is far larger.
_DEVIATE_DECIMALS, _WEIGHT_DECIMALS = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """The loss of one case over the common parts: a separable quadratic.

    Attributes
    ----------
    case : str
        Its id, for people; nothing is looked up by it.
    fingerprint : str
        Hash of its content.
    model : str
        Hash of the net and the ranges with which it was simulated.
    linear, quadratic : ndarray of float64, shape (len(COMMON),)
        Coefficients of each common part and of its square.
    explained : float
        Share of the variance of the loss over the pool that the quadratic explains.
    records : int
        Intervals it is made of.
    """

    case: str
    fingerprint: str
    model: str
    linear: NDArray[np.float64]
    quadratic: NDArray[np.float64]
    explained: float
    records: int

    def at(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the loss of parameter sets, but for a constant.

        Parameters
        ----------
        values : ndarray of float64, shape (N, len(COMMON))
        """
        return np.asarray(values @ self.linear + values**2 @ self.quadratic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """Weighted particles of the common parts; without any it is the prior.

    Attributes
    ----------
    values : ndarray of float64, shape (N, len(COMMON))
        Parameter sets, in the order of `COMMON`.
    weights : ndarray of float64, shape (N,)
        They sum to one.
    pareto_k : float
        Shape of the tail of the weights that left a case out; below 0.7 they can be relied on.
    """

    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, len(COMMON))))
    weights: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    pareto_k: float = 0.0

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean of each common part, shape (len(COMMON),)."""
        if not len(self.weights):
            return np.zeros(len(COMMON))
        return np.asarray(self.weights @ self.values)

    @property
    def deviation(self) -> NDArray[np.float64]:
        """Standard deviation of each common part, shape (len(COMMON),)."""
        if not len(self.weights):
            return np.ones(len(COMMON))
        return np.asarray(np.sqrt(self.weights @ (self.values - self.mean) ** 2))

    @property
    def effective(self) -> float:
        """How many particles of equal weight would be as good."""
        return 1.0 / float((self.weights**2).sum()) if len(self.weights) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The posterior of all calibration cases, and without each of them.

    Attributes
    ----------
    losses : tuple of Loss
    whole : Posterior
    left_out : mapping of str to Posterior
        Fingerprint of a case -> what the others say.
    provenance : mapping
        Command, seed, sizes of the pool, hash of the case files.
    """

    losses: tuple[Loss, ...]
    whole: Posterior
    left_out: Mapping[str, Posterior]
    provenance: Mapping[str, Any]

    def posterior(self, without: str = "") -> Posterior:
        """Return the posterior, leaving out the cases with one fingerprint."""
        return self.left_out.get(without, self.whole)

    def knows(self, case: Case) -> bool:
        """Return whether a calibration case has the content of this one."""
        mine = fingerprint(case)
        return any(loss.fingerprint == mine for loss in self.losses)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, with the prior and the posterior written out."""
        mean, deviation = self.whole.mean.tolist(), self.whole.deviation.tolist()
        return {
            "provenance": dict(self.provenance),
            "prior": {name: {"mean": 0.0, "deviation": 1.0} for name in COMMON},
            "posterior": {
                name: {"mean": round(mean[index], 3), "deviation": round(deviation[index], 3)}
                for index, name in enumerate(COMMON)
            },
            "losses": [_loss_json(loss) for loss in self.losses],
            "whole": _posterior_json(self.whole, None),
            "left_out": {
                name: _posterior_json(posterior, self.whole)
                for name, posterior in self.left_out.items()
            },
        }


def _loss_json(loss: Loss) -> dict[str, Any]:
    return {
        "case": loss.case,
        "fingerprint": loss.fingerprint,
        "model": loss.model,
        "records": loss.records,
        "explained": round(loss.explained, 3),
        "linear": _plain(loss.linear),
        "quadratic": _plain(loss.quadratic),
    }


def _plain(values: NDArray[np.float64]) -> dict[str, float]:
    """Return the coefficients that are not nought, by name."""
    rounded = (round(float(value), 5) for value in values)
    return {name: value for name, value in zip(COMMON, rounded, strict=True) if value}


def _posterior_json(posterior: Posterior, shared: Posterior | None) -> dict[str, Any]:
    """Return particles as plain data; without their values where they are the shared ones."""
    count = len(posterior.weights)
    scaled = np.round(posterior.weights * count, _WEIGHT_DECIMALS)
    found: dict[str, Any] = {
        "pareto_k": round(posterior.pareto_k, 3),
        "effective": round(posterior.effective, 1),
        "weights": scaled.tolist(),
    }
    if shared is None or posterior.values is not shared.values:
        columns = np.round(posterior.values.T, _DEVIATE_DECIMALS).tolist()
        found["values"] = dict(zip(COMMON, columns, strict=True))
    return found


def fingerprint(case: Case) -> str:
    """Return the hash of what a case says, whatever it is called.

    Type, onset and standard intervals count; id, title, date, words and steps do not.
    """
    onset = case.context
    known = [
        onset.anticipated,
        onset.signal,
        onset.standing_authority,
        onset.local_hour,
        onset.off_hours,
        onset.hops,
        onset.lead,
        onset.era,
    ]
    records = sorted((one.pair, one.minutes, one.days) for one in case.standard_intervals)
    text = json.dumps([case.type, known, records], default=str)
    return sha256(text.encode()).hexdigest()[:24]


def posterior_draw(posterior: Posterior, seed: int) -> Draw:
    """Return how parameter sets are drawn from a posterior.

    Particles are taken systematically, each as often as its weight asks for but for one, in an
    order that the seed shuffles.
    """

    def draw(count: int, block: int) -> Deviates:
        root = seed + 1_000_003 * block
        if not len(posterior.weights):
            return common_deviates(count, root)
        words = keyed_words(count + 1, "particles", root)
        points = (np.arange(count) + float(words[-1]) * _WORD) / count
        ends = np.cumsum(posterior.weights)
        chosen = np.searchsorted(ends / ends[-1], points, side="right")
        shuffled = chosen[np.argsort(words[:-1], kind="stable")]
        rows = posterior.values[np.minimum(shuffled, len(ends) - 1)]
        return {name: rows[:, index] for index, name in enumerate(COMMON)}

    return draw


def read_calibration(path: Path) -> Calibration | None:
    """Read a calibration; None if there is no such file.

    Raises
    ------
    StoreError
        If the file is damaged.
    """
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        whole = _read_posterior(data["whole"], None)
        return Calibration(
            losses=tuple(
                Loss(
                    case=one["case"],
                    fingerprint=one["fingerprint"],
                    model=one["model"],
                    linear=_filled(one["linear"]),
                    quadratic=_filled(one["quadratic"]),
                    explained=one["explained"],
                    records=one["records"],
                )
                for one in data["losses"]
            ),
            whole=whole,
            left_out={name: _read_posterior(one, whole) for name, one in data["left_out"].items()},
            provenance=data["provenance"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            Text(
                ja=f"{path} は較正のファイルとして読めません（{error}）。作り直してください。",
                en=f"{path} cannot be read as a calibration ({error}); make it anew.",
            )
        ) from None


def _read_posterior(data: Mapping[str, Any], shared: Posterior | None) -> Posterior:
    weights = np.array(data["weights"], dtype=np.float64)
    if "values" in data or shared is None:
        values = np.array([data["values"][name] for name in COMMON], dtype=np.float64).T
    else:
        values = shared.values
    if len(values) != len(weights):
        message = f"{len(weights)} weights for {len(values)} particles"
        raise ValueError(message)
    total = float(weights.sum())
    return Posterior(
        values=values,
        weights=weights / total if total else weights,
        pareto_k=float(data["pareto_k"]),
    )


def _filled(values: Mapping[str, float]) -> NDArray[np.float64]:
    unknown = set(values) - set(COMMON)
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    return np.array([float(values.get(name, 0.0)) for name in COMMON])
