"""The timeline: all that is dated in a case and its record, chosen by a form, a page at a time.

The index is light: each line points to its statement, stance or event, and is made once for each state of the
files; a page is made from the lines that it shows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from detente.languages import mark, say
from detente.languages.figures import number_text

__all__ = [
    "KINDS",
    "PER_PAGE",
    "Asked",
    "Line",
    "Shown",
    "as_data",
    "chosen",
    "figure_text",
    "figures_text",
    "index_of",
    "kinds_text",
    "text_of",
]

PER_PAGE: Final = 100
"""How many lines a page shows."""

KINDS: Final = {
    "statement": mark("Statements"),
    "stance": mark("Stances"),
    "proposal": mark("Proposals"),
    "answer": mark("Answers to proposals"),
    "event": mark("Events"),
    "figure": mark("Figures"),
    "deadline": mark("Deadlines"),
}
"""What a line may be."""


class Line(NamedTuple):
    """One dated thing: `item` is the statement, stance or event itself, `of` the proposal of an answer."""

    kind: str
    id: str
    date: Any
    known: dt.date
    who: str
    parties: tuple[str, ...]
    issues: tuple[str, ...]
    publishers: tuple[str, ...]
    item: Any
    of: Any = None

    @property
    def dated(self) -> bool:
        """Whether anything is known of its date."""
        return bool(self.date.last < dt.date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to show; "" and None show everything. `party` "-" means who belongs to no party."""

    kind: str = ""
    party: str = ""
    issue: str = ""
    publisher: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    words: str = ""
    page: int = 1

    def address(self, page: int = 1, **other: Any) -> str:
        """The part of an address that asks for this, on that page."""
        names = {"start": "from", "end": "to"}
        held = asdict(self) | {"page": page if page > 1 else ""} | other
        return urlencode({names.get(k, k): v for k, v in held.items() if v not in ("", None)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The lines of one page by month and day, newest first; counts are of all that fit."""

    count: int
    page: int
    pages: int
    kinds: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]

    def months(self) -> Iterator[tuple[dt.date | None, list[tuple[dt.date | None, list[Line]]]]]:
        """The months with their days, each day with its lines; None is what is undated."""
        for month, here in groupby(self.lines, key=_month):
            yield month, [(day, list(lines)) for day, lines in groupby(here, key=_day)]


def index_of(case: Any, record: Any = None) -> tuple[Line, ...]:
    """Every dated thing of the case and of the record, the newest first, the undated last.

    A statement that both hold is shown once, as the record has it; refused statements are left out.
    """
    index = _Index(case, record)
    refused = {s.id for s in record.statements if s.verdict == "refused"} if record is not None else set()
    kept = {s.id: s for s in case.statements if s.verdict != "refused" and s.id not in refused}
    if record is not None:
        kept |= {s.id: s for s in record.standing.statements}
    lines = [index.line("statement", s, s.holder, (s.issue,), s.reports) for s in kept.values()]
    lines += [index.line("stance", s, s.actor, (s.issue,), s.evidence) for s in case.stances]
    for one in case.proposals:
        issues = tuple(issue for issue, _ in one.terms)
        by = tuple(dict.fromkeys(name for name in (one.by, one.attributed_to) if name))
        lines.append(index.line("proposal", one, by[0] if by else "", issues, one.evidence, by))
        for answer in one.responses:
            about = answer.issues or issues
            line = index.line("answer", answer, answer.actor, about, answer.evidence, of=one)
            lines.append(line)
    for event in case.events:
        lines.append(index.line("event", event, "", (), event.evidence, event.actors))
    lines += [index.line("figure", f, "", (), f.evidence) for f in case.figures]
    lines += [index.line("deadline", d, "", (), d.evidence) for d in case.deadlines]
    lines.sort(key=lambda line: (line.dated, line.date.last, line.known, line.id), reverse=True)
    return tuple(lines)


def chosen(lines: Sequence[Line], asked: Asked, names: Mapping[str, str]) -> Shown:
    """The page that is asked for; a page after the last one is the last one.

    Counts by kind are of what fits everything but the kind. `names` are the display names of actors.
    """
    fitting = _fitting(lines, asked, names)
    counts = Counter(line.kind for line in fitting)
    if asked.kind:
        fitting = [line for line in fitting if line.kind == asked.kind]
    pages = max(-(-len(fitting) // PER_PAGE), 1)
    page = min(max(asked.page, 1), pages)
    return Shown(
        count=len(fitting),
        page=page,
        pages=pages,
        kinds=tuple((kind, counts[kind]) for kind in KINDS if counts[kind]),
        lines=tuple(fitting[(page - 1) * PER_PAGE : page * PER_PAGE]),
    )


def text_of(line: Line) -> str:
    """The words of the case or the record that a line shows."""
    item = line.item
    if line.kind == "statement":
        return str(item.says or (item.span.exact if item.span is not None else ""))
    names = {"stance": "note", "proposal": "name", "answer": "note", "figure": "series"}
    return str(getattr(item, names.get(line.kind, "what")))


def figure_text(figure: Any) -> str:
    """The value of a figure in words, with its bound."""
    value = number_text(figure.value, 3, trim=True)
    if figure.bound == "about":
        return say("about {value}", value=value)
    if figure.bound == "at least":
        return say("at least {value}", value=value)
    return say("over {value}", value=value) if figure.bound == "over" else value


def figures_text(values: Iterable[float]) -> str:
    """Values that were told side by side."""
    return " / ".join(number_text(value, 3, trim=True) for value in values)


def kinds_text() -> tuple[tuple[str, str], ...]:
    """Each kind with its name."""
    return tuple((kind, say(name)) for kind, name in KINDS.items())


def as_data(shown: Shown) -> dict[str, Any]:
    """The page as plain data."""
    lines = [
        {
            "kind": line.kind,
            "id": line.id,
            "date": line.date.label,
            "known": line.known.isoformat() if line.known < dt.date.max else None,
            "who": line.who,
            "parties": list(line.parties),
            "issues": list(line.issues),
            "publishers": list(line.publishers),
            "act": _act(line),
            "text": text_of(line),
        }
        for line in shown.lines
    ]
    return {
        "count": shown.count,
        "page": shown.page,
        "pages": shown.pages,
        "kinds": dict(shown.kinds),
        "lines": lines,
    }


class _Index:
    """What lines are made with: parties and publishers, each looked up once."""

    def __init__(self, case: Any, record: Any) -> None:
        self._case = case
        documents = {report.id: report for report in case.reports}
        reports = {s.id: s.reports for s in case.statements}
        if record is not None:
            documents |= {document.id: document for document in record.documents}
            reports |= {s.id: s.reports for s in record.statements}
        self._publishers = {name: report.publisher or name for name, report in documents.items()}
        self._reports = reports
        self._parties: dict[str, str] = {}
        self._same: dict[tuple[str, ...], tuple[str, ...]] = {}

    def line(
        self,
        kind: str,
        item: Any,
        who: str,
        issues: tuple[str, ...],
        evidence: Iterable[str],
        actors: tuple[str, ...] = (),
        of: Any = None,
    ) -> Line:
        """The line of one thing."""
        about = tuple(issue for issue in issues if issue)
        return Line(
            kind=kind,
            id=item.id if of is None else of.id,
            date=item.date,
            known=item.known,
            who=who,
            parties=self._one(tuple(dict.fromkeys(self._party(name) for name in actors or (who,)))),
            issues=self._one(about),
            publishers=self._one(self._published(evidence)),
            item=item,
            of=of,
        )

    def _party(self, name: str) -> str:
        """The party that an actor belongs to, "-" for none, "" for nobody."""
        if not name:
            return ""
        if name not in self._parties:
            ids = {party.id for party in self._case.parties}
            found = self._case.party_of(name)
            self._parties[name] = found if found in ids else "-"
        return self._parties[name]

    def _published(self, evidence: Iterable[str]) -> tuple[str, ...]:
        reports = (report for name in evidence for report in self._reports.get(name, (name,)))
        return tuple(dict.fromkeys(self._publishers[r] for r in reports if r in self._publishers))

    def _one(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return self._same.setdefault(names, names)


def _fitting(lines: Sequence[Line], asked: Asked, names: Mapping[str, str]) -> list[Line]:
    """The lines that fit everything but the kind."""
    found: Iterable[Line] = lines
    if asked.party:
        found = [line for line in found if asked.party in line.parties]
    if asked.issue:
        found = [line for line in found if asked.issue in line.issues]
    if asked.publisher:
        found = [line for line in found if asked.publisher in line.publishers]
    if start := asked.start:
        found = [line for line in found if line.dated and line.date.last >= start]
    if end := asked.end:
        found = [line for line in found if line.dated and line.date.first <= end]
    if words := asked.words.casefold().split():
        named = {who: name.casefold() for who, name in names.items()}
        found = [line for line in found if _has(line, words, named)]
    return list(found)


def _has(line: Line, words: Sequence[str], named: Mapping[str, str]) -> bool:
    """Whether every word stands in the text of the line or in the name of who says it."""
    text = f"{text_of(line)}\n{named.get(line.who, line.who)}".casefold()
    return all(word in text for word in words)


def _day(line: Line) -> dt.date | None:
    return line.date.last if line.dated else None


def _act(line: Line) -> str:
    names = {"statement": "act", "stance": "role", "answer": "answer"}
    return str(getattr(line.item, names[line.kind])) if line.kind in names else ""


def _month(line: Line) -> dt.date | None:
    return line.date.last.replace(day=1) if line.dated else None
