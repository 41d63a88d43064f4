"""What an id may be: letters, marks and digits of any script, `_`, `-`, `.` and `:`."""

import unicodedata

__all__ = ["id_fault"]

MOST_CHARACTERS = 100


def id_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with an id and what to do, or None.

    >>> id_fault("1:10"), id_fault("a b")
    (None, ("the id 'a b' holds ' '", 'use letters and digits of any script, `_`, `-`, `.` and `:`'))
    """
    if not text:
        return "an id is empty", "give it an id"
    bad = next((char for char in text if not _fits(char)), None)
    if bad is not None:
        shown = repr(bad) if bad.isprintable() else f"the invisible character U+{ord(bad):04X}"
        hint = "use letters and digits of any script, `_`, `-`, `.` and `:`"
        return f"the id {text[:60]!r} holds {shown}", hint
    if not text[0].isalnum():
        return f"the id {text[:60]!r} starts with {text[0]!r}", "start it with a letter or digit"
    if len(text) > MOST_CHARACTERS:
        return f"the id {text[:20] + '...'!r} is longer than {MOST_CHARACTERS} characters", "shorten it"
    return None


def _fits(char: str) -> bool:
    return char in "_-.:" or unicodedata.category(char)[0] in "LMN"
