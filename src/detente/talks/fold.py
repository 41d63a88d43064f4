"""Counting runs as their blocks come in: what is kept does not grow with the number of runs."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.shapes import ENDS, FACTS, PHASES
from detente.talks.tables import TalksTables

__all__ = ["DEAL", "Fold", "PairFold"]

DEAL = ENDS.index("deal")
_MOST = 200_000
_AT = {name: number for number, name in enumerate(FACTS)}


class Fold:
    """Counts over runs: ends, days, terms, packages, who said no, what struck."""

    def __init__(self, tables: TalksTables, prefix: str = "") -> None:
        fixed = tables.fixed
        self.tables = tables
        self.prefix = prefix
        self.runs = 0
        self.deals = 0
        self.ends = np.zeros(len(ENDS), np.int64)
        self.deal_days = np.zeros(fixed.last_day + 1, np.int64)
        self.end_days = np.zeros(fixed.last_day + 1, np.int64)
        self.options = np.zeros(int(fixed.offsets[-1]), np.int64)
        self.phases = np.zeros(len(PHASES), np.int64)
        self.ended_by: Counter[tuple[int, int]] = Counter()
        self.refused = np.zeros(len(fixed.principal), np.int64)
        self.blocked = np.zeros(len(fixed.gain_leaf), np.int64)
        self.quit = np.zeros(len(fixed.threat_actor), np.int64)
        self.struck = np.zeros(len(tables.names.sources), np.int64)
        self.struck_deals = np.zeros(len(tables.names.sources), np.int64)
        self.sums = np.zeros(len(FACTS), np.float64)
        self.gains = np.zeros((2, len(fixed.gain_leaf)))
        self.packages: Counter[tuple[int, ...]] = Counter()

    def add(self, columns: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        """Counts a block; which of its runs end in a deal."""
        facts, text = columns[f"{self.prefix}facts"], columns[f"{self.prefix}text"]
        end, day = facts[:, _AT["end"]], facts[:, _AT["day"]]
        deal: NDArray[np.bool_] = end == DEAL
        self.runs += len(facts)
        self.deals += int(deal.sum())
        self.ends += np.bincount(end, minlength=len(ENDS))
        self.deal_days += np.bincount(day[deal], minlength=len(self.deal_days))
        self.end_days += np.bincount(day[~deal], minlength=len(self.end_days))
        self.phases += np.bincount(facts[~deal, _AT["phase"]], minlength=len(PHASES))
        self.sums += facts.sum(axis=0)
        self.ended_by.update(
            (int(e), int(by)) for e, by in zip(end, facts[:, _AT["ended_by"]], strict=True) if by >= 0
        )
        self._count_bits(self.refused, facts[~deal, _AT["refused_by"]])
        self._count_bits(self.blocked, facts[~deal, _AT["blocked_by"]])
        self._count_bits(self.quit, facts[:, _AT["quit"]])
        self._count_bits(self.struck, facts[:, _AT["struck"]])
        self._count_bits(self.struck_deals, facts[deal, _AT["struck"]])
        self._add_deals(text[deal], columns[f"{self.prefix}gains"][deal])
        return deal

    def _add_deals(self, text: NDArray[Any], gains: NDArray[Any]) -> None:
        fixed = self.tables.fixed
        for issue, begin in enumerate(fixed.offsets[:-1]):
            size = int(fixed.sizes[issue])
            self.options[begin : begin + size] += np.bincount(text[:, issue], minlength=size)
        found = gains / np.array([self.tables.space.grid[int(leaf)] for leaf in fixed.gain_leaf])
        self.gains[0] += found.sum(axis=0)
        self.gains[1] += (found**2).sum(axis=0)
        kinds, times = np.unique(text, axis=0, return_counts=True)
        for row, many in zip(kinds.tolist(), times.tolist(), strict=True):
            self.packages[tuple(row)] += many
        if len(self.packages) > _MOST:
            self.packages = Counter(dict(self.packages.most_common(_MOST // 2)))

    @staticmethod
    def _count_bits(into: NDArray[np.int64], bits: NDArray[Any]) -> None:
        for k in range(len(into)):
            into[k] += int(((bits >> k) & 1).sum())


class PairFold:
    """Counts over pairs of runs: both sides, and in how many runs only one of them ends in a deal."""

    def __init__(self, base: TalksTables, other: TalksTables) -> None:
        self.base = Fold(base, "base.")
        self.other = Fold(other, "other.")
        self.gained = 0
        self.lost = 0

    def add(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Counts a block of pairs."""
        before, after = self.base.add(columns), self.other.add(columns)
        self.gained += int((after & ~before).sum())
        self.lost += int((before & ~after).sum())
