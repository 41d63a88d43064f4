"""A mediator who learns what the parties want from their answers, and asks about texts that may be good.

It keeps a sample of preferences for each party, and proposes the text whose answers are least foreseeable
among those that may be worth much: an answer that is certain beforehand teaches nothing.
"""

from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente.talks.mediators.belief import Belief, Prior, beliefs
from detente.talks.moves import Draw, MediatorView, Text

__all__ = ["Learner", "Outlook", "expected", "outlook"]

Floats: TypeAlias = npt.NDArray[np.float64]
Texts: TypeAlias = npt.NDArray[np.intp]

_MIXTURES = 10
_LOOKED_AT = 64
_STEPS = 4
_PATIENCE = 0.01
_WALK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Proposes the text with the largest Nash product times what its answers are expected to teach.

    An answer teaches as much as it is uncertain (Lindley 1956); products are root mean squares of the sample.
    Utilities stay unseen: what it believes comes from `beliefs` alone, under the assumptions in `prior`.
    `draw(0)` decides which sampled preferences of one party are looked at together with which of another.
    """

    prior: Prior = field(default_factory=Prior)

    def propose(self, view: MediatorView, draw: Draw) -> Text:
        """The next text; issues set aside keep the option of the opening.

        Never one already heard, unless nothing else is found; ties go to the text that comes first in order.

        >>> view = MediatorView(sizes=(3, 3), demands=((0, 0), (2, 2)), opening=(1, 1))
        >>> len(Learner().propose(view, lambda slot: slot))
        2
        """
        return outlook(view, self.prior, draw).best()

    def settle(self, view: MediatorView, draw: Draw) -> Text | None:
        """Of the texts that all accepted the one with the largest expected product of gains; None without.

        What is expected comes from a longer walk through what fits the answers (`expected`), begun from
        `draw`. Ties go to the text that comes first in order.

        >>> view = MediatorView(sizes=(3, 3), demands=((0, 0), (2, 2)), opening=(1, 1))
        >>> Learner().settle(view, lambda slot: slot) is None
        True
        """
        texts, gains = expected(view, self.prior, draw)
        return tuple(texts[np.maximum(gains, 0.0).prod(axis=0).argmax()].tolist()) if len(texts) else None


class Outlook:
    """Sampled preferences of all parties looked at together, and how good texts are under them."""

    __slots__ = ("_aside", "_heard", "slacks", "tables", "view")

    def __init__(self, view: MediatorView, held: tuple[Belief, ...], turns: npt.NDArray[np.intp]) -> None:
        """`turns` (parties, particles) orders each party's sample: column k is one joint preference."""
        self.view = view
        options = max(view.sizes, default=1)
        tables = [belief.table[:, turn] for belief, turn in zip(held, turns, strict=True)]
        self.slacks: Floats = np.array([table[-1] for table in tables])
        shape = (len(tables), len(view.sizes), options, turns.shape[1])
        self.tables: Floats = np.array([table[:-1] for table in tables]).reshape(shape)
        self._heard = {entry.text for entry in view.heard}
        self._aside = np.array(view.aside, dtype=np.intp)

    def gains(self, texts: Texts) -> Floats:
        """Gains above no deal (parties, texts, particles) of texts (texts, issues)."""
        parties, issues, _, size = self.tables.shape
        gains: Floats = np.empty((parties, len(texts), size))
        gains[:] = self.slacks[:, None, :]
        for issue in range(issues):
            gains -= self.tables[:, issue, texts[:, issue]]
        return gains

    def worth(self, texts: Texts) -> Floats:
        """Root mean square of Nash products times what answers teach (texts,); -1 for texts already heard."""
        gains = self.gains(texts)
        teaches = self._teaches(gains)
        products = np.maximum(gains, 0.0, out=gains).prod(axis=0)
        worth: Floats = np.sqrt(np.square(products, out=products).mean(axis=1)) * (teaches + _PATIENCE)
        worth[[tuple(text) in self._heard for text in texts.tolist()]] = -1.0
        return worth

    def candidates(self) -> Texts:
        """For each of some joint preferences the best text among those on the edge of what it allows.

        Those are the packages that lose least of the parties' slacks under one of a few mixtures of the
        parties, in order and without repetition.
        """
        mixtures = _mixtures(len(self.slacks))
        few = slice(0, _LOOKED_AT)
        shares = self.tables[..., few] / self.slacks[:, None, None, few]
        self._close(shares)
        _, issues, options, size = shares.shape
        mixed = np.zeros((len(mixtures), issues, options, size))
        for mixture, share in zip(mixtures.T, shares, strict=True):
            mixed += mixture[:, None, None, None] * share
        picks = mixed.argmin(axis=2)
        left = np.take_along_axis(shares[None], picks[:, None, :, None, :], axis=3)[:, :, :, 0].sum(axis=2)
        left = 1.0 - left
        least = left.min(axis=1)
        value = np.where(least > 0, np.maximum(left, 0.0).prod(axis=1), least)
        best = np.take_along_axis(picks, value.argmax(axis=0)[None, None, :], axis=0)[0].T
        return np.array(sorted({tuple(text) for text in self._settled(best).tolist()}), dtype=np.intp)

    def best(self) -> Text:
        """The text worth most: the best candidate, then better and better ones that differ on one issue."""
        texts = self.candidates()
        worth = self.worth(texts)
        top = int(worth.argmax())
        text, most = texts[top], worth[top]
        for _ in range(_STEPS):
            near = self.near(text)
            if not len(near):
                break
            worth = self.worth(near)
            top = int(worth.argmax())
            if worth[top] <= most:
                break
            text, most = near[top], worth[top]
        return tuple(text.tolist())

    def near(self, text: Texts) -> Texts:
        """All texts that differ from `text` on one issue that is not set aside."""
        kept = set(self.view.aside)
        rows = [
            (*text[:issue].tolist(), option, *text[issue + 1 :].tolist())
            for issue, size in enumerate(self.view.sizes)
            for option in range(size)
            if issue not in kept and option != text[issue]
        ]
        return np.array(rows, dtype=np.intp).reshape(-1, len(text))

    def _teaches(self, gains: Floats) -> Floats:
        """Entropy (texts,) in bits, summed over parties, of yes or no together with better or worse.

        Before anything has been heard it is 0 for all, so that the most promising text comes first.
        """
        view, yes = self.view, gains >= 0
        if not view.heard:
            return np.zeros(gains.shape[1])
        before = view.standing if view.against_standing and view.standing else view.heard[-1].text
        better = gains > self.gains(np.array([before], dtype=np.intp))
        both, fine, more = (yes & better).mean(axis=2), yes.mean(axis=2), better.mean(axis=2)
        cells = np.array([both, fine - both, more - both, 1.0 - fine - more + both])
        bits: Floats = -(cells * np.log2(np.maximum(cells, 1e-12))).sum(axis=(0, 1))
        return bits

    def _settled(self, texts: Texts) -> Texts:
        if self._aside.size:
            texts[:, self._aside] = np.array(self.view.opening, dtype=np.intp)[self._aside]
        return texts

    def _close(self, shares: Floats) -> None:
        """Options that an issue does not have, and those of issues set aside but one, are never picked."""
        for issue, size in enumerate(self.view.sizes):
            shares[:, issue, size:] = np.inf
        for issue in self._aside:
            kept = shares[:, issue, self.view.opening[issue]].copy()
            shares[:, issue] = np.inf
            shares[:, issue, self.view.opening[issue]] = kept


