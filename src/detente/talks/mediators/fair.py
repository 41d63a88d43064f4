"""A mediator who learns as `Learner` does, but keeps the parties' estimated gains close to one another.

Gains are in units of each party's own utility, from 0 for the worst of its prior to 1 for its demand on every
issue; to set gains of different parties side by side is an assumption, and so is the bound.
"""

from dataclasses import dataclass, field

import numpy as np

from detente.talks.mediators.belief import Prior
from detente.talks.mediators.learner import Floats, Outlook, Texts, expected, outlook
from detente.talks.moves import Draw, MediatorView, Text

__all__ = ["Fair", "Fairness"]

_REACH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Estimated gain of each party from a text, how far they differ, and whether that is within the bound."""

    text: Text
    gains: tuple[float, ...]
    gap: float
    bound: float

    @property
    def within(self) -> bool:
        """Whether the gap is at most the bound."""
        return self.gap <= self.bound

    def __str__(self) -> str:
        gains = " and ".join(f"{gain:.2f}" for gain in self.gains)
        kept = "within" if self.within else "not within"
        return f"estimated gains {gains} differ by {self.gap:.2f}, {kept} {self.bound:.2f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fair:
    """Proposes what `Learner` would among the texts whose estimated gains differ by at most `bound`.

    The estimate is the mean over the sample, before the answers to the text itself are known. When no text
    within the bound is found, it proposes the one whose gains differ least, and `view.memory["fairness"]`,
    which holds the `Fairness` of what was proposed last, says so.
    """

    bound: float = 0.1
    prior: Prior = field(default_factory=Prior)

    def propose(self, view: MediatorView, draw: Draw) -> Text:
        """The next text; never one already heard, unless no other within the bound is found.

        >>> view = MediatorView(sizes=(3, 3), demands=((0, 0), (2, 2)), opening=(1, 1))
        >>> text = Fair(bound=0.3).propose(view, lambda slot: slot)
        >>> view.memory["fairness"].text == text, view.memory["fairness"].within
        (True, True)
        """
        ahead = outlook(view, self.prior, draw)
        texts = self._reachable(ahead)
        gaps = np.ptp(ahead.gains(texts).mean(axis=2), axis=0)
        worth = np.where(gaps <= self.bound, ahead.worth(texts), -2.0 - gaps)
        chosen = int(worth.argmax())
        view.memory["fairness"] = _fairness(ahead, texts[chosen : chosen + 1], self.bound)
        return tuple(texts[chosen].tolist())

    def settle(self, view: MediatorView, draw: Draw) -> Text | None:
        """As `Learner.settle`, among accepted texts within the bound; without one, that of the least gap."""
        texts, gains = expected(view, self.prior, draw)
        if not len(texts):
            return None
        gaps = np.ptp(gains, axis=0)
        worth = np.where(gaps <= self.bound, np.maximum(gains, 0.0).prod(axis=0), -1.0 - gaps)
        return tuple(texts[worth.argmax()].tolist())

    def fairness(self, view: MediatorView, text: Text, draw: Draw) -> Fairness:
        """What is believed now about the gains from `text`."""
        return _fairness(outlook(view, self.prior, draw), np.array([text], dtype=np.intp), self.bound)

    def _reachable(self, ahead: Outlook) -> Texts:
        """Candidates, texts heard, the opening, and what lies one issue away from the most promising."""
        known = [entry.text for entry in ahead.view.heard] + [ahead.view.opening]
        texts = np.unique(np.vstack((ahead.candidates(), np.array(known, dtype=np.intp))), axis=0)
        gaps = np.ptp(ahead.gains(texts).mean(axis=2), axis=0)
        order = np.argsort(np.maximum(gaps - self.bound, 0.0) - ahead.worth(texts), kind="stable")
        near = [ahead.near(text) for text in texts[order[: max(1, _REACH // (1 + sum(ahead.view.sizes)))]]]
        return np.unique(np.vstack((texts, *near)), axis=0)


def _fairness(ahead: Outlook, text: Texts, bound: float) -> Fairness:
    means: Floats = ahead.gains(text).mean(axis=2)[:, 0]
    return Fairness(
        text=tuple(text[0].tolist()), gains=tuple(means.tolist()), gap=float(np.ptp(means)), bound=bound
    )
