"""Words of a text with what a sequence model may know of each: form, neighbours, another coder's marks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.record.statement import Statement

__all__ = ["FEATURES", "Token", "features_of", "marks_of", "runs_of"]

FEATURES = 1
"""The number of this set of features; a model made with another set is refused."""

LONGEST = 400
"""A paragraph with more words is cut into runs of this many."""

_WORD = re.compile(r"\w+(?:[-'\u2019]\w+)*|[^\w\s]")
_OPENS = frozenset("\u201c\u00ab\u201e")
_CLOSES = frozenset("\u201d\u00bb")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark at [start, end), in code points of its text; `quoted` between quotation marks."""

    start: int
    end: int
    word: str
    quoted: bool


def runs_of(text: str, paragraphs: Iterable[tuple[int, int]]) -> tuple[tuple[Token, ...], ...]:
    """The words of each paragraph as one run; long paragraphs give several.

    >>> [t.word for t in runs_of("They met.", ((0, 9),))[0]]
    ['They', 'met', '.']
    """
    runs = []
    for start, end in paragraphs:
        tokens, quoted = [], False
        for match in _WORD.finditer(text, start, end):
            word = match[0]
            if word in _OPENS or (word == '"' and not quoted):
                quoted = True
            elif word in _CLOSES or word == '"':
                quoted = False
            tokens.append(Token(match.start(), match.end(), word, quoted))
        runs += [tuple(tokens[at : at + LONGEST]) for at in range(0, len(tokens), LONGEST)]
    return tuple(runs)


def marks_of(run: Sequence[Token], statements: Iterable[Statement]) -> list[str]:
    """For each word "B-act", "I-act" or "O", as statements cover it; the first of overlapping ones counts."""
    marks = ["O"] * len(run)
    if not run:
        return marks
    for statement in statements:
        span = statement.span
        if span is None or span.end <= run[0].start or span.start >= run[-1].end:
            continue
        inside = [n for n, token in enumerate(run) if token.start < span.end and span.start < token.end]
        if inside and all(marks[n] == "O" for n in inside):
            for n in inside:
                marks[n] = f"I-{statement.act}"
            marks[inside[0]] = f"B-{statement.act}"
    return marks


def features_of(run: Sequence[Token], marks: Sequence[str]) -> list[list[str]]:
    """The features of each word, `marks` being what another coder made of it."""
    words = [_safe(token.word.lower()) for token in run]
    shapes = [_shape(token.word) for token in run]
    rows = []
    for n, token in enumerate(run):
        mark = marks[n]
        row = [
            "bias",
            f"w0={words[n]}",
            f"e0={words[n][-3:]}",
            f"s0={shapes[n]}",
            f"m0={mark}",
            f"q0={token.quoted}",
        ]
        for step in (-2, -1, 1, 2):
            if 0 <= n + step < len(run):
                row.append(f"w{step}={words[n + step]}")
                row.append(f"m{step}={marks[n + step]}")
            else:
                row.append(f"w{step}=edge")
        if n:
            row += [f"w-1w0={words[n - 1]}_{words[n]}", f"s-1s0={shapes[n - 1]}{shapes[n]}"]
        rows.append(row)
    return rows


def _safe(word: str) -> str:
    """A word that may stand in a feature's name: letters and digits, other signs by their numbers."""
    return "".join(c if c.isalnum() else f"u{ord(c):x}" for c in word[:40])


def _shape(word: str) -> str:
    if word.isdigit():
        return "d"
    if not word[0].isalnum():
        return "p"
    if word.isupper():
        return "X"
    return "Xx" if word[0].isupper() else "x"
