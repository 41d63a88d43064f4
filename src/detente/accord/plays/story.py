"""Plays of an accord and how they are told: who does what on which day, and an independent check of it.

A play is a list of edges of a game. It is told as a witness, step by step, and can be replayed by the plain
meaning of the rules, which shares nothing with the unfolding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import evaluate
from detente.accord.game.graph import Game
from detente.accord.game.rules import CHANCE, CLOCK, Move, Rules
from detente.accord.language.dates import date_of
from detente.accord.language.plan import Accord
from detente.accord.plays.manners import Chooser
from detente.accord.results import Step, Witness, in_sentence, list_names
from detente.errors import AnalysisError
from detente.languages import worded, worded_as, worded_count, worded_plural, worded_row

__all__ = ["Play", "play", "replay", "say_witness", "tell"]

Bools = npt.NDArray[np.bool_]
Values: TypeAlias = Mapping[str, int]

_NIGHT = "a day passes"
_QUIET = {_NIGHT, "waits", "nothing happens"}
_BETWEEN = worded_as("between parts of a sentence", "; ")
_COUNTED = {"persons", "person", "people", "pieces", "units"}
"""Units that go without saying beside the name of a good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """Edges of a game one after another from the situation `begins`.

    `repeats_from`: the index in `edges` to which the play goes back for ever; None where it stops.
    """

    edges: tuple[int, ...]
    begins: int = 0
    repeats_from: int | None = None


def play(game: Game, choose: Chooser, *, begins: int = 0, until: Bools | None = None) -> Play:
    """The play that a chooser leads to: until an end, a situation in `until`, or one seen before.

    Raises AnalysisError when the choice is no edge of the situation.
    """
    edges: list[int] = []
    seen: dict[int, int] = {}
    here = begins
    while not game.ended[here] and (until is None or not until[here]):
        if here in seen:
            return Play(edges=tuple(edges), begins=begins, repeats_from=seen[here])
        seen[here] = len(edges)
        edge = int(choose(here))
        if edge not in game.edges(here):
            raise AnalysisError(f"edge {edge} does not leave situation {here}")
        edges.append(edge)
        here = int(game.to[edge])
    return Play(edges=tuple(edges), begins=begins)


def tell(game: Game, played: Play, *, shows: str, day: int = 1) -> Witness:
    """A play as a witness: every move with its day, what it gives and whom it puts in breach.

    `day`: the day of the accord on which the play begins; dates are given where the accord is signed.
    """
    rules = game.rules
    moves = [rules.moves[game.move[edge]] for edge in played.edges]
    passed = [game.values(played.begins), *(game.values(int(game.to[edge])) for edge in played.edges)]
    nights = [values for move, values in zip(moves, passed, strict=False) if move.owner == CLOCK]
    acting = iter(_acting(rules, nights))
    steps = []
    for move, before, after in zip(moves, passed, passed[1:], strict=False):
        clauses = next(acting) if move.owner == CLOCK else ()
        steps.append(_step(rules, move, before, after, day, clauses))
        day += move.owner == CLOCK
    return Witness(
        shows=shows,
        moves=tuple(move.id for move in moves),
        steps=tuple(steps),
        ends=rules.phases[passed[-1]["phase"]],
        in_breach=_in_breach(rules.accord, passed[-1]),
        repeats_from=played.repeats_from,
    )


def replay(rules: Rules, witness: Witness, start: Values | None = None) -> tuple[dict[str, int], ...]:
    """The situations that a witness passes through, worked out anew by the plain meaning of its moves.

    The first is the first morning (or `start`), the last where it ends. Raises AnalysisError unless every
    move is one of the side whose turn it is and can be made, every step says what happened, the play ends
    as claimed, and a repetition comes back to where it began.
    """
    known = {move.id: move for move in rules.moves}
    values = dict(start or rules.start)
    passed = [values]
    day = witness.steps[0].day if witness.steps else 1
    for index, (name, step) in enumerate(zip(witness.moves, witness.steps, strict=True)):
        move = known.get(name)
        turn = rules.stages[index % len(rules.stages)]
        if move is None or move.owner != turn or not rules.can(move, values):
            raise AnalysisError(f"move {index + 1} of the play, {name!r}, cannot be made on day {day}")
        after = {key: int(value) for key, value in rules.apply(move, values).items()}
        clauses = _acting(rules, [values])[0] if move.owner == CLOCK else ()
        if _step(rules, move, values, after, day, clauses) != step:
            raise AnalysisError(f"move {index + 1} of the play, {name!r}, is not told as it happens")
        values = after
        passed.append(values)
        day += move.owner == CLOCK
    if rules.phases[values["phase"]] != witness.ends or _in_breach(rules.accord, values) != witness.in_breach:
        raise AnalysisError("the play does not end as it says")
    again = witness.repeats_from
    if again is not None and (passed[again] != values or (len(witness.moves) - again) % len(rules.stages)):
        raise AnalysisError("the play does not come back to where it is said to repeat")
    return tuple(passed)


