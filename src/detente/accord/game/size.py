"""How large a game would be, said before it is built: an upper bound, and what makes it large."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from detente.accord.game.compiling.duties import given_after
from detente.accord.game.expression import Num
from detente.accord.game.rules import CLOCK, Rules
from detente.accord.language.plan import Exchange, Expiry, Obligation, Talks, Terms
from detente.errors import SpaceTooLarge

__all__ = ["HOPELESS", "SizeBound", "refuse_hopeless", "size_bound"]

HOPELESS = 20
"""How many times the limit a bound must exceed before the building is not even begun; bounds are loose."""

_ELSEWHERE = {"given", "pending", "fresh", "held", "since"}
_TALKS = {"signed", "raised", "listed", "agreed", "clear"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeBound:
    """At most so many situations, by phase, with the variables that multiply them most."""

    situations: int
    phases: tuple[tuple[str, int], ...]
    largest: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """The bound and its largest factors."""
        factors = ", ".join(f"{name} ({size})" for name, size in self.largest)
        return f"at most {self.situations:,} situations; the largest factors are {factors}"


def size_bound(rules: Rules) -> SizeBound:
    """An upper bound on the situations of the game of these rules, without building it.

    Obligations that are exchanged count together, topics and signatures too; those of other phases count
    as not begun, and as left where the accord may have left them. Mornings to begin from are not looked at.
    The true number is often a third to a tenth of it.
    """
    terms = {c.id: c.reading(dict(rules.readings)[c.id]).terms for c in rules.accord.clauses}
    ways = _ways(rules, terms)
    phases, factors = [], dict[str, int]()
    ends = 0
    for phase in rules.phases[:-2]:
        found = _factors(rules, phase, terms)
        found |= _elsewhere(rules, phase, terms, ways)
        phases.append((phase, len(rules.stages) * prod(found.values())))
        kept = {"breach", *(name for name, held in terms.items() if isinstance(held, Obligation))}
        ends += 2 * prod(factor for name, factor in found.items() if name.partition(":")[0] in kept)
        for name, factor in found.items():
            factors[name] = max(factors.get(name, 1), factor)
    largest = sorted(factors.items(), key=lambda item: (-item[1], item[0]))[:3]
    total = ends + sum(size for _, size in phases)
    return SizeBound(situations=total, phases=tuple(phases), largest=tuple(largest))


def refuse_hopeless(rules: Rules, most: int) -> None:
    """Raises SpaceTooLarge when even a loose bound says that the game cannot fit."""
    bound = size_bound(rules)
    if bound.situations > HOPELESS * most:
        names = [f"{name} (now {size})" for name, size in bound.largest]
        raise SpaceTooLarge(
            f"{rules.accord.id} could have {_told(bound.situations)} situations, the limit is {most:,}",
            where=rules.accord.file,
            hint=f"coarsen what multiplies most: {', '.join(names)}; fewer tranches, flags or topics",
        )


def _factors(rules: Rules, phase: str, terms: Mapping[str, Terms]) -> dict[str, int]:
    """What multiplies the situations of one phase, by the name of a clause or a variable."""
    here = {n for n, t in terms.items() if isinstance(t, Obligation | Talks) and t.phase == phase}
    highs = {variable.name: variable.high for variable in rules.variables}
    found = {"day": highs["day"] + int(_enters_by_day(rules, phase))}
    for name, high in highs.items():
        kind, _, rest = name.partition(":")
        clause = rest.split(":")[0]
        if kind in {"phase", "day", "raised"}:
            continue
        if (kind in _ELSEWHERE or kind in _TALKS) and clause not in here:
            continue
        key = clause if kind in {"given", "signed"} else name
        factor = high + 1
        if kind == "signed" and f"raised:{rest}" in highs:
            factor = 2 * highs[f"raised:{rest}"] + 1
        found[key] = found.get(key, 1) * factor
    firsts: set[str] = set()
    for exchange in terms.values():
        if isinstance(exchange, Exchange) and {exchange.first, exchange.then} <= here - firsts:
            firsts.add(exchange.first)
            first, then = terms[exchange.first], terms[exchange.then]
            if isinstance(first, Obligation) and isinstance(then, Obligation):
                pairs = _pairs(first, then, exchange)
                found[exchange.then] = min(found[exchange.then], max(1, -(-pairs // found[exchange.first])))
    return found


def _enters_by_day(rules: Rules, phase: str) -> bool:
    """Whether a move other than the clock's leads to the phase, so that it has an evening before day 1."""
    value = Num(rules.phases.index(phase))
    return any(
        ("phase", value) in effect.sets
        for move in rules.moves
        if move.owner != CLOCK
        for effect in move.effects
    )


def _ways(rules: Rules, terms: Mapping[str, Terms]) -> dict[str, set[str]]:
    """For each phase, those that can follow it."""
    held = rules.phases[:-2]
    found = {phase.id: {phase.next} & set(held) for phase in rules.accord.phases}
    for clause in terms.values():
        to = getattr(clause, "to", "") or getattr(clause, "then", "")
        if to in held:
            own = (clause.phase,) if isinstance(clause, Expiry) else getattr(clause, "phases", ()) or held
            for phase in own:
                found[phase].add(to)
    return found


def _elsewhere(
    rules: Rules, phase: str, terms: Mapping[str, Terms], ways: Mapping[str, set[str]]
) -> dict[str, int]:
    """In how many ways each obligation of another phase may stand during this one, where that is several."""
    found = {}
    for name, held in terms.items():
        if not isinstance(held, Obligation) or held.phase == phase:
            continue
        before = phase in _reached(rules.phases[0], ways, without=held.phase)
        after = phase in _reached(held.phase, ways)
        left = 1 if _left_performed(rules, held.phase, ways, terms) else held.tranches + 1
        count = min(before + after * left, held.tranches + 1)
        if count > 1:
            found[name] = count
    return found


def _reached(start: str, ways: Mapping[str, set[str]], without: str = "") -> set[str]:
    """The phases that can be reached from one, itself included, not passing another."""
    found: set[str] = set()
    waiting = [start] if start != without else []
    while waiting:
        phase = waiting.pop()
        if phase not in found:
            found.add(phase)
            waiting += ways[phase] - {without}
    return found


def _left_performed(
    rules: Rules, phase: str, ways: Mapping[str, set[str]], terms: Mapping[str, Terms]
) -> bool:
    """Whether the next phase is the only one that follows, and only once all is performed."""
    own = rules.accord.phase(phase)
    parts = own.advances_when.split(" and ")
    others = {getattr(clause, "to", "") or getattr(clause, "then", "") for clause in terms.values()}
    return "all-performed" in parts and " or " not in own.advances_when and not ways[phase] & others


def _pairs(first: Obligation, then: Obligation, exchange: Exchange) -> int:
    """How many pairs of tranches the ratio allows."""
    units = given_after(then)
    return sum(bisect_right(units, exchange.ratio * x + exchange.lead) for x in given_after(first))


def _told(count: int) -> str:
    """A count as a reader takes it in."""
    return f"{count:,}" if count < 10**9 else f"about 10^{len(str(count)) - 1}"
