"""Sealed positions: all parties name their limits at once, and the mediator opens only what overlaps.

On one issue between two parties this is the double auction that splits the difference (Chatterjee and
Samuelson 1983), with limits as bids.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias

from detente.languages import worded, worded_row
from detente.talks.moves import HOME, Ask, Heard, Move, Position, Table, TalksState, Text
from detente.talks.protocols.single_text import PROPOSE, home_refused, weighed

__all__ = ["Limits", "SealedPositions", "limits_of", "middle"]

Limits: TypeAlias = Callable[[Position], tuple[Text, ...]]
"""The options of each issue in turn that a party says it can live with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPositions:
    """Limits are sealed issue by issue; what overlaps is settled in the middle of the overlap.

    When every issue is settled the text goes home. Otherwise the mediator words up to `texts` single texts
    with the settled issues held; then limits are sealed anew. After `rounds` rounds talks end; 0 for no
    limit. Options that are settled but cannot stand together are not settled. `limits` makes a party's limits
    (`limits_of` where None); to keep runs in a folder its `repr` must say what it is, as that of a dataclass.

    >>> SealedPositions(rounds=1, texts=0).compiled
    ''
    """

    against_standing: bool = True
    rounds: int = 0
    texts: int = 1
    limits: Limits | None = None
    compiled: ClassVar[str] = ""

    def start(self, table: Table) -> TalksState:
        """All parties are asked to seal their limits."""
        return self._sealing(TalksState(table=table, asks=()), 1)

    def step(self, state: TalksState, moves: tuple[Move, ...]) -> TalksState:
        """The state after moves: limits are opened, the rest is put to all, a text is ratified or refused."""
        for move in moves:
            if move.what == "seal":
                state = self._sealed(state, move)
            elif move.what == "propose":
                asks = tuple(Ask(who=p, what="answer", texts=move.texts) for p in state.table.parties)
                notes = {**state.notes, "texts": state.notes["texts"] + 1, "replies": {}}
                state = replace(state, asks=asks, blocked=(), notes=notes)
            elif move.what == "answer":
                state = self._answered(state, move)
            elif move.what == "ratify" and move.yes:
                state = replace(state, asks=(), ended="deal", agreed=move.texts[0])
            elif move.what == "ratify":
                state = self._following(home_refused(state, move))
        return state

    def _sealing(self, state: TalksState, number: int) -> TalksState:
        limits = limits_of if self.limits is None else self.limits
        asks = tuple(Ask(who=p, what="seal", private=True, limits=limits) for p in state.table.parties)
        return replace(state, asks=asks, notes={"round": number, "texts": 0, "sealed": {}})

    def _sealed(self, state: TalksState, move: Move) -> TalksState:
        notes = {**state.notes, "sealed": {**state.notes["sealed"], move.who: move.texts}}
        state = replace(state, notes=notes, asks=tuple(ask for ask in state.asks if ask.who != move.who))
        return state if state.asks else self._opened(state)

    def _opened(self, state: TalksState) -> TalksState:
        """All have sealed: what overlaps is settled."""
        table, sealed = state.table, state.notes["sealed"]
        fixed = {*state.held, *state.aside}
        text = list(table.opening)
        settled, apart = [], []
        for issue in table.issue_order:
            both = set.intersection(*(set(sealed[p][issue]) for p in table.parties))
            if issue in fixed:
                text[issue] = table.if_silent[issue]
            elif both:
                text[issue] = middle(both, table.option_order[issue], ordered=table.ordered[issue])
                settled.append(issue)
            else:
                apart.append(issue)
        whole = tuple(text)
        notes = {**state.notes, "table": table, "held": state.held}
        state = replace(state, notes=notes, tells=(_told(table, settled, apart),))
        if not apart and table.feasible(whole):
            everybody = tuple(range(len(table.parties)))
            return replace(state, asks=(Ask(who=HOME, what="ratify", texts=(whole,), of=everybody),))
        if not apart:
            settled, whole = [], table.opening
        silent = tuple(whole[i] if i in settled else old for i, old in enumerate(table.if_silent))
        table = replace(table, if_silent=silent, opening=whole)
        held = tuple(sorted({*state.held, *settled}))
        return self._following(replace(state, table=table, held=held))

    def _answered(self, state: TalksState, move: Move) -> TalksState:
        replies = {**state.notes["replies"], move.who: move.replies[0]}
        asks = tuple(ask for ask in state.asks if ask.who != move.who)
        kept = {**state.notes, "replies": replies}
        if asks:
            return replace(state, asks=asks, notes=kept)
        heard = Heard(text=move.texts[0], replies=tuple(replies[p] for p in state.table.parties))
        state = replace(weighed(state, heard), notes=kept)
        return self._following(state) if state.asks == PROPOSE else state

    def _following(self, state: TalksState) -> TalksState:
        """Another text on the rest, another round of sealing, or the end."""
        notes = state.notes
        if notes["texts"] < self.texts and state.table is not notes["table"]:
            return replace(state, asks=PROPOSE)
        if self.rounds and notes["round"] >= self.rounds:
            return replace(state, asks=(), ended="limits do not overlap")
        return self._sealing(replace(state, table=notes["table"], held=notes["held"]), notes["round"] + 1)


def limits_of(position: Position) -> tuple[Text, ...]:
    """The options of each issue that cost a party no more than the issue's share of what it can lose.

    It can lose the sum of its best scores less what it asks today; each issue bears that in proportion to
    what is at stake there (best score less worst). Every package within such limits gives at least what is
    asked, as far as issues are not linked. On a single issue these are the options that give what is asked.
    Options that cross a red line beside its first choices are left out. Nothing when even the first choices
    give too little.

    >>> position = Position(
    ...     party="a", scores=((0, 5, 10),), asked=4, above=0, grid=10.0, barred=((),), draw=lambda slot: 0
    ... )
    >>> limits_of(position)
    ((1, 2),)
    """
    scores = position.scores
    can_lose = sum(max(row) for row in scores) - position.asked - position.above
    at_stake = [max(row) - min(row) for row in scores]
    total = sum(at_stake)
    if can_lose < 0:
        return tuple(() for _ in scores)
    return tuple(
        tuple(
            option
            for option, score in enumerate(row)
            if option not in barred and (max(row) - score) * total <= can_lose * stake
        )
        for row, stake, barred in zip(scores, at_stake, position.barred, strict=True)
    )


def middle(options: set[int], by_id: tuple[int, ...], *, ordered: bool) -> int:
    """The middle one of some options, as the issue runs or else by id; of two middle ones the first by id.

    >>> middle({0, 1, 2, 3}, (3, 2, 1, 0), ordered=True)
    2
    """
    row = sorted(options) if ordered else [option for option in by_id if option in options]
    return min((row[(len(row) - 1) // 2], row[len(row) // 2]), key=by_id.index)


def _told(table: Table, settled: list[int], apart: list[int]) -> str:
    names = [worded_row([table.issues[i] for i in part]) for part in (settled, apart)]
    overlap, lie = (each or worded("nothing") for each in names)
    return worded(
        "the sealed limits overlap on {settled}; they lie apart on {apart}", settled=overlap, apart=lie
    )
