"""Is a setting of talks well-formed, and does it fit a case? Every problem at once, wherever it came from.

A reader turns `findings` into problems with file and line.
"""

from detente.analysis.space import OutcomeSpace
from detente.case.address import Finding, spelled
from detente.case.model import Case
from detente.errors import Problem
from detente.talks.setting.validation.calendar import calendar_findings
from detente.talks.setting.validation.known import Known
from detente.talks.setting.validation.names import case_findings, name_findings
from detente.talks.setting.validation.numbers import count_findings, number_findings, party_findings
from detente.talks.setting.validation.scale import scale_findings
from detente.talks.setting.values import Setting

__all__ = ["findings", "validate"]

_GRID = 1e12


def validate(setting: Setting, about: Case | OutcomeSpace | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a setting for a case, by the paths of its file; empty when nothing is.

    Given the space of the case, it also looks whether amounts fit its utilities. Without a case it looks at
    the setting alone.

    >>> [problem.what for problem in validate(Setting(id="x", days=0))]
    ['is 0 days, and it should be at least 1']
    """
    space = about if isinstance(about, OutcomeSpace) else None
    case = about.case if isinstance(about, OutcomeSpace) else about
    found = findings(setting, case)
    if space is not None and not found:
        units = {
            leaf.name: _GRID / grid
            for leaf, grid in zip(space.leaves, space.grid, strict=True)
            if leaf.kind == "gain"
        }
        principals = dict(zip(space.parties, space.principals, strict=True))
        found = tuple(scale_findings(setting, units, principals))
    return tuple(Problem(path=spelled(f.at), what=f.what, hint=f.hint) for f in found)


def findings(setting: Setting, case: Case | None = None) -> tuple[Finding, ...]:
    """The problems of a setting by address, for a reader that knows the lines."""
    known = Known.of(case) if case is not None else None
    found = [*name_findings(setting), *count_findings(setting), *number_findings(setting, known)]
    if known is not None:
        found += [*party_findings(known), *case_findings(setting, known)]
    start = setting.start or (case.as_of if case is not None else None)
    found += calendar_findings(setting, start) if not _days_wrong(found) else ()
    return tuple(dict.fromkeys(found))


def _days_wrong(found: list[Finding]) -> bool:
    """Whether the number of days itself is wrong, so that no day can be held against it."""
    return any(finding.at == ("days",) for finding in found)
