"""Scores of the options of one issue, estimated from an actor's signs by the order of the options alone.

What the actor demands last scores 1 and the end that lies furthest from it 0; options between fall from one
to the other with wide ranges. Acceptances and refusals move the likely value inside its range, no more.
"""

from collections.abc import Iterable, Sequence

from detente.case.model import Issue
from detente.case.preferences import Range
from detente.case.signs import Sign

__all__ = ["estimate_scores", "inner_side", "newest"]

Triple = tuple[float, float, float]
FLAT: Triple = (0.0, 0.5, 1.0)
BEST: Triple = (0.4, 0.8, 1.0)
WORST: Triple = (0.0, 0.2, 0.6)
OUTER: Triple = (0.7, 1.0, 1.0)


def estimate_scores(issue: Issue, signs: Sequence[Sign]) -> tuple[tuple[str, Range], ...]:
    """A range in [0, 1] for each option of the issue, in its order, with evidence and how it was reached.

    Without signs every option gets the same flat range.

    >>> from detente.case.model import Option
    >>> pay = Issue(id="pay", name="Pay", ordered=True, options=(Option(id="low", name="Low"),
    ...     Option(id="high", name="High")))
    >>> [r.text for _, r in estimate_scores(pay, ())]
    ['0.5 [0, 1]', '0.5 [0, 1]']
    """
    names = [option.id for option in issue.options]
    signs = [sign for sign in signs if sign.option in names]
    if not signs:
        reason = "no stance on this issue is reported"
        return tuple((name, Range(low=0.0, likely=0.5, high=1.0, assumption=reason)) for name in names)
    demanded = sorted({names.index(s.option) for s in newest(signs, "demands")})
    side = inner_side(issue, signs) if issue.ordered else 0
    triples, reasons = _by_order(names, demanded, side) if issue.ordered else _by_name(names, demanded)
    moved = _moved(triples, names, signs, ordered=issue.ordered)
    evidence = tuple(dict.fromkeys(sign.evidence for sign in signs if sign.evidence))
    inherited = signs[0].inherited
    return tuple(
        (name, _range(moved[k], evidence, reasons[k], inherited=inherited)) for k, name in enumerate(names)
    )


def inner_side(issue: Issue, signs: Sequence[Sign]) -> int:
    """On which side of an actor's demand the options that it likes less lie: 1 after, -1 before, 0 unknown.

    Read from the newest demand, else from earlier ones, else from what the actor refuses.
    """
    names = [option.id for option in issue.options]
    middle = (len(names) - 1) / 2
    latest = newest(signs, "demands")
    for group, sign in ((latest, 1), (_role(signs, "demands"), 1), (_role(signs, "rejects"), -1)):
        places = [names.index(s.option) for s in group if s.option in names]
        if places and sum(places) / len(places) != middle:
            return sign if sum(places) / len(places) < middle else -sign
    return 0


def newest(signs: Sequence[Sign], role: str) -> tuple[Sign, ...]:
    """The signs of a role with the latest day; several when accounts differ."""
    found = _role(signs, role)
    last = max((sign.day for sign in found), default=None)
    return tuple(sign for sign in found if sign.day == last)


def _role(signs: Iterable[Sign], role: str) -> tuple[Sign, ...]:
    return tuple(sign for sign in signs if sign.role == role)


