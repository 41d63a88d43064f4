"""How two parties bargain, as arrays: curves of the clock, answers to offers, plans, acceptance."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import TalksError, UnknownName
from detente.kernels.talks.bilateral import (
    ABSOLUTE,
    AFTER,
    AT_LEAST,
    CLOCK,
    COMBINED,
    NEXT,
    PLANNED,
    RELATIVE,
    Manners,
)
from detente.talks.bilateral.acceptance import Acceptance, After, AtLeast, Combined, NextOffer
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.tables import TalksTables
from detente.talks.tactics.concession import LEVEL, Tactic, tactic_named
from detente.talks.tactics.exchange import AbsoluteTitForTat, DrawnExponent, Planned, RelativeTitForTat

__all__ = ["curves_of", "manners_of"]

_LIMIT = 2**62


def manners_of(tables: TalksTables, protocol: AlternatingOffers) -> Manners:
    """How two parties bargain; TalksError for what cannot be done, UnknownName for a tactic unheard of."""
    rounds = tables.fixed.last_day
    tactics = _tactics(tables, protocol)
    rules = _pair(protocol.acceptance, "acceptance")
    grids = [tables.space.grid[int(leaf)] for leaf in tables.fixed.gain_leaf[tables.fixed.principal]]
    slack = len(tables.space.sizes) + 1
    return Manners(
        rounds=rounds,
        kind=np.array([_kind(t) for t in tactics], np.int64),
        levels=_levels(tactics, rounds),
        matches=_whole(_number(t, "matches", 0.0) for t in tactics),
        share=_whole(_number(t, "share", 0.0) for t in tactics),
        window=np.array([max(1, int(_number(t, "window", 1))) for t in tactics], np.int64),
        plan=_plans("asks", tactics, grids, rounds, slack),
        accepts=_plans("accepts", tactics, grids, rounds, slack),
        leaves=np.array([_spread(getattr(t, "leaves", ()), rounds, 0) for t in tactics], np.bool_),
        rule=np.array([_RULES[type(r)] for r in rules], np.int64),
        times=_whole(_number(r, "times", 1.0) for r in rules),
        plus=np.array(
            [round(_number(r, "plus", 0.0) * g) for r, g in zip(rules, grids, strict=True)], np.int64
        ),
        least=np.array(
            [round(_number(r, "utility", 0.0) * g) - slack for r, g in zip(rules, grids, strict=True)],
            np.int64,
        ),
        since=np.array([_since(r, rounds) for r in rules], np.int64),
    )


def curves_of(manners: Manners, tables: TalksTables, protocol: AlternatingOffers) -> NDArray[np.int64]:
    """How many curves each party draws one of: (2,)."""
    found = [t.curves if isinstance(t, DrawnExponent) else 1 for t in _tactics(tables, protocol)]
    return np.minimum(np.array(found, np.int64), manners.levels.shape[1])


_RULES: dict[type[Any], int] = {NextOffer: NEXT, AtLeast: AT_LEAST, After: AFTER, Combined: COMBINED}


def _tactics(tables: TalksTables, protocol: AlternatingOffers) -> tuple[Any, ...]:
    given = protocol.tactics or tuple(tables.setting.delegation(p).tactic for p in tables.names.parties)
    return tuple(tactic_named(t) if isinstance(t, str) else t for t in _pair(given, "tactics"))


def _pair(given: tuple[Any, ...], what: str) -> tuple[Any, ...]:
    if len(given) not in {1, 2}:
        raise TalksError(
            f"{len(given)} values of {what} for two parties", hint="give one for both, or one for each"
        )
    if what == "acceptance":
        for rule in given:
            if type(rule) not in _RULES:
                names = [kind.__name__ for kind in _RULES]
                raise UnknownName.among(type(rule).__name__, "acceptance", names)
    return given if len(given) == 2 else (given[0], given[0])


def _kind(tactic: Any) -> int:
    if isinstance(tactic, RelativeTitForTat):
        return RELATIVE
    if isinstance(tactic, AbsoluteTitForTat):
        return ABSOLUTE
    if isinstance(tactic, Planned):
        return PLANNED
    if isinstance(tactic, DrawnExponent | Tactic):
        return CLOCK
    raise TalksError(
        f"{type(tactic).__name__} is no tactic", hint="a tactic has `matches` and `level(share)`"
    )


def _levels(tactics: tuple[Any, ...], rounds: int) -> NDArray[np.int64]:
    """Levels of 2**-20 on each round and one beyond: (2, curves, rounds + 2)."""
    curves = [_curves(t) for t in tactics]
    found = np.full((2, max(1, *map(len, curves)), rounds + 2), LEVEL, np.int64)
    for p, own in enumerate(curves):
        for k, curve in enumerate(own):
            for day in range(rounds + 2):
                found[p, k, day] = _level(curve, min(day / rounds, 1.0))
    found.flags.writeable = False
    return found


def _curves(tactic: Any) -> tuple[Any, ...]:
    if isinstance(tactic, DrawnExponent):
        return tactic.tabulated()
    return (tactic,) if _kind(tactic) == CLOCK else ()


def _level(curve: Any, share: float) -> int:
    try:
        level = float(curve.level(share))
    except Exception as error:
        raise TalksError(
            f"{curve!r} has no level at {share:g}: {type(error).__name__}: {error}",
            hint="`level` takes a share of the time in [0, 1] and gives a number in [0, 1]",
        ) from error
    if not 0.0 <= level <= 1.0:
        raise TalksError(f"{curve!r} has the level {level:g} at {share:g}", hint="levels lie in [0, 1]")
    return round(level * LEVEL)


def _plans(
    name: str, tactics: tuple[Any, ...], grids: list[float], rounds: int, slack: int
) -> NDArray[np.int64]:
    rows = []
    for tactic, grid in zip(tactics, grids, strict=True):
        amounts = [x * grid for x in getattr(tactic, name, ())]
        values = tuple(round(x) - slack if abs(x) < _LIMIT else _LIMIT for x in amounts)
        rows.append(_spread(values, rounds, 0))
    return np.array(rows, np.int64)


def _spread(values: tuple[Any, ...], rounds: int, empty: Any) -> list[Any]:
    """Values from round 1 on, by day 0 .. rounds + 1; the last holds for what follows."""
    last = values[-1] if values else empty
    return [empty, *(values[k] if k < len(values) else last for k in range(rounds + 1))]


def _since(rule: Acceptance, rounds: int) -> int:
    share = _number(rule, "share", 0.0)
    return next((day for day in range(1, rounds + 1) if day / rounds >= share), rounds + 1)


def _number(holder: Any, name: str, other: float) -> float:
    return float(getattr(holder, name, other))


def _whole(numbers: Any) -> NDArray[np.int64]:
    return np.array([round(x * LEVEL) for x in numbers], np.int64)
