"""The same record told anew: what would have been answered, asked and dropped, were the numbers these.

For checks of the learning itself: with known numbers drawn from the prior, it has to find them again
(Talts et al. 2018).
"""

from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.talks.learning.density import choice_chances, drop_chances, reply_chances, trust
from detente.talks.learning.design import Choices, Design, Drops, Replies
from detente.talks.learning.prior import Believed

__all__ = ["replicate"]

Floats: TypeAlias = NDArray[np.float64]


def replicate(design: Design, held: Believed, generator: np.random.Generator) -> Design:
    """The design with every outcome drawn again, given the first draw of `held`.

    What was answered to, which texts were to choose among and which asks stood remain as they are.
    """
    return replace(
        design,
        replies=_replies(design.replies, held, generator),
        asks=_choices(design.asks, held, generator),
        offers=_choices(design.offers, held, generator),
        drops=_drops(design.drops, held, generator),
    )


def _replies(replies: Replies, held: Believed, generator: np.random.Generator) -> Replies:
    if not len(replies.actor):
        return replies
    chances = reply_chances(held, replies, np)
    told = np.stack([chances.no[0], chances.but[0], chances.yes[0]], axis=1)
    return replace(replies, answer=_told(told, np.ones_like(told), trust(held, replies, np)[0], generator))


def _choices(choices: Choices, held: Believed, generator: np.random.Generator) -> Choices:
    if not len(choices.actor):
        return choices
    columns = choices.there.shape[1]
    chosen = _told(
        choice_chances(held, choices, np).chance[0], choices.there, trust(held, choices, np)[0], generator
    )
    order = np.argsort(np.arange(columns) != chosen[:, None], axis=1, kind="stable")
    worth = np.take_along_axis(choices.worth, order[:, :, None], axis=1)
    there = np.take_along_axis(choices.there, order, axis=1)
    return replace(choices, worth=worth, there=there)


def _drops(drops: Drops, held: Believed, generator: np.random.Generator) -> Drops:
    if not len(drops.actor):
        return drops
    chances = drop_chances(held, drops, np)[0]
    return replace(drops, issue=_told(chances, drops.stood, trust(held, drops, np)[0], generator))


def _told(
    chances: Floats, there: NDArray[np.generic], trusted: Floats, generator: np.random.Generator
) -> NDArray[np.int64]:
    """One outcome (rows,) each: as it was with chance `trusted`, else any of those that are there."""
    counted = np.asarray(there, dtype=np.float64)
    blind = counted / counted.sum(axis=1, keepdims=True)
    mixed = trusted[:, None] * chances + (1 - trusted)[:, None] * blind
    steps = np.cumsum(mixed, axis=1)
    found: NDArray[np.int64] = (generator.random((len(steps), 1)) * steps[:, -1:] > steps).sum(axis=1)
    return found
