"""What happened in one run, entry by entry, and the facts that are kept of it."""

from dataclasses import dataclass
from typing import Any

from detente.talks.moves import Reply, Text

__all__ = ["Entry", "Transcript"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened on a day.

    `what` is one of: struck, lost, slipped, returned, summit, proposed, back channel, published, leaked,
    disowned, referred, answered, chose, sealed, passed on, blamed, aside, settled, carried home, said at
    home, quit, ratified, refused, word, note, ended. `who` is a party, an actor, the mediator or an id; `yes`
    where it is an answer; `note` what else there is to say.
    """

    day: int
    what: str
    who: str = ""
    text: Text = ()
    reply: Reply | None = None
    yes: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One run in full: seed and run number, entries in order, and the row of facts that a batch keeps.

    `facts` are as in `detente.kernels.talks.shapes.FACTS`; `text` is the text of the deal, or the last one;
    `gains` what it gives each actor above its reservation, on the grid of the actor.
    """

    seed: int
    run: int
    entries: tuple[Entry, ...]
    facts: tuple[tuple[str, int], ...]
    text: Text
    gains: tuple[int, ...]

    def __str__(self) -> str:
        """One line."""
        facts = dict(self.facts)
        return f"run {self.run} of seed {self.seed}: {len(self.entries)} entries, {facts['day']} days"

    def fact(self, name: str) -> int:
        """One of the facts by name."""
        return dict(self.facts)[name]

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        from dataclasses import asdict

        return asdict(self)