def outlook(view: MediatorView, prior: Prior, draw: Draw) -> Outlook:
    """The beliefs of now, with the parties' samples joined at random by `draw(0)`."""
    held = beliefs(view, prior)
    generator = np.random.Generator(np.random.Philox(draw(0)))
    size = held[0].table.shape[1]
    turns = np.array([generator.permutation(size) for _ in held], dtype=np.intp)
    return Outlook(view, held, turns)


def expected(view: MediatorView, prior: Prior, draw: Draw) -> tuple[Texts, Floats]:
    """The texts that all accepted (texts, issues) in order, and the gains to be expected (parties, texts).

    The sample that follows the answers step by step lags behind what they say together, so it is moved on.
    """
    accepted = {entry.text for entry in view.heard if all(reply.accepts for reply in entry.replies)}
    texts = np.array(sorted(accepted), dtype=np.intp).reshape(-1, len(view.sizes))
    held, gains = beliefs(view, prior) if accepted else (), np.zeros((len(view.demands), len(texts)))
    for party, belief in enumerate(held):
        means = belief.means(_WALK, np.random.Generator(np.random.Philox(draw(party))))
        losses = means[:-1].reshape(len(view.sizes), -1)[np.arange(len(view.sizes)), texts]
        gains[party] = means[-1] - losses.sum(axis=1)
    return texts, gains


def _mixtures(parties: int) -> Floats:
    """Weights of the parties (mixtures, parties) on an even grid without zeros, at most about `_MIXTURES`."""
    if parties == 1:
        return np.ones((1, 1))
    steps = parties + 1
    while comb(steps, parties - 1) <= _MIXTURES:
        steps += 1
    cuts = np.array(list(combinations(range(1, steps), parties - 1)), dtype=np.float64)
    ends = np.ones((len(cuts), 1))
    return np.diff(np.hstack((0 * ends, cuts, steps * ends)), axis=1) / steps
