"""Three alternatives: the mediator puts several texts at once, and each party says which it could accept.

Several offers at once show what a party cares for without a word about it (Medvec and Galinsky 2005).
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from detente.talks.moves import HOME, Ask, Heard, Move, Table, TalksState
from detente.talks.protocols.single_text import PROPOSE, home_refused, set_aside, stands

__all__ = ["ThreeAlternatives"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeAlternatives:
    """Several distinct texts at once; each party may accept several and chooses the one it likes best.

    Of the texts that enough parties accept the one that most have chosen goes home; then the one that most
    accept, then the one proposed first. When its home refuses, the next such text goes home. Without any, the
    mediator words new texts: the one that most accepted counts as the last one heard.

    >>> ThreeAlternatives().texts
    3
    """

    against_standing: bool = True
    texts: int = 3
    compiled: ClassVar[str] = ""

    def start(self, table: Table) -> TalksState:
        """The mediator is asked for so many texts."""
        return self._anew(TalksState(table=table, asks=()))

    def step(self, state: TalksState, moves: tuple[Move, ...]) -> TalksState:
        """The state after moves: texts go out together, choices come in, one text after another goes home."""
        texts = tuple(move.texts[0] for move in moves if move.what == "propose")
        if texts:
            asks = tuple(Ask(who=p, what="choose", texts=texts) for p in state.table.parties)
            state = replace(state, asks=asks, blocked=(), notes={"texts": texts})
        for move in moves:
            if move.what == "choose":
                state = self._chosen(state, move)
            elif move.what == "ratify" and move.yes:
                state = replace(state, asks=(), ended="deal", agreed=move.texts[0])
            elif move.what == "ratify":
                state = self._homewards(home_refused(state, move))
        return state

    def _anew(self, state: TalksState) -> TalksState:
        return replace(state, asks=PROPOSE * max(self.texts, 1), notes={})

    def _chosen(self, state: TalksState, move: Move) -> TalksState:
        notes = {**state.notes, move.who: move}
        state = replace(state, notes=notes, asks=tuple(ask for ask in state.asks if ask.who != move.who))
        if state.asks:
            return state
        said = [notes[p] for p in state.table.parties]
        ranked = sorted(range(len(notes["texts"])), key=lambda k: self._rank(notes["texts"], said, k))
        fine = []
        for k in ranked if self.against_standing else range(len(ranked)):
            heard = Heard(text=notes["texts"][k], replies=tuple(move.replies[k] for move in said))
            state = replace(state, heard=(*state.heard, heard))
            state = stands(set_aside(state, heard.replies), heard)
        for k in reversed(ranked):
            yes = tuple(p for p, move in enumerate(said) if move.replies[k].accepts)
            if state.table.enough(yes):
                fine.append(Ask(who=HOME, what="ratify", texts=(notes["texts"][k],), of=yes))
        return self._homewards(replace(state, notes={"fine": tuple(fine)}))

    def _rank(self, texts: tuple[Any, ...], said: list[Move], k: int) -> tuple[bool, int, int, int]:
        """How well a text did: better ones rank higher."""
        yes = [p for p, move in enumerate(said) if move.replies[k].accepts]
        return len(yes) == len(said), sum(texts[k] in move.texts for move in said), len(yes), -k

    def _homewards(self, state: TalksState) -> TalksState:
        """The next text that enough accept goes home, or new ones are asked for."""
        fine = state.notes.get("fine", ())
        if not fine:
            return self._anew(state)
        return replace(state, asks=fine[:1], notes={"fine": fine[1:]})
