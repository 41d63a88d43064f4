"""What of a case was known by a day: which ids are later, which issues and options were there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detente.case.model import Case, Issue
from detente.case.preferences import Literals, Range

__all__ = ["Known", "known_days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The view of a case on a day: `issues` as they were then, `options` by issue, and what is `later`."""

    day: date
    later: frozenset[str]
    issues: tuple[Issue, ...]
    options: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, case: Case, day: date) -> "Known":
        """The view of `case` on `day`."""
        days = known_days(case)
        later = frozenset(name for name, known in days.items() if known > day)
        issues = tuple(seen for issue in case.issues if (seen := _issue(issue, days, day)).options)
        options = {issue.id: tuple(option.id for option in issue.options) for issue in issues}
        return cls(day=day, later=later, issues=issues, options=options)

    def evidence(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names that are not of a later day."""
        return tuple(name for name in names if name not in self.later)

    def only_later(self, names: tuple[str, ...]) -> bool:
        """True when there is evidence and all of it is of a later day."""
        return bool(names) and not self.evidence(names)

    def number(self, number: Range) -> Range:
        """The number without evidence of a later day; an assumption when nothing else is left."""
        if not self.only_later(number.evidence):
            return replace(number, evidence=self.evidence(number.evidence))
        reason = number.assumption or "its evidence is of a later day"
        return replace(number, evidence=(), assumption=reason)

    def any_of(self, literals: Literals) -> Literals:
        """The literals without options and issues that were not there."""
        kept = ((i, tuple(o for o in names if o in self.options.get(i, ()))) for i, names in literals)
        return tuple((issue, names) for issue, names in kept if names)

    def every(self, literals: Literals) -> Literals | None:
        """The same, where every issue has to show one of its options; None when one no longer can."""
        kept = self.any_of(literals)
        return kept if len(kept) == len(literals) else None


def known_days(case: Case) -> dict[str, date]:
    """When each piece of evidence of a case was first published, by id; the latest where ids are shared.

    Reports without a date are left out: they count as always known.
    """
    days = {report.id: report.published for report in case.reports if report.published is not None}
    dated: tuple[Any, ...] = (
        *case.statements,
        *case.stances,
        *case.proposals,
        *case.contradictions,
        *case.events,
        *case.figures,
        *case.precedents,
        *case.deadlines,
    )
    for value in dated:
        days[value.id] = max(value.known, days.get(value.id, value.known))
    return days


def _issue(issue: Issue, days: Mapping[str, date], day: date) -> Issue:
    """The issue as it was known; without options when it was not."""
    there = _first(issue.known, issue.evidence, days) <= day
    options = tuple(
        replace(option, evidence=tuple(e for e in option.evidence if days.get(e, date.min) <= day))
        for option in issue.options
        if there and _first(option.known, option.evidence, days) <= day
    )
    silent = issue.if_silent if any(option.id == issue.if_silent for option in options) else ""
    evidence = tuple(e for e in issue.evidence if days.get(e, date.min) <= day)
    return replace(issue, options=options, if_silent=silent, evidence=evidence)


def _first(known: date | None, evidence: Iterable[str], days: Mapping[str, date]) -> date:
    """The day it was first published: as stated, else that of the earliest evidence, else always."""
    return known or min((days.get(name, date.min) for name in evidence), default=date.min)
