"""The names that conditions of an accord may use, under whichever reading of its clauses.

A clause may provide something under one reading and nothing under another. A condition that names it then
still means something: nothing is given, late, raised, signed or suspended, what is not owed counts as
performed, and a table without talks is clear.
"""

from collections.abc import Iterator

from detente.accord.language.plan import ENDS, Accord, Obligation, Power, Talks

__all__ = ["condition_names"]


def condition_names(accord: Accord) -> dict[str, int]:
    """Every name that a condition may use, with its value under readings that do not provide for it.

    >>> from detente.accord.language.plan import Side
    >>> a = Side(id="a", name="A")
    >>> list(condition_names(Accord(id="x", title="", sides=(a,), phases=(), clauses=())))[:4]
    ['day', 'phase-over', 'last-day', 'collapse']
    """
    found = dict.fromkeys(("day", "phase-over", "last-day", *ENDS), 0)
    found["all-performed"] = 1
    for phase in (*(phase.id for phase in accord.phases), *ENDS):
        found[f"phase({phase})"] = 0
    for flag in accord.flags:
        found[f"flag({flag.id})"] = 0
    for party in accord.parties:
        found[f"breach({party})"] = 0
        found[f"late({party})"] = 0
    for clause in accord.clauses:
        for reading in clause.readings:
            found.update(_of(clause.id, reading.terms))
    return found


def _of(clause: str, terms: object) -> Iterator[tuple[str, int]]:
    if isinstance(terms, Obligation):
        for word in ("given", "late", "overdue"):
            yield f"{word}({clause})", 0
        yield f"performed({clause})", 1
    elif isinstance(terms, Talks):
        yield f"signed({clause})", 0
        yield f"clear({clause})", 1
        for party in terms.parties:
            yield f"signed({clause}, {party})", 0
            yield f"raised({clause}, {party})", 0
    elif isinstance(terms, Power) and terms.suspends:
        yield f"suspended({clause})", 0
