"""Wider and narrower mandates: the accounts of a case set side by side by what they allow."""

from math import prod

from detente.case.model import Case
from detente.talks.setting.validation.known import MANDATES, Known

__all__ = ["narrower", "wider"]

Allowed = dict[str, frozenset[str]]


def wider(case: Case, party: str, now: str) -> str | None:
    """The account of the party that allows strictly more than `now` and least beside that, else "free".

    None when `now` leaves everything free already. Equals go to the smaller id.

    >>> from detente.case.library import example
    >>> wider(example("gaza-2024"), "israel", "israel-too-narrow")
    'israel-suffices'
    """
    held = _allowed(case, now)
    found = [name for name in _accounts(case, party) if _less(held, _allowed(case, name))]
    if found:
        return min(found, key=lambda name: (_size(_allowed(case, name)), name))
    return "free" if _less(held, _allowed(case, "free")) else None


def narrower(case: Case, party: str, now: str) -> str | None:
    """The account of the party that allows strictly less than `now` and most beside that, else "none".

    None when `now` allows nothing already. Equals go to the smaller id.

    >>> from detente.case.library import example
    >>> narrower(example("gaza-2024"), "israel", "free")
    'israel-too-narrow'
    """
    held = _allowed(case, now)
    found = [name for name in _accounts(case, party) if _less(_allowed(case, name), held)]
    if found:
        return min(found, key=lambda name: (-_size(_allowed(case, name)), name))
    return "none" if _less(_allowed(case, "none"), held) else None


def _accounts(case: Case, party: str) -> tuple[str, ...]:
    return tuple(name for name in Known.of(case).mandates(party) if name not in MANDATES)


def _allowed(case: Case, name: str) -> Allowed:
    """For each issue on the table, the options that a mandate allows."""
    account = next((m for m in case.mandates if m.id == name), None) if name not in MANDATES else None
    limits = dict(account.allows) if account is not None else {}
    found = {}
    for issue in case.table:
        options = frozenset(option.id for option in issue.options if option.available)
        found[issue.id] = options & frozenset(limits.get(issue.id, options))
    return {issue: frozenset() for issue in found} if name == "none" else found


def _less(one: Allowed, other: Allowed) -> bool:
    return one != other and all(one[issue] <= other[issue] for issue in other)


def _size(allowed: Allowed) -> int:
    return prod(len(options) for options in allowed.values())
