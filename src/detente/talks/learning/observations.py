"""What a dated record shows of preferences: asks, offers, replies, and the order in which asks were dropped.

Only what was known on the day of the case counts. What is left out is listed with its reason, so that a
reader sees how little or how much the learning rests on. A principal speaks for its party.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.case.preferences import Literals

__all__ = ["ANSWERS", "KINDS", "Observation", "Observations", "Unused"]

KINDS: tuple[str, ...] = ("ask", "drop", "offer", "reply")
"""An option asked for; an ask given up before others; a text of one's own; an answer to options or a text."""

ANSWERS: tuple[str, ...] = ("rejects", "conditional", "accepts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One thing that an actor did, and where the record says so.

    `terms` are the options it bears on, on the issues that it binds. `silent` are issues on which a text
    answered as a whole says nothing. For a drop `terms` names the ask given up and `against` the issues whose
    asks stood then, that one included. `answer` is one of ANSWERS for a reply. `first_hand` is False for what
    others tell of the actor, for anonymous holders and for accounts that differ.
    """

    id: str
    kind: str
    actor: str
    day: date
    known: date
    terms: Literals
    answer: str = ""
    against: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    first_hand: bool = True
    evidence: tuple[str, ...] = ()

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues that it bears on, in alphabetical order."""
        return tuple(sorted({issue for issue, _ in self.terms} | set(self.against)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """What the learning leaves out for one reason: ids of stances, statements and proposals."""

    why: str
    ids: tuple[str, ...]

    def __str__(self) -> str:
        """The reason, how often, and the first ids."""
        shown = ", ".join(self.ids[:3]) + (", ..." if len(self.ids) > 3 else "")
        return f"{self.why}: {len(self.ids)} ({shown})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """Everything gathered from a case, oldest first; `start` and `end` are the days of the clock.

    `standing` are asks never given up: actor and issue. They count as "not yet" in every drop before.

    >>> str(Observations(start=date(2024, 1, 1), end=date(2024, 2, 1)))
    '0 observations of nobody; 0 left out'
    """

    start: date
    end: date
    found: tuple[Observation, ...] = ()
    standing: tuple[tuple[str, str], ...] = ()
    left_out: tuple[Unused, ...] = ()

    def __len__(self) -> int:
        """How many there are."""
        return len(self.found)

    def __str__(self) -> str:
        """How many of each kind, of how many actors, and how many are left out."""
        out = sum(len(one.ids) for one in self.left_out)
        actors = len(self.by_actor)
        kinds = ", ".join(f"{n} {kind}" for kind, n in self.by_kind.items())
        who = f"{actors} actors ({kinds})" if actors > 1 else f"one actor ({kinds})" if actors else "nobody"
        return f"{len(self)} observations of {who}; {out} left out"

    @property
    def by_kind(self) -> Mapping[str, int]:
        """How many of each kind that occurs, in alphabetical order."""
        return dict(sorted(Counter(o.kind for o in self.found).items()))

    @property
    def by_actor(self) -> Mapping[str, int]:
        """How many of each actor that occurs, in alphabetical order."""
        return dict(sorted(Counter(o.actor for o in self.found).items()))

    def of(self, actor: str, issue: str = "") -> tuple[Observation, ...]:
        """Those of an actor; with an issue, those that bear on it."""
        return tuple(o for o in self.found if o.actor == actor and (not issue or issue in o.issues))

    def share_of_clock(self, day: date) -> float:
        """Where a day lies on the clock: 0 at the start, 1 at the end, more after it."""
        return (day - self.start).days / max((self.end - self.start).days, 1)

    def as_dict(self) -> dict[str, Any]:
        """Counts, what is left out and why, and every observation, for JSON."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "by_kind": dict(self.by_kind),
            "by_actor": dict(self.by_actor),
            "standing": [list(one) for one in self.standing],
            "left_out": [{"why": one.why, "ids": list(one.ids)} for one in self.left_out],
            "found": [_plain(o) for o in self.found],
        }


def _plain(o: Observation) -> dict[str, Any]:
    return {
        "id": o.id,
        "kind": o.kind,
        "actor": o.actor,
        "day": o.day.isoformat(),
        "known": o.known.isoformat(),
        "terms": {issue: list(options) for issue, options in o.terms},
        "answer": o.answer,
        "against": list(o.against),
        "silent": list(o.silent),
        "first_hand": o.first_hand,
        "evidence": list(o.evidence),
    }