def say_witness(witness: Witness, accord: Accord, *, short: bool = False) -> tuple[str, ...]:
    """A witness as a dated story, one line for each day on which something happens; quiet days are merged.

    `short`: days on which sides only give what they owe are merged too, with what they gave in all.
    """
    told = witness.steps
    loop = witness.repeats_from
    quiet = loop is not None and all(step.act in _QUIET and not step.blames for step in told[loop:])
    if loop is not None and quiet:
        told = told[:loop]
    lines = []
    calm: list[Step] = []
    for today in _by_day(told):
        said = [_say_step(step, accord) for step in today if step.act not in _QUIET or step.blames]
        if not said or (short and all(_routine(step) for step in today)):
            calm += today
            continue
        lines += _say_calm(calm, accord)
        calm = []
        events = worded_row(said, _BETWEEN)
        lines.append(worded("{day}: {events}", day=_when(today[0]), events=events))
    lines += _say_calm(calm, accord)
    return (*lines, _say_end(witness, accord, quiet=quiet))


def _step(rules: Rules, move: Move, before: Values, after: Values, day: int, clauses: Sequence[str]) -> Step:
    accord = rules.accord
    was = set(_in_breach(accord, before))
    step = Step(
        day=day,
        phase=rules.phases[before["phase"]],
        side=move.owner,
        act=move.act,
        clause=move.clause,
        status=move.status,
        date=date_of(accord.calendar, day),
        blames=tuple(party for party in _in_breach(accord, after) if party not in was),
    )
    if move.owner == CLOCK:
        return replace(step, act=_night(rules, before, after), clause=clauses[0] if clauses else "")
    if move.kind == "perform":
        given = before[move.counter]
        gives = ((move.good, move.amounts[given], move.taker),)
        return replace(step, gives=gives, count=given + 1, of=len(move.amounts))
    return step


def _acting(rules: Rules, nights: Sequence[Values]) -> list[list[str]]:
    """For each night the clauses by which it puts a side in breach, moves the accord on or sets a flag."""
    found: list[list[str]] = [[] for _ in nights]
    if not nights:
        return found
    clock = next(move for move in rules.moves if move.owner == CLOCK)
    columns = {name: np.array([values[name] for values in nights]) for name in nights[0]}
    for effect in clock.effects:
        when = np.broadcast_to(np.asarray(evaluate(effect.when, columns), dtype=bool), len(nights))
        if not when.any():
            continue
        new = {name: np.where(when, evaluate(value, columns), columns[name]) for name, value in effect.sets}
        telling = [name for name in new if name.split(":")[0] in {"breach", "phase", "flag"}]
        if effect.clause and telling:
            changed = np.logical_or.reduce([columns[name] != new[name] for name in telling])
            for night in np.flatnonzero(changed):
                found[night].append(effect.clause)
        columns.update(new)
    return found


def _night(rules: Rules, before: Values, after: Values) -> str:
    """What the end of a day brings, in words."""
    was, now = rules.phases[before["phase"]], rules.phases[after["phase"]]
    if now == "collapse":
        return worded("the day ends and the accord collapses")
    if now == "complete":
        return worded("the day ends and the accord is carried out")
    if was != now:
        ended, begins = rules.accord.phase(was).name, rules.accord.phase(now).name
        return worded("the day ends, and so does {ended}; {begins} begins", ended=ended, begins=begins)
    told = [
        worded("{fact}: yes", fact=flag.name)
        if after[f"flag:{flag.id}"]
        else worded("{fact}: no", fact=flag.name)
        for flag in rules.accord.flags
        if before[f"flag:{flag.id}"] != after[f"flag:{flag.id}"]
    ]
    return worded("the day ends; {facts}", facts=worded_row(told, _BETWEEN)) if told else _NIGHT


def _in_breach(accord: Accord, values: Values) -> tuple[str, ...]:
    return tuple(party for party in accord.parties if values[f"breach:{party}"])


