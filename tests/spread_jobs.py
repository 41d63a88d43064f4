"""Jobs for tests of many runs: numbers that depend on seed and run alone, and jobs that go wrong."""

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.talks.spread.job import Block, joined

Arrays = Mapping[str, npt.NDArray[Any]]


def hashed(seed: int, runs: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """One 64-bit number a run (splitmix64 of seed and run)."""
    z = (runs.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@dataclass(frozen=True, slots=True, kw_only=True)
class Toy:
    """Arrays of several kinds and shapes."""

    seed: int = 1

    @property
    def digest(self) -> str:
        return f"toy {self.seed}"

    def block(self, first: int, count: int) -> Arrays:
        drawn = hashed(self.seed, np.arange(first, first + count))
        day = (drawn % np.uint64(200)).astype(np.int16)
        share = np.stack([(drawn >> np.uint64(k)).astype(float) / 2.0**64 for k in (0, 8, 16)]).T
        return {"day": day, "deal": day < 90, "share": share, "why": np.array(["late", "deal"])[day % 2]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dying(Toy):
    """Ends its process at one run: as often as there are no more than `deaths` marks in a folder."""

    marks: Path
    at: int
    deaths: int = 1

    def block(self, first: int, count: int) -> Arrays:
        if first <= self.at < first + count and len(list(self.marks.iterdir())) < self.deaths:
            (self.marks / f"{os.getpid()}").touch()
            os._exit(9)
        return Toy(seed=self.seed).block(first, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Toy):
    """Stands still at one run while a file is there."""

    hold: Path
    at: int

    def block(self, first: int, count: int) -> Arrays:
        while first <= self.at < first + count and self.hold.exists():
            time.sleep(0.01)
        return Toy(seed=self.seed).block(first, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupting(Toy):
    """Presses Ctrl-C once, at the block `at`, when all before it are kept and none after it is done."""

    hold: Path
    folder: Path
    at: int

    def block(self, first: int, count: int) -> Arrays:
        while first // count > self.at and self.hold.exists():
            time.sleep(0.01)
        if first // count == self.at and self.hold.exists():
            while len(list(self.folder.glob("block-*"))) < self.at and self.folder.exists():
                time.sleep(0.01)
            try:
                os.kill(os.getpid(), signal.SIGINT)
            finally:
                self.hold.unlink()
        return Toy(seed=self.seed).block(first, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong(Toy):
    """Breaks the contract in one way, from one run on."""

    how: str
    at: int = 0

    def block(self, first: int, count: int) -> Any:
        good = dict(Toy(seed=self.seed).block(first, count))
        if first + count <= self.at:
            return good
        if self.how == "raises":
            raise ValueError("the tactic gave up")
        return {
            "nothing": None,
            "empty": {},
            "short": good | {"day": good["day"][:-1]},
            "objects": good | {"why": np.array([object()] * count)},
            "other columns": {"day": good["day"]},
        }[self.how]


def columns_of(blocks: list[Block]) -> dict[str, Any]:
    """The whole of some blocks as something that compares: bytes, kind and shape by name."""
    return {name: (a.tobytes(), a.dtype.str, a.shape) for name, a in joined(blocks).items()}


def plain(job: Any, runs: int) -> dict[str, Any]:
    """The same, of a job asked directly for all its runs at once."""
    return columns_of([Block(first=0, columns=job.block(0, runs))])
