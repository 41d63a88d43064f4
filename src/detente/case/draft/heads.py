"""The frame of a draft: its title, its day, its articles, and where settled brackets are remembered.

Heads of one or two # begin a part; "Article 4. Release" is cited as Article 4, a head without
number by its title.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from detente.case.draft.scanning import unescaped
from detente.case.draft.values import Article

__all__ = ["MEMORY", "Frame", "article_named", "body_end", "frame_of"]

MEMORY = "<!-- settled"
"""The line that begins the memory of settled brackets; `-->` alone on a line ends it."""

_HEAD = re.compile(r"(?:^|(?<=\ufeff))(#{1,2})[ \t]+([^\n]*?)[ \t]*#*[ \t]*\r?$", re.MULTILINE)
_MEMORY = re.compile(r"^<!-- settled[ \t]*\r?$", re.MULTILINE)
_CLOSE = re.compile(r"^-->[ \t]*\r?$", re.MULTILINE)
_DAY = re.compile(r"^<!--[ \t]*draft[ \t]+(\S+)[ \t]*-->[ \t]*\r?$", re.MULTILINE)
_LABELLED = re.compile(
    r"(?P<label>[^\W\d_]+)[ \t]+(?P<number>\d+(?:\.\d+)*[^\W\d_]?)(?=[\s.:)]|$)[.:)]?(?P<title>.*)"
)
_LETTERED = re.compile(r"(?P<label>[^\W\d_]+)[ \t]+(?P<number>[IVXLC]+|[^\W\d_])(?:[.:)]|$)(?P<title>.*)")
_NUMBERED = re.compile(r"(?P<label>)(?P<number>\d+(?:\.\d+)*[^\W\d_]?)(?:[.:)]|[.:)]?[ \t]|$)(?P<title>.*)")

Fault = Callable[[int, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the brackets. The words end at `body`; the memory, if any, runs from there."""

    title: str = ""
    day: dt.date | None = None
    articles: tuple[Article, ...] = ()
    body: int
    memory: tuple[int, int] | None = None


def frame_of(text: str, line_of: Callable[[int], int], fault: Fault) -> Frame:
    """The frame of a text; what is wrong with it is told to `fault` with its place."""
    body, memory = _memory(text, fault)
    heads = list(_HEAD.finditer(text, 0, body))
    title = next((unescaped(head[2]) for head in heads[:1] if len(head[1]) == 1), "")
    parts = heads[1:] if title else heads
    ends = [head.start() for head in parts[1:]] + [body]
    articles: list[Article] = []
    for head, end in zip(parts, ends, strict=False):
        name, number, told = article_named(unescaped(head[2]))
        if not name:
            fault(head.start(), "a head has no words", "name the article")
        elif any(one.name == name for one in articles):
            fault(head.start(), f"two heads are cited as {name!r}", "number them apart")
        articles.append(
            Article(
                name=name, number=number, title=told, start=head.start(), end=end, line=line_of(head.start())
            )
        )
    until = parts[0].start() if parts else body
    return Frame(
        title=title, day=_day(text, until, fault), articles=tuple(articles), body=body, memory=memory
    )


def article_named(head: str) -> tuple[str, str, str]:
    """How a head is cited, its number and its title.

    >>> article_named("Article 4. Release"), article_named("Preamble")
    (('Article 4', '4', 'Release'), ('Preamble', '', 'Preamble'))
    """
    head = " ".join(head.split())
    for pattern in (_LABELLED, _LETTERED, _NUMBERED):
        if (found := pattern.fullmatch(head)) is not None:
            name = f"{found['label']} {found['number']}".strip()
            return name, found["number"], found["title"].strip(" .:-\u2013\u2014")
    return head, "", head


def body_end(text: str) -> int:
    r"""Where the words of a draft end and its memory of settled brackets begins.

    >>> body_end("Words.\n<!-- settled\n-->\n")
    7
    """
    found = _MEMORY.search(text)
    return found.start() if found else len(text)


def _memory(text: str, fault: Fault) -> tuple[int, tuple[int, int] | None]:
    opening = _MEMORY.search(text)
    if opening is None:
        return len(text), None
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        fault(opening.start(), "the memory of settled brackets does not end", "write --> alone on a line")
        return opening.start(), (opening.end(), len(text))
    if text[closing.end() :].strip():
        fault(closing.end(), "words follow the memory of settled brackets", "put them before it")
    return opening.start(), (opening.end(), closing.start())


def _day(text: str, until: int, fault: Fault) -> dt.date | None:
    found = None
    for line in _DAY.finditer(text, 0, until):
        if found is not None:
            fault(line.start(), "the day of the draft is written twice", "keep one of the lines")
        try:
            found = dt.date.fromisoformat(line[1])
        except ValueError:
            fault(line.start(), f"{line[1]!r} is not a date", "write it as 2024-07-04")
    return found
