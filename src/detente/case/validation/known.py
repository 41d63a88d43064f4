"""The names that a case defines, gathered once, and the checks of references to them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.case.address import Address, Finding
from detente.case.model import Case
from detente.case.preferences import Literals
from detente.errors import nearest

__all__ = ["EVIDENCE", "Known", "option_findings", "reference", "references", "unknown"]

EVIDENCE = (
    "contradictions",
    "deadlines",
    "events",
    "figures",
    "precedents",
    "proposals",
    "reports",
    "stances",
    "statements",
)
"""The sections whose ids evidence may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Names by kind; `options` by issue, those on the table in `table`."""

    parties: frozenset[str]
    ratifiers: Mapping[str, str]
    people: frozenset[str]
    options: Mapping[str, tuple[str, ...]]
    table: tuple[str, ...]
    evidence: frozenset[str]

    @classmethod
    def of(cls, case: Case) -> "Known":
        """The names of the case."""
        parties = frozenset(party.id for party in case.parties)
        ratifiers = {ratifier.id: ratifier.party for ratifier in case.ratifiers}
        return cls(
            parties=parties,
            ratifiers=ratifiers,
            people=parties | set(ratifiers) | {actor.id for actor in case.actors},
            options={issue.id: tuple(option.id for option in issue.options) for issue in case.issues},
            table=tuple(issue.id for issue in case.table),
            evidence=frozenset(item.id for section in EVIDENCE for item in getattr(case, section)),
        )


def unknown(at: Address, kind: str, name: str, known: Iterable[str]) -> Finding:
    """The finding that there is no such name."""
    return Finding(at, f"there is no {kind} called {name!r}", nearest(name, known), name)


def reference(at: Address, kind: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    """A finding when the name is given and not known."""
    if name and name not in (known := tuple(known)):
        yield unknown(at, kind, name, known)


def references(at: Address, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    """A finding for each name that is not known."""
    known = frozenset(known)
    for number, name in enumerate(names):
        if name not in known:
            yield unknown((*at, number), kind, name, known)


def option_findings(
    at: Address, options: Literals, known: Known, *, on_table: bool = True, needed: bool = True
) -> Iterator[Finding]:
    """What is wrong with options of issues: unknown names, nothing named, or issues off the table."""
    if needed and not options:
        yield Finding(at, "names no issue", "write {issue: option}")
    seen: set[str] = set()
    for issue, names in options:
        here = (*at, issue)
        if issue not in known.options:
            yield unknown(here, "issue", issue, known.options)
            continue
        if issue in seen:
            yield Finding(here, f"names the issue {issue!r} twice", "join the two")
        seen.add(issue)
        if on_table and issue not in known.table:
            what = f"the issue {issue!r} is not on the table, so no package shows it"
            yield Finding(here, what, "set `on_table: true` for it, or leave it out")
        if not names:
            yield Finding(here, f"names no option of {issue!r}", "name one, or leave the issue out")
        yield from references(here, f"option of {issue}", names, known.options[issue])
