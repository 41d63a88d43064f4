"""What the names in an event mean: which side can do which act under which clause, and which moves that are.

The words for acts are those of `ACTS`; a clause that knows one act of a side needs none.
"""

from collections.abc import Iterable

from detente.accord.game.rules import CHANCE, Move, Rules
from detente.accord.language.plan import Accord, Ban, Hazard, Obligation, Power, Talks, Terms
from detente.accord.monitoring.events import AccordEvent
from detente.errors import Problem, nearest

__all__ = ["ACTS", "act_of", "moves_of", "name_problems"]

ACTS: dict[str, str] = {
    "perform": "a debtor gives what an obligation owes",
    "confirm": "who verifies an obligation confirms what was given",
    "use": "a holder uses a power",
    "raise": "a party puts a topic on the table",
    "drop": "a party takes its topic off the table",
    "agree": "a party agrees on the next listed topic",
    "settle": "a listed topic is settled",
    "sign": "a party signs what the talks have settled",
    "fight": "a party returns to fighting, or does what a ban forbids",
    "incident": "a hazard comes about",
}
"""The acts that an event can name, and what they are."""

_OF_KIND = {"perform": "perform", "verify": "confirm", "power": "use", "hazard": "incident"}

Known = dict[tuple[str, str], set[str]]


def moves_of(rules: Rules, event: AccordEvent) -> tuple[Move, ...]:
    """The moves that an event may stand for, the likeliest first; none where no reading in force provides it.

    Of fighting the named clause comes first, then every other way to fight: that it was done is a fact,
    whichever clause covers it.
    """
    side = event.side or CHANCE
    own = [m for m in rules.moves if m.owner == side and m.kind not in {"wait", "clock"}]
    own = [m for m in own if m.id != "chance:nothing"]
    if event.act:
        own = [m for m in own if act_of(m) == event.act]
    named = [m for m in own if not event.clause or m.clause == event.clause]
    if named and all(m.kind == "fight" for m in named):
        named += [m for m in rules.moves if m.owner == side and m.kind == "fight" and m not in named]
    return tuple(named)


def act_of(move: Move) -> str:
    """The word of `ACTS` for a move; "" for waiting and the clock."""
    if move.kind == "agree":
        return "settle" if ":settle:" in move.id else "agree"
    found = _OF_KIND.get(move.kind, move.kind)
    return found if found in ACTS else ""


def name_problems(accord: Accord, events: Iterable[AccordEvent]) -> list[Problem]:
    """Everything amiss with the names in events: sides, clauses and acts that the accord does not have.

    What some reading of a clause provides is no problem here, whichever reading is in force.
    """
    known = _known(accord)
    return [problem for event in events for problem in _of_event(accord, known, event)]


def _of_event(accord: Accord, known: Known, event: AccordEvent) -> list[Problem]:
    sides = {side.id for side in accord.sides}
    clauses = {clause.id for clause in accord.clauses}
    found = []
    if event.side and event.side != CHANCE and event.side not in sides:
        what = f"there is no side called {event.side!r}"
        found.append(_problem(event, "side", what, nearest(event.side, sides)))
    if event.clause and event.clause not in clauses:
        what = f"there is no clause called {event.clause!r}"
        found.append(_problem(event, "clause", what, nearest(event.clause, clauses)))
    if event.act and event.act not in ACTS:
        what = f"there is no act called {event.act!r}"
        found.append(_problem(event, "act", what, nearest(event.act, ACTS)))
    return found or _of_act(known, event)


def _of_act(known: Known, event: AccordEvent) -> list[Problem]:
    """Problems with names that exist but do not go together."""
    side = event.side or CHANCE
    who = event.side or "nobody"
    if event.clause:
        acts = known.get((side, event.clause), set())
        if not acts:
            others = sorted(s for s, clause in known if clause == event.clause and s != CHANCE)
            hint = (
                f"acts there: {', '.join(others)}" if others else "name the clause that was performed or used"
            )
            return [_problem(event, "clause", f"{who} has nothing to do under {event.clause}", hint)]
        if event.act and event.act not in acts:
            what = f"{who} does not {event.act} under {event.clause}"
            return [_problem(event, "act", what, f"write one of {', '.join(sorted(acts))}")]
        if not event.act and len(acts) > 1:
            what = f"{who} can do several things under {event.clause}"
            return [_problem(event, "act", what, f"write one of {', '.join(sorted(acts))}")]
        return []
    if not event.act:
        return [_problem(event, "clause", "neither a clause nor an act is named", "name the clause")]
    clauses = sorted(c for (s, c), acts in known.items() if s == side and event.act in acts)
    if event.act == "fight" or len(clauses) == 1:
        return []
    hint = f"name one of the clauses {', '.join(clauses)}" if clauses else "name who did it, and the clause"
    return [_problem(event, "clause", f"under which clause did {who} {event.act}?", hint)]


def _problem(event: AccordEvent, path: str, what: str, hint: str) -> Problem:
    return Problem(path=path, what=what, hint=hint, file=event.file, line=event.line)


def _known(accord: Accord) -> Known:
    """For each side and clause: the acts that some reading provides."""
    found: Known = {}
    for clause in accord.clauses:
        for reading in clause.readings:
            for side, act in _acts(reading.terms):
                found.setdefault((side, clause.id), set()).add(act)
    return found


def _acts(terms: Terms) -> list[tuple[str, str]]:
    if isinstance(terms, Obligation):
        confirms = [(terms.verified_by, "confirm")] if terms.verified_by else []
        return [(terms.debtor, "perform"), *confirms]
    if isinstance(terms, Power):
        return [(holder, "use") for holder in terms.holders]
    if isinstance(terms, Ban):
        return [(actor, "fight") for actor in terms.actors]
    if isinstance(terms, Hazard):
        return [(CHANCE, "incident")]
    if isinstance(terms, Talks):
        return _in_talks(terms)
    return []


def _in_talks(terms: Talks) -> list[tuple[str, str]]:
    acts = ["sign"]
    if terms.agenda == "open":
        acts += ["raise", "drop"]
    if terms.listed_open and terms.topics and terms.settled_by in {"raiser", "both"}:
        acts.append("settle" if terms.settled_by == "raiser" else "agree")
    found = [(party, act) for party in terms.parties for act in acts]
    if terms.listed_open and terms.topics and terms.settled_by not in {"raiser", "both"}:
        found.append((terms.settled_by, "settle"))
    return found
