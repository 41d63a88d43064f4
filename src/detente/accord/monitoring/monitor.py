"""A signed accord watched: from its events to what is due, who is in default, and what each side can do now.

The belief holds every situation that the events leave possible; each finding says in how many it holds.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.accord.game.compile import compile_accord
from detente.accord.game.unfold import MOST as MOST_IN_GAME
from detente.accord.language.dates import date_of
from detente.accord.language.plan import Accord
from detente.accord.monitoring.belief import ASSUMES, MOST, Belief, believe
from detente.accord.monitoring.duties import duties_now, exposure_now
from detente.accord.monitoring.events import AccordEvent
from detente.accord.monitoring.matters import Matter, sort_events
from detente.accord.monitoring.results import (
    DefaultNow,
    ForceNow,
    Monitored,
    NotedEvent,
    PhaseNow,
    PowerNow,
    SituationNow,
    StandingVerdict,
)
from detente.accord.monitoring.rows import Bools
from detente.accord.monitoring.shares import Shares
from detente.accord.monitoring.standing import Outcomes, coalitions, usual_conditions
from detente.accord.results import AccordBasis
from detente.accord.space import AccordSpace
from detente.errors import SpaceTooLarge

__all__ = ["Asking", "monitor"]

METHOD = "belief over situations, then attractors on the games that begin in them"

_LASTING = (
    "What is permanent or can be forced is so under the accord as modelled, one act a day for each side."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What monitoring looks at.

    `days`: how far ahead what comes due is told. `conditions`: in the language of conditions, or
    `reached(phase)`; the usual ones where there are none. `questions`: what coalitions may force: collapse,
    entrap, stall, walk-away. `most`: the most situations of the belief; `most_in_game`: of a game.
    """

    days: int = 14
    conditions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ("collapse", "stall")
    coalitions: tuple[tuple[str, ...], ...] = ()
    most: int = MOST
    most_in_game: int = MOST_IN_GAME


def monitor(
    accord: Accord,
    events: Sequence[AccordEvent],
    *,
    as_of: dt.date,
    wording: str = "",
    readings: Mapping[str, str] | None = None,
    asking: Asking | None = None,
) -> Monitored:
    """The accord at the dawn of `as_of`, given what was known by then.

    Every event is kept and told with what became of it. Raises AccordError for names that the accord does
    not have, AnalysisError for an accord that is not signed, SpaceTooLarge when too much is left open (saying
    what to verify first), UnknownName for a wording, reading or condition. Where the games would be too
    large, what can still come about is left out and the notes say so.

    >>> from detente.accord.library import accord_example
    >>> print(monitor(accord_example("two-rivers"), [], as_of=dt.date(2031, 8, 1)))
    two-rivers-accord on 2031-08-01, day 32: season; in breach: nobody; 1 possible situation
    """
    asking = asking or Asking()
    rules = compile_accord(accord, readings, wording=wording, hazards=True)
    belief = believe(rules, events, as_of=as_of, most=asking.most)
    shares = Shares(belief=belief)
    space = AccordSpace(accord, wording=wording, readings=readings)
    outcomes = Outcomes.of(belief, space, shares, asking.most_in_game)
    phases = _phases(belief, shares)
    duties = duties_now(belief, shares, days=asking.days)
    defaults = _defaults(belief, shares)
    powers = _powers(belief, shares)
    notes = [*_early(belief)]
    force: tuple[ForceNow, ...] = ()
    verdicts: tuple[StandingVerdict, ...] = ()
    try:
        force, verdicts = _outlook(outcomes, asking)
    except SpaceTooLarge as error:
        notes.append(f"What can still come about was not asked: {error.what}.")
    return Monitored(
        accord=accord.id,
        as_of=as_of,
        day=belief.day,
        situations=_situations(belief),
        events=_events(belief, events),
        phases=phases,
        duties=duties,
        defaults=defaults,
        powers=powers,
        force=force,
        verdicts=verdicts,
        exposure=exposure_now(belief),
        deciding=shares.deciding(),
        open_findings=len(shares.masks),
        basis=_basis(outcomes, built=bool(verdicts)),
        assumes=(*ASSUMES, _LASTING, *accord.simplifications),
        notes=tuple(notes),
    )


def _outlook(outcomes: Outcomes, asking: Asking) -> tuple[tuple[ForceNow, ...], tuple[StandingVerdict, ...]]:
    who = asking.coalitions or coalitions(outcomes.space)
    force = [found for question in asking.questions for c in who for found in outcomes.force(question, c)]
    conditions = asking.conditions or usual_conditions(outcomes.belief)
    return tuple(force), tuple(outcomes.verdict(condition) for condition in conditions)


