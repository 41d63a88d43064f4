"""From a reviewed record to a case: its statements in the ids of the case, and the stances that they show.

Only what a person accepted counts, unless the pending ones are asked for too; these are marked. Nothing is
guessed: what the pack gives no id of the case for is listed with its reason, and stays in the record.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from detente.case.ids import id_fault
from detente.case.model import Case
from detente.record.packs.pack import Pack, PackActor
from detente.record.record import Record
from detente.record.stance import Stance
from detente.record.statement import Statement
from detente.sources.document import Document

__all__ = ["Distilled", "LeftOut", "distil"]

T = TypeVar("T", Statement, Stance)

UNREVIEWED = "Not reviewed: a suggestion that no person has accepted."
ROLES: Mapping[str, str] = {
    "accepts": "accepts",
    "demands": "demands",
    "offers": "accepts",
    "rejects": "rejects",
    "threatens": "rejects",
}
"""The role that an act shows where a statement tells no stance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Statements that did not come into the case, and why: the same reason once, with all their ids."""

    why: str
    statements: tuple[str, ...]

    def __str__(self) -> str:
        """The reason, how often, and the first ids."""
        shown = ", ".join(self.statements[:3]) + (", ..." if len(self.statements) > 3 else "")
        return f"{self.why}: {len(self.statements)} ({shown})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distilled:
    """What a record gives to a case. `left_out` is what it does not, each with its reason.

    `documents` are all of the record's, in the ids of a case.
    """

    reports: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    stances: tuple[Stance, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    documents: frozenset[str] = frozenset()

    def into(self, case: Case) -> Case:
        """The case with these statements and stances, which replace those of the same id, and new reports."""
        return case.with_(
            reports=_kept_first(case.reports, self.reports),
            statements=_joined(case.statements, self.statements),
            stances=_joined(case.stances, self.stances),
        )

    def outdated(self, case: Case) -> tuple[str, ...]:
        """Statements of these documents that the case still has, and the record no longer gives.

        They are told, not taken away: numbers and notes of the case may rest on them.
        """
        given = {statement.id for statement in self.statements}
        return tuple(
            s.id
            for s in case.statements
            if s.span is not None and s.span.document in self.documents and s.id not in given
        )

    def __str__(self) -> str:
        """How much there is, on one line."""
        out = sum(len(one.statements) for one in self.left_out)
        return (
            f"{len(self.statements)} statements and {len(self.stances)} stances from "
            f"{len(self.reports)} reports; {out} statements left out"
        )


def distil(
    record: Record, pack: Pack, case: Case | None = None, *, standing: bool = False, sides: bool = False
) -> Distilled:
    """The statements of a record in the ids of a case, the stances they show, and the reports they cite.

    `standing` takes in the suggestions that wait, marked as not reviewed; refused ones never count. With a
    `case`, what it does not have is left out too, and ids that it uses for something else get a mark. A
    holder is an actor with an id of the case, the office of one, or an unnamed member of one; with `sides`,
    who has no id speaks for the side, which is an assumption that the note of the stance tells. Statements
    of the same actor, issue, option, role and date show one stance. What has no date is left out. Empty for
    an empty record.

    >>> str(distil(Record(), Pack(id="p")))
    '0 statements and 0 stances from 0 reports; 0 statements left out'
    """
    chosen = record.standing if standing else record.accepted
    terms = _Terms.of(pack, case, sides=sides)
    kept: list[Statement] = []
    voices: dict[str, str] = {}
    left: dict[str, list[str]] = {}
    for statement in chosen.statements:
        holder, why = terms.holder(statement.holder)
        issue, option, other = terms.option(statement)
        why = why or ("its report has no date" if statement.known == dt.date.max else "")
        if why or other:
            left.setdefault(why or other, []).append(statement.id)
            continue
        known = _bare(statement, terms, holder=holder, issue=issue, option=option)
        kept.append(known)
        if statement.holder != terms.own(holder):
            voices[known.id] = statement.holder
    named = {report for statement in kept for report in statement.reports}
    reports = tuple(
        _report(document, terms) for document in record.documents if terms.safe(document.id) in named
    )
    pending = {terms.statement(s.id) for s in chosen.statements if not s.verdict}
    return Distilled(
        reports=_without_lost_copies(reports),
        statements=tuple(kept),
        stances=_stances(kept, voices, pending),
        documents=frozenset(terms.safe(document.id) for document in record.documents),
        left_out=tuple(LeftOut(why=why, statements=tuple(names)) for why, names in left.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """How ids of a pack are written in a case. `taken` are ids that the case uses for something else."""

    pack: Pack
    case: Case | None
    actors: Mapping[str, PackActor]
    people: frozenset[str] | None
    taken: frozenset[str]
    sides: bool

    @classmethod
    def of(cls, pack: Pack, case: Case | None, *, sides: bool) -> "_Terms":
        people = frozenset(case.names()) if case is not None else None
        return cls(
            pack=pack,
            case=case,
            actors={actor.id: actor for actor in pack.actors},
            people=people,
            taken=_taken(case),
            sides=sides,
        )

    def holder(self, name: str) -> tuple[str, str]:
        """The id in the case, or "" and why there is none."""
        if not name:
            return "", "the report's own voice, or nobody named"
        actor = self._actor(name)
        if actor is None:
            return "", f"the pack knows no actor {name!r}"
        found = actor.case
        if not found and actor.chair in self.actors:
            found = self.actors[actor.chair].case
        if not found and self.sides and actor.side in self.actors:
            found = self.actors[actor.side].case
        if not found:
            return "", f"the pack gives {actor.id!r} no id of a case"
        if self.people is not None and found not in self.people:
            return "", f"the case has no party, ratifier or actor {found!r}"
        return found, ""

    def own(self, case_id: str) -> str:
        """The actor of the pack that has this id of the case as its own."""
        return next((actor.id for actor in self.pack.actors if actor.case == case_id), "")

    def option(self, statement: Statement) -> tuple[str, str, str]:
        """Issue and option in the case, or why there is no issue; an option without an id is left out."""
        issue = next((one for one in self.pack.issues if one.id == statement.issue), None)
        if issue is None or not issue.case:
            named = f"the pack gives the issue {statement.issue!r} no id of a case"
            return "", "", named if statement.issue else "no issue is coded"
        options: Iterable[str] | None = None
        if self.case is not None:
            there = next((one for one in self.case.issues if one.id == issue.case), None)
            if there is None:
                return "", "", f"the case has no issue {issue.case!r}"
            options = {option.id for option in there.options}
        found = next((one.case for one in issue.options if one.id == statement.option), "")
        return issue.case, found if options is None or found in options else "", ""

    def safe(self, name: str) -> str:
        """An id as a case may hold it."""
        if id_fault(name) is None:
            return name
        kept = "".join(char if char.isalnum() or char in "_-.:" else "-" for char in name)
        return f"r{kept}"[:100] if not kept[:1].isalnum() else kept[:100]

    def statement(self, name: str) -> str:
        """The id of a statement in the case."""
        safe = self.safe(name)
        return f"{safe}.record"[:100] if safe in self.taken else safe

    def people_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Others than the holder, as the case shows them: by the first name that the pack has."""
        return tuple(
            self.actors[n].names[0] if n in self.actors and self.actors[n].names else n for n in names
        )

    def _actor(self, name: str) -> PackActor | None:
        """The actor of that id; for a made one ("us.officials.anon"), the longest part that is known."""
        parts = name.split(".")
        tries = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((self.actors[one] for one in tries if one in self.actors), None)


