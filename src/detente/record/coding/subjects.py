"""The subject of a verb, found by walking back from it over adverbs, times and asides; no parser."""

from detente.record.coding import phrases as p
from detente.record.coding.words import Words
from detente.record.packs.language import FLAGS

__all__ = ["Subject", "subject_before"]

_ASIDES = frozenset(",)—–")  # noqa: RUF001
_CALENDAR = FLAGS["calendar"]
_ADVERSATIVE = FLAGS["adversative"]
_LISTED = 18
"""How many words after a comma the last member of a list is looked for."""

Subject = tuple[p.Group, p.Group | None]
"""A noun phrase, and the apposition or aside after it if there is one."""


def subject_before(words: Words, at: int, first: int) -> Subject | None:
    """The noun phrase that ends before a verb group, and the apposition or aside after it, if any.

    None where the verb has no subject of its own next to it ("met and said", "saying").
    """
    first = max(first, at - p.FARTHEST)
    end = _skip_back(words, at - 1, first)
    aside: p.Group | None = None
    for _ in range(3):
        if end < first or words.low[end] not in _ASIDES:
            break
        opened = _aside_start(words, end, first)
        if opened < 0:
            if words.low[end] == "," and aside is None and _unbroken(words, first, end):
                end -= 1
                break
            return None
        aside = (opened + 1, end) if aside is None or opened + 1 < aside[0] else aside
        end = _skip_back(words, opened - 1, first)
    if end < first:
        return None
    flags = words.flags[end]
    if flags & (p.PRON | p.WHO) and not flags & (p.NAME | p.NOUNISH):
        return (end, end + 1), aside
    if not p.nominal(words, end) and not flags & p.DET:
        return None
    start = _phrase_start(words, end, first)
    start = _strip(words, start, end)
    if start > end:
        return None
    return (start, end + 1), aside


def _unbroken(words: Words, first: int, end: int) -> bool:
    """Whether the words before a comma are one phrase from the start, so that the comma is but a slip."""
    if (
        end - first > 8
        or not words.flags[first] & (p.NAME | p.CAPITAL | p.DET)
        or words.flags[first] & p.PREP
    ):
        return False
    if words.flags[first] & (p.SUBORD | p.COORD | p.ADVERB) and not words.flags[first] & p.NAME:
        return False
    return not any(p.finite_at(words, k, first) or words.low[k] == "," for k in range(first, end))


def _skip_back(words: Words, end: int, first: int) -> int:
    """The last word before adverbs and expressions of time ("on Thursday evening")."""
    here = end
    while here >= first:
        flags = words.flags[here]
        if flags & p.TIME and not (flags & p.CAPITAL and here > first and words.flags[here - 1] & p.TITLE):
            here -= 1
            while (
                here >= first
                and words.flags[here] & (p.TIME | p.WHEN | p.NUMBER | p.DET)
                and not words.flags[here] & p.ROLE
            ):
                here -= 1
            if here >= first and words.flags[here] & p.PREP and here + 1 <= end:
                here -= 1
        elif flags & p.ADVERB and not flags & (p.NAME | p.DET):
            here -= 1
        else:
            break
    return here


def _aside_start(words: Words, end: int, first: int) -> int:
    """The mark that opens an aside which the mark at `end` closes; -1 for none."""
    mark = words.low[end]
    opening = {")": "("}.get(mark, mark)
    here = end - 1
    while here > first:
        if words.low[here] == opening and words.flags[here] & p.MARK:
            if mark != "," or (p.nominal(words, here - 1) and _opens_aside(words, here + 1, end)):
                return here
            if words.flags[here + 1] & p.AUX:
                return -1
        elif words.low[here] in p.HARD and mark == ",":
            return -1
        here -= 1
    return -1


def _opens_aside(words: Words, at: int, end: int) -> bool:
    """Whether an apposition, a relative clause or another aside can begin with this word."""
    flags = words.flags[at]
    if flags & (p.PRON | p.COORD | p.AUX) and not flags & p.NAME:
        return False
    if flags & p.SUBORD and not flags & (p.RELATIVE | p.PREP):
        return False
    if flags & (
        p.RELATIVE
        | p.DET
        | p.POSS
        | p.NAME
        | p.PREP
        | p.GERUND
        | p.ROLE
        | p.TITLE
        | p.GROUP
        | p.ADVERB
        | p.NUMBER
        | p.CAPITAL
    ):
        return True
    return not any(p.finite_at(words, here, at) for here in range(at + 1, min(end, at + p.NEAREST)))


def _phrase_start(words: Words, end: int, first: int) -> int:
    """The first word of the noun phrase that ends at `end`, with what hangs on its head."""
    start = here = end
    while here >= first:
        flags = words.flags[here]
        if flags & p.MARK:
            word = words.low[here]
            if word in p.ENDINGS or (word == "," and _lists(words, here, end, first)):
                here -= 1
                continue
            break
        if flags & p.COORD:
            if not _joins(words, here, first):
                break
        elif (
            (flags & (p.SUBORD | p.COMP | p.AUX) and not flags & (p.NAME | p.PREP | p.DET))
            or (flags & (p.PRON | p.WHO) and not flags & (p.NAME | p.DET))
            or (
                flags & p.SUBORD
                and flags & p.PREP
                and here > first
                and words.flags[here - 1] & (p.TIME | p.MARK | p.WHEN)
            )
            or (flags & p.VERB and not flags & p.NOUNISH and _breaks(words, here, end))
            or (
                flags & p.TO
                and here < end
                and words.flags[here + 1] & p.INFINITE
                and not words.flags[here + 1] & p.NAME
            )
        ):
            break
        start = here
        if flags & (p.DET | p.POSS) and here > first and _ends_phrase(words, here - 1):
            break
        if (
            flags & (p.NAME | p.CAPITAL)
            and here > first
            and words.flags[end] & p.CAPITAL
            and not flags & (p.PREP | p.COORD)
            and _new_name(words, here)
        ):
            break
        here -= 1
    return start


