"""From masks over the possible situations to shares, and which open event would settle most of them."""

from dataclasses import dataclass, field

import numpy as np

from detente.accord.monitoring.belief import Belief
from detente.accord.monitoring.results import DecidingEvent, Share
from detente.accord.monitoring.rows import Bools

__all__ = ["Shares"]


@dataclass(slots=True, kw_only=True)
class Shares:
    """Counts in how many situations of a belief a finding holds, and keeps those that hold in some only."""

    belief: Belief
    masks: list[Bools] = field(default_factory=list)

    def of(self, mask: Bools) -> Share:
        """The share of situations of a finding, with the open events each of which alone decides it."""
        size = len(self.belief)
        count = int(mask.sum())
        if count in {0, size}:
            return Share(situations=count, of=size)
        self.masks.append(mask)
        return Share(situations=count, of=size, hinges=self._hinges(mask))

    def deciding(self) -> tuple[DecidingEvent, ...]:
        """The open events by how much they settle: at the least, then in sum, then by situations left."""
        rows = self.belief.rows
        found = []
        for matter in self.belief.matters:
            yes, no = rows.happened[:, matter.number], rows.did_not[:, matter.number]
            if not (yes.any() and no.any()):
                continue
            found.append(
                DecidingEvent(
                    matter=matter.number,
                    event=str(matter),
                    settles_if_so=self._settled(yes),
                    settles_if_not=self._settled(no),
                    left_if_so=int(yes.sum()),
                    left_if_not=int(no.sum()),
                )
            )
        return tuple(sorted(found, key=_weight))

    def _settled(self, left: Bools) -> int:
        """How many open findings hold in all or none of the situations that are left."""
        kept = [mask[left] for mask in self.masks]
        return sum(bool(mask.all() or not mask.any()) for mask in kept)

    def _hinges(self, mask: Bools) -> tuple[tuple[str, bool], ...]:
        rows = self.belief.rows
        surely, never = rows.happened & ~rows.did_not, rows.did_not & ~rows.happened
        told = []
        for matter in self.belief.matters:
            yes, no = surely[:, matter.number], never[:, matter.number]
            if np.array_equal(yes, mask) and np.array_equal(no, ~mask):
                told.append((str(matter), True))
            elif np.array_equal(no, mask) and np.array_equal(yes, ~mask):
                told.append((str(matter), False))
        return tuple(told)


def _weight(event: DecidingEvent) -> tuple[int, int, int, int]:
    settled = (event.settles_if_so, event.settles_if_not)
    return (-min(settled), -sum(settled), max(event.left_if_so, event.left_if_not), event.matter)
