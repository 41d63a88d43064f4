"""The ledger of brackets: how many stand open, in which article, who holds what, and since when."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.case.draft.comparing import compare_drafts
from detente.case.draft.values import Bracket, Draft, counted
from detente.errors import CaseError

__all__ = ["BracketLedger", "Count", "LedgerDay", "LedgerLine", "bracket_ledger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One bracket through the drafts: as it stands in the last one that has it, when it opened and closed.

    `age` is in days, to the day of the ledger or to its closing; None where a day is not known.
    """

    bracket: Bracket
    opened: dt.date | None = None
    closed: dt.date | None = None
    agreed: int = 0
    open: bool = True
    age: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The line, for JSON."""
        one = self.bracket
        return {
            "id": one.id,
            "article": one.article,
            "issue": one.issue,
            "alternatives": [{"text": a.text, "held_by": list(a.held_by)} for a in one.alternatives],
            "opened": self.opened.isoformat() if self.opened else None,
            "closed": self.closed.isoformat() if self.closed else None,
            "agreed": one.alternatives[self.agreed - 1].text if self.agreed else None,
            "open": self.open,
            "age": self.age,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many brackets of an article, a party or an issue are open and how many are closed."""

    id: str
    name: str
    open: int
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerDay:
    """A day on which brackets opened or closed, and how many stood open at its end."""

    day: dt.date
    opened: int
    closed: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BracketLedger:
    """The brackets of a draft, or of a history of drafts, as of a day.

    `articles` are in the order of the text ("" before the first), `parties` and `issues` in the alphabetical
    order of their names. A bracket counts once for each party that holds an alternative of it.
    """

    title: str = ""
    on: dt.date | None = None
    lines: tuple[LedgerLine, ...] = ()
    articles: tuple[Count, ...] = ()
    parties: tuple[Count, ...] = ()
    issues: tuple[Count, ...] = ()
    over_time: tuple[LedgerDay, ...] = ()

    @property
    def open(self) -> tuple[LedgerLine, ...]:
        """The brackets that are still contested."""
        return tuple(line for line in self.lines if line.open)

    def __str__(self) -> str:
        """How many are open and closed, in all, by article and by party."""
        day = f" as of {self.on}" if self.on else ""
        done = len(self.lines) - len(self.open)
        head = f"{self.title or 'The draft'}{day}: {counted(len(self.open), 'bracket')} open, {done} closed"
        places = [f"  {one.name or 'before the articles'}: {_of(one)}" for one in self.articles]
        who = [f"  held by {one.name}: {_of(one)}" for one in self.parties]
        ages = [line.age for line in self.open if line.age is not None]
        oldest = [f"  the oldest open one is {counted(max(ages), 'day')} old"] if ages else []
        return "\n".join([head, *places, *who, *oldest])

    def as_dict(self) -> dict[str, Any]:
        """The ledger, for JSON."""
        counts = {
            key: [{"id": one.id, "name": one.name, "open": one.open, "closed": one.closed} for one in values]
            for key, values in (
                ("articles", self.articles),
                ("parties", self.parties),
                ("issues", self.issues),
            )
        }
        return {
            "title": self.title,
            "on": self.on.isoformat() if self.on else None,
            "open": len(self.open),
            "closed": len(self.lines) - len(self.open),
            "brackets": [line.as_dict() for line in self.lines],
            **counts,
            "over_time": [
                {"day": d.day.isoformat(), "opened": d.opened, "closed": d.closed, "open": d.open}
                for d in self.over_time
            ],
        }


def bracket_ledger(drafts: Draft | Sequence[Draft], *, on: dt.date | None = None) -> BracketLedger:
    r"""The ledger of one draft, or of several dated ones: what opened and closed from each to the next.

    Days written at a bracket count before those of the drafts. `on` is the day to which ages run, that of
    the last draft by default. Empty for no drafts. Raises CaseError for several drafts of which two have one
    day, or one has none.

    >>> from detente.case.draft.reading import read_draft
    >>> draft = read_draft("## Article 1. Water\nIt [[shall | may]]{held-by=\"a | b\"} flow.\n")
    >>> print(bracket_ledger(draft))
    The draft: 1 bracket open, 0 closed
      Article 1: 1 open, 0 closed
      held by a: 1 open, 0 closed
      held by b: 1 open, 0 closed
    """
    history = _in_order((drafts,) if isinstance(drafts, Draft) else tuple(drafts))
    if not history:
        return BracketLedger(on=on)
    last = history[-1]
    day = on or last.day
    lines = tuple(_aged(line, day) for line in _through(history))
    articles = [""] + [article.name for one in reversed(history) for article in one.articles]
    names = {key: name for one in history for key, name in (*one.parties, *one.issues)}
    return BracketLedger(
        title=last.title,
        on=day,
        lines=lines,
        articles=tuple(_counts(lines, dict.fromkeys(articles), lambda one: {one.article})),
        parties=_by_name(lines, lambda one: set(one.holders), names),
        issues=_by_name(lines, lambda one: {one.issue} - {""}, names),
        over_time=_over_time(lines),
    )


