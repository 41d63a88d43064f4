"""Nouns and adjectives as cues: "X's demand that ...", "the insistence of X that", "X is eager to ..."."""

from detente.record.coding import phrases as p
from detente.record.coding.clauses import Clause, Found
from detente.record.coding.complements import adjuncts
from detente.record.coding.subjects import subject_before
from detente.record.packs.language import FLAGS, Cue

__all__ = ["adjective", "noun", "viewpoint"]

_BEARER, _PURPOSE, _INCLUSION = FLAGS["bearer"], FLAGS["purpose"], FLAGS["inclusion"]
_WITHIN = FLAGS["within"]
_ABOUT, _OF = FLAGS["about"], FLAGS["of"]
_STOPS = p.PREP | p.COORD | p.SUBORD | p.PRON | p.AUX
_KEPT = p.TO | _PURPOSE | _ABOUT | _OF


def noun(clause: Clause, at: int) -> Found | None:
    """The statement of a noun that somebody bears, with what it is about."""
    words, flags = clause.words, clause.words.flags
    cue = clause.language.nouns[words.low[at]]
    holder, first = _possessor(clause, at)
    here = at + 1
    if holder is None and here < clause.last and flags[here] & _BEARER:
        stop = p.after_phrase(words, here + 1, clause.last)
        if stop > here + 1:
            holder, here = (here + 1, stop), stop
    if holder is None:
        return None
    made = _of_noun(clause, adjuncts(words, here, clause.last, keep=_KEPT), cue)
    if made is None:
        return None
    kind, content = made
    return Found(
        cue=(at, at + 1),
        frame=cue.frame,
        kind=kind,
        rule=f"noun+{kind}",
        score=cue.takes[kind],
        traits=frozenset({"noun"}),
        holder=holder,
        content=content,
        place=(first, content[1]),
    )


def viewpoint(clause: Clause, at: int) -> Found | None:
    """The statement of "in X's view, ..." or "by X's account ...", where it begins the clause."""
    words, flags = clause.words, clause.words.flags
    holder, first = _possessor(clause, at)
    if holder is None or first - 1 < clause.first or not flags[first - 1] & _WITHIN:
        return None
    content = at + 2 if at + 1 < clause.last and words.low[at + 1] == "," else at + 1
    led = first - 1 == clause.first or words.low[first - 2] == ","
    if not led or clause.last - content < 4:
        return None
    return Found(
        cue=(first - 1, at + 1),
        frame=words.low[at],
        kind="source",
        rule="viewpoint",
        score=clause.language.rules.get("viewpoint", 0.7),
        traits=frozenset({"source"}),
        holder=holder,
        content=(content, clause.last),
        place=(first - 1, clause.last),
    )


def _possessor(clause: Clause, at: int) -> tuple[p.Group | None, int]:
    """Who bears the noun by a possessive before it, and where the whole phrase begins."""
    words, flags = clause.words, clause.words.flags
    for here in range(at - 1, max(clause.first - 1, at - 6), -1):
        if words.low[here] in p.ENDINGS:
            found = subject_before(words, here, clause.first)
            return (found[0], found[0][0]) if found is not None else (None, at)
        if flags[here] & p.POSS:
            return (here, here + 1), here
        if flags[here] & p.DET:
            return None, here
        if flags[here] & p.MARK or flags[here] & _STOPS:
            break
    return None, at


def _of_noun(clause: Clause, here: int, cue: Cue) -> tuple[str, p.Group] | None:
    """The frame and the content after a noun."""
    words, flags, last = clause.words, clause.words.flags, clause.last
    if here + 1 >= last:
        return None
    bits, after = flags[here], flags[here + 1]
    if bits & p.COMP and "that" in cue.takes:
        return "that", (here + 1, last)
    if bits & p.TO and "to" in cue.takes and p.verbal(words, here + 1):
        return "to", (here, last)
    if bits & _PURPOSE and "for" in cue.takes:
        return "for", (here + 1, last)
    if bits & _INCLUSION and "include" in cue.takes:
        return "include", (here + 1, last)
    if bits & p.BE and "is" in cue.takes and after & (p.COMP | p.TO):
        return "is", (here + 2 if after & p.COMP and here + 2 < last else here + 1, last)
    return None


def adjective(clause: Clause, at: int, end: int, cue: Cue) -> Found | None:
    """The statement of an adjective after a form of "be"."""
    words, flags = clause.words, clause.words.flags
    here, negated = at - 1, False
    while here >= clause.first and flags[here] & (p.ADVERB | p.NEG) and not flags[here] & p.BE:
        negated = negated or bool(flags[here] & p.NEG)
        here -= 1
    if here <= clause.first or not flags[here] & p.BE:
        return None
    start, group_negated = p.group_before(words, here, clause.first)
    if any(flags[k] & p.MODAL and not flags[k] & p.FUTURE for k in range(start, here)):
        return None
    found = subject_before(words, start, clause.first)
    shared = found is None
    if found is None and start > clause.first and flags[start - 1] & p.COORD:
        found = clause.subject
    made = _of_adjective(clause, at, end, cue)
    if found is None or made is None:
        return None
    if not shared:
        clause.subject = found
    kind, content = made
    return Found(
        cue=(start, end),
        frame=f"be {cue.frame}",
        kind=kind,
        rule=f"adjective+{kind}",
        score=cue.takes.get(kind, 0.6),
        traits=frozenset({"act", "adjective"}),
        holder=found[0],
        aside=found[1],
        content=content,
        place=(start - 1 if shared else found[0][0], content[1]),
        negated=negated or group_negated or bool(flags[here] & p.NEG),
        shared=shared,
    )


def _of_adjective(clause: Clause, at: int, end: int, cue: Cue) -> tuple[str, p.Group] | None:
    """The frame and the content after an adjective."""
    words, last, takes = clause.words, clause.last, cue.takes
    if end + 1 >= last or words.low[end] == ",":
        return ("alone", (at, end)) if end < last else None
    bits = words.flags[end]
    if bits & p.COMP and "that" in takes:
        return "that", (end + 1, last)
    if bits & p.TO and "to" in takes and p.verbal(words, end + 1):
        return "to", (end, last)
    if bits & p.TO and "to-np" in takes:
        return "to-np", (end + 1, last)
    for flag, kind in ((_ABOUT, "about"), (_OF, "of"), (_PURPOSE, "for")):
        if bits & flag and kind in takes:
            return kind, (end + 1, last)
    if "np" in takes and not bits & p.MARK:
        return "np", (end, last)
    if "bare" in takes and bits & (p.DET | p.POSS | p.PRON | p.NAME):
        stop = min(last, end + 12)
        if any(p.finite_at(words, k, end) for k in range(end + 1, stop)):
            return "bare", (end, last)
    return None
