"""The names that a setting of talks may refer to: those of a case, and its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.case.address import Address, Finding
from detente.case.model import Case
from detente.case.procedure import rule_actors
from detente.case.validation.known import EVIDENCE
from detente.errors import nearest
from detente.talks.setting.values import Effect, Setting

__all__ = ["MANDATES", "Known", "answering", "effects_of", "unknown"]

MANDATES = ("free", "none")
"""The mandates that need no account in a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a case names: parties, actors who answer, accounts of mandates by party, proposals, evidence."""

    case: Case
    parties: tuple[str, ...]
    actors: tuple[str, ...]
    accounts: dict[str, tuple[str, ...]]
    evidence: frozenset[str]

    @classmethod
    def of(cls, case: Case) -> "Known":
        """The names of a case."""
        parties = tuple(sorted(party.id for party in case.parties))
        return cls(
            case=case,
            parties=parties,
            actors=answering(case),
            accounts={p: tuple(m.id for m in case.mandates if m.party == p) for p in parties},
            evidence=frozenset(item.id for section in EVIDENCE for item in getattr(case, section)),
        )

    def mandates(self, party: str) -> tuple[str, ...]:
        """The mandates that the delegation of a party may have."""
        return (*MANDATES, *self.accounts.get(party, ()))


def answering(case: Case) -> tuple[str, ...]:
    """Everybody at home who may be asked: principals, ratifiers in a rule, actors whose consent is their own.

    >>> from detente.case.library import example
    >>> answering(example("panama-canal-1974"))
    ('panama', 'united-states')
    """
    found = {party.principal for party in case.parties}
    for party in case.parties:
        for reading in party.approval.readings:
            found.update(rule_actors(reading.rule))
    return tuple(sorted(found | {c.actor for c in case.consents if c.gives is None}))


def effects_of(setting: Setting) -> Iterator[tuple[Address, Effect]]:
    """Every effect of the setting with its address."""
    for section in ("hazards", "happenings"):
        for number, item in enumerate(getattr(setting, section)):
            for place, effect in enumerate(item.effects):
                yield (section, number, "effects", place), effect


def unknown(at: Address, name: str, kind: str, known: Iterable[str]) -> Iterator[Finding]:
    """A finding when the name is not among those known, with the nearest ones."""
    names = tuple(known)
    if name not in names:
        what = f"there is no {kind} called {name!r}" if name else f"names no {kind}"
        yield Finding(at, what, nearest(name, names), name=name)
