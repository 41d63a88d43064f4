"""The queue of suggestions: which statements are asked for, in which order, and which one comes next.

The order of a queue is kept until the suggestions change; what is decided is looked up as it is now.
"""

import datetime as dt
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from detente.languages import mark, say
from detente.web.panels.safe_text import shown

__all__ = ["ORDERS", "STATES", "Asked", "Done", "Place", "Queues", "orders_text", "states_text"]

ORDERS: Final = {
    "report": mark("as the reports tell them"),
    "date": mark("by date, the oldest first"),
    "score": mark("by score, the surest first"),
}
STATES: Final = {
    "waiting": mark("still to decide"),
    "decided": mark("decided"),
    "all": mark("all"),
}
_MOST_QUEUES: Final = 12
_MOST_LISTED: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the queue is confined to, its order, and who reviews; an empty field confines nothing.

    `low` and `high` bound the score, both included; `disputed` asks for statements of a contradiction.
    """

    document: str = ""
    publisher: str = ""
    issue: str = ""
    holder: str = ""
    act: str = ""
    low: float = 0.0
    high: float = 1.0
    disputed: bool = False
    state: str = "waiting"
    order: str = "report"
    who: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells two queues apart."""
        confined = (self.document, self.publisher, self.issue, self.holder, self.act)
        return (*confined, self.low, self.high, self.disputed, self.order)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The names and values that ask the same, for an address or the hidden fields of a form."""
        plain = Asked()
        names = ("document", "publisher", "issue", "holder", "act", "state", "order", "who")
        found = [(name, getattr(self, name)) for name in names if getattr(self, name) != getattr(plain, name)]
        found += [(name, f"{getattr(self, name):g}") for name in ("low", "high") if self._bounded(name)]
        return (*found, *([("disputed", "yes")] if self.disputed else []))

    def address(self, **more: str) -> str:
        """The address of the page that asks the same."""
        query = urlencode([*self.fields, *((name, value) for name, value in more.items() if value)])
        return f"/review?{query}" if query else "/review"

    @property
    def confined(self) -> bool:
        """Whether anything is left out beside what is decided."""
        return self.key[:-1] != Asked().key[:-1]

    def _bounded(self, name: str) -> bool:
        return bool(getattr(self, name) != Asked.__dataclass_fields__[name].default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement stands in a queue: what comes before and after it, and the next that is asked for."""

    number: int = 0
    of: int = 0
    left: int = 0
    before: str = ""
    after: str = ""
    coming: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many statements there are, and how many of them were decided in which way."""

    statements: int = 0
    accepted: int = 0
    edited: int = 0
    refused: int = 0

    @property
    def pending(self) -> int:
        """How many wait."""
        return self.statements - self.accepted - self.edited - self.refused


@dataclass(slots=True)
class _Queue:
    """Ids in their order, the place of each, and how many of them wait."""

    ids: tuple[str, ...]
    numbers: dict[str, int]
    waiting: int


@dataclass(frozen=True, slots=True)
class _Row:
    """What a queue is made by, of one suggestion."""

    id: str
    document: str
    publisher: str
    issue: str
    holder: str
    act: str
    score: float
    day: dt.date


@dataclass(slots=True)
class Queues:
    """The queues of one record, made again when its suggestions change; decisions are followed one by one."""

    made: int = -1
    rows: tuple[_Row, ...] = ()
    choices: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    _verdicts: dict[str, str] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _followed: int = 0
    _kept: "OrderedDict[tuple[Any, ...], _Queue]" = field(default_factory=OrderedDict)

    def follow(self, state: Any, made: int, decided: Sequence[str]) -> None:
        """Takes in what is new: suggestions, or only what was decided since."""
        if made != self.made:
            self._make(state)
            self.made = made
        elif self._followed < len(decided):
            for name in set(decided[self._followed :]):
                self._take(name, state.versions[name][-1].verdict)
        self._followed = len(decided)

    @property
    def done(self) -> Done:
        """How far the record as a whole is decided."""
        counts = {verdict: self._counts[verdict] for verdict in ("accepted", "edited", "refused")}
        return Done(statements=len(self._verdicts), **counts)

    def _make(self, state: Any) -> None:
        publishers = {name: document.publisher for name, document in state.documents.items()}
        rows = []
        for statement in state.record.statements:
            first = state.versions[statement.id][0]
            document = first.span.document if first.span else "".join(first.reports[:1])
            score = first.coding.score if first.coding is not None else None
            rows.append(
                _Row(
                    first.id,
                    document,
                    publishers.get(document, ""),
                    first.issue,
                    first.holder,
                    first.act,
                    score if score is not None else 0.0,
                    first.date.last,
                )
            )
        self.rows = tuple(rows)
        self.choices = {
            name: _most_first(getattr(row, name) for row in rows)
            for name in ("publisher", "issue", "holder", "act")
        }
        self._kept.clear()
        self._verdicts = {name: versions[-1].verdict for name, versions in state.versions.items()}
        self._counts = Counter(self._verdicts.values())

    def _take(self, name: str, verdict: str) -> None:
        """Follows what became of one statement."""
        before = self._verdicts[name]
        self._verdicts[name] = verdict
        self._counts[before] -= 1
        self._counts[verdict] += 1
        change = int(not verdict) - int(not before)
        if change:
            for queue in self._kept.values():
                queue.waiting += change if name in queue.numbers else 0

    def queue(self, asked: Asked, disputed: frozenset[str]) -> tuple[str, ...]:
        """The ids that are asked for, decided or not, in their order."""
        return self._queue(asked, disputed).ids

    def place(self, asked: Asked, disputed: frozenset[str], at: str) -> tuple[str, Place]:
        """The statement to show, "" for none, and where it stands; `at` itself where there is such a one."""
        queue = self._queue(asked, disputed)
        ids, verdicts = queue.ids, self._verdicts
        left = {"waiting": queue.waiting, "decided": len(ids) - queue.waiting}.get(asked.state, len(ids))

        def first(names: Iterable[str]) -> str:
            if asked.state == "all":
                return next(iter(names), "")
            waits = asked.state == "waiting"
            return next((name for name in names if (not verdicts[name]) is waits), "")

        if at not in verdicts:
            at = first(ids)
        number = queue.numbers.get(at, -1)
        coming = first(ids[number + 1 :]) or first(ids[: max(number, 0)])
        return at, Place(
            number=number + 1,
            of=len(ids),
            left=left,
            before=ids[number - 1] if number > 0 else "",
            after=ids[number + 1] if number + 1 < len(ids) else "",
            coming=coming if coming != at else "",
        )

    def _queue(self, asked: Asked, disputed: frozenset[str]) -> _Queue:
        key = (*asked.key, disputed if asked.disputed else None)
        if key not in self._kept:
            found = [row for row in self.rows if _admits(asked, row, disputed)]
            if asked.order == "date":
                found.sort(key=lambda row: row.day)
            elif asked.order == "score":
                found.sort(key=lambda row: -row.score)
            ids = tuple(row.id for row in found)
            waiting = sum(not self._verdicts[name] for name in ids)
            self._kept[key] = _Queue(ids, {name: number for number, name in enumerate(ids)}, waiting)
            while len(self._kept) > _MOST_QUEUES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def orders_text() -> tuple[tuple[str, str], ...]:
    """The orders with their names."""
    return tuple((name, say(told)) for name, told in ORDERS.items())


def states_text() -> tuple[tuple[str, str], ...]:
    """What may be asked for, with its names."""
    return tuple((name, say(told)) for name, told in STATES.items())


def _admits(asked: Asked, row: _Row, disputed: frozenset[str]) -> bool:
    return (
        asked.document in {"", row.document}
        and asked.publisher in {"", row.publisher}
        and asked.issue in {"", row.issue}
        and asked.act in {"", row.act}
        and (not asked.holder or row.holder == asked.holder or row.holder.startswith(f"{asked.holder}."))
        and asked.low <= row.score <= asked.high
        and (not asked.disputed or row.id in disputed)
    )


def _most_first(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The values with their counts, the most frequent ones only, in alphabetical order.

    Empty ones are left out, and those that cannot be shown as they are.
    """
    counts = Counter(values)
    for value in [value for value in counts if not value or shown(value) != value]:
        del counts[value]
    return tuple(sorted(counts.most_common(_MOST_LISTED)))
