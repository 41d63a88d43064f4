"""A setting for a case of which nothing more is known: wide ranges, every number a marked assumption.

All parties are treated alike, all actors at home likewise; amounts are shares of what a party can gain.
"""

from detente.case.model import Case
from detente.case.preferences import Preferences, Range, reservation_at
from detente.talks.setting.validation.known import Known
from detente.talks.setting.values import Delegation, Home, Mediation, Setting

__all__ = ["default_setting"]

_DEFAULT = "assumed for want of a record: "


def default_setting(case: Case) -> Setting:
    """The setting with the same wide ranges for every party, and for every actor at home.

    A delegation has the account of its mandate that the case marks as base; without accounts it is free.

    >>> from detente.case.library import example
    >>> [d.party for d in default_setting(example("panama-canal-1974")).delegations]
    ['panama', 'united-states']
    """
    known = Known.of(case)
    gains = {party: _room(case, case.party(party).principal) for party in known.parties}
    least = min(gains.values(), default=1.0)
    return Setting(
        id="default",
        name="Nothing known but the case",
        case=case.id,
        start=case.as_of,
        delegations=tuple(_delegation(case, party, gains[party]) for party in known.parties),
        homes=tuple(_home(actor) for actor in known.actors),
        mediation=Mediation(
            leak=_range(0.0, 0.01, 0.05, "a text out for answer seldom becomes public"),
            counsel=_range(0.0, 0.02 * least, 0.1 * least, "a believed word of the mediator counts a little"),
            noise=_range(0.005 * least, 0.02 * least, 0.05 * least, "provisional answers are not exact"),
        ),
        note="Made from the case alone. Every number is an assumption, the same for all.",
    )


def _delegation(case: Case, party: str, room: float) -> Delegation:
    accounts = sorted((m for m in case.mandates if m.party == party), key=lambda m: (not m.base, m.id))
    return Delegation(
        party=party,
        mandate=accounts[0].id if accounts else "free",
        asks=_range(0.1 * room, 0.4 * room, 0.8 * room, "a share of what its principal can gain at best"),
        answers=_range(0.1, 0.4, 0.9, "an answer inside its mandate takes from a day to ten days"),
        trust=(
            _range(1.0, 2.0, 4.0, "the mediator's word has been kept now and then"),
            _range(1.0, 2.0, 4.0, "and as often not"),
        ),
        audience=_range(0.0, 0.01 * room, 0.05 * room, "what is made public is harder to give up"),
    )


def _home(actor: str) -> Home:
    return Home(
        actor=actor,
        answers=_range(0.03, 0.15, 0.6, "an answer from home takes from two days to a month"),
    )


def _range(low: float, likely: float, high: float, why: str) -> Range:
    return Range(low=low, likely=likely, high=high, assumption=_DEFAULT + why)


def _room(case: Case, actor: str) -> float:
    """What the actor can gain over its reservation, at likely values; a little when that is nothing."""
    preferences = case.preferences_of(actor)
    if preferences is None:
        return 1.0
    best = _best(case, preferences)
    room = best - reservation_at(preferences, case.as_of).range.likely
    return room if room > 0.05 * best else max(0.05 * best, 0.01)


def _best(case: Case, preferences: Preferences) -> float:
    """The sum over issues of weight times the largest score; 1 for shares, whose weights sum to 1."""
    if preferences.measure == "share":
        return 1.0
    weights = {issue: number.likely for issue, number in preferences.weights}
    scores = {issue: max(n.likely for _, n in options) for issue, options in preferences.scores if options}
    return sum(weights.get(issue.id, 1.0) * max(scores.get(issue.id, 1.0), 0.0) for issue in case.table)