def _in_order(history: tuple[Draft, ...]) -> tuple[Draft, ...]:
    if len(history) < 2:
        return history
    for one in history:
        if one.day is None:
            hint = "write <!-- draft 2024-07-04 --> above its first article"
            raise CaseError("the draft has no day", where=one.file, hint=hint)
    found = tuple(sorted(history, key=lambda one: one.day or dt.date.min))
    for before, after in itertools.pairwise(found):
        if before.day == after.day:
            what = f"two drafts are of {after.day}"
            raise CaseError(what, where=after.file, hint="leave one of them out, or correct its day")
    return found


def _through(history: Sequence[Draft]) -> list[LedgerLine]:
    """The brackets of all drafts, each once, as the last draft that has it shows it."""
    first = history[0]
    lines = [_line(one) for one in (*first.brackets, *first.settled)]
    places = {line.bracket.id: place for place, line in enumerate(lines)}
    for before, after in itertools.pairwise(history):
        changes = compare_drafts(before, after)
        now = {new: places[old] for old, new in changes.pairs}
        later = {one.id: one for one in (*after.brackets, *after.settled)}
        for old, new in changes.pairs:
            place, found = places[old], later[new]
            known = lines[place].bracket
            found = replace(found, article=found.article or known.article, issue=found.issue or known.issue)
            lines[place] = replace(lines[place], bracket=found, opened=found.opened or lines[place].opened)
        for gone in changes.closed:
            place = places[gone.bracket.id]
            day = gone.after.closed if gone.after is not None else None
            lines[place] = replace(lines[place], closed=day or after.day, agreed=gone.agreed, open=False)
        for one in (*after.brackets, *after.settled):
            if one.id in now:
                continue
            place = _place(one, lines, places)
            if place == len(lines):
                lines.append(_line(one, after.day))
            elif one.open:
                lines[place] = replace(lines[place], bracket=one, closed=None, agreed=0, open=True)
            now[one.id] = place
        places = {**{name: at for name, at in places.items() if at not in now.values()}, **now}
    return lines


def _place(one: Bracket, lines: Sequence[LedgerLine], places: Mapping[str, int]) -> int:
    """The line of a bracket that is not open in the draft before; the next free one where there is none."""
    place = places.get(one.id, len(lines))
    if one.named or place == len(lines):
        return place
    known = lines[place].bracket
    same = [each.text for each in known.alternatives] == [each.text for each in one.alternatives]
    return place if same and not lines[place].open else len(lines)


def _line(one: Bracket, day: dt.date | None = None) -> LedgerLine:
    return LedgerLine(
        bracket=one,
        opened=one.opened or (day if one.open else None),
        closed=one.closed,
        agreed=one.agreed,
        open=one.open,
    )


def _aged(line: LedgerLine, on: dt.date | None) -> LedgerLine:
    until = on if line.open else line.closed
    if line.opened is None or until is None or until < line.opened:
        return line
    return replace(line, age=(until - line.opened).days)


def _counts(
    lines: Iterable[LedgerLine],
    keys: Iterable[str],
    of: Callable[[Bracket], set[str]],
    names: Mapping[str, str] | None = None,
) -> Iterable[Count]:
    """For each key, how many brackets it is a key of; keys of none are left out."""
    found: dict[str, list[int]] = {key: [0, 0] for key in keys}
    for line in lines:
        for key in of(line.bracket):
            found.setdefault(key, [0, 0])[0 if line.open else 1] += 1
    for key, (standing, done) in found.items():
        if standing or done:
            yield Count(id=key, name=(names or {}).get(key, key), open=standing, closed=done)


def _by_name(
    lines: Iterable[LedgerLine], of: Callable[[Bracket], set[str]], names: Mapping[str, str]
) -> tuple[Count, ...]:
    counts = _counts(lines, (), of, names)
    return tuple(sorted(counts, key=lambda one: (one.name.casefold(), one.id)))


def _over_time(lines: Sequence[LedgerLine]) -> tuple[LedgerDay, ...]:
    """Every day on which something opened or closed; what opened on no known day stands from the first."""
    starts = [line.opened for line in lines if line.opened is not None]
    ends = [line.closed for line in lines if line.closed is not None]
    standing = sum(1 for line in lines if line.opened is None and (line.open or line.closed is not None))
    found = []
    for day in sorted({*starts, *ends}):
        opened, closed = starts.count(day), ends.count(day)
        standing += opened - closed
        found.append(LedgerDay(day=day, opened=opened, closed=closed, open=standing))
    return tuple(found)


def _of(one: Count) -> str:
    return f"{one.open} open, {one.closed} closed"
