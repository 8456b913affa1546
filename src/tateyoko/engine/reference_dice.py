"""Philox 4x32-10 in plain Python, with the round keys of a root made once (DICE-1)."""

from __future__ import annotations

from collections.abc import Callable

_MASK_32 = (1 << 32) - 1
_WEYL_0, _WEYL_1 = 0x9E3779B9, 0xBB67AE85
_UNIT = 2.0**-52

Block = Callable[[int, int, int], tuple[float, float]]


def blocks_of(root: int) -> Block:
    """Make the block function of a root: (job name, luck key, visit and channel) to two uniforms.

    It gives the bits of `tateyoko.engine.dice.block` at two thirds of its cost; the ten rounds are
    the largest part of an event.

    Parameters
    ----------
    root : int
        Root of the dice, 64 bits, unsigned.
    """
    k0, k1 = root & _MASK_32, root >> 32
    rounds = []
    for _ in range(10):
        rounds.append((k0, k1))
        k0, k1 = (k0 + _WEYL_0) & _MASK_32, (k1 + _WEYL_1) & _MASK_32
    keys = tuple(rounds)

    def block(name: int, luck: int, word: int) -> tuple[float, float]:
        c0, c1, c2, c3 = name & 0xFFFFFFFF, name >> 32, luck, word
        for k0, k1 in keys:
            a = c0 * 0xD2511F53
            b = c2 * 0xCD9E8D57
            c0 = (b >> 32) ^ c1 ^ k0
            c2 = (a >> 32) ^ c3 ^ k1
            c1 = b & 0xFFFFFFFF
            c3 = a & 0xFFFFFFFF
        return (
            (((c1 << 20) | (c0 >> 12)) + 0.5) * _UNIT,
            (((c3 << 20) | (c2 >> 12)) + 0.5) * _UNIT,
        )

    return block
