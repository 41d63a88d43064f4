"""Noun phrases and clauses around a cue, found by walking from it: no parser, only the flags of the words."""

from detente.record.coding.words import CLOSERS, ENDERS, OPENERS, Words
from detente.record.packs.language import FLAGS, Language

__all__ = [
    "Group",
    "after_phrase",
    "core_end",
    "expression_at",
    "finite_at",
    "group_before",
    "nominal",
    "subject_before",
    "verbal",
]

_F = FLAGS
NAME, MARK, CAPITAL, NUMBER = _F["name"], _F["mark"], _F["capital"], _F["number"]
DET, POSS, PREP = _F["determiner"], _F["possessive"], _F["preposition"]
COORD, SUBORD, RELATIVE, COMP = _F["coordinator"], _F["subordinator"], _F["relative"], _F["complementizer"]
WHO = _F["who"]
PRON, ADVERB, TIME, WHEN = _F["pronoun"], _F["adverb"], _F["time"], _F["when"]
BE, HAVE, DO, MODAL, FUTURE, NEG = (_F[k] for k in ("be", "have", "do", "modal", "future", "negator"))
BECOME = _F["become"]
TO = _F["infinitive"]
ROLE, GROUP, TITLE, TEXT, PLAN = _F["role"], _F["group"], _F["title"], _F["text"], _F["plan"]
FINITE, NOUNLIKE, PARTICIPLE, GERUND, INFINITE = (
    _F[k] for k in ("finite", "nounlike", "participle", "gerund", "infinite")
)
AUX = BE | HAVE | DO | MODAL | FUTURE
VERB = FINITE | PARTICIPLE | GERUND | INFINITE
NOUNISH = NAME | ROLE | GROUP | TITLE | TEXT | PLAN
CLOSED = PREP | COORD | SUBORD | COMP | PRON | AUX | TO | MARK | DET | POSS | NEG
ENDINGS = frozenset({"’s", "'s", "’", "'"})
HARD = frozenset(";:—–") | ENDERS | OPENERS | CLOSERS | frozenset('"“”«»„')
FARTHEST = 60
NEAREST = 14

Group = tuple[int, int]


def expression_at(words: Words, at: int, last: int, language: Language, kind: str) -> int:
    """How many words an expression of this kind has that begins here; 0 for none."""
    for rest, what, _ in language.expressions.get(words.low[at], ()):
        end = at + 1 + len(rest)
        if what == kind and end <= last and tuple(words.low[at + 1 : end]) == rest:
            return len(rest) + 1
    return 0


def nominal(words: Words, at: int) -> bool:
    """Whether the word can end a noun phrase."""
    flags = words.flags[at]
    if flags & MARK:
        return words.low[at] in ENDINGS
    return bool(flags & (NOUNISH | NUMBER | NOUNLIKE)) or not flags & (CLOSED | ADVERB | VERB)


def finite_at(words: Words, at: int, first: int) -> bool:
    """Whether the word looks like the finite verb of a clause whose words begin at `first`."""
    flags = words.flags[at]
    if flags & (MODAL | FUTURE | BE | HAVE | DO):
        return words.low[at] not in {"been", "being", "having"} and not (flags & NAME)
    if not flags & FINITE:
        return False
    before = at - 1
    while before >= first and words.flags[before] & ADVERB:
        before -= 1
    if before < first:
        return False
    prior = words.flags[before]
    if prior & (DET | POSS | PREP | TO | COORD) and not prior & (PRON | WHO):
        return False
    if prior & MARK and words.low[before] in ENDINGS:
        return False
    if flags & NOUNLIKE:
        if prior & (PRON | WHO | NAME):
            return True
        return bool(prior & (ROLE | GROUP)) or words.low[before].endswith("s")
    if flags & PARTICIPLE and at + 1 < len(words):
        if prior & AUX:
            return False
        return not words.flags[at + 1] & PREP or bool(prior & (PRON | WHO | NAME))
    return True


