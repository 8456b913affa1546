"""Keyed dice and portable arithmetic.

A draw is a pure function of (seed, replication, job name, luck key, visit, channel): Philox
4x32-10 [1]_ with the key from (seed, replication) and the rest as its counter. Logarithm and
exponential are made of ``+ - * /`` and exact scaling by powers of two (the fdlibm algorithms
[2]_), so that every engine and every machine gets the same bits. The kernel has twins of these
functions; tests compare them bit for bit.

References
----------
.. [1] Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
.. [2] FDLIBM 5.3, ``e_log.c`` and ``e_exp.c``: the polynomials and their error bounds (1 ulp).
.. [3] P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution
   function", relative error below 1.15e-9.
"""

from __future__ import annotations

import math

from tateyoko.net.distributions import (
    BERNOULLI,
    BINOMIAL,
    EXP,
    LOGNORMAL,
    TRIANGULAR,
    UNIFORM,
    WEIBULL,
)
from tateyoko.net.naming import MASK_32, MASK_64

GOLDEN = 0x9E3779B97F4A7C15

#: Channels of a visit's dice: duration and route, pick, roll; further picks use 4 and up.
CHANNEL_WORK, CHANNEL_PICK, CHANNEL_ROLL = 0, 1, 2

#: Above this mean a binomial number comes from the normal quantile.
BINOMIAL_LIMIT = 40.0


def mix(z: int) -> int:
    """Return the 64-bit finaliser of splitmix64."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK_64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK_64
    return z ^ (z >> 31)


def name_of(parent: int, tag: int, key: int) -> int:
    """Return the 64-bit name of a job: a hash of (parent's name, tag, key)."""
    first = mix(((parent & MASK_64) + GOLDEN) & MASK_64) ^ (tag & MASK_64)
    return mix((mix((first + GOLDEN) & MASK_64) ^ (key & MASK_64)) & MASK_64)


def root_key(seed: int, replication: int) -> int:
    """Return the key of all dice of one replication."""
    return mix((mix(((seed & MASK_64) + GOLDEN) & MASK_64) + replication) & MASK_64)


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox 4x32-10."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        a = 0xD2511F53 * c0
        b = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b & MASK_32, (a >> 32) ^ c3 ^ k1, a & MASK_32
        k0 = (k0 + 0x9E3779B9) & MASK_32
        k1 = (k1 + 0xBB67AE85) & MASK_32
    return c0, c1, c2, c3


def unit(word: int) -> float:
    """Return the number in (0, 1) of 64 random bits; the upper 52 count, so it is never 1."""
    return (float(word >> 12) + 0.5) * 2.220446049250313e-16


def block(key: int, name: int, luck: int, word: int) -> tuple[float, float]:
    """Return two uniforms in (0, 1).

    Parameters
    ----------
    key : int
        From `root_key`.
    name : int
        The job's name, signed or not.
    luck : int
        32-bit luck key of the step.
    word : int
        ``visit << 16 | channel``.
    """
    name &= MASK_64
    key &= MASK_64
    c0, c1, c2, c3 = philox(
        (name & MASK_32, name >> 32, luck, word & MASK_32), (key & MASK_32, key >> 32)
    )
    return unit((c1 << 32) | c0), unit((c3 << 32) | c2)


def log(x: float) -> float:
    """Return the natural logarithm of a positive, finite number, within 1 ulp."""
    m, e = math.frexp(x)
    if m < 0.7071067811865476:
        m = m * 2.0
        e = e - 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (
        3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01)
    )
    odd = z * (
        6.666666666666735130e-01
        + w
        * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860510658591e-01))
    )
    r = even + odd
    h = 0.5 * f * f
    k = float(e)
    low = s * (h + r) + k * 1.90821492927058770002e-10
    return k * 6.93147180369123816490e-01 - ((h - low) - f)


