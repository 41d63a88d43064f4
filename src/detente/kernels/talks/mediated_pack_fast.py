"""The memory of the compiled loops of talks, filled with what holds in every run; rows of what runs draw."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.shapes import Drawn, Fixed

__all__ = ["Packed", "packed"]

Int = NDArray[np.int64]


class Packed(NamedTuple):
    """One block of runs, packed.

    `memory` is what a run works in; `case` has rows for scores, terms, reservations, best, demands and
    opening texts; `own` rows of what runs draw of the setting: parties, actors, effects, hazards, happenings,
    counters, summits, the mediator. A row holds for all runs where there is one.
    """

    memory: Any
    case: tuple[Any, ...]
    own: Any


def packed(fixed: Fixed, drawn: Drawn) -> Packed:
    """The memory and the rows of a block."""
    d = drawn
    case = _level([d.scores, d.terms, d.reservation, d.best, d.demands, d.opening])
    tables = _issues(fixed) | _records(fixed) | _rules(fixed, d.terms)
    room = {name: array[0].size for name, array in zip(_CASE, case, strict=True)}
    memory = np.zeros(at.HEAD + sum(map(len, tables.values())) + sum(room.values()), np.int64)
    _head(fixed, d, memory)
    place = at.HEAD
    for number, table in tables.items():
        memory[number] = place
        memory[place : place + len(table)] = table
        place += len(table)
    for number, size in room.items():
        memory[number] = place
        place += size
    return Packed(memory, tuple(array.reshape(len(array), -1) for array in case), _own(drawn))


_CASE = (at.SCORES, at.TERMS, at.RESERVATIONS, at.BEST, at.DEMANDS, at.OPENING)


def _head(fixed: Fixed, drawn: Drawn, memory: Int) -> None:
    """What holds in every run as single numbers, and how many there are of each."""
    single = {
        at.LAST_DAY: fixed.last_day,
        at.DEADLINE: fixed.deadline,
        at.STRATEGY: fixed.strategy,
        at.FADES: fixed.fades,
        at.ASIDE_AFTER: fixed.aside_after,
        at.AGAINST_STANDING: fixed.against_standing,
        at.DEAL_ROOT: fixed.deal,
        at.FEASIBLE: fixed.feasible,
        at.DAY_COUNT: fixed.last_day + 1,
        at.STRETCH_COUNT: drawn.reservation.shape[2],
        at.OPTION_COUNT: fixed.offsets[-1],
    }
    counted = {
        at.ISSUE_COUNT: fixed.sizes,
        at.PARTY_COUNT: fixed.parties,
        at.ACTOR_COUNT: fixed.gain_leaf,
        at.THREAT_COUNT: fixed.threat_actor,
        at.EFFECT_COUNT: fixed.effect_source,
        at.HAZARD_COUNT: fixed.hazard_once,
        at.HAPPENING_COUNT: fixed.happening_day,
        at.COUNTER_COUNT: fixed.counter_start,
        at.SUMMIT_COUNT: fixed.summit_day,
        at.LEAF_COUNT: fixed.leaf_actor,
        at.STEP_COUNT: fixed.steps,
        at.CONDITION_COUNT: fixed.mode,
    }
    for place, number in (single | {place: len(array) for place, array in counted.items()}).items():
        memory[place] = number
    things = (at.HAZARD_COUNT, at.HAPPENING_COUNT, at.COUNTER_COUNT, at.SUMMIT_COUNT, at.THREAT_COUNT)
    memory[at.EVENTFUL] = any(memory[place] for place in things)


def _issues(fixed: Fixed) -> dict[int, Int]:
    """Rows of numbers for issues and options; empty rows for texts."""
    found = {
        at.SIZES: fixed.sizes,
        at.FIRSTS: fixed.offsets[:-1],
        at.ORDER: fixed.issue_order,
        at.ORDERED: fixed.ordered,
        at.SILENT: fixed.if_silent,
        at.OPTION_ORDER: fixed.option_order,
    }
    rows = (at.NAMED_BY_ALL, at.ASIDE, at.FREE, at.OUT, at.STANDING, at.BASE, at.DRAFT)
    return {name: _flat(row) for name, row in found.items()} | {
        name: np.zeros(len(fixed.sizes), np.int64) for name in rows
    }


def _records(fixed: Fixed) -> dict[int, Int]:
    """The records of parties, actors and of all that may happen."""
    party_of, principal = fixed.party_of, fixed.principal
    leads = (party_of >= 0) & (principal[party_of] == np.arange(len(party_of)))
    lines = fixed.lines_leaf[principal]
    parties = (principal, fixed.gain_leaf[principal], lines, fixed.matches, fixed.mandate)
    actors = (fixed.gain_leaf, party_of, leads, fixed.asked, fixed.least, fixed.returns, fixed.actors)
    threats = (fixed.threat_actor, fixed.threat_condition, fixed.threat_leaf, fixed.threat_stays)
    effects = (
        fixed.effect_source,
        fixed.effect_kind,
        fixed.effect_on,
        fixed.effect_to,
        fixed.effect_days,
    )
    return {
        at.PARTIES: _table(at.PARTY_SIZE, parties),
        at.ACTORS: _table(at.ACTOR_SIZE, actors),
        at.THREATS: _table(at.THREAT_SIZE, threats),
        at.EFFECTS: _table(at.EFFECT_SIZE, effects),
        at.HAZARDS: _table(at.HAZARD_SIZE, (fixed.hazard_once,)),
        at.HAPPENINGS: _table(at.HAPPENING_SIZE, (fixed.happening_day,)),
        at.COUNTERS: _table(at.COUNTER_SIZE, (fixed.counter_start, fixed.counter_on)),
        at.SUMMITS: _table(at.SUMMIT_SIZE, (fixed.summit_day,)),
    }


def _rules(fixed: Fixed, terms: Int) -> dict[int, Int]:
    """Leaves, steps, conditions, and what is looked up by day or by option."""
    first, added = _added(terms)
    registers = max([len(fixed.leaf_actor) + 2, *(fixed.steps[:, 3] + 1)])
    return {
        at.LEAVES: _leaves(fixed),
        at.STEPS: _flat(fixed.steps),
        at.REGISTERS: np.zeros(registers, np.int64),
        at.ENOUGH: _flat(fixed.enough),
        at.EPOCHS: _flat(fixed.epoch),
        at.LEVELS: _flat(fixed.levels),
        at.MANDATES: _flat(fixed.mandates),
        at.QUANTILES: _flat(fixed.noise),
        at.CONDITIONS: _conditions(fixed),
        at.LITERALS: _flat(fixed.literals),
        at.ADDED_FIRST: first,
        at.ADDED: added,
    }


def _own(drawn: Drawn) -> Int:
    """Everything that runs draw of the setting: (rows, numbers), in the order in which a run takes it in."""
    d = drawn
    kept, failed = d.trust[:, :, 0], d.trust[:, :, 1]
    groups = (
        (d.asks, d.answers, kept, failed, d.blame, d.disowns, d.counsel, d.noise),
        (d.home, d.delay, d.word, d.audience),
        (d.amounts,),
        (d.rates,),
        (d.chances,),
        (d.falls, d.adds),
        (d.slips, d.attends),
        tuple(a[:, None] for a in (d.publishes, d.attributes, d.back_channel, d.blames, d.leak)),
    )
    levelled = iter(_level([array for group in groups for array in group]))
    parts = [np.stack([next(levelled) for _ in group], axis=2) for group in groups]
    return np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1)


def _conditions(fixed: Fixed) -> Int:
    """For each condition whether one hit is enough, of how many issues it speaks, and of which."""
    count, issues = fixed.touches.shape
    found = np.zeros((count, 2 + issues), np.int64)
    for condition, touched in enumerate(fixed.touches):
        about = np.flatnonzero(touched)
        found[condition, : 2 + len(about)] = (fixed.mode[condition] == 1, len(about), *about)
    return found.ravel()


def _added(terms: Int) -> tuple[Int, Int]:
    """Where each leaf's conditions begin, and the conditions that add to it in some run."""
    some = np.bitwise_or.reduce(terms, axis=0) != 0
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(some.sum(axis=1), dtype=np.int64)))
    return first, np.nonzero(some)[1].astype(np.int64)


def _leaves(fixed: Fixed) -> Int:
    """What each leaf asks, and about whom."""
    found = np.zeros((len(fixed.leaf_actor), 2), np.int64)
    found[:, 0] = at.OF_SUM
    for kind, whom in (
        (at.OF_LEAVING, fixed.left),
        (at.OF_STAYING, fixed.stays),
        (at.OF_GAIN, fixed.leaf_actor),
    ):
        found[whom >= 0, 0] = kind
        found[whom >= 0, 1] = whom[whom >= 0]
    return found.ravel()


def _table(size: int, columns: tuple[NDArray[Any], ...]) -> Int:
    """Records of that size that begin with these numbers."""
    found = np.zeros((len(columns[0]), size), np.int64)
    for k, column in enumerate(columns):
        found[:, k] = column
    return found.ravel()


def _flat(array: NDArray[Any]) -> Int:
    return np.asarray(array, np.int64).ravel()


def _level(arrays: list[Int]) -> list[Int]:
    """The same arrays with as many rows each: where one has a row for each run, so have all."""
    rows = max(len(array) for array in arrays)
    return [
        np.ascontiguousarray(a if len(a) == rows else np.repeat(a, rows, axis=0), np.int64) for a in arrays
    ]
