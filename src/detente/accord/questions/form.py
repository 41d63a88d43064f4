"""Whether a text is well-formed as a game: what is dead, stuck, endless, unreachable, or cannot be kept.

A remark says one thing in plain words, with the clauses and sides it is about and, where one can be told, a
play that shows it. Faults are what a drafter would mend; notes are what a drafter should know.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.compile import compile_accord
from detente.accord.game.expression import evaluate
from detente.accord.game.graph import Game
from detente.accord.game.rules import CLOCK
from detente.accord.language.plan import Expiry, Guarantee, Hazard, Obligation, Power, Talks, Terms, Trigger
from detente.accord.plays.manners import clean, descending, manners
from detente.accord.plays.story import Play, play, tell
from detente.accord.questions.ability import entrap
from detente.accord.questions.forcing import blamed, mask, say_orders, say_sides
from detente.accord.questions.remarks import FormReport, Remark
from detente.accord.questions.timing import day_of
from detente.accord.results import Witness
from detente.accord.space import AccordSpace
from detente.kernels.games.attractor import attractor
from detente.kernels.games.graph import components
from detente.languages import mark, worded, worded_row

__all__ = ["FormReport", "Remark", "well_formed"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer[Any]]

_METHOD = "breadth-first search, strongly connected components and attractors on the games"


def well_formed(space: AccordSpace, *, readings: bool = False) -> FormReport:
    """What is amiss with the form of a text, each in plain words, over every order of play.

    `readings`: also build the game of every other reading and say which make no difference; a reading that
    compiles to the very same rules is always said. Hazards are left out.
    """
    found = [
        *_unreachable(space),
        *_dead(space),
        *_stuck(space),
        *_timeless(space),
        *_unmeetable(space),
        *_trapped(space),
        *_doomed(space),
        *_endless(space),
        *_contradictory(space),
        *_idle(space, games=readings),
    ]
    return FormReport(
        remarks=tuple(sorted(found, key=lambda remark: not remark.fault)),
        basis=space.basis(_METHOD),
        assumes=say_orders(space),
    )


def _unreachable(space: AccordSpace) -> Iterator[Remark]:
    for phase in space.accord.phases:
        if not any(mask(game, f"phase({phase.id})").any() for game in space.games):
            yield Remark(kind="unreachable", says=worded("{phase} can never be reached.", phase=phase.name))
    if not any(mask(game, "complete").any() for game in space.games):
        yield Remark(kind="unreachable", says=worded("The accord can never be carried out to its end."))


def _dead(space: AccordSpace) -> Iterator[Remark]:
    """Clauses that never come into play: no move of theirs can be made, or the clock never acts on them.

    A power to resume what no clause in force suspends goes without saying.
    """
    moved: set[str] = set()
    fired: set[str] = set()
    for game in space.games:
        moved |= {game.rules.moves[number].id for number in np.unique(game.move)}
        fired |= _fired(game)
    known = _terms(space)
    for name, terms in known.items():
        moves = [move for move in space.rules.moves if move.clause == name]
        alive = [move for move in moves if move.id in moved]
        if isinstance(terms, Trigger | Expiry):
            if name not in fired and not (isinstance(terms, Expiry) and terms.then == "continue"):
                yield Remark(
                    kind="dead",
                    says=worded("Clause {clause} never takes effect.", clause=name),
                    clauses=(name,),
                )
        elif isinstance(terms, Power) and terms.resumes and not any(known.get(c) for c in terms.resumes):
            continue
        elif moves and not alive:
            says = _NEVER["power"]
            says = _NEVER["obligation"] if isinstance(terms, Obligation) else says
            says = _NEVER["talks"] if isinstance(terms, Talks) else says
            yield Remark(kind="dead", says=worded(says, clause=name), clauses=(name,))
        elif isinstance(terms, Power):
            idle = tuple(sorted({move.owner for move in moves} - {move.owner for move in alive}))
            if idle:
                who = say_sides(space.accord, idle)
                yield Remark(
                    kind="dead",
                    says=worded("Clause {clause} can never be used by {who}.", clause=name, who=who),
                    clauses=(name,),
                    sides=idle,
                )


_NEVER = {
    "obligation": mark("Clause {clause} can never be performed."),
    "power": mark("Clause {clause} can never be used."),
    "talks": mark("Clause {clause} can never lead to any act."),
}


def _fired(game: Game) -> set[str]:
    """The clauses on which the clock acts at the end of some day."""
    clock = next(move for move in game.rules.moves if move.owner == CLOCK)
    rows = np.nonzero(game.stage == len(game.rules.stages) - 1)[0]
    columns = {variable.name: game.column(variable.name)[rows] for variable in game.rules.variables}
    found = set()
    for effect in clock.effects:
        when = evaluate(effect.when, columns)
        if effect.clause and np.any(when):
            found.add(effect.clause)
        values = [(name, evaluate(value, columns)) for name, value in effect.sets]
        for name, value in values:
            columns[name] = np.where(when, value, columns[name])
    return found


def _stuck(space: AccordSpace) -> Iterator[Remark]:
    """From where no lawful act of anybody leads to an end, though nobody is in breach."""
    for game in space.games:
        lawful = ~game.by_status["breach"] & ~_fights(game)
        everyone = np.ones(game.situations, dtype=bool)
        out = attractor(game.start, game.to, everyone, game.ended, allowed=lawful, preds=game.incoming).rank
        stuck = (out < 0) & ~blamed(game, space.accord.parties)
        there = attractor(game.start, game.to, everyone, stuck, allowed=lawful, preds=game.incoming).rank
        if there[0] < 0:
            continue
        shown = _walk(game, there, stuck, "lawful acts alone, after which no lawful act leads to an end")
        day = shown.steps[-1].day if shown.steps else 1
        says = worded(
            "From day {day} on the accord can be stuck in {phase}: nobody is in breach, and no lawful act "
            "leads to any end.",
            day=day,
            phase=space.accord.phase(shown.ends).name,
        )
        yield Remark(kind="stuck", says=says, witness=shown)
        return


def _walk(game: Game, rank: Ints, target: Bools, shows: str) -> Witness:
    """The play by which all sides together come to a target the soonest."""
    everyone = np.ones(game.situations, dtype=bool)
    return tell(game, play(game, manners(game, descending(game, rank, everyone)), until=target), shows=shows)


def _timeless(space: AccordSpace) -> Iterator[Remark]:
    """Cycles on which no time passes; the rules leave none, and this looks all the same."""
    for game in space.games:
        _, cyclic = components(game.start, game.to, ~game.days_pass)
        if cyclic.any():
            yield Remark(kind="timeless", says=worded("Within one day acts can follow each other for ever."))
            return


def _unmeetable(space: AccordSpace) -> Iterator[Remark]:
    """Parties that cannot keep out of breach by themselves, from the first morning on."""
    for party in space.accord.parties:
        caught = [not clean(game, party)[: game.initial].all() for game in space.games]
        if not any(caught):
            continue
        others = tuple(side.id for side in space.accord.sides if side.id != party)
        verdict = entrap(space, others, victim=party, blameless=False)
        clauses = _blaming(verdict.witness, party)
        places = {"party": say_sides(space.accord, (party,)), "clauses": worded_row(clauses)}
        yield Remark(
            kind="unmeetable",
            says=worded(_UNMEETABLE[all(caught), bool(clauses)], **places),
            clauses=clauses,
            sides=(party,),
            witness=verdict.witness,
        )


_UNMEETABLE = {
    (True, True): mark(
        "From the first morning, {party} cannot by itself keep out of a breach of {clauses}, whatever it "
        "does."
    ),
    (True, False): mark(
        "From the first morning, {party} cannot by itself keep out of a breach, whatever it does."
    ),
    (False, True): mark(
        "From the first morning under one order of play, {party} cannot by itself keep out of a breach of "
        "{clauses}, whatever it does."
    ),
    (False, False): mark(
        "From the first morning under one order of play, {party} cannot by itself keep out of a breach, "
        "whatever it does."
    ),
}
"""By whether it is so under every order of play, and whether clauses can be named."""


def _trapped(space: AccordSpace) -> Iterator[Remark]:
    """Parties that cannot keep out of breach by themselves once a later phase has begun."""
    game = space.game
    dawn = (game.stage == 0) & (game.column("day") == 1) & ~blamed(game, space.accord.parties)
    for party in space.accord.parties:
        region = clean(game, party)
        if not region[: game.initial].all():
            continue
        for phase in space.accord.phases:
            begins = dawn & mask(game, f"phase({phase.id})")
            if not begins.any() or (region & begins).any():
                continue
            witness = _trap(game, party, begins)
            clauses = _blaming(witness, party)
            says = _TRAPPED if clauses else _TRAPPED_SOMEHOW
            who = say_sides(space.accord, (party,))
            yield Remark(
                kind="unmeetable",
                says=worded(says, phase=phase.name, party=who, clauses=worded_row(clauses)),
                clauses=clauses,
                sides=(party,),
                witness=witness,
            )


_TRAPPED = mark("Once {phase} has begun, {party} cannot by itself keep out of a breach of {clauses}.")
_TRAPPED_SOMEHOW = mark("Once {phase} has begun, {party} cannot by itself keep out of a breach.")


def _trap(game: Game, party: str, begins: Bools) -> Witness:
    """The soonest way to some situations, and from there how the others put a party in breach."""
    everyone = np.ones(game.situations, dtype=bool)
    there = attractor(game.start, game.to, everyone, begins, preds=game.incoming).rank
    first = play(game, manners(game, descending(game, there, everyone)), until=begins)
    last = int(game.to[first.edges[-1]]) if first.edges else first.begins
    others, caught = ~game.mine((party,)), mask(game, f"breach({party})")
    rank = attractor(game.start, game.to, others, caught, preds=game.incoming).rank
    then = play(game, manners(game, descending(game, rank, others)), begins=last, until=caught)
    whole = Play(edges=(*first.edges, *then.edges), begins=first.begins)
    return tell(game, whole, shows=f"{say_sides(game.rules.accord, (party,))} is put in breach")


def _blaming(witness: Witness | None, party: str) -> tuple[str, ...]:
    """The clauses because of which a play puts a party in breach."""
    steps = witness.steps if witness else ()
    return tuple(dict.fromkeys(step.clause for step in steps if party in step.blames and step.clause))


def _doomed(space: AccordSpace) -> Iterator[Remark]:
    """An end that all sides together cannot avoid."""
    for end, says in _DOOMED.items():
        ranks = []
        for game in space.games:
            nobody = np.zeros(game.situations, dtype=bool)
            there = mask(game, end)
            ranks.append(int(attractor(game.start, game.to, nobody, there, preds=game.incoming).rank[0]))
        if min(ranks) >= 0:
            day = max(day_of(rank, len(space.rules.stages)) for rank in ranks)
            yield Remark(kind="doomed", says=worded(says, day=day))


_DOOMED = {
    "collapse": mark("Whatever the sides do, the accord collapses, by day {day} at the latest."),
    "complete": mark("Whatever the sides do, the accord is carried out, by day {day} at the latest."),
}


def _endless(space: AccordSpace) -> Iterator[Remark]:
    """Powers to extend or suspend that can go on for ever."""
    game = space.game
    for name, terms in _terms(space).items():
        if not isinstance(terms, Power) or not (terms.extends or terms.suspends):
            continue
        if terms.extends:
            label, _ = components(game.start, game.to)
            uses = np.isin(game.move, [k for k, move in enumerate(game.rules.moves) if move.clause == name])
            forever = bool((uses & (label[game.source] == label[game.to])).any())
            says = worded("Clause {clause} lets the phase be extended without end.", clause=name)
        else:
            held = mask(game, f"suspended({name})")
            _, cyclic = components(game.start, game.to, held[game.source] & held[game.to])
            forever = bool(cyclic.any())
            says = worded("Clause {clause} lets obligations stay suspended for ever.", clause=name)
        if forever:
            yield Remark(kind="endless", says=says, clauses=(name,), sides=terms.holders, fault=False)


def _contradictory(space: AccordSpace) -> Iterator[Remark]:
    """Powers of different sides that can be used at the same moment and lead to different places."""
    game = space.game
    powers = [(name, terms) for name, terms in _terms(space).items() if isinstance(terms, Power)]
    usable = {
        (move.clause, move.owner): game.where(move.guard) & ~game.ended
        for move in game.rules.moves
        if move.kind == "power"
    }
    for index, (one, first) in enumerate(powers):
        for other, second in powers[index + 1 :]:
            if not _opposed(first, second):
                continue
            both = any(
                (usable[one, a] & usable[other, b]).any()
                for a in first.holders
                for b in second.holders
                if a != b and (one, a) in usable and (other, b) in usable
            )
            if both:
                says = worded(
                    "Clauses {one} and {other} can be used at the same moment and undo each other: who acts "
                    "first decides.",
                    one=one,
                    other=other,
                )
                yield Remark(
                    kind="contradictory",
                    says=says,
                    clauses=(one, other),
                    sides=tuple(sorted({*first.holders, *second.holders})),
                    fault=False,
                )


def _opposed(one: Power, other: Power) -> bool:
    flags = dict(other.sets)
    differ = any(flag in flags and flags[flag] != value for flag, value in one.sets)
    return differ or bool(one.to and other.to and one.to != other.to)


def _idle(space: AccordSpace, *, games: bool) -> Iterator[Remark]:
    """Readings that make no difference to the rules, or to the game; guarantees and hazards left out."""
    chosen = dict(space.rules.readings)
    for clause in space.accord.clauses:
        for reading in clause.readings:
            terms = (reading.terms, clause.reading(chosen[clause.id]).terms)
            if reading.id == chosen[clause.id] or any(isinstance(t, Guarantee | Hazard) for t in terms):
                continue
            changed = {**space.chosen, clause.id: reading.id}
            if _same_rules(space, changed) or (games and _same_game(space, space.under(readings=changed))):
                says = worded(
                    "Clause {clause}: {reading} makes no difference to {chosen}.",
                    clause=clause.id,
                    reading=repr(reading.id),
                    chosen=repr(chosen[clause.id]),
                )
                yield Remark(kind="idle", says=says, clauses=(clause.id,), fault=False)


def _same_rules(space: AccordSpace, readings: Mapping[str, str]) -> bool:
    """Whether other readings compile to the very same variables and moves, under every order of play."""
    for rules, order in zip(space.rules_by_order, space.orders, strict=True):
        other = compile_accord(space.accord, readings, wording=space.wording, order=order)
        if (other.variables, other.moves) != (rules.variables, rules.moves):
            return False
    return True


def _same_game(one: AccordSpace, other: AccordSpace) -> bool:
    for left, right in zip(one.games, other.games, strict=True):
        if left.situations != right.situations or len(left.to) != len(right.to):
            return False
        if [v.name for v in left.rules.variables] != [v.name for v in right.rules.variables]:
            return False
        names = [[move.id for move in game.rules.moves] for game in (left, right)]
        if not np.array_equal(left.to, right.to) or not np.array_equal(left.codes, right.codes):
            return False
        if not np.array_equal(np.array(names[0])[left.move], np.array(names[1])[right.move]):
            return False
    return True


def _fights(game: Game) -> Bools:
    kinds = np.array([move.kind == "fight" for move in game.rules.moves])
    found: Bools = kinds[game.move]
    return found


def _terms(space: AccordSpace) -> dict[str, Terms]:
    chosen = dict(space.rules.readings)
    return {clause.id: clause.reading(chosen[clause.id]).terms for clause in space.accord.clauses}
