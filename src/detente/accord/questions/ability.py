"""What a coalition can bring about whatever the others do: collapse, stalling, walking away, entrapment.

Each question takes a space and a coalition and gives a verdict with the play that shows it. `blameless`:
without a breach by any of its members; what is in breach is possible all the same.
"""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np

from detente.accord.game.graph import Game
from detente.accord.language.plan import Obligation
from detente.accord.questions.forcing import (
    Aim,
    Goal,
    ask_aim,
    blamed,
    checked,
    mask,
    say_coalition,
    say_sides,
)
from detente.accord.results import Verdict
from detente.accord.space import AccordSpace
from detente.errors import UnknownName
from detente.languages import mark, worded

__all__ = ["aim_of", "collapse", "entrap", "reaches", "stall", "walk_away"]

Coalition: TypeAlias = str | Iterable[str]

_CLEAN = " without being in breach"
_STALLS = {
    (False, False): mark("Can {who} keep the accord for ever from {phase}?"),
    (False, True): mark("Can {who} keep the accord for ever from {phase} without being in breach?"),
    (True, False): mark("Can {who} keep the accord for ever from {phase} while it stands?"),
    (True, True): mark(
        "Can {who} keep the accord for ever from {phase} while it stands without being in breach?"
    ),
}
"""The question about stalling, by whether a collapse counts and whether it is to be blameless."""


def collapse(space: AccordSpace, coalition: Coalition, *, blameless: bool = True) -> Verdict:
    """Whether a coalition can make the accord collapse, by when, and the play that does it or prevents it.

    Blameless: with no member in breach when it ends. Otherwise any party can, by fighting; the answer then
    says how soon. Raises UnknownName for a stranger.
    """
    return ask_aim(space, _collapse(checked(space, coalition), blameless=blameless))


def stall(
    space: AccordSpace,
    coalition: Coalition,
    *,
    phase: str = "",
    blameless: bool = True,
    standing: bool = False,
) -> Verdict:
    """Whether a coalition can keep the accord for ever from coming to a phase, and how.

    `phase`: the one after the first, or completion where there is one phase only. A collapse counts as never
    getting there; with `standing` it does not, unless somebody outside the coalition is in breach.
    """
    aim = _stall(space, checked(space, coalition), phase=phase, blameless=blameless, standing=standing)
    return ask_aim(space, aim)


def walk_away(
    space: AccordSpace, coalition: Coalition, *, good: str = "", phase: str = "", blameless: bool = True
) -> Verdict:
    """Whether a coalition can take all it is owed and see the accord collapse before it has given its own.

    Counted are the obligations of `phase` (by default the first in which it is owed something; "every": of
    all), of one `good` where it is named. As others may refuse to deliver, it counts as well when somebody
    outside the coalition comes into breach.
    """
    named = checked(space, coalition)
    return ask_aim(space, _walk_away(space, named, good=good, phase=phase, blameless=blameless))


def entrap(space: AccordSpace, coalition: Coalition, *, victim: str = "", blameless: bool = True) -> Verdict:
    """Whether a coalition can force a party outside it into breach, while none of its own members is.

    `victim`: one party; otherwise any. A fair text gives nobody this ability.
    """
    return ask_aim(space, _entrap(space, checked(space, coalition), victim=victim, blameless=blameless))


def reaches(
    space: AccordSpace, coalition: Coalition, *, phase: str = "complete", blameless: bool = True
) -> Verdict:
    """Whether a coalition can bring the accord to a phase (or to its completion) against all others."""
    return ask_aim(space, _reaches(space, checked(space, coalition), phase=phase, blameless=blameless))


def aim_of(space: AccordSpace, question: str, coalition: tuple[str, ...], *, blameless: bool = True) -> Aim:
    """The aim behind one of the questions above, by its name, with its other options left as they are."""
    if question == "stall":
        return _stall(space, coalition, phase="", blameless=blameless, standing=False)
    if question == "walk-away":
        return _walk_away(space, coalition, good="", phase="", blameless=blameless)
    if question == "entrap":
        return _entrap(space, coalition, victim="", blameless=blameless)
    if question == "reaches":
        return _reaches(space, coalition, phase="complete", blameless=blameless)
    if question == "collapse":
        return _collapse(coalition, blameless=blameless)
    known = ("collapse", "entrap", "reaches", "stall", "walk-away")
    raise UnknownName.among(question, "question", known)


def _collapse(coalition: tuple[str, ...], *, blameless: bool) -> Aim:
    def goal(game: Game) -> Goal:
        ended = mask(game, "collapse")
        return Goal(where=ended & ~blamed(game, coalition) if blameless else ended)

    clean = mark("Can {who} bring the accord down without being in breach?")
    return Aim(
        question="collapse",
        does=f"bring the accord down{_CLEAN * blameless}",
        can=clean if blameless else mark("Can {who} bring the accord down?"),
        coalition=coalition,
        goal=goal,
        blameless=blameless,
    )


