"""History in order: nothing known before it was, no answer before its question.

Also the numbers outside preferences, and the changes of levers and scenarios.
"""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from detente.case.address import Address, Finding
from detente.case.change import change_findings
from detente.case.change_targets import left_out
from detente.case.model import Case, Change
from detente.case.preferences import Range
from detente.case.ranges import range_faults

__all__ = ["history_findings", "number_findings"]

_DATED = ("statements", "stances", "proposals", "contradictions", "events", "figures", "precedents")
_BARE = "rests on neither evidence nor an assumption"


def history_findings(case: Case) -> Iterator[Finding]:
    """Everything that is wrong with dates, versions and answers."""
    for section in _DATED:
        for number, item in enumerate(getattr(case, section)):
            yield from _in_time((section, number), item)
    for number, proposal in enumerate(case.proposals):
        yield from _proposal(("proposals", number), proposal)
    if case.as_of is not None:
        first = min((item.known for section in _DATED for item in getattr(case, section)), default=None)
        if first is not None and case.as_of < first:
            what = f"{case.as_of} is before everything in the case, of which the first was known on {first}"
            yield Finding(("as_of",), what, "choose a later day")


def number_findings(case: Case) -> Iterator[Finding]:
    """What is wrong with numbers outside preferences, and with the changes of levers and scenarios."""
    numbers: list[tuple[Address, Range, bool]] = []
    for number, threat in enumerate(case.exit_threats):
        numbers.append((("exit_threats", number, "credibility"), threat.credibility, False))
        numbers.append((("exit_threats", number, "principal_effect"), threat.principal_effect, False))
    for number, consent in enumerate(case.consents):
        if consent.gives is not None:
            numbers.append((("consents", number, "gives"), consent.gives, True))
    for number, influence in enumerate(case.influences):
        at: Address = ("influences", number, "adds")
        numbers.append((at, influence.adds, False))
        yield from (Finding(at, *fault) for fault in range_faults(influence.adds))
    for at, held, chance in numbers:
        if chance:
            yield from (Finding(at, *fault) for fault in range_faults(held, 0, 1))
        if not case.invented and not held.evidence and not held.assumption:
            yield Finding(at, _BARE, "write {range: [...], evidence: [...]} or {..., assumption: ...}")
    yield from _counts(case)
    yield from _changes(case)


def _in_time(at: Address, item: Any) -> Iterator[Finding]:
    if item.known < item.date.first and not item.date.by:
        what = f"was known on {item.known}, before it happened ({item.date.label})"
        yield Finding((*at, "known"), what, "`known` is the day of the first report; correct one of the two")


def _proposal(at: Address, proposal: Any) -> Iterator[Finding]:
    terms = dict(proposal.terms)
    for number, issue in enumerate(proposal.set_aside):
        if issue in terms:
            what = f"{issue!r} is both set aside and in the terms"
            yield Finding((*at, "set_aside", number), what, "keep one of the two")
    for number, response in enumerate(proposal.responses):
        here = (*at, "responses", number)
        yield from _in_time(here, response)
        if response.version and response.version != proposal.version:
            own = repr(proposal.version) if proposal.version else "none"
            what = f"answers version {response.version!r}, and the version of this proposal is {own}"
            yield Finding((*here, "version"), what, "list that version as a proposal of its own")
        if response.date.last < proposal.date.first and not proposal.date.by:
            what = f"answers on {response.date.label} what was proposed on {proposal.date.label}"
            yield Finding((*here, "date"), what, "correct one of the two dates")


def _counts(case: Case) -> Iterator[Finding]:
    for number, figure in enumerate(case.figures):
        if not isfinite(figure.value) or figure.value < 0:
            what = f"is {figure.value:g}, and a figure counts something"
            yield Finding(("figures", number, "value"), what, "write a number of at least 0")
    for number, issue in enumerate(case.issues):
        for place, option in enumerate(issue.options):
            if option.value is not None and not isfinite(option.value):
                at: Address = ("issues", number, "options", place, "value")
                yield Finding(at, f"{option.value} is not a finite number", "write a number such as 40")


def _changes(case: Case) -> Iterator[Finding]:
    for number, lever in enumerate(case.levers):
        at: Address = ("levers", number)
        yield from _effort((*at, "effort"), lever.effort)
        if not lever.changes:
            yield Finding((*at, "changes"), "the lever changes nothing", "list what it changes")
        if not case.invented and not lever.evidence and not lever.assumption:
            yield Finding((*at, "effort"), _BARE, "say why this effort under `assumption:`")
        for place, change in enumerate(lever.changes):
            yield from _change(case, (*at, "changes", place), change)
    for number, scenario in enumerate(case.scenarios):
        for place, change in enumerate(scenario.changes):
            at = ("scenarios", number, "changes", place)
            yield from _change(case, at, change)
            if not case.invented and not change.source and not _based(change.value):
                yield Finding((*at, "value"), _BARE, "say why under `source:`")


def _change(case: Case, at: Address, change: Change) -> Iterator[Finding]:
    yield from _effort((*at, "effort"), change.effort)
    if left_out(case, change.path):
        return
    for finding in change_findings(case, change):
        yield Finding((*at, *finding.at), finding.what, finding.hint, finding.name)


def _effort(at: Address, effort: float) -> Iterator[Finding]:
    if not isfinite(effort) or effort < 0:
        yield Finding(at, f"is {effort:g}, an effort cannot be negative", "write a number of at least 0")


def _based(value: Any) -> bool:
    return isinstance(value, Range) and bool(value.evidence or value.assumption)
