"""A statement on the terminal: its paragraph with the passage marked, then what is coded, and why.

What a report holds is shown, never obeyed: control characters are made visible, and directions of writing are
kept apart, so that no text can move the marks or colour the screen.
"""

import re
import shutil
import textwrap
import unicodedata
from typing import Any

__all__ = ["coded_lines", "passage_lines", "shown_text"]

OPEN, CLOSE = "\ue000", "\ue001"
FIRST_STRONG, POP = "\u2068", "\u2069"
AROUND = 700
"""How many code points of a paragraph are shown before and after the passage, at most."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FIELDS = ("act", "issue", "option", "stance", "condition", "plan")


def passage_lines(statement: Any, text: Any, *, colour: bool) -> list[str]:
    """The paragraph of a statement, its passage between [[ ]], or inverted where there is colour."""
    span = statement.span
    if span is None or text is None or not span.verify(text.text):
        words = span.exact if span is not None and span.exact else statement.says
        return _wrapped(OPEN + shown_text(words) + CLOSE, colour=colour) if words else []
    start, end = _paragraphs(text, span.start, span.end)
    first, last = max(start, span.start - AROUND), min(end, span.end + AROUND)
    parts = [text.text[first : span.start], text.text[span.start : span.end], text.text[span.end : last]]
    before, inside, after = (shown_text(part) for part in parts)
    whole = ("... " if first > start else "") + before + OPEN + inside + CLOSE + after
    return _wrapped(whole + (" ..." if last < end else ""), colour=colour)


def coded_lines(statement: Any) -> list[str]:
    """What is coded, who proposed it and why, one thing a line; nothing is said of what is empty."""
    who = statement.holder or "(the report itself)"
    lines = [f"holder: {who}" + (f" ({statement.identified})" if statement.identified else "")]
    lines += [f"through: {', '.join(statement.relays)}"] if statement.relays else []
    lines += [f"to: {', '.join(statement.to)}"] if statement.to else []
    told = [f"{name}: {getattr(statement, name)}" for name in _FIELDS if getattr(statement, name)]
    lines += ["   ".join(told)]
    if statement.value is not None:
        lines.append(f"figure: {statement.value:g} {statement.unit}".rstrip())
    basis = f' ("{statement.date_basis}")' if statement.date_basis else ""
    lines.append(f"date: {statement.date.label}{basis}")
    coding = statement.coding
    if coding is not None:
        score = f", score {coding.score:.2f}" if coding.score is not None else ""
        rule = f", {coding.rule}" if coding.rule else ""
        lines.append(f"proposed by {coding.coder}{rule}{score}" + "".join(f"; {one}" for one in coding.why))
    decision = statement.decision
    if decision is not None:
        lines.append(f"{decision.verdict} by {decision.by}, {decision.at}")
    width = _width() - 4
    return [part for line in lines for part in textwrap.wrap(shown_text(line), width, subsequent_indent="  ")]


def shown_text(text: str) -> str:
    r"""A text that a terminal can only show: no control characters, directions isolated.

    >>> shown_text("a\x1b[31mb\nc") == "a\ufffd[31mb c"
    True
    """
    if text.isprintable() and not _RIGHT_TO_LEFT.search(text):
        return text
    kept = "".join(_shown(char) for char in text if char not in _BIDI)
    right_to_left = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in kept)
    return f"{FIRST_STRONG}{kept}{POP}" if right_to_left else kept


def _shown(char: str) -> str:
    if char in "\n\t\r\u2028\u2029":
        return " "
    kind = unicodedata.category(char)
    return "\ufffd" if kind in {"Cc", "Cs"} or char in {OPEN, CLOSE} else char


def _width() -> int:
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def _paragraphs(text: Any, start: int, end: int) -> tuple[int, int]:
    """From the beginning of the paragraph of the start to the end of that of the end."""
    first = text.text.rfind("\n", 0, start) + 1
    last = text.text.find("\n", end)
    return first, last if last >= 0 else len(text.text)


def _wrapped(text: str, *, colour: bool) -> list[str]:
    width = _width() - 2
    on, off = ("\x1b[7m", "\x1b[0m") if colour else ("", "")
    lines, inside = [], False
    for line in textwrap.wrap(text.strip(), width, break_on_hyphens=False) or [""]:
        shown = (on if inside else "") + line
        inside = (inside or OPEN in line) and CLOSE not in line
        shown = shown.replace(OPEN, on or "[[").replace(CLOSE, off or "]]")
        lines.append("  " + shown + (off if inside else ""))
    return lines
