"""Conditions: each can be read, and every name in it is one that the accord has."""

from collections.abc import Iterator

from detente.accord.game.expression import Expr, Var
from detente.accord.language.condition_names import condition_names
from detente.accord.language.conditions import parse
from detente.accord.language.plan import Ban, Hazard, Obligation, Power, Trigger
from detente.accord.language.validation.known import Known
from detente.case.address import Address, Finding
from detente.errors import AccordError, nearest

__all__ = ["condition_findings", "conditions"]

_FIELDS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Obligation, ("after", "only_after")),
    (Power, ("when",)),
    (Ban, ("unless",)),
    (Trigger, ("when",)),
    (Hazard, ("when",)),
)


def condition_findings(known: Known) -> Iterator[Finding]:
    """Everything that is wrong with the conditions of phases and clauses."""
    names = condition_names(known.accord)
    for at, text in conditions(known):
        yield from _condition(at, text, names)


def conditions(known: Known) -> Iterator[tuple[Address, str]]:
    """Every condition of an accord, with its address."""
    for number, phase in enumerate(known.accord.phases):
        yield ("phases", number, "advances-when"), phase.advances_when
    for held in known.held:
        for cls, fields in _FIELDS:
            if isinstance(held.terms, cls):
                for name in fields:
                    yield (*held.at, name.replace("_", "-")), getattr(held.terms, name)


def _condition(at: Address, text: str, names: dict[str, int]) -> Iterator[Finding]:
    missing: list[str] = []

    def lookup(name: str, args: tuple[str, ...]) -> Expr:
        spelled = f"{name}({', '.join(args)})" if args else name
        if spelled not in names:
            missing.append(spelled)
        return Var(spelled)

    try:
        parse(text, lookup)
    except AccordError as error:
        yield Finding(at, error.what, error.hint)
    for spelled in dict.fromkeys(missing):
        what = f"there is no {spelled[:80]!r} in this accord"
        yield Finding(at, what, _hint(spelled, names), name=spelled)


def _hint(spelled: str, names: dict[str, int]) -> str:
    """The nearest names that begin with the same word, else the nearest of all."""
    word = spelled.partition("(")[0]
    alike = [name for name in names if name.partition("(")[0] == word]
    return nearest(spelled, alike or names)
