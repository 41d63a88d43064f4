"""Hypothesis generators for records: documents, awkward texts, statements, codings, decisions.

Records are valid by construction: ids are unique, every span lies inside the text of its document and slices
back to its exact passage, nothing is known before the day on which it was said began. `corpora()` gives a
record together with the texts it was coded from; `records()` the record alone.
"""

import datetime as dt

from hypothesis import strategies as st

from detente.record.record import Record
from detente.record.statement import ACTS, IDENTIFIED, STANCES, VERDICTS, Coding, Decision, Statement
from detente.sources.document import Document
from detente.sources.span import Span, digest
from strategies import days, ids, whens

__all__ = [
    "awkward",
    "codings",
    "corpora",
    "decisions",
    "documents",
    "records",
    "spans",
    "statements",
    "texts",
]

PIECES = (
    "They agreed. ",
    "=1+1",
    "+2",
    "-3",
    "@sum",
    "\t",
    "\r",
    "\n",
    "\r\n",
    ";",
    ",",
    '"',
    '""',
    "'",
    "'=x",
    "|",
    "\\",
    "\\e",
    "{$ % # _ & ~ ^}",
    "<b>&amp;</b>",
    "]]>",
    "👍🏽",
    "👩‍👩‍👧",
    "🇺🇳",
    "e\u0301",
    "\u0e01\u0e33",
    "שלום ",
    "سلام ",
    "\u202eabc\u202c",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\u0085",
    "\x01",
    "\x1b[31m",
    "\x7f",
    "\ufffe",
    "“quoted”",
    "北京",
    "= ",
    "NULL",
    "0012",
    "1e5",
)
"""What breaks careless formats: separators, formulas, control characters, scripts, directions."""

_characters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")


def awkward(max_size=40):
    """Texts made of awkward pieces and of any other characters but NUL and lone surrogates."""
    parts = st.lists(st.sampled_from(PIECES) | st.text(_characters, max_size=6), max_size=6)
    return parts.map(lambda some: "".join(some)[:max_size])


def texts():
    """The text of a document: awkward, and never empty."""
    return st.lists(st.sampled_from(PIECES) | st.text(_characters, max_size=12), min_size=1, max_size=12).map(
        lambda some: "".join(some) or "x"
    )


@st.composite
def spans(draw, document, text):
    """A passage of this text, now and then without the text itself."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, min(len(text), start + 40)))
    span = Span.of(document, text, start, end)
    return span.without_text() if draw(st.integers(0, 5)) == 0 else span


@st.composite
def documents(draw, name, text):
    """A document with this id and text, dated or not."""
    return Document(
        id=name,
        publisher=draw(awkward(20)),
        published=draw(st.none() | days),
        title=draw(awkward(20)),
        basis=draw(st.sampled_from(["", "byline", "the file's name"])),
        url=draw(st.sampled_from(["", "https://example.org/a?b=1&c=%20", "http://example.org/é"])),
        sha256=draw(st.sampled_from(["", digest(text)])),
        licence=draw(st.sampled_from(["", "CC BY 4.0"])),
        author=draw(awkward(12)),
        language=draw(st.sampled_from(["", "ar", "en", "he"])),
        file=draw(st.sampled_from(["", "reports/ä b.txt"])),
        file_sha256=draw(st.sampled_from(["", "0" * 64])),
    )


@st.composite
def codings(draw):
    """Who proposed a statement, and why."""
    return Coding(
        coder=draw(st.sampled_from(["rules-en 1", "ana", "מקודד"])),
        rule=draw(st.sampled_from(["", "said-that"])),
        score=draw(st.none() | st.floats(0, 1)),
        why=tuple(draw(st.lists(awkward(12), max_size=3))),
    )


@st.composite
def decisions(draw):
    """What an analyst decided; edits bear changes."""
    verdict = draw(st.sampled_from(VERDICTS))
    change = st.tuples(st.sampled_from(["act", "holder", "says"]), awkward(10), awkward(10))
    return Decision(
        verdict=verdict,
        by=draw(st.sampled_from(["ana", "Bo; Co", "=cmd"])),
        at=draw(st.sampled_from(["2024-07-04T10:00:00Z", "2024-07-04T10:00:00.5+02:00", "2024-07-04"])),
        changes=tuple(draw(st.lists(change, max_size=2))) if verdict == "edited" else (),
        note=draw(awkward(12)),
    )


@st.composite
def statements(draw, name, held):
    """A statement from one of these (document, text) pairs, with or without a span, a coding, a decision."""
    document, text = draw(st.sampled_from(held))
    when = draw(whens())
    actors = ids | st.just("us.officials.anon")
    others = draw(st.lists(st.sampled_from([key for key, _ in held]), max_size=1))
    return Statement(
        id=name,
        reports=tuple(dict.fromkeys([document, *others])),
        holder=draw(st.just("") | actors | awkward(10)),
        relays=tuple(draw(st.lists(actors | awkward(8), max_size=2))),
        identified=draw(st.sampled_from(["", *IDENTIFIED])),
        to=tuple(draw(st.lists(actors, max_size=2))),
        act=draw(st.sampled_from(ACTS)),
        issue=draw(st.just("") | ids),
        option=draw(st.just("") | ids),
        stance=draw(st.sampled_from(["", *STANCES])),
        condition=draw(st.just("") | awkward(12)),
        says=draw(awkward(20)),
        plan=draw(st.just("") | ids),
        value=draw(st.none() | st.floats(allow_nan=False, allow_infinity=False)),
        unit=draw(st.sampled_from(["", "hostages", "km²"])),
        date=when,
        known=max(when.first, when.first + dt.timedelta(days=draw(st.integers(0, 60)))),
        date_basis=draw(st.just("") | awkward(8)),
        span=draw(st.none() | spans(document, text)),
        coding=draw(st.none() | codings()),
        decision=draw(st.none() | decisions()),
    )


@st.composite
def corpora(draw, max_documents=3, max_statements=4):
    """A record and the texts it was coded from, by document id."""
    names = draw(st.lists(ids, max_size=max_documents, unique=True))
    held = [(name, draw(texts())) for name in names]
    some = draw(st.lists(ids, max_size=max_statements if held else 0, unique=True))
    record = Record(
        documents=tuple(draw(documents(name, text)) for name, text in held),
        statements=tuple(draw(statements(name, held)) for name in some),
        pack=draw(st.sampled_from(["", "gaza 0a1b", "=pack"])),
    )
    return record, dict(held)


def records(**sizes):
    """Records alone."""
    return corpora(**sizes).map(lambda pair: pair[0])