def group_before(words: Words, at: int, first: int) -> tuple[int, bool]:
    """The first word of the verb group that ends at `at`, and whether it is negated."""
    start, negated = at, False
    here = at - 1
    while here >= first:
        flags = words.flags[here]
        if flags & (AUX | NEG):
            if flags & NOUNISH and not flags & (BE | HAVE | DO | MODAL | FUTURE):
                break
            negated = negated or bool(flags & NEG)
            start = here
        elif not flags & ADVERB or flags & (NAME | TIME):
            break
        here -= 1
        if at - here > 8:
            break
    while start < at and words.flags[start] & ADVERB and not words.flags[start] & (AUX | NEG):
        start += 1
    return start, negated


def subject_before(words: Words, at: int, first: int) -> tuple[Group, Group | None] | None:
    """The noun phrase that ends before a verb group, and the apposition or aside after it, if any.

    None where the verb has no subject of its own next to it ("met and said", "saying").
    """
    first = max(first, at - FARTHEST)
    end = _skip_back(words, at - 1, first)
    aside: Group | None = None
    for _ in range(3):
        if end < first or words.low[end] not in {",", ")", "—", "–"}:
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
    if flags & (PRON | WHO) and not flags & (NAME | NOUNISH):
        return (end, end + 1), aside
    if not nominal(words, end) and not flags & DET:
        return None
    start = _phrase_start(words, end, first)
    start = _strip(words, start, end)
    if start > end:
        return None
    return (start, end + 1), aside


def _unbroken(words: Words, first: int, end: int) -> bool:
    """Whether the words before a comma are one phrase from the start, so that the comma is but a slip."""
    if end - first > 8 or not words.flags[first] & (NAME | CAPITAL | DET) or words.flags[first] & PREP:
        return False
    if words.flags[first] & (SUBORD | COORD | ADVERB) and not words.flags[first] & NAME:
        return False
    return not any(finite_at(words, k, first) or words.low[k] == "," for k in range(first, end))


def _skip_back(words: Words, end: int, first: int) -> int:
    """The last word before adverbs and expressions of time ("on Thursday evening")."""
    here = end
    while here >= first:
        flags = words.flags[here]
        if flags & TIME and not (flags & CAPITAL and here > first and words.flags[here - 1] & TITLE):
            here -= 1
            while (
                here >= first
                and words.flags[here] & (TIME | WHEN | NUMBER | DET)
                and not words.flags[here] & ROLE
            ):
                here -= 1
            if here >= first and words.flags[here] & PREP and here + 1 <= end:
                here -= 1
        elif flags & ADVERB and not flags & (NAME | DET):
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
        if words.low[here] == opening and words.flags[here] & MARK:
            if mark != "," or (nominal(words, here - 1) and _opens_aside(words, here + 1, end)):
                return here
            if words.flags[here + 1] & AUX:
                return -1
        elif words.low[here] in HARD and mark == ",":
            return -1
        here -= 1
    return -1


def _opens_aside(words: Words, at: int, end: int) -> bool:
    """Whether an apposition, a relative clause or another aside can begin with this word."""
    flags = words.flags[at]
    if flags & (PRON | COORD | AUX) and not flags & NAME:
        return False
    if flags & SUBORD and not flags & (RELATIVE | PREP):
        return False
    if flags & (
        RELATIVE | DET | POSS | NAME | PREP | GERUND | ROLE | TITLE | GROUP | ADVERB | NUMBER | CAPITAL
    ):
        return True
    return not any(finite_at(words, here, at) for here in range(at + 1, min(end, at + NEAREST)))


