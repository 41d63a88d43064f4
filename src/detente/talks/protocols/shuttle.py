"""The shuttle: the mediator takes a text to one party and, if that party lets it, carries it to the next.

Parties never meet; what one says reaches the others only as a text that the mediator brings (Touval and
Zartman 1985).
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from detente.talks.moves import Ask, Heard, Move, Reply, Table, TalksState, Text
from detente.talks.protocols.single_text import PROPOSE, home_refused, next_text, weighed

__all__ = ["Shuttle"]

_UNASKED = Reply(accepts=False, asked=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shuttle:
    """One text at a time, put to the parties one after the other; each must let it be carried on.

    The first party is asked in `caucus`: such a text is neither published nor leaked before it is carried on.
    The parties take turns at being first. A party that has answered, yes or no, is asked whether the text may
    be carried on (`Delegation.passes_on`); when it may not, the mediator words another, and has heard nothing
    of those that it did not reach. Each leg takes a day.

    >>> Shuttle().compiled
    ''
    """

    against_standing: bool = True
    caucus: bool = True
    compiled: ClassVar[str] = ""

    def start(self, table: Table) -> TalksState:
        """The mediator is asked for a first text."""
        return TalksState(table=table, asks=PROPOSE)

    def step(self, state: TalksState, moves: tuple[Move, ...]) -> TalksState:
        """The state after moves: a text is answered, carried on or kept back, ratified or refused at home."""
        for move in moves:
            if move.what == "propose":
                first = len(state.heard) % len(state.table.parties)
                order = (*state.table.parties[first:], *state.table.parties[:first])
                ask = self._asked(order[0], move.texts[0], private=self.caucus)
                state = replace(state, asks=(ask,), blocked=(), notes={"order": order, "replies": {}})
            elif move.what == "answer":
                state = self._answered(state, move)
            elif move.what == "pass on":
                state = self._carried(state, move)
            elif move.what == "ratify" and move.yes:
                state = replace(state, asks=(), ended="deal", agreed=move.texts[0])
            elif move.what == "ratify":
                state = next_text(home_refused(state, move))
        return state

    def _asked(self, party: str, text: Text, *, private: bool = False) -> Ask:
        return Ask(who=party, what="answer", texts=(text,), private=private)

    def _answered(self, state: TalksState, move: Move) -> TalksState:
        replies = {**state.notes["replies"], move.who: move.replies[0]}
        state = replace(state, notes={**state.notes, "replies": replies})
        if len(replies) == len(state.table.parties):
            return weighed(state, self._heard(state, move.texts[0]))
        return replace(state, asks=(Ask(who=move.who, what="pass on", texts=move.texts, private=True),))

    def _carried(self, state: TalksState, move: Move) -> TalksState:
        text = move.texts[0]
        if not move.yes:
            return next_text(replace(state, heard=(*state.heard, self._heard(state, text))))
        following = state.notes["order"][len(state.notes["replies"])]
        return replace(state, asks=(self._asked(following, text),))

    def _heard(self, state: TalksState, text: Text) -> Heard:
        replies = state.notes["replies"]
        return Heard(text=text, replies=tuple(replies.get(p, _UNASKED) for p in state.table.parties))
