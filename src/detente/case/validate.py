"""Is a case well-formed? Every problem of its values at once; what is missing without being wrong are gaps."""

from detente.case.address import Finding
from detente.case.model import Case

__all__ = ["findings"]


def findings(case: Case) -> tuple[Finding, ...]:
    """The problems of the case by address."""
    return ()
