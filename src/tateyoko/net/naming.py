"""Names and keys: how words become the 64-bit numbers that dice and jobs are keyed with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

MASK_32 = (1 << 32) - 1
MASK_64 = (1 << 64) - 1


def key64(text: str) -> int:
    """Return the 64-bit key of a written name (BLAKE2b, little endian)."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def luck_key(text: str) -> int:
    """Return the 32-bit key of a step's luck name."""
    return key64(text) & MASK_32


def roll_key(text: str) -> int:
    """Return the 31-bit key of a roll's written name."""
    return key64("roll " + text) & (MASK_32 >> 1)


def draw_channel(text: str) -> int:
    """Return the channel, 64 to 65,535, of a draw's written name; 0 to 63 belong to the engine."""
    return 64 + key64("draw " + text) % (65536 - 64)


def signed(number: int) -> int:
    """Return the int64 with the same 64 bits."""
    return number - (1 << 64) if number >= 1 << 63 else number


def byte_order(ids: Iterable[str]) -> list[str]:
    """Return ids in byte order, the order in which every kind of element is stored."""
    return sorted(ids, key=lambda text: text.encode())
