"""Who and what the numbers of talks stand for: parties, actors, effects, stretches of time, mandates."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from detente.analysis.space import OutcomeSpace
from detente.case.preferences import Range, reservation_at
from detente.errors import CaseError
from detente.talks.setting.values import Effect, Setting

__all__ = ["SourcedEffect", "TalksNames", "day_of"]


@dataclass(frozen=True, slots=True)
class SourcedEffect:
    """An effect with the number of its source (hazards first, then happenings) and its path."""

    source: int
    path: str
    effect: Effect


class TalksNames:
    """Names behind the numbers of talks; everything in alphabetical order, whatever the order in files.

    >>> from detente.case.library import example
    >>> TalksNames(OutcomeSpace(example("panama-canal-1974")), Setting(id="plain")).parties
    ('panama', 'united-states')
    """

    def __init__(self, space: OutcomeSpace, setting: Setting) -> None:
        self.space = space
        self.setting = setting
        self.parties: tuple[str, ...] = space.parties
        self.actors = tuple(leaf.name for leaf in space.leaves if leaf.kind == "gain")
        self.hazards = tuple(sorted(setting.hazards, key=lambda h: h.id))
        self.happenings = tuple(sorted(setting.happenings, key=lambda h: h.id))
        self.counters = tuple(sorted(setting.counters, key=lambda c: c.id))
        self.summits = tuple(sorted(setting.summits, key=lambda s: s.id))
        self.start: dt.date | None = setting.start or space.case.as_of

    @cached_property
    def issue_order(self) -> tuple[int, ...]:
        """The numbers of the issues by id."""
        return tuple(sorted(range(len(self.space.issues)), key=lambda k: self.space.issues[k].id))

    @cached_property
    def option_order(self) -> tuple[int, ...]:
        """For each issue in turn, the numbers of its options by id."""
        return tuple(
            n for names in self.space.options for n in sorted(range(len(names)), key=names.__getitem__)
        )

    @cached_property
    def option_rank(self) -> tuple[int, ...]:
        """For each option of each issue in turn, its place by id among those of the issue."""
        return tuple(sorted(names).index(name) for names in self.space.options for name in names)

    @cached_property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Kind and id of everything that may strike: hazards, then happenings."""
        return (*(("hazard", h.id) for h in self.hazards), *(("happening", h.id) for h in self.happenings))

    @cached_property
    def effects(self) -> tuple[SourcedEffect, ...]:
        """Every effect with its source."""
        held = [(f"hazards.{h.id}", h.effects) for h in self.hazards]
        held += [(f"happenings.{h.id}", h.effects) for h in self.happenings]
        return tuple(
            SourcedEffect(number, f"{path}.effects.{k}", effect)
            for number, (path, effects) in enumerate(held)
            for k, effect in enumerate(effects)
        )

    @cached_property
    def mandates(self) -> tuple[str, ...]:
        """The mandates that a delegation may have: "free", "none", then the accounts of the case by id."""
        return ("free", "none", *sorted(m.id for m in self.space.case.mandates))

    def party_name(self, actor: int) -> str:
        """The party of an actor, "" for one that belongs to none."""
        return self.space.case.party_of(self.actors[actor])

    @cached_property
    def stretches(self) -> tuple[tuple[Range, ...], ...]:
        """For each actor, the reservation on the first day and at every later change."""
        return tuple(tuple(r for _, r in self._dated(actor)) for actor in self.actors)

    def epochs(self, actor: str, days: int) -> tuple[int, ...]:
        """Which of an actor's reservations holds on day 0, 1, ... days."""
        starts = [day for day, _ in self._dated(actor)]
        return tuple(sum(day <= max(d, 1) for day in starts) - 1 for d in range(days + 1))

    def _dated(self, actor: str) -> list[tuple[int, Range]]:
        preferences = self.space.case.preferences_of(actor)
        if preferences is None:
            return [(1, Range.of(0.0))]
        found = [(1, reservation_at(preferences, self.start).range)]
        later = sorted((d for d in preferences.reservation if d.since), key=lambda d: d.since or dt.date.min)
        start = self.start
        if start is None:
            return found
        found += [((d.since - start).days + 1, d.range) for d in later if d.since and d.since > start]
        return found

    @cached_property
    def dim_of(self) -> tuple[int, ...]:
        """For each actor, the coordinate that moves its reservation, -1 for none."""
        numbers = self.space.numbers
        where = {position: dim for dim in range(numbers.dims) for position in numbers.moved_by(dim)}
        return tuple(
            where.get(numbers.index.get(f"preferences.{a}.reservation", -1), -1) for a in self.actors
        )

    @cached_property
    def opening(self) -> dict[int, tuple[int, ...]]:
        """By issue, the options that the proposal named as opening leaves open; empty for "middle"."""
        name = self.setting.mediation.opening
        if name == "middle":
            return {}
        terms = dict(self.space.case.proposal(name).terms)
        found = {}
        for k, issue in enumerate(self.space.issues):
            names = self.space.options[k]
            left = [names.index(option) for option in sorted(terms.get(issue.id, ())) if option in names]
            if left:
                found[k] = tuple(left)
        return found


def day_of(when: dt.date, start: dt.date | None, where: str) -> int:
    """The day of talks on which a date falls, the first being 1; CaseError without a start to count from."""
    if start is None:
        raise CaseError(
            f"{where} has a date, but the talks have no first day",
            where=where,
            hint="give `start` or a day number",
        )
    return (when - start).days + 1
