"""The order in which an actor gave up what it asked for, and what it never gave up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.talks.learning.observations import Observation

__all__ = ["Held", "drops"]

EQUAL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Options that an actor asked for (`asks`), offered or accepted on an issue, and their best score."""

    actor: str
    issue: str
    options: tuple[str, ...]
    worth: float
    asks: bool
    seen: Observation


def drops(held: Iterable[Held], end: date) -> tuple[tuple[Observation, ...], tuple[tuple[str, str], ...]]:
    """The drops in order of time, and the asks still standing on the day `end` (actor, issue).

    An ask is dropped on the first later day on which its actor asks for, offers or accepts an option of that
    issue with a lower score. Each drop names the asks that stood that day; asks dropped on one day all count
    as standing. One that was dropped alone tells nothing and is left out.
    """
    found: list[Observation] = []
    standing: list[tuple[str, str]] = []
    held = tuple(held)
    for actor in sorted({h.actor for h in held}):
        first: dict[str, date] = {}
        given_up: dict[str, tuple[Held, Held]] = {}
        for issue in sorted({h.issue for h in held if h.actor == actor}):
            own = sorted(
                (h for h in held if h.actor == actor and h.issue == issue),
                key=lambda h: (h.seen.day, h.seen.id),
            )
            asked = next((h for h in own if h.asks), None)
            if asked is None or asked.seen.day > end:
                continue
            first[issue] = asked.seen.day
            less = (h for h in own if h.seen.day > asked.seen.day and h.worth < asked.worth - EQUAL)
            lower = next(less, None)
            if lower is None:
                standing.append((actor, issue))
            else:
                given_up[issue] = asked, lower
        found += _of(actor, first, given_up)
    return tuple(sorted(found, key=lambda o: (o.day, o.id))), tuple(standing)


def _of(actor: str, first: dict[str, date], given_up: dict[str, tuple[Held, Held]]) -> Iterable[Observation]:
    for issue, (asked, lower) in given_up.items():
        day = lower.seen.day
        stood = tuple(
            other
            for other, since in first.items()
            if since <= day and (other not in given_up or given_up[other][1].seen.day >= day)
        )
        if len(stood) > 1:
            yield Observation(
                id=f"drop {actor} {issue}",
                kind="drop",
                actor=actor,
                day=day,
                known=max(asked.seen.known, lower.seen.known),
                terms=((issue, asked.options),),
                against=stood,
                first_hand=asked.seen.first_hand and lower.seen.first_hand,
                evidence=tuple(dict.fromkeys((*asked.seen.evidence, *lower.seen.evidence))),
            )
