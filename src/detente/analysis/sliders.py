"""Sliders: the numbers of a case that can be moved, those first on which the answer hangs most.

A number's swing is the largest difference between the pass rates of an answer in the draws where it lies in
its upper half and where it lies in its lower half, other things varying freely (Hornberger and Spear 1981).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.hinges import swings, upper_sides
from detente.analysis.results import Finding
from detente.analysis.space import OutcomeSpace
from detente.case.address import Finding as Fault
from detente.case.change_targets import target
from detente.case.model import Case
from detente.case.preferences import Preferences, Range

__all__ = ["KINDS", "Slider", "sliders_of"]

KINDS: tuple[str, ...] = (
    "consent",
    "credibility",
    "influence",
    "interaction",
    "principal effect",
    "red line",
    "reservation",
    "score",
    "weight",
)
"""What a slider moves: the chance of a consent, how credible a threat to leave is, what an influence, a
linkage of options or an exit adds, the chance that a red line is meant, a reservation, a score, a weight."""

Pieces = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider(Finding):
    """A number of the case that a change can move: its range, its bounds, and what it rests on.

    `path` is that of a `Change`, `kind` one of KINDS. `about` names it in pieces (what, id, name): what is
    "actor", "consent", "influence", "interaction", "issue", "option" or "red line". `lowest` and `highest`
    are bounds for the control: those that a change must keep, else the reach of the actor's utility, which
    is only a suggestion (`bounded` False). `swing` is how much hangs on it, zero for a number without a
    range. Numbers that move together have one swing.
    """

    path: str
    kind: str
    about: Pieces
    low: float
    likely: float
    high: float
    lowest: float
    highest: float
    bounded: bool
    swing: float
    driver: str
    evidence: tuple[str, ...]
    assumption: str

    def __str__(self) -> str:
        """One line."""
        names = ", ".join(name for _, _, name in self.about)
        return f"{self.kind} ({names}): {self.likely:g} [{self.low:g}, {self.high:g}]; swing {self.swing:.2f}"


def sliders_of(
    space: OutcomeSpace, cube: NDArray[np.float64], passed: NDArray[np.bool_]
) -> tuple[Slider, ...]:
    """The sliders of a space, largest swing first, then numbers with a range, then by path.

    `passed` (draws, m) are answers in the draws `cube`: their largest difference counts. Numbers that no
    change can move (those of a ranking) are left out.

    >>> from detente.case.library import example
    >>> space = OutcomeSpace(example("panama-canal-1974"))
    >>> found = sliders_of(space, np.zeros((8, 0)), np.ones((8, 1), bool))
    >>> len(found), found[0].kind, found[0].swing
    (62, 'reservation', 0.0)
    """
    swing = _by_number(space, cube, passed)
    found = []
    for path, kind, about in _named(space.case):
        position = space.numbers.index.get(path)
        place = None if position is None else target(space.case, path)
        if position is None or place is None or isinstance(place, Fault):
            continue
        number = space.numbers.ranges[position]
        reach = _reach(space, kind, about, number)
        found.append(
            Slider(
                path=path,
                kind=kind,
                about=about,
                low=number.low,
                likely=number.likely,
                high=number.high,
                lowest=reach[0] if place.lowest is None else place.lowest,
                highest=reach[1] if place.highest is None else place.highest,
                bounded=place.lowest is not None,
                swing=swing[position],
                driver=number.driver,
                evidence=number.evidence,
                assumption=number.assumption,
            )
        )
    return tuple(sorted(found, key=lambda s: (-s.swing, s.low == s.high, s.path)))


def _by_number(space: OutcomeSpace, cube: NDArray[np.float64], passed: NDArray[np.bool_]) -> list[float]:
    """The swing of each number: that of the coordinate it follows, or of the event it is the chance of."""
    numbers = space.numbers
    found = [0.0] * len(numbers.ranges)
    if numbers.dims == 0 or passed.shape[1] == 0:
        return found
    most = swings(upper_sides(space, cube), passed).max(axis=1).tolist()
    for dim, swing in enumerate(most):
        event = numbers.decided_by(dim)
        moved = numbers.moved_by(dim) if event is None else (numbers.index[numbers.events[event]],)
        for position in moved:
            found[position] = max(found[position], swing)
    return found


def _named(case: Case) -> Iterator[tuple[str, str, Pieces]]:
    """Path, kind and pieces of the name of every number that may be in a case."""
    for wants in case.preferences:
        yield from _wanted(case, wants)
    for threat in case.exit_threats:
        who = ("actor", threat.actor, case.named(threat.actor))
        yield f"exit_threats.{threat.actor}.credibility", "credibility", (who,)
        yield f"exit_threats.{threat.actor}.principal_effect", "principal effect", (who,)
    for consent in case.consents:
        who = ("actor", consent.actor, case.named(consent.actor))
        yield f"consents.{consent.id}.gives", "consent", (who, ("consent", consent.id, consent.id))
    for influence in case.influences:
        who = ("actor", influence.on, case.named(influence.on))
        yield f"influences.{influence.id}.adds", "influence", (who, ("influence", influence.id, influence.id))


def _wanted(case: Case, wants: Preferences) -> Iterator[tuple[str, str, Pieces]]:
    """The numbers of one actor's preferences."""
    prefix = f"preferences.{wants.actor}"
    who = ("actor", wants.actor, case.named(wants.actor))
    yield f"{prefix}.reservation", "reservation", (who,)
    for issue in case.table:
        what = ("issue", issue.id, issue.name)
        yield f"{prefix}.weights.{issue.id}", "weight", (who, what)
        for option in issue.options:
            path = f"{prefix}.scores.{issue.id}.{option.id}"
            yield path, "score", (who, what, ("option", option.id, option.name))
    for link in wants.interactions:
        path = f"{prefix}.interactions.{link.id}.adds"
        yield path, "interaction", (who, ("interaction", link.id, link.id))
    for line in wants.red_lines:
        yield f"{prefix}.red_lines.{line.id}.holds", "red line", (who, ("red line", line.id, line.id))


def _reach(space: OutcomeSpace, kind: str, about: Pieces, number: Range) -> tuple[float, float]:
    """Suggested bounds where a change has none: what options can give the actor, and the range itself."""
    actor = about[0][1]
    if kind == "principal effect":
        party = space.case.party_of(actor)
        actor = space.case.party(party).principal if party else actor
    table = space.likely_gains[actor][0] if actor in space.likely_gains else np.zeros(0)
    parts = [part for part in np.split(table, np.cumsum(space.sizes)[:-1]) if len(part)]
    worst, best = sum(float(part.min()) for part in parts), sum(float(part.max()) for part in parts)
    if kind in {"weight", "score"}:
        lows = (0.0, 2 * number.low, 2 * number.high, 1.0)
        return min(lows), max(lows)
    if kind == "reservation":
        return min(number.low, worst), max(number.high, best)
    return min(number.low, worst - best), max(number.high, best - worst)
