"""What happened in one exchange of offers: every offer with its answer, and the facts that are kept of it."""

from dataclasses import dataclass
from typing import Any

from detente.kernels.talks.shapes import ENDS
from detente.talks.engine.transcript import Entry
from detente.talks.moves import Text

__all__ = ["Exchange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One run in full: seed and run number, offers (day, party, text) in order, and the row of facts.

    Every offer but the last was refused on its day; the last was accepted where the run ended in a deal.
    `facts` and `gains` are as in `detente.talks.engine.transcript.Transcript`.
    """

    seed: int
    run: int
    parties: tuple[str, ...]
    offers: tuple[tuple[int, int, Text], ...]
    facts: tuple[tuple[str, int], ...]
    gains: tuple[int, ...]

    def __str__(self) -> str:
        """One line."""
        day = self.fact("day")
        return f"run {self.run} of seed {self.seed}: {len(self.offers)} offers, {self.outcome} on day {day}"

    @property
    def text(self) -> Text:
        """The text of the deal, or the last one offered; empty when nothing was."""
        return self.offers[-1][2] if self.offers else ()

    @property
    def outcome(self) -> str:
        """How the run ended, in words."""
        return ENDS[self.fact("end")]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The run told entry by entry."""
        found = []
        for number, (day, who, text) in enumerate(self.offers, 1):
            yes = number == len(self.offers) and self.outcome == "deal"
            found.append(Entry(day=day, what="proposed", who=self.parties[who], text=text))
            found.append(Entry(day=day, what="answered", who=self.parties[1 - who], text=text, yes=yes))
        found.append(Entry(day=self.fact("day"), what="ended", note=self.outcome))
        return tuple(found)

    def fact(self, name: str) -> int:
        """One of the facts by name."""
        return dict(self.facts)[name]

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "seed": self.seed,
            "run": self.run,
            "parties": list(self.parties),
            "offers": [[day, self.parties[who], list(text)] for day, who, text in self.offers],
            "facts": dict(self.facts),
            "gains": list(self.gains),
        }
