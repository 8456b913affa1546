"""The kernel's twins of `tateyoko.engine.dice`; the tests compare them bit for bit."""

from __future__ import annotations

import math

from tateyoko.engine.kernel_machine import (
    bits_of,
    float64,
    float_of,
    hot,
    inner,
    int64,
    leaf,
    uint64,
)


@hot
def mix(z: int) -> int:
    """Splitmix64's finaliser."""
    z = (z ^ (z >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
    return z ^ (z >> uint64(31))


@leaf
def name_of(parent: int, tag: int, key: int) -> int:
    """Name of a job."""
    golden = uint64(0x9E3779B97F4A7C15)
    first = mix(uint64(parent) + golden) ^ uint64(tag)
    return int64(mix(mix(first + golden) ^ uint64(key)))


@leaf
def root_key(seed: int, replication: int) -> int:
    """Key of all dice of a replication."""
    return int64(mix(mix(uint64(seed) + uint64(0x9E3779B97F4A7C15)) + uint64(replication)))


@hot
def unit(word: int) -> float:
    """Make a number in (0, 1) of 64 random bits."""
    return (float64(word >> uint64(12)) + 0.5) * 2.220446049250313e-16


@leaf
def block(key: int, name: int, luck: int, word: int) -> tuple[float, float]:
    """Two uniforms by Philox 4x32-10."""
    mask = uint64(0xFFFFFFFF)
    half = uint64(32)
    c0 = uint64(name) & mask
    c1 = uint64(name) >> half
    c2 = uint64(luck)
    c3 = uint64(word) & mask
    k0 = uint64(key) & mask
    k1 = uint64(key) >> half
    for _ in range(10):
        a = uint64(0xD2511F53) * c0
        b = uint64(0xCD9E8D57) * c2
        c0 = (b >> half) ^ c1 ^ k0
        c1 = b & mask
        c2 = (a >> half) ^ c3 ^ k1
        c3 = a & mask
        k0 = (k0 + uint64(0x9E3779B9)) & mask
        k1 = (k1 + uint64(0xBB67AE85)) & mask
    return unit((c1 << half) | c0), unit((c3 << half) | c2)


@leaf
def log(x: float) -> float:
    """Natural logarithm of a positive number; the bits of x take the place of frexp."""
    bits = bits_of(x)
    e = bits >> 52
    if e == 0:
        bits = bits_of(x * 18014398509481984.0)
        e = (bits >> 52) - 54
    e = e - 1022
    m = float_of((bits & 4503599627370495) | 4602678819172646912)
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
    k = float64(e)
    low = s * (h + r) + k * 1.90821492927058770002e-10
    return k * 6.93147180369123816490e-01 - ((h - low) - f)


@leaf
def exp(x: float) -> float:
    """E to the x; a power of two made of bits takes the place of ldexp."""
    if x != x:
        return x
    if x > 709.0:
        return math.inf
    if x < -740.0:
        return 0.0
    k = int64(1.44269504088896338700 * x + (0.5 if x > 0.0 else -0.5))
    kf = float64(k)
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
    y = 1.0 - ((lo - (r * c) / (2.0 - c)) - hi)
    if k >= -1022:
        return y * float_of((k + 1023) << 52)
    return y * float_of((k + 1077) << 52) * 5.5511151231257827e-17


@leaf
def normal_quantile(u: float) -> float:
    """Return the standard normal quantile."""
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


@leaf
def whole(x: float) -> float:
    """Floor as a float; large numbers are whole already."""
    return math.floor(x) * 1.0 if -4503599627370496.0 < x < 4503599627370496.0 else x


@leaf
def binomial(n: float, p: float, u: float) -> float:
    """Binomial number of one uniform."""
    if not (0.0 <= p <= 1.0 and 0.0 <= n <= 2147483648.0):
        return math.nan
    n = whole(n)
    mirrored = p > 0.5
    if mirrored:
        p = 1.0 - p
        u = 1.0 - u
    mean = n * p
    k = 0.0
    if mean > 40.0:
        k = whole(mean + math.sqrt(mean * (1.0 - p)) * normal_quantile(u) + 0.5)
        k = min(max(k, 0.0), n)
    elif mean > 0.0:
        odds = p / (1.0 - p)
        term = exp(n * log(1.0 - p))
        total = term
        while u > total and k < n and k < 400.0:
            term = term * odds * ((n - k) / (k + 1.0))
            k = k + 1.0
            total = total + term
    return n - k if mirrored else k


@inner
def sample(kind: int, a: float, b: float, c: float, u: float) -> float:
    """One uniform to one number; kinds as in `tateyoko.net.distributions`."""
    if kind == 1:
        return -a * log(u)
    if kind == 4:
        return exp(a + b * normal_quantile(u))
    if kind == 3:
        w = c - a
        if w <= 0.0:
            return a
        if u * w < b - a:
            return a + math.sqrt(u * w * (b - a))
        return c - math.sqrt((1.0 - u) * w * (c - b))
    if kind == 2:
        return a + (b - a) * u
    if kind == 5:
        if b == 0.0:
            return math.nan
        return a * exp(log(-log(u)) / b)
    if kind == 6:
        return 1.0 if u < a else 0.0
    if kind == 7:
        return binomial(a, b, u)
    return a
