"""How talks go at chosen points of the uncertain numbers: the mean over the same few worlds at every point.

Compiled loops where the protocol has them; otherwise the readable reference, one run at a time.
"""

import numpy as np
from numpy.typing import NDArray

from detente.errors import AnalysisError
from detente.kernels.talks.counter import run_keys
from detente.kernels.talks.shapes import FACTS, Drawn
from detente.talks.fold import DEAL
from detente.talks.job import TalksJob, tables_of
from detente.talks.tables import DAYS, TalksTables

__all__ = ["WORLDS", "Points", "refuse_more"]

WORLDS = 8
"""How many worlds (what the days bring) each point is averaged over."""

_AT_ONCE = 512

Floats = NDArray[np.float64]


class Points:
    """The deal frequency of a job at points (n, dims) of the unit cube: case coordinates, then the setting's.

    Every point meets the same worlds, so that what differs between points is due to the numbers alone.
    """

    def __init__(self, job: TalksJob) -> None:
        self.job = job
        self.tables: TalksTables = tables_of(job)
        self.case_dims = self.tables.space.numbers.dims

    def deals(self, cube: Floats) -> Floats:
        """The share of the worlds that end in a deal: (n,)."""
        parts = [self._some(cube[k : k + _AT_ONCE]) for k in range(0, len(cube), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _some(self, cube: Floats) -> Floats:
        case, own = cube[:, : self.case_dims], cube[:, self.case_dims :]
        drawn = self.tables.drawn_at(case if case.shape[1] else case[:1], own if own.shape[1] else own[:1])
        if self.job.used == "reference":
            return self._one_by_one(drawn, len(cube))
        many = Drawn(*(np.repeat(a, WORLDS, axis=0) if len(a) > 1 else a for a in drawn))
        keys = np.tile(run_keys(self.job.seed, DAYS, 0, WORLDS), len(cube))
        facts = self.job.loop()(self.tables.fixed, many, keys).facts
        ends = facts[:, FACTS.index("end")].reshape(len(cube), WORLDS)
        return np.asarray((ends == DEAL).mean(axis=1))

    def _one_by_one(self, drawn: Drawn, count: int) -> Floats:
        found = np.zeros(count)
        for k in range(count):
            row = Drawn(*(a[k : k + 1] if len(a) > 1 else a for a in drawn))
            tables = self.tables.drawing(row)
            ends = [self.job.told(tables, world).fact("end") for world in range(WORLDS)]
            found[k] = sum(end == DEAL for end in ends) / WORLDS
        return found


def refuse_more(dims: int, runs: int, least: int, method: str) -> None:
    """Raises AnalysisError when a method needs more runs than were asked for."""
    if runs < least:
        raise AnalysisError(
            f"{method} over {dims} numbers needs {least:,} runs, {runs:,} were asked for",
            where="runs",
            hint='ask for more, or use method "pawn"',
        )
