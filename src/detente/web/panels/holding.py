"""Would it hold: which accords and wordings can be asked about, and what each question is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from detente.languages import mark, say

__all__ = ["PARTS", "QUESTIONS", "Choices", "choices_of", "coalitions_of", "parts_text", "questions_text"]

QUESTIONS: Final = {
    "collapse": mark("bring it down"),
    "entrap": mark("force another into breach"),
    "stall": mark("stall for ever"),
    "walk-away": mark("take everything and walk away"),
}
"""What a coalition may be able to do, each told after "Can it"."""

PARTS: Final = {
    "powers": mark("Who could bring it down or stall, under each wording"),
    "plays": mark("The plays that show it"),
    "depth": mark("The wording asked in depth"),
    "days": mark("Day by day"),
    "text": mark("The text itself"),
    "exposure": mark("Who is exposed when"),
    "keeping": mark("Is keeping it worthwhile, and which guarantee makes it so"),
    "hazards": mark("Under hazards"),
    "assumes": mark("What is taken for granted"),
}
"""The parts of the answer, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """An accord with its wordings: (id, label); "" is the accord as it is read."""

    id: str
    title: str
    wordings: tuple[tuple[str, str], ...]


def choices_of(accords: Iterable[Any]) -> tuple[Choices, ...]:
    """The accords that can be chosen, by title."""
    found = []
    for accord in accords:
        wordings = tuple((one.id, str(one.label)) for one in accord.wordings)
        found.append(Choices(id=accord.id, title=str(accord.title), wordings=wordings))
    return tuple(sorted(found, key=lambda one: (one.title, one.id)))


def coalitions_of(accord: Any) -> tuple[tuple[str, str, str], ...]:
    """Who may act together: each party alone, then with each of the others: (id, party, other side)."""
    parties = sorted(accord.parties, key=accord.name)
    alone = [(party, accord.name(party), "") for party in parties]
    pairs = [
        (f"{party},{other}", accord.name(party), accord.name(other))
        for other in sorted(accord.others, key=accord.name)
        for party in parties
    ]
    return (*alone, *pairs)


def questions_text() -> tuple[tuple[str, str], ...]:
    """The questions about a coalition, in the language spoken."""
    return tuple((name, say(told)) for name, told in QUESTIONS.items())


def parts_text(there: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The parts that there are, in their order, in the language spoken."""
    known = set(there)
    return tuple((name, say(told)) for name, told in PARTS.items() if name in known)
