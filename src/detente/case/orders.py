"""The ordered issues of a case in the ids of a record, so that stances can be told to harden or soften."""

from collections.abc import Mapping

from detente.case.model import Case
from detente.record.packs.pack import Pack

__all__ = ["orders_of"]


def orders_of(case: Case, pack: Pack | None = None) -> Mapping[str, tuple[str, ...]]:
    """The options of each ordered issue from one end to the other, for `stances` and `changes_since`.

    A pack gives the ids by which its issues and options stand in a record; what it does not name keeps the
    id of the case. Empty where no issue is ordered.

    >>> from detente.case.library import example
    >>> orders_of(example("gaza-2024"))["end-of-war"][0]
    'guaranteed'
    """
    orders = {
        issue.id: tuple(option.id for option in issue.options) for issue in case.issues if issue.ordered
    }
    found = dict(orders)
    for issue in pack.issues if pack else ():
        name = issue.case or issue.id
        if name in orders:
            ours = {option.case or option.id: option.id for option in issue.options}
            found[issue.id] = tuple(ours.get(option, option) for option in orders[name])
    return found
