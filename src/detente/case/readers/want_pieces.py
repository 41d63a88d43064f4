"""The pieces of a preferences file: weights, scores, rankings, and a reservation that may change at dates."""

from typing import Annotated, Any, TypeAlias

from detente.case.address import Address
from detente.case.preferences import DatedRange, Range
from detente.case.readers.pieces import (
    Faults,
    kind_of,
    piece,
    read_day,
    read_id,
    read_ids,
    read_range,
    read_text,
)

__all__ = ["IdGroups", "Numbers", "Reservation", "ScoreOrders", "Scores"]

NumbersBy: TypeAlias = tuple[tuple[str, Range], ...]
Groups: TypeAlias = tuple[tuple[str, ...], ...]


def read_numbers(node: Any, faults: Faults, path: Address = ()) -> NumbersBy:
    """A number for each name."""
    if not isinstance(node, dict):
        faults.append((path, f"should give each name a number, not {kind_of(node)}", "write {name: 0.3}"))
        return ()
    return tuple(
        (read_id(name, faults, (*path, name)), read_range(number, faults, (*path, name)))
        for name, number in node.items()
    )


def read_scores(node: Any, faults: Faults, path: Address = ()) -> tuple[tuple[str, NumbersBy], ...]:
    """For each issue, a number for each option."""
    if not isinstance(node, dict):
        faults.append((path, f"should name issues, not {kind_of(node)}", "write {issue: {option: 0.3}}"))
        return ()
    return tuple(
        (read_id(issue, faults, (*path, issue)), read_numbers(options, faults, (*path, issue)))
        for issue, options in node.items()
    )


def read_groups(node: Any, faults: Faults, path: Address = ()) -> Groups:
    """A ranking: groups of equals, the first one on top; a single name is a group of one."""
    if not isinstance(node, list):
        hint = "write [[first], [second, third]]"
        faults.append((path, f"should be a ranking, not {kind_of(node)}", hint))
        return ()
    groups = []
    for number, group in enumerate(node):
        here = (*path, number)
        groups.append(
            read_ids(group, faults, here) if isinstance(group, list) else (read_id(group, faults, here),)
        )
        if not groups[-1]:
            faults.append((here, "is an empty group", "remove it"))
    return tuple(groups)


def read_score_orders(node: Any, faults: Faults, path: Address = ()) -> tuple[tuple[str, Groups], ...]:
    """For each issue, a ranking of its options, best first."""
    if not isinstance(node, dict):
        faults.append((path, f"should name issues, not {kind_of(node)}", "write {issue: [[best], [worst]]}"))
        return ()
    return tuple(
        (read_id(issue, faults, (*path, issue)), read_groups(order, faults, (*path, issue)))
        for issue, order in node.items()
    )


def read_reservation(node: Any, faults: Faults, path: Address = ()) -> tuple[DatedRange, ...]:
    """A number or range that holds from the beginning, or a list of dated ones."""
    if isinstance(node, list) and any(isinstance(item, dict) for item in node):
        return tuple(_dated(item, faults, (*path, number)) for number, item in enumerate(node))
    return (DatedRange(range=read_range(node, faults, path)),)


def _dated(node: Any, faults: Faults, path: Address) -> DatedRange:
    if not isinstance(node, dict):
        return DatedRange(range=read_range(node, faults, path))
    rest = {key: value for key, value in node.items() if key not in {"since", "because"}}
    return DatedRange(
        since=read_day(node["since"], faults, (*path, "since")) if "since" in node else None,
        range=read_range(rest, faults, path),
        because=read_text(node.get("because", ""), faults, (*path, "because")),
    )


Numbers = Annotated[NumbersBy, *piece("numbers", read_numbers)]
IdGroups = Annotated[Groups, *piece("ranking", read_groups)]
Scores = Annotated[tuple[tuple[str, NumbersBy], ...], *piece("scores", read_scores)]
ScoreOrders = Annotated[tuple[tuple[str, Groups], ...], *piece("score_orders", read_score_orders)]
Reservation = Annotated[tuple[DatedRange, ...], *piece("reservation", read_reservation)]