def _lists(words: Words, at: int, end: int, first: int) -> bool:
    """Whether a comma stands between members of a list ("U.S., Qatari and Egyptian officials")."""
    if at <= first or at + 2 > end:
        return False
    joined = any(words.flags[k] & p.COORD for k in range(at + 1, min(end, at + _LISTED)))
    after = at + 1 + bool(words.flags[at + 1] & p.DET)
    return joined and bool(words.flags[at - 1] & p.CAPITAL) and bool(words.flags[after] & p.CAPITAL)


def _ends_phrase(words: Words, at: int) -> bool:
    """Whether the word ends another phrase, so that a determiner after it begins a new one."""
    flags = words.flags[at]
    if flags & p.NOUNLIKE and at and words.flags[at - 1] & p.DET and not words.flags[at - 1] & p.PRON:
        return True
    if flags & (p.PREP | p.COORD | p.DET | p.POSS | p.MARK | p.VERB | p.SUBORD) and not flags & (
        p.NOUNISH | p.TIME
    ):
        return False
    return p.nominal(words, at) or bool(flags & (p.TIME | p.ADVERB))


def _new_name(words: Words, at: int) -> bool:
    """Whether a name begins a phrase of its own as a plain word stands before it ("a statement Ardia")."""
    flags = words.flags[at - 1]
    if flags & p.CAPITAL or flags & (
        p.PREP | p.COORD | p.DET | p.POSS | p.MARK | p.TITLE | p.ROLE | p.WHEN | p.GROUP
    ):
        return bool(flags & _CALENDAR)
    if flags & p.VERB and not flags & p.NOUNLIKE:
        return False
    return not flags & (p.VERB | p.ADVERB) and p.nominal(words, at - 1) and words.low[at - 1].isalpha()


def _joins(words: Words, at: int, first: int) -> bool:
    """Whether a coordinator joins two noun phrases rather than two clauses."""
    if at <= first or words.flags[at] & _ADVERSATIVE or not p.nominal(words, at - 1):
        return False
    here = at - 1
    while here >= first and at - here < p.NEAREST:
        flags = words.flags[here]
        if flags & p.MARK and words.low[here] not in p.ENDINGS:
            return True
        if flags & (p.SUBORD | p.COMP) and not flags & (p.PREP | p.DET):
            return True
        if p.finite_at(words, here, first) and not flags & p.NOUNISH:
            return False
        here -= 1
    return True


def _breaks(words: Words, at: int, end: int) -> bool:
    """Whether a word that may be a verb ends the noun phrase to its right."""
    flags = words.flags[at]
    if at == end:
        return False
    after = words.flags[at + 1]
    before = words.flags[at - 1] if at else p.MARK
    modified = before & (p.DET | p.POSS | p.PREP) or (at and words.low[at - 1] in p.ENDINGS)
    if flags & p.PARTICIPLE:
        if modified or after & (p.PREP | p.ADVERB | p.TIME | p.TO):
            return bool(before & p.PRON)
        return bool(after & (p.DET | p.POSS | p.NAME | p.PRON | p.NUMBER)) or bool(
            before & (p.PRON | p.WHO | p.NAME)
        )
    if flags & p.GERUND:
        return bool(before & p.MARK) and not modified
    if flags & p.NOUNLIKE:
        return bool(before & (p.PRON | p.WHO | p.TO | p.MODAL | p.FUTURE)) and not modified
    return bool(flags & p.FINITE)


def _strip(words: Words, start: int, end: int) -> int:
    """The phrase without what precedes it in its clause: joining words, adverbs, a fronted phrase."""
    while start <= end:
        flags = words.flags[start]
        if (
            flags & (p.COORD | p.MARK)
            or (flags & p.ADVERB and not flags & (p.DET | p.NAME))
            or (flags & p.SUBORD and not flags & (p.DET | p.NAME))
        ):
            start += 1
        elif flags & p.PREP and not flags & p.NAME:
            start = _after_preposition(words, start, end)
        else:
            break
    return start


def _after_preposition(words: Words, start: int, end: int) -> int:
    """Where a phrase of its own begins after a fronted preposition, at worst its last word."""
    last_preposition = start
    for here in range(start + 2, end + 1):
        flags = words.flags[here]
        if flags & p.PREP and not flags & p.NAME:
            last_preposition = here
        if flags & (p.DET | p.POSS) and _ends_phrase(words, here - 1):
            return here
        if flags & (p.ROLE | p.GROUP) and words.flags[here - 1] & (p.NAME | p.TIME) and not flags & p.CAPITAL:
            return here
        if flags & p.NAME and _new_name(words, here):
            return here
    return min(end, last_preposition + 1)
