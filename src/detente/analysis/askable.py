"""What no question can be asked about: a case that changes have emptied, a rule that nobody has."""

from collections.abc import Mapping

from detente.case.model import Case
from detente.errors import AnalysisError, CaseError, UnknownName

__all__ = ["refuse_unaskable"]


def refuse_unaskable(case: Case, readings: Mapping[str, str]) -> None:
    """Raises CaseError for an issue without options or weights of zero, UnknownName for a rule of nobody.

    >>> refuse_unaskable(Case(id="x", title="X"), {"upland": "only"})
    Traceback (most recent call last):
    detente.errors.UnknownName: x: there is no party called 'upland'
      try: known: deal
    """
    parties = {"deal", *(party.id for party in case.parties)}
    for party in readings:
        if party not in parties:
            raise UnknownName.among(party, "party", parties, where=case.id)
    for issue in case.table:
        if not any(option.available for option in issue.options):
            raise CaseError(
                f"issue {issue.id!r} has no option on the table",
                where=f"{case.id} issues.{issue.id}",
                hint="leave one of its options available",
            )
    for want in case.preferences:
        weights = [weight.likely for _, weight in want.weights]
        if want.measure == "share" and weights and not any(weights):
            raise AnalysisError(
                f"the likely weights of {want.actor!r} are all 0, so no share of them can be taken",
                where=f"{case.id} preferences.{want.actor}.weights",
                hint="give one of them a weight",
            )
