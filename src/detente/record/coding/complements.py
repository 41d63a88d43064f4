"""What follows a cue verb: "that ...", a bare clause, an infinitive, an object, a quotation, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.record.coding import phrases as p
from detente.record.coding.words import ENDERS, Words
from detente.record.packs.language import FLAGS, Cue

__all__ = ["Complement", "adjuncts", "complement_after", "extent"]

_REFLEXIVE = FLAGS["reflexive"]
_QUESTION, _OBJECT, _NOUNCUE = FLAGS["question"], FLAGS["object"], FLAGS["nouncue"]
_AS = FLAGS["as"]
_OBJECTS = frozenset({"np", "np-as", "np-to", "np-predicate", "np-cue"})
_STARTS = p.DET | p.POSS | p.PRON | p.NAME | p.NUMBER | p.CAPITAL | p.ROLE | p.GROUP | p.TEXT | p.PLAN
_BLOCKED = p.PREP | p.COORD | p.SUBORD | p.TO | p.AUX | p.MARK


@dataclass(frozen=True, slots=True)
class Complement:
    """The frame in which a cue stands, its score, the content after it, and who is addressed."""

    kind: str
    score: float
    content: p.Group
    to: p.Group | None = None


def complement_after(words: Words, at: int, last: int, cue: Cue, quoted: Sequence[int]) -> Complement:
    """The complement that begins after a verb; kind "" where its frames fit nothing that follows."""
    takes = cue.takes
    flags = words.flags
    here = _adverbs(words, at, last)
    to: p.Group | None = None
    talks = "trail" in takes or "that" in takes
    if "addressee" in cue.traits and here < last and not flags[here] & (p.COMP | p.MARK | p.TO):
        stop = p.after_phrase(words, here, last)
        if stop > here and not (stop < last and p.finite_at(words, stop, here)):
            to = (here, stop)
            if "np-to" in takes:
                made = _object(words, here, stop, last, takes)
                if made is not None and made[0] == "np-to":
                    return Complement("np-to", takes["np-to"], made[1], to)
            here = stop
    if talks:
        here, found = _past_adjuncts(words, here, last, takes)
        to = to or found
    if here >= last:
        return Complement("trail" if "trail" in takes else "", takes.get("trail", 0), (here, here), to)
    bits = flags[here]
    if quoted[here] and "quote" in takes:
        return Complement("quote", takes["quote"], (here, last), to)
    if bits & p.MARK:
        return _after_mark(words, here, last, takes, quoted, to)
    if bits & p.COMP and "that" in takes:
        return Complement("that", takes["that"], (here + 1, last), to)
    if bits & _QUESTION and "wh" in takes and not (bits & p.DET and "np" in takes):
        return Complement("wh", takes["wh"], (here, last), to)
    if bits & p.TO and here + 1 < last and "to" in takes:
        verb = _adverbs(words, here + 1, last)
        if verb < last and p.verbal(words, verb):
            return Complement("to", takes["to"], (here, last), to)
    if to is not None and "np" in takes and not bits & p.COMP and not (talks and _clause(words, here, last)):
        return Complement("np", takes["np"], (to[0], last), to)
    return _phrase(words, here, last, takes, quoted, to)


def _phrase(
    words: Words, here: int, last: int, takes: object, quoted: Sequence[int], to: p.Group | None
) -> Complement:
    """A complement that begins with a noun phrase: a clause without "that", or an object."""
    bits = words.flags[here]
    nothing = Complement("", 0.0, (here, here), to)
    if not isinstance(takes, dict) or (bits & _BLOCKED and not bits & (p.NAME | p.PRON | p.DET | p.GERUND)):
        if (
            isinstance(takes, dict)
            and "bare" in takes
            and bits & (p.PREP | p.SUBORD)
            and _clause(words, here, last)
        ):
            return Complement("bare", takes["bare"] * 0.9, (here, last), to)
        return nothing
    if bits & p.GERUND and "np" in takes:
        return Complement("np", takes["np"], (here, last), to)
    if "bare" in takes and _clause(words, here, last):
        return Complement("bare", takes["bare"], (here, last), to)
    if "bare" in takes and not _OBJECTS & takes.keys() and bits & _STARTS and _long(words, here, last):
        return Complement("bare", takes["bare"] * 0.85, (here, last), to)
    stop = p.after_phrase(words, here, last)
    if stop == here and words.flags[here] & p.GERUND:
        stop = here + 1
    made = _object(words, here, stop, last, takes) if stop > here else None
    if made is not None:
        return Complement(made[0], takes[made[0]], made[1], to)
    return nothing


def _clause(words: Words, here: int, last: int) -> bool:
    """Whether a clause with its own finite verb begins here: a noun phrase, what hangs on it, and the verb."""
    flags = words.flags
    if flags[here] & _REFLEXIVE:
        return False
    limit = min(last, here + 26)
    k = here + 1
    relative = perhaps = False
    while k < limit:
        bits = flags[k]
        if bits & p.MARK and words.low[k] not in p.ENDINGS and words.low[k] in ENDERS | {";", ":"}:
            return perhaps
        if bits & p.MARK and words.low[k] == ",":
            closing = next((c for c in range(k + 1, limit) if words.low[c] == ","), -1)
            if closing < 0 or closing + 1 >= last or not flags[closing + 1] & (p.AUX | p.FINITE):
                return perhaps
            k = closing
        elif bits & p.WHO and not bits & p.DET:
            relative, limit = True, min(last, limit + 6)
        elif bits & (p.COMP | p.SUBORD) and not bits & (p.PREP | p.DET | p.ADVERB):
            if perhaps or not flags[here] & (p.SUBORD | p.PREP):
                return perhaps
        elif p.finite_at(words, k, here):
            if not relative:
                return True
            relative = False
        elif bits & p.PARTICIPLE and bits & p.FINITE and not relative:
            before = flags[k - 1]
            perhaps = perhaps or not before & (p.DET | p.POSS | p.PREP | p.AUX | p.TO | p.COORD | p.MARK)
        k += 1
    return perhaps


def _long(words: Words, here: int, last: int) -> bool:
    """Whether at least four words follow before the next mark."""
    return last - here > 4 and not any(
        words.flags[k] & p.MARK and words.low[k] not in p.ENDINGS for k in range(here, here + 4)
    )


def _object(
    words: Words, here: int, stop: int, last: int, takes: dict[str, float] | object
) -> tuple[str, p.Group] | None:
    """The frame of a verb with an object, and the content."""
    if not isinstance(takes, dict):
        return None
    flags = words.flags
    after = _past_parts(words, stop, last)
    if "np-to" in takes and after + 1 < last and flags[after] & p.TO:
        verb = _adverbs(words, after + 1, last)
        if verb < last and p.verbal(words, verb):
            return "np-to", (here, last)
    if "np-as" in takes and any(words.flags[k] & _AS for k in range(stop, min(last, stop + 14))):
        return "np-as", (here, last)
    if "np-predicate" in takes and (
        (stop < last and flags[stop] & (p.DET | p.POSS)) or words.low[min(stop, last - 1)] in p.HARD
    ):
        return "np-predicate", (here, last)
    if "np-cue" in takes:
        for k in range(here, min(last, stop + 4)):
            if flags[k] & _NOUNCUE:
                return "np-cue", (here, last)
    if "np" in takes:
        return "np", (here, last)
    return None


def _past_parts(words: Words, at: int, last: int) -> int:
    """Past what hangs on an object before its infinitive ("both sides on Friday to reach")."""
    here = at
    while here < last and here - at < 12:
        flags = words.flags[here]
        if flags & p.TO and here + 1 < last and p.verbal(words, _adverbs(words, here + 1, last - 1)):
            return here
        if flags & (p.PREP | p.TIME | p.ADVERB | p.DET | p.POSS | p.COORD) or p.nominal(words, here):
            here += 1
            continue
        break
    return at


def _after_mark(
    words: Words, here: int, last: int, takes: object, quoted: Sequence[int], to: p.Group | None
) -> Complement:
    """A quotation after a comma or a colon; else what is said stands before the cue, or nowhere."""
    takes = takes if isinstance(takes, dict) else {}
    mark = words.low[here]
    after = here + 1
    if mark in {",", ":"} and after < last and quoted[after] and "quote" in takes:
        return Complement("quote", takes["quote"], (after, last), to)
    if mark == ":" and after < last and "quote" in takes:
        return Complement("quote", takes["quote"], (after, last), to)
    if mark == "," and after < last and words.flags[after] & p.COMP and "that" in takes:
        return Complement("that", takes["that"], (after + 1, last), to)
    return Complement("trail" if "trail" in takes else "", float(takes.get("trail", 0)), (here, here), to)


def _adverbs(words: Words, at: int, last: int) -> int:
    """Past adverbs that are not also determiners."""
    while at < last and words.flags[at] & p.ADVERB and not words.flags[at] & (p.DET | p.MARK | p.PRON):
        at += 1
    return at


def _past_adjuncts(words: Words, at: int, last: int, takes: object) -> tuple[int, p.Group | None]:
    """Past times, places and those spoken to, between a verb of saying and what is said."""
    to: p.Group | None = None
    here = at
    if here < last and words.flags[here] & p.TO and here + 1 < last and not p.verbal(words, here + 1):
        stop = p.after_phrase(words, here + 1, last)
        if stop > here + 1:
            to, here = (here + 1, stop), stop
    keep = p.TO if isinstance(takes, dict) and "to" in takes else 0
    return adjuncts(words, here, last, keep=keep), to


def adjuncts(words: Words, at: int, last: int, *, keep: int = 0) -> int:
    """Past adverbs, times and phrases with a preposition; words with the bits of `keep` are not passed."""
    here = at
    while here < last and here - at < 24:
        flags = words.flags[here]
        if flags & (p.MARK | p.COMP) or (keep and flags & keep):
            break
        if flags & p.ADVERB and not flags & (p.DET | p.PRON):
            here += 1
        elif flags & p.TIME and not flags & p.FINITE:
            if here + 1 < last and words.low[here + 1] in p.ENDINGS:
                break
            here += 1
        elif flags & (p.WHEN | p.DET) and _timed(words, here, last):
            here = p.after_phrase(words, here, min(last, here + 5))
            while here < last and words.flags[here] & p.TIME:
                here += 1
        elif flags & p.PREP and not flags & p.NAME:
            stop = p.after_phrase(words, here + 1, last)
            timed = here + 1
            while timed < last and words.flags[timed] & (p.TIME | p.NUMBER | p.WHEN | p.DET):
                timed += 1
            if timed > here + 1 and words.flags[timed - 1] & (p.TIME | p.NUMBER):
                stop = timed
            if stop == here + 1:
                break
            if stop < last and p.finite_at(words, stop, here + 1) and not words.flags[stop] & p.PARTICIPLE:
                break
            here = stop
        else:
            break
    return here


def _timed(words: Words, at: int, last: int) -> bool:
    """Whether a time follows within three words ("last week", "the next day")."""
    for k in range(at + 1, min(last, at + 3)):
        if words.flags[k] & p.TIME:
            return True
        if not words.flags[k] & (p.WHEN | p.NUMBER | p.DET):
            return False
    return False


def extent(words: Words, at: int, last: int) -> int:
    """The end of a noun phrase with all that hangs on it: up to a mark, or a verb of the clause around it."""
    here = at
    while here < last:
        flags = words.flags[here]
        if flags & p.MARK and words.low[here] not in p.ENDINGS:
            if words.low[here] == "," and _list_goes_on(words, here, last, at):
                here += 1
                continue
            break
        if here > at and flags & (p.SUBORD | p.COMP) and not flags & (p.PREP | p.NAME | p.DET | p.RELATIVE):
            break
        here += 1
    return here


def _list_goes_on(words: Words, at: int, last: int, first: int) -> bool:
    """Whether a comma stands in a list of adjectives or names before "and"."""
    if at + 2 >= last or not words.flags[at - 1] & p.CAPITAL or not words.flags[at + 1] & p.CAPITAL:
        return False
    return at - first < 3 and any(words.flags[k] & p.COORD for k in range(at + 2, min(last, at + 4)))
