"""What the loops of mediated talks read and write: arrays that hold for all runs, for one block, and results.

Actors, parties and issues are numbers here. Amounts are integers on the grid of the actor that they concern,
chances integers below 2**53, levels integers of 2**-20. Arrays of `Drawn` have the runs as their first axis,
or an axis of one where nothing varies.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["ENDS", "FACTS", "PHASES", "SLOTS", "STRATEGIES", "Drawn", "Fixed", "Found", "empty_found"]

Int = NDArray[np.int64]
Bools = NDArray[np.bool_]

ENDS: tuple[str, ...] = ("ran on", "deal", "deadline", "broke down", "walked out", "first phase only")
"""How a run ends: still talking on the last day, a deal, the deadline, an event that ends talks, a party gone
for good without which there is no deal, a deal on the first of two phases and none on the second."""

PHASES: tuple[str, ...] = ("drafting", "answering", "ratifying")
"""What was going on when a run ended."""

STRATEGIES: tuple[str, ...] = ("greedy", "random", "trades")
"""The mediator strategies that the loops know."""


class SLOTS:
    """Where each purpose's numbers begin among the numbers of a day."""

    HAZARD = 0
    HAPPENING = 64
    COUNTER = 128
    SLIP = 160
    LEAK = 200
    PUBLISH = 201
    ATTRIBUTE = 202
    WHOSE = 203
    DISOWN = 204
    BACK = 205
    BLAME = 206
    WORD = 207
    ANSWER = 256
    NOISE = 320
    BELIEVE = 384
    HOME = 512
    PASS = 832
    DRAFT = 1024
    ATTEND = 2048
    SEAL = 4096


class Fixed(NamedTuple):
    """What is the same in every run. I issues, O options, L leaves, A actors, P parties, T conditions.

    `touches` (T, I) tells which issues a condition speaks of; `leaf_actor` (L,) the actor of a gain leaf,
    else -1; `stays` and `left` (L,) the actor whose staying or leaving a leaf asks about, else -1; `steps`
    the rules as rows (kind, a, b, register) after the leaves and two constants; `enough` (2**P,) whether the
    deal rule passes when exactly the parties of the bits say yes. `epoch` (A, days + 1) is which reservation
    holds. Effects (E,) have a `source`: a hazard's number, or hazards + a happening's.
    """

    sizes: Int
    offsets: Int
    issue_order: Int
    option_order: Int
    ordered: Bools
    if_silent: Int
    literals: Bools
    mode: Int
    touches: Bools
    leaf_actor: Int
    stays: Int
    left: Int
    steps: Int
    deal: int
    feasible: int
    parties: Int
    actors: Int
    gain_leaf: Int
    lines_leaf: Int
    party_of: Int
    principal: Int
    asked: Bools
    enough: Bools
    epoch: Int
    last_day: int
    deadline: int
    levels: Int
    matches: Int
    mandates: Bools
    mandate: Int
    least: Int
    returns: Int
    fades: int
    aside_after: int
    strategy: int
    against_standing: bool
    threat_actor: Int
    threat_condition: Int
    threat_leaf: Int
    threat_stays: Int
    effect_source: Int
    effect_kind: Int
    effect_on: Int
    effect_to: Int
    effect_days: Int
    hazard_once: Bools
    happening_day: Int
    counter_start: Int
    counter_on: Int
    summit_day: Int
    noise: Int


class Drawn(NamedTuple):
    """What each run draws. H hazards, N happenings, E effects, C counters, S summits, K reservations in time.

    `best` and `demands` (R, P, I) are the largest score of each principal on each issue and its option;
    `trust` (R, P, 2) successes and failures in thousandths; `reservation` (R, A, K).
    """

    scores: Int
    terms: Int
    reservation: Int
    best: Int
    demands: Int
    opening: Int
    asks: Int
    answers: Int
    trust: Int
    audience: Int
    blame: Int
    disowns: Int
    passes_on: Int
    home: Int
    delay: Int
    publishes: Int
    attributes: Int
    back_channel: Int
    blames: Int
    leak: Int
    counsel: Int
    word: Int
    noise: Int
    rates: Int
    chances: Int
    amounts: Int
    falls: Int
    adds: Int
    slips: Int
    attends: Int


FACTS: tuple[str, ...] = (
    "end",
    "day",
    "phase",
    "texts",
    "ended_by",
    "refused_by",
    "blocked_by",
    "quit",
    "published",
    "leaked",
    "waited",
    "ratifications",
    "struck",
)
"""What is kept of each run, as columns: how it ended (ENDS) and on which day, in which phase, after how many
texts; the hazard or happening or party that ended it (-1 none); the parties that refused the last text and
the actors (bits, alphabetical) that last said no at home; who had quit; how often texts were made public,
leaked; days spent waiting for homes; how often ratifiers were asked; which hazards and happenings struck
(bits)."""


class Found(NamedTuple):
    """What is kept of runs.

    `facts` (R, len(FACTS)); the text of a deal or the last one `text` (R, I); and `gains` (R, A): what a deal
    gives each actor above its reservation of that day, on its grid.
    """

    facts: Int
    text: NDArray[np.int16]
    gains: Int


def empty_found(runs: int, issues: int, actors: int) -> Found:
    """Room for the results of so many runs.

    >>> empty_found(2, 3, 4).text.shape
    (2, 3)
    """
    return Found(
        facts=np.zeros((runs, len(FACTS)), dtype=np.int64),
        text=np.full((runs, issues), -1, dtype=np.int16),
        gains=np.zeros((runs, actors), dtype=np.int64),
    )


def as_arrays(found: Found) -> dict[str, NDArray[Any]]:
    """The results by name."""
    return dict(zip(Found._fields, found, strict=True))
