"""Phased talks: a deal on the issues of a first phase opens talks on the rest, while a clock runs.

Both phases follow another protocol, the inner one. What a first phase is worth rests on an assumption: the
other issues are judged as the case says for a silent text, else as the opening has them.
"""

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from detente.errors import TalksError, UnknownName
from detente.languages import worded
from detente.talks.clock import AFTER, Clock
from detente.talks.moves import Move, Table, TalksState, Text
from detente.talks.protocols.single_text import SingleText

__all__ = ["Phased"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phased:
    """A deal on `first` (ids of issues), then a deal on the rest under `clock`, each by the `inner` protocol.

    Without `first`, the first phase is every issue on which nothing holds while a text is silent; when that
    is none or all, there is one phase. Without a clock the talks on the rest go on until the last day. When
    its days are over, talks end, go on, or may be ended: then one of the clock's `enders` declares them
    failed on the first day after that on which its last answer was no (an assumption). A run that ends after
    a deal on the first phase alone ends with "first phase only"; a deal on both ends with "deal".

    >>> Phased(first=("ceasefire",)).against_standing
    True
    """

    inner: Any = field(default_factory=SingleText)
    first: tuple[str, ...] = ()
    clock: Clock | None = None
    compiled: ClassVar[str] = ""

    @property
    def against_standing(self) -> bool:
        """Whether texts are compared with the one that stands: as in the inner protocol."""
        return bool(getattr(self.inner, "against_standing", True))

    def start(self, table: Table) -> TalksState:
        """The inner protocol begins on the issues of the first phase; UnknownName for one that is none."""
        if self.clock is not None and self.clock.after not in AFTER:
            known = ", ".join(AFTER)
            raise TalksError(
                f"a clock after which {self.clock.after!r}", where="clock", hint=f"known: {known}"
            )
        first = self._first(table)
        if len(first) in {0, len(table.issues)}:
            return self._around(self.inner.start(table), {"phase": 2, "opened": 0, "told": True})
        rest = tuple(i for i in range(len(table.issues)) if i not in first)
        silent = tuple(s if s >= 0 else o for s, o in zip(table.if_silent, table.opening, strict=True))
        inner = self._begun(table, rest, silent)
        return self._around(inner, {"phase": 1, "first": first, "table": table})

    def step(self, state: TalksState, moves: tuple[Move, ...]) -> TalksState:
        """The state after moves: the inner protocol's, the second phase opened, the clock looked at."""
        notes = state.notes
        before = replace(notes["inner"], day=state.day)
        inner = self.inner.step(before, moves)
        if notes["phase"] == 1:
            return self._second(state, inner) if inner.ended == "deal" else self._around(inner, notes)
        found = replace(self._around(inner, notes), agreed=inner.agreed or state.agreed)
        return found if found.ended else self._timed(found)

    def _first(self, table: Table) -> tuple[int, ...]:
        for name in self.first:
            if name not in table.issues:
                raise UnknownName.among(name, "issue on the table", table.issues, where="first phase")
        named = {table.issues.index(name) for name in self.first}
        return tuple(i for i, s in enumerate(table.if_silent) if (i in named if self.first else s < 0))

    def _begun(self, table: Table, held: tuple[int, ...], at: Text) -> TalksState:
        """The inner protocol at its start with some issues held at the options of a text."""
        silent = tuple(at[i] if i in held else s for i, s in enumerate(table.if_silent))
        opening = tuple(at[i] if i in held else o for i, o in enumerate(table.opening))
        begun: TalksState = self.inner.start(replace(table, if_silent=silent, opening=opening))
        return replace(begun, held=held)

    def _second(self, state: TalksState, inner: TalksState) -> TalksState:
        notes, agreed = state.notes, inner.agreed or ()
        begun = replace(self._begun(notes["table"], notes["first"], agreed), day=state.day)
        line = worded("a deal on the first phase; talks on the rest open, without a clock")
        if self.clock is not None:
            days = self.clock.days
            line = worded("a deal on the first phase; talks on the rest open, for {days} days", days=days)
        found = self._around(begun, {"phase": 2, "opened": state.day, "told": False})
        return replace(found, agreed=agreed, tells=(*inner.tells, line, *begun.tells))

    def _timed(self, state: TalksState) -> TalksState:
        """What the clock makes of a day of the second phase."""
        clock, notes = self.clock, state.notes
        if clock is None or state.agreed is None or state.day <= notes["opened"] + clock.days:
            return state
        if clock.after == "ends":
            return replace(state, asks=(), ended="the clock has run out")
        last = state.heard[-1].replies if state.heard else ()
        refused = [p for p, r in zip(state.table.parties, last, strict=False) if r.asked and not r.accepts]
        declared = [p for p in refused if p in clock.enders and clock.after == "may be ended"]
        if declared:
            line = worded("{party} declares that the talks on the rest have failed", party=declared[0])
            return replace(state, asks=(), ended="declared failed", tells=(*state.tells, line))
        if notes["told"]:
            return state
        tells = (*state.tells, worded("the clock has run out; talks on the rest go on"))
        return replace(state, tells=tells, notes={**notes, "told": True})

    def _around(self, inner: TalksState, notes: Any) -> TalksState:
        """The state that shows what the inner one asks for, and keeps it."""
        kept = {**notes, "inner": replace(inner, tells=())}
        return replace(inner, notes=kept)
