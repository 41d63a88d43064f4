"""Where brackets begin, divide and end in a text; their braces; and the heads that no bracket may cross.

A backslash takes the meaning from the ASCII sign after it. `[[` opens, `]]` closes; in an odd run of opening
signs the last is a word's own, in an odd run of closing signs the first. `|` divides the innermost bracket.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from detente.errors import Problem

__all__ = ["DEEPEST", "ESCAPE", "Found", "Scan", "escaped", "scan", "unescaped"]

DEEPEST: Final = 5
"""How deep brackets may stand in one another."""

_SIGN = re.compile(r"\\[!-/:-@\[-`{-~]|\[{2,}|\]{2,}|\||^#{1,2}[ \t]", re.MULTILINE)
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TO_ESCAPE = re.compile(r"[\\\[\]|]|(?<=-)>|<(?=!)|^#", re.MULTILINE)
_PAIR = re.compile(r'([^\W\d_][\w-]*)=("(?:[^"\\\n]|\\.)*"|[^\s"{}=]+)')
_ASTRAY = re.compile(r"[ \t]+\{[ \t]*(?:held-by|issue|opened|closed|agreed|id)=")
_BLANK = re.compile(r"\s*")


@dataclass(slots=True, kw_only=True)
class Found:
    """A bracket as it stands: its span, the spans of its alternatives, its braces, what stands in it."""

    start: int
    end: int = 0
    cuts: list[tuple[int, int]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    within: "list[Found]" = field(default_factory=list)
    around: "Found | None" = None
    depth: int = 1


@dataclass(slots=True, kw_only=True)
class Scan:
    """What was found in a stretch of text: brackets in the order in which they begin, and faults by place."""

    brackets: list[Found] = field(default_factory=list)
    faults: list[tuple[int, Problem]] = field(default_factory=list)

    def fault(self, at: int, what: str, hint: str) -> None:
        """Notes a fault at a place of the text."""
        self.faults.append((at, Problem(path="", what=what, hint=hint)))


def scan(text: str, start: int, end: int) -> Scan:
    """The brackets between two places of a text, with every fault; none of them crosses a head.

    >>> [text[one.start : one.end] for text in ["a [[b | c]]{id=x} d"] for one in scan(text, 0, 18).brackets]
    ['[[b | c]]{id=x}']
    """
    found = Scan()
    stack: list[Found] = []
    at = start
    while (sign := _SIGN.search(text, at, end)) is not None:
        at = sign.end()
        kind = sign[0][0]
        if kind == "[":
            _open(found, stack, sign)
        elif kind == "]":
            at = _close(found, stack, sign, text, end)
        elif kind == "|" and stack:
            stack[-1].cuts[-1] = (stack[-1].cuts[-1][0], sign.start())
            stack[-1].cuts.append((at, at))
        elif kind == "#":
            _unclosed(found, stack, "is not closed before the next head")
    _unclosed(found, stack, "is not closed")
    found.brackets.sort(key=lambda one: one.start)
    return found


def unescaped(source: str) -> str:
    r"""The words as they are read, escapes undone.

    >>> unescaped(r"a \| b")
    'a | b'
    """
    return ESCAPE.sub(r"\1", source)


def escaped(words: str) -> str:
    r"""The words as they are written, so that no sign of them is read as more than itself.

    >>> escaped("a | b]]")
    'a \\| b\\]\\]'
    """
    return _TO_ESCAPE.sub(lambda sign: "\\" + sign[0], words)


def _open(found: Scan, stack: list[Found], sign: re.Match[str]) -> None:
    for number in range(len(sign[0]) // 2):
        start = sign.start() + 2 * number
        around = stack[-1] if stack else None
        one = Found(start=start, cuts=[(start + 2, start + 2)], around=around, depth=len(stack) + 1)
        if one.depth == DEEPEST + 1:
            found.fault(
                start, f"it is more than {DEEPEST} brackets deep", "write the alternatives side by side"
            )
        stack.append(one)


def _close(found: Scan, stack: list[Found], sign: re.Match[str], text: str, end: int) -> int:
    """Closes as many brackets as the run does; the place after it, and after the braces of the last one."""
    at = sign.start() + len(sign[0]) % 2
    while at + 2 <= sign.end():
        if not stack:
            found.fault(at, "this ]] closes no bracket", r"write \]] if it is part of the words")
            return sign.end()
        one = stack.pop()
        one.cuts[-1] = (one.cuts[-1][0], at)
        at += 2
        one.end = _braces(found, one, text, at, end) if at == sign.end() else at
        if one.around is not None:
            one.around.within.append(one)
        found.brackets.append(one)
        at = max(at, one.end)
    return at


def _braces(found: Scan, one: Found, text: str, at: int, end: int) -> int:
    """Reads the braces that follow directly; the place after them."""
    if not text.startswith("{", at):
        if _ASTRAY.match(text, at, end):
            found.fault(at, "a blank stands between the bracket and its braces", "take the blank out")
        return at
    place = at + 1
    between = True
    while True:
        blank = _BLANK.match(text, place, end)
        place, apart = (blank.end(), blank.end() > place) if blank else (place, False)
        if text.startswith("}", place) and place < end:
            return place + 1
        pair = _PAIR.match(text, place, end)
        if pair is None or not (apart or between):
            hint = r'write {held-by="a | b" issue=c}, or \{ if the brace is part of the words'
            found.fault(at, "the braces after the bracket cannot be read", hint)
            return at
        _keep(found, one, pair)
        place, between = pair.end(), False


def _keep(found: Scan, one: Found, pair: re.Match[str]) -> None:
    key, value = pair[1], pair[2]
    if key in one.attributes:
        found.fault(pair.start(), f"{key} is written twice", "keep one of them")
    one.attributes[key] = ESCAPE.sub(r"\1", value[1:-1]) if value.startswith('"') else value


def _unclosed(found: Scan, stack: list[Found], what: str) -> None:
    for one in stack:
        found.fault(one.start, f"a bracket is opened here and {what}", r"close it with ]], or write \[[")
    stack.clear()