def _bare(statement: Statement, terms: _Terms, *, holder: str, issue: str, option: str) -> Statement:
    """The statement in the ids of the case; its text, coding and decision stay in the record."""
    span = statement.span
    if span is not None:
        span = replace(span.without_text(), document=terms.safe(span.document))
    return statement.with_(
        id=terms.statement(statement.id),
        reports=tuple(terms.safe(name) for name in statement.reports),
        holder=holder,
        issue=issue,
        option=option,
        relays=terms.people_of(statement.relays),
        to=terms.people_of(statement.to),
        span=span,
        coding=None,
        decision=None,
    )


def _stances(
    statements: Iterable[Statement], voices: Mapping[str, str], pending: set[str]
) -> tuple[Stance, ...]:
    """One stance for all statements that tell the same of an actor on the same day."""
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for statement in statements:
        role = _role(statement)
        if role and statement.option:
            key = (statement.holder, statement.issue, statement.option, role, statement.date)
            groups.setdefault(key, []).append(statement)
    return tuple(_stance(told, voices, pending) for told in groups.values())


def _stance(told: list[Statement], voices: Mapping[str, str], pending: set[str]) -> Stance:
    first = told[0]
    notes = [f"Only if: {s.condition}" for s in told if s.condition]
    notes += [f"Told of {voices[s.id]}, read as speaking for this actor." for s in told if s.id in voices]
    notes += [UNREVIEWED] if all(s.id in pending for s in told) else []
    relays = [name for statement in told for name in statement.relays]
    return Stance(
        id=f"t-{first.id}"[:100],
        actor=first.holder,
        issue=first.issue,
        option=first.option,
        role=_role(first),
        date=first.date,
        known=min(statement.known for statement in told),
        said_by=", ".join(dict.fromkeys(relays)),
        note=" ".join(dict.fromkeys(notes)),
        evidence=tuple(statement.id for statement in told),
    )


def _role(statement: Statement) -> str:
    """What a statement shows of its option: demanded, accepted or rejected; "" for nothing."""
    if statement.stance == "against":
        return "rejects"
    if statement.stance == "conditional":
        return "accepts"
    if statement.stance == "for":
        return "accepts" if statement.act in {"accepts", "offers"} else "demands"
    return ROLES.get(statement.act, "")


def _report(document: Document, terms: _Terms) -> Document:
    copy = terms.safe(document.copy_of) if document.copy_of else ""
    return replace(document, id=terms.safe(document.id), copy_of=copy)


def _without_lost_copies(reports: tuple[Document, ...]) -> tuple[Document, ...]:
    """The reports; a copy of one that is not cited names none."""
    names = {report.id for report in reports}
    return tuple(replace(r, copy_of=r.copy_of if r.copy_of in names else "") for r in reports)


def _joined(old: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
    """Both, each id once, as `new` has it."""
    there, fresh = {one.id for one in old}, {one.id: one for one in new}
    kept = [fresh.get(one.id, one) for one in old]
    return tuple(kept + [one for one in new if one.id not in there])


def _kept_first(old: tuple[Document, ...], new: tuple[Document, ...]) -> tuple[Document, ...]:
    """What the case says of a report stays; further reports are added."""
    names = {report.id for report in old}
    return (*old, *(report for report in new if report.id not in names))


def _taken(case: Case | None) -> frozenset[str]:
    """Ids that evidence in the case already means otherwise: all but statements read from a passage."""
    if case is None:
        return frozenset()
    dated: tuple[Any, ...] = (
        *(s for s in case.statements if s.span is None),
        *case.proposals,
        *case.contradictions,
        *case.events,
        *case.figures,
        *case.precedents,
        *case.deadlines,
        *case.reports,
    )
    return frozenset(one.id for one in dated)