def exp(x: float) -> float:
    """Return e to the x, within 1 ulp; 0 below -740 and infinity above 709."""
    if x != x:
        return x
    if x > 709.0:
        return math.inf
    if x < -740.0:
        return 0.0
    k = int(1.44269504088896338700 * x + (0.5 if x > 0.0 else -0.5))
    kf = float(k)
    hi = x - kf * 6.93147180369123816490e-01
    lo = kf * 1.90821492927058770002e-10
    r = hi - lo
    t = r * r
    c = r - t * (
        1.66666666666666019037e-01
        + t
        * (
            -2.77777777770155933842e-03
            + t
            * (
                6.61375632143793436117e-05
                + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
            )
        )
    )
    return math.ldexp(1.0 - ((lo - (r * c) / (2.0 - c)) - hi), k)


def normal_quantile(u: float) -> float:
    """Return the standard normal quantile [3]_."""
    if u < 0.02425 or u > 0.97575:
        q = math.sqrt(-2.0 * log(u if u < 0.5 else 1.0 - u))
        upper = (
            (
                ((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e00)
                * q
                - 2.549732539343734e00
            )
            * q
            + 4.374664141464968e00
        ) * q + 2.938163982698783e00
        lower = (
            ((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q
            + 3.754408661907416e00
        ) * q + 1.0
        z = upper / lower
        return -z if u > 0.5 else z
    q = u - 0.5
    r = q * q
    upper = (
        (
            (
                ((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
                + 1.383577518672690e02
            )
            * r
            - 3.066479806614716e01
        )
        * r
        + 2.506628277459239e00
    ) * q
    lower = (
        (
            ((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
            + 6.680131188771972e01
        )
        * r
        - 1.328068155288572e01
    ) * r + 1.0
    return upper / lower


def binomial(n: float, p: float, u: float) -> float:
    """Return a binomial number of `n` trials with probability `p`, monotone in `u`.

    Sequential inversion while the mean of the rarer outcome is at most `BINOMIAL_LIMIT`, else
    the normal quantile, rounded and held in [0, n]. NaN outside 0 <= p <= 1 and 0 <= n <= 2^31.
    """
    if not (0.0 <= p <= 1.0 and 0.0 <= n <= 2147483648.0):
        return math.nan
    n = whole(n)
    mirrored = p > 0.5
    if mirrored:
        p = 1.0 - p
        u = 1.0 - u
    mean = n * p
    if mean <= 0.0:
        k = 0.0
    elif mean > BINOMIAL_LIMIT:
        k = whole(mean + math.sqrt(mean * (1.0 - p)) * normal_quantile(u) + 0.5)
        k = min(max(k, 0.0), n)
    else:
        odds = p / (1.0 - p)
        term = exp(n * log(1.0 - p))
        total = term
        k = 0.0
        while u > total and k < n and k < 400.0:
            term = term * odds * ((n - k) / (k + 1.0))
            k = k + 1.0
            total = total + term
    return n - k if mirrored else k


def sample(kind: int, a: float, b: float, c: float, u: float) -> float:
    """Turn one uniform into one number by monotone inversion.

    Parameters
    ----------
    kind : int
        One of `tateyoko.net.distributions`.
    a, b, c : float
        Its parameters in written order.
    u : float
        In (0, 1).
    """
    if kind == EXP:
        return -a * log(u)
    if kind == LOGNORMAL:
        return exp(a + b * normal_quantile(u))
    if kind == TRIANGULAR:
        w = c - a
        if w <= 0.0:
            return a
        if u * w < b - a:
            return a + math.sqrt(u * w * (b - a))
        return c - math.sqrt((1.0 - u) * w * (c - b))
    if kind == UNIFORM:
        return a + (b - a) * u
    if kind == WEIBULL:
        if b == 0.0:
            return math.nan
        return a * exp(log(-log(u)) / b)
    if kind == BERNOULLI:
        return 1.0 if u < a else 0.0
    if kind == BINOMIAL:
        return binomial(a, b, u)
    return a


def whole(x: float) -> float:
    """Return the floor as a float; large numbers are whole already."""
    return float(math.floor(x)) if -4503599627370496.0 < x < 4503599627370496.0 else x
