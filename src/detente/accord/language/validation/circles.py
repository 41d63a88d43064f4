"""Circles: what waits for itself, triggers that set each other off, phases that nothing leads to.

Under each selection of readings, what can come about is worked out as a least fixed point, in favour of the
accord: whatever a side or chance might do is possible. What is left over waits for what is left over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.accord.game.compiling.duties import tranche_sizes
from detente.accord.game.expression import Expr, Op, Var, all_of, evaluate, variables
from detente.accord.language.conditions import parse
from detente.accord.language.plan import Exchange, Obligation, Talks, Terms, Trigger
from detente.accord.language.validation.known import Held, Known
from detente.case.address import Address, Finding

__all__ = ["circle_findings"]

_MOST_WORK = 20_000
"""Clauses times selections of readings that are looked through."""


def circle_findings(known: Known) -> Iterator[Finding]:
    """Everything that can never come about because it waits for itself, or because nothing leads there."""
    triggers = tuple(_trigger_circles(known))
    yield from triggers
    reached: set[str] = set()
    told: set[frozenset[str]] = set()
    for held in _selections(known):
        world = _World(known, held)
        world.settle()
        reached |= world.able
        for at, circle in () if triggers else world.circles():
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                yield Finding(at, _waiting(circle), "let one of them go first")
    for number, phase in enumerate(() if told or triggers else known.accord.phases):
        if f"phase {phase.id}" not in reached:
            what = f"the phase {phase.id!r} can never be reached"
            yield Finding(("phases", number), what, "let a phase or a clause lead to it, or leave it out")


def _selections(known: Known) -> Iterator[tuple[Held, ...]]:
    """Readings to look at together: the first of each clause, those of a wording, one changed at a time."""
    by_clause: dict[str, dict[str, Held]] = {}
    for held in known.held:
        by_clause.setdefault(held.clause.id, {})[held.reading] = held
    base = {clause: next(iter(readings.values())) for clause, readings in by_clause.items()}
    wordings = (wording.readings for wording in known.accord.wordings)
    changes: list[dict[str, Held]] = [{}]
    changes += [{clause: by_clause[clause][name] for clause, name in chosen} for chosen in wordings]
    for clause, readings in by_clause.items():
        changes += [{clause: held} for held in list(readings.values())[1:]]
    for change in changes[: 1 + _MOST_WORK // (len(base) + 1)]:
        yield tuple((base | change).values())


@dataclass(frozen=True, slots=True)
class _Rule:
    """What can come about (`gives`) in a phase of `phases` when the condition holds and `needs` are there."""

    gives: tuple[str, ...]
    phases: tuple[str, ...]
    at: Address
    condition: Expr
    needs: tuple[str, ...] = ()


class _World:
    """What can come about under one selection of readings."""

    def __init__(self, known: Known, selection: tuple[Held, ...]) -> None:
        self.known = known
        self.terms: dict[str, Terms] = {held.clause.id: held.terms for held in selection}
        self.able: set[str] = {f"phase {known.phases[0]}"} if known.phases else set()
        self.able |= {f"flag {flag.id}" for flag in known.accord.flags if flag.start}
        self.rules = [*_onward(known), *(rule for held in selection for rule in self._of(held))]

    def _of(self, held: Held) -> Iterator[_Rule]:
        terms, at = held.terms, held.at
        if isinstance(terms, Obligation):
            waits = all_of(_read(terms.only_after), _read(terms.after))
            key = "only-after" if terms.only_after else "after" if terms.after else ""
            exchanged = tuple(f"clause {name}" for name in self._firsts(held.clause.id, terms))
            place = (*at, key) if key else at
            yield _Rule((f"clause {held.clause.id}",), (terms.phase,), place, waits, exchanged)
            return
        gives = [f"flag {flag}" for flag, value in getattr(terms, "sets", ()) if value]
        to = getattr(terms, "to", "") or getattr(terms, "then", "")
        if to and to != "continue":
            gives.append(f"phase {to}")
        if gives:
            phases = getattr(terms, "phases", None) or (getattr(terms, "phase", None) or self.known.phases)
            phases = (phases,) if isinstance(phases, str) else tuple(phases)
            yield _Rule(tuple(gives), phases, at, _read(getattr(terms, "when", "")))

    def _firsts(self, clause: str, then: Obligation) -> Iterator[str]:
        """The obligations of which something must be given before the first tranche of this one."""
        for terms in self.terms.values():
            if not isinstance(terms, Exchange) or terms.then != clause:
                continue
            if terms.lead < tranche_sizes(then)[0] and isinstance(self.terms.get(terms.first), Obligation):
                yield terms.first

    def settle(self) -> None:
        """Adds to `able` all that can come about."""
        waiting = self.rules
        while True:
            left = [rule for rule in waiting if not self._fires(rule)]
            if len(left) == len(waiting):
                return
            waiting = left[::-1]

    def _fires(self, rule: _Rule) -> bool:
        if not all(need in self.able for need in rule.needs):
            return False
        possible = any(
            f"phase {phase}" in self.able and self._may(rule.condition, phase) for phase in rule.phases
        )
        if possible:
            self.able.update(rule.gives)
        return possible

    def _may(self, expr: Expr, phase: str) -> bool:
        """Whether the condition could come to hold in the phase, as far as is known."""
        if isinstance(expr, Op) and expr.name == "and":
            return all(self._may(arg, phase) for arg in expr.args)
        if isinstance(expr, Op) and expr.name == "or":
            return any(self._may(arg, phase) for arg in expr.args)
        names = variables(expr)
        if all(self._blockers(name, phase) for name in names):
            return bool(evaluate(expr, dict.fromkeys(names, 0)))
        return True

    def _blockers(self, name: str, phase: str) -> list[str]:
        """What keeps the value of a name at 0 for ever."""
        word, _, rest = name.partition("(")
        held = rest.removesuffix(")").partition(",")[0]
        waits: Iterable[str] = ()
        if name == "all-performed":
            waits = (
                f"clause {clause}"
                for clause, terms in self.terms.items()
                if isinstance(terms, Obligation) and terms.phase == phase
            )
        elif word in {"given", "performed"} and isinstance(self.terms.get(held), Obligation):
            waits = (f"clause {held}",)
        elif word in {"flag", "phase"}:
            waits = (f"{word} {held}",)
        elif word == "signed" and isinstance(talks := self.terms.get(held), Talks):
            waits = (f"phase {talks.phase}",)
        return [need for need in waits if need not in self.able]

    def circles(self) -> Iterator[tuple[Address, list[str]]]:
        """Circles of what cannot come about, each waiting for the next, with the place of the first."""
        waits: dict[str, list[str]] = {}
        places: dict[str, Address] = {}
        for rule in self.rules:
            for node in rule.gives:
                if node not in self.able:
                    places.setdefault(node, rule.at)
                    waits.setdefault(node, []).extend(self._waits_for(rule))
        yield from ((places[circle[0]], circle) for circle in _circles(waits))

    def _waits_for(self, rule: _Rule) -> Iterator[str]:
        yield from (need for need in rule.needs if need not in self.able)
        for phase in rule.phases:
            if f"phase {phase}" not in self.able:
                yield f"phase {phase}"
            for name in sorted(variables(rule.condition)):
                yield from self._blockers(name, phase)


def _onward(known: Known) -> Iterator[_Rule]:
    for number, phase in enumerate(known.accord.phases):
        at: Address = ("phases", number, "advances-when")
        yield _Rule((f"phase {phase.next}",), (phase.id,), at, _read(phase.advances_when))


def _read(text: str) -> Expr:
    return parse(text, lambda name, args: Var(f"{name}({', '.join(args)})" if args else name))


def _circles(waits: dict[str, list[str]]) -> Iterator[list[str]]:
    """Circles among things that wait for others: one for each step back that a search in depth meets."""
    done: set[str] = set()
    for start in waits:
        path: list[str] = []
        ahead = [iter((start,))]
        while ahead:
            now = next(ahead[-1], None)
            if now is None:
                ahead.pop()
                done.update(path[-1:])
                path = path[:-1]
            elif now in path:
                yield path[path.index(now) :]
            elif now not in done and now in waits:
                path.append(now)
                ahead.append(iter(waits[now]))


def _waiting(circle: list[str]) -> str:
    """The circle in words."""
    shown = [_shown(node) for node in circle]
    if len(shown) == 1:
        return f"{shown[0]} waits for itself"
    return f"{shown[0]} waits for " + ", which waits for ".join((*shown[1:], shown[0]))


def _shown(node: str) -> str:
    kind, _, name = node.partition(" ")
    return f"{name!r}" if kind == "clause" else f"the {kind} {name!r}"


def _trigger_circles(known: Known) -> Iterator[Finding]:
    """Triggers on flags alone that set one another off."""
    needs: dict[str, set[tuple[str, bool]]] = {}
    sets: dict[str, set[tuple[str, bool]]] = {}
    places: dict[str, Address] = {}
    for held, terms in known.all(Trigger):
        literals = _literals(_read(terms.when))
        if literals:
            needs.setdefault(held.clause.id, set()).update(literals)
            sets.setdefault(held.clause.id, set()).update(terms.sets)
            places.setdefault(held.clause.id, (*held.at, "when"))
    after = {one: [other for other in needs if sets[one] & needs[other]] for one in needs}
    for circle in _circles(after):
        shown = " -> ".join(repr(name) for name in (*circle, circle[0]))
        what = f"the triggers set each other off: {shown}" if len(circle) > 1 else "sets itself off"
        yield Finding(places[circle[0]], what, "let one of them wait for something else than flags")


def _literals(expr: Expr) -> set[tuple[str, bool]]:
    """The flags, with their values, that a condition on flags alone asks for; none for any other."""
    parts = expr.args if isinstance(expr, Op) and expr.name == "and" else (expr,)
    found = set()
    for part in parts:
        value = not (isinstance(part, Op) and part.name == "not")
        inner = part if value or not isinstance(part, Op) else part.args[0]
        if not isinstance(inner, Var) or not inner.name.startswith("flag("):
            return set()
        found.add((inner.name[5:-1], value))
    return found
