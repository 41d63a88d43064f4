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
OBJECT, NONFINITE = _F["object"], _F["nonfinite"]
AUX = BE | HAVE | DO | MODAL | FUTURE
VERB = FINITE | PARTICIPLE | GERUND | INFINITE
NOUNISH = NAME | ROLE | GROUP | TITLE | TEXT | PLAN
CLOSED = PREP | COORD | SUBORD | COMP | PRON | AUX | TO | MARK | DET | POSS | NEG
ENDINGS = frozenset({"’s", "'s", "’", "'"})  # noqa: RUF001
HARD = frozenset(";:—–") | ENDERS | OPENERS | CLOSERS | frozenset('"“”«»„')  # noqa: RUF001
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
    if flags & GERUND and at and words.flags[at - 1] & (DET | POSS | PREP):
        return True
    return bool(flags & (NOUNISH | NUMBER | NOUNLIKE)) or not flags & (CLOSED | ADVERB | VERB)


def finite_at(words: Words, at: int, first: int) -> bool:
    """Whether the word looks like the finite verb of a clause whose words begin at `first`."""
    flags = words.flags[at]
    if flags & AUX:
        return not flags & (NAME | NONFINITE)
    if not flags & FINITE:
        return False
    before = at - 1
    while before >= first and words.flags[before] & ADVERB:
        before -= 1
    if before < first:
        return False
    prior = words.flags[before]
    named = prior & (PRON | WHO | NAME)
    if (prior & (DET | POSS | PREP | TO | COORD) and not prior & (PRON | WHO)) or (
        prior & MARK and words.low[before] in ENDINGS
    ):
        return False
    if flags & NOUNLIKE:
        return bool(named or prior & (ROLE | GROUP)) or words.plural(before)
    if flags & PARTICIPLE and at + 1 < len(words):
        return not prior & AUX and (bool(named) or not words.flags[at + 1] & PREP)
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
        elif flags & TIME:
            here = _before_time(words, here, first)
            if here < 0:
                break
            continue
        elif not flags & ADVERB or flags & NAME:
            break
        here -= 1
        if at - here > 8:
            break
    while start < at and words.flags[start] & ADVERB and not words.flags[start] & (AUX | NEG):
        start += 1
    return start, negated


def _before_time(words: Words, at: int, first: int) -> int:
    """The auxiliary before a time that parts it from its verb ("had on Friday told"); -1 for none."""
    here = at
    while here >= first and at - here < 5 and words.flags[here] & (TIME | WHEN | NUMBER | DET | PREP):
        here -= 1
    return here if here >= first and here < at - 1 and words.flags[here] & AUX else -1


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
        if flags & MARK:
            if words.low[here] not in ENDINGS and not _in_list(words, here, last):
                return here
        elif flags & (PREP | WHO | COORD | PARTICIPLE | GERUND | ADVERB) and _ends_core(words, here, group):
            return here
    return last


def _in_list(words: Words, at: int, last: int) -> bool:
    """Whether a comma stands between names that a coordinator joins."""
    if words.low[at] != "," or not words.flags[at - 1] & CAPITAL:
        return False
    return any(words.flags[k] & COORD for k in range(at, last))


def _ends_core(words: Words, at: int, group: Group) -> bool:
    """Whether the word, not the first, hangs something on the core before it."""
    first, last = group
    flags, before = words.flags[at], words.flags[at - 1]
    after = words.flags[at + 1] if at + 1 < last else MARK
    if flags & (PREP | WHO):
        return not flags & (CAPITAL | NAME | _F["as"])
    if flags & COORD:
        return bool(after & (DET | POSS) and before & (ROLE | GROUP))
    if flags & CAPITAL or after & MARK:
        return False
    if flags & PARTICIPLE:
        return bool(after & (PREP | TO)) and at > first + 1
    if flags & GERUND:
        return bool(after & (DET | POSS | PREP | NAME | NUMBER | CAPITAL)) and nominal(words, at - 1)
    return not flags & DET and bool(after & PARTICIPLE)


def after_phrase(words: Words, at: int, last: int) -> int:
    """The end of the simple noun phrase that begins at `at`; `at` itself where none begins."""
    here, seen = at, False
    while here < min(last, at + NEAREST):
        flags = words.flags[here]
        if flags & OBJECT and not seen and here == at:
            return here + 1
        if flags & COORD:
            if not seen or not _joins_phrase(words, here, last):
                break
        elif flags & (DET | POSS | NUMBER):
            if seen and words.low[here - 1] not in ENDINGS and not words.flags[here - 1] & COORD:
                break
        elif flags & MARK:
            if words.low[here] not in ENDINGS:
                break
        elif _ends_simple(flags, seen=seen):
            break
        else:
            seen = True
        here += 1
    alone = here == at + 1 and words.flags[at] & (DET | NUMBER) and not words.flags[at] & WHO
    return here if seen or alone else at


def _joins_phrase(words: Words, at: int, last: int) -> bool:
    """Whether a coordinator goes on with another name or noun and not with a clause."""
    if at + 1 >= last or not words.flags[at + 1] & (NOUNISH | CAPITAL | DET | POSS):
        return False
    return not any(finite_at(words, k, at + 1) for k in range(at + 2, min(last, at + 6)))


def _ends_simple(flags: int, *, seen: bool) -> bool:
    """Whether a word with these bits cannot belong to a simple noun phrase."""
    if flags & (PREP | SUBORD | COMP | PRON | AUX | TO | NEG):
        return not flags & NAME
    if not seen or flags & (NAME | NOUNISH | NOUNLIKE):
        return False
    return bool(flags & (VERB | TIME | ADVERB))
