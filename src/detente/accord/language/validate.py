"""Is an accord well-formed? Every problem of its values at once, wherever they came from.

A reader turns `findings` into problems with file and line. What is legal but unwise (a dead clause, a power
to stall) is not looked for here: that is what the questions answer.
"""

from detente.accord.language.plan import Accord
from detente.accord.language.validation.circles import circle_findings
from detente.accord.language.validation.conditions import condition_findings
from detente.accord.language.validation.deadlines import deadline_findings
from detente.accord.language.validation.known import Known
from detente.accord.language.validation.names import name_findings
from detente.accord.language.validation.numbers import number_findings
from detente.accord.language.validation.sides import side_findings
from detente.case.address import Finding, spelled
from detente.errors import Problem

__all__ = ["findings", "validate_accord"]


def validate_accord(accord: Accord) -> tuple[Problem, ...]:
    """Everything that is wrong with an accord, by the paths of its file; empty when it is well-formed.

    Clauses stand by position and reading, as in `clauses[3].readings[0].power.when`.

    >>> empty = Accord(id="x", title="", sides=(), phases=(), clauses=())
    >>> [problem.what for problem in validate_accord(empty)]
    ['the accord has fewer than two parties', 'the accord has no phase']
    """
    return tuple(
        Problem(path=spelled(found.at), what=found.what, hint=found.hint, file=accord.file)
        for found in findings(accord)
    )


def findings(accord: Accord, *, whole: bool = True) -> tuple[Finding, ...]:
    """The problems of an accord by address, for a reader that knows the lines.

    Without `whole`, parts of it were left aside: circles and ways between phases are then not looked for.
    """
    known = Known.of(accord)
    found = [
        *name_findings(known),
        *side_findings(known),
        *number_findings(known),
        *deadline_findings(known),
        *condition_findings(known),
    ]
    if whole and not found:
        found += circle_findings(known)
    return tuple(dict.fromkeys(found))
