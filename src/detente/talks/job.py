"""Talks to be run in blocks: a job knows its case, setting, protocol and seed, and does any runs by number.

It picks the engine: a compiled twin where the protocol has one (numba, else numpy), the readable reference
otherwise. All give the same bits, so the engine is no part of the digest.
"""

import hashlib
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import package_version
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case
from detente.errors import TalksError
from detente.kernels.backend import fast_available
from detente.kernels.talks.counter import run_keys
from detente.kernels.talks.shapes import (
    FACTS,
    STRATEGIES,
    Drawn,
    Fixed,
    Found,
    as_arrays,
    empty_found,
)
from detente.talks.bilateral.batch import run_bilateral_block
from detente.talks.bilateral.engine import run_bilateral
from detente.talks.engine.run import run_once
from detente.talks.mediators.named import mediator_named
from detente.talks.setting.values import Setting
from detente.talks.tables import DAYS, TalksTables

__all__ = ["ENGINES", "PairJob", "TalksJob", "tables_of"]

ENGINES: tuple[str, ...] = ("auto", "compiled", "numpy", "reference")
"""How runs are done: "auto" takes the quickest that the protocol and the installation allow."""

_KEPT: dict[str, TalksTables] = {}
_MOST_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksJob:
    """Runs of talks: a frozen value that can be sent to another process.

    `mediator` replaces the strategy that the setting names. `engine` is one of ENGINES.
    """

    case: Case
    setting: Setting
    protocol: Any
    seed: int
    readings: tuple[tuple[str, str], ...] = ()
    mediator: Any = None
    engine: str = "auto"
    digest: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Takes the digest of everything that the runs depend on."""
        parts = (
            package_version(),
            self.case.digest(),
            repr(self.setting),
            _said(self.protocol),
            _said(self.mediator),
            repr(self.readings),
            repr(self.seed),
        )
        object.__setattr__(self, "digest", hashlib.sha256("\x00".join(parts).encode()).hexdigest())

    @property
    def used(self) -> str:
        """The engine that does the runs."""
        twin = self.twin
        stepped = self.mediator is None and self.setting.mediation.strategy in STRATEGIES
        if self.engine == "reference" or twin == "" or (twin == "mediated" and not stepped):
            return "reference"
        if self.engine == "auto":
            return "compiled" if fast_available() else "numpy"
        return self.engine

    @property
    def twin(self) -> str:
        """The compiled twin of the protocol: "mediated", "bilateral" or "" for none."""
        name = getattr(self.protocol, "compiled", "")
        return name if name in {"bilateral", "mediated"} else ""

    def words(self) -> Any:
        """The mediator: the one given, else the strategy that the setting names."""
        return mediator_named(self.setting.mediation.strategy) if self.mediator is None else self.mediator

    def block(self, first: int, count: int) -> Mapping[str, NDArray[Any]]:
        """The facts, texts and gains of some runs: see `detente.kernels.talks.shapes.Found`."""
        tables = tables_of(self)
        if self.used == "reference":
            return self._one_by_one(tables, first, count)
        if self.twin == "bilateral":
            fast = self.used == "compiled"
            protocol, seed = self.protocol, self.seed
            offers = run_bilateral_block(tables, protocol, seed=seed, first=first, runs=count, fast=fast)
            return as_arrays(offers)
        drawn = tables.drawn(self.seed, first, count)
        keys = run_keys(self.seed, DAYS, first, count)
        return as_arrays(self.loop()(tables.fixed, drawn, keys))

    def loop(self) -> Callable[[Fixed, Drawn, NDArray[np.uint64]], Found]:
        """The loop over runs that the engine in use has: compiled, or numpy's; the reference has none."""
        if self.used == "compiled":
            from detente.kernels.talks.mediated_fast import run_block as compiled

            return compiled
        from detente.kernels.talks.mediated import run_block

        return run_block

    def transcript(self, run: int) -> Any:
        """One run in full."""
        return self.told(tables_of(self), run)

    def told(self, tables: TalksTables, run: int) -> Any:
        """One run in full, under tables of one's own."""
        if self.twin == "bilateral":
            return run_bilateral(tables, self.protocol, seed=self.seed, run=run)
        return run_once(tables, self.protocol, self.words(), seed=self.seed, run=run)

    def _one_by_one(self, tables: TalksTables, first: int, count: int) -> Mapping[str, NDArray[Any]]:
        found = empty_found(count, len(tables.fixed.sizes), len(tables.fixed.gain_leaf))
        for k in range(count):
            one = self.transcript(first + k)
            facts = dict(one.facts)
            found.facts[k] = [facts[name] for name in FACTS]
            if one.text:
                found.text[k] = one.text
            found.gains[k] = one.gains
        return as_arrays(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairJob:
    """The same runs of two jobs side by side, so that differences are taken run by run."""

    base: TalksJob
    other: TalksJob

    @property
    def digest(self) -> str:
        """The digest of both."""
        return hashlib.sha256(f"{self.base.digest} {self.other.digest}".encode()).hexdigest()

    def block(self, first: int, count: int) -> Mapping[str, NDArray[Any]]:
        """The arrays of both, named base.NAME and other.NAME."""
        found = {f"base.{name}": array for name, array in self.base.block(first, count).items()}
        return found | {f"other.{name}": array for name, array in self.other.block(first, count).items()}


def tables_of(job: TalksJob) -> TalksTables:
    """The tables of a job, made once in a process."""
    if job.seed < 0 or job.seed >= 2**63:
        raise TalksError(
            f"seed {job.seed} is not between 0 and 2**63 - 1", where="seed", hint="choose another"
        )
    if job.digest not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        space = OutcomeSpace(job.case, readings=dict(job.readings))
        standing = bool(getattr(job.protocol, "against_standing", True))
        _KEPT[job.digest] = TalksTables(space, job.setting, against_standing=standing)
    return _KEPT[job.digest]


def _said(value: Any) -> str:
    """What a protocol or a mediator is, in full: its pickle, or its text where it cannot be sent."""
    try:
        return pickle.dumps(value, protocol=4).hex()
    except (pickle.PicklingError, AttributeError, TypeError):
        return repr(value)
