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
        return not flags & (NAME | _F["nonfinite"])
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
        if flags & (PREP | WHO) and not flags & (CAPITAL | NAME) and not flags & _F["as"]:
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
        elif (
            (flags & (PREP | SUBORD | COMP | PRON | AUX | TO | NEG) and not flags & (NAME | DET))
            or (flags & VERB and not flags & NOUNISH and not flags & NOUNLIKE and seen)
            or (flags & TIME and seen and not flags & NAME)
            or (flags & ADVERB and seen and not flags & NAME)
        ):
            break
        else:
            seen = True
        here += 1
    if not seen and here == at + 1 and words.flags[at] & DET and not words.flags[at] & WHO:
        return here
    return here if seen else at
