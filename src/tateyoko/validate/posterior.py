"""What a calibration learnt about the common parts of the parameter sets, and how it is used.

The prior of every common part is standard normal. The loss of a case as a function of the common
parts is stored as a separable quadratic, fitted over a common pool of prior draws
(`tateyoko.validate.calibrate`). The posterior is the generalised Bayesian update

    density ∝ prior · exp(-LEARNING_RATE · sum of the losses of the cases),

which for such losses is normal in each part, so leaving a case out is leaving out its loss. No part
becomes narrower than `LEAST_DEVIATION` of its prior or moves by more than `LARGEST_SHIFT`
deviations: the losses are known with noise, and a range that an author justified is never left.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tateyoko.errors import StoreError
from tateyoko.text import Text
from tateyoko.validate.draws import COMMON, Deviates, common_deviates
from tateyoko.validate.predict import Draw
from tateyoko.world.case import Case

__all__ = [
    "LARGEST_SHIFT",
    "LEARNING_RATE",
    "LEAST_DEVIATION",
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
LEAST_DEVIATION = 0.5
LARGEST_SHIFT = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """The loss of one case over the common parts.

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


@dataclass(frozen=True, slots=True)
class Posterior:
    """Mean and standard deviation of each common part, in the order of `COMMON`."""

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The losses of all calibration cases, and where they are from.

    Attributes
    ----------
    losses : tuple of Loss
    provenance : mapping
        Command, seed, sizes of the pool, hash of the case files.
    """

    losses: tuple[Loss, ...]
    provenance: Mapping[str, Any]

    def posterior(self, without: str = "") -> Posterior:
        """Return the posterior, leaving out the cases with one fingerprint."""
        kept = [loss for loss in self.losses if loss.fingerprint != without]
        linear = np.sum([loss.linear for loss in kept], axis=0) if kept else np.zeros(len(COMMON))
        curve = np.sum([loss.quadratic for loss in kept], axis=0) if kept else 0.0 * linear
        precision = 1.0 + 2.0 * LEARNING_RATE * curve
        precision = np.clip(precision, 1.0, LEAST_DEVIATION**-2)
        mean = np.clip(-LEARNING_RATE * linear / precision, -LARGEST_SHIFT, LARGEST_SHIFT)
        return Posterior(mean, precision**-0.5)

    def knows(self, case: Case) -> bool:
        """Return whether a calibration case has the content of this one."""
        mine = fingerprint(case)
        return any(loss.fingerprint == mine for loss in self.losses)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, with the prior and the posterior written out."""
        posterior = self.posterior()
        return {
            "provenance": dict(self.provenance),
            "prior": {name: {"mean": 0.0, "deviation": 1.0} for name in COMMON},
            "posterior": {
                name: {"mean": round(float(mean), 4), "deviation": round(float(deviation), 4)}
                for name, mean, deviation in zip(
                    COMMON, posterior.mean, posterior.deviation, strict=True
                )
            },
            "losses": [
                {
                    "case": loss.case,
                    "fingerprint": loss.fingerprint,
                    "model": loss.model,
                    "records": loss.records,
                    "explained": round(loss.explained, 3),
                    "linear": _plain(loss.linear),
                    "quadratic": _plain(loss.quadratic),
                }
                for loss in self.losses
            ],
        }


def _plain(values: NDArray[np.float64]) -> dict[str, float]:
    """Return the coefficients that are not nought, by name."""
    rounded = (round(float(value), 5) for value in values)
    return {name: value for name, value in zip(COMMON, rounded, strict=True) if value}


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
    """Return how parameter sets are drawn from a posterior."""

    def draw(count: int, block: int) -> Deviates:
        prior = common_deviates(count, seed + 1_000_003 * block)
        return {
            name: mean + deviation * prior[name]
            for name, mean, deviation in zip(
                COMMON, posterior.mean, posterior.deviation, strict=True
            )
        }

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
        losses = tuple(
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
        )
        return Calibration(losses=losses, provenance=data["provenance"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            Text(
                ja=f"{path} は較正のファイルとして読めません（{error}）。作り直してください。",
                en=f"{path} cannot be read as a calibration ({error}); make it anew.",
            )
        ) from None


def _filled(values: Mapping[str, float]) -> NDArray[np.float64]:
    unknown = set(values) - set(COMMON)
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    return np.array([float(values.get(name, 0.0)) for name in COMMON])
