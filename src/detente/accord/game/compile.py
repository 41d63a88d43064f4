"""An accord and a reading of each clause -> rules: variables, guarded moves, the clock that ends a day."""

from collections.abc import Mapping, Sequence

from detente.accord.game.compiling.acts import add_acts
from detente.accord.game.compiling.clock import clock_move
from detente.accord.game.compiling.draft import Draft
from detente.accord.game.compiling.situation import describe
from detente.accord.game.rules import CHANCE, CLOCK, Rules
from detente.accord.language.plan import ENDS, Accord, Hazard, Obligation, Power, Talks, Terms
from detente.errors import CaseError, UnknownName
from detente.languages import worded, worded_row

__all__ = ["compile_accord", "orders"]


def compile_accord(
    accord: Accord,
    readings: Mapping[str, str] | None = None,
    *,
    wording: str = "",
    order: Sequence[str] = (),
    hazards: bool = False,
) -> Rules:
    """The rules of an accord under one reading of each clause.

    The readings are the base ones, then those of `wording`, then `readings`. `order`: who acts in which
    order on a day, the accord's own otherwise. `hazards`: keep chance as a stage of its own; without it no
    hazard happens.
    Raises UnknownName for names that the accord does not have, CaseError for an order that names a side
    twice, AccordError for a condition that cannot be read.
    """
    chosen = accord.readings(wording, readings)
    terms = {c.id: c.reading(chosen[c.id]).terms for c in accord.clauses}
    draft = Draft(
        accord=accord,
        phases=(*(phase.id for phase in accord.phases), *ENDS),
        stages=_stages(accord, terms, order, hazards=hazards),
        terms=terms,
    )
    describe(draft)
    add_acts(draft)
    draft.moves.append(clock_move(draft))
    return Rules(
        accord=accord,
        readings=tuple(sorted(chosen.items())),
        stages=draft.stages,
        phases=draft.phases,
        variables=tuple(draft.variables),
        moves=tuple(draft.moves),
        labels=tuple(draft.labels.items()),
        assumes=_assumes(draft, hazards=hazards),
        days=draft.days,
        table=draft.labels,
    )


def orders(accord: Accord) -> tuple[tuple[str, ...], ...]:
    """The orders of play to compare: the accord's own, and the same with the parties reversed.

    What a side can do under both brackets what it can do when all act at once.
    """
    own = accord.order or (*accord.parties, *accord.others)
    turned = iter([side for side in reversed(own) if side in accord.parties])
    other = tuple(next(turned) if side in accord.parties else side for side in own)
    return (own,) if other == own else (own, other)


def _stages(
    accord: Accord, terms: Mapping[str, Terms], order: Sequence[str], *, hazards: bool
) -> tuple[str, ...]:
    """Who acts at each stage of a day; who can do nothing but wait is left out, the parties never are."""
    active = set(accord.parties)
    for term in terms.values():
        if isinstance(term, Power):
            active |= set(term.holders)
        elif isinstance(term, Obligation) and term.verified_by:
            active.add(term.verified_by)
        elif isinstance(term, Talks):
            active.add(term.settled_by)
    known = {side.id for side in accord.sides}
    chosen = tuple(order) or orders(accord)[0]
    for side in chosen:
        if side not in known:
            raise UnknownName.among(side, "side", known)
        if chosen.count(side) > 1:
            raise CaseError(f"the order of play names {side!r} twice", hint="list every side once")
    missing = sorted((active & known) - set(chosen))
    stages = [side for side in (*chosen, *missing) if side in active]
    chance = [CHANCE] if hazards and any(isinstance(t, Hazard) for t in terms.values()) else []
    return (*stages, *chance, CLOCK)


def _assumes(draft: Draft, *, hazards: bool) -> tuple[str, ...]:
    accord = draft.accord
    names = [accord.name(stage) for stage in draft.stages if stage not in {CHANCE, CLOCK}]
    order = worded_row(names)
    found = [worded("On each day one act each, in this order: {order}; then the day ends.", order=order)]
    found.append(worded("Everyone sees what everyone does."))
    if not hazards and any(isinstance(t, Hazard) for t in draft.terms.values()):
        found.append(worded("No incident happens unless a side brings it about."))
    return (*found, *accord.simplifications)
