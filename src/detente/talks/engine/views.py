"""What everybody at the table knows, what the mediator sees, and limits in words."""

from itertools import pairwise
from typing import Any

from detente.talks.engine.world import Struck, World
from detente.talks.moves import MediatorView, Table, TalksState, Text
from detente.talks.tables import TalksTables

__all__ = ["id_of", "in_words", "table_of", "view_of"]


def table_of(tables: TalksTables, world: World) -> Table:
    """What everybody knows from the start of a run."""
    fixed, row = world.fixed, world.row
    offsets, order = fixed.offsets.tolist(), fixed.option_order.tolist()
    return Table(
        parties=tables.names.parties,
        sizes=tuple(fixed.sizes.tolist()),
        last_day=fixed.last_day,
        demands=tuple(map(tuple, row["demands"].tolist())),
        opening=tuple(row["opening"].tolist()),
        enough=lambda yes: bool(fixed.enough[sum(1 << p for p in yes)]),
        if_silent=tuple(fixed.if_silent.tolist()),
        aside_after=fixed.aside_after,
        against_standing=bool(fixed.against_standing),
        issues=tuple(issue.id for issue in tables.space.issues),
        issue_order=tuple(fixed.issue_order.tolist()),
        option_order=tuple(tuple(order[a:b]) for a, b in pairwise(offsets)),
        ordered=tuple(fixed.ordered.tolist()),
        feasible=world.feasible,
    )


def view_of(state: TalksState, memory: dict[str, Any]) -> MediatorView:
    """What the mediator sees: what is on the table, what was heard, what may not change."""
    table = state.table
    return MediatorView(
        sizes=table.sizes,
        demands=table.demands,
        opening=table.opening,
        heard=state.heard,
        aside=tuple(sorted({*state.aside, *state.held})),
        if_silent=table.if_silent,
        standing=state.standing or table.opening,
        blocked=state.blocked,
        against_standing=table.against_standing,
        issue_order=table.issue_order,
        option_order=table.option_order,
        ordered=table.ordered,
        feasible=table.feasible,
        memory=memory,
    )


def id_of(tables: TalksTables, struck: Struck) -> str:
    """The id of what struck, came back, lost a unit or slipped."""
    names, what, number = tables.names, struck.what, struck.number
    if what == "struck":
        return names.sources[number][1]
    if what == "returned":
        return names.actors[int(tables.fixed.threat_actor[number])]
    return names.counters[number].id if what == "lost" else names.summits[number].id


def in_words(tables: TalksTables, limits: tuple[Text, ...]) -> str:
    """Limits by issue: `price: high, middle; route: nothing`."""
    space = tables.space
    return "; ".join(
        f"{issue.id}: {', '.join(sorted(space.options[k][o] for o in options)) or 'nothing'}"
        for k, (issue, options) in enumerate(zip(space.issues, limits, strict=True))
    )
