"""An invented record of the two rivers to review: two reports, six suggestions, and their pack."""

import datetime as dt

from detente.record.packs.pack import Pack, PackActor, PackIssue, PackOption
from detente.record.statement import Coding, Statement
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.text import Text
from detente.sources.when import When

HERALD = """Delta's minister demanded 80 at the gauge on Monday.
Upland would accept 50, two officials said, but only if the dam is built.
The Forest Cantons refuse a high dam."""
GAZETTE = """Delta will not pay dues, its president said. A fisherman called the talks a play.
The guild warned of empty nets."""
DAYS = {"herald": dt.date(2031, 3, 2), "gazette": dt.date(2031, 4, 22)}

PACK = Pack(
    id="rivers",
    case="two-rivers",
    sha256="ab" * 32,
    actors=(
        PackActor(id="delta", names=("Delta",), case="delta"),
        PackActor(id="delta.president", names=("president of Delta",), side="delta", case="delta-president"),
        PackActor(id="delta.minister", names=("water minister",), side="delta"),
        PackActor(id="forest", names=("Forest Cantons",), case="forest"),
        PackActor(id="guild", names=("guild",), case="harbour-guild"),
        PackActor(id="upland", names=("Upland",), case="upland"),
    ),
    issues=(
        PackIssue(
            id="water",
            case="flow",
            options=(PackOption(id="eighty", case="80"), PackOption(id="fifty", case="50")),
        ),
        PackIssue(id="dam", case="dam", options=(PackOption(id="high", case="high"),)),
        PackIssue(id="dues", case="dues", options=(PackOption(id="thirty", case="30"),)),
        PackIssue(id="fish"),
    ),
)


def text_of(name, content, **more):
    document = Document(id=name, publisher=name.title(), published=DAYS[name], sha256=digest(content), **more)
    return Text(document=document, text=content)


def said(text, number, words, *, score=0.5, why=(), **fields):
    """A suggestion for the place where these words stand in a text."""
    document = text.document
    start = text.text.index(words)
    return Statement(
        id=f"{document.id}-{number}",
        reports=(document.id,),
        date=When.on(document.published),
        known=document.published,
        span=Span.of(document.id, text.text, start, start + len(words)),
        coding=Coding(coder="rules 1", rule="cue", score=score, why=why),
        **fields,
    )


def herald(text=None):
    text = text or text_of("herald", HERALD)
    return text, (
        said(
            text,
            1,
            "Delta's minister demanded 80",
            score=0.9,
            holder="delta.minister",
            act="demands",
            issue="water",
            option="eighty",
            why=("`demanded` is a cue",),
        ),
        said(
            text,
            2,
            "Upland would accept 50",
            score=0.7,
            holder="upland",
            relays=("two officials",),
            act="accepts",
            issue="water",
            option="fifty",
            stance="conditional",
            condition="only if the dam is built",
        ),
        said(text, 3, "The Forest Cantons refuse a high dam", holder="forest", act="rejects", issue="dam"),
    )


def gazette():
    text = text_of("gazette", GAZETTE)
    return text, (
        said(
            text,
            1,
            "Delta will not pay dues",
            score=0.8,
            holder="delta.president.aide",
            act="rejects",
            issue="dues",
            option="thirty",
        ),
        said(text, 2, "A fisherman called the talks a play", score=0.2, holder="a fisherman", act="claims"),
        said(text, 3, "The guild warned of empty nets", score=0.6, holder="guild", act="warns", issue="fish"),
    )
