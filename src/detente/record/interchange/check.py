"""What can be checked of a record before it is written and after it was read, and leaving its text out."""

import math
from collections.abc import Iterator, Mapping

from detente.errors import Problem
from detente.record.interchange.files import LONGEST, shown
from detente.record.interchange.plain import DOCUMENT, plain, span_faults, statement_plain
from detente.record.record import Record
from detente.record.statement import Coding, Decision, Statement
from detente.sources.span import Span, digest

__all__ = ["faults_of", "verify", "with_text", "without_text"]

RUN = 8
"""From how many words on a repeated stretch of the passage counts as its text."""

_VERBATIM = frozenset({"condition", "date_basis", "says"})


def verify(record: Record, texts: Mapping[str, str], *, given_only: bool = False) -> tuple[Problem, ...]:
    """Every passage that the texts (by document id) do not bear out, in the order of the record.

    Told are texts that are missing (not with `given_only`), documents whose digest is another, passages
    outside the text, and passages whose digest, text or surroundings differ. None when all is borne out.

    >>> span = Span(document="d", start=0, end=4, sha256=digest("They"))
    >>> verify(Record(), {}), span.verify("They met.")
    ((), True)
    """
    problems = []
    for document in record.documents:
        text = texts.get(document.id)
        if text is not None and document.sha256 and digest(text) != document.sha256:
            what = "the text is not the one that was coded: its digest differs"
            hint = "find the text as it was, or read the report again"
            problems.append(Problem(path=f"documents[{document.id}]", what=what, hint=hint))
    absent = set()
    for statement in record.statements:
        span = statement.span
        if span is None:
            continue
        text = texts.get(span.document)
        if text is not None:
            problems.extend(_verify_span(statement.id, span, text))
        elif span.document not in absent and not given_only:
            absent.add(span.document)
            what = "the text is not at hand, its passages cannot be verified"
            problems.append(Problem(path=f"documents[{span.document}]", what=what, hint="give its text"))
    return tuple(problems)


def faults_of(record: Record) -> tuple[Problem, ...]:
    """What no file can hold: ids told twice, half surrogates, endless numbers, texts beyond all measure."""
    problems = []
    for kind, some in (("documents", record.documents), ("statements", record.statements)):
        seen = set()
        for one in some:
            if one.id in seen:
                what = "is there twice"
                problems.append(Problem(path=f"{kind}[{one.id}]", what=what, hint="give each its own id"))
            seen.add(one.id)
    problems += _value_faults("pack", record.pack)
    for document in record.documents:
        problems += _value_faults(f"documents[{document.id}]", plain(document, DOCUMENT))
    for statement in record.statements:
        path = f"statements[{statement.id}]"
        problems += _value_faults(path, statement_plain(statement))
        if statement.span is not None:
            problems += [Problem(path=f"{path}.span", what=what) for what in span_faults(statement.span)]
    return tuple(problems)


def with_text(record: Record, texts: Mapping[str, str]) -> Record:
    """The record with the text of every passage whose document's text is given."""

    def filled(statement: Statement) -> Statement:
        span = statement.span
        if span is None or span.exact or span.document not in texts:
            return statement
        return statement.with_(span=Span.of(span.document, texts[span.document], span.start, span.end))

    return record.of(filled(statement) for statement in record.statements)


def without_text(record: Record, texts: Mapping[str, str]) -> Record:
    """The record without its passages and without what repeats them word for word; places and digests stay.

    What is said, its condition and the words of its date go where they stand in the passage or its text, or
    where neither is at hand; reasons, notes and changes go where eight words in a row do.
    """

    def stripped(statement: Statement) -> Statement:
        span = statement.span
        if span is None:
            return statement
        source = texts.get(span.document) or span.before + span.exact + span.after
        changes = {
            name: ""
            for name in _VERBATIM
            if getattr(statement, name) and (not source or _repeats(getattr(statement, name), source))
        }
        return statement.with_(
            span=span.without_text(),
            coding=_coding_without(statement.coding, source),
            decision=_decision_without(statement.decision, source),
            **changes,
        )

    return record.of(stripped(statement) for statement in record.statements)


def _verify_span(name: str, span: Span, text: str) -> Iterator[Problem]:
    """What of one passage its text does not bear out; the first fault only."""
    path = f"statements[{name}].span"
    if not 0 <= span.start < span.end <= len(text):
        what = f"from {span.start} to {span.end} is not inside the text of {len(text)} characters"
        yield Problem(path=path, what=what, hint="count in code points of the text as it was coded")
    elif not span.verify(text):
        what = f"from {span.start} to {span.end} stands another text than was coded"
        yield Problem(path=path, what=what, hint="find the text as it was, or code the passage again")
    elif span.exact and span.exact != text[span.start : span.end]:
        yield Problem(path=path, what="the words kept are not those of the text")
    elif not (text.endswith(span.before, 0, span.start) and text.startswith(span.after, span.end)):
        yield Problem(path=path, what="the words kept around it are not those of the text")


def _value_faults(path: str, value: object) -> Iterator[Problem]:
    """The faults in plain values, wherever they are nested."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _value_faults(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _value_faults(path, inner)
    elif isinstance(value, float) and not math.isfinite(value):
        yield Problem(path=path, what=f"{value} is no finite number")
    elif isinstance(value, str):
        if len(value) > LONGEST:
            what = f"the text has {len(value):,} characters; at most {LONGEST:,} are written"
            yield Problem(path=path, what=what)
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            what = f"half a surrogate pair stands in {shown(value)}"
            yield Problem(path=path, what=what, hint="read the report again with its right encoding")


def _repeats(words: str, source: str) -> bool:
    """Whether the words stand in the source, blanks apart, or eight of them in a row do."""
    held = " ".join(source.split())
    told = words.split()
    runs = (told[at : at + RUN] for at in range(max(1, len(told) - RUN + 1)))
    return any(" ".join(run) in held for run in runs)


def _repeats_much(words: str, source: str) -> bool:
    much = len(words.split()) >= RUN or len(words) >= 5 * RUN
    return much and (not source or _repeats(words, source))


def _coding_without(coding: Coding | None, source: str) -> Coding | None:
    if coding is None:
        return None
    why = tuple(reason for reason in coding.why if not _repeats_much(reason, source))
    return Coding(coder=coding.coder, rule=coding.rule, score=coding.score, why=why)


def _decision_without(decision: Decision | None, source: str) -> Decision | None:
    if decision is None:
        return None

    def kept(field: str, words: str) -> str:
        verbatim = field in _VERBATIM and (not source or _repeats(words, source))
        return "" if verbatim or _repeats_much(words, source) else words

    changes = tuple((field, kept(field, old), kept(field, new)) for field, old, new in decision.changes)
    note = "" if _repeats_much(decision.note, source) else decision.note
    return Decision(verdict=decision.verdict, by=decision.by, at=decision.at, changes=changes, note=note)
