"""An invented record of two reports, with an emoji before every passage."""

import datetime as dt

import pytest

from detente.record.record import Record
from detente.record.statement import Coding, Decision, Statement
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.when import When

TEXT = '👍 The delegate of Aland said: "We demand the harbour; at once."\nBorduria rejected it on Tuesday.'


@pytest.fixture
def texts():
    return {"r-1": TEXT, "r-2": "nothing"}


@pytest.fixture
def record(texts):
    day = dt.date(2001, 5, 8)
    documents = (
        Document(
            id="r-1",
            publisher="The Daily & Co",
            published=day,
            title="Talks_100%",
            url="https://example.org/r1",
            sha256=digest(TEXT),
            author="A. Writer",
        ),
        Document(id="r-2", title="שלום {x}"),
    )
    start = TEXT.index("We demand")
    second = TEXT.index("Borduria rejected")
    statements = (
        Statement(
            id="s-1",
            reports=("r-1",),
            holder="aland",
            relays=("aland.delegate",),
            identified="named",
            to=("borduria",),
            act="demands",
            issue="harbour",
            option="whole",
            stance="for",
            says="We demand the harbour; at once",
            date=When.on(day),
            known=day,
            span=Span.of("r-1", TEXT, start, TEXT.index('."')),
            coding=Coding(coder="rules-en 1", rule="said", score=0.75, why=('the cue "said"',)),
            decision=Decision(
                verdict="edited",
                by="ana",
                at="2001-05-09T10:00:00Z",
                changes=(("act", "claims", "demands"),),
                note="=seen",
            ),
        ),
        Statement(
            id="s-2",
            reports=("r-1",),
            holder="borduria",
            act="rejects",
            issue="harbour",
            date=When.parse("2001-05"),
            known=day,
            value=-5.0,
            unit="ships",
            span=Span.of("r-1", TEXT, second, second + 17),
        ),
        Statement(
            id="s-3",
            reports=("r-1",),
            holder="aland",
            act="warns",
            date=When.on(day),
            known=day,
            says="mind us",
        ),
    )
    return Record(documents=documents, statements=statements, pack="harbour 1")
