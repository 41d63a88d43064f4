"""How large a game would be, said before it is built: an upper bound, and what makes it large."""

from dataclasses import dataclass
from fractions import Fraction

from detente.accord.compiling.duties import given_after
from detente.accord.plan import Exchange, Obligation, Talks
from detente.accord.rules import Rules
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
    as given or not begun. The true number is often a third to a tenth of it.
    """
    phases, factors = [], dict[str, int]()
    for number, phase in enumerate(rules.phases[:-2]):
        found = _factors(rules, phase)
        size = len(rules.stages)
        for name, factor in found.items():
            size *= factor
            factors[name] = max(factors.get(name, 1), factor)
        phases.append((rules.phases[number], size))
    largest = sorted(factors.items(), key=lambda item: (-item[1], item[0]))[:3]
    total = sum(size for _, size in phases)
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


def _factors(rules: Rules, phase: str) -> dict[str, int]:
    """What multiplies the situations of one phase, by the name of a clause or a variable."""
    terms = {c.id: c.reading(dict(rules.readings)[c.id]).terms for c in rules.accord.clauses}
    here = {n for n, t in terms.items() if isinstance(t, Obligation | Talks) and t.phase == phase}
    found = {"day": next(v.high for v in rules.variables if v.name == "day")}
    for variable in rules.variables:
        kind, _, rest = variable.name.partition(":")
        if kind in {"phase", "day"}:
            continue
        if (kind in _ELSEWHERE or kind in _TALKS) and rest.split(":")[0] not in here:
            continue
        name = rest.split(":")[0] if kind in {"given", "signed", "raised"} else variable.name
        if kind == "raised":
            continue
        if kind == "signed":
            factor = next((2 * v.high + 1 for v in rules.variables if v.name == f"raised:{rest}"), 2)
        else:
            factor = variable.high + 1
        found[name] = found.get(name, 1) * factor
    for exchange in terms.values():
        if isinstance(exchange, Exchange) and {exchange.first, exchange.then} <= here:
            first, then = terms[exchange.first], terms[exchange.then]
            if isinstance(first, Obligation) and isinstance(then, Obligation):
                pairs = _pairs(first, then, exchange)
                found[exchange.then] = min(found[exchange.then], max(1, -(-pairs // found[exchange.first])))
    return found


def _pairs(first: Obligation, then: Obligation, exchange: Exchange) -> int:
    """How many pairs of tranches the ratio allows."""
    units = given_after(then)
    return sum(
        sum(1 for u in units if u <= exchange.ratio * Fraction(x) + exchange.lead) for x in given_after(first)
    )


def _told(count: int) -> str:
    """A count as a reader takes it in."""
    return f"{count:,}" if count < 10**9 else f"about 10^{len(str(count)) - 1}"
