"""How likely observations are, given what everyone is taken to want: the model of behaviour.

A reply is an ordered logit of the gain over the reservation ("yes", "yes, but", "no"). An ask or an offer is
a choice among texts in which those a little above the reservation are likeliest and those below it are rare.
Asks are dropped in the order of Plackett (1975) and Luce (1959), light issues first. A report may be wrong.
The same code runs on numpy and on libraries that look like it; rows of the arrays are draws.
"""

from dataclasses import dataclass
from math import pi
from typing import Any

from detente.talks.learning.design import Choices, Design, Drops, Replies
from detente.talks.learning.prior import Believed

__all__ = ["ASK_SPREAD", "BELOW", "choice_chances", "drop_chances", "likelihood", "reply_chances"]

ASK_SPREAD = 0.25
"""Spread of how far above its reservation an actor asks."""

BELOW = 0.03
"""How softly asks below the reservation are ruled out."""


def likelihood(held: Believed, design: Design, xp: Any) -> Any:
    """Logarithms (draws,) of the chance of everything observed.

    The chance of each observation is mixed with that of a report that tells nothing (every outcome alike).
    """
    replies, drops = design.replies, design.drops
    total = 0.0 * held.reservation.sum(axis=1)
    if len(replies.actor):
        chances = reply_chances(held, replies, xp)
        told = xp.where(replies.answer == 2, chances.yes, chances.but)
        total = total + _trusted(xp.where(replies.answer == 0, chances.no, told), 3.0, held, replies, xp)
    for choices in (design.asks, design.offers):
        if len(choices.actor):
            made = choice_chances(held, choices, xp).chance[:, :, 0]
            total = total + _trusted(made, choices.there.sum(axis=1), held, choices, xp)
    if len(drops.actor):
        dropped = (drops.issue[:, None] == xp.arange(drops.stood.shape[1])).astype(float)
        first = (drop_chances(held, drops, xp) * dropped).sum(axis=2)
        total = total + _trusted(first, drops.stood.sum(axis=1), held, drops, xp)
    return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chances:
    """Chances (draws, rows) of the three answers, and what they were worked out from."""

    yes: Any
    but: Any
    no: Any
    gain: Any
    level: Any
    bound: Any
    slope: Any
    up: Any
    low: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """Chances (draws, rows, columns) of texts to choose among; worth and gain per unit of weight bound."""

    chance: Any
    worth: Any
    above: Any
    bound: Any


def reply_chances(held: Believed, replies: Replies, xp: Any) -> Chances:
    """The chances of "yes", "yes, but" and "no" to what each reply answered.

    A red line may refuse it whatever else; not knowing the scores makes the answers less sharp.
    """
    own = held.weights[:, replies.actor, :]
    bound = xp.einsum("dni,ni->dn", own, replies.bound)
    level = reservations(held, replies, xp)
    gain = xp.einsum("dni,ni->dn", own, replies.worth) + replies.extra - level * bound
    sharpness = held.shared["sharpness"][:, None]
    slope = sharpness / xp.sqrt(1 + pi / 8 * sharpness**2 * replies.blur)
    up = _logistic(slope * gain, xp)
    low = _logistic(slope * (gain + held.shared["yes_but"][:, None]), xp)
    free = 1 - replies.barred
    return Chances(
        yes=free * up,
        but=free * (low - up),
        no=1 - free * low,
        gain=gain,
        level=level,
        bound=bound,
        slope=slope,
        up=up,
        low=low,
    )


def choice_chances(held: Believed, choices: Choices, xp: Any) -> Chosen:
    """The chances of the texts that could have been asked for or offered.

    The likeliest are those whose gain per unit of weight is near the level asked for; below the reservation
    they soon become rare.
    """
    own = held.weights[:, choices.actor, :]
    bound = xp.maximum(xp.einsum("dni,ni->dn", own, choices.bound), 1e-9)[:, :, None]
    worth = xp.einsum("dni,nci->dnc", own, choices.worth) / bound
    above = worth - reservations(held, choices, xp)[:, :, None]
    level = held.shared["ask_above"][:, None, None]
    logs = -0.5 * ((above - level) / ASK_SPREAD) ** 2 - xp.logaddexp(0.0, -above / BELOW)
    logs = xp.where(choices.there, logs, -1e300)
    weights = xp.exp(logs - logs.max(axis=2, keepdims=True))
    chance = weights / weights.sum(axis=2, keepdims=True)
    return Chosen(chance=chance, worth=worth, above=above, bound=bound)


def drop_chances(held: Believed, drops: Drops, xp: Any) -> Any:
    """The chances (draws, rows, issues) that each standing ask is the next to go."""
    issues = drops.stood.shape[1]
    own = held.weights[:, drops.actor, :]
    logs = xp.where(drops.stood, -issues * held.shared["drop_order"][:, None, None] * own, -1e300)
    weights = xp.exp(logs - logs.max(axis=2, keepdims=True))
    return weights / weights.sum(axis=2, keepdims=True)


def reservations(held: Believed, rows: Replies | Choices, xp: Any) -> Any:
    """The reservation (draws, rows) of each row's actor on its day."""
    speed = held.speed[:, rows.actor]
    fall = xp.exp(-speed * rows.clock) - xp.exp(-speed)
    return held.reservation[:, rows.actor] + held.gap[:, rows.actor] * fall + rows.shift


def trust(held: Believed, rows: Replies | Choices | Drops, xp: Any) -> Any:
    """The chance (draws, rows) that each report tells what was done."""
    first, relayed = held.shared["first_hand"][:, None], held.shared["relayed"][:, None]
    return xp.where(rows.relayed == 1, relayed, first)


def _trusted(chance: Any, outcomes: Any, held: Believed, rows: Replies | Choices | Drops, xp: Any) -> Any:
    trusted = trust(held, rows, xp)
    return xp.log(trusted * chance + (1 - trusted) / outcomes).sum(axis=1)


def _logistic(value: Any, xp: Any) -> Any:
    return 0.5 * (1 + xp.tanh(0.5 * value))
