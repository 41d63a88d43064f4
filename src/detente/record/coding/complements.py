"""What follows a cue verb: "that ...", a bare clause, an infinitive, an object, a quotation, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.record.coding import phrases as p
from detente.record.coding.words import ENDERS, Words
from detente.record.packs.language import FLAGS, Cue

__all__ = ["Complement", "adjuncts", "complement_after", "extent"]

_REFLEXIVE = FLAGS["reflexive"]
_QUESTION, _NOUNCUE = FLAGS["question"], FLAGS["nouncue"]
_AS, _RATE = FLAGS["as"], FLAGS["rate"]
_PAST = p.PARTICIPLE | p.FINITE
_STOPS = frozenset(";:")
_MODIFIES = p.DET | p.POSS | p.PREP | p.AUX | p.TO | p.COORD | p.MARK
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


@dataclass(slots=True)
class _After:
    """What stands after a verb: the words up to `last`, the frames that it takes, and who is addressed."""

    words: Words
    last: int
    takes: Mapping[str, float]
    quoted: Sequence[int]
    to: p.Group | None = None
    traits: frozenset[str] = frozenset()

    def made(self, kind: str, first: int, part: float = 1.0) -> Complement:
        """A complement of this kind whose content begins at `first`."""
        return Complement(kind, self.takes.get(kind, 0.0) * part, (first, self.last), self.to)

    def nothing(self, here: int) -> Complement:
        """No complement: what is said stands before the verb, or nowhere."""
        kind = "trail" if "trail" in self.takes else ""
        return Complement(kind, self.takes.get("trail", 0.0), (here, here), self.to)


def complement_after(words: Words, at: int, last: int, cue: Cue, quoted: Sequence[int]) -> Complement:
    """The complement that begins after a verb; kind "" or "trail" where none of its frames follows."""
    after = _After(words, last, cue.takes, quoted, traits=cue.traits)
    here = _adverbs(words, at, last)
    if "addressee" in cue.traits and here < last and not words.flags[here] & (p.COMP | p.MARK | p.TO):
        stop = p.after_phrase(words, here, last)
        if stop > here and not (stop < last and p.finite_at(words, stop, here)):
            after.to = (here, stop)
            if "np-to" in cue.takes and _object(after, here, stop) == "np-to":
                return after.made("np-to", here)
            here = stop
    talks = "trail" in cue.takes or "that" in cue.takes
    if talks:
        here, to = _past_adjuncts(after, here)
        after.to = after.to or to
    if here >= last:
        return after.nothing(here)
    if quoted[here] and "quote" in cue.takes:
        return after.made("quote", here)
    if words.flags[here] & p.MARK:
        return _after_mark(after, here)
    return _clausal(after, here) or _nominal(after, here, talks=talks)


def _clausal(after: _After, here: int) -> Complement | None:
    """A complement that a word opens: "that", a question word, "to" with a verb."""
    bits, takes = after.words.flags[here], after.takes
    if bits & p.COMP and "that" in takes and here + 1 < after.last:
        return after.made("that", here + 1)
    if bits & _QUESTION and "wh" in takes and not (bits & p.DET and "np" in takes):
        return after.made("wh", here)
    if bits & _QUESTION & ~p.DET and bits & p.RELATIVE and "np" in takes and "act" in after.traits:
        return after.made("np", here)
    if bits & p.TO and here + 1 < after.last and "to" in takes:
        verb = _adverbs(after.words, here + 1, after.last)
        if verb < after.last and p.verbal(after.words, verb):
            return after.made("to", here)
    return None


def _nominal(after: _After, here: int, *, talks: bool) -> Complement:
    """A complement that begins with a noun phrase: a clause without "that", or an object."""
    words, takes = after.words, after.takes
    bits = words.flags[here]
    bare = "bare" in takes
    clause = bare and _clause(words, here, after.last)
    if after.to is not None and "np" in takes and not bits & p.COMP and not (talks and clause):
        return after.made("np", after.to[0])
    if bits & _BLOCKED and not bits & (p.NAME | p.PRON | p.DET | p.GERUND):
        if bits & _AS and "np-as" in takes:
            return after.made("np-as", here)
        if after.to is not None and "np-to" in takes and bits & p.PREP:
            return Complement("np", 0.75, (here, after.last), after.to)
        return after.made("bare", here, 0.9) if clause and bits & (p.PREP | p.SUBORD) else after.nothing(here)
    if bits & p.GERUND and "np" in takes:
        return after.made("np", here)
    if clause:
        return after.made("bare", here)
    if bare and not _OBJECTS & takes.keys() and bits & _STARTS and _long(words, here, after.last):
        return after.made("bare", here, 0.85)
    first = here + 1 if bits & p.COMP and here + 1 < after.last else here
    stop = max(p.after_phrase(words, first, after.last), here + bool(bits & p.GERUND))
    kind = _object(after, here, stop) if stop > here else ""
    return after.made(kind, here) if kind else Complement("", 0.0, (here, here), after.to)


def _clause(words: Words, here: int, last: int) -> bool:
    """Whether a clause with its own finite verb begins here: a phrase, what hangs on it, and the verb."""
    flags = words.flags
    if flags[here] & _REFLEXIVE:
        return False
    limit, k = min(last, here + 26), here + 1
    relative = perhaps = False
    while k < limit:
        bits = flags[k]
        if bits & p.MARK and words.low[k] not in p.ENDINGS:
            k = _past_aside(words, k, limit, last)
            if k < 0:
                return perhaps
        elif bits & p.WHO and not bits & p.DET:
            relative, limit = True, min(last, limit + 6)
        elif bits & (p.COMP | p.SUBORD) and not bits & (p.PREP | p.DET | p.ADVERB):
            if perhaps or not flags[here] & (p.SUBORD | p.PREP):
                return perhaps
        elif p.finite_at(words, k, here) or (k == here + 1 and _counted(words, here)):
            if not relative:
                return True
            relative = False
        else:
            perhaps = perhaps or (not relative and bits & _PAST == _PAST and not flags[k - 1] & _MODIFIES)
        k += 1
    return perhaps


def _counted(words: Words, here: int) -> bool:
    """Whether a number is itself the subject of the verb after it ("120 remain")."""
    number, after = words.flags[here], words.flags[here + 1]
    counts = number & p.NUMBER and not number & p.DET and after & p.FINITE and after & p.INFINITE
    return bool(counts) and not words.plural(here + 1)


def _past_aside(words: Words, at: int, limit: int, last: int) -> int:
    """The mark that closes an aside before a verb, where `at` opens one; `at` for other marks; else -1."""
    if words.low[at] in ENDERS or words.low[at] in _STOPS:
        return -1
    if words.low[at] != ",":
        return at
    closing = next((c for c in range(at + 1, limit) if words.low[c] == ","), -1)
    if closing < 0 or closing + 1 >= last or not words.flags[closing + 1] & (p.AUX | p.FINITE):
        return -1
    return closing


def _long(words: Words, here: int, last: int) -> bool:
    """Whether at least four words follow before the next mark."""
    marks = (words.flags[k] & p.MARK and words.low[k] not in p.ENDINGS for k in range(here, here + 4))
    return last - here > 4 and not any(marks)


def _object(after: _After, here: int, stop: int) -> str:
    """The frame of a verb with an object [here, stop); "" where it takes none."""
    words, last, takes = after.words, after.last, after.takes
    if "np-to" in takes:
        to = _past_parts(words, stop, last)
        if to + 1 < last and words.flags[to] & p.TO:
            verb = _adverbs(words, to + 1, last)
            if verb < last and p.verbal(words, verb):
                return "np-to"
    if "np-at" in takes:
        near = range(stop, min(last - 2, stop + 8))
        counted = p.NUMBER | p.DET
        at = any(words.flags[k] & _RATE and (words.flags[k + 1] | words.flags[k + 2]) & counted for k in near)
        return "np-at" if at else ""
    if "np-as" in takes and any(words.flags[k] & _AS for k in range(stop, min(last, stop + 14))):
        return "np-as"
    predicate = stop < last and (words.flags[stop] & (p.DET | p.POSS) or words.low[stop] in p.HARD)
    if "np-predicate" in takes and predicate:
        return "np-predicate"
    if "np-cue" in takes and any(words.flags[k] & _NOUNCUE for k in range(here, min(last, stop + 4))):
        return "np-cue"
    return "np" if "np" in takes else ""


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


def _after_mark(after: _After, here: int) -> Complement:
    """A quotation after a comma or a colon; else what is said stands before the cue, or nowhere."""
    mark, follows = after.words.low[here], here + 1
    if follows >= after.last or mark not in {",", ":"}:
        return after.nothing(here)
    if "quote" in after.takes and (after.quoted[follows] or mark == ":"):
        return after.made("quote", follows)
    if (
        mark == ","
        and after.words.flags[follows] & p.COMP
        and "that" in after.takes
        and follows + 1 < after.last
    ):
        return after.made("that", follows + 1)
    return after.nothing(here)


def _adverbs(words: Words, at: int, last: int) -> int:
    """Past adverbs that are not also determiners."""
    while at < last and words.flags[at] & p.ADVERB and not words.flags[at] & (p.DET | p.MARK | p.PRON):
        at += 1
    return at


def _past_adjuncts(after: _After, at: int) -> tuple[int, p.Group | None]:
    """Past times, places and those spoken to, between a verb of saying and what is said."""
    words, last, here = after.words, after.last, at
    to: p.Group | None = None
    if here + 1 < last and words.flags[here] & p.TO and not p.verbal(words, here + 1):
        stop = p.after_phrase(words, here + 1, last)
        if stop > here + 1:
            to, here = (here + 1, stop), stop
    return adjuncts(words, here, last, keep=p.TO if "to" in after.takes else 0), to


def adjuncts(words: Words, at: int, last: int, *, keep: int = 0) -> int:
    """Past adverbs, times and phrases with a preposition; words with the bits of `keep` are not passed."""
    here = at
    while here < last and here - at < 24:
        flags = words.flags[here]
        if flags & (p.MARK | p.COMP | keep):
            break
        stop = here
        if flags & p.ADVERB and not flags & (p.DET | p.PRON):
            stop = here + 1
        elif flags & p.TIME and not flags & p.FINITE:
            stop = here + (here + 1 >= last or words.low[here + 1] not in p.ENDINGS)
        elif flags & (p.WHEN | p.DET) and _timed(words, here, last):
            stop = p.after_phrase(words, here, min(last, here + 5))
            while stop < last and words.flags[stop] & p.TIME:
                stop += 1
        elif flags & p.PREP and not flags & p.NAME:
            stop = _past_preposition(words, here, last)
        if stop == here:
            break
        here = stop
    return here


def _past_preposition(words: Words, at: int, last: int) -> int:
    """Past a preposition and its phrase; `at` where the phrase is rather the subject of a clause."""
    stop, timed = p.after_phrase(words, at + 1, last), at + 1
    while timed < last and words.flags[timed] & (p.TIME | p.NUMBER | p.WHEN | p.DET):
        timed += 1
    if timed > at + 1 and words.flags[timed - 1] & (p.TIME | p.NUMBER):
        stop = timed
    if stop == at + 1:
        return at
    if stop < last and p.finite_at(words, stop, at + 1) and not words.flags[stop] & p.PARTICIPLE:
        return at
    return stop


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
