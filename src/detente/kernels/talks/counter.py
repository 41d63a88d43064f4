"""Random numbers by address: (seed, purpose; run, day, slot), the same bits on any engine or worker.

No stream is kept: the number at an address is a hash of the address (the finaliser of splitmix64: Steele,
Lea and Flood 2014, over a Weyl sequence). A number is an integer of 53 bits; divided by 2**53 it is uniform
on [0, 1). Three forms give the same bits: Python integers, numpy arrays, and scalars inside compiled loops.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["UNIT", "bits", "bits_scalar", "day_keys", "day_scalar", "run_key", "run_keys", "uniforms"]

UNIT = 2**53
"""One more than the largest number: a chance p happens when the number lies below p * UNIT."""

_MASK = 2**64 - 1
_STEP = 0x9E3779B97F4A7C15
_DAY = 0xD1B54A32D192ED03
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB

_STEP_U, _DAY_U = np.uint64(_STEP), np.uint64(_DAY)
_FIRST_U, _SECOND_U = np.uint64(_FIRST), np.uint64(_SECOND)
_A, _B, _C, _DROP = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


def run_key(seed: int, purpose: int, run: int) -> int:
    """The key of a run's numbers for one purpose, as a Python integer below 2**64.

    >>> run_key(1, 0, 7) != run_key(1, 1, 7)
    True
    """
    return _mix((_mix((_mix(seed * _STEP & _MASK) + purpose * _STEP) & _MASK) + run * _STEP) & _MASK)


def bits(key: int, day: int, slot: int) -> int:
    """The number at (day, slot) of a run: an integer of 53 bits.

    >>> 0 <= bits(run_key(1, 0, 7), 3, 2) < UNIT
    True
    """
    return _mix((_mix((key + day * _DAY) & _MASK) + slot * _STEP) & _MASK) >> 11


def run_keys(seed: int, purpose: int, first: int, runs: int) -> NDArray[np.uint64]:
    """The keys of runs first .. first + runs - 1: (runs,).

    >>> int(run_keys(1, 0, 5, 3)[2]) == run_key(1, 0, 7)
    True
    """
    base = np.uint64(_mix((_mix(seed * _STEP & _MASK) + purpose * _STEP) & _MASK))
    numbers = np.arange(first, first + runs, dtype=np.uint64)
    return _mix_many(base + numbers * _STEP_U)


def day_keys(keys: NDArray[np.uint64], day: int) -> NDArray[np.uint64]:
    """The keys of one day for runs with these keys: (runs,)."""
    return _mix_many(keys + np.uint64(day * _DAY & _MASK))


def uniforms(keys: NDArray[np.uint64], places: NDArray[np.uint64] | int) -> NDArray[np.float64]:
    """Numbers of day 0 on [0, 1) at these places (0 .. n - 1 for a count n): (runs, places).

    >>> bool(uniforms(run_keys(1, 0, 7, 1), 3)[0, 2] * UNIT == bits(run_key(1, 0, 7), 0, 2))
    True
    """
    slots = np.arange(places, dtype=np.uint64) if isinstance(places, int) else places
    found = _mix_many(day_keys(keys, 0)[:, None] + (slots * _STEP_U)[None, :])
    return (found >> _DROP).astype(np.float64) / UNIT


def _mix(x: int) -> int:
    x = ((x ^ (x >> 30)) * _FIRST) & _MASK
    x = ((x ^ (x >> 27)) * _SECOND) & _MASK
    return x ^ (x >> 31)


def _mix_many(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    x = (x ^ (x >> _A)) * _FIRST_U
    x = (x ^ (x >> _B)) * _SECOND_U
    return x ^ (x >> _C)


def day_scalar(key: Any, day: Any) -> Any:
    """`day_keys` for one run inside a compiled loop: uint64 in, uint64 out."""
    x = key + np.uint64(day) * _DAY_U
    x = (x ^ (x >> _A)) * _FIRST_U
    x = (x ^ (x >> _B)) * _SECOND_U
    return x ^ (x >> _C)


def bits_scalar(day_key: Any, slot: Any) -> Any:
    """`bits` below a day's key inside a compiled loop: a uint64 of 53 bits."""
    x = day_key + np.uint64(slot) * _STEP_U
    x = (x ^ (x >> _A)) * _FIRST_U
    x = (x ^ (x >> _B)) * _SECOND_U
    return (x ^ (x >> _C)) >> _DROP
