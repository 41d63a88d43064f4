"""What the compiled loops of talks read, packed into few tables: what holds in every run, and what runs draw."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.mediated_answers_fast import Sides
from detente.kernels.talks.mediated_drafts_fast import Agenda
from detente.kernels.talks.mediated_homes_fast import Rules
from detente.kernels.talks.mediated_world_fast import Desk, Events, Worth
from detente.kernels.talks.shapes import FACTS, Drawn, Fixed

__all__ = ["Packed", "packed"]

Int = NDArray[np.int64]


class Packed(NamedTuple):
    """Tables for one block of runs. `own` (rows, numbers) is what runs draw of the setting, table by table:
    parties, actors, effects, hazards, happenings, counters, summits, the mediator."""

    desk: Desk
    events: Events
    worth: Worth
    sides: Sides
    agenda: Agenda
    rules: Rules
    own: Any


def packed(fixed: Fixed, drawn: Drawn) -> Packed:
    """The tables of a block, with room for a run to work in."""
    case = ("scores", "terms", "reservation", "best", "demands", "opening")
    scores, terms, reservation, best, demands, opening = _level([getattr(drawn, name) for name in case])
    first, which = _added(terms)
    registers = max([len(fixed.leaf_actor) + 2, *(fixed.steps[:, 3] + 1)])
    return Packed(
        desk=_desk(fixed),
        events=_events(fixed),
        worth=Worth(
            scores=scores,
            terms=terms,
            reservation=reservation,
            epoch=_whole(fixed.epoch),
            conditions=_conditions(fixed),
            literals=np.ascontiguousarray(fixed.literals),
            first=first,
            which=which,
        ),
        sides=Sides(
            best=best,
            levels=_whole(fixed.levels),
            mandates=np.ascontiguousarray(fixed.mandates),
            noise=_whole(fixed.noise),
            enough=np.ascontiguousarray(fixed.enough),
        ),
        agenda=Agenda(option_order=_whole(fixed.option_order), demands=demands, opening=opening),
        rules=Rules(
            leaves=_leaves(fixed), steps=_whole(fixed.steps), registers=np.zeros(registers, np.int64)
        ),
        own=_own(drawn),
    )


def _desk(fixed: Fixed) -> Desk:
    now = np.zeros(at.COLUMNS["now"], np.int64)
    now[at.LAST_DAY], now[at.DEADLINE], now[at.STRATEGY] = fixed.last_day, fixed.deadline, fixed.strategy
    now[at.FADES], now[at.ASIDE_AFTER] = fixed.fades, fixed.aside_after
    now[at.AGAINST_STANDING] = fixed.against_standing
    now[at.DEAL_ROOT], now[at.FEASIBLE] = fixed.deal, fixed.feasible
    things = (
        fixed.happening_day,
        fixed.hazard_once,
        fixed.counter_start,
        fixed.summit_day,
        fixed.threat_actor,
    )
    now[at.EVENTFUL] = any(len(thing) for thing in things)
    issue = np.zeros((at.COLUMNS["issue"], len(fixed.sizes)), np.int64)
    issue[at.SIZE], issue[at.FIRST], issue[at.ORDER] = fixed.sizes, fixed.offsets[:-1], fixed.issue_order
    issue[at.ORDERED], issue[at.SILENT] = fixed.ordered, fixed.if_silent
    party, actor = _table("party", len(fixed.parties)), _table("actor", len(fixed.gain_leaf))
    party[:, at.PRINCIPAL], party[:, at.GAIN] = fixed.principal, fixed.gain_leaf[fixed.principal]
    party[:, at.LINES] = fixed.lines_leaf[fixed.principal]
    party[:, at.MATCHES], party[:, at.OWN_MANDATE] = fixed.matches, fixed.mandate
    actor[:, at.OWN_GAIN], actor[:, at.OWN_LINES] = fixed.gain_leaf, fixed.lines_leaf
    actor[:, at.PARTY], actor[:, at.ASKED], actor[:, at.ROOT] = fixed.party_of, fixed.asked, fixed.actors
    actor[:, at.LEADS] = (fixed.party_of >= 0) & (fixed.principal[fixed.party_of] == np.arange(len(actor)))
    actor[:, at.LEAST], actor[:, at.RETURNS] = fixed.least, fixed.returns
    threat = _table("threat", len(fixed.threat_actor))
    threat[:, at.QUITTER], threat[:, at.CONDITION] = fixed.threat_actor, fixed.threat_condition
    threat[:, at.THREATENED], threat[:, at.STAYS] = fixed.threat_leaf, fixed.threat_stays
    return Desk(now, issue, party, actor, threat, np.zeros(len(FACTS), np.int64))


def _events(fixed: Fixed) -> Events:
    effect = _table("effect", len(fixed.effect_source))
    effect[:, at.SOURCE], effect[:, at.KIND] = fixed.effect_source, fixed.effect_kind
    effect[:, at.ON], effect[:, at.TO], effect[:, at.DAYS] = (
        fixed.effect_on,
        fixed.effect_to,
        fixed.effect_days,
    )
    hazard = _table("hazard", len(fixed.hazard_once))
    hazard[:, at.ONCE] = fixed.hazard_once
    happening = _table("happening", len(fixed.happening_day))
    happening[:, at.DUE] = fixed.happening_day
    counter = _table("counter", len(fixed.counter_start))
    counter[:, at.START], counter[:, at.COSTS] = fixed.counter_start, fixed.counter_on
    summit = _table("summit", len(fixed.summit_day))
    summit[:, at.CALLED] = fixed.summit_day
    return Events(effect, hazard, happening, counter, summit)


def _own(drawn: Drawn) -> Int:
    """Everything that runs draw of the setting: (rows, numbers), in the order in which runs read it."""
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
    """For each condition its mode, how many issues it speaks of, and which."""
    count, issues = fixed.touches.shape
    found = np.zeros((count, 2 + issues), np.int64)
    for condition, touched in enumerate(fixed.touches):
        about = np.flatnonzero(touched)
        found[condition, : 2 + len(about)] = (fixed.mode[condition], len(about), *about)
    return found


def _added(terms: Int) -> tuple[Int, Int]:
    """Where each leaf's conditions begin, and the conditions that add to it in some run."""
    some = np.bitwise_or.reduce(terms, axis=0) != 0
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(some.sum(axis=1), dtype=np.int64)))
    return first, np.nonzero(some)[1].astype(np.int64)


def _leaves(fixed: Fixed) -> Int:
    """What each leaf asks, and about whom."""
    found = np.zeros((len(fixed.leaf_actor), 2), np.int64)
    found[:, 0] = at.OF_SUM
    kinds = ((at.OF_LEAVING, fixed.left), (at.OF_STAYING, fixed.stays), (at.OF_GAIN, fixed.leaf_actor))
    for kind, whom in kinds:
        found[whom >= 0, 0] = kind
        found[whom >= 0, 1] = whom[whom >= 0]
    return found


def _table(name: str, rows: int) -> Int:
    return np.zeros((rows, at.COLUMNS[name]), np.int64)


def _whole(array: NDArray[Any]) -> Int:
    return np.ascontiguousarray(array, np.int64)


def _level(arrays: list[Int]) -> list[Int]:
    """The same arrays with as many rows each: where one has a row for each run, so have all."""
    rows = max(len(array) for array in arrays)
    return [_whole(a if len(a) == rows else np.repeat(a, rows, axis=0)) for a in arrays]
