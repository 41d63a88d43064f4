"""Observations as arrays: which weights and scores each one bears on, and what else it could have been.

Rows of a block are observations, each on the weights of its own actor. Everything here is fixed once; the
density only multiplies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.case.preferences import Literals, Preferences, reservation_at
from detente.talks.learning.observations import ANSWERS, Observation, Observations
from detente.talks.learning.prior import Prior

__all__ = ["Choices", "Design", "Drops", "Replies", "design_of", "replies_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_OTHERS = 7
"""How many other texts an offer is compared with, where its issues allow for more."""

FLAT_SPREAD = 1 / 12
"""Variance of a score of which nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replies:
    """Answers: `worth` and `bound` (rows, issues) give utility and share of what is bound, `extra` linkage.

    `blur` is the variance of the utility for not knowing the scores; `barred` the chance that a red line
    refuses it whatever the weights; `shift` moves the reservation to its day, `clock` is that day.
    """

    actor: Ints
    clock: Floats
    shift: Floats
    worth: Floats
    bound: Floats
    extra: Floats
    blur: Floats
    barred: Floats
    answer: Ints
    relayed: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choices:
    """Asks and offers: what was chosen (column 0) among others that could have been.

    `worth` (rows, columns, issues) and `bound` (rows, issues) give the utility per unit of weight bound;
    `there` (rows, columns) marks real columns.
    """

    actor: Ints
    clock: Floats
    shift: Floats
    worth: Floats
    bound: Floats
    there: NDArray[np.bool_]
    relayed: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drops:
    """Asks given up: the issue (a position), and which asks stood (rows, issues)."""

    actor: Ints
    issue: Ints
    stood: NDArray[np.bool_]
    relayed: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """A prior with the observations as arrays; `used` are the coordinates on which some observation bears."""

    prior: Prior
    replies: Replies
    asks: Choices
    offers: Choices
    drops: Drops
    used: NDArray[np.bool_]


def design_of(prior: Prior, observations: Observations) -> Design:
    """The arrays of these observations; those of actors without a prior do not occur.

    >>> from detente.case.library import example
    >>> from detente.talks.learning.gather import gather
    >>> from detente.talks.learning.prior import prior_of
    >>> case = example("two-rivers")
    >>> design_of(prior_of(case), gather(case)).replies.worth.shape
    (8, 8)
    """
    kept = [o for o in observations.found if o.actor in prior.actors]
    replies = replies_of(prior, observations, [o for o in kept if o.kind == "reply"])
    asks = _choices(prior, observations, [o for o in kept if o.kind == "ask"])
    offers = _choices(prior, observations, [o for o in kept if o.kind == "offer"])
    drops = _drops(prior, [o for o in kept if o.kind == "drop"])
    return Design(
        prior=prior,
        replies=replies,
        asks=asks,
        offers=offers,
        drops=drops,
        used=_used(prior, replies, (asks, offers), drops),
    )


def replies_of(prior: Prior, observations: Observations, replies: Sequence[Observation]) -> Replies:
    """The arrays of answers, in their order."""
    scores, shape = prior.scores, (len(replies), len(prior.issues))
    worth, bound, blur = np.zeros(shape), np.zeros(shape), np.zeros(len(replies))
    middle = _middle(prior)
    for row, o in enumerate(replies):
        light = middle[prior.actors.index(o.actor)]
        for issue, options in o.terms:
            place = prior.issues.index(issue)
            likely, variance = _mixed(prior, o.actor, issue, options)
            worth[row, place], bound[row, place] = likely, 1.0
            blur[row] += light[place] ** 2 * variance
        for issue in o.silent:
            place = prior.issues.index(issue)
            silent = prior.case.issue(issue).if_silent
            if silent and scores.has(o.actor, issue):
                worth[row, place], bound[row, place] = scores.of(o.actor, issue, silent), 1.0
                blur[row] += light[place] ** 2 * scores.variance(o.actor, issue, silent)
            else:
                blur[row] += light[place] ** 2 * FLAT_SPREAD
    terms = [(o.actor, _full_terms(prior.case, o)) for o in replies]
    return Replies(
        **_common(prior, observations, replies),
        worth=worth,
        bound=bound,
        extra=np.array([_linked(prior, actor, text) for actor, text in terms], dtype=np.float64),
        blur=blur,
        barred=np.array([_barred(prior, actor, text) for actor, text in terms], dtype=np.float64),
        answer=np.array([ANSWERS.index(o.answer) for o in replies], dtype=np.int64),
    )


def _choices(prior: Prior, observations: Observations, made: Sequence[Observation]) -> Choices:
    texts = [_texts(prior, o) for o in made]
    columns = max((len(one) for one in texts), default=1)
    worth = np.zeros((len(made), columns, len(prior.issues)))
    bound = np.zeros((len(made), len(prior.issues)))
    there = np.zeros((len(made), columns), dtype=np.bool_)
    for row, o in enumerate(made):
        places = [prior.issues.index(issue) for issue, _ in o.terms]
        bound[row, places] = 1.0
        for column, text in enumerate(texts[row]):
            there[row, column] = True
            worth[row, column, places] = text
    return Choices(
        **_common(prior, observations, made),
        worth=worth,
        bound=bound,
        there=there,
    )