def _by_day(steps: Sequence[Step]) -> list[list[Step]]:
    days: list[list[Step]] = []
    for step in steps:
        if not days or days[-1][0].day != step.day:
            days.append([])
        days[-1].append(step)
    return days


def _say_step(step: Step, accord: Accord) -> str:
    more = [_say_gift(accord, good, n, taker) for good, n, taker in step.gives]
    if step.of > 1:
        more.append(worded("{count} of {total}", count=step.count, total=step.of))
    if step.status == "remedy":
        more.append(worded("in answer to a breach or a delay"))
    if step.side in {CHANCE, CLOCK}:
        said = step.act if step.act != _NIGHT else worded("the day ends")
    else:
        # Translators: `act` is a verb phrase, mostly as the accord's file has it: "withdraws its troops".
        said = worded("{party} {act}", party=in_sentence(accord.name(step.side)), act=step.act)
    said = worded("{event} ({more})", event=said, more=worded_row(more)) if more else said
    said = worded("{event} [{clause}]", event=said, clause=step.clause) if step.clause else said
    if not step.blames:
        return said
    blamed = list_names(tuple(in_sentence(accord.name(party)) for party in step.blames))
    return worded_plural(
        "{event}; {parties} is now in breach",
        "{event}; {parties} are now in breach",
        len(step.blames),
        event=said,
        parties=blamed,
    )


def _say_gift(accord: Accord, good: str, units: int, taker: str) -> str:
    # Translators: what is given and to whom: "3 hostages to Delta".
    amount = _amount(accord, good, units)
    return worded("{amount} to {party}", amount=amount, party=in_sentence(accord.name(taker)))


def _routine(step: Step) -> bool:
    """Whether nothing happens in a step but that something is given, or nothing at all."""
    return not step.blames and (step.act in _QUIET or (bool(step.gives) and step.status == "lawful"))


def _amount(accord: Accord, good: str, units: int) -> str:
    """Units of a good in words: `3 hostages`, `1 step of areas left by troops`."""
    known = next((g for g in accord.goods if g.id == good), None)
    name = known.name if known else good
    unit = known.unit if known else ""
    if not unit or unit in _COUNTED or unit.split()[0] in name.split():
        return worded("{n} {good}", n=worded_count(units), good=name)
    unit = unit.removesuffix("s") if units == 1 else unit
    # Translators: an amount of a good in its unit: "3 steps of areas left by troops".
    return worded("{n} {unit} of {good}", n=worded_count(units), unit=unit, good=name)


def _say_calm(steps: Sequence[Step], accord: Accord) -> list[str]:
    """Days on which nothing happens, or nothing but that sides give what they owe: with the totals."""
    if not steps:
        return []
    first, last = steps[0], steps[-1]
    days = _when(first)
    if first.day != last.day:
        days = worded("days {first} to {last}", first=first.day, last=last.day)
    given: dict[tuple[str, str], int] = {}
    for step in steps:
        for good, units, taker in step.gives:
            given[good, taker] = given.get((good, taker), 0) + units
    if not given:
        return [worded("{days}: nothing happens", days=days)]
    told = [_say_gift(accord, good, n, taker) for (good, taker), n in given.items()]
    return [worded("{days}: given: {gifts}", days=days, gifts=list_names(tuple(told)))]


def _when(step: Step) -> str:
    if step.date is None:
        return worded("day {day}", day=step.day)
    return worded("day {day} ({date})", day=step.day, date=step.date.isoformat())


def _say_end(witness: Witness, accord: Accord, *, quiet: bool) -> str:
    names = list_names(tuple(in_sentence(accord.name(party)) for party in witness.in_breach))
    blame = worded("in breach: {parties}", parties=names) if names else worded("nobody is in breach")
    if witness.repeats_from is not None:
        day = witness.steps[witness.repeats_from].day
        if quiet:
            return worded("from day {day} on: nothing more happens, for ever; {blame}", day=day, blame=blame)
        last = witness.steps[-1].day
        return worded("then days {day} to {last} repeat for ever; {blame}", day=day, last=last, blame=blame)
    if witness.ends == "collapse":
        return worded("the accord has collapsed; {blame}", blame=blame)
    if witness.ends == "complete":
        return worded("the accord has been carried out; {blame}", blame=blame)
    return worded("the accord stands in {phase}; {blame}", phase=accord.phase(witness.ends).name, blame=blame)