def _stall(
    space: AccordSpace, coalition: tuple[str, ...], *, phase: str, blameless: bool, standing: bool
) -> Aim:
    phases = space.accord.phases
    aimed = _phase(space, phase) or (phases[1].id if len(phases) > 1 else "complete")

    def goal(game: Game) -> Goal:
        bad = mask(game, f"phase({aimed})") | mask(game, "complete")
        if blameless:
            bad = bad | blamed(game, coalition)
        if standing:
            outside = set(game.rules.accord.parties) - set(coalition)
            bad = bad | (mask(game, "collapse") & ~blamed(game, outside))
        return Goal(where=bad, shun=True)

    how = " while it stands" if standing else ""
    counts = () if standing else ("A collapse counts as never getting there.",)
    return Aim(
        question="stall",
        does=f"keep the accord for ever from {_say_phase(space, aimed)}{how}{_CLEAN * blameless}",
        can=_STALLS[standing, blameless],
        parts=(("phase", _say_phase(space, aimed)),),
        coalition=coalition,
        goal=goal,
        blameless=blameless,
        notes=counts,
    )


def _walk_away(
    space: AccordSpace, coalition: tuple[str, ...], *, good: str, phase: str, blameless: bool
) -> Aim:
    if good and good not in {g.id for g in space.accord.goods}:
        raise UnknownName.among(good, "good", (g.id for g in space.accord.goods), where=space.accord.file)
    owed, owes, where = _ledger(space, coalition, good=good, phase=phase)

    def goal(game: Game) -> Goal:
        got = mask(game, "collapse") if owed else np.zeros(game.situations, dtype=bool)
        for clause in owed:
            got = got & mask(game, f"performed({clause})")
        paid = np.ones(game.situations, dtype=bool)
        for clause in owes:
            paid = paid & mask(game, f"performed({clause})")
        refused = blamed(game, set(game.rules.accord.parties) - set(coalition))
        wanted = (got & ~paid) | refused if owed else got
        return Goal(where=wanted & ~blamed(game, coalition) if blameless else wanted)

    who = say_coalition(space.accord, coalition)
    them, they_owe = ("it", "it owes") if len(coalition) == 1 else ("them", "they owe")
    what = f"all {_good(space, good)} due to {them}" if good else f"all that is due to {them}"
    notes = ("A breach by another side counts as well, since others may refuse to deliver.",)
    if not owed:
        notes = (f"Nothing is due to {who}{where}.",)
    elif not owes:
        notes = (f"Nothing is due from {who}{where}, so it can leave nothing undone.",)
    return Aim(
        question="walk-away",
        does=f"take {what}{where} and see the accord collapse before all that {they_owe} is given"
        f"{',' * blameless}{_CLEAN * blameless}",
        coalition=coalition,
        goal=goal,
        blameless=blameless,
        notes=notes,
    )


def _entrap(space: AccordSpace, coalition: tuple[str, ...], *, victim: str, blameless: bool) -> Aim:
    if victim and victim not in space.accord.parties:
        raise UnknownName.among(victim, "party", space.accord.parties, where=space.accord.file)
    victims = (victim,) if victim else tuple(p for p in space.accord.parties if p not in coalition)

    def goal(game: Game) -> Goal:
        caught = blamed(game, victims)
        return Goal(where=caught & ~blamed(game, coalition) if blameless else caught)

    whom = say_sides(space.accord, (victim,)) if victim else "another party"
    return Aim(
        question="entrap",
        does=f"force {whom} into breach{_CLEAN * blameless}",
        coalition=coalition,
        goal=goal,
        blameless=blameless,
    )


def _reaches(space: AccordSpace, coalition: tuple[str, ...], *, phase: str, blameless: bool) -> Aim:
    aimed = _phase(space, phase)

    def goal(game: Game) -> Goal:
        there = mask(game, f"phase({aimed})")
        return Goal(where=there & ~blamed(game, coalition) if blameless else there)

    return Aim(
        question="reaches",
        does=f"bring the accord to {_say_phase(space, aimed)}{_CLEAN * blameless}",
        coalition=coalition,
        goal=goal,
        blameless=blameless,
    )


def _phase(space: AccordSpace, name: str) -> str:
    if name and name not in space.rules.phases:
        raise UnknownName.among(name, "phase", space.rules.phases, where=space.accord.file)
    return name


def _say_phase(space: AccordSpace, name: str) -> str:
    ends = {"complete": worded("completion"), "collapse": worded("collapse")}
    return ends.get(name) or space.accord.phase(name).name


def _good(space: AccordSpace, name: str) -> str:
    return next(good.name for good in space.accord.goods if good.id == name)


def _ledger(
    space: AccordSpace, coalition: tuple[str, ...], *, good: str, phase: str
) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The obligations towards a coalition and of it that are counted, and of which phase, in words."""
    named = () if phase == "every" else (_phase(space, phase),)
    chosen = dict(space.rules.readings)
    terms = {c.id: c.reading(chosen[c.id]).terms for c in space.accord.clauses}
    duties = {name: duty for name, duty in terms.items() if isinstance(duty, Obligation)}
    owed = {
        name: duty
        for name, duty in duties.items()
        if duty.creditor in coalition and duty.debtor not in coalition and good in {"", duty.good}
    }
    if named == ("",):
        order = [p.id for p in space.accord.phases]
        first = min((order.index(duty.phase) for duty in owed.values()), default=0)
        named = (order[first],)
    here = {name for name, duty in duties.items() if not named or duty.phase in named}
    owes = tuple(
        name
        for name, duty in duties.items()
        if name in here and duty.debtor in coalition and duty.creditor not in coalition
    )
    where = f" in {_say_phase(space, named[0])}" if named and len(space.accord.phases) > 1 else ""
    return tuple(name for name in owed if name in here), owes, where