def _phrase_start(words: Words, end: int, first: int) -> int:
    """The first word of the noun phrase that ends at `end`, with what hangs on its head."""
    start = here = end
    while here >= first:
        flags = words.flags[here]
        if flags & MARK:
            word = words.low[here]
            if word in ENDINGS or (word == "," and _lists(words, here, end, first)):
                here -= 1
                continue
            break
        if flags & COORD:
            if not _joins(words, here, first):
                break
        elif flags & (SUBORD | COMP | AUX) and not flags & (NAME | PREP | DET):
            break
        elif flags & (PRON | WHO) and not flags & (NAME | DET):
            break
        elif (
            flags & SUBORD and flags & PREP and here > first and words.flags[here - 1] & (TIME | MARK | WHEN)
        ):
            break
        elif flags & VERB and not flags & NOUNISH and _breaks(words, here, end):
            break
        elif (
            flags & TO
            and here < end
            and words.flags[here + 1] & INFINITE
            and not words.flags[here + 1] & NAME
        ):
            break
        start = here
        if flags & (DET | POSS) and here > first and _ends_phrase(words, here - 1):
            break
        if (
            flags & (NAME | CAPITAL)
            and here > first
            and words.flags[end] & CAPITAL
            and not flags & (PREP | COORD)
            and _new_name(words, here)
        ):
            break
        here -= 1
    return start


def _lists(words: Words, at: int, end: int, first: int) -> bool:
    """Whether a comma stands between members of a list ("U.S., Qatari and Egyptian officials")."""
    if at <= first or at + 2 > end:
        return False
    joined = any(words.flags[k] & COORD for k in range(at + 1, min(end, at + 8)))
    return joined and bool(words.flags[at - 1] & CAPITAL) and bool(words.flags[at + 1] & CAPITAL)


def _ends_phrase(words: Words, at: int) -> bool:
    """Whether the word ends another phrase, so that a determiner after it begins a new one."""
    flags = words.flags[at]
    if flags & (PREP | COORD | DET | POSS | MARK | VERB | SUBORD) and not flags & (NOUNISH | TIME):
        return False
    return nominal(words, at) or bool(flags & (TIME | ADVERB))


def _new_name(words: Words, at: int) -> bool:
    """Whether a name begins a phrase of its own because a plain word stands before it ("a statement Hamas")."""
    flags = words.flags[at - 1]
    if flags & CAPITAL or flags & (PREP | COORD | DET | POSS | MARK | TITLE | ROLE | WHEN | GROUP):
        return bool(flags & TIME)
    if flags & VERB and not flags & NOUNLIKE:
        return False
    return not flags & (VERB | ADVERB) and nominal(words, at - 1) and words.low[at - 1].isalpha()


def _joins(words: Words, at: int, first: int) -> bool:
    """Whether a coordinator joins two noun phrases rather than two clauses."""
    if at <= first or words.low[at] in {"but", "yet"} or not nominal(words, at - 1):
        return False
    here = at - 1
    while here >= first and at - here < NEAREST:
        flags = words.flags[here]
        if flags & MARK and words.low[here] not in ENDINGS:
            return True
        if flags & (SUBORD | COMP) and not flags & (PREP | DET):
            return True
        if finite_at(words, here, first) and not flags & NOUNISH:
            return False
        here -= 1
    return True


def _breaks(words: Words, at: int, end: int) -> bool:
    """Whether a word that may be a verb ends the noun phrase to its right."""
    flags = words.flags[at]
    if at == end:
        return False
    after = words.flags[at + 1]
    before = words.flags[at - 1] if at else MARK
    modified = before & (DET | POSS | PREP) or (at and words.low[at - 1] in ENDINGS)
    if flags & PARTICIPLE:
        if modified or after & (PREP | ADVERB | TIME | TO):
            return bool(before & PRON)
        return bool(after & (DET | POSS | NAME | PRON | NUMBER)) or bool(before & (PRON | WHO | NAME))
    if flags & GERUND:
        return bool(before & MARK) and not modified
    if flags & NOUNLIKE:
        return bool(before & (PRON | WHO | TO | MODAL | FUTURE)) and not modified
    return bool(flags & FINITE)