def _phases(belief: Belief, shares: Shares) -> tuple[PhaseNow, ...]:
    found = []
    for phase in belief.rules.phases:
        mask = belief.rows.holds(belief.rules.label(f"phase({phase})"))
        if mask.any():
            since = _since(belief, f"reached:{phase}", mask)
            found.append(PhaseNow(phase=phase, held=shares.of(mask), since=since))
    return tuple(found)


def _defaults(belief: Belief, shares: Shares) -> tuple[DefaultNow, ...]:
    found = []
    for party in belief.rules.accord.parties:
        mask = belief.rows.holds(belief.rules.label(f"breach({party})"))
        if mask.any():
            since = _since(belief, f"breach:{party}", mask)
            found.append(DefaultNow(party=party, held=shares.of(mask), since=since))
    return tuple(found)


def _since(belief: Belief, name: str, mask: Bools) -> tuple[dt.date | None, dt.date | None]:
    """The earliest and the latest date from which on something may have held in these situations."""
    low, high = belief.rows.since[name]
    calendar = belief.rules.accord.calendar
    first, last = max(1, int(low[mask].min())), max(1, int(high[mask].max()))
    return date_of(calendar, first), date_of(calendar, last)


def _powers(belief: Belief, shares: Shares) -> tuple[PowerNow, ...]:
    """The powers that a side may use now, and fighting where no clause forbids it."""
    found = []
    for move in belief.rules.moves:
        if move.kind not in {"power", "fight"} or move.status == "breach":
            continue
        mask = belief.rows.can(move)
        if mask.any():
            found.append(
                PowerNow(
                    side=move.owner,
                    clause=move.clause,
                    kind=move.kind,
                    act=move.act,
                    remedy=move.status == "remedy",
                    held=shares.of(mask),
                )
            )
    return tuple(found)


def _situations(belief: Belief) -> tuple[SituationNow, ...]:
    open_ = [matter.number for matter in belief.matters if matter.open]
    rows = belief.rows
    surely, never = rows.happened & ~rows.did_not, rows.did_not & ~rows.happened
    return tuple(
        SituationNow(
            phase=belief.rules.phases[values["phase"]],
            day_of_phase=values["day"],
            values=tuple((name, value) for name, value in values.items() if value),
            happened=tuple(number for number in open_ if surely[row, number]),
            did_not=tuple(number for number in open_ if never[row, number]),
        )
        for row, values in enumerate(belief.situations)
    )


def _events(belief: Belief, events: Sequence[AccordEvent]) -> tuple[NotedEvent, ...]:
    """Every event in the order of dates, with what became of it."""
    of_event = {id(event): matter for matter in belief.matters for event in matter.accounts}
    flags: dict[int, list[tuple[str, str]]] = {}
    for flag in belief.flags:
        flags.setdefault(id(flag.event), []).append((flag.kind, flag.what))
    found = []
    for event in sort_events(events)[0]:
        matter = of_event.get(id(event))
        found.append(
            NotedEvent(
                event=str(event),
                where=event.where,
                status=_status(belief, matter, event),
                matter=None if matter is None else matter.number,
                flags=tuple(flags.get(id(event), ())),
            )
        )
    return tuple(found)


def _status(belief: Belief, matter: Matter | None, event: AccordEvent) -> str:
    if matter is None:
        return "not counted"
    happened = bool(belief.rows.happened[:, matter.number].any())
    did_not = bool(belief.rows.did_not[:, matter.number].any())
    if not matter.open:
        if not event.affirms:
            return "outweighed"
        return "counted" if happened else "not counted"
    if happened and (did_not or len(matter.manners) > 1):
        return "open"
    return "borne out" if happened else "ruled out"


def _early(belief: Belief) -> tuple[str, ...]:
    calendar = belief.rules.accord.calendar
    first = date_of(calendar, 1)
    if first is not None and belief.as_of < first:
        return (f"The accord begins on {first}; what is told is its first morning.",)
    return ()


def _basis(outcomes: Outcomes, *, built: bool) -> AccordBasis:
    from detente.analysis.basis import package_version

    space = outcomes.space
    sizes = [game.situations for game in outcomes.games] if built else []
    return AccordBasis(
        accord=space.accord.id,
        digest=space.accord.digest,
        wording=space.wording,
        readings=space.rules.readings,
        orders=space.orders,
        situations=int(np.max(sizes, initial=0)),
        method=METHOD,
        version=package_version(),
    )