def _by_order(names: Sequence[str], demanded: Sequence[int], side: int) -> tuple[list[Triple], list[str]]:
    """Triples along the order: 1 at the demand, 0 at the far end; both ends when no side is known."""
    last = len(names) - 1
    if not demanded:
        if side == 0:
            return [FLAT] * len(names), ["it is not reported to demand or refuse any here"] * len(names)
        steps = [(k if side > 0 else last - k) / last for k in range(len(names))]
        reason = "from what it refuses and the order of the options; it is not reported to demand any"
        return [_between(BEST, WORST, t) for t in steps], [reason] * len(names)
    if last and {0, last} <= set(demanded):
        return [FLAT] * len(names), ["accounts differ over what it demands"] * len(names)
    anchor = max(demanded) if side > 0 else min(demanded)
    if side == 0:
        anchor = demanded[len(demanded) // 2]
    triples, reasons = [], []
    for k in range(len(names)):
        if k == anchor or (side == 0 and k in demanded):
            triples.append((1.0, 1.0, 1.0))
            reasons.append("")
        elif (k - anchor) * side < 0:
            triples.append(OUTER)
            reasons.append("beyond its demand; at least as good by order")
        else:
            end = last if k > anchor else 0
            left = 1 - abs(k - anchor) / abs(end - anchor)
            triples.append((left / 3, left, (2 + left) / 3) if left else (0.0, 0.0, 0.0))
            reasons.append(
                "between its demand and the far end, by order" if left else "furthest from its demand"
            )
    return triples, reasons


def _by_name(names: Sequence[str], demanded: Sequence[int]) -> tuple[list[Triple], list[str]]:
    """Triples without an order: 1 for what is demanded, flat for the rest."""
    triples = [(1.0, 1.0, 1.0) if k in demanded else FLAT for k in range(len(names))]
    reasons = ["" if k in demanded else "the options have no order" for k in range(len(names))]
    return triples, reasons


def _moved(
    triples: Sequence[Triple], names: Sequence[str], signs: Sequence[Sign], *, ordered: bool
) -> list[Triple]:
    """Likely values moved up by acceptances and down by refusals, halfway (a quarter for weak signs)."""
    found = list(triples)
    for role in ("rejects", "accepts"):
        share: dict[int, float] = {}
        for sign in _role(signs, role):
            if not _taken_back(sign, signs):
                k = names.index(sign.option)
                share[k] = max(share.get(k, 0.0), 0.25 if sign.weak else 0.5)
        for k, part in share.items():
            found[k] = _pulled(found[k], part, up=role == "accepts")
    return _monotone(triples, found) if ordered else found


def _taken_back(sign: Sign, signs: Iterable[Sign]) -> bool:
    """True when the actor later answered the other way on the same option."""
    other = "accepts" if sign.role == "rejects" else "rejects"
    return any(s.role == other and s.option == sign.option and s.day > sign.day for s in signs)


def _pulled(triple: Triple, part: float, *, up: bool) -> Triple:
    low, likely, high = triple
    if low == high:
        if up and likely == 0:
            return 0.0, part / 2, part
        return triple
    return low, likely + part * ((high if up else low) - likely), high


def _monotone(before: Sequence[Triple], after: Sequence[Triple]) -> list[Triple]:
    """The moved triples, with neighbours moved along where the order asks for it."""
    found = list(after)
    count = len(found)
    for k in range(count):
        if after[k] == before[k]:
            continue
        for other in range(count):
            higher = before[other][1] > before[k][1] and after[k][1] > found[other][1]
            lower = before[other][1] < before[k][1] and after[k][1] < found[other][1]
            if higher or lower:
                low, _, high = found[other]
                likely = after[k][1]
                found[other] = (min(low, likely), likely, max(high, likely))
    return found


def _between(best: Triple, worst: Triple, t: float) -> Triple:
    low, likely, high = ((1 - t) * b + t * w for b, w in zip(best, worst, strict=True))
    return low, likely, high


def _range(triple: Triple, evidence: tuple[str, ...], reason: str, *, inherited: bool) -> Range:
    low, likely, high = triple
    if inherited:
        low, likely, high = max(low - 0.3, 0.0), 0.5 + 0.8 * (likely - 0.5), min(high + 0.3, 1.0)
        told = "its party's stance; whether it shares it is not reported"
        reason = f"{told}; {reason}" if reason else told
    low, likely, high = (round(value, 3) for value in (low, likely, high))
    return Range(low=low, likely=likely, high=high, evidence=evidence, assumption=reason)
