"""What stands in a case or record: its parts, who holds what, statements in pages, what a number rests on.

Each function gives plain data. Words of a report are quotations from the start; other prose of the case is
marked by `quoting.quoted` when the answer is sent.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from detente.assistants.desk import Desk, day_of
from detente.assistants.quoting import REPORT, is_plain, quote
from detente.errors import DetenteError, UnknownName

__all__ = ["assumptions", "describe_case", "evidence", "list_cases", "matrix", "statements"]

Given = Mapping[str, Any]


def list_cases(desk: Desk, _: Given) -> dict[str, Any]:
    """The cases and accords that can be named."""
    import detente as dt

    own = desk.own.id if desk.own is not None else None
    cases = [desk.case({"case": name}) for name in desk.names]
    told = [
        {
            "case": case.id,
            "title": quote(case.title),
            "invented": case.invented,
            "given_at_start": case.id == own,
            "as_of": str(case.as_of) if case.as_of else None,
        }
        for case in cases
    ]
    accords = [desk.accord({"accord": name}) for name in desk.accords]
    return {
        "cases": told,
        "accords": [{"accord": a.id, "case": a.case, "title": quote(a.title)} for a in accords],
        "record_given": desk.record is not None,
        "solutions": sorted(dt.SOLUTIONS),
    }


def describe_case(desk: Desk, asked: Given) -> dict[str, Any]:
    """The parts of a case with their ids."""
    import detente as dt

    case = desk.case(asked)
    parties = [
        {
            "id": party.id,
            "name": quote(party.name),
            "principal": party.principal,
            "readings": [r.id for r in party.approval.readings],
            "ratifiers": [_named(r) for r in case.ratifiers if r.party == party.id],
        }
        for party in case.parties
    ]
    issues = [
        {
            "id": issue.id,
            "name": quote(issue.name),
            "ordered": issue.ordered,
            "on_table": issue.on_table,
            "options": [{**_named(o), "available": o.available} for o in issue.options],
        }
        for issue in case.issues
    ]
    proposals = [{**_named(p), "date": p.date.label, "standing": p.standing} for p in case.proposals]
    return {
        "case": case.id,
        "title": quote(case.title),
        "summary": quote(case.summary),
        "invented": case.invented,
        "as_of": str(case.as_of) if case.as_of else None,
        "parties": parties,
        "other_actors": [{**_named(actor), "role": quote(actor.role)} for actor in case.actors],
        "issues": issues,
        "proposals": proposals,
        "scenarios": [_named(one) for one in case.scenarios],
        "reports": [{"id": r.id, "label": quote(r.label)} for r in case.reports],
        "counts": {"statements": len(case.statements), "numbers": len(case.numbers())},
        "gaps": [{"path": gap.path, "what": quote(gap.what)} for gap in dt.gaps(case)],
        "packages": desk.space(asked).packages if _can_be_asked(case) else None,
    }


def matrix(desk: Desk, asked: Given) -> dict[str, Any]:
    """Each issue with what every actor is last reported to hold or refuse there, and how that moved."""
    import detente as dt

    moves = dt.movement(desk.case(asked))
    rows = []
    for issue in moves.issues:
        cells = []
        for track in issue.tracks:
            last = track.moments[-1]
            held = [
                {"option": h.option, "role": h.role, "said_by": h.said_by, "evidence": list(h.evidence)}
                for h in last.held
            ]
            direction = {"direction": track.direction, "date": last.date.label, "disputed": last.disputed}
            cells.append({"actor": track.actor, "party": track.party, "holds": held, **direction})
        gap = issue.gaps[-1] if issue.gaps else None
        apart = {"least": gap.least, "most": gap.most, "of": gap.length} if gap is not None else None
        rows.append({"issue": issue.issue, "ordered": issue.ordered, "cells": cells, "gap_in_steps": apart})
    return {"day": str(moves.day) if moves.day else None, "issues": rows}


def statements(desk: Desk, asked: Given) -> dict[str, Any]:
    """A page of the statements of the case, or of the record given at the start."""
    of_record = asked["source"] == "record"
    if of_record and desk.record is None:
        raise DetenteError("no record was given at the start", where="source", hint='ask for "case"')
    about = desk.record.standing if of_record else desk.case(asked)
    found = list(_selected(about.statements, asked))
    start, limit = asked["offset"], asked["limit"]
    documents = {d.id: d for d in (about.documents if of_record else about.reports)}
    return {
        "source": asked["source"],
        "count": len(found),
        "offset": start,
        "statements": [_told(s, documents) for s in found[start : start + limit]],
        "next_offset": start + limit if start + limit < len(found) else None,
    }


def evidence(desk: Desk, asked: Given) -> dict[str, Any]:
    """What a number of the case rests on, or what a party is reported to hold on an issue."""
    case = desk.case(asked)
    numbers = dict(case.numbers())
    if asked["number"] is not None:
        if asked["number"] not in numbers:
            raise UnknownName.among(asked["number"], "number", numbers, where="number")
        number = numbers[asked["number"]]
        head: dict[str, Any] = {"number": asked["number"], **_range(number), "stances": []}
        names: Iterable[str] = number.evidence
    else:
        stances = _stances(case, asked["actor"], asked["issue"])
        told = [
            {
                "id": s.id,
                "actor": s.actor,
                "option": s.option,
                "role": s.role,
                "date": s.date.label,
                "said_by": quote(s.said_by, REPORT),
                "note": quote(s.note),
                "evidence": list(s.evidence),
            }
            for s in stances
        ]
        head = {"actor": asked["actor"], "issue": asked["issue"], "stances": told}
        names = dict.fromkeys(name for s in stances for name in s.evidence)
    return {**head, "evidence": [_evidence(case, name) for name in names]}


def assumptions(desk: Desk, asked: Given) -> dict[str, Any]:
    """A page of the numbers that rest on an assumption, with the reason that the case gives for each."""
    case = desk.case(asked)
    if asked["actor"] is not None and asked["actor"] not in case.names():
        raise UnknownName.among(asked["actor"], "actor", case.names(), where="actor")
    every = case.numbers()
    found = [(path, n) for path, n in every if not n.evidence and _of_actor(path, asked["actor"])]
    start, limit = asked["offset"], asked["limit"]
    return {
        "numbers": len(every),
        "with_evidence": sum(bool(n.evidence) for _, n in every),
        "count": len(found),
        "offset": start,
        "assumptions": [{"number": path, **_range(n)} for path, n in found[start : start + limit]],
        "next_offset": start + limit if start + limit < len(found) else None,
    }


def _named(one: Any) -> dict[str, Any]:
    return {"id": one.id, "name": quote(one.name)}


def _can_be_asked(case: Any) -> bool:
    return all(case.preferences_of(name) is not None for name in case.principals)


def _range(number: Any) -> dict[str, Any]:
    told = {"low": number.low, "likely": number.likely, "high": number.high, "driver": number.driver}
    return {**told, "assumption": quote(number.assumption) if number.assumption else None}


def _of_actor(path: str, actor: str | None) -> bool:
    return actor is None or any(
        path.startswith(f"{kind}.{actor}.") for kind in ("preferences", "exit_threats")
    )


def _stances(case: Any, actor: str | None, issue: str | None) -> list[Any]:
    """The stances of an actor, or of all actors of a party, on an issue."""
    if actor is None or issue is None:
        hint = "give number; or actor and issue, for a cell of the matrix"
        raise DetenteError("the question needs something to look up", hint=hint)
    case.issue(issue)
    if actor not in case.names():
        raise UnknownName.among(actor, "actor", case.names(), where="actor")
    return [s for s in case.stances if s.issue == issue and actor in {s.actor, case.party_of(s.actor)}]


def _evidence(case: Any, name: str) -> dict[str, Any]:
    """What an id of the case stands for, when it is evidence."""
    reports = {r.id: r for r in case.reports}
    for statement in case.statements:
        if statement.id == name:
            return {"kind": "statement", **_told(statement, reports)}
    if name in reports:
        return {"kind": "report", "id": name, "label": quote(reports[name].label)}
    for kind, text in (("stances", "note"), ("proposals", "name"), ("events", "what"), ("figures", "series")):
        for one in getattr(case, kind):
            if one.id == name:
                told = {
                    "kind": kind[:-1],
                    "id": name,
                    "date": one.date.label,
                    "text": quote(getattr(one, text)),
                }
                return {**told, "evidence": list(one.evidence)}
    return {"kind": "other", "id": name}


def _selected(every: Iterable[Any], asked: Given) -> Iterable[Any]:
    """The statements by holder, issue, act and date; UnknownName for a word that none of them has."""
    every = list(every)
    for name in ("holder", "issue", "act"):
        known = {getattr(s, name) for s in every}
        if asked[name] is not None and asked[name] not in known:
            raise UnknownName.among(asked[name], name, filter(is_plain, known - {""}), where=name)
    since, until = day_of(asked["since"], "since"), day_of(asked["until"], "until")
    for s in every:
        named = all(asked[name] in {None, getattr(s, name)} for name in ("holder", "issue", "act"))
        if named and (since is None or s.date.last >= since) and (until is None or s.date.last <= until):
            yield s


def _told(statement: Any, documents: Mapping[str, Any]) -> dict[str, Any]:
    """A statement as plain data; its words are a quotation from its report."""
    span = statement.span
    report = span.document if span else next(iter(statement.reports), "")
    words = (span.exact if span else "") or statement.says
    return {
        "id": statement.id,
        "report": report,
        "published_as": quote(documents[report].label, REPORT) if report in documents else None,
        "span": [span.start, span.end] if span else None,
        "date": statement.date.label,
        "known": str(statement.known),
        "holder": statement.holder,
        "relays": [quote(relay, REPORT) for relay in statement.relays],
        "act": statement.act,
        "issue": statement.issue,
        "option": statement.option,
        "stance": statement.stance,
        "verdict": statement.verdict,
        "condition": quote(statement.condition, REPORT) if statement.condition else None,
        "words": quote(words, REPORT),
        "coding": {"coder": statement.coding.coder, "score": statement.coding.score}
        if statement.coding
        else None,
    }
