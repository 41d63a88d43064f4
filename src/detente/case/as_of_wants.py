"""Preferences as they could be stated on a day: on known issues and options, from evidence known by then."""

from collections.abc import Iterable
from dataclasses import replace

from detente.case.known import Known
from detente.case.preferences import DatedRange, Interaction, Preferences, Range, RedLine

__all__ = ["wants_known"]

Weights = tuple[tuple[str, Range], ...]


def wants_known(preferences: Iterable[Preferences], known: Known) -> tuple[Preferences, ...]:
    """The preferences on what was known; without those of actors for whom no issue is left.

    Weights of measure "share" that remain are rescaled so that their likely values sum to 1.
    """
    table = {issue.id for issue in known.issues if issue.on_table}
    return tuple(_wants(one, known) for one in preferences if table)


def _wants(wants: Preferences, known: Known) -> Preferences:
    options = known.options
    weights = tuple((issue, known.number(w)) for issue, w in wants.weights if issue in options)
    orders = (
        (issue, _groups(order, options[issue])) for issue, order in wants.score_order if issue in options
    )
    return replace(
        wants,
        weights=_rescaled(weights) if wants.measure == "share" else weights,
        weight_order=_groups(wants.weight_order, options),
        scores=tuple(
            (issue, tuple((name, known.number(s)) for name, s in scores if name in options[issue]))
            for issue, scores in wants.scores
            if issue in options
        ),
        score_order=tuple(orders),
        free_scores=tuple(issue for issue in wants.free_scores if issue in options),
        interactions=tuple(seen for link in wants.interactions if (seen := _link(link, known)) is not None),
        red_lines=tuple(kept for line in wants.red_lines if (kept := _line(line, known)) is not None),
        reservation=_reservation(wants.reservation, known),
    )


def _rescaled(weights: Weights) -> Weights:
    total = sum(weight.likely for _, weight in weights)
    if total <= 0 or abs(total - 1) < 1e-9:
        return weights
    return tuple(
        (
            issue,
            replace(
                weight,
                low=min(weight.low / total, 1.0),
                likely=min(weight.likely / total, 1.0),
                high=min(weight.high / total, 1.0),
            ),
        )
        for issue, weight in weights
    )


def _groups(groups: Iterable[tuple[str, ...]], there: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    names = set(there)
    kept = (tuple(name for name in group if name in names) for group in groups)
    return tuple(group for group in kept if group)


def _link(link: Interaction, known: Known) -> Interaction | None:
    when = known.every(link.when)
    if when is None or known.only_later(link.adds.evidence):
        return None
    return replace(link, when=when, adds=known.number(link.adds))


def _line(line: RedLine, known: Known) -> RedLine | None:
    never = known.every(line.never)
    if never is None or known.only_later(line.holds.evidence):
        return None
    return replace(line, never=never, unless=known.every(line.unless) or (), holds=known.number(line.holds))


def _reservation(reservation: Iterable[DatedRange], known: Known) -> tuple[DatedRange, ...]:
    return tuple(
        replace(dated, range=known.number(dated.range))
        for dated in reservation
        if dated.since is None or (dated.since <= known.day and not known.only_later(dated.range.evidence))
    )
