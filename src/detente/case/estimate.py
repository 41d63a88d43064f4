"""Estimates preferences from dated, sourced signs alone, with wide ranges and the basis of every number.

A first case, not an inference: it says what follows from stances by order, and is flat where nothing is
reported. The rules stand in `docs/concepts/estimate.md`. Scores, weights and reservations are unitless.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import exp2

from detente.case.known import known_days
from detente.case.model import Case, Issue
from detente.case.preferences import DatedRange, Preferences, Range, RedLine
from detente.case.score_estimate import estimate_scores, inner_side, newest
from detente.case.signs import Sign, asked_actors, issue_signs, strong_refusals

__all__ = ["estimate"]

HALF_LIFE = 90
MOST_INSISTENCE = 3.0
PLACES = 4


def estimate(case: Case, *, day: date | None = None) -> Case:
    """The case with estimated preferences for everyone whose approval some reading of a rule asks for.

    Only signs known by `day` count (default: the case's `as_of`, else everything): stances, answers to
    proposals, own proposals, threats to quit. Own demand 1, far end 0, options between by order with wide
    ranges; no sign, flat. Weights start equal and rise with how often and how lately an actor insisted; each
    range admits equal weights. Reservations are wide and alike. A ratifier without signs of its own gets
    those of its party, wider. A refusal in strong words becomes a red line that may be a bluff. Preferences
    of others are kept. A case without issues on the table gets none.

    >>> from detente.case.library import example
    >>> found = estimate(example("gaza-2024")).preferences_of("israel-pm")
    >>> found.basis, found.reservation[0].range.text
    ('estimate', '0.5 [0.2, 0.8]')
    """
    day = day or case.as_of or max(known_days(case).values(), default=date.max)
    asked = asked_actors(case) if case.table else ()
    found = tuple(_preferences(case, actor, day) for actor in asked)
    kept = tuple(p for p in case.preferences if p.actor not in asked) if case.table else ()
    return case.with_(preferences=tuple(sorted((*found, *kept), key=lambda p: p.actor)))


def _preferences(case: Case, actor: str, day: date) -> Preferences:
    signs = {issue.id: issue_signs(case, actor, issue.id, day) for issue in case.table}
    reservation = Range(
        low=0.2, likely=0.5, high=0.8, assumption="no report says what no deal is worth to this actor"
    )
    scores = tuple((issue.id, estimate_scores(issue, signs[issue.id])) for issue in case.table)
    free = (
        issue.id for issue, (_, options) in zip(case.table, scores, strict=True) if _peaked(issue, options)
    )
    return Preferences(
        actor=actor,
        basis="estimate",
        weights=_weights(case.table, signs, day),
        scores=scores,
        free_scores=tuple(free),
        red_lines=_red_lines(case, signs, day),
        reservation=(DatedRange(range=reservation),),
        note="Estimated from dated, sourced stances, answers and threats; nothing is known beyond that.",
    )


def _weights(
    table: Sequence[Issue], signs: dict[str, tuple[Sign, ...]], day: date
) -> tuple[tuple[str, Range], ...]:
    """Equal weights, raised up to twofold by insistence; every range admits equality."""
    insisted = {issue.id: _insistence(signs[issue.id], day) for issue in table}
    raised = {name: 1 + min(amount, MOST_INSISTENCE) / MOST_INSISTENCE for name, amount in insisted.items()}
    likely = _shares(raised)
    count = len(table)
    if count == 1:
        return ((table[0].id, Range.of(1.0, assumption="the only issue on the table")),)
    low, high = round(1 / (4 * count), PLACES), round(min(1.0, 3 / count), PLACES)
    found = []
    for issue in table:
        stated = [sign for sign in signs[issue.id] if _insists(sign)]
        reason = "no stance is reported; an equal weight to start from"
        if stated:
            days = len({sign.day for sign in stated})
            reason = f"an equal weight to start from, raised for insisting {_days(days)}"
        evidence = _names(stated)
        found.append(
            (
                issue.id,
                Range(low=low, likely=likely[issue.id], high=high, evidence=evidence, assumption=reason),
            )
        )
    return tuple(found)


def _insists(sign: Sign) -> bool:
    return sign.stated and sign.role != "accepts"


def _insistence(signs: Iterable[Sign], day: date) -> float:
    """On how many days an actor insisted, each counted half after 90 days, and half when its party did."""
    held = {sign.day: 0.5 if sign.inherited else 1.0 for sign in signs if _insists(sign)}
    return sum(share * exp2(-max((day - told).days, 0) / HALF_LIFE) for told, share in held.items())


def _days(count: int) -> str:
    return "on one day" if count == 1 else f"on {count} days"


def _shares(amounts: dict[str, float]) -> dict[str, float]:
    """Shares that sum to 1 at four places; what rounding leaves goes to the largest, of equals by name."""
    total = sum(amounts.values())
    shares = {name: round(amount / total, PLACES) for name, amount in amounts.items()}
    rest = round(1 - sum(shares.values()), PLACES)
    largest = min(shares, key=lambda name: (-shares[name], name), default="")
    return {name: round(s + rest, PLACES) if name == largest else s for name, s in shares.items()}


def _red_lines(case: Case, signs: dict[str, tuple[Sign, ...]], day: date) -> tuple[RedLine, ...]:
    found = []
    for issue in case.table:
        told = signs[issue.id]
        by_option: dict[str, list[Sign]] = {}
        for sign in strong_refusals(case, told, day):
            by_option.setdefault(sign.option, []).append(sign)
        for option, refusals in sorted(by_option.items()):
            refused = _refused(issue, option, told)
            found.append(
                RedLine(
                    id=f"{issue.id}-{option}",
                    never=((issue.id, refused),),
                    holds=_holds(refused, refusals, told),
                    note="From a refusal or a threat; a stated one may be a bluff.",
                )
            )
    return tuple(found)


def _refused(issue: Issue, option: str, signs: Sequence[Sign]) -> tuple[str, ...]:
    """The option refused and, on an ordered issue, those still further from what the actor demands.

    The option alone where what it demands would be among these.
    """
    names = [o.id for o in issue.options]
    side = inner_side(issue, signs) if issue.ordered else 0
    at = names.index(option)
    beyond = tuple(name for k, name in enumerate(names) if k == at or (k - at) * side > 0)
    demanded = {sign.option for sign in newest(signs, "demands")}
    return (option,) if demanded & set(beyond) else beyond


def _holds(refused: Sequence[str], refusals: Sequence[Sign], signs: Sequence[Sign]) -> Range:
    last = max(sign.day for sign in refusals)
    yielded = any(s.role == "accepts" and not s.weak and s.day >= last and s.option in refused for s in signs)
    likely = 0.3 if yielded else 0.6 if len({sign.day for sign in refusals}) == 1 else 0.7
    reason = "accepted since by some account" if yielded else "stated, and may be a bluff"
    return Range(low=0.2, likely=likely, high=0.95, evidence=_names(refusals), assumption=reason)


def _peaked(issue: Issue, options: Sequence[tuple[str, Range]]) -> bool:
    """True for an ordered issue whose likely scores neither rise nor fall throughout."""
    likely = [score.likely for _, score in options]
    return issue.ordered and likely not in (sorted(likely), sorted(likely, reverse=True))


def _names(signs: Iterable[Sign]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sign.evidence for sign in signs if sign.evidence))