def _strip(words: Words, start: int, end: int) -> int:
    """The phrase without what precedes it in its clause: joining words, adverbs, a phrase of place or time."""
    while start <= end:
        flags = words.flags[start]
        if flags & (COORD | MARK) or (flags & ADVERB and not flags & (DET | NAME)):
            start += 1
        elif flags & SUBORD and not flags & (DET | NAME):
            start += 1
        elif flags & PREP and not flags & NAME:
            start = _after_preposition(words, start, end)
        else:
            break
    return start


def _after_preposition(words: Words, start: int, end: int) -> int:
    """Where a phrase of its own begins after a fronted preposition, at worst its last word."""
    last_preposition = start
    for here in range(start + 2, end + 1):
        flags = words.flags[here]
        if flags & PREP and not flags & NAME:
            last_preposition = here
        if flags & (DET | POSS) and _ends_phrase(words, here - 1):
            return here
        if flags & (ROLE | GROUP) and words.flags[here - 1] & (NAME | TIME) and not flags & CAPITAL:
            return here
        if flags & NAME and _new_name(words, here):
            return here
    return min(end, last_preposition + 1)


def verbal(words: Words, at: int) -> bool:
    """Whether a verb follows "to": one that is known, or a plain word that is nothing else."""
    flags = words.flags[at]
    return (
        bool(flags & INFINITE)
        or flags == 0
        or bool(flags & ADVERB and at + 1 < len(words) and words.flags[at + 1] & INFINITE)
    )


def core_end(words: Words, group: Group) -> int:
    """The end of the phrase's core: before its first preposition, relative clause or participle."""
    first, last = group
    for here in range(first + 1, last):
        flags = words.flags[here]
        if flags & MARK and words.low[here] not in ENDINGS:
            if (
                words.low[here] == ","
                and words.flags[here - 1] & CAPITAL
                and any(words.flags[k] & COORD for k in range(here, last))
            ):
                continue
            return here
        if flags & COORD and here + 1 < last and words.flags[here + 1] & (DET | POSS):
            if words.flags[here - 1] & (ROLE | GROUP):
                return here
        if flags & (PREP | WHO) and not flags & (CAPITAL | NAME) and words.low[here] != "as":
            return here
        if (
            flags & PARTICIPLE
            and here + 1 < last
            and words.flags[here + 1] & (PREP | TO)
            and here > first + 1
        ):
            return here
        if flags & GERUND and not flags & CAPITAL and here + 1 < last and here > first:
            if words.flags[here + 1] & (DET | POSS | PREP | NAME | NUMBER | CAPITAL) and nominal(
                words, here - 1
            ):
                return here
        if (
            flags & ADVERB
            and not flags & (CAPITAL | DET)
            and here + 1 < last
            and words.flags[here + 1] & PARTICIPLE
        ):
            return here
    return last


def after_phrase(words: Words, at: int, last: int) -> int:
    """The end of the simple noun phrase that begins at `at`; `at` itself where none begins."""
    here = at
    seen = False
    while here < last and here - at < 14:
        flags = words.flags[here]
        if flags & MARK:
            if words.low[here] not in ENDINGS:
                break
        elif flags & (DET | POSS | NUMBER):
            if seen and words.low[here - 1] not in ENDINGS and not words.flags[here - 1] & COORD:
                break
        elif flags & COORD:
            if not seen or here + 1 >= last or not words.flags[here + 1] & (NOUNISH | CAPITAL | DET | POSS):
                break
            if any(finite_at(words, k, here + 1) for k in range(here + 2, min(last, here + 6))):
                break
        elif flags & (_F["object"]) and not seen:
            return here + 1
        elif flags & (PREP | SUBORD | COMP | PRON | AUX | TO | NEG) and not flags & (NAME | DET):
            break
        elif flags & VERB and not flags & NOUNISH and not flags & NOUNLIKE and seen:
            break
        elif flags & TIME and seen and not flags & NAME:
            break
        elif flags & ADVERB and seen and not flags & NAME:
            break
        else:
            seen = True
        here += 1
    if not seen and here == at + 1 and words.flags[at] & DET and not words.flags[at] & WHO:
        return here
    return here if seen else at