def _texts(prior: Prior, o: Observation) -> list[tuple[float, ...]]:
    """Scores of the text chosen and of others on the same issues; all of them, or evenly picked ones."""
    chosen = tuple(_mixed(prior, o.actor, issue, options)[0] for issue, options in o.terms)
    names = [prior.scores.options(o.actor, issue) for issue, _ in o.terms]
    single = {tuple(options[0] for _, options in o.terms)} if all(len(p) == 1 for _, p in o.terms) else set()
    count = prod(len(one) for one in names)
    if count <= 4096:
        every = [text for text in product(*names) if text not in single]
        step = max(len(every) / MOST_OTHERS, 1.0)
        others = [every[int((k + 0.5) * step)] for k in range(min(len(every), MOST_OTHERS))] if every else []
    else:
        steps = np.random.default_rng(count).random((MOST_OTHERS, len(names)))
        others = [tuple(n[int(u * len(n))] for n, u in zip(names, row, strict=True)) for row in steps]
    places = [issue for issue, _ in o.terms]
    scored = (
        tuple(prior.scores.of(o.actor, i, option) for i, option in zip(places, text, strict=True))
        for text in others
    )
    return [chosen, *scored]


def _drops(prior: Prior, given_up: Sequence[Observation]) -> Drops:
    stood = [[issue in o.against for issue in prior.issues] for o in given_up]
    return Drops(
        actor=np.array([prior.actors.index(o.actor) for o in given_up], dtype=np.int64),
        issue=np.array([prior.issues.index(o.terms[0][0]) for o in given_up], dtype=np.int64),
        stood=np.array(stood, dtype=np.bool_).reshape(len(given_up), len(prior.issues)),
        relayed=np.array([not o.first_hand for o in given_up], dtype=np.int64),
    )


def _common(prior: Prior, observations: Observations, rows: Sequence[Observation]) -> dict[str, Any]:
    shifts = [_shift(prior, o.actor, o.day) for o in rows]
    return {
        "actor": np.array([prior.actors.index(o.actor) for o in rows], dtype=np.int64),
        "clock": np.array([observations.share_of_clock(o.day) for o in rows], dtype=np.float64),
        "shift": np.array(shifts, dtype=np.float64),
        "relayed": np.array([not o.first_hand for o in rows], dtype=np.int64),
    }


def _used(
    prior: Prior, replies: Replies, choices: tuple[Choices, Choices], drops: Drops
) -> NDArray[np.bool_]:
    """Coordinates that move the density: weights of sides with observations, and the rest of who is seen."""
    layout = prior.layout
    used = np.zeros(layout.dims, dtype=np.bool_)
    seen = {actor for rows in (replies, *choices) for actor in rows.actor.tolist()}
    weighing = set(replies.actor.tolist()) | set(drops.actor.tolist())
    weighing |= {actor for rows in choices for actor in rows.actor[rows.bound.sum(axis=1) > 1].tolist()}
    free = prior.weights[2] > prior.weights[0]
    for actor in range(layout.actors):
        tied = any(prior.tie[actor, w] or prior.tie[w, actor] for w in weighing)
        used[actor * layout.issues : (actor + 1) * layout.issues] = free[actor] & tied
    for part in range(3):
        for actor in seen:
            used[layout.part(part).start + actor] = True
    relayed = [told for rows in (replies, *choices, drops) for told in rows.relayed.tolist()]
    answers, made, dropped = len(replies.actor), sum(len(rows.actor) for rows in choices), len(drops.actor)
    kinds = (answers, answers, made, dropped, 0 in relayed, 1 in relayed)
    for number, some in enumerate(kinds):
        used[layout.cells + 3 * layout.actors + number] = bool(some)
    return used


def _middle(prior: Prior) -> Floats:
    """Weights (actors, issues) at the middle of the prior."""
    raw = np.where(prior.ranked[:, None], 1.0 * prior.counted, prior.weights[1])
    share = raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-12)
    found: Floats = np.einsum("aij,aj->ai", prior.corners, share)
    return found


def _mixed(prior: Prior, actor: str, issue: str, options: Sequence[str]) -> tuple[float, float]:
    """Score and variance of options left open: their mean, and how unsure and how apart they are."""
    scores = [prior.scores.of(actor, issue, option) for option in options]
    unsure = [prior.scores.variance(actor, issue, option) for option in options]
    mean = sum(scores) / len(scores)
    return mean, sum((s - mean) ** 2 + v for s, v in zip(scores, unsure, strict=True)) / len(scores)


def _full_terms(case: Case, o: Observation) -> Literals:
    """The terms of a text with what holds where it is silent."""
    silent = ((issue, case.issue(issue).if_silent) for issue in o.silent)
    return (*o.terms, *((issue, (option,)) for issue, option in silent if option))


def _meets(terms: Literals, literals: Literals) -> bool:
    """True when the terms show on every issue of the literals none but their options."""
    shown = dict(terms)
    return all(issue in shown and set(shown[issue]) <= set(options) for issue, options in literals)


def _linked(prior: Prior, actor: str, terms: Literals) -> float:
    links = _wants(prior, actor).interactions
    scale, _ = prior.scores.units[actor]
    return sum(link.adds.likely for link in links if _meets(terms, link.when)) / scale


def _barred(prior: Prior, actor: str, terms: Literals) -> float:
    """The chance that some red line refuses the terms, each standing or falling by itself."""
    open_ = 1.0
    for line in _wants(prior, actor).red_lines:
        if _meets(terms, line.never) and not (line.unless and _meets(terms, line.unless)):
            open_ *= 1 - line.holds.likely
    return 1 - open_


def _shift(prior: Prior, actor: str, day: date) -> float:
    """How far the reservation that the case states for that day lies above that of the day of the case."""
    preferences = _wants(prior, actor)
    then, now = (reservation_at(preferences, d).range.likely for d in (day, prior.case.as_of))
    return (then - now) / prior.scores.units[actor][0]


def _wants(prior: Prior, actor: str) -> Preferences:
    found = prior.case.preferences_of(actor)
    return found if found is not None else Preferences(actor=actor)
