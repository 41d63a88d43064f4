"""A bracket settled: its words put in its place, and remembered at the end of the draft."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.case.draft.heads import MEMORY
from detente.case.draft.reading import draft_from
from detente.case.draft.scanning import escaped
from detente.case.draft.values import Bracket, Draft
from detente.errors import CaseError

__all__ = ["bracket_source", "reread", "settle"]


def settle(draft: Draft, bracket: str, alternative: int | str, *, on: dt.date | None = None) -> Draft:
    r"""The draft with that bracket replaced by one of its alternatives, and remembered as closed.

    `alternative` is its number, from 1, or its plain words ("" for none). `on` is the day; that of the
    draft by default. Brackets within the words that fall away are remembered too. Raises UnknownName for a
    bracket that there is not, and CaseError for other words, one settled already, a day before it opened.

    >>> from detente.case.draft.reading import read_draft
    >>> draft = settle(read_draft("They [[shall | may]]{id=duty} meet.\n"), "duty", "may")
    >>> print(draft.text)
    They may meet.
    <BLANKLINE>
    <!-- settled
    [[shall | may]]{id=duty agreed=2}
    -->
    <BLANKLINE>
    """
    one = draft.bracket(bracket)
    where = f"{draft.file}:{one.line}".lstrip(":") if draft.file else ""
    if one.settled:
        raise CaseError(f"the bracket {bracket!r} is settled already", where=where, hint="see the memory")
    number = _number(one, alternative, where)
    day = on or one.closed or draft.day
    if one.opened is not None and day is not None and day < one.opened:
        hint = "name a later day"
        raise CaseError(f"it opened on {one.opened}, after {day}", where=where, hint=hint)
    chosen = one.alternatives[number - 1]
    fallen = [
        each
        for each in draft.brackets
        if one.start < each.start < one.end and not chosen.start <= each.start < chosen.end
    ]
    lines = [_remembered(one, number, day), *(_remembered(each, 0, each.closed or day) for each in fallen)]
    start, end, words = _fitting(draft.text, one, chosen.source)
    text = draft.text[:start] + words + draft.text[end:]
    found = _settled(draft, _remembering(text, lines))
    gone = {one.id, *(each.id for each in fallen)}
    left = [each.id for each in draft.brackets if each.id not in gone]
    if found is None or [each.id for each in found.brackets] != left or not _same_articles(draft, found):
        raise CaseError(
            f"in the place of {bracket!r} these words would be misread", where=where, hint="settle it by hand"
        )
    return found


def bracket_source(sources: Sequence[str], attributes: Iterable[tuple[str, str]] = ()) -> str:
    """A bracket as it is written, from the sources of its alternatives and what its braces hold.

    >>> bracket_source(["shall", "may"], [("held-by", "delta | upland"), ("id", "b3")])
    '[[shall | may]]{held-by="delta | upland" id=b3}'
    """
    kept = sources[:-1] if len(sources) == 2 and not sources[1] else sources
    told = " ".join(f"{key}={_value(value)}" for key, value in attributes if value)
    return f"[[{' | '.join(kept)}]]" + (f"{{{told}}}" if told else "")


def reread(draft: Draft, text: str) -> Draft:
    """The draft that a changed text is, with the file and the names of the one before.

    Raises CaseError as `read_draft`.
    """
    found = draft_from(text, file=draft.file)
    return replace(found, parties=draft.parties, issues=draft.issues)


def _same_articles(before: Draft, after: Draft) -> bool:
    """Whether no head came or went; a bracket in a head may have changed its words."""
    return len(before.articles) == len(after.articles) and bool(before.title) == bool(after.title)


def _settled(draft: Draft, text: str) -> Draft | None:
    try:
        return reread(draft, text)
    except CaseError:
        return None


def _value(value: str) -> str:
    plain = value and not any(char.isspace() or char in '"{}=|,\\' for char in value)
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return value if plain else f'"{quoted}"'


def _number(one: Bracket, alternative: int | str, where: str) -> int:
    if isinstance(alternative, int):
        if 1 <= alternative <= len(one.alternatives):
            return alternative
        what = f"the bracket {one.id!r} has no alternative {alternative}"
        raise CaseError(what, where=where, hint=f"a number from 1 to {len(one.alternatives)}")
    for number, each in enumerate(one.alternatives, 1):
        if each.text == " ".join(alternative.split()):
            return number
    known = ", ".join(repr(each.text[:60]) for each in one.alternatives)
    raise CaseError(f"no alternative of {one.id!r} is {alternative!r}", where=where, hint=f"one of {known}")


def _remembered(one: Bracket, number: int, day: dt.date | None) -> str:
    holders = [", ".join(each.held_by) for each in one.alternatives]
    attributes = [
        ("held-by", " | ".join(holders).rstrip(" |")),
        ("issue", one.issue),
        ("opened", one.opened.isoformat() if one.opened else ""),
        ("closed", day.isoformat() if day else ""),
        ("agreed", str(number) if number else ""),
        ("article", one.article),
    ]
    sources = [escaped(each.text) for each in one.alternatives]
    return bracket_source(sources, [("id", one.id), *attributes])


def _fitting(text: str, one: Bracket, words: str) -> tuple[int, int, str]:
    """The place and the words to put there; of the blanks around no words, one is left."""
    start, end = one.start, one.end
    if not words and text[end : end + 1] in {" ", "\t"} and (start == 0 or text[start - 1] in " \t\n"):
        end += 1
    elif not words and start and text[start - 1] in " \t" and text[end : end + 1] in {",", ".", ";", ":"}:
        start -= 1
    return start, end, words


def _remembering(text: str, lines: Sequence[str]) -> str:
    """The text with more lines in its memory, which is made where there is none."""
    newline = "\r\n" if "\r\n" in text else "\n"
    line = newline.join(lines)
    head = text.rfind(f"\n{MEMORY}")
    if head < 0 and not text.startswith(MEMORY):
        body = text.rstrip()
        return f"{body}{newline}{newline}{MEMORY}{newline}{line}{newline}-->{newline}"
    end = text.rindex("-->")
    return f"{text[:end]}{line}{newline}{text[end:]}"
