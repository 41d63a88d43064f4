"""Tellings: what each account says of each proposal, issue by issue, and how each actor is said to answer."""

import datetime as dt
from dataclasses import dataclass

from detente.case.history import Proposal, Response
from detente.case.model import Case

__all__ = ["Answer", "IssueTelling", "Telling", "tellings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTelling:
    """The options that a text names on one issue, and those that each account of it names.

    `differ` says that two of them name different options.
    """

    issue: str
    text: tuple[str, ...]
    accounts: tuple[tuple[str, tuple[str, ...]], ...]
    differ: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one actor is said to answer a proposal; `differ` when accounts of one version do not agree."""

    actor: str
    responses: tuple[Response, ...]
    differ: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One proposal as it is told: issue by issue, in words, and with the answers to it.

    `words` are the accounts as (said by, what they say, evidence).
    """

    proposal: str
    name: str
    date: str
    by: str
    attributed_to: str
    standing: bool
    issues: tuple[IssueTelling, ...]
    words: tuple[tuple[str, str, tuple[str, ...]], ...]
    answers: tuple[Answer, ...]

    @property
    def differ(self) -> bool:
        """True when accounts name different options or give different answers."""
        return any(i.differ for i in self.issues) or any(a.differ for a in self.answers)


def tellings(case: Case, day: dt.date | None = None) -> tuple[Telling, ...]:
    """How every proposal known on `day` is told, by date and id; all of them when `day` is None.

    >>> from detente.case.model import Case
    >>> tellings(Case(id="empty", title=""))
    ()
    """
    known = [p for p in case.proposals if day is None or p.known <= day]
    return tuple(_telling(case, p, day) for p in sorted(known, key=lambda p: (p.date, p.id)))


def _telling(case: Case, proposal: Proposal, day: dt.date | None) -> Telling:
    text = dict(proposal.terms)
    accounts = sorted(proposal.accounts, key=lambda a: (a.said_by, a.says))
    issues = []
    for issue in case.issues:
        told = tuple((a.said_by, dict(a.terms)[issue.id]) for a in accounts if issue.id in dict(a.terms))
        if told or issue.id in text:
            named = {frozenset(options) for _, options in told}
            named |= {frozenset(text[issue.id])} if issue.id in text else set()
            issues.append(
                IssueTelling(
                    issue=issue.id, text=text.get(issue.id, ()), accounts=told, differ=len(named) > 1
                )
            )
    return Telling(
        proposal=proposal.id,
        name=proposal.name,
        date=proposal.date.label,
        by=proposal.by,
        attributed_to=proposal.attributed_to,
        standing=proposal.standing,
        issues=tuple(issues),
        words=tuple((a.said_by, a.says, a.evidence) for a in accounts),
        answers=_answers(proposal, day),
    )


def _answers(proposal: Proposal, day: dt.date | None) -> tuple[Answer, ...]:
    known = [r for r in proposal.responses if day is None or r.known <= day]
    found = []
    for actor in sorted({r.actor for r in known}):
        own = tuple(sorted((r for r in known if r.actor == actor), key=lambda r: (r.date, r.said_by)))
        found.append(Answer(actor=actor, responses=own, differ=any(_clash(a, b) for a in own for b in own)))
    return tuple(found)


def _clash(left: Response, right: Response) -> bool:
    """Two tellings of one answer differ: same date and version, a common issue, another answer."""
    if left.date != right.date or left.version != right.version or left.answer == right.answer:
        return False
    return not left.issues or not right.issues or bool(set(left.issues) & set(right.issues))
