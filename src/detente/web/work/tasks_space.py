"""Tasks about the deal space: its picture, its win-sets, its numbers, bridges ranked anew as numbers move.

The rankings last asked for are kept in this process, so that a move works out only what it changes.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import detente as dt
from detente.languages import spoken
from detente.web.work.loading import brief_of, loaded

__all__ = ["TASKS"]

Moves = tuple[tuple[str, tuple[float, float, float]], ...]

_DRAWS: Final = 500
_DRAWN: Final = 300
_MOST: Final = 3
_PARTS: Final = ("zone", "blockers", "bridges", "unlock", "trades", "sensitivity")
_NUMBER: Final = (
    "path",
    "kind",
    "about",
    "low",
    "likely",
    "high",
    "lowest",
    "highest",
    "bounded",
    "swing",
    "evidence",
    "assumption",
)
_KEPT: OrderedDict[tuple[str, Moves], Any] = OrderedDict()


def space_numbers(step: Callable[..., None], *, case: bytes, digest: str) -> tuple[dict[str, Any], ...]:
    """The numbers that can be moved, those first on which the answer hangs most."""
    found = _ranking(case, digest, ())
    step("numbers", 1, 1)
    return tuple({name: getattr(one, name) for name in _NUMBER} for one in found.sliders())


def space_page(
    step: Callable[..., None], *, case: bytes, digest: str, moves: Moves, parties: tuple[str, str] | None
) -> dict[str, Any]:
    """The picture for two parties with its points, and the win-sets, after the moves."""
    ranking = _ranking(case, digest, moves)
    step("ranking", 1, 3)
    scatter = ranking.scatter(_DRAWN, parties=parties)
    named = [ask(ranking.space) for ask in dt.SOLUTIONS.values()]
    chart = dt.space_chart(ranking.space.case, scatter, named, language=spoken().code)
    step("picture", 2, 3)
    sets = ranking.win_sets()
    return {
        "parties": scatter.parties,
        "principals": scatter.principals,
        "title": chart.title,
        "description": chart.description,
        "svg": chart.svg,
        "shown": scatter.shown,
        "packages": str(scatter.packages),
        "method": ranking.method,
        "concepts": _concepts(ranking, scatter, [one for one in named if one is not None]),
        "points": tuple(_points(scatter)),
        "sets": tuple((s.kind, s.name, s.likely, s.low, s.middle, s.high) for s in sets.of),
        "counted": sets.counted,
    }


def space_rank(
    step: Callable[..., None], *, case: bytes, digest: str, moves: Moves, count: int
) -> dict[str, Any]:
    """The bridges ranked after the moves."""
    ranking = _ranking(case, digest, moves)
    step("ranking", 1, 2)
    return {
        "any": _pair(ranking.zone_odds),
        "passing": bool(ranking.counts.any()),
        "draws": len(ranking.sizes),
        "rows": tuple(_row(one) for one in ranking.bridges(count)),
    }


def space_package(
    step: Callable[..., None], *, case: bytes, digest: str, moves: Moves, number: int
) -> dict[str, Any] | None:
    """One package after the moves: options, worth, odds, who says no; None for a number that there is not."""
    ranking = _ranking(case, digest, moves)
    if not 0 <= number < ranking.space.packages:
        return None
    found = ranking.package(number)
    step("package", 1, 1)
    hinge = found.hinges[0] if found.hinges else None
    return {
        "number": str(found.package.offer.number),
        "terms": found.package.offer.terms,
        "odds": _pair(found.package.odds),
        "parties": tuple((who, *_pair(odds)) for who, odds in found.package.parties),
        "actors": tuple((who, *_pair(odds)) for who, odds in found.package.actors),
        "worth": dict(found.package.offer.utilities),
        "stakes": tuple(
            (s.actor, s.party, s.gain.low, s.gain.likely, s.gain.high, s.wins, s.loses) for s in found.stakes
        ),
        "noes": found.noes,
        "text": found.text,
        "changes": found.changes,
        "hinge": _hinge(hinge),
        "signing": tuple((s.party, s.said_by, s.answer, s.outside) for s in found.signing),
    }


def space_parts(
    step: Callable[..., None], *, case: bytes, findings: bytes
) -> tuple[tuple[str, str, str], ...]:
    """The sections of the brief that tell more of the deal space: id, title, HTML; those that there are."""
    brief = brief_of(case, {"findings": findings}, None)
    step("page", 1, 1)
    kept = tuple(one for one in brief.sections if one.id in _PARTS)
    html = replace(brief, sections=kept).fragments()
    return tuple((one.id, one.title, html[one.id]) for one in kept)


def space_data(
    step: Callable[..., None], *, case: bytes, digest: str, parties: tuple[str, str] | None, count: int
) -> dict[str, Any]:
    """What `Ranking.scatter` says."""
    step("ranking", 1, 1)
    found: dict[str, Any] = _ranking(case, digest, ()).scatter(count, parties=parties).as_dict()
    return found


def space_rank_data(
    step: Callable[..., None], *, case: bytes, digest: str, moves: Moves, count: int
) -> dict[str, Any]:
    """What `Ranking.moved` says."""
    step("ranking", 1, 1)
    found: dict[str, Any] = _ranking(case, digest, moves).as_dict(count)
    return found


def _ranking(case: bytes, digest: str, moves: Moves) -> Any:
    """The ranking after the moves, which go from the one of the case as it is."""
    key = (digest, moves)
    if key not in _KEPT:
        if moves:
            found = _ranking(case, digest, ()).moved([_change(path, number) for path, number in moves])
        else:
            found = dt.Ranking.of(dt.OutcomeSpace(loaded(case)), draws=_DRAWS)
        _KEPT[key] = found
    _KEPT.move_to_end(key)
    own = [old for old in _KEPT if old not in {key, (digest, ())}]
    for old in own[: max(len(_KEPT) - _MOST, 0)]:
        del _KEPT[old]
    return _KEPT[key]


def _change(path: str, number: tuple[float, float, float]) -> Any:
    low, likely, high = number
    return dt.Change(path=path, value=likely if low == high else number)


def _pair(chance: Any) -> tuple[float, float]:
    return chance.share, chance.error


def _row(one: Any) -> dict[str, Any]:
    return {
        "number": str(one.package.offer.number),
        "terms": one.package.offer.terms,
        "odds": _pair(one.package.odds),
        "parties": tuple((who, *_pair(odds)) for who, odds in one.package.parties),
        "refuses": one.refuses,
        "refusal": one.refusal.share,
        "text": one.text,
        "changes": one.changes,
        "hinge": _hinge(one.hinge),
    }


def _hinge(hinge: Any) -> dict[str, Any] | None:
    if hinge is None:
        return None
    return {
        "path": hinge.paths[0],
        "others": len(hinge.paths) - 1,
        "event": hinge.event,
        "low": _pair(hinge.low),
        "high": _pair(hinge.high),
    }


def _concepts(ranking: Any, scatter: Any, named: Sequence[Any]) -> tuple[dict[str, Any], ...]:
    """The packages that concepts name: number, worth to each of the two, odds."""
    odds = {n: ranking.package(n).package.odds.share for n in {one.offer.number for one in named}}
    return tuple(
        {
            "concept": one.concept,
            "number": str(one.offer.number),
            "worth": tuple(dict(one.offer.utilities)[who] for who in scatter.principals),
            "odds": odds[one.offer.number],
        }
        for one in named
    )


def _points(scatter: Any) -> Sequence[tuple[Any, ...]]:
    """The points with a ring: number, worth to each, odds, in the zone, efficient, among the best."""
    columns = (scatter.x, scatter.y, scatter.odds, scatter.zone, scatter.frontier, scatter.best)
    rows = zip(scatter.numbers, *(column.tolist() for column in columns), strict=True)
    found = [(str(row[0]), *row[1:]) for row in rows if any(row[4:])]
    return sorted(found, key=lambda row: (-row[3], len(row[0]), row[0]))


TASKS: Final[dict[str, Callable[..., Any]]] = {
    "space_data": space_data,
    "space_numbers": space_numbers,
    "space_package": space_package,
    "space_page": space_page,
    "space_parts": space_parts,
    "space_rank": space_rank,
    "space_rank_data": space_rank_data,
}
"""By name."""
