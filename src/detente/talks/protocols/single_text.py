"""The single text: the mediator drafts, all delegations answer, the draft is revised until homes pass it.

The one-text procedure of Fisher and Raiffa (Raiffa 1982): nobody proposes but the mediator.
"""

from dataclasses import dataclass, replace

from detente.talks.moves import HOME, MEDIATOR, Ask, Heard, Move, Reply, Table, TalksState

__all__ = ["PROPOSE", "SingleText", "home_refused", "next_text", "set_aside", "stands", "weighed"]

PROPOSE = (Ask(who=MEDIATOR, what="propose"),)
"""The mediator is asked for one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleText:
    """One draft at a time, answered by all; a draft that enough parties accept goes to their homes.

    With `against_standing` a text is said to be better or worse than the one that stands (the last that
    nobody found worse); otherwise than the last one, whatever became of it. `most` ends talks after so many
    texts; 0 for no limit. With `improve` the mediator drafts on until so many texts have been heard (`most`,
    or all by the last day); then it says which of those that enough parties accepted goes home. When there
    is none, or it is refused at home, talks go on as without.

    >>> SingleText().compiled
    'mediated'
    """

    against_standing: bool = True
    most: int = 0
    improve: int = 0

    @property
    def compiled(self) -> str:
        """The compiled twin that this protocol has."""
        return "mediated" if self.most == 0 and self.improve <= 0 else ""

    def start(self, table: Table) -> TalksState:
        """The mediator is asked for a first text."""
        return TalksState(table=table, asks=PROPOSE)

    def step(self, state: TalksState, moves: tuple[Move, ...]) -> TalksState:
        """The state after moves: a draft goes out, answers come in, a text is ratified or refused at home."""
        for move in moves:
            if move.what == "propose":
                asks = tuple(Ask(who=p, what="answer", texts=move.texts) for p in state.table.parties)
                state = replace(state, asks=asks, blocked=(), notes={})
            elif move.what == "answer":
                state = self._answered(state, move)
            elif move.what == "settle":
                state = self._settled(state, move)
            elif move.what == "ratify" and move.yes:
                state = replace(state, asks=(), ended="deal", agreed=move.texts[0])
            elif move.what == "ratify":
                state = next_text(home_refused(state, move), self.most)
        return state

    def _answered(self, state: TalksState, move: Move) -> TalksState:
        notes = {**state.notes, move.who: move.replies[0]}
        asks = tuple(ask for ask in state.asks if ask.who != move.who)
        state = replace(state, notes=notes, asks=asks)
        if asks:
            return state
        replies = tuple(notes[p] for p in state.table.parties)
        return self._weighed(state, Heard(text=move.texts[0], replies=replies))

    def _weighed(self, state: TalksState, heard: Heard) -> TalksState:
        """As `weighed`, but while texts are being improved none goes home before the mediator has settled."""
        count = len(state.heard) + 1
        if count > self.improve:
            return weighed(state, heard, self.most)
        state = stands(set_aside(replace(state, heard=(*state.heard, heard)), heard.replies), heard)
        enough = state.table.enough
        accepted = tuple(dict.fromkeys(h.text for h in state.heard if enough(_yes(h))))
        if accepted and (count in {self.improve, self.most} or state.day >= state.table.last_day):
            return replace(state, asks=(Ask(who=MEDIATOR, what="settle", texts=accepted),))
        return next_text(state, self.most)

    def _settled(self, state: TalksState, move: Move) -> TalksState:
        if not move.texts:
            return next_text(state, self.most)
        text, enough = move.texts[0], state.table.enough
        said = [yes for h in state.heard if h.text == text and enough(yes := _yes(h))]
        return replace(state, asks=(Ask(who=HOME, what="ratify", texts=(text,), of=said[-1]),))


def weighed(state: TalksState, heard: Heard, most: int = 0) -> TalksState:
    """A text that all have answered goes home when enough parties accept it; else another is asked for."""
    state = stands(set_aside(replace(state, heard=(*state.heard, heard)), heard.replies), heard)
    yes = _yes(heard)
    if state.table.enough(yes):
        return replace(state, asks=(Ask(who=HOME, what="ratify", texts=(heard.text,), of=yes),))
    return next_text(state, most)


def home_refused(state: TalksState, move: Move) -> TalksState:
    """The state with the parties whose home refused the last text."""
    return replace(state, blocked=tuple(k for k, p in enumerate(state.table.parties) if p in move.by))


def next_text(state: TalksState, most: int = 0) -> TalksState:
    """The mediator is asked for another text, unless so many have been heard."""
    if most and len(state.heard) >= most:
        return replace(state, asks=(), ended="no text left")
    return replace(state, asks=PROPOSE, notes={})


def stands(state: TalksState, heard: Heard) -> TalksState:
    """The text just heard stands when nobody found it worse."""
    better = all(reply.against_last >= 0 for reply in heard.replies)
    return replace(state, standing=heard.text) if better or not state.standing else state


def set_aside(state: TalksState, replies: tuple[Reply, ...]) -> TalksState:
    """An issue that all name once too often is set aside, where silence on it has a meaning."""
    issue = replies[0].issue
    if issue < 0 or any(reply.issue != issue for reply in replies) or issue in state.aside:
        return state
    table = state.table
    named = sum(all(r.issue == issue for r in h.replies) for h in state.heard)
    if table.aside_after and named >= table.aside_after and table.if_silent[issue] >= 0:
        return replace(state, aside=tuple(sorted((*state.aside, issue))))
    return state


def _yes(heard: Heard) -> tuple[int, ...]:
    return tuple(k for k, reply in enumerate(heard.replies) if reply.accepts)
