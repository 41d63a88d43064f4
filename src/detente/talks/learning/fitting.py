"""Keeps of observations only what the case can be told of, and lists the rest."""

from dataclasses import replace

from detente.talks.learning.observations import ANSWERS, KINDS, Observation, Observations, Unused
from detente.talks.learning.prior import Prior

__all__ = ["fitting"]


def fitting(prior: Prior, observations: Observations) -> Observations:
    """The observations that fit the case and were known on its day; the others are left out with a reason.

    >>> from detente.case.library import example
    >>> from detente.talks.learning.gather import gather
    >>> from detente.talks.learning.prior import prior_of
    >>> case = example("two-rivers")
    >>> len(fitting(prior_of(case), gather(case)))
    18
    """
    kept: list[Observation] = []
    left: dict[str, list[str]] = {}
    for o in observations.found:
        why = _misfit(prior, o)
        if why:
            left.setdefault(why, []).append(o.id)
        else:
            kept.append(o)
    more = tuple(Unused(why=why, ids=tuple(ids)) for why, ids in sorted(left.items()))
    return replace(observations, found=tuple(kept), left_out=(*observations.left_out, *more))


def _misfit(prior: Prior, o: Observation) -> str:
    if prior.case.as_of is not None and o.known > prior.case.as_of:
        return "published after the day of the case"
    if o.kind not in KINDS or (o.kind == "reply" and o.answer not in ANSWERS):
        return "of no known kind or answer"
    if o.actor not in prior.actors:
        return "of nobody whose preferences are asked for"
    scored = all(
        options and set(options) <= set(prior.scores.options(o.actor, issue)) for issue, options in o.terms
    )
    there = set(o.issues) | set(o.silent) <= set(prior.issues)
    return "" if o.terms and scored and there else "on options that the case has no scores for"
