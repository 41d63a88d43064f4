"""Is a case well-formed? Every problem of its values at once, wherever they came from.

A reader turns `findings` into problems with file and line. What is missing without being wrong is a gap.
"""

from detente.case.address import Finding, spelled
from detente.case.change_targets import left_out
from detente.case.model import Case
from detente.case.procedure import rule_actors
from detente.case.validation.history import history_findings, number_findings
from detente.case.validation.known import Known
from detente.case.validation.names import name_findings
from detente.case.validation.packages import package_findings
from detente.case.validation.rules import rule_findings
from detente.case.validation.wants import want_findings
from detente.errors import Problem

__all__ = ["findings", "gaps", "problems"]


def problems(case: Case) -> tuple[Problem, ...]:
    """Everything that is wrong with a case, by the paths of the format page; empty when it is well-formed.

    >>> [problem.what for problem in problems(Case(id="x", title="X"))]
    ['the case has no party', 'the case has no issue on the table']
    """
    return tuple(_problem(finding) for finding in findings(case))


def gaps(case: Case) -> tuple[Problem, ...]:
    """What is missing without being wrong: those whose preferences a rule, a consent or a change needs.

    A question that needs them says so when it is asked.

    >>> gaps(Case(id="x", title="X"))
    ()
    """
    needed = {
        actor: f"is in a rule of {party.id}"
        for party in case.parties
        for reading in party.approval.readings
        for actor in rule_actors(reading.rule)
    }
    needed |= {party.principal: f"is the principal of {party.id}" for party in case.parties}
    for consent in case.consents:
        if consent.gives is None:
            needed.setdefault(consent.actor, f"must consent to {consent.id}")
    sets = [(lever.id, lever.changes) for lever in case.levers]
    sets += [(scenario.id, scenario.changes) for scenario in case.scenarios]
    for name, changes in sets:
        for change in changes:
            if actor := left_out(case, change.path):
                needed.setdefault(actor, f"is in a change of {name}")
    held = {want.actor for want in case.preferences}
    return tuple(
        Problem(
            path=spelled(("preferences", actor)),
            what=f"{actor!r} {why}, and what it wants is not in the case",
            hint=f"add preferences/{actor}.yaml; without it, questions that need its yes are not answered",
        )
        for actor, why in sorted(needed.items())
        if actor not in held
    )


def findings(case: Case) -> tuple[Finding, ...]:
    """The problems of a case by address, for a reader that knows the lines."""
    known = Known.of(case)
    found = (
        *name_findings(case, known),
        *rule_findings(case, known),
        *want_findings(case, known),
        *package_findings(case, known),
        *history_findings(case),
        *number_findings(case),
    )
    return tuple(dict.fromkeys(found))


def _problem(finding: Finding) -> Problem:
    return Problem(path=spelled(finding.at), what=finding.what, hint=finding.hint)
