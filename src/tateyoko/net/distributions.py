"""Kinds of distribution: each turns one uniform into one number by monotone inversion."""

from __future__ import annotations

CONST, EXP, UNIFORM, TRIANGULAR, LOGNORMAL, WEIBULL, BERNOULLI, BINOMIAL = range(8)

#: Written name -> kind.
KINDS = {
    "const": CONST,
    "exp": EXP,
    "uniform": UNIFORM,
    "tri": TRIANGULAR,
    "logn": LOGNORMAL,
    "weibull": WEIBULL,
    "bernoulli": BERNOULLI,
    "binomial": BINOMIAL,
}

#: Parameters in written order: const(value), exp(mean), uniform(low, high),
#: tri(low, mode, high), logn(mean of log, sd of log), weibull(scale, shape),
#: bernoulli(probability), binomial(trials, probability).
PARAMS = {
    CONST: 1,
    EXP: 1,
    UNIFORM: 2,
    TRIANGULAR: 3,
    LOGNORMAL: 2,
    WEIBULL: 2,
    BERNOULLI: 1,
    BINOMIAL: 2,
}

#: Kinds that are made of the uniform; ``const`` takes none.
NAMES = {kind: name for name, kind in KINDS.items()}
